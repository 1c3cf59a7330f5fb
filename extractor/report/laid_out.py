"""Pages of a Word paper as LibreOffice lays them out, with what was found on them boxed. Their numbers are not the paper's own."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass

from extractor.parse.laid_out import Lines, boxes_of, found_for, unpack
from extractor.report.page import SHOWN, Box, Mark, PageView, marked_in
from extractor.report.passage import passage_of
from extractor.report.reading import row, rows


@dataclass(frozen=True, slots=True)
class Sheets:
    """The pages of one paper: their version, sizes in points, and the lines of each block by its number."""

    version: str
    sizes: tuple[tuple[float, float], ...]
    places: dict[int, tuple[int, Lines]]


def sheets_of(connection: sqlite3.Connection, paper: str) -> Sheets | None:
    """The pages of a paper; None where it was not laid out."""
    query = "SELECT version, pages, places FROM page_images WHERE paper = ? AND pdf IS NOT NULL"
    found = row(connection, query, [paper])
    if found is None:
        return None
    sizes = tuple((float(width), float(height)) for width, height in json.loads(found["pages"]))
    return Sheets(found["version"], sizes, unpack(found["places"]))


def sheet_count(connection: sqlite3.Connection, paper: str) -> int | None:
    """On how many pages a paper was laid out; None where it was not."""
    found = row(connection, "SELECT json_array_length(pages) FROM page_images WHERE paper = ? AND pdf IS NOT NULL", [paper])
    return int(found[0]) if found else None


def sheet_of_finding(connection: sqlite3.Connection, paper: str, finding: str) -> PageView | None:
    """The page that a finding's words begin on, with them marked; None where the paper was not laid out or they were not found."""
    sheets = sheets_of(connection, paper)
    if sheets is None:
        return None
    first = next((min(found) for one in _places(connection, paper, finding) if (found := _boxes(sheets, one))), None)
    return _view(connection, sheets, paper, first, finding) if first is not None else None


def sheet_view(connection: sqlite3.Connection, paper: str, number: int, finding: str | None = None) -> PageView | None:
    """A page of a paper as it was laid out, with all that was found on it; None where there is no such page."""
    sheets = sheets_of(connection, paper)
    if sheets is None or not 1 <= number <= len(sheets.sizes):
        return None
    return _view(connection, sheets, paper, number, finding)


def sheet_of_block(connection: sqlite3.Connection, paper: str, block: int) -> int | None:
    """The page on which a block, or the next that was found, begins; None where none was."""
    sheets = sheets_of(connection, paper)
    if sheets is None:
        return None
    return next((lines[0].page for number, (_, lines) in sorted(sheets.places.items()) if number >= block), None)


def picture_source(connection: sqlite3.Connection, paper: str, number: int) -> tuple[bytes, str] | None:
    """The PDF that holds a page, with the version of laid out pages ("" for a paper that is a PDF); None where there is none."""
    query = """
        SELECT data, '' AS version FROM files JOIN pages ON pages.paper = files.paper AND number = :number
        WHERE files.paper = :paper AND width IS NOT NULL AND data IS NOT NULL
        UNION ALL
        SELECT pdf, version FROM page_images WHERE paper = :paper AND pdf IS NOT NULL AND :number <= json_array_length(pages)
        LIMIT 1
    """
    found = connection.execute(query, {"paper": paper, "number": number}).fetchone()
    return (found[0], found[1]) if found else None


def _view(connection: sqlite3.Connection, sheets: Sheets, paper: str, number: int, finding: str | None) -> PageView:
    heads: dict[str, tuple[str, str]] = {}
    boxes: dict[str, list[Box]] = {}
    for found in _places(connection, paper):
        shown = found["id"] == finding or (found["kind"] in SHOWN and found["decision"] != "reject")
        if shown and (here := _boxes(sheets, found).get(number)):
            heads[found["id"]] = (found["kind"], found["title"])
            boxes.setdefault(found["id"], []).extend(here)
    blocks = [block for block, (_, lines) in sheets.places.items() if any(line.page == number for line in lines)]
    width, height = sheets.sizes[number - 1]
    return PageView(
        number,
        width,
        height,
        False,
        tuple(Mark(each, *heads[each], tuple(boxes[each]), each == finding) for each in boxes),
        passage_of(connection, paper, blocks, marked_in(connection, finding) if finding else ()),
        "",
        len(sheets.sizes),
        laid_out=sheets.version,
    )


def _places(connection: sqlite3.Connection, paper: str, finding: str | None = None) -> list[sqlite3.Row]:
    query = """
        SELECT findings.id, findings.kind, title, decision, block, start_at, end_at, quote, text
        FROM findings JOIN evidence ON evidence.finding = findings.id
        JOIN blocks ON blocks.paper = findings.paper AND blocks.number = block
        WHERE findings.paper = ? AND findings.id = coalesce(?, findings.id) ORDER BY findings.position, part <> 'words', part
    """
    return list(rows(connection, query, [paper, finding]))


def _boxes(sheets: Sheets, place: sqlite3.Row) -> dict[int, tuple[Box, ...]]:
    """Page -> boxes of a quote; none where one of its words was not found, or the words are not the block's own."""
    text, start, end = place["text"], place["start_at"], place["end_at"]
    if text[start:end] != place["quote"]:
        return {}
    return boxes_of(found_for(sheets.places, place["block"], text), text, start, end)
