"""Word (.docx) -> Document: the XML body walked in its true order, so that text boxes, content controls and insertions are kept."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from extractor.errors import PaperError
from extractor.model import Block, Document, Problem
from extractor.parse.clean import clean_marked, clean_text, shift
from extractor.parse.markers import Marker, split_marker
from extractor.parse.shape import Rough, shape
from extractor.parse.word_numbering import Numbering, Printed, read_numbering
from extractor.parse.word_package import Element, Package, W, attribute, child, damaged, open_package
from extractor.parse.word_styles import ParagraphLook, Style, Styles, paragraph_look, run_look
from extractor.parse.word_table import CellText, Grid, read_grid
from extractor.parse.word_text import Words, drawn, read_words, without_today

_P, _TBL = f"{{{W}}}p", f"{{{W}}}tbl"
_NOTES = (("footnotes", "footnote"), ("endnotes", "endnote"))
_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_CORE = {
    "title": "title",
    "creator": "author",
    "subject": "subject",
    "keywords": "keywords",
    "created": "created",
    "modified": "modified",
}
_QUIET_STYLES = ("caption", "toc ", "table of ", "header", "footer", "balloon", "index ")


def read_word(data: bytes, *, file: str, converted: bool = False) -> Document:
    """Read a .docx from its bytes; ``converted`` from another format, so that "today" in it is the day of conversion.

    Blocks carry anchors: "paragraph 12" (the twelfth that is not empty, text boxes counted where they hang, table cells not),
    "table 1, row 4, cell 2", "footnote 3". ``pages`` is empty: a Word file has no fixed pages. Raises PaperError where the file
    is damaged, holds no document, or would unpack beyond bounds.
    """
    package = open_package(data, file)
    try:
        return _Reader(package, converted).read()
    except RecursionError as error:
        raise damaged(file, "its parts are nested beyond measure") from error


@dataclass(slots=True)
class _Reader:
    package: Package
    converted: bool
    styles: Styles = field(default_factory=Styles)
    numbering: Numbering = field(default_factory=Numbering)
    titled: bool = False
    paragraphs: int = 0
    tables: int = 0
    noted: dict[tuple[str, str], str] = field(default_factory=dict)
    """Printed number of each note, in the order of the marks in the text."""

    def read(self) -> Document:
        root = self.package.xml(self.package.main)
        body = child(root, "body")
        if body is None:
            raise PaperError(
                f"{self.package.file}: this zip file holds no Word document: save the paper as .docx or PDF and read that"
            )
        if self.converted:
            without_today(body)
        self.styles = Styles(self._part("styles"))
        self.numbering = read_numbering(self._part("numbering"), self.styles)
        used = {attribute(one, "val") for one in body.iter(f"{{{W}}}pStyle")}
        self.titled = any("title" in self.styles.get(id_).names for id_ in used)
        rough = [*self.walk(body), *self.notes()]
        blocks = shape(rough)
        return Document(blocks, (), self.furniture(len(blocks)), _problems(body, blocks), self.properties())

    def _part(self, kind: str) -> Element | None:
        """The related part of that kind; one that is missing or broken costs looks and labels, not the text."""
        return next((root for name in self.package.of_kind(kind) if (root := self.package.optional(name)) is not None), None)

    def walk(self, container: Element) -> Iterator[Rough]:
        """Paragraphs and cells of the body or a text box, in order."""
        spaced = False
        for element in drawn(container):
            if element.tag == _P:
                found = list(self.paragraph(element, spaced))
                spaced = not found
                yield from found
            elif element.tag == _TBL:
                yield from self.table(element)
                spaced = False

    def paragraph(self, element: Element, spaced: bool = False) -> Iterator[Rough]:
        """One paragraph as one or more pieces (parted at line breaks), then what hangs on it."""
        style, look, words = self._paragraph(element)
        lines = words.lines()
        if len(lines) > 1 and self._level(style, look, words.text, None) is not None:
            # A heading of style is one heading on however many lines.
            lines = [(words.text.replace("\n", " "), words.marks)]
        # Word counts empty paragraphs of a list too.
        printed = self._label(style, look)
        if lines:
            self.paragraphs += 1
        for at, (raw, marks) in enumerate(lines):
            yield self._rough(raw, marks, words, style, look, printed if at == 0 else None, spaced and at == 0)
        yield from self.hanging(words)

    def hanging(self, words: Words) -> Iterator[Rough]:
        """Text boxes and diagrams that a paragraph anchors."""
        for box in words.boxes:
            yield from self.walk(box)
        for text in self.diagram_texts(words):
            self.paragraphs += 1
            yield Rough(text, f"paragraph {self.paragraphs}")

    def diagram_texts(self, words: Words) -> Iterator[str]:
        """The paragraphs of diagrams (SmartArt), which stand in a part of their own."""
        for id_ in words.diagrams:
            relation = self.package.relations.get(id_)
            root = None if relation is None else self.package.optional(relation.target)
            for paragraph in () if root is None else root.iter(f"{{{_A}}}p"):
                if text := clean_text("".join(one.text or "" for one in paragraph.iter(f"{{{_A}}}t"))):
                    yield text

    def _paragraph(self, element: Element) -> tuple[Style, ParagraphLook, Words]:
        properties = child(element, "pPr")
        style = self.styles.get(attribute(child(properties, "pStyle"), "val"))
        look = paragraph_look(properties).over(style.paragraph)
        words = read_words(element, self.styles, run_look(None).over(style.run))
        for mark in words.notes:
            self.noted.setdefault(mark, str(1 + sum(kind == mark[0] for kind, _ in self.noted)))
        return style, look, words

    def _label(self, style: Style, look: ParagraphLook) -> Printed | None:
        printed = self.numbering.label(look.num_id, look.num_level, style.id)
        if printed is None and look.num_id is None and any(name.startswith("list bullet") for name in style.names):
            return Printed("•", "bullet", style.id, 0)
        return printed

    def _rough(
        self, raw: str, marks: bytearray, words: Words, style: Style, look: ParagraphLook, printed: Printed | None, spaced: bool
    ) -> Rough:
        marker, text, bold = _split(raw, marks, printed)
        left = look.left if look.left is not None else (printed.left if printed else None)
        quiet = style.name.startswith(_QUIET_STYLES)
        return Rough(
            text,
            f"paragraph {self.paragraphs}",
            marker.label,
            marker.kind,
            bold,
            level=None if quiet else self._level(style, look, text, printed),
            size=words.size,
            indent=left if left is not None else 0.0,
            centred=bool(look.centred),
            list=printed.list if printed else None,
            depth=printed.level if printed else None,
            spaced=spaced,
            own_style=quiet,
        )

    def _level(self, style: Style, look: ParagraphLook, text: str, printed: Printed | None) -> int | None:
        """Heading level by style or outline level; None for text, and for a list or a page of text set in a heading style."""
        if len(text) > 250 or (printed and printed.kind == "bullet"):
            return None
        for name in style.names:
            if name == "title":
                return 1
            if name == "subtitle":
                return 2
            if name.startswith("heading ") and name[8:].isdigit():
                return min(9, int(name[8:]) + self.titled)
        if look.outline is not None and look.outline < 9 and len(text) <= 150:
            return min(9, look.outline + 1 + self.titled)
        return None

    def table(self, element: Element) -> Iterator[Rough]:
        """Cells of a table in rows, each with the tables inside it after it; a table of one cell is only a frame round text."""
        grid = read_grid(element, self.styles)
        if len(grid.cells) == 1:
            yield from self.walk(grid.cells[0].element)
            return
        self.tables += 1
        yield from self._cells(grid, self.tables)

    def _cells(self, grid: Grid, number: int) -> Iterator[Rough]:
        filled: list[tuple[CellText, list[Element]]] = []
        for cell in grid.cells:
            text = CellText(cell)
            inner: list[Element] = []
            self._fill(cell.element, text, inner)
            filled.append((text, inner))
        heads = grid.head_rows([text for text, _ in filled])
        for text, inner in filled:
            if text.text:
                yield text.rough(number, heads)
            for table in inner:
                yield from self.table(table)

    def _fill(self, container: Element, into: CellText, inner: list[Element]) -> None:
        for element in drawn(container):
            if element.tag == _P:
                style, look, words = self._paragraph(element)
                lines = words.lines()
                printed = self._label(style, look)
                for at, (raw, marks) in enumerate(lines):
                    into.add(*clean_marked(raw, marks), label=printed.label if printed and at == 0 else None, size=words.size)
                for box in words.boxes:
                    self._fill(box, into, inner)
                for text in self.diagram_texts(words):
                    into.add(text, (), label=None, size=None)
            elif element.tag == _TBL:
                grid = read_grid(element, self.styles)
                if len(grid.cells) == 1:
                    self._fill(grid.cells[0].element, into, inner)
                else:
                    inner.append(element)

    def notes(self) -> Iterator[Rough]:
        """Footnotes, then endnotes, labelled with the numbers of their marks."""
        for kind, name in _NOTES:
            root = self._part(kind)
            for count, note in enumerate((one for one in (() if root is None else root) if _is_note(one)), 1):
                label = self.noted.get((kind, attribute(note, "id") or ""), str(count))
                text = CellText(None)
                self._fill(note, text, [])
                if text.text:
                    yield Rough(clean_text(text.text), f"{name} {label}", label, note=True, size=text.size)

    def furniture(self, first: int) -> tuple[Block, ...]:
        """Running headers and footers, each text once, numbered from ``first``: no number stands for two blocks."""
        seen: dict[str, str] = {}
        for kind in ("header", "footer"):
            for name in self.package.of_kind(kind):
                root = self.package.optional(name)
                for rough in () if root is None else list(self.walk(root)):
                    for line in rough.text.split("\n"):
                        seen.setdefault(line, kind)
        return tuple(Block(at, "paragraph", text, anchor=kind) for at, (text, kind) in enumerate(seen.items(), first) if text)

    def properties(self) -> tuple[tuple[str, str], ...]:
        """What the file says of itself (docProps/core.xml)."""
        root = self.package.optional("docProps/core.xml")
        found: dict[str, str] = {}
        for one in () if root is None else root:
            name = _CORE.get(one.tag.rsplit("}", 1)[-1]) if isinstance(one.tag, str) else None
            if name and (text := clean_text(one.text or "")):
                found.setdefault(name, text)
        return tuple(sorted(found.items()))


def _split(raw: str, marks: bytearray, printed: Printed | None) -> tuple[Marker, str, tuple[tuple[int, int], ...]]:
    """Part label and words of one line; a computed label that is made of words ("Priority 1:") is printed text, not a marker."""
    if printed is None:
        marker = split_marker(raw)
        at = len(raw) - len(marker.rest)
        return marker, *clean_marked(raw[at:], marks[at:])
    text, bold = clean_marked(raw, marks)
    if sum(char.isalpha() for char in printed.label) > 4:
        both = f"{printed.label} {text}"
        return Marker(None, both, None), both, shift(bold, len(both) - len(text), len(both))
    return Marker(printed.label or None, text, printed.kind), text, bold


def _problems(body: Element, blocks: tuple[Block, ...]) -> tuple[Problem, ...]:
    found = []
    if not blocks:
        found.append(Problem("parse", "the file holds no text, only pictures or nothing: find a copy with text, or a scan as PDF"))
    if next(body.iter(f"{{{W}}}altChunk"), None) is not None:
        found.append(
            Problem("parse", "part of the text is embedded in another format and was not read: save the file again in Word")
        )
    return tuple(found)


def _is_note(element: Element) -> bool:
    return (
        isinstance(element.tag, str)
        and element.tag.endswith(("}footnote", "}endnote"))
        and attribute(element, "type") in (None, "normal")
    )
