"""Running headers, footers and page numbers: which rows of a page are not its text."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass

from extractor.parse.pdf.shapes import Row, Sheet

_ZONE = 0.13
"""Share of the page's height at top and bottom where running lines stand."""
_EDGE = 0.09
"""The same for lines that are printed once: only the margin proper."""
_DEPTH = 4
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
        for place in places:
            twins = [other for other in places if other.page != place.page and _same_place(place, other, side, heights)]
            few = len({twin.page for twin in twins}) < 2 and len(pages) > 2
            if twins and _counts(place, twins, few) and _may_run(place, size):
                taken.add(id(place.row))
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


def _same_place(place: _Place, other: _Place, side: int, heights: dict[int, float]) -> bool:
    if side:
        return abs((heights[place.page] - place.row.base) - (heights[other.page] - other.row.base)) < 6
    return abs(place.row.base - other.row.base) < 6


def _counts(place: _Place, twins: list[_Place], few: bool) -> bool:
    """The same words, or words in which one number grows as the pages do (on two of many pages that may be chance)."""
    if any(twin.row.text == place.row.text for twin in twins):
        return True
    if few and not _PAGE_NUMBER.fullmatch(place.row.text) and "page" not in place.row.text.lower():
        return False
    numbers = [int(found) for found in re.findall(r"\d+", place.row.text)[:6] if len(found) < 7]
    if not numbers:
        return True  # roman numbers differ, nothing else can
    for twin in twins:
        others = [int(found) for found in re.findall(r"\d+", twin.row.text)[:6] if len(found) < 7]
        if any(b - a == twin.page - place.page for a, b in zip(numbers, others, strict=False)):
            return True
    return False


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
