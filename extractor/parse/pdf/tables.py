"""Grids of single pages -> tables of the paper: pieces joined over page breaks, cells as text."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from extractor.model import Box, Cell
from extractor.parse.pdf.paragraphs import Leading, Paragraph, fits, paragraphs_of, start
from extractor.parse.pdf.rows import rows_of
from extractor.parse.pdf.shapes import CellArea, Column, Frame, Grid, Row

_SAME = 4.0
_SENTENCE_END = re.compile(r"[.!?:;…][\"'”’)\]]*$")


@dataclass(slots=True)
class TableCell:
    """One cell of a whole table, with its place (ordinals from 1) and the paragraphs in it, perhaps from two pages."""

    row: int
    column: int
    rows: int
    columns: int
    paragraphs: list[Paragraph]

    @property
    def text(self) -> str:
        return " ".join(row.text for paragraph in self.paragraphs for row in paragraph.rows)

    @property
    def bold(self) -> bool:
        rows = [row for paragraph in self.paragraphs for row in paragraph.rows]
        return bool(rows) and all(row.bold > 0.9 for row in rows)


@dataclass(slots=True)
class Table:
    """A table of the paper. ``heads`` are the rows printed as its head."""

    number: int
    edges: list[float]
    cells: list[TableCell]
    rows: int
    page: int
    head: set[int] = field(default_factory=set)
    repeated: list[tuple[int, str]] = field(default_factory=list)
    """(page, words) of heads printed again after a page break."""
    _by_row: dict[int, list[TableCell]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        cells, self.cells = self.cells, []
        self.add(cells)

    def add(self, cells: Iterable[TableCell]) -> None:
        """Cells more, at the rows where they stay."""
        for cell in cells:
            self.cells.append(cell)
            self._by_row.setdefault(cell.row, []).append(cell)

    def row(self, number: int) -> list[TableCell]:
        return list(self._by_row.get(number, ()))

    def place(self, cell: TableCell) -> Cell:
        return Cell(self.number, cell.row, cell.column, cell.columns, cell.rows, cell.row in self.head)


def open_table(grid: Grid, frame: Frame, leading: Leading, number: int) -> Table:
    """A table that begins with this grid."""
    cells = _cells(grid, frame, leading, 0)
    table = Table(number, grid.edges, cells, grid.row_count, grid.page)
    table.head = _styled_head(table, grid)
    return table


def continues_table(table: Table, last: Grid, grid: Grid) -> bool:
    """Whether a grid at the top of a page has the column edges of the table at the foot of the page before."""
    if grid.page != last.page + 1:
        return False
    outer = abs(last.box[0] - grid.box[0]) <= _SAME and abs(last.box[2] - grid.box[2]) <= _SAME
    few, many = sorted((grid.edges, table.edges), key=len)
    return outer and all(any(abs(edge - other) <= _SAME for other in many) for edge in few)


def append_grid(table: Table, grid: Grid, frame: Frame, leading: Leading) -> None:
    """Let the table run on: a repeated head is dropped, a row broken by the page is made whole."""
    edges = sorted({*table.edges}, key=float)
    for edge in grid.edges:
        if not any(abs(edge - other) <= _SAME for other in edges):
            edges.append(edge)
    edges.sort()
    if len(edges) > len(table.edges):
        _recolumn(table.cells, table.edges, edges)
        table.edges = edges
    cells = _cells(grid, frame, leading, 0)
    _recolumn(cells, grid.edges, table.edges)
    dropped = 0
    while dropped < min(3, grid.row_count - 1) and _same_row(table.row(dropped + 1), [c for c in cells if c.row == dropped + 1]):
        table.head.add(dropped + 1)
        dropped += 1
    for cell in cells:
        cell.row -= dropped
    table.repeated.extend((grid.page, cell.text) for cell in cells if cell.row <= 0 and cell.paragraphs)
    cells = [cell for cell in cells if cell.row > 0]
    first = [cell for cell in cells if cell.row == 1]
    before = table.row(table.rows)
    shift = table.rows
    if first and (_is_broken_row(before, first) or _lacks_first_cell(table, first)):
        for cell in first:
            into = next((old for old in before if old.column == cell.column), None)
            if into is None:
                cell.row = table.rows
                table.add([cell])
            else:
                rejoin(into, cell)
        cells = [cell for cell in cells if cell.row > 1 and cell not in first]
        shift -= 1
    for cell in cells:
        cell.row += shift
    table.add(cells)
    table.rows = max([table.rows, *(cell.row + cell.rows - 1 for cell in cells)])


def _cells(grid: Grid, frame: Frame, leading: Leading, shift: int) -> list[TableCell]:
    found = []
    for area in grid.cells:
        paragraphs = _paragraphs(area, grid.page, frame, leading) if area.words or area.lines else []
        found.append(TableCell(area.row + 1 + shift, area.column + 1, area.rows, area.columns, paragraphs))
    return sorted(found, key=lambda cell: (cell.row, cell.column))


def _paragraphs(area: CellArea, page: int, frame: Frame, leading: Leading) -> list[Paragraph]:
    rows = rows_of(area.words, page, frame)
    column = cell_column(area.box, rows)
    if len(rows) == 1 and rows[0].grid is None:  # as in most cells
        found = [start(rows[0], column, None)]
    else:
        found = [one for one in paragraphs_of(column, leading, in_cell=True) if isinstance(one, Paragraph)]
    if not area.lines:
        return found
    turned: dict[Frame, list[Row]] = {}
    for row in area.lines:
        turned.setdefault(row.frame, []).append(row)
    for rows in turned.values():
        room = Column(rows, min(row.x0 for row in rows), max(row.x1 for row in rows))
        whole = [one for one in paragraphs_of(room, leading, in_cell=True) if isinstance(one, Paragraph)]
        found.extend(whole)
    return found


def cell_column(box: Box, rows: list[Row]) -> Column:
    """The room that a cell's words have: its box less the padding seen on the left."""
    if len(rows) == 1:
        left, right = rows[0].x0, rows[0].x1
    else:
        left = min((row.x0 for row in rows), default=box[0])
        right = max((row.x1 for row in rows), default=box[2])
    padding = left - box[0] if 0 <= left - box[0] <= 9 else 3.0
    right = max(box[2] - padding, right)
    return Column(rows, left, min(right, box[2] + 2), full=False)


