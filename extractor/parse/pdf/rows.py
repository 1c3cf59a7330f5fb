"""Words -> rows -> columns in reading order."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from itertools import pairwise

from extractor.parse.pdf.shapes import Column, Frame, Row, Word

_SUPERSCRIPT = frozenset("⁰¹²³⁴⁵⁶⁷⁸⁹ⁱ")


def rows_of(words: Iterable[Word], page: int, frame: Frame) -> list[Row]:
    """Words grouped by baseline from top to bottom, each row from left to right. Raised small print stays with its row."""
    lines: list[list[Word]] = []
    bases: list[float] = []
    for word in sorted(words, key=lambda word: (word.base, word.x0)):
        for index in range(len(lines) - 1, max(-1, len(lines) - 4), -1):
            head = lines[index][0]
            larger = max(word.size, head.size)
            if abs(word.base - bases[index]) <= 0.18 * larger or _rides(word, lines[index], bases[index]):
                lines[index].append(word)
                if word.size > 1.2 * max(other.size for other in lines[index][:-1]):
                    bases[index] = word.base
                break
        else:
            lines.append([word])
            bases.append(word.base)
    rows = [row(line, page, frame) for line in lines]
    rows.sort(key=lambda line: (line.base, line.x0))
    return rows


def _rides(word: Word, line: list[Word], base: float) -> bool:
    """Raised or lowered small print beside (not above) larger print, or the other way round where the small print came first."""
    size = max(other.size for other in line)
    small, large = min(word.size, size), max(word.size, size)
    if small > 0.8 * large or abs(word.base - base) > 0.55 * large:
        return False
    return any(-1.0 <= word.x0 - other.x1 <= 0.3 * large or -1.0 <= other.x0 - word.x1 <= 0.3 * large for other in line)


def row(words: list[Word], page: int, frame: Frame) -> Row:
    """One printed line from its words, in any order."""
    words = sorted(words, key=lambda word: word.x0)
    weights: defaultdict[float, int] = defaultdict(int)
    bases: defaultdict[float, float] = defaultdict(float)
    letters = bold = 0
    for word in words:
        length = len(word.text)
        weights[round(word.size, 1)] += length
        bases[word.base] += length * word.size
        letters += length
        bold += length if word.bold else 0
    size = max(weights, key=lambda value: (weights[value], value))
    base = max(bases, key=lambda value: (bases[value], value))
    parts = []
    for index, word in enumerate(words):
        if index and gap_before(words, index):
            parts.append(" ")
        word.raised = word.base < base - 0.15 * size and word.size < 0.85 * size
        parts.append(word.text)
    right = max(word.x1 for word in words)
    return Row(page, words, base, size, words[0].x0, right, "".join(parts), bold / max(letters, 1), frame, words[0].grid)


def gap_before(words: list[Word], index: int) -> bool:
    """Whether white space is printed between a word of a row and the one before it."""
    word, before = words[index], words[index - 1]
    gap = word.x0 - before.x1
    size = max(word.size, before.size)
    return gap > 0.2 * size or (word.spaced and gap > 0.02 * size)


def wide_gaps(line: Row, least: float = 2.5) -> list[tuple[float, float]]:
    """White stretches inside a row wider than ``least`` times its size: tabs, columns."""
    found = []
    end = line.words[0].x1
    for word in line.words[1:]:
        if word.x0 - end > least * line.size:
            found.append((end, word.x0))
        end = max(end, word.x1)
    return found


def reading_order(rows: list[Row], left: float, right: float, full: bool = True) -> list[Column]:
    """Rows of one page (between two x) split into columns and put in the order they are read.

    A row that crosses the gutter (a title over both columns) ends the columns above it. Rows set like a table without rules are
    read row by row, the left cell before the right.
    """
    gutter = _gutter(rows, left, right)
    if gutter is None:
        return [Column(rows, left, right, full)] if rows else []
    ordered: list[Column] = []
    single: list[Row] = []
    band: list[Row] = []

    def close() -> None:
        nonlocal single
        cut = _tail(band, gutter)
        inside, after = band[:cut], band[cut:]
        split = sum(1 for line in inside if _splits(line, gutter))
        halves = [[part for line in inside for part in _side(line, gutter, side)] for side in (0, 1)]
        found: list[Column] = []
        if split >= 3 and _are_columns(halves, inside, gutter, left, right):
            found = [*reading_order(halves[0], left, gutter, False), *reading_order(halves[1], gutter, right, False)]
        elif split >= 2:
            found = _cells(inside, gutter, left, right)
        if found:
            if single:
                ordered.append(Column(single, left, right, full))
            ordered.extend(found)
            single = list(after)
        else:
            single = [*single, *band]
        band.clear()

    for line in rows:
        if line.x0 < gutter < line.x1 and not _splits(line, gutter):
            close()
            single.append(line)
        else:
            band.append(line)
    close()
    if single:
        ordered.append(Column(single, left, right, full))
    return ordered


def _splits(line: Row, gutter: float) -> bool:
    return any(a <= gutter <= b for a, b in wide_gaps(line, 0.9)) and line.x0 < gutter < line.x1


def _gutter(rows: list[Row], left: float, right: float) -> float | None:
    """The x that lies in a wide gap of most rows, in the middle part of the page; None where fewer than two rows part there."""
    width = right - left
    marks: Counter[int] = Counter()
    for line in rows:
        for a, b in wide_gaps(line, 0.9):
            for x in range(round(a) + 1, round(b)):
                marks[x] += 1
    marks = Counter({x: n for x, n in marks.items() if left + 0.15 * width <= x <= right - 0.15 * width})
    if not marks:
        return None
    most = max(marks.values())
    if most < 2:
        return None
    best = sorted(x for x, n in marks.items() if n == most)
    # Of the stretch that most rows leave white take the right end's neighbour: what starts there starts at one x.
    stretch = [best[-1]]
    for x in reversed(best[:-1]):
        if stretch[-1] - x > 1:
            break
        stretch.append(x)
    return (stretch[0] + stretch[-1]) / 2


def _side(line: Row, gutter: float, side: int) -> list[Row]:
    words = [word for word in line.words if (word.x0 >= gutter) == bool(side)]
    return [row(words, line.page, line.frame)] if words else []


def _tail(band: list[Row], gutter: float) -> int:
    """Where a band of columns ends: after the last row with words right of the gutter, plus what runs on below on the left."""
    last = max((index for index, line in enumerate(band) if line.x1 > gutter), default=-1)
    index = last + 1
    while index < len(band) and index > 0 and band[index].base - band[index - 1].base < 2.6 * band[index].size:
        index += 1
    return index


def _are_columns(halves: list[list[Row]], rows: list[Row], gutter: float, left: float, right: float) -> bool:
    """Columns of running text: long lines on both sides that do not start new matter at the same heights again and again."""
    for lines, room in ((halves[0], gutter - left), (halves[1], right - gutter)):
        widths = sorted(line.width for line in lines)
        if len(lines) < 3 or widths[len(widths) * 3 // 4] < 0.55 * room or room < 0.2 * (right - left):
            return False
    starts = [_starts(half) for half in halves]
    both = [line for line in rows if _splits(line, gutter)]
    if len(both) < 3:
        return False
    common = sum(1 for base in starts[0] if any(abs(base - other) < 2 for other in starts[1]))
    return common < 2 or common < 0.7 * min(len(starts[0]), len(starts[1]))


def _starts(lines: list[Row]) -> list[float]:
    """Baselines of lines that stand below more white than the column's usual leading."""
    pitches = sorted(b.base - a.base for a, b in pairwise(lines))
    if not pitches:
        return []
    usual = pitches[len(pitches) // 4]
    return [lines[0].base, *(b.base for a, b in pairwise(lines) if b.base - a.base > 1.25 * usual)]


def _cells(rows: list[Row], gutter: float, left: float, right: float) -> list[Column]:
    """Rows of a table without rules, read cell by cell; none where no left cell has several lines (then line by line will do)."""
    groups: list[list[Row]] = []
    for line in rows:
        new = not groups or line.base - groups[-1][-1].base > 1.7 * line.size
        if not new and _splits(line, gutter):
            sides = [_side(line, gutter, side)[0].text for side in (0, 1)]
            new = not any(text[:1].islower() for text in sides)
        if new:
            groups.append([line])
        else:
            groups[-1].append(line)
    if not any(sum(1 for line in group if line.x0 < gutter) > 1 for group in groups) or len(groups) < 2:
        return []
    return [
        Column(half, edges[0], edges[1], False)
        for group in groups
        for side, edges in ((0, (left, gutter)), (1, (gutter, right)))
        if (half := [part for line in group for part in _side(line, gutter, side)])
    ]
