"""Tables of older databases that cannot be brought up to date by adding columns: taken out, and put back in their new shape."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

_Row = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Failures:
    """(file, sha256, stage, reason) of papers that could not be read, and what else could not, columns by name."""

    failures: tuple[_Row, ...] = ()
    unread: tuple[_Row, ...] = ()


def failures_by_file(connection: sqlite3.Connection) -> Failures:
    """Takes out the table of failures of a database that knows them by name alone, and the one that refers to it.

    In the transaction of the caller, who makes both anew and calls failures_by_path.
    """
    columns = [row[1] for row in connection.execute("PRAGMA table_info(failures)")]
    if not columns or "path" in columns:
        return Failures()
    unread = connection.execute(f"SELECT {_UNREAD} FROM unread").fetchall()
    failures = connection.execute("SELECT file, sha256, stage, reason FROM failures").fetchall()
    connection.execute("DROP TABLE unread")
    connection.execute("DROP TABLE failures")
    return Failures(tuple(failures), tuple(unread))


_UNREAD = "paper, failure, plan, area, period_start, period_end, page, reason"


def failures_by_path(connection: sqlite3.Connection, taken: Failures) -> None:
    """Puts back what failures_by_file took out. Where the ledger has several files of a name, each gets the row of that name; a
    file that it does not have stands under its name until it is met again."""
    places: dict[object, list[str]] = {}
    for file, sha256, stage, reason in taken.failures:
        query = "SELECT path, sha256, note FROM ledger WHERE file = ? AND state IN ('waiting', 'quarantined') ORDER BY path"
        entries = connection.execute(query, [file]).fetchall() or [(file, sha256, None)]
        places[file] = [path for path, _, _ in entries]
        for path, its, note in entries:
            why = reason if its == sha256 or not note else f"{file}: {note}"
            connection.execute("INSERT INTO failures VALUES (?, ?, ?, ?, ?)", [path, file, its, stage, why])
    for paper, failure, *rest in taken.unread:
        for path in places.get(failure, [failure]):
            connection.execute(f"INSERT INTO unread ({_UNREAD}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)", [paper, path, *rest])
