"""Whose remarks stand beside a nation's actions: the paper is the nation's by its title, and somebody else's by its remarks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from extractor.codebook import Codebook
from extractor.model import Action, Block, Quote
from extractor.unify.areas import find_areas
from extractor.unify.partnerships import find_bodies

_LINE = 160
"""Characters that a line which says whose remarks these are does not exceed."""
_REMARKS_OF = re.compile(
    r"\b(?i:commentary|comments?|remarks?|response|position|observations?)\s+(?:of|by|from)\s+(?:the\s+)?"
    r"(?P<who>[A-Z][\w'’-]*(?:\s+(?:(?:and|of|the|for|&)\s+)*[A-Z][\w'’-]*)*)"
)


def commentator(actions: Sequence[Action], blocks: Sequence[Block], author: Quote | None, codebook: Codebook) -> Quote | None:
    """The words that name the area or body whose remarks stand beside ``actions``, None where the paper does not say.

    Asked in turn: the head of the remarks' column, a line such as "Remarks of Anyborough Council", the one partnership that the
    paper names, and the line that says whose report it is (``author``).
    """
    if not any(action.commentary for action in actions):
        return None
    for block in _heads(actions, blocks):
        found = _named(Quote(block, 0, len(block.text)), codebook)
        if found is not None:
            return found
    for block in blocks:
        match = _REMARKS_OF.search(block.text) if len(block.text) <= _LINE else None
        if match is not None:
            return Quote(block, *match.span("who"))
    bodies = [body for body in find_bodies(blocks, codebook) if body.kind == "partnership" and body.areas]
    if len({body.areas for body in bodies}) == 1:
        return bodies[0].quote
    return _named(author, codebook) if author is not None else None


def _heads(actions: Iterable[Action], blocks: Sequence[Block]) -> list[Block]:
    """The heads of the columns that remarks stand in."""
    remarks = {action.commentary_quote.block.index for action in actions if action.commentary_quote is not None}
    places = {
        (quote.block.cell.table, quote.block.cell.column)
        for action in actions
        if (quote := action.commentary_quote) is not None and quote.block.cell is not None
    }
    return [
        block
        for block in blocks
        if block.cell is not None
        and (block.cell.table, block.cell.column) in places
        and (block.cell.head or block.cell.row == 1)
        and block.index not in remarks
    ]


def _named(words: Quote, codebook: Codebook) -> Quote | None:
    """The partnership, or else the area, that some words name."""
    block = words.block
    for body in find_bodies([block], codebook):
        if body.kind == "partnership" and words.start <= body.quote.start and body.quote.end <= words.end:
            return body.quote
    for mention in find_areas(block.text[words.start : words.end], codebook):
        return Quote(block, words.start + mention.start, words.start + mention.end)
    return None
