"""Pages on an area, a plan, a national framework and the measures. What they show is asked of extractor.report."""

from __future__ import annotations

import sqlite3
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar
from urllib.parse import quote, unquote, urlencode

from datasette import hookimpl
from datasette.utils.asgi import NotFound, Request, Response

from extractor.report.area import area_whole
from extractor.report.arithmetic import arithmetic_shown, percent
from extractor.report.frame import frame
from extractor.report.frameworks import (
    framework_name,
    framework_named,
    frameworks_cited,
    nearest_frameworks,
    round_in_words,
    scheme_in_words,
)
from extractor.report.gaps import expected_and_held
from extractor.report.held import areas_with_plans, papers_by_date, papers_counted
from extractor.report.measure_search import SORTS, areas_with_measures, find_measures
from extractor.report.paper import plan_page
from extractor.report.reading import ID
from extractor.report.runs import runs_held
from extractor.serve.pages import kept
from extractor.serve.pages import page as page_of

LONGEST_NAME = 200
LISTED = 100
"""Lines of a list on one page."""
T = TypeVar("T")


@hookimpl
def register_routes() -> list[tuple[str, Callable[..., Any]]]:
    return [
        (r"^/area$", area_asked),
        (r"^/area/(?P<area>[^/]+)$", area),
        (r"^/plan/(?P<plan>[^/]+)$", plan),
        (r"^/national$", national),
        (r"^/measures$", measures),
        (r"^/papers$", papers),
        (r"^/expected$", expected),
        (r"^/accessibility$", accessibility),
    ]


@hookimpl
def extra_template_vars(template: str, datasette: Any) -> dict[str, Any] | Callable[[], Awaitable[dict[str, Any]]]:
    """The page of tables and views also tells what each holds, and with which rules its papers were read."""
    if template != "database-plans.html":
        return {}

    async def told() -> dict[str, Any]:
        return {"runs": await _read(datasette, runs_held), "about": datasette.described}

    return told


@hookimpl
def prepare_jinja2_environment(env: Any) -> None:
    env.globals.update(
        area_address=area_address,
        arithmetic_shown=arithmetic_shown,
        framework_name=framework_name,
        national_address=national_address,
        plotted=plotted,
        round_in_words=round_in_words,
        scheme_in_words=scheme_in_words,
        signed_percent=percent,
    )


@kept
async def area(request: Request, datasette: Any) -> Response:
    name = unquote(request.url_vars["area"], errors="replace")[:LONGEST_NAME].replace("\0", "")
    found = await _read(datasette, lambda connection: area_whole(connection, name))
    if found is None:
        raise NotFound("No area of this name is held. The first page lists all that are.")
    return await page_of(datasette, request, "area.html", {"area": found})


async def area_asked(request: Request, datasette: Any) -> Response:
    """The form that asks for an area by its name leads to the area's own address."""
    name = (request.args.get("name") or "").replace("\0", "").strip()[:LONGEST_NAME]
    if not name:
        raise NotFound("Choose an area: the first page lists all that are held.")
    return Response.redirect(area_address(name))


@kept
async def plan(request: Request, datasette: Any) -> Response:
    asked = request.url_vars["plan"]
    found = await _read(datasette, lambda connection: plan_page(connection, asked)) if ID.fullmatch(asked) else None
    if found is None:
        raise NotFound("No plan has this address. It may belong to an earlier reading of its paper.")
    return await page_of(datasette, request, "plan.html", {"plan": found.whole, "paper": found.paper, "found": found})


@kept
async def national(request: Request, datasette: Any) -> Response:
    asked = (request.args.get("for") or "").strip()[:LONGEST_NAME]

    def read(connection: sqlite3.Connection) -> dict[str, Any]:
        found = framework_named(connection, asked) if asked else None
        return {
            "frame": frame(connection, found) if found else None,
            "cited": () if found else frameworks_cited(connection),
            "nearest": nearest_frameworks(connection, asked) if asked and not found else (),
        }

    return await page_of(datasette, request, "national.html", {"asked": asked, **await _read(datasette, read)})


