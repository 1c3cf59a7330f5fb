"""A cell as printed -> what it says in numbers; and whether baseline, percentage and target agree."""

from __future__ import annotations

import re
from dataclasses import dataclass

from extractor.codebook import Codebook
from extractor.grammar.numbers import read_number, read_percent
from extractor.model import Check

# "74% (06/07)", "1,458 (2007/08)": the period a figure belongs to.
_PERIOD_IN_BRACKETS = re.compile(
    r"\s*\(\s*(?P<period>(?:(?:Q\d|[A-Z][a-z]+)\s+)?(?:20|19)?\d\d(?:\s*[/–-]\s*(?:20)?\d\d)?)\s*\)\s*$"
)
# "2 campaigns per year", "40 each month": a rate, no number to reach.
_RATE = re.compile(
    r"\b(?:per|a|each|every)\s+(?:year|annum|quarter|month|week|day)\b|\b(?:annually|yearly|monthly|weekly|quarterly|daily)\b", re.I
)
_REACHED = re.compile(r"(?:no\b|not\b|at\b|below\b|under\b|above\b|over\b|fewer\b|less\b|more\b|about\b|around\b|up\b|\d)", re.I)
# "no more than 27%" is a level to keep to and no increase.
_LEVEL = re.compile(
    r"\b(?:(?:no|not)\s+)?(?:more|less|fewer|higher|lower|greater)\s+than\b|\bor\s+(?:fewer|less|more|better|lower|higher)\b", re.I
)
_SIGNED = re.compile(r"\s*(?P<sign>[-–−+])\s?(?P<figures>\d+(?:\.\d+)?)\s*(?:%|per\s*cent)", re.I)
_STAR = re.compile(r"\s*\*\s*(?P<scheme>LPSA|PSA|NI|BVPI|BV|LAA|LPI)\s*(?P<number>[\dIl|O]{1,3}[a-z]?)?\s*\*?\s*$")
_PERCENT = re.compile(r"(?P<figures>\d+(?:\.\d+)?)\s*(?:%|per\s*cent|percent)", re.I)
_UNIT_WORDS = re.compile(r"^\s*(?P<unit>[A-Za-z][A-Za-z'’-]*(?:\s+[A-Za-z][A-Za-z'’-]*){0,3})")
_NUMBER = re.compile(r"£?\s?\d[\d,]*(?:\.\d+)?")
_WITH_CHANGE = re.compile(
    r"(?P<number>(?:[A-Za-z]+\s+){0,4}\d[\d,.]*(?!\s?%)(?:\s+[a-z]+){0,3})\s*\([-–−+]?\s?\d+(?:\.\d+)?\s?(?:%|per\s?cent)[^)]*\)"
)
_REDUCTION = re.compile(r"\b(?:reduc\w*|decreas\w*|cut|fall|drop|fewer|lower|less)\b", re.I)
_INCREASE = re.compile(r"\b(?:increas\w*|rise|rais\w*|improv\w*|growth|more|higher)\b", re.I)


@dataclass(frozen=True, slots=True)
class Value:
    """The number a cell states (a percentage where ``unit`` is "%"), or a signed change; None where it states none."""

    number: float | None = None
    unit: str | None = None
    change: float | None = None


def is_none(text: str, codebook: Codebook) -> bool:
    """Whether a cell says that there is nothing to say: empty, a dash, "None set", "Deleted", "N/A"."""
    words = " ".join(text.split())
    return not re.search(r"\w", words) or bool(codebook.find("measures", words, "role", "none"))


def split_period(text: str) -> tuple[str, str | None]:
    """``"74.8% (10/11)"`` -> ``("74.8%", "10/11")``; the period is None where none stands in brackets at the end."""
    match = _PERIOD_IN_BRACKETS.search(text)
    return (text[: match.start()], match["period"]) if match else (text, None)


