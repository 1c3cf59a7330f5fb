"""Ruled tables: what pdfplumber's table finder would make of the lines that PDFium gave."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from operator import attrgetter, itemgetter
from typing import Any

from extractor.model import Box
from extractor.parse.pdf.cellwalk import Cells, tables_of
from extractor.parse.pdf.shapes import CellArea, Grid, Sheet, Word

_LINK = re.compile(r"www\.|https?:|@")
MAX_GROUNDS = 500
MAX_EDGES = 6_000
_MIN_LENGTH = 1.0
_HIGH, _LOW = 0.25, 0.6
"""Shares of the page's height: above the one a row may have begun on the page before, below the other it may go on after."""
_SAME = 3.0


def find_grids(sheet: Sheet, outer: tuple[Box, ...] = ()) -> list[Grid]:
    """The page's tables from top to bottom, with the words of each in its cells; those words leave ``sheet.words``.

    A single box, a frame round the page, a grid with next to no words in it (a chart) and boxes stacked in one column are no
    tables, except that a single column between the same outer edges as a table of ``outer`` may be a piece of that table.
    """
    sheet.rules.extend(_open_ends(sheet.rules, sheet.frame.read_height))
    grids = []
    for table in find_tables(sheet):
        grid = _grid(table, sheet)
        held = _fill(grid, sheet.words)
        if held and _is_table(grid, outer):
            grids.append(grid)
            sheet.words = [word for word in sheet.words if id(word) not in held]
    return grids


def _open_ends(rules: list[Box], height: float) -> list[Box]:
    """The rules that a row broken by the page lacks: at its foot low on the one page, at its top high on the next.

    Where three uprights or more stop together, beyond a level rule that is as wide as they stand apart, there the row was cut.
    """
    level = [rule for rule in rules if rule[2] - rule[0] > rule[3] - rule[1]]
    tops, feet = defaultdict(list), defaultdict(list)
    for upright in _whole_uprights(rules):
        if upright[1] < _HIGH * height:
            tops[round(upright[1])].append(upright)
        if upright[3] > _LOW * height:
            feet[round(upright[3])].append(upright)
    found = []
    for uprights, side in ((group, side) for groups, side in ((tops, 1), (feet, 3)) for group in groups.values()):
        x0, x1, at = uprights[0][0], uprights[-1][2], uprights[0][side]
        if len(uprights) < 3 or any(abs(rule[1] - at) <= _SAME and rule[0] < x1 and rule[2] > x0 for rule in level):
            continue
        top, bottom = max(rule[1] for rule in uprights), min(rule[3] for rule in uprights)
        if any(abs(rule[0] - x0) <= _SAME and abs(rule[2] - x1) <= _SAME and top - 1 <= rule[1] <= bottom + 1 for rule in level):
            found.append((x0, at, x1, at))
    return found


def _whole_uprights(rules: list[Box]) -> list[Box]:
    """Upright rules from left to right, pieces that stand on each other made one."""
    whole: list[Box] = []
    for x0, top, x1, bottom in sorted(rule for rule in rules if rule[3] - rule[1] > max(_MIN_LENGTH, rule[2] - rule[0])):
        if whole and x0 - whole[-1][0] <= _SAME and top <= whole[-1][3] + _SAME:
            whole[-1] = (whole[-1][0], min(top, whole[-1][1]), x1, max(bottom, whole[-1][3]))
        else:
            whole.append((x0, top, x1, bottom))
    return whole


def find_tables(sheet: Sheet) -> list[Cells]:
    """What pdfplumber's finder makes of the page's rules, unjudged."""
    upright, level = [], []
    for rule in sheet.rules:
        width, height = rule[2] - rule[0], rule[3] - rule[1]
        if width > height:
            if width >= _MIN_LENGTH:
                level.append(rule)
        elif height >= _MIN_LENGTH:
            upright.append(rule)
    if len(upright) < 2 or len(level) < 2 or len(upright) + len(level) > MAX_EDGES:
        return []
    return tables_of(upright, level)


