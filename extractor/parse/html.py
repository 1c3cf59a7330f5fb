"""HTML -> Document: headings, paragraphs, lists and data tables of a page; menus, banners and forms kept apart as furniture."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from lxml import etree

from extractor.errors import PaperError, Reason
from extractor.model import Block, Cell, Document, Problem
from extractor.parse.clean import clean_marked, clean_text
from extractor.parse.lines import soft_lines
from extractor.parse.markers import Marker, MarkerKind, spell, split_marker
from extractor.parse.shape import Rough, shape
from extractor.parse.sniff import decode

Element = Any
"""An lxml element: the library ships no types."""


def _tags(words: str) -> frozenset[str]:
    return frozenset(words.split())


_INLINE = _tags(
    "a abbr acronym b bdi bdo big cite code data dfn em font i ins kbd label mark q rp rt ruby samp small span strong sub sup time "
    "tt u var wbr"
)
_LEFT_OUT = _tags(
    "script style noscript template svg math head iframe select option button input textarea object embed canvas audio video map "
    "del s strike dialog"
)
_FURNITURE = _tags("nav footer aside")
_FURNITURE_ROLES = _tags("navigation banner contentinfo search complementary")
_FURNITURE_NAMES = re.compile(r"\b(?:bread-?crumbs?|cookie[\w-]*|skip-?(?:link|nav|to)[\w-]*)\b", re.IGNORECASE)
_HEADINGS = {f"h{n}": n for n in range(1, 7)}
_FORMS: dict[str, tuple[str, MarkerKind]] = {
    "1": ("decimal", "number"),
    "a": ("lowerLetter", "letter"),
    "A": ("upperLetter", "letter"),
    "i": ("lowerRoman", "roman"),
    "I": ("upperRoman", "roman"),
}
_CHARSET = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([\w:.-]+)|<\?xml[^>]+encoding\s*=\s*[\"']([\w:.-]+)", re.IGNORECASE)


def read_html(data: bytes, *, file: str) -> Document:
    """Read a web page. Anchors are "paragraph 12" and "table 1, row 4, cell 2".

    ``properties`` holds the page's title and author. Scripts, controls and hidden parts are left out; menus, banners, side bars
    and footers go to ``furniture``. Raises PaperError where the mark-up cannot be read at all.
    """
    declared = _CHARSET.search(data[:4096])
    name = (declared[1] or declared[2]).decode("ascii") if declared else None
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(decode(data, name).replace("\x00", "").encode("utf-8", "replace"), parser)
        if root is None:
            raise ValueError("no element at all")
        reader = _Reader()
        body = root.find("body")
        blocks = shape(list(reader.walk(root if body is None else body, _Place())))
    except (etree.LxmlError, ValueError, RecursionError) as error:
        raise PaperError(
            f"{file}: the web page cannot be read: save it as PDF in a browser and read that", Reason.DAMAGED
        ) from error
    furniture = tuple(Block(at, "paragraph", text, anchor="furniture") for at, text in enumerate(reader.furniture, len(blocks)))
    problems = () if blocks else (Problem("parse", "the page holds no text: save it as PDF in a browser and read that"),)
    return Document(blocks, furniture=furniture, problems=problems, properties=_properties(root))


@dataclass(frozen=True, slots=True)
class _Place:
    """What the elements around say of a text."""

    bold: bool = False
    level: int | None = None
    label: str | None = None
    marker: MarkerKind | None = None
    depth: int = -1
    """Lists around: -1 outside of any."""
    centred: bool = False
    pre: bool = False
    article: bool = False


@dataclass(slots=True)
class _Reader:
    furniture: list[str] = field(default_factory=list)
    paragraphs: int = 0
    tables: int = 0
    text: str = ""
    marks: bytearray = field(default_factory=bytearray)
    in_cell: bool = False

    def walk(self, element: Element, place: _Place) -> Iterator[Rough]:
        """Paragraphs of a block element, in order."""
        yield from self._inside(element, place)
        yield from self._flush(place)

    def _inside(self, element: Element, place: _Place) -> Iterator[Rough]:
        self._add(element.text, place)
        fresh = place
        number = 0
        for one in element:
            tag = one.tag.lower() if isinstance(one.tag, str) else ""
            if not tag or tag in _LEFT_OUT or _hidden(one):
                pass
            elif tag == "br":
                self._raw("\n", place.bold)
            elif self._is_furniture(one, tag, place):
                yield from self._flush(fresh)
                self._set_aside(one)
            elif tag in _INLINE:
                yield from self._inside(one, replace(fresh, bold=place.bold or _bold(one, tag)))
            else:
                emitted = self.paragraphs
                yield from self._flush(fresh)
                if tag in ("ol", "ul", "menu", "dir"):
                    yield from self.walk(one, replace(fresh, label=None, marker=None, depth=place.depth + 1))
                elif tag == "li":
                    number = _number(one, element, number)
                    yield from self.walk(one, _item(element, number, place))
                elif tag == "table" and not self._is_layout(one):
                    yield from self._table(one)
                else:
                    yield from self.walk(one, self._within(one, tag, fresh))
                if self.paragraphs > emitted and fresh.label is not None:
                    # The marker belongs to the first paragraph of an item only.
                    fresh = replace(fresh, label=None, marker=None)
            self._add(one.tail, fresh)

    def _within(self, element: Element, tag: str, place: _Place) -> _Place:
        style = (element.get("style") or "").replace(" ", "").lower()
        centred = place.centred or tag == "center" or element.get("align") == "center" or "text-align:center" in style
        return replace(
            place,
            bold=place.bold or (tag not in _HEADINGS and _bold(element, tag)),
            level=_HEADINGS.get(tag, place.level),
            centred=centred,
            pre=place.pre or tag == "pre",
            article=place.article or tag in ("article", "main"),
        )

    def _add(self, text: str | None, place: _Place) -> None:
        if text:
            self._raw(text if place.pre else re.sub(r"[ \t\r\n\f]+", " ", text), place.bold)

    def _raw(self, text: str, bold: bool) -> None:
        self.text += text
        self.marks.extend((int(bold),) * len(text))

    def _flush(self, place: _Place) -> Iterator[Rough]:
        """Deliver what has gathered as one paragraph, or as several where line breaks part it."""
        lines = soft_lines(self.text, self.marks)
        self.text, self.marks = "", bytearray()
        if place.level is not None and len(lines) > 1:
            lines = [(" ".join(text for text, _ in lines), bytearray(sum(len(text) + 1 for text, _ in lines) - 1))]
        for at, (raw, marks) in enumerate(lines):
            marker = split_marker(raw)
            if place.label is not None and at == 0 and (marker.label is None or place.marker != "bullet"):
                marker = Marker(place.label, raw, place.marker)
            start = len(raw) - len(marker.rest)
            text, bold = clean_marked(raw[start:], marks[start:])
            if not text:
                continue
            self.paragraphs += at == 0
            yield Rough(
                text,
                f"paragraph {self.paragraphs}",
                marker.label,
                marker.kind,
                bold,
                level=place.level,
                indent=18.0 * (place.depth + 1),
                centred=place.centred,
                list="page" if place.depth >= 0 else None,
                own_style=place.depth >= 0,
            )

    def _is_furniture(self, element: Element, tag: str, place: _Place) -> bool:
        if self.in_cell:
            return False
        if tag in _FURNITURE or (element.get("role") or "").lower() in _FURNITURE_ROLES:
            return True
        if _FURNITURE_NAMES.search(f"{element.get('class') or ''} {element.get('id') or ''}") and tag not in ("body", "main"):
            return True
        if tag == "header":
            return not place.article and element.find(".//h1") is None
        # Some sites wrap the whole page in one form.
        return tag == "form" and element.find(".//p") is None and element.find(".//h1") is None

    def _set_aside(self, element: Element) -> None:
        """Keep the shown words of a part that is no text of the paper."""
        words: list[str] = []
        for one in element.iter():
            if _shown(one, element):
                words.append(one.text or "")
            if one is not element and _shown(one.getparent(), element):
                words.append(one.tail or "")
        text = clean_text(" ".join(words))
        if text and text not in self.furniture:
            self.furniture.append(text)

    def _is_layout(self, table: Element) -> bool:
        """A table that only arranges the page: said so, of one cell, or with headings or tables inside."""
        if (table.get("role") or "").lower() in ("presentation", "none"):
            return True
        if any(table.find(f".//{tag}") is not None for tag in ("table", "h1", "h2", "h3")):
            return True
        return sum(1 for _ in table.iter("td", "th")) <= 1

    def _table(self, table: Element) -> Iterator[Rough]:
        for caption in table.iter("caption"):
            yield from self.walk(caption, _Place())
        self.tables += 1
        number = self.tables
        taken: dict[int, int] = {}
        for row, line in enumerate(table.iter("tr"), 1):
            cells = [one for one in line if one.tag in ("td", "th")]
            parent = line.getparent()
            head = bool(cells) and (parent.tag == "thead" or all(one.tag == "th" for one in cells))
            column = 1
            for one in cells:
                while taken.get(column, 0) >= row:
                    column += 1
                columns, rows = _span(one, "colspan"), _span(one, "rowspan")
                for at in range(column, column + columns):
                    taken[at] = row + rows - 1
                text, bold = self._cell(one)
                if text:
                    place = Cell(number, row, column, columns, rows, head)
                    yield Rough(text, f"table {number}, row {row}, cell {column}", bold=bold, cell=place)
                column += columns

    def _cell(self, element: Element) -> tuple[str, tuple[tuple[int, int], ...]]:
        """Text of a cell: its paragraphs on lines of their own, list markers before them."""
        inner = _Reader(in_cell=True)
        text, bold = "", []
        for one in inner.walk(element, _Place(bold=_bold(element, "td"))):
            start = (f"{text}\n" if text else "") + (f"{one.label} " if one.label else "")
            bold += [(begin + len(start), end + len(start)) for begin, end in one.bold]
            text = start + one.text
        return text, tuple(bold)


def _item(parent: Element, number: int, place: _Place) -> _Place:
    """The place of a list item: its label as a browser prints it."""
    ordered = parent.tag == "ol"
    form, kind = _FORMS.get(parent.get("type") or "1", _FORMS["1"])
    label = f"{spell(number, form)}." if ordered else "•"
    depth = max(place.depth, 0)
    return replace(place, label=label, marker=kind if ordered else "bullet", depth=depth, level=None)


def _number(item: Element, parent: Element, last: int) -> int:
    for value in (item.get("value"), parent.get("start") if last == 0 else None):
        if value and re.fullmatch(r"\s*-?\d{1,6}\s*", value):
            return int(value)
    return last + 1


def _span(cell: Element, name: str) -> int:
    value = cell.get(name) or ""
    return max(1, min(int(value), 100)) if value.isdigit() and len(value) < 5 else 1


def _bold(element: Element, tag: str) -> bool:
    style = (element.get("style") or "").replace(" ", "").lower()
    return tag in ("b", "strong", "u") or re.search(r"font-weight:(?:bold|[6-9]00)", style) is not None


def _hidden(element: Element) -> bool:
    style = (element.get("style") or "").replace(" ", "").lower()
    return (
        element.get("hidden") is not None
        or (element.get("aria-hidden") or "").lower() == "true"
        or "display:none" in style
        or "visibility:hidden" in style
    )


def _shown(element: Element, top: Element) -> bool:
    while element is not None:
        if not isinstance(element.tag, str) or element.tag in _LEFT_OUT or _hidden(element):
            return False
        if element is top:
            return True
        element = element.getparent()
    return True


def _properties(root: Element) -> tuple[tuple[str, str], ...]:
    found: dict[str, str] = {}
    if (title := root.find(".//title")) is not None:
        found["title"] = clean_text("".join(title.itertext()))
    for meta in root.iter("meta"):
        name = (meta.get("name") or "").lower().removeprefix("dc.").removeprefix("dcterms.")
        if name in ("author", "creator", "date", "modified", "subject"):
            found.setdefault("author" if name == "creator" else name, clean_text(meta.get("content") or ""))
    return tuple(sorted((key, value) for key, value in found.items() if value))
