"""Rows of a page -> columns in reading order."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import pairwise

from extractor.parse.markers import split_marker
from extractor.parse.pdf.loose import PAGES, is_table
from extractor.parse.pdf.rows import row, wide_gaps
from extractor.parse.pdf.shapes import Column, Row, Spot

_WHITE = 0.9
"""White inside a row wider than this many times its size may be a gutter."""
_MARKER = 5
"""Characters: a column of nothing longer is the markers of the next."""
_LEAST = 3
"""Fewer lines on either side are no columns."""


def reading_order(rows: list[Row], left: float, right: float, full: bool = True) -> list[Column]:
    """Rows of one page (between two x) split into columns and put in the order they are read.

    A row that crosses the gutter (a title over both columns) ends the columns above it. Rows set like a table without rules are
    read row by row, the left cell before the right.
    """
    for edge in _edges(rows, left, right):
        ordered = _split(rows, edge - 2.0, left, right, full)
        if ordered:
            return ordered
    return [_column(rows, full)] if rows else []


def _split(rows: list[Row], gutter: float, left: float, right: float, full: bool) -> list[Column]:
    """Columns with this gutter between them, where rows leave it white; none where no band of rows makes columns or cells."""
    ordered: list[Column] = []
    single: list[Row] = []
    band: list[Row] = []
    parted = False

    def close(crossed: bool) -> None:
        nonlocal single, parted
        cut = _tail(band, gutter, crossed)
        inside, after = band[:cut], band[cut:]
        before: list[Row] = []
        found = _columns(inside, gutter, left, right)
        if not found:
            first = next((index for index, line in enumerate(inside) if _splits(line, gutter)), len(inside))
            if not single and all(line.x0 > gutter for line in inside[:first]):
                first = 0  # the page begins inside a row
            before, found = inside[:first], _cells(inside[first:], gutter, left, right)
        if found:
            parted = True
            if single or before:
                ordered.extend(reading_order([*single, *before], left, right, full))
            ordered.extend(found)
            single = list(after)
        else:
            single = [*single, *band]
        band.clear()

    for line in rows:
        if line.x0 < gutter < line.x1 and not _splits(line, gutter):
            if band:
                close(True)
            single.append(line)
        else:
            band.append(line)
    close(False)
    if not parted:
        return []
    if single:
        ordered.extend(reading_order(single, left, right, full))
    return ordered


def _column(rows: list[Row], full: bool) -> Column:
    print_ = [line for line in rows if line.grid is None] or rows  # a table may stick out
    return Column(rows, min(line.x0 for line in print_), max(line.x1 for line in print_), full)


def _columns(rows: list[Row], gutter: float, left: float, right: float) -> list[Column]:
    """Two columns of running text, or none."""
    halves = [[part for line in rows for part in _side(line, gutter, side)] for side in (0, 1)]
    if not halves[0] or not halves[1]:
        return []
    beside = min(halves[0][-1].base, halves[1][-1].base) - max(halves[0][0].base, halves[1][0].base)
    if beside < halves[0][0].size or not _are_columns(halves, gutter, left, right):
        return []
    return [*reading_order(halves[0], left, gutter, False), *reading_order(halves[1], gutter, right, False)]


def _splits(line: Row, gutter: float) -> bool:
    if not line.x0 < gutter < line.x1 or line.widest <= _WHITE * line.size:
        return False
    return any(a <= gutter <= b for a, b in wide_gaps(line, _WHITE))


def _edges(rows: list[Row], left: float, right: float) -> list[int]:
    """Left edges inside the page that stretches of print share, those that most share and fewest cross first."""
    width = right - left
    starts: Counter[int] = Counter()
    solid: list[tuple[float, float]] = []
    for line in rows:
        start = line.x0
        for a, b in wide_gaps(line, _WHITE):
            solid.append((start, a))
            start = b
        solid.append((start, line.x1))
    for x0, _ in solid:
        if left + 0.08 * width <= x0 <= right - 0.03 * width:
            starts[round(x0)] += 1
    found = []
    for edge in sorted(starts):
        begin = starts[edge - 1] + starts[edge] + starts[edge + 1]
        if begin > 1 and starts[edge] >= max(starts[edge - 1], starts[edge + 1]):
            crossing = sum(1 for x0, x1 in solid if x0 < edge - 3 and x1 > edge - 1)
            found.append((crossing - 2 * begin, edge))
    return [edge for _, edge in sorted(found)[:12]]


def _side(line: Row, gutter: float, side: int) -> list[Row]:
    words = [word for word in line.words if (word.x0 >= gutter) == bool(side)]
    if len(words) == len(line.words):
        return [line]
    return [row(words, line.page, line.frame)] if words else []


def _tail(band: list[Row], gutter: float, crossed: bool) -> int:
    """Where a band of columns ends: after the last row with words right of the gutter, plus what runs on below on the left.

    Where a line over both columns follows (``crossed``), a short line above it, apart from the column, is likelier its title.
    """
    last = max((index for index, line in enumerate(band) if line.x1 > gutter), default=-1)
    index = last + 1
    while (
        index < len(band) and index > 0 and band[index].base - band[index - 1].base < (1.6 if crossed else 4.5) * band[index].size
    ):
        index += 1
    return index


def _are_columns(halves: list[list[Row]], gutter: float, left: float, right: float) -> bool:
    """Columns of running text: long lines on both sides that do not start new matter at the same heights again and again."""
    for lines, room in ((halves[0], gutter - left), (halves[1], right - gutter)):
        widths = sorted(line.width for line in lines)
        if len(lines) < _LEAST or widths[len(widths) * 3 // 4] < 0.55 * room or room < 0.2 * (right - left):
            return False
    # rows of one line each stand as far apart as rows do: the other side, or the print, shows the leading
    usual = min(*map(_usual_pitch, halves), 1.6 * halves[0][0].size)
    starts = [_starts(half, usual) for half in halves]
    low, high = starts[1][0] - 2, halves[1][-1].base + 2
    beside = [base for base in starts[0] if low <= base <= high]
    common = sum(1 for base in beside if any(abs(base - other) < 2 for other in starts[1]))
    return common < 3 or common < 0.75 * max(len(beside), len(starts[1]))


def _starts(lines: list[Row], usual: float) -> list[float]:
    """Baselines of lines that stand below more white than the usual leading."""
    return [lines[0].base, *(b.base for a, b in pairwise(lines) if b.base - a.base > 1.25 * usual)]


def _usual_pitch(lines: list[Row]) -> float:
    pitches = sorted(b.base - a.base for a, b in pairwise(lines))
    return max(pitches[len(pitches) // 4], 1.0) if pitches else 1.25 * lines[0].size


def _under_stem(groups: list[list[Row]], gutter: float) -> list[list[Row]]:
    """Minutes number their items in two lines, a stem that all share and a number ("SSP", "316/07"): both are one label."""
    labels = [" ".join(part.text for line in group for part in _side(line, gutter, 0)) for group in groups]
    stems = Counter(label for label in labels if label.isalpha())
    out: list[list[Row]] = []
    for index, group in enumerate(groups):
        if index and stems[labels[index - 1]] > 1 and labels[index][:1].isdigit():
            out[-1].extend(group)
        else:
            out.append(group)
    return out


def _is_word(text: str) -> bool:
    """A short word or abbreviation, which a marker is not ("ASB", but "III")."""
    return len(text) > 2 and text.isalpha() and text[0].isupper() and bool(text.strip("IVX"))


def _cells(rows: list[Row], gutter: float, left: float, right: float) -> list[Column]:
    """Rows of a table without rules, read cell by cell; none where no left cell has several lines (then line by line will do),
    unless it is plainly a table."""
    if sum(1 for line in rows if _splits(line, gutter)) < 2:
        return []
    usual = min(_usual_pitch(rows), 1.6 * rows[0].size)
    begins = [index for index in range(1, len(rows)) if rows[index].x0 < gutter]
    parted = sum(1 for index in begins if rows[index].base - rows[index - 1].base > 1.3 * usual) >= 0.3 * len(begins)
    groups: list[list[Row]] = []
    for line in rows:
        apart = not groups or line.base - groups[-1][-1].base > 1.3 * usual
        new = not groups or (line.x0 < gutter and (apart or split_marker(line.text).label is not None))
        if not new and _splits(line, gutter):
            label, value = (_side(line, gutter, side)[0].text for side in (0, 1))
            if not parted or PAGES.fullmatch(value):
                new = not label[:1].islower() and not value[:1].islower()
        if new:
            groups.append([line])
        else:
            groups[-1].append(line)
    wrapped = any(sum(1 for line in group if line.x0 < gutter) > 1 for group in groups)
    if len(groups) < 2:
        return []
    groups = _under_stem(groups, gutter)
    lefts = [
        edge - 2.0
        for edge in _edges(rows, left, right)
        if not any(line.x0 < edge - 3 < line.x1 and not _splits(line, edge - 2.0) for line in rows)
    ]
    bounds: list[float] = []
    for bound in sorted({gutter, *(x for x in lefts if abs(x - gutter) > 20)}):
        low = bounds[-1] if bounds else -1e9
        lead = ["".join(word.text for word in line.words if low <= word.x0 < bound) for line in rows]
        if not all(len(text) <= _MARKER for text in lead) or sum(map(_is_word, lead)) > 0.5 * sum(map(bool, lead)):
            bounds.append(bound)
    table: list[list[list[Row]]] = []
    for group in groups:
        table.append([])
        for low, high in zip([-1e9, *bounds], [*bounds, 1e9], strict=True):
            words = [[word for word in line.words if low <= word.x0 < high] for line in group]
            table[-1].append([row(part, group[0].page, group[0].frame) for part in words if part])
    plain = is_table(table)
    if not plain and not wrapped:
        return []
    edges = (min(line.x0 for line in rows), *(bound + 2.0 for bound in bounds))
    return [
        replace(_column(cell, False), cell=True, spot=Spot(number, at, edges) if plain else None)
        for number, cells in enumerate(table)
        for at, cell in enumerate(cells)
        if cell
    ]
