"""What the database holds: the first page's figures, the grid of areas by period, and what could not be read."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from dataclasses import dataclass

from extractor.report.forms import FIRST_FORM, names_of_forms
from extractor.report.reading import as_list, row, rows
from extractor.report.words import in_years

LONGEST_GRID = 60
"""Areas in the first page's grid; a longer list stands on the comparison page, which can be searched."""


@dataclass(frozen=True, slots=True)
class PeriodHeld:
    start: int
    end: int
    areas: int

    @property
    def years(self) -> str:
        return in_years(self.start, self.end)


@dataclass(frozen=True, slots=True)
class PlanHeld:
    """A plan as a cell of the grid or a head of a column."""

    id: str
    paper: str
    area: str
    partnership: str | None
    title: str | None
    start: int | None
    end: int | None
    priorities: int
    paged: bool = False
    """Whether its paper has pages, and so page images."""

    @property
    def years(self) -> str:
        return in_years(self.start, self.end)


@dataclass(frozen=True, slots=True)
class PaperHeld:
    id: str
    file: str
    title: str
    date: str | None
    kind: str | None
    areas: tuple[str, ...]
    problems: int
    forms: tuple[str, ...] = ()
    """What it is held as ("PDF", "Word") where it is held in several forms."""
    years: tuple[str, ...] = ()
    """Periods of its plans."""


@dataclass(frozen=True, slots=True)
class Failure:
    file: str
    reason: str


@dataclass(frozen=True, slots=True)
class Lacking:
    """An expected plan that is not held as such: ``status`` as in the view expected_and_held, ``because`` why it is expected."""

    status: str
    because: str | None


@dataclass(frozen=True, slots=True)
class Held:
    """Counts by name, periods in order, and for each area its plans by period as ``grid[area][(start, end)]``; those that state
    no years stand under None.

    ``lacking`` says by area and years where a plan is expected and what is held instead of it; ``columns`` are the periods of
    both.
    """

    counts: dict[str, int]
    periods: tuple[PeriodHeld, ...]
    grid: dict[str, dict[tuple[int, int] | None, tuple[PlanHeld, ...]]]
    lacking: dict[tuple[str, int, int], Lacking]
    columns: tuple[PeriodHeld, ...]
    areas: tuple[str, ...]
    """All areas with a plan, by name."""
    areas_beyond: int
    newest: tuple[PaperHeld, ...]
    failures: tuple[Failure, ...]
    failures_beyond: int

    @property
    def undated(self) -> bool:
        """Whether the grid holds a plan that states no years."""
        return any(None in plans for plans in self.grid.values())

    def areas_in(self, start: int, end: int) -> tuple[str, ...]:
        """The areas of the grid with a plan for just these years."""
        return tuple(area for area, plans in self.grid.items() if (start, end) in plans)

    @property
    def first_year(self) -> int | None:
        return min((period.start for period in self.periods), default=None)

    @property
    def last_year(self) -> int | None:
        return max((period.end for period in self.periods), default=None)


_OF_PLANS = f"SELECT count(*) FROM {{}} JOIN plans ON plans.id = plan WHERE {FIRST_FORM.format('plans.paper')}"
_COUNTS = {
    "papers": f"SELECT count(*) FROM papers WHERE {FIRST_FORM.format('papers.id')}",
    "plans": f"SELECT count(*) FROM plans WHERE {FIRST_FORM.format('plans.paper')}",
    **{name: _OF_PLANS.format(name) for name in ("priorities", "measures", "actions")},
    "citations": f"SELECT count(*) FROM citations WHERE {FIRST_FORM.format('citations.paper')}",
}
"""What is counted, a paper in several forms once."""


def held(connection: sqlite3.Connection, newest: int = 8, failures: int = 20) -> Held:
    """All that the first page says."""
    names = ("papers", "plans", "areas", "priorities", "measures", "actions", "citations", "failures")
    counts = {name: int(_one(connection, _COUNTS.get(name, f"SELECT count(*) FROM {name}"))) for name in names}
    listed = rows(connection, "SELECT area FROM plan_areas UNION SELECT area FROM expected_papers ORDER BY area")
    areas = [str(found["area"]) for found in listed][:LONGEST_GRID]
    grid: dict[str, dict[tuple[int, int] | None, tuple[PlanHeld, ...]]] = {area: {} for area in areas}
    by_cell: dict[tuple[str, tuple[int, int] | None], list[PlanHeld]] = defaultdict(list)
    for plan in plans_of(connection, areas):
        years = None if plan.start is None or plan.end is None else (plan.start, plan.end)
        by_cell[plan.area, years].append(plan)
    for (area, years), found in by_cell.items():
        grid[area][years] = tuple(found)
    lacking = _lacking(connection, areas)
    known = {(period.start, period.end): period for period in periods(connection)}
    columns = {**{(start, end): PeriodHeld(start, end, 0) for _, start, end in lacking}, **known}
    refused = rows(connection, "SELECT file, reason FROM failures ORDER BY file, path LIMIT ?", [failures])
    return Held(
        counts,
        tuple(known.values()),
        grid,
        lacking,
        tuple(columns[years] for years in sorted(columns)),
        areas_with_plans(connection),
        max(0, len(listed) - len(areas)),
        papers_by_date(connection, newest),
        tuple(Failure(found["file"], found["reason"]) for found in refused),
        max(0, counts["failures"] - failures),
    )


def _lacking(connection: sqlite3.Connection, areas: list[str]) -> dict[tuple[str, int, int], Lacking]:
    """Area and years -> what is held instead of the plan that is expected, of some areas."""
    query = """
        SELECT area, period_start, period_end, status, because FROM expected_and_held
        WHERE area IN (SELECT value FROM json_each(?)) AND status <> 'current'
    """
    return {
        (found["area"], found["period_start"], found["period_end"]): Lacking(found["status"], found["because"])
        for found in rows(connection, query, [as_list(areas)])
    }


