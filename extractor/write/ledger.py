"""The ledger: one row for each source file, which says what became of it. Every paper is in exactly one state."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Literal

from sqlite_utils import Database

from extractor.write.database import opened, told
from extractor.write.ids import clean
from extractor.write.resolve import path_of

LedgerState = Literal["read", "partial", "duplicate", "waiting", "quarantined", "gone"]
STATES: tuple[LedgerState, ...] = ("read", "partial", "duplicate", "waiting", "quarantined", "gone")
_ODD = re.compile("\N{REPLACEMENT CHARACTER}([0-9a-f]{2})")


@dataclass(frozen=True, slots=True)
class Entry:
    """What is known of one source file.

    ``seen_as`` tells whether the file was touched since. ``limits`` and the versions are those of the last reading that was tried;
    ``first_seen`` and ``tried`` are ISO dates and times.
    """

    path: str
    file: str
    state: LedgerState
    sha256: str | None = None
    seen_as: str | None = None
    reason: str | None = None
    note: str | None = None
    same_as: str | None = None
    holds: str | None = None
    attempts: int = 0
    deaths: int = 0
    memory: int | None = None
    seconds: float | None = None
    rules_hash: str | None = None
    program_version: str | None = None
    first_seen: str | None = None
    tried: str | None = None


_COLUMNS = tuple(field.name for field in fields(Entry))


def as_text(path: str | Path) -> str:
    """A path as text that as_path turns back: bytes that are no UTF-8, and control characters, are marked."""
    made = []
    for char in os.fsdecode(path):
        if 0xDC80 <= ord(char) <= 0xDCFF:
            made.append(f"\N{REPLACEMENT CHARACTER}{ord(char) - 0xDC00:02x}")
        elif char == "\N{REPLACEMENT CHARACTER}" or clean(char) != char or char in "\t\n":
            made += [f"\N{REPLACEMENT CHARACTER}{byte:02x}" for byte in char.encode("utf-8", "surrogatepass")]
        else:
            made.append(char)
    return "".join(made)


def as_path(text: str) -> Path:
    """The path that as_text was given."""
    parts = _ODD.split(text)
    data = b"".join(bytes([int(part, 16)]) if at % 2 else os.fsencode(part) for at, part in enumerate(parts))
    return Path(os.fsdecode(data))


def ledger(database: Database) -> dict[str, Entry]:
    """Path -> what is known of it, for every source file that was ever met."""
    with told(path_of(database)):
        rows = database.execute(f"SELECT {', '.join(_COLUMNS)} FROM ledger ORDER BY path").fetchall()
    return {row[0]: Entry(*row) for row in rows}


def ledger_of(path: Path) -> dict[str, Entry]:
    """The ledger of a database that is only looked at. Raises DatabaseError for a file that is none of ours."""
    with opened(path) as connection:
        return ledger(Database(connection))


def enter(database: Database, entries: Iterable[Entry]) -> None:
    """Writes what became of source files. A file that no longer waits or is quarantined is no longer missed."""
    changed = ", ".join(f"{name} = excluded.{name}" for name in _COLUMNS if name not in ("path", "first_seen"))
    rows = [{name: clean(value) if isinstance(value, str) else value for name, value in asdict(one).items()} for one in entries]
    with told(path_of(database)), database.atomic():
        database.conn.executemany(
            f"INSERT INTO ledger ({', '.join(_COLUMNS)}) VALUES ({', '.join(f':{name}' for name in _COLUMNS)}) "
            f"ON CONFLICT (path) DO UPDATE SET {changed}",
            rows,
        )
        found = [row for row in rows if row["state"] not in ("waiting", "quarantined")]
        database.conn.executemany("DELETE FROM failures WHERE path IN (:path, :file)", found)


def mark_gone(database: Database, paths: Iterable[str]) -> None:
    """Notes that source files are no longer there. What was read from them stays; what could not be read is no longer missed."""
    with told(path_of(database)), database.atomic():
        for path in paths:
            database.execute("UPDATE ledger SET state = 'gone', same_as = NULL WHERE path = ?", [path])
            database.execute("DELETE FROM failures WHERE path = ?", [path])


def papers_with_problems(database: Database) -> Iterator[tuple[str, str]]:
    """(SHA-256, problems in one line) of each paper held that was read with problems."""
    query = """
        SELECT sha256, group_concat(message, '; ') FROM
        (SELECT DISTINCT sha256, message FROM papers LEFT JOIN problems ON problems.paper = papers.id
         WHERE status = 'read with problems' ORDER BY sha256, position)
        GROUP BY sha256
    """
    yield from ((sha256, note or "") for sha256, note in database.execute(query).fetchall())
