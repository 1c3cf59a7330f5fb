"""One paper's whole: facts, plans with all that was found in them, references, problems, and what was passed over."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from extractor.report.evidence import PaperHead, PlanHead, commentary_of, paper_head, plan_head
from extractor.report.forms import PaperForm, forms_held, in_one_form, later_forms
from extractor.report.frameworks import said_of
from extractor.report.reading import row, rows
from extractor.report.related import RelatedPaper, related_papers
from extractor.report.words import in_years


@dataclass(frozen=True, slots=True)
class Stated:
    """A fact and the finding that shows where the paper says so (None where it does not)."""

    name: str
    value: str
    finding: str | None


@dataclass(frozen=True, slots=True)
class PlanWhole:
    """A plan with its rows as dicts by column: ``priorities`` also hold ``themes``, ``measures`` and ``actions`` ``cited``."""

    head: PlanHead
    vision: Stated | None
    stated: tuple[Stated, ...]
    priorities: tuple[dict[str, object], ...]
    reported: tuple[dict[str, object], ...]
    """Priorities that the paper reports but that are not this plan's own: of last year, of another body, of the nation."""
    measures: tuple[dict[str, object], ...]
    actions: tuple[dict[str, object], ...]
    commentary_of: str | None = None
    """Whose remarks stand beside the actions, None where nothing says so, or where none does."""


@dataclass(frozen=True, slots=True)
class PaperWhole:
    head: PaperHead
    facts: tuple[Stated, ...]
    manifest: tuple[Stated, ...]
    plans: tuple[PlanWhole, ...]
    citations: tuple[dict[str, object], ...]
    problems: tuple[dict[str, object], ...]
    passed: tuple[dict[str, object], ...]
    kept: bool
    """Whether the paper's own file is in the database."""
    size: int
    rules_hash: str
    program_version: str
    scanned: bool
    forms: tuple[PaperForm, ...] = ()
    """All forms of a paper that is held in several, the one that counts first."""
    related: tuple[RelatedPaper, ...] = ()


@dataclass(frozen=True, slots=True)
class PlanPage:
    """One plan by itself: its whole, its paper with its forms where there are several, what it cites, other papers of the same
    area and years as (plan, title, file), and the plans of the same areas before and after it as (plan, years), None where none is
    held."""

    whole: PlanWhole
    paper: PaperHead
    citations: tuple[dict[str, object], ...]
    also_in: tuple[tuple[str, str, str], ...]
    before: tuple[str, str] | None
    after: tuple[str, str] | None
    forms: tuple[PaperForm, ...] = ()


def plan_page(connection: sqlite3.Connection, plan: str) -> PlanPage | None:
    """All that was read of a plan; None where no plan has this id."""
    found = row(connection, "SELECT paper FROM plans WHERE id = ?", [plan])
    head = paper_head(connection, found["paper"]) if found else None
    if head is None:
        return None
    query = """
        SELECT DISTINCT plans.id, plans.paper, file, coalesce(papers.title, file) AS title
        FROM editions AS mine JOIN editions AS others USING (area, stands_for_it)
        JOIN plans ON plans.id = others.plan JOIN papers ON papers.id = plans.paper
        WHERE mine.plan = ? AND others.plan <> mine.plan ORDER BY file
    """
    forms = _forms(connection, head.id)
    own = {form.paper for form in forms}
    others = [other for other in rows(connection, query, [plan]) if other["paper"] not in own]
    others = in_one_form(others, lambda other: str(other["paper"]), later_forms(connection))
    also = tuple((other["id"], other["title"], other["file"]) for other in others)
    return PlanPage(
        _plan(connection, plan),
        head,
        _citations(connection, "plan", plan),
        also,
        _beside(connection, plan, before=True),
        _beside(connection, plan, before=False),
        forms,
    )


def _forms(connection: sqlite3.Connection, paper: str) -> tuple[PaperForm, ...]:
    """The forms of a paper that is held in several; none of one that is held once."""
    held = forms_held(connection, [paper]).get(paper, ())
    return held if len(held) > 1 else ()


def _beside(connection: sqlite3.Connection, plan: str, *, before: bool) -> tuple[str, str] | None:
    side, order = ("<", "DESC") if before else (">", "ASC")
    query = f"""
        SELECT others.stands_for_it, others.period_start, others.period_end
        FROM editions AS mine JOIN editions AS others USING (area)
        WHERE mine.plan = ? AND others.line = mine.line AND others.period_start {side} mine.period_start
        ORDER BY others.period_start {order}, others.period_end, others.stands_for_it LIMIT 1
    """
    found = row(connection, query, [plan])
    return (found["stands_for_it"], in_years(found["period_start"], found["period_end"])) if found else None


