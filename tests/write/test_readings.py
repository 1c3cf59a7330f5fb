"""Each run remembers what its papers gave, small, and forgets it only when told to."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from pathlib import Path

from sqlite_utils import Database

from extractor.model import Extract
from extractor.write import Run, known, open_database, opened, prune, reading_of, record_run, store
from write import factories as made


def run(database: Database, number: int, *extracts: Extract) -> str:
    for extract in extracts:
        store(database, extract, b"")
    papers = tuple((extract.paper.file, extract.paper.sha256, "read") for extract in extracts)
    started = f"2026-01-0{number}T10:00:00"
    return record_run(database, Run(started, started, extracts[0].rules_hash, len(extracts), 0, 0, papers))


def changed(extract: Extract) -> Extract:
    plan = extract.plans[0]
    return replace(extract, plans=(replace(plan, priorities=plan.priorities[1:]),), rules_hash="rules-2")


def test_a_run_knows_its_papers_and_what_each_gave(database: Database) -> None:
    extract = made.earlier_plan("Alderwick")
    first, second = run(database, 1, extract, made.four_boroughs()), run(database, 2, changed(extract))
    query = (
        "SELECT run_papers.file, readings.rules_hash FROM run_papers JOIN readings ON readings.id = reading "
        "WHERE run = ? ORDER BY run_papers.position"
    )
    assert database.execute(query, [first]).fetchall() == [
        ("alderwick-2008.pdf", "rules-1"),
        ("joint-plans-2011-14.pdf", "rules-1"),
    ]
    assert database.execute(query, [second]).fetchall() == [("alderwick-2008.pdf", "rules-2")]


def test_a_reading_is_kept_once_and_is_small(database: Database) -> None:
    extract = made.four_boroughs()
    for number in (1, 2, 3):
        run(database, number, extract)
    (count, size), findings = database.execute("SELECT count(*), max(length(data)) FROM readings").fetchone(), reading_of(extract)
    assert (count, len(findings)) == (1, database["findings"].count)
    assert size < 120 * len(findings)


def test_a_reading_holds_what_the_program_read_not_what_a_person_said(database: Database) -> None:
    extract = made.earlier_plan("Alderwick")
    assert {(one["kind"], one["title"]) for one in reading_of(extract)} >= {
        ("priority", "Burglary dwelling"),
        ("measure", "Reduce robbery"),
    }
    (robbery,) = [one for one in reading_of(extract) if one["title"] == "Reduce robbery"]
    assert (robbery["values"]["arithmetic"], robbery["values"]["areas"], robbery["values"]["period"]) == (
        "disagrees",
        ["Alderwick"],
        [2008, 2011],
    )


def test_old_runs_are_forgotten_only_when_told_and_never_what_is_held_now(database: Database) -> None:
    extract = made.earlier_plan("Alderwick")
    for number, one in enumerate((extract, changed(extract), extract), start=1):
        run(database, number, one)
    assert database["readings"].count == 2
    assert prune(database, keep=1) == (2, 1)
    assert database.execute("SELECT readings.rules_hash FROM readings JOIN papers ON reading = readings.id").fetchall() == [
        ("rules-1",)
    ]
    assert prune(database, keep=0) == (1, 0)


def test_a_database_of_an_earlier_version_gains_what_it_lacks_and_keeps_what_it_holds(tmp_path: Path) -> None:
    path = tmp_path / "plans.db"
    database = open_database(path, made.THEMES)
    store(database, made.earlier_plan("Alderwick"), b"")
    wanted = {name: [column.name for column in database[name].columns] for name in database.table_names()}
    before = database.execute("SELECT id, title FROM findings ORDER BY id").fetchall()
    database.close()
    with sqlite3.connect(path) as connection:
        for (view,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'view'").fetchall():
            connection.execute(f"DROP VIEW {view}")
        for table in ("corrected_values", "correction_matches", "corrections", "machine_rows", "run_papers", "readings"):
            connection.execute(f"DROP TABLE {table}")
        connection.execute("ALTER TABLE papers DROP COLUMN reading")
        connection.execute("ALTER TABLE findings DROP COLUMN decision")
        connection.execute("PRAGMA user_version = 1")
    with opened(path) as connection:
        assert connection.execute("SELECT id, title FROM findings ORDER BY id").fetchall() == before
    database = open_database(path)
    assert {name: sorted(column.name for column in database[name].columns) for name in database.table_names()} == {
        name: sorted(columns) for name, columns in wanted.items()
    }
    assert [one.rules_hash for one in known(database).values()] == [None], "papers without a kept reading are to be read once more"
    assert store(database, made.earlier_plan("Alderwick"), b"") == "unchanged"
    assert [one.rules_hash for one in known(database).values()] == ["rules-1"]
