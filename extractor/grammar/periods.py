"""Spans of years as plans print them: "2008/11" is 2008 to 2011, "April 2014 to March 2017" is 2014 to 2017."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from extractor.grammar.dates import find_dates
from extractor.grammar.gated import Gated

YEAR = r"(?:19[89]\d|20[0-6]\d)"
MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?"
    r"|dec(?:ember)?)"
)
_DAY = r"(?:\d{1,2}(?:st|nd|rd|th)?\s+)"
_JOIN = r"(?:\s*[-–—‑−/]\s*|\s+(?:to|until|till|and)\s+(?:the\s+end\s+of\s+)?)"
_SPAN = re.compile(
    rf"""
    (?<![\w£.,/])                                             # no figure, money or decimal runs into it
    (?P<between>between\s+)?
    (?P<from>{_DAY}?{MONTH}\s+)?(?P<first>{YEAR})
    (?P<join>{_JOIN})
    (?P<until>{_DAY}?{MONTH}\s+)?(?P<last>{YEAR}|\d\d?)
    (?![\w%£]|[.,/]\d|-\d|\s*(?:per\s?cent|percent|offences|crimes|incidents))
    """,
    re.I | re.X,
)
# "07/08", "07-08" in brackets or after "for": a year of two figures, read only when asked for.
_SHORT = re.compile(r"(?<![\w£.,/-])(?P<first>\d\d)\s*[/–-]\s*(?P<last>\d\d)(?![\w/%-]|[.,]\d)")
_ANY_YEAR = Gated(YEAR)
_SINGLE = re.compile(rf"(?<![\w£.,/-])(?P<year>{YEAR})(?![\w/%-]|[.,]\d)")
# "the Crime and Disorder Act 1998", "Regulations 2007": the year belongs to the statute's name.
_STATUTE = re.compile(r"\b(?:act|bill|order|regulations|rules|measure)\s+(?:of\s+)?$", re.I)
# A page range, a version, or the second group of a telephone number stands there.
_PAGES = re.compile(r"\b0\d{2,4}\)?\s+$|\b(?:(?<!\ba )pages?|pp?|paragraphs?|no|nos|ref|version|v|tel|telephone)\.?:?\s*$", re.I)
_LONGEST = 30
"""No plan looks further ahead than a generation; wider spans are something else (a life, a building, a page range)."""


@dataclass(frozen=True, slots=True)
class PeriodSpan:
    """A printed span of years: ``text[start:end]`` of the text that was read, first and last calendar year."""

    start: int
    end: int
    first_year: int
    last_year: int


def _last_year(first: int, printed: str) -> int | None:
    """The full last year of "2005-8", "2008/11", "1998-99", "1999-00"; None where it would lie before the first."""
    if len(printed) == 4:
        last = int(printed)
    else:
        size = 10 ** len(printed)
        last = first - first % size + int(printed)
        if last < first and len(printed) == 2:
            last += size
    return last if first < last <= first + _LONGEST else None


def _out_of_place(text: str, start: int) -> bool:
    before = text[:start]
    return bool(_STATUTE.search(before) or _PAGES.search(before))


def find_periods(text: str, *, singles: bool = False, short: bool = False) -> tuple[PeriodSpan, ...]:
    """The spans of years in ``text``, in order of place.

    A span needs a first year of four figures ("2005-8", "2008/11", "April 2014 to March 2017"). ``singles`` also takes a year that
    stands alone ("2009": 2009 to 2009), ``short`` also takes "07/08". Years of statutes ("Act 1998"), of full dates, money,
    telephone numbers and page ranges are not taken.
    """
    return _find_periods(text, singles, short) if short or _ANY_YEAR.may_match(text) else ()


@lru_cache(maxsize=2048)
def _find_periods(text: str, singles: bool, short: bool) -> tuple[PeriodSpan, ...]:
    """Kept, because a paper's title, its plans and their years are each looked for in the same blocks."""
    if not (short or _ANY_YEAR.pattern.search(text)):
        return ()
    dates = find_dates(text)
    found: list[PeriodSpan] = []

    def take(start: int, end: int, first: int, last: int) -> None:
        if not any(span.start < end and start < span.end for span in found):
            found.append(PeriodSpan(start, end, first, last))

    def inside_date(start: int, end: int) -> bool:
        return any(span.start < end and start < span.end for span in dates)

    for match in _SPAN.finditer(text):
        join = match["join"].strip().casefold()
        whole_dates = bool(match["from"] and match["until"])
        last = _last_year(int(match["first"]), match["last"])
        # "2009 and 2010" names two years; only "between 2009 and 2010" is a span.
        if (
            last is None
            or (join.startswith("and") and not match["between"])
            or (len(match["last"]) < 3 and join[:1].isalpha() and match["until"])
        ):
            continue
        if len(match["last"]) == 1 and join not in {"-", "–", "/"}:
            continue
        if _out_of_place(text, match.start()) or (inside_date(match.start("first"), match.end("last")) and not whole_dates):
            continue
        take(match.start("from") if match["from"] else match.start("first"), match.end("last"), int(match["first"]), last)
    if short:
        for match in _SHORT.finditer(text):
            first = 2000 + int(match["first"])
            if int(match["last"]) == (first + 1) % 100 and not inside_date(match.start(), match.end()):
                take(match.start(), match.end(), first, first + 1)
    if singles:
        for match in _SINGLE.finditer(text):
            if not _out_of_place(text, match.start()) and not inside_date(match.start(), match.end()):
                take(match.start(), match.end(), int(match["year"]), int(match["year"]))
    return _joined(sorted(found, key=lambda span: span.start), text)


def _joined(spans: list[PeriodSpan], text: str) -> tuple[PeriodSpan, ...]:
    """ "2010/11 to 2012/13" names the first and the last of several years: one span."""
    kept: list[PeriodSpan] = []
    for span in spans:
        last = kept[-1] if kept else None
        if (
            last is not None
            and last.last_year == last.first_year + 1
            and span.last_year == span.first_year + 1
            and 0 < span.first_year - last.first_year < _LONGEST
            and re.fullmatch(r"\s*(?:to|until|[-–—])\s*", text[last.end : span.start])
        ):
            kept[-1] = PeriodSpan(last.start, span.end, last.first_year, span.last_year)
        else:
            kept.append(span)
    return tuple(kept)
