"""The site's own pages. What they show is asked of extractor.report; the words and the look are in db/templates and db/static."""

from __future__ import annotations

import hashlib
import re
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlencode

from datasette import hookimpl
from datasette.utils.asgi import NotFound, Request, Response
from markupsafe import Markup

from extractor import report
from extractor.report import words
from extractor.report.forms import forms_held, kind_of_file
from extractor.report.levels import EXPLAINED
from extractor.report.reading import ID
from extractor.serve.pages import kept, kept_value
from extractor.serve.pages import page as page_of

FIRST_YEAR, LAST_YEAR = 1900, 2200
KINDS = {
    "priority": "priority",
    "measure": "measure",
    "action": "action",
    "vision": "vision",
    "reference": "reference",
    "area": "area",
    "period": "period",
    "partnership": "partnership",
    "plan title": "plan title",
    "plan": "plan",
    "page": "page",
}
FIT = "fit"
ZOOMS = {FIT: "whole width", "larger": "larger", "largest": "largest"}
"""Sizes of a page's image, each drawn at the pixels it is shown at."""
_STATIC = Path(__file__).resolve().parent.parent / "static"
T = TypeVar("T")


@hookimpl
def register_routes() -> list[tuple[str, Callable[..., Any]]]:
    return [
        (r"^/$", home),
        (r"^/compare$", compare),
        (r"^/evidence/(?P<finding>[^/]+)$", evidence),
        (r"^/paper/(?P<paper>[^/]+)$", paper),
        (r"^/paper/(?P<paper>[^/]+)/(?P<form>page|sheet)$", jump),
        (r"^/paper/(?P<paper>[^/]+)/(?P<form>page|sheet)/(?P<number>[^/]+)$", page),
        (r"^/search$", search),
    ]


@hookimpl
def prepare_jinja2_environment(env: Any) -> None:
    env.filters.update(
        in_date=words.in_date,
        in_list=words.in_list,
        in_number=words.in_number,
        counted=words.counted,
        capital=words.capital,
        kind_name=lambda kind: KINDS.get(kind, kind),
        in_size=_size,
        kind_of_file=kind_of_file,
    )
    env.globals.update(
        in_years=words.in_years,
        with_forms=words.with_forms,
        page_address=page_address,
        compare_address=compare_address,
        site_version=_version(),
        highlight_boxes=_boxes_with_room,
    )


@hookimpl
def render_cell(value: Any, column: str) -> Markup | None:
    """In Datasette's tables, the id of a finding or a paper leads to its page."""
    page = {"finding_id": "evidence", "finding": "evidence", "paper_id": "paper"}.get(column)
    if page and isinstance(value, str) and ID.fullmatch(value):
        return Markup('<a href="/{page}/{value}">{value}</a>').format(page=page, value=value)
    return None


@kept
async def home(request: Request, datasette: Any) -> Response:
    def read(connection: sqlite3.Connection) -> dict[str, Any]:
        held = report.held(connection)
        period = report.default_period(connection)
        areas = report.default_areas(connection, *period) if period else ()
        comparison = report.compare(connection, areas, *period) if period and areas else None
        return {"held": held, "period": period, "areas": areas, "comparison": comparison}

    return await page_of(datasette, request, "home.html", await _read(datasette, read))


