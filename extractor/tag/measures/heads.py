"""What the head of a column means in a table of measures, and what columns headed by years mean beside the others."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from extractor.codebook import Codebook
from extractor.grammar.periods import MONTH, find_periods
from extractor.model import Block
from extractor.tag.tables import Row, Table

YEARS = re.compile(
    r"\(?\b(?:(?:by|for|in|to|at)\s+)?(?:(?:the\s+)?end\s+of\s+(?:the\s+)?)?(?:\d{1,2}(?:st|nd|rd|th)?\s+)?"
    rf"(?:{MONTH},?\s+)?(?:(?:19|20)\d\d\s*(?:[/–-]\s*(?:20)?\d\d)?|\d\d\s*/\s*\d\d)\b\)?",
    re.I,
)
DATE_ONLY = re.compile(
    rf"\s*(?:by\s+)?(?:\d{{1,2}}\w*\s+)?(?:{MONTH}|Q\d|quarter|autumn|spring|summer|winter)?[\s/.-]*(?:19|20)?\d\d(?:[/–-]\d+)?\s*$",
    re.I,
)
_RESULTS = re.compile(r"\b(?:performance|progress|results?|achiev\w+|outturns?|review|trends?|recorded)\b", re.I)
LETTERS = re.compile(r"[A-Za-z]{3}")


@dataclass(frozen=True, slots=True)
class Column:
    """What one column holds: its meaning, the year its head names, and whether its target is the next one, not one already past."""

    meaning: str
    year: str | None = None
    following: bool = False
    entry: str | None = None
    role: str | None = None


def meaning_of(head: tuple[str, ...], codebook: Codebook) -> Column | None:
    """What a column's head means: the lowest row that means something decides, the rows above it are asked next.

    A head that is nothing but a year means ``year``; "By 2008" is a target.
    """
    years = [match for words in reversed(head) if (match := YEARS.search(words)) is not None]
    year = years[0].group().strip("() ") if years else None
    for depth in range(len(head) - 1, -1, -1):
        words = head[depth]
        bare = " ".join(YEARS.sub(" ", words).replace("()", " ").split())
        for hit in sorted(codebook.find("measures", bare or words, "column"), key=lambda hit: (hit.start - hit.end, hit.entry.id)):
            if hit.entry["role"] == "dated" and year is None:
                # "Figure" alone may be one of any year; "2011/12 figure" is where things stood.
                continue
            if hit.entry["role"] == "step":
                year = words
            following = hit.entry["role"] == "next" or any(re.search(r"\b(?:next|future)\b", above, re.I) for above in head)
            role = str(hit.entry["role"]) if hit.entry["role"] else None
            return Column(str(hit.entry["column"]), year, following, hit.entry.id, role)
    if year is not None and not re.search(r"[A-Za-z]{3}", YEARS.sub(" ", head[-1] if head else "")):
        return Column("target" if re.match(r"(?:by|to)\b", year, re.I) else "year", year)
    return None


def by_year(
    columns: tuple[Column | None, ...],
    table: Table,
    depth: int,
    codebook: Codebook,
    *,
    years: tuple[int, int] | None = None,
    announced: bool = False,
) -> tuple[Column | None, ...]:
    """The columns with those that are headed by years, or by "From" and "To", given what they mean beside the others.

    Beside a target the latest year before it is the baseline. Two years alone are a baseline and a target only in a table that says
    it holds targets, or where the plan ends with the later: elsewhere they are results.
    """
    found = list(columns)
    body = [row for row in table.body(depth) if row.banner is None]

    def worded(place: int) -> bool:
        return 2 * sum(bool(LETTERS.search(row.text(place))) for row in body) > len(body)

    dated = [place for place, column in enumerate(found) if column is not None and column.meaning == "year" and not worded(place)]
    opening = [place for place, column in enumerate(found) if column is not None and column.role == "from" and not worded(place)]
    if len(dated) == 1 and opening and opening[0] < dated[0] and not any(column and column.meaning == "target" for column in found):
        # "Now | 2014": a year beside what is now is a year to come.
        found[opening[0]] = Column("baseline", _year(found[opening[0]]))
        found[dated[0]] = Column("target", _year(found[dated[0]]))
    for place, column in enumerate(found):
        if column is not None and column.entry == "measure.column.dated-target" and worded(place):
            # "Aims for 2008-11" over words names what is aimed at.
            found[place] = Column("objective", column.year)
    moved = {column.role for column in found if column is not None}
    for place, column in enumerate(found):
        # "From" and "To" are the ends of a period, a journey or a measure: only numbers in both make it one.
        if column is not None and column.role in {"from", "to"} and not ({"from", "to"} <= moved and not worded(place)):
            finish = column.role == "to" and _mostly(DATE_ONLY, body, place)
            found[place] = Column("timescale") if finish else None
        elif column is not None and column.role == "milestone" and not worded(place) and not _mostly(DATE_ONLY, body, place):
            # A milestone that is a figure is a target on the way to the last.
            found[place] = Column("target", column.year, entry=column.entry, role=column.role)
    if found and found[0] is not None and found[0].year is not None and found[0].meaning in {"target", "year"} and worded(0):
        # "By March 2023": what is to be by then, in words; its year is that of every row.
        found[0] = Column("objective", found[0].year)
    meanings = [column.meaning if column is not None else None for column in found]
    targets = any(re.search(r"\btargets?\b", words, re.I) for head in table.column_heads(depth) for words in head)
    targets = (
        targets or table.place.role == "measures" or (bool(table.place.path) and _is_of_targets(table.place.path[-1], codebook))
    )
    first = next((place for place, meaning in enumerate(meanings) if meaning != "reference"), 0)
    if (
        "objective" not in meanings
        and meanings
        and meanings[first] == "target"
        and worded(first)
        and len(set(meanings) - {None}) > 1
    ):
        # "Target | 2003/04 | 2007/08", "Ref | Target | Baseline | Target by 2016": the first of them names what is aimed at.
        found[first] = Column("objective")
        meanings[first] = "objective"
    ends = [_first_year(found[place]) for place in dated]
    if (
        years is not None
        and len(dated) == 2
        and years[1] - years[0] > 1
        and ends[0] <= years[0]
        and ends[1] in {years[1], years[1] - 1}
    ):
        results = bool(table.place.path) and _RESULTS.search(table.place.path[-1].text) is not None
        money = any("£" in row.text(place) for row in body for place in range(table.width))
        targets = targets or not (results or money)
    targets = targets or announced
    years_at = [place for place, meaning in enumerate(meanings) if meaning == "year" and not worded(place)]
    years_at.sort(key=lambda place: (_first_year(found[place]), place))
    if "baseline" in meanings and any(column is not None and column.role == "step" for column in found):
        targets = True
    if "target" in meanings:
        first = meanings.index("target")
        aimed = _first_year(found[first])
        past = [place for place in years_at if place < first and (aimed == 0 or _first_year(found[place]) < aimed)]
        if past and not {"baseline", "current"} & set(meanings):
            found[past[-1]] = Column("baseline", _year(found[past[-1]]))
        for place in range(first + 1, len(found)):
            # "Target 2009/10 | 2010/11": one word over the years side by side, each later than the one before it.
            if place not in years_at or not 0 < aimed < _first_year(found[place]):
                break
            aimed = _first_year(found[place])
            found[place] = Column("target", _year(found[place]))
    elif targets and len(years_at) > 1 - ("baseline" in meanings or "current" in meanings):
        last = years_at.pop()
        found[last] = Column("target", _year(found[last]))
        if years_at and "baseline" not in meanings:
            found[years_at[0]] = Column("baseline", _year(found[years_at[0]]))
    return tuple(column if column is None or column.meaning != "year" else None for column in found)


def _mostly(pattern: re.Pattern[str], body: Sequence[Row], place: int) -> bool:
    """Whether more than half of the filled cells of a column are whole matches of ``pattern``."""
    cells = [row.text(place) for row in body if row.text(place)]
    return bool(cells) and 2 * sum(pattern.match(cell) is not None for cell in cells) > len(cells)


def _is_of_targets(heading: Block, codebook: Codebook) -> bool:
    return bool(re.search(r"\btargets\b", heading.text, re.I)) or bool(codebook.find("measures", heading.text, "role", "heading"))


def _year(column: Column | None) -> str | None:
    return column.year if column is not None else None


def _first_year(column: Column | None) -> int:
    printed = _year(column) or ""
    if column is not None and column.role == "step":
        # The years of a plan come after all that its heads name by their numbers, in the order in which they stand.
        return 9999
    spans = find_periods(printed, singles=True, short=True)
    if not spans and (single := re.search(r"(?:19|20)\d\d", printed)) is not None:
        # The year of a full date: "31 March 2016".
        return int(single.group())
    return spans[0].first_year if spans else 0
