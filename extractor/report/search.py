"""Full-text search over what was found and over the pages themselves. Any words may be asked for; none can break the query."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from extractor.report.held import areas_of_paper
from extractor.report.passage import Part
from extractor.report.reading import rows
from extractor.report.words import in_years

LONGEST = 200
"""Characters of a question that are read."""
MOST_WORDS = 12
FOUND_KINDS = ("priority", "measure", "action", "vision", "reference")
_TERM = re.compile(r'"([^"]*)"|(\S+)')
_WORD = re.compile(r"\w")
_LONG_WORD = 5
"""Letters from which a word also finds longer ones: "burglar" finds "burglary"."""
_ON, _OFF = "\x02", "\x03"


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


@dataclass(frozen=True, slots=True)
class FoundPage:
    paper: str
    paper_title: str
    number: int
    fixed: bool
    """Whether this is a page of the paper's own, not a stretch of a Word or web paper."""
    snippet: tuple[Part, ...]
    areas: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SearchResult:
    """Up to ``limit`` of each; ``more_findings`` and ``more_pages`` say that there are others."""

    question: str
    findings: tuple[FoundFinding, ...]
    pages: tuple[FoundPage, ...]
    more_findings: bool
    more_pages: bool


def as_match(question: str) -> str | None:
    """Words as a full-text query: all must occur, words in double quotes next to each other; None where no word is asked for.

    Each term is quoted, so no character of it means anything to the search engine.
    """
    terms = []
    for phrase, word in _TERM.findall(question[:LONGEST].replace("\x00", " ")):
        term = (phrase or word).replace('"', " ").encode("utf-8", "ignore").decode("utf-8").strip()
        if _WORD.search(term):
            begins = "*" if word and len(term) >= _LONG_WORD else ""
            terms.append(f'"{term}"{begins}')
    return " ".join(terms[:MOST_WORDS]) or None


def search(connection: sqlite3.Connection, question: str, limit: int = 20) -> SearchResult:
    """The best matches among findings (words of the title weigh more) and among pages."""
    asked = question[:LONGEST].strip()
    match = as_match(asked)
    if match is None:
        return SearchResult(asked, (), (), False, False)
    findings = rows(
        connection,
        f"""
        SELECT findings.*, plans.period_start, plans.period_end, papers.title AS paper_title, papers.file,
               highlight(findings_fts, 0, '{_ON}', '{_OFF}') AS shown,
               snippet(findings_fts, 1, '{_ON}', '{_OFF}', '…', 28) AS under
        FROM findings_fts
        JOIN findings ON findings.key = findings_fts.rowid
        JOIN papers ON papers.id = findings.paper
        LEFT JOIN plans ON plans.id = findings.plan
        WHERE findings_fts MATCH ? AND findings.decision IS NOT 'reject' AND findings.kind IN ({", ".join("?" * len(FOUND_KINDS))})
        ORDER BY bm25(findings_fts, 4.0, 1.0), findings.id LIMIT ?
        """,
        [match, *FOUND_KINDS, limit + 1],
    )
    pages = rows(
        connection,
        f"""
        SELECT pages.paper, pages.number, pages.width, papers.title AS paper_title, papers.file,
               snippet(pages_fts, 0, '{_ON}', '{_OFF}', '…', 40) AS shown
        FROM pages_fts
        JOIN pages ON pages.key = pages_fts.rowid
        JOIN papers ON papers.id = pages.paper
        WHERE pages_fts MATCH ? ORDER BY bm25(pages_fts), pages.id LIMIT ?
        """,
        [match, limit + 1],
    )
    return SearchResult(
        asked,
        tuple(_finding(connection, found) for found in findings[:limit]),
        tuple(
            FoundPage(
                found["paper"],
                found["paper_title"] or found["file"],
                found["number"],
                found["width"] is not None,
                _parts(found["shown"]),
                areas_of_paper(connection, found["paper"]),
            )
            for found in pages[:limit]
        ),
        len(findings) > limit,
        len(pages) > limit,
    )


def _finding(connection: sqlite3.Connection, found: sqlite3.Row) -> FoundFinding:
    areas: Sequence[str] = ()
    if found["plan"]:
        query = "SELECT area FROM plan_areas WHERE plan = ? ORDER BY position"
        areas = [area["area"] for area in rows(connection, query, [found["plan"]])]
    return FoundFinding(
        found["id"],
        found["kind"],
        _parts(found["shown"]),
        _parts(found["under"]),
        tuple(areas),
        in_years(found["period_start"], found["period_end"]) if found["plan"] else "",
        found["paper"],
        found["paper_title"] or found["file"],
        found["page"],
    )


def _parts(text: str | None) -> tuple[Part, ...]:
    """Text with marks of the search engine -> parts; the marks cannot occur in the text, which is cleaned when it is stored."""
    parts = []
    for piece in re.split(f"({_ON}[^{_OFF}]*{_OFF})", text or ""):
        if piece:
            parts.append(Part(piece.strip(_ON + _OFF), piece.startswith(_ON)))
    return tuple(parts)
