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

_UNMARKED = Marker(None, "", None)


@dataclass(slots=True)
class _Piece:
    """A rough block with the places that it must get back after it has been shaped."""

    rough: Rough
    built: Built
    gap: float | None


def make_blocks(flow: list[Paragraph | Table], rows: list[Row], body: float) -> tuple[Block, ...]:
    """Blocks in reading order, numbered from 0. ``rows`` are all rows of the paper, for its vocabulary."""
    words = Words(rows)
    notes = _mark_notes(flow, body)
    pieces: list[_Piece] = []
    for one in flow:
        if isinstance(one, Table):
            pieces.extend(_cells(one, words, notes))
            continue
        piece = _piece(one, words, notes)
        if piece.built.text or piece.rough.label:
            pieces.append(piece)
    kept = [piece for piece in pieces if piece.rough.text or piece.rough.label]
    shaped = shape([replace(piece.rough, spaced=True) for piece in kept])
    return tuple(_placed(block, piece) for block, piece in zip(shaped, kept, strict=True))


def _placed(block: Block, piece: _Piece) -> Block:
    lines = tuple(piece.built.lines)
    page = lines[0].page if lines else None
    return replace(block, lines=lines, page=page, anchor=None, gap=piece.gap, indent=piece.rough.indent)


def _piece(one: Paragraph, words: Words, notes: dict[int, set[str]]) -> _Piece:
    size = round(max(one.rows, key=lambda row: len(row.text)).size, 1)
    built = build([one], words, {} if one.note else notes)
    label = printable(one.marker.label) if one.marker.label is not None else None
    rough = Rough(
        built.text, "", label, one.marker.kind, tuple(built.bold), size=size, indent=round(one.text_x, 1), centred=one.centred,
        note=one.note,
    )  # fmt: skip
    return _Piece(rough, built, one.gap)


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


def _mark_notes(flow: list[Paragraph | Table], body: float) -> dict[int, set[str]]:
    """Mark footnotes and give the marks that each page's notes have."""
    texts: dict[int, list[str]] = defaultdict(list)
    lowest: dict[int, float] = defaultdict(float)
    for one in flow:
        if isinstance(one, Table):
            for cell in one.cells:
                for paragraph in cell.paragraphs:
                    texts[paragraph.rows[0].page].append(cell.text)
            continue
        for row in one.rows:
            texts[row.page].append(row.text)
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
        small = first.size < 0.92 * body and first.base > lowest[first.page] and label.isdigit()
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
