"""What spans papers: which plans are expected and held for each area and period, and the catalogues that views compare with.

Made anew after every ingest, from what the database then holds.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import product

from sqlite_utils import Database

from extractor.codebook import Codebook
from extractor.write.bulk import insert_rows
from extractor.write.crime_types import CATALOGUE

_NO_NEIGHBOURS = ("nation", "police force area", "combined authority", "strategic regional authority")
"""Kinds of area whose plans tell nothing of what a borough ought to have."""
_FRAMEWORKS = (("PSA", "psa"), ("NI", "national_indicators"), ("BVPI", "bvpi"))
_VERSION = re.compile(r"version ([\d.]+)")


@dataclass(frozen=True, slots=True)
class Expected:
    """A plan that ought to be held. Without years, a plan of the area for every period is not asked for: the row is left out."""

    area: str
    start: int
    end: int
    how: str
    because: str | None = None


@dataclass(frozen=True, slots=True)
class _Held:
    plan: str
    area: str
    start: int
    end: int
    title: str
    kind: str | None
    date: str
    edition: str | None

    @property
    def version(self) -> tuple[int, ...]:
        match = _VERSION.search(self.edition or "")
        return tuple(int(part) for part in match[1].split(".") if part) if match else ()

    @property
    def draft(self) -> bool:
        return (self.edition or "").startswith("draft")


def write_catalogues(database: Database, codebook: Codebook) -> None:
    """Puts the catalogues that readers ask (numbered national frameworks, crime types of national targets, agencies, partnerships)
    in place of those that were held, and gives every area its kind, police force and region."""
    frameworks: dict[tuple[str, ...], dict[str, object]] = {}
    for scheme, name in _FRAMEWORKS:
        for row in codebook.catalogue(name):
            key = (scheme, row.get("round", ""), row["number"], row.get("department", ""))
            heads = ("scheme", "round", "number", "department")
            frameworks[key] = {**dict(zip(heads, key, strict=True)), "title": row["title"], **_years_of(row)}
    types = [
        {
            "scheme": row["scheme"],
            "round": row["round"],
            "number": row["number"],
            "position": position,
            "crime_type": row["crime_type"],
            "change_percent": float(row["change_percent"]) if row["change_percent"] else None,
            "note": row["note"] or None,
        }
        for position, row in enumerate(codebook.catalogue(CATALOGUE), start=1)
    ]
    facts = [
        (row["kind"], row["force"] or None, row["region"] or None, row["name"], row["code"]) for row in codebook.catalogue("areas")
    ]
    agencies = {
        (row["abbreviation"], row["expansion"]): {
            **{name: row[name] or None for name in ("abbreviation", "expansion", "kind", "other_forms")},
            **_years_of(row),
        }
        for row in codebook.catalogue("agencies")
    }
    partnerships = [
        {
            **{name: row[name] for name in ("id", "name", "kind")},
            "areas": "; ".join(dict.fromkeys(row["areas"].split(" | "))),
            "aliases": "; ".join(row["aliases"].split(" | ")) or None,
            **_years_of(row),
        }
        for row in codebook.catalogue("partnerships")
    ]
    with database.atomic():
        for table, rows in (("agencies", list(agencies.values())), ("known_partnerships", partnerships)):
            database.execute(f"DELETE FROM {table}")
            insert_rows(database.conn, table, rows)
        database.execute("DELETE FROM frameworks")
        insert_rows(database.conn, "frameworks", list(frameworks.values()))
        database.execute("DELETE FROM target_crime_types")
        insert_rows(database.conn, "target_crime_types", types)
        by_code = "UPDATE areas SET kind = ?, force = ?, region = ? WHERE name = ? AND code = ?"
        database.conn.executemany(by_code, facts)
        database.conn.executemany(
            "UPDATE areas SET kind = ?, force = ?, region = ? WHERE name = ? AND kind IS NULL",
            [fact[:4] for fact in reversed(facts)],
        )


def _years_of(row: Mapping[str, str]) -> dict[str, int | None]:
    """First and last year of a catalogue's row, None where it gives none."""
    return {
        name: int(row[end][:4]) if row.get(end, "")[:4].isdigit() else None
        for name, end in (("first_year", "start"), ("last_year", "end"))
    }


def renew_grid(database: Database, listed: Iterable[Expected] | None = None) -> None:
    """Works out anew which plans stand for each area and period, and which more are expected.

    ``listed`` are the operator's own expectations; given, they take the place of those held before of the same ``how``. Inferred
    are the periods for which another area of the same police force or region holds a plan, where an area has none that
    overlaps.
    """
    with database.atomic():
        database.execute("DELETE FROM expected_papers WHERE how = 'inferred'")
        given = list(listed or ())
        for how in sorted({one.how for one in given}):
            database.execute("DELETE FROM expected_papers WHERE how = ?", [how])
        insert_rows(database.conn, "expected_papers", [_row(one) for one in given], "INSERT OR IGNORE")
        plans = list(_held(database))
        insert_rows(database.conn, "expected_papers", [_row(one) for one in _inferred(database, plans)], "INSERT OR IGNORE")
        database.execute("DELETE FROM periods")
        database.execute(
            "INSERT INTO periods "
            "SELECT period_start, period_end FROM plans WHERE period_start IS NOT NULL AND period_end IS NOT NULL "
            "UNION SELECT period_start, period_end FROM expected_papers "
            "UNION SELECT period_start, period_end FROM unread WHERE period_start IS NOT NULL AND period_end IS NOT NULL"
        )
        database.execute("DELETE FROM period_plans")
        insert_rows(database.conn, "period_plans", list(_standing(database, plans)))


