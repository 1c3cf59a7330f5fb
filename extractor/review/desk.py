"""One finding at a time, for the review page: what stands, what a person decides of it, and how that is taken back."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path

from extractor.codebook import Codebook
from extractor.errors import InputError
from extractor.review.apply import Applied, apply_lines, changed
from extractor.review.columns import FILLED_IN
from extractor.review.export import Line, to_review
from extractor.write import Line as Recording
from extractor.write import Remembered, Said, record_corrections

FIELDS = {
    "priority": ("title", "theme", "scope", "plan", "note"),
    "measure": ("title", "plan", "note"),
    "action": ("title", "plan", "note"),
    "reference": ("title", "plan", "note"),
    "plan": ("title", "area", "period", "note"),
}
"""Kind of finding -> what of it can be put right. Of every other kind it is the words, with a note."""


@dataclass(frozen=True, slots=True)
class PlanChoice:
    """A plan of the finding's paper: ``area`` is the first of its areas, ``period`` as "2011-2014", both "" where not stated."""

    id: str
    area: str
    period: str


@dataclass(frozen=True, slots=True)
class Standing:
    """A decision that is in force."""

    decision: str | None
    at: str
    by: str | None
    note: str | None
    problem: str | None
    """What of it could not be done."""


@dataclass(frozen=True, slots=True)
class Item:
    """A finding or plan under review. ``read`` holds each field as the program read it, ``now`` as it stands; a theme field holds
    codes separated by "; ", a plan field the plan's id."""

    target: str
    kind: str
    paper: str
    page: int | None
    why: str
    read: Mapping[str, str]
    now: Mapping[str, str]
    plans: tuple[PlanChoice, ...]
    standing: Standing | None
    line: Line

    @property
    def fields(self) -> tuple[str, ...]:
        return tuple(name for name in fields_of(self.kind) if name != "plan" or len(self.plans) > 1)


def fields_of(kind: str) -> tuple[str, ...]:
    """What of a kind of finding a person can put right."""
    return FIELDS.get(kind, ("title", "note"))


def under_review(connection: sqlite3.Connection, target: str) -> Item | None:
    """A finding or plan with all that the review page asks of it; None where none has this id."""
    line = next(iter(to_review(connection, True, target)), None)
    if line is None:
        return None
    query = """
        SELECT paper, page, plan, title FROM findings WHERE id = :id
        UNION ALL SELECT paper, NULL, id, title FROM plans WHERE id = :id
    """
    paper, page, plan, title = connection.execute(query, {"id": target}).fetchone()
    moved = connection.execute(
        "SELECT machine_value FROM corrected_values WHERE target = ? AND field = 'plan'", [target]
    ).fetchone()
    read = {name: str(line[f"read_{name}"] or "") for name in ("title", "theme", "scope", "area", "period")}
    read["plan"] = str(moved[0] if moved else plan or "")
    now = {**read, "title": title or "", "plan": plan or "", "note": line["note"] or ""}
    if line["kind"] == "priority":
        themes = "SELECT theme FROM priority_themes WHERE priority = ? AND rank = 'primary' ORDER BY position"
        held = connection.execute("SELECT scope FROM priorities WHERE id = ?", [target]).fetchone()
        if held:
            now |= {"scope": held[0], "theme": "; ".join(theme for (theme,) in connection.execute(themes, [target]))}
    elif line["kind"] == "plan":
        now |= {name: str(line[name] or read[name]) for name in ("area", "period")}
    return Item(
        target,
        str(line["kind"]),
        paper,
        page or _first_page(connection, target),
        str(line["why"] or ""),
        read,
        now,
        _plans(connection, paper),
        _standing(connection, target),
        line,
    )


def _first_page(connection: sqlite3.Connection, plan: str) -> int | None:
    """The page that shows best which plan this is: where its title, its areas or its period stand, else its first finding's."""
    query = """
        SELECT page FROM findings WHERE plan = ? AND page IS NOT NULL
        ORDER BY kind NOT IN ('plan title', 'area', 'period', 'partnership'), page LIMIT 1
    """
    found = connection.execute(query, [plan]).fetchone()
    return found[0] if found else None


def _plans(connection: sqlite3.Connection, paper: str) -> tuple[PlanChoice, ...]:
    query = """
        SELECT id, coalesce((SELECT area FROM plan_areas WHERE plan = plans.id ORDER BY position LIMIT 1), ''),
               coalesce(period_start || '-' || period_end, '')
        FROM plans WHERE paper = ? ORDER BY number
    """
    return tuple(PlanChoice(*found) for found in connection.execute(query, [paper]).fetchall())


