"""The review pages: what is uncertain, with its page beside it, to accept, reject or put right. Off unless the site was started so.

One person signs in, once, by the address that the program printed. Reading stays read-only: a decision goes the way of
``extractor review apply``, over a connection of its own, one at a time.
"""

from __future__ import annotations

import asyncio
import hmac
import re
import secrets
import sqlite3
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs, urlencode

from datasette import hookimpl
from datasette.utils.asgi import BadRequest, NotFound, Request, Response

from extractor import report
from extractor.codebook import Codebook, load_codebook
from extractor.errors import ExtractorError
from extractor.report.evidence import plan_head
from extractor.report.reading import ID
from extractor.review import Item, LinesRefused, decide, to_review, under_review, undo
from extractor.serve.pages import kept_value, page

COOKIE = "review"
LARGEST_FORM = 64 * 1024
"""Bytes."""
ON_A_PAGE = 100
SCOPES = {
    "current": "this plan’s own",
    "previous": "of an earlier plan",
    "national": "national",
    "other-body": "of another body",
    "emerging": "emerging",
}

# Decisions are written one after the other; while one is, readers still see what stood before.
_WRITER = ThreadPoolExecutor(max_workers=1, thread_name_prefix="review")
_RULES: dict[Any, Codebook] = {}


@hookimpl
def register_routes() -> list[tuple[str, Callable[..., Any]]]:
    return [
        (r"^/review$", queue),
        (r"^/review/sign-in$", sign_in),
        (r"^/review/sign-out$", sign_out),
        (r"^/review/finding/(?P<target>[^/]+)$", finding),
        (r"^/review/undo/(?P<target>[^/]+)$", take_back),
    ]


@hookimpl
def prepare_jinja2_environment(env: Any) -> None:
    env.filters["in_words"] = lambda why: re.sub(r"confidence ([01])\.(\d\d)", lambda at: f"only {int(at[1] + at[2])}% sure", why)


@hookimpl
def actor_from_request(datasette: Any, request: Request) -> dict[str, str] | None:
    """Whoever holds the session is the reviewer; there is no other actor."""
    desk = datasette.review_desk
    held = request.cookies.get(COOKIE, "")
    if desk and desk.session and hmac.compare_digest(held.encode("utf-8", "replace"), desk.session.encode()):
        return {"id": "reviewer"}
    return None


@hookimpl
def skip_csrf(scope: dict[str, Any]) -> bool:
    """These forms carry a field of their own that is bound to the session."""
    return str(scope["path"]).startswith("/review/")


async def sign_in(request: Request, datasette: Any) -> Response:
    desk = _desk(datasette)
    asked = (request.args.get("token") or "").encode("utf-8", "replace")
    if desk.token and hmac.compare_digest(asked, desk.token.encode()):
        desk.token, desk.session, desk.form = None, secrets.token_urlsafe(32), secrets.token_urlsafe(32)
        answer = _to("/review")
        answer.set_cookie(COOKIE, desk.session, httponly=True, samesite="strict", secure=request.scheme == "https")
        return answer
    return _to("/review") if request.actor else await _closed(datasette, request)


async def sign_out(request: Request, datasette: Any) -> Response:
    desk = _desk(datasette)
    if not request.actor:
        return await _closed(datasette, request)
    await _posted(request, desk)
    desk.session = desk.form = None
    answer = _to("/")
    answer.set_cookie(COOKIE, "", max_age=0, httponly=True, samesite="strict")
    return answer


async def queue(request: Request, datasette: Any) -> Response:
    _desk(datasette)
    if not request.actor:
        return await _closed(datasette, request)
    chosen = _chosen(request)
    start = request.args.get("start") or "0"
    start = int(start) if start.isascii() and start.isdigit() and len(start) < 7 else 0

    lines = await kept_value(datasette, "review", to_review)

    def read(connection: sqlite3.Connection) -> dict[str, Any]:
        wanted = [line for line in lines if _fits(line, chosen)]
        return {
            "lines": wanted[start : start + ON_A_PAGE],
            "count": len(wanted),
            "kinds": _counts(lines, "kind", {"file": chosen.get("file")}),
            "files": _counts(lines, "file", {"kind": chosen.get("kind")}),
            "decided": connection.execute(_DECIDED).fetchall(),
            "done": _done(connection, request),
        }

    context = {
        "chosen": chosen,
        "start": start,
        "step": ON_A_PAGE,
        "asked": _asked,
        **await datasette.get_database().execute_fn(read),
    }
    return await _html(datasette, request, "review.html", context)


