"""A run puts a new database in the place of the old: each request sees one of them whole, and the next request the new one."""

from __future__ import annotations

import asyncio
import logging
import queue
import sqlite3
import threading
from collections.abc import Awaitable, Callable
from contextvars import ContextVar
from pathlib import Path
from typing import Any

from datasette import hookimpl
from datasette.database import Database

from extractor.errors import ExtractorError
from extractor.write import check_database

LONGEST_COUNT = 500
"""Milliseconds that the rows of one table may take to count."""
_LOG = logging.getLogger(__name__)
Asgi = Callable[[dict[str, Any], Any, Any], Awaitable[None]]


class _Content:
    """One file that stood at the database's path: a connection for each thread that asks, all opened on this file at once."""

    def __init__(self, served: Served) -> None:
        self.file = _identity(Path(served.path))
        self.readers = 0
        self._watching = threading.Lock()
        self._free: queue.SimpleQueue[sqlite3.Connection] = queue.SimpleQueue()
        self._all = [served.connect() for _ in range(max(1, served.ds.setting("num_sql_threads")))]
        for connection in self._all:
            served.ds._prepare_connection(connection, served.name)
            self._free.put(connection)
        self._watch = served.connect()

    def state(self) -> tuple[tuple[int, int], int]:
        """What changes with the file's content: the file, and a count of what others wrote into it since it was opened."""
        with self._watching:
            (changes,) = self._watch.execute("PRAGMA data_version").fetchone()
        return self.file, changes

    def ask(self, read: Callable[[sqlite3.Connection], Any]) -> Any:
        connection = self._free.get()
        try:
            return read(connection)
        finally:
            self._free.put(connection)

    def close(self) -> None:
        for connection in (*self._all, self._watch):
            connection.close()


class Served(Database):
    """A database whose file may be replaced while it is served."""

    _content: _Content | None = None
    _counted: tuple[object, dict[str, int | None]] | None = None

    def newest(self) -> _Content:
        """What is to be shown from now on: the file that stands at the path now, unless it is none of ours."""
        held = self._content
        try:
            if held is None or _identity(Path(self.path)) != held.file:
                check_database(Path(self.path))
                self._content = self._whole()
                if held is not None and not held.readers:
                    held.close()
        except (OSError, sqlite3.Error, ExtractorError) as fault:
            if held is None:
                raise
            _LOG.warning("the database at %s cannot be used, the old one is still served: %s", self.path, fault)
        assert self._content is not None
        return self._content

    def _whole(self) -> _Content:
        """Connections that are all on one file, also where it is replaced at this very moment."""
        while True:
            content = _Content(self)
            if _identity(Path(self.path)) == content.file:
                return content
            content.close()

    def leave(self, content: _Content) -> None:
        """After a request: a file that nobody reads any more is closed."""
        content.readers -= 1
        if content is not self._content and not content.readers:
            content.close()

    async def execute_fn(self, fn: Callable[[sqlite3.Connection], Any]) -> Any:
        content = _OF_REQUEST.get() or self.newest()
        if self.ds.executor is None:
            return content.ask(fn)
        return await asyncio.get_running_loop().run_in_executor(self.ds.executor, content.ask, fn)

    async def _execute_fn(self, fn: Callable[[sqlite3.Connection], Any]) -> Any:
        """Where Datasette 1.0 sends its own questions."""
        return await self.execute_fn(fn)

    async def state(self) -> tuple[tuple[int, int], int] | None:
        """What stays the same as long as the content does that this request sees; None while it cannot be told."""
        content = _OF_REQUEST.get() or self.newest()
        try:
            return await asyncio.get_running_loop().run_in_executor(self.ds.executor, content.state)
        except sqlite3.Error:
            return None

    async def table_counts(self, limit: int = 10) -> dict[str, int | None]:
        """Rows of each table, counted once as long as the content stays the same. ``limit`` is Datasette's, in milliseconds for a
        table, and would leave large ones uncounted."""
        state = await self.state()
        if self._counted is None or state is None or self._counted[0] != state:
            self._counted = state, await super().table_counts(max(limit, LONGEST_COUNT))
        return dict(self._counted[1])


_OF_REQUEST: ContextVar[_Content | None] = ContextVar("of_request", default=None)


def _identity(path: Path) -> tuple[int, int]:
    found = path.stat()
    return found.st_dev, found.st_ino


@hookimpl
def startup(datasette: Any) -> None:
    """Puts ours in the place of the plain database."""
    plain = datasette.get_database()
    name = plain.name
    datasette.remove_database(name)
    datasette.add_database(Served(datasette, path=plain.path), name=name)


@hookimpl
def asgi_wrapper(datasette: Any) -> Callable[[Asgi], Asgi]:
    """Every request keeps to the file that stood there when it began."""

    def wrap(app: Asgi) -> Asgi:
        async def kept(scope: dict[str, Any], receive: Any, send: Any) -> None:
            served = datasette.get_database() if scope["type"] == "http" else None
            if not isinstance(served, Served):
                await app(scope, receive, send)
                return
            content = served.newest()
            content.readers += 1
            token = _OF_REQUEST.set(content)
            try:
                await app(scope, receive, send)
            finally:
                _OF_REQUEST.reset(token)
                served.leave(content)

        return kept

    return wrap
