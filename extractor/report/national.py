"""Database -> the national frame: who cites a framework, which national actions have no remark, which crime types are measured."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from typing import Literal

from extractor.report.reading import rows
from extractor.report.words import in_years

Coverage = Literal["measured locally", "only in a wider measure", "no local measure"]


@dataclass(frozen=True, slots=True)
class Citing:
    """A plan that cites a framework, or a paper that does so outside any plan. The counts are of its findings that name the
    framework or stand under a heading that does; ``commented`` are actions with a local remark."""

    scheme: str
    round: str | None
    number: str
    title: str | None
    area: str | None
    start: int | None
    end: int | None
    priorities: int
    measures: int
    actions: int
    commented: int
    flag: str | None
    file: str
    paper: str
    finding: str

    @property
    def years(self) -> str:
        return in_years(self.start, self.end)


@dataclass(frozen=True, slots=True)
class NotCiting:
    """A plan that begins while a framework is in force and does not cite it."""

    area: str | None
    start: int
    end: int
    file: str
    paper: str


@dataclass(frozen=True, slots=True)
class NationalAction:
    """A numbered action of a national plan, as printed, with the local remark beside it or None."""

    number: str
    action: str
    heading: str | None
    frameworks: str | None
    commentary: str | None
    area: str | None
    page: int | None
    file: str
    finding: str


@dataclass(frozen=True, slots=True)
class CrimeType:
    """A crime type of a national target beside the measure of one plan that covers it. Changes are in per cent, a cut negative."""

    scheme: str
    round: str
    number: str
    crime_type: str
    national_change: float | None
    area: str | None
    start: int | None
    end: int | None
    coverage: Coverage
    objective: str | None
    baseline: str | None
    target: str | None
    local_change: float | None
    arithmetic: str | None
    file: str
    finding: str | None


@dataclass(frozen=True, slots=True)
class Misfit:
    """A citation that does not fit, and why: no such number, another number's name, a number of other years than the plan's."""

    scheme: str
    round: str | None
    number: str | None
    text: str
    flag: str
    area: str | None
    page: int | None
    file: str
    finding: str


_OF = "scheme = ? AND number = ? AND (? IS NULL OR round = ?)"


def citing(connection: sqlite3.Connection, scheme: str, number: str, round: str | None = None) -> tuple[Citing, ...]:
    """The plans that cite a framework, as citing(connection, "PSA", "23"), of every round where none is given."""
    query = f"SELECT * FROM framework_citations WHERE {_OF}"
    return tuple(
        Citing(
            row["scheme"],
            row["round"],
            row["number"],
            row["title"],
            row["area"],
            row["period_start"],
            row["period_end"],
            row["priorities"],
            row["measures"],
            row["actions"],
            row["actions_with_commentary"],
            row["flag"],
            row["file"],
            row["paper_id"],
            row["finding_id"],
        )
        for row in rows(connection, query, [scheme, number, round, round])
    )


def in_catalogue(connection: sqlite3.Connection, scheme: str, number: str, round: str | None = None) -> str | None:
    """What the catalogues say against a framework's existence, in words, or None: "NI 31 does not exist: ..."."""
    known = rows(connection, "SELECT DISTINCT round, number FROM frameworks WHERE scheme = ?", [scheme])
    if not known:
        return f"no catalogue of {scheme} is held: those of {_schemes(connection)} are"
    if not any(row["number"] == number for row in known):
        numbers = sorted({int(row["number"]) for row in known if str(row["number"]).isdigit()})
        about = f": its numbers lie between {numbers[0]} and {numbers[-1]}" if numbers else ""
        return f"{scheme} {number} does not exist in the catalogue{about}"
    rounds = sorted({str(row["round"]) for row in known if row["number"] == number and row["round"]})
    if round is not None and round not in rounds:
        return f"{scheme} {number} has no round {round}: {', '.join(rounds) or 'it is of no round'}"
    return None


def _schemes(connection: sqlite3.Connection) -> str:
    return ", ".join(str(row["scheme"]) for row in rows(connection, "SELECT DISTINCT scheme FROM frameworks ORDER BY 1")) or "none"


def not_citing(connection: sqlite3.Connection, scheme: str, number: str, round: str | None = None) -> tuple[NotCiting, ...]:
    """The plans that begin while a framework is in force and do not cite it."""
    query = f"SELECT DISTINCT area, period_start, period_end, file, paper_id FROM frameworks_not_cited WHERE {_OF}"
    return tuple(
        NotCiting(row["area"], row["period_start"], row["period_end"], row["file"], row["paper_id"])
        for row in rows(connection, query, [scheme, number, round, round])
    )


def national_actions(connection: sqlite3.Connection, *, without_commentary: bool = False) -> tuple[NationalAction, ...]:
    """The numbered actions of national plans; only those that a paper with local remarks leaves without one, where asked."""
    view = "national_actions_without_commentary" if without_commentary else "national_actions"
    commentary = "NULL AS commentary" if without_commentary else "commentary"
    query = f"SELECT number, action, heading, frameworks, {commentary}, area, page, file, finding_id FROM {view}"
    return tuple(NationalAction(*row) for row in rows(connection, query))


def crime_types(
    connection: sqlite3.Connection, area: str | None = None, framework: tuple[str, str, str | None] | None = None
) -> tuple[CrimeType, ...]:
    """For each plan that cites a national target with crime types: each type in the catalogue's order, and the measure that covers
    it. A type that several measures cover has a row for each. ``framework`` asks for one (scheme, number, round or None for all).
    """
    narrowed, asked = (f"AND {_OF}", [*framework[:2], framework[2], framework[2]]) if framework else ("", [])
    query = f"""
        SELECT scheme, round, number, crime_type, national_change_percent, area, period_start, period_end, coverage, objective,
               baseline, target, local_change_percent, arithmetic, file, finding_id
        FROM national_target_coverage WHERE (? IS NULL OR area = ?) {narrowed}
    """
    return tuple(CrimeType(*row) for row in rows(connection, query, [area, area, *asked]))


def misfits(connection: sqlite3.Connection) -> tuple[Misfit, ...]:
    """Every citation with a flag."""
    query = "SELECT scheme, round, number, as_printed, flag, area, page, file, finding_id FROM citations_that_do_not_fit"
    return tuple(Misfit(*row) for row in rows(connection, query))
