"""Database -> measures through the years and across areas: the same measure by its words, and a target met by a later figure."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from typing import Literal

from extractor.report.forms import FIRST_FORM
from extractor.report.reading import rows
from extractor.report.words import in_years

Met = Literal["met", "not met", "cannot say"]


@dataclass(frozen=True, slots=True)
class Later:
    """The same measure in the area's next plan that has it."""

    start: int
    end: int
    objective: str
    baseline: str | None
    baseline_value: float | None
    finding: str


@dataclass(frozen=True, slots=True)
class Measured:
    """A measure of one plan. ``measured`` is what it measures in plain words, by which it is the same as others; cells are as
    printed, numbers None where the paper gives none, changes in per cent with a cut negative."""

    area: str
    start: int | None
    end: int | None
    measured: str
    objective: str
    baseline: str | None
    target: str | None
    baseline_value: float | None
    target_value: float | None
    unit: str | None
    change: float | None
    target_year: int | None
    arithmetic: str
    later: Later | None
    met: Met
    finding: str

    @property
    def years(self) -> str:
        return in_years(self.start, self.end)


def measures(connection: sqlite3.Connection, area: str | None = None, measured: str | None = None) -> tuple[Measured, ...]:
    """Measures by area, words and years; of one area, or with ``measured`` among their words, where given.

    A target counts as met or not only where a later plan of the area, which begins in the target's year or after, gives a figure
    in the same unit. Of a paper in several forms (PDF, Word) the one that counts is asked.
    """
    query = f"""
        SELECT * FROM measures_over_time
        WHERE first_form AND (
            later_finding_id IS NULL OR (SELECT {FIRST_FORM.format("paper")} FROM findings WHERE id = later_finding_id)
        ) AND (? IS NULL OR area = ?) AND (? IS NULL OR ' ' || measured || ' ' LIKE '% ' || ? || ' %')
    """
    return tuple(_measured(row) for row in rows(connection, query, [area, area, measured, measured]))


def _measured(row: sqlite3.Row) -> Measured:
    later = None
    if row["later_finding_id"] is not None:
        later = Later(
            row["later_period_start"],
            row["later_period_end"],
            row["later_objective"],
            row["later_baseline"],
            row["later_baseline_value"],
            row["later_finding_id"],
        )
    return Measured(
        row["area"],
        row["period_start"],
        row["period_end"],
        row["measured"],
        row["objective"],
        row["baseline"],
        row["target"],
        row["baseline_value"],
        row["target_value"],
        row["unit"],
        row["change_percent"],
        row["target_year"],
        row["arithmetic"],
        later,
        row["target_met"],
        row["finding_id"],
    )
