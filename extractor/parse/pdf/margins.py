"""Where the lines of a column had to end: the right edge that tells a wrapped line from one that its writer ended."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from itertools import pairwise

from extractor.parse.markers import split_marker
from extractor.parse.pdf.rows import wide_gaps
from extractor.parse.pdf.shapes import Column, Row

_FEW = 3
"""Lines: fewer show no margin at all."""
_ENOUGH = 3.0
"""Weight of the wraps that make a page's own margin credible."""
_Wrap = tuple[float, float, float]
"""A margin between these two would explain a line break; how much that counts."""


def settle_margins(columns: list[Column], widths: dict[int, float]) -> None:
    """Set each column's edges from what wrapped lines show; ``widths`` gives each page's width.

    A line wrapped because its margin lies between its end and where the next word would have ended. The point that lies in most
    such stretches is the margin: one long line, or a page set wider than the others, does not mislead it. A page with few wrapped
    lines takes the margin of its like.
    """
    groups: dict[tuple[int, int], list[Column]] = defaultdict(list)
    for column in columns:
        width = round(widths[column.rows[0].page])
        groups[width, -1 if column.full else round(column.left / 8)].append(column)
    for (width, kind), alike in groups.items():
        left, furthest = min(column.left for column in alike), max(column.right for column in alike)
        floor = left + 0.6 * (furthest - left)
        wraps = {id(column): [wrap for wrap in _wraps(column, left, furthest) if wrap[1] > floor] for column in alike}
        common, weight = _vote([wrap for found in wraps.values() for wrap in found])
        if weight < 2.0:
            common = furthest
            if kind == -1 and sum(len(column.rows) for column in alike) < _FEW:
                common = max(common, width - left)
        for column in alike:
            own, weight = _vote(wraps[id(column)])
            column.left = left
            column.right = own if weight >= _ENOUGH and own >= floor else common


def space_of(row: Row) -> float:
    """The width of a space in this row: the least that is printed, within what type founders give it."""
    least = 0.278 * row.size if row.narrowest is None else row.narrowest
    return min(max(least, 0.22 * row.size), 0.4 * row.size)


def need_of(first: Row, second: Row) -> float:
    """The room that the first word of the second row would have taken on the first."""
    return second.lead - second.x0 + space_of(first)


def _wraps(column: Column, left: float, furthest: float) -> list[_Wrap]:
    found = []
    for first, second in pairwise(column.rows):
        if first.grid is not None or second.grid is not None or abs(first.size - second.size) > 0.3:
            continue
        if not 0.5 * first.size < second.base - first.base < 1.7 * first.size or wide_gaps(first):
            continue
        if abs(first.bold - second.bold) > 0.9 or split_marker(second.text).label is not None:
            continue
        # a long line that ends in the middle of a sentence is surely wrapped, a short one may well not be
        weight = (first.x1 - left) / max(furthest - left, 1.0)
        if second.text[:1].islower():
            weight *= 1.5
        found.append((first.x1, first.x1 + need_of(first, second), weight * weight))
    return found


def _vote(wraps: Iterable[_Wrap]) -> tuple[float, float]:
    """The least point that lies in the heaviest set of stretches, and the weight of that set."""
    marks = sorted([(low, 0, weight) for low, _, weight in wraps] + [(high, -1, -weight) for _, high, weight in wraps])
    best, most, now = 0.0, 0.0, 0.0
    for at, _, weight in marks:
        now += weight
        if now > most + 1e-9:
            best, most = at, now
    return best, most
