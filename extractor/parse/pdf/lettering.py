"""Glyphs -> words, for one page at a time.

Python's own steps for each glyph are the cost here. So PDFium is asked for a page's codes in one call, for the boxes of its inked
glyphs in one sweep that runs no Python code between the calls, and for a text object once a word; numpy finds where words begin.
Measured over 483 committee pages: 0.8 s of CPU, where a loop over the glyphs took 2.7 s.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise, repeat
from sys import intern
from typing import Any

import numpy as np
from numpy.typing import NDArray

from extractor.parse.pdf.runs import Run, runs_of
from extractor.parse.pdf.shapes import Frame, Word
from extractor.parse.pdf.unboxed import Argument, Flags, Numbers, argument, codes_of, loose_boxes, text_objects, units_of

_SPACES = (0x20, 0x09, 0x0A, 0x0D, 0xA0, 0x3000, *range(0x2000, 0x200C), 0x202F, 0x205F)
_LIGATURES = {0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB05: "st", 0xFB06: "st"}
_HYPHENS_AT_LINE_END = (0x02, 0xFFFE)
"""PDFium's own codes for a hyphen that it thinks breaks a word."""
_JUNK = (*range(0x20), *range(0x7F, 0xA0), 0xFFFE, 0xFFFF, 0xFEFF, 0x200B, 0x200C, 0x200D, *range(0xD800, 0xE000))
_RIGHT_TO_LEFT = ((0x0590, 0x08FF), (0xFB1D, 0xFDFF), (0xFE70, 0xFEFC))
"""Scripts whose glyphs PDFium puts in another order than their text object has them."""
_PLAIN, _SPACE, _DROPPED, _LIGATURE = range(4)

Key = tuple[int, bool]
"""Quarter turns (-1 for askew) and whether mirrored."""
_Place = Callable[[Any, Any], tuple[Any, Any]]


def _kinds() -> NDArray[np.uint8]:
    kinds = np.zeros(0x110000, np.uint8)
    kinds[list(_JUNK)] = _DROPPED
    kinds[list(_HYPHENS_AT_LINE_END)] = _PLAIN
    kinds[list(_LIGATURES)] = _LIGATURE
    kinds[list(_SPACES)] = _SPACE
    return kinds


_KIND = _kinds()


@dataclass(slots=True)
class _Style:
    """How a stretch of glyphs is printed: its run's look, the frame it is read in, its baseline."""

    run: Run
    frame: Frame
    base: float
    plain: bool
    """Upright on a page that is not turned: boxes need no turning."""
    words: list[Word]


@dataclass(slots=True)
class Lettering:
    """A page's words by direction, those in invisible print apart, and how many letters run each way."""

    shown: dict[Key, list[Word]] = field(default_factory=dict)
    hidden: dict[Key, list[Word]] = field(default_factory=dict)
    ways: Counter[Key] = field(default_factory=Counter)
    """Letters, where there are several ways to count them for."""


def read_words(text_page: Any, count: int, rotation: int, place: _Place, width: float, height: float) -> Lettering:
    """The words of a page with ``count`` glyphs; ``place`` maps user space to the displayed page, of this width and height."""
    page = argument(text_page)
    codes = _codes(page, count)
    kinds = _KIND[codes]
    inked = (kinds != _SPACE).nonzero()[0]
    found: dict[tuple[Key, bool], list[Word]] = defaultdict(list)
    if len(inked):
        places = inked.tolist()
        changes = _changes(page, inked, places, codes)
        begins, styles = _styles(page, places, changes, rotation, place, Frame(width, height), found)
        if styles:
            first = begins[0]  # glyphs before it belong to no text object
            glyphs = _Glyphs(
                inked[first:],
                codes[inked[first:]],
                kinds[inked[first:]],
                loose_boxes(page, places[first:]),
                _made_up([(max(at - first, 0), text) for at, text in changes], len(inked) - first),
                [begin - first for begin in begins],
                styles,
            )
            _find_words(glyphs, place, width, height)
    lettering = Lettering()
    for (key, unseen), words in found.items():
        if words:
            (lettering.hidden if unseen else lettering.shown)[key] = words
            lettering.ways[key] += len(words) if len(found) == 1 else sum([len(word.text) for word in words])
    return lettering


