"""What a sentence says beside its measure: where things stand now ("Repeat calls, of which there were 412, should fall")."""

from __future__ import annotations

import re
from dataclasses import dataclass

from extractor.grammar.gated import Gated
from extractor.tag.measures.amounts import AMOUNT, YEAR

_STOOD = (
    r"(?:stood|stands?|averaged|averages|numbered|numbers|totalled|was|were|is|are|ran|runs?|came|comes|amounted|amounts|made\s+up|makes\s+up"
    r"|reached|had\s+been|has\s+been|have\s+been)(?:\s+(?:at|to|up))?\s+"
)
_LEAD = (
    rf"(?:(?:which|who|that|it|they|this|the\s+(?:figure|number|total|rate))\s+(?:(?:now|currently|today|last\s+year|in\s+{YEAR})\s+)?{_STOOD}"
    rf"|(?:the\s+)?(?:average|mean|figure|level|total|number|rate|base|baseline)(?:\s+figure)?\s+(?:for\s+|in\s+|of\s+)?{YEAR}\s*[:=,]?\s+(?:was\s+)?|{YEAR}\s*[:=]\s*"
    r"|(?:as\s+)?(?:against|compared\s+(?:with|to)|when)\s+(?:(?:there|it|they|we|the\s+figure)\s+(?:was|were|had|stood\s+at)\s+)?(?:a\s+baseline\s+of\s+)?"
    r"|of\s+(?:which|whom|these)\s+there\s+(?:were|are|have\s+been)\s+|there\s+(?:were|are)\s+"
    r"|(?:now|currently|today|at\s+present|standing\s+at|baseline(?:\s+of|:)?"
    r"|(?:(?:up|down)\s+)?from(?![^,;)]{0,40}\sto\s))\s+)"
)
# What says that a bare number is where things stand: "143 in 2014", "58% at present", "163 a year".
_SINCE = (
    rf"(?:in|during|at|for)\s+(?:the\s+year\s+)?{YEAR}|\(\s*{YEAR}\s*\)|in\s+the\s+(?:last|latest|previous)\s+\w+|last\s+year|now|today|at\s+present|this\s+year"
    r"|(?:a|each|every|per)\s+year"
)
_WORDS = (
    r"(?:\s+(?!(?:reductions?|increases?|cuts?|falls?|rises?|fewer|less|more|by|in|to|at|from|last|now|today|during|of|for|a|per"
    r"|each|every|this)\b)[a-z]+){0,3}?"
)
_SAID = (
    rf"(?:{_LEAD}(?P<first>{AMOUNT}{_WORDS}(?:\s+(?:{_SINCE}))?)"
    rf"|(?P<bare>{AMOUNT}{_WORDS}\s+(?:{_SINCE})))"
)
_ASIDE = re.compile(rf"\s*(?:,(?=\s)|\(|\s[-–—]|;)\s*(?:and\s+)?{_SAID}\s*(?P<close>\)|\s[-–—](?=\s)|[,;](?=\s)|\.?\s*$)", re.I)


# "(2004/05 baseline 5,313 crimes - 2007/08 target 4,341 crimes)": where things stand, and where they are to go.
BOTH = re.compile(
    rf"\s*\(\s*(?:{YEAR}\s+)?baseline\s*[:=]?\s+(?P<first>{AMOUNT}{_WORDS})\s*[-–—,;]\s*(?:and\s+)?(?:{YEAR}\s+)?target\s*[:=]?\s+{AMOUNT}{_WORDS}\s*\)",
    re.I,
)

# "public confidence, as measured by the survey, is to reach 65%": how it is counted stands between a thing and its figure.
_HOW = Gated(
    r",\s+(?:(?:as\s+)?(?:measured|recorded|shown|counted|reported|judged|defined|found)\s+(?:by|in|through|to)|including(?!\s+(?:an?\s+)?(?:\w+\s+)?targets?\b)|excluding|especially|particularly"
    r"|in\s+particular|which\s+(?:is|are|has|have)\s+(?!to\b)[a-z]+)\b[^,;.\d]{3,80},(?=\s)"
)


@dataclass(frozen=True, slots=True)
class Aside:
    """Where things stand, as a sentence says in passing: ``sentence[start:end]`` with its commas or brackets."""

    start: int
    end: int
    first: str


def split_asides(sentence: str) -> tuple[str, tuple[Aside, ...]]:
    """The sentence with its asides blanked out (so that offsets stay), and the asides."""
    found: list[Aside] = []
    masked = _HOW.pattern.sub(lambda match: " " * len(match.group()), sentence) if _HOW.may_match(sentence) else sentence
    for both in BOTH.finditer(masked):
        found.append(Aside(both.start(), both.end(), both["first"].strip()))
        masked = masked[: both.start()] + " " * (both.end() - both.start()) + masked[both.end() :]
    sentence = masked
    position = 0
    while (match := _ASIDE.search(sentence, position)) is not None:
        # "reduce burglary (from 620) to 580": brackets and dashes come in pairs, and what opens with one is closed by the same.
        opening, closing = match.group().strip()[0], match["close"].strip()[:1]
        if (opening == "(") != (closing == ")"):
            position = match.start() + 1
            continue
        end = match.end() if closing in {")", ",", "-", "–", "—", ""} else match.start("close")
        found.append(Aside(match.start(), end, (match["first"] or match["bare"]).strip()))
        masked = masked[: match.start()] + " " * (end - match.start()) + masked[end:]
        position = end
    return masked, tuple(found)


def beside(asides: tuple[Aside, ...], reach: int, start: int) -> str | None:
    """The aside that belongs to the amounts from ``start``: the last before them (but after ``reach``), else the next after."""
    before = [aside for aside in asides if reach <= aside.end <= start]
    # One inside the run stands between its amount and its date: "to 80% (from 72%) by 2012".
    after = [aside for aside in asides if aside.start >= start]
    return before[-1].first if before else after[0].first if after else None