def _grid(table: Cells, sheet: Sheet) -> Grid:
    boxes = sorted(set(table.cells), key=_from_top)
    lefts = _distinct(box[0] for box in boxes)
    tops = _distinct(box[1] for box in boxes)
    cells = []
    for box in boxes:
        column, row = bisect_left(lefts, box[0] - _SAME), bisect_left(tops, box[1] - _SAME)
        columns = max(1, bisect_left(lefts, box[2] - _SAME) - column)
        rows = max(1, bisect_left(tops, box[3] - _SAME) - row)
        cells.append(CellArea(box, row, column, rows, columns))
    bbox = table.bbox
    grid = Grid(sheet.number, bbox, [*lefts, bbox[2]], tops, cells)
    grid.shaded = _shaded_rows(grid, sheet)
    return grid


_from_top = itemgetter(1, 0)


def _distinct(values: Any) -> list[float]:
    """Sorted values, those less than three points apart counted as one."""
    kept: list[float] = []
    for value in sorted(set(values)):
        if not kept or value - kept[-1] > _SAME:
            kept.append(value)
    return kept


def _shaded_rows(grid: Grid, sheet: Sheet) -> frozenset[int]:
    x0, top, x1, bottom = grid.box
    grounds = [
        box for box, _ in sheet.fills if box[0] < x1 and box[2] > x0 and box[1] < bottom and box[3] > top and box[3] - box[1] > 4
    ]
    del grounds[MAX_GROUNDS:]
    if not grounds:
        return frozenset()
    plain: set[int] = set()
    for cell in grid.cells:
        if cell.row in plain:
            continue
        x, y = (cell.box[0] + cell.box[2]) / 2, (cell.box[1] + cell.box[3]) / 2
        if not any(box[0] <= x <= box[2] and box[1] <= y <= box[3] for box in grounds):
            plain.add(cell.row)
    return frozenset(cell.row for cell in grid.cells) - plain


def _fill(grid: Grid, words: list[Word]) -> set[int]:
    """Give each word inside the table to the cell that holds its middle, else to the nearest one; the ids of those words."""
    x0, top, x1, bottom = grid.box
    places: dict[tuple[int, int], CellArea] = {}
    for cell in grid.cells:
        for row in range(cell.row, cell.row + cell.rows):
            for column in range(cell.column, cell.column + cell.columns):
                places[row, column] = cell
    lefts, tops = grid.edges[:-1], grid.tops
    held = set()
    for word in words:
        y = word.base - 0.3 * word.size
        if not top - 0.5 <= y <= bottom + 0.5:
            continue
        x = (word.x0 + word.x1) / 2
        if not x0 - 0.5 <= x <= x1 + 0.5:
            continue
        row, column = bisect_right(tops, y), bisect_right(lefts, x)
        found = places.get((row - 1 if row else 0, column - 1 if column else 0))
        cell = found or min(grid.cells, key=lambda cell, x=x, y=y: _distance(cell.box, x, y))  # type: ignore[misc]
        cell.words.append(word)
        held.add(id(word))
    return held


def _is_table(grid: Grid, outer: tuple[Box, ...]) -> bool:
    filled = [cell for cell in grid.cells if cell.words]
    if len(filled) < 2 or (len(grid.cells) >= 12 and len(filled) < 0.1 * len(grid.cells)):
        return False
    if len({cell.column for cell in filled}) > 1:
        return True
    return any(abs(box[0] - grid.box[0]) < _SAME and abs(box[2] - grid.box[2]) < _SAME for box in outer)


def _distance(box: Box, x: float, y: float) -> float:
    return max(box[0] - x, x - box[2], 0.0) + max(box[1] - y, y - box[3], 0.0)


_base_of = attrgetter("base")
_DEEPEST = 4.5
"""Points below the line of print, about, at which a rule may still underline it."""


def mark_underlined(sheet: Sheet) -> None:
    """Words with a rule of their own close under them are emphasised, like bold ones. Addresses of web sites are links."""
    thin = [rule for rule in sheet.rules if rule[3] - rule[1] <= 1.5 and rule[2] - rule[0] >= 4]
    if not thin:
        return
    words = sorted(sheet.words, key=_base_of)
    bases = [word.base for word in words]
    for x0, top, x1, _ in thin:
        over = [
            word
            for word in words[bisect_left(bases, round(top) - _DEEPEST) : bisect_left(bases, top)]
            if 0.2 <= top - word.base <= 0.2 * word.size and word.x0 >= x0 - 2 and word.x1 <= x1 + 2
        ]
        if over and min(word.x0 for word in over) < x0 + 4 and max(word.x1 for word in over) > x1 - 4:
            for word in over:
                word.bold = word.bold or not _LINK.search(word.text)
