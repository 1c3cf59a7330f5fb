"""How this room reads a database: rows that know their columns' names, whatever the connection was set to."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Sequence

ID = re.compile(r"[0-9a-f]{16}")
"""The form of every id: sixteen hex digits."""


def rows(connection: sqlite3.Connection, query: str, parameters: Sequence[object] | dict[str, object] = ()) -> list[sqlite3.Row]:
    """All rows of a query."""
    cursor = connection.cursor()
    cursor.row_factory = sqlite3.Row
    found: list[sqlite3.Row] = cursor.execute(query, parameters).fetchall()
    return found


def row(connection: sqlite3.Connection, query: str, parameters: Sequence[object] = ()) -> sqlite3.Row | None:
    """The first row of a query, None where there is none."""
    found = rows(connection, query, parameters)
    return found[0] if found else None


def as_list(values: Sequence[str] | Sequence[int]) -> str:
    """Values as JSON, for ``IN (SELECT value FROM json_each(?))``: a list of any length in one parameter."""
    return json.dumps(list(values))
