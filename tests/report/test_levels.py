"""What a plan states each of its priorities as: an objective, a priority for one year of several, or simply a priority."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest
from write import factories as made

from extractor.report import compare
from extractor.report.levels import levels
from extractor.write import open_database, store


def test_objectives_and_yearly_priorities_are_told_apart_in_the_cells(demo: tuple[Path, object]) -> None:
    with sqlite3.connect(demo[0]) as connection:
        comparison = compare(connection, ("Hartlepool", "Middlesbrough"), 2011, 2014)
    (drugs,) = [row for row in comparison.rows if row.heading == "Drugs and alcohol"]
    assert [(entry.title, entry.level) for cell in drugs.cells for entry in cell.own] == [
        ("Reduce the harm caused by drug and alcohol misuse", "objective"),
        ("Alcohol treatment, delivery of alcohol strategy and drug dealing and supply", "yearly priority"),
        ("Drug misuse", ""),
        ("Alcohol misuse", ""),
    ]
    assert comparison.levelled


@pytest.mark.parametrize(
    ("heading", "years", "level"),
    [
        ("Annual priorities", (2011, 2014), "yearly priority"),
        ("Priorities for 2012/13", (2011, 2014), "yearly priority"),
        ("Annual priorities", (2012, 2013), ""),
        ("Priorities 2011-14", (2011, 2014), ""),
        ("Strategy 2012/13: what was done", (2011, 2014), ""),
    ],
)
def test_the_heading_over_a_list_tells_that_it_is_for_one_year(
    tmp_path: Path, heading: str, years: tuple[int, int], level: str
) -> None:
    script = made.Script()
    script.line(heading, "heading", level=2)
    # Each priority is a heading itself: it is not the heading of the next.
    held = []
    for title in ("Robbery", "Burglary"):
        block = script.line(title, "heading", level=3)
        held.append(replace(made.priority(script, title, "burglary"), quote=made.quote(block)))
    database = open_database(tmp_path / "plans.db", made.THEMES)
    store(database, made.extract([made.plan(script, "Alderwick", *years, held)], script), b"")
    (plan,) = (found for (found,) in database.execute("SELECT id FROM plans").fetchall())
    assert list(levels(database.conn, plan).values()) == [level, level]
    database.close()
