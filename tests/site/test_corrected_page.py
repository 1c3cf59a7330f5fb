"""An evidence page tells what a person corrected, and a database of an earlier version still opens."""

from __future__ import annotations

import asyncio
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from write import factories as made

from extractor.serve import site_over
from extractor.write import Line, Said, open_database, record_corrections, store


@pytest.fixture
def path(tmp_path: Path) -> Path:
    database = open_database(tmp_path / "plans.db", made.THEMES)
    store(database, made.earlier_plan("Alderwick"), b"")
    ids = dict(database.execute("SELECT title, id FROM priorities").fetchall())
    lines = [
        Line(ids["Burglary dwelling"], Said(title="Burglary <b>at home</b>", note="see <i>p. 3</i>")),
        Line(ids["Alcohol misuse"], Said(decision="reject")),
    ]
    record_corrections(database, lines, at="2026-03-01T09:00:00+00:00", by="the team")
    database.close()
    return tmp_path / "plans.db"


def page(path: Path, title: str) -> Any:
    with sqlite3.connect(path) as connection:
        (identifier,) = connection.execute("SELECT id FROM findings WHERE title = ?", [title]).fetchone()
    return asyncio.run(site_over(path).client.get(f"/evidence/{identifier}"))


def test_a_corrected_finding_says_from_what_by_whom_and_when(path: Path) -> None:
    answer = page(path, "Burglary <b>at home</b>")
    assert answer.status_code == 200
    assert "Corrected by a person</strong> (the team), 1 March 2026." in answer.text
    assert "Title corrected from “Burglary dwelling”." in answer.text
    assert "see &lt;i&gt;p. 3&lt;/i&gt;" in answer.text and "<b>at home</b>" not in answer.text


def test_a_rejected_finding_still_has_its_page(path: Path) -> None:
    answer = page(path, "Alcohol misuse")
    assert answer.status_code == 200
    assert "Rejected by a person</strong>" in answer.text


def test_a_database_of_an_earlier_version_is_brought_up_to_date_when_it_is_opened(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        for (view,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'view'").fetchall():
            connection.execute(f"DROP VIEW {view}")
        for table in ("corrected_values", "correction_matches", "corrections", "machine_rows"):
            connection.execute(f"DROP TABLE {table}")
        connection.execute("PRAGMA user_version = 1")
    assert page(path, "Burglary <b>at home</b>").status_code == 200
