"""Tables without rules: which rows of cells are plainly a table, and the cells as one."""

from __future__ import annotations

import re
from itertools import pairwise

from extractor.parse.pdf.paragraphs import Leading, Paragraph, paragraphs_of
from extractor.parse.pdf.rows import wide_gaps
from extractor.parse.pdf.shapes import Column, Row
from extractor.parse.pdf.tables import Table, TableCell, rejoin

PAGES = re.compile(r"\d{1,4}(?:\s?[-–]\s?\d{1,4})?")
"""Pages of a contents list."""
_SCALE = re.compile(r"[\d.,%£\s-]+")
"""Figures one over the other are the scale of a chart."""
_LEAST_ROWS = 3
_WHITE = 1.5
"""Times the size of print: columns stand further apart."""
_SAME = 4.0
"""Points: left edges that differ by less are the same."""


def is_table(table: list[list[list[Row]]]) -> bool:
    """Whether rows of cells (each a list of printed lines) are a table: three rows or more on shared left edges, each with its
    first cell and another, clearly apart; neither a contents list nor labels with what they introduce."""
    if len(table) < _LEAST_ROWS:
        return False
    lead = [cells[0] for cells in table]
    if not all(lead[1:]) or any(line.grid is not None for cells in table for cell in cells for line in cell):
        return False
    if not all(any(cells[1:]) for cells in table):
        return False
    columns = list(zip(*table, strict=True))
    for column in columns:
        starts = [cell[0].x0 for cell in column if cell]
        if sum(1 for x0 in starts if x0 - min(starts) <= _SAME) < 0.8 * len(starts):
            return False
    for cells in table:
        filled = [cell for cell in cells if cell]
        for before, after in pairwise(filled):
            if min(line.x0 for line in after) - max(line.x1 for line in before) < _WHITE * before[0].size:
                return False
    inner = sum(1 for cells in table for cell in cells for line in cell if wide_gaps(line, _WHITE))
    if inner > 0.1 * len(table) or sum(1 for cell in lead[1:] if cell[0].text[:1].islower()) > 0.2 * len(lead):
        return False
    if any(len(cell) > 1 and all(_SCALE.fullmatch(line.text) for line in cell) for cells in table for cell in cells):
        return False
    return not _is_contents(columns) and not all(cell[-1].text.endswith(":") for cell in lead if cell)


def _is_contents(columns: list[tuple[list[Row], ...]]) -> bool:
    """The last cells are page numbers that grow."""
    last = [cell[0].text for cell in columns[-1] if cell]
    if last and re.match(r"(?:pages?|pg)\b", last[0], re.IGNORECASE):
        del last[0]
    pages = [int(re.split(r"\D", text)[0]) for text in last if PAGES.fullmatch(text)]
    return len(columns) <= 3 and len(pages) == len(last) and pages == sorted(pages)


def gathered(columns: list[Column]) -> list[list[Column]]:
    """Columns in the same order, those that are cells of one table together."""
    out: list[list[Column]] = []
    for column in columns:
        spot, last = column.spot, out[-1][-1].spot if out else None
        if spot and last and spot.edges == last.edges and (spot.row, spot.column) > (last.row, last.column):
            out[-1].append(column)
        else:
            out.append([column])
    return out


def open_loose(columns: list[Column], leading: Leading, number: int) -> Table:
    """The table made of these cells, in order."""
    edges = list(columns[0].spot.edges) if columns[0].spot else []
    table = Table(number, edges, _cells(columns, leading, 0), 0, columns[0].rows[0].page)
    table.rows = max(cell.row for cell in table.cells)
    first = table.row(1)
    if len(first) > 1 and all(cell.bold for cell in first) and not all(cell.bold for cell in table.cells):
        table.head = {1}
    return table


def continues_loose(table: Table, columns: list[Column]) -> bool:
    """Whether the cells at the top of a page have the left edges of the table without rules at the foot of the page before."""
    spot = columns[0].spot
    if spot is None or len(spot.edges) != len(table.edges) or columns[0].rows[0].page != table.page + 1:
        return False
    return all(abs(edge - other) <= _SAME for edge, other in zip(spot.edges, table.edges, strict=True))


def append_loose(table: Table, columns: list[Column], leading: Leading) -> None:
    """Let the table run on; a row without its first cell is the rest of the row above."""
    cells = _cells(columns, leading, 0)
    head = [cell.text for cell in cells if cell.row == 1]
    repeated = bool(table.head) and head == [cell.text for cell in table.row(1)]
    broken = not repeated and all(cell.column > 1 for cell in cells if cell.row == 1)
    table.page = columns[0].rows[0].page
    if repeated:
        table.repeated.extend((table.page, text) for text in head)
    for cell in cells:
        if repeated and cell.row == 1:
            continue
        into = next((old for old in table.row(table.rows) if old.column == cell.column), None) if broken and cell.row == 1 else None
        if into is not None:
            rejoin(into, cell)
            continue
        cell.row += table.rows - (broken or repeated)
        table.add([cell])
    table.rows = max(cell.row for cell in table.cells)


def _cells(columns: list[Column], leading: Leading, shift: int) -> list[TableCell]:
    cells = []
    for column in columns:
        assert column.spot is not None
        paragraphs = [one for one in paragraphs_of(column, leading, in_cell=True) if isinstance(one, Paragraph)]
        cells.append(TableCell(column.spot.row + 1 + shift, column.spot.column + 1, 1, 1, paragraphs))
    return cells