def _standing(connection: sqlite3.Connection, target: str) -> Standing | None:
    query = """
        SELECT decision, recorded_at, recorded_by, note, problem
        FROM correction_matches JOIN corrections ON corrections.id = correction WHERE target = ? AND in_force
    """
    found = connection.execute(query, [target]).fetchone()
    return Standing(*found) if found else None


def decide(
    database: Path,
    codebook: Codebook,
    item: Item,
    form: Mapping[str, str],
    *,
    at: str,
    by: str | None = None,
    before: Remembered | None = None,
) -> Applied:
    """Records what a person filled in for one finding: ``form`` holds a decision and the fields of its kind.

    A field that is left as the program read it says nothing. What was said of the finding's link before still holds.
    ``before`` is kept from one decision to the next, which then costs less. Raises
    LinesRefused for a value that cannot be used.
    """
    said = dict.fromkeys(FILLED_IN, "")
    said |= {"decision": form.get("decision", ""), "note": form.get("note", ""), "link": str(item.line["link"] or "")}
    for name in set(item.fields) & {"title", "scope", "area", "period"}:
        given = " ".join(form.get(name, "").split())
        said[name] = "" if given == " ".join(item.read[name].split()) else given
    if "period" in item.fields and not said["period"] and item.read["period"] and not form.get("period", "").strip():
        said["period"] = "-"
    if "theme" in item.fields:
        chosen, read = _codes(form.get("theme", "")), _codes(item.read["theme"])
        if set(chosen) != set(read):
            said["theme"] = "; ".join(sorted(chosen, key=lambda code: code not in read)) or "-"
    if "plan" in item.fields and form.get("plan", item.read["plan"]) != item.read["plan"]:
        plan = next((plan for plan in item.plans if plan.id == form["plan"]), None)
        if plan is None or not (plan.area or plan.period):
            raise InputError("that plan states neither area nor period: correct the plan itself first")
        said |= {"area": plan.area, "period": plan.period}
    line = {name: "" if value is None else str(value) for name, value in item.line.items()}
    return apply_lines([(1, {**line, **said})], database, codebook, at=at, by=by, before=before, looked_at=True)


def _codes(text: str) -> list[str]:
    return [code for code in text.split("; ") if code and code != "-"]


def undo(
    database: Path, codebook: Codebook, target: str, *, at: str, by: str | None = None, before: Remembered | None = None
) -> None:
    """Puts a finding back to what stood before the last decision on it. A second time brings that decision back."""
    with changed(database, codebook, before) as held:
        record_corrections(held, [Recording(target, _before(held.conn, target))], at=at, by=by, codebook=codebook)


def _before(connection: sqlite3.Connection, target: str) -> Said | None:
    """What was said before the decision that stands or, where none stands, what was last taken back; None for nothing."""
    query = """
        SELECT corrections.id, recorded_at FROM correction_matches JOIN corrections ON corrections.id = correction
        WHERE target = ? AND in_force
    """
    stands = connection.execute(query, [target]).fetchone()
    query = """
        SELECT said, replaced_at FROM earlier_corrections
        WHERE correction = :stands OR EXISTS (
            SELECT 1 FROM findings JOIN papers ON papers.id = findings.paper
            JOIN evidence ON finding = findings.id AND part = 'words'
            WHERE findings.id = :target AND json_extract(said, '$.sha256') = sha256 AND json_extract(said, '$.kind') = findings.kind
              AND json_extract(said, '$.block') = evidence.block AND json_extract(said, '$.start_at') = evidence.start_at
              AND json_extract(said, '$.end_at') = evidence.end_at
        ) OR EXISTS (
            SELECT 1 FROM plans JOIN papers ON papers.id = plans.paper
            WHERE plans.id = :target AND json_extract(said, '$.sha256') = sha256 AND json_extract(said, '$.kind') = 'plan'
              AND json_extract(said, '$.position') = plans.number
        ) ORDER BY replaced_at DESC LIMIT 1
    """
    earlier = connection.execute(query, {"stands": stands and stands[0], "target": target}).fetchone()
    if earlier is None or (stands and earlier[1] != stands[1]):
        return None
    said = json.loads(earlier[0])
    return Said(**{field.name: said.get(field.name) for field in fields(Said)})
