"""A page as pixels: drawn at a fixed resolution, and set straight."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

Grey = NDArray[np.uint8]
"""Rows of pixels from the top: 0 is black, 255 white."""
DPI = 200
"""Dots an inch: tesseract's readings do not gain above it, and cost more."""
MAX_PIXELS = 24_000_000
DARK = 128
_MOST = 10.0
"""Degrees of slant that are looked for."""
_LEAST = 0.04
"""Degrees of slant that are let be: a quarter of a line's height over a page's width."""
_SHRINK = 3


def draw(page: Any) -> tuple[Grey, float]:
    """A ``pypdfium2.PdfPage`` as displayed, in grey, and how many pixels a point is; a very large page is drawn more coarsely."""
    width, height = page.get_size()
    scale = min(DPI / 72, math.sqrt(MAX_PIXELS / max(width * height, 1.0)))
    bitmap = page.render(scale=scale, grayscale=True)
    try:
        return as_grey(bitmap.to_pil()), scale
    finally:
        bitmap.close()


def as_grey(image: Image.Image) -> Grey:
    """A Pillow image as rows of pixels."""
    return np.array(image.convert("L"), dtype=np.uint8)


def slant(grey: Grey) -> float:
    """Degrees by which the lines of print fall to the right (clockwise); 0.0 where they are level or there are none.

    At the right angle the dark pixels pile up in the fewest rows: the sum of the squares of the rows' counts is greatest.
    """
    small = grey[: grey.shape[0] // _SHRINK * _SHRINK, : grey.shape[1] // _SHRINK * _SHRINK]
    small = small.reshape(small.shape[0] // _SHRINK, _SHRINK, -1, _SHRINK).min(axis=(1, 3))
    ys, xs = np.nonzero(small < DARK)
    if not 500 <= len(ys) <= 0.4 * small.size:
        return 0.0
    thin = len(ys) // 200_000 + 1
    ys, xs = ys[::thin], xs[::thin]

    def piled(degrees: float) -> float:
        rows = np.rint(ys - xs * math.tan(math.radians(degrees))).astype(np.int64)
        counts = np.bincount(rows - rows.min())
        return float((counts.astype(np.float64) ** 2).sum())

    best = 0.0
    for step, steps in ((0.5, int(_MOST / 0.5)), (0.1, 5), (0.02, 5)):
        best = max((best + step * at for at in range(-steps, steps + 1)), key=lambda angle: (piled(angle), -abs(angle)))
    return best if _LEAST <= abs(best) <= _MOST and piled(best) > 1.01 * piled(0.0) else 0.0


def straightened(grey: Grey, degrees: float) -> Grey:
    """The picture turned back about its middle by its slant, at the same size."""
    if not degrees:
        return grey
    turned = Image.fromarray(grey).rotate(degrees, Image.Resampling.BICUBIC, fillcolor=255)
    return np.array(turned, dtype=np.uint8)


def quarter_turned(grey: Grey, quarters: int) -> Grey:
    """The picture turned by quarters against the clock."""
    return np.ascontiguousarray(np.rot90(grey, quarters))
