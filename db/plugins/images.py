"""Images of pages, of PDFs and of Word papers as they were laid out: rendered one at a time, bounded in pixels and in number, and
kept for the next reader."""

from __future__ import annotations

import asyncio
import re
from collections import OrderedDict
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import urlencode

from datasette import hookimpl
from datasette.utils.asgi import NotFound, Request, Response

from extractor import report
from extractor.errors import ExtractorError
from extractor.report.reading import ID

WIDTHS = (400, 800, 1200, 1600, 2000)
"""Pixels. A width asked for is rounded up to one of these, so that few images serve all screens."""
LARGEST_CACHE = 64 * 1024 * 1024
MOST_WAITING = 16

# PDFium must not be entered by two threads of a process at once: this pool of one is the only way to it.
_RENDERER = ThreadPoolExecutor(max_workers=1, thread_name_prefix="page-image")
Key = tuple[str, int, int, str]
"""Paper, page, width in pixels, and of a Word paper the version of its pages, which may be laid out anew."""
_CACHE: OrderedDict[Key, bytes] = OrderedDict()
_WAITING = 0


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    return [(r"^/page-image/(?P<paper>[^/]+)/(?P<number>[^/]+)\.png$", page_image)]


async def page_image(request: Request, datasette: Any) -> Response:
    paper, number = request.url_vars["paper"], request.url_vars["number"]
    if not ID.fullmatch(paper) or not re.fullmatch(r"[1-9][0-9]{0,5}", number):
        raise NotFound("No page image has this address.")
    width = _width(request.args.get("width"))
    version = request.args.get("version") or ""
    key = (paper, int(number), width, version)
    if key not in _CACHE:
        response = await _render(request, datasette, key)
        if response is not None:
            return response
    _CACHE.move_to_end(key)
    return Response(_CACHE[key], content_type="image/png", headers={"Cache-Control": "private, max-age=86400"})


async def _render(request: Request, datasette: Any, key: Key) -> Response | None:
    """Puts the image into the cache, or gives the answer to send in its place."""
    global _WAITING
    paper, number, width, version = key
    if _WAITING >= MOST_WAITING:
        return Response.text(
            "Too many page images are being drawn: try again in a moment.", status=503, headers={"Retry-After": "2"}
        )
    database = datasette.get_database()
    _WAITING += 1
    try:
        source = await database.execute_fn(lambda connection: report.picture_source(connection, paper, number))
        if source is None:
            raise NotFound("There is no image of this page: the paper has no such page, or its file is not kept.")
        data, newest = source
        if version != newest:  # an address of pages that have since been laid out anew
            return Response.redirect(f"{request.path}?" + urlencode({"width": width, "version": newest}))
        image = await asyncio.get_running_loop().run_in_executor(_RENDERER, _drawn, data, number, width)
    except (ExtractorError, ValueError) as error:
        raise NotFound(f"This page cannot be drawn: {error}") from error
    finally:
        _WAITING -= 1
    _CACHE[key] = image
    while len(_CACHE) > 1 and sum(map(len, _CACHE.values())) > LARGEST_CACHE:
        _CACHE.popitem(last=False)
    return None


def _drawn(data: bytes, page: int, width: int) -> bytes:
    from extractor.parse.pdf_image import render_page

    return render_page(data, page, width=width)


def _width(text: str | None) -> int:
    asked = int(text) if text and re.fullmatch(r"[0-9]{1,5}", text) and text.isascii() else WIDTHS[2]
    return next((width for width in WIDTHS if width >= asked), WIDTHS[-1])
