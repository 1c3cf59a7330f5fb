"""How papers lie to each other: the same text twice, a report inside a pack, nearly the same text, a later version.

Worked out from the papers' prints (see prints.py) through an index from hash to paper, so the work grows with the text held and
not with the number of pairs. The index is made for one range of hashes after the other, and of a paper only its hashes are held,
four bytes each: ten thousand papers of thirty pages take 120 MB. Nothing is dropped: a relation says where the same words stand
twice.
"""

from __future__ import annotations

import hashlib
import json
import re
from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import combinations, pairwise

from sqlite_utils import Database

from extractor.grammar.numbers import page_ranges
from extractor.write.bulk import insert_rows
from extractor.write.matching import fold
from extractor.write.prints import Print, print_held, prints, renew_prints

_SAME = 0.92
"""Share of two texts that is in common from which they are one: two forms of one paper differ in furniture and broken words."""
_INSIDE = 0.7
"""Share of a text that some pages of another hold, in a row, from which it is contained in it. One whose words another paper quotes
here and there is not."""
_NEAR = 0.5
"""Share of the shorter of two texts' runs that is in common, from which they are nearly the same."""
_VERSION = 0.7
"""Share in common from which a later date alone makes a paper the next version of another of the same title."""
_PAGE = 0.3
"""Share of a page's runs that stand in a contained paper, from which it speaks for being one of that paper's pages."""
_LEAST = 12
"""Runs kept of a text below which it is too short to be compared: about fifty words."""
_COMMON = 40
"""Papers in which a run stands from which it is a standing form of words and tells nothing."""
_RANGES = 64
"""Ranges of hashes, each looked at by itself."""
_NUMBER = re.compile(r"version ([\d.]+)")
_NAME_NOISE = re.compile(r"(?i)\b(?:draft|final|v(?:er(?:sion)?)?[ .]?\d[\d.]*|copy|revised|amended|\d+)\b|\.[a-z]{3,4}$")
_FINAL = re.compile(r"(?i)\bfinal\b")


@dataclass(frozen=True, slots=True)
class _Paper:
    id: str
    file: str
    title: str
    kind: str
    date: str
    edition: str
    media_type: str
    hashes: Sequence[int]
    """In order, each once."""
    pages: int

    @property
    def draft(self) -> bool:
        return self.edition.startswith("draft")

    @property
    def final(self) -> bool:
        return _FINAL.search(self.file.replace("_", " ")) is not None

    @property
    def version(self) -> tuple[int, ...]:
        found = _NUMBER.search(self.edition)
        return tuple(int(part) for part in found[1].split(".") if part) if found else ()

    @property
    def name(self) -> str:
        """Title, else file name, without the words and numbers that tell versions apart."""
        return fold(_NAME_NOISE.sub(" ", (self.title or self.file).replace("_", " ")))


@dataclass(frozen=True, slots=True)
class _Relation:
    paper: str
    other: str
    relation: str
    score: float
    rule: str
    pages: str | None = None


def renew_relations(database: Database) -> None:
    """Works out all relations anew where a paper has come, gone or changed since; counts what a pack repeats once."""
    state = "SELECT id, fingerprint, file, coalesce(title, ''), coalesce(date, ''), coalesce(edition, '') FROM papers ORDER BY id"
    told = json.dumps(database.execute(state).fetchall(), ensure_ascii=False)
    fingerprint = hashlib.sha256(told.encode("utf-8")).hexdigest()[:16]
    held = database.execute("SELECT fingerprint FROM relation_states").fetchone()
    if held is None or held[0] != fingerprint:
        with database.atomic():
            renew_prints(database)
            papers = list(_papers(database))
            database.execute("DELETE FROM paper_relations")
            rows = sorted(
                _relations(papers, lambda paper: print_held(database, paper)), key=lambda one: (one.paper, one.other, one.relation)
            )
            insert_rows(database.conn, "paper_relations", [{**asdict(one), "score": round(one.score, 3)} for one in rows])
            database.execute("DELETE FROM relation_states")
            database.execute("INSERT INTO relation_states VALUES (?)", [fingerprint])
    _count_once(database)


def _papers(database: Database) -> Iterator[_Paper]:
    query = """
        SELECT id, file, coalesce(title, ''), coalesce(kind, ''), coalesce(date, ''), coalesce(edition, ''), media_type
        FROM papers
    """
    about = {row[0]: row for row in database.execute(query).fetchall()}
    for paper, made in prints(database):
        identifier, file, title, kind, date, edition, media_type = about[paper]
        hashes = array("I", sorted({one for page in made.values() for one in page}))
        yield _Paper(identifier, file, title, kind, date, edition, media_type, hashes, len(made))


def _relations(papers: Sequence[_Paper], print_of: Callable[[str], Print]) -> Iterator[_Relation]:
    both, common = _shared(papers)
    weights = [len(paper.hashes) - sum(one in common for one in paper.hashes) for paper in papers]
    for pair, count in sorted(both.items()):
        at, other = divmod(pair, len(papers))
        least = min(weights[at], weights[other])
        if least >= _LEAST and count >= _NEAR * least:
            yield from _pair(papers[at], papers[other], count / weights[at], count / weights[other], common, print_of)


