"""Turns that say how many there are to be: "we want no more than 25 X", "train 120 staff by 2012", "reduce by 10% the X"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extractor.codebook import Hit
from extractor.grammar.gated import Gated
from extractor.tag.measures.amounts import AMOUNT, COMPARED, NOUN, PERCENT, SPOKEN, SPOKEN_COUNT, Amounts, times
from extractor.tag.measures.reaching import TARGETS, THEN
from extractor.tag.measures.stated import Stated, Verb

_SHARE = re.compile(rf"{PERCENT}", re.I)
_LIMIT = re.compile(
    r"(?:at\s+(?:least|most)|(?:no|not)\s+\w+\s+than|(?:fewer|less|more)\s+than|below|under|up\s+to|a\s+(?:min|max)imum)\b", re.I
)
_FURTHER = re.compile(r"(?:an?\s+(?:extra|additional|further)|another)\b", re.I)
# What makes of a number in the words after it a thing to reach.
_INTENDS = Gated(
    r"\b(?:wants?|aims?|aiming|hopes?|hoping|plans?|intends?|intention|needs?\s+to|expects?|seeks?|would\s+like|looking|ensures?|guarantees?"
    r"|targets?|goals?|ambitions?|promises?|pledge[sd]?|success|succeeded|commit(?:s|ted)?|commitment|undertakes?|undertaken|there\s+(?:should|must|will|are\s+to|is\s+to)\s+(?:to\s+)?be"
    r"|see\s+to\s+it|agreed)\b",
    re.I,
)
_LEADS = (
    r"\b(?:want|wants|aim|aims|is|are|be|mean|means|see|have|get|reach|reaching|achieve|achieving|provide|provides|offer|that|if|when|for|of|at|to"
    r"|hope|hopes|expect|expects|need|needs|like|ensure|least|with|getting|keeping|retaining|bringing|seeing|having)\s+"
)
_HELD = re.compile(
    rf"(?:^\s*|{_LEADS})(?P<amount>{AMOUNT}|{SPOKEN_COUNT}|(?:no|not|fewer|less|more)\s+\w+\s+than\s+\w+)\s+(?P<of>of\s+(?:(?:all|the|those|our|its)\s+)?)?(?P<thing>[A-Za-z\d]\w[^.;]*)",
    re.I,
)
_THEY_WILL = Gated(
    rf"(?:^|[,;:]\s+|\bthat\s+|\band\s+|\bby\s+then\s+)(?P<amount>{AMOUNT})\s+(?P<thing>(?!of\b)[a-z\d][^.;:,]*?\s(?P<modal>will|should|must|shall|are\s+to|is\s+to|ought\s+to)\s[^.;:,]*)",
    re.I,
)
# What is counted in these is a time, a sum, a page or a meeting, and nothing to bring about.
_NO_THING = re.compile(
    r"(?:per\s?cent|percentage|points?|years?|months?|weeks?|days?|hours?|minutes?|seconds?|miles?|times|way|pages?|copies|words|meetings?|members?|seats?|questions?"
    r"|of|in|on|by|to|at|and|or|from|than|per|a|the|each|every|more|less|fewer|lower|higher|below|under|above|over|extra|further|additional|pm|am|p|m|million|thousand)\b"
    r"|(?:reduction|cut|decrease|fall|drop|increase|rise|improvement|growth)s?\b",
    re.I,
)
_NUMBER_AFTER = re.compile(
    rf"\s+(?:(?:up\s+to|at\s+least|a\s+total\s+of|the|all|our|its|some)\s+)*(?P<amount>{AMOUNT}|{SPOKEN}\b)\s+(?P<thing>[A-Za-z]\w[^.;]*)",
    re.I,
)
_NOBODY = Gated(
    rf"(?:^|[,;:]\s+|\bthat\s+)(?P<subject>(?:no\s+(?:\w+\s+){{1,4}}?|nobody\s+|no[\s-]one\s+))(?P<modal>should|will|must|shall|is\s+to|are\s+to)\s+"
    rf"[^.;,]{{0,60}}?\b(?:more|longer|later|higher|further)\s+than\s+(?P<amount>(?:{AMOUNT}|{SPOKEN}\b)(?:\s+(?:working\s+)?(?:days?|weeks?|months?|hours?|minutes?))?)",
    re.I,
)
# "There are more than 100 special constables" says how many there are.
_THERE_ARE = re.compile(r"\bthere\s+(?:is|are|was|were)\s+(?:now\s+|currently\s+|already\s+)?$", re.I)
_BY_FIRST = re.compile(rf"\s+by\s+(?P<amount>{AMOUNT}),?\s+(?P<thing>(?:the\s+|our\s+)?[a-z]\w[^.;,]*)", re.I)
_DEADLINE = re.compile(r"(?:by|before|until|within|over|during)\b", re.I)
_ENDS = re.compile(rf"\s*[,;(]|\s+(?:compared|relative|against|up\s+from|down\s+from|from)\s|\s+{THEN}", re.I)
_LONGEST = 24
_TARGET_TO = re.compile(r"\btargets?\s+(?:is\s+|are\s+|was\s+|were\s+)?(?:set\s+)?to\s+$", re.I)


def wanted(
    sentence: str,
    offset: int,
    hits: Sequence[Hit],
    verbs: Sequence[Verb],
    *,
    own: bool,
    line: bool,
    context: bool,
    success: bool,
    national: bool,
) -> Iterator[Stated]:
    """The measures that ``sentence`` states by such turns; only the first turn that finds anything counts."""
    for found in (
        list(_nobody(sentence, offset, national)),
        list(_inverted(sentence, offset, verbs, own or line, national)),
        list(_rated(sentence, offset, national)),
        list(_held(sentence, offset, context, success, national)),
        list(_they_will(sentence, offset, context, national)),
        list(_deeds(sentence, offset, hits, own, line, context, national)),
    ):
        if found:
            yield from found
            return


def _nobody(sentence: str, offset: int, national: bool) -> Iterator[Stated]:
    """ "No client should wait longer than ten working days by 2010", "nobody is to wait more than 4 weeks": a limit for each."""
    for match in _NOBODY.finditer(sentence):
        when = next((time for at, _, time in times(sentence) if at >= match.end("amount")), None)
        stop = next((at for at, _, _ in times(sentence) if at >= match.end("amount")), len(sentence))
        stop = match.start() + len(sentence[match.start() : stop].rstrip(" ,.;"))
        start = match.start("subject")
        if when is not None or match["modal"].lower() != "will":
            amounts = Amounts(match.start("amount"), stop, target=match["amount"], when=when)
            yield Stated(offset + start, offset + stop, "measure.wanted", amounts, None, True, national)


def _inverted(sentence: str, offset: int, verbs: Sequence[Verb], named: bool, national: bool) -> Iterator[Stated]:
    """ "We will reduce by 10% the number of deliberate fires": how far before what."""
    for verb in verbs if named else ():
        match = _BY_FIRST.match(sentence, verb.end)
        if match is None or verb.direction == "hold" or _NO_THING.match(re.sub(r"^(?:the|our)\s+", "", match["thing"])):
            continue
        stop, when = _until(sentence, match.start("thing"))
        share = _SHARE.search(match["amount"]) is not None
        amounts = Amounts(
            match.start("amount"),
            stop,
            change=match["amount"] if share else None,
            by=None if share else f"by {match['amount']}",
            when=when,
        )
        yield Stated(
            offset + match.start("thing"), offset + stop, "measure.wanted", amounts, verb.direction == "down", national=national
        )


# "to achieve a 75% victim satisfaction rate"
_RATED = Gated(
    rf"\b(?:to|will|must|should|shall)\s+(?:achieve|reach|maintain|secure|deliver|obtain)\s+(?:an?\s+)?(?P<amount>{PERCENT})\s+"
    r"(?P<thing>(?!of\b|reductions?\b|increases?\b|cuts?\b|falls?\b|rises?\b|improvements?\b)(?:[a-z-]+\s+){0,5}?"
    r"(?:(?:satisfaction|compliance|coverage|confidence)(?:\s+(?:rate|level|score))?|rate|level|score)\b)",
    re.I,
)


def _rated(sentence: str, offset: int, national: bool) -> Iterator[Stated]:
    """ "The police have been challenged to achieve a 75% victim satisfaction rate": the figure that something is to have."""
    for match in _RATED.finditer(sentence):
        when = next((time for at, _, time in times(sentence) if at >= match.end()), None)
        amounts = Amounts(match.start("amount"), match.end(), target=match["amount"], when=when)
        yield Stated(offset + match.start("thing"), offset + match.end("thing"), "measure.wanted", amounts, None, True, national)


def _until(sentence: str, start: int, *, whole: bool = False) -> tuple[int, str | None]:
    """Where the words of a thing that begins at ``start`` end, and the time named after them or, alone, before them.

    ``whole`` runs on over commas and comparisons, to the time.
    """
    after = [(at, time) for at, _, time in times(sentence) if at > start]
    stop = after[0][0] if after else len(sentence)
    if not whole and (ends := _ENDS.search(sentence, start, stop)) is not None:
        stop = ends.start()
    before = [time for at, _, time in times(sentence) if at < start]
    when = after[0][1] if after else before[0] if len(before) == 1 else None
    return start + len(re.sub(r"[\s,.;:]+(?:and\s*)?$", "", sentence[start:stop])), when


def _held(sentence: str, offset: int, context: bool, success: bool, national: bool) -> Iterator[Stated]:
    """ "By 2023 we want no more than 25 first time entrants a year", "our target is that 95% of cars are removed in a day"."""
    if not (context or success or _INTENDS.search(sentence)):
        return
    reach = 0
    for match in _HELD.finditer(sentence):
        amount = match["amount"]
        if not match.start("amount") and not (success or context):
            continue
        if match.start() < reach or not (context or success or _INTENDS.search(sentence[: match.start("amount")])):
            continue
        thing = match.start("thing")
        if (
            _THERE_ARE.search(sentence[: match.start("amount")])
            or _NO_THING.match(sentence, thing)
            or "£" in amount
            or NOUN.match(sentence, match.start("amount"))
        ):
            continue
        if COMPARED.match(sentence, match.start("amount")) or re.match(r"(?:19|20)\d\d\b", amount):
            continue
        stop, when = _until(sentence, thing)
        share = _SHARE.search(amount) is not None
        named = context or success or TARGETS.search(sentence[: match.start("amount")]) is not None
        if share and not (match["of"] or re.search(r"\b(?:in|out\s+of)\b", amount)) and not _LIMIT.match(amount):
            continue
        if not (when or (named and (share or _LIMIT.match(amount)))) or not re.search(r"\d|\w{3}", amount):
            continue
        if not 1 <= len(sentence[thing:stop].split()) <= _LONGEST:
            continue
        reach = stop
        yield Stated(
            offset + thing,
            offset + stop,
            "measure.wanted",
            Amounts(match.start("amount"), stop, target=amount, when=when),
            None,
            True,
            national,
        )


def _they_will(sentence: str, offset: int, context: bool, national: bool) -> Iterator[Stated]:
    """ "1,350 people are to be in treatment in 2006/07": a number of them that is asked for, not foretold."""
    for match in _THEY_WILL.finditer(sentence):
        amount, thing = match["amount"], match.start("thing")
        if _NO_THING.match(sentence, thing) or "£" in amount or _COMPARES.match(sentence, thing):
            continue
        stop, when = _until(sentence, thing)
        share = _SHARE.search(amount) is not None
        asked = match["modal"].lower() != "will" or _LIMIT.match(amount) or _FURTHER.match(amount)
        if (asked and (when or share or context)) or (context and when):
            yield Stated(
                offset + thing,
                offset + stop,
                "measure.wanted",
                Amounts(match.start("amount"), stop, target=amount, when=when),
                None,
                True,
                national,
            )


_COMPARES = re.compile(r"(?:fewer|less|more|extra|additional|lower|higher)\b", re.I)


def _deeds(
    sentence: str, offset: int, hits: Sequence[Hit], own: bool, line: bool, context: bool, national: bool
) -> Iterator[Stated]:
    """ "We will train 120 staff by March 2012", "Fit 400 homes with locks", "resolve 90% of cases within twelve weeks"."""
    for hit in hits:
        if hit.entry["role"] != "deed" or not (own or context or (line and not sentence[: hit.start].strip(" -–•to"))):
            continue
        match = _NUMBER_AFTER.match(sentence, hit.end)
        if match is None or "£" in match["amount"]:
            continue
        amount = match["amount"]
        context = context or _TARGET_TO.search(sentence[: hit.start]) is not None
        share = _SHARE.search(amount) is not None
        words = re.sub(r"^of\s+(?:(?:all|the|our)\s+)?", "", match["thing"]) if share else match["thing"]
        if _NO_THING.match(words) or COMPARED.match(sentence, match.start("amount")) or (share and words == match["thing"]):
            continue
        stop, when = _until(sentence, match.start("thing"), whole=True)
        deadline = [at for at, end, _ in times(sentence) if _DEADLINE.match(sentence, at)]
        if not (share or context or deadline) or (
            not re.search(r"\d{2}", amount) and not share and not context and not _TEN.match(amount)
        ):
            continue
        if len(sentence[hit.start : stop].split()) > _LONGEST:
            continue
        amounts = Amounts(match.start("amount"), stop, target=amount, when=when if deadline or context else None)
        yield Stated(offset + hit.start, offset + stop, "measure.deed", amounts, None, True, national)
        return


_TEN = re.compile(
    r"(?:at\s+least\s+|another\s+)?(?:ten|eleven|twelve|(?:four|fif|six|seven|eigh|nine)teen|thirteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|(?:half\s+)?a\s+(?:dozen|hundred)|\w+\s+hundred)",
    re.I,
)
