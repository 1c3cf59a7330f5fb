"""A finding with the place it was read from: what an evidence page shows."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass

from extractor.report.frameworks import said_of
from extractor.report.held import areas_of_paper
from extractor.report.laid_out import sheet_count, sheet_of_finding
from extractor.report.page import Box, PageView, boxes_in, marked_in, page_view
from extractor.report.passage import Grid, Prose, surroundings
from extractor.report.reading import row, rows
from extractor.report.words import in_years


@dataclass(frozen=True, slots=True)
class PaperHead:
    id: str
    title: str
    file: str
    date: str | None
    media_type: str
    pages: int | None
    areas: tuple[str, ...]
    sheets: int | None = None
    """On how many pages LibreOffice laid a Word paper out; None where it did not, or the paper has pages of its own."""


@dataclass(frozen=True, slots=True)
class PlanHead:
    id: str
    title: str | None
    partnership: str | None
    areas: tuple[str, ...]
    years: str
    start: int | None
    end: int | None


@dataclass(frozen=True, slots=True)
class Place:
    """One place of a finding: ``part`` is "words", "detail" or "commentary"; boxes in points from the top left."""

    part: str
    quote: str
    page: int | None
    anchor: str | None
    boxes: tuple[Box, ...]
    block: int


@dataclass(frozen=True, slots=True)
class Correction:
    """What a person decided of a finding: ``changes`` holds (field, what the program read, what stands now), None for nothing.

    ``carried`` is true where it was said of another file of the same paper, ``reworded`` where of other words at this place.
    """

    decision: str | None
    changes: tuple[tuple[str, str | None, str | None], ...]
    note: str | None
    at: str
    by: str | None
    carried: bool
    reworded: bool
    problem: str | None


@dataclass(frozen=True, slots=True)
class Neighbour:
    id: str
    kind: str
    title: str


@dataclass(frozen=True, slots=True)
class Evidence:
    id: str
    kind: str
    title: str
    body: str | None
    rule: str | None
    confidence: float | None
    facts: dict[str, object]
    """What the finding's own table says of it, by column."""
    themes: tuple[tuple[str, tuple[str, ...]], ...]
    """Each theme by the heading of its row in a comparison, with the narrower themes of that heading that it is filed under."""
    secondary_themes: tuple[tuple[str, tuple[str, ...]], ...]
    references: tuple[str, ...]
    paper: PaperHead
    plan: PlanHead | None
    places: tuple[Place, ...]
    page: PageView | None
    around: tuple[Prose | Grid, ...]
    before: Neighbour | None
    after: Neighbour | None
    correction: Correction | None = None
    commentary_of: str | None = None
    """Whose remark is set beside an action, None where nothing says so."""


_TABLES = {"priority": "priorities", "measure": "measures", "action": "actions", "reference": "citations"}


def evidence(connection: sqlite3.Connection, finding: str) -> Evidence | None:
    """All that the evidence page of a finding shows; None where no finding has this id."""
    found = row(connection, "SELECT * FROM findings WHERE id = ?", [finding])
    if found is None:
        return None
    paper = paper_head(connection, found["paper"])
    assert paper is not None
    places = _places(connection, finding)
    marked = marked_in(connection, finding)
    table = _TABLES.get(found["kind"])
    facts: Mapping[str, object] | sqlite3.Row | None = None
    if table:
        facts = row(connection, f"SELECT * FROM {table} WHERE id = ?", [finding]) or _as_read(connection, table, finding)
    held = dict(facts) if facts else {}
    if found["kind"] == "reference" and not held.get("title"):
        held["said"] = said_of(connection, [finding]).get(finding)
    if found["page"]:
        page = page_view(connection, found["paper"], found["page"], finding)
    else:
        page = sheet_of_finding(connection, found["paper"], finding) if paper.sheets else None
    around = surroundings(connection, found["paper"], places[0].block, marked) if places and page is None else ()
    return Evidence(
        finding,
        found["kind"],
        found["title"],
        found["body"],
        found["rule"],
        found["confidence"],
        held,
        _themes(connection, finding, "primary"),
        _themes(connection, finding, "secondary"),
        tuple(
            cited["reference"]
            for cited in rows(connection, "SELECT reference FROM finding_references WHERE finding = ? ORDER BY position", [finding])
        ),
        paper,
        plan_head(connection, found["plan"]) if found["plan"] else None,
        places,
        page,
        around,
        _neighbour(connection, found["paper"], found["position"], before=True),
        _neighbour(connection, found["paper"], found["position"], before=False),
        _correction(connection, finding),
        commentary_of(connection, found["plan"]) if found["kind"] == "action" else None,
    )


