"""Rows of one column -> paragraphs: which line breaks are wraps and which are the writer's own."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise

from extractor.parse.lines import continues
from extractor.parse.markers import Marker, split_marker
from extractor.parse.pdf.margins import need_of
from extractor.parse.pdf.rows import wide_gaps
from extractor.parse.pdf.shapes import Column, Row
from extractor.parse.shape import is_caps

_SENTENCE_END = re.compile(r"[.!?:;…][\"'”’)\]]*$")
_LEADERS = re.compile(r"(?:\.\s?){4,}\s*\d*$|…\s*\d+$|_{4,}$")
_SUPERSCRIPT = frozenset("⁰¹²³⁴⁵⁶⁷⁸⁹ⁱ†‡")
_SAME = 3.0
"""Points: left edges that differ by less are the same indent."""
_SLACK = 0.05
"""Points: what rounding may add to a line."""


@dataclass(slots=True)
class Paragraph:
    """Rows that are one paragraph, item or heading, perhaps over several columns or pages."""

    rows: list[Row]
    left: float
    right: float
    marker: Marker
    skip: int
    """Characters of the first row that the marker takes."""
    text_x: float
    """Left edge of the words after the marker."""
    gap: float | None = None
    note: bool = False
    opens: bool = False
    """It stands first in a column or on a page, and may go on from the one before."""
    centred: bool = False
    rights: list[float] = field(default_factory=list)

    @property
    def last(self) -> Row:
        return self.rows[-1]


class Leading:
    """The usual distance between baselines of a paragraph's lines, for each size of print in the paper."""

    def __init__(self, columns: Iterable[Column]) -> None:
        seen: dict[float, Counter[float]] = defaultdict(Counter)
        for column in columns:
            for first, second in pairwise(column.rows):
                pitch = second.base - first.base
                if abs(first.size - second.size) < 0.3 and 0.5 * first.size < pitch < 2.6 * first.size:
                    weight = 1 if fits(first, second, column.left, column.right) else 4
                    seen[round(first.size)][round(pitch * 2) / 2] += weight
        self._usual: dict[float, float] = {}
        for size, pitches in seen.items():
            most = max(pitches.values())
            # Of the distances that are common, the least: a paper of one-line items has more gaps than wraps.
            self._usual[size] = min(pitch for pitch, count in pitches.items() if count >= 0.25 * most)

    def usual(self, size: float) -> float:
        return self._usual.get(round(size), 1.25 * size)


def fits(first: Row, second: Row, left: float, right: float) -> bool:
    """Whether the first word of the second row would have had room on the first: then the break between them is no wrap."""
    need = need_of(first, second)
    if are_centred(first, second, left, right):
        return first.width + need <= right - left + _SLACK
    return first.x1 + need <= right + _SLACK


def are_centred(first: Row, second: Row, left: float, right: float) -> bool:
    """Two lines of different lengths with one middle, that of the column, at least the second with white on both sides."""
    return _even(first, left, right) and abs(first.x0 - second.x0) > _SAME and is_centred(second, left, right)


def is_centred(row: Row, left: float, right: float) -> bool:
    """Printed in the middle of its column, with white on both sides."""
    return row.x0 - left > 12 and right - row.x1 > 12 and _even(row, left, right)


def _even(row: Row, left: float, right: float) -> bool:
    """As much white before as after, give or take what a ragged margin hides."""
    return abs((row.x0 - left) - (right - row.x1)) < max(6.0, 0.025 * (right - left))


def tabbed(row: Row) -> str:
    """The row's text, with a tab for the space wherever the white is too wide for one."""
    if row.widest <= 0.75 * row.size:
        return row.text
    text = row.words[0].text
    for index in range(1, len(row.words)):
        if row.gaps[index]:
            text += "\t" if row.words[index].x0 - row.words[index - 1].x1 > 0.75 * row.size else " "
        text += row.words[index].text
    return text


def start(row: Row, column: Column, gap: float | None) -> Paragraph:
    """A paragraph that begins with this row."""
    text = tabbed(row)
    marker = split_marker(text)
    skip = len(text) - len(marker.rest) if marker.label is not None else 0
    text_x = place_of(row, skip) if skip else row.x0
    centred = is_centred(row, column.left, column.right)
    return Paragraph([row], column.left, column.right, marker, skip, text_x, gap, centred=centred)


def place_of(row: Row, offset: int) -> float:
    """Left edge of the character at an offset of the row's text."""
    at = 0
    for index, word in enumerate(row.words):
        if index and row.gaps[index]:
            at += 1
        if offset < at + len(word.text):
            return word.x0 if offset <= at else word.xs[offset - at]
        at += len(word.text)
    return row.x1


def paragraphs_of(column: Column, leading: Leading, *, in_cell: bool = False) -> list[Paragraph | Row]:
    """Paragraphs of one column in order; a row that stands for a table comes through as it is."""
    out: list[Paragraph | Row] = []
    open_: Paragraph | None = None
    bottom: float | None = None
    for row in column.rows:
        gap = None if bottom is None else round(max(0.0, row.top - bottom), 1)
        bottom = row.bottom
        if row.grid is not None:
            out.append(row)
            open_ = None
            continue
        if open_ is not None and _goes_on(open_, row, column, leading, in_cell):
            open_.rows.append(row)
            continue
        open_ = start(row, column, gap)
        out.append(open_)
    return out


