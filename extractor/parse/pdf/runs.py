"""What all glyphs of one text object share: direction, size, weight. Asked for once a run, for each question costs a call."""

from __future__ import annotations

import ctypes
import math
import re
from collections.abc import Callable
from dataclasses import dataclass

import pypdfium2.raw as pdfium

from extractor.parse.pdf.unboxed import font_of, font_size, matrix_of_glyph, render_mode

_BOLD_NAME = re.compile(r"bold|black|heavy|demi|(?<![a-z])(?:bd|blk)(?![a-z])", re.IGNORECASE)
_FORCE_BOLD = 1 << 18


@dataclass(slots=True)
class Run:
    """One text object. ``way`` is the quarter turn (clockwise, as displayed) or -1 for askew; x, y is where it begins."""

    way: int
    mirrored: bool
    size: float
    bold: bool
    hidden: bool
    x: float
    y: float


def run_of(
    text_page: int,
    index: int,
    text: int,
    rotation: int,
    place: Callable[[float, float], tuple[float, float]],
    fonts: dict[int, bool],
) -> Run:
    """The run of the text object ``text``, of which ``index`` is a glyph. ``fonts`` keeps which fonts of the page are bold."""
    a, b, c, d, e, f = matrix_of_glyph(text_page, index)
    size = font_size(text_page, index)
    if size < 0:  # a negative size turns the glyphs round, just like a negative scale
        size, a, b, c, d = -size, -a, -b, -c, -d
    turn = math.degrees(math.atan2(b, a)) if b or a < 0 else 0.0
    # Letters that run to the left but stand upright are mirrored; those turned over belong to a font that turns them back.
    mirrored = a * d - b * c < 0 and round((rotation - turn) / 90) % 4 == 2
    if mirrored:
        turn += 180
    clockwise = (rotation - turn) % 360
    quarter = round(clockwise / 90) % 4
    askew = abs((clockwise - quarter * 90 + 180) % 360 - 180) > 12
    mode = render_mode(text)
    font = font_of(text) or 0
    bold = fonts.get(font)
    if bold is None:
        bold = fonts[font] = _is_bold(font) if font else False
    x, y = place(e, f)
    return Run(
        -1 if askew else quarter,
        mirrored,
        size * (math.hypot(c, d) or math.hypot(a, b)),
        bold or mode == pdfium.FPDF_TEXTRENDERMODE_FILL_STROKE,
        mode == pdfium.FPDF_TEXTRENDERMODE_INVISIBLE,
        x,
        y,
    )


def _is_bold(font: int) -> bool:
    handle = ctypes.cast(ctypes.c_void_p(font), pdfium.FPDF_FONT)
    length = pdfium.FPDFFont_GetBaseFontName(handle, None, 0)
    buffer = ctypes.create_string_buffer(max(length, 1))
    pdfium.FPDFFont_GetBaseFontName(handle, buffer, length)
    name = buffer.value.decode("utf-8", "replace")
    if _BOLD_NAME.search(name):
        return True
    flags = pdfium.FPDFFont_GetFlags(handle)
    return bool(flags > 0 and flags & _FORCE_BOLD)
