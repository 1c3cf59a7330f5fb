"""A plan's page, and what a priority's page and the comparison say of plans beside each other."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from site_reader import Page, broken_links

from extractor.serve import site_over

Ask = Callable[[str], Any]


@pytest.fixture(scope="module")
def ask(demo: tuple[Path, object]) -> Ask:
    site = site_over(demo[0])
    return lambda address: asyncio.run(site.client.get(address))


@pytest.fixture(scope="module")
def value(demo: tuple[Path, object]) -> Callable[[str], str]:
    def of(query: str) -> str:
        with sqlite3.connect(demo[0]) as connection:
            return str(connection.execute(query).fetchone()[0])

    return of


PLAN = "SELECT plans.id FROM plans JOIN papers ON papers.id = plans.paper WHERE file = '{}' ORDER BY number LIMIT 1"


def test_a_plan_shows_priorities_under_their_parents_and_others_apart(ask: Ask, value: Callable[[str], str]) -> None:
    page = Page(ask("/plan/" + value(PLAN.format("charnwood-2005-08-strategy.pdf"))).text)
    assert page.faults == []
    assert "Priorities 4" in page.text
    order = ["To reduce violent crime", "Gun and weapon crime", "To reduce acquisitive crime", "Reported here, not this plan’s own"]
    places = [page.text.index(words) for words in [*order, "reduce overall crime"]]
    assert places == sorted(places)
    assert "Held as PDF , Word" in page.text, "the other form of the same paper"
    assert broken_links(ask, page) == []


def test_a_plan_shows_the_sum_behind_each_measure(ask: Ask, value: Callable[[str], str]) -> None:
    text = Page(ask("/plan/" + value(PLAN.format("charnwood-2005-08-strategy.pdf"))).text).text
    assert "705 − 12% = 620.4; target 620 agrees" in text
    assert "A map of hot spots 2005/2006 no figures to check" in text
    text = Page(ask("/plan/" + value(PLAN.format("redcar-and-cleveland-2008-11-plan.pdf"))).text).text
    assert "2,400 − 15% = 2,040; target 2,160 does not agree" in text


def test_a_plan_shows_actions_beside_commentary_and_what_it_cites(ask: Ask, value: Callable[[str], str]) -> None:
    page = Page(ask("/plan/" + value(PLAN.format("national-plan-2008-11-local-commentary.pdf"))).text)
    assert "1 action without local commentary" in page.text
    assert "Our Violent Crime Co-ordinator" in page.text and "no commentary" in page.text
    assert "/national?for=PSA+23+%28CSR2007%29" in page.links
    assert broken_links(ask, page) == []


def test_a_plan_leads_to_the_one_before_and_the_one_after(ask: Ask, value: Callable[[str], str]) -> None:
    plan = value("SELECT stands_for_it FROM editions WHERE area = 'Stockton-on-Tees' AND period_start = 2014")
    text = Page(ask(f"/plan/{plan}").text).text
    assert "Plan before: 2011–14" in text and "Plan after: 2025–27" in text


@pytest.mark.parametrize(
    "name", ["0123456789abcdef", "x", "%00", "%ff", "0123456789ABCDEF", "..%2fplans", "%3Cscript%3E", "9" * 400]
)
def test_a_plan_that_is_not_there_is_not_found(ask: Ask, name: str) -> None:
    assert ask(f"/plan/{name}").status_code in (302, 404)


def test_a_priority_tells_its_history_in_both_wordings(ask: Ask, value: Callable[[str], str]) -> None:
    finding = value(
        "SELECT after_finding FROM links WHERE status = 'reworded' AND area = 'Stockton-on-Tees' AND after_start = 2025"
    )
    page = Page(ask(f"/evidence/{finding}").text)
    assert page.faults == []
    assert "Through the years" in page.text and "no later plan held" in page.text
    assert any(word in page.text for word in ("Domestic Violence 2014–17 ↓ reworded", "Anti-Social Behaviour 2014–17 ↓ reworded"))
    assert "this one, 2025–27" in page.text
    assert "/area/Stockton-on-Tees" in page.links
    assert broken_links(ask, page) == []


def test_a_priority_stands_in_other_areas_words(ask: Ask, value: Callable[[str], str]) -> None:
    finding = value(
        "SELECT finding FROM likenesses WHERE area = 'Stockton-on-Tees' AND other_area = 'Hartlepool' ORDER BY score DESC"
    )
    page = Page(ask(f"/evidence/{finding}").text)
    assert "The same in other areas’ words" in page.text and "Hartlepool, 20" in page.text


def test_the_comparison_says_why_a_cell_is_empty(ask: Ask) -> None:
    page = Page(ask("/compare?area=Hartlepool&area=Middlesbrough&area=Stockton-on-Tees&area=Dorset&from=2011&to=2014").text)
    assert page.faults == []
    for words in ("Only under another priority", "Not in the plan", "No paper held for this period", "Only in other text"):
        assert words in page.text
    assert "Why a cell holds no priority" in page.text
    assert "it says nothing about what the plan held" in page.text
    assert "/area/Middlesbrough" in page.links
    assert broken_links(ask, page) == []
