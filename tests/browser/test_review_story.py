"""A reviewer signs in by the printed address, decides, and every reader sees what was decided."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import served
from test_accessible import faults

Desk = tuple[str, str]


@pytest.fixture(scope="module")
def desk(database: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """(address, sign-in address) of a site with review pages, over a copy of the database."""
    copy = Path(shutil.copy(database, tmp_path_factory.mktemp("review") / "plans.db"))
    with served(copy, "--review") as (address, said):
        found = re.search(r"http\S+token=\S+", said)
        assert found, said
        yield address, found.group()


def test_a_finding_put_right_is_shown_so_everywhere(chromium: Any, desk: Desk) -> None:
    address, sign_in = desk
    context = chromium.new_context()
    context.set_default_timeout(15_000)
    page = context.new_page()
    assert page.goto(f"{address}/review").status in (401, 403)
    page.goto(sign_in)
    page.goto(f"{address}/review?kind=priority")
    assert faults(page) == []
    page.locator("table.review-list a").first.click()
    assert faults(page) == []
    target = page.url.split("?")[0].rsplit("/", 1)[1]
    before = page.get_by_label("Title").input_value()
    page.get_by_label("Title").fill("Put right by a reviewer")
    page.get_by_label("Note").fill("Seen on the page")
    page.get_by_role("button", name="Accept").click()
    stranger = chromium.new_context().new_page()
    stranger.goto(f"{address}/evidence/{target}")
    assert stranger.get_by_role("heading", level=1).inner_text().endswith("Put right by a reviewer")
    assert f"corrected from “{before}”" in stranger.locator("main").inner_text()
    stranger.goto(f"{address}/search?q=%22Put+right+by+a+reviewer%22")
    assert stranger.locator(f"main a[href*='{target}']").count() >= 1
    assert stranger.goto(sign_in).status in (401, 403, 410), "the address signs in one person, once"
    page.goto(f"{address}/review/finding/{target}")
    page.get_by_role("button", name="Undo").click()
    stranger.goto(f"{address}/evidence/{target}")
    assert stranger.get_by_role("heading", level=1).inner_text().endswith(before)
    stranger.context.close()
    context.close()
