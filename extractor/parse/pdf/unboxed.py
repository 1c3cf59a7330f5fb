"""PDFium's raw functions, taking and giving plain addresses, and asked about a whole page's glyphs or paths at once.

Through its typed interface each call builds pointer objects, which costs more than the call. Here arguments that many calls share
are made once, only what comes as an address is declared, and PDFium is called without giving Python's lock away and taking it
back: the box of a glyph costs 0.12 microseconds, where declared types and the lock took 0.32. So an argument that is not declared
must be what PDFium expects: a whole number, what :func:`argument` made of an address, or a place in a room. What a function
writes goes to rooms that are used again and again: PDFium is used by one thread of a process only.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Sequence
from itertools import chain, repeat
from typing import Any

import numpy as np
import pypdfium2.raw as pdfium
from numpy.typing import NDArray

Matrix = tuple[float, float, float, float, float, float]
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
Numbers = NDArray[np.float64]
Flags = NDArray[np.bool_]
Argument = Any
"""An address as PDFium takes it: made once, and given to many calls."""

_CHUNK = 2048
"""Calls after which what they wrote is taken out of their rooms."""
_pointer, _int = ctypes.c_void_p, ctypes.c_int


def _plain(function: Any, result: Any, *declared: Any) -> Callable[..., Any]:
    address = ctypes.cast(function, ctypes.c_void_p).value or 0
    return ctypes.PYFUNCTYPE(result, *declared)(address)


class _Rooms:
    """Room for what ``_CHUNK`` calls write, ``pointers`` times ``width`` numbers each, and the arguments that name its places."""

    def __init__(self, number: Any, width: int, pointers: int = 1) -> None:
        self._numbers = (number * (width * pointers * _CHUNK))()
        self._view = np.ctypeslib.as_array(self._numbers).reshape(_CHUNK, width * pointers)
        begins = [range(4 * width * pointer, ctypes.sizeof(self._numbers), 4 * width * pointers) for pointer in range(pointers)]
        self._places = [[ctypes.byref(self._numbers, begin) for begin in one] for one in begins]

    def filled(self, function: Callable[..., int], *arguments: Sequence[Any]) -> tuple[list[int], Numbers]:
        """What each call gives back and what it writes, a row of numbers for each (noughts where one writes nothing)."""
        count = len(arguments[0])
        results: list[int] = []
        rows = np.empty((count, self._view.shape[1]))
        for begin in range(0, count, _CHUNK):
            end = min(begin + _CHUNK, count)
            self._view[: end - begin] = 0
            # The map runs in C: half the time of a loop of calls.
            results += map(function, *(one[begin:end] for one in arguments), *self._places)
            rows[begin:end] = self._view[: end - begin]
        return results, rows


_get_text = _plain(pdfium.FPDFText_GetText, _int)
_text_object = _plain(pdfium.FPDFText_GetTextObject, _pointer)
_unicode_of = _plain(pdfium.FPDFText_GetUnicode, ctypes.c_uint)
_loose_box = _plain(pdfium.FPDFText_GetLooseCharBox, _int)
_font_size = _plain(pdfium.FPDFText_GetFontSize, ctypes.c_double)
_text_matrix = _plain(pdfium.FPDFText_GetMatrix, _int)
render_mode = _plain(pdfium.FPDFTextObj_GetTextRenderMode, _int, _pointer)
font_of = _plain(pdfium.FPDFTextObj_GetFont, _pointer, _pointer)

_count_objects = _plain(pdfium.FPDFPage_CountObjects, _int, _pointer)
_page_object = _plain(pdfium.FPDFPage_GetObject, _pointer)
kind_of = _plain(pdfium.FPDFPageObj_GetType, _int, _pointer)
_count_in_form = _plain(pdfium.FPDFFormObj_CountObjects, _int, _pointer)
_form_object = _plain(pdfium.FPDFFormObj_GetObject, _pointer)
_object_matrix = _plain(pdfium.FPDFPageObj_GetMatrix, _int, _pointer)

_count_segments = _plain(pdfium.FPDFPath_CountSegments, _int, _pointer)
_segment_of = _plain(pdfium.FPDFPath_GetPathSegment, _pointer, _pointer)
_kind_of_segment = _plain(pdfium.FPDFPathSegment_GetType, _int, _pointer)
_closes = _plain(pdfium.FPDFPathSegment_GetClose, _int, _pointer)
_segment_point = _plain(pdfium.FPDFPathSegment_GetPoint, _int, _pointer)
_draw_mode = _plain(pdfium.FPDFPath_GetDrawMode, _int, _pointer)
_fill_colour = _plain(pdfium.FPDFPageObj_GetFillColor, _int, _pointer)

_BOXES = _Rooms(ctypes.c_float, 4)
_MATRICES = _Rooms(ctypes.c_float, 6)
_POINTS = _Rooms(ctypes.c_float, 1, pointers=2)
_MODES = _Rooms(ctypes.c_int, 1, pointers=2)
_COLOURS = _Rooms(ctypes.c_uint, 1, pointers=4)


def argument(handle: Any) -> Argument:
    """One of pypdfium2's typed pointers as an argument for many calls. What it points to must stay open."""
    return ctypes.c_void_p.from_param(ctypes.cast(handle, ctypes.c_void_p).value or 0)


