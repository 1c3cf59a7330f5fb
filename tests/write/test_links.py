"""What became of each priority, and the same in other areas' words, as rows of the database."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlite_utils import Database

from extractor.codebook import Codebook
from extractor.flow import shipped_codebook
from extractor.write import open_database, refresh_links, store
from write import factories as made


@pytest.fixture(scope="module")
def codebook() -> Codebook:
    return shipped_codebook()


def fill(database: Database) -> None:
    for paper in [made.four_boroughs(), *(made.earlier_plan(area) for area in made.BOROUGHS[:3]), made.word_paper()]:
        store(database, paper, b"bytes")


def history(database: Database, area: str) -> set[tuple[str | None, str, str | None]]:
    query = (
        "SELECT before, status, after FROM priority_history WHERE area = ? AND before_start IS NOT NULL AND after_start IS NOT NULL"
    )
    return set(database.execute(query, [area]).fetchall())


def test_links_are_rows_with_both_wordings(database: Database, codebook: Codebook) -> None:
    fill(database)
    assert refresh_links(database, codebook).renewed
    assert history(database, "Alderwick") == {
        ("Burglary dwelling", "reworded", "Acquisitive crime"),
        ("Alcohol misuse", "moved level", "Anti-social behaviour"),
        (None, "new", "Anti-social behaviour"),
        (None, "new", "Violent crime, including domestic violence"),
        (None, "new", "Reduce re-offending"),
        (None, "new", "Drug related offending"),
    }
    assert database.execute("PRAGMA foreign_key_check").fetchall() == []


def test_nothing_is_done_twice_and_a_new_paper_is_taken_in(database: Database, codebook: Codebook) -> None:
    fill(database)
    first = refresh_links(database, codebook)
    assert refresh_links(database, codebook) == type(first)(first.links, first.likenesses, False)
    store(database, made.earlier_plan("Dunmere"), b"bytes")
    assert history(database, "Dunmere") == set()
    assert refresh_links(database, codebook).renewed
    assert ("Burglary dwelling", "dropped", None) in history(database, "Dunmere")


def test_ids_of_links_outlive_a_new_reading_of_the_same_papers(tmp_path: Path, codebook: Codebook) -> None:
    found = []
    for name in ("one.db", "two.db"):
        database = open_database(tmp_path / name, made.THEMES)
        fill(database)
        refresh_links(database, codebook)
        found.append(database.execute("SELECT * FROM links ORDER BY id").fetchall())
        database.close()
    assert found[0] == found[1]


def test_a_paper_taken_out_takes_its_links_along(database: Database, codebook: Codebook) -> None:
    fill(database)
    refresh_links(database, codebook)
    database.execute("DELETE FROM papers WHERE file LIKE 'alderwick%'")
    assert history(database, "Alderwick") == set()
    assert refresh_links(database, codebook).renewed
    assert {row[0] for row in database.execute("SELECT rule FROM links WHERE area = 'Alderwick' AND before_finding IS NULL")} == {
        "no earlier plan held"
    }


def test_what_a_person_rejected_is_not_linked(database: Database, codebook: Codebook) -> None:
    fill(database)
    database.execute("UPDATE findings SET decision = 'reject' WHERE kind = 'priority' AND title = 'Alcohol misuse'")
    refresh_links(database, codebook)
    assert not any("Alcohol misuse" in row for row in history(database, "Alderwick"))


def test_likenesses_name_the_other_areas_words(database: Database, codebook: Codebook) -> None:
    fill(database)
    refresh_links(database, codebook)
    wanted = "area = 'Dunmere' AND priority = 'Reduce re-offending' ORDER BY other_area"
    assert database.execute(f"SELECT other_area, other_priority, rule FROM in_other_words WHERE {wanted}").fetchall() == [
        (area, "Reduce re-offending", "same words") for area in ("Alderwick", "Brackenmoor", "Carrow and Fell")
    ]


def test_an_empty_database_has_no_links(database: Database, codebook: Codebook) -> None:
    found = refresh_links(database, codebook)
    assert (found.links, found.likenesses) == (0, 0)