@kept
async def measures(request: Request, datasette: Any) -> Response:
    question = (request.args.get("q") or "").replace("\0", "").strip()[:LONGEST_NAME]
    area_asked = (request.args.get("area") or "").replace("\0", "")[:LONGEST_NAME]
    sort = request.args.get("sort")
    sort = sort if sort in SORTS else "area"
    descending = request.args.get("order") == "desc"

    def read(connection: sqlite3.Connection) -> dict[str, Any]:
        areas = areas_with_measures(connection)
        area = area_asked if area_asked in areas else None
        return {"areas": areas, "area": area, "found": find_measures(connection, question, area, sort, descending)}

    context = {"question": question, "sort": sort, "descending": descending, **await _read(datasette, read)}

    def sorted_by(key: str) -> str:
        """The same measures in the order of a column; the other way round where they are so already."""
        asked = {"q": question, "area": context["area"], "sort": key, "order": "desc" if key == sort and not descending else None}
        return "/measures?" + urlencode({name: value for name, value in asked.items() if value})

    return await page_of(datasette, request, "measures.html", {**context, "sorted_by": sorted_by})


@kept
async def papers(request: Request, datasette: Any) -> Response:
    """All papers held, a page of the list at a time."""
    start = _place(request.args.get("start"))

    def read(connection: sqlite3.Connection) -> dict[str, Any]:
        areas = areas_with_plans(connection)
        area = _one_of(request.args.get("area"), areas)
        count = papers_counted(connection, area)
        return {"areas": areas, "area": area, "count": count, "papers": papers_by_date(connection, LISTED, start, area)}

    context = await _read(datasette, read)
    return await page_of(datasette, request, "papers.html", {**context, "start": start, "listed": LISTED, "further": _further})


@kept
async def expected(request: Request, datasette: Any) -> Response:
    """The plans that ought to be there and are not, each with the reason, a page of the list at a time."""
    start = _place(request.args.get("start"))

    def read(connection: sqlite3.Connection) -> dict[str, Any]:
        cells = [cell for cell in expected_and_held(connection) if cell.status != "current"]
        areas = tuple(dict.fromkeys(cell.area for cell in cells))
        area = _one_of(request.args.get("area"), areas)
        found = [cell for cell in cells if area in (None, cell.area)]
        return {"areas": areas, "area": area, "count": len(found), "cells": found[start : start + LISTED]}

    context = await _read(datasette, read)
    return await page_of(datasette, request, "expected.html", {**context, "start": start, "listed": LISTED, "further": _further})


def _place(text: str | None) -> int:
    """A place in a list, from an address; 0 for what is none."""
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 7 else 0


def _one_of(text: str | None, known: tuple[str, ...]) -> str | None:
    return text if text in known else None


def _further(path: str, area: str | None, start: int) -> str:
    """The address of another page of a list."""
    query = urlencode({name: value for name, value in (("area", area), ("start", start)) if value})
    return f"{path}?{query}" if query else path


@kept
async def accessibility(request: Request, datasette: Any) -> Response:
    return await page_of(datasette, request, "accessibility.html", {})


PLOT = 150
"""Pixels from nought to the greater of baseline and target."""


def plotted(baseline: float | None, target: float | None) -> tuple[float, float, float] | None:
    """Where nought, the baseline and the target stand on a line of PLOT pixels; None where a figure is missing or both are 0."""
    if baseline is None or target is None:
        return None
    low, high = min(0.0, baseline, target), max(0.0, baseline, target)
    if not 0 < high - low < float("inf"):
        return None
    zero, start, end = (round((value - low) / (high - low) * PLOT, 1) for value in (0.0, baseline, target))
    return zero, start, end


def area_address(area: str) -> str:
    """The address of an area's page."""
    return "/area/" + quote(area, safe="")


def national_address(scheme: str, number: str, round: str | None = None) -> str:
    """The address of a national framework's page, of one round where given."""
    return "/national?" + urlencode({"for": f"{scheme} {number} ({round})" if round else f"{scheme} {number}"})


async def _read(datasette: Any, read: Callable[[sqlite3.Connection], T]) -> T:
    result: T = await datasette.get_database().execute_fn(read)
    return result
