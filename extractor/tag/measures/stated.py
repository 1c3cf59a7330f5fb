"""What reading a sentence for measures gives: a stated measure, and the verbs that make a number a thing to reach."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from extractor.grammar.gated import Gated
from extractor.tag.measures.amounts import AMOUNT, YEAR, Amounts, times

_FOR_YEAR = Gated(
    rf"\b(?:targets?|objectives?|aims?|goals?|limits?|ceilings?|figures?|indicators?|ambitions?)\s+(?:set\s+|agreed\s+)?(?:for|in)\s+(?:the\s+year\s+)?(?P<year>{YEAR})",
    re.I,
)
_FROM_BASE = Gated(
    rf"\b[Ff]rom\s+(?:a|the|its|our)\s+(?:{YEAR}\s+)?baseline\s+(?:figure\s+)?of\s+(?P<first>{AMOUNT}(?:\s+[a-z]+)?)"
)
_BASELINE = Gated(rf"\b(?:against|from|on)\s+(?:a|the|our)\s+baseline\s+(?:figure\s+)?of\s+(?P<first>{AMOUNT}(?:\s+[a-z]+)?)")


@dataclass(frozen=True, slots=True)
class Stated:
    """A measure found in running text: ``text[start:end]`` is its objective."""

    start: int
    end: int
    rule: str
    amounts: Amounts | None
    down: bool | None = None
    """Whether it is to go down; None where that is not said or it is to be held."""
    hold: bool = False
    national: bool = False
    baseline: str | None = None
    target: str | None = None


@dataclass(frozen=True, slots=True)
class Verb:
    start: int
    end: int
    direction: str
    percent: float | None
    done: bool = False
    """Whether it tells what is to have been done by then ("we will have reduced theft by 10%")."""


def completed(group: Amounts, sentence: str, first: str | None = None) -> Amounts:
    """The group with the one time that the sentence names elsewhere ("By 2008 we will cut theft by 10%"), and what there is now.

    ``first`` is where things stand now by an aside of the sentence.
    """
    when, base = group.when, group.base
    if when is None:
        named = [time for start, _, time in times(sentence) if not group.start <= start < group.end]
        year = _FOR_YEAR.search(sentence)
        when = named[0] if len(named) == 1 else year["year"] if year is not None else None
    if group.first is None:
        counted = _BASELINE.search(sentence, group.end) or _FROM_BASE.search(sentence)
        base = (
            (first if base is not None and not re.search(r"\d", base) else base)
            or base
            or first
            or (counted["first"] if counted is not None else None)
        )
    # The full stop of "10 per cent." at the end of a sentence is not the abbreviation's.
    change = group.change.rstrip(".") if group.change is not None and group.end >= len(sentence.rstrip()) else group.change
    return replace(group, when=when, base=base, change=change)
