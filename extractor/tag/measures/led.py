"""Items under a lead-in that holds their verb: "By March 2008 we aim to reduce the number of:" and "burglaries by 10%"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from extractor.codebook import Codebook
from extractor.model import Block
from extractor.tag.measures.amounts import YEAR, groups, has_quantity, times
from extractor.tag.measures.prose import leading_direction
from extractor.tag.measures.stated import Stated
from extractor.tag.sentences import sentences

_OPENS = re.compile(r"(?::[-–—]?|\b(?:to|by|in|of))\s*$")
_FINITE = re.compile(r"\b(?:was|were|had|has|have|did|fell|rose|went|is|are|said|says|we|will)\b", re.I)
_NO_THING = re.compile(r"\b(?:of|in|to|by|and|the|from|at|on)$", re.I)
_LONGEST = 16
_YEAR = re.compile(YEAR)


@dataclass(frozen=True, slots=True)
class Lead:
    """A lead-in with its verb: whether what stands under it is to go ``down``, and by ``when`` (None where it does not say)."""

    block: Block
    down: bool
    when: str | None


def lead_of(block: Block, codebook: Codebook) -> Lead | None:
    """The lead-in that a block is, if its last sentence opens a list and its verb wants the things of that list to rise or fall."""
    if not _OPENS.search(block.text):
        return None
    start, end = list(sentences(block.text))[-1]
    sentence = block.text[start:end]
    named = list(times(sentence))
    plain = sentence
    for first, last, _ in named:
        plain = plain[:first] + " " * (last - first) + plain[last:]
    if has_quantity(_YEAR.sub(" ", plain)):
        return None
    down = leading_direction(sentence, codebook)
    return None if down is None else Lead(block, down, named[0][2] if len(named) == 1 else None)


def led_item(text: str, lead: Lead) -> Stated | None:
    """What an item states whose verb stands in its lead-in: the thing, and how far it is to go ("assaults from 900 to 810")."""
    group = next(groups(text, bare=True), None)
    if group is None or (group.change or group.target or group.by) is None or "£" in (group.target or group.by or ""):
        return None
    thing = text[: group.start].rstrip(" \t\n:,;(–—-")
    words = thing.split()
    if not 1 <= len(words) <= _LONGEST or _FINITE.search(thing) or _NO_THING.search(thing) or not re.search(r"[A-Za-z]{3}", thing):
        return None
    return Stated(0, len(thing), "measure.led", group, lead.down)


def leads_in_targets(block: Block, codebook: Codebook) -> bool:
    """Whether a block says that the list under it holds targets: "they commit themselves to targets to:"."""
    opening = (":", ":-", "to", "are")
    if block.kind == "heading" or not block.text.rstrip().endswith(opening):
        return False
    last = block.text[slice(*list(sentences(block.text))[-1])]
    return last.endswith(opening) and bool(codebook.find("measures", last, "role", "list"))