@kept
async def compare(request: Request, datasette: Any) -> Response:
    asked = [area for area in request.args.getlist("area") if area]
    start, end = _year(request.args.get("from")), _year(request.args.get("to"))

    def read(connection: sqlite3.Connection) -> dict[str, Any]:
        found = report.asked_comparison(connection, asked, start, end)
        years = sorted(year for year in (start, end) if year is not None)
        period = found.period if found else (years[0], years[-1]) if years else report.default_period(connection)
        if not period:
            return {"comparison": None, "periods": ()}
        areas = found.areas if found else ()
        gaps = {(gap.heading, gap.area): gap for gap in report.gaps_by_heading(connection, areas, *period)}
        periods = report.periods(connection)
        with_plan, without_plan = report.areas_by_period(connection, *period)
        return {
            "comparison": found.comparison if found else None,
            "gaps": gaps,
            "reasons": report.meanings(found.comparison, gaps) if found else (),
            "why_empty": report.why_empty,
            "areas": areas,
            "by_name": bool(found and found.by_name),
            "levels_explained": EXPLAINED,
            "period": period,
            "unknown": [area for area in dict.fromkeys(asked) if area not in areas][:10],
            "periods": periods,
            "first_years": sorted({held.start for held in periods} | {period[0]}),
            "last_years": sorted({held.end for held in periods} | {period[1]}),
            "with_plan": with_plan,
            "without_plan": without_plan,
        }

    return await page_of(datasette, request, "compare.html", await _read(datasette, read))


@kept
async def evidence(request: Request, datasette: Any) -> Response:
    finding = request.url_vars["finding"]
    found = await _read(datasette, lambda connection: report.evidence(connection, finding)) if ID.fullmatch(finding) else None
    if found is None:
        raise NotFound("No finding has this address. It may belong to an earlier reading of its paper.")

    def read(connection: sqlite3.Connection) -> dict[str, Any]:
        links = {
            "years": report.through_the_years(connection, finding),
            "elsewhere": report.in_other_words(connection, finding),
        }
        return {**(links if found.kind == "priority" else {}), "paged": _paged_form(connection, found.paper.id)}

    links = await _read(datasette, read)
    return await page_of(datasette, request, "evidence.html", {"found": found, "page": found.page, "paper": found.paper, **links})


@kept
async def paper(request: Request, datasette: Any) -> Response:
    asked = request.url_vars["paper"]
    found = await _read(datasette, lambda connection: report.paper_whole(connection, asked)) if ID.fullmatch(asked) else None
    if found is None:
        raise NotFound("No paper has this address.")
    return await page_of(datasette, request, "paper.html", {"whole": found, "paper": found.head})


@kept
async def page(request: Request, datasette: Any) -> Response:
    asked, number = request.url_vars["paper"], request.url_vars["number"]
    finding = request.args.get("finding") or ""
    marked = finding if ID.fullmatch(finding) else None
    # A Word paper's "pages" are stretches of its text; its "sheets" are the pages that LibreOffice lays it out on.
    view_of = report.sheet_view if request.url_vars["form"] == "sheet" else report.page_view

    def read(connection: sqlite3.Connection) -> tuple[Any, Any, dict[str, Any]]:
        head, view = report.paper_head(connection, asked), view_of(connection, asked, int(number), marked)
        begins = view.first_block if head and head.sheets and view else None
        sheet = report.sheet_of_block(connection, asked, begins) if begins is not None else None
        return head, view, {"sheet": sheet, "paged": _paged_form(connection, asked)}

    if not ID.fullmatch(asked) or not re.fullmatch(r"[1-9][0-9]{0,5}", number):
        raise NotFound("No page has this address.")
    head, view, others = await _read(datasette, read)
    if head is None or view is None:
        raise NotFound(f"This paper has no page {number}." if head else "No paper has this address.")
    zoom = request.args.get("zoom")
    zoom = zoom if zoom in ZOOMS else FIT
    context = {"paper": head, "page": view, "zoom": zoom, "zooms": ZOOMS, "marked": marked, **others}
    return await page_of(datasette, request, "page_of_paper.html", context)


def _paged_form(connection: sqlite3.Connection, paper: str) -> str | None:
    """The other form of a paper that has pages to show, where this one has none."""
    forms = forms_held(connection, [paper]).get(paper, ())
    if any(form.paper == paper and form.paged for form in forms):
        return None
    return next((form.paper for form in forms if form.paged), None)


