"""Whole plans as JSON Lines: one plan a line, with all that was found in it and where."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from extractor.report.reading import rows

_SETS = {"priorities": "priorities", "measures": "measures", "actions": "actions"}


def plan_lines(connection: sqlite3.Connection) -> Iterator[str]:
    """A line of JSON for each plan, by paper and place, keys in a fixed order. Text stays as it is, in UTF-8."""
    evidence = _by(connection, "SELECT * FROM evidence ORDER BY finding, part <> 'words', part", "finding")
    themes = _by(connection, "SELECT * FROM priority_themes ORDER BY priority, position", "priority")
    cited = _by(connection, "SELECT * FROM finding_references ORDER BY finding, position", "finding")
    found = {name: _by(connection, f"SELECT * FROM {table} ORDER BY plan, position", "plan") for name, table in _SETS.items()}
    areas = _by(
        connection, "SELECT plan, area AS name, code, how FROM plan_areas JOIN areas ON name = area ORDER BY plan, position", "plan"
    )
    query = """
        SELECT plans.*, papers.file, papers.sha256, papers.title AS paper_title, papers.date, papers.kind, papers.rules_hash
        FROM plans JOIN papers ON papers.id = plans.paper ORDER BY papers.file, papers.id, plans.number
    """
    for plan in rows(connection, query):
        made: dict[str, Any] = {
            "id": plan["id"],
            "title": plan["title"],
            "areas": [{name: area[name] for name in ("name", "code", "how")} for area in areas[plan["id"]]],
            "partnership": plan["partnership"],
            "period": {"start": plan["period_start"], "end": plan["period_end"], "text": plan["period_text"]},
            "vision": plan["vision"],
            "paper": {
                "id": plan["paper"],
                "file": plan["file"],
                "sha256": plan["sha256"],
                "title": plan["paper_title"],
                "date": plan["date"],
                "kind": plan["kind"],
                "rules": plan["rules_hash"],
            },
        }
        for name in _SETS:
            made[name] = [_finding(one, evidence, themes, cited) for one in found[name][plan["id"]]]
        yield json.dumps(made, ensure_ascii=False)


def _finding(
    one: dict[str, Any], evidence: dict[str, list[dict[str, Any]]], themes: dict[str, list[dict[str, Any]]], cited: dict[str, Any]
) -> dict[str, Any]:
    made = {name: value for name, value in one.items() if name not in ("plan", "position")}
    if one["id"] in themes:
        made["themes"] = [theme["theme"] for theme in themes[one["id"]] if theme["rank"] == "primary"]
        made["secondary_themes"] = [theme["theme"] for theme in themes[one["id"]] if theme["rank"] == "secondary"]
    if one["id"] in cited:
        made["references"] = [each["reference"] for each in cited[one["id"]]]
    made["evidence"] = [
        {
            "part": place["part"],
            "quote": place["quote"],
            "page": place["page"],
            "boxes": json.loads(place["boxes"]),
            "anchor": place["anchor"],
        }
        for place in evidence[one["id"]]
    ]
    return made


def _by(connection: sqlite3.Connection, query: str, key: str) -> dict[str, list[dict[str, Any]]]:
    made: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for found in rows(connection, query):
        made[found[key]].append(dict(found))
    return made
