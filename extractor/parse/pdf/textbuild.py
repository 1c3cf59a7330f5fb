"""Paragraphs -> text with the place of every character."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Set
from dataclasses import dataclass, field

from extractor.model import Line
from extractor.parse.pdf.paragraphs import Paragraph
from extractor.parse.pdf.shapes import Row, Word

_HYPHENS = "-\u00ad\u2010\u2011"
_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_LAST_WORD = re.compile(r"([^\W\d_]+(?:['’-][^\W\d_]+)*)-$")
_BREAKS = "-–/"
_BROKEN = re.compile(r"\d[-–/]$|\w/$")
_FIRST_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_PREFIXES = frozenset(
    re.findall(
        r"\w+",
        "anti bi co counter cross de e ex extra far front full half hard high ill inter intra key large lead long low macro mid"
        " mini multi near neo non off on one over part post pre pro pseudo quasi re self semi short single small socio sub super"
        " tele third trans two three ultra under up well year zero",
    )
)
_ENDING = re.compile(
    r"[a-z]{0,2}(?:tion|sion|cial|tial|cian|ment|ness|able|ible|ance|ence|ity|ities|ing|ings|ly|tive|ture|tory|tary|ous|ers?|ies|ed|al|ship)s?"
    r"(?:ly|ed|ing|al|s)?$"
)
"""What follows a hyphen when a long word is cut, and is no word of its own."""
_SMALL_WORDS = frozenset(
    re.findall(
        r"\w+",
        "a an and as at be but by can do for from had has he her his if in is it its may me no not of on or our out so the to up"
        " us was we",
    )
)
_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹ⁱ", "0123456789i")
_PRIVATE = {0xF0B7: "•", 0xF0A7: "▪", 0xF0D8: "➢", 0xF0FC: "✓", 0xF076: "❖", 0xF06E: "■", 0xF02D: "-", 0xF0E0: "→", 0xF0A8: "◆"}


_TOGETHER = 200
"""Lines whose words are looked for together, which takes half the time of looking line by line."""


class Words:
    """The words of the paper and how often each is printed whole, to tell a word cut at a line's end from a compound."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self._count: Counter[str] = Counter()
        self._cuts = 0
        """How often a word is cut at a line's end that is printed whole elsewhere: the mark of a paper that hyphenates."""
        broken = False
        ends: list[tuple[str, str]] = []
        whole: list[str] = []
        for row in rows:
            text = row.text.lower()
            if not text.isascii():
                text = text.replace("\u2010", "-").replace("\u2011", "-").replace("\u00ad", "")
            if ends and not ends[-1][1] and (first := _WORD.search(text)):
                ends[-1] = (ends[-1][0], first[0])
            alone = " " not in text
            if alone or broken or text.endswith("-"):
                found = _WORD.findall(text)
                if alone or broken:
                    found = found[1:]  # a piece of a word, perhaps, in a narrow cell
                if found and text.endswith("-"):
                    ends.append((found.pop(), ""))
                self._count.update(found)
            else:
                whole.append(text)
                if len(whole) == _TOGETHER:
                    self._count.update(_WORD.findall("\n".join(whole)))
                    whole.clear()
            broken = alone
        self._count.update(_WORD.findall("\n".join(whole)))
        self._cuts = sum(1 for first, second in ends if self._count[first + second] and not self._count[f"{first}-{second}"])

    def __contains__(self, word: str) -> bool:
        return word.lower() in self._count

    def keeps_hyphen(self, first: str, second: str) -> bool:
        """Whether "anti-" + "social" is one word with a hyphen ("informa-" + "tion" is one without)."""
        whole, hyphened = self._count[(first + second).lower()], self._count[f"{first}-{second}".lower()]
        if whole != hyphened:
            return hyphened > whole
        stem = first.lower().rsplit("-", 1)[-1]
        if stem in _PREFIXES or "-" in first or "-" in second:
            return True
        if stem in self._count and stem not in _SMALL_WORDS and second.lower() in self._count:
            return True
        return self._cuts < 2 and stem not in _SMALL_WORDS and _ENDING.match(second.lower()) is None

    def was_cut(self, first: str, second: str) -> bool:
        """Whether two pieces without a hyphen are one word that was too long for its cell ("Descriptio" + "n")."""
        if first + second in self:
            return True
        return first not in self and (second not in self or len(second) == 1)


@dataclass(slots=True)
class Built:
    """Text with its lines and bold ranges; ``cut`` characters at the start belonged to the marker."""

    text: str = ""
    lines: list[Line] = field(default_factory=list)
    bold: list[tuple[int, int]] = field(default_factory=list)
    ocr: list[tuple[int, int, int]] = field(default_factory=list)


