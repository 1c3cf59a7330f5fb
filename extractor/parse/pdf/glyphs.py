"""One page from PDFium's raw interface: its words as they are read, its ruling lines and images."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from itertools import pairwise
from operator import attrgetter, sub
from typing import Any

import pypdfium2.raw as pdfium

from extractor.parse.pdf.lettering import read_words
from extractor.parse.pdf.shapes import Frame, Sheet, Word
from extractor.parse.pdf.strokes import read_strokes

MAX_GLYPHS = 200_000


class TooManyGlyphsError(Exception):
    """A page with more glyphs than any page made for people has."""


def sheet_of(pdf: Any, number: int) -> Sheet:
    """Everything printed on a page (counted from 1) of an open ``pypdfium2.PdfDocument``.

    The page is opened and closed by PDFium's own functions: what pypdfium2 does beside them costs 0.1 ms a page, a fiftieth of the
    reading. Raises TooManyGlyphsError over ``MAX_GLYPHS``, ValueError for a page that PDFium cannot read.
    """
    raw = pdfium.FPDF_LoadPage(pdf.raw, number - 1)
    if not raw:
        raise ValueError("PDFium cannot load the page")
    try:
        return read_sheet(raw, number)
    finally:
        pdfium.FPDF_ClosePage(raw)


def read_sheet(raw: Any, number: int) -> Sheet:
    """Everything printed on one page (PDFium's own handle of it), in the coordinates of the page as it is read.

    Raises as sheet_of does.
    """
    box = pdfium.FS_RECTF()
    if not pdfium.FPDF_GetPageBoundingBox(raw, box):
        box.left, box.bottom, box.right, box.top = 0.0, 0.0, pdfium.FPDF_GetPageWidthF(raw), pdfium.FPDF_GetPageHeightF(raw)
    rotation = (pdfium.FPDFPage_GetRotation(raw) % 4) * 90
    width, height = box.right - box.left, box.top - box.bottom
    if rotation in (90, 270):
        width, height = height, width
    place = _placer(rotation, box.left, box.bottom, box.right, box.top)
    text_page = pdfium.FPDFText_LoadPage(raw)
    if not text_page:
        raise ValueError("PDFium cannot read the text of the page")
    try:
        count = max(0, pdfium.FPDFText_CountChars(text_page))
        if count > MAX_GLYPHS:
            raise TooManyGlyphsError(f"{count:,} characters on the page (the limit is {MAX_GLYPHS:,})")
        lettering = read_words(text_page, count, rotation, place, width, height)
    finally:
        pdfium.FPDFText_ClosePage(text_page)
    groups, hidden, ways = lettering.shown, lettering.hidden, lettering.ways
    strokes = read_strokes(raw, place, width, height)
    if hidden and strokes.image_cover < 0.5 and sum(map(len, groups.values())) > 0:
        hidden = {}
    for key, words in hidden.items():
        groups.setdefault(key, []).extend(words)
    main = max(ways, key=lambda key: (ways[key], -key[0])) if ways else (0, False)
    if main[0] < 0:
        main = (0, False)
    frame = Frame(width, height, *main)
    sheet = Sheet(number, frame, rotation, _without_doubles(groups.pop(main, [])), glyphs=count, image_cover=strokes.image_cover)
    for (way, mirrored), words in sorted(groups.items()):
        sheet.turned.append((Frame(width, height, max(way, 0), mirrored), _without_doubles(words)))
    if frame.upright:
        sheet.rules, sheet.fills = strokes.rules, strokes.fills
    else:
        sheet.rules = [frame.unbox(*rule) for rule in strokes.rules]
        sheet.fills = [(frame.unbox(*fill), colour) for fill, colour in strokes.fills]
    return sheet


def _placer(rotation: int, left: float, bottom: float, right: float, top: float) -> Callable[[float, float], tuple[float, float]]:
    """From user space (origin at the bottom left, before the page's rotation) to the displayed page."""
    if rotation == 90:
        return lambda x, y: (y - bottom, x - left)
    if rotation == 180:
        return lambda x, y: (right - x, y - bottom)
    if rotation == 270:
        return lambda x, y: (top - y, right - x)
    return lambda x, y: (x - left, top - y)


_NEAR = 0.12
"""Sizes of print by which a word printed twice is set off."""
_size_of = attrgetter("size")


def _without_doubles(words: list[Word]) -> list[Word]:
    """Words printed twice, a hair apart, are one bold word; printed twice at the same place, one word."""
    alike: defaultdict[str, list[Word]] = defaultdict(list)
    for word in words:
        alike[word.text].append(word)
    doubles: set[int] = set()
    nearest = _NEAR * max(map(_size_of, words), default=0.0)
    for same in alike.values():
        # As most words that a page has again: no two of them begin at one place across.
        if len(same) == 1 or (len(same) == 2 and not -nearest < same[0].x0 - same[1].x0 < nearest):
            continue
        if len(same) > 2:
            x0s = sorted([word.x0 for word in same])
            if min(map(sub, x0s[1:], x0s)) >= nearest:
                continue
        same.sort(key=lambda word: (round(word.base / 2), word.x0))
        for first, second in pairwise(same):
            near = _NEAR * first.size
            if 0 <= second.x0 - first.x0 < near and abs(second.base - first.base) < near:
                first.bold = second.bold = True
                doubles.add(id(second))
    return [word for word in words if id(word) not in doubles] if doubles else words