async def jump(request: Request, datasette: Any) -> Response:
    """The form that asks for a page by its number leads to the page's own address."""
    asked, number = request.url_vars["paper"], (request.args.get("number") or "").strip()
    if not ID.fullmatch(asked) or not re.fullmatch(r"0*[1-9][0-9]{0,5}", number) or not number.isascii():
        raise NotFound("No page has this number. Write a number from 1 to that of the last page.")
    zoom = request.args.get("zoom")
    sheet = request.url_vars["form"] == "sheet"
    return Response.redirect(page_address(asked, int(number), zoom if zoom in ZOOMS else FIT, sheet=sheet))


def page_address(paper: str, number: int, zoom: str = FIT, finding: str | None = None, *, sheet: object = False) -> str:
    """The address of a page of a paper, at a zoom, with one finding's boxes set off; with ``sheet``, of one laid out."""
    query = urlencode({name: value for name, value in (("zoom", zoom), ("finding", finding)) if value and value != FIT})
    return f"/paper/{paper}/{'sheet' if sheet else 'page'}/{number}" + (f"?{query}" if query else "")


@kept
async def search(request: Request, datasette: Any) -> Response:
    question = (request.args.get("q") or "").strip()
    names = ("kind", "area", "years", "theme")
    chosen = {name: value[:200] for name in names if (value := (request.args.get(name) or "").replace("\0", ""))}
    start = _place(request.args.get("start"))
    limit = 50 if "kind" in chosen else 20

    def narrowed(**more: object) -> str:
        """The same question with another choice; None takes one out."""
        query = {"q": question, **chosen, **more}
        return "/search?" + urlencode({name: value for name, value in query.items() if value})

    result = None
    if question:
        directory = await kept_value(datasette, "plans", report.plan_directory)
        result = await _read(datasette, lambda connection: report.search(connection, question, limit, chosen, start, directory))
    context = {"question": question[:200], "result": result, "chosen": chosen, "narrowed": narrowed}
    return await page_of(datasette, request, "search.html", context)


def _place(text: str | None) -> int:
    """A place in a list, from an address; 0 for what is none."""
    return int(text) if text and re.fullmatch(r"[0-9]{1,6}", text) and text.isascii() else 0


def compare_address(areas: tuple[str, ...] | list[str], start: int, end: int) -> str:
    """The address of a comparison: the view is wholly in it, so that it can be sent to a colleague."""
    return "/compare?" + urlencode([*(("area", area) for area in areas), ("from", start), ("to", end)])


async def _read(datasette: Any, read: Callable[[sqlite3.Connection], T]) -> T:
    result: T = await datasette.get_database().execute_fn(read)
    return result


def _year(text: str | None) -> int | None:
    """A year of the address; what is none is passed over, so that a mistyped address still shows a page."""
    if text and re.fullmatch(r"[0-9]{4}", text) and text.isascii() and FIRST_YEAR <= int(text) <= LAST_YEAR:
        return int(text)
    return None


def _boxes_with_room(boxes: tuple[tuple[float, float, float, float], ...], room: float = 2.0) -> list[dict[str, str]]:
    """Boxes (points) as x, y, width and height of SVG rectangles, with a little room around the words."""
    return [
        {
            "x": f"{x0 - room:.1f}",
            "y": f"{top - room:.1f}",
            "width": f"{max(x1 - x0, 0) + 2 * room:.1f}",
            "height": f"{max(bottom - top, 0) + 2 * room:.1f}",
        }
        for x0, top, x1, bottom in boxes
    ]


def _size(size: int) -> str:
    return f"{size / 1_000_000:.1f} MB" if size >= 1_000_000 else f"{max(1, round(size / 1000))} kB"


def _version() -> str:
    """A mark of the style sheets' content, so that a browser fetches them again when they change."""
    digest = hashlib.sha256()
    for sheet in sorted(_STATIC.glob("*.css")):
        digest.update(sheet.read_bytes())
    return digest.hexdigest()[:8]
