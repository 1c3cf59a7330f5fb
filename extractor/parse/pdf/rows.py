"""Words -> rows -> columns in reading order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache
from operator import attrgetter

from extractor.parse.pdf.shapes import Frame, Row, Word

_SUPERSCRIPT = frozenset("⁰¹²³⁴⁵⁶⁷⁸⁹ⁱ")

_SMALL = 0.82
"""Share of a line's size above which other print is no raised or lowered print of that line."""


def rows_of(words: Iterable[Word], page: int, frame: Frame) -> list[Row]:
    """Words grouped by baseline from top to bottom, each row from left to right. Raised small print stays with its row."""
    lines: list[list[Word]] = []
    base = None
    for word in sorted(words, key=_from_top):
        if word.base == base:  # as most words of a line, which share its very number
            lines[-1].append(word)
            continue
        for line in lines[:-4:-1]:
            if abs(word.base - line[0].base) <= 0.18 * max(word.size, line[0].size):
                line.append(word)
                break
        else:
            lines.append([word])
            base = word.base
    if len(lines) == 1:  # as in most cells
        return [row(lines[0], page, frame)]
    rows = [row(line, page, frame) for line in _with_neighbours(_with_raised(lines))]
    rows.sort(key=_from_top)
    return rows


def _with_neighbours(lines: list[list[Word]]) -> list[list[Word]]:
    """Lines beside each other with wide white between (cells, columns) are one row, though their baselines differ a little."""
    out: list[list[Word]] = []
    for line in lines:
        before = out[-1] if out else None
        if before is not None:
            size = max(line[0].size, before[0].size)
            if line[0].base - before[0].base <= 0.4 * size:
                x0, x1 = min(word.x0 for word in line), max(word.x1 for word in line)
                if all(x0 - word.x1 > size or word.x0 - x1 > size for word in before):
                    before.extend(line)
                    continue
        out.append(line)
    return out


def _with_raised(lines: list[list[Word]]) -> list[list[Word]]:
    """Small print that stands raised or lowered beside the words of a line above or below it joins that line."""
    # What joins a line is smaller than the line, whose largest size stays as it is.
    sizes = [max([word.size for word in line]) for line in lines]
    if not lines or min(sizes) > _SMALL * max(sizes):
        return lines
    out = list(lines)
    for index, line in enumerate(lines):
        size = sizes[index]
        for other in (index + 1, index - 1, index + 2, index - 2):
            if not 0 <= other < len(out) or out[other] is line or not out[other]:
                continue
            larger = sizes[other]
            if size > _SMALL * larger:
                continue
            apart = abs(line[0].base - out[other][0].base)
            if apart <= 0.55 * larger and all(_beside(word, out[other], larger) for word in line):
                out[other] = [*out[other], *line]
                out[index] = []
                break
    return [line for line in out if line]


def _beside(word: Word, line: list[Word], size: float) -> bool:
    return any(-1.0 <= word.x0 - other.x1 <= 0.3 * size or -1.0 <= other.x0 - word.x1 <= 0.3 * size for other in line)


def row(words: list[Word], page: int, frame: Frame) -> Row:
    """One printed line from its words, in any order."""
    if len(words) == 1:
        return _row_of_one(words, page, frame)
    words = sorted(words, key=_from_left)
    first = words[0]
    first.raised = False
    base, size, bold = first.base, first.size, first.bold
    x1 = right = first.x1
    end = first.at + len(first.text) + 1
    before = size
    gaps = [False]
    widest = narrowest = lead = None
    alike = whole = True
    for word in words[1:]:
        word.raised = False
        larger = own = word.size
        if own != size or word.base != base:
            alike = False
        if before > own:
            larger = before
        before = own
        white = word.x0 - x1
        if white > 0.2 * larger or (word.spaced and white > 0.06 * larger):
            gaps.append(True)
            if narrowest is None:
                lead = x1
                narrowest = white
            elif white < narrowest:
                narrowest = white
        else:
            gaps.append(False)
        if widest is None or white > widest:
            widest = white
        x1 = word.x1
        if x1 > right:
            right = x1
        if word.at != end or word.bold is not bold:
            whole = False
        end = word.at + len(word.text) + 1
    count = len(words)
    spaces = gaps.count(True)
    texts = [word.text for word in words]
    if spaces == count - 1:  # as in most lines
        text = " ".join(texts)
        parted = _gaps(count)
    else:
        text = "".join([f" {part}" if gap else part for part, gap in zip(texts, gaps, strict=True)])
        parted, whole = tuple(gaps), False
    if whole:
        share = 1.0 if bold else 0.0
        whole = first.edges is words[-1].edges
    else:
        share = sum([len(word.text) for word in words if word.bold]) / max(len(text) - spaces, 1)
    if alike:  # as most lines are
        size = round(size, 1)
    else:
        base, size = _prevailing(words)
        for word in words:
            if word.base < base - 0.15 * size and word.size < 0.85 * size:
                word.raised, whole = True, False
    return Row(
        page, words, parted, base, size, first.x0, right, text, share, frame, first.grid, widest or 0.0, narrowest,
        x1 if lead is None else lead, whole,
    )  # fmt: skip


@lru_cache(maxsize=256)
def _gaps(count: int) -> tuple[bool, ...]:
    """White space before each word but the first: lines of as many words share it."""
    return (False, *([True] * (count - 1)))


_from_left = attrgetter("x0")
_from_top = attrgetter("base", "x0")


def _prevailing(words: list[Word]) -> tuple[float, float]:
    """Baseline and size of most of the letters."""
    weights: defaultdict[float, int] = defaultdict(int)
    bases: defaultdict[float, float] = defaultdict(float)
    for word in words:
        length = len(word.text)
        weights[round(word.size, 1)] += length
        bases[word.base] += length * word.size
    size = max(weights, key=lambda value: (weights[value], value))
    return max(bases, key=lambda value: (bases[value], value)), size


def _row_of_one(words: list[Word], page: int, frame: Frame) -> Row:
    """A line of a single word, as row() would make it."""
    (word,) = words
    word.raised = False
    bold = (len(word.text) if word.bold else 0) / max(len(word.text), 1)
    return Row(
        page, words, _gaps(1), word.base, round(word.size, 1), word.x0, word.x1, word.text, bold, frame, word.grid, lead=word.x1,
        whole=word.confidence is None,
    )  # fmt: skip


def wide_gaps(line: Row, least: float = 2.5) -> list[tuple[float, float]]:
    """White stretches inside a row wider than ``least`` times its size: tabs, columns."""
    least *= line.size
    if line.widest <= least:
        return []
    found = []
    end = line.words[0].x1
    for word in line.words[1:]:
        if word.x0 - end > least:
            found.append((end, word.x0))
        if word.x1 > end:
            end = word.x1
    return found
