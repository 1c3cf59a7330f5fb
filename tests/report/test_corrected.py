"""Comparison, evidence, paper and search show what a person decided, and the evidence says what it was before."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from write import factories as made

from extractor.report import compare, evidence, page_view, paper_whole, search
from extractor.write import Line, Said, open_database, record_corrections, store


@pytest.fixture
def corrected(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    """Alderwick's plan for 2008-11: one priority renamed and given another theme, one rejected, and so is a measure."""
    database = open_database(tmp_path / "plans.db", made.THEMES)
    store(database, made.earlier_plan("Alderwick"), b"")
    ids = dict(database.execute("SELECT title, id FROM findings WHERE kind IN ('priority', 'measure')").fetchall())
    lines = [
        Line(ids["Burglary dwelling"], Said(title="Violence at home", theme="domestic abuse", note="p. 3 says so")),
        Line(ids["Alcohol misuse"], Said(decision="reject")),
        Line(ids["Reduce robbery"], Said(decision="reject")),
    ]
    record_corrections(database, lines, at="2026-03-01T09:00:00+00:00", by="the team")
    yield database.conn
    database.close()


def finding(connection: sqlite3.Connection, query: str) -> str:
    return str(connection.execute(f"SELECT id FROM findings WHERE {query}").fetchone()[0])


def test_a_comparison_counts_what_a_person_decided(corrected: sqlite3.Connection) -> None:
    found = compare(corrected, ["Alderwick"], 2008, 2011)
    assert [(row.heading, [entry.title for entry in row.cells[0].own]) for row in found.rows] == [
        ("Domestic abuse", ["Violence at home"])
    ]


def test_evidence_says_what_was_corrected_and_shows_the_papers_own_words(corrected: sqlite3.Connection) -> None:
    found = evidence(corrected, finding(corrected, "title = 'Violence at home'"))
    assert found is not None and found.correction is not None
    assert found.correction.changes == (("theme", "burglary", "domestic abuse"), ("title", "Burglary dwelling", "Violence at home"))
    assert (found.correction.by, found.correction.note, found.correction.carried) == ("the team", "p. 3 says so", False)
    assert found.places[0].quote == "Burglary dwelling"


def test_a_rejected_finding_keeps_its_evidence_and_leaves_pages_and_search(corrected: sqlite3.Connection) -> None:
    rejected = finding(corrected, "title = 'Reduce robbery'")
    found = evidence(corrected, rejected)
    assert found is not None and found.correction is not None
    assert (found.correction.decision, found.facts["arithmetic"]) == ("reject", "disagrees")
    assert found.page is not None and rejected in [mark.id for mark in found.page.marks]
    page = page_view(corrected, found.paper.id, 1)
    assert page is not None and rejected not in [mark.id for mark in page.marks]
    assert search(corrected, "robbery").findings == ()
    paper = paper_whole(corrected, found.paper.id)
    assert paper is not None
    assert [measure["objective"] for measure in paper.plans[0].measures] == ["Reduce burglary dwelling"]
    assert [priority["title"] for priority in paper.plans[0].priorities] == ["Violence at home"]


def test_search_finds_the_corrected_words(corrected: sqlite3.Connection) -> None:
    assert len(search(corrected, '"violence at home"').findings) == 1
    assert evidence(corrected, finding(corrected, "title = 'Reduce burglary dwelling'")).correction is None  # type: ignore[union-attr]
