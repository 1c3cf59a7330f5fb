"""A server that is running shows whole old or whole new content, and picks the new up by itself."""

from __future__ import annotations

import asyncio
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from extractor.serve import site_over


@pytest.fixture
def database(plans: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(plans, tmp_path / "plans.db"))


def other(database: Path, title: str) -> Path:
    """The same database under another title of every plan and paper, beside it."""
    path = database.with_name("plans.db.building")
    shutil.copy(database, path)
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE plans SET title = ?", [title])
        connection.execute("UPDATE papers SET title = ?", [title])
    return path


QUERY = "/plans.json?sql=select+distinct+title+from+plans+order+by+1&_shape=arrays"


def test_a_replaced_database_is_shown_without_a_restart(database: Path) -> None:
    site = site_over(database)

    async def ask() -> list[Any]:
        seen = [(await site.client.get(QUERY, follow_redirects=True)).json()["rows"]]
        for title in ("The second", "The third"):
            other(database, title).replace(database)
            seen.append((await site.client.get(QUERY, follow_redirects=True)).json()["rows"])
        return seen

    first, *later = asyncio.run(ask())
    assert later == [[["The second"]], [["The third"]]]
    assert first not in later


def test_a_request_keeps_to_the_database_that_it_began_with(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = site_over(database)
    titles: list[Any] = []

    async def ask() -> None:
        await site.client.get("/")
        held = site.get_database()
        honest = type(held).execute_fn
        busy = False

        async def between(self: Any, read: Any) -> Any:
            nonlocal busy
            result = await honest(self, read)
            if not busy:
                busy = True
                titles.append(await honest(self, lambda c: c.execute("SELECT DISTINCT title FROM plans").fetchone()[0]))
                other(database, f"Replaced {len(titles)}").replace(database)
                titles.append(await honest(self, lambda c: c.execute("SELECT DISTINCT title FROM plans").fetchone()[0]))
                busy = False
            return result

        monkeypatch.setattr(type(held), "execute_fn", between)
        await site.client.get("/compare")

    asyncio.run(ask())
    assert len(titles) >= 2
    assert len(set(titles)) == 1, "whatever took its place meanwhile"


@pytest.mark.parametrize("content", [b"", b"no database at all", None])
def test_what_is_no_database_does_not_take_the_place_of_one(content: bytes | None, database: Path) -> None:
    site = site_over(database)

    async def ask() -> tuple[Any, Any]:
        before = await site.client.get("/")
        database.unlink()
        if content is not None:
            database.write_bytes(content)
        return before, await site.client.get("/")

    before, after = asyncio.run(ask())
    assert (after.status_code, after.text) == (200, before.text)


def test_twenty_readers_see_no_error_and_no_mixture_while_databases_are_replaced(database: Path) -> None:
    site = site_over(database)
    both = "/plans.json?sql=select+(select+min(title)+from+plans),(select+max(title)+from+papers)&_shape=arrays"
    other(database, "Number 0").replace(database)

    async def read(seen: set[tuple[str, str]], going: list[bool]) -> None:
        while going:
            response = await site.client.get(both, follow_redirects=True)
            assert response.status_code == 200, response.text
            seen.add(tuple(response.json()["rows"][0]))

    async def ask() -> set[tuple[str, str]]:
        seen: set[tuple[str, str]] = set()
        going = [True]
        readers = [asyncio.create_task(read(seen, going)) for _ in range(20)]
        for number in range(1, 6):
            await asyncio.sleep(0.1)
            other(database, f"Number {number}").replace(database)
        await asyncio.sleep(0.2)
        going.clear()
        await asyncio.gather(*readers)
        return seen

    seen = asyncio.run(ask())
    assert {one for one, two in seen if one != two} == set()
    assert ("Number 5", "Number 5") in seen
