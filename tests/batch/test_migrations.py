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


def test_failures_known_by_name_alone_get_the_paths_of_the_ledger(tmp_path: Path) -> None:
    """Two unread papers of one name shared a row; one of a database without their paths keeps its name."""
    database = tmp_path / "plans.db"
    open_database(database).close()
    with closing(sqlite3.connect(database)) as connection:
        connection.executescript("""
            DROP TABLE unread; DROP TABLE failures;
            CREATE TABLE failures (file TEXT PRIMARY KEY, sha256 TEXT, stage TEXT NOT NULL, reason TEXT NOT NULL);
            CREATE TABLE unread (paper TEXT, failure TEXT REFERENCES failures (file) ON DELETE CASCADE, plan TEXT, area TEXT,
                                 period_start INTEGER, period_end INTEGER, page INTEGER, reason TEXT NOT NULL);
            INSERT INTO failures VALUES ('plan.pdf', 'bb', 'read', 'plan.pdf is damaged'), ('old.pdf', NULL, 'read', 'old.pdf: no');
            INSERT INTO unread (failure, area, reason) VALUES ('plan.pdf', 'Hartlepool', 'plan.pdf is damaged');
            INSERT INTO ledger (path, file, state, sha256, note)
            VALUES ('/a/plan.pdf', 'plan.pdf', 'quarantined', 'aa', 'is encrypted'),
                   ('/b/plan.pdf', 'plan.pdf', 'quarantined', 'bb', 'is damaged'), ('/c/plan.pdf', 'plan.pdf', 'read', 'cc', NULL);
            PRAGMA user_version = 6;
        """)
    fresh = open_database(tmp_path / "fresh.db")
    with opened(database) as connection:
        assert shape(connection) == shape(fresh.conn)
        assert connection.execute("SELECT path, file, reason FROM failures ORDER BY path").fetchall() == [
            ("/a/plan.pdf", "plan.pdf", "plan.pdf: is encrypted"),
            ("/b/plan.pdf", "plan.pdf", "plan.pdf is damaged"),
            ("old.pdf", "old.pdf", "old.pdf: no"),
        ]
        assert connection.execute("SELECT failure, area FROM unread ORDER BY failure").fetchall() == [
            ("/a/plan.pdf", "Hartlepool"),
            ("/b/plan.pdf", "Hartlepool"),
        ]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    fresh.close()


def test_a_failure_of_an_older_database_goes_once_its_paper_is_read(run: Run, tmp_path: Path) -> None:
    database = made(RELEASED[0], tmp_path / "plans.db")
    with opened(database) as connection:
        ((path, file),) = connection.execute("SELECT path, file FROM failures").fetchall()
    assert path == file == "broken.pdf"
    paper = tmp_path / file
    paper.write_text("Community Safety Plan 2014-17\n\nHartlepool\n\nOur priorities are:\n- Burglary\n- Drugs\n", encoding="utf-8")
    assert run("ingest", paper, "--database", database).code == 0
    with opened(database) as connection:
        assert connection.execute("SELECT count(*) FROM failures").fetchone() == (0,)
