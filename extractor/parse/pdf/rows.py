"""Words -> rows -> columns in reading order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache
from itertools import compress
from operator import attrgetter, lt, sub

from extractor.parse.pdf.shapes import Frame, Row, Word

_SUPERSCRIPT = frozenset("⁰¹²³⁴⁵⁶⁷⁸⁹ⁱ")


def rows_of(words: Iterable[Word], page: int, frame: Frame) -> list[Row]:
    """Words grouped by baseline from top to bottom, each row from left to right. Raised small print stays with its row."""
    lines: list[list[Word]] = []
    for word in sorted(words, key=_from_top):
        for line in lines[:-4:-1]:
            if abs(word.base - line[0].base) <= 0.18 * max(word.size, line[0].size):
                line.append(word)
                break
        else:
            lines.append([word])
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
            x0, x1 = min(word.x0 for word in line), max(word.x1 for word in line)
            stands_off = all(x0 - word.x1 > size or word.x0 - x1 > size for word in before)
            if line[0].base - before[0].base <= 0.4 * size and stands_off:
                before.extend(line)
                continue
        out.append(line)
    return out


def _with_raised(lines: list[list[Word]]) -> list[list[Word]]:
    """Small print that stands raised or lowered beside the words of a line above or below it joins that line."""
    out = list(lines)
    # What joins a line is smaller than the line, whose largest size stays as it is.
    sizes = [max(word.size for word in line) for line in lines]
    for index, line in enumerate(lines):
        size = sizes[index]
        for other in (index + 1, index - 1, index + 2, index - 2):
            if not 0 <= other < len(out) or out[other] is line or not out[other]:
                continue
            larger = sizes[other]
            if size > 0.82 * larger:
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
    found = _row_of_alike(words, page, frame)
    if found is not None:
        return found
    before = words[0]
    base, size, right, lead = before.base, before.size, before.x1, before.x1
    bold = len(before.text) if before.bold else 0
    parts, gaps = [before.text], [False]
    widest = narrowest = None
    alike = True
    before.raised = False
    for word in words[1:]:
        word.raised = False
        larger = word.size if word.size > before.size else before.size
        white = word.x0 - before.x1
        if white > 0.2 * larger or (word.spaced and white > 0.06 * larger):
            gaps.append(True)
            parts.append(" ")
            if narrowest is None:
                lead = before.x1
                narrowest = white
            elif white < narrowest:
                narrowest = white
        else:
            gaps.append(False)
        if widest is None or white > widest:
            widest = white
        parts.append(word.text)
        if word.x1 > right:
            right = word.x1
        if word.bold:
            bold += len(word.text)
        if word.size != size or word.base != base:
            alike = False
        before = word
    if narrowest is None:
        lead = before.x1
    if alike:  # as most lines are
        size = round(size, 1)
    else:
        base, size = _prevailing(words)
        for word in words:
            word.raised = word.base < base - 0.15 * size and word.size < 0.85 * size
    text = "".join(parts)
    share = bold / max(len(text) - gaps.count(True), 1)
    return Row(
        page, words, gaps, base, size, words[0].x0, right, text, share, frame, words[0].grid, widest or 0.0, narrowest, lead
    )  # fmt: skip


def _row_of_alike(words: list[Word], page: int, frame: Frame) -> Row | None:
    """A line of words from left to right that are all of one size on one baseline, with white space between each two, as row()
    would make it; None for any other. Most lines are such, and take half the time without a step of Python's for each word."""
    texts, x0s, x1s, sizes, bases, bolds, spaced, places, raised = zip(*map(_looks, words), strict=True)
    size, count = sizes[0], len(words)
    if sizes.count(size) != count or bases.count(bases[0]) != count:
        return None
    whites = list(map(sub, x0s[1:], x1s))
    narrowest = min(whites)
    if narrowest <= 0.2 * size and (narrowest <= 0.06 * size or not all(spaced[1:])):
        return None
    if any(raised):
        for word in words:
            word.raised = False
    text = " ".join(texts)
    bold = sum(map(len, compress(texts, bolds))) / max(len(text) - count + 1, 1) if any(bolds) else 0.0
    whole = (
        places[-1] + len(texts[-1]) - places[0] == len(text)
        and all(map(lt, places, places[1:]))
        and words[0].edges is words[-1].edges
        and (not bold or all(bolds))
    )
    return Row(
        page, words, _gaps(count), bases[0], round(size, 1), x0s[0], max(x1s), text, bold, frame, words[0].grid, max(whites),
        narrowest, x1s[0], whole,
    )  # fmt: skip


_looks = attrgetter("text", "x0", "x1", "size", "base", "bold", "spaced", "at", "raised")


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
