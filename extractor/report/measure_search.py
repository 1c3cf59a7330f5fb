"""Database -> measures by words and area, sorted, each once however many papers of its plan, and forms of a paper, hold it."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass, replace

from extractor.report.forms import FIRST_FORM
from extractor.report.reading import as_list, rows
from extractor.report.words import in_years

SORTS = {
    "measure": "objective COLLATE NOCASE",
    "area": "area",
    "years": "period_start",
    "baseline": "baseline_value",
    "target": "target_value",
    "change": "change_percent",
}
MOST = 200
_LONGEST = 200
_MOST_WORDS = 12


@dataclass(frozen=True, slots=True)
class MeasureFound:
    """A measure as printed; numbers None where the paper gives none. ``papers`` hold it in the same words. ``met`` is 'met', 'not
    met' or 'cannot say' by the baseline of the area's next plan that has the measure, ``later`` its finding."""

    id: str
    area: str
    start: int | None
    end: int | None
    objective: str
    baseline: str | None
    target: str | None
    baseline_value: float | None
    target_value: float | None
    change_percent: float | None
    arithmetic: str
    papers: int
    met: str = "cannot say"
    later: str | None = None

    @property
    def years(self) -> str:
        return in_years(self.start, self.end)


@dataclass(frozen=True, slots=True)
class MeasuresFound:
    measures: tuple[MeasureFound, ...]
    more: bool


def find_measures(
    connection: sqlite3.Connection, words: str = "", area: str | None = None, sort: str = "area", descending: bool = False
) -> MeasuresFound:
    """Measures with all of ``words`` in their objective, subject or priority, of one area where given; the first MOST of them.

    ``sort`` is a key of SORTS (another counts as "area"); measures without the figure sorted by come last either way.
    """
    asked = [f"%{_escaped(word)}%" for word in words[:_LONGEST].split()[:_MOST_WORDS]]
    text = "measures.objective || ' ' || measures.measured || ' ' || coalesce(measures.priority, '')"
    key = SORTS.get(sort, SORTS["area"])
    query = f"""
        SELECT min(measures.id) AS id, area, period_start, period_end, objective, baseline, target, baseline_value, target_value,
               change_percent, arithmetic, count(DISTINCT plans.paper) AS papers
        FROM measures JOIN plans ON plans.id = measures.plan JOIN plan_areas ON plan_areas.plan = plans.id
        WHERE {FIRST_FORM.format("plans.paper")} AND (? IS NULL OR area = ?) {f"AND {text} LIKE ? ESCAPE '^' " * len(asked)}
        GROUP BY area, period_start, period_end, objective, baseline, target
        ORDER BY {key} IS NULL, {key} {"DESC" if descending else "ASC"}, area, period_start, min(measures.position),
                 min(measures.id)
        LIMIT ?
    """
    found = rows(connection, query, [area, area, *asked, MOST + 1])
    outcomes = _outcomes(connection, [one["id"] for one in found[:MOST]])
    made = []
    for one in found[:MOST]:
        met, later = outcomes.get((one["id"], one["area"]), ("cannot say", None))
        made.append(replace(MeasureFound(*one), met=met, later=later))
    return MeasuresFound(tuple(made), len(found) > MOST)


def areas_with_measures(connection: sqlite3.Connection) -> tuple[str, ...]:
    """Areas whose plans hold a measure, by name."""
    query = "SELECT DISTINCT area FROM plan_areas WHERE plan IN (SELECT plan FROM measures) ORDER BY area"
    return tuple(one["area"] for one in rows(connection, query))


def _outcomes(connection: sqlite3.Connection, found: list[str]) -> dict[tuple[str, str], tuple[str, str | None]]:
    query = """
        SELECT finding_id, area, target_met, later_finding_id FROM measures_over_time
        WHERE finding_id IN (SELECT value FROM json_each(?)) AND later_finding_id IS NOT NULL
    """
    return {(one[0], one[1]): (one[2], one[3]) for one in rows(connection, query, [as_list(found)])}


def _escaped(word: str) -> str:
    """A word for LIKE, in which % and _ stand for themselves."""
    return word.replace("^", "^^").replace("%", "^%").replace("_", "^_")