def periods(connection: sqlite3.Connection) -> tuple[PeriodHeld, ...]:
    """Each period that a plan states, with the number of areas that have a plan for just these years, in order of years."""
    query = """
        SELECT period_start, period_end, count(DISTINCT area) AS areas
        FROM plans JOIN plan_areas ON plan_areas.plan = plans.id
        WHERE period_start IS NOT NULL AND period_end IS NOT NULL
        GROUP BY period_start, period_end ORDER BY period_start, period_end
    """
    return tuple(PeriodHeld(found["period_start"], found["period_end"], found["areas"]) for found in rows(connection, query))


def areas_by_period(connection: sqlite3.Connection, start: int, end: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """All areas by name: those with a plan for just these years, and the others."""
    query = """
        SELECT name, name IN (
            SELECT area FROM plans JOIN plan_areas ON plan_areas.plan = plans.id WHERE period_start = ? AND period_end = ?
        ) AS has_plan FROM areas ORDER BY name
    """
    found = rows(connection, query, [start, end])
    return tuple(area["name"] for area in found if area["has_plan"]), tuple(area["name"] for area in found if not area["has_plan"])


def plans_of(connection: sqlite3.Connection, areas: list[str]) -> list[PlanHeld]:
    """The plans of some areas, by area and years, those with page images and most priorities first. A plan of two areas stands
    under each; of a paper in several forms (PDF, Word) the one form that counts."""
    query = f"""
        SELECT plans.*, plan_areas.area,
               (SELECT count(*) FROM priorities
                WHERE priorities.plan = plans.id AND priorities.scope IN ('current', 'emerging')
                AND priorities.parent IS NULL) AS priorities,
               papers.pages IS NOT NULL AND NOT papers.scanned AS paged
        FROM plan_areas JOIN plans ON plans.id = plan_areas.plan JOIN papers ON papers.id = plans.paper
        WHERE plan_areas.area = ? AND {FIRST_FORM.format("plans.paper")}
        ORDER BY period_start, period_end, paged DESC, priorities DESC, plans.paper, plans.number
    """
    found = []
    for area in areas:
        for plan in rows(connection, query, [area]):
            found.append(
                PlanHeld(
                    plan["id"],
                    plan["paper"],
                    plan["area"],
                    plan["partnership"],
                    plan["title"],
                    plan["period_start"],
                    plan["period_end"],
                    plan["priorities"],
                    bool(plan["paged"]),
                )
            )
    return found


def papers_by_date(connection: sqlite3.Connection, limit: int, start: int = 0, area: str | None = None) -> tuple[PaperHeld, ...]:
    """Up to ``limit`` papers from place ``start``, latest first, by date or else the year the plan begins; one in several forms
    stands once. Of one area only, where one is given."""
    query = f"""
        SELECT id, file, title, date, kind,
               (SELECT count(*) FROM problems WHERE problems.paper = papers.id) AS problems,
               (SELECT CAST(max(period_start) AS TEXT) FROM plans WHERE plans.paper = papers.id) AS latest
        FROM papers WHERE {FIRST_FORM.format("papers.id")} AND {_OF_AREA}
        ORDER BY coalesce(date, latest) IS NULL, coalesce(date, latest) DESC, file LIMIT ? OFFSET ?
    """
    found = rows(connection, query, [area, area, limit, start])
    forms = names_of_forms(connection, [paper["id"] for paper in found])
    return tuple(
        PaperHeld(
            paper["id"],
            paper["file"],
            paper["title"] or paper["file"],
            paper["date"],
            paper["kind"],
            areas_of_paper(connection, paper["id"]),
            paper["problems"],
            forms.get(paper["id"], ()),
            _years_of_paper(connection, paper["id"]),
        )
        for paper in found
    )


def papers_counted(connection: sqlite3.Connection, area: str | None = None) -> int:
    """How many papers are held, those in several forms once; of one area only, where one is given."""
    query = f"SELECT count(*) FROM papers WHERE {FIRST_FORM.format('papers.id')} AND {_OF_AREA}"
    found = row(connection, query, [area, area])
    return int(found[0]) if found else 0


_OF_AREA = """(? IS NULL OR papers.id IN (
    SELECT plans.paper FROM plan_areas CROSS JOIN plans ON plans.id = plan_areas.plan WHERE plan_areas.area = ?
))"""


def areas_with_plans(connection: sqlite3.Connection) -> tuple[str, ...]:
    """All areas with a plan, by name."""
    return tuple(str(found["area"]) for found in rows(connection, "SELECT DISTINCT area FROM plan_areas ORDER BY area"))


def _years_of_paper(connection: sqlite3.Connection, paper: str) -> tuple[str, ...]:
    """The periods of the plans that a paper holds, each once."""
    query = "SELECT period_start, period_end FROM plans WHERE paper = ? AND period_start IS NOT NULL ORDER BY number"
    return tuple(dict.fromkeys(in_years(one["period_start"], one["period_end"]) for one in rows(connection, query, [paper])))


def areas_of_paper(connection: sqlite3.Connection, paper: str) -> tuple[str, ...]:
    """The areas whose plans a paper holds, in the paper's order."""
    query = """
        SELECT area FROM plans JOIN plan_areas ON plan_areas.plan = plans.id
        WHERE plans.paper = ? GROUP BY area ORDER BY min(plans.number), min(plan_areas.position)
    """
    return tuple(found["area"] for found in rows(connection, query, [paper]))


def _one(connection: sqlite3.Connection, query: str) -> int:
    found = row(connection, query)
    assert found is not None
    value: int = found[0]
    return value
