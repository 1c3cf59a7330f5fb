"""Opening, making and checking a plans database."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlite_utils import Database

from extractor.assets import asset
from extractor.errors import DatabaseError, LockedError, StorageError
from extractor.write.locks import one_writer
from extractor.write.older import failures_by_file, failures_by_path

APPLICATION_ID = int.from_bytes(b"PLAN", "big")
"""Written in the file's head, so that a database is known as ours without looking into it."""
SCHEMA_VERSION = 10
_BUSY_SECONDS = 30.0


def open_database(path: Path, themes: Iterable[tuple[str, str, int]] = ()) -> Database:
    """Opens a plans database for writing, made anew where there is none.

    ``themes`` are (code, heading, order) of the theme list; they replace what the database held of it.
    Raises DatabaseError for a file that is not a plans database, StorageError where the file cannot be written.
    """
    new = not path.exists() or path.stat().st_size == 0
    if new and not path.parent.is_dir():
        raise StorageError(f"{path}: the folder {path.parent} does not exist: make it first, or name another database")
    if not new:
        check_database(path)
    with told(path):
        connection = sqlite3.connect(path, timeout=_BUSY_SECONDS)
        try:
            database = Database(connection)
            connection.execute("PRAGMA foreign_keys = ON")
            if new:
                _create(database)
            _renew_tables(database)
            _renew_views(database)
            _write_themes(database, themes)
        except BaseException:
            connection.close()
            raise
    return database


@contextmanager
def opened(path: Path) -> Iterator[sqlite3.Connection]:
    """A plans database for reading only, brought up to date first where an older version of the program made it.

    Raises DatabaseError for any other file.
    """
    check_database(path)
    if _version(path) < SCHEMA_VERSION:
        with one_writer(path):
            open_database(path).close()
    with told(path):
        connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, timeout=_BUSY_SECONDS)
        try:
            yield connection
        finally:
            connection.close()


def _version(path: Path) -> int:
    """The schema's version, from bytes 60 to 64 of the file's head."""
    with path.open("rb") as file:
        return int.from_bytes(file.read(64)[60:64], "big")


def check_database(path: Path) -> None:
    """Says nothing of a database that this program can use; DatabaseError for any other file, in one line that says what to do."""
    if not path.exists():
        if path.with_name(f"{path.name}.building").exists():
            raise DatabaseError(
                f"{path}: not there yet: its first run goes on, or was interrupted and the same command takes it up"
            )
        raise DatabaseError(f"{path}: there is no such database: make it with 'extractor ingest PAPERS --database {path}'")
    if not path.is_file():
        raise DatabaseError(f"{path} is not a file: name a database file, such as plans.db")
    try:
        with path.open("rb") as file:
            head = file.read(16)
    except OSError as error:
        raise DatabaseError(f"{path} cannot be read ({error.strerror}): check its permissions") from error
    if head != b"SQLite format 3\x00":
        raise DatabaseError(f"{path} is not a database: name another file; this one was left as it is")
    with told(path):
        connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, timeout=_BUSY_SECONDS)
        try:
            mark = connection.execute("PRAGMA application_id").fetchone()[0]
            version = connection.execute("PRAGMA user_version").fetchone()[0]
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        finally:
            connection.close()
    if mark != APPLICATION_ID:
        raise DatabaseError(f"{path} is a database of another program: name another file; this one was left as it is")
    if version > SCHEMA_VERSION:
        raise DatabaseError(f"{path} was made by a newer version of this program: install that version to use it")


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Turns SQLite's errors into ours: one line that names the file and says what to do."""
    try:
        yield
    except sqlite3.OperationalError as error:
        message = str(error)
        if "locked" in message:
            raise LockedError(f"{path} is in use by another program: wait for it to finish, then run this again") from error
        if "full" in message or "disk I/O" in message:
            raise StorageError(f"{path}: the disk is full or failing: free some space, then run this again") from error
        if "readonly" in message or "unable to open" in message:
            raise StorageError(f"{path} cannot be written: check its permissions and those of its folder") from error
        raise DatabaseError(f"{path} cannot be used ({message}): move it away and ingest the papers again") from error
    except sqlite3.DatabaseError as error:
        raise DatabaseError(f"{path} is damaged ({error}): move it away and ingest the papers again") from error
    except UnicodeDecodeError as error:  # sqlite3 itself, over a broken name or message in the file
        raise DatabaseError(f"{path} is damaged: move it away and ingest the papers again") from error
    except OSError as error:
        raise StorageError(f"{path} cannot be opened ({error.strerror})") from error


def _create(database: Database) -> None:
    """Makes all tables. SQLite's rollback journal is kept: a finished database is one file, and readers see every commit."""
    with database.atomic():
        database.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        database.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
        database.executescript((asset("db") / "schema.sql").read_text("utf-8"))


def _renew_tables(database: Database) -> None:
    """Gives a database of an older version the tables, columns, indexes and triggers it lacks; what it holds stays as it is."""
    if database.conn.execute("PRAGMA user_version").fetchone()[0] == SCHEMA_VERSION:
        return
    wanted = sqlite3.connect(":memory:")
    try:
        wanted.executescript((asset("db") / "schema.sql").read_text("utf-8"))
        query = "SELECT name, type, sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT GLOB '*_fts_*' ORDER BY rowid"
        with database.atomic():
            failures = failures_by_file(database.conn)
            held = {name for (name,) in database.conn.execute("SELECT name FROM sqlite_master")}
            for name, kind, sql in wanted.execute(query).fetchall():
                if name not in held:
                    database.execute(sql)
                elif kind == "table":
                    _add_columns(database, wanted, name, sql)
            failures_by_path(database.conn, failures)
            database.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
    finally:
        wanted.close()


def _add_columns(database: Database, wanted: sqlite3.Connection, table: str, sql: str) -> None:
    held = {row[1] for row in database.conn.execute(f"PRAGMA table_info([{table}])")}
    for _, column, *_ in wanted.execute(f"PRAGMA table_info([{table}])").fetchall():
        if column not in held:
            line = next(line.strip().rstrip(",") for line in sql.splitlines() if line.split()[:1] == [column])
            database.execute(f"ALTER TABLE [{table}] ADD COLUMN {line}")


def _renew_views(database: Database) -> None:
    wanted = dict(_views((asset("db") / "views.sql").read_text("utf-8")))
    held = dict(database.conn.execute("SELECT name, sql FROM sqlite_master WHERE type = 'view'").fetchall())
    if wanted == held:
        return
    with database.atomic():
        for name in held:
            database.execute(f"DROP VIEW [{name}]")
        for sql in wanted.values():
            database.execute(sql)


def _views(script: str) -> Iterator[tuple[str, str]]:
    """(name, statement without its semicolon) of each view, as SQLite keeps it."""
    for statement in script.split(";\n"):
        start = statement.find("CREATE VIEW ")
        if start >= 0:
            sql = statement[start:].strip()
            yield sql.split()[2], sql


def _write_themes(database: Database, themes: Iterable[tuple[str, str, int]]) -> None:
    rows = [{"code": code, "heading": heading, "position": position} for code, heading, position in themes]
    if not rows:
        return
    with database.atomic():
        database["themes"].upsert_all(rows, pk="code")
        database.execute(
            "DELETE FROM themes WHERE code NOT IN (SELECT value FROM json_each(?)) "
            "AND NOT EXISTS (SELECT 1 FROM priority_themes WHERE theme = themes.code)",
            [json.dumps([row["code"] for row in rows])],
        )