def _recolumn(cells: list[TableCell], old: list[float], new: list[float]) -> None:
    """Column ordinals against a finer set of edges."""
    place = [min(range(len(new)), key=lambda at, edge=edge: abs(new[at] - edge)) for edge in old]  # type: ignore[misc]
    for cell in cells:
        start = place[cell.column - 1]
        end = place[min(cell.column - 1 + cell.columns, len(place) - 1)]
        cell.column, cell.columns = start + 1, max(1, end - start)


def _same_row(one: list[TableCell], other: list[TableCell]) -> bool:
    texts = [cell.text for cell in one if cell.text]
    return bool(texts) and texts == [cell.text for cell in other if cell.text]


def _is_broken_row(before: list[TableCell], after: list[TableCell]) -> bool:
    """Whether a page's first row only carries on the cells of the last row of the page before."""
    carried = False
    for cell in after:
        if not cell.paragraphs:
            continue
        old = next((old for old in before if old.column == cell.column and old.columns == cell.columns), None)
        if old is None or not old.paragraphs:
            return False
        last, first = old.paragraphs[-1], cell.paragraphs[0]
        ends = bool(_SENTENCE_END.search(last.last.text))
        letter = next((char for char in first.rows[0].text if char.isalnum()), "")
        room = not fits(last.last, first.rows[0], last.left, last.right)
        if first.marker.label is None and letter.islower() and (room or not ends):
            carried = True
        elif first.marker.label is None and room and not ends:
            carried = carried or len(after) == 1
        elif cell is next(other for other in after if other.paragraphs) and (ends or first.marker.kind == "number"):
            return False  # the first cell begins anew
    return carried


def _lacks_first_cell(table: Table, after: list[TableCell]) -> bool:
    """A row without its first cell, in a table of which every row has one: the rest of the row above."""
    texts = [cell for cell in after if cell.paragraphs]
    if not texts or any(cell.column == 1 for cell in texts) or all(cell.column > 1 for cell in after):
        return False
    leading = [cell for cell in table.cells if cell.column == 1]
    return all(cell.paragraphs for cell in leading) and len(leading) >= table.rows > 1


def rejoin(old: TableCell, new: TableCell) -> None:
    if not new.paragraphs:
        return
    if not old.paragraphs:
        old.paragraphs = new.paragraphs
        return
    last, first = old.paragraphs[-1], new.paragraphs[0]
    letter = next((char for char in first.rows[0].text if char.isalnum()), "")
    room = not fits(last.last, first.rows[0], last.left, last.right)
    if first.marker.label is None and (letter.islower() or (room and not _SENTENCE_END.search(last.last.text))):
        last.rows.extend(first.rows)
        old.paragraphs.extend(new.paragraphs[1:])
    else:
        old.paragraphs.extend(new.paragraphs)


def _styled_head(table: Table, grid: Grid) -> set[int]:
    """The first row, if it has several cells and bold print or a coloured ground sets it off from the rows below.

    A first row of one cell is a band over the table. A head goes on into the rows that its merged cells reach, and into a second
    row that only splits its wide cells.
    """
    first = table.row(1)
    printed = [cell for cell in first if cell.paragraphs]
    rest = [cell for cell in table.cells if cell.row > 1 and cell.paragraphs]
    if len(first) < 2 or not printed or not rest:
        return set()
    bold = all(cell.bold for cell in printed) and not all(cell.bold for cell in rest)
    shaded = 0 in grid.shaded and any(row not in grid.shaded for row in range(1, grid.row_count))
    if not (bold or shaded):
        return set()
    wide = {at for cell in first if cell.columns > 1 for at in range(cell.column, cell.column + cell.columns)}
    second = {cell.column for cell in rest if cell.row == 2}
    return set(range(1, max([2 if second and second <= wide else 1, *(cell.rows for cell in first)]) + 1))
