"""WCAG 2.2 AA on every kind of page of ours, by axe-core in a real browser, at desk and phone width."""

from __future__ import annotations

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}
FOUR = "area=Hartlepool&area=Middlesbrough&area=Redcar+and+Cleveland&area=Stockton-on-Tees&from=2011&to=2014"
ADDRESSES = {
    "home": "/",
    "compare": f"/compare?{FOUR}",
    "compare, nothing chosen": "/compare",
    "compare, none held": "/compare?area=Nowhere&from=1901&to=1902",
    "area": "/area/Hartlepool",
    "national": "/national",
    "one framework": "/national?for=PSA+23",
    "no such framework": "/national?for=PSA+99",
    "papers": "/papers",
    "expected": "/expected",
    "measures": "/measures",
    "search, empty": "/search",
    "search, found": "/search?q=violence",
    "search, none": "/search?q=zzzz",
    "statement": "/accessibility",
    "data": "/plans",
    "not found": "/no-such-page",
}
BEHIND = {
    "evidence": (f"/compare?{FOUR}", "table.matrix td a[href*='/evidence/']"),
    "plan": (f"/compare?{FOUR}", "table.matrix thead a[href*='/plan/']"),
    "paper": ("/", "main a[href*='/paper/']"),
    "page": (f"/compare?{FOUR}", "main a[href*='/page/']"),
    "measure": ("/measures", "main a[href*='/evidence/']"),
}
"""Pages whose address holds an id: where a link to one stands."""
WINDOWS = {"desk": {"width": 1280, "height": 900}, "phone": {"width": 390, "height": 844}}


def faults(page: Any) -> list[str]:
    """What axe-core holds against the page: rule, place and why."""
    return [
        f"{fault['id']}: {node['target']} {node['failureSummary']}"
        for fault in Axe().run(page, options=RULES).response["violations"]
        for node in fault["nodes"]
    ]


@pytest.mark.parametrize("window", WINDOWS)
@pytest.mark.parametrize("name", [*ADDRESSES, *BEHIND])
def test_axe_finds_nothing(chromium: Any, site: str, name: str, window: str) -> None:
    tab = chromium.new_context(viewport=WINDOWS[window]).new_page()
    try:
        if name in ADDRESSES:
            tab.goto(site + ADDRESSES[name])
        else:
            start, link = BEHIND[name]
            tab.goto(site + start)
            tab.goto(site + str(tab.locator(link).first.get_attribute("href")))
        tab.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
        assert faults(tab) == []
        assert tab.evaluate("document.documentElement.scrollWidth") <= WINDOWS[window]["width"], (
            "the page runs wider than the window"
        )
    finally:
        tab.context.close()


def test_axe_is_at_work(chromium: Any) -> None:
    tab = chromium.new_context().new_page()
    tab.set_content("<html><body><img src='data:,'><p style='color:#aaa;background:#fff'>Hardly seen</p></body></html>")
    assert {fault.split(":")[0] for fault in faults(tab)} >= {"image-alt", "color-contrast", "html-has-lang"}
    tab.context.close()
