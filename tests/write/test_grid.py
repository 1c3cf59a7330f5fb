"""Which plans stand for an area and its years: drafts, versions, later copies, years that overlap."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from extractor.flow import shipped_codebook
from extractor.model import Extract
from extractor.write import Expected, open_database, renew_grid, store, write_catalogues
from write import factories as made


def paper(file: str, date: str | None = None, start: int = 2011, end: int = 2014, title: str = "Alderwick plan") -> Extract:
    script = made.Script()
    held = [made.priority(script, "Burglary", "burglary")]
    plan = dataclasses.replace(made.plan(script, "Alderwick", start, end, held), title=title)
    return made.extract([plan], script, file=file, date=date, title=title, sha256=made.sha_of(file))


def standing(folder: Path, *papers: Extract, expected: tuple[Expected, ...] = ()) -> dict[tuple[str, int], tuple[str, int]]:
    """(file, first year of the cell) -> (standing, whether it is of just these years)."""
    database = open_database(folder / "plans.db", made.THEMES)
    codebook = shipped_codebook()
    for one in papers:
        store(database, one, b"", codebook)
    write_catalogues(database, codebook)
    renew_grid(database, expected)
    query = """
        SELECT papers.file, stand.period_start, stand.standing, stand.exact FROM period_plans AS stand
        JOIN plans ON plans.id = stand.plan JOIN papers ON papers.id = plans.paper
    """
    found = {(file, start): (stands, exact) for file, start, stands, exact in database.execute(query).fetchall()}
    database.close()
    return found


def test_a_draft_stands_until_a_plan_is_held(tmp_path: Path) -> None:
    alone = standing(tmp_path, paper("plan-draft.pdf", "2011-01-01"))
    assert alone == {("plan-draft.pdf", 2011): ("draft", 1)}
    both = standing(tmp_path, paper("plan.pdf"))
    assert both == {("plan-draft.pdf", 2011): ("superseded", 1), ("plan.pdf", 2011): ("current", 1)}


@pytest.mark.parametrize(
    ("older", "newer"),
    [
        (("plan_v1.pdf", None), ("plan_v2.pdf", None)),
        (("plan_v1.9.pdf", "2011-05-01"), ("plan_v1.10.pdf", "2011-04-01")),
        (("first.pdf", "2011-03-01"), ("second.pdf", "2011-04-01")),
        (("draft one.pdf", "2011-03-01"), ("draft two.pdf", "2011-04-01")),
    ],
)
def test_a_later_version_replaces_an_earlier(tmp_path: Path, older: tuple[str, str | None], newer: tuple[str, str | None]) -> None:
    found = standing(tmp_path, paper(*older), paper(*newer))
    assert found[older[0], 2011][0] == "superseded"
    assert found[newer[0], 2011][0] in ("current", "draft")


def test_two_formats_and_two_different_papers_stand_side_by_side(tmp_path: Path) -> None:
    papers = (
        paper("plan.pdf", "2011-04-01"),
        paper("plan.docx", "2011-04-01"),
        paper("refresh.pdf", "2012-04-01", title="Annual refresh"),
    )
    assert {stands for stands, _ in standing(tmp_path, *papers).values()} == {"current"}


def test_a_plan_of_years_that_overlap_stands_in_and_one_that_only_meets_does_not(tmp_path: Path) -> None:
    expected = (Expected("Alderwick", 2012, 2015, "listed"), Expected("Alderwick", 2014, 2017, "listed"))
    found = standing(tmp_path, paper("plan.pdf"), expected=expected)
    assert found == {("plan.pdf", 2011): ("current", 1), ("plan.pdf", 2012): ("current", 0)}


def test_it_stands_in_for_the_years_of_other_areas_plans_too_but_is_not_expected_there(tmp_path: Path) -> None:
    script = made.Script()
    long = made.plan(script, "Brackenmoor", 2010, 2013, [made.priority(script, "Burglary", "burglary")])
    papers = (paper("plan.pdf"), made.extract([long], script, file="long.pdf", sha256=made.sha_of("long.pdf")))
    found = standing(tmp_path, *papers)
    assert (found["plan.pdf", 2010], found["long.pdf", 2011]) == (("current", 0), ("current", 0))
    database = open_database(tmp_path / "plans.db", made.THEMES)
    cells = database.execute("SELECT area, period_start, status FROM expected_and_held").fetchall()
    reason = database.execute(
        "SELECT DISTINCT reason FROM gaps WHERE area = 'Alderwick' AND period_start = 2010 AND theme = 'drugs'"
    ).fetchall()
    database.close()
    assert cells == [("Alderwick", 2011, "current"), ("Brackenmoor", 2010, "current")]
    assert reason == [("not in the plan",)]


def test_the_operators_list_is_replaced_by_a_new_one(tmp_path: Path) -> None:
    standing(tmp_path, paper("plan.pdf"), expected=(Expected("Alderwick", 2014, 2017, "listed"),))
    standing(tmp_path, expected=(Expected("Alderwick", 2017, 2020, "listed"),))
    standing(tmp_path)
    database = open_database(tmp_path / "plans.db")
    assert database.execute("SELECT period_start FROM expected_papers WHERE how = 'listed'").fetchall() == [(2017,)]
    database.close()
