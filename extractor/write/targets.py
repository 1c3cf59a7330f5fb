"""Database -> what a correction can speak of: a paper's findings and plans, each with the key it is known by."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, fields
from typing import Any

from sqlite_utils import Database

from extractor.write.matching import Key, Target, fold

_NAMES = {"start": "start_at", "end": "end_at"}
"""Fields of Key whose columns are called otherwise: END is a word of SQL."""

_FINDINGS = """
    SELECT findings.id, findings.kind, findings.title, findings.plan, findings.page, anchor, block, start_at, end_at
    FROM findings LEFT JOIN evidence ON finding = findings.id AND part = 'words'
    WHERE findings.paper = ? ORDER BY findings.position
"""
_PLANS = """
    SELECT id, number, title, partnership, period_start, period_end,
           (SELECT group_concat(area, '; ') FROM (SELECT area FROM plan_areas WHERE plan = plans.id ORDER BY area)) AS areas
    FROM plans WHERE paper = ? ORDER BY number
"""


def targets_of(database: Database, paper: str) -> list[tuple[Target, str]]:
    """The plans and findings of a paper with their words, plans first. What corrections changed must be restored before."""
    found = next(iter(database.query("SELECT sha256, title FROM papers WHERE id = ?", [paper])))
    plans = list(database.query(_PLANS, [paper]))
    of_plan = {plan["id"]: (plan["areas"] or "", years(plan["period_start"], plan["period_end"])) for plan in plans}
    of_paper = tuple("; ".join(sorted({each[part] for each in of_plan.values()} - {""})) for part in (0, 1))
    made = []
    for plan in plans:
        words = plan["title"] or plan["partnership"] or ""
        place = (None, None, None, None, None, plan["number"])
        key = Key(found["sha256"], "plan", fold(words), *place, found["title"] or "", *of_plan[plan["id"]])
        made.append((Target(plan["id"], key), words))
    for row in database.query(_FINDINGS, [paper]):
        areas, period = of_plan.get(row["plan"], of_paper)
        place = (row["page"], row["anchor"], row["block"], row["start_at"], row["end_at"], None)
        key = Key(found["sha256"], row["kind"], fold(row["title"]), *place, found["title"] or "", areas, period)
        made.append((Target(row["id"], key), row["title"]))
    return made


def years(start: int | None, end: int | None) -> str:
    """(2011, 2014) -> "2011-2014", "" where the plan states none: the form in which corrections hold a period."""
    return "" if start is None or end is None else f"{start}-{end}"


def key_of_row(row: Mapping[str, Any]) -> Key:
    """The key held in a row of the table corrections, or in JSON of a key."""
    return Key(**{field.name: row.get(field.name, row.get(_NAMES.get(field.name, ""))) for field in fields(Key)})


def row_of_key(key: Key) -> dict[str, object]:
    """A key as columns of the table corrections."""
    return {"id": key.id, **{_NAMES.get(name, name): value for name, value in asdict(key).items()}}