@dataclass(slots=True)
class _Print:
    """One row's characters, the left edge of each and then the right edge of the last, where bold print runs, and how sure each
    word is that OCR read."""

    text: str
    xs: list[float]
    bold: list[tuple[int, int]]
    ocr: list[tuple[int, int, int]]

    def after(self, count: int) -> _Print:
        """Without the first ``count`` characters and the spaces after them."""
        while count < len(self.text) and self.text[count] == " ":
            count += 1
        bold = [(max(0, a - count), b - count) for a, b in self.bold if b > count]
        ocr = [(max(0, a - count), b - count, sure) for a, b, sure in self.ocr if b > count]
        return _Print(self.text[count:], self.xs[count:], bold, ocr)


def printable(label: str) -> str:
    """A label without the private codes of symbol fonts."""
    return "".join(_PRIVATE.get(ord(char), "•" if 0xE000 <= ord(char) <= 0xF8FF else char) for char in label)


def build(paragraphs: list[Paragraph], words: Words, notes: dict[int, set[str]], *, keep_markers: bool = False) -> Built:
    """One text from paragraphs (several only in a cell, where a newline parts them), markers taken off unless they are kept."""
    if len(paragraphs) == 1 and len(paragraphs[0].rows) == 1:
        return _built_of_one(paragraphs[0], notes, keep_markers)
    built = Built()
    for number, paragraph in enumerate(paragraphs):
        if number and built.text:
            built.text += "\n"
        opens = len(built.text)
        for index, row in enumerate(paragraph.rows):
            line = _print(row, notes.get(row.page) or _NONE)
            if index == 0 and not keep_markers and paragraph.skip:
                line = line.after(paragraph.skip)
            if not line.text:
                continue
            if len(built.text) > opens:
                _join(built, line, paragraph.rows[index - 1], paragraph, words)
            _add(built, line, row)
    built.bold = _merged(built.text, built.bold)
    return built


def _built_of_one(paragraph: Paragraph, notes: dict[int, set[str]], keep_markers: bool) -> Built:
    """The text of a single printed line, as most items, headings and cells are."""
    (row,) = paragraph.rows
    line = _print(row, notes.get(row.page) or _NONE)
    if paragraph.skip and not keep_markers:
        line = line.after(paragraph.skip)
    if not line.text:
        return Built()
    return Built(line.text, [_line(0, line, row)], _merged(line.text, line.bold), line.ocr)


_NONE: frozenset[str] = frozenset()
_ODD = re.compile("[\u00ad\u2010\u2011\ue000-\uf8ff⁰¹²³⁴⁵⁶⁷⁸⁹ⁱ]")


def _print(row: Row, notes: Set[str]) -> _Print:
    """The row's characters; a note's raised mark goes where the note is on the page, else stands apart from the word before."""
    text = row.text
    if not (text.isascii() or not _ODD.search(text)):
        return _print_with_care(row, notes)
    if row.whole:
        first, last = row.words[0], row.words[-1]
        return _Print(text, list(first.edges[first.at : last.at + len(last.text) + 1]), [(0, len(text))] if first.bold else [], [])
    xs: list[float] = []
    bold: list[tuple[int, int]] = []
    ocr: list[tuple[int, int, int]] = []
    begin = 0
    for word, gap in zip(row.words, row.gaps, strict=True):
        if word.raised:
            return _print_with_care(row, notes)
        if gap:  # the space begins where the word before ends
            begin += 1
        elif xs:
            xs.pop()
        length = len(word.text)
        xs += word.edges[word.at : word.at + length + 1]
        end = begin + length
        if word.bold:
            bold.append((begin, end))
        if word.confidence is not None:
            ocr.append((begin, end, word.confidence))
        begin = end
    return _Print(text, xs, bold, ocr)


def _print_with_care(row: Row, notes: Set[str]) -> _Print:
    """The same, word by word, where one is raised or has odd characters."""
    text, xs, bold, ocr = "", [], [], []
    before: Word | None = None
    for index, word in enumerate(row.words):
        mark = bool(index) and word.raised and word.text.strip("()[],").translate(_SUPERSCRIPTS).isdigit()
        if mark and word.text in notes:
            continue
        shown, places = (word.text, word.xs[:-1]) if not _ODD.search(word.text) else _plain(word, notes, index == 0, row)
        if before is not None and (row.gaps[index] or (mark and len(before.text) > 2)):
            text += " "
            xs.append(before.xs[-1])
        if word.bold and shown:
            bold.append((len(text), len(text) + len(shown)))
        if word.confidence is not None and shown:
            ocr.append((len(text), len(text) + len(shown), word.confidence))
        text += shown
        xs.extend(places)
        before = word
    xs.append(before.xs[-1] if before is not None else round(row.x1, 2))
    return _Print(text, xs, bold, ocr)


