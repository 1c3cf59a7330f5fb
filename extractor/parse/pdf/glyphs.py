"""A page's words, ruling lines and images from PDFium's raw interface.

Calls through ctypes are the cost here, so each glyph is asked for its run, its code and its box and nothing else; fonts, sizes and
directions are asked for once a run.
"""

from __future__ import annotations

import ctypes
import math
import re
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import pypdfium2.raw as pdfium

from extractor.parse.pdf.shapes import Frame, Sheet, Word
from extractor.parse.pdf.strokes import read_strokes

MAX_GLYPHS = 200_000
_BOLD_NAME = re.compile(r"bold|black|heavy|demi|(?<![a-z])(?:bd|blk)(?![a-z])", re.IGNORECASE)
_FORCE_BOLD = 1 << 18
_SPACES = frozenset((0x20, 0x09, 0x0A, 0x0D, 0xA0, 0x3000, *range(0x2000, 0x200C), 0x202F, 0x205F))
_LIGATURES = {0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB05: "st", 0xFB06: "st"}
_HYPHENS_AT_LINE_END = (0x02, 0xFFFE)
"""PDFium's own codes for a hyphen that it thinks breaks a word."""
_JUNK = frozenset((*range(0x20), *range(0x7F, 0xA0), 0xFFFE, 0xFFFF, 0xFEFF, 0x200B, 0x200C, 0x200D, *range(0xD800, 0xE000)))


class TooManyGlyphsError(Exception):
    """A page with more glyphs than any page made for people has."""


def _unboxed(function: Any, result: Any, *arguments: Any) -> Callable[..., Any]:
    """A PDFium function that takes and gives plain addresses: building a typed pointer per glyph costs more than the call."""
    address = ctypes.cast(function, ctypes.c_void_p).value or 0
    return ctypes.CFUNCTYPE(result, *arguments)(address)


_text_object = _unboxed(pdfium.FPDFText_GetTextObject, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int)
_unicode = _unboxed(pdfium.FPDFText_GetUnicode, ctypes.c_uint, ctypes.c_void_p, ctypes.c_int)
_loose_box = _unboxed(pdfium.FPDFText_GetLooseCharBox, ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p)


@dataclass(slots=True)
class _Run:
    """What all glyphs of one text object share. ``way`` is the quarter turn (clockwise, as displayed) or -1 for askew."""

    way: int
    mirrored: bool
    size: float
    bold: bool
    hidden: bool
    x: float
    y: float


def read_sheet(page: Any, number: int) -> Sheet:
    """Everything printed on one page (a ``pypdfium2.PdfPage``), in the coordinates of the page as it is read.

    Raises TooManyGlyphsError over ``MAX_GLYPHS``.
    """
    raw = page.raw
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
        groups, hidden, ways = _read_words(text_page, count, rotation, place, width, height)
    finally:
        pdfium.FPDFText_ClosePage(text_page)
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


_Key = tuple[int, bool]


def _read_words(
    text_page: Any, count: int, rotation: int, place: Callable[[float, float], tuple[float, float]], width: float, height: float
) -> tuple[dict[_Key, list[Word]], dict[_Key, list[Word]], Counter[_Key]]:
    """Visible and hidden words by direction, and how many glyphs run each way."""
    address = ctypes.cast(text_page, ctypes.c_void_p).value
    rect = pdfium.FS_RECTF()
    rect_address = ctypes.addressof(rect)
    codes = _codes(text_page, address, count)
    runs: dict[int, _Run] = {}
    fonts: dict[int, bool] = {}
    shown: dict[_Key, list[Word]] = defaultdict(list)
    hidden: dict[_Key, list[Word]] = defaultdict(list)
    ways: Counter[_Key] = Counter()
    frames: dict[_Key, Frame] = {}
    last, run = None, None
    word: Word | None = None
    spaced, guessed = True, False
    plain = False
    flip_x = place(0.0, 0.0)[0]
    base = end = 0.0
    for index in range(count):
        found = _text_object(address, index)
        if not found:
            guessed = True
            continue
        if found != last:
            last = found
            known = runs.get(found)
            if known is None:
                known = runs[found] = _run(text_page, index, found, rotation, place, fonts)
            style_changed = (
                run is None or known.bold != run.bold or abs(known.size - run.size) > 0.05
                or known.way != run.way or known.mirrored != run.mirrored or known.hidden != run.hidden
            )  # fmt: skip
            run = known
            key = (run.way, run.mirrored)
            if key not in frames:
                frames[key] = Frame(width, height, max(run.way, 0), run.mirrored)
            frame = frames[key]
            plain = frame.upright and rotation == 0
            base = frame.read(run.x, run.y)[1]
            if style_changed or (word is not None and abs(word.base - base) > 0.15 * run.size):
                word = None
            target = hidden if run.hidden else shown
        code = codes[index]
        if code in _SPACES:
            spaced = True
            continue
        assert run is not None
        if run.size < 1.0:
            continue
        text = _LIGATURES.get(code) or ("-" if code in _HYPHENS_AT_LINE_END else "" if code in _JUNK else chr(code))
        if not text:
            continue
        _loose_box(address, index, rect_address)
        if plain:
            x0, x1 = rect.left + flip_x, rect.right + flip_x
            if not -0.1 * height <= base <= 1.1 * height or x1 < -5 or x0 > width + 5:
                continue
        else:
            (ax, ay), (bx, by) = place(rect.left, rect.top), place(rect.right, rect.bottom)
            x0, y0, x1, y1 = frame.unbox(min(ax, bx), min(ay, by), max(ax, bx), max(ay, by))
            if x1 < -5 or y1 < -5 or x0 > frame.read_width + 5 or y0 > frame.read_height + 5:
                continue
            if run.way < 0:
                base = y0 + 0.78 * (y1 - y0)
        ways[key] += 1
        if word is not None and not spaced and run.way >= 0:
            gap = x0 - end
            if -0.5 * run.size < gap < 0.2 * run.size and not (guessed and gap > 0.12 * run.size):
                xs = word.xs
                if x0 <= xs[-2] + 0.01 and abs(x1 - end) < 0.01:
                    xs[-1] = (xs[-2] + end) / 2  # one glyph that stands for several letters: share its width
                elif x0 > xs[-2]:
                    xs[-1] = x0
                xs.append(max(x1, xs[-1]))
                word.text += text[0]
                end = xs[-1]
                guessed = False
                if len(text) > 1:
                    _spread(word, text)
                continue
        word = Word(text[0], [x0, x1], base, run.size, run.bold, spaced or guessed)
        target[key].append(word)
        end = x1
        spaced = guessed = False
        if len(text) > 1:
            _spread(word, text)
    for words in (*shown.values(), *hidden.values()):
        for word in words:
            word.settle()
    return dict(shown), dict(hidden), ways


