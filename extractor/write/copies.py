"""Which other files hold the text of a paper: a new scan, or its Word form, whatever was made out of its title."""

from __future__ import annotations

from collections.abc import Iterable

from sqlite_utils import Database

from extractor.write.matching import fold

_ALIKE = 0.5
"""Least share of runs of words that two files of one paper have in common. A paper, its Word form and a new scan of it share nine
in ten, a scan with one word in ten misread five or six; two papers about one plan share one in ten at most."""
_RUN = 3
_LONGEST = 200_000
"""Characters of a paper that are looked at."""


def files_compared(database: Database, paper: str, others: Iterable[str]) -> dict[str, bool]:
    """SHA-256 of a file -> whether its text is nearly that of ``paper``, for those of ``others`` that the database holds."""
    held = {
        sha256: identifier
        for sha256 in sorted(set(others))
        for (identifier,) in database.execute("SELECT id FROM papers WHERE sha256 = ? AND id <> ?", [sha256, paper]).fetchall()
    }
    mine = _runs(database, paper) if held else set()
    return {sha256: _share(mine, _runs(database, identifier)) >= _ALIKE for sha256, identifier in held.items()}


def _runs(database: Database, paper: str) -> set[tuple[str, ...]]:
    rows = database.execute("SELECT text FROM blocks WHERE paper = ? ORDER BY number", [paper]).fetchall()
    words = fold(" ".join(text for (text,) in rows)[:_LONGEST]).split()
    return {tuple(words[at : at + _RUN]) for at in range(len(words) - _RUN + 1)}


def _share(one: set[tuple[str, ...]], other: set[tuple[str, ...]]) -> float:
    return len(one & other) / len(one | other) if one and other else 0.0
