"""A run works on a private copy beside the database; when that is whole and has passed its check, it takes the database's place.

Readers see the old content or the new, never a mixture. A run that is interrupted leaves its copy behind, and the next goes on from
it.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlite_utils import Database

from extractor.codebook import Codebook
from extractor.errors import DatabaseError, ExtractorError
from extractor.write.corrections import take_over_corrections
from extractor.write.database import APPLICATION_ID, SCHEMA_VERSION, check_database, open_database, told
from extractor.write.ledger import Entry, ledger, papers_with_problems
from extractor.write.locks import one_writer
from extractor.write.renew import renew
from extractor.write.store import Known, Run, known, record_run

_NEWEST_RUN = "SELECT id FROM runs ORDER BY started DESC, finished DESC, id DESC LIMIT 1"


class Building:
    """The private copy of a database while a run works on it. ``resumed``: it is what an interrupted run left."""

    def __init__(self, path: Path, database: Database, codebook: Codebook, resumed: bool) -> None:
        self.database = database
        self.resumed = resumed
        self._codebook = codebook
        self._path = path

    def publish(self, run: Run | None) -> None:
        """Checks the copy, notes ``run`` in it, if papers were read, and puts it in the place of the database.

        Corrections that people made meanwhile go into it first. The run is noted last of all: from a copy that knows of a run
        which the database does not, no other run goes on. Raises DatabaseError where the check finds a fault, StorageError,
        LockedError; the database is then as it was.
        """
        private = private_path(self._path)
        with one_writer(self._path), told(private):
            if self._path.exists() and self._path.stat().st_size:
                with closing(sqlite3.connect(self._path)) as served:  # finishes what a killed writer left undone
                    if served.execute("PRAGMA journal_mode").fetchone()[0] != "delete":
                        served.execute("PRAGMA journal_mode = DELETE")
                if take_over_corrections(self.database, self._path, self._codebook):
                    renew(self.database, self._codebook)
            self.database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            self.database.execute("PRAGMA journal_mode = DELETE")
            try:
                check_content(self.database.conn)
            except DatabaseError as fault:
                self.database.close()
                failed = self._path.with_name(f"{self._path.name}.failed")
                private.replace(failed)
                raise DatabaseError(f"{fault}: {self._path} was left as it was, and what was built is kept as {failed}") from fault
            if run is not None:
                record_run(self.database, run)
            self.database.close()
            _to_disk(private)
            if self._path.exists():
                shutil.copymode(self._path, private)
            private.replace(self._path)
            _to_disk(self._path.parent)


def themes_of(codebook: Codebook) -> list[tuple[str, str, int]]:
    """(code, heading, order) of each theme of the rules."""
    return [(entry.id, str(entry["heading"]), int(entry["order"])) for entry in codebook.entries("themes")]


def left_unfinished(path: Path) -> bool:
    """Whether an interrupted run left a copy that the next one will go on from."""
    return private_path(path.resolve()).exists()


def looked_at(path: Path, take: Callable[[dict[str, Entry], dict[str, Known], dict[str, str]], None]) -> bool:
    """Gives ``take`` the ledger, the papers held and their problems, without changing the database at ``path``.

    False where an older version of the program made the database, which has to be brought up to date first. Raises DatabaseError.
    """
    check_database(path)
    with told(path), closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, timeout=30)) as served:
        if served.execute("PRAGMA user_version").fetchone()[0] < SCHEMA_VERSION:
            return False
        held = Database(served)
        take(ledger(held), known(held), dict(papers_with_problems(held)))
    return True


def record_run_in_place(path: Path, run: Run) -> None:
    """Notes a run that changed nothing, in the database itself. Raises DatabaseError, StorageError or LockedError."""
    with one_writer(path):
        database = open_database(path)
        try:
            record_run(database, run)
        finally:
            database.close()


def private_path(path: Path) -> Path:
    """Where the private copy of a database is built: beside it, so that it can take its place in one step."""
    return path.with_name(f"{path.name}.building")


@contextmanager
def building(path: Path, codebook: Codebook) -> Iterator[Building]:
    """A private copy of the database at ``path`` to work on, or what an interrupted run left of one.

    It is kept, and the database left as it is, unless it is published. Only for who holds one_run. Raises DatabaseError for a file
    that is no plans database, StorageError, LockedError.
    """
    path = path.resolve()
    private = private_path(path)
    resumed = _usable(private, path)
    if not resumed:
        _remove(private)
        if path.exists() and path.stat().st_size:
            check_database(path)
            with told(path):
                _copy(path, private)
    database = open_database(private, themes_of(codebook))
    try:
        with told(private):
            # Quick, and whole after kill -9; after a power cut the copy may be lost, never the database.
            database.execute("PRAGMA journal_mode = WAL")
            database.execute("PRAGMA synchronous = NORMAL")
            if resumed and path.exists():
                take_over_corrections(database, path, codebook)
        yield Building(path, database, codebook, resumed)
    finally:
        with contextlib.suppress(sqlite3.Error):
            database.close()


def check_content(connection: sqlite3.Connection) -> None:
    """Raises DatabaseError where a database is damaged, a row points nowhere, or counts that must agree do not."""
    damage = [row[0] for row in connection.execute("PRAGMA integrity_check(3)").fetchall() if row[0] != "ok"]
    if damage:
        raise DatabaseError(f"the check of the built database failed ({'; '.join(damage)})")
    astray = connection.execute("PRAGMA foreign_key_check").fetchall()
    if astray:
        tables = ", ".join(sorted({str(row[0]) for row in astray}))
        raise DatabaseError(f"the check of the built database failed (rows of {tables} point at rows that are not there)")
    for what, query in _COUNTS.items():
        one, other = connection.execute(query).fetchone()
        if one != other:
            raise DatabaseError(f"the check of the built database failed ({what}: {one} and {other})")


_COUNTS = {
    "papers and their files": "SELECT (SELECT count(*) FROM papers), (SELECT count(*) FROM files)",
    "findings and their own rows": """
        SELECT (SELECT count(*) FROM findings WHERE kind = 'priority' AND decision IS NOT 'reject'),
               (SELECT count(*) FROM priorities)
    """,
    "papers that the ledger has as read and papers held": """
        SELECT count(*), coalesce(sum(papers.id IS NOT NULL), 0) FROM ledger LEFT JOIN papers ON papers.sha256 = ledger.sha256
        WHERE ledger.state IN ('read', 'partial')
    """,
}
"""What is counted twice, and has to come out the same."""


def _usable(private: Path, path: Path) -> bool:
    """Whether a private copy is whole and was made of the database as it is now, corrections apart."""
    if not private.exists():
        return False
    try:
        with closing(sqlite3.connect(private)) as held:
            if held.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
                return False
            if held.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
                return False
            base = held.execute(_NEWEST_RUN).fetchone()
        if not path.exists() or not path.stat().st_size:
            return base is None
        check_database(path)
        with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as served:
            return bool(served.execute(_NEWEST_RUN).fetchone() == base)
    except (sqlite3.Error, ExtractorError):
        return False


def _remove(private: Path) -> None:
    for ending in ("", "-wal", "-shm", "-journal"):
        private.with_name(private.name + ending).unlink(missing_ok=True)


def _copy(path: Path, private: Path) -> None:
    with closing(sqlite3.connect(path)) as served, closing(sqlite3.connect(private)) as copy:
        copy.execute("PRAGMA synchronous = OFF")  # a copy that is not whole is thrown away
        served.backup(copy)


def _to_disk(path: Path) -> None:
    with contextlib.suppress(PermissionError):  # Windows opens no folders
        file = os.open(path, os.O_RDONLY)
        try:
            os.fsync(file)
        finally:
            os.close(file)
