"""Full-text search over plans, findings and pages, narrowed by what the matches have in common."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass

from extractor.report.facets import MOST, Facet, Match, PlanDirectory, facets, fits, matches, plan_directory, words_of
from extractor.report.forms import names_of_forms
from extractor.report.passage import Part
from extractor.report.reading import as_list, rows
from extractor.report.words import in_years

LONGEST = 200
"""Characters of a question that are read."""
MOST_WORDS = 12
FOUND_KINDS = ("priority", "measure", "action", "vision", "reference")
FURTHEST = 2000
"""Place in the list beyond which no page of results begins."""
_TERM = re.compile(r'"([^"]*)"|(\S+)')
_WORD = re.compile(r"\w")
_PREFIX = re.compile(r"(anti|re|co|non|multi|pre|cyber|inter|cross)([a-z]{4,})", re.I)
"""Parts of words that papers set off by a hyphen or not: "re-offending", "reoffending"."""
_LONG_WORD = 5
"""Letters from which a word also finds longer ones: "burglar" finds "burglary"."""
_ON, _OFF = "\x02", "\x03"
_LEADERS = re.compile(r"\s*(?:[.·_…]\s?){5,}\s*")
"""The dots that lead to a page number in a table of contents: an excerpt has no room for them."""


@dataclass(frozen=True, slots=True)
class FoundFinding:
    id: str
    kind: str
    title: tuple[Part, ...]
    body: tuple[Part, ...]
    areas: tuple[str, ...]
    years: str
    paper: str
    paper_title: str
    page: int | None
    papers: int = 1
    """How many papers of the plan state it in the same words; it stands once."""
    forms: tuple[str, ...] = ()
    """What its paper is held as ("PDF", "Word") where it is held in several forms; it stands once."""


@dataclass(frozen=True, slots=True)
class FoundPage:
    paper: str
    paper_title: str
    number: int
    fixed: bool
    """Whether this is a page of the paper's own, not a stretch of a Word or web paper."""
    snippet: tuple[Part, ...]
    areas: tuple[str, ...]
    forms: tuple[str, ...] = ()
    """As of a finding."""


@dataclass(frozen=True, slots=True)
class FoundPlan:
    """A plan whose title, areas, partnership or years hold the words."""

    id: str
    title: str | None
    areas: tuple[str, ...]
    years: str
    priorities: int


@dataclass(frozen=True, slots=True)
class SearchResult:
    """Up to ``limit`` of each from place ``start``; ``more_...`` say that there are others. ``counts`` holds how many match of
    "plan", "finding" and "page", after what was chosen; ``facets`` what they can be narrowed by."""

    question: str
    findings: tuple[FoundFinding, ...]
    pages: tuple[FoundPage, ...]
    plans: tuple[FoundPlan, ...] = ()
    counts: Mapping[str, int] | None = None
    facets: tuple[Facet, ...] = ()
    start: int = 0
    limit: int = 20
    common: bool = False
    """Whether more match than are looked at."""

    @property
    def more_findings(self) -> bool:
        return bool(self.counts) and self.counts["finding"] > self.start + self.limit  # type: ignore[index]

    @property
    def more_pages(self) -> bool:
        return bool(self.counts) and self.counts["page"] > self.start + self.limit  # type: ignore[index]


def as_match(question: str) -> str | None:
    """Words as a full-text query: all must occur, words in double quotes next to each other; None where no word is asked for.

    Each term is quoted, so no character of it means anything to the search engine.
    """
    terms = []
    for phrase, word in _TERM.findall(question[:LONGEST].replace("\x00", " ")):
        term = (phrase or word).replace('"', " ").encode("utf-8", "ignore").decode("utf-8").strip()
        if _WORD.search(term):
            begins = "*" if word and len(term) >= _LONG_WORD else ""
            ways = [f'"{way}"{begins}' for way in (_spellings(term) if word else [term])]
            terms.append(ways[0] if len(ways) == 1 else f"({' OR '.join(ways)})")
    # Between brackets the search engine wants to be told that all must occur.
    return " AND ".join(terms[:MOST_WORDS]) or None


def _spellings(word: str) -> list[str]:
    """A word as asked for, and as others write it: with or without the hyphen behind its first part."""
    parted = _PREFIX.fullmatch(word)
    if parted:
        return [word, f"{parted[1]} {parted[2]}"]
    joined = word.replace("-", "")
    return [word, joined] if _PREFIX.fullmatch(joined) else [word]


