"""Line breaks inside cells: in a narrow column nearly every break could be a wrap, and the other cells of the column tell.

A break that cannot be a wrap (the next word had room) shows how the column's writer begins a line. What begins the same way
elsewhere in the column, and could not have stood on the line above, begins a line of its own too.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property
from itertools import pairwise

from extractor.parse.lines import continues
from extractor.parse.markers import split_marker
from extractor.parse.pdf.paragraphs import Paragraph, place_of
from extractor.parse.pdf.shapes import Row
from extractor.parse.pdf.tables import Table, TableCell

_STAR = re.compile(r"\*{1,3}[A-Z]")
"""A remark set under the words of a cell: "*PSA1"."""
_PROSE = re.compile(r"[a-z)][.!?](?:\s|$)")
_MOST_WORDS = 16
"""A cell with more words is prose: there a capital at the start of a line says nothing."""
_LINE = 6
"""Words: a longer line is no entry of its own."""
_LEAST_SHAPE = 3


class _Column:
    """How lines surely begin in one column of a table, and how others go on. Looked into only where a break asks for it."""

    def __init__(self, cells: list[TableCell]) -> None:
        self._paragraphs = [paragraph.rows for cell in cells for paragraph in cell.paragraphs]

    @cached_property
    def _opening(self) -> list[str]:
        return [rows[0].text for rows in self._paragraphs]

    @cached_property
    def _following(self) -> list[str]:
        return [row.text for rows in self._paragraphs for row in rows[1:]]

    @cached_property
    def _shapes(self) -> set[str]:
        return {_shape(text) for text in self._opening} - {""}

    @cached_property
    def _lines(self) -> Counter[str]:
        lines = Counter(self._opening)
        lines.subtract(self._following)
        return lines

    @cached_property
    def _firsts(self) -> Counter[str]:
        firsts = Counter(_first(text) for text in self._opening)
        firsts.subtract(_first(text) for text in self._following)
        return firsts

    @cached_property
    def _inner(self) -> set[str]:
        return {word for text in (*self._opening, *self._following) for word in text.split()[1:]}

    def begins(self, text: str) -> bool:
        """Whether a row of a cell that is no prose begins as others surely do, more often than not."""
        if len(text.split()) <= _LINE and (self._lines[text] >= 0 or _shape(text) in self._shapes):
            return True
        first = _first(text)
        return text != first and len(first) > 3 and first[:1].isupper() and self._firsts[first] > 0 and first not in self._inner


def _first(text: str) -> str:
    return text.split()[0]


def settle_breaks(table: Table) -> None:
    """Part the paragraphs of a finished table's cells at breaks that the rest of their column shows to be the writer's own."""
    columns: dict[tuple[int, int], list[TableCell]] = defaultdict(list)
    for cell in table.cells:
        if cell.paragraphs and cell.row not in table.head:
            columns[cell.column, cell.columns].append(cell)
    for cells in columns.values():
        broken = [cell for cell in cells if any(len(paragraph.rows) > 1 for paragraph in cell.paragraphs)]
        if not broken:
            continue
        column = _Column(cells)
        for cell in broken:
            text = cell.text
            brief = len(text.split()) <= _MOST_WORDS and not _PROSE.search(text)
            cell.paragraphs = [part for paragraph in cell.paragraphs for part in _parts(paragraph, column, brief)]


def _parts(paragraph: Paragraph, column: _Column, brief: bool) -> Iterator[Paragraph]:
    rows = paragraph.rows
    begins = [0]
    for index in range(1, len(rows)):
        text = rows[index].text
        if continues(rows[index - 1].text, text):
            continue
        if (
            _STAR.match(text)
            or (begins[-1] == index - 1 and _parallel(rows[index - 1].text, text))
            or (brief and column.begins(text))
        ):
            begins.append(index)
    if len(begins) == 1:
        yield paragraph
        return
    for begin, end in pairwise([*begins, len(rows)]):
        yield replace(paragraph, rows=rows[:end]) if begin == 0 else _later(paragraph, rows[begin:end])


def _parallel(above: str, text: str) -> bool:
    """Entries that are built alike, one under the other: "July-Sept 08 = 31" and "Oct-Dec 08 = 27"; the last may be broken."""
    pattern, shape = _shape(above), _shape(text)
    return len(shape) > _LEAST_SHAPE and pattern.startswith(shape)


def _shape(text: str) -> str:
    """What a code or an entry with figures looks like, whatever its letters: "S-A6.1" and "S-A1.1b" are alike; "" for words."""
    if not text[:1].isalpha() or not re.search(r"\d", text) or len(text.split()) > _LINE:
        return ""
    shape = re.sub(r"\d+[a-z]?\b", "#", re.sub(r"[^\W\d_]{2,}|[A-Z](?=\d)", "a", text))
    return re.sub(r"\s+", "", shape).replace("–", "-") if re.search(r"[-–./:=()]", shape) else ""


def _later(paragraph: Paragraph, rows: list[Row]) -> Paragraph:
    marker = split_marker(rows[0].text)
    skip = len(rows[0].text) - len(marker.rest) if marker.label is not None else 0
    return Paragraph(rows, paragraph.left, paragraph.right, marker, skip, place_of(rows[0], skip))
