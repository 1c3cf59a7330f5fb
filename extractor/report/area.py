"""Database -> one area: its plans, those that ought to be there, what became of its priorities, and areas like it."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from extractor.report.compare import DEFAULT_AREAS, default_period
from extractor.report.forms import names_of_forms
from extractor.report.gaps import CellHeld, expected_and_held
from extractor.report.held import PaperHeld, PlanHeld, plans_of
from extractor.report.history import History, history
from extractor.report.reading import row, rows
from extractor.report.similar import SimilarArea, similar_areas
from extractor.report.timeline import Timeline, timeline


@dataclass(frozen=True, slots=True)
class PlanOfArea:
    plan: PlanHeld
    paper: PaperHeld


@dataclass(frozen=True, slots=True)
class AreaWhole:
    """``missing`` are years for which a plan is expected and none is held, or only a draft or one that could not be read.
    ``drawing`` is None where fewer than two plans are held."""

    name: str
    kind: str | None
    force: str | None
    region: str | None
    plans: tuple[PlanOfArea, ...]
    missing: tuple[CellHeld, ...]
    history: History
    drawing: Timeline | None
    similar: tuple[SimilarArea, ...]
    beside: tuple[tuple[str, ...], tuple[int, int]] | None
    """Areas to compare it with, itself first, and the period for which most of them have a plan."""

    @property
    def in_order(self) -> tuple[PlanOfArea | CellHeld, ...]:
        """Plans and missing years by their years, plans without years first."""
        found: list[tuple[tuple[int, int, bool, int], PlanOfArea | CellHeld]] = []
        found += [((one.plan.start or 0, one.plan.end or 0, False, number), one) for number, one in enumerate(self.plans)]
        found += [((cell.start, cell.end, True, number), cell) for number, cell in enumerate(self.missing)]
        return tuple(one for _, one in sorted(found, key=lambda each: each[0]))


def area_whole(connection: sqlite3.Connection, name: str) -> AreaWhole | None:
    """All that an area's page shows; None where no area has this name, small letters and capitals alike."""
    query = "SELECT * FROM areas WHERE name = ? COLLATE NOCASE ORDER BY name = ? DESC LIMIT 1"
    found = row(connection, query, [name, name])
    if found is None:
        return None
    area = str(found["name"])
    told = history(connection, area)
    query = (
        "SELECT * FROM papers WHERE id IN (SELECT paper FROM plans JOIN plan_areas ON plan_areas.plan = plans.id WHERE area = ?)"
    )
    found_papers = rows(connection, query, [area])
    forms = names_of_forms(connection, [paper["id"] for paper in found_papers])
    papers = {
        paper["id"]: PaperHeld(
            paper["id"],
            paper["file"],
            paper["title"] or paper["file"],
            paper["date"],
            paper["kind"],
            (area,),
            0,
            forms.get(paper["id"], ()),
        )
        for paper in found_papers
    }
    similar = similar_areas(connection, area)
    others = tuple(dict.fromkeys(one.area for one in similar if one.held))[: DEFAULT_AREAS - 1]
    period = default_period(connection, [area, *others]) if others else None
    return AreaWhole(
        area,
        found["kind"],
        found["force"],
        found["region"],
        tuple(PlanOfArea(plan, papers[plan.paper]) for plan in plans_of(connection, [area])),
        tuple(cell for cell in expected_and_held(connection, [area]) if cell.status != "current"),
        told,
        timeline(connection, told),
        similar,
        ((area, *others), period) if period else None,
    )