def _row(one: Expected) -> dict[str, object]:
    return {"area": one.area, "period_start": one.start, "period_end": one.end, "how": one.how, "because": one.because}


def _held(database: Database) -> Iterator[_Held]:
    """The plans with areas and years, of a paper held in several forms (PDF, Word) those of the one that counts."""
    query = """
        SELECT plans.id, plan_areas.area, plans.period_start, plans.period_end, coalesce(plans.title, papers.title, ''),
               papers.kind, coalesce(papers.date, ''), papers.edition
        FROM plans JOIN plan_areas ON plan_areas.plan = plans.id JOIN papers ON papers.id = plans.paper
        WHERE plans.period_start IS NOT NULL AND plans.period_end IS NOT NULL
          AND NOT EXISTS (SELECT 1 FROM paper_forms WHERE paper_forms.paper = papers.id AND form_of <> paper_forms.paper)
        ORDER BY plan_areas.area, plans.period_start, plans.period_end, plans.id
    """
    for row in database.execute(query).fetchall():
        yield _Held(*row)


def share_years(start: int, end: int, first: int, last: int) -> bool:
    """Whether two periods share time. "2008-11" and "2011-14" only meet, in the spring of 2011, and do not."""
    if start == end or first == last:
        return start <= last and end >= first
    return start < last and end > first


def _inferred(database: Database, plans: list[_Held]) -> Iterator[Expected]:
    marks = ", ".join("?" for _ in _NO_NEIGHBOURS)
    query = f"SELECT name, force, region FROM areas WHERE kind IS NOT NULL AND kind NOT IN ({marks}) ORDER BY name"
    areas = database.execute(query, list(_NO_NEIGHBOURS)).fetchall()
    local = {name for name, _, _ in areas}
    own: dict[str, set[tuple[int, int]]] = defaultdict(set)
    for plan in plans:
        own[plan.area].add((plan.start, plan.end))
    for column, word in ((1, "police force"), (2, "region")):
        members: dict[str, list[str]] = defaultdict(list)
        for area in areas:
            if area[column]:
                members[area[column]].append(area[0])
        for group, names in members.items():
            periods: dict[tuple[int, int], str] = {}
            for name in names:
                for period in sorted(own[name]):
                    periods.setdefault(period, name)
            for name in names:
                for (start, end), neighbour in periods.items():
                    if name in local and not any(share_years(start, end, *held) for held in own[name]):
                        yield Expected(name, start, end, "inferred", f"{neighbour} has a plan for these years ({word}: {group})")


def _standing(database: Database, plans: list[_Held]) -> Iterator[dict[str, object]]:
    """Rows of period_plans: for each area and each period of any the plans of just these years, else those that overlap.

    Every period, for a comparison sets an area's plan of 2007-08 beside others of 2005-08, and has to say why it lacks a theme.
    """
    by_area: dict[str, list[_Held]] = defaultdict(list)
    for plan in plans:
        by_area[plan.area].append(plan)
    periods = database.execute("SELECT period_start, period_end FROM periods ORDER BY period_start, period_end").fetchall()
    standing: dict[tuple[str, str], str] = {}
    for area, held in by_area.items():
        for period in sorted({(plan.start, plan.end) for plan in held}):
            same = [plan for plan in held if (plan.start, plan.end) == period]
            standing |= {(area, plan.plan): _stands(plan, same) for plan in same}
    for area, (start, end) in product(sorted(by_area), periods):
        exact = [plan for plan in by_area[area] if (plan.start, plan.end) == (start, end)]
        near = [
            plan
            for plan in by_area[area]
            if share_years(plan.start, plan.end, start, end) and standing[area, plan.plan] != "superseded"
        ]
        for plan in {one.plan: one for one in exact or near}.values():
            yield {
                "area": area,
                "period_start": start,
                "period_end": end,
                "plan": plan.plan,
                "exact": int(bool(exact)),
                "standing": standing[area, plan.plan],
            }


def _stands(plan: _Held, same: list[_Held]) -> str:
    """Whether a plan is current, a draft, or replaced by another for the same area and years.

    A draft is replaced by any plan that is none and by a later draft; a plan by one of the same title and kind with a higher
    version or, among equal versions, a later date.
    """
    rank = (plan.version, plan.date)
    if plan.draft:
        replaced = any(not other.draft for other in same) or any((other.version, other.date) > rank for other in same)
        return "superseded" if replaced else "draft"
    newer = (
        other
        for other in same
        if not other.draft and (other.kind, _words(other.title)) == (plan.kind, _words(plan.title)) and _later(other, plan)
    )
    return "superseded" if any(newer) else "current"


def _later(other: _Held, plan: _Held) -> bool:
    if other.version != plan.version:
        return other.version > plan.version
    return bool(plan.date) and other.date > plan.date


def _words(title: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", re.sub(r"(?i)\bv(?:er(?:sion)?)?[ .]?\d[\d.]*", " ", title.casefold())))
