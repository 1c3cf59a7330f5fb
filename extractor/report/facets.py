"""What matches of a search have in common: their kinds, areas, years and themes, each with the number of matches."""

from __future__ import annotations

import json
import re
import sqlite3
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from extractor.report.reading import as_list, rows
from extractor.report.words import capital, in_years

MOST = 1000
"""Matches among findings, and among pages, that are looked at, the best first: a word that occurs everywhere has more."""
MOST_VALUES = 12
"""Values that a facet shows."""
NAMES = {"kind": "Kind", "area": "Area", "years": "Years", "theme": "Theme"}


@dataclass(frozen=True, slots=True)
class Match:
    """``key`` is the row of the full-text index (0 for a plan); ``plan`` the plan it belongs to, or None."""

    kind: str
    key: int
    plan: str | None
    areas: tuple[str, ...] = ()
    periods: tuple[tuple[int, int], ...] = ()
    themes: tuple[str, ...] = ()
    papers: int = 1
    """How many papers of one plan state it in the same words; it stands once."""

    def values(self, facet: str) -> tuple[str, ...]:
        """What a match has of a facet, as it stands in an address."""
        if facet == "kind":
            return (self.kind,)
        if facet == "area":
            return self.areas
        if facet == "theme":
            return self.themes
        return tuple(f"{start}-{end}" for start, end in self.periods)


@dataclass(frozen=True, slots=True)
class Facet:
    """``values`` are (value, how it is written, matches); ``chosen`` is one of them or None; ``beyond`` counts those left out."""

    key: str
    name: str
    values: tuple[tuple[str, str, int], ...]
    chosen: str | None
    beyond: int


def fits(match: Match, chosen: Mapping[str, str]) -> bool:
    """Whether a match has all that was chosen."""
    return all(value in match.values(facet) for facet, value in chosen.items() if facet in NAMES)


def facets(found: Sequence[Match], chosen: Mapping[str, str]) -> tuple[Facet, ...]:
    """Each facet with its values, counted over the matches that have all else that was chosen."""
    made = []
    for key, name in NAMES.items():
        others = {facet: value for facet, value in chosen.items() if facet != key}
        counts = Counter(value for one in found if not others or fits(one, others) for value in one.values(key))
        held = chosen.get(key)
        if held is not None:
            counts.setdefault(held, 0)
        order = sorted(counts, key=lambda value: (value != held, -counts[value], value))
        shown = sorted(order[:MOST_VALUES]) if key == "years" else order[:MOST_VALUES]
        values = tuple((value, _written(key, value), counts[value]) for value in shown)
        if len(values) > 1 or held is not None:
            made.append(Facet(key, name, values, held, len(order) - len(shown)))
    return tuple(made)


def _written(facet: str, value: str) -> str:
    if facet == "years":
        start, _, end = value.partition("-")
        return in_years(int(start), int(end)) if start.isdigit() and end.isdigit() else value
    return capital(value) if facet == "kind" else value


def matches(connection: sqlite3.Connection, match: str, kinds: Sequence[str], plans: Iterable[str]) -> list[Match]:
    """All that match, best first: plans as given, findings of some kinds, pages. Rejected findings are left out."""
    findings = rows(
        connection,
        f"""
        SELECT findings.key, findings.id, findings.kind, findings.plan, findings.title, findings.page FROM findings_fts
        JOIN findings ON findings.key = findings_fts.rowid
        WHERE findings_fts MATCH ? AND findings.decision IS NOT 'reject' AND findings.repeats IS NULL
            AND findings.kind IN ({", ".join("?" * len(kinds))})
        ORDER BY bm25(findings_fts, 4.0, 1.0), findings.id LIMIT ?
        """,
        [match, *kinds, MOST],
    )
    pages = rows(
        connection,
        """
        SELECT pages.key, pages.paper FROM pages_fts JOIN pages ON pages.key = pages_fts.rowid
        WHERE pages_fts MATCH ? ORDER BY bm25(pages_fts), pages.id LIMIT ?
        """,
        [match, MOST],
    )
    about, of_paper = _about(connection)
    themes = _themes(connection, [str(found["id"]) for found in findings if found["kind"] == "priority"])
    made = [about[plan] for plan in plans]
    made += _once(findings, about, themes)
    for page in pages:
        held = [about[plan] for plan in of_paper.get(page["paper"], ())]
        areas = tuple(dict.fromkeys(area for one in held for area in one.areas))
        periods = tuple(dict.fromkeys(period for one in held for period in one.periods))
        made.append(Match("page", page["key"], None, areas, periods))
    return made


_NOTHING = Match("", 0, None)
_NO_LETTER = re.compile(r"[\W_]+")


def _once(findings: Iterable[sqlite3.Row], about: Mapping[str, Match], themes: Mapping[str, tuple[str, ...]]) -> Iterable[Match]:
    """Findings, those that stand in several papers for the same areas and years once: in the one that has pages to show."""
    made: dict[tuple[object, ...], Match] = {}
    paged: set[tuple[object, ...]] = set()
    for found in findings:
        base = about.get(found["plan"], _NOTHING)
        words = _NO_LETTER.sub("", found["title"].casefold())
        same = (found["kind"], words, base.areas, base.periods) if base.areas and base.periods else (found["key"],)
        held = made.get(same)
        key = held.key if held and (same in paged or found["page"] is None) else found["key"]
        if found["page"] is not None:
            paged.add(same)
        count = held.papers + (base.plan != held.plan) if held else 1
        made[same] = Match(found["kind"], key, base.plan, base.areas, base.periods, themes.get(found["id"], ()), count)
    return made.values()


def _about(connection: sqlite3.Connection) -> tuple[dict[str, Match], dict[str, list[str]]]:
    """Plan -> its areas and years; paper -> its plans."""
    query = """
        SELECT plans.id, plans.paper, period_start, period_end, (
            SELECT json_group_array(area) FROM (SELECT area FROM plan_areas WHERE plan = plans.id ORDER BY position)
        ) AS areas FROM plans ORDER BY plans.paper, plans.number
    """
    about: dict[str, Match] = {}
    of_paper: dict[str, list[str]] = {}
    for plan in rows(connection, query):
        years = () if plan["period_start"] is None else ((plan["period_start"], plan["period_end"]),)
        about[plan["id"]] = Match("plan", 0, plan["id"], tuple(json.loads(plan["areas"])), years)
        of_paper.setdefault(plan["paper"], []).append(plan["id"])
    return about, of_paper


def _themes(connection: sqlite3.Connection, priorities: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Priority -> headings of its primary themes."""
    query = """
        SELECT priority, heading FROM priority_themes JOIN themes ON themes.code = theme
        WHERE rank = 'primary' AND priority IN (SELECT value FROM json_each(?)) ORDER BY priority, priority_themes.position
    """
    made: dict[str, tuple[str, ...]] = {}
    for found in rows(connection, query, [as_list(priorities)]):
        before = made.get(found["priority"], ())
        if found["heading"] not in before:
            made[found["priority"]] = (*before, found["heading"])
    return made
