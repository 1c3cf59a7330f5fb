"""Running headers, footers and page numbers: which rows of a page are not its text."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from extractor.parse.pdf.shapes import Row, Sheet

_ZONE = 0.13
"""Share of the page's height at top and bottom where running lines stand."""
_EDGE = 0.09
"""The same for lines that are printed once: only the margin proper."""
_DEPTH = 4
"""Rows at the head and at the foot of a page that may be such."""
_APART = 6.0
"""Points by which lines at the same place of two pages are apart at most."""
_PAGE_NUMBER = re.compile(
    r"(?:page|pg\.?|p\.?)?\s*[-–—|]?\s*\(?\s*(?:\d{1,4}|[ivxl]{1,6})\s*(?:(?:of|/|-)\s*\d{1,4})?\s*\)?\s*[-–—|]?", re.IGNORECASE
)
_RUNNING = re.compile(
    r"(?:"
    r"(?:agenda|report|item|appendix|annex|enclosure|paper|schedule|minute)\b[\s:.-]*(?:item|no\.?|number)?[\s:.-]*"
    r"(?:\(?[\da-z]{1,3}\)?[\s.]*){0,3}"
    r"|(?:page|pg\.?)\s*\d+.*|.*\bpage\s+\d+(?:\s+of\s+\d+)?"
    r"|not protectively marked|official(?:[ -]sensitive)?|restricted|confidential|draft(?:\s+v?[\d.]+)?|version\s*[\d.]+"
    r"|(?:https?://|www\.)\S+"
    r")",
    re.IGNORECASE,
)

_ROMAN_PAGE = re.compile(r"\bpage\s+[ivxl]+\b")
_NUMBER = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class _Place:
    page: int
    row: Row
    rank: int
    """0 for the outermost row of its page."""


def split_furniture(sheets: list[Sheet], pages: dict[int, list[Row]]) -> tuple[dict[int, list[Row]], list[Row]]:
    """Take running lines out of each page's rows: (rows that stay, one row for each different running line).

    Lines that stand at the same place on several pages with the same words (or with a number that counts with the pages) are
    furniture; in the margin proper a page number or an agenda-item mark is so even on a single page.
    """
    size = _body_size(pages)
    tops: dict[tuple[str, int], list[_Place]] = defaultdict(list)
    heights = {sheet.number: sheet.frame.read_height for sheet in sheets}
    widths = {sheet.number: sheet.frame.read_width for sheet in sheets}
    for number, rows in pages.items():
        height = heights[number]
        for rank, row in enumerate(rows[:_DEPTH]):
            if row.grid is None and row.bottom < _ZONE * height:
                tops[_folded(row), 0].append(_Place(number, row, rank))
        for rank, row in enumerate(reversed(rows[-_DEPTH:])):
            if row.grid is None and row.top > (1 - _ZONE) * height:
                tops[_folded(row), 1].append(_Place(number, row, rank))
    taken: set[int] = set()
    for (_, side), places in tops.items():
        if len(places) > 1:
            ways = [heights[place.page] - place.row.base if side else place.row.base for place in places]
            taken.update(id(place.row) for place in _running(places, ways, len(pages) > 2) if _may_run(place, size))
    for number, rows in pages.items():
        taken |= _single(rows, heights[number], widths[number], size, taken)
    kept = {number: [row for row in rows if id(row) not in taken] for number, rows in pages.items()}
    furniture: dict[str, Row] = {}
    for number in sorted(pages):
        for row in pages[number]:
            if id(row) in taken:
                furniture.setdefault(_folded(row), row)
    return kept, list(furniture.values())


def _body_size(pages: dict[int, list[Row]]) -> float:
    weights: dict[float, int] = defaultdict(int)
    for rows in pages.values():
        for row in rows:
            if row.grid is None:
                weights[round(row.size, 1)] += len(row.text)
    return max(weights, key=lambda size: (weights[size], -size)) if weights else 11.0


