"""Database -> gaps: where each area's plan speaks of a theme, or the reason why it seems not to; and which plans are held."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from extractor.errors import InputError
from extractor.grammar.periods import find_periods
from extractor.report.compare import default_period
from extractor.report.forms import FIRST_FORM, names_of_forms
from extractor.report.reading import as_list, rows
from extractor.report.words import in_years

Reason = Literal[
    "stated as a priority",
    "only under another priority",
    "only in commentary or measures",
    "only in other text of the plan",
    "only in quoted national text",
    "page unreadable or unread",
    "not in the plan",
    "paper not held",
]
Status = Literal["current", "draft only", "could not be read", "other years only", "missing"]
REASONS: tuple[Reason, ...] = get_args(Reason)
"""From what a plan says most plainly to what is not known of it."""
STATED = REASONS[0]


@dataclass(frozen=True, slots=True)
class Gap:
    """One theme (or heading of themes) of one area in one period. ``quote`` is the plan's own words, where it has any.

    ``under`` is the title under which the words stand, ``whose`` says of quoted words whose they are (national, other-body,
    previous). ``priorities`` counts those found in all of its ``plans``: 0 says that none was found in what is held.
    ``unread`` warns that something of the plan was not read; ``same_years`` is false where the plans held are of other years that
    overlap, None where none is held.
    """

    area: str
    start: int
    end: int
    heading: str
    theme: str
    reason: Reason
    quote: str | None
    under: str | None
    whose: str | None
    page: int | None
    plans: int
    priorities: int
    same_years: bool | None
    unread: bool
    paper: str | None
    finding: str | None

    @property
    def years(self) -> str:
        return in_years(self.start, self.end)


@dataclass(frozen=True, slots=True)
class Shared:
    """A heading with the areas that state it as a priority, and the gap of each of the others."""

    heading: str
    stated: tuple[str, ...]
    others: tuple[Gap, ...]


@dataclass(frozen=True, slots=True)
class CellHeld:
    """What is held of an area's plan for a period. ``expected`` says how that is known: held, listed, in the manifest, inferred."""

    area: str
    start: int
    end: int
    status: Status
    expected: str
    because: str | None
    superseded: int
    files: tuple[str, ...]
    forms: tuple[tuple[str, ...], ...] = ()
    """For each file what its paper is held as ("PDF", "Word") where it is held in several forms."""

    @property
    def years(self) -> str:
        return in_years(self.start, self.end)


def gaps(connection: sqlite3.Connection, areas: Sequence[str], start: int, end: int) -> tuple[Gap, ...]:
    """The gaps of some areas in one period, theme by theme in the order of the list, within a theme in the order of ``areas``.

    The period must be one for which the database holds or expects some plan; of any other there are no rows.
    """
    query = """
        SELECT gaps.* FROM gaps
        WHERE area IN (SELECT value FROM json_each(?)) AND period_start = ? AND period_end = ?
    """
    codes = rows(connection, "SELECT code FROM themes ORDER BY position, code")
    order = {str(found["code"]): number for number, found in enumerate(codes)}
    places = {area: number for number, area in enumerate(areas)}
    found = [_gap(row) for row in rows(connection, query, [as_list(areas), start, end])]
    return tuple(sorted(found, key=lambda gap: (order[gap.theme], places[gap.area])))


def gaps_by_heading(connection: sqlite3.Connection, areas: Sequence[str], start: int, end: int) -> tuple[Gap, ...]:
    """The same by heading of themes: of each heading's themes the one that its plan says most of."""
    best: dict[tuple[str, str], Gap] = {}
    for gap in gaps(connection, areas, start, end):
        held = best.get((gap.heading, gap.area))
        if held is None or REASONS.index(gap.reason) < REASONS.index(held.reason):
            best[gap.heading, gap.area] = gap
    return tuple(best.values())


def shared(connection: sqlite3.Connection, areas: Sequence[str], start: int, end: int) -> tuple[Shared, ...]:
    """Headings by how many of the areas state them as a priority, most first; those that none states are left out."""
    by_heading: dict[str, list[Gap]] = {}
    for gap in gaps_by_heading(connection, areas, start, end):
        by_heading.setdefault(gap.heading, []).append(gap)
    made = [
        Shared(
            heading,
            tuple(gap.area for gap in found if gap.reason == STATED),
            tuple(gap for gap in found if gap.reason != STATED),
        )
        for heading, found in by_heading.items()
    ]
    return tuple(sorted((one for one in made if one.stated), key=lambda one: -len(one.stated)))


def expected_and_held(connection: sqlite3.Connection, areas: Sequence[str] = ()) -> tuple[CellHeld, ...]:
    """Every area and period with a plan held or expected, by area and years; only those of ``areas`` where some are given."""
    query = "SELECT * FROM expected_and_held WHERE ? = '[]' OR area IN (SELECT value FROM json_each(?))"
    once = f"SELECT file, min(id) FROM papers WHERE {FIRST_FORM.format('papers.id')} GROUP BY file HAVING count(*) = 1"
    papers = {str(row[0]): str(row[1]) for row in rows(connection, once)}
    held = [(row, tuple(filter(None, (row["files"] or "").split("; ")))) for row in rows(connection, query, [as_list(areas)] * 2)]
    forms = names_of_forms(connection, [papers[file] for _, files in held for file in files if file in papers])
    return tuple(
        CellHeld(
            row["area"],
            row["period_start"],
            row["period_end"],
            row["status"],
            row["expected"],
            row["because"],
            row["superseded"],
            files,
            tuple(forms.get(papers.get(file, ""), ()) for file in files),
        )
        for row, files in held
    )


def _gap(row: sqlite3.Row) -> Gap:
    return Gap(
        row["area"],
        row["period_start"],
        row["period_end"],
        row["heading"],
        row["theme"],
        row["reason"],
        row["quote"],
        row["under"],
        row["whose"],
        row["page"],
        row["plans"],
        row["priorities"],
        None if row["same_years"] is None else bool(row["same_years"]),
        bool(row["unread"]),
        row["paper_id"],
        row["finding_id"],
    )


def areas_named(connection: sqlite3.Connection, names: Sequence[str]) -> tuple[str, ...]:
    """The areas that are meant by names in any case, each once: those with a plan held, expected or unread.

    Raises InputError for a name that is none of them, for a gap of an area that nobody knows would say nothing.
    """
    query = "SELECT name FROM areas UNION SELECT area FROM expected_papers UNION SELECT area FROM unread WHERE area IS NOT NULL"
    known = {str(found[0]).casefold(): str(found[0]) for found in rows(connection, query)}
    for name in names:
        if name.casefold() not in known:
            raise InputError(f"no plan of {name} is held or expected: 'extractor gaps --held' lists the areas")
    return tuple(dict.fromkeys(known[name.casefold()] for name in names))


def asked_period(connection: sqlite3.Connection, areas: Sequence[str], years: str | None) -> tuple[int, int]:
    """The first and last year of a period as a person writes it ("2011-14"), or of the one that most of the areas have a plan for.

    Raises InputError for words without years, and where the database holds no plan with years.
    """
    if years is not None:
        spans = find_periods(years, singles=True)
        if not spans:
            raise InputError(f"{years!r} is no period: write it as 2011-14")
        return spans[0].first_year, spans[0].last_year
    period = default_period(connection, areas)
    if period is None:
        raise InputError("no plan of these areas is held: check the names with 'extractor gaps --held'")
    return period
