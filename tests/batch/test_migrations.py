"""A database of every released version is brought up to date: what it held is there, what people said holds, and a run goes on."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from whole import Ran

from extractor.write import check_content, open_database, opened

Run = Callable[..., Ran]
RELEASED = sorted((Path(__file__).parent / "released").glob("*.sql"))


def made(release: Path, database: Path) -> Path:
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.executescript(release.read_text(encoding="utf-8"))
    return database


def shape(connection: sqlite3.Connection) -> dict[str, list[tuple[object, ...]]]:
    """Table -> its columns by name, each with type, default and place in the key."""
    names = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type IN ('table', 'view')")]
    return {
        name: sorted(row[1:3] + row[5:6] for row in connection.execute(f"PRAGMA table_info([{name}])").fetchall()) for name in names
    }


@pytest.mark.parametrize("release", RELEASED, ids=lambda path: path.stem)
def test_a_released_database_gets_the_tables_of_today_and_keeps_its_rows(release: Path, tmp_path: Path) -> None:
    database = made(release, tmp_path / "plans.db")
    with closing(sqlite3.connect(database)) as connection:
        tables = [
            name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'") if "_fts" not in name
        ]
        before = {name: connection.execute(f"SELECT count(*) FROM [{name}]").fetchone() for name in tables}
    fresh = open_database(tmp_path / "fresh.db")
    with opened(database) as connection:
        assert shape(connection) == shape(fresh.conn)
        assert {name: connection.execute(f"SELECT count(*) FROM [{name}]").fetchone() for name in tables} == before
        check_content(connection)
        assert connection.execute("SELECT title FROM priorities WHERE title LIKE 'Burglary%'").fetchall() == [
            ("Burglary of homes",)
        ]
        found = connection.execute("SELECT count(*) FROM findings_fts WHERE findings_fts MATCH 'burglary'").fetchone()
        assert found[0] >= 1, "the search finds what was held"
    fresh.close()


@pytest.mark.parametrize("release", RELEASED, ids=lambda path: path.stem)
def test_a_run_goes_on_from_a_released_database(release: Path, run: Run, tmp_path: Path) -> None:
    database = made(release, tmp_path / "plans.db")
    folder = tmp_path / "papers"
    folder.mkdir()
    (folder / "another.txt").write_text("Community Safety Plan 2014-17\n\nHartlepool\n\nOur priorities are:\n- Burglary\n- Drugs\n")
    assert run("ingest", folder, "--database", database).code == 0
    with closing(sqlite3.connect(database)) as connection:
        assert connection.execute("SELECT count(*) FROM papers").fetchone() == (3,)
        assert connection.execute("SELECT title FROM priorities WHERE title = 'Burglary of homes'").fetchall()
    assert run("status", database).code == 0


def test_every_release_has_its_database() -> None:
    assert RELEASED, "tests/batch/released holds one for each"
