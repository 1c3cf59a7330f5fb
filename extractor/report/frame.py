"""Database -> one national framework: which plans cite it, which do not, what is said beside its actions, which crime types are
measured."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from extractor.report.frameworks import Framework
from extractor.report.national import (
    Citing,
    CrimeType,
    Misfit,
    citing,
    crime_types,
    misfits,
    national_actions,
    not_citing,
)
from extractor.report.reading import as_list, rows
from extractor.report.words import in_years


@dataclass(frozen=True, slots=True)
class PaperCited:
    """A paper where a framework is cited, or might be: ``finding`` is the citation, None where there is none. ``forms`` are what it
    is held as, where in several."""

    id: str
    title: str
    file: str
    forms: tuple[str, ...]
    finding: str | None = None
    place: str = ""
    """The page of the citation in words, or its paragraph in a paper without pages."""


@dataclass(frozen=True, slots=True)
class CitingPlan:
    """An area's plan that cites a framework, whatever number of papers it stands in."""

    area: str | None
    years: str
    round: str | None
    priorities: int
    measures: int
    actions: int
    commented: int
    flags: tuple[str, ...]
    places: tuple[PaperCited, ...]


@dataclass(frozen=True, slots=True)
class SilentPlan:
    """A plan that begins while a framework is in force, in papers that do not cite it. ``beside`` says that another paper of the
    same area and years does: these may be a plan of their own, or a shorter paper of the same plan."""

    area: str | None
    years: str
    papers: tuple[PaperCited, ...]
    beside: bool


@dataclass(frozen=True, slots=True)
class ActionSaid:
    """A numbered national action, with each remark beside it as (whose it is or None, remark or None, finding)."""

    number: str
    action: str
    finding: str
    remarks: tuple[tuple[str | None, str | None, str], ...]


@dataclass(frozen=True, slots=True)
class Coverage:
    """Crime types down, plans across: the measure of each that covers the type, or none. Changes are the nation's, in per
    cent."""

    round: str
    plans: tuple[tuple[str, str], ...]
    lines: tuple[tuple[str, float | None, tuple[CrimeType | None, ...]], ...]


@dataclass(frozen=True, slots=True)
class Frame:
    framework: Framework
    citing: tuple[CitingPlan, ...]
    silent: tuple[SilentPlan, ...]
    actions: tuple[ActionSaid, ...]
    coverage: tuple[Coverage, ...]
    misfits: tuple[Misfit, ...]


def frame(connection: sqlite3.Connection, framework: Framework) -> Frame:
    """All that a framework's page shows."""
    of_it = (framework.scheme, framework.number, framework.round)
    cited, not_cited = citing(connection, *of_it), not_citing(connection, *of_it)
    papers = _papers(connection, [*(one.paper for one in cited), *(one.paper for one in not_cited)])
    plans = _citing(connection, cited, papers)
    named = {(one.area, one.years) for one in plans}
    silent: dict[tuple[str | None, str], dict[str, PaperCited]] = {}
    for one in not_cited:
        held = PaperCited(one.paper, papers[one.paper], one.file, one.forms)
        silent.setdefault((one.area, in_years(one.start, one.end)), {})[one.paper] = held
    return Frame(
        framework,
        plans,
        tuple(SilentPlan(*plan, tuple(held.values()), plan in named) for plan, held in silent.items()),
        _actions(connection, framework),
        _coverage(connection, framework),
        tuple(one for one in misfits(connection) if (one.scheme, one.number) == of_it[:2]),
    )


def _papers(connection: sqlite3.Connection, papers: list[str]) -> dict[str, str]:
    """Paper -> its title."""
    query = "SELECT id, coalesce(title, file) AS title FROM papers WHERE id IN (SELECT value FROM json_each(?))"
    return {one["id"]: one["title"] for one in rows(connection, query, [as_list(sorted(set(papers)))])}


def _citing(connection: sqlite3.Connection, found: tuple[Citing, ...], papers: dict[str, str]) -> tuple[CitingPlan, ...]:
    query = """
        SELECT finding, page, anchor FROM evidence WHERE part = 'words' AND finding IN (SELECT value FROM json_each(?))
    """
    places = {
        one["finding"]: f"page {one['page']}" if one["page"] else one["anchor"] or ""
        for one in rows(connection, query, [as_list([one.finding for one in found])])
    }
    by_plan: dict[tuple[str | None, str, str | None], list[Citing]] = {}
    for one in found:
        by_plan.setdefault((one.area, one.years, one.round), []).append(one)
    return tuple(
        CitingPlan(
            *plan,
            max(one.priorities for one in of_it),
            max(one.measures for one in of_it),
            max(one.actions for one in of_it),
            max(one.commented for one in of_it),
            tuple(dict.fromkeys(one.flag for one in of_it if one.flag)),
            tuple(
                PaperCited(one.paper, papers[one.paper], one.file, one.forms, one.finding, places.get(one.finding, ""))
                for one in of_it
            ),
        )
        for plan, of_it in by_plan.items()
    )


def _actions(connection: sqlite3.Connection, framework: Framework) -> tuple[ActionSaid, ...]:
    names = {framework.code, f"{framework.code} ({framework.round})"}
    said: dict[tuple[str, str], dict[tuple[str | None, str | None], str]] = {}
    for one in national_actions(connection):
        cited = (one.frameworks or "").split("; ")
        if names & set(cited) or (framework.round is None and any(each.startswith(f"{framework.code} (") for each in cited)):
            said.setdefault((one.number, one.action), {}).setdefault((one.commentary_of, one.commentary), one.finding)
    return tuple(
        ActionSaid(*action, next(iter(remarks.values())), tuple((*key, finding) for key, finding in remarks.items()))
        for action, remarks in said.items()
    )


def _coverage(connection: sqlite3.Connection, framework: Framework) -> tuple[Coverage, ...]:
    by_round: dict[str, dict[tuple[str, str], dict[str, CrimeType]]] = {}
    changes: dict[tuple[str, str], float | None] = {}
    for one in crime_types(connection, framework=(framework.scheme, framework.number, framework.round)):
        changes.setdefault((one.round, one.crime_type), one.national_change)
        plan = (one.area or "area not stated", in_years(one.start, one.end))
        held = by_round.setdefault(one.round, {}).setdefault(plan, {})
        if one.crime_type not in held or (held[one.crime_type].finding is None and one.finding):
            held[one.crime_type] = one
    return tuple(
        Coverage(
            round,
            tuple(plans),
            tuple(
                (crime, change, tuple(held.get(crime) for held in plans.values()))
                for (of_round, crime), change in changes.items()
                if of_round == round
            ),
        )
        for round, plans in by_round.items()
    )
