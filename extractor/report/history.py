"""Database -> one priority through the years: what became of each from plan to plan of an area, and the same in other areas'
words."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from extractor.report.reading import as_list, rows
from extractor.report.words import in_years


@dataclass(frozen=True, slots=True)
class Wording:
    """A priority as one plan words it; ``id`` opens its evidence. ``years`` are those of its plan."""

    id: str
    title: str
    kind: str
    area: str
    start: int | None
    end: int | None
    page: int | None
    paper: str
    file: str

    @property
    def years(self) -> str:
        return in_years(self.start, self.end)


@dataclass(frozen=True, slots=True)
class Onward:
    """One link: a priority before and after, either of them None. ``rule`` says in words what decided, ``score`` how alike the
    two are (0 to 1). ``candidates`` are what an ambiguous link may mean, or what comes nearest to one that was dropped or is
    new."""

    status: str
    rule: str
    score: float
    before: Wording | None
    after: Wording | None
    candidates: tuple[Wording, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """Two plans of an area, one after the other, with what became of each priority of the first and where each of the second is
    from.

    ``before`` and ``after`` are periods, None at the ends of what is held. ``gap`` are the years between them for which no plan is
    held: what is missing after them may have been dropped or not, and "cannot say" is all that is said of it.
    """

    before: tuple[int, int] | None
    after: tuple[int, int] | None
    gap: tuple[int, int] | None
    links: tuple[Onward, ...]


@dataclass(frozen=True, slots=True)
class History:
    area: str
    periods: tuple[tuple[int, int], ...]
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Became:
    """What one priority became in the plan that follows: its statuses there (two where a part went another way), the wordings, and
    the years without a plan in between."""

    priority: Wording
    statuses: tuple[str, ...]
    after: tuple[Wording, ...]
    next: tuple[int, int] | None
    gap: tuple[int, int] | None
    rule: str
    score: float
    candidates: tuple[Wording, ...]


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """The same priority in another area's words, at the same time."""

    wording: Wording
    score: float
    rule: str


def history(connection: sqlite3.Connection, area: str) -> History:
    """All that became of an area's priorities, step by step in order of time; nothing for an area that is not held."""
    links = _links(connection, "links.area = ?", [area])
    words = _wordings(connection, links)
    steps: dict[tuple[object, ...], list[sqlite3.Row]] = {}
    for link in links:
        key = (link["before_plan"], link["after_plan"], link["before_start"], link["after_start"])
        steps.setdefault(key, []).append(link)
    made = [
        Step(
            _period(found[0], "before"),
            _period(found[0], "after"),
            _period(found[0], "gap"),
            tuple(_onward(link, words, area) for link in found),
        )
        for found in steps.values()
    ]
    made.sort(key=_in_time)
    periods = sorted({period for step in made for period in (step.before, step.after) if period is not None})
    return History(area, tuple(periods), tuple(made))


def _in_time(step: Step) -> tuple[tuple[int, int], tuple[int, int]]:
    """By the later plan; what follows the last plan stands after it, plans without years last."""
    before = step.before or (0, 0)
    return step.after or (before[1] if step.before else 9999, 9999), before


def what_became_of(connection: sqlite3.Connection, area: str, start: int, end: int) -> tuple[Became, ...]:
    """What each priority of an area's plan for ``start`` to ``end`` became in the next plan held, in the plan's order."""
    links = _links(
        connection, "links.area = ? AND before_start = ? AND before_end = ? AND before_finding IS NOT NULL", [area, start, end]
    )
    words = _wordings(connection, links)
    found: dict[tuple[str, str | None], list[sqlite3.Row]] = {}
    for link in links:
        found.setdefault((link["before_finding"], link["after_plan"]), []).append(link)
    order = _order(connection, [finding for finding, _ in found])
    made = []
    for finding, _ in sorted(found, key=lambda key: (order[key[0]], found[key][0]["after_start"] or 0)):
        of_it = found[finding, _]
        onward = [_onward(link, words, area) for link in of_it]
        made.append(
            Became(
                words[finding],
                tuple(dict.fromkeys(one.status for one in onward)),
                tuple(one.after for one in onward if one.after),
                _period(of_it[0], "after"),
                _period(of_it[0], "gap"),
                onward[0].rule,
                onward[0].score,
                tuple(candidate for one in onward for candidate in one.candidates),
            )
        )
    return tuple(made)