def _spread(word: Word, text: str) -> None:
    """Give the letters of a ligature, whose first is in the word already, equal parts of its width."""
    x1 = word.xs.pop()
    x0 = word.xs[-1]
    word.xs.extend(x0 + (x1 - x0) * part / len(text) for part in range(1, len(text) + 1))
    word.text += text[1:]


def _codes(text_page: Any, address: int | None, count: int) -> list[int]:
    """Each glyph's code: in one call where PDFium's text has one unit for each glyph, else glyph by glyph."""
    units = (ctypes.c_ushort * (count + 2))()
    if pdfium.FPDFText_GetText(text_page, 0, count, units) - 1 == count:
        codes: list[int] = units[:count]
        if all(code < 0xD800 or code > 0xDFFF for code in codes):
            return codes
    return [_unicode(address, index) for index in range(count)]


def _run(
    text_page: Any,
    index: int,
    address: int,
    rotation: int,
    place: Callable[[float, float], tuple[float, float]],
    fonts: dict[int, bool],
) -> _Run:
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFText_GetMatrix(text_page, index, matrix)
    a, b, c, d = matrix.a, matrix.b, matrix.c, matrix.d
    size = pdfium.FPDFText_GetFontSize(text_page, index)
    if size < 0:  # a negative size turns the glyphs round, just like a negative scale
        size, a, b, c, d = -size, -a, -b, -c, -d
    turn = math.degrees(math.atan2(b, a))
    # Letters that run to the left but stand upright are mirrored; those turned over belong to a font that turns them back.
    mirrored = a * d - b * c < 0 and round((rotation - turn) / 90) % 4 == 2
    if mirrored:
        turn += 180
    clockwise = (rotation - turn) % 360
    quarter = round(clockwise / 90) % 4
    askew = abs((clockwise - quarter * 90 + 180) % 360 - 180) > 12
    handle = ctypes.cast(ctypes.c_void_p(address), pdfium.FPDF_PAGEOBJECT)
    mode = pdfium.FPDFTextObj_GetTextRenderMode(handle)
    font = pdfium.FPDFTextObj_GetFont(handle)
    font_address = ctypes.cast(font, ctypes.c_void_p).value or 0
    if font_address not in fonts:
        fonts[font_address] = _is_bold(font) if font_address else False
    x, y = place(matrix.e, matrix.f)
    scale = math.hypot(c, d) or math.hypot(a, b)
    return _Run(
        -1 if askew else quarter, mirrored, size * scale, fonts[font_address] or mode == pdfium.FPDF_TEXTRENDERMODE_FILL_STROKE,
        mode == pdfium.FPDF_TEXTRENDERMODE_INVISIBLE, x, y,
    )  # fmt: skip


def _is_bold(font: Any) -> bool:
    length = pdfium.FPDFFont_GetBaseFontName(font, None, 0)
    buffer = ctypes.create_string_buffer(max(length, 1))
    pdfium.FPDFFont_GetBaseFontName(font, buffer, length)
    name = buffer.value.decode("utf-8", "replace")
    if _BOLD_NAME.search(name):
        return True
    flags = pdfium.FPDFFont_GetFlags(font)
    return bool(flags > 0 and flags & _FORCE_BOLD)


def _without_doubles(words: list[Word]) -> list[Word]:
    """Words printed twice, a hair apart, are one bold word; printed twice at the same place, one word."""
    doubles: set[int] = set()
    ordered = sorted(words, key=lambda word: (word.text, round(word.base / 2), word.x0))
    for first, second in pairwise(ordered):
        if (
            first.text == second.text
            and second.x0 - first.x0 < 0.12 * first.size
            and second.x0 >= first.x0
            and abs(second.base - first.base) < 0.12 * first.size
        ):
            first.bold = second.bold = True
            doubles.add(id(second))
    return [word for word in words if id(word) not in doubles] if doubles else words
