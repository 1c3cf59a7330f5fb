"""The same measure through the years and across areas."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from write import factories as made

from extractor import report
from extractor.model import Extract, Measure
from extractor.write import open_database, store


def measured(
    start: int, objective: str, baseline: float | None, target: float | None, timescale: str, unit: str | None = "offences"
) -> Extract:
    script = made.Script()
    block = script.line(objective, "cell")
    one = Measure(
        objective, made.quote(block), "rule", str(baseline), timescale, str(target), baseline, target, unit,
    )  # fmt: skip
    plan = made.plan(script, "Alderwick", start, start + 3, [], measures=(one,))
    return made.extract([plan], script, file=f"plan-{start}-{objective}.pdf", sha256=made.sha_of(f"{start} {objective}"))


@pytest.fixture
def held(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    database = open_database(tmp_path / "plans.db", made.THEMES)
    for paper in (
        measured(2005, "To reduce domestic burglary by 18%", 969, 795, "2007/2008"),
        measured(2008, "Reduce domestic burglaries", 780, 700, "2010/11"),
        measured(2011, "Reduction in the number of domestic burglaries", 701, 600, "March 2014"),
        measured(2005, "Increase reports of hate crime by 10%", 131, 144, "2007/08"),
        measured(2008, "Increase reports of hate crime", 150, 160, "2011", "incidents"),
        measured(2005, "Cut robbery", 50, 40, "by 2010"),
        measured(2008, "Cut robbery", 30, 20, "2011"),
    ):
        store(database, paper, b"")
    yield database.conn
    database.close()


@pytest.mark.parametrize(
    ("about", "start", "met", "later"),
    [
        ("domestic burglary", 2005, "met", 780.0),
        ("domestic burglary", 2008, "not met", 701.0),
        ("domestic burglary", 2011, "cannot say", None),
        ("report of hate crime", 2005, "cannot say", 150.0),
        ("robbery", 2005, "cannot say", 30.0),
    ],
)
def test_a_target_is_met_where_a_later_paper_states_the_figure(
    held: sqlite3.Connection, about: str, start: int, met: str, later: float | None
) -> None:
    (one,) = [one for one in report.measures(held, "Alderwick", about) if one.start == start]
    assert one.met == met, "other units and figures from before the target's year say nothing"
    assert (one.later.baseline_value if one.later else None) == later


def test_target_years_are_numbers(held: sqlite3.Connection) -> None:
    years = {(one.measured, one.start): one.target_year for one in report.measures(held)}
    assert years[("domestic burglary", 2005)] == 2008
    assert years[("domestic burglary", 2011)] == 2014
    assert years[("robbery", 2005)] == 2010


def test_the_corpus_measures_the_same_things_in_two_areas(demo: tuple[Path, object]) -> None:
    with sqlite3.connect(demo[0]) as connection:
        areas = {(one.area, one.start) for one in report.measures(connection, None, "domestic burglary")}
        (shared,) = connection.execute("SELECT areas FROM measures_shared WHERE measured = 'domestic burglary'").fetchone()
    assert areas == {("Charnwood", 2005), ("Redcar and Cleveland", 2008)}
    assert shared == 2