def _plain(word: Word, notes: Set[str], first: bool, row: Row) -> tuple[str, list[float]]:
    """A word with odd characters: private codes and odd hyphens read as what they look like, soft hyphens and note marks gone."""
    text, xs, own = "", [], word.xs
    for at, char in enumerate(word.text):
        if char in notes and char.translate(_SUPERSCRIPTS) != char and not (first and at == 0):
            continue
        if char == "\u00ad" and not (word is row.words[-1] and at == len(word.text) - 1):
            continue
        text += _PRIVATE.get(ord(char), char) if "\ue000" <= char <= "\uf8ff" else "-" if char in "\u2010\u2011" else char
        xs.append(own[at])
    return text, xs


def _join(built: Built, line: _Print, above: Row, paragraph: Paragraph, words: Words) -> None:
    """Put what belongs between two printed lines: a space, or nothing where a word or number was broken."""
    text = built.text
    first = line.text
    if text.endswith("\u00ad"):
        _drop_last(built)
        return
    if text.endswith("-") and (found := _LAST_WORD.search(text, text.rfind(" ") + 1)):
        following = _FIRST_WORD.match(first)
        if following and following[0][0].islower() and not words.keeps_hyphen(found[1], following[0]):
            _drop_last(built)
        elif first[:1].isalpha() and following and following[0] in ("and", "or", "to"):
            _space(built)  # "short- and long-term"
        elif not first[:1].isalnum():
            _space(built)
        return
    if text[-1:] in _BREAKS and _BROKEN.search(text[-2:]) and first[:1].isalnum():
        return
    if " " not in above.text and first[:1].islower() and len(above.text) > 3 and above.text[-1:].isalpha():
        following = _FIRST_WORD.match(first)
        room = paragraph.right - above.x1
        if following and room < 1.2 * (line.xs[1] - line.xs[0]) + 1 and words.was_cut(above.text, following[0]):
            return
    _space(built)


def _space(built: Built) -> None:
    """A line's break read as a space: it belongs to no line, and stays out of the boxes."""
    if not built.text.endswith(" "):
        built.text += " "


def _drop_last(built: Built) -> None:
    built.text = built.text[:-1]
    line = built.lines[-1]
    if line.end - line.start > 1:
        built.lines[-1] = Line(line.start, line.end - 1, line.page, line.top, line.bottom, line.xs[:-1])
    else:
        built.lines.pop()
    if built.bold and built.bold[-1][1] > len(built.text):
        built.bold[-1] = (built.bold[-1][0], len(built.text))
    if built.ocr and built.ocr[-1][1] > len(built.text):
        built.ocr[-1] = (built.ocr[-1][0], len(built.text), built.ocr[-1][2])


def _add(built: Built, line: _Print, row: Row) -> None:
    begin = len(built.text)
    built.text += line.text
    built.bold.extend((begin + start, begin + end) for start, end in line.bold)
    built.ocr.extend((begin + start, begin + end, sure) for start, end, sure in line.ocr)
    built.lines.append(_line(begin, line, row))


def _line(begin: int, line: _Print, row: Row) -> Line:
    """The line as the model has it, its characters from ``begin`` on."""
    xs, frame = line.xs, row.frame
    top, bottom = row.top, row.bottom
    if frame.skew and not frame.quarter:
        _, top, _, bottom = frame.box(xs[0], top, xs[-1], bottom)
        xs = [round(frame.shown(x, row.base)[0], 2) for x in xs]
    elif frame.quarter or frame.mirrored or frame.skew:
        x0, top, x1, bottom = frame.box(xs[0], top, xs[-1], bottom)
        xs = [round(x0 + (x1 - x0) * at / len(line.text), 2) for at in range(len(xs))]
    return Line(begin, begin + len(line.text), row.page, round(top, 2), round(bottom, 2), tuple(xs))


def _merged(text: str, ranges: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Bold ranges joined over the spaces between them."""
    if not ranges:
        return ranges
    out: list[tuple[int, int]] = []
    for start, end in ranges:
        if out and not text[out[-1][1] : start].strip():
            out[-1] = (out[-1][0], end)
        elif end > start:
            out.append((start, end))
    return [(start, end) for start, end in out if text[start:end].strip()]
