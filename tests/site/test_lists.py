"""The grid of the first page, and the lists that it leads to: papers held, and plans that are expected and not held."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from site_reader import Page, broken_links
from write import factories as made

from extractor.serve import site_over
from extractor.write import open_database, store

Ask = Callable[[str], Any]


@pytest.fixture(scope="module")
def ask(demo: tuple[Path, object]) -> Ask:
    site = site_over(demo[0])
    return lambda address: asyncio.run(site.client.get(address))


def test_a_plan_beside_another_of_the_same_area_and_years_is_reached_from_the_grid(ask: Ask, demo: tuple[Path, object]) -> None:
    page = Page(ask("/").text)
    with sqlite3.connect(demo[0]) as connection:
        query = """
            SELECT plans.id FROM plans JOIN plan_areas ON plan_areas.plan = plans.id
            WHERE area IS NOT NULL AND paper NOT IN (SELECT paper FROM paper_forms WHERE form_of <> paper)
        """
        plans = {f"/plan/{plan}" for (plan,) in connection.execute(query)}
    assert plans <= set(page.links)
    cell = page.text[page.text.index("England and Wales –") :]
    assert cell.startswith("England and Wales – no paper held – no paper held 6 , 7 ")


def test_all_papers_and_expected_plans_have_pages_of_their_own(ask: Ask) -> None:
    home = Page(ask("/").text)
    assert {"/papers", "/expected"} <= set(home.links)
    assert not [link for link in home.links if link.startswith("/plans/")], "nothing leads to the tables of the explorer"
    papers = Page(ask("/papers").text)
    assert papers.faults == [] and "21 papers, the newest first" in papers.text
    assert sum(link.startswith("/paper/") for link in papers.links) == 21
    assert "area not stated, 2009–10" in papers.text
    assert broken_links(ask, papers) == []
    expected = Page(ask("/expected?area=Hartlepool").text)
    assert expected.faults == [] and "3 plans of Hartlepool" in expected.text
    assert "2005–08 No paper held Middlesbrough has a plan for these years (police force: Cleveland)" in expected.text
    assert broken_links(ask, expected) == []


def test_a_long_list_of_papers_goes_on_from_page_to_page(tmp_path: Path) -> None:
    database = open_database(tmp_path / "plans.db", made.THEMES)
    for number in range(103):
        script = made.Script()
        plan = made.plan(script, "Alderwick" if number else "Dunmere", 2008, 2011, [made.priority(script, "Burglary", "burglary")])
        store(database, made.extract([plan], script, file=f"{number:03}.pdf", title=None, sha256=made.sha_of(f"{number}")), b"x")
    database.close()
    site = site_over(tmp_path / "plans.db")

    def page(address: str) -> Page:
        return Page(asyncio.run(site.client.get(address)).text)

    first = page("/papers")
    assert "/papers?start=100" in first.links and "100.pdf" not in first.text
    last = page("/papers?start=100")
    assert "/papers" in last.links and sum(link.startswith("/paper/") for link in last.links) == 3
    assert sum(link.startswith("/paper/") for link in page("/papers?area=Dunmere").links) == 1


@pytest.mark.parametrize(
    "query", ["start=%27", "start=-1", "start=999999", "start=" + "9" * 400, "area=%00", "area=<script>", "start=٣"]
)
@pytest.mark.parametrize("path", ["/papers", "/expected"])
def test_no_address_breaks_the_lists(ask: Ask, path: str, query: str) -> None:
    answer = ask(f"{path}?{query}")
    assert answer.status_code == 200 and "<script" not in answer.text