def paper_whole(connection: sqlite3.Connection, paper: str) -> PaperWhole | None:
    """All that was read in a paper; None where no paper has this id."""
    head = paper_head(connection, paper)
    found = row(connection, "SELECT * FROM papers WHERE id = ?", [paper])
    if head is None or found is None:
        return None
    places = {
        str(place["kind"]): str(place["id"])
        for place in rows(connection, "SELECT id, kind FROM findings WHERE paper = ? AND kind GLOB 'paper *'", [paper])
    }
    facts = [
        Stated(name, str(found[name]), places.get(f"paper {name}")) for name in ("kind", "date", "meeting", "author") if found[name]
    ]
    manifest = [
        Stated(name, str(found[f"manifest_{name}"]), None)
        for name in ("area", "partnership", "period", "source")
        if found[f"manifest_{name}"]
    ]
    kept = row(connection, "SELECT data IS NOT NULL FROM files WHERE paper = ?", [paper])
    return PaperWhole(
        head,
        tuple(facts),
        tuple(manifest),
        tuple(
            _plan(connection, plan["id"])
            for plan in rows(connection, "SELECT id FROM plans WHERE paper = ? ORDER BY number", [paper])
        ),
        _citations(connection, "paper", paper),
        _dicts(connection, "SELECT * FROM problems WHERE paper = ? ORDER BY position", paper),
        _dicts(connection, "SELECT * FROM passed WHERE paper = ? ORDER BY position", paper),
        bool(kept and kept[0]),
        found["size"],
        found["rules_hash"],
        found["program_version"],
        bool(found["scanned"]),
        _forms(connection, paper),
        related_papers(connection, paper),
    )


def _citations(connection: sqlite3.Connection, of: str, identifier: str) -> tuple[dict[str, object], ...]:
    """The citations of a "plan" or "paper", each with what the paper's own words ``said`` of one without a title."""
    query = f"""
        SELECT citations.*, findings.page FROM citations JOIN findings USING (id)
        WHERE citations.{of} = ? ORDER BY citations.position
    """
    found = _dicts(connection, query, identifier)
    said = said_of(connection, [str(one["id"]) for one in found if one["number"] and not one["title"]])
    return tuple({**one, "said": said.get(str(one["id"]))} for one in found)


def _plan(connection: sqlite3.Connection, plan: str) -> PlanWhole:
    head = plan_head(connection, plan)
    assert head is not None
    found = rows(
        connection,
        "SELECT id, kind, title FROM findings WHERE plan = ? "
        "AND kind IN ('area', 'partnership', 'period', 'plan title', 'vision') AND decision IS NOT 'reject' ORDER BY position",
        [plan],
    )
    stated = tuple(Stated(fact["kind"], fact["title"], fact["id"]) for fact in found)
    priorities = _dicts(
        connection,
        "SELECT priorities.*, findings.page, "
        "(SELECT json_group_array(theme) FROM (SELECT theme FROM priority_themes "
        "WHERE priority = priorities.id AND rank = 'primary' ORDER BY position)) AS themes "
        "FROM priorities JOIN findings USING (id) WHERE priorities.plan = ? ORDER BY priorities.position",
        plan,
    )
    actions = _dicts(connection, _WITH_CITED.format(table="actions"), plan)
    own = ("current", "emerging")
    return PlanWhole(
        head,
        next((fact for fact in stated if fact.name == "vision"), None),
        tuple(fact for fact in stated if fact.name != "vision"),
        tuple(priority for priority in priorities if priority["scope"] in own),
        tuple(priority for priority in priorities if priority["scope"] not in own),
        _dicts(connection, _WITH_CITED.format(table="measures"), plan),
        actions,
        commentary_of(connection, plan) if any(action["commentary"] for action in actions) else None,
    )


_WITH_CITED = """
    SELECT {table}.*, findings.page,
           (SELECT group_concat(reference, ', ') FROM (
               SELECT reference FROM finding_references WHERE finding = {table}.id ORDER BY position
           )) AS cited
    FROM {table} JOIN findings USING (id) WHERE {table}.plan = ? ORDER BY {table}.position
"""


def _dicts(connection: sqlite3.Connection, query: str, identifier: str) -> tuple[dict[str, object], ...]:
    return tuple(dict(found) for found in rows(connection, query, [identifier]))
