"""The years a plan runs over: the span that the paper gives to the plan, not one of the many others it prints."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from extractor.grammar.periods import find_periods
from extractor.model import Block, ManifestRow, Period, Quote

# "Our priorities for 2024/25 are", "Key priorities 2024/25": the list says itself which years it is for.
_LIST_BEFORE = re.compile(
    r"(?<!delivery )(?<!previous )(?<!annual )\b(?:priorit(?:y|ies)|priority areas|objectives|aims)\s+(?:areas\s+)?"
    r"(?:(?:for|in|during|over)\s+)?(?:the\s+)?(?:years?\s+|period\s+)?(?:from\s+)?\(?$",
    re.I,
)
_LIST_PAST = re.compile(r"\W*\b(?:were|had)\b", re.I)
_PLAN = re.compile(r"\b(?:plan|strategy|strategies|programme|document|framework)\b", re.I)
_RUNS = re.compile(
    r"\b(?:running|runs?|covers?|covering|lasts?|period|for|from|between|over)\s+(?:the\s+)?(?:period\s+|years?\s+)?"
    r"(?:of\s+which\s+is\s+|from\s+)?$",
    re.I,
)
# Years of something else than the plan: what was counted, spent, reported, reached by.
_OTHER = re.compile(
    r"\b(?:assessment|audit|annual\s+report|report|achievements?|performance|budget|funding|grant|baseline|compared|comparison|figures?"
    r"|data|survey|last\s+year|previous|quarter|during|since|workshops?|indicators?|recorded|offences|corporate|council\s+tax|national"
    r"|police(?:\s+and\s+crime)?|county|home\s+office|delivery|action\s+plan)\b[^.;:]{0,40}$",
    re.I,
)
_OTHER_AFTER = re.compile(
    r"\s*(?:strategic\s+)?(?:assessment|audit|annual\s+report|achievements?|figures?|data|budget|baseline|action\s+plan)\b", re.I
)
_FRONT = 12
_TITLE, _FURNITURE = -2, -1


@dataclass(frozen=True, slots=True)
class _Candidate:
    weight: float
    place: int
    period: Period


def _weight(block: Block, start: int, end: int, place: int) -> float:
    text = block.text
    before, after = text[max(0, start - 90) : start], text[end : end + 60]
    if place < _FRONT and len(text) - (end - start) < 12 and block.cell is None:
        return 5.0
    sentence = re.split(r"[.;?!]\s", before)[-1]
    own_list = bool(_LIST_BEFORE.search(before)) and not _LIST_PAST.match(after)
    # Without a plan or a list of priorities in its sentence a span of years is nobody's.
    if not own_list and not _PLAN.search(sentence) and not _PLAN.search(after):
        return 0.0
    weight = 6.0 if own_list else 0.0
    if _PLAN.search(sentence[-50:]):
        weight += 3.0
    elif _PLAN.search(sentence) or re.match(r"[^.;?!]{0,40}\b(?:plan|strategy)\b", after, re.I):
        weight += 2.0
    if _RUNS.search(before):
        weight += 1.0
    if block.kind == "heading":
        weight += 2.0
    if place < _FRONT:
        weight += 1.0
    if block.cell is not None:
        weight -= 2.0
    if _OTHER.search(sentence) or _OTHER_AFTER.match(after):
        weight -= 3.0
    if re.search(r"\b(?:previous|last|former|earlier|past)\b", sentence, re.I):
        weight -= 3.0
    return weight


def _within(inner: Period, outer: Period) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end and inner.end - inner.start < outer.end - outer.start


def choose_period(
    blocks: Sequence[Block], *, titles: Sequence[Quote] = (), furniture: Sequence[Block] = (), manifest: ManifestRow | None = None
) -> Period | None:
    """The plan's first and last year with their place, or None where the paper gives the plan no years.

    ``blocks`` are the plan's own, ``titles`` its title lines. A list that says which years it is for ("priorities for 2018/19")
    beats the title unless they lie within the title's; the title beats the running lines, and these beat what the text says of the
    plan. Spans that belong to an audit, a report, a budget or last year's list are not the plan's. The manifest speaks only where
    the paper does not.
    """
    candidates: list[_Candidate] = []
    for number, quote in enumerate(titles):
        for span in find_periods(quote.text):
            after = _OTHER_AFTER.match(quote.text, span.end)
            where = Quote(quote.block, quote.start + span.start, quote.start + span.end)
            period = Period(span.first_year, span.last_year, where.text, where)
            candidates.append(_Candidate(7.5 - 0.5 * number - (3.0 if after else 0.0), _TITLE, period))
    for block in furniture:
        for span in find_periods(block.text):
            where = Quote(block, span.start, span.end)
            candidates.append(_Candidate(4.0, _FURNITURE, Period(span.first_year, span.last_year, where.text, where)))
    for place, block in enumerate(blocks):
        for span in find_periods(block.text):
            where = Quote(block, span.start, span.end)
            weight = _weight(block, span.start, span.end, place)
            if weight > 1.0:
                candidates.append(_Candidate(weight, place, Period(span.first_year, span.last_year, where.text, where)))
    # A year within the plan's own span is a year of its action plan.
    whole = [one.period for one in candidates if one.place == _TITLE]
    candidates = [one for one in candidates if one.place == _TITLE or not any(_within(one.period, period) for period in whole)]
    if candidates:
        return max(candidates, key=lambda one: (one.weight, -one.place)).period
    if manifest is not None and manifest.period:
        for span in find_periods(manifest.period, singles=True):
            return Period(span.first_year, span.last_year, manifest.period)
    return None
