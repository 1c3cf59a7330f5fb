"""What one paper gave, kept small: every finding with its place and values, so that two readings can be set against each other."""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Mapping, Sequence
from typing import Any

from sqlite_utils import Database

from extractor.model import Extract
from extractor.write.database import told
from extractor.write.gathered import Row
from extractor.write.resolve import path_of
from extractor.write.rows import rows_of

_OWN = ("priorities", "measures", "actions", "citations")
_LEFT_OUT = frozenset(
    {"id", "plan", "paper", "position", "title", "objective", "text", "detail", "commentary", "rule", "confidence"}
)
"""Columns of a finding's own table that its row among the findings holds too, or that say only where it stands in a list."""


def reading_of(extract: Extract) -> list[dict[str, Any]]:
    """The findings of one paper as plain values, in the paper's order, without storing anything."""
    return findings_of(rows_of(extract, 0, ""))


def findings_of(tables: Mapping[str, Sequence[Row]]) -> list[dict[str, Any]]:
    """The rows of one paper -> its findings: id, kind, title, body, page, anchor, place, rule, areas, period and ``values``."""
    places = {row["finding"]: row for row in tables.get("evidence", ()) if row["part"] == "words"}
    own = {row["id"]: row for table in _OWN for row in tables.get(table, ())}
    themes: dict[object, dict[str, list[object]]] = {}
    for row in tables.get("priority_themes", ()):
        themes.setdefault(row["priority"], {}).setdefault(str(row["rank"]), []).append(row["theme"])
    plans = {row["id"]: row for row in tables.get("plans", ())}
    areas: dict[object, list[object]] = {}
    for row in tables.get("plan_areas", ()):
        areas.setdefault(row["plan"], []).append(row["area"])
    made = []
    for row in tables.get("findings", ()):
        place, plan = places[row["id"]], plans.get(row["plan"])
        values = {name: value for name, value in own.get(row["id"], {}).items() if name not in _LEFT_OUT and value is not None}
        for rank, found in themes.get(row["id"], {}).items():
            values["themes" if rank == "primary" else "secondary themes"] = found
        if plan is not None:
            values["areas"] = areas.get(row["plan"], [])
            values["period"] = [plan["period_start"], plan["period_end"]]
        made.append(
            {
                **{name: row[name] for name in ("id", "kind", "title", "body", "page", "rule", "confidence")},
                "quote": place["quote"],
                "anchor": place["anchor"],
                "place": [place["block"], place["start_at"], place["end_at"]],
                "values": values,
            }
        )
    return made


def keep_reading(database: Database, tables: Mapping[str, Sequence[Row]]) -> str:
    """Stores a paper's reading unless it is held already, and gives its id. Belongs inside a transaction."""
    paper = tables["papers"][0]
    findings = findings_of(tables)
    text = json.dumps(findings, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    known_by = json.dumps([paper["sha256"], paper["rules_hash"], paper["program_version"], text], ensure_ascii=False)
    identifier = hashlib.sha256(known_by.encode("utf-8")).hexdigest()[:16]
    database.execute(
        "INSERT OR IGNORE INTO readings VALUES (?, ?, ?, ?, ?, ?, ?)",
        [
            identifier,
            paper["sha256"],
            paper["file"],
            paper["rules_hash"],
            paper["program_version"],
            len(findings),
            zlib.compress(text.encode("utf-8"), 9),
        ],
    )
    return identifier


def prune(database: Database, keep: int = 1) -> tuple[int, int]:
    """Forgets all but the newest ``keep`` runs, and the readings that neither those nor the papers now held need.

    Gives how many runs and how many readings went.
    """
    with told(path_of(database)), database.atomic():
        old = "SELECT id FROM runs ORDER BY started DESC, finished DESC, id DESC LIMIT -1 OFFSET ?"
        runs = [run for (run,) in database.execute(old, [keep]).fetchall()]
        for run in runs:
            database.execute("DELETE FROM runs WHERE id = ?", [run])
        before = database["readings"].count
        # A reading stays where a later run finds the paper "unchanged", for the paper still points at it.
        database.execute(
            "DELETE FROM readings WHERE id NOT IN (SELECT reading FROM run_papers WHERE reading IS NOT NULL) "
            "AND id NOT IN (SELECT reading FROM papers WHERE reading IS NOT NULL)"
        )
        return len(runs), before - database["readings"].count
