"""Paragraphs and tables in reading order -> blocks."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from operator import attrgetter

from extractor.model import Block, Cell, Line
from extractor.parse.markers import Marker
from extractor.parse.pdf.paragraphs import Paragraph
from extractor.parse.pdf.shapes import Row
from extractor.parse.pdf.tables import Table
from extractor.parse.pdf.textbuild import Built, Words, build, printable
from extractor.parse.shape import Rough, shape

_SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹ⁱ†‡"
_NOTE_MARK = re.compile(rf"([{_SUPERSCRIPTS}]+|\d{{1,3}}|\*{{1,3}}|†|‡)\s*(?=\S)")

_CAPTION = re.compile(r"(?:figure|fig\.|table|chart|graph|diagram|map)\s+\d+\b", re.IGNORECASE)
_BARE_NUMBER = re.compile(
    r"(\d{1,2}(?:\.\d{1,2})*)\s+(?!(?i:january|february|march|april|may|june|july|august|september|october|november|december)\b)(?=[A-Z][A-Za-z]+)"
)
_HANG = 9.0
"""Points that the words of an item are taken to stand in from its marker, to tell its depth."""
_AHEAD = 15
"""Blocks: a list that goes on after more is another."""
_UNMARKED = Marker(None, "", None)


@dataclass(slots=True)
class _Piece:
    """A rough block with the places that it must get back after it has been shaped."""

    rough: Rough
    built: Built
    gap: float | None
    edge: float = 0.0
    """Left edge of the marker."""
    cells: list[_Printed] = field(default_factory=list)
    """A table's, for which the piece stands: what it is to the text round it, it is as a whole."""


@dataclass(slots=True)
class _Printed:
    """One filled cell of a table: its words, their size, their left edge, its place."""

    built: Built
    size: float
    indent: float
    place: Cell


def make_blocks(flow: list[Paragraph | Table], words: Words, notes: dict[int, set[str]]) -> tuple[Block, ...]:
    """Blocks in reading order, numbered from 0. ``words`` is the paper's vocabulary; ``notes`` the marks of each page's footnotes.

    ``flow`` is used up, so that the room of what is built is free again.
    """
    pieces: list[_Piece] = []
    flow.reverse()
    while flow:
        one = flow.pop()
        if isinstance(one, Table):
            if cells := _cells(one, words, notes):
                pieces.append(_Piece(_TABLE, _NOTHING, None, cells=cells))
            continue
        piece = _piece(one, words, notes)
        if piece.built.text or piece.rough.label:
            pieces.append(piece)
    kept = [piece for piece in pieces if piece.rough.text or piece.rough.label]
    blocks: list[Block] = []
    for shaped, piece in zip(shape(_as_shaped(kept)), kept, strict=True):
        if piece.cells:
            blocks.extend(_cell(index, cell) for index, cell in enumerate(piece.cells, len(blocks)))
        else:
            blocks.append(_placed(len(blocks), shaped, piece))
    return tuple(blocks)


_TABLE = Rough("table", "", cell=Cell(0, 0, 0))
"""What stands for a whole table where headings and lists are judged: to judge its cells one by one took a tenth of their cost."""
_NOTHING = Built()


def _placed(index: int, shaped: Block, piece: _Piece) -> Block:
    built = piece.built
    lines = tuple(built.lines)
    page = lines[0].page if lines else None
    return Block(
        index, shaped.kind, piece.rough.text, shaped.label, shaped.level, page, lines, None, None, tuple(built.bold), shaped.size,
        piece.rough.indent, piece.gap, tuple(built.ocr),
    )  # fmt: skip


def _cell(index: int, cell: _Printed) -> Block:
    built = cell.built
    page = built.lines[0].page if built.lines else None
    return Block(
        index, "cell", built.text, None, 0, page, tuple(built.lines), None, cell.place, tuple(built.bold), cell.size,
        cell.indent, None, tuple(built.ocr),
    )  # fmt: skip


def _as_shaped(pieces: list[_Piece]) -> list[Rough]:
    """The rough blocks as the judge of headings and lists should see them.

    A short line in large bold print is a heading even with a full stop; bullets under a numbered item that has successors, or that
    ends in a colon, lie inside it even where they are not indented.
    """
    out: list[Rough] = []
    body = _prevailing([piece.rough for piece in pieces])
    numbered: Rough | None = None
    for index, piece in enumerate(pieces):
        rough = piece.rough
        if rough.cell is not None or rough.note:
            out.append(rough)
            continue
        if rough.marker is not None:
            rough = replace(rough, indent=piece.edge + _HANG)  # a typed marker's own width says nothing of depth
        if rough.marker in ("number", "letter", "roman"):
            numbered = rough if rough.text.endswith(":") or _has_successor(rough, pieces[index + 1 : index + 1 + _AHEAD]) else None
        elif rough.marker in ("bullet", "dash") and numbered is not None and rough.indent is not None:
            rough = replace(rough, indent=max(rough.indent, (numbered.indent or 0.0) + _HANG))
        elif rough.marker is None:
            numbered = None
        if rough.text.endswith(".") and rough.size is not None and rough.size >= 1.15 * body and _all_bold(rough):
            rough = replace(rough, text=rough.text[:-1])
        out.append(rough)
    return out


def _prevailing(roughs: list[Rough]) -> float:
    weights: dict[float, int] = defaultdict(int)
    for rough in roughs:
        if rough.cell is None and rough.size is not None:
            weights[rough.size] += len(rough.text)
    return max(weights, key=lambda size: (weights[size], -size)) if weights else 0.0


def _all_bold(rough: Rough) -> bool:
    return len(rough.text.split()) <= 16 and sum(end - start for start, end in rough.bold) >= 0.95 * len(rough.text)


