"""The operator's manifest: a CSV that says of each file whose paper it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from extractor.batch.source import mark
from extractor.batch.table import read_table
from extractor.codebook import Codebook
from extractor.errors import InputError, PaperError
from extractor.grammar.periods import find_periods
from extractor.model import ManifestRow
from extractor.unify.areas import resolve_area

COLUMNS = ("file", "area", "partnership", "period", "source")


def read_manifest(path: Path, faults: list[str] | None = None) -> dict[str, ManifestRow]:
    """File -> row. The CSV is UTF-8 with a header that has at least ``file``; other columns than COLUMNS are left alone.

    ``file`` is a name, or a path where several folders hold files of one name. Raises InputError, naming the line, for what
    cannot be used. Where ``faults`` is given, lines that cannot be used are told there, and the others hold.
    """
    rows: dict[str, ManifestRow] = {}
    for where, line in read_table(path, "manifest", COLUMNS, ("file",)):
        name = PurePosixPath(line["file"].replace("\\", "/").lstrip("/")).as_posix()
        fault = ""
        if name == ".":
            fault = f"{where}: the column 'file' is empty: name the paper, or take the line out"
        elif name in rows:
            fault = f"{where}: {name} stands twice: keep one of the two lines"
        if not fault:
            rows[name] = ManifestRow(name, *(line[column] or None for column in COLUMNS[1:]))
        elif faults is None:
            raise InputError(fault)
        else:
            faults.append(fault)
    return rows


@dataclass
class WatchedManifest:
    """A manifest that may be written anew at any time. It counts as whole when two looks in a row find it the same.

    ``rows`` are those of the last whole one, None before there was one. ``told`` is given a line on each fault, once.
    """

    path: Path
    told: Callable[[str], None]
    rows: Mapping[str, ManifestRow] | None = None
    _seen: str | None = None
    _read: str | None = None

    def look(self) -> bool:
        """Takes up what is new in it; whether that was anything."""
        try:
            seen = mark(self.path)
        except PaperError as fault:
            seen = str(fault)
        before, self._seen = self._seen, seen
        if seen != before or seen == self._read:
            return False
        self._read = seen
        faults: list[str] = []
        try:
            rows = read_manifest(self.path, faults)
        except InputError as fault:
            self.told(f"{fault}; until then {'nothing is read' if self.rows is None else 'the manifest as it was holds'}")
            return False
        for line in faults:
            self.told(line)
        self.rows = rows
        return True


def unknown_areas(manifest: Mapping[str, ManifestRow], codebook: Codebook) -> tuple[str, ...]:
    """A line on each area of a manifest that is in no catalogue, by name: a slip of the pen gives a plan an area of its own."""
    told: dict[str, list[str]] = {}
    for row in manifest.values():
        spans = find_periods(row.period or "", singles=True)
        year = spans[0].first_year if spans else None
        if row.area is not None and resolve_area(row.area, codebook, year).name is None:
            told.setdefault(row.area, []).append(row.file)
    return tuple(
        f"no one area is called {area!r} ({files[0]}{f' and {len(files) - 1} more' if len(files) > 1 else ''}): "
        "write its official name, see rules/catalogues/areas.csv"
        for area, files in sorted(told.items())
    )


def row_for(manifest: Mapping[str, ManifestRow], file: Path) -> tuple[str, ManifestRow | None]:
    """The row that says most exactly which file it means ("hartlepool/plan.pdf" before "plan.pdf") and its key, or "", None."""
    parts = file.absolute().parts[1:]
    for start in range(len(parts)):
        key = "/".join(parts[start:])
        if key in manifest:
            return key, manifest[key]
    return "", None
