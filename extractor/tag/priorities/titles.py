"""The title of an item and the detail after it: where one ends and the other begins."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import accumulate, islice

from extractor.codebook import Codebook, Hit
from extractor.model import Block

_TRAILING = re.compile(r"(?:\s*(?:;|,)?\s*(?:and|or|plus)?\s*[;:,.]*|\s*\.{2,}.*)$")
_TAIL = ";:,.andorplus" + "".join(sign for sign in map(chr, range(0x3001)) if sign.isspace())
_DASH_NAME = re.compile(r"^[A-Z’'\w]+(?:\s[A-Z][\w’']*){0,2}$")
_BRACKET, _WORD = re.compile(r"[()]"), re.compile(r"\S+")
# In the order in which they are tried; of the last two the one that comes first in the text.
_RULES = (("run-in.dash",), ("run-in.colon",), ("run-in.includes", "run-in.words"))
LONGEST_TITLE = 26
"""Words: what is longer before a dash or colon is a sentence, not a title with detail."""


@dataclass(frozen=True, slots=True)
class Title:
    """Offsets into the block's text. ``by`` is the rule that split title from detail, "whole" where nothing did."""

    start: int
    end: int
    detail_start: int
    detail_end: int
    by: str

    def text(self, block: Block) -> str:
        return " ".join(block.text[self.start : self.end].split())

    def detail(self, block: Block) -> str | None:
        return " ".join(block.text[self.detail_start : self.detail_end].split()) or None


def trim(text: str, start: int, end: int, codebook: Codebook) -> tuple[int, int]:
    """``start, end`` without list punctuation, references, page numbers and remarks at either end."""
    while start < end and text[start] in ' \t\n“"‘•·-–—*':
        start += 1
    while end > start:
        kept = end
        remark = next(iter(codebook.find("remarks", text[start:end])), None)
        if remark is not None and remark.start > 0:
            end = start + remark.start
        if (
            _may_trail(text, start, end)
            and (match := _TRAILING.search(text, _tail(text, start, end), end))
            and match.start() > start
        ):
            end = match.start()
        if end - start > 1 and text[end - 1] in '”"' and not re.search(r"[“\"]", text[start : end - 1]):
            end -= 1
        if end == kept:
            break
    return start, end


def _may_trail(text: str, start: int, end: int) -> bool:
    """Whether ``_TRAILING``, which is dear to search with, may find more than the end itself."""
    last = text[end - 1]
    return last in ";:,." or last.isspace() or text.endswith(("and", "or", "plus"), start, end) or ".." in text[start:end]


def _tail(text: str, start: int, end: int) -> int:
    """Where ``_TRAILING`` may first begin to match: no letter but those of its own words stands in what it takes off."""
    return start if ".." in text[start:end] else end - len(text[start:end]) + len(text[start:end].rstrip(_TAIL))


def _bold_title(block: Block, start: int, end: int) -> int | None:
    """Where a bold title at the start of a longer text ends."""
    for first, last in block.bold:
        if first <= start + 1 and start + 3 < last < end - 8:
            return last
    return None


def _outside_brackets(text: str, hits: Iterable[Hit]) -> list[Hit]:
    """The hits before which every bracket is closed: brackets are counted once, however many hits a long text has."""
    places = [(match.start(), 1 if match[0] == "(" else -1) for match in _BRACKET.finditer(text)]
    at = [place for place, _ in places]
    depths = [0, *accumulate(step for _, step in places)]
    return [hit for hit in hits if depths[bisect_left(at, hit.start)] <= 0]


def _longest(text: str) -> int:
    """Where the word stands before which a title must have ended."""
    beyond = next(islice(_WORD.finditer(text), LONGEST_TITLE, None), None)
    return beyond.start() if beyond else len(text)


def split_title(block: Block, start: int, end: int, codebook: Codebook) -> Title:
    """Title and detail of ``block.text[start:end]``, by a dash, a colon or the words of run_ins.yaml, else by bold or line."""
    text = block.text
    start, end = trim(text, start, end, codebook)
    bold = _bold_title(block, start, end)
    whole = text[start:end]
    newline = whole.find("\n")
    line = newline if newline > 2 else len(whole)
    hits = _outside_brackets(whole, (hit for hit in codebook.find("run_ins", whole) if 2 < hit.start < line))
    longest = _longest(whole)
    for rules in _RULES:
        for hit in hits:
            rule = hit.entry.id
            if rule not in rules or hit.start > longest:
                continue
            if rule == "run-in.dash":
                later = next((other for other in hits if other.entry.id == rule and other.start > hit.end), None)
                name = whole[hit.end : later.start if later else len(whole)]
                if _DASH_NAME.match(name.strip()) and (later is not None or len(name.split()) <= 1):
                    continue  # the dash stands inside a name
            if bold is not None and start + hit.start < bold - 2:
                continue
            title_start, title_end = trim(text, start, start + hit.start, codebook)
            by = "bold" if bold is not None and rule in _RULES[-1] else rule
            return Title(title_start, title_end, start + hit.end, end, by)
    if bold is not None:
        title_start, title_end = trim(text, start, bold, codebook)
        return Title(title_start, title_end, bold, end, "bold")
    if newline > 2:
        title_start, title_end = trim(text, start, start + newline, codebook)
        return Title(title_start, title_end, start + newline + 1, end, "line")
    return Title(start, end, end, end, "whole")
