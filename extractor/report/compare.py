"""Database -> comparison: theme headings down, areas across, each cell the plan's own words or the reason why it has none."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from extractor.report.forms import names_of_forms
from extractor.report.held import PlanHeld, plans_of
from extractor.report.levels import levels
from extractor.report.reading import as_list, row, rows
from extractor.report.words import capital, in_list, in_number, in_years

MOST_AREAS = 40
"""Areas that one comparison may hold."""
DEFAULT_AREAS = 4
NO_THEME = "Theme not decided"
"""Heading of priorities that no theme was found for: shown, so that nothing a plan says is lost."""

_NAMED = 3
"""Areas that the summary names one by one."""

_LOCAL = "coalesce(areas.code NOT GLOB 'K*' AND areas.code NOT GLOB '?92*', 1)"
"""SQL: whether an area is not a nation or several (GSS codes K..., E92..., W92...); those are no borough's neighbour."""

Gap = Literal["not in this plan", "no paper held for this period"]


@dataclass(frozen=True, slots=True)
class Entry:
    """One priority in a cell: the plan's own words, and which of the row's themes brought it here."""

    id: str
    title: str
    detail: str | None
    label: str | None
    kind: str
    parent: str | None
    themes: tuple[str, ...]
    years: str
    page: int | None
    plan: str
    papers: int = 1
    """How many papers state it in the same words; it stands once, and opens in the first of them."""
    level: str = ""
    """At which level the plan states it ("objective", "yearly priority"), "" for what it states as a priority and no more."""


@dataclass(frozen=True, slots=True)
class Cell:
    """``own`` are priorities by their titles; ``also`` are mentions in another priority's text, or under it. ``gap`` says why
    a cell without own priorities has none."""

    area: str
    own: tuple[Entry, ...]
    also: tuple[Entry, ...]
    gap: Gap | None