_DECIDED = """
    SELECT target, kind, words, decision, recorded_at, corrections.title, file
    FROM correction_matches JOIN corrections ON corrections.id = correction
    WHERE in_force ORDER BY recorded_at DESC, target LIMIT 20
"""


async def finding(request: Request, datasette: Any) -> Response:
    desk = _desk(datasette)
    if not request.actor:
        return await _closed(datasette, request)
    target, chosen = request.url_vars["target"], _chosen(request)
    database = datasette.get_database()
    item = await _item(datasette, target)
    lines = await kept_value(datasette, "review", to_review)
    place, before, after, count = _around(lines, target, chosen)
    faults: dict[str, str] = {}
    if request.method == "POST":
        form = await _posted(request, desk)
        faults = await _written(
            desk, lambda rules, at: decide(desk.database, rules, item, form, at=at, by=desk.by, before=desk.remembered)
        )
        if not faults:
            onward = target if place is None else after
            return _to(f"/review/finding/{onward}" if onward else "/review", {**chosen, "done": target})
        item = _as_typed(item, form)

    def read(connection: sqlite3.Connection) -> dict[str, Any]:
        found = report.evidence(connection, target)
        page = found.page if found else report.page_view(connection, item.paper, item.page, target) if item.page else None
        themes = connection.execute("SELECT heading, code FROM themes ORDER BY position").fetchall()
        plans = [plan_head(connection, plan.id) for plan in item.plans]
        return {
            "found": found,
            "page": page,
            "paper": report.paper_head(connection, item.paper),
            "themes": themes,
            "plan_heads": plans,
            "place": place,
            "before": before,
            "after": after,
            "count": count,
            "done": _done(connection, request),
        }

    context = {
        "item": item,
        "faults": faults,
        "chosen": chosen,
        "asked": _asked,
        "scopes": SCOPES,
        **await database.execute_fn(read),
    }
    return await _html(datasette, request, "review_finding.html", context, 400 if faults else 200)


async def take_back(request: Request, datasette: Any) -> Response:
    desk, target = _desk(datasette), request.url_vars["target"]
    if not request.actor:
        return await _closed(datasette, request)
    await _posted(request, desk)
    await _item(datasette, target)
    faults = await _written(desk, lambda rules, at: undo(desk.database, rules, target, at=at, by=desk.by, before=desk.remembered))
    if faults:
        raise BadRequest(" ".join(faults.values()))
    return _to(f"/review/finding/{target}", {**_chosen(request), "done": target})


async def _item(datasette: Any, target: str) -> Item:
    held: Item | None = None
    if ID.fullmatch(target):
        held = await datasette.get_database().execute_fn(lambda connection: under_review(connection, target))
    if held is None:
        raise NotFound("No finding has this address. It may belong to an earlier reading of its paper.")
    return held


def _desk(datasette: Any) -> Any:
    if datasette.review_desk is None:
        raise NotFound("The review pages are off. Start the site with extractor serve --review to have them.")
    return datasette.review_desk


async def _closed(datasette: Any, request: Request) -> Response:
    """The answer to one who has not signed in; nothing in it depends on what was asked for."""
    told = "Open the address that the program printed when it started. It signs in one person, once; start it again for a new one."
    context = {"status": 403, "title": "Sign in to review", "error": told}
    return await _html(datasette, request, "error.html", context, 403)


