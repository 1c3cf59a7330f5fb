"""Lines that stand among targets: a thing and a figure with few words between ("Rural crime: 10% down", "ASB below 6,000")."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractor.grammar.gated import Gated
from extractor.tag.measures.amounts import AMOUNT, PERCENT, SPOKEN, YEAR, Amounts, tail, times
from extractor.tag.measures.stated import Stated

# Words between a thing and the figure it is to come to.
_REL = re.compile(
    r"(?:\s*[:–—,↓↑-]|\s+(?:to|is|are|be|has|have|will|should|must|shall|been|remains?|stays?|reach(?:es|ed)?|falls?|fallen|rises?|risen|drops?"
    r"|dropped|down|up|below|under|above|over|at|by|of|from|no|not|more|less|fewer|than|least|most|between|kept|held|cuts?|reduced?|increase[sd]?"
    r"|lower|higher|maintain(?:ed)?|improve[sd]?|grows?|an?|the|about|around|targets?|goal|aim|reduction|fall|rise|drop|in|brought|raised|come|gone"
    r"|comes|goes|stands?|figure))*[\s:–—,-]*$",
    re.I,
)
_DOWN = re.compile(r"\b(?:down|lower|fewer|less|reduc\w+|cuts?|falls?|fallen|drop\w*|decreas\w+)\b|↓|(?:^|\s)[-−]$", re.I)
_UP = re.compile(r"\b(?:up|higher|more|increas\w+|rises?|risen|raised|improve\w*|grows?)\b|↑|(?:^|\s)\+$", re.I)
_AFTER = re.compile(
    r"\s*(?P<unit>(?:a|per|each|every)\s+(?:year|month|quarter|week)|(?:per|in\s+every)\s+10{0,2},?000)?\s*(?P<turn>(?:or\s+)?(?:fewer|less|more|lower|higher|down|up)\b|reductions?\b|increases?\b|cuts?\b|fall\b|rise\b)?",
    re.I,
)
_FIGURE = re.compile(rf"(?<![\w.,£/])(?P<amount>{AMOUNT}|{SPOKEN}(?=\s+(?:[a-z]+s)\b))(?![\w/]|\.\d)", re.I)
# "within 24 hours", "aged 75", "level 4", "under-25s" hold figures that are none to reach.
_BEFORE_NONE = re.compile(
    r"(?:\b(?:aged?|ages|level|phase|stage|year|quarter|top|section|priority|theme|over|under|class|key\s+stage|part)[\s-]|\b(?:NI|PSA|LPSA|BVPI|BV|LPI)\s?)$"
    r"|\b(?:within|inside|after|for|in|over|last|next|first)\s+(?:(?:the|at\s+least|up\s+to|no\s+more\s+than)\s+)?$",
    re.I,
)
_AFTER_NONE = re.compile(
    r"\s*(?:working\s+|calendar\s+)?(?:years?|months?|weeks?|days?|hours?|minutes?|seconds?|miles?|metres?|year[-\s]olds?|th|st|nd|rd|s"
    r"|am|pm|p\.m|a\.m|january|february|march|april|may|june|july|august|september|october|november|december)\b",
    re.I,
)
_REFERRED = re.compile(r"\(\s*(?:NI|PSA|LPSA|BVPI|BV|LPI|SPI|Public|National|under|over|aged|the)\b[^)]*\)", re.I)
_STOOD = Gated(
    rf"\(\s*(?P<said>(?:currently|now|baseline(?:\s+of)?:?|from|was|latest|today|at\s+present|{YEAR}\s*[:=])?\s*(?P<first>{AMOUNT})[^()]*?)\s*\)",
    re.I,
)
_NO_FIGURE = Gated(
    r"\s*[:–—(-]\s*(?P<first>(?:a\s+)?baseline\s+(?:figure\s+)?(?:is\s+|will\s+)?(?:to\s+be|being|be)\s+(?:set|established|agreed|collected|found|measured)[^;]*)",
    re.I,
)
_BASE = Gated(
    rf"\bbase(?:line)?(?:\s+figure)?\s*(?:\([^)]*\)\s*)?(?:of\s|is\s|was\s|[:=–-])?\s*(?P<first>{AMOUNT}(?:\s*\({YEAR}\))?)", re.I
)
_TARGET = Gated(rf"\btarget(?:\s+figure)?\s*(?:\([^)]*\)\s*)?(?:of\s|is\s|[:=–-])?\s*(?:to\s+)?(?P<amount>{AMOUNT})", re.I)
_PAIR = re.compile(r"(?P<first>[\d,.]+\s?%?)\s+to\s+(?P<last>[\d,.]+\s?%?)")
_FINITE = re.compile(r"\b(?:was|were|had|has|have|did|fell|rose|went|is|are|said|says)\b", re.I)
_DEADLINE = Gated(r"by|before|until", re.I)
_DEED = re.compile(r"[A-Za-z]+ing")
_LONGEST = 22


def labelled_line(sentence: str, offset: int) -> Stated | None:
    """ "Vehicle crime: baseline 2,117; target 1,905 by March 2011", "Wounding (target 814 by 2007/08, baseline 925)"."""
    base, target = _BASE.search(sentence), _TARGET.search(sentence)
    if base is None or target is None:
        return None
    start = min(base.start(), target.start())
    stop = len(sentence[:start].rstrip(" (:;,–—-"))
    if not 1 <= len(sentence[:stop].split()) <= _LONGEST or _FINITE.search(sentence[:stop]) or "£" in target["amount"]:
        return None
    when = next((time for at, _, time in times(sentence) if at >= target.end()), None)
    amounts = Amounts(target.start(), target.end(), first=base["first"].strip(), target=target["amount"], when=when)
    return Stated(offset, offset + stop, "measure.line", amounts, None, True)


def context_line(sentence: str, offset: int, *, strict: bool, national: bool) -> Stated | None:
    """What a line among targets states, whatever its words. ``strict`` asks for a date after the figure and no finite verb, for a
    line that stands elsewhere."""
    if strict and (not _DEADLINE.may_match(sentence) or _FINITE.search(sentence)):
        return None
    plain = _REFERRED.sub(lambda match: " " * len(match.group()), sentence)
    stood = _STOOD.search(plain)
    if stood is not None:
        plain = plain[: stood.start()] + " " * len(stood.group()) + plain[stood.end() :]
    dated = list(times(plain))
    figures = [match for match in _FIGURE.finditer(plain) if _counts(plain, match, dated)]
    if not figures:
        return None if strict else _standing_only(sentence, offset, stood, national)
    first = figures[0]
    moved = _moved(plain, figures)
    if moved is None and (pair := _PAIR.fullmatch(first["amount"])) is not None:
        # "26.0% to 22.5%" is no range among targets.
        moved, baseline = _FIGURE.match(plain, first.start() + pair.start("last")), pair["first"]
    else:
        baseline = first["amount"] if moved is not None else None
    amount = moved or _last_of(plain, figures, dated)
    before = plain[: first.start()]
    thing = before[: _REL.search(before).start()]  # type: ignore[union-attr]
    begin = re.match(r"\s*(?:the\s+)?(?:(?:NI|PSA|LPSA|BVPI)\s?\d+\s*[:–-]?\s*)?", thing, re.I)
    start = begin.end() if begin is not None else 0
    after = _AFTER.match(plain, amount.end())
    assert after is not None
    if _DEED.fullmatch(thing[start:].strip()) and moved is None:
        # "completing 75% of investigations within 90 days", "installing 500 recorders by March 2006"
        until = next((at for at, end, _ in dated if at >= amount.end()), len(plain))
        when = next((time for at, _, time in dated if at >= amount.end()), None)
        stop = len(plain[:until].rstrip(" .;,"))
        said = Amounts(amount.start(), amount.end(), target=amount["amount"], when=when)
        return Stated(offset + start, offset + stop, "measure.line", said, None, True, national)
    if re.search(r"[A-Za-z]{3}", thing[start:]) is None:
        if strict:
            return None
        of = re.compile(r"\s*(?:of\s+(?:(?:all|the|our)\s+)?)?").match(plain, after.end() if after["turn"] else amount.end())
        start = of.end() if of is not None else amount.end()
        stop = next((at for at, _, _ in dated if at > start), len(plain))
        stop = start + len(plain[start:stop].split(" (")[0].rstrip(" .;,"))
        if re.search(r"[A-Za-z]{3}", plain[start:stop]) is None:
            return None
        relation = after["turn"] or ""
    else:
        stop = len(thing.rstrip(" ,:–—-"))
        relation = plain[stop : amount.start()] + " " + (after["turn"] or "")
    when = next((time for at, _, time in dated if at >= amount.end()), None)
    by = next((plain[at:end] for at, end, _ in dated if at >= amount.end()), "")
    if (strict and not re.match(r"(?:by|before|until)\b", by, re.I)) or not 1 <= len(sentence[start:stop].split()) <= _LONGEST:
        return None
    if (strict and not relation.strip()) or "£" in amount["amount"]:
        return None
    baseline = baseline or (stood["said"].strip() if stood is not None else tail(plain, after.end("unit")).base)
    return _stated(
        offset, start, stop, amount, after, relation, when or (dated[0][2] if len(dated) == 1 else None), baseline, national
    )


def stands_at(sentence: str, amounts: Amounts) -> str | None:
    """Where a line among targets says in bare brackets that things stand: "70% of women feel safe (54%)"."""
    stood = _STOOD.search(_REFERRED.sub(lambda match: " " * len(match.group()), sentence))
    said = amounts.target or amounts.change or ""
    if stood is None or ("%" in stood["first"] and "%" not in said):
        # "2,170 (5%)": the change that leads to the number.
        return None
    return str(stood["said"]).strip()


def _stated(
    offset: int,
    start: int,
    stop: int,
    amount: re.Match[str],
    after: re.Match[str],
    relation: str,
    when: str | None,
    baseline: str | None,
    national: bool,
) -> Stated:
    figure = amount["amount"] + (f" {after['unit']}" if after["unit"] else "")
    limit = re.match(r"(?:at|no|not|fewer|less|more|below|under|above|over|between)\b", figure, re.I)
    share = re.fullmatch(PERCENT, amount["amount"], re.I) is not None
    down, up = _DOWN.search(relation) is not None, _UP.search(relation) is not None
    reached = re.search(r"\b(?:to|at|below|under|above|over|from|than)\s*$", relation, re.I)
    if share and (down or up) and not limit and not reached:
        said = Amounts(amount.start(), amount.end(), change=amount["amount"], when=when)
        return Stated(offset + start, offset + stop, "measure.line", said, down, national=national, baseline=baseline)
    held = re.search(r"\b(?P<limit>(?:not\s+)?(?:below|under|above|over))\s*$", relation, re.I)
    target = f"{held['limit']} {figure}" if held is not None and not limit else figure
    said = Amounts(amount.start(), amount.end(), target=target, first=None, when=when)
    return Stated(offset + start, offset + stop, "measure.line", said, None, True, national, baseline=baseline)


def _counts(text: str, match: re.Match[str], dated: Sequence[tuple[int, int, str]]) -> bool:
    """Whether a figure is one to reach, and no year, time, age, sum or number of an indicator."""
    amount = match["amount"]
    if any(at <= match.start() < end for at, end, _ in dated) or re.fullmatch(r"(?:19|20)\d\d", amount):
        return False
    share = re.search(r"%|per\s?cent", amount, re.I) is not None
    if "£" in amount or (not share and (_AFTER_NONE.match(text, match.end()) or _BEFORE_NONE.search(text[: match.start()]))):
        return False
    return (
        bool(re.search(r"\d", amount))
        or share
        or re.search(r"half|third|quarter|fifth|tenth|\bin\b|\b\w+\s+(?:more|extra)\b", amount) is not None
        or len(amount) > 2
    )


def _moved(text: str, figures: Sequence[re.Match[str]]) -> re.Match[str] | None:
    """ "26.0% to 22.5%", "from 171 to 150": the figure it moves to."""
    if len(figures) > 1 and re.fullmatch(r"\s*(?:\([^)]*\)\s*)?(?:to|→|->)\s+", text[figures[0].end() : figures[1].start()]):
        return figures[1]
    return None


def _last_of(text: str, figures: Sequence[re.Match[str]], dated: Sequence[tuple[int, int, str]]) -> re.Match[str]:
    """Of figures for one year after another ("700 by 2006, 650 by 2007 and 600 by 2008") the last, else the first."""
    chosen = figures[0]
    for following in figures[1:]:
        between = text[chosen.end() : following.start()]
        time = next(((at, end) for at, end, _ in dated if chosen.end() <= at < following.start()), None)
        if time is None or re.sub(r"[\s,;]|\band\b", "", between.replace(text[time[0] : time[1]], "")):
            break
        chosen = following
    return chosen


def _standing_only(sentence: str, offset: int, stood: re.Match[str] | None, national: bool) -> Stated | None:
    """ "All taxi drivers trained (currently 62%)", "Worry about ASB: baseline to be established": where it stands, no figure."""
    if stood is not None:
        stop = len(sentence[: stood.start()].rstrip())
        return Stated(offset, offset + stop, "measure.line", None, None, True, national, baseline=stood["said"].strip())
    if (none := _NO_FIGURE.search(sentence)) is not None:
        return Stated(
            offset, offset + none.start(), "measure.line", None, None, True, national, baseline=none["first"].strip(" .)")
        )
    return None