def commentary_of(connection: sqlite3.Connection, plan: str) -> str | None:
    """The area or body whose remarks stand beside a plan's actions, None where nothing says whose."""
    found = row(connection, "SELECT commentary_of FROM actions_with_commentary WHERE plan_id = ? LIMIT 1", [plan])
    return found["commentary_of"] if found else None


def _as_read(connection: sqlite3.Connection, table: str, finding: str) -> dict[str, object]:
    """What the program read of a finding that a person rejected: its row is kept apart."""
    found = row(connection, "SELECT rows FROM machine_rows WHERE table_name = ? AND id = ?", [table, finding])
    held: list[dict[str, object]] = json.loads(found["rows"]) if found else []
    return held[0] if held else {}


def _correction(connection: sqlite3.Connection, finding: str) -> Correction | None:
    query = """
        SELECT corrections.*, how, problem FROM correction_matches JOIN corrections ON corrections.id = correction
        WHERE target = ? AND in_force
    """
    found = row(connection, query, [finding])
    if found is None:
        return None
    query = "SELECT field, machine_value, value FROM corrected_values WHERE target = ? ORDER BY field"
    changes = tuple((one["field"], one["machine_value"], one["value"]) for one in rows(connection, query, [finding]))
    return Correction(
        found["decision"],
        tuple(change for change in changes if change[0] not in ("plan", "link")),
        found["note"],
        found["recorded_at"],
        found["recorded_by"],
        found["how"] == "carried over",
        found["how"] == "other words",
        found["problem"],
    )


def paper_head(connection: sqlite3.Connection, paper: str) -> PaperHead | None:
    """What names a paper; None where no paper has this id."""
    found = row(connection, "SELECT * FROM papers WHERE id = ?", [paper])
    if found is None:
        return None
    return PaperHead(
        found["id"],
        found["title"] or found["file"],
        found["file"],
        found["date"],
        found["media_type"],
        found["pages"],
        areas_of_paper(connection, paper),
        sheet_count(connection, paper) if found["pages"] is None else None,
    )


def plan_head(connection: sqlite3.Connection, plan: str) -> PlanHead | None:
    """What names a plan; None where no plan has this id."""
    found = row(connection, "SELECT * FROM plans WHERE id = ?", [plan])
    if found is None:
        return None
    areas = rows(connection, "SELECT area FROM plan_areas WHERE plan = ? ORDER BY position", [plan])
    start, end = found["period_start"], found["period_end"]
    return PlanHead(
        plan, found["title"], found["partnership"], tuple(area["area"] for area in areas), in_years(start, end), start, end
    )


def _places(connection: sqlite3.Connection, finding: str) -> tuple[Place, ...]:
    query = "SELECT * FROM evidence WHERE finding = ? ORDER BY part <> 'words', part"
    return tuple(
        Place(found["part"], found["quote"], found["page"], found["anchor"], boxes_in(found["boxes"]), found["block"])
        for found in rows(connection, query, [finding])
    )


def _themes(connection: sqlite3.Connection, finding: str, rank: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    query = """
        SELECT heading, theme FROM priority_themes JOIN themes ON themes.code = theme
        WHERE priority = ? AND rank = ? ORDER BY priority_themes.position
    """
    made: dict[str, list[str]] = {}
    for found in rows(connection, query, [finding, rank]):
        made.setdefault(found["heading"], []).append(found["theme"])
    return tuple((heading, tuple(codes)) for heading, codes in made.items())


def _neighbour(connection: sqlite3.Connection, paper: str, position: int, before: bool) -> Neighbour | None:
    side, order = ("<", "DESC") if before else (">", "ASC")
    found = row(
        connection,
        f"SELECT id, kind, title FROM findings WHERE paper = ? AND position {side} ? ORDER BY position {order} LIMIT 1",
        [paper, position],
    )
    return Neighbour(found["id"], found["kind"], found["title"]) if found else None
