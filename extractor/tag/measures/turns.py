"""Other turns by which a sentence states a measure: "X is to fall by 9%", "the figure is nine per cent", "a 15% reduction in X"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from extractor.codebook import Hit
from extractor.grammar.gated import Gated
from extractor.grammar.numbers import read_percent
from extractor.tag.measures.amounts import NOUN, PERCENT, SAID, SHARE_OF, YEAR, Amounts, groups, tail, times
from extractor.tag.measures.reaching import TARGETS, THEN, WANTS, reaching, subject_of
from extractor.tag.measures.stated import Stated, Verb
from extractor.tag.measures.wanted import wanted

_DOWN = {"reduction", "cut", "decrease", "fall", "drop", "decline"}
_PERIOD = re.compile(rf"\b(?:between|from)\s+(?P<first>{YEAR})\s+(?:and|to)\s+(?P<last>{YEAR})", re.I)
_AND_IN = re.compile(
    rf"(?:\s+(?:over|during|against|from|by|before)\s[^;]*?)?\s*(?:[,;]|[,;]?\s+and)\s+(?:and\s+)?(?:of\s+)?(?P<amount>{PERCENT})\s+in\s+(?P<thing>[^.;,(]+?)(?=\s+{THEN}|\s+(?:is|are|will|by|and)\s|\s*[.;,(]|\s*$)",
    re.I,
)
_NOUN_FROM = Gated(
    r"\b(?P<noun>reduction|cut|decrease|fall|drop|increase|rise|improvement)s?\s+in\s+(?P<thing>[^.;,(]+?),?\s+(?=from\s+\S)", re.I
)
_THING = re.compile(
    rf"(?:\s+(?:each|every|a|per)\s+year)?\s+(?:in|of|to)\s+(?:the\s+(?:level\s+of\s+)?)?(?P<thing>[^.;,(]+?)(?=\s+{THEN}|\s+(?:is|are)\s+to\s|\s+and\s+{PERCENT}|\s*[.;,(]|\s*$)",
    re.I,
)
_YEAR_ALONE = re.compile(rf"(?:{YEAR})\b", re.I)
_NAMED = re.compile(r"(?P<thing>[A-Z][^:–—]{2,80}?)\s*(?::|\s[-–—]|\sby)\s*(?:an?\s+)?$")
# "wants to see assaults cut by 15%", "we want reporting up by a tenth"
_REST = re.compile(r"\s*[,;]\s*(?:and|while|with)\s+(?:that\s+)?|\s+and\s+(?:that|to)\s+")
_WANTED = re.compile(
    r"(?<=\w)(?P<what>)(?<!\bto)(?<!\bbe)(?<!\bis)(?<!are)\s+(?P<way>cut|reduced|lowered|down|fall|drop|decreased|raised|increased|up|rise|grow)\s*$",
    re.I,
)
# Without one of these, or an entry that says so, nothing in a sentence goes up or down.
_WAYS = Gated(r"cut|reduced|lowered|down|fall|drop|decreased|raised|increased|up|rise|grow", re.I)
_HALVED = Gated(r"\s(?:be\s+)?(?P<way>halved|doubled)\b")
_WAYS_DOWN = {"down", "cut", "reduced", "lowered", "fall", "drop", "decreased"}
_CARRIED = re.compile(r"\s*,?\s*(?:and|while)?\s*(?P<thing>[^,;:.]+?)\s*$")
# A forecast is no target, nor is a sum of money in running text.
_DOUBLED = re.compile(r"\s+(?P<thing>(?!to\b|by\b)\w.*?)[\s,]*$", re.S)
_FORECAST = re.compile(r"\b(?:expected|forecast|projected|predicted|estimated|likely|assumed|thought|due)\b", re.I)


def other_turns(
    sentence: str,
    offset: int,
    hits: Sequence[Hit],
    verbs: Sequence[Verb],
    *,
    own: bool,
    line: bool,
    context: bool,
    national: bool,
    past: bool,
    success: bool = False,
) -> Iterator[Stated]:
    """What a sentence states in another way than by a verb with its amount; only the first turn that finds anything counts.

    ``own`` says that the sentence speaks of targets or intentions, ``past`` that it tells of results, ``context`` that it stands
    among targets.
    """
    named = own or line
    for found in (
        [] if past else list(_changes(sentence, offset, hits, national, line, context, success)),
        list(_said(sentence, offset, verbs, national)),
        [] if past else list(_noun(sentence, offset, own, line, national)),
        []
        if past
        else list(reaching(sentence, offset, hits, named=named, context=context, line=line, national=national, success=success)),
        [] if past or not own else list(_share(sentence, offset, national)),
        list(_whole(sentence, offset, verbs, context, national)),
        [] if past or not own else list(_halved(sentence, offset, national)),
        []
        if past
        else list(wanted(sentence, offset, hits, verbs, own=own, line=line, context=context, success=success, national=national)),
    ):
        if found:
            yield from found
            later = max((one.amounts.end for one in found if one.amounts is not None), default=0)
            rest = _REST.match(sentence, later) if later else None
            if rest is not None and not past:
                # "X should fall to 440, and that Y should be held below 25%": another clause, another measure.
                clause = sentence[rest.end() :]
                moved = [
                    replace(hit, start=hit.start - rest.end(), end=hit.end - rest.end()) for hit in hits if hit.start >= rest.end()
                ]
                yield from reaching(clause, offset + rest.end(), moved, named=named, context=context, line=False, national=national)
            return


def _changes(
    sentence: str, offset: int, hits: Sequence[Hit], national: bool, line: bool, context: bool, success: bool
) -> Iterator[Stated]:
    """ "Youth crime is to fall by nine per cent by 2005": the thing comes before its verb, which may serve for more than one."""
    reach = 0
    last: bool | None = None
    roles = {"change", "if-change"} if success else {"change"}
    if not _WAYS.may_match(sentence) and not any(hit.entry["role"] in roles for hit in hits):
        return
    for group in groups(sentence, bare=True):
        hit = next((hit for hit in reversed(hits) if hit.entry["role"] in roles and reach <= hit.start < group.start), None)
        target = (line and group.when is not None) or TARGETS.search(sentence[: group.start]) is not None
        bare = (
            re.search(r"\s(?P<way>down|up)\s+(?:by\s+)?$", sentence[reach : group.start])
            if target or (context and group.change is not None)
            else None
        )
        if bare is None and (group.change or group.target) is not None and (success or WANTS.search(sentence[: group.start])):
            bare = _WANTED.search(sentence[reach : group.start])
        if hit is not None and re.search(r"\b(?:an?|the|no)\s+$", sentence[: hit.start], re.I):
            # "a rise in confidence from 45%" is the noun.
            hit = None
        carried = _CARRIED.match(sentence[reach : group.start]) if hit is None and bare is None and last is not None else None
        # "is to fall 10%": without a "by" the amount stands right after the verb.
        near = hit is not None and len(sentence[hit.end : group.start].split()) <= (0 if sentence[group.start].isdigit() else 3)
        if not (near or bare or (carried and len(carried["thing"].split()) <= 8 and group.change)):
            continue
        if _FORECAST.search(sentence[reach : group.start]) or "£" in (group.target or group.by or ""):
            continue
        if carried is not None:
            place: tuple[int, int] | None = carried.span("thing")
            down = bool(last)
        else:
            stop = bare.start() if bare is not None else hit.start - reach if hit is not None else 0
            place = subject_of(sentence[reach : reach + stop])
            down = bare["way"].lower() in _WAYS_DOWN if bare is not None else hit is not None and hit.entry["direction"] == "down"
        if place is None or (group.by is not None and group.change is None and not re.search(r"\d", group.by)):
            continue
        last = down
        yield Stated(offset + reach + place[0], offset + reach + place[1], "measure.change", group, down, national=national)
        reach = group.end


def _said(sentence: str, offset: int, verbs: Sequence[Verb], national: bool) -> Iterator[Stated]:
    """ "For reducing youth crime the figure is nine per cent by 2005, and for reducing theft it is 10 per cent"."""
    for match in SAID.finditer(sentence) if verbs else ():
        verb = next((verb for verb in reversed(verbs) if verb.start < match.start()), None)
        if verb is None or verb.direction == "hold" or len(sentence[verb.start : match.start()].split()) > 12:
            continue
        group = next((one for one in groups(sentence[match.start("amount") :], bare=True) if one.start == 0), None)
        amounts = replace(group or Amounts(0, 0, change=match["amount"]), start=match.start("amount"), end=match.end("amount"))
        yield Stated(
            offset + verb.start, offset + match.start(), "measure.figure-is", amounts, verb.direction == "down", national=national
        )


def _noun(sentence: str, offset: int, own: bool, line: bool, national: bool) -> Iterator[Stated]:
    """ "a 15% reduction in burglary by 2010", where the sentence speaks of a target; "Burglary: 10% reduction"."""
    for match in NOUN.finditer(sentence):
        rest = None if match["thing"] else _THING.match(sentence, match.end())
        named = None if rest is not None else _NAMED.match(sentence[: match.start()])
        leads = line and len(sentence[: match.start()].split()) <= 2
        if not (own or leads or named is not None) or (rest is None and named is None and not match["thing"]):
            continue
        if rest is not None and _YEAR_ALONE.match(rest["thing"]):
            # "a 4% increase in 2004" does not say of what.
            continue
        noun = match["noun"] or match["noun2"] or match["noun3"]
        change = match["amount"] or match["amount2"] or match["amount3"]
        thing = match if match["thing"] else rest
        end = rest.end() if rest is not None else match.end()
        # The words of the thing are the objective; "Burglary: 10% reduction" names it first.
        begin, stop = (0, match.end()) if named is not None else thing.span("thing") if thing is not None else (match.start(), end)
        when = next((time for start, _, time in times(sentence) if start >= match.end()), None)
        span = _PERIOD.search(sentence, match.end())
        base = span["first"] if span is not None else tail(sentence, rest.end() if rest is not None else match.end()).base
        amounts = Amounts(match.start(), end, change=change, base=base, when=span["last"] if span is not None else when)
        begin, stop = offset + begin, offset + len(sentence[:stop].rstrip())
        down = noun.lower().rstrip("s") in _DOWN
        yield Stated(begin, stop, "measure.change-in", amounts, down, national=national)
        reach = end
        while match["noun2"] and (more := _AND_IN.match(sentence, reach)) is not None:
            # "reductions of 10% in assault and 15% in robbery"
            further = replace(amounts, start=more.start("amount"), end=more.end(), change=more["amount"])
            span_of = offset + more.start("thing"), offset + more.end("thing")
            yield Stated(*span_of, "measure.change-in", further, down, national=national)
            reach = more.end()
    if not own:
        return
    for match in _NOUN_FROM.finditer(sentence):
        group = next(iter(groups(sentence[match.end() :])), None)
        if group is not None and group.start == 0 and group.first and group.target:
            moved = replace(group, start=group.start + match.end(), end=group.end + match.end())
            place = offset + match.start("thing"), offset + match.end("thing")
            yield Stated(*place, "measure.change-in", moved, match["noun"].lower().rstrip("s") in _DOWN, national=national)


def _share(sentence: str, offset: int, national: bool) -> Iterator[Stated]:
    """ "We want to see 75% of residents feeling safe after dark by 2010": a share to reach by a date."""
    for match in SHARE_OF.finditer(sentence):
        when = next(((start, time) for start, _, time in times(sentence) if start >= match.start("thing")), None)
        if when is None:
            continue
        stop = match.start("amount") + len(sentence[match.start("amount") : when[0]].rstrip(" ,"))
        amounts = Amounts(match.start("amount"), stop, target=match["amount"], when=when[1])
        yield Stated(offset + match.start("thing"), offset + stop, "measure.share", amounts, None, True, national)


def _whole(sentence: str, offset: int, verbs: Sequence[Verb], context: bool, national: bool) -> Iterator[Stated]:
    """ "Halve the number of arson attacks by 2010": the amount lies in the verb."""
    for verb in verbs:
        if verb.percent is None:
            continue
        named = list(times(sentence))
        following = next((one for one in named if one[0] >= verb.end), None)
        stop = len(sentence.rstrip(" .;"))
        if following is None and context and not named:
            following = stop, stop, ""
        if following is None and len(named) == 1:
            # "Within three years we want to have halved ...": said before it.
            following = stop, stop, named[0][2]
        if following is None:
            continue
        amounts = Amounts(verb.start, following[1], change=sentence[verb.start : verb.end], when=following[2] or None)
        place = _DOUBLED.match(sentence, verb.end, following[0])
        if place is not None and read_percent(amounts.change or "") is not None:
            span = offset + place.start("thing"), offset + place.end("thing")
            yield Stated(*span, "measure.multiple", amounts, verb.direction == "down", national=national)


def _halved(sentence: str, offset: int, national: bool) -> Iterator[Stated]:
    """ "We want reoffending halved by 2010", "arson is to be halved by 2008": the amount lies in what the thing is to become."""
    for match in _HALVED.finditer(sentence):
        place = subject_of(sentence[: match.start()])
        following = next(((end, time) for start, end, time in times(sentence) if start >= match.end()), None)
        if place is None or following is None:
            continue
        amounts = Amounts(match.start("way"), following[0], change=match["way"], when=following[1])
        span = offset + place[0], offset + place[1]
        yield Stated(*span, "measure.multiple", amounts, match["way"] == "halved", national=national)
