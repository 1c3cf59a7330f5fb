"""Turns that name the thing first, its figure later: "for X the target is 580", "X stands at 83% and we want it to reach 88%"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from extractor.tag.measures.amounts import AGAINST, FOR_THING, MOVE, STANDS, Amounts, amounts_at, groups
from extractor.tag.measures.stated import Stated

# "NI 21 - agreement that ...", "NI 17 (perceptions ...)": the name of an indicator is what its number stands for.
_NUMBERED = re.compile(r"(?:(?:NI|PSA|LPSA|BVPI|LPI)\s?\d+[a-z]?)\s*(?:[–—:,-]\s*|\((?=[^()]+\)\s*$))")
_COUNTS = re.compile(
    r"^(?:[^,;]*,\s+)?(?:[Tt]here\s+(?:were|was|are|have\s+been)|[Ww]e\s+(?:had|have)|[^,;]{0,40}\brecorded)\s+(?:[\d,.]+|\w+)\s+(?P<thing>[a-z][^,;]*?)"
    r"(?=\s+(?:at\s+the|in\s+(?:the|20|19)|by\s+|during|this|last|to\s+date|so\s+far|against|compared|for\s+the)\b|\s*,|\s*$)"
)
_WAS = re.compile(
    r"^(?:In\s+[^,]+,\s+|At\s+[^,]+,\s+)?(?P<thing>[A-Z][^,;]{3,90}?)\s+(?:was|were|is|are|stood\s+at|stands\s+at|reached|had\s+reached)\s+[\d(]"
)


def standing(sentence: str, offset: int, national: bool) -> Iterator[Stated]:
    """The measures that ``sentence`` states by such turns; ``offset`` is where it begins in its block."""
    for match in STANDS.finditer(sentence):
        yield from _reached(sentence, offset, match.span("thing"), match.start("amount"), match["first"], national)
    for match in MOVE.finditer(sentence):
        group = next((one for one in groups(sentence[match.end() :]) if one.start == 0), None)
        if group is not None and group.target is not None and group.first is not None:
            moved = replace(group, start=group.start + match.end(), end=group.end + match.end())
            start, end = _named(sentence, *match.span("thing"))
            yield Stated(offset + start, offset + end, "measure.standing", moved, None, True, national)
    for match in FOR_THING.finditer(sentence):
        place = match.span("thing") if match["thing"] else match.span("thing2")
        yield from _reached(sentence, offset, place, match.start("amount"), None, national)
    for match in AGAINST.finditer(sentence):
        thing = _COUNTS.match(sentence[: match.start()]) or _WAS.match(sentence[: match.start()])
        if thing is not None:
            yield from _reached(sentence, offset, thing.span("thing"), match.start("amount"), None, national)


def _reached(sentence: str, offset: int, place: tuple[int, int], at: int, first: str | None, national: bool) -> Iterator[Stated]:
    group: Amounts | None = amounts_at(sentence, at)
    start, end = _named(sentence, *place)
    base = re.sub(r"^baseline\s+of\s+", "", group.base) if group is not None and group.base else None
    if group is None or "£" in (group.target or "") or not 1 <= len(sentence[start:end].split()) <= 16:
        return
    yield Stated(
        offset + start,
        offset + end,
        "measure.standing",
        replace(group, first=group.first or first, base=base),
        None,
        True,
        national,
    )


def _named(sentence: str, start: int, end: int) -> tuple[int, int]:
    """The words of a thing without the number of its indicator before or after it."""
    numbers = list(_NUMBERED.finditer(sentence, start, end))
    if numbers and len(sentence[numbers[-1].end() : end].strip(" )")) > 5:
        start = numbers[-1].end()
    tail = re.search(r"[\s–—,-]*(?:\((?:NI|PSA|LPSA|BVPI|LPI)\s?\d+[a-z]?\))?[\s–—,-]*$", sentence[start:end])
    end = start + tail.start() if tail is not None else end
    while end > start and sentence[end - 1] in " )" and sentence.count("(", start, end) < sentence.count(")", start, end):
        end -= 1
    return start, end
