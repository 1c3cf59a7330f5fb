"""One w:p -> its printed characters with their look, its soft lines, and what hangs on it (text boxes, note marks)."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from extractor.parse.lines import soft_lines
from extractor.parse.word_package import Element, R, W, attribute, child
from extractor.parse.word_styles import RunLook, Styles, run_look, run_over

MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
M = "http://schemas.openxmlformats.org/officeDocument/2006/math"
DGM = "http://schemas.openxmlformats.org/drawingml/2006/diagram"
_T, _R, _PPR, _RPR = (f"{{{W}}}{name}" for name in ("t", "r", "pPr", "rPr"))
_LEFT_OUT = {
    f"{{{W}}}{name}" for name in ("del", "moveFrom", "instrText", "delText", "delInstrText", "rt", "sdtPr", "sdtEndPr", "rubyPr")
}
_SIGNS = {
    f"{{{W}}}{name}": sign for name, sign in (("tab", "\t"), ("ptab", "\t"), ("br", "\n"), ("cr", "\n"), ("noBreakHyphen", "-"))
}
_BOX, _TABLE, _PARAGRAPH = (f"{{{W}}}{name}" for name in ("txbxContent", "tbl", "p"))
_DIAGRAM = f"{{{DGM}}}relIds"
_TODAY = re.compile(r"\s*(?:DATE|TIME)\b", re.IGNORECASE)
_NOTE_MARKS = {f"{{{W}}}footnoteReference": "footnotes", f"{{{W}}}endnoteReference": "endnotes"}


@dataclass(slots=True)
class Words:
    """Raw characters of a paragraph, run by run; ``marks`` has one value a character: bold, underlined or set in capitals."""

    parts: list[str] = field(default_factory=list)
    marks: bytearray = field(default_factory=bytearray)
    sizes: Counter[float] = field(default_factory=Counter)
    boxes: list[Element] = field(default_factory=list)
    """Text boxes (w:txbxContent) anchored in the paragraph."""
    diagrams: list[str] = field(default_factory=list)
    """Relation ids of the data of diagrams."""
    notes: list[tuple[str, str]] = field(default_factory=list)
    """("footnotes" or "endnotes", id) of each note mark."""

    def add(self, text: str, mark: bool, size: float | None) -> None:
        self.parts.append(text)
        self.marks.extend((b"\x01" if mark else b"\x00") * len(text))
        if size is not None and text.strip():
            self.sizes[size] += len(text)

    @property
    def text(self) -> str:
        return "".join(self.parts)

    @property
    def size(self) -> float | None:
        return min((-count, size) for size, count in self.sizes.items())[1] if self.sizes else None

    def lines(self) -> list[tuple[str, bytearray]]:
        """Raw text and marks between line breaks, as :func:`soft_lines` parts them."""
        return soft_lines(self.text, self.marks)


def read_words(paragraph: Element, styles: Styles, base: RunLook) -> Words:
    """Collect what a paragraph prints; ``base`` is the look its style gives."""
    words = Words()
    _collect(paragraph, styles, base, words, [], linked=False)
    return words


def drawn(element: Element) -> list[Element]:
    """Children of a w: element with revisions, content controls and alternatives looked through: what is printed, in order.

    Deletions are left out, and of an alternative only the first form that has text is taken.
    """
    out: list[Element] = []
    for one in element:
        tag = one.tag
        if not isinstance(tag, str) or tag in _LEFT_OUT:
            continue
        if tag == f"{{{MC}}}AlternateContent":
            if (chosen := _alternative(one)) is not None:
                out.extend(drawn(chosen))
        elif tag in _SEEN_THROUGH:
            out.extend(drawn(one))
        else:
            out.append(one)
    return out


_SEEN_THROUGH = {
    f"{{{W}}}{name}" for name in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag", "dir", "bdo", "ruby", "rubyBase")
}


def _collect(element: Element, styles: Styles, base: RunLook, words: Words, fields: list[bool], *, linked: bool) -> None:
    for one in drawn(element):
        if one.tag == _R:
            _run(one, styles, base, words, fields, linked=linked)
        elif one.tag == f"{{{M}}}t" or one.tag == _T:
            words.add(one.text or "", False, None)
        elif one.tag == _BOX:
            words.boxes.append(one)
        elif one.tag == _DIAGRAM:
            words.diagrams.append(one.get(f"{{{R}}}dm", ""))
        elif one.tag not in (_PPR, _RPR, _PARAGRAPH, _TABLE):
            _collect(one, styles, base, words, fields, linked=linked or one.tag == f"{{{W}}}hyperlink")


def _run(run: Element, styles: Styles, base: RunLook, words: Words, fields: list[bool], *, linked: bool) -> None:
    """``fields`` has one entry for each field that is open: whether its result has begun. Its code is not printed."""
    properties = child(run, "rPr")
    character = styles.find(attribute(child(properties, "rStyle"), "val"))
    look = run_over(run_look(properties), None if character is None else character.run, base)
    linked = linked or (character is not None and "hyperlink" in character.names)
    mark = bool(look.bold or look.caps or (look.underline and not linked))
    for one in drawn(run):
        if one.tag == f"{{{W}}}fldChar":
            _field(attribute(one, "fldCharType"), fields)
        elif not all(fields):
            continue
        elif one.tag == _T:
            if not look.hidden:
                words.add((one.text or "").replace("\n", " "), mark, look.size)
        elif one.tag in _SIGNS:
            words.add(_SIGNS[one.tag], mark, None)
        elif one.tag == f"{{{W}}}sym":
            words.add(_symbol(attribute(one, "char")), mark, look.size)
        elif one.tag in _NOTE_MARKS:
            words.notes.append((_NOTE_MARKS[one.tag], attribute(one, "id") or ""))
        elif one.tag not in (_RPR,):
            _boxes(one, words)


def _boxes(element: Element, words: Words) -> None:
    """Text boxes and diagrams inside a drawing; a box inside a box is found when the outer one is read."""
    for one in drawn(element):
        if one.tag == _BOX:
            words.boxes.append(one)
        elif one.tag == _DIAGRAM:
            words.diagrams.append(one.get(f"{{{R}}}dm", ""))
        else:
            _boxes(one, words)


def _alternative(element: Element) -> Element | None:
    forms = [one for one in element if isinstance(one.tag, str)]
    return next((one for one in forms if next(one.iter(_T), None) is not None), forms[0] if forms else None)


def _field(kind: str | None, fields: list[bool]) -> None:
    if kind == "begin":
        fields.append(False)
    elif kind == "separate" and fields:
        fields[-1] = True
    elif kind == "end" and fields:
        fields.pop()


def without_today(root: Element) -> None:
    """Take out what fields of the kind "today's date" show: a program that converts a paper puts the day of conversion there."""
    for paragraph in root.iter(_PARAGRAPH):
        codes: list[str] = []
        for one in paragraph.iter(f"{{{W}}}fldChar", f"{{{W}}}instrText", _T):
            kind = attribute(one, "fldCharType")
            if kind == "begin":
                codes.append("")
            elif kind == "end" and codes:
                codes.pop()
            elif one.tag == f"{{{W}}}instrText" and codes:
                codes[-1] += one.text or ""
            elif one.tag == _T and any(_TODAY.match(code) for code in codes):
                one.text = ""


def _symbol(code: str | None) -> str:
    try:
        point = int(code or "", 16)
    except ValueError:
        return ""
    return chr(point) if 0x20 <= point < 0xD800 or 0xE000 <= point < 0x110000 else ""