def _codes(page: Argument, count: int) -> NDArray[np.uint32]:
    """Each glyph's code: in one call where PDFium's text has one unit for each glyph, else glyph by glyph."""
    units = units_of(page, count)
    if len(units) == count and (units.max(initial=0) < 0xD800 or not ((units >= 0xD800) & (units <= 0xDFFF)).any()):
        codes: NDArray[np.uint32] = units.astype(np.uint32)
        return codes
    return codes_of(page, count)


def _changes(page: Argument, inked: NDArray[np.intp], places: list[int], codes: NDArray[np.uint32]) -> list[tuple[int, int | None]]:
    """(place among the inked glyphs, address of the text object) wherever another text object begins.

    A text object's glyphs stand together, so it is asked for at the ends of each stretch without white space only.
    """
    if codes.max() >= _RIGHT_TO_LEFT[0][0] and any(((codes >= low) & (codes <= high)).any() for low, high in _RIGHT_TO_LEFT):
        lasts = list(range(len(places)))
    else:
        lasts = [*np.flatnonzero(np.diff(inked) > 1).tolist(), len(places) - 1]
    ends = text_objects(page, [places[last] for last in lasts])
    other = [number for number, (before, end) in enumerate(pairwise([-1, *ends])) if end != before]
    firsts = [lasts[number - 1] + 1 if number else 0 for number in other]
    changes: list[tuple[int, int | None]] = []
    for number, first, begin in zip(other, firsts, text_objects(page, [places[first] for first in firsts]), strict=True):
        end, last = ends[number], lasts[number]
        if begin == end:
            changes.append((first, end))
            continue
        current: int | None = ends[number - 1] if number else -1
        for at, now in zip(range(first, last + 1), text_objects(page, places[first : last + 1]), strict=True):
            if now != current:
                changes.append((at, now))
                current = now
    return changes


def _styles(
    page: Argument,
    places: list[int],
    changes: list[tuple[int, int | None]],
    rotation: int,
    place: _Place,
    whole: Frame,
    found: dict[tuple[Key, bool], list[Word]],
) -> tuple[list[int], list[_Style]]:
    """Where the look of the print changes, and to what. Text objects that look alike on one baseline are one."""
    glyphs: dict[int, int] = {}
    for at, text in changes:
        if text is not None:
            glyphs.setdefault(text, places[at])
    runs = runs_of(page, glyphs, rotation, place)
    frames: dict[Key, Frame] = {}
    begins: list[int] = []
    styles: list[_Style] = []
    before: Run | None = None
    last = 0.0
    for at, text in changes:
        if text is None:
            continue
        run = runs[text]
        key = (run.way, run.mirrored)
        frame = frames.get(key)
        if frame is None:
            frame = frames[key] = Frame(whole.width, whole.height, max(run.way, 0), run.mirrored)
        base = run.y if frame.upright else frame.read(run.x, run.y)[1]
        if (
            before is None
            or run.bold != before.bold
            or run.hidden != before.hidden
            or run.way != before.way
            or run.mirrored != before.mirrored
            or run.way < 0
            or abs(run.size - before.size) > 0.05
            or abs(base - last) > 0.15 * run.size
        ):
            plain = frame.upright and rotation == 0 and run.way >= 0
            styles.append(_Style(run, frame, base, plain, found[key, run.hidden]))
            begins.append(at)
            before, last = run, base
    return begins, styles


@dataclass(slots=True)
class _Glyphs:
    """The inked glyphs of a page: their places in PDFium's text, codes, kinds and boxes, and styles by where they begin."""

    inked: NDArray[np.intp]
    codes: NDArray[np.uint32]
    kinds: NDArray[np.uint8]
    boxes: Numbers
    made_up: Flags | None
    begins: list[int]
    styles: list[_Style]


