import sqlite3
from dataclasses import replace
from pathlib import Path

from write import factories as made

from extractor.report import areas_by_period
from extractor.report import held as all_held
from extractor.report.words import counted, in_date, in_list, in_number, in_years
from extractor.write import Expected, open_database, renew_grid, store
from extractor.write.copies import mark_forms


def test_the_first_page_says_what_is_held(held: sqlite3.Connection) -> None:
    shown = all_held(held)
    assert (shown.counts["papers"], shown.counts["plans"], shown.counts["areas"]) == (5, 8, 5)
    assert [(period.years, period.areas) for period in shown.periods] == [("2008–11", 3), ("2011–14", 5)]
    assert (shown.first_year, shown.last_year) == (2008, 2014)
    assert list(shown.grid["Dunmere"]) == [(2011, 2014)]
    assert shown.newest[0].areas == made.BOROUGHS


def test_a_paper_without_a_date_is_as_new_as_its_plan(held: sqlite3.Connection) -> None:
    held.execute("UPDATE papers SET date = NULL")
    query = "SELECT max(period_start) FROM plans WHERE paper = ?"
    latest = [held.execute(query, [paper.id]).fetchone()[0] for paper in all_held(held).newest]
    assert latest == sorted(latest, reverse=True) and latest[0] > latest[-1]


def test_areas_are_offered_by_period(held: sqlite3.Connection) -> None:
    assert areas_by_period(held, 2008, 2011) == (made.BOROUGHS[:3], ("Dunmere", "Evenholt"))


def test_dates_years_and_lists_are_written_as_people_write_them() -> None:
    assert (in_date("2011-05-26"), in_date("spring 2011"), in_date(None), in_date("2011-02-30")) == (
        "26 May 2011", "spring 2011", "", "2011-02-30",
    )  # fmt: skip
    assert (in_years(2011, 2014), in_years(1999, 2002), in_years(2000, 2003), in_years(2009, 2009), in_years(None, 2011)) == (
        "2011–14", "1999–2002", "2000–03", "2009", "period not stated",
    )  # fmt: skip
    assert (in_list([]), in_list(["a"]), in_list(["a", "b"]), in_list(["a", "b", "c"], "or")) == ("", "a", "a and b", "a, b or c")
    assert (in_number(4), in_number(12), in_number(1200)) == ("four", "12", "1,200")
    assert (counted(1, "plan"), counted(1200, "plan"), counted(0, "priority", "priorities")) == (
        "1 plan", "1,200 plans", "0 priorities",
    )  # fmt: skip


def test_where_a_plan_is_expected_and_not_held_the_grid_says_so(tmp_path: Path) -> None:
    database = open_database(tmp_path / "plans.db", made.THEMES)
    store(database, made.earlier_plan("Alderwick"), b"")
    renew_grid(
        database, [Expected("Alderwick", 2011, 2014, "listed", "the operator lists it"), Expected("Eastmere", 2008, 2011, "listed")]
    )
    found = all_held(database.conn)
    assert set(found.lacking) == {("Alderwick", 2011, 2014), ("Eastmere", 2008, 2011)}
    assert found.lacking["Alderwick", 2011, 2014].because == "the operator lists it"
    assert [(period.start, period.areas) for period in found.columns] == [(2008, 1), (2011, 0)]
    assert (list(found.grid), found.areas) == (["Alderwick", "Eastmere"], ("Alderwick",))
    database.close()


def test_a_paper_in_several_forms_stands_once_among_the_newest(tmp_path: Path) -> None:
    database = open_database(tmp_path / "plans.db", made.THEMES)
    paper = made.earlier_plan("Alderwick")
    store(database, paper, b"")
    store(database, replace(paper, paper=replace(paper.paper, file="again.docx", sha256="b" * 64)), b"")
    mark_forms(database)
    found = all_held(database.conn)
    assert [one.forms for one in found.newest] == [("PDF",)]
    assert (found.counts["papers"], found.counts["plans"]) == (1, 1)
    database.close()
