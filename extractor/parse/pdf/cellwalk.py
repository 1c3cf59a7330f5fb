"""Edges -> cells -> tables: the walk of pdfplumber's TableFinder, with the same cells, in time that grows with them.

pdfplumber compares each crossing with all that follow, and makes a set of edges for each two: a fifth of the time of a page of
tables. Here crossings are filed by column and row, and know their edges by number.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from pdfplumber.table import Table, TableSettings, merge_edges
from pdfplumber.utils import filter_edges

from extractor.model import Box

_Point = tuple[float, float]
_SETTINGS = TableSettings()


def tables_of(edges: list[dict[str, Any]]) -> list[Table]:
    """The tables that pdfplumber finds with its usual settings among ``edges`` (its own kind of dict), from top to bottom."""
    long = filter_edges(edges, min_length=_SETTINGS.edge_min_length_prefilter)
    upright_first = [edge for way in "vh" for edge in long if edge["orientation"] == way]
    merged = merge_edges(
        upright_first,
        snap_x_tolerance=_SETTINGS.snap_x_tolerance,
        snap_y_tolerance=_SETTINGS.snap_y_tolerance,
        join_x_tolerance=_SETTINGS.join_x_tolerance,
        join_y_tolerance=_SETTINGS.join_y_tolerance,
    )
    kept = filter_edges(merged, min_length=_SETTINGS.edge_min_length)
    boxes: dict[str, set[Box]] = {"v": set(), "h": set()}
    for edge in kept:
        boxes[edge["orientation"]].add((edge["x0"], edge["top"], edge["x1"], edge["bottom"]))
    return [Table(None, group) for group in _grouped(_cells(sorted(boxes["v"]), sorted(boxes["h"], key=lambda box: (box[1], box))))]


def _cells(uprights: Sequence[Box], levels: Sequence[Box]) -> list[Box]:
    """For each crossing the smallest box that begins there and has an edge on each side, from left to right.

    ``levels`` come from top to bottom.
    """
    columns, rows = _crossings(uprights, levels)
    cells: list[Box] = []
    for x in sorted(columns):
        column = columns[x]
        ys = sorted(column)
        for at, y in enumerate(ys):
            row = rows[y]
            beside = [right for right in sorted(row) if right > x and not row[x].isdisjoint(row[right])]
            if not beside:
                continue
            cell = next(
                (
                    (x, y, right, below)
                    for below in ys[at + 1 :]
                    if not column[y].isdisjoint(column[below])
                    for right in beside
                    if below in columns[right]
                    and not columns[right][below].isdisjoint(columns[right][y])
                    and not rows[below][right].isdisjoint(rows[below][x])
                ),
                None,
            )
            if cell is not None:
                cells.append(cell)
    return cells


_Lines = defaultdict[float, dict[float, set[int]]]


def _crossings(uprights: Sequence[Box], levels: Sequence[Box]) -> tuple[_Lines, _Lines]:
    """By column and height the numbers of the upright edges that cross there, and by row and place those of the level ones."""
    across, down = _SETTINGS.intersection_x_tolerance, _SETTINGS.intersection_y_tolerance
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
