"""Text -> the amounts in it, each run as one: how much ("by 12%", "from 29% to 26%"), by when ("by 2007/08") and from when."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from extractor.grammar.gated import Gated
from extractor.grammar.signs import FIGURE, SIGNS

_FIGURES = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
SPOKEN = (
    r"(?:(?:half\s+)?a\s+dozen|(?:a|one|two|three|four|five|six|eight)\s+(?:hundred|dozen)|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:[-\s](?:one|two|three|four|five|six|seven|eight|nine))?"
    r"|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen)"
)
_IN_TEN = (
    rf"(?:{SPOKEN}|\d{{1,3}})\s+(?:in|out\s+of)\s+(?:every\s+)?(?:two|three|four|five|six|eight|ten|twenty|a\s+hundred|10|20|100)\b"
    r"(?!\s*(?:%|per\s?cent|years?|months?|weeks?|days?|hours?|wards?|areas?|schools?|minutes?|of\s+(?:the|our)))"
)
_SIGN = r"(?:\s?%|\s?per\s?cent\b\.?(?=\s|[,;:)]|$)|\s?per\s?cent\b|\s?percentage\spoints?)"
_SHARE = (
    r"(?:(?:a|one|two|three|four|five|seven|nine)[\s-](?:half|third|quarter|fifth|sixth|eighth|tenth|twentieth)s?"
    # "a sixth priority", "a third party" count on and share nothing.
    r"(?!\s+(?!(?:of|by|in|over|fewer|less|more|lower|higher|reductions?|cuts?|falls?|drops?|decreases?|increases?|rises?|improvements?|down|up|from|to|on"
    r"|and|or|within|before|until|during|each|every|a|per|compared|against|than|since|that|who|the|at|year|below|above|under|off|between)\b)[a-z])"
    r"|half(?![\s-]*(?:way|year|term|day|hour|time)))\b"
)
PERCENT = (
    # "by 25% by 2005 and 50% by 2008": a year is no lower end of a range.
    rf"(?:(?:(?!(?:19[89]|20[0-4])\d\b){_FIGURES}\s*(?:%\s*)?(?:-|–|to|and)\s*)?{_FIGURES}{_SIGN}"
    rf"|(?:{SPOKEN}\s+to\s+)?{SPOKEN}\s+(?:per\s?cent\b\.?|percentage\spoints?)|{_IN_TEN}|{_SHARE})"
)
_ABOUT = (
    r"(?:(?:at\s+(?:least|most)|at\s+or\s+(?:below|under|above|over)|up\s+to|around|about|approximately|roughly|nearly|almost|a\s+further"
    r"|(?:no\s+|not\s+)?(?:less|more|fewer|higher|lower|greater)\s+than|not\s+(?:above|below|over|under)|over|under|below|above|some"
    r"|a\s+(?:minimum|maximum|ceiling|total)\s+of|between|another|an\s+(?:additional|extra)|just)\s+)"
)
YEAR = r"(?:19[89]\d|20[0-4]\d)(?:\s?[-–/]\s?(?:20\d\d|\d\d?))?(?![\d,.]*\d)"
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?"
    r"|dec(?:ember)?)"
)
_DATE = (
    rf"(?:(?:the\s+)?(?:end\s+of|beginning\s+of|start\s+of|close\s+of)?\s*(?:the\s+)?(?:financial\s+year\s+|year\s+)?(?:(?:spring|summer|autumn|winter|easter|christmas|mid)[\s-]+(?:of\s+)?)?(?:\d{{1,2}}(?:st|nd|rd|th)?\s+)?(?:{_MONTH},?\s+)?{YEAR}"
    rf"|(?:the\s+)?end\s+of\s+(?:the\s+|this\s+|our\s+)?(?:strategy|plan|period|agreement|programme|three[-\s]years?|year(?:\s+(?:one|two|three|four|five|\d))?|decade)(?:\s+period)?"
    rf"|(?:the\s+)?(?:year|plan|period)['’s]*\s+end|year\s+(?:one|two|three|four|five|\d)\b)"
)
# After "by" and "before" a month needs no year: "by next March", "before December".
_SOON = (
    rf"(?:(?:the\s+end\s+of\s+)?(?:next|this|the\s+following)\s+(?:{_MONTH}|year|spring|summer|autumn|winter)\b"
    rf"|(?:the\s+end\s+of\s+)?{_MONTH}(?=\s*(?:$|[.,;:)])|\s+(?:we|the|all|there)\b))"
)
_TIME = (
    rf"(?P<by>(?:by|before|until|in|during|for|of|to)\s+(?P<when>{_DATE}))"
    rf"|(?P<soon>(?:by|before|until)\s+(?P<month>{_SOON}))"
    r"|(?P<over>(?:over|within|in|during)\s+(?P<span>(?:the\s+)?(?:next\s+|first\s+|coming\s+|following\s+)?(?:one|two|three|four|five|ten|\d{1,2})[\s-](?:years?|months?)(?:['’]\s+time)?|a\s+year|the\s+(?:life|lifetime|course|period)\s+of\s+(?:the|this)\s+\w+))"
    r"|(?P<same>over\s+the\s+same\s+(?:period|time))"
    r"|(?P<each>(?:each|every)\s+year|in\s+any\s+(?:one\s+)?year|year\s+on\s+year)"
)
_TIMES = Gated(_TIME, re.I)
_NUMBER = rf"£?(?!{YEAR}\b){_FIGURES}(?![\d/]|[-–]\d)(?:\s?(?:million|m\b|k\b))?"
AMOUNT = rf"{_ABOUT}?(?:{PERCENT}|{_NUMBER})"
# No amount begins inside a word ("behalf"); to try none there takes a third of the time.
_BEGIN = r"(?:(?<![A-Za-z])|(?=\d))"
SPOKEN_COUNT = rf"{_ABOUT}?{SPOKEN}(?=\s*(?:$|[.,;)]|(?:by|over|within|in|from|each|per|a)\s))"

# The words after a number that say what is counted: "620 offences", "20 more officers".
_COUNTED = (
    r"(?P<unit>(?:\s+(?!(?:by|in|from|over|to|and|or|of|per|the|year|a|an|each|every|for|on|at|before|until|within|last|now|during|against)\b)"
    r"[a-z]+){0,2}(?:\s+(?:a|per|each|every)\s+(?:year|month|quarter|week|day)\b|\s+(?:per|for\s+every|in\s+every)\s+10{0,2},?000\b"
    r"|\s+or\s+(?:fewer|less|more|under|over|better)\b)?)"
)
_SPOKEN_QUANTITY = Gated(
    rf"\b(?:{SPOKEN}|half|halv\w+|doubl\w+|trebl\w+|tripl\w+|thirds?|quarters?|fifths?|sixths?|eighths?|tenths?|twentieths?)\b",
    re.I,
)
_FIGURE = SIGNS.part(FIGURE)
_COUNTED_THINGS = r"(?:\s+(?:offences|crimes|incidents|reports|people|fires|calls|cases|households)\b)?"
_IN_YEAR = rf"(?:\s+(?:in|during|for)\s+(?:(?:the\s+)?(?:[\w'’]+\s+){{1,4}}(?:of|in|for)\s+)?{YEAR}|\s*\({YEAR}\))?"
_COUNTED_FROM = (
    r"(?:(?:measured|calculated|counted|starting|based)\s+(?:from|on|against)|(?:compared|relative)\s+(?:with|to)|against|on|from|using)"
    r"\s+(?:a\s+|the\s+|its\s+|our\s+|an\s+)?(?:(?:baseline(?:\s+(?:figures?|year))?|levels?|figures?|position)\s+(?:of|from|in|for)\s+)?"
)
_PATTERNS = [
    ("change", rf"(?:by|of)\s+(?P<amount>{_ABOUT}?{PERCENT})"),
    (
        "periods",
        rf"(?:from|between)\s+(?:its\s+|the\s+|a\s+)?(?P<first>{YEAR})(?:\s+(?:level|baseline|figure|total)s?)?\s+(?:to|and)\s+(?P<when>{_DATE})",
    ),
    (
        "levels",
        rf"from\s+(?:a\s+baseline\s+of\s+)?(?P<first>(?:{AMOUNT}|{SPOKEN}\b)(?:\s+[a-z]+){{0,3}}?{_IN_YEAR})"
        rf"\s+to\s+(?P<amount>{AMOUNT}|{SPOKEN_COUNT}){_COUNTED}",
    ),
    (
        "base",
        rf"{_COUNTED_FROM}(?P<first>(?:{_MONTH}\s+)?{YEAR}(?:\s+(?:baseline|levels?|figures?)(?:\s+of\s+{AMOUNT}{_COUNTED_THINGS})?)?"
        rf"|baseline\s+of\s+{AMOUNT}(?:{_COUNTED_THINGS})?{_IN_YEAR}|{YEAR}\s+average|average\s+(?:of|for)\s+{YEAR})",
    ),
    (
        "base",
        rf"(?:than|on|against|from)\s+(?:the|a|its|our)\s+(?:{YEAR}\s+(?:baseline|figure|level|total|average)\s+of\s+)?(?P<first>{_NUMBER})(?:\s+[a-z]+){{0,3}}?"
        rf"(?:\s+(?:of|in|for|during)\s+{YEAR})?(?=\s*(?:$|[,;.)]))",
    ),
    (
        "base",
        rf"than\s+(?:(?:they|it|that)\s+(?:were|was|are|is)\s+)?(?:in\s+)?(?P<first>{YEAR}|last\s+year|this\s+year)",
    ),
    (
        "base",
        rf"(?:below|above|under|over|on|up\s+on|down\s+on|than)\s+(?:the|its|our)\s+(?:figure\s+(?:of|for)\s+{YEAR}|{YEAR}\s+(?:figure|level|total|baseline|number|average))"
        rf"(?:\s+(?:was|of|\()\s*(?P<first>{AMOUNT})\)?)?",
    ),
    (
        "base",
        rf"(?:baseline|currently|now|at\s+present)(?:\s+figure)?\s*[:,]?\s+(?:of\s+|is\s+)?(?P<first>{AMOUNT}{_COUNTED}{_IN_YEAR})",
    ),
    ("base", rf"from\s+(?P<first>{AMOUNT}{_COUNTED}{_IN_YEAR})(?!\s+to\b)"),
    (
        "base",
        rf"(?:against|(?:compared|relative)\s+(?:with|to)|up\s+from|down\s+from)\s+(?P<first>{AMOUNT}{_COUNTED}(?:{_IN_YEAR}|\s+(?:now|today|last\s+year|at\s+present)))",
    ),
    ("time", _TIME),
    ("dated", rf"(?<=\()(?P<when>{YEAR})\s*\)"),
    ("by", rf"by\s+(?P<amount>(?:{_ABOUT}?{_NUMBER}|{SPOKEN_COUNT})){_COUNTED}"),
    ("level", rf"(?:to|at|(?=(?:at\s+or\s+)?(?:below|under|above)\s))\s*(?P<amount>{AMOUNT}|{SPOKEN_COUNT}){_COUNTED}"),
]
_PARTS = [(kind, re.compile(pattern, re.I)) for kind, pattern in _PATTERNS]
_OPENS = {"change", "levels", "level", "by"}
_REACH = re.compile(rf"(?P<amount>{AMOUNT}|{SPOKEN_COUNT}){_COUNTED}", re.I)
_BARE = re.compile(rf"(?P<amount>{_ABOUT}?{PERCENT})", re.I)
_OPENING = re.compile(rf"\b(?:by|of|from|to|at|below|under|above)\s|(?<![\w.,£])\d|\b{SPOKEN}\b|\b{_SHARE}", re.I)
_BETWEEN_PARTS = re.compile(r"[\s,(–-]*(?:(?:and|or|i\.e\.|that is|equivalent)\s+)?[\s(]*", re.I)
_FURTHER_YEAR = re.compile(
    rf"\s*(?:,|;|,?\s+and)\s+(?:then\s+)?(?:to\s+)?(?P<amount>{AMOUNT})(?:\s+[a-z]+)?\s+(?:by|in|for)\s+(?P<when>{_DATE})", re.I
)
_FURTHER_CHANGE = re.compile(
    rf"\s*(?:,|;|,?\s+and)\s+(?:by\s+)?(?P<amount>{_ABOUT}?{PERCENT})\s+(?:by|in)\s+(?P<when>{_DATE})", re.I
)
_CLOSING = re.compile(r"\s*\)")
# "the figure is nine per cent", "it is 10 per cent", "the target has been set at 5%"
SAID = Gated(
    rf"\s*,?\s*(?:the\s+(?:\w+\s+)?(?:figure|target|aim|goal)|it|this)\s+(?:is|will\s+be|has\s+been\s+set\s+at|was\s+set\s+at|is\s+set\s+at|stands\s+at|being)\s+(?P<amount>{_ABOUT}?{PERCENT})",
    re.I,
)
# "a 15% reduction in burglary", "a reduction of 15% in burglary"
_TURN = r"(?:reduction|cut|decrease|fall|drop|increase|rise|improvement)"
NOUN = Gated(
    rf"{_BEGIN}(?P<amount>{_ABOUT}?{PERCENT})\s+(?:(?:year[-\s]on[-\s]year|yearly|annual|overall|further|real|sustained)\s+)?(?P<noun>{_TURN})s?\b"
    rf"|(?P<noun2>{_TURN})s?\s+of\s+(?P<amount2>{_ABOUT}?{PERCENT})"
    rf"|(?P<noun3>{_TURN})s?\s+in\s+(?P<thing>(?:(?!of\b)\w+\s+){{1,6}})of\s+(?P<amount3>{_ABOUT}?(?:{PERCENT}|{_SHARE}))",
    re.I,
)
# "to see 75% of residents feeling safe"
SHARE_OF = Gated(rf"\b(?:see|have|reach|achieve|get|that|for|ensure)\s+(?P<amount>{_ABOUT}?{PERCENT})\s+of\s+(?P<thing>\w)", re.I)
# "At least 60% of victims will be seen within a day by 2009"
SHARE_WILL = Gated(
    rf"{_BEGIN}(?P<amount>{_ABOUT}?{PERCENT})\s+of\s+(?P<thing>\w[^.;:,]*?)\s+(?P<modal>will|should|must|shall|is\s+to|are\s+to|ought\s+to)\s",
    re.I,
)
# "a quarter fewer repeat callers", "50 more officers", "20 per cent lower"
COMPARED = Gated(
    rf"\b(?P<amount>{_ABOUT}?(?:{PERCENT}|{_NUMBER}|{SPOKEN}))\s+(?P<way>fewer|less|more|extra|additional|further|lower|higher"
    r"|(?:below|under|above|over)(?=\s+(?:the|its|that|those|what|20|19|last|this))|(?:down|up)(?=\s+(?:on|from)\s))\b(?!\s+than\s+\d)",
    re.I,
)
# "a target of 400 burglaries", "the target for burglary is 580", "a ceiling of 300"
TARGET_OF = Gated(
    rf"\btargets?\s+(?:figure\s+)?of\s+(?P<amount>{AMOUNT})\s+(?P<thing>(?!(?:for|by|in|at|on|to|and|or|set|was|is|which|that|over|from|per|a|"
    r"during|this|next|last)\b)[a-z]\w+)",
    re.I,
)
# "There were 1,168 people in treatment against a target of 1,215": where things stand, and where they were to be.
AGAINST = Gated(
    rf"\b(?:against|compared\s+with|(?:above|below|short\s+of|ahead\s+of)|towards)\s+(?:a|the|our|its)\s+(?:[\w/-]+\s+)?targets?\s+(?:figure\s+)?of\s+(?P<amount>{AMOUNT})",
    re.I,
)
# "For serious acquisitive crime the target is 1,905 offences or fewer", "NI 17, where the county is aiming for 13.4%"
FOR_THING = Gated(
    rf"(?:(?:^|[.;]\s|,\s+and\s+)[Ff]or\s+(?P<thing>[^;.]{{3,110}}?),?\s+(?:(?:the|our|its|a)\s+(?:\w+\s+)?(?:target|goal|aim|ambition)\s+(?:is|will\s+be|has\s+been\s+set\s+at)"
    rf"|(?:we|they|partners|the\s+\w+)\s+(?:aim|want|hope|plan|intend|wish|aims|wants|hopes|plans)\s+(?:to\s+(?:get\s+to|reach|achieve|be\s+at|come\s+to|see)|for))\s+"
    rf"|\b(?P<thing2>[\w-][^;.,]{{3,110}}),\s+(?:where|for\s+which|on\s+which)\s+(?:[\w'’]+\s+){{1,4}}?(?:(?:is|are|was|were)\s+)?(?:aim\w*|hop\w+|look\w*|set\s+a\s+target|target|goal)\s+"
    rf"(?:for|of|is|to\s+reach|at)\s+)(?:to\s+reach\s+)?(?P<amount>{AMOUNT})",
)
# "For NI 21 - agreement that ... - we want to move from 24.1% to 29%"
MOVE = Gated(
    rf"(?:^|[.;]\s)(?:[Ff]or|[Oo]n)\s+(?P<thing>[^;.]{{3,140}}?)\s*[,–—-]\s+(?:we|the\s+\w+|partners)\s+(?:want|wants|aim|aims|intend|intends|hope|hopes|plan|plans|will|are\s+to|is\s+to)\s+(?:to\s+)?"
    rf"(?:move|go|get|come|rise|fall|improve|climb|drop|change)\s+(?=from\s+(?P<amount>{AMOUNT}))"
)
# "Satisfaction stands at 83% and I want it to reach 88%"
STANDS = Gated(
    rf"(?P<thing>[A-Z][^;:.]{{3,100}}?),?\s+(?:(?:currently|now|presently|at\s+present)\s+)?(?:stands?|stood|is|was|are|were|averages?|averaged|runs?)\s+(?:(?:now|currently|at|running|at\s+present)\s+)*(?P<first>{AMOUNT})"
    rf"[^.;]{{0,60}}?[,;]?\s+(?:and|but|;)\s+[^.;]{{0,60}}?\b(?:it|this|that|them|these|the\s+(?:figure|number|rate|total))\b\s+(?:(?:should|must|is|are|will|to|has|have|ought)\s+)+"
    rf"(?:be\s+)?(?:reach|rise|fall|come\s+down|drop|be|go|get|cut|reduced|brought\s+down|raised|increased|down|up)(?:\s+(?:to|at|down|up))*\s+(?P<amount>{AMOUNT})"
)
TARGET_FOR = Gated(
    rf"\b(?:target|goal|ceiling)(?:\s+(?:set|agreed|chosen))?\s+for\s+(?P<thing>[^,;:.]{{3,90}}?)\s+"
    rf"(?:is|will\s+be|has\s+been\s+set\s+at|is\s+set\s+at|stands\s+at)\s+(?:a\s+(?P<noun>{_TURN})\s+of\s+|now\s+)?(?P<amount>{AMOUNT}){_COUNTED}",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Amounts:
    """A run of amounts that belong together: ``text[start:end]``. Every field is as printed, None where it is not said."""

    start: int
    end: int
    change: str | None = None
    """A change in per cent: "12%", "at least nine per cent", "a quarter"."""
    by: str | None = None
    """A change in number: "by 1"."""
    first: str | None = None
    target: str | None = None
    base: str | None = None
    """When the change is counted from, or the figure it is counted from."""
    when: str | None = None


def has_quantity(text: str) -> bool:
    """Whether there is a figure or a number in words: without any a text states no amount."""
    return bool(SIGNS.of(text) & _FIGURE) or _SPOKEN_QUANTITY.search(text) is not None


def times(text: str) -> Iterator[tuple[int, int, str]]:
    """The times by which something is to be done: (start, end, the time as printed without "by")."""
    for match in _TIMES.finditer(text):
        if match["when"] and not re.match(r"(?:by|before|until|in|during)\s", match.group(), re.I):
            continue
        if match["same"]:
            continue
        yield match.start(), match.end(), match["when"] or match["month"] or match["span"] or match["each"]


def groups(text: str, *, bare: bool = False) -> Iterator[Amounts]:
    """Every run of amounts in ``text``. ``bare`` also takes a percentage that no "by" leads in ("Reduce burglary 20% by 2008")."""
    position = 0
    while position < len(text):
        found = _next(text, position, bare)
        if found is None:
            return
        yield found
        position = found.end


def amounts_at(text: str, position: int) -> Amounts | None:
    """The run that begins right at ``position`` with a number to reach ("no more than 130 in 2008", "65% by 2008"), or None."""
    part = _REACH.match(text, position)
    return None if part is None else _grow(text, position, "level", part)


def tail(text: str, position: int) -> Amounts:
    """What the parts right after ``position`` say of when it is to be and from when it is counted ("than in 2001", "by 2014")."""
    said: dict[str, str] = {}
    end = position
    while True:
        gap = _BETWEEN_PARTS.match(text, end)
        assert gap is not None
        kind, part = _part(text, gap.end())
        if part is None or kind in _OPENS or not _take(said, kind, part):
            return Amounts(position, end, **said)
        end = part.end()


def _next(text: str, position: int, bare: bool) -> Amounts | None:
    for match in _OPENING.finditer(text, position):
        start = match.start()
        kind, part = _part(text, start)
        if kind in _OPENS and part is not None and not (kind == "change" and text[start : start + 2].lower() == "of"):
            return _grow(text, start, kind, part)
        if bare and not match.group().endswith(" ") and (part := _BARE.match(text, start)) is not None:
            return _grow(text, start, "change", part)
    return None


def _part(text: str, position: int) -> tuple[str, re.Match[str] | None]:
    for kind, pattern in _PARTS:
        if (match := pattern.match(text, position)) is not None:
            return kind, match
    return "", None


def _grow(text: str, start: int, kind: str, part: re.Match[str]) -> Amounts:
    said: dict[str, str] = {}
    end = start
    while True:
        if not _take(said, kind, part):
            break
        end = part.end()
        if (closing := _CLOSING.match(text, end)) is not None and text.count("(", start, end) > text.count(")", start, end):
            end = closing.end()
        gap = _BETWEEN_PARTS.match(text, end)
        assert gap is not None
        kind, following = _part(text, gap.end())
        if following is None:
            break
        part = following
    while said.get("when") and "target" in said and (further := _FURTHER_YEAR.match(text, end)) is not None:
        # "to 900 in 2006, 850 in 2007 and 800 in 2008": the last is what it is to come to.
        said["target"], said["when"], end = further["amount"], further["when"], further.end()
    while said.get("when") and "change" in said and (later := _FURTHER_CHANGE.match(text, end)) is not None:
        said["change"], said["when"], end = later["amount"], later["when"], later.end()
    return Amounts(start, end, **said)


def _take(said: dict[str, str], kind: str, part: re.Match[str]) -> bool:
    """Note what one part says; False where it says again what has been said, and so belongs to the next group."""
    new: dict[str, str] = {}
    if kind == "change":
        new["change"] = part["amount"]
    elif kind == "by":
        new["by"] = part.group().strip()
    elif kind == "levels":
        new["first"], new["target"] = part["first"], (part["amount"] + part["unit"]).strip()
    elif kind == "level":
        new["target"] = (part["amount"] + part["unit"]).strip()
    elif kind == "periods":
        new["base"], new["when"] = part["first"], part["when"]
    elif kind == "base":
        new["base"] = part["first"] or part.group()
    elif kind == "dated":
        # "from 10,300 (2003/04) to 8,755 (2007/08)"
        new["when"] = part["when"]
    elif kind == "time":
        new["when"] = part["when"] or part["month"] or part["span"] or part["each"] or part["same"]
    if any(name in said for name in new):
        return False
    said.update(new)
    return True
