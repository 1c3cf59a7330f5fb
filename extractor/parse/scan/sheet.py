"""Tesseract's words and the picture's lines -> a sheet, as the reader of PDF pages makes one of glyphs."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import accumulate, groupby, pairwise
from typing import Any

from extractor.model import Box
from extractor.parse.pdf.shapes import Frame, Sheet, Word
from extractor.parse.scan.marks import BULLET, settle_marks
from extractor.parse.scan.picture import Grey, draw, quarter_turned, slant, straightened
from extractor.parse.scan.strokes import Rect, rules, runs_across, thickness, without
from extractor.parse.scan.tesseract import CannotReadError, Seen, quarter_turns, read_words

__all__ = ["UNSURE", "CannotReadError", "read_scan"]

UNSURE = 60
"""Confidence below which a word may well be wrong: 0.6 % of the words of a good scan, 29 % of a bad one's."""
_NOISE = 20
"""Confidence below which a word is a speck."""
_POOR = 0.5
"""Share of sure words below which the page may lie on its side."""
_EM = 0.93
"""Height from ascenders to descenders, as a share of the size of print."""
_NARROW, _WIDE = frozenset("iljtfrI!|.,:;'’‘`()[]{}-"), frozenset("mwMWQOGCDHNU@%&—")
_DASH = re.compile(r"[-—–]*[—–][-—–]*")
_LONG = "—"
_WHITE = 0.13
"""White space inside a word, as a share of the size of print, that is a space in truth: between letters there is a third of it."""


@dataclass(frozen=True, slots=True)
class _Reading:
    """What was read off a picture set straight: upright words, words that run another way, rules and dark grounds."""

    words: list[Seen]
    sideways: list[Seen]
    thin: list[Rect]
    thick: list[Rect]
    picture: Grey
    degrees: float

    @property
    def sure(self) -> int:
        return sum(word.confidence >= UNSURE for word in self.words if any(map(str.isalnum, word.text)))


def read_scan(program: str, page: Any, sheet: Sheet) -> Sheet:
    """A page read off its picture; ``page`` is a ``pypdfium2.PdfPage``, ``sheet`` what the file itself says of it.

    Words that the file holds as text stay as they are. Raises CannotReadError.
    """
    grey, scale = draw(page)
    quarters, reading = 0, _read(program, grey)
    turned = _turned(program, grey, reading)
    for turn in (turned, (turned + 2) % 4) if turned else ():
        again = _read(program, quarter_turned(grey, turn))
        if again.sure > reading.sure:
            quarters, reading = turn, again
        if again.sure >= _POOR * len(again.words):
            break
    frame = Frame(sheet.frame.width, sheet.frame.height, quarters, skew=reading.degrees)
    held = [_place(word, sheet.frame, frame) for word in sheet.words] if sheet.frame.upright else []
    fresh = [word for word in _words(reading, scale) if not any(_covers(box, word) for box, _ in held)]
    lines = [_rule(bar, scale) for bar in reading.thin]
    grounds = [_scaled(bar, scale) for bar in reading.thick]
    for x0, top, x1, bottom in grounds:
        lines += [(x0, top, x1, top), (x0, bottom, x1, bottom), (x0, top, x0, bottom), (x1, top, x1, bottom)]
    return Sheet(
        sheet.number, frame, sheet.rotation, [*fresh, *(word for _, word in held)],
        turned=[*sheet.turned, *_sideways(reading, frame, scale)], rules=lines, fills=[(ground, 0) for ground in grounds],
        image_cover=sheet.image_cover, glyphs=sheet.glyphs, read=True,
    )  # fmt: skip


def _turned(program: str, grey: Grey, reading: _Reading) -> int:
    """By how many quarters the whole page is turned, where its words run sideways or few of them make sense."""
    if len(reading.sideways) > len(reading.words):
        angle = max({word.angle for word in reading.sideways}, key=lambda one: sum(w.angle == one for w in reading.sideways))
        return (360 - angle) // 90 % 4
    if reading.sure < max(10.0, _POOR * len(reading.words)):
        return quarter_turns(program, grey)
    return 0


def _read(program: str, grey: Grey) -> _Reading:
    degrees = slant(grey)
    straight = straightened(grey, degrees)
    thin, thick = rules(straight)
    clean = without(straight, thin)
    seen = read_words(program, clean)
    upright = [part for word in seen if not word.angle for part in _parted(word, clean)]
    sideways = [word for word in seen if word.angle and word.confidence >= UNSURE]
    return _Reading(_without_noise(settle_marks(program, upright, clean)), sideways, thin, thick, clean, degrees)