def split_star(text: str) -> tuple[int, tuple[str, ...]]:
    """Where the words of an objective end before a star such as "*PSAI", and the reference it gives ("PSA 1")."""
    match = _STAR.search(text)
    if match is None:
        return len(text.rstrip()), ()
    # A scan or a typist writes the figure one as the letter I or l.
    number = re.sub(r"[Il|]", "1", match["number"] or "").replace("O", "0")
    return match.start(), (f"{match['scheme']} {number}".strip(),)


def read_value(text: str) -> Value:
    """What a baseline or target cell says in numbers: "705 offences", "74% (06/07)", "10% reduction", "To hold at least 6"."""
    bare = split_period(" ".join(text.split()))[0]
    if (rate := _RATE.search(bare)) is not None:
        # "163 a year" is a number all the same.
        bare = bare[: rate.start()].rstrip()
        if not re.fullmatch(r"(?:[A-Za-z]+\s+){0,4}[\d,.]+", bare) or _REACHED.match(bare) is None:
            return Value()
    signed_change = signed_percent(bare)
    if signed_change is not None:
        return Value(change=signed_change)
    if (number_first := _WITH_CHANGE.fullmatch(bare)) is not None:
        # "2,170 (5%)": a number to reach, with the change that leads to it.
        bare = number_first["number"].strip()
    percent = read_percent(bare)
    words = _LEVEL.sub(" ", bare)
    signed = -1.0 if _REDUCTION.search(words) else 1.0 if _INCREASE.search(words) else None
    number = read_number(bare)
    if percent is not None:
        if signed is None:
            return Value(percent, "%")
        return Value(number, _unit(bare) if number is not None else None, signed * percent)
    if number is None or not _states_a_number(bare):
        return Value()
    return Value(number, _unit(bare))


def _states_a_number(text: str) -> bool:
    """Whether the number is what the cell is about: it comes first, or after words that lead up to it ("To hold at least 6")."""
    match = _NUMBER.search(text)
    return (
        match is not None
        and len(text[: match.start()].split()) <= 6
        and not re.search(r"\b(?:phase|stage|theme|priority|appendix|section|year|level)\s*$", text[: match.start()], re.I)
    )


def _unit(text: str) -> str | None:
    match = _NUMBER.search(text)
    if match is None:
        return None
    if match.group().startswith("£"):
        return "£"
    following = _UNIT_WORDS.match(re.sub(r"^[^(\w]*\([^)]*\)", "", text[match.end() :]))
    return following["unit"] if following else None


def signed_percent(text: str) -> float | None:
    """A change that is printed with its sign: "-20%" is -20, "+5%" is 5; None for any other words."""
    match = _SIGNED.match(text)
    if match is None:
        return None
    return float(match["figures"]) * (1.0 if match["sign"] == "+" else -1.0)


def change_of(objective: str, down: bool | None) -> float | None:
    """The signed change an objective states: "To reduce wounding by 12%" is -12."""
    percent = read_percent(objective)
    if percent is None or down is None:
        return None
    return -percent if down else percent


def _printed_step(percent: float) -> float:
    """Half a step of the last digit printed: 12 may stand for 11.5 to 12.5, 12.5 for 12.45 to 12.55."""
    return 0.5 if percent == int(percent) else 0.05


def check(baseline: Value, target: Value, change: float | None) -> Check:
    """Whether ``baseline`` changed by ``change`` per cent gives ``target``, within the rounding of percentage and target.

    Where both are percentages the change may be in points ("by 3%, from 29% to 26%").
    """
    if baseline.number is None or target.number is None or change is None or (baseline.unit == "%") != (target.unit == "%"):
        return "cannot say"
    step, half = _printed_step(abs(change)), 0.5 if target.number == int(target.number) else 0.05
    ends = [baseline.number * (1 + (change + side * step) / 100) for side in (-1, 1)]
    # A target may be rounded up or down to a whole number, not only to the nearest.
    if min(ends) - 2 * half < target.number < max(ends) + 2 * half:
        return "agrees"
    if baseline.unit == "%" and abs(baseline.number + change - target.number) <= step + half:
        return "agrees"
    return "disagrees"
