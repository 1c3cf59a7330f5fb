"""A paper held as PDF and as Word stands once wherever a person reads, with its forms named."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from extractor import report
from extractor.report.appendix.papers import left_out
from extractor.report.forms import forms_held, in_one_form, kind_of_file
from extractor.report.paper import paper_whole, plan_page
from extractor.report.related import related_papers
from extractor.review import to_review

TWICE = "SELECT form_of FROM paper_forms WHERE form_of <> paper ORDER BY form_of LIMIT 1"


@pytest.fixture
def plans(demo: tuple[Path, object]) -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(f"{demo[0].as_uri()}?mode=ro", uri=True)
    yield connection
    connection.close()


def test_forms_are_named_with_the_one_that_counts_first(plans: sqlite3.Connection) -> None:
    (paper,) = plans.execute("SELECT id FROM papers WHERE file = 'charnwood-2005-08-strategy.docx'").fetchone()
    forms = forms_held(plans, [paper, "0000000000000000"])[paper]
    assert [(form.name, form.paged) for form in forms] == [("PDF", True), ("Word", False)]
    assert forms[0].paper != paper and forms[1].paper == paper


def test_of_the_forms_of_a_paper_only_one_is_shown() -> None:
    later = {"word": "pdf", "scan": "pdf"}
    assert in_one_form(["word", "pdf", "scan", "pdf"], str, later) == ["pdf", "pdf"]
    assert in_one_form(["other", "scan", "word", "scan"], str, later) == ["other", "scan", "scan"], "the one that matches"


def test_search_finds_a_paper_once_and_names_its_forms(plans: sqlite3.Connection) -> None:
    found = report.search(plans, "domestic burglary", 100)
    held = [page.paper for page in found.pages] + [finding.paper for finding in found.findings]
    later = {paper for (paper,) in plans.execute("SELECT paper FROM paper_forms WHERE form_of <> paper")}
    assert held and not later & set(held)
    assert {("PDF", "Word")} <= {page.forms for page in found.pages}
    named = Counter((plan.areas, plan.years) for plan in report.search(plans, "Charnwood 2005").plans)
    assert set(named.values()) == {1}


def test_comparisons_and_documents_name_a_paper_once(plans: sqlite3.Connection) -> None:
    compared = report.compare(plans, ["Charnwood"], 2005, 2008)
    assert [paper.forms for paper in compared.papers] == [("PDF", "Word")]
    assert len(compared.columns[0].plans) == 1 and not compared.merged
    elsewhere = report.compare(plans, ["Charnwood"], 2011, 2014)
    assert [one.forms for one in left_out(plans, elsewhere) if one.areas == ("Charnwood",)] == [("PDF", "Word")]


def test_lists_of_the_command_line_have_one_line_for_a_paper(run: Callable[..., Any], demo: tuple[Path, object]) -> None:
    types = run("national", "--crime-types", "--area", "Charnwood", "--database", demo[0]).out.splitlines()
    assert len(types) == len(set(types)) == 10 and all(line.endswith(".pdf (held as PDF, Word)") for line in types)
    assert run("national", "--uncommented", "--database", demo[0]).out.count("40. ") == 1
    held = run("gaps", "Charnwood", "--held", "--database", demo[0]).out
    assert "Charnwood 2005–08: current  charnwood-2005-08-strategy.pdf (held as PDF, Word)\n" in held


def test_a_person_reviews_a_paper_once(plans: sqlite3.Connection) -> None:
    lines = to_review(plans, everything=True)
    assert "charnwood-2005-08-strategy.docx" not in {line["file"] for line in lines}
    assert {line["other_files"] for line in lines if line["file"] == "charnwood-2005-08-strategy.pdf"} == {
        "charnwood-2005-08-strategy.docx"
    }
    (word,) = plans.execute(
        "SELECT findings.id FROM findings JOIN papers ON papers.id = paper "
        "WHERE file = 'charnwood-2005-08-strategy.docx' AND findings.kind = 'priority' LIMIT 1"
    ).fetchone()
    assert len(to_review(plans, everything=True, only=word)) == 1, "whoever asks for it still gets it"


def test_pages_of_a_paper_and_a_plan_lead_to_the_other_forms(plans: sqlite3.Connection) -> None:
    (paper,) = plans.execute(TWICE).fetchone()
    whole = paper_whole(plans, paper)
    assert whole is not None and whole.forms[0].name == "PDF" and not whole.related
    (plan,) = plans.execute("SELECT id FROM plans WHERE paper = ?", [paper]).fetchone()
    page = plan_page(plans, plan)
    assert page is not None and page.forms == whole.forms and not page.also_in


def test_related_papers_are_told_both_ways_in_plain_words(plans: sqlite3.Connection) -> None:
    copy = sqlite3.connect(":memory:")
    plans.backup(copy)
    copy.execute("DELETE FROM paper_relations")
    once = "SELECT id FROM papers WHERE id NOT IN (SELECT paper FROM paper_forms WHERE form_of <> paper) ORDER BY id LIMIT 3"
    pack, minute, draft = (paper for (paper,) in copy.execute(once))
    rows = [(minute, pack, "contained", 0.9, "3-5", "r"), (pack, draft, "supersedes", 0.8, None, "r")]
    copy.executemany("INSERT INTO paper_relations VALUES (?, ?, ?, ?, ?, ?)", rows)
    told = {paper: [(one.how, one.id) for one in related_papers(copy, paper)] for paper in (pack, minute, draft)}
    assert told == {
        pack: [("Replaces", draft), ("Holds", minute)],
        minute: [("Also stands in", pack)],
        draft: [("Replaced by", pack)],
    }
    (inside,) = related_papers(copy, minute)
    assert inside.pages_in_words == "pages 3-5"
    copy.close()


def test_a_file_without_pages_is_called_by_its_kind() -> None:
    assert kind_of_file("application/msword") == "A Word file"
    assert kind_of_file("text/html") == "A web page"
    assert kind_of_file("something/else") == "This kind of file"