def _find_words(glyphs: _Glyphs, place: _Place, width: float, height: float) -> None:
    """Words into the lists of their styles: cut at white space, at a change of style, and where glyphs stand apart."""
    styles, count = glyphs.styles, len(glyphs.inked)
    of = np.repeat(np.arange(len(styles)), np.diff([*glyphs.begins, count]))
    x0, x1, base, kept = _edges(glyphs, of, place, width, height)
    kept &= glyphs.kinds != _DROPPED
    spaces = glyphs.inked - np.arange(count)
    if glyphs.made_up is not None:
        kept &= ~glyphs.made_up
        spaces += np.cumsum(glyphs.made_up)
    at = kept.nonzero()[0]
    if not len(at):
        return
    codes, kinds = glyphs.codes, glyphs.kinds
    if len(at) < count:
        x0, x1, base, of = x0[at], x1[at], base[at], of[at]
        spaces, codes, kinds = spaces[at], codes[at], kinds[at]
    sizes, bolds, bases = zip(*[(style.run.size, style.run.bold, style.base) for style in styles], strict=True)
    size = np.array(sizes)[of]
    spaced = np.ones(len(at), bool)
    spaced[1:] = spaces[1:] != spaces[:-1]
    begins = spaced.copy()
    begins[1:] |= of[1:] != of[:-1]
    level = all(style.run.way >= 0 for style in styles)
    if not level:
        begins |= np.array([style.run.way < 0 for style in styles])[of]
    apart = np.zeros(len(at), bool)
    gap = x0[1:] - x1[:-1]
    apart[1:] = (gap <= -0.5 * size[1:]) | (gap >= 0.2 * size[1:])
    # Glyphs over each other, and one that stands for several letters, are taken one by one.
    odd = (x1 < x0) | (kinds == _LIGATURE)
    odd[1:] |= ~begins[1:] & ((x0[1:] <= x0[:-1] + 0.01) | (x1[1:] < x1[:-1]))
    singly = None
    if odd.any():
        stretch = np.cumsum(begins) - 1
        those = np.zeros(stretch[-1] + 1, bool)
        those[stretch[odd]] = True
        singly = those[stretch]
        apart &= ~singly
    begins |= apart
    starts = begins.nonzero()[0]
    ends = np.append(starts[1:], len(at))
    style_of, right = of[starts].tolist(), x1[ends - 1]
    # The right edge of each word after the left edges of its letters: a stretch of the page's list then gives both.
    ordinals = np.arange(len(starts))
    slots, after = np.arange(-1, len(at) - 1) + np.cumsum(begins), ends + ordinals
    spread = np.empty(len(at) + len(starts))
    spread[slots], spread[after] = x0, right
    edges = _to_hundredths(spread)
    text = np.full(len(spread), 0x20, "<u4")
    text[slots] = codes
    for hyphen in _HYPHENS_AT_LINE_END:
        text[text == hyphen] = ord("-")
    words = list(
        map(
            Word,
            # Papers say the same words again and again: held once each, those of 1,000 pages take 20 MB less.
            map(intern, text.tobytes().decode("utf-32-le").split(" ")[:-1]),
            repeat(edges),
            x0[starts].tolist(),
            right.tolist(),
            map(bases.__getitem__, style_of) if level else base[starts].tolist(),
            map(sizes.__getitem__, style_of),
            map(bolds.__getitem__, style_of),
            spaced[starts].tolist(),
            _ordinals(starts + ordinals),
        )
    )
    into = styles[0].words
    if singly is None and all(style.words is into for style in styles):
        into.extend(words)
        return
    for word, number, overlaid, first, last in zip(
        words,
        style_of,
        [False] * len(words) if singly is None else singly[starts].tolist(),
        starts.tolist(),
        ends.tolist(),
        strict=True,
    ):
        style = styles[number]
        if overlaid:
            pieces = _overlapping(word.text, x0[first:last].tolist(), x1[first:last].tolist(), style, word.spaced)
            style.words.extend(pieces)
        else:
            style.words.append(word)


