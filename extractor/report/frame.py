"""Database -> one national framework: which plans cite it, which do not, what is said beside its actions, which crime types are
measured."""

from __future__ import annotations

import re
import sqlite3
from dataclasses import dataclass

from extractor.report.forms import FIRST_FORM
from extractor.report.national import (
    Citing,
    CrimeType,
    Misfit,
    NotCiting,
    citing,
    crime_types,
    misfits,
    national_actions,
    not_citing,
)
from extractor.report.reading import rows
from extractor.report.words import in_years

_NAMED = re.compile(
    r"\s*([A-Za-z]{2,12})[\s-]*([A-Za-z]{0,3}[0-9]{1,4}[A-Za-z]?)\s*(?:\(\s*([A-Za-z0-9]{1,12})\s*\))?\s*", re.ASCII
)
"""'PSA 23', 'psa23', 'NI 15', 'PSA 1 (SR2004)'."""


@dataclass(frozen=True, slots=True)
class Framework:
    """A numbered framework; ``plans`` counts areas and periods whose plan cites it, ``papers`` the papers that do."""

    scheme: str
    number: str
    round: str | None
    title: str | None
    plans: int
    papers: int

    @property
    def name(self) -> str:
        return f"{self.scheme} {self.number}"


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
    places: tuple[tuple[str, str, tuple[str, ...]], ...]
    """(finding, file, what the paper is held as, where in several forms) of each paper."""


@dataclass(frozen=True, slots=True)
class SilentPlan:
    """A plan that begins while a framework is in force and does not cite it; ``papers`` as (id, file, what the paper is held as,
    where in several forms)."""

    area: str | None
    years: str
    papers: tuple[tuple[str, str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class ActionSaid:
    """A numbered national action, with each remark beside it as (area, remark or None, finding)."""

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


def frameworks_cited(connection: sqlite3.Connection) -> tuple[Framework, ...]:
    """All frameworks with a number that a paper cites, by scheme, round and number."""
    query = f"""
        SELECT citations.scheme, citations.number, nullif(citations.round, '') AS round, max(citations.title) AS title,
               count(DISTINCT CASE WHEN plans.id IS NOT NULL
                   THEN coalesce(area, '') || '|' || coalesce(period_start, '') || '|' || coalesce(period_end, '') END) AS plans,
               count(DISTINCT citations.paper) AS papers
        FROM citations LEFT JOIN plans ON plans.id = citations.plan LEFT JOIN plan_areas ON plan_areas.plan = plans.id
        WHERE citations.number IS NOT NULL AND {FIRST_FORM.format("citations.paper")}
        GROUP BY citations.scheme, citations.round, citations.number
        ORDER BY citations.scheme, round, CAST(citations.number AS INTEGER), citations.number
    """
    return tuple(
        Framework(one["scheme"], one["number"], one["round"], one["title"], one["plans"], one["papers"])
        for one in rows(connection, query)
    )


def framework_named(connection: sqlite3.Connection, asked: str) -> Framework | None:
    """The framework that a person names ("PSA 23", "ni15", "PSA 1 (SR2004)"), cited or only in a catalogue; None where there is
    none. Without a round it is that number of every round."""
    found = _NAMED.fullmatch(asked[:60])
    if found is None:
        return None
    scheme, number, round = found.groups()
    same = (scheme.casefold(), number.casefold())
    of_it = [
        one
        for one in frameworks_cited(connection)
        if (one.scheme.casefold(), one.number.casefold()) == same
        and (not round or (one.round or "").casefold() == round.casefold())
    ]
    if of_it:
        first = of_it[0]
        rounds = {one.round for one in of_it}
        return Framework(
            first.scheme,
            first.number,
            first.round if len(rounds) == 1 else None,
            first.title if len(rounds) == 1 else None,
            sum(one.plans for one in of_it),
            sum(one.papers for one in of_it),
        )
    query = """
        SELECT scheme, number, nullif(round, '') AS round, title FROM frameworks
        WHERE scheme = ? COLLATE NOCASE AND number = ? COLLATE NOCASE AND (? IS NULL OR round = ? COLLATE NOCASE)
        ORDER BY first_year LIMIT 1
    """
    listed = rows(connection, query, [scheme, number, round, round])
    return Framework(listed[0]["scheme"], listed[0]["number"], listed[0]["round"], listed[0]["title"], 0, 0) if listed else None


def frame(connection: sqlite3.Connection, framework: Framework) -> Frame:
    """All that a framework's page shows."""
    of_it = (framework.scheme, framework.number, framework.round)
    silent: dict[tuple[str | None, str], dict[str, NotCiting]] = {}
    for one in not_citing(connection, *of_it):
        silent.setdefault((one.area, in_years(one.start, one.end)), {})[one.paper] = one
    cited = _citing(citing(connection, *of_it))
    # Of two papers of a plan, one may cite a framework and the other not: the plan does.
    named = {(one.area, one.years) for one in cited}
    return Frame(
        framework,
        cited,
        tuple(
            SilentPlan(*plan, tuple((one.paper, one.file, one.forms) for one in papers.values()))
            for plan, papers in silent.items()
            if plan not in named
        ),
        _actions(connection, framework),
        _coverage(connection, framework),
        tuple(one for one in misfits(connection) if (one.scheme, one.number) == of_it[:2]),
    )


def _citing(found: tuple[Citing, ...]) -> tuple[CitingPlan, ...]:
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
            tuple((one.finding, one.file, one.forms) for one in of_it),
        )
        for plan, of_it in by_plan.items()
    )


def _actions(connection: sqlite3.Connection, framework: Framework) -> tuple[ActionSaid, ...]:
    names = {framework.name, f"{framework.name} ({framework.round})"}
    said: dict[tuple[str, str], dict[tuple[str | None, str | None], str]] = {}
    for one in national_actions(connection):
        cited = (one.frameworks or "").split("; ")
        if names & set(cited) or (framework.round is None and any(each.startswith(f"{framework.name} (") for each in cited)):
            said.setdefault((one.number, one.action), {}).setdefault((one.area, one.commentary), one.finding)
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
