"""Papers of the areas compared that the comparison does not rest on, each with the reason why."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass

from extractor.report.compare import Comparison, overlaps
from extractor.report.forms import FIRST_FORM, names_of_forms
from extractor.report.held import plans_of
from extractor.report.reading import as_list, rows
from extractor.report.words import counted, in_list

MOST_UNKNOWN = 20
"""Files that could not be read, and papers of no known area, named one by one; the rest of each are counted."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """``areas`` are those whose plan it holds, none where that is not known."""

    title: str
    file: str
    areas: tuple[str, ...]
    why: str
    forms: tuple[str, ...] = ()
    """What it is held as ("PDF", "Word") where it is held in several forms; it stands once."""


def left_out(connection: sqlite3.Connection, comparison: Comparison) -> tuple[LeftOut, ...]:
    """Papers of other years or without period, papers without area, files that could not be read; each kind by file."""
    return (*_other_years(connection, comparison), *_of_no_area(connection, comparison), *_failed(connection, comparison))


def unread_pages(connection: sqlite3.Connection, comparison: Comparison) -> dict[str, str]:
    """Paper used -> what of it could not be read, in words."""
    query = """
        SELECT paper, group_concat(page, ',') AS pages FROM (
            SELECT DISTINCT paper, page FROM unread
            WHERE page IS NOT NULL AND paper IN (SELECT value FROM json_each(?)) ORDER BY paper, page
        ) GROUP BY paper
    """
    found = rows(connection, query, [as_list([paper.id for paper in comparison.papers])])
    return {one["paper"]: _pages(str(one["pages"]).split(",")) for one in found}


def _pages(pages: list[str]) -> str:
    return f"page {pages[0]} could not be read" if len(pages) == 1 else f"pages {in_list(pages)} could not be read"


def _other_years(connection: sqlite3.Connection, comparison: Comparison) -> Iterator[LeftOut]:
    used = {plan.id for column in comparison.columns for plan in column.plans}
    held: dict[str, dict[str, list[str]]] = {}
    for column in comparison.columns:
        for plan in plans_of(connection, [column.area]):
            if plan.id not in used:
                held.setdefault(plan.paper, {}).setdefault(_why(comparison, plan.start, plan.end, plan.years), []).append(
                    column.area
                )
    query = (
        "SELECT id, coalesce(title, file) AS title, file FROM papers WHERE id IN (SELECT value FROM json_each(?)) ORDER BY file, id"
    )
    forms = names_of_forms(connection, tuple(held))
    for paper in rows(connection, query, [as_list(tuple(held))]):
        for why, areas in held[paper["id"]].items():
            yield LeftOut(paper["title"], paper["file"], tuple(dict.fromkeys(areas)), why, forms.get(paper["id"], ()))


def _why(comparison: Comparison, start: int | None, end: int | None, years: str) -> str:
    if start is None or comparison.start is None or comparison.end is None:
        return "states no period"
    if overlaps(start, end, comparison.start, comparison.end):
        return f"plan of {years}; the area has one of just {comparison.years}"
    return f"plan of other years: {years}"


def _of_no_area(connection: sqlite3.Connection, comparison: Comparison) -> Iterator[LeftOut]:
    query = f"""
        SELECT DISTINCT papers.id, coalesce(papers.title, file) AS title, file, period_start, period_end
        FROM plans JOIN papers ON papers.id = plans.paper
        WHERE NOT EXISTS (SELECT 1 FROM plan_areas WHERE plan_areas.plan = plans.id) AND {FIRST_FORM.format("papers.id")}
        ORDER BY file, papers.id
    """
    found_here = rows(connection, query)
    forms = names_of_forms(connection, [found["id"] for found in found_here])
    why = "holds a plan whose area is not known"
    seen: set[str] = set()
    for found in found_here:
        start, end = comparison.start, comparison.end
        dated = None not in (found["period_start"], start, end)
        if found["id"] in seen or (dated and not overlaps(found["period_start"], found["period_end"], start or 0, end or 0)):
            continue
        seen.add(found["id"])
        if len(seen) <= MOST_UNKNOWN:
            yield LeftOut(found["title"], found["file"], (), why, forms.get(found["id"], ()))
    if len(seen) > MOST_UNKNOWN:
        yield LeftOut(counted(len(seen) - MOST_UNKNOWN, "more paper"), "", (), why)


def _failed(connection: sqlite3.Connection, comparison: Comparison) -> Iterator[LeftOut]:
    """Files that may concern these areas: those of other areas, as far as that is known, are not named."""
    query = """
        SELECT file, reason, (SELECT group_concat(DISTINCT area) FROM unread WHERE unread.failure = failures.path) AS area
        FROM failures
        WHERE NOT EXISTS (SELECT 1 FROM unread WHERE unread.failure = failures.path AND area IS NOT NULL)
           OR EXISTS (SELECT 1 FROM unread WHERE unread.failure = failures.path
                      AND area IN (SELECT value FROM json_each(?)))
        ORDER BY file, path
    """
    found = rows(connection, query, [as_list([column.area for column in comparison.columns])])
    for one in found[:MOST_UNKNOWN]:
        areas = tuple(one["area"].split(",")) if one["area"] else ()
        yield LeftOut(one["file"], one["file"], areas, f"could not be read: {one['reason'].removeprefix(one['file']).lstrip(': ')}")
    if len(found) > MOST_UNKNOWN:
        yield LeftOut(counted(len(found) - MOST_UNKNOWN, "more file"), "", (), "could not be read")
