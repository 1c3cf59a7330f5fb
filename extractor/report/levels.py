"""At which level a plan states each of its priorities: as an objective, a theme, a target area, or as a priority for one year."""

from __future__ import annotations

import json
import re
import sqlite3
from functools import lru_cache

from extractor.grammar.periods import find_periods
from extractor.report.reading import rows

_KINDS = {"objective": "objective", "theme": "theme", "target-area": "target area"}
_YEARLY = re.compile(r"\b(?:annual|yearly|this year)\b", re.I)
EXPLAINED = (
    "A word in brackets behind an entry is ours, not the plan’s: it says what the plan states it as, where that is not simply a "
    "priority but an objective, a theme, a target area, or a priority for one of the plan’s years (yearly priority)."
)
_REACH = 80
"""Blocks above a priority among which its heading is sought."""


def levels(connection: sqlite3.Connection, plan: str) -> dict[str, str]:
    """Priority -> its level in words, "" for what the plan states as a priority and no more.

    That a list is for one year is told by the heading over it ("Annual priorities 2011/12"), in a plan of several years.
    """
    query = f"""
        SELECT priorities.id, priorities.kind, evidence.block, period_end - period_start AS years, (
            SELECT json_array(number, text) FROM blocks
            WHERE paper = findings.paper AND number BETWEEN evidence.block - {_REACH} AND evidence.block - 1
                AND blocks.kind = 'heading'
            ORDER BY number DESC LIMIT 1
        ) AS above
        FROM priorities JOIN findings ON findings.id = priorities.id JOIN plans ON plans.id = priorities.plan
        LEFT JOIN evidence ON evidence.finding = priorities.id AND part = 'words'
        WHERE priorities.plan = ? AND scope IN ('current', 'emerging', 'national')
    """
    found = rows(connection, query, [plan])
    over = {one["block"]: json.loads(one["above"]) for one in found if one["above"]}
    made = {}
    for one in found:
        words = _KINDS.get(one["kind"], "")
        if one["kind"] == "priority" and (one["years"] or 0) > 1 and _for_one_year(_heading(one["block"], over)):
            words = "yearly priority"
        made[one["id"]] = words
    return made


def _heading(block: int | None, over: dict[int | None, list[int | str]]) -> str:
    """The heading over a list: where each priority is a heading itself, that over the first of them."""
    at = over.get(block)
    while at is not None and at[0] in over:
        at = over[int(at[0])]
    return str(at[1]) if at else ""


@lru_cache(maxsize=1024)
def _for_one_year(heading: str) -> bool:
    if _YEARLY.search(heading):
        return True
    spans = find_periods(heading) if "priorit" in heading.casefold() else ()
    return bool(spans) and all(span.last_year - span.first_year <= 1 for span in spans)
