"""Pages are kept for the next reader, and never shown once the database says something else."""

from __future__ import annotations

import asyncio
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from datasette.database import Database

from extractor.serve import ReviewDesk, site_over
from extractor.serve.pages import LARGEST_KEPT, MOST_KEPT, KeptPages


@pytest.fixture
def database(plans: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(plans, tmp_path / "plans.db"))


def test_a_page_is_made_once_and_anew_after_a_change_in_the_file(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = site_over(database)
    made: list[str] = []
    from extractor import report

    honest = report.held
    monkeypatch.setattr(report, "held", lambda connection: (made.append("home"), honest(connection))[1])

    async def ask() -> list[Any]:
        seen = [await site.client.get("/") for _ in range(3)]
        with closing(sqlite3.connect(database)) as connection, connection:  # as a decision of the review pages is written
            connection.execute("UPDATE papers SET title = 'Another title'")
        return [*seen, await site.client.get("/"), await site.client.get("/")]

    *before, changed, after = asyncio.run(ask())
    assert len(made) == 2
    assert len({page.text for page in before}) == 1 and "Another title" not in before[0].text
    assert changed.text == after.text and "Another title" in after.text
    assert after.headers["content-security-policy"] == before[0].headers["content-security-policy"]


def test_what_a_search_keeps_of_the_plans_follows_the_file(database: Path) -> None:
    site = site_over(database)

    async def ask() -> tuple[Any, Any]:
        before = await site.client.get("/search?q=Wrangleton")
        with closing(sqlite3.connect(database)) as connection, connection:
            connection.execute("UPDATE plans SET title = 'The Wrangleton plan'")
        return before, await site.client.get("/search?q=Wrangleton")

    before, after = asyncio.run(ask())
    assert "The Wrangleton plan" not in before.text and "Wrangleton" in after.text.partition("</form>")[2]


def test_rows_of_the_tables_are_counted_once_and_anew_after_a_change(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = site_over(database)
    counted: list[str] = []
    honest = Database.table_counts

    async def counts(self: Database, limit: int = 10) -> Any:
        counted.append(self.name)
        return await honest(self, limit)

    monkeypatch.setattr(Database, "table_counts", counts)

    async def ask() -> list[str]:
        seen = [(await site.client.get("/plans")).text for _ in range(2)]
        with closing(sqlite3.connect(database)) as connection, connection:
            connection.execute("INSERT INTO agencies VALUES ('XYZ', 'Some body', 'body', NULL, NULL, NULL)")
        return [*seen, (await site.client.get("/plans")).text]

    first, second, third = asyncio.run(ask())
    assert first == second != third and "1 row" in third
    assert len(counted) == 2


def test_a_reviewer_and_a_reader_never_see_each_others_page(database: Path) -> None:
    desk = ReviewDesk(database)
    site = site_over(database, review=desk)

    async def ask() -> list[bool]:
        await site.client.get(desk.path)
        cookies = {"review": str(desk.session)}
        asked: list[dict[str, Any]] = [{}, {"cookies": cookies}, {}, {"cookies": cookies}]
        return ['href="/review"' in (await site.client.get("/compare", **more)).text for more in asked]

    assert asyncio.run(ask()) == [False, True, False, True]


def test_what_is_kept_is_bounded_and_what_was_asked_for_longest_ago_goes_first() -> None:
    pages = KeptPages()
    page = "x" * LARGEST_KEPT
    for number in range(MOST_KEPT // LARGEST_KEPT):
        pages.keep(1, b"%d" % number, page)
    assert pages.find(1, b"0") == page
    pages.keep(1, b"one more", page)
    assert pages.find(1, b"1") is None and pages.find(1, b"0") == page and pages.find(1, b"one more") == page
    pages.keep(1, b"too large", page + "x")
    assert pages.find(1, b"too large") is None
    assert pages.find(2, b"0") is None, "of another state of the database"
