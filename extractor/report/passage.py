"""A stretch of a paper's text as it stands: paragraphs, items and table rows in order, with the words of a finding marked."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from extractor.report.reading import rows

AROUND = 5
"""Blocks, or rows of a table, shown before and after the one that a finding stands in."""


@dataclass(frozen=True, slots=True)
class Part:
    """Some characters of a block, and whether they belong to the finding; ``finding`` is the id of another whose words they are."""

    text: str
    marked: bool
    finding: str | None = None


@dataclass(frozen=True, slots=True)
class Prose:
    """A heading, paragraph, item or note."""

    kind: str
    label: str | None
    level: int
    anchor: str | None
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class TableCell:
    parts: tuple[Part, ...]
    columns: int
    rows: int
    head: bool


@dataclass(frozen=True, slots=True)
class Grid:
    """Rows of one table; ``above`` and ``below`` say whether the table goes on beyond them."""

    number: int
    rows: tuple[tuple[TableCell, ...], ...]
    above: bool = False
    below: bool = False


@dataclass
class _Marks:
    """Stretches of blocks as (start, end, finding), those of the finding looked at with None for it."""

    ranges: dict[int, list[tuple[int, int, str | None]]] = field(default_factory=dict)

    def parts(self, number: int, text: str) -> tuple[Part, ...]:
        """The text cut where marks begin and end. Where several overlap, the finding looked at has the words, else the first."""
        marks = sorted(self.ranges.get(number, ()), key=lambda mark: mark[2] is not None)
        cuts = sorted({0, len(text), *(min(at, len(text)) for start, end, _ in marks for at in (start, end))})
        parts: list[Part] = []
        for at, to in pairwise(cuts):
            over = next((mark for mark in marks if mark[0] <= at and to <= mark[1]), None)
            part = Part(text[at:to], over is not None and over[2] is None, over[2] if over else None)
            if parts and (parts[-1].marked, parts[-1].finding) == (part.marked, part.finding):
                parts[-1] = replace(part, text=parts[-1].text + part.text)
            else:
                parts.append(part)
        return tuple(parts)


def passage(
    connection: sqlite3.Connection,
    paper: str,
    first: int,
    last: int,
    marked: Iterable[tuple[int, int, int]] = (),
    others: Iterable[tuple[int, int, int, str]] = (),
) -> tuple[Prose | Grid, ...]:
    """The blocks from ``first`` to ``last`` of a paper; ``marked`` holds (block, start, end) of the words to mark, ``others`` the
    same of further findings, with the id of each."""
    query = "SELECT * FROM blocks WHERE paper = ? AND number BETWEEN ? AND ? ORDER BY number"
    return _laid_out(rows(connection, query, [paper, first, last]), marked, others)


def passage_of(
    connection: sqlite3.Connection, paper: str, blocks: Iterable[int], marked: Iterable[tuple[int, int, int]] = ()
) -> tuple[Prose | Grid, ...]:
    """The blocks of a paper with these numbers, in the order of the paper, marked as ``passage`` does."""
    query = "SELECT * FROM blocks WHERE paper = ? AND number IN (SELECT value FROM json_each(?)) ORDER BY number"
    return _laid_out(rows(connection, query, [paper, json.dumps(sorted(blocks))]), marked)


def surroundings(
    connection: sqlite3.Connection, paper: str, block: int, marked: Iterable[tuple[int, int, int]] = ()
) -> tuple[Prose | Grid, ...]:
    """The block that holds a finding, with some blocks before and after it; inside a table, with some of its rows.

    Nothing for one in a running header or footer, which has no surroundings.
    """
    found = rows(connection, "SELECT table_number, row_number FROM blocks WHERE paper = ? AND number = ?", [paper, block])
    if not found:
        return ()
    if found[0]["table_number"] is None:
        return passage(connection, paper, block - AROUND, block + AROUND, marked)
    table, at = found[0]["table_number"], found[0]["row_number"]
    query = """
        SELECT * FROM blocks WHERE paper = ? AND table_number = ? AND (head = 1 OR row_number BETWEEN ? AND ?) ORDER BY number
    """
    return _laid_out(rows(connection, query, [paper, table, at - AROUND, at + AROUND]), marked)


def _laid_out(
    blocks: Sequence[sqlite3.Row], marked: Iterable[tuple[int, int, int]], others: Iterable[tuple[int, int, int, str]] = ()
) -> tuple[Prose | Grid, ...]:
    marks = _Marks()
    for number, start, end, finding in [*((*mark, None) for mark in marked), *others]:
        marks.ranges.setdefault(number, []).append((start, end, finding))
    made: list[Prose | Grid] = []
    cells: list[sqlite3.Row] = []
    for block in blocks:
        if cells and block["table_number"] != cells[0]["table_number"]:
            made.append(_grid(cells, marks))
            cells = []
        if block["table_number"] is not None:
            cells.append(block)
        else:
            made.append(
                Prose(block["kind"], block["label"], block["level"], block["anchor"], marks.parts(block["number"], block["text"]))
            )
    if cells:
        made.append(_grid(cells, marks))
    return tuple(made)


def _grid(cells: Sequence[sqlite3.Row], marks: _Marks) -> Grid:
    """Rows of cells in their columns; a place that no cell covers (a piece of a merged cell apart) gets an empty one."""
    by_row: dict[int, list[sqlite3.Row]] = {}
    for cell in cells:
        by_row.setdefault(cell["row_number"], []).append(cell)
    width = max(cell["column_number"] + (cell["column_span"] or 1) - 1 for cell in cells)
    covered: set[tuple[int, int]] = set()
    made = []
    for number, held in sorted(by_row.items()):
        line: list[TableCell] = []
        at = 1
        for cell in sorted(held, key=lambda found: found["column_number"]):
            column, wide, high = cell["column_number"], cell["column_span"] or 1, cell["row_span"] or 1
            line += [_EMPTY for place in range(at, column) if (number, place) not in covered]
            line.append(TableCell(marks.parts(cell["number"], cell["text"]), wide, high, bool(cell["head"])))
            covered |= {(number + down, column + across) for down in range(1, high) for across in range(wide)}
            at = max(at, column + wide)
        line += [_EMPTY for place in range(at, width + 1) if (number, place) not in covered]
        made.append(tuple(line))
    return Grid(cells[0]["table_number"], tuple(made))


_EMPTY = TableCell((), 1, 1, False)
