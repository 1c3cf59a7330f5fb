"""Opens a plans database in the browser: Datasette with the site of db/."""

from __future__ import annotations

import errno
import json
import os
import secrets
import socket
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from datasette.app import Datasette
from datasette.database import Database

from extractor.assets import asset
from extractor.errors import ServeError
from extractor.serve.pages import KeptPages
from extractor.write import Remembered, check_database, opened

NAME = "plans"
"""The database's name in addresses, whatever its file is called: links stay right and no file name can hide a page."""


_INTERNAL = (
    *("files", "documents", "readings"),  # whole papers, as they came and as they were read: one answer may be huge
    *("ledger", "failures", "unread", "run_papers"),  # folders and file names of the operator's machine
    *(
        "paper_forms",
        "paper_prints",
        "relation_states",
        "linkings",
        "machine_rows",
        "earlier_corrections",
    ),  # the program's own notes
    *(f"{index}{part}" for index in ("pages_fts", "findings_fts") for part in ("", "_config", "_data", "_docsize", "_idx")),
)
"""Tables that no reader of a public site needs: they are neither listed there nor read."""


@dataclass(slots=True)
class ReviewDesk:
    """The sign-in to the review pages: whoever opens the address with ``token`` first may decide, until the server stops.

    The token is spent by that; ``session`` is then the value of the reviewer's cookie and ``form`` that of the hidden field which
    every form carries. ``rules`` are those that corrections are held against, None for the program's own.
    """

    database: Path
    rules: Path | None = None
    by: str | None = None
    token: str | None = field(default_factory=lambda: secrets.token_urlsafe(32))
    session: str | None = None
    form: str | None = None
    remembered: Remembered = field(default_factory=Remembered)

    @property
    def path(self) -> str:
        return f"/review/sign-in?token={self.token}"


def serve(
    database: Path,
    host: str,
    port: int,
    public: bool = False,
    ready: Callable[[str], None] | None = None,
    review: ReviewDesk | None = None,
) -> None:
    """Serves the site until it is interrupted.

    ``ready`` is called with the site's address once the port is held (to print it, to open a browser): from then on whoever asks
    is answered. Port 0 takes any free port. ``public`` is for a site that strangers reach: nobody may send SQL of their own.
    ``review`` opens the review pages to whoever signs in with its token; without it there are none.
    Raises ServeError where the port is taken, DatabaseError where the database is missing or not ours.
    """
    site = site_over(database, public=public, review=review)
    listening = _listening(host, port)
    if ready:
        ready(f"http://{f'[{host}]' if ':' in host else host}:{listening.getsockname()[1]}/")
    import uvicorn

    config = uvicorn.Config(
        site.app(), log_level="warning", access_log=False, lifespan="on", server_header=False, limit_concurrency=200
    )
    try:
        uvicorn.Server(config).run(sockets=[listening])
    except KeyboardInterrupt:
        pass
    finally:
        listening.close()


def site_over(database: Path, public: bool = False, review: ReviewDesk | None = None) -> Any:
    """The Datasette application over a database, not yet listening (tests ask it directly).

    It opens the database for reading only; decisions of the review pages go the way of ``extractor review apply``.
    """
    check_database(database)
    if review is not None and not (os.access(database, os.W_OK) and os.access(database.resolve().parent, os.W_OK)):
        raise ServeError(f"{database} cannot be written, so nothing can be reviewed: check its permissions and those of its folder")
    with opened(database):
        pass  # a database of an earlier version gains the tables and views that the pages ask
    folder = asset("db")
    settings: dict[str, Any] = json.loads((folder / "settings.json").read_text("utf-8"))
    settings["default_allow_sql"] = not public
    metadata = _metadata(folder / "metadata.yaml", public)
    site = Datasette(
        [str(database)],
        metadata=metadata,
        settings=settings,
        template_dir=str(folder / "templates"),
        plugins_dir=str(folder / "plugins"),
        static_mounts=[("static", str(folder / "static"))],
    )
    site.remove_database(site.get_database().name)
    site.add_database(Database(site, path=str(database.resolve()), is_mutable=True), name=NAME)  # see db/plugins/renewal.py
    site.review_desk, site.public = review, public
    site.kept_pages, site.our_templates = KeptPages(), None
    site.described = metadata["databases"][NAME]["tables"]
    return site


def _metadata(path: Path, public: bool) -> dict[str, Any]:
    """The description of the tables, with those shut that a public site keeps to itself."""
    import yaml

    found: dict[str, Any] = yaml.safe_load(path.read_text("utf-8"))
    if public:
        for table in _INTERNAL:
            found["databases"][NAME]["tables"].setdefault(table, {})["allow"] = False
    return found


def _listening(host: str, port: int) -> socket.socket:
    """A socket bound before the server starts, so that a port in use is told in one line."""
    try:
        if not 0 <= port <= 65535:  # the resolver would take it modulo 65536
            raise OverflowError
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listening = socket.socket(family, kind, protocol)
    except (OSError, OverflowError) as error:
        raise ServeError(
            f"{host}:{port} is no address to serve on: use --host 127.0.0.1 and a --port from 1024 to 65535"
        ) from error
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(address)
        listening.listen(128)
    except (OSError, OverflowError) as error:
        listening.close()
        if getattr(error, "errno", None) == errno.EADDRINUSE:
            raise ServeError(f"port {port} is in use: choose another with --port") from error
        if getattr(error, "errno", None) == errno.EACCES:
            raise ServeError(f"port {port} may not be used: choose one above 1023 with --port") from error
        raise ServeError(f"{host}:{port} cannot be served on ({error}): choose another --host or --port") from error
    return listening
