"""The pages of a paper as rows. A Word or web paper has none of fixed size, so its text is cut into stretches at headings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extractor.model import Block, Document

_LONG = 1500
"""Characters after which the next heading begins a new stretch, and twice which any block does: about half a printed page."""


def page_rows(document: Document) -> list[dict[str, object]]:
    """One row a page: number, size in points, text, and the first and last block on it. Sizes are None for a stretch of text."""
    if document.pages:
        spans = _spans(document.blocks)
        return [
            {
                "number": page.number,
                "width": page.width,
                "height": page.height,
                "rotation": page.rotation,
                "scanned": int(page.scanned),
                "unsure": page.unsure,
                "first_block": spans.get(page.number, (None, None))[0],
                "last_block": spans.get(page.number, (None, None))[1],
                "text": page.text,
            }
            for page in document.pages
        ]
    return [
        {
            "number": number,
            "width": None,
            "height": None,
            "rotation": 0,
            "scanned": 0,
            "unsure": None,
            "first_block": stretch[0].index,
            "last_block": stretch[-1].index,
            "text": "\n".join(f"{block.label} {block.text}" if block.label else block.text for block in stretch),
        }
        for number, stretch in enumerate(_stretches(document.blocks), start=1)
    ]


def _spans(blocks: Sequence[Block]) -> dict[int, tuple[int, int]]:
    spans: dict[int, tuple[int, int]] = {}
    for block in blocks:
        for page in {block.page, *(line.page for line in block.lines)} - {None}:
            assert page is not None
            first, last = spans.get(page, (block.index, block.index))
            spans[page] = (min(first, block.index), max(last, block.index))
    return spans


def _stretches(blocks: Sequence[Block]) -> Iterator[list[Block]]:
    stretch: list[Block] = []
    length = 0
    for block in blocks:
        inside_row = bool(stretch and block.cell and stretch[-1].cell and block.cell.row == stretch[-1].cell.row)
        full = length > 2 * _LONG or (block.kind == "heading" and length > _LONG)
        if stretch and full and not inside_row:
            yield stretch
            stretch, length = [], 0
        stretch.append(block)
        length += len(block.text)
    if stretch:
        yield stretch