async def _posted(request: Request, desk: Any) -> dict[str, str]:
    """The fields of a form of ours, several values of one field joined by "; ". Refuses what another site's page may have sent."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if request.method != "POST" or kind != "application/x-www-form-urlencoded":
        raise BadRequest("This address takes a form of the review pages only.")
    body = b""
    more = True
    while more:
        message = await request.receive()
        body += message.get("body", b"")
        more = message.get("more_body", False)
        if message["type"] != "http.request" or len(body) > LARGEST_FORM:
            raise BadRequest("This form is too large.")
    try:
        values = parse_qs(body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=200)
    except ValueError as error:
        raise BadRequest("This form has too many fields.") from error
    given = values.get("form", [""])[0].encode("utf-8", "replace")
    elsewhere = request.headers.get("sec-fetch-site", "same-origin") != "same-origin"
    if elsewhere or not desk.form or not hmac.compare_digest(given, desk.form.encode()):
        raise BadRequest("This form is no longer valid. Open the finding again and decide anew; nothing was recorded.")
    return {name: "; ".join(given) for name, given in values.items()}


async def _written(desk: Any, write: Callable[[Codebook, str], object]) -> dict[str, str]:
    """Records a decision; gives what is wrong by field, "" for what concerns none, and then nothing was recorded."""

    def run() -> dict[str, str]:
        if desk.rules not in _RULES:
            _RULES[desk.rules] = load_codebook(desk.rules) if desk.rules else load_codebook()
        try:
            write(_RULES[desk.rules], datetime.now(UTC).isoformat(timespec="milliseconds"))
        except LinesRefused as refused:
            return {fault.column: fault.message for fault in refused.faults}
        except ExtractorError as fault:
            return {"": str(fault)}
        return {}

    return await asyncio.get_running_loop().run_in_executor(_WRITER, run)


def _as_typed(item: Item, form: dict[str, str]) -> Item:
    """The item with what the person typed, so that nothing is lost when one value is refused."""
    return replace(item, now={**item.now, **{name: form.get(name, "") for name in item.fields}})


def _around(lines: Sequence[dict[str, Any]], target: str, chosen: dict[str, str]) -> tuple[int | None, str | None, str | None, int]:
    """Place in the queue (from 1, None if it is not in it), the one before and the one after, and how many there are."""
    waiting = [line["finding"] for line in lines if _fits(line, chosen)]
    if target not in waiting:
        return None, None, waiting[0] if waiting else None, len(waiting)
    at = waiting.index(target)
    after = waiting[at + 1] if at + 1 < len(waiting) else next((one for one in waiting if one != target), None)
    return at + 1, waiting[at - 1] if at else None, after, len(waiting)


def _done(connection: sqlite3.Connection, request: Request) -> Item | None:
    """The finding that was decided last, told on the next page."""
    target = request.args.get("done") or ""
    return under_review(connection, target) if ID.fullmatch(target) else None


def _chosen(request: Request) -> dict[str, str]:
    return {name: value[:300] for name in ("kind", "file") if (value := (request.args.get(name) or "").replace("\0", ""))}


def _fits(line: dict[str, Any], chosen: dict[str, str]) -> bool:
    return all(line[name] == value for name, value in chosen.items())


def _counts(lines: Any, name: str, chosen: dict[str, str | None]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for line in lines:
        if _fits(line, {key: value for key, value in chosen.items() if value}):
            counts[line[name]] = counts.get(line[name], 0) + 1
    return counts


def _asked(path: str, chosen: dict[str, Any], **more: Any) -> str:
    """An address with what is chosen in it; a value of None takes a choice out."""
    query = {name: value for name, value in {**chosen, **more}.items() if value not in (None, "")}
    return f"{path}?{urlencode(query)}" if query else path


def _to(path: str, query: dict[str, str] | None = None) -> Response:
    return Response.redirect(_asked(path, query or {}), status=303, headers={"Cache-Control": "no-store"})


async def _html(datasette: Any, request: Request, template: str, context: dict[str, Any], status: int = 200) -> Response:
    desk = datasette.review_desk
    field = desk.form if request.actor else ""
    return await page(datasette, request, template, {"form_field": field, **context}, status, {"Cache-Control": "no-store"})
