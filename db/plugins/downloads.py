"""The comparison as a document: the compare page's address with .docx, .xlsx, .csv or .json gives what that page shows."""

from __future__ import annotations

import asyncio
import re
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any

from datasette import hookimpl
from datasette.utils.asgi import NotFound, Request, Response

from extractor import report

FIRST_YEAR, LAST_YEAR = 1900, 2200
MOST_WAITING = 16
_HOST = re.compile(r"https?://[A-Za-z0-9.:\[\]-]{1,255}(/[A-Za-z0-9._~/-]*)?")

# One document at a time: the making of a large one must not slow the pages of others more than it has to.
_MAKER = ThreadPoolExecutor(max_workers=1, thread_name_prefix="document")
_WAITING = 0


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    return [(rf"^/compare\.(?P<form>{'|'.join(report.FORMS)})$", download)]


@hookimpl
def prepare_jinja2_environment(env: Any) -> None:
    env.globals["document_address"] = document_address


def document_address(page: str, form: str) -> str:
    """The address of a document that says what a compare page shows."""
    return page.replace("/compare?", f"/compare.{form}?", 1)


async def download(request: Request, datasette: Any) -> Response:
    global _WAITING
    form = request.url_vars["form"]
    areas = request.args.getlist("area")
    start, end = _year(request.args.get("from")), _year(request.args.get("to"))
    site = datasette.absolute_url(request, datasette.urls.path("/")).rstrip("/")

    def read(connection: Any) -> Any:
        asked = report.asked_comparison(connection, areas, start, end)
        if asked is None:
            return None
        return report.appendix(connection, asked, date.today().isoformat(), site if _HOST.fullmatch(site) else None)

    if _WAITING >= MOST_WAITING:
        return Response.text("Too many documents are being made: try again in a moment.", 503, headers={"Retry-After": "5"})
    _WAITING += 1
    try:
        made = await datasette.get_database().execute_fn(read)
        if made is None:
            raise NotFound("No plan of these areas is held, so there is nothing to compare. Choose areas on the compare page.")
        data = await asyncio.get_running_loop().run_in_executor(_MAKER, report.document, made, form)
    finally:
        _WAITING -= 1
    headers = {
        "Content-Disposition": f'attachment; filename="{report.file_name(made, form)}"',
        "Content-Length": str(len(data)),
        "Cache-Control": "private, no-store",
    }
    return Response(data, headers=headers, content_type=report.CONTENT_TYPES[form])


def _year(text: str | None) -> int | None:
    """A year of the address, as the compare page takes it: what is none is passed over."""
    if text and re.fullmatch(r"[0-9]{4}", text) and text.isascii() and FIRST_YEAR <= int(text) <= LAST_YEAR:
        return int(text)
    return None