def search(
    connection: sqlite3.Connection,
    question: str,
    limit: int = 20,
    chosen: Mapping[str, str] | None = None,
    start: int = 0,
    directory: PlanDirectory | None = None,
) -> SearchResult:
    """The best matches among plans, findings (words of the title weigh more) and pages.

    ``chosen`` narrows them: "kind" (one of FOUND_KINDS, "plan" or "page"), "area", "years" ("2011-2014") and "theme" (a heading).
    ``directory`` is that of this very database, made anew where none is given.
    """
    asked, chosen = question[:LONGEST].strip(), chosen or {}
    match = as_match(asked)
    if match is None:
        return SearchResult(asked, (), ())
    start = min(max(start, 0), FURTHEST)
    directory = directory or plan_directory(connection)
    found = matches(connection, match, FOUND_KINDS, _plans_named(directory, asked), directory)
    fitting = [one for one in found if fits(one, chosen)]
    of = {
        "plan": [one for one in fitting if one.kind == "plan"],
        "page": [one for one in fitting if one.kind == "page"],
        "finding": [one for one in fitting if one.kind not in ("plan", "page")],
    }
    shown = {name: some[start : start + limit] for name, some in of.items()}
    return SearchResult(
        asked,
        _findings(connection, match, shown["finding"]),
        _pages(connection, match, shown["page"]),
        _plans(connection, shown["plan"]),
        {name: len(some) for name, some in of.items()},
        facets(found, chosen),
        start,
        limit,
        max(sum(one.kind == "page" for one in found), sum(one.papers for one in found if one.key and one.kind != "page")) >= MOST,
    )


def _plans_named(directory: PlanDirectory, question: str) -> list[str]:
    """Plans whose title, areas, partnership and years hold every word of the question, or one that begins so; latest first."""
    asked = [f" {word}" for word in words_of(question)[:MOST_WORDS]]
    return [plan for plan, words in directory.words if all(word in words for word in asked)] if asked else []


def _findings(connection: sqlite3.Connection, match: str, found: list[Match]) -> tuple[FoundFinding, ...]:
    # The plus sign keeps the engine from beginning the search anew for each row: a word's beginning may stand for many words.
    query = f"""
        SELECT findings.*, papers.title AS paper_title, papers.file,
               highlight(findings_fts, 0, '{_ON}', '{_OFF}') AS shown,
               snippet(findings_fts, 1, '{_ON}', '{_OFF}', '…', 28) AS under
        FROM findings_fts CROSS JOIN findings ON findings.key = findings_fts.rowid JOIN papers ON papers.id = findings.paper
        WHERE findings_fts MATCH ? AND +findings_fts.rowid IN (SELECT value FROM json_each(?))
    """
    held = {row["key"]: row for row in rows(connection, query, [match, as_list([one.key for one in found])])}
    forms = names_of_forms(connection, [row["paper"] for row in held.values()])
    return tuple(
        FoundFinding(
            row["id"],
            row["kind"],
            _parts(row["shown"]),
            _parts(row["under"]),
            one.areas,
            ", ".join(in_years(*years) for years in one.periods) or ("period not stated" if row["plan"] else ""),
            row["paper"],
            row["paper_title"] or row["file"],
            row["page"],
            one.papers,
            forms.get(row["paper"], ()),
        )
        for one in found
        for row in [held[one.key]]
    )


def _pages(connection: sqlite3.Connection, match: str, found: list[Match]) -> tuple[FoundPage, ...]:
    query = f"""
        SELECT pages.key, pages.paper, pages.number, pages.width, papers.title AS paper_title, papers.file,
               snippet(pages_fts, 0, '{_ON}', '{_OFF}', '…', 40) AS shown
        FROM pages_fts CROSS JOIN pages ON pages.key = pages_fts.rowid JOIN papers ON papers.id = pages.paper
        WHERE pages_fts MATCH ? AND +pages_fts.rowid IN (SELECT value FROM json_each(?))
    """
    held = {row["key"]: row for row in rows(connection, query, [match, as_list([one.key for one in found])])}
    forms = names_of_forms(connection, [row["paper"] for row in held.values()])
    return tuple(
        FoundPage(
            row["paper"],
            row["paper_title"] or row["file"],
            row["number"],
            row["width"] is not None,
            _parts(row["shown"]),
            one.areas,
            forms.get(row["paper"], ()),
        )
        for one in found
        for row in [held[one.key]]
    )


def _plans(connection: sqlite3.Connection, found: list[Match]) -> tuple[FoundPlan, ...]:
    query = """
        SELECT id, title, period_start, period_end, (
            SELECT count(*) FROM priorities
            WHERE priorities.plan = plans.id AND scope IN ('current', 'emerging') AND priorities.parent IS NULL
        ) AS priorities FROM plans WHERE id IN (SELECT value FROM json_each(?))
    """
    held = {row["id"]: row for row in rows(connection, query, [as_list([str(one.plan) for one in found])])}
    return tuple(
        FoundPlan(row["id"], row["title"], one.areas, in_years(row["period_start"], row["period_end"]), row["priorities"])
        for one in found
        for row in [held[one.plan]]
    )


def _parts(text: str | None) -> tuple[Part, ...]:
    """Text with marks of the search engine -> parts; the marks cannot occur in the text, which is cleaned when it is stored."""
    parts = []
    for piece in re.split(f"({_ON}[^{_OFF}]*{_OFF})", _LEADERS.sub(" … ", text or "")):
        if piece:
            parts.append(Part(piece.strip(_ON + _OFF), piece.startswith(_ON)))
    return tuple(parts)
