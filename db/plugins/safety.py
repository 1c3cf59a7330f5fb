"""What every answer carries: a content security policy and its kin; and plain pages for what went wrong."""

from __future__ import annotations

import errno
import logging
import re
import sqlite3
from base64 import b64encode
from collections.abc import Awaitable, Callable, Iterator
from hashlib import sha256
from typing import Any

from datasette import hookimpl
from datasette.utils import tilde_decode
from datasette.utils.asgi import Base400, Request, Response
from datasette.version import __version__
from datasette.views.base import DatasetteError

_LOG = logging.getLogger(__name__)

_POLICY = (
    "default-src 'self'; script-src 'self'{scripts}; style-src {styles}; img-src 'self' data:; object-src 'none'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
OURS = _POLICY.format(scripts="", styles="'self'")
# Datasette's own pages (the tables) carry style attributes and one line of script, allowed by its hash; any other stays forbidden.
_ONE_LINE = [b64encode(sha256(f"DATASETTE_ALLOW_FACET = {value};".encode()).digest()).decode() for value in ("true", "false")]
EXPLORER = _POLICY.format(scripts="".join(f" 'sha256-{mark}'" for mark in _ONE_LINE), styles="'self' 'unsafe-inline'")
HEADERS = {
    b"x-content-type-options": b"nosniff",
    b"referrer-policy": b"same-origin",
    b"x-frame-options": b"DENY",
    b"cross-origin-opener-policy": b"same-origin",
    b"cross-origin-resource-policy": b"same-origin",
    b"permissions-policy": b"camera=(), geolocation=(), microphone=()",
}
LONGEST_ADDRESS = 8000
NOWHERE = "/-/nowhere"
"""An address that no page has: what is shut is answered like it."""
OURS_BEGIN = r"/($|(accessibility|area|compare|evidence|measures|national|paper|page-image|plan|review|search|static)([/.]|$))"

Asgi = Callable[[dict[str, Any], Any, Callable[[dict[str, Any]], Awaitable[None]]], Awaitable[None]]


@hookimpl
def asgi_wrapper(datasette: Any) -> Callable[[Asgi], Asgi]:
    def wrap(app: Asgi) -> Asgi:
        async def guarded(scope: dict[str, Any], receive: Any, send: Callable[[dict[str, Any]], Awaitable[None]]) -> None:
            if scope["type"] != "http":
                await app(scope, receive, send)
                return
            path = scope.get("raw_path", scope["path"].encode("utf-8", "replace")).partition(b"?")[0]

            async def send_with_headers(message: dict[str, Any]) -> None:
                if message["type"] == "http.response.start":
                    ours = re.match(OURS_BEGIN, path.decode("latin-1")) is not None
                    headers = [(name, value) for name, value in message.get("headers", ()) if name.lower() not in HEADERS]
                    headers += [*HEADERS.items(), (b"content-security-policy", (OURS if ours else EXPLORER).encode())]
                    message = {**message, "headers": headers}
                await send(message)

            refusal = _refusal(path, scope.get("query_string", b""))
            if refusal:
                await refusal.asgi_send(send_with_headers)
                return
            if await _is_shut(datasette, path.decode("latin-1")):
                scope = {**scope, "path": NOWHERE, "raw_path": NOWHERE.encode()}
            await app(scope, receive, send_with_headers)

        return guarded

    return wrap


async def _is_shut(datasette: Any, path: str) -> bool:
    """Whether an address leads to what is not for everyone, or to a row of a table that there is not."""
    if datasette.public and re.match(r"/-/(?!static)", path):
        return True  # pages of Datasette about itself name files and settings of the machine
    row = re.match(r"/plans/([^/]+)/.", path)
    if row is None:
        return False
    # Datasette would look for the row before the table, and print an error for each such address.
    name, database = tilde_decode(row[1]), datasette.get_database()
    if name == "-":
        return bool(__version__.startswith("0."))
    return not (await database.table_exists(name) or name in await database.view_names())


def _refusal(path: bytes, query: bytes) -> Response | None:
    """The answer to an address that must not go further: one that leads off the site, or one too long to be meant."""
    if len(path) + len(query) > LONGEST_ADDRESS:
        return Response.text("This address is too long. Choose fewer areas.", status=414)
    if path.startswith((b"//", b"/\\", b"/%2f", b"/%2F", b"/%5c", b"/%5C")):
        return Response.text("There is no such page.", status=404)
    if any(byte < 0x21 or byte > 0x7E for byte in path):
        return Response.text("This address holds characters that no address has.", status=400)
    return None


@hookimpl(hookwrapper=True)
def handle_exception(datasette: Any, request: Request, exception: Exception) -> Iterator[None]:
    """Our plain pages for every fault, in place of Datasette's handler, which prints each 404 with all its variables."""
    outcome: Any = yield
    status, title, message = _told(exception, asked=request.path.startswith("/plans") and bool(request.query_string))
    if status == 500:
        _LOG.error("%s failed", request.path, exc_info=exception)

    async def answer() -> Response:
        if request.path.endswith(".json"):
            return Response.json({"ok": False, "error": message, "status": status, "title": title}, status=status)
        context = {"status": status, "error": message, "title": title}
        templates = [f"{status}.html" if status in (400, 404, 500) else "error.html"]
        return Response.html(await datasette.render_template(templates, context, request=request), status=status)

    outcome.force_result([answer])


def _told(exception: Exception, asked: bool) -> tuple[int, str | None, str]:
    """(status, title, message). A fault that an address can cause in Datasette's own pages is the address's fault: 400 or 404.

    ``asked`` says that it is one of the pages of Datasette's tables, with a question in the address.
    """
    if isinstance(exception, Base400):
        message = str(exception.args[0]) if exception.args else ""
        # Datasette takes the first word of any address for the name of a database.
        return exception.status, None, "" if message.startswith("Database not found") else message
    if isinstance(exception, DatasetteError):
        # Datasette says 500 of a question it refuses, such as one for a column to sort by that is not there.
        status = 400 if exception.status == 500 else exception.status
        return status, exception.title, "" if exception.message_is_html else str(exception.message)
    if isinstance(exception, OSError) and exception.errno in (errno.ENAMETOOLONG, errno.EINVAL, errno.ENOTDIR):
        return 404, None, ""
    question = (UnicodeError, OverflowError, ValueError, KeyError) if asked else (UnicodeError, OverflowError)
    if isinstance(exception, question) or _about_the_question(exception):
        return 400, None, "A word or number in the address is not one that can be used there."
    return 500, None, ""


def _about_the_question(exception: Exception) -> bool:
    """Errors of SQLite that the words of an address caused, such as a bad search expression or a column that is not there."""
    causes = ("no such column", "fts5:", "unknown special query", "unterminated string", "syntax error", "malformed MATCH")
    if isinstance(exception, sqlite3.OperationalError):
        return any(cause in str(exception) for cause in causes)
    return isinstance(exception, (sqlite3.InterfaceError, sqlite3.ProgrammingError))
