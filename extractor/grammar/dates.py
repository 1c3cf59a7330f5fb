"""Dates as British papers print them: "26th May 2011", "Tuesday, 30th October, 2007", "13/07/2021" (day first)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from extractor.grammar.gated import Gated

_MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december")
_MONTH = "|".join([*_MONTHS, *(month[:3] for month in _MONTHS if month != "may"), "sept"])
_DAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+(?:the\s+)?)?"
_DATES = (
    # "26th May 2011", "Wednesday, 2nd March, 2005", "the 3rd of June 2009", "11 APRIL 2018"
    Gated(
        rf"(?<![\w/.-]){_DAY}(?P<day>\d{{1,2}})\s?(?:st|nd|rd|th)?,?\s+(?:day\s+of\s+|of\s+)?(?P<month>{_MONTH})\b\.?,?\s+(?P<year>(?:19|20)\d\d)(?![\w/])",
        re.I,
    ),
    # "May 26th, 2011", "March 2, 2005"
    Gated(
        rf"(?<![\w/.-]){_DAY}(?P<month>{_MONTH})\.?\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,\s*(?P<year>(?:19|20)\d\d)(?![\w/])", re.I
    ),
    # "13/07/2021", "14.03.2006", "14-03-06"
    Gated(r"(?<![\w/.,-])(?P<day>\d{1,2})(?P<mark>[/.-])(?P<month>\d{1,2})(?P=mark)(?P<year>(?:19|20)\d\d|\d\d)(?![\w/-]|\.\d)"),
    # "2021-07-13"
    Gated(r"(?<![\w/.,-])(?P<year>(?:19|20)\d\d)-(?P<month>\d\d)-(?P<day>\d\d)(?![\w/-])"),
)
# Without one of these no pattern matches: one quick look spares most texts four slow ones.
_MAY_BE = re.compile(r"(?:19|20)\d\d|\d[/.-]\d")


@dataclass(frozen=True, slots=True)
class DateSpan:
    """A printed date: ``text[start:end]`` of the text that was read, and its ISO form (YYYY-MM-DD)."""

    start: int
    end: int
    iso: str


def _month(printed: str) -> int:
    if printed.isdigit():
        return int(printed)
    return next(number for number, name in enumerate(_MONTHS, 1) if name.startswith(printed.casefold()[:3]))


def _year(printed: str) -> int:
    # Plans began in 1998; a year of two figures belongs to the twentieth century only from 90 on.
    year = int(printed)
    return year if year > 99 else 1900 + year if year >= 90 else 2000 + year


def find_dates(text: str) -> tuple[DateSpan, ...]:
    """The full dates in ``text``, in order. Days that no calendar has ("31/02/2008") and months without a day are not taken."""
    if not _MAY_BE.search(text):
        return ()
    found: list[DateSpan] = []
    for pattern in _DATES:
        for match in pattern.finditer(text):
            # Versions ("1.2.10") look like dates with two-figure years.
            if match.groupdict().get("mark") == "." and len(match["year"]) == 2 and len(match["month"]) < 2:
                continue
            try:
                iso = date(_year(match["year"]), _month(match["month"]), int(match["day"])).isoformat()
            except ValueError:
                continue
            if not any(span.start < match.end() and match.start() < span.end for span in found):
                found.append(DateSpan(match.start(), match.end(), iso))
    return tuple(sorted(found, key=lambda span: span.start))
