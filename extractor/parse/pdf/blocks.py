"""Paragraphs and tables in reading order -> blocks."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, replace

from extractor.model import Block, Line
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
_UNMARKED = Marker(None, "", None)


@dataclass(slots=True)
class _Piece:
    """A rough block with the places that it must get back after it has been shaped."""

    rough: Rough
    built: Built
    gap: float | None
    edge: float = 0.0
    """Left edge of the marker."""


def make_blocks(flow: list[Paragraph | Table], words: Words, notes: dict[int, set[str]]) -> tuple[Block, ...]:
    """Blocks in reading order, numbered from 0. ``words`` is the paper's vocabulary; ``notes`` the marks of each page's footnotes.

    ``flow`` is used up, so that the room of what is built is free again.
    """
    pieces: list[_Piece] = []
    flow.reverse()
    while flow:
        one = flow.pop()
        if isinstance(one, Table):
            pieces.extend(_cells(one, words, notes))
            continue
        piece = _piece(one, words, notes)
        if piece.built.text or piece.rough.label:
            pieces.append(piece)
    kept = [piece for piece in pieces if piece.rough.text or piece.rough.label]
    shaped = shape(_as_shaped(kept))
    return tuple(_placed(block, piece) for block, piece in zip(shaped, kept, strict=True))


def _placed(block: Block, piece: _Piece) -> Block:
    built = piece.built
    lines = tuple(built.lines)
    page = lines[0].page if lines else None
    return Block(
        block.index, block.kind, piece.rough.text, block.label, block.level, page, lines, None, block.cell, tuple(built.bold),
        block.size, piece.rough.indent, piece.gap, tuple(built.ocr),
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
            numbered = rough if rough.text.endswith(":") or _has_successor(rough, pieces[index + 1 : index + 16]) else None
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
    for piece in following:
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


def _cells(table: Table, words: Words, notes: dict[int, set[str]]) -> list[_Piece]:
    pieces = []
    for cell in sorted(table.cells, key=lambda cell: (cell.row, cell.column)):
        if not cell.paragraphs:
            continue
        built = build(cell.paragraphs, words, notes, keep_markers=True)
        if not built.text.strip():
            continue
        size = round(max((row for one in cell.paragraphs for row in one.rows), key=lambda row: len(row.text)).size, 1)
        indent = round(cell.paragraphs[0].rows[0].x0, 1)
        pieces.append(
            _Piece(Rough(built.text, "", bold=tuple(built.bold), size=size, indent=indent, cell=table.place(cell)), built, None)
        )
    return pieces


def mark_notes(flow: list[Paragraph | Table], body: float) -> dict[int, set[str]]:
    """Mark footnotes and give the marks that each page's notes have."""
    texts: dict[int, list[str]] = defaultdict(list)
    lowest: dict[int, float] = defaultdict(float)
    marks: dict[int, set[str]] = defaultdict(set)
    for one in flow:
        if isinstance(one, Table):
            for cell in one.cells:
                for paragraph in cell.paragraphs:
                    texts[paragraph.rows[0].page].append(cell.text)
            continue
        for row in one.rows:
            texts[row.page].append(row.text)
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
            and any(re.search(rf"\w[\"”’]?{re.escape(label)}(?!\w)", text) for text in texts[first.page])
        )
        if raised or label[0] in _SUPERSCRIPTS or small or called:
            one.note = True
            one.skip = mark.end()
            one.marker = one.marker._replace(label=label, kind=None)
            notes[first.page].add(label)
    return notes


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