def _shared(papers: Sequence[_Paper]) -> tuple[Counter[int], set[int]]:
    """How many hashes two papers have in common, by place of the one x number of papers + place of the other; and common hashes."""
    both: Counter[int] = Counter()
    common: set[int] = set()
    ends = [part * (1 << 32) // _RANGES for part in range(_RANGES + 1)]
    for low, high in pairwise(ends):
        holders: dict[int, list[int]] = {}
        first: dict[int, int] = {}
        for at, paper in enumerate(papers):
            for one in paper.hashes[bisect_left(paper.hashes, low) : bisect_left(paper.hashes, high)]:
                before = first.setdefault(one, at)
                if before != at:
                    holders.setdefault(one, [before]).append(at)
        for one, places in holders.items():
            if len(places) > _COMMON:
                common.add(one)
            else:
                both.update(here * len(papers) + there for here, there in combinations(places, 2))
    return both, common


def _pair(
    one: _Paper, other: _Paper, of_one: float, of_other: float, common: set[int], print_of: Callable[[str], Print]
) -> Iterator[_Relation]:
    """What two papers are to each other; ``of_one`` is the share of the one's text that stands in the other."""
    if min(of_one, of_other) >= _SAME:
        first, second = sorted((one, other), key=lambda paper: (paper.media_type != "application/pdf", paper.file, paper.id))
        same = "the same text" if one.media_type == other.media_type else "the same text as another kind of file"
        if _later(first, second) is None and _later(second, first) is None:
            yield _Relation(second.id, first.id, "duplicate", min(of_one, of_other), same)
            return
    elif max(of_one, of_other) >= _INSIDE and one.pages != other.pages:
        inner, outer, share = (one, other, of_one) if of_one > of_other else (other, one, of_other)
        told, whole = print_of(outer.id), frozenset(inner.hashes) - common
        pages = _pages(whole, told, common)
        there = whole & {one for page in pages for one in told[page]}
        if pages and len(pages) < outer.pages and len(there) >= _INSIDE * len(whole):
            yield _Relation(inner.id, outer.id, "contained", share, "its words stand on these pages", page_ranges(pages))
            return
    if min(of_one, of_other) < _NEAR:
        return
    share = min(of_one, of_other)
    for newer, older in ((one, other), (other, one)):
        because = _later(newer, older)
        if because is not None and (because != _DATE or share >= _VERSION):
            yield _Relation(newer.id, older.id, "supersedes", share, because)
            return
    first, second = sorted((one, other), key=lambda paper: (paper.date, paper.file, paper.id))
    yield _Relation(second.id, first.id, "near-duplicate", share, "more than half of the words in common")


_DATE = "a later date under the same title"


def _later(newer: _Paper, older: _Paper) -> str | None:
    """Why one paper is the later version of another of nearly the same text; None where nothing says so."""
    if newer.draft != older.draft:
        return "final after draft" if older.draft else None
    if newer.version != older.version:
        return "a later version" if newer.version > older.version and newer.name == older.name else None
    if newer.final != older.final and newer.name == older.name:
        return "final by its name" if newer.final else None
    if newer.date and older.date and newer.date > older.date and newer.name == older.name and newer.kind == older.kind:
        return _DATE
    return None


def _pages(inner: frozenset[int], outer: Print, common: set[int]) -> list[int]:
    """The outer paper's pages on which the inner one stands: the run of pages that holds most of it and least of anything else."""
    best: tuple[float, list[int]] = (0.0, [])
    total, run = 0.0, list[int]()
    for number, hashes in sorted(outer.items()):
        told = hashes - common
        total += len(told & inner) - _PAGE * len(told)
        run.append(number)
        if total <= 0:
            total, run = 0.0, []
        elif total > best[0]:
            best = (total, list(run))
    return best[1]


def _count_once(database: Database) -> None:
    """A finding of a pack, on the pages of a report that is held by itself and has plans of its own, is told to repeat that report:
    there it was read under its own title, and there it counts."""
    query = """
        SELECT paper_relations.other, paper_relations.pages, paper_relations.paper FROM paper_relations
        WHERE relation = 'contained' AND EXISTS (
            SELECT 1 FROM plans JOIN priorities ON priorities.plan = plans.id WHERE plans.paper = paper_relations.paper
        ) ORDER BY paper_relations.other, paper_relations.paper
    """
    owner: dict[tuple[str, int], str] = {}
    for pack, pages, paper in database.execute(query).fetchall():
        for page in _numbers(pages):
            owner.setdefault((pack, page), paper)
    packs = sorted({pack for pack, _ in owner})
    marks = ", ".join("?" for _ in packs)
    held = database.execute(
        f"SELECT id, paper, page, repeats FROM findings WHERE repeats IS NOT NULL OR paper IN ({marks}) ORDER BY id", packs
    ).fetchall()
    changed = [(owner.get((paper, page)), id_) for id_, paper, page, repeats in held if owner.get((paper, page)) != repeats]
    with database.atomic():
        database.conn.executemany("UPDATE findings SET repeats = ? WHERE id = ?", changed)


def _numbers(written: str) -> Iterator[int]:
    """The page numbers that :func:`page_ranges` wrote."""
    for part in written.split(", "):
        first, _, last = part.partition("-")
        yield from range(int(first), int(last or first) + 1)