def _folded(row: Row) -> str:
    text = row.text.lower()
    if "page" in text:
        text = _ROMAN_PAGE.sub("page #", text)
    return " ".join(_NUMBER.sub("#", text).split())


_Shelf = list[tuple[float, int]]
"""(way from the page's edge, page) of lines, in order."""


def _running(places: list[_Place], ways: list[float], many: bool) -> Iterator[_Place]:
    """Of lines that read alike but for their numbers, those that stand at the same place on other pages with the same words, or
    with words in which one number grows as the pages do (on two of ``many`` pages that may be chance).

    ``ways`` are theirs from the page's edge. Twins are looked up, not looked for: each page of a long paper has the line.
    """
    counts = [[int(found) for found in _NUMBER.findall(place.row.text)[:6] if len(found) < 7] for place in places]
    shelves: dict[object, _Shelf] = defaultdict(list)
    for place, way, numbers in zip(places, ways, counts, strict=True):
        for key in (None, place.row.text, *_steps(place, numbers)):
            shelves[key].append((way, place.page))
    for shelf in shelves.values():
        shelf.sort()
    for place, way, numbers in zip(places, ways, counts, strict=True):
        others = set(islice(_twins(shelves[None], way, place.page), _DEPTH + 1))  # a page has that line _DEPTH times at most
        if not others:
            continue
        text = place.row.text
        same = any(_twins(shelves[text], way, place.page))
        if not same and len(others) < 2 and many and not _PAGE_NUMBER.fullmatch(text) and "page" not in text.lower():
            continue
        # Where there are no numbers, roman ones differ, for nothing else can.
        if same or not numbers or any(any(_twins(shelves[key], way, place.page)) for key in _steps(place, numbers)):
            yield place


def _steps(place: _Place, numbers: list[int]) -> Iterator[tuple[int, int]]:
    """Which number of the line it is, and how far it is ahead of its page: alike in lines whose number counts with the pages."""
    return ((order, number - place.page) for order, number in enumerate(numbers))


def _twins(shelf: _Shelf, way: float, page: int) -> Iterator[int]:
    """The other pages that have such a line at the same place."""
    for at in range(bisect_left(shelf, (way - _APART, 0)), len(shelf)):
        other, number = shelf[at]
        if other - way >= _APART:
            return
        if number != page and way - other < _APART:
            yield number


def _may_run(place: _Place, size: float) -> bool:
    """A big or bold line whose number counts may be a title ("Priority 1" at the head of each page)."""
    row = place.row
    if _PAGE_NUMBER.fullmatch(row.text) or not re.search(r"\d", row.text):
        return True
    return row.size <= size * 1.15


def _single(rows: list[Row], height: float, width: float, size: float, taken: set[int]) -> set[int]:
    """Lines of one page that say by words and place that they are no text."""
    found: set[int] = set()
    left = [row for row in rows if id(row) not in taken]
    if len(left) < 2 and not any(_PAGE_NUMBER.fullmatch(row.text) for row in left):
        return found
    for order, outer in ((left, True), (list(reversed(left)), False)):
        for row, inner in zip(order[:2], [*order[1:3], None, None], strict=False):
            inside = row.bottom < _EDGE * height if outer else row.top > (1 - _EDGE) * height
            if row.grid is not None or not inside or row.size > size * 1.15:
                break
            white = abs(inner.base - row.base) if inner is not None else height
            apart = white > 1.6 * row.size
            right = row.x0 > 0.4 * width and row.x1 > 0.8 * width
            worded = _PAGE_NUMBER.fullmatch(row.text) or _RUNNING.fullmatch(row.text)
            numbered = re.match(r"\d{1,3}\s{1,}[A-Z]|.*[A-Za-z]\s+\d{1,3}$", row.text) and row.size < size * 0.95
            if not (apart and (worded or numbered or (outer and right and row.bottom < 0.075 * height))):
                break
            found.add(id(row))
    return found
