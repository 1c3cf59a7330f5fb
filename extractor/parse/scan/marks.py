"""What stands before a line of print: bullets, which tesseract takes for letters or misses, and list numbers, often misread.

Pixels tell a bullet (one filled blob) and where the points of a number stand ("2.1" or "21"); a second reading that knows only
figures tells the number; and where both readings fail, the numbers of the lines above and below do.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

import numpy as np

from extractor.parse.scan.picture import DARK, Grey
from extractor.parse.scan.strokes import Rect, runs_across
from extractor.parse.scan.tesseract import Seen, read_numbers

BULLET = "•"
NUMBER = re.compile(r"\d{1,2}[.)]|\d{1,2}(?:\.\d{1,2})+\.?|\(\d{1,2}\)")
_LIKE_NUMBER = re.compile(r"[\dA-Za-z.,:;]{1,6}")
_LIKE_FIGURES = frozenset("iIlLzZsSbBgqoO")
_SHAPE = re.compile(r"D{1,2}\.|D{1,2}(?:\.D{1,2})+\.?")
_GAP = 0.5
"""White space after a marker, as a share of the size of print; between words it is a quarter."""
_REACH = 6.0
"""How far before a line its bullet may stand, in sizes of print."""
_SAME = 8
"""Pixels between the left edges of the numbers of one list."""


def settle_marks(program: str, words: Sequence[Seen], grey: Grey) -> list[Seen]:
    """The words with bullets put right and list numbers read again; ``words`` stand line by line."""
    lines = [list(group) for _, group in groupby(words, key=lambda word: (word.base, word.size))]
    for line in lines:
        _settle_bullet(line, grey)
    _settle_numbers(program, lines, grey)
    return [word for line in lines for word in line]


def _settle_bullet(line: list[Seen], grey: Grey) -> None:
    """One filled blob at the start of a line is a bullet, whatever tesseract made of it."""
    first = line[0]
    itself = (first.x0 - 2, first.top - 2, first.x1 + 2, first.bottom + 2)
    if len(first.text) <= 2 and len(line) > 1 and not first.text.isdigit() and _is_disc(grey, itself, first.size):
        line[0] = replace(first, text=BULLET)
        return
    left = max(0, int(first.x0 - _REACH * first.size))
    top, bottom = int(first.base - 0.75 * first.size), int(first.base + 0.1 * first.size)
    area = grey[max(0, top) : bottom, left : first.x0 - 2]
    runs = [(x0, x1) for x0, x1 in runs_across(area) if x1 - x0 > 2 and np.count_nonzero(area[:, x0:x1] < DARK) > 6]
    if len(runs) == 1:
        x0, x1 = left + runs[0][0], left + runs[0][1]
        box = (x0 - 1, max(0, top), x1 + 1, bottom)
        if first.x0 - x1 > 0.4 * first.size and _is_disc(grey, box, first.size):
            line.insert(0, replace(first, text=BULLET, x0=x0, x1=x1, confidence=95))


def _is_disc(grey: Grey, box: Rect, size: float) -> bool:
    """Whether a box holds one filled round or square blob, far smaller than a letter of print of this size, in pixels."""
    x0, top, x1, bottom = box
    dark = grey[max(0, top) : bottom, max(0, x0) : x1] < DARK
    rows, columns = np.nonzero(dark.any(axis=1))[0], np.nonzero(dark.any(axis=0))[0]
    if not len(rows):
        return False
    dark = dark[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    tall, wide = dark.shape
    return 0.09 * size < tall < 0.5 * size and 0.75 < wide / tall < 1.35 and float(dark.mean()) > 0.7


def _settle_numbers(program: str, lines: list[list[Seen]], grey: Grey) -> None:
    doubtful: dict[int, str] = {}
    for at, line in enumerate(lines):
        first = line[0]
        apart = len(line) == 1 or line[1].x0 - first.x1 > _GAP * first.size
        if not apart or not _LIKE_NUMBER.fullmatch(first.text):
            continue
        shape = _shape(first, grey)
        if _SHAPE.fullmatch(shape):
            doubtful[at] = shape
    again = [at for at, shape in doubtful.items() if digits(lines[at][0].text, shape) is None]
    second = dict(zip(again, read_numbers(program, [_cut(lines[at][0], grey) for at in again]), strict=True)) if again else {}
    read = {at: digits(lines[at][0].text, shape) or digits(second.get(at, ""), shape) for at, shape in doubtful.items()}
    for at, shape in doubtful.items():
        first = lines[at][0]
        figures = read[at]
        if figures is None and shape in ("D.", "DD."):
            figures = _by_neighbours(at, lines, read)
        letter = len(first.text) == 2 and first.text[0].isalpha() and first.text[1] in ".)"
        if letter and (first.text[0] not in _LIKE_FIGURES or figures != _by_neighbours(at, lines, read)):
            continue
        text = "" if figures is None else filled(shape, figures)
        if text and text != first.text and NUMBER.fullmatch(text):
            lines[at][0] = replace(first, text=text, confidence=min(first.confidence, 59))


def _shape(word: Seen, grey: Grey) -> str:
    """A word as signs: D for one that stands upright, a point for a point on the base line, ? for anything else."""
    top, bottom = int(word.base - 0.85 * word.size), int(word.base + 0.12 * word.size)
    area = grey[max(0, top) : bottom, max(0, word.x0 - 2) : word.x1 + 4]
    signs = ""
    for x0, x1 in runs_across(area):
        rows = np.nonzero((area[:, x0:x1] < DARK).any(axis=1))[0]
        tall, low = len(rows) and rows[-1] - rows[0] + 1, len(rows) and bottom - (max(0, top) + rows[-1])
        if tall > 0.45 * word.size:
            signs += "D"
        elif 3 <= tall <= 0.22 * word.size and x1 - x0 >= 3 and low <= 0.3 * word.size:
            signs += "."
        elif tall > 2:
            signs += "?"
    return signs


def digits(text: str, shape: str) -> str | None:
    """The figures of a reading, if there is one for each upright sign and nothing but points beside them."""
    signs = re.sub(r"[.,:;]", "", text)
    return signs if signs.isascii() and signs.isdigit() and len(signs) == shape.count("D") else None


def filled(shape: str, figures: str) -> str:
    """A number from its shape ("D.D") and its figures ("21"): "2.1"."""
    left = iter(figures)
    return "".join(next(left) if sign == "D" else sign for sign in shape)


def _by_neighbours(at: int, lines: list[list[Seen]], read: dict[int, str | None]) -> str | None:
    """The number between those of the nearest list numbers above and below at the same left edge."""
    x0 = lines[at][0].x0
    alike = sorted(other for other in read if abs(lines[other][0].x0 - x0) <= _SAME)
    place = alike.index(at)
    above = read[alike[place - 1]] if place else None
    below = read[alike[place + 1]] if place + 1 < len(alike) else None
    if below is not None and int(below) > 1 and (above is None or int(above) == int(below) - 2 or int(below) == 2):
        return str(int(below) - 1)
    return str(int(above) + 1) if above is not None and below is None else None


def _cut(word: Seen, grey: Grey) -> Grey:
    """A word's part of the picture, with white round it."""
    margin = 6
    part = grey[max(0, word.top - margin) : word.bottom + margin, max(0, word.x0 - margin) : word.x1 + margin]
    return np.pad(part, ((10, 10), (20, 20)), constant_values=255)
