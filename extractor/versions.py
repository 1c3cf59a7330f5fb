"""Rules have versions: the stored papers read anew with other rules, in memory; and the rules that nothing exercises."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from extractor.codebook import Codebook
from extractor.codebook.watch import WatchedCodebook
from extractor.errors import ExtractorError, InputError
from extractor.flow import extract_bytes, extract_document
from extractor.model import Document, Extract, ManifestRow, Paper
from extractor.report.changes import PaperRead, pack
from extractor.write import reading_of

_STORED = """
    SELECT papers.id, file, sha256, manifest_area, manifest_partnership, manifest_period, manifest_source
    FROM papers ORDER BY file, papers.id
"""

Kept = Callable[[sqlite3.Connection, str, str], tuple[str, Document] | None]
"""(database, sha256, file) -> media type and Document of a stored paper, where they are kept."""


def reread(
    connection: sqlite3.Connection, codebook: Codebook, kept: Kept = lambda *_: None
) -> tuple[tuple[PaperRead, ...], tuple[str, ...]]:
    """Reads every stored paper with ``codebook``; writes nothing. Gives the readings, and a line for each paper that gave none.

    A paper that ``kept`` gives as it was parsed is not parsed again.
    """
    made: list[PaperRead] = []
    failed: list[str] = []
    for paper, file, sha256, area, partnership, period, source in connection.execute(_STORED).fetchall():
        before = kept(connection, sha256, file)
        data: bytes | None = None
        if before is None:
            (data,) = connection.execute("SELECT data FROM files WHERE paper = ?", [paper]).fetchone() or (None,)
        if before is None and data is None:
            failed.append(f"{file}: the paper itself is not kept, for it is too large")
            continue
        said = any((area, partnership, period, source))
        manifest = ManifestRow(file, area, partnership, period, source) if said else None
        try:
            if before is not None:
                found = extract_document(Paper(file, sha256, before[0], manifest), before[1], codebook)
            else:
                assert data is not None
                found = extract_bytes(data, file=file, codebook=codebook, manifest=manifest)
        except ExtractorError as fault:
            failed.append(str(fault))
            continue
        made.append(PaperRead(sha256, file, codebook.hash, "", pack(reading_of(found))))
    return tuple(made), tuple(failed)


@dataclass(frozen=True, slots=True)
class Idle:
    """The entries of one list that no sample paper exercises, of ``rules`` in all.

    ``searched`` is false where the reading of a single paper never asks for the list.
    """

    list: str
    rules: int
    entries: tuple[str, ...]
    searched: bool


def not_exercised(codebook: Codebook, papers: Iterable[Path]) -> tuple[Idle, ...]:
    """The rules that no paper exercises, by list: none of their words was met, and no finding names them.

    Raises InputError where there is no paper. A paper that cannot be read exercises nothing.
    """
    watched = WatchedCodebook(codebook)
    named: set[str] = set()
    read = 0
    for path in papers:
        try:
            found = extract_bytes(path.read_bytes(), file=path.name, codebook=watched)
        except (ExtractorError, OSError):
            continue
        read += 1
        named.update(_named(found))
    if not read:
        raise InputError("no sample paper could be read: name a folder of papers with --corpus")
    made = []
    for name, entries in sorted(codebook.lists.items()):
        idle = tuple(entry.id for entry in entries if entry.id not in named and (name, entry.id) not in watched.met)
        if idle:
            made.append(Idle(name, len(entries), idle, name in watched.searched))
    return tuple(made)


def _named(found: Extract) -> Iterator[str]:
    """The ids of the rules that findings and passed-over words name; "a+b" names both."""
    rules = [reference.rule for reference in found.references] + [passed.rule for passed in found.passed]
    for plan in found.plans:
        rules += [priority.rule for priority in plan.priorities] + [measure.rule for measure in plan.measures]
        rules += [action.rule for action in plan.actions] + ([plan.vision.rule] if plan.vision else [])
    for rule in rules:
        yield from rule.split("+")
