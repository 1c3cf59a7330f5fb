"""Folders that papers arrive in: new ones are read once they are wholly written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from extractor.batch.finding import Found, find_papers
from extractor.batch.packs import exists
from extractor.batch.run import OneRun, Progress, Work
from extractor.batch.source import mark
from extractor.batch.summary import Summary
from extractor.codebook import Codebook
from extractor.errors import InputError, PaperError
from extractor.model import ManifestRow


@dataclass
class Watch:
    """Looks at ``folders`` again and again. A file counts as wholly written when two looks in a row find it the same.

    Downloads under way (.part, .crdownload) are no papers by their ending; names that begin with a dot are passed over.
    """

    folders: Sequence[Path]
    database: Path
    codebook: Codebook
    work: Work

    _looks: dict[Path, str] = field(default_factory=dict)
    _done: dict[Path, str] = field(default_factory=dict)
    _said: Mapping[str, ManifestRow] = field(default_factory=dict)

    def look(self, manifest: Mapping[str, ManifestRow] | None = None, progress: Progress | None = None) -> Summary | None:
        """Reads what is new since the last look, and marks what has gone; None where there is nothing new.

        A manifest that says something else than at the last look is new, too.
        Raises as ingest does, but a folder that is empty is no error.
        """
        try:
            found = find_papers(self.folders)
        except InputError:
            if not all(folder.is_dir() for folder in self.folders):
                raise
            found = Found((), folders=tuple(self.folders))
        before, self._looks = self._looks, {file: _mark(file) for file in found.files}
        whole = {file: seen for file, seen in self._looks.items() if before.get(file) == seen}
        vanished = [file for file in self._done if not exists(file)]
        rows = dict(manifest or {})
        if not vanished and (rows == self._said or not whole) and all(self._done.get(file) == seen for file, seen in whole.items()):
            return None
        settled = replace(found, files=tuple(whole))
        summary = OneRun(settled, self.database, self.codebook, rows, (), self.work, progress).go()
        self._done, self._said = whole, rows
        return summary


def _mark(file: Path) -> str:
    """What tells whether a file has changed; one that cannot be looked at, such as a dead link, is reported as such."""
    try:
        return mark(file)
    except PaperError as fault:
        return str(fault)
