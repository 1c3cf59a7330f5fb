"""The words of a Word paper found again in the PDF that LibreOffice made of it: PDF and texts of blocks -> LaidOut.

Letters and digits are set against each other one by one (see aligning.py), without spaces, hyphens, case and punctuation: so a
word broken at a line's end, set in capitals or printed as a ligature is the word it is. LibreOffice writes running text in its
order, but text boxes and notes elsewhere, and a table's row that breaks over a page by turns: what is left over is looked for by
itself, and taken where it stands in just one place.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import pypdfium2

from extractor.errors import PaperError, Reason
from extractor.model import Line
from extractor.parse.aligning import aligned
from extractor.parse.laid_out import LaidOut
from extractor.parse.pdf.furniture import split_furniture
from extractor.parse.pdf.glyphs import TooManyGlyphsError, sheet_of
from extractor.parse.pdf.rows import rows_of

MOST_PAGES = 1_000
_FEWEST = 4
"""Letters. Less than that is not looked for by itself: it may stand anywhere."""
_WORD = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class _Glyph:
    text: str
    page: int
    x0: float
    x1: float
    base: float
    size: float


@dataclass(slots=True)
class _Letters:
    """Letters and digits of a text, each with the place of the character that it comes from."""

    text: str = ""
    of: list[int] = field(default_factory=list)


def lay_out(pdf: bytes, texts: Sequence[str], *, file: str) -> LaidOut:
    """Where the characters of ``texts``, the blocks of a paper in order, stand in ``pdf``.

    Raises PaperError for a PDF that cannot be read or has too many pages.
    """
    sizes, glyphs, running = _read(pdf, file)
    printed = _letters(glyph.text for glyph in [*glyphs, *running])
    text_ends = bisect_left(printed.of, len(glyphs))
    glyphs = [*glyphs, *running]
    begins, whole = [], []
    length = 0
    for text in texts:
        begins.append(length)
        whole.append(text)
        length += len(text)
    said = _letters("".join(whole))
    letters_of = _by_block(said.of, begins, length)
    places = aligned(said.text, printed.text[:text_ends])
    _only_whole_words(texts, begins, said, places)
    _look_for_the_rest(said.text, printed.text, letters_of, places)
    _only_whole_words(texts, begins, said, places)
    lines = []
    for text, begin, (first, last) in zip(texts, begins, letters_of, strict=True):
        at = {said.of[each] - begin: printed.of[places[each]] for each in range(first, last) if places[each] >= 0}
        lines.append(tuple(_lines(text, _with_marks(text, at, glyphs), glyphs)))
    return LaidOut(tuple(sizes), tuple(lines))


def _read(pdf: bytes, file: str) -> tuple[list[tuple[float, float]], list[_Glyph], list[_Glyph]]:
    """Sizes of the pages, their upright glyphs in the order in which they are printed, and those of running headers and footers."""
    try:
        opened = pypdfium2.PdfDocument(pdf)
    except pypdfium2.PdfiumError as error:
        raise PaperError(f"{file}: what LibreOffice made of it cannot be opened", Reason.DAMAGED) from error
    try:
        if not 0 < len(opened) <= MOST_PAGES:
            raise PaperError(f"{file}: LibreOffice lays it out on {len(opened):,} pages, which are not kept", Reason.TOO_LARGE)
        sheets = [sheet_of(opened, number) for number in range(1, len(opened) + 1)]
    except (pypdfium2.PdfiumError, TooManyGlyphsError, ValueError) as error:
        raise PaperError(f"{file}: what LibreOffice made of it cannot be read", Reason.DAMAGED) from error
    finally:
        opened.close()
    rows = {sheet.number: rows_of(sheet.words, sheet.number, sheet.frame) for sheet in sheets if sheet.words}
    kept, _ = split_furniture(sheets, rows)
    text = {id(word) for lines in kept.values() for line in lines for word in line.words}
    glyphs: list[_Glyph] = []
    running: list[_Glyph] = []
    for sheet in sheets:
        for word in sheet.words if sheet.frame.upright else ():
            (glyphs if id(word) in text else running).extend(
                _Glyph(char, sheet.number, word.xs[at], word.xs[at + 1], word.base, word.size) for at, char in enumerate(word.text)
            )
    return [(round(sheet.frame.width, 2), round(sheet.frame.height, 2)) for sheet in sheets], glyphs, running


@lru_cache(maxsize=4096)
def _folded(char: str) -> str:
    return "".join(one for one in unicodedata.normalize("NFKC", char).casefold() if one.isalnum())


def _letters(chars: Iterator[str] | str) -> _Letters:
    parts, of = [], []
    for at, char in enumerate(chars):
        folded = _folded(char)
        if folded:
            parts.append(folded)
            of.extend([at] * len(folded))
    return _Letters("".join(parts), of)


def _by_block(of: Sequence[int], begins: Sequence[int], length: int) -> list[tuple[int, int]]:
    """From and to of each block's letters."""
    spans = []
    at = 0
    for end in (*begins[1:], length):
        first = at
        while at < len(of) and of[at] < end:
            at += 1
        spans.append((first, at))
    return spans


