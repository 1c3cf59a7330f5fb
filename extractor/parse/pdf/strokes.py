"""A page's ruling lines, edges of rectangles, coloured grounds and image cover, from PDFium's page objects."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import compress
from typing import Any

import numpy as np
import pypdfium2.raw as pdfium
from numpy.typing import NDArray

from extractor.model import Box
from extractor.parse.pdf import unboxed
from extractor.parse.pdf.unboxed import IDENTITY, Flags, Matrix, Numbers, matrices_of

MAX_PATHS = 20_000
MAX_SEGMENTS = 4_000
_WHITE = 0xF8
_Place = Callable[[Any, Any], tuple[Any, Any]]
_MANY = 100_000
"""Segments that are looked at together: what a page of paths may take of memory."""


@dataclass(slots=True)
class Strokes:
    """What is drawn on one page, as displayed."""

    rules: list[Box] = field(default_factory=list)
    fills: list[tuple[Box, int]] = field(default_factory=list)
    image_cover: float = 0.0
    """Share of the page under its largest image."""


@dataclass(slots=True)
class _Walk:
    """What is seen on the way through a page's objects: paths with the matrix of the form that they stand in, and images."""

    place: _Place
    area: float
    paths: list[int] = field(default_factory=list)
    outers: list[Matrix] = field(default_factory=list)
    image_cover: float = 0.0


def read_strokes(page: Any, place: _Place, width: float, height: float) -> Strokes:
    """Walk the page's objects, forms inside forms included; ``place`` maps user space to the displayed page."""
    walk = _Walk(place, width * height)
    _visit(unboxed.objects_of_page(page), IDENTITY, walk, 0)
    strokes = Strokes(image_cover=walk.image_cover)
    counts = unboxed.count_segments(walk.paths)
    for part in _parts(counts):
        _read_paths([walk.paths[at] for at in part], [walk.outers[at] for at in part], [counts[at] for at in part], place, strokes)
    return strokes


def _parts(counts: list[int]) -> Iterator[list[int]]:
    """The paths (by their places) that are worth a look, parted so that none has too many segments for one look."""
    part: list[int] = []
    total = 0
    for at, count in enumerate(counts):
        if 2 <= count <= MAX_SEGMENTS:
            part.append(at)
            total += count
            if total > _MANY:
                yield part
                part, total = [], 0
    if part:
        yield part


def _visit(items: list[int], outer: Matrix, walk: _Walk, depth: int) -> None:
    drawn = [one for one in zip(items, map(unboxed.kind_of, items), strict=True) if one[1] != pdfium.FPDF_PAGEOBJ_TEXT]
    for item, kind in drawn:
        if len(walk.paths) >= MAX_PATHS:
            return
        if kind == pdfium.FPDF_PAGEOBJ_PATH:
            walk.paths.append(item)
            walk.outers.append(outer)
        elif kind == pdfium.FPDF_PAGEOBJ_IMAGE and walk.area > 0:
            matrix = _times(_matrix_of(item), outer)
            corners = [walk.place(*_apply(matrix, x, y)) for x, y in ((0, 0), (1, 0), (0, 1), (1, 1))]
            x0, x1 = min(x for x, _ in corners), max(x for x, _ in corners)
            y0, y1 = min(y for _, y in corners), max(y for _, y in corners)
            walk.image_cover = max(walk.image_cover, (x1 - x0) * (y1 - y0) / walk.area)
        elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < 8:
            _visit(unboxed.objects_of_form(item), _times(_matrix_of(item), outer), walk, depth + 1)


def _matrix_of(item: int) -> Matrix:
    a, b, c, d, e, f = matrices_of([item])[0].tolist()
    return a, b, c, d, e, f


def _times(m: Matrix, n: Matrix) -> Matrix:
    if n is IDENTITY:
        return m
    return (
        m[0] * n[0] + m[1] * n[2], m[0] * n[1] + m[1] * n[3], m[2] * n[0] + m[3] * n[2], m[2] * n[1] + m[3] * n[3],
        m[4] * n[0] + m[5] * n[2] + n[4], m[4] * n[1] + m[5] * n[3] + n[5],
    )  # fmt: skip


def _apply(m: Any, x: Any, y: Any) -> tuple[Any, Any]:
    return m[0] * x + m[2] * y + m[4], m[1] * x + m[3] * y + m[5]


