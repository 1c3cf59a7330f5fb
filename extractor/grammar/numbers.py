"""Numbers as plans print them: counts, shares and percentages, in figures or in words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby

_UNITS = [
    "nought", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen",
    "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
]  # fmt: skip
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_WORDS = {word: value for value, word in enumerate(_UNITS)} | {word: 10 * ten for ten, word in enumerate(_TENS, 2)}
_WORDS |= {"zero": 0, "a": 1, "an": 1}
_SCALES = {"dozen": 12, "hundred": 100, "thousand": 1000, "million": 1_000_000}
_SHARES = {
    "half": 50.0, "third": 33.3, "thirds": 33.3, "quarter": 25.0, "quarters": 25.0, "fifth": 20.0, "fifths": 20.0, "sixth": 16.7,
    "sixths": 16.7, "eighth": 12.5, "eighths": 12.5, "tenth": 10.0, "tenths": 10.0, "twentieth": 5.0,
}  # fmt: skip
_MANY = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "seven": 7, "nine": 9}

_FIGURES = r"(?:\d{1,3}(?:[, ]\d{3})+|\d+)(?:\.\d+)?"
_WORD = rf"(?:{'|'.join(sorted(_WORDS.keys() - {'a', 'an'}, key=len, reverse=True))})"
_SPOKEN = rf"{_WORD}(?:[- ]{_WORD})?"
# "12%", "12.5 per cent.", "nine percent", "30 p.c."
_PERCENT = re.compile(
    rf"(?P<figures>{_FIGURES})\s*(?:%|per\s*cent|percent|p\.?c\.)|\b(?P<spoken>{_SPOKEN})\s+(?:per\s*cent|percent)", re.I
)
# "by a quarter", "two thirds", "one-third", "half of"
_SHARE = re.compile(
    rf"\b(?P<many>{'|'.join(_MANY)})[ -](?P<share>{'|'.join(_SHARES)})\b|\b(?P<half>half|halve[ds]?|halving)\b", re.I
)
# "one in ten", "seven out of every ten", "1 in 20"; what is counted after it ("four in two wards") makes it no share.
_IN = re.compile(
    rf"\b(?P<part>{_WORD}|\d{{1,3}})\s+(?:in|out\s+of)\s+(?:every\s+)?(?P<whole>two|three|four|five|six|eight|ten|twenty|a\s+hundred"
    r"|2|3|4|5|6|8|10|20|50|100|1,?000)\b(?!\s*(?:%|per\s?cent|years?|months?|weeks?|days?|hours?|wards?|areas?|schools?|minutes?))",
    re.I,
)
_DOUBLE = re.compile(r"\b(?:double[ds]?|doubling|(?P<treble>treble[ds]?|trebling|triple[ds]?|tripling))\b", re.I)

# What holds figures but is no plain number: years and their spans, dates, percentages, numbered names.
_NOT_PLAIN = re.compile(
    rf"""
      \b(?:19|20)\d\d\s*[-–—/]\s*(?:\d{{4}}|\d{{1,2}})\b            # 2005/06, 2005-2008
    | \b\d{{2}}\s*/\s*\d{{2}}\b                                      # 07/08
    | \b\d{{1,2}}[./]\d{{1,2}}[./]\d{{2,4}}\b                        # 31/03/2008
    | \b\d{{1,2}}(?:st|nd|rd|th)\b
    | \b(?:\d{{1,2}}\s+)?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s+(?:\d{{4}}|\d{{2}})\b
    | (?<![\d,.£])(?:19|20)\d\d\b(?!\s*(?:offences|crimes|incidents|people|reports|households|victims))(?![,.]\d)
    | {_FIGURES}\s*(?:%|per\s*cent|percent)
    | \b(?:N[IL]|PSA|LPSA|BVPI|BV|Q|SO|SPI|LAA)\s?\d+[a-z]?\b
    | \b(?:year|quarter|phase|stage|ward|target)\s+\d+\b
    """,
    re.I | re.X,
)  # fmt: skip
_PLAIN = re.compile(rf"(?<![\w.,])[-−–]?£?(?P<number>{_FIGURES})(?P<scale>\s?(?:million|m|k|thousand)\b)?")
_SCALE_VALUES = {"million": 1_000_000, "m": 1_000_000, "k": 1000, "thousand": 1000}


def _figures(text: str) -> float:
    return float(re.sub(r"[, ]", "", text))


def read_count(word: str) -> int | None:
    """A whole number in figures or words: "five", "5", "twenty-one", "a dozen", "1,458". None for anything else."""
    text = word.strip().casefold().rstrip(".:;,")
    if re.fullmatch(r"\d{1,3}(?:,\d{3})+|\d+", text):
        return int(text.replace(",", ""))
    parts = [part for part in re.split(r"[\s-]+", text) if part != "and"]
    if not parts or parts in (["a"], ["an"]):
        return None
    total = current = 0
    for part in parts:
        if part in _WORDS:
            current += _WORDS[part]
        elif part in _SCALES:
            current = (current or 1) * _SCALES[part]
            if _SCALES[part] >= 1000:
                total, current = total + current, 0
        else:
            return None
    return total + current


def read_percent(text: str) -> float | None:
    """The first percentage or share in ``text``, unsigned: "by 12%" is 12.0, "nine per cent" 9.0, "a quarter" 25.0.

    "Halve" is 50.0, a third is 33.3, "one in ten" 10.0, "double" 100.0, "treble" 200.0. None where the text holds none.
    """
    found = [match for pattern in (_PERCENT, _SHARE, _IN, _DOUBLE) if (match := pattern.search(text))]
    if not found:
        return None
    match = min(found, key=lambda one: one.start())
    if match.re is _DOUBLE:
        return 200.0 if match["treble"] else 100.0
    if match.re is _IN:
        part, whole = read_count(match["part"]), read_count(match["whole"].replace("a hundred", "hundred").replace(",", ""))
        return None if part is None or not whole or part > whole else round(100.0 * part / whole, 1)
    if match.re is _PERCENT:
        if match["figures"]:
            return _figures(match["figures"])
        count = read_count(match["spoken"])
        return None if count is None else float(count)
    if match["half"]:
        return 50.0
    many = _MANY[match["many"].casefold()]
    value = _SHARES[match["share"].casefold()] * many
    return 66.7 if many == 2 and match["share"].casefold() == "thirds" else round(value, 1)


def read_number(text: str) -> float | None:
    """The first plain number in a cell: "705 offences" is 705.0, "1,458 (07/08)" 1458.0, "£1.2 million" 1200000.0.

    Years, spans of years, dates, percentages and numbered names ("NI 15", "Q3") are not plain numbers. None where there is none.
    """
    bare = text.strip()
    if re.fullmatch(r"\d+", bare):
        # A cell that holds nothing but a number of four figures like 2004 cannot be told from a year, and is taken for one.
        return None if re.fullmatch(r"(?:19|20)\d\d", bare) else float(bare)
    hidden = _NOT_PLAIN.sub(lambda match: "\x00" * len(match.group()), text)
    match = _PLAIN.search(hidden)
    if match is None:
        return None
    scale = (match["scale"] or "").strip().casefold()
    return _figures(match["number"]) * _SCALE_VALUES.get(scale, 1)


def page_ranges(numbers: Sequence[int]) -> str:
    """Rising page numbers as they are written: "1-3, 7"."""
    parts = []
    for _, group in groupby(enumerate(numbers), lambda pair: pair[1] - pair[0]):
        run = [number for _, number in group]
        parts.append(str(run[0]) if len(run) == 1 else f"{run[0]}-{run[-1]}")
    return ", ".join(parts)
