"""What all glyphs of one text object share: direction, size, weight. Asked for once a run, and for all runs of a page together."""

from __future__ import annotations

import ctypes
import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import pypdfium2.raw as pdfium

from extractor.parse.pdf.unboxed import Argument, font_of, font_sizes, matrices_of_glyphs, render_mode

_BOLD_NAME = re.compile(r"bold|black|heavy|demi|(?<![a-z])(?:bd|blk)(?![a-z])", re.IGNORECASE)
_FORCE_BOLD = 1 << 18
_STROKED = pdfium.FPDF_TEXTRENDERMODE_FILL_STROKE
_INVISIBLE = pdfium.FPDF_TEXTRENDERMODE_INVISIBLE
_Under = tuple[float, float, float, float, float]
"""The part of a matrix that turns and stretches, and the size of the font."""
_Place = Callable[[Any, Any], tuple[Any, Any]]


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


def runs_of(text_page: Argument, glyphs: Mapping[int, int], rotation: int, place: _Place) -> dict[int, Run]:
    """The run of each text object. ``glyphs`` gives the first glyph of each, and the order in which they are met."""
    firsts = list(glyphs.values())
    matrices, sizes = matrices_of_glyphs(text_page, firsts), font_sizes(text_page, firsts)
    a, b, c, d, e, f = matrices.T
    xs, ys = place(e, f)
    looks: dict[_Under, tuple[int, bool, float]] = {}
    bolds: dict[int | None, bool] = {None: False}
    runs = {}
    for text, under, x, y, mode, font in zip(
        glyphs,
        zip(a.tolist(), b.tolist(), c.tolist(), d.tolist(), sizes, strict=True),
        xs.tolist(),
        ys.tolist(),
        map(render_mode, glyphs),
        map(font_of, glyphs),
        strict=True,
    ):
        look = looks.get(under)
        if look is None:
            look = looks[under] = _look(under, rotation)
        bold = bolds.get(font)
        if bold is None:
            bold = bolds[font] = _is_bold(font)
        way, mirrored, height = look
        runs[text] = Run(way, mirrored, height, bold or mode == _STROKED, mode == _INVISIBLE, x, y)
    return runs


def _look(under: _Under, rotation: int) -> tuple[int, bool, float]:
    """Direction, whether mirrored, and size of the print under a matrix."""
    a, b, c, d, size = under
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
    return -1 if askew else quarter, mirrored, size * (math.hypot(c, d) or math.hypot(a, b))


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
