"""An area's page: its plans, its priorities through the years as a drawing and as a table, and areas like it."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from site_reader import Page, broken_links

from extractor.serve import site_over

Ask = Callable[[str], Any]
STOCKTON = "/area/Stockton-on-Tees"


@pytest.fixture(scope="module")
def ask(demo: tuple[Path, object]) -> Ask:
    site = site_over(demo[0])
    return lambda address: asyncio.run(site.client.get(address))


def test_the_drawing_says_what_became_of_each_priority(ask: Ask) -> None:
    html = ask(STOCKTON).text
    drawing = html[html.index("<svg") : html.index("</svg>")]
    titles = re.findall(r"<title>([^<]*)</title>", drawing)
    assert "Split: Violent crime, including domestic violence (2011–14) → Domestic Violence (2014–17)" in titles
    assert "Merged: Drug Related Offending (2014–17) → Crime and disorder linked to drugs and alcohol (2025–27)" in titles
    assert "Robbery (to be included in Violent Crime) – new, then cannot say" in titles
    assert "Emerging issues – cannot say, then dropped" in titles
    assert "no plan held" in drawing and "2008–11" in drawing
    assert "style=" not in drawing and "<script" not in drawing and "<foreignObject" not in drawing


def test_cards_of_a_plan_stand_one_below_the_other(ask: Ask) -> None:
    html = ask(STOCKTON).text
    boxes = re.findall(r'<rect x="([\d.]+)" y="([\d.]+)" width="211" height="(\d+)"', html)
    assert len(boxes) == 5 + 6 + 7 + 7
    columns: dict[str, list[tuple[float, float]]] = {}
    for x, y, height in boxes:
        columns.setdefault(x, []).append((float(y), float(y) + float(height)))
    assert len(columns) == 4
    for found in columns.values():
        found.sort()
        assert all(above[1] < below[0] for above, below in pairwise(found))


def test_the_table_tells_the_same(ask: Ask) -> None:
    text = Page(ask(STOCKTON).text).text
    assert "From 2014–17 to 2025–27" in text
    assert "Domestic Violence reworded words and theme" in text
    assert "No plan is held for 2017–25" in text
    assert "Emerging issues dropped nothing like it" in text


def test_a_priority_that_the_next_paper_calls_last_years_is_dropped_and_leads_to_where_it_says_so(ask: Ask) -> None:
    text = Page(ask("/area/Hartlepool").text).text
    assert "Criminal damage dropped named there only as an earlier priority – nothing nearest: Criminal damage" in text


def test_plans_papers_and_similar_areas_are_linked(ask: Ask) -> None:
    page = Page(ask(STOCKTON).text)
    assert "/area/Hartlepool" in page.links and "/area/Redcar%20and%20Cleveland" in page.links
    assert sum(link.startswith("/plan/") for link in page.links) > 8
    assert sum(link.startswith("/paper/") for link in page.links) == 5
    assert broken_links(ask, page) == []


def test_years_without_a_plan_stand_among_those_with_one_and_the_comparison_offered_is_of_years_that_most_share(ask: Ask) -> None:
    page = Page(ask(STOCKTON).text)
    assert page.faults == []
    plans = page.text[page.text.index("Plans and papers") :]
    assert plans.index("2005–08") < plans.index("2008–11 No paper held expected: Hartlepool") < plans.index("2011–14")
    assert "Compare Stockton-on-Tees, Hartlepool, Middlesbrough and Redcar and Cleveland, 2011–14" in plans


def test_an_area_with_one_plan_says_that_there_is_nothing_to_follow(ask: Ask) -> None:
    answer = ask("/area/Charnwood")
    assert answer.status_code == 200 and "<svg" not in answer.text
    assert "nothing yet to follow" in answer.text


def test_an_area_with_two_papers_of_one_period_leads_to_both(ask: Ask) -> None:
    page = Page(ask("/area/England and Wales").text)
    assert "Papers of one period only are held" in page.text and "#plans-head" in page.links
    assert len({link for link in page.links if link.startswith("/plan/")}) == 2


@pytest.mark.parametrize(
    "name", ["Atlantis", "%00", "%ff", "%F0%9F%98%80", "%3Cscript%3E", "a" * 3000, "..%2f..%2fetc", "%27%20OR%201"]
)
def test_an_area_that_is_not_held_is_not_found(ask: Ask, name: str) -> None:
    answer = ask(f"/area/{name}")
    assert answer.status_code in (302, 404)
    assert "<script>" not in answer.text


def test_capitals_do_not_matter_in_a_name(ask: Ask) -> None:
    assert "<h1>" in ask("/area/stockton-on-tees").text
