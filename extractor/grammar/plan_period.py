"""The years a plan runs over: the span that the paper gives to the plan, not one of the many others it prints."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from extractor.grammar.gated import Gated
from extractor.grammar.numbers import read_count
from extractor.grammar.periods import MONTH, YEAR, find_periods
from extractor.model import Block, ManifestRow, Period, Quote

# "Our priorities for 2024/25 are", "Key priorities 2024/25": the list says itself which years it is for.
_LIST_BEFORE = re.compile(
    r"(?<!delivery )(?<!previous )(?<!annual )\b(?:priorit(?:y|ies)|priority areas|objectives|aims)\s+(?:areas\s+)?"
    r"(?:(?:(?:(?:now\s+)?(?:proposed|recommended|suggested|agreed|adopted|set|chosen|identified|selected)\s+)?(?:for|in|during|over))\s+)?"
    r"(?:the\s+)?(?:years?\s+|period\s+)?(?:from\s+)?\(?$",
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
# "the half-year report on the Partnership Plan 2008-2011": the years are the plan's.
_REPORTED = re.compile(
    r"\b(?:report|progress|update|performance)\s+(?:on|of|against|about)\s+"
    r"(?=(?:the|our)\s+(?:[a-z]+\s+){0,4}?(?:plan|strategy)\W*$)",
    re.I,
)
# Whose years they are where another title of the paper names none of these.
_ANOTHERS = re.compile(r"\b(?:corporate|council|medium[- ]term|financial|budget|business|local\s+development)\b", re.I)
# "Scrutiny of 2012/13", "Review of the year 2012/13": a year that a paper looks back on.
_LOOKS_BACK = re.compile(
    r"\b(?:scrutiny|review|performance|progress|achievements?|results|outturn|activity)\s+(?:of|for|in|during)\s+(?:the\s+)?(?:year\s+)?\(?$",
    re.I,
)
# Words of what is still to come: whole dates beside them bound the plan ("proposed for 1 April 2019 to 31 March 2020").
_AHEAD = re.compile(
    r"\b(?:propos\w+|coming|forthcoming|ahead|next|will|shall|focus\w*|priorit\w+|agreed|adopt\w*|intend\w*|aims?)\b", re.I
)
_CONCENTRATES = re.compile(r"\b(?:focus\w*|priorit\w+|concentrat\w+|attention|objectives|matters?\s+most|tackl\w+)\b", re.I)
_DURING = re.compile(
    r"(?:(?:^|\b(?:for|in|during|over|throughout|between|of))\s*(?:the\s+)?(?:years?\s+|period\s+)?(?:from\s+)?|\bthis\s+year,?\s+)\(?$",
    re.I,
)
# A local agreement is a plan too, where the paper names no other.
_AGREEMENT = re.compile(r"\W*\b(?:agreement|LAA|targets)\b", re.I)
_WHOLE_DATES = re.compile(r"\d{1,2}(?:st|nd|rd|th)?\s+[A-Z][a-z]+\s+\d{4}.+\d{1,2}(?:st|nd|rd|th)?\s+[A-Z][a-z]+\s+\d{4}$")
_COUNT = r"(?P<count>one|two|three|four|five|six|ten|\d{1,2})"
# "the three years from 1 April 2014": the first year is printed, the last is counted.
_COUNTED = Gated(
    rf"\b{_COUNT}[\s-]+years?(?:['’]s?)?(?:\s+(?:period|plan|strategy|programme))?\s*,?\s+"
    r"(?:(?:which|that|and|it)\s+)*(?:(?:(?:came|comes|coming|went|goes)\s+into\s+(?:effect|force)|(?:took|takes|taking)\s+effect|running|runs?|starting|started|starts?|beginning|began|begins?|commencing|commenced|launched|dating)\s+)?"
    rf"(?:from|on|in|of)\s+(?:\d{{1,2}}(?:st|nd|rd|th)?\s+)?(?P<month>{MONTH}\s+)?(?P<year>{YEAR})(?![/\w-])",
    re.I,
)
# "adopted in April 2021 for three years"
_FOR_YEARS = Gated(
    rf"\b(?:from|in|on|since)\s+(?:\d{{1,2}}(?:st|nd|rd|th)?\s+)?(?P<month>{MONTH}\s+)?(?P<year>{YEAR})(?![/\w-])\s*,?\s+(?:and\s+)?(?:will\s+)?"
    rf"(?:(?:runs?|lasts?|running|to\s+run|to\s+last|continue)\s+)?(?:for|over)\s+{_COUNT}\s+years\b",
    re.I,
)
# "the three years to March 2011": the last year is printed, the first is counted back.
_BACK = Gated(
    rf"\b(?:{_COUNT}[\s-]+years?(?:\s+period)?|(?P<one>(?:financial\s+)?year|twelve\s+months))\s+(?:to|ending|up\s+to|until|which\s+ends?)\s+(?:in\s+|on\s+)?"
    rf"(?:\d{{1,2}}(?:st|nd|rd|th)?\s+)?(?P<month>{MONTH}\s+)?(?P<year>{YEAR})(?![/\w-])",
    re.I,
)
# "a three-year plan, which came into force in April and runs until March 2014"
_ENDS = Gated(
    rf"\b{_COUNT}[\s-]+years?\s+(?:[a-z-]+\s+){{0,3}}?(?:plan|strategy|programme)\b[^;]{{0,80}}?\b"
    rf"(?:runs?|running|lasts?|lasting|stands?|extends?|continues?|ends?|ending|expires?)\s+(?:until|till|to|up\s+to|in|on)\s+"
    rf"(?:the\s+end\s+of\s+)?(?:\d{{1,2}}(?:st|nd|rd|th)?\s+)?(?P<month>{MONTH}\s+)?(?P<year>{YEAR})(?![/\w-])",
    re.I,
)
# All of these have one of its words.
_SPAN = Gated(r"year|twelve\s+months", re.I)
# "for the next three years", "from now until the end of 2024": counted from the day of the paper.
_ONWARD = Gated(
    rf"\b(?:for|over|in|during|within|of)\s+(?:the\s+)?(?:next|coming)\s+(?:{_COUNT}\s+years|(?P<one>(?:financial\s+)?year))\b"
    r"|\b(?:(?:for|in|during|over)\s+)?(?:the\s+)?(?P<ahead>year\s+ahead|this\s+(?:financial\s+)?year|next\s+twelve\s+months)\b"
    rf"|\b(?:(?:from|between)\s+now|from\s+today)\s+(?:until|to|till|and)\s+(?:the\s+end\s+of\s+)?(?:\d{{1,2}}\w*\s+)?(?:{MONTH}\s+)?(?P<last>{YEAR})"
    rf"|\b(?:until|up\s+to|through\s+to)\s+(?:the\s+end\s+of\s+)?(?:\d{{1,2}}\w*\s+)?(?:{MONTH}\s+)?(?P<until>{YEAR})(?![/\w-])",
    re.I,
)
# "a three-year plan from April", "the new three year strategy": the years follow from the day of the paper.
_LONG = Gated(
    rf"\b{_COUNT}[\s-]+years?\s+(?:(?!from|for)[a-z-]+\s+){{0,3}}?(?:plan|strategy|programme|blueprint|priorities|document|vision)\b"
    rf"(?:[^.;]{{0,60}}?\b(?:from|in|on|starts?|starting|begins?|beginning|running|runs|effect)\s+(?:from\s+|on\s+|in\s+)?(?:\d{{1,2}}(?:st|nd|rd|th)?\s+)?"
    rf"(?:(?:next|this|coming)\s+)?(?P<month>{MONTH})(?!\s+\d))?",
    re.I,
)
_NEW = re.compile(
    r"\b(?:new|draft|launch\w*|adopt\w*|publish\w*|approv\w*|agreed|unveil\w*|will|sets?\s+out|proposed|third|second|fourth|next|go-ahead|starts?"
    r"|starting|begins?|from)\b",
    re.I,
)
_OLD = re.compile(
    r"\b(?:previous|last|former|earlier|old|expired?|ended|ends|came\s+to\s+an\s+end|year\s+(?:two|three|2|3)|grant|funding|budget|refresh\w*)\b",
    re.I,
)
_POLICE = re.compile(
    r"\b(?:police\s*(?:,\s*fire\s*)?(?:and|&)\s*crime\s+commissioner|PF?CC)\b|(?-i:\b(?:Commissioner(?!s)|MOPAC)\b)", re.I
)
_POLICE_YEARS = re.compile(r"\bpolice\s*(?:,\s*fire\s*)?(?:and|&)\s*crime\s+plan\b[^.;:]{0,40}$", re.I)
# "The Police and Crime Plan says what ... should achieve between April 2017 and March 2021"
_POLICE_SPAN = re.compile(
    r"\bpolice\s*(?:,\s*fire\s*)?(?:and|&)\s*crime\s+plan\s+(?:is|says|sets?|covers?|runs?|describes?|will)\b[^.;:]*\b(?:between|from|for|covering)\s+$",
    re.I,
)
_QUARTER = re.compile(r"\b(?:quarter|q)\s?\d?\b[^.;:]{0,20}$", re.I)
_PAST = re.compile(r"\b(?:previous|last|former|earlier|past|were|had|fell|rose|covered)\b", re.I)
_PRIORITIES = re.compile(
    r"\b(?:priorit\w+|focus\w*|objectives?|aims?|attention|concentrate|plan|strategy|document|matters?\s+most|before\s+all\s+others?"
    r"|put\s+(?:\w+\s+){1,3}first|themes?)\b",
    re.I,
)
_FRONT = 12
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
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
    if place < 4 and not before.strip() and len(text) < 60 and block.cell is None and not _OTHER_AFTER.match(after):
        # "1 April 2008 to 31 March 2011 - year two refresh", under the title.
        return 4.5
    sentence = _REPORTED.sub("", re.split(r"[.;?!]\s", before)[-1])
    if place < _FRONT and len(text) < 100 and not text[end:].strip(" )") and block.cell is None and not _OTHER.search(sentence):
        # A line at the head of the paper that ends with years: its subject.
        return 3.0 if _PLAN.search(text) else 1.6
    own_list = bool(_LIST_BEFORE.search(before)) and not _LIST_PAST.match(after)
    # Without a plan or a list of priorities in its sentence a span of years is nobody's.
    if not own_list and not _PLAN.search(sentence) and not _PLAN.search(after):
        whole = _sentence(text, start, end)
        leads = text.rstrip().endswith(":") and text.rstrip(" :").endswith(whole.rstrip(" :")[-20:])
        if (
            (leads or _CONCENTRATES.search(whole))
            and _AHEAD.search(whole)
            and not _OTHER.search(sentence)
            and _DURING.search(before)
        ):
            return 2.5
        if _AGREEMENT.search(sentence[-40:]) or _AGREEMENT.match(after):
            return 1.5
        dated = _WHOLE_DATES.search(text[start:end]) and _AHEAD.search(re.split(r"[.;?!]\s", text[:start])[-1])
        return 2.0 if dated and not _OTHER.search(sentence) else 0.0
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
    if re.search(
        r"\b(?:previous|last|former|earlier|past|(?:have|has|had)\s+(?:been\s+)?(?:replaced|superseded))\b", sentence, re.I
    ):
        weight -= 3.0
    return weight


def _within(inner: Period, outer: Period) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end and inner.end - inner.start < outer.end - outer.start


def _counted(blocks: Sequence[Block]) -> Period | None:
    """ "the three years from 1 April 2014", where the sentence speaks of a plan or its priorities."""
    for block in blocks:
        if not _SPAN.may_match(block.text):
            continue
        for match in (*_COUNTED.finditer(block.text), *_FOR_YEARS.finditer(block.text)):
            sentence = _sentence(block.text, match.start(), match.end())
            if _PRIORITIES.search(sentence) and not _PAST.search(sentence):
                first, years = int(match["year"]), read_count(match["count"]) or 1
                # A year that begins in January ends in the same calendar year.
                last = first + years - (1 if (match["month"] or "").lower().startswith("jan") else 0)
                return Period(first, last, match.group(), Quote(block, match.start(), match.end()))
        for match in _ENDS.finditer(block.text):
            if not _OLD.search(match.group()):
                first = int(match["year"]) - (read_count(match["count"]) or 1)
                return Period(first, int(match["year"]), match.group(), Quote(block, match.start(), match.end()))
        for match in _BACK.finditer(block.text):
            sentence = _sentence(block.text, match.start(), match.end())
            if _CONCENTRATES.search(sentence) and _AHEAD.search(sentence) and not _PAST.search(sentence):
                last = int(match["year"])
                years = 1 if match["one"] else read_count(match["count"]) or 1
                return Period(last - years, last, match.group(), Quote(block, match.start(), match.end()))
    return None


def _onward(blocks: Sequence[Block], dated: str) -> Period | None:
    """ "For the next three years", said in a paper of a known day."""
    now, month = int(dated[:4]), int(dated[5:7] or 1)
    for block in blocks:
        for match in _ONWARD.finditer(block.text):
            sentence = _sentence(block.text, match.start(), match.end())
            if not _PRIORITIES.search(sentence) or re.search(r"\b(?:grant|funding|budget|lease|contract)\b", sentence, re.I):
                continue
            if match["last"] or match["until"]:
                last = int(match["last"] or match["until"])
            else:
                # Years are those from April; a paper of the autumn and winter speaks of those to come.
                last = now + (read_count(match["count"] or "one") or 1)
            late = bool(match["one"]) and month > 9
            first, last = now + late, last + late
            if first < last <= first + 10:
                return Period(first, last, match.group(), Quote(block, match.start(), match.end()))
    return None


def _long(blocks: Sequence[Block], dated: str) -> Period | None:
    """ "The new three-year strategy", said in a paper of a known day: from that year, or from the April it names."""
    now, month = int(dated[:4]), int(dated[5:7] or 1)
    for block in blocks:
        for match in _LONG.finditer(block.text):
            sentence = _sentence(block.text, match.start(), match.end())
            years = read_count(match["count"]) or 0
            if years < 2 or _OLD.search(sentence) or not _NEW.search(sentence):
                continue
            begins = _MONTHS.index(match["month"][:3].lower()) + 1 if match["month"] else 0
            # A month that has gone by when the paper is dated in the autumn is next year's.
            first = now + (1 if begins and month - begins > 5 else 0)
            return Period(first, first + years, match.group(), Quote(block, match.start(), match.end()))
    return None


def _commissioners(blocks: Sequence[Block], titles: Sequence[Quote]) -> list[_Candidate]:
    """The years of a police and crime plan, in a paper that a commissioner's office puts out."""
    if not any(_POLICE.search(text) for text in (*(quote.text for quote in titles), *(block.text for block in blocks[:4]))):
        return []
    return [
        _Candidate(1.0, place, Period(span.first_year, span.last_year, block.text[span.start : span.end], where))
        for place, block in enumerate(blocks)
        for span in find_periods(block.text)
        if (_POLICE_YEARS.search(block.text[: span.start]) or _POLICE_SPAN.search(block.text[: span.start]))
        and not _PAST.search(_sentence(block.text, span.start, span.start))
        for where in [Quote(block, span.start, span.end)]
    ]