def _sideways(reading: _Reading, frame: Frame, scale: float) -> list[tuple[Frame, list[Word]]]:
    """Words that run another way than the page, each way in a frame of its own."""
    groups: list[tuple[Frame, list[Word]]] = []
    for angle in sorted({word.angle for word in reading.sideways}):
        other = Frame(frame.width, frame.height, (frame.quarter + (360 - angle) // 90) % 4)
        words = []
        for word in (word for word in reading.sideways if word.angle == angle):
            x0, top, x1, bottom = other.unbox(*frame.box(*_scaled((word.x0, word.top, word.x1, word.bottom), scale)))
            size = (bottom - top) / _EM
            xs = [round(x, 2) for x in _edges(word.text, x0, x1)]
            words.append(Word(word.text, xs, x0, x1, bottom - 0.22 * size, size, False, True, confidence=word.confidence))
        groups.append((other, words))
    return groups


def _without_noise(words: list[Seen]) -> list[Seen]:
    """Words without specks: signs of no confidence, and letters of no confidence where nothing in their line was read surely."""
    lines = [list(group) for _, group in groupby(words, key=lambda word: (word.base, word.size))]
    sure = [any(word.confidence >= UNSURE and word.text[:1].isalnum() for word in line) for line in lines]
    return [word for line, known in zip(lines, sure, strict=True) for word in line if _is_print(word, known)]


def _is_print(word: Seen, in_print: bool) -> bool:
    if word.confidence >= _NOISE or word.text == BULLET:
        return True
    return in_print and (word.text == _LONG or sum(map(str.isalnum, word.text)) > 1)


def _parted(word: Seen, grey: Grey) -> list[Seen]:
    """A word at whose dash there is white space, as the words that it is: tesseract glues "15", a dash and "serious" together."""
    dash = _DASH.search(word.text)
    if dash is None or dash[0] == word.text:
        return [word]
    top, bottom = max(0, int(word.base - 0.85 * word.size)), int(word.base + 0.2 * word.size)
    runs = runs_across(grey[top:bottom, word.x0 : word.x1])
    gaps = [(a[1], b[0]) for a, b in pairwise(runs) if b[0] - a[1] >= _WHITE * word.size]
    if not gaps:
        return [word]
    left, right = word.text[: dash.start()], word.text[dash.end() :]
    if left and right:
        gaps = [gaps[0], gaps[-1]] if len(gaps) > 1 else [gaps[0], (runs[-1][1], runs[-1][1])]
    cuts = [(word.x0 + start, word.x0 + end) for start, end in gaps[: 2 if left and right else 1]]
    starts, ends = [word.x0, *(end for _, end in cuts)], [*(start for start, _ in cuts), word.x1]
    texts = [text for text in (left, _LONG, right) if text]
    if len(texts) != len(starts) or any(x1 <= x0 for x0, x1 in zip(starts, ends, strict=True)):
        return [word]
    return [replace(word, text=text, x0=x0, x1=x1) for text, x0, x1 in zip(texts, starts, ends, strict=True)]


def _sure(seen: list[Seen]) -> float:
    return sum(word.confidence >= UNSURE for word in seen if any(map(str.isalnum, word.text)))


def _words(reading: _Reading, scale: float) -> list[Word]:
    """Words in points, each with the thickness of its strokes."""
    found = []
    for word in reading.words:
        xs = [round(x / scale, 2) for x in _edges(word.text, word.x0, word.x1)]
        size, weight = word.size / scale / _EM, _weight(word, reading.picture)
        found.append(
            Word(word.text, xs, xs[0], xs[-1], word.base / scale, size, False, True, confidence=word.confidence, weight=weight)
        )
    return found


def _weight(word: Seen, grey: Grey) -> float:
    """Thickness of a word's strokes for its size; 0.0 for a word without letters or digits, which tells nothing."""
    if sum(map(str.isalnum, word.text)) < 2 or word.size <= 0:
        return 0.0
    return thickness(grey, (word.x0, word.top, word.x1, word.bottom)) / word.size


def _edges(text: str, x0: float, x1: float) -> list[float]:
    """Left edge of each character and the right edge of the last: a word's width shared out as print usually does."""
    widths = [0.5 if char in _NARROW else 1.5 if char in _WIDE else 1.2 if char.isupper() else 1.0 for char in text]
    unit = (x1 - x0) / sum(widths)
    return [x0 + unit * width for width in accumulate(widths, initial=0.0)]


def _place(word: Word, old: Frame, new: Frame) -> tuple[Box, Word]:
    """A word of the file where it stands on the page as it is now read."""
    box = new.unbox(*old.box(word.x0, word.top, word.x1, word.bottom))
    width = word.x1 - word.x0 or 1.0
    xs = [round(box[0] + (box[2] - box[0]) * (x - word.x0) / width, 2) for x in word.xs]
    return box, Word(word.text, xs, box[0], box[2], box[3] - 0.22 * word.size, word.size, word.bold, word.spaced)


def _covers(box: Box, word: Word) -> bool:
    x, y = (word.x0 + word.x1) / 2, word.base - 0.3 * word.size
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


def _scaled(bar: Rect, scale: float) -> Box:
    return bar[0] / scale, bar[1] / scale, bar[2] / scale, bar[3] / scale


def _rule(bar: Rect, scale: float) -> Box:
    """A thin bar as the line in its middle."""
    x0, top, x1, bottom = _scaled(bar, scale)
    if bar[2] - bar[0] > bar[3] - bar[1]:
        return x0, (top + bottom) / 2, x1, (top + bottom) / 2
    return (x0 + x1) / 2, top, (x0 + x1) / 2, bottom
