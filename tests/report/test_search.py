import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest
from write import factories as made

from extractor.report import search
from extractor.report.search import as_match
from extractor.write import open_database, store


def test_findings_come_with_area_and_years_and_the_words_marked(held: sqlite3.Connection) -> None:
    result = search(held, "dwelling burglary")
    assert {finding.kind for finding in result.findings} == {"priority", "measure"}
    first = result.findings[0]
    assert [part.text for part in first.title if part.marked] == ["Burglary", "dwelling"]
    assert (first.years, len(first.areas)) == ("2008–11", 1)
    assert all(page.fixed for page in result.pages)


def test_a_title_weighs_more_than_a_mention(held: sqlite3.Connection) -> None:
    titles = ["".join(part.text for part in finding.title) for finding in search(held, "burglary").findings]
    assert titles.index("Acquisitive crime") > titles.index("Domestic burglary")


def test_words_are_found_in_their_other_forms_and_phrases_as_they_stand(held: sqlite3.Connection) -> None:
    assert search(held, "burglaries").findings
    assert search(held, "burglar").findings
    assert search(held, '"domestic burglary"').findings
    assert not search(held, '"burglary domestic"').findings


def test_a_word_is_found_with_and_without_its_hyphen(tmp_path: Path) -> None:
    database = open_database(tmp_path / "plans.db", made.THEMES)
    paper = made.earlier_plan("Alderwick")
    pages = (replace(paper.document.pages[0], text="Re-offending and antisocial behaviour"),)
    store(database, replace(paper, document=replace(paper.document, pages=pages)), b"")
    for question in ("reoffending", "re-offending", "anti-social behaviour", "antisocial behav"):
        assert len(search(database.conn, question).pages) == 1, question
    assert not search(database.conn, "reoffending zebra").pages
    database.close()


def test_words_of_a_word_paper_lead_to_its_stretch(held: sqlite3.Connection) -> None:
    (page,) = search(held, "speeding").pages
    assert (page.fixed, page.number) == (False, 1)


def test_a_long_list_is_cut_and_says_so(held: sqlite3.Connection) -> None:
    result = search(held, "crime", limit=3)
    assert (len(result.findings), result.more_findings) == (3, True)


HOSTILE = [
    '"',
    '""',
    "'",
    "*",
    "a*",
    "NEAR(",
    "NEAR/3",
    "AND",
    "OR|NOT",
    "title:x",
    "^x",
    "-x",
    "+",
    "{a|b}",
    "(",
    ")",
    '"unbalanced|phrase',
    "a|AND|b|OR|NOT|c",
    "';",
    "DROP|TABLE|findings;|--",
    "%",
    "\\",
    "col|:|val",
    "😀",
]


@pytest.mark.parametrize(
    "question", [word.replace("|", " ") for word in HOSTILE] + ["\x00", "a\x00b", "\ud800", "\u0301", "x" * 5000]
)
def test_no_words_can_break_the_search(held: sqlite3.Connection, question: str) -> None:
    result = search(held, question)
    assert len(result.question) <= 200


def test_a_question_without_words_asks_nothing() -> None:
    assert as_match(' "" *** ()') is None
    assert as_match('police "drug use') == '"police"* AND "drug" AND "use"'
    assert as_match('"drug use" crimes') == '"drug use" AND "crimes"*'


def test_matches_can_be_narrowed_by_what_they_have_in_common(held: sqlite3.Connection) -> None:
    everything = search(held, "burglary")
    assert everything.counts is not None
    facets = {facet.key: facet for facet in everything.facets}
    assert {"kind", "area", "years"} <= set(facets)
    for key, facet in facets.items():
        for value, _, count in facet.values:
            narrowed = search(held, "burglary", chosen={key: value})
            assert narrowed.counts is not None
            assert sum(narrowed.counts.values()) == count, (key, value)
    years = {value: words for value, words, _ in facets["years"].values}
    assert years["2008-2011"] == "2008–11"
    both = search(held, "burglary", chosen={"area": "Alderwick", "years": "2008-2011", "kind": "priority"})
    assert {(found.kind, found.areas, found.years) for found in both.findings} == {("priority", ("Alderwick",), "2008–11")}
    assert next(facet for facet in both.facets if facet.key == "area").chosen == "Alderwick"


def test_a_place_and_a_year_find_their_plans(held: sqlite3.Connection) -> None:
    (plan,) = search(held, "alderwick 2008").plans
    assert (plan.areas, plan.years) == (("Alderwick",), "2008–11") and plan.priorities > 0
    assert search(held, "alderwick 1066").plans == ()


def test_results_go_on_from_a_place(held: sqlite3.Connection) -> None:
    whole = [found.id for found in search(held, "burglary", limit=50).findings]
    parts = [found.id for start in range(0, len(whole), 3) for found in search(held, "burglary", limit=3, start=start).findings]
    assert parts == whole and len(whole) > 3


def test_a_choice_that_nothing_has_finds_nothing(held: sqlite3.Connection) -> None:
    for chosen in ({"area": "Nowhere"}, {"kind": "x"}, {"years": "never"}, {"theme": "-"}):
        result = search(held, "burglary", chosen=chosen)
        assert result.findings == () and result.pages == () and result.plans == ()


def test_what_several_papers_of_a_plan_say_in_the_same_words_stands_once(tmp_path: Path) -> None:
    database = open_database(tmp_path / "plans.db", made.THEMES)
    paper = made.earlier_plan("Alderwick")
    store(database, paper, b"")
    store(database, replace(paper, paper=replace(paper.paper, file="again.pdf", sha256="b" * 64)), b"")
    (found,) = [one for one in search(database.conn, "dwelling").findings if one.kind == "priority"]
    assert (found.papers, found.page) == (2, 1)
    database.close()


def test_an_excerpt_of_a_table_of_contents_is_spared_its_dots(tmp_path: Path) -> None:
    database = open_database(tmp_path / "plans.db", made.THEMES)
    paper = made.earlier_plan("Alderwick")
    page = replace(paper.document.pages[0], text="Burglary " + "." * 60 + " 4\nZebra crossings . . . . . . . . . 5")
    store(database, replace(paper, document=replace(paper.document, pages=(page,))), b"")
    (found,) = search(database.conn, "zebra").pages
    said = "".join(part.text for part in found.snippet)
    assert "..." not in said and ". ." not in said and "Burglary … 4" in said
    database.close()


def test_a_page_of_a_joint_paper_is_one_of_the_areas_whose_plan_stands_on_it(demo: tuple[Path, object]) -> None:
    with sqlite3.connect(demo[0]) as connection:
        whole = search(connection, "shoplifting")
        report = {page.number: page.areas for page in whole.pages if page.paper_title == "Local Community Safety Plans"}
        assert report == {2: ("Stockton-on-Tees",)}
        everywhere = search(connection, '"strategic assessment"', limit=50)
        pages = {page.number: page.areas for page in everywhere.pages if page.paper_title == "Local Community Safety Plans"}
        assert (pages[1], pages[3]) == ((), ("Hartlepool",)), "what stands before the first plan is of none"
        area = next(facet for facet in everywhere.facets if facet.key == "area")
        for value, _, count in area.values:
            counts = search(connection, '"strategic assessment"', chosen={"area": value}).counts
            assert counts is not None and sum(counts.values()) == count
