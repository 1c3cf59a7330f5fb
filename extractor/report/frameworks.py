"""Database -> national frameworks: those cited, their names in words, the one that a person asks for, and the nearest to it."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from extractor.report.forms import FIRST_FORM
from extractor.report.national import nearest_numbers
from extractor.report.reading import as_list, rows

_NAMED = re.compile(
    r"\s*([A-Za-z]{2,12})[\s-]*([A-Za-z]{0,3}[0-9]{1,4}[A-Za-z]?)\s*(?:\(\s*([A-Za-z0-9]{1,12})\s*\))?\s*", re.ASCII
)
"""'PSA 23', 'psa23', 'NI 15', 'PSA 1 (SR2004)'."""

_SCHEMES = {
    "PSA": ("Public Service Agreement", "Public Service Agreements"),
    "NI": ("National indicator", "National indicators"),
    "LPSA": ("Local Public Service Agreement target", "Local Public Service Agreement targets"),
    "BVPI": ("Best value performance indicator", "Best value performance indicators"),
    "strategy": ("National strategy", "National strategies"),
}
_ROUND = re.compile(r"(C?)SR([0-9]{4})")
NOT_STATED = "title not stated"
_ENDS = re.compile(r"[,;:.()\n]")
_LONGEST = 90
"""Characters of a paper's own words that stand for a title."""


@dataclass(frozen=True, slots=True)
class Framework:
    """A numbered framework; ``plans`` counts areas and periods whose plan cites it, ``papers`` the papers that do. ``said`` are a
    paper's own words where no catalogue gives a title: "Target 6 on drug treatment"."""

    scheme: str
    number: str
    round: str | None
    title: str | None
    plans: int
    papers: int
    said: str | None = None

    @property
    def name(self) -> str:
        """What a reader knows it by: a strategy has no number but in our catalogue, so its title is its name."""
        return framework_name(self.scheme, self.number, self.title)

    @property
    def code(self) -> str:
        """By which it is asked for."""
        return f"{self.scheme} {self.number}"

    @property
    def of_round(self) -> str:
        """Its round in words, "" where it has none."""
        return round_in_words(self.round)

    @property
    def about(self) -> str | None:
        """What stands behind the name: the title, or a paper's own words for it, or that there is none. None behind a title."""
        if self.name == self.title:
            return None
        return self.title or (f"“{self.said}”" if self.said else NOT_STATED)


def framework_name(scheme: str, number: str | None, title: str | None = None) -> str:
    """("PSA", "23") -> "PSA 23"; ("strategy", "NS005", "National Policing Plan") -> "National Policing Plan"."""
    if scheme == "strategy":
        return title or "National strategy"
    return f"{scheme} {number}" if number else scheme


def scheme_in_words(scheme: str, *, several: bool = False) -> str:
    """ "PSA" -> "Public Service Agreement"; a scheme without a longer name stays as it is."""
    return _SCHEMES.get(scheme, (scheme, scheme))[several]


def round_in_words(round: str | None) -> str:
    """ "SR2004" -> "2004 Spending Review (SR2004)", "CSR2007" -> "2007 Comprehensive Spending Review (CSR2007)"; others as they
    are, None is ""."""
    found = _ROUND.fullmatch(round or "")
    if found is None:
        return round or ""
    return f"{found[2]} {'Comprehensive ' if found[1] else ''}Spending Review ({round})"


def frameworks_cited(connection: sqlite3.Connection) -> tuple[Framework, ...]:
    """All frameworks with a number that a paper cites, by scheme, round and number."""
    query = f"""
        SELECT citations.scheme, citations.number, nullif(citations.round, '') AS round, max(citations.title) AS title,
               count(DISTINCT CASE WHEN plans.id IS NOT NULL
                   THEN coalesce(area, '') || '|' || coalesce(period_start, '') || '|' || coalesce(period_end, '') END) AS plans,
               count(DISTINCT citations.paper) AS papers, min(citations.id) AS finding
        FROM citations LEFT JOIN plans ON plans.id = citations.plan LEFT JOIN plan_areas ON plan_areas.plan = plans.id
        WHERE citations.number IS NOT NULL AND {FIRST_FORM.format("citations.paper")}
        GROUP BY citations.scheme, citations.round, citations.number
        ORDER BY citations.scheme, round, CAST(citations.number AS INTEGER), citations.number
    """
    found = rows(connection, query)
    said = said_of(connection, [one["finding"] for one in found if not one["title"]])
    return tuple(
        Framework(one["scheme"], one["number"], one["round"], one["title"], one["plans"], one["papers"], said.get(one["finding"]))
        for one in found
    )


def said_of(connection: sqlite3.Connection, citations: Sequence[str]) -> dict[str, str]:
    """Citation -> the paper's own words from it to the next mark or citation, where they say more than its name and number."""
    if not citations:
        return {}
    query = """
        SELECT finding, evidence.start_at, evidence.end_at, blocks.text,
               (SELECT min(others.start_at) FROM findings JOIN evidence AS others ON others.finding = findings.id
                WHERE findings.paper = blocks.paper AND findings.kind = 'reference' AND others.block = blocks.number
                    AND others.start_at >= evidence.end_at) AS next
        FROM evidence JOIN findings ON findings.id = finding
        JOIN blocks ON blocks.paper = findings.paper AND blocks.number = evidence.block
        WHERE part = 'words' AND finding IN (SELECT value FROM json_each(?))
    """
    made: dict[str, str] = {}
    for one in rows(connection, query, [as_list(citations)]):
        rest = str(one["text"])[one["end_at"] : one["next"]]
        behind = re.sub(r"\W+(?:and|or|to)?\W*$", "", _ENDS.split(rest, maxsplit=1)[0])
        if re.search(r"\w", behind) and len(behind) <= _LONGEST:
            made[one["finding"]] = " ".join(f"{one['text'][one['start_at'] : one['end_at']]}{behind}".split())
    return made


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
            first.said if len(rounds) == 1 else None,
        )
    query = """
        SELECT scheme, number, nullif(round, '') AS round, title FROM frameworks
        WHERE scheme = ? COLLATE NOCASE AND number = ? COLLATE NOCASE AND (? IS NULL OR round = ? COLLATE NOCASE)
        ORDER BY first_year LIMIT 1
    """
    listed = rows(connection, query, [scheme, number, round, round])
    return Framework(listed[0]["scheme"], listed[0]["number"], listed[0]["round"], listed[0]["title"], 0, 0) if listed else None


def nearest_frameworks(connection: sqlite3.Connection, asked: str) -> tuple[str, ...]:
    """The codes that come nearest to one that no catalogue and no paper holds: of its scheme those with the nearest numbers, as
    ("PSA 28", "PSA 29", "PSA 30"). None where the words name no scheme that is known."""
    found = _NAMED.fullmatch(asked[:60])
    if found is None:
        return ()
    query = """
        SELECT scheme, number FROM frameworks WHERE scheme = ? COLLATE NOCASE
        UNION SELECT scheme, number FROM citations WHERE number IS NOT NULL AND scheme = ? COLLATE NOCASE
    """
    known = {str(one["number"]): str(one["scheme"]) for one in rows(connection, query, [found[1], found[1]])}
    return tuple(f"{known[number]} {number}" for number in nearest_numbers(found[2], known))
