"""Gold and extracts made up for the tests of evaluate: one line each, from plain words."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from extractor.evaluate.gold import Gold, read_gold
from extractor.model import (
    Action,
    AreaName,
    Block,
    Document,
    Extract,
    Facts,
    Measure,
    Paper,
    Passed,
    Period,
    Plan,
    Priority,
    Quote,
    Reference,
    Vision,
)


def quoted(text: str, place: str = "paragraph 7") -> Quote:
    return Quote(Block(7, "paragraph", text, anchor=place), 0, len(text))


def priority(title: str, *themes: str, **more: Any) -> Priority:
    return Priority(title, more.pop("kind", "priority"), more.pop("quote", quoted(title)), "list.lead", themes=themes, **more)


def plan(*priorities: Priority, area: str = "Alderwick", **more: Any) -> Plan:
    return Plan(areas=(AreaName(area, "stated"),), priorities=priorities, **more)


def measure(objective: str, **more: Any) -> Measure:
    return Measure(objective, quoted(objective), "table.measures", **more)


def action(number: str, text: str, commentary: str | None) -> Action:
    return Action(text, quoted(text), "action.table", number=number, commentary=commentary)


def reference(scheme: str, number: str | None) -> Reference:
    return Reference(scheme, number, f"{scheme} {number}", "exact", quoted(f"as {scheme} {number} asks"), "reference.number")


def vision(text: str) -> Vision:
    return Vision(text, quoted(text), "vision.label")


def period(start: int, end: int) -> Period:
    return Period(start, end, f"{start}-{end}")


def extract(
    *plans: Plan, references: tuple[Reference, ...] = (), date: str | None = None, passed: tuple[Passed, ...] = ()
) -> Extract:
    paper = Paper("alderwick.pdf", "0" * 64, "application/pdf")
    return Extract(paper, Document(()), Facts(date=date), plans, references, passed=passed)


def gold_plan(*priorities: str | dict[str, Any], area: str = "Alderwick", **more: Any) -> dict[str, Any]:
    entries = [
        {"title": entry, "kind": "priority"} if isinstance(entry, str) else {"kind": "priority"} | entry for entry in priorities
    ]
    return {"areas": [area], "priorities": entries} | more


def write_gold(folder: Path, name: str, *plans: dict[str, Any], **more: Any) -> Path:
    file = folder / f"{name}.json"
    file.write_text(json.dumps({"plans": list(plans)} | more), encoding="utf-8")
    return file


def gold(folder: Path, *plans: dict[str, Any], **more: Any) -> Gold:
    return read_gold(write_gold(folder, "alderwick", *plans, **more))
