"""A page's ruling lines, edges of rectangles, coloured grounds and image cover, from PDFium's page objects."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import pairwise

import pypdfium2.raw as pdfium

from extractor.model import Box
from extractor.parse.pdf import unboxed
from extractor.parse.pdf.unboxed import IDENTITY, Matrix, matrix_of

MAX_PATHS = 20_000
MAX_SEGMENTS = 4_000
_WHITE = 0xF8
_Point = tuple[float, float]


@dataclass(slots=True)
class Strokes:
    """What is drawn on one page, as displayed."""

    rules: list[Box] = field(default_factory=list)
    fills: list[tuple[Box, int]] = field(default_factory=list)
    image_cover: float = 0.0
    """Share of the page under its largest image."""


def read_strokes(page: int, place: Callable[[float, float], _Point], width: float, height: float) -> Strokes:
    """Walk the page's objects, forms inside forms included; ``place`` maps user space to the displayed page."""
    strokes = Strokes()
    budget = [MAX_PATHS]
    for index in range(unboxed.count_objects(page)):
        item = unboxed.page_object(page, index)
        if unboxed.kind_of(item) != pdfium.FPDF_PAGEOBJ_TEXT:
            _visit(item, IDENTITY, strokes, place, width * height, budget, 0)
    return strokes


def _visit(
    item: int, outer: Matrix, strokes: Strokes, place: Callable[[float, float], _Point], area: float, budget: list[int], depth: int
) -> None:
    kind = unboxed.kind_of(item)
    if kind == pdfium.FPDF_PAGEOBJ_TEXT or budget[0] <= 0:
        return
    if kind == pdfium.FPDF_PAGEOBJ_PATH:
        budget[0] -= 1
        _path(item, outer, strokes, place)
    elif kind == pdfium.FPDF_PAGEOBJ_IMAGE and area > 0:
        matrix = _times(matrix_of(item), outer)
        corners = [place(*_apply(matrix, x, y)) for x, y in ((0, 0), (1, 0), (0, 1), (1, 1))]
        x0, x1 = min(x for x, _ in corners), max(x for x, _ in corners)
        y0, y1 = min(y for _, y in corners), max(y for _, y in corners)
        strokes.image_cover = max(strokes.image_cover, (x1 - x0) * (y1 - y0) / area)
    elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < 8:
        matrix = _times(matrix_of(item), outer)
        for index in range(max(0, unboxed.count_in_form(item))):
            _visit(unboxed.form_object(item, index), matrix, strokes, place, area, budget, depth + 1)


def _times(m: Matrix, n: Matrix) -> Matrix:
    if n is IDENTITY:
        return m
    return (
        m[0] * n[0] + m[1] * n[2], m[0] * n[1] + m[1] * n[3], m[2] * n[0] + m[3] * n[2], m[2] * n[1] + m[3] * n[3],
        m[4] * n[0] + m[5] * n[2] + n[4], m[4] * n[1] + m[5] * n[3] + n[5],
    )  # fmt: skip


def _apply(m: Matrix, x: float, y: float) -> _Point:
    return m[0] * x + m[2] * y + m[4], m[1] * x + m[3] * y + m[5]


def _path(item: int, outer: Matrix, strokes: Strokes, place: Callable[[float, float], _Point]) -> None:
    """Straight upright or level segments become rules; a filled rectangle that is not white becomes a ground."""
    count = unboxed.count_segments(item)
    if not 2 <= count <= MAX_SEGMENTS:
        return
    filled, stroked = unboxed.drawn(item)
    if not filled and not stroked:
        return
    segments = [unboxed.segment_of(item, index) for index in range(count)]
    kinds = [unboxed.kind_of_segment(segment) for segment in segments]
    if pdfium.FPDF_SEGMENT_BEZIERTO in kinds:
        return
    matrix = _times(matrix_of(item), outer)
    outlines: list[list[_Point]] = []
    for segment, kind in zip(segments, kinds, strict=True):
        point = place(*_apply(matrix, *unboxed.point_of(segment)))
        if kind == pdfium.FPDF_SEGMENT_MOVETO or not outlines:
            outlines.append([point])
        else:
            outlines[-1].append(point)
        if outlines[-1][-1] != outlines[-1][0] and unboxed.closes(segment):
            outlines[-1].append(outlines[-1][0])
    for outline in outlines:
        if filled and len(outline) > 2 and outline[0] != outline[-1]:
            outline.append(outline[0])
        for (ax, ay), (bx, by) in pairwise(outline):
            if abs(ax - bx) < 0.01 or abs(ay - by) < 0.01:
                strokes.rules.append((min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)))
    if filled and len(outlines) == 1 and len(outlines[0]) == 5:
        colour = _fill_colour(item)
        if colour is not None:
            xs, ys = [p[0] for p in outlines[0]], [p[1] for p in outlines[0]]
            strokes.fills.append(((min(xs), min(ys), max(xs), max(ys)), colour))


def _fill_colour(item: int) -> int | None:
    """0xRRGGBB, or None for white and for what cannot be seen."""
    found = unboxed.fill_colour(item)
    if found is None:
        return None
    red, green, blue, opacity = found
    if opacity < 16 or min(red, green, blue) >= _WHITE:
        return None
    return red << 16 | green << 8 | blue
