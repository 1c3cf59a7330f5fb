"""Edges -> cells -> tables: the steps of pdfplumber's TableFinder, with the same cells, in time that grows with them.

pdfplumber makes a dict anew for each edge that it moves or lengthens, compares each crossing with all that follow, and makes a set
of edges for each two: a fifth of the time of a page of tables. Here an edge is four numbers, crossings are filed by column and row,
and know their edges by number. Its sums are done as it does them, for edges join where they are exactly as far across.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import itemgetter

from extractor.model import Box

_Point = tuple[float, float]
_Edge = tuple[float, float, float, float, float]
"""Where it lies across, where it begins and ends along, where its far side lies across, its length."""
_SNAP = _JOIN = _CROSS = 3.0
"""pdfplumber's usual tolerances, in points: edges that lie on one line, pieces of one edge, edges that cross."""
_SHORTEST = 1.0
_SHORT = 3.0
"""Points: shorter pieces are no edges, shorter edges bound no table."""


@dataclass(frozen=True, slots=True)
class Cells:
    """Boxes that hang together, and the box round them."""

    cells: list[Box]

    @property
    def bbox(self) -> Box:
        x0s, tops, x1s, bottoms = zip(*self.cells, strict=True)
        return min(x0s), min(tops), max(x1s), max(bottoms)


def tables_of(uprights: Iterable[Box], levels: Iterable[Box]) -> list[Cells]:
    """The tables that pdfplumber finds with its usual settings among these edges, from top to bottom."""
    columns = _merged((x0, top, bottom, x1, bottom - top) for x0, top, x1, bottom in uprights)
    rows = _merged((top, x0, x1, bottom, x1 - x0) for x0, top, x1, bottom in levels)
    upright = sorted({(x0, top, x1, bottom) for x0, top, bottom, x1, _ in columns})
    level = sorted({(x0, top, x1, bottom) for top, x0, x1, bottom, _ in rows}, key=lambda box: (box[1], box))
    return [Cells(group) for group in _grouped(_cells(upright, level))]


def _merged(edges: Iterable[_Edge]) -> Iterable[_Edge]:
    """Edges that run one way: those nearly on one line moved onto it, pieces that touch joined, short ones left out."""
    long = [edge for edge in edges if edge[4] >= _SHORTEST]
    places = sorted({edge[0] for edge in long})
    line_of = dict.fromkeys(places[:1], 0)
    for before, place in pairwise(places):
        line_of[place] = line_of[before] + (place > before + _SNAP)
    lines: list[list[_Edge]] = [[] for _ in range(line_of[places[-1]] + 1)] if places else []
    for edge in long:
        lines[line_of[edge[0]]].append(edge)
    moved: defaultdict[float, list[_Edge]] = defaultdict(list)
    for line in lines:
        middle = sum(edge[0] for edge in line) / len(line)
        for at, begin, end, far, length in line:
            by = middle - at
            moved[at + by].append((at + by, begin, end, far + by, length))
    for line in moved.values():
        line.sort(key=_from_begin)
        at, begin, end, far, length = line[0]
        for edge in line[1:]:
            if edge[1] > end + _JOIN:
                if length >= _SHORT:
                    yield at, begin, end, far, length
                at, begin, end, far, length = edge
            elif edge[2] > end:
                length += edge[2] - end
                end = edge[2]
        if length >= _SHORT:
            yield at, begin, end, far, length


_from_begin = itemgetter(1)


def _cells(uprights: Sequence[Box], levels: Sequence[Box]) -> list[Box]:
    """For each crossing the smallest box that begins there and has an edge on each side, from left to right.

    ``levels`` come from top to bottom.
    """
    columns, rows = _crossings(uprights, levels)
    across = {y: sorted(row) for y, row in rows.items()}
    cells: list[Box] = []
    for x in sorted(columns):
        column = columns[x]
        ys = sorted(column)
        for at, y in enumerate(ys):
            row, xs = rows[y], across[y]
            level = row[x]
            beside = [right for right in xs[bisect_right(xs, x) :] if not level.isdisjoint(row[right])]
            if not beside:
                continue
            cell = _smallest(x, y, beside, ys[at + 1 :], columns, rows)
            if cell is not None:
                cells.append(cell)
    return cells


def _smallest(x: float, y: float, beside: list[float], under: list[float], columns: _Lines, rows: _Lines) -> Box | None:
    column = columns[x]
    upright = column[y]
    for below in under:
        if upright.isdisjoint(column[below]):
            continue
        level = rows[below][x]
        for right in beside:
            other = columns[right]
            if below in other and not other[below].isdisjoint(other[y]) and not rows[below][right].isdisjoint(level):
                return x, y, right, below
    return None


_Lines = defaultdict[float, dict[float, set[int]]]


def _crossings(uprights: Sequence[Box], levels: Sequence[Box]) -> tuple[_Lines, _Lines]:
    """By column and height the numbers of the upright edges that cross there, and by row and place those of the level ones."""
    across = down = _CROSS
    columns: _Lines = defaultdict(dict)
    rows: _Lines = defaultdict(dict)
    tops = [level[1] for level in levels]
    for number, (x, top, _, bottom) in enumerate(uprights):
        # A little more than the tolerance, which is then asked for as pdfplumber does: its sums round otherwise.
        for other in range(bisect_left(tops, top - down - 1), bisect_right(tops, bottom + down + 1)):
            left, y, right, _ = levels[other]
            if top <= y + down and bottom >= y - down and x >= left - across and x <= right + across:
                columns[x].setdefault(y, set()).add(number)
                rows[y].setdefault(x, set()).add(other)
    return columns, rows


def _grouped(cells: Sequence[Box]) -> list[list[Box]]:
    """Cells that hang together by their corners, from top to bottom; a cell alone is no table."""
    group_at: dict[_Point, list[Box]] = {}
    corners_of: dict[int, list[_Point]] = {}
    for cell in cells:
        x0, top, x1, bottom = cell
        corners = [(x0, top), (x0, bottom), (x1, top), (x1, bottom)]
        touched = {id(group): group for corner in corners if (group := group_at.get(corner)) is not None}
        group = max(touched.values(), key=len, default=[])
        held = corners_of.setdefault(id(group), [])
        for other in touched.values():
            if other is not group:
                group += other
                for corner in (moved := corners_of.pop(id(other))):
                    group_at[corner] = group
                held += moved
        group.append(cell)
        for corner in corners:
            group_at[corner] = group
        held += corners
    groups = {id(group): group for group in group_at.values() if len(group) > 1}
    return sorted(groups.values(), key=lambda group: min((cell[1], cell[0]) for cell in group))