def _only_whole_words(texts: Sequence[str], begins: Sequence[int], said: _Letters, places: list[int]) -> None:
    """A word of which some letters were not found, or not beside each other, was not found."""
    at = 0
    for text, begin in zip(texts, begins, strict=True):
        for word in _WORD.finditer(text):
            end = begin + word.end()
            first = at
            while at < len(said.of) and said.of[at] < end:
                at += 1
            if any(places[each] != places[first] + each - first for each in range(first, at)) or (first < at and places[first] < 0):
                places[first:at] = [-1] * (at - first)


def _look_for_the_rest(said: str, printed: str, blocks: Sequence[tuple[int, int]], places: list[int]) -> None:
    """Stretches of blocks that were not found in their order, where what was left over holds them just once."""
    taken = bytearray(len(printed))
    for place in places:
        if place >= 0:
            taken[place] = 1
    left = "".join("\0" if gone else char for char, gone in zip(printed, taken, strict=True))
    for first, last in blocks:
        at = first
        while at < last:
            if places[at] >= 0:
                at += 1
                continue
            end = at
            while end < last and places[end] < 0:
                end += 1
            stretch = said[at:end]
            place = left.find(stretch) if len(stretch) >= _FEWEST else -1
            if place >= 0 and left.find(stretch, place + 1) < 0:
                places[at:end] = range(place, place + len(stretch))
            at = end


def _with_marks(text: str, at: dict[int, int], glyphs: Sequence[_Glyph]) -> dict[int, int]:
    """Character -> glyph, with the punctuation that stands beside the letters that were found."""
    found = dict(at)
    for step in (1, -1):
        for char, glyph in at.items():
            char, glyph = char + step, glyph + step
            while 0 <= char < len(text) and 0 <= glyph < len(glyphs) and char not in found:
                if text[char].isspace():
                    char += step
                    continue
                if text[char].isalnum() or text[char] != glyphs[glyph].text:
                    break
                found[char] = glyph
                char, glyph = char + step, glyph + step
    return found


def _lines(text: str, found: dict[int, int], glyphs: Sequence[_Glyph]) -> Iterator[Line]:
    """The lines that a block's characters stand on; a word that was not found parts two lines."""
    line: list[tuple[int, _Glyph]] = []
    for char in sorted(found):
        glyph = glyphs[found[char]]
        if line and not _goes_on(text, line[-1], (char, glyph)):
            yield _line(line)
            line = []
        line.append((char, glyph))
    if line:
        yield _line(line)


def _goes_on(text: str, last: tuple[int, _Glyph], this: tuple[int, _Glyph]) -> bool:
    (before, one), (char, other) = last, this
    beside = one.page == other.page and abs(one.base - other.base) < 0.5 * one.size and other.x0 > one.x0 - 0.5
    return beside and not any(each.isalnum() for each in text[before + 1 : char])


def _line(line: Sequence[tuple[int, _Glyph]]) -> Line:
    start, end = line[0][0], line[-1][0] + 1
    xs: list[float] = []
    right = line[0][1].x0
    for char, glyph in line:
        missing = char - start - len(xs)  # white space, and marks that LibreOffice prints otherwise
        xs.extend(round(right + (glyph.x0 - right) * part / missing, 2) for part in range(missing))
        xs.append(glyph.x0)
        right = glyph.x1
    xs.append(right)
    top = min(glyph.base - 0.78 * glyph.size for _, glyph in line)
    bottom = max(glyph.base + 0.22 * glyph.size for _, glyph in line)
    return Line(start, end, line[0][1].page, round(top, 2), round(bottom, 2), tuple(xs))