@dataclass(frozen=True, slots=True)
class ThemeRow:
    """A theme heading across all areas; ``shared`` counts the areas that name it in a priority's title."""

    heading: str
    cells: tuple[Cell, ...]
    shared: int
    mentioned: int
    catch_all: bool = False
    """A row of leftovers ("Other"): two areas in it need have nothing in common, so it counts as shared by none."""

    @property
    def themes(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """What the heading holds here: each theme that a priority's title names, with the areas that do, most areas first."""
        named: dict[str, list[str]] = {}
        for cell in self.cells:
            for theme in dict.fromkeys(theme for entry in cell.own for theme in entry.themes):
                named.setdefault(theme, []).append(cell.area)
        return tuple((theme, tuple(named[theme])) for theme in sorted(named, key=lambda theme: (-len(named[theme]), theme)))


@dataclass(frozen=True, slots=True)
class SharedBy:
    """Rows that ``count`` areas name, each with a word on who does, or who does not, where not all do."""

    count: int
    label: str
    rows: tuple[tuple[ThemeRow, str], ...]


@dataclass(frozen=True, slots=True)
class Column:
    """An area with the plans that stand for it: those of just the years asked for or, where there are none, those that overlap."""

    area: str
    plans: tuple[PlanHeld, ...]
    exact: bool
    elsewhere: tuple[str, ...]
    """Periods of the area's other plans, as written."""
    fit: str = ""
    """What to say of plans that are not of just the years asked for, "" for those that are."""

    @property
    def years(self) -> tuple[str, ...]:
        """Periods of the plans that stand for the area, each once."""
        return tuple(dict.fromkeys(plan.years for plan in self.plans))


@dataclass(frozen=True, slots=True)
class PaperUsed:
    id: str
    title: str
    file: str
    date: str | None
    areas: tuple[str, ...]
    rules_hash: str
    forms: tuple[str, ...] = ()
    """What it is held as ("PDF", "Word") where it is held in several forms."""


@dataclass(frozen=True, slots=True)
class Comparison:
    start: int | None
    end: int | None
    columns: tuple[Column, ...]
    rows: tuple[ThemeRow, ...]
    papers: tuple[PaperUsed, ...]
    elsewhere: tuple[str, ...]
    """Theme headings that none of these plans names."""

    @property
    def years(self) -> str:
        return in_years(self.start, self.end)

    @property
    def held(self) -> int:
        """Areas with a plan for the period."""
        return sum(bool(column.plans) for column in self.columns)

    @property
    def merged(self) -> bool:
        """Whether some priority stands for the same words in several papers."""
        return any(entry.papers > 1 for row in self.rows for cell in row.cells for entry in (*cell.own, *cell.also))

    @property
    def levelled(self) -> bool:
        """Whether some priority stands with its level."""
        return any(entry.level for row in self.rows for cell in row.cells for entry in cell.own)

    @property
    def rules(self) -> tuple[str, ...]:
        """Hashes of the rules that the papers were read with: more than one where some were read with older rules."""
        return tuple(sorted({paper.rules_hash for paper in self.papers}))

    @property
    def summary(self) -> tuple[SharedBy, ...]:
        """Headings by the number of areas that share them, from all down to one."""
        made = []
        for count in range(self.held, 0, -1):
            found = tuple(row for row in self.rows if row.shared == count)
            if found or count == self.held:
                made.append(SharedBy(count, self._label(count), tuple((row, self._aside(row)) for row in found)))
        return tuple(made)

    def _label(self, count: int) -> str:
        if self.held == 1:
            return next(column.area for column in self.columns if column.plans)
        if count == self.held:
            return "Both" if count == 2 else f"All {in_number(count)}"
        return "One only" if count == 1 else f"{capital(in_number(count))} of {in_number(self.held)}"

    def _aside(self, row: ThemeRow) -> str:
        """Who names a heading that not all name, said the shorter way."""
        own = [cell.area for cell in row.cells if cell.own]
        others = [cell.area for cell in row.cells if not cell.own and cell.gap == "not in this plan"]
        if not others or min(len(own), len(others)) > _NAMED:
            return ""
        return in_list(own) if len(own) <= len(others) else f"not {in_list(others, last='or')}"


def default_period(connection: sqlite3.Connection, areas: Sequence[str] = ()) -> tuple[int, int] | None:
    """The period with a plan of most areas (of those given, where some are). Of two with as many, the one that a single paper
    covers for more of them, then the later."""
    query = f"""
        SELECT period_start, period_end, max(together) AS joint, count(DISTINCT CASE WHEN {_LOCAL} THEN area END) AS local
        FROM (
            SELECT period_start, period_end, area, count(*) OVER (PARTITION BY paper, period_start, period_end) AS together
            FROM plans JOIN plan_areas ON plan_areas.plan = plans.id
            WHERE period_start IS NOT NULL AND period_end IS NOT NULL
              AND (? = '[]' OR area IN (SELECT value FROM json_each(?)))
        ) JOIN areas ON areas.name = area
        GROUP BY period_start, period_end
        ORDER BY local DESC, joint DESC, period_end DESC, period_start DESC LIMIT 1
    """
    found = row(connection, query, [as_list(areas), as_list(areas)])
    return (found["period_start"], found["period_end"]) if found else None


def default_areas(connection: sqlite3.Connection, start: int, end: int, most: int = DEFAULT_AREAS) -> tuple[str, ...]:
    """Areas to begin with: those of the paper that holds most areas' plans for the period, then those with most other plans, then
    by name; nations last."""
    query = f"""
        SELECT area, max(together) AS together, (SELECT count(*) FROM plan_areas WHERE plan_areas.area = found.area) AS plans FROM (
            SELECT area, count(*) OVER (PARTITION BY paper) AS together
            FROM plans JOIN plan_areas ON plan_areas.plan = plans.id
            WHERE period_start = ? AND period_end = ?
        ) AS found JOIN areas ON areas.name = area
        GROUP BY area ORDER BY {_LOCAL} DESC, together DESC, plans DESC, area LIMIT ?
    """
    return tuple(sorted(found["area"] for found in rows(connection, query, [start, end, most])))


def known_areas(connection: sqlite3.Connection, areas: Iterable[str]) -> tuple[str, ...]:
    """Those of the names that the database knows, each once, in the order given."""
    asked = tuple(dict.fromkeys(areas))
    query = "SELECT name FROM areas WHERE name IN (SELECT value FROM json_each(?))"
    names = {found["name"] for found in rows(connection, query, [as_list(asked)])}
    return tuple(area for area in asked if area in names)[:MOST_AREAS]


def compare(connection: sqlite3.Connection, areas: Sequence[str], start: int, end: int) -> Comparison:
    """Sets the plans of some areas side by side for the years from ``start`` to ``end``.

    Counted are priorities of the plan's own; those it reports of other bodies, of last year or of the nation are not, unless a
    plan holds nothing else (a national plan). Rows that most areas share come first, then in the order of the theme list.
    """
    columns = tuple(_column(area, plans_of(connection, [area]), start, end) for area in areas)
    headings, catch_alls = _headings(connection)
    cells = {column.area: _entries(connection, column) for column in columns}
    made = []
    for heading in headings:
        across = tuple(_cell(column, *cells[column.area].get(heading, ((), ()))) for column in columns)
        mentioned = sum(bool(cell.own or cell.also) for cell in across)
        if mentioned:
            leftovers = heading in catch_alls
            shared = 0 if leftovers else sum(bool(cell.own) for cell in across)
            made.append(ThemeRow(heading, across, shared, mentioned, leftovers))
    made.sort(key=lambda row: (row.catch_all, -row.shared, -row.mentioned, headings[row.heading], row.heading))
    named = {found.heading for found in made}
    missing = [heading for heading in headings if heading not in named and heading not in catch_alls]
    return Comparison(start, end, columns, tuple(made), _papers(connection, columns), tuple(missing))


def _headings(connection: sqlite3.Connection) -> tuple[dict[str, int], set[str]]:
    """Headings with their places, in order, and which of them hold leftovers."""
    query = (
        "SELECT heading, min(position) AS place, max(code = 'other') AS other FROM themes GROUP BY heading ORDER BY place, heading"
    )
    found = rows(connection, query)
    headings = {str(row["heading"]): int(row["place"]) for row in found}
    return {**headings, NO_THEME: 10_000}, {NO_THEME, *(str(row["heading"]) for row in found if row["other"])}


def _column(area: str, plans: list[PlanHeld], start: int, end: int) -> Column:
    exact = tuple(plan for plan in plans if (plan.start, plan.end) == (start, end))
    used = exact or tuple(plan for plan in plans if overlaps(plan.start, plan.end, start, end))
    others = tuple(dict.fromkeys(plan.years for plan in plans if plan not in used))
    return Column(area, used, bool(exact), others, "" if exact else _fit(used, start, end))


def _fit(plans: Sequence[PlanHeld], start: int, end: int) -> str:
    """How the years of plans lie to those asked for."""
    held = [(plan.start, plan.end) for plan in plans if plan.start is not None and plan.end is not None]
    if not held:
        return ""
    if all(start <= first and last <= end for first, last in held):
        return "part of these years"
    return "a longer plan" if all(first <= start and end <= last for first, last in held) else "other years"


def overlaps(start: int | None, end: int | None, first: int, last: int) -> bool:
    """Whether two periods share time. "2008–11" and "2011–14" only meet, in the spring of 2011, and do not."""
    if start is None or end is None:
        return False
    if start == end or first == last:
        return start <= last and end >= first
    return start < last and end > first


def _entries(connection: sqlite3.Connection, column: Column) -> dict[str, tuple[tuple[Entry, ...], tuple[Entry, ...]]]:
    """heading -> (own, also) of one area."""
    own: dict[str, dict[str, Entry]] = {}
    also: dict[str, dict[str, Entry]] = {}
    for plan in column.plans:
        level = levels(connection, plan.id)
        for found in _priorities(connection, plan.id):
            entry = Entry(
                found["id"],
                found["title"],
                found["detail"],
                found["label"],
                found["kind"],
                found["parent"],
                tuple(filter(None, found["codes"].split("\n"))),
                plan.years,
                found["page"],
                plan.id,
                level=level.get(found["id"], ""),
            )
            direct = found["rank"] == "primary" and not found["parent"]
            _once((own if direct else also).setdefault(found["heading"], {}), entry)
    return {
        heading: (
            tuple(own.get(heading, {}).values()),
            tuple(entry for words, entry in also.get(heading, {}).items() if words not in own.get(heading, {})),
        )
        for heading in {**own, **also}
    }


def _once(held: dict[str, Entry], entry: Entry) -> None:
    """Adds an entry, or counts it to one with the same words in another paper's plan."""
    words = "".join(letter for letter in entry.title.casefold() if letter.isalnum())
    same = held.get(words)
    if same is None:
        held[words] = entry
    elif same.plan != entry.plan:
        held[words] = replace(same, papers=same.papers + 1, detail=same.detail or entry.detail)
    else:
        held[f"{words} {entry.id}"] = entry


def _priorities(connection: sqlite3.Connection, plan: str) -> list[sqlite3.Row]:
    query = """
        SELECT priorities.id, priorities.title, detail, label, priorities.kind, parent, scope, findings.page,
               coalesce(themes.heading, ?) AS heading, coalesce(rank, 'primary') AS rank,
               coalesce(group_concat(theme, char(10)), '') AS codes
        FROM priorities
        JOIN findings ON findings.id = priorities.id
        LEFT JOIN priority_themes ON priority_themes.priority = priorities.id
        LEFT JOIN themes ON themes.code = priority_themes.theme
        WHERE priorities.plan = ? AND findings.repeats IS NULL
        GROUP BY priorities.id, themes.heading, rank
        ORDER BY priorities.position, rank
    """
    found = rows(connection, query, [NO_THEME, plan])
    current = [priority for priority in found if priority["scope"] in ("current", "emerging")]
    return current or [priority for priority in found if priority["scope"] == "national"]


def _cell(column: Column, own: tuple[Entry, ...], also: tuple[Entry, ...]) -> Cell:
    gap: Gap | None = None
    if not own:
        gap = "not in this plan" if column.plans else "no paper held for this period"
    return Cell(column.area, own, also, gap)


def _papers(connection: sqlite3.Connection, columns: Sequence[Column]) -> tuple[PaperUsed, ...]:
    areas: dict[str, list[str]] = {}
    for column in columns:
        for plan in column.plans:
            if column.area not in areas.setdefault(plan.paper, []):
                areas[plan.paper].append(column.area)
    query = "SELECT id, title, file, date, rules_hash FROM papers WHERE id IN (SELECT value FROM json_each(?)) ORDER BY date, file"
    forms = names_of_forms(connection, tuple(areas))
    return tuple(
        PaperUsed(
            found["id"],
            found["title"] or found["file"],
            found["file"],
            found["date"],
            tuple(areas[found["id"]]),
            found["rules_hash"],
            forms.get(found["id"], ()),
        )
        for found in rows(connection, query, [as_list(tuple(areas))])
    )
