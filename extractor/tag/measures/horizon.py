"""A lead-in that sets a date for the lines under it ("By March 2014 we aim to see:"), and the figure that such a line names."""

from __future__ import annotations

import re
from dataclasses import dataclass

from extractor.grammar.gated import Gated
from extractor.model import Block
from extractor.tag.measures.amounts import AMOUNT, YEAR, times
from extractor.tag.sentences import sentences
from extractor.tag.tables import Placed

_TO_BE_DONE = Gated(r"\bbe\s+(?:achieved|met|reached|delivered|completed|made)\b")
_MEANT = re.compile(
    r"\b(?:reached|judged|indicators?|measures?|we|partners|partnership|aims?|targets?|want|will|shall|should|hope|intend|goals?|achieve|see|have)\b",
    re.I,
)
_FOR_YEAR = re.compile(
    rf"\b(?:targets?|indicators?|kpis?|measures|goals?|aims|outcomes)\b[^:]{{0,40}}?\bfor\s+(?:the\s+year\s+)?(?P<year>{YEAR})|^(?P<first>{YEAR})\s+targets",
    re.I,
)
_PAST = re.compile(r"\b(?:was|were|had|last|since|fell|rose|achieved|completed|did)\b", re.I)
_FIGURE = re.compile(
    rf"(?<![\w£.,/-])(?P<amount>{AMOUNT})(?![\w/]|\s*(?:am|pm)\b)(?P<unit>\s+(?:a|per|each|every)\s+(?:year|month|quarter|week)\b)?",
    re.I,
)
_WITHIN = re.compile(r"\s+(?:years?\s+old|hours?|days?|weeks?|months?|years?|minutes?|miles?|wards?)\b", re.I)
_LONGEST, _MOST_LINES, _LONGEST_LINE = 160, 14, 25


@dataclass(frozen=True, slots=True)
class Horizon:
    """The date that ``block`` sets for the lines under it."""

    block: Block
    path: tuple[Block, ...]
    when: str
    lines: int = 0


def next_horizon(one: Placed, held: Horizon | None) -> Horizon | None:
    """The horizon that holds from ``one`` on: the one it sets itself, else that which holds already, unless its list has ended."""
    block = one.block
    if block.kind != "item" and len(block.text) <= _LONGEST and (block.text.rstrip().endswith(":") or block.kind == "heading"):
        ahead = [
            time for at, end, time in times(block.text) if re.match(r"(?:by|before|over|within|during)\b", block.text[at:end], re.I)
        ]
        if not ahead and (named := _FOR_YEAR.search(block.text)) is not None:
            ahead = [named["year"] or named["first"]]
        if ahead and _MEANT.search(block.text) and not _PAST.search(block.text):
            path = (*one.path, block) if block.kind == "heading" else one.path
            return Horizon(block, path, ahead[0])
    if held is None or held.lines >= _MOST_LINES or block.kind == "heading" or one.path[: len(held.path)] != held.path:
        return None
    if block.kind == "paragraph" and (len(block.text) > _LONGEST or block.text.rstrip().endswith(":")):
        return None
    return Horizon(held.block, held.path, held.when, held.lines + 1)


def figure_of(text: str) -> tuple[str, str | None] | None:
    """(the figure a line sets as its target, its own time if it names one); None where it names none or a sum of money."""
    if len(text.split()) > _LONGEST_LINE or _PAST.search(text):
        return None
    for match in _FIGURE.finditer(text):
        if not re.search(r"\d", match["amount"]) or _WITHIN.match(text, match.end("amount")) or "£" in match["amount"]:
            continue
        when = next((time for at, end, time in times(text) if re.match(r"(?:by|before|within|over)\b", text[at:end], re.I)), None)
        return (match["amount"] + (match["unit"] or "")).strip(), when
    return None


def date_set(block: Block, order: int) -> tuple[int, str] | None:
    """A date that a sentence sets for the targets after it: "all of which have to be achieved by 2005"."""
    if not _TO_BE_DONE.may_match(block.text):
        return None
    for start, end in sentences(block.text):
        sentence = block.text[start:end]
        for match in _TO_BE_DONE.finditer(sentence):
            following = next((time for at, _, time in times(sentence) if at >= match.end()), None)
            if following is not None:
                return order, following
    return None