def _has_successor(rough: Rough, following: list[_Piece]) -> bool:
    """Whether the list goes on after bullets: "2." ... "3.", "a)" ... "b)"."""
    number = (rough.label or "").strip("().[]")
    seen = 0
    for piece in following:
        if seen >= _AHEAD:
            break
        seen += len(piece.cells) or 1
        other = (piece.rough.label or "").strip("().[]")
        if piece.rough.marker in ("number", "letter", "roman"):
            if number.isdigit() and other.isdigit():
                return int(other) == int(number) + 1
            return len(number) == len(other) == 1 and ord(other) == ord(number) + 1
    return False


def _piece(one: Paragraph, words: Words, notes: dict[int, set[str]]) -> _Piece:
    size = round(max(one.rows, key=lambda row: len(row.text)).size, 1)
    _mark_bare_number(one)
    built = build([one], words, {} if one.note else notes)
    label = printable(one.marker.label) if one.marker.label is not None else None
    rough = Rough(
        built.text, "", label, one.marker.kind, tuple(built.bold), size=size, indent=round(one.text_x, 1), centred=one.centred,
        note=one.note, own_style=_CAPTION.match(built.text) is not None, spaced=True,
    )  # fmt: skip
    return _Piece(rough, built, one.gap, round(one.rows[0].x0, 1))


def _mark_bare_number(one: Paragraph) -> None:
    """ "1 Introduction" in bold print is a numbered heading, though no point stands after the number."""
    found = _BARE_NUMBER.match(one.rows[0].text)
    if found and one.marker.label is None and not one.note and all(row.bold > 0.95 for row in one.rows) and len(one.rows) < 3:
        one.marker = one.marker._replace(label=found[1], kind="decimal" if "." in found[1] else "number")
        one.skip = found.end()


def _cells(table: Table, words: Words, notes: dict[int, set[str]]) -> list[_Printed]:
    found = []
    for cell in sorted(table.cells, key=_by_place):
        paragraphs = cell.paragraphs
        if not paragraphs:
            continue
        built = build(paragraphs, words, notes, keep_markers=True)
        if not built.text.strip():
            continue
        first = longest = paragraphs[0].rows[0]
        if len(paragraphs) > 1 or len(paragraphs[0].rows) > 1:
            longest = max((row for one in paragraphs for row in one.rows), key=lambda row: len(row.text))
        found.append(_Printed(built, round(longest.size, 1), round(first.x0, 1), table.place(cell)))
    return found


_by_place = attrgetter("row", "column")


def mark_notes(flow: list[Paragraph | Table], body: float) -> dict[int, set[str]]:
    """Mark footnotes and give the marks that each page's notes have."""
    lowest: dict[int, float] = defaultdict(float)
    marks: dict[int, set[str]] = defaultdict(set)
    for one in flow:
        if isinstance(one, Table):
            continue
        for row in one.rows:
            if not row.whole:
                marks[row.page].update(word.text for word in row.words[1:] if word.raised)
            if row.size > 0.95 * body:
                lowest[row.page] = max(lowest[row.page], row.base)
    notes: dict[int, set[str]] = defaultdict(set)
    stars = [
        one for one in flow if isinstance(one, Paragraph) and one.marker.label is not None and one.marker.label.startswith("*")
    ]
    for one in flow:
        if not isinstance(one, Paragraph):
            continue
        first = one.rows[0]
        mark = _NOTE_MARK.match(first.text)
        if mark is None:
            continue
        label = mark[1]
        word = first.words[0]
        raised = word.raised and len(first.words) > 1 and word.text == label
        small = first.size < 0.92 * body and first.base > lowest[first.page] and label in marks[first.page]
        called = (
            label.startswith("*")
            and len(stars) <= 2
            and any(re.search(rf"\w[\"”’]?{re.escape(label)}(?!\w)", text) for text in _texts(flow, first.page))
        )
        if raised or label[0] in _SUPERSCRIPTS or small or called:
            one.note = True
            one.skip = mark.end()
            one.marker = one.marker._replace(label=label, kind=None)
            notes[first.page].add(label)
    return notes


def _texts(flow: list[Paragraph | Table], page: int) -> Iterator[str]:
    """What is printed on a page: each line of its text, each cell of its tables."""
    for one in flow:
        if isinstance(one, Table):
            yield from (cell.text for cell in one.cells for paragraph in cell.paragraphs if paragraph.rows[0].page == page)
        else:
            yield from (row.text for row in one.rows if row.page == page)


def furniture_blocks(rows: list[Row], first: int) -> tuple[Block, ...]:
    """One paragraph for each running line, numbered on from the last block."""
    words = Words(rows)
    out = []
    for index, row in enumerate(rows):
        one = Paragraph([row], row.x0, row.x1, _UNMARKED, 0, row.x0)
        built = build([one], words, {})
        out.append(
            Block(first + index, "paragraph", built.text, page=row.page, lines=tuple(built.lines), bold=tuple(built.bold),
                  size=round(row.size, 1), indent=round(row.x0, 1))
        )  # fmt: skip
    return tuple(out)


def page_texts(blocks: tuple[Block, ...], furniture: dict[int, list[str]]) -> dict[int, str]:
    """All text of each page in reading order, one printed line to a line, its running lines last."""
    parts: dict[int, list[str]] = defaultdict(list)
    for block in blocks:
        pieces: dict[int, list[Line]] = defaultdict(list)
        for line in block.lines:
            pieces[line.page].append(line)
        for page, lines in pieces.items():
            text = " ".join(block.text[lines[0].start : lines[-1].end].split())
            parts[page].append(f"{block.label} {text}" if block.label and lines[0] is block.lines[0] else text)
    for page, running in furniture.items():
        parts[page].extend(running)
    return {page: "\n".join(lines) for page, lines in parts.items()}
