"""What pixels say and tesseract does not: ruling lines, dark grounds, how thick a word's strokes are."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from extractor.parse.scan.picture import DARK, DPI, Grey

Mask = NDArray[np.bool_]
Rect = tuple[int, int, int, int]
"""x0, top, x1, bottom in pixels, ends exclusive."""
_LEAST_LEVEL = DPI // 3
_LEAST_UPRIGHT = DPI // 4
"""Shortest rule, in pixels: no stroke of ordinary print is as long."""
_FAINT = 190
"""Grey below which a pixel may be a rule's: a hair line is drawn over parts of two rows of pixels."""
_LONG = DPI * 3 // 5
_WHOLE = 0.96
"""Share of a rule's pixels that are dark: scans have gaps."""
_THICK = 9
"""Pixels: what is thicker is a ground and no rule."""
_MAX_RUNS = 20_000


def rules(grey: Grey) -> tuple[list[Rect], list[Rect]]:
    """Straight level and upright bars of the picture: thin ones (rules), and thick ones (dark grounds)."""
    dark = grey < _FAINT
    level = _bars(dark, _LEAST_LEVEL)
    upright = [(top, x0, bottom, x1) for x0, top, x1, bottom in _bars(np.ascontiguousarray(dark.T), _LEAST_UPRIGHT)]
    thin = [bar for bar in level if bar[3] - bar[1] <= _THICK] + [bar for bar in upright if bar[2] - bar[0] <= _THICK]
    thick = [bar for bar in level if bar[3] - bar[1] > _THICK]
    return thin, thick


def without(grey: Grey, bars: list[Rect]) -> Grey:
    """The picture without its longer rules, which tesseract would take for letters; a long stroke of large print is none."""
    clean = grey.copy()
    for x0, top, x1, bottom in bars:
        if max(x1 - x0, bottom - top) >= _LONG:
            clean[max(0, top - 1) : bottom + 1, max(0, x0 - 1) : x1 + 1] = 255
    return clean


def _bars(dark: Mask, least: int) -> list[Rect]:
    """Level bars at least ``least`` pixels long: runs of dark pixels, and the runs that touch them in the rows below."""
    height, width = dark.shape
    if width <= least:
        return []
    sums = np.zeros((height, width + 1), dtype=np.int32)
    np.cumsum(dark, axis=1, out=sums[:, 1:])
    held = sums[:, least:] - sums[:, :-least] >= _WHOLE * least  # whether the ``least`` pixels from here on are dark
    edges = np.diff(np.pad(held, ((0, 0), (1, 1))).astype(np.int8), axis=1)
    starts, ends = np.nonzero(edges == 1), np.nonzero(edges == -1)
    bars: list[list[int]] = []
    open_bars: list[list[int]] = []
    row = -1
    runs = zip(starts[0].tolist(), starts[1].tolist(), ends[1].tolist(), strict=True)
    for y, x0, end in list(runs)[:_MAX_RUNS]:
        x1 = end + least - 1
        if y != row:
            open_bars = [bar for bar in bars[-200:] if bar[3] >= y - 1]
            row = y
        touching = next((bar for bar in open_bars if bar[0] < x1 and x0 < bar[2] and _alike(bar, x0, x1)), None)
        if touching is None:
            bars.append([x0, y, x1, y + 1])
            open_bars.append(bars[-1])
        else:
            touching[0], touching[2], touching[3] = min(touching[0], x0), max(touching[2], x1), y + 1
    return [(x0, top, x1, bottom) for x0, top, x1, bottom in bars]


def _alike(bar: list[int], x0: int, x1: int) -> bool:
    """Whether a run goes on with a bar: most of the shorter one lies on the longer."""
    return min(bar[2], x1) - max(bar[0], x0) > 0.5 * min(bar[2] - bar[0], x1 - x0)


def thickness(grey: Grey, box: Rect) -> float:
    """Mean thickness, in pixels, of the strokes in a box: ink over half the length of its outline. 0.0 for an empty box."""
    x0, top, x1, bottom = box
    ink = 1.0 - grey[top:bottom, x0:x1].astype(np.float32) / 255.0
    if ink.size == 0:
        return 0.0
    ink = np.pad(ink, 1)
    across, down = np.abs(np.diff(ink, axis=1)).sum(), np.abs(np.diff(ink, axis=0)).sum()
    # A slanting outline crosses rows and columns both: on the whole print has a quarter more of such steps than outline.
    outline = float(across + down) / 1.27
    return 2.0 * float(ink.sum()) / outline if outline > 1.0 else 0.0


def runs_across(grey: Grey) -> list[tuple[int, int]]:
    """Where ink stands in a picture of one line, from left to right: (start, end) of each stretch of columns that are not white."""
    if not grey.size:
        return []
    inked = np.concatenate(([0], (grey < DARK).any(axis=0).astype(np.int8), [0]))
    steps = np.diff(inked)
    return list(zip(np.nonzero(steps == 1)[0].tolist(), np.nonzero(steps == -1)[0].tolist(), strict=True))