def units_of(text_page: Argument, count: int) -> NDArray[np.uint16]:
    """The first ``count`` glyphs of the page's text in UTF-16, in one call. It may have more units than glyphs, or fewer."""
    units = np.zeros(count + 2, np.uint16)
    given = _get_text(text_page, 0, count, ctypes.c_void_p(units.ctypes.data))
    return units[: max(0, given - 1)]


def codes_of(text_page: Argument, count: int) -> NDArray[np.uint32]:
    """The character code of each glyph, one by one."""
    return np.fromiter(map(_unicode_of, repeat(text_page), range(count)), np.uint32, count)


def text_objects(text_page: Argument, glyphs: Sequence[int]) -> list[int | None]:
    """The address of the text object that prints each of these glyphs, None for one that PDFium made up."""
    return list(map(_text_object, repeat(text_page), glyphs))


def loose_boxes(text_page: Argument, glyphs: Sequence[int]) -> Numbers:
    """Left, top, right and bottom of each of these glyphs, the line's height high."""
    return _BOXES.filled(_loose_box, [text_page] * len(glyphs), glyphs)[1]


def font_sizes(text_page: Argument, glyphs: Sequence[int]) -> list[float]:
    return list(map(_font_size, repeat(text_page), glyphs))


def matrices_of_glyphs(text_page: Argument, glyphs: Sequence[int]) -> Numbers:
    """The six numbers of the matrix under which each glyph is printed (noughts where PDFium knows none)."""
    return _MATRICES.filled(_text_matrix, [text_page] * len(glyphs), glyphs)[1]


def objects_of_page(page: Any) -> list[int]:
    """The addresses of what stands on a page, in the order in which it is drawn."""
    whole = argument(page)
    return list(map(_page_object, repeat(whole), range(_count_objects(whole))))


def objects_of_form(form: int) -> list[int]:
    return list(map(_form_object, repeat(ctypes.c_void_p.from_param(form)), range(max(0, _count_in_form(form)))))


def matrices_of(items: Sequence[int]) -> Numbers:
    """The six numbers of the matrix of each of these page objects."""
    known, rows = _MATRICES.filled(_object_matrix, items)
    rows[np.array(known) == 0] = IDENTITY
    return rows


def count_segments(paths: Sequence[int]) -> list[int]:
    return list(map(_count_segments, paths))


def drawn(paths: Sequence[int]) -> tuple[Flags, Flags]:
    """Of each path whether it is filled, and whether it is stroked."""
    modes = _MODES.filled(_draw_mode, paths)[1] != 0
    return modes[:, 0], modes[:, 1]


def segments_of(paths: Sequence[int], counts: Sequence[int]) -> tuple[NDArray[np.intp], Flags, Numbers]:
    """Of every segment of these paths, one after the other: its kind, whether it closes its outline, and where it ends (before the
    path's own matrix)."""
    segments = list(map(_segment_of, chain.from_iterable(map(repeat, paths, counts)), chain.from_iterable(map(range, counts))))
    kinds = np.fromiter(map(_kind_of_segment, segments), np.intp, len(segments))
    closing = np.fromiter(map(_closes, segments), np.intp, len(segments)) != 0
    return kinds, closing, _POINTS.filled(_segment_point, segments)[1]


def fill_colours(items: Sequence[int]) -> list[tuple[int, int, int, int] | None]:
    """Red, green, blue and opacity of each page object's ground, 0 to 255; None where it has none."""
    known, rows = _COLOURS.filled(_fill_colour, items)
    return [
        (red, green, blue, opacity) if done else None
        for done, (red, green, blue, opacity) in zip(known, rows.astype(int).tolist(), strict=True)
    ]
