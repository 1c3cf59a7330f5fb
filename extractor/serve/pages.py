"""How a page of ours is made of a template, and kept for the next reader as long as the database stays what it is."""

from __future__ import annotations

import sqlite3
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Hashable, Mapping
from functools import lru_cache, wraps
from typing import Any, TypeVar

from datasette.utils.asgi import Request, Response

MOST_KEPT = 32 * 1024 * 1024
"""Bytes of pages that are kept, those asked for last."""
LARGEST_KEPT = 1024 * 1024
"""Bytes. A larger page is made anew for each reader."""

T = TypeVar("T")
View = Callable[[Request, Any], Awaitable[Response]]


class KeptPages:
    """Finished pages by address and other values by name, of one state of the database: those of an earlier one are thrown away."""

    def __init__(self) -> None:
        self._state: Hashable = None
        self._pages: OrderedDict[bytes, str] = OrderedDict()
        self._size = 0
        self._values: dict[str, Any] = {}

    def value(self, state: Hashable, name: str) -> Any:
        """What was worked out from this very state under a name; None for nothing."""
        return self._values.get(name) if state == self._state else None

    def keep_value(self, state: Hashable, name: str, value: Any) -> None:
        """Keeps what pages ask again and again, such as a directory of all plans."""
        self._turn_to(state)
        self._values[name] = value

    def _turn_to(self, state: Hashable) -> None:
        if state != self._state:
            self._state, self._size = state, 0
            self._pages.clear()
            self._values.clear()

    def find(self, state: Hashable, address: bytes) -> str | None:
        """The page as it was made from this very state; None where none is kept."""
        if state != self._state or address not in self._pages:
            return None
        self._pages.move_to_end(address)
        return self._pages[address]

    def keep(self, state: Hashable, address: bytes, page: str) -> None:
        """Keeps a page, in place of those that were asked for longest ago where there is no room."""
        self._turn_to(state)
        if len(page) > LARGEST_KEPT or address in self._pages:
            return
        self._pages[address] = page
        self._size += len(page)
        while self._size > MOST_KEPT:
            self._size -= len(self._pages.popitem(last=False)[1])


def kept(view: View) -> View:
    """A view whose pages are the same for all who are not signed in, as long as the database stays the same."""

    @wraps(view)
    async def answered(request: Request, datasette: Any) -> Response:
        # The state is asked before anything is read: a page may be newer than what it is kept under, and never older.
        state = await datasette.get_database().state()
        if request.method != "GET" or request.actor or state is None:
            return await view(request, datasette)
        address = request.scope["path"].encode("utf-8", "replace") + b"?" + request.scope.get("query_string", b"")
        held = datasette.kept_pages.find(state, address)
        if held is not None:
            return Response.html(held)
        response = await view(request, datasette)
        if response.status == 200 and isinstance(response.body, str):
            datasette.kept_pages.keep(state, address, response.body)
        return response

    return answered


async def kept_value(datasette: Any, name: str, read: Callable[[sqlite3.Connection], T]) -> T:
    """What ``read`` gives, worked out once for as long as the database stays the same. It is shared: nobody may change it."""
    state = await datasette.get_database().state()
    held: T | None = None if state is None else datasette.kept_pages.value(state, name)
    if held is None:
        held = await datasette.get_database().execute_fn(read)
        if state is not None:
            datasette.kept_pages.keep_value(state, name, held)
    assert held is not None
    return held


async def page(
    datasette: Any,
    request: Request,
    template: str,
    context: Mapping[str, Any],
    status: int = 200,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """A page of ours made of one of our templates.

    Datasette renders a template as a chain of asynchronous generators, through which each piece of a page passes one by one; ours
    wait for nothing, and made in one go a page takes a third of the time.
    """
    ours = {"urls": _Paths(datasette), "actor": request.actor, "request": request, "public": datasette.public}
    html = _templates(datasette).get_template(template).render({**context, **ours})
    return Response.html(html, status=status, headers=dict(headers or {}))


class _Paths:
    """Addresses as Datasette writes them, each worked out once."""

    def __init__(self, datasette: Any) -> None:
        self._datasette = datasette

    def path(self, path: str) -> str:
        """A path of the site, with the prefix that it is served under."""
        return _path(self._datasette.urls, path)


@lru_cache(maxsize=512)
def _path(urls: Any, path: str) -> str:
    found: str = urls.path(path)
    return found


def _templates(datasette: Any) -> Any:
    """Datasette's templates, filters and globals, to be rendered in one go."""
    if datasette.our_templates is None:
        # Version 1.0 hands its environment out by a function.
        ask = getattr(datasette, "get_jinja_environment", None)
        theirs = ask() if ask else datasette.jinja_env
        datasette.our_templates = theirs.overlay(enable_async=False, auto_reload=False)
    return datasette.our_templates
