"""What matches of a search have in common: their kinds, areas, years and themes, each with the number of matches."""

from __future__ import annotations

import json
import re
import sqlite3
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from extractor.report.forms import in_one_form, later_forms
from extractor.report.reading import as_list, rows
from extractor.report.words import capital, in_years

MOST = 1000
"""Matches among findings, and among pages, that are looked at, the best first: a word that occurs everywhere has more."""
LOOKED_AT = 5_000
"""Places among findings, and among pages, out of which the best are sought. Their keys are made of hashes: the first of them by key
stand anywhere."""
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


@dataclass(frozen=True, slots=True)
class PlanDirectory:
    """What a search asks of all plans: made once for as many searches as the database stays the same.

    ``about`` are plans by id with areas and years, ``of_paper`` the plans of each paper, ``words`` (plan, the words of its title,
    areas, partnership and years in small letters, each after a space), latest plans first. ``paper_of`` are the papers of plans,
    ``later`` papers that are further forms (Word, a scan) of another, with that one. ``begins`` are the blocks where the plans of a
    paper of several begin, in order, where each is known to begin somewhere.
    """

    about: Mapping[str, Match]
    of_paper: Mapping[str, Sequence[str]]
    words: Sequence[tuple[str, str]]
    paper_of: Mapping[str, str]
    later: Mapping[str, str]
    begins: Mapping[str, Sequence[tuple[int, str]]] = field(default_factory=dict)

    def plans_on(self, paper: str, first: int | None, last: int | None) -> Sequence[str]:
        """The plans that a page from one block to another holds words of: none in front of the first plan of a paper of several;
        all where it is not known where they begin."""
        begins = self.begins.get(paper)
        if begins is None or first is None or last is None:
            return self.of_paper.get(paper, ())
        within = [plan for at, plan in begins if first <= at <= last]
        before = [(at, plan) for at, plan in begins if at < first]
        # A plan that begins with the page's first block ends the one before it; any other leaves it the page's top.
        ended = any(at == first for at, _ in begins)
        over = [plan for at, plan in before if at == before[-1][0]] if before and not ended else []
        return list(dict.fromkeys([*over, *within]))


def plan_directory(connection: sqlite3.Connection) -> PlanDirectory:
    """The directory of all plans held."""
    query = """
        SELECT plans.id, plans.paper, period_start, period_end, coalesce(title, '') || ' ' || coalesce(partnership, '') AS named,
               (SELECT json_group_array(area) FROM (SELECT area FROM plan_areas WHERE plan = plans.id ORDER BY position)) AS areas
        FROM plans ORDER BY plans.paper, plans.number
    """
    about: dict[str, Match] = {}
    of_paper: dict[str, list[str]] = {}
    named: list[tuple[tuple[bool, int, int, str, str], str]] = []
    for plan in rows(connection, query):
        areas = tuple(json.loads(plan["areas"]))
        start, end = plan["period_start"], plan["period_end"]
        about[plan["id"]] = Match("plan", 0, plan["id"], areas, () if start is None else ((start, end),))
        of_paper.setdefault(plan["paper"], []).append(plan["id"])
        said = words_of(" ".join((plan["named"], str(start or ""), str(end or ""), *areas)))
        place = (not areas, -(start or 0), -(end or 0), min(areas, default=""), plan["id"])
        named.append((place, "".join(f" {word}" for word in said)))
    words = tuple((place[-1], said) for place, said in sorted(named))
    paper_of = {plan: paper for paper, held in of_paper.items() for plan in held}
    return PlanDirectory(about, of_paper, words, paper_of, later_forms(connection), _begins(connection, of_paper))


def _begins(connection: sqlite3.Connection, of_paper: Mapping[str, Sequence[str]]) -> dict[str, tuple[tuple[int, str], ...]]:
    """Papers of several plans -> (block, plan) of where each plan's title stands; without those with a plan that has none."""
    query = """
        SELECT plan, block FROM findings JOIN evidence ON evidence.finding = findings.id AND part = 'words'
        WHERE plan IN (SELECT value FROM json_each(?)) AND kind = 'plan title'
    """
    several = {paper: plans for paper, plans in of_paper.items() if len(plans) > 1}
    asked = [plan for plans in several.values() for plan in plans]
    titles = {found["plan"]: int(found["block"]) for found in rows(connection, query, [as_list(asked)])}
    return {
        paper: tuple(sorted((titles[plan], plan) for plan in plans))
        for paper, plans in several.items()
        if all(plan in titles for plan in plans)
    }


def words_of(text: str) -> list[str]:
    """The words of a text in small letters."""
    return [word.casefold() for word in _TOKENS.findall(text)]


def matches(
    connection: sqlite3.Connection, match: str, kinds: Sequence[str], plans: Iterable[str], directory: PlanDirectory
) -> list[Match]:
    """All that match, best first: plans as given, findings of some kinds, pages. Rejected findings are left out, and of a paper in
    several forms (PDF, Word) all but the one that counts, where its words match too.

    Of what a word finds in more than LOOKED_AT places, as many are looked at, spread evenly over the papers.
    """
    findings = _best_findings(connection, match, kinds)
    pages = rows(
        connection,
        f"""
        SELECT pages.key, pages.paper, pages.first_block, pages.last_block FROM (
            SELECT key, score FROM (
                SELECT rowid AS key, bm25(pages_fts) AS score FROM pages_fts WHERE pages_fts MATCH ? LIMIT {LOOKED_AT}
            ) ORDER BY score, key LIMIT ?
        ) AS best CROSS JOIN pages ON pages.key = best.key ORDER BY score, pages.key
        """,
        [match, MOST],
    )
    themes = _themes(connection, [str(found["id"]) for found in findings if found["kind"] == "priority"])
    later = directory.later
    made = [directory.about[plan] for plan in in_one_form(list(plans), directory.paper_of.__getitem__, later)]
    made += _once(in_one_form(findings, lambda row: str(row["paper"]), later), directory.about, themes)
    for page in in_one_form(pages, lambda row: str(row["paper"]), later):
        plans_on = directory.plans_on(page["paper"], page["first_block"], page["last_block"])
        of_it = [directory.about[plan] for plan in plans_on]
        areas = tuple(dict.fromkeys(area for one in of_it for area in one.areas))
        periods = tuple(dict.fromkeys(period for one in of_it for period in one.periods))
        made.append(Match("page", page["key"], None, areas, periods))
    return made


def _best_findings(connection: sqlite3.Connection, match: str, kinds: Sequence[str]) -> list[sqlite3.Row]:
    """The best MOST findings of some kinds. Findings are fetched part by part, for most are not among the best."""
    query = f"""
        SELECT key FROM (
            SELECT rowid AS key, bm25(findings_fts, 4.0, 1.0) AS score FROM findings_fts
            WHERE findings_fts MATCH ? LIMIT {LOOKED_AT}
        ) ORDER BY score, key
    """
    ranked = [key for (key,) in connection.execute(query, [match])]
    query = f"""
        SELECT key, id, kind, plan, paper, title, page FROM findings
        WHERE key IN (SELECT value FROM json_each(?)) AND decision IS NOT 'reject' AND repeats IS NULL
            AND kind IN ({", ".join("?" * len(kinds))})
    """
    best: list[sqlite3.Row] = []
    for start in range(0, len(ranked), MOST):
        part = ranked[start : start + MOST]
        held = {found["key"]: found for found in rows(connection, query, [as_list(part), *kinds])}
        best += [held[key] for key in part if key in held]
        if len(best) >= MOST:
            break
    return best[:MOST]


_NOTHING = Match("", 0, None)
_TOKENS = re.compile(r"\w+")
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
