"""PDFium's raw functions, taking and giving plain addresses.

Through its typed interface each call builds pointer objects, which costs more than the call. What a function writes goes to one
room of six numbers: PDFium is used by one thread of a process only.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from typing import Any

import pypdfium2.raw as pdfium

_NUMBERS = (ctypes.c_float * 6)()
_ROOM = ctypes.addressof(_NUMBERS)
_WHOLE = (ctypes.c_int * 4)()
_WHOLE_ROOM = ctypes.addressof(_WHOLE)

Matrix = tuple[float, float, float, float, float, float]
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def _plain(function: Any, result: Any, *arguments: Any) -> Callable[..., Any]:
    address = ctypes.cast(function, ctypes.c_void_p).value or 0
    return ctypes.CFUNCTYPE(result, *arguments)(address)


_pointer, _int = ctypes.c_void_p, ctypes.c_int

text_object = _plain(pdfium.FPDFText_GetTextObject, _pointer, _pointer, _int)
"""(text page, glyph) -> address of the text object that prints it, None for a glyph that PDFium made up."""
unicode_of = _plain(pdfium.FPDFText_GetUnicode, ctypes.c_uint, _pointer, _int)
loose_box = _plain(pdfium.FPDFText_GetLooseCharBox, _int, _pointer, _int, _pointer)
"""(text page, glyph, room): writes left, top, right, bottom."""
font_size = _plain(pdfium.FPDFText_GetFontSize, ctypes.c_double, _pointer, _int)
render_mode = _plain(pdfium.FPDFTextObj_GetTextRenderMode, _int, _pointer)
font_of = _plain(pdfium.FPDFTextObj_GetFont, _pointer, _pointer)
_text_matrix = _plain(pdfium.FPDFText_GetMatrix, _int, _pointer, _int, _pointer)

count_objects = _plain(pdfium.FPDFPage_CountObjects, _int, _pointer)
page_object = _plain(pdfium.FPDFPage_GetObject, _pointer, _pointer, _int)
kind_of = _plain(pdfium.FPDFPageObj_GetType, _int, _pointer)
count_in_form = _plain(pdfium.FPDFFormObj_CountObjects, _int, _pointer)
form_object = _plain(pdfium.FPDFFormObj_GetObject, _pointer, _pointer, ctypes.c_ulong)
_object_matrix = _plain(pdfium.FPDFPageObj_GetMatrix, _int, _pointer, _pointer)

count_segments = _plain(pdfium.FPDFPath_CountSegments, _int, _pointer)
segment_of = _plain(pdfium.FPDFPath_GetPathSegment, _pointer, _pointer, _int)
kind_of_segment = _plain(pdfium.FPDFPathSegment_GetType, _int, _pointer)
closes = _plain(pdfium.FPDFPathSegment_GetClose, _int, _pointer)
_segment_point = _plain(pdfium.FPDFPathSegment_GetPoint, _int, _pointer, _pointer, _pointer)
_draw_mode = _plain(pdfium.FPDFPath_GetDrawMode, _int, _pointer, _pointer, _pointer)
_fill_colour = _plain(pdfium.FPDFPageObj_GetFillColor, _int, _pointer, _pointer, _pointer, _pointer, _pointer)


def address_of(handle: Any) -> int:
    """The plain address of one of pypdfium2's typed pointers."""
    return ctypes.cast(handle, ctypes.c_void_p).value or 0


def matrix_of_glyph(text_page: int, index: int) -> Matrix:
    """The matrix under which a glyph is printed (all zeros where PDFium knows none)."""
    if not _text_matrix(text_page, index, _ROOM):
        return (0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
    a, b, c, d, e, f = _NUMBERS[:]
    return a, b, c, d, e, f


def matrix_of(item: int) -> Matrix:
    """The matrix of a page object."""
    if not _object_matrix(item, _ROOM):
        return IDENTITY
    a, b, c, d, e, f = _NUMBERS[:]
    return a, b, c, d, e, f


def point_of(segment: int) -> tuple[float, float]:
    """Where a segment of a path ends, before its object's matrix."""
    _segment_point(segment, _ROOM, _ROOM + 4)
    return _NUMBERS[0], _NUMBERS[1]


def drawn(path: int) -> tuple[bool, bool]:
    """Whether a path is filled, and whether it is stroked."""
    _draw_mode(path, _WHOLE_ROOM, _WHOLE_ROOM + 4)
    return _WHOLE[0] != 0, _WHOLE[1] != 0


def fill_colour(item: int) -> tuple[int, int, int, int] | None:
    """Red, green, blue and opacity of a page object's ground, 0 to 255; None where it has none."""
    if not _fill_colour(item, _WHOLE_ROOM, _WHOLE_ROOM + 4, _WHOLE_ROOM + 8, _WHOLE_ROOM + 12):
        return None
    red, green, blue, opacity = _WHOLE[:]
    return red, green, blue, opacity
