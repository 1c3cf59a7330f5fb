"""A page of a paper with all that was found on it, or a stretch of the text of a paper that has no pages."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass

from extractor.report.passage import Grid, Prose, passage
from extractor.report.reading import row, rows

SHOWN = ("priority", "measure", "action", "vision", "reference", "plan title", "partnership", "area", "period")
"""Kinds of finding that are boxed on a page beside the one looked at."""

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Mark:
    """A finding on a page: its boxes, and whether it is the one looked at."""

    id: str
    kind: str
    title: str
    boxes: tuple[Box, ...]
    current: bool


@dataclass(frozen=True, slots=True)
class PageView:
    """A page, or a stretch of a paper without pages (``width`` and ``height`` None), with all that was found on it."""

    number: int
    width: float | None
    height: float | None
    scanned: bool
    marks: tuple[Mark, ...]
    text: tuple[Prose | Grid, ...]
    plain: str
    last: int
    """Number of the paper's last page or stretch."""
    unsure: float | None = None
    """Of a scan, the share of its words that OCR read with little confidence."""
    first_block: int | None = None
    """Of a stretch of text, its first block."""
    laid_out: str | None = None
    """Of a Word paper's page as LibreOffice lays it out, the version of its pages: the number is not the paper's own."""


def page_view(connection: sqlite3.Connection, paper: str, number: int, finding: str | None = None) -> PageView | None:
    """A page of a paper with all that was found on it; None where the paper has no such page."""
    page = row(connection, "SELECT * FROM pages WHERE paper = ? AND number = ?", [paper, number])
    last = row(connection, "SELECT max(number) FROM pages WHERE paper = ?", [paper])
    if page is None or last is None:
        return None
    text: tuple[Prose | Grid, ...] = ()
    if page["first_block"] is not None:
        marked = marked_in(connection, finding) if finding else ()
        others = () if page["width"] else _found_within(connection, page)
        text = passage(connection, paper, page["first_block"], page["last_block"], marked, others)
    return PageView(
        page["number"],
        page["width"],
        page["height"],
        bool(page["scanned"]),
        _marks(connection, paper, number, finding) if page["width"] else _within(connection, page, finding),
        text,
        page["text"],
        last[0],
        page["unsure"],
        page["first_block"],
    )


def marked_in(connection: sqlite3.Connection, finding: str) -> tuple[tuple[int, int, int], ...]:
    """(block, start, end) of each place of a finding."""
    query = "SELECT block, start_at, end_at FROM evidence WHERE finding = ?"
    return tuple((found["block"], found["start_at"], found["end_at"]) for found in rows(connection, query, [finding]))


def _marks(connection: sqlite3.Connection, paper: str, number: int, finding: str | None) -> tuple[Mark, ...]:
    query = """
        SELECT findings.id, kind, title, boxes FROM findings JOIN evidence ON evidence.finding = findings.id
        WHERE findings.paper = ? AND findings.page BETWEEN ? AND ? AND evidence.page = ?
        AND (findings.decision IS NOT 'reject' OR findings.id = ?)
        ORDER BY position, part <> 'words', part
    """
    # Evidence that begins on the page before, such as a remark whose row runs over, still belongs here; hence the range.
    boxes: dict[str, list[Box]] = {}
    heads: dict[str, tuple[str, str]] = {}
    for found in rows(connection, query, [paper, number - 1, number + 1, number, finding]):
        if found["kind"] in SHOWN or found["id"] == finding:
            boxes.setdefault(found["id"], []).extend(boxes_in(found["boxes"]))
            heads[found["id"]] = (found["kind"], found["title"])
    return tuple(Mark(each, *heads[each], tuple(boxes[each]), each == finding) for each in boxes)


def _within(connection: sqlite3.Connection, stretch: sqlite3.Row, finding: str | None) -> tuple[Mark, ...]:
    """The findings of a stretch of a paper without pages: known by their blocks, and without boxes."""
    query = """
        SELECT findings.id, kind, title FROM findings JOIN evidence ON evidence.finding = findings.id AND part = 'words'
        WHERE findings.paper = ? AND block BETWEEN ? AND ? AND (decision IS NOT 'reject' OR findings.id = ?) ORDER BY position
    """
    asked = [stretch["paper"], stretch["first_block"], stretch["last_block"], finding]
    return tuple(
        Mark(found["id"], found["kind"], found["title"], (), found["id"] == finding)
        for found in rows(connection, query, asked)
        if found["kind"] in SHOWN
    )


def _found_within(connection: sqlite3.Connection, stretch: sqlite3.Row) -> tuple[tuple[int, int, int, str], ...]:
    """(block, start, end, finding) of the words found in a stretch of a paper without pages, as boxes show them on one."""
    query = f"""
        SELECT block, start_at, end_at, findings.id FROM findings JOIN evidence ON evidence.finding = findings.id
        WHERE findings.paper = ? AND block BETWEEN ? AND ? AND decision IS NOT 'reject' AND kind IN ({", ".join("?" * len(SHOWN))})
        ORDER BY position, part <> 'words', part
    """
    asked = [stretch["paper"], stretch["first_block"], stretch["last_block"], *SHOWN]
    return tuple((found["block"], found["start_at"], found["end_at"], found["id"]) for found in rows(connection, query, asked))


def boxes_in(text: str) -> tuple[Box, ...]:
    """Boxes as they are stored."""
    return tuple((float(x0), float(top), float(x1), float(bottom)) for x0, top, x1, bottom in json.loads(text))