def _sentence(text: str, start: int, end: int) -> str:
    """The clause that ``text[start:end]`` stands in."""
    return re.split(r"[.;?!]\s", text[:start])[-1] + text[start:end] + re.split(r"[.;?!](?:\s|$)", text[end:])[0]


def choose_period(
    blocks: Sequence[Block],
    *,
    titles: Sequence[Quote] = (),
    furniture: Sequence[Block] = (),
    manifest: ManifestRow | None = None,
    dated: str | None = None,
) -> Period | None:
    """The plan's first and last year with their place, or None where the paper gives the plan no years.

    ``blocks`` are the plan's own, ``titles`` its title lines. A list that says which years it is for ("priorities for 2018/19")
    beats the title unless they lie within the title's; the title beats the running lines, and these beat what the text says of the
    plan. Spans that belong to an audit, a report, a budget or last year's list are not the plan's. Where no span is printed, years
    counted from a printed one ("three years from April 2014") or from the paper's day ``dated`` (ISO: "the next three years") are
    taken. The manifest speaks only where the paper does not.
    """
    candidates: list[_Candidate] = []
    quarters: list[_Candidate] = []
    plain = any(not _ANOTHERS.search(quote.text) for quote in titles)
    for number, quote in enumerate(titles):
        for span in find_periods(quote.text):
            after = _OTHER_AFTER.match(quote.text, span.end)
            where = Quote(quote.block, quote.start + span.start, quote.start + span.end)
            period = Period(span.first_year, span.last_year, where.text, where)
            past = _LOOKS_BACK.search(quote.text[: span.start])
            less = 3.0 if after or past or (plain and _ANOTHERS.search(quote.text)) else 0.0
            if _QUARTER.search(quote.text[: span.start]) or re.match(r"\W*(?:q\d|quarter)\b", quote.text[span.end :], re.I):
                # The quarter that a monitoring report is about lies somewhere within the plan's years.
                quarters.append(_Candidate(1.1, _FRONT, period))
                continue
            candidates.append(_Candidate(7.5 - 0.5 * number - less, _TITLE, period))
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
    candidates = candidates or quarters or _commissioners(blocks, titles)
    if candidates:
        return max(candidates, key=lambda one: (one.weight, -one.place)).period
    counted = _counted(blocks)
    if counted is None and dated is not None:
        counted = _onward(blocks, dated) or _long(blocks, dated)
    if counted is not None:
        return counted
    if manifest is not None and manifest.period:
        for span in find_periods(manifest.period, singles=True):
            return Period(span.first_year, span.last_year, manifest.period)
    return None