def _read_paths(paths: list[int], outers: list[Matrix], counts: list[int], place: _Place, strokes: Strokes) -> None:
    """Straight upright or level segments become rules; a filled rectangle that is not white becomes a ground.

    All paths are taken together: over 483 committee pages with 18,700 of them 0.2 s of CPU, where a loop took 0.6 s.
    """
    filled, stroked = unboxed.drawn(paths)
    seen = filled | stroked
    paths, outers, counts = list(compress(paths, seen)), list(compress(outers, seen)), list(compress(counts, seen))
    if not paths:
        return
    kinds, closing, points = unboxed.segments_of(paths, counts)
    straight = ~np.logical_or.reduceat(kinds == pdfium.FPDF_SEGMENT_BEZIERTO, _firsts(counts))
    of = np.repeat(straight, counts)
    kinds, closing, points, filled = kinds[of], closing[of], points[of], filled[seen][straight]
    paths, outers, counts = list(compress(paths, straight)), list(compress(outers, straight)), list(compress(counts, straight))
    if not paths:
        return
    firsts = _firsts(counts)
    own = unboxed.matrices_of(paths)
    for at, outer in enumerate(outers):
        if outer is not IDENTITY:  # few paths stand in a form
            own[at] = _times(tuple(own[at].tolist()), outer)
    with np.errstate(all="ignore"):  # numbers out of all bounds are no line of a page
        x, y = place(*_apply(np.repeat(own, counts, axis=0).T, points[:, 0], points[:, 1]))
        lines, sizes, starts = _lines_of(x, y, kinds, closing, firsts, np.repeat(filled, counts))
        straight = (abs(lines[:, 0] - lines[:, 2]) < 0.01) | (abs(lines[:, 1] - lines[:, 3]) < 0.01)
    lines = lines[straight]
    boxes = np.hstack([np.minimum(lines[:, :2], lines[:, 2:]), np.maximum(lines[:, :2], lines[:, 2:])])
    strokes.rules.extend(map(_box, boxes.tolist()))
    boxed = filled & (np.add.reduceat(starts.astype(int), firsts) == 1) & (np.add.reduceat(sizes, firsts) == 5)
    edges = [least_or_most.reduceat(one, firsts) for least_or_most in (np.minimum, np.maximum) for one in (x, y)]
    grounds = np.stack(edges, axis=1)[boxed].tolist()
    for (x0, y0, x1, y1), found in zip(grounds, unboxed.fill_colours(list(compress(paths, boxed))), strict=True):
        colour = _visible(found)
        if colour is not None:
            strokes.fills.append(((x0, y0, x1, y1), colour))


def _box(edges: list[float]) -> Box:
    x0, top, x1, bottom = edges
    return x0, top, x1, bottom


def _firsts(counts: list[int]) -> NDArray[np.intp]:
    """Where the segments of each path begin."""
    return np.cumsum([0, *counts[:-1]])


def _lines_of(
    x: Numbers, y: Numbers, kinds: NDArray[np.intp], closing: Flags, firsts: NDArray[np.intp], filled: Flags
) -> tuple[Numbers, NDArray[np.intp], Flags]:
    """The lines (ax, ay, bx, by) that segments draw, in their order; how many points each adds; which begin an outline.

    A segment draws a line from the one before, and where it closes the outline, or ends one that is filled, a line to its start.
    """
    starts = kinds == pdfium.FPDF_SEGMENT_MOVETO
    starts[firsts] = True
    begins = np.flatnonzero(starts)
    of = np.cumsum(starts) - 1
    x0, y0 = x[begins][of], y[begins][of]
    away = (x != x0) | (y != y0)
    closing = closing & away
    ends = np.append(starts[1:], True)
    several = (np.add.reduceat(1 + closing, begins) > 2)[of]
    back = closing | (ends & filled & away & several)
    lines = np.empty((len(x), 2, 4))
    lines[1:, 0, 0], lines[1:, 0, 1] = np.where(closing, x0, x)[:-1], np.where(closing, y0, y)[:-1]
    lines[:, 0, 2], lines[:, 0, 3] = lines[:, 1, 0], lines[:, 1, 1] = x, y
    lines[:, 1, 2], lines[:, 1, 3] = x0, y0
    return lines[np.stack([~starts, back], axis=1)], 1 + back, starts


def _visible(colour: tuple[int, int, int, int] | None) -> int | None:
    """0xRRGGBB, or None for white and for what cannot be seen."""
    if colour is None:
        return None
    red, green, blue, opacity = colour
    if opacity < 16 or min(red, green, blue) >= _WHITE:
        return None
    return red << 16 | green << 8 | blue