def _goes_on(open_: Paragraph, row: Row, column: Column, leading: Leading, in_cell: bool) -> bool:
    """Whether a row belongs to the paragraph above it in the same column."""
    last = open_.last
    if (last.frame is not row.frame and last.frame != row.frame) or abs(last.size - row.size) > max(0.6, 0.08 * last.size):
        return False
    pitch = row.base - last.base
    usual = leading.usual(last.size)
    if len(open_.rows) > 1 and open_.rows[-2].page == last.page:
        usual = min(max(usual, last.base - open_.rows[-2].base), 1.3 * usual)
    if not 0.3 * last.size < pitch <= 1.2 * usual + 0.8:
        return False
    if last.bold > 0.95 and row.bold < 0.05:
        return False
    if last.bold < 0.05 and row.bold > 0.95 and not row.text[:1].islower():
        return False
    if _has_leaders(last.text) or (_is_tabular(last) and (_is_tabular(row) or last.text[-1:].isdigit())):
        return False
    if row.text[:1] in _SUPERSCRIPT or (row.words[0].raised and row.words[0].text[:1].isdigit()):
        return False
    room = not fits(last, row, column.left, column.right)
    marker = split_marker(tabbed(row))
    if marker.label is not None and not _marker_is_prose(open_, row, marker, room):
        return False
    if not _same_indent(open_, row, column):
        return False
    if room:
        return True
    return _runs_on(last, row, column, in_cell)


def _has_leaders(text: str) -> bool:
    """Dots, or a line to write on, run to the end of the line or to its page number."""
    end = text[-1:]
    return (end in "._" or end.isdigit() or end.isspace()) and _LEADERS.search(text) is not None


def _is_tabular(row: Row) -> bool:
    """Set with tabs, beyond what a marker's tab makes."""
    gaps = wide_gaps(row)
    return bool(gaps) and gaps[-1][0] - row.x0 > 5 * row.size


def _runs_on(last: Row, row: Row, column: Column, in_cell: bool) -> bool:
    """A break where the next word would have had room, yet the words run on: a heading broken by hand, a ragged setting."""
    if _SENTENCE_END.search(last.text):
        return False
    wide = last.width >= (0.6 if in_cell else 0.7) * (column.right - column.left)
    if row.text[:1].islower() and wide:
        return True
    heading = (last.bold > 0.95 and row.bold > 0.95) or (is_caps(last.text) and is_caps(row.text))
    return heading and continues(last.text, row.text) and not row.text[:1].islower()


def _marker_is_prose(open_: Paragraph, row: Row, marker: Marker, room: bool) -> bool:
    """A wrapped line that only happens to begin like an item: "... as set out in section" / "4. The partnership"."""
    last = open_.last
    if marker.kind == "bullet" or not room or _SENTENCE_END.search(last.text):
        return False
    before = open_.rows[-1].x0 if len(open_.rows) > 1 else open_.text_x
    if abs(row.x0 - before) > _SAME:
        return False
    text = tabbed(row)
    if "\t" in text[: len(text) - len(marker.rest)]:
        return False
    if open_.marker.kind == marker.kind and open_.text_x - open_.rows[0].x0 > _SAME:
        return abs(row.x0 - open_.text_x) <= _SAME
    return open_.marker.kind != marker.kind


def _same_indent(open_: Paragraph, row: Row, column: Column) -> bool:
    """Whether a row starts where the paragraph's next line has to."""
    first, last = open_.rows[0], open_.last
    if are_centred(last, row, column.left, column.right):
        return True
    if len(open_.rows) > 1 and last.page == row.page and last is not first:
        return abs(row.x0 - last.x0) <= _SAME
    if open_.marker.label is not None:
        return abs(row.x0 - open_.text_x) <= 5 or abs(row.x0 - first.x0) <= _SAME or row.x0 < first.x0
    if row.x0 <= first.x0 + _SAME:
        return first.x0 - row.x0 <= 60
    # "Objective:   To reduce ..." with its next lines under "To"
    return any(abs(after - row.x0) <= _SAME for _, after in wide_gaps(first, 0.75)) or (
        row.x0 - first.x0 <= 40 and ":" in first.text
    )


def join_over_break(before: Paragraph, after: Paragraph) -> bool:
    """Whether the first paragraph of a column or page goes on with the last one of the column or page before."""
    last, row = before.last, after.rows[0]
    if before.note or after.note or after.rows[0].frame != last.frame or abs(last.size - row.size) > 0.6:
        return False
    if (last.bold > 0.95) != (row.bold > 0.95) or is_caps(last.text) != is_caps(row.text):
        return False
    if before.centred or after.centred or _has_leaders(last.text) or _is_tabular(last):
        return False
    room = not fits(last, row, before.left, before.right)
    if after.marker.label is not None and (
        after.marker.kind == "bullet" or not room or _SENTENCE_END.search(last.text) or "\t" in tabbed(row)[: after.skip + 1]
    ):
        return False
    ends = bool(_SENTENCE_END.search(last.text))
    first = next((char for char in row.text if char.isalnum()), "")
    if first.islower():
        return not ends or room
    if room and not ends and last.bold < 0.95:
        return True
    inset = before.text_x - before.left
    hangs = before.marker.label is not None and inset > 6 and before.text_x - before.rows[0].x0 > 4
    return hangs and room and abs((row.x0 - after.left) - inset) <= 4


def settle_centring(paragraphs: Iterable[Paragraph]) -> None:
    """Keep ``centred`` only where the place is no accident: an indent that other lines share is an indent."""
    found = list(paragraphs)
    starts: Counter[int] = Counter(round(row.x0) for one in found for row in one.rows)
    for one in found:
        if one.centred:
            rows = [row for row in one.rows if row.page == one.rows[0].page]
            shared = sum(starts[round(row.x0) + step] for row in rows for step in (-1, 0, 1)) > len(rows) + 1
            one.centred = not shared and all(is_centred(row, one.left, one.right) for row in rows)