_HUNDREDTHS = np.array([hundredth / 100 for hundredth in range(125_000)], object)
"""A number for each hundredth of a point: pages share them, for a number of its own for each letter takes 24 bytes."""
_ORDINALS = np.arange(10_000).astype(object)
"""The same for places in a page's list."""


def _ordinals(places: NDArray[np.intp]) -> list[int]:
    if places[-1] < len(_ORDINALS):
        shared: list[int] = _ORDINALS[places].tolist()
        return shared
    own: list[int] = places.tolist()
    return own


def _to_hundredths(places: Numbers) -> list[float]:
    """Places on a page rounded to a hundredth of a point."""
    rounded = np.rint(places * 100)
    if rounded.min() >= 0 and rounded.max() < len(_HUNDREDTHS):
        shared: list[float] = _HUNDREDTHS.take(rounded.astype(np.intp)).tolist()
        return shared
    own: list[float] = (rounded / 100).tolist()
    return own


def _overlapping(text: str, lefts: list[float], rights: list[float], style: _Style, spaced: bool) -> Iterator[Word]:
    """The words of a stretch in which glyphs lie over each other or stand for several letters."""
    size = style.run.size
    letters, xs, end = "", [0.0], 0.0
    for char, x0, x1 in zip(text, lefts, rights, strict=True):
        if letters and -0.5 * size < x0 - end < 0.2 * size:
            if x0 <= xs[-1] + 0.01:
                x0 = (xs[-1] + end) / 2  # one glyph that stands for several letters: share its width
        else:
            if letters:
                yield _word(letters, xs, end, style, spaced)
                spaced = False
            letters, xs, end = "", [], x0
        several = _LIGATURES.get(ord(char), char)
        letters += several
        xs.extend(x0 + (x1 - x0) * part / len(several) for part in range(len(several)))
        end = max(end, x1)
    yield _word(letters, xs, end, style, spaced)


def _word(letters: str, xs: list[float], end: float, style: _Style, spaced: bool) -> Word:
    places = [round(x, 2) for x in (*xs, end)]
    return Word(letters, places, xs[0], end, style.base, style.run.size, style.run.bold, spaced)


def _made_up(changes: list[tuple[int, int | None]], count: int) -> Flags | None:
    """Which glyphs no text object prints; None where all are printed."""
    if all(text for _, text in changes):
        return None
    made_up = np.zeros(count, bool)
    for (at, text), (end, _) in pairwise([*changes, (count, None)]):
        made_up[at:end] = text is None
    return made_up


def _edges(
    glyphs: _Glyphs, of: NDArray[np.intp], place: _Place, width: float, height: float
) -> tuple[Numbers, Numbers, Numbers, Flags]:
    """Of each inked glyph as it is read: left and right edge, baseline, and whether it stands on the page and can be seen.

    ``of`` is the style of each.
    """
    boxes, styles = glyphs.boxes, glyphs.styles
    shift = place(0.0, 0.0)[0]
    x0, x1 = boxes[:, 0] + shift, boxes[:, 2] + shift
    base = np.array([style.base for style in styles])[of]
    seen = np.array([style.run.size >= 1.0 and 0 <= style.base <= 1.05 * height for style in styles])[of]
    kept = seen & (x1 >= -5) & (x0 <= width + 5)
    for (begin, end), style in zip(pairwise([*glyphs.begins, len(boxes)]), styles, strict=True):
        if style.plain:
            continue
        part = boxes[begin:end]
        ax, ay = style.frame.read(*place(part[:, 0], part[:, 1]))
        bx, by = style.frame.read(*place(part[:, 2], part[:, 3]))
        x0[begin:end], x1[begin:end] = np.minimum(ax, bx), np.maximum(ax, bx)
        y0, y1 = np.minimum(ay, by), np.maximum(ay, by)
        kept[begin:end] = (x1[begin:end] >= -5) & (y1 >= -5) & (x0[begin:end] <= style.frame.read_width + 5)
        kept[begin:end] &= (y0 <= style.frame.read_height + 5) & (style.run.size >= 1.0)
        if style.run.way < 0:
            base[begin:end] = y0 + 0.78 * (y1 - y0)
    return x0, x1, base, kept
