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


_ODD = frozenset(range(0x20)) | frozenset(range(0x7F, 0xA0)) | {0xAD}
_LAST_PLAIN = 0x024F
"""Codes up to here, but for control codes, are letters and signs that need no look-up."""


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
    box = (ctypes.c_float * 4)()  # left, top, right, bottom
    box_address = ctypes.addressof(box)
    codes = _codes(text_page, address, count)
    runs: dict[int, _Run] = {}
    fonts: dict[int, bool] = {}
    found: dict[tuple[_Key, bool], list[Word]] = defaultdict(list)
    frames: dict[_Key, Frame] = {}
    last, run, frame = None, _Run(0, False, 0.0, False, False, 0.0, 0.0), Frame(width, height)
    plain, target = False, found[(0, False), False]
    base = size = end = 0.0
    letters, xs = "", [0.0]
    spaced = word_spaced = True
    shift = place(0.0, 0.0)[0]

    def flush() -> None:
        if letters:
            target.append(Word(letters, [*xs, end], base, size, run.bold, word_spaced))

    for index in range(count):
        code = codes[index]
        if code in _SPACES:
            spaced = True
            continue
        pointer = _text_object(address, index)
        if pointer != last:
            if not pointer:
                spaced = True
                continue
            last = pointer
            known = runs.get(pointer)
            if known is None:
                known = runs[pointer] = _run(text_page, index, pointer, rotation, place, fonts)
            key = (known.way, known.mirrored)
            if key not in frames:
                frames[key] = Frame(width, height, max(known.way, 0), known.mirrored)
            line = frames[key].read(known.x, known.y)[1]
            alike = known.bold == run.bold and known.hidden == run.hidden and frames[key] is frame and known.way >= 0
            if not alike or abs(known.size - size) > 0.05 or abs(line - base) > 0.15 * known.size:
                flush()
                letters = ""
                run, frame, size, base = known, frames[key], known.size, line
                plain = frame.upright and rotation == 0 and known.way >= 0
                target = found[key, known.hidden]
        if size < 1.0:
            continue
        _loose_box(address, index, box_address)
        if plain:
            x0, x1 = box[0] + shift, box[2] + shift
            if x1 < -5 or x0 > width + 5 or not 0 <= base <= 1.05 * height:
                continue
        else:
            (ax, ay), (bx, by) = place(box[0], box[1]), place(box[2], box[3])
            x0, y0, x1, y1 = frame.unbox(min(ax, bx), min(ay, by), max(ax, bx), max(ay, by))
            if x1 < -5 or y1 < -5 or x0 > frame.read_width + 5 or y0 > frame.read_height + 5:
                continue
        if code in _ODD or code > _LAST_PLAIN:
            text = _LIGATURES.get(code) or ("-" if code in _HYPHENS_AT_LINE_END else "" if code in _JUNK else chr(code))
            if not text:
                continue
        else:
            text = chr(code)
        if letters and not spaced and run.way >= 0 and -0.5 * size < x0 - end < 0.2 * size:
            if x0 <= xs[-1] + 0.01:
                x0 = (xs[-1] + end) / 2  # one glyph that stands for several letters: share its width
        else:
            flush()
            letters, xs, word_spaced, spaced = "", [], spaced, False
            if run.way < 0:
                base = y0 + 0.78 * (y1 - y0)
            end = x0
        letters += text
        xs.append(x0)
        if len(text) > 1:
            xs.extend([x0 + (x1 - x0) * part / len(text) for part in range(1, len(text))])
        if x1 > end:
            end = x1
    flush()
    ways: Counter[_Key] = Counter()
    shown: dict[_Key, list[Word]] = {}
    hidden: dict[_Key, list[Word]] = {}
    for (key, unseen), words in found.items():
        if words:
            (hidden if unseen else shown)[key] = words
            ways[key] += sum(len(word.text) for word in words)
    return shown, hidden, ways


def _codes(text_page: Any, address: int | None, count: int) -> list[int]:
    """Each glyph's code: in one call where PDFium's text has one unit for each glyph, else glyph by glyph."""
    units = (ctypes.c_ushort * (count + 2))()
    if pdfium.FPDFText_GetText(text_page, 0, count, units) - 1 == count:
        codes: list[int] = units[:count]
        if not codes or max(codes) < 0xD800 or not any(0xD800 <= code <= 0xDFFF for code in codes):
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
