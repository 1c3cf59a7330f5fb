"""What styles say of paragraphs and runs, each resolved once: bold, size, indent, alignment, numbering, outline level."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from extractor.parse.word_package import Element, W, attribute, child, children

_BOLD, _CAPS, _HIDDEN, _LINE, _SIZE = (f"{{{W}}}{name}" for name in ("b", "caps", "vanish", "u", "sz"))
_INDENT, _NUMBERS, _ALIGNED, _OUTLINE = (f"{{{W}}}{name}" for name in ("ind", "numPr", "jc", "outlineLvl"))
_OFF = {"0", "false", "off", "none"}


@dataclass(frozen=True, slots=True)
class RunLook:
    """How characters look; None means "as the level below says". ``size`` in points."""

    bold: bool | None = None
    caps: bool | None = None
    hidden: bool | None = None
    underline: bool | None = None
    size: float | None = None

    def over(self, below: RunLook) -> RunLook:
        """This look laid over another: what it leaves open, the other decides."""
        return RunLook(
            below.bold if self.bold is None else self.bold,
            below.caps if self.caps is None else self.caps,
            below.hidden if self.hidden is None else self.hidden,
            below.underline if self.underline is None else self.underline,
            below.size if self.size is None else self.size,
        )


@dataclass(frozen=True, slots=True)
class ParagraphLook:
    """How a paragraph stands. ``left`` and ``first`` (indent of the first line against the left edge) in points."""

    left: float | None = None
    first: float | None = None
    centred: bool | None = None
    outline: int | None = None
    num_id: str | None = None
    num_level: int | None = None

    def over(self, below: ParagraphLook) -> ParagraphLook:
        return ParagraphLook(
            below.left if self.left is None else self.left,
            below.first if self.first is None else self.first,
            below.centred if self.centred is None else self.centred,
            below.outline if self.outline is None else self.outline,
            below.num_id if self.num_id is None else self.num_id,
            below.num_level if self.num_level is None else self.num_level,
        )


@dataclass(frozen=True, slots=True)
class Style:
    id: str
    name: str
    """Lower case: Word writes "heading 1" and "Heading 1" alike."""
    names: tuple[str, ...] = ()
    """Its own name and those it is based on, nearest first."""
    run: RunLook = RunLook()
    paragraph: ParagraphLook = ParagraphLook()
    head_row: bool = False
    """A table style that prints the first row bold or shaded."""


class Styles:
    """Every style of a file by id, with the defaults laid under. ``plain`` is what a paragraph without a style gets.

    A style is resolved when it is first asked for: Word writes hundreds into a file, of which a paper uses a dozen. To resolve all
    took more than a third of a paper's time.
    """

    def __init__(self, root: Element | None = None) -> None:
        defaults = child(root, "docDefaults")
        self._base_run = run_look(child(child(defaults, "rPrDefault"), "rPr"))
        self._base_paragraph = paragraph_look(child(child(defaults, "pPrDefault"), "pPr"))
        self._raw = {attribute(one, "styleId") or "": one for one in _styles(root)}
        self._resolved: dict[str, Style] = {}
        self.plain = Style("", "normal") if root is None else Style("", "normal", ("normal",), self._base_run, self._base_paragraph)
        for id_, element in self._raw.items():
            if attribute(element, "type") == "paragraph" and attribute(element, "default") not in (None, *_OFF):
                self.plain = self._resolve(id_)

    def get(self, id_: str | None) -> Style:
        """The style of that id, or ``plain``."""
        return self.find(id_) or self.plain

    def find(self, id_: str | None) -> Style | None:
        """The style of that id, None where the file has none."""
        return self._resolve(id_ or "") if (id_ or "") in self._raw else None

    def _resolve(self, id_: str) -> Style:
        if id_ in self._resolved:
            return self._resolved[id_]
        kind = attribute(self._raw[id_], "type")
        chain = _chain(id_, self._raw)
        run, paragraph = RunLook(), ParagraphLook()
        for link in chain:
            run = run.over(run_look(child(link, "rPr")))
            paragraph = paragraph.over(paragraph_look(child(link, "pPr")))
        if kind == "paragraph":
            run, paragraph = run.over(self._base_run), paragraph.over(self._base_paragraph)
        names = tuple((attribute(child(link, "name"), "val") or "").lower() for link in chain)
        head_row = kind == "table" and any(_head_row(link) for link in chain)
        self._resolved[id_] = Style(id_, names[0], names, run, paragraph, head_row)
        return self._resolved[id_]


def _styles(root: Element | None) -> Iterator[Element]:
    for one in () if root is None else root:
        if isinstance(one.tag, str) and one.tag.endswith("}style"):
            yield one


def run_look(properties: Element | None) -> RunLook:
    """Direct formatting of a run (w:rPr)."""
    if properties is None:
        return RunLook()
    held = children(properties)
    if not held:
        return RunLook()
    size = attribute(held.get(_SIZE), "val")
    line = held.get(_LINE)
    return RunLook(
        _toggle(held.get(_BOLD)),
        _toggle(held.get(_CAPS)),
        _toggle(held.get(_HIDDEN)),
        None if line is None else attribute(line, "val") not in _OFF,
        None if size is None else (_number(size) or 0) / 2 or None,
    )


def paragraph_look(properties: Element | None) -> ParagraphLook:
    """Direct formatting of a paragraph (w:pPr)."""
    if properties is None:
        return ParagraphLook()
    held = children(properties)
    indent, numbers = held.get(_INDENT), held.get(_NUMBERS)
    left = _points(attribute(indent, "left") or attribute(indent, "start"))
    hanging = _points(attribute(indent, "hanging"))
    alignment = attribute(held.get(_ALIGNED), "val")
    return ParagraphLook(
        left,
        -hanging if hanging is not None else _points(attribute(indent, "firstLine")),
        None if alignment is None else alignment == "center",
        _integer(attribute(held.get(_OUTLINE), "val")),
        attribute(child(numbers, "numId"), "val"),
        _integer(attribute(child(numbers, "ilvl"), "val")),
    )


def run_over(direct: RunLook, character: RunLook | None, paragraph: RunLook) -> RunLook:
    """What a run looks like: direct formatting decides; bold in both the character and the paragraph style cancels out."""
    styled = paragraph
    if character is not None:
        styled = character.over(paragraph)
        if character.bold and paragraph.bold:
            styled = replace(styled, bold=False)
    return direct.over(styled)


def _chain(id_: str, raw: dict[str, Element]) -> list[Element]:
    chain: list[Element] = []
    while id_ in raw and raw[id_] not in chain and len(chain) < 30:
        chain.append(raw[id_])
        id_ = attribute(child(raw[id_], "basedOn"), "val") or ""
    return chain


def _head_row(style: Element) -> bool:
    for part in style:
        if isinstance(part.tag, str) and part.tag.endswith("}tblStylePr") and attribute(part, "type") == "firstRow":
            shading = attribute(child(child(part, "tcPr"), "shd"), "fill")
            return bool(_toggle(child(child(part, "rPr"), "b"))) or shading not in (None, "auto", "FFFFFF")
    return False


def _toggle(element: Element | None) -> bool | None:
    return None if element is None else (attribute(element, "val") or "1").lower() not in _OFF


def _number(value: str | None) -> float | None:
    try:
        return None if value is None else float(value)
    except ValueError:
        return None


def _integer(value: str | None) -> int | None:
    number = _number(value)
    return None if number is None or abs(number) > 100 else int(number)


def _points(value: str | None) -> float | None:
    """Twentieths of a point; strict files write "36pt"."""
    if value is not None and value.endswith("pt"):
        return _number(value[:-2])
    number = _number(value)
    return None if number is None else number / 20
