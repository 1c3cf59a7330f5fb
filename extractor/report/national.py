"""Database -> the national frame: who cites a framework, which national actions have no remark, which crime types are measured.

Of a paper in several forms (PDF, Word) the one that counts is asked; ``forms`` names them all, where there are several.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from extractor.report.forms import names_of_forms
from extractor.report.reading import rows
from extractor.report.words import in_list, in_years

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
    forms: tuple[str, ...] = ()

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
    forms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NationalAction:
    """A numbered action of a national plan, as printed, with the local remark beside it or None. ``commentary_of`` is whose remarks
    the paper sets beside its actions: the area or body, None where nothing says so."""

    number: str
    action: str
    heading: str | None
    frameworks: str | None
    commentary: str | None
    commentary_of: str | None
    area: str | None
    page: int | None
    file: str
    finding: str
    forms: tuple[str, ...] = ()


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
    forms: tuple[str, ...] = ()


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
    forms: tuple[str, ...] = ()


_DIGITS = re.compile(r"[0-9]{1,9}")
_OF = "scheme = ? AND number = ? AND (? IS NULL OR round = ?)"


def citing(connection: sqlite3.Connection, scheme: str, number: str, round: str | None = None) -> tuple[Citing, ...]:
    """The plans that cite a framework, as citing(connection, "PSA", "23"), of every round where none is given."""
    found = rows(connection, f"SELECT * FROM framework_citations WHERE first_form AND {_OF}", [scheme, number, round, round])
    forms = names_of_forms(connection, [row["paper_id"] for row in found])
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
            forms.get(row["paper_id"], ()),
        )
        for row in found
    )


def unknown_framework(connection: sqlite3.Connection, scheme: str, number: str, round: str | None = None) -> str | None:
    """What is wrong with the name of a framework that is in no catalogue and that no paper cites, with the nearest that are; None
    where it is known: "PSA 99 is in no catalogue, and no paper cites it: the nearest known are PSA 28, PSA 29 and PSA 30"."""
    query = """
        SELECT scheme, number, nullif(round, '') AS round FROM frameworks
        UNION SELECT scheme, number, nullif(round, '') FROM citations WHERE number IS NOT NULL
    """
    known = rows(connection, query)
    name = f"{scheme} {number}"
    numbers = {str(row["number"]) for row in known if row["scheme"] == scheme}
    if not numbers:
        schemes = sorted({str(row["scheme"]) for row in known})
        return f"no catalogue and no paper held names a scheme {scheme}: known are {in_list(schemes) or 'none'}"
    if number not in numbers:
        near = in_list([f"{scheme} {one}" for one in nearest_numbers(number, numbers)])
        return f"{name} is in no catalogue, and no paper cites it: the nearest known are {near}"
    rounds = sorted({str(row["round"]) for row in known if (row["scheme"], row["number"]) == (scheme, number) and row["round"]})
    if round is not None and round not in rounds:
        return f"{name} has no round {round}: " + (f"it is of {in_list(rounds)}" if rounds else "it is of no round")
    return None


def nearest_numbers(number: str, known: Iterable[str], most: int = 3) -> list[str]:
    """The known numbers that come nearest to one, in their order; without digits in it, the first."""
    asked = _DIGITS.search(number)
    value = int(asked[0]) if asked else 0
    held = sorted((int(digits[0]) if (digits := _DIGITS.search(one)) else 0, one) for one in known)
    return [one for _, one in sorted(sorted(held, key=lambda each: (abs(each[0] - value), each))[:most])]


def not_citing(connection: sqlite3.Connection, scheme: str, number: str, round: str | None = None) -> tuple[NotCiting, ...]:
    """The plans that begin while a framework is in force and do not cite it."""
    columns = "area, period_start, period_end, file, paper_id AS paper, paper_id"
    query = f"SELECT DISTINCT {columns} FROM frameworks_not_cited WHERE first_form AND {_OF}"
    return tuple(NotCiting(*one) for one in _with_forms(connection, query, [scheme, number, round, round]))


def national_actions(connection: sqlite3.Connection, *, without_commentary: bool = False) -> tuple[NationalAction, ...]:
    """The numbered actions of national plans; only those that a paper with local remarks leaves without one, where asked."""
    view = "national_actions_without_commentary" if without_commentary else "national_actions"
    commentary = "NULL AS commentary" if without_commentary else "commentary"
    columns = f"number, action, heading, frameworks, {commentary}, commentary_of, area, page, file, finding_id, paper_id"
    query = f"SELECT {columns} FROM {view} WHERE first_form"
    return tuple(NationalAction(*one) for one in _with_forms(connection, query))


def crime_types(
    connection: sqlite3.Connection, area: str | None = None, framework: tuple[str, str, str | None] | None = None
) -> tuple[CrimeType, ...]:
    """For each plan that cites a national target with crime types: each type in the catalogue's order, and the measure that covers
    it. A type that several measures cover has a row for each. ``framework`` asks for one (scheme, number, round or None for all).
    """
    narrowed, asked = (f"AND {_OF}", [*framework[:2], framework[2], framework[2]]) if framework else ("", [])
    query = f"""
        SELECT scheme, round, number, crime_type, national_change_percent, area, period_start, period_end, coverage, objective,
               baseline, target, local_change_percent, arithmetic, file, finding_id, paper_id
        FROM national_target_coverage WHERE first_form AND (? IS NULL OR area = ?) {narrowed}
    """
    return tuple(CrimeType(*one) for one in _with_forms(connection, query, [area, area, *asked]))


def misfits(connection: sqlite3.Connection) -> tuple[Misfit, ...]:
    """Every citation with a flag."""
    query = """
        SELECT scheme, round, number, as_printed, flag, area, page, file, finding_id, paper_id
        FROM citations_that_do_not_fit WHERE first_form
    """
    return tuple(Misfit(*one) for one in _with_forms(connection, query))


def _with_forms(connection: sqlite3.Connection, query: str, parameters: Sequence[object] = ()) -> list[tuple[Any, ...]]:
    """The rows of a query whose last column is paper_id: in its place the names of the paper's forms, where there are several."""
    found = rows(connection, query, parameters)
    forms = names_of_forms(connection, [row["paper_id"] for row in found])
    return [(*tuple(row)[:-1], forms.get(row["paper_id"], ())) for row in found]
