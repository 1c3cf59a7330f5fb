"""Which files are one paper: its PDF, its Word form, a new scan, whatever was made out of its title. The text tells.

A paper's *sketch* stands for its text: the smallest of the hashes of its runs of words. What two sketches share estimates what the
texts share, without reading them again.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from heapq import nsmallest

from sqlite_utils import Database

from extractor.write.matching import fold, run_hashes

_ALIKE = 0.5
"""Least share of runs of words that two files of one paper have in common. A paper, its Word form and a new scan of it share nine
in ten, a scan with one word in ten misread five or six; two papers about one plan share one in ten at most."""
_RUN = 3
_HASHES = 128
_LONGEST = 200_000
"""Characters of a paper that are looked at."""


def sketch_of(texts: Iterable[str]) -> str:
    """The sketch of a paper with these texts, "" where it has hardly any: hashes in hexadecimal, the smallest first."""
    runs = set(run_hashes(fold(" ".join(texts)[:_LONGEST]), _RUN))
    return " ".join(f"{one:08x}" for one in nsmallest(_HASHES, runs))


def alike(one: str, other: str) -> bool:
    """Whether two sketches are of one paper."""
    mine, its = set(one.split()), set(other.split())
    both = nsmallest(_HASHES, mine | its)
    return bool(mine and its) and sum(run in mine and run in its for run in both) >= _ALIKE * len(both)


def files_compared(database: Database, paper: str, others: Iterable[str]) -> dict[str, bool]:
    """SHA-256 of a file -> whether its text is nearly that of ``paper``, for those of ``others`` that the database holds."""
    held = dict(
        database.execute("SELECT sha256, sketch FROM papers JOIN paper_forms ON paper = id WHERE id <> ?", [paper]).fetchall()
    )
    (mine,) = database.execute("SELECT coalesce(max(sketch), '') FROM paper_forms WHERE paper = ?", [paper]).fetchone()
    return {sha256: alike(mine, held[sha256]) for sha256 in sorted(set(others) & held.keys())}


def mark_forms(database: Database) -> None:
    """Notes of each paper which one it is a form of: itself, or the first with plans of the same areas and years and nearly the
    same text. A PDF with text comes first, for its pages can be shown."""
    query = """
        SELECT papers.id, sketch, (
            SELECT group_concat(said, '; ') FROM (
                SELECT coalesce(area, '') || ' ' || coalesce(period_start, '') || ' ' || coalesce(period_end, '') AS said
                FROM plans LEFT JOIN plan_areas ON plan_areas.plan = plans.id WHERE plans.paper = papers.id ORDER BY 1
            )
        ) AS whose
        FROM papers JOIN paper_forms ON paper_forms.paper = papers.id
        ORDER BY papers.pages IS NULL, papers.scanned, papers.file, papers.id
    """
    first: list[tuple[str, str]] = []
    holders: dict[tuple[str | None, str], list[int]] = defaultdict(list)
    forms = []
    for paper, sketch, whose in database.execute(query).fetchall():
        hashes = [(whose, one) for one in sketch.split()]
        shared = Counter(place for one in hashes for place in holders.get(one, ()))
        near = sorted(place for place, count in shared.items() if count >= _ALIKE * len(hashes))  # no other can be alike
        form_of = next((first[place][0] for place in near if alike(sketch, first[place][1])), paper)
        if form_of == paper:
            for one in hashes:
                holders[one].append(len(first))
            first.append((paper, sketch))
        forms.append((form_of, paper))
    with database.atomic():
        database.conn.executemany("UPDATE paper_forms SET form_of = ? WHERE paper = ?", forms)