def through_the_years(connection: sqlite3.Connection, finding: str) -> tuple[Onward, ...]:
    """All links that lead to a priority and on from it, as far back and as far on as they are held, in order of time.

    A wording of another paper of the same plan is followed as the one that it repeats.
    """
    alias = rows(connection, "SELECT same_as FROM same_priorities WHERE finding = ?", [finding])
    start = alias[0]["same_as"] if alias else finding
    found: dict[str, sqlite3.Row] = {}
    for mine, others in (("before_finding", "after_finding"), ("after_finding", "before_finding")):
        seen, at = {start}, [start]
        while at:
            links = _links(connection, f"{mine} IN (SELECT value FROM json_each(?))", [as_list(at)])
            found |= {link["id"]: link for link in links}
            at = sorted({link[others] for link in links if link[others]} - seen)
            seen |= set(at)
    ordered = sorted(
        found.values(), key=lambda link: (link["before_start"] or 0, link["after_start"] or 9999, link["position"], link["id"])
    )
    words = _wordings(connection, ordered)
    return tuple(_onward(link, words, link["area"]) for link in ordered)


def in_other_words(connection: sqlite3.Connection, finding: str, areas: Sequence[str] | None = None) -> tuple[Elsewhere, ...]:
    """The same priority in other areas' words at the same time, the likest first; only of ``areas``, where they are given."""
    query = """
        SELECT other, other_area, score, rule FROM likenesses
        WHERE finding = ? AND (? OR other_area IN (SELECT value FROM json_each(?))) ORDER BY score DESC, other_area, other
    """
    found = rows(connection, query, [finding, areas is None, as_list(areas or ())])
    words = _read(connection, [one["other"] for one in found])
    return tuple(Elsewhere(_of(words[one["other"]], one["other_area"]), one["score"], one["rule"]) for one in found)


def _links(connection: sqlite3.Connection, where: str, parameters: Sequence[object]) -> list[sqlite3.Row]:
    return rows(connection, f"SELECT * FROM links WHERE {where} ORDER BY area, position", parameters)


def _period(link: sqlite3.Row, side: str) -> tuple[int, int] | None:
    start = link[f"{side}_start"]
    return None if start is None else (start, link[f"{side}_end"])


def _onward(link: sqlite3.Row, words: dict[str, Wording], area: str) -> Onward:
    def word(identifier: str | None) -> Wording | None:
        return None if identifier is None else _of(words[identifier], area)

    candidates = tuple(_of(words[one], area) for one in json.loads(link["candidates"]) if one in words)
    return Onward(
        link["status"], link["rule"], link["score"], word(link["before_finding"]), word(link["after_finding"]), candidates
    )


def _of(wording: Wording, area: str) -> Wording:
    """A plan of two areas stands under each: its wording is here that of ``area``."""
    if wording.area == area:
        return wording
    return Wording(
        wording.id, wording.title, wording.kind, area, wording.start, wording.end, wording.page, wording.paper, wording.file
    )


def _wordings(connection: sqlite3.Connection, links: Iterable[sqlite3.Row]) -> dict[str, Wording]:
    wanted: dict[str, None] = {}
    for link in links:
        for one in (link["before_finding"], link["after_finding"], *json.loads(link["candidates"])):
            if one is not None:
                wanted[one] = None
    return _read(connection, list(wanted))


def _read(connection: sqlite3.Connection, findings: Sequence[str]) -> dict[str, Wording]:
    query = """
        SELECT priorities.id, priorities.title, priorities.kind, period_start, period_end, findings.page, plans.paper, papers.file,
               coalesce((SELECT area FROM plan_areas WHERE plan_areas.plan = plans.id ORDER BY position LIMIT 1), '') AS area
        FROM priorities JOIN findings ON findings.id = priorities.id
        JOIN plans ON plans.id = priorities.plan JOIN papers ON papers.id = plans.paper
        WHERE priorities.id IN (SELECT value FROM json_each(?))
    """
    return {
        one["id"]: Wording(
            one["id"],
            one["title"],
            one["kind"],
            one["area"],
            one["period_start"],
            one["period_end"],
            one["page"],
            one["paper"],
            one["file"],
        )
        for one in rows(connection, query, [as_list(findings)])
    }


def _order(connection: sqlite3.Connection, findings: Sequence[str]) -> dict[str, int]:
    query = "SELECT id, position FROM priorities WHERE id IN (SELECT value FROM json_each(?))"
    return {found["id"]: found["position"] for found in rows(connection, query, [as_list(findings)])}
