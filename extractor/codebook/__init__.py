"""rules/ -> Codebook: everything a policy officer can edit, validated, frozen and hashed.

A list of rules is a YAML file of entries. Each entry has an ``id``, the ``phrases`` (or regular-expression ``patterns``) it is
known by, counter-phrases (``unless``), examples (``yes``, ``no``), and the fields of its own list, which ``FIELDS`` names.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from extractor.assets import asset
from extractor.codebook.fields import CATALOGUES, FIELDS
from extractor.codebook.reading import read_catalogue, read_entries, read_words
from extractor.codebook.searching import Compiled, Entry, Hit, Searcher, compiled, sentences
from extractor.errors import RulesError

__all__ = ["Codebook", "Entry", "Hit", "load_codebook"]


class Codebook:
    """The rules ``folder`` in memory. ``hash`` names its content; a changed byte in any rule or catalogue gives another hash."""

    def __init__(
        self,
        lists: Mapping[str, Sequence[Compiled]],
        words: Mapping[str, tuple[str, ...]],
        catalogues: Mapping[str, tuple[Mapping[str, str], ...]],
        digest: str,
        folder: Path,
    ) -> None:
        self.lists = MappingProxyType({name: tuple(one.entry for one in entries) for name, entries in lists.items()})
        self.words = MappingProxyType(dict(words))
        self.hash = digest
        self.folder = folder
        self._compiled = MappingProxyType(dict(lists))
        self._catalogues = MappingProxyType(dict(catalogues))
        self._searchers: dict[object, Searcher] = {}

    def entries(self, name: str) -> tuple[Entry, ...]:
        """The entries of ``rules/<name>.yaml`` in the order of the file."""
        return self.lists[name]

    def catalogue(self, name: str) -> tuple[Mapping[str, str], ...]:
        """The rows of ``rules/catalogues/<name>.csv``."""
        return self._catalogues[name]

    def find(self, name: str, text: str, field: str = "", *values: object) -> tuple[Hit, ...]:
        """Where the entries of one list stand in ``text``, by place, longest first: all of them, or only those of which ``field``
        is one of ``values`` (None: an entry without it; no values: any entry with it), which costs only what these cost.

        An entry whose ``unless`` stands anywhere in ``text`` is silent.
        """
        key = (name, field, values) if field else name
        searcher = self._searchers.get(key) or self._searcher(name, field, values)
        return searcher.find(text)

    def _searcher(self, name: str, field: str = "", values: tuple[object, ...] = ()) -> Searcher:
        entries = self._compiled[name]
        if field:
            entries = [one for one in entries if (one.entry[field] in values if values else one.entry[field])]
        return self._searchers.setdefault((name, field, values) if field else name, Searcher(entries))

    def make_ready(self) -> None:
        """Does now what each phrase waits for until a text may first hold it: for a process that shares the rules with others."""
        for name in self.lists:
            self._searcher(name).make_ready()

    def sentences(self, text: str) -> tuple[tuple[int, int], ...]:
        """(start, end) of each sentence of ``text``, by spaCy's sentencizer; a newline ends a sentence too."""
        return sentences(text)


def load_codebook(folder: Path | None = None) -> Codebook:
    """Read, validate and freeze a rules folder (by default the one that ships with the program).

    Raises RulesError, naming file and entry, for anything that cannot be used.
    """
    root = folder or asset("rules")
    files = sorted([*root.glob("*.yaml"), *root.glob("catalogues/*.csv")], key=lambda path: path.relative_to(root).as_posix())
    if not files:
        raise RulesError(f"{root} holds no rules: name a folder with *.yaml files")
    lists = [path for path in files if path.suffix == ".yaml" and path.stem != "words"]
    for path in lists:
        if path.stem not in FIELDS:
            raise RulesError(f"{path.name}: no part of the program reads this file (known: {', '.join(sorted(FIELDS))})")
    for path in files:
        if path.suffix == ".csv" and path.stem not in CATALOGUES:
            raise RulesError(f"catalogues/{path.name}: no part of the program reads this file (known: {', '.join(CATALOGUES)})")
    wanted = [f"{name}.yaml" for name in sorted({*FIELDS, "words"})] + [f"catalogues/{name}.csv" for name in CATALOGUES]
    missing = [name for name in wanted if root / name not in files]
    if missing:
        raise RulesError(f"{root} lacks {missing[0]}: put back the one that came with the program")
    words = read_words(root / "words.yaml")
    entries = {path.stem: tuple(compiled(entry, words) for entry in read_entries(path)) for path in lists}
    catalogues = {path.stem: read_catalogue(path) for path in files if path.suffix == ".csv"}
    return Codebook(entries, words, catalogues, _hash(root, files), root.resolve())


def _hash(root: Path, files: Sequence[Path]) -> str:
    """A name for the content of ``files``, whatever their line endings."""
    digest = hashlib.sha256()
    for path in files:
        digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes().replace(b"\r\n", b"\n") + b"\0")
    return digest.hexdigest()[:16]
