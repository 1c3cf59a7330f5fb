"""Tables and views of a database -> CSV after RFC 4180, and what Frictionless calls their schemas."""

from __future__ import annotations

import csv
import io
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from extractor.report.reading import rows

LEFT_OUT = frozenset(
    ("files", "readings", "machine_rows", "run_papers", "earlier_corrections", "ledger", "documents", "page_images")
)
"""Tables of the program's own: the papers' bytes and pages, and what it needs to compare runs and to lift corrections."""

_TYPES = {"INTEGER": "integer", "REAL": "number", "TEXT": "string"}
_POINTS_TO = {"finding_id": ("findings", "id"), "paper_id": ("papers", "id"), "plan_id": ("plans", "id")}
"""Columns of views that hold an id of a table."""
_RISKY = ("=", "+", "-", "@", "\t")


@dataclass(frozen=True, slots=True)
class Column:
    name: str
    type: str
    required: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table or view: its columns in order, its primary key, and its foreign keys as (columns, table, columns)."""

    name: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()
    keys: tuple[tuple[tuple[str, ...], str, tuple[str, ...]], ...] = field(default=())


def tables_of(connection: sqlite3.Connection) -> tuple[Table, ...]:
    """All tables and views worth having, tables first, by name."""
    query = """
        SELECT name, type FROM sqlite_master WHERE type IN ('table', 'view')
        AND name NOT LIKE 'sqlite%' AND name NOT GLOB '*_fts' AND name NOT GLOB '*_fts_*' ORDER BY type, name
    """
    found = [(one["name"], one["type"]) for one in rows(connection, query) if one["name"] not in LEFT_OUT]
    names = {name for name, _ in found}
    return tuple(_table(connection, name, names, kind == "view") for name, kind in found)


def _table(connection: sqlite3.Connection, name: str, names: set[str], view: bool) -> Table:
    info = rows(connection, f"PRAGMA table_info([{name}])")
    guessed = _guessed(connection, name, [one["name"] for one in info]) if view else {}
    columns = tuple(
        Column(
            one["name"], guessed.get(one["name"]) or _TYPES.get(one["type"].upper(), "string"), bool(one["notnull"]) and not view
        )
        for one in info
    )
    key = tuple(one["name"] for one in sorted(info, key=lambda one: one["pk"]) if one["pk"])
    if view:
        held = {column.name for column in columns}
        keys = [((column,), *_one(target)) for column, target in _POINTS_TO.items() if column in held]
        return Table(name, columns, (), tuple(keys))
    by_number: dict[int, list[sqlite3.Row]] = {}
    for one in rows(connection, f"PRAGMA foreign_key_list([{name}])"):
        by_number.setdefault(one["id"], []).append(one)
    made = sorted(
        (tuple(one["from"] for one in parts), str(parts[0]["table"]), tuple(one["to"] for one in parts))
        for parts in by_number.values()
        if parts[0]["table"] in names
    )
    return Table(name, columns, key, tuple(made))


def _one(target: tuple[str, str]) -> tuple[str, tuple[str, ...]]:
    return target[0], (target[1],)


def _guessed(connection: sqlite3.Connection, name: str, columns: Sequence[str]) -> dict[str, str]:
    """A view's columns have the type of what they hold: a database does not say it of a value that is worked out."""
    asked = ", ".join(f"group_concat(DISTINCT typeof([{column}]))" for column in columns)
    found = rows(connection, f"SELECT {asked} FROM [{name}]")[0]
    made = {}
    for column, kinds in zip(columns, found, strict=True):
        held = set((kinds or "").split(",")) - {"null", ""}
        made[column] = "integer" if held == {"integer"} else "number" if held and held <= {"integer", "real"} else "string"
    return made


def as_csv(connection: sqlite3.Connection, table: Table, guard: bool = False) -> bytes:
    """One table as CSV in UTF-8: a header, lines that end in CR LF, rows by primary key or in the view's own order.

    An empty cell is a missing value. A line break inside a text stays, in quotes.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([column.name for column in table.columns])
    writer.writerows(_lines(connection, table, guard))
    return out.getvalue().encode("utf-8", "replace")


def _lines(connection: sqlite3.Connection, table: Table, guard: bool) -> Iterator[list[Any]]:
    names = [column.name for column in table.columns]
    order = f" ORDER BY {', '.join(f'[{name}]' for name in table.key)}" if table.key else ""
    if not order and not table.keys:
        order = f" ORDER BY {', '.join(f'[{name}]' for name in names)}"
    for row in rows(connection, f"SELECT {', '.join(f'[{name}]' for name in names)} FROM [{table.name}]{order}"):
        yield [guarded(value) if guard and isinstance(value, str) else value for value in row]


def guarded(text: str) -> str:
    """Text that no spreadsheet program runs: an apostrophe stands before one that begins like a formula."""
    return f"'{text}" if text.startswith(_RISKY) else text


def schema_of(table: Table, described: Mapping[str, str]) -> dict[str, Any]:
    """A table's schema as Frictionless has it, each column with its description."""
    fields = []
    for column in table.columns:
        made: dict[str, Any] = {"name": column.name, "type": column.type}
        if described.get(column.name):
            made["description"] = described[column.name]
        if column.required:
            made["constraints"] = {"required": True}
        fields.append(made)
    schema: dict[str, Any] = {"fields": fields, "missingValues": [""]}
    if table.key:
        schema["primaryKey"] = list(table.key)
    if table.keys:
        schema["foreignKeys"] = [
            {"fields": list(mine), "reference": {"resource": name.replace("_", "-"), "fields": list(its)}}
            for mine, name, its in table.keys
        ]
    return schema
