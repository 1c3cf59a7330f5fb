"""Turns that say what a thing is to come to: "X should be no more than 130", "a quarter fewer X", "the target for X is 580"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from extractor.codebook import Hit
from extractor.grammar.gated import Gated
from extractor.tag.measures.amounts import (
    AMOUNT,
    COMPARED,
    SHARE_WILL,
    TARGET_FOR,
    TARGET_OF,
    Amounts,
    amounts_at,
    groups,
    tail,
    times,
)
from extractor.tag.measures.standing import standing
from extractor.tag.measures.stated import Stated

THEN = (
    r"(?:by|before|over|within|until|in|during|from|between|compared|against|on|at|for|each|every|per|a)\s+(?:(?:the|a|its|our|their|about|some"
    r"|around|nearly|end|beginning|start|of|next|coming|first|baseline|levels?|life|course|period|with|to|spring|summer|autumn|winter|year"
    r"|financial)\s+)*(?:\d|years?\b|end\b|(?:two|three|four|five|ten)\b|last\b|this\b|plan\b|strategy\b"
    r"|(?:jan|feb|mar|apr|aug|sep|oct|nov|dec)[a-z]*\b|may\b|june?\b|july?\b)"
)
"""What may stand after the words of a thing: when, since when, how much."""
TARGETS = Gated(r"\b(?:targets?|goals?|aims?|objectives?|ambitions?|promises?|pledges?)\b", re.I)
_SAYS = (
    r"(?:agreed|hopes?|wants?|intends?|aims?|expects?|ensure|said|says?|resolved|decided|proposed?|proposes|is|are|was|so|means?)"
)
_SUBJECT = re.compile(
    rf"(?:.*(?:[,;:(]\s+(?:and\s+|while\s+|but\s+)?|\b{_SAYS}\s+that\s+|\b(?:if|when)\s+|\b(?:want|hope|aim|plan|expect|like|look|seek|wish|ask)\w*\s+(?:to\s+(?:see|have|get)|for)\s+(?!to\b)|\b(?:requires?|wants?|would\s+like|hopes?|wish(?:es)?|expects?|to\s+see)\s+"
    r"(?:for\s+|to\s+see\s+)?(?!to\b)|\b(?:targets?|goals?|aims?)\b.*?\s(?:are|is|includes?)\s+(?:for\s+|that\s+)?(?!to\b))|)"
    r"(?P<thing>[^,;:(]+?)(?:\s+(?:is|are|will|should|must|shall|to|has|have|ought|needs?|gone|come|be))*\s*$",
    re.S,
)
_NO_THING = {
    "it", "this", "that", "they", "these", "we", "which", "there", "all", "each", "who", "he", "she", "you", "nobody",
    "no one", "one",
}  # fmt: skip
# After "50 more" and "a fifth less" these name no thing.
_NO_MORE = re.compile(
    r"(?:than|likely|or|of|to|and|in|on|at|for|by|effective|vulnerable|serious|able|expensive|often|a)\b|\w+(?:ful|ive|able|ible|ous|ant|ent|al|ed|ly)\s*(?:$|[.,;)]|than\b|to\b)",
    re.I,
)
_STOPS = re.compile(rf"(?=\s+than\s|\s+{THEN}|\s+(?:will|should|must|shall|are\s+to|is\s+to)\s|\s*[.;,(]|\s*$)", re.I)
_COMPARES = Gated(r"\b(?:fewer|less|more|extra|additional|lower|higher)\b", re.I)
_LESS = {"fewer", "less", "lower"}
# "Domestic burglary: from 620 to 580 by 2010": a line that names the thing and where it is to go.
_LINE = re.compile(
    r"(?P<thing>[A-Z][^:–—\d]{2,80}?)\s*(?::|\s[-–—])?\s*(?:(?:to\s+)?(?:fall|rise|come\s+down|go\s+(?:up|down)|be\s+\w+|up|down)\s+)?"
    r"(?=(?:from|to)\s+£?\d|\d[\d,.]*\s?%?\s+to\s+\d)"
)
# "Ninety per cent of graffiti will be removed within a day": what partners do to them is promised, what they become is foretold.
_DEALT = re.compile(
    r"be\s+(?:removed|answered|seen|dealt|visited|completed|resolved|investigated|offered|given|trained|contacted|cleared|attended|inspected"
    r"|repaired|responded|assessed|screened|helped|supported|told|kept|met|interviewed|processed)\b",
    re.I,
)
_UNTIL = re.compile(r"\b(?:by|before|until)\s", re.I)
# "wants to see", "we expect", "the ambition is": what comes after it is to be.
WANTS = Gated(
    r"\b(?:wants?|hopes?|aims?|aiming|(?:would|should)\s+like|seeks?|look(?:s|ing)?|intends?|pledge[sd]?|promise[sd]?|expects?|ambition|goal|target|plans?"
    r"|agreed|seeks?|success|succeeded)\b",
    re.I,
)
_LIMIT = re.compile(r"(?:at\s+(?:least|most)|(?:no|not)\s+\w+\s+than|(?:fewer|less)\s+than|below|under)\b", re.I)


_WENT = re.compile(r"\b(?:went|was|were|fell|rose|had|came|got|did|dropped|a|an)$", re.I)


# "which is deemed to be 4%": the thing stands further off.
_PARTICIPLE = re.compile(r"[a-z]+ed$")


def subject_of(text: str) -> tuple[int, int] | None:
    """Where the thing stands that the end of ``text`` says something of: "we hope that by 2008 robbery should" -> "robbery"."""
    match = _SUBJECT.match(text)
    if match is None:
        return None
    start, end = match.span("thing")
    if _WENT.search(text[start:end]) is not None:
        return None
    for first, last, _ in times(text[start:end]):
        # "By 2008 vehicle crime": when it is to be is no part of what it is.
        if not re.sub(r"^(?:and|but)\b", "", text[start : start + first].strip()):
            start += last
            break
    start += len(match.group()) if (match := re.match(r"\s*(?:and|but|also|while)\s+", text[start:end])) is not None else 0
    start += len(text[start:end]) - len(text[start:end].lstrip())
    words = text[start:end].split()
    if len(words) == 1 and _PARTICIPLE.match(words[0]):
        return None
    return (start, end) if 1 <= len(words) <= 16 and " ".join(words).lower() not in _NO_THING else None


def reaching(
    sentence: str,
    offset: int,
    hits: Sequence[Hit],
    *,
    named: bool,
    context: bool,
    line: bool,
    national: bool,
    success: bool = False,
) -> Iterator[Stated]:
    """The measures that ``sentence`` states by such turns. ``named``: it speaks of targets or intentions, or is a line of a list;
    ``context``: it stands among targets; ``success``: it says when the plan will have succeeded.
    """
    for found in (
        list(standing(sentence, offset, national)),
        list(_share(sentence, offset, context or TARGETS.search(sentence) is not None, national)),
        list(_reach(sentence, offset, hits, context or success or TARGETS.search(sentence) is not None, national, success)),
        list(_compared(sentence, offset, named or context, line, national)),
        list(_target(sentence, offset, national)),
        list(_line(sentence, offset, context, national)) if line else [],
    ):
        if found:
            yield from found
            return


# Without one of these SHARE_WILL, which is dear to try, finds nothing.
_MODAL = Gated(r"\s(?:will|should|must|shall|(?:is|are|ought)\s+to)\s", re.I)


def _share(sentence: str, offset: int, context: bool, national: bool) -> Iterator[Stated]:
    """ "At least 60% of victims will be seen within a day by 2009": what share of them it is to be."""
    for match in SHARE_WILL.finditer(sentence) if " of " in sentence and _MODAL.search(sentence) else ():
        opening = sentence[: match.start()].rstrip(" ,")
        if (
            opening
            and times(opening)
            and not any(not opening[:at].strip() for at, _, _ in times(opening))
            and sentence[match.start() - 2 : match.start()] != ", "
        ):
            continue
        when = next((time for at, _, time in times(sentence[match.end() :])), None) or next(
            (time for _, _, time in times(opening)), None
        )
        promised = _DEALT.match(sentence, match.end()) is not None
        foretold = match["modal"].lower() == "will" and not _LIMIT.match(match["amount"]) and not promised
        if not context and (foretold or when is None):
            continue
        last = _STOPS.search(sentence, match.end())
        stop = last.start() if last is not None else len(sentence)
        amounts = Amounts(match.start(), stop, target=match["amount"], when=when)
        yield Stated(offset + match.start("thing"), offset + stop, "measure.share", amounts, None, True, national)


def _reach(sentence: str, offset: int, hits: Sequence[Hit], context: bool, national: bool, success: bool) -> Iterator[Stated]:
    """ "Deaths should be no more than 130 in 2008"; "violence must not exceed 2,100 offences"."""
    for hit in hits:
        if hit.entry["role"] != "reach" and not (success and hit.entry["role"] == "if-reach"):
            continue
        if sentence[hit.start : hit.start + 3].lower() == "to " and not (context or WANTS.search(sentence[: hit.start])):
            # "to be" asks for something only after a word that wants it.
            continue
        place = subject_of(sentence[: hit.start])
        lead = re.compile(r"\s*(?:(?:at|to)\s+(?!(?:least|most|or)\b))?").match(sentence, hit.end)
        assert lead is not None
        group = amounts_at(sentence, lead.end())
        if place is None or group is None or "£" in (group.target or ""):
            continue
        if TARGETS.search(sentence[slice(*place)]) or TARGETS.match(sentence, hit.start):
            # "The goal is fewer than 500 burglaries": the thing is what is counted.
            counted = re.search(r"\d\s+(?P<thing>[a-z]{4,}.*)", sentence[group.start : group.end])
            if counted is None:
                continue
            stop = counted.start("thing") + len(re.split(r"\s+(?:in|by|each|a|per|or)\s", counted["thing"])[0])
            place = group.start + counted.start("thing"), group.start + stop
        compared = COMPARED.match(sentence, group.start)
        share = "%" in (group.target or "") or re.search(r"per\s?cent", group.target or "") is not None
        # "will be 22% of people by 2020" foretells; "should", "must", "is to" and a limit ask for it.
        foretold = re.match(r"(?:will|would|can|may)\b", sentence[hit.start :], re.I) and not _LIMIT.match(sentence, group.start)
        foretold = foretold and not re.search(r"\bor\s+(?:fewer|less|more|better|under|over)\b", group.target or "")
        dated = group.when or any(True for _ in times(sentence[group.end :]))
        if (foretold and not context and compared is None) or not (context or dated or share):
            continue
        span = offset + place[0], offset + place[1]
        if compared is not None:
            after = tail(sentence, compared.end())
            amounts = Amounts(
                group.start,
                max(after.end, compared.end()),
                change=compared["amount"],
                base=after.base,
                when=after.when or group.when,
            )
            yield Stated(*span, "measure.compared", amounts, compared["way"].lower() in _LESS, national=national)
            continue
        negated = re.search(r"\bnot\s+\w.*$", sentence[hit.start : hit.end])
        target = f"{negated.group()} {group.target}" if negated is not None else None
        yield Stated(*span, "measure.reach", group, None, True, national, target=target)


def _compared(sentence: str, offset: int, named: bool, line: bool, national: bool) -> Iterator[Stated]:
    """ "We look to have a quarter fewer repeat callers by March 2027", "50 more officers by 2005"."""
    if not named or _COMPARES.search(sentence) is None:
        return
    for match in COMPARED.finditer(sentence):
        start = match.end() + len(sentence[match.end() :]) - len(sentence[match.end() :].lstrip())
        stop = _STOPS.search(sentence, start)
        if stop is None or _NO_MORE.match(sentence, start) or not sentence[start : stop.start()].strip():
            continue
        after = tail(sentence, stop.start())
        then = sentence[max(after.end, stop.start()) :] if after.base else sentence[stop.start() :]
        when = after.when or next((time for _, _, time in times(then)), None)
        when = when or next((time for at, _, time in times(sentence) if at < match.start()), None)
        dozen = re.search(r"\b(?:dozen|hundred|ten|twelve|twenty|thirty|forty|fifty)\b", match["amount"], re.I)
        share = re.search(r"%|per\s?cent|half(?!\s+a\s+dozen)|third|quarter|fifth|sixth|eighth|tenth|\bin\b", match["amount"], re.I)
        counted = (dozen or re.search(r"\d", match["amount"])) and "£" not in match["amount"]
        if (share is None and not (counted and when)) or (line and when is None and share is None):
            continue
        down = match["way"].lower() in _LESS
        words = f"{match['amount']} {match['way']}"
        change = match["amount"] if share is not None else None
        amounts = Amounts(match.start(), stop.start(), change=change, by=words, base=after.base, when=when)
        yield Stated(offset + start, offset + stop.start(), "measure.compared", amounts, down, national=national, target=words)


def _target(sentence: str, offset: int, national: bool) -> Iterator[Stated]:
    """ "The target for criminal damage is 7,686 by 2007/08"; "a target of 400 burglaries or fewer by 2012"."""
    for match in TARGET_FOR.finditer(sentence):
        group = amounts_at(sentence, match.start("amount"))
        start, end = match.span("thing")
        if group is None or "£" in (group.target or ""):
            continue
        if match["noun"]:
            down = match["noun"].lower() not in {"increase", "rise", "improvement"}
            change = replace(group, target=None, change=match["amount"])
            yield Stated(offset + start, offset + end, "measure.target-for", change, down, national=national)
        else:
            yield Stated(offset + start, offset + end, "measure.target-for", group, None, True, national)
    for match in TARGET_OF.finditer(sentence):
        group = amounts_at(sentence, match.start("amount"))
        if group is None or "£" in (group.target or "") or re.search(r"%|per\s?cent", match["amount"]):
            continue
        yield Stated(offset + match.start("thing"), offset + match.end("thing"), "measure.target-for", group, None, True, national)


def _line(sentence: str, offset: int, context: bool, national: bool) -> Iterator[Stated]:
    """ "Robbery: 402 to 350 by 2010"; "Not more than 350 vehicle crimes in 2008"; "80% of victims satisfied by 2010"."""
    match = _LINE.match(sentence)
    if match is not None:
        rest = sentence[match.end() :]
        if (pair := re.match(r"(?P<first>\d[\d,.]*\s?%?)\s+to\s+", rest)) is not None:
            reach = amounts_at(rest, pair.end())
            group = replace(reach, first=pair["first"]) if reach is not None else None
        else:
            group = next(iter(groups(rest)), None)
        if group is not None and group.target and (context or (group.when and _UNTIL.search(sentence, match.end()))):
            moved = replace(group, start=group.start + match.end(), end=group.end + match.end())
            yield Stated(offset, offset + match.end("thing"), "measure.line", moved, None, True, national)
        return
    group = amounts_at(sentence, 0)
    if group is None or not re.search(r"\d.*[A-Za-z]{4}", sentence):
        return
    when = next((sentence[at:end] for at, end, _ in times(sentence)), "")
    limit, share = _LIMIT.match(sentence), re.match(r"[^.]{0,12}?\d[\d.]*\s?(?:%|per\s?cent)\s+of\b", sentence)
    if (limit and (when or context)) or (share and (_UNTIL.match(when) or context)):
        amounts = replace(group, when=group.when or (next((time for _, _, time in times(sentence)), None)))
        said = re.match(rf"(?:{AMOUNT})\s+(?:of\s+(?:(?:all|the|our)\s+)?)?", sentence, re.I)
        start = said.end() if said is not None else 0
        amounts = replace(
            amounts, target=sentence[: said.end()].strip().removesuffix(" of") if said is not None else amounts.target
        )
        stop = next((at for at, _, _ in times(sentence) if at > start), len(sentence))
        stop = start + len(sentence[start:stop].rstrip(" .;,"))
        yield Stated(offset + start, offset + stop, "measure.line", amounts, None, True, national)
