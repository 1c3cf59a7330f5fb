"""Pages on an area, a plan, a national framework and the measures. What they show is asked of extractor.report."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from typing import Any, TypeVar
from urllib.parse import quote, unquote, urlencode

from datasette import hookimpl
from datasette.utils.asgi import NotFound, Request, Response

from extractor.report.area import area_whole
from extractor.report.arithmetic import arithmetic_shown
from extractor.report.paper import plan_page
from extractor.report.reading import ID

LONGEST_NAME = 200
T = TypeVar("T")


@hookimpl
def register_routes() -> list[tuple[str, Callable[..., Any]]]:
    return [
        (r"^/area/(?P<area>[^/]+)$", area),
        (r"^/plan/(?P<plan>[^/]+)$", plan),
    ]


@hookimpl
def prepare_jinja2_environment(env: Any) -> None:
    env.globals.update(area_address=area_address, arithmetic_shown=arithmetic_shown, national_address=national_address)


async def area(request: Request, datasette: Any) -> Response:
    name = unquote(request.url_vars["area"], errors="replace")[:LONGEST_NAME].replace("\0", "")
    found = await _read(datasette, lambda connection: area_whole(connection, name))
    if found is None:
        raise NotFound("No area of this name is held. The first page lists all that are.")
    return await _html(datasette, request, "area.html", {"area": found})


async def plan(request: Request, datasette: Any) -> Response:
    asked = request.url_vars["plan"]
    found = await _read(datasette, lambda connection: plan_page(connection, asked)) if ID.fullmatch(asked) else None
    if found is None:
        raise NotFound("No plan has this address. It may belong to an earlier reading of its paper.")
    return await _html(datasette, request, "plan.html", {"plan": found.whole, "paper": found.paper, "found": found})


def area_address(area: str) -> str:
    """The address of an area's page."""
    return "/area/" + quote(area, safe="")


def national_address(scheme: str, number: str) -> str:
    """The address of a national framework's page."""
    return "/national?" + urlencode({"for": f"{scheme} {number}"})


async def _read(datasette: Any, read: Callable[[sqlite3.Connection], T]) -> T:
    result: T = await datasette.get_database().execute_fn(read)
    return result


async def _html(datasette: Any, request: Request, template: str, context: dict[str, Any]) -> Response:
    return Response.html(await datasette.render_template(template, context, request=request))
