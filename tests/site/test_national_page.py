"""The pages of national frameworks and of measures."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from site_reader import Page, broken_links

from extractor.serve import site_over

Ask = Callable[[str], Any]


@pytest.fixture(scope="module")
def ask(demo: tuple[Path, object]) -> Ask:
    site = site_over(demo[0])
    return lambda address: asyncio.run(site.client.get(address))


def test_a_framework_says_who_cites_it_who_comments_and_who_does_not(ask: Ask) -> None:
    page = Page(ask("/national?for=PSA+23").text)
    assert page.faults == []
    assert "PSA 23: Make communities safer" in page.text
    assert "1 plan cites it; 3 other plans of its years do not. 1 more paper does not" in page.text
    assert "Public Service Agreement, 2007 Comprehensive Spending Review (CSR2007)" in page.text
    assert "NATIONAL COMMUNITY SAFETY PLAN 2008 – 2011 , page 1 national-plan-2008-11-local-commentary.pdf" in page.text
    beside = page.text[page.text.index("Cutting Crime – A New Partnership 2008/11") :]
    assert beside.index("Another paper of the same area and years cites it") < beside.index("Hartlepool Crime")
    assert "The data on repeat victims are still poor. whose: not stated" in page.text
    assert page.text.index("Who does not cite it") < page.text.index("hartlepool-2008-11-strategy.pdf")
    assert broken_links(ask, page) == []
    assert "40 " in Page(ask("/national?for=PSA+24").text).text and "no commentary" in ask("/national?for=PSA+24").text


@pytest.mark.parametrize("written", ["PSA 1", "psa1", "PSA-1", " psa 1 (sr2004) "])
def test_crime_types_without_a_local_measure_are_shown(ask: Ask, written: str) -> None:
    page = Page(ask("/national?for=" + quote(written)).text)
    assert page.faults == []
    assert "Domestic burglary −18% −18%" in page.text
    assert "Robbery no change no local measure no local measure" in page.text


def test_all_frameworks_cited_are_listed_by_scheme_and_round(ask: Ask) -> None:
    page = Page(ask("/national").text)
    assert page.faults == []
    assert "National indicators" in page.text
    assert (
        "Spending Review (SR2004): those cited, with the number of plans that do Framework Title Plans PSA 1 Reduce crime by 15%"
        in page.text
    )
    assert broken_links(ask, page) == []


def test_local_targets_and_strategies_have_names_that_a_newcomer_understands(ask: Ask) -> None:
    page = Page(ask("/national").text)
    assert (
        "LPSA 6 “Target 6 on drug treatment” 1 LPSA 7 “Target 7 on vehicle crime” 1 LPSA 8 “Target 8 on violence in the home” 1"
        in page.text
    )
    assert "National Policing Plan 2005-08: Safer, Stronger Communities 1" in page.text
    assert not re.search(r"\bNS0\d\d", page.text)
    (charnwood,) = [link for link in Page(ask("/area/Charnwood").text).links if link.startswith("/plan/")][:1]
    assert "LPSA 6 : “Target 6 on drug treatment”" in Page(ask(charnwood).text).text, "the plan’s own page says the same"
    one = Page(ask("/national?for=strategy+NS005").text)
    assert one.faults == [] and "National strategy National Policing Plan 2005-08: Safer, Stronger Communities" in one.text
    assert not re.search(r"\bNS0\d\d", one.text)


@pytest.mark.parametrize(
    ("asked", "near"),
    [("PSA 99", ["PSA 28", "PSA 29", "PSA 30"]), ("psa31", ["PSA 28", "PSA 29", "PSA 30"]), ("NI 31", ["NI 30", "NI 32"])],
)
def test_a_number_that_nobody_knows_leads_to_the_nearest(ask: Ask, asked: str, near: list[str]) -> None:
    page = Page(ask("/national?for=" + quote(asked)).text)
    assert {f"/national?for={quote(one)}" for one in near} <= set(page.links)
    assert broken_links(ask, page) == []


def test_a_framework_in_a_catalogue_that_no_plan_cites_still_has_its_page(ask: Ask) -> None:
    assert "No plan held cites it" in Page(ask("/national?for=NI+23").text).text


HOSTILE = ["x", "PSA 999", "%00", "%ff", "<script>alert(1)</script>", "' OR 1=1 --", "PSA " + "9" * 400, "{{7*7}}", "PSA ٢٣", "😀"]


@pytest.mark.parametrize("written", HOSTILE)
def test_what_names_no_framework_is_told_and_is_never_mark_up(ask: Ask, written: str) -> None:
    answer = ask("/national?for=" + quote(written, safe="%"))
    assert answer.status_code == 200
    assert "No catalogue and no paper held names" in answer.text
    assert "<script" not in answer.text and "49”" not in answer.text


def titles(html: str) -> list[str]:
    return re.findall(r'<th scope="row"><a href="/evidence/[0-9a-f]{16}">([^<]*)</a>', html)


def test_measures_are_found_by_their_words_each_once(ask: Ask) -> None:
    page = Page(ask("/measures").text)
    assert page.faults == []
    assert "20 measures." in page.text and "in 2 papers" not in page.text
    assert broken_links(ask, page) == []
    assert titles(ask("/measures?q=burglary").text) == [
        "To reduce domestic burglary by 18%",
        "To reduce domestic burglary by 10%",
    ]
    assert titles(ask("/measures?q=burglary&area=Charnwood").text) == ["To reduce domestic burglary by 18%"]
    assert "No measure has this word" in Page(ask("/measures?q=zebra").text).text


def test_measures_are_sorted_by_the_heads_both_ways_with_unknown_figures_last(ask: Ask) -> None:
    html = ask("/measures?area=Charnwood&sort=change").text
    assert titles(html)[0] == "To reduce theft from vehicles by 27%"
    page = Page(html)
    (other_way,) = [link for link in page.links if "sort=change" in link]
    assert "order=desc" in other_way and "area=Charnwood" in other_way
    back = ask(other_way).text
    assert "by 10%" in titles(back)[0]
    assert (
        titles(back)[-1] in ("To improve the support given to witnesses", "To publicise the work of the partnership")
        or "10%" not in titles(back)[-1]
    )
    assert [attributes.get("aria-sort") for tag, attributes in page.tags if tag == "th" and attributes.get("aria-sort")] == [
        "ascending"
    ]


def test_a_plot_runs_from_baseline_to_target_on_a_line_from_nought(ask: Ask) -> None:
    html = ask("/measures?q=common+assault").text
    assert 'aria-label="From 705 offences to 620 offences"' in html
    assert 'class="plot-from" cx="150.0"' in html
    assert f'class="plot-to" cx="{round(620 / 705 * 150, 1)}"' in html


@pytest.mark.parametrize(
    "query", ["q=%25", "q=_", "q=%5E", "q=%27", "q=%00", "q=" + "a+" * 500, "sort=%27", "order=x", "area=Atlantis"]
)
def test_no_question_breaks_the_measures(ask: Ask, query: str) -> None:
    assert ask(f"/measures?{query}").status_code == 200


def test_signs_of_a_pattern_stand_for_themselves(ask: Ask) -> None:
    assert titles(ask("/measures?q=_").text) == []
    assert len(titles(ask("/measures?q=27%25").text)) == 2


@pytest.mark.parametrize("address", ["/national", "/national?for=PSA+23", "/measures", "/area/Stockton-on-Tees"])
def test_the_policy_of_our_own_pages_holds_here_too(ask: Ask, address: str) -> None:
    assert "unsafe" not in ask(address).headers["content-security-policy"]
