"""What the three users come for, walked through in a browser from the front page to the end."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
from docx import Document
from docx.oxml.ns import qn

Open = Callable[..., Any]
FOUR = ("Hartlepool", "Middlesbrough", "Redcar and Cleveland", "Stockton-on-Tees")
COMPARED = "/compare?" + "&".join(f"area={name.replace(' ', '+')}" for name in FOUR) + "&from=2011&to=2014"


def matrix(page: Any) -> list[list[list[str]]]:
    """The lines of each cell of the comparison as the reader sees them. A quote behind an empty cell is a note in the documents."""
    found: list[list[list[str]]] = page.locator("table.matrix tbody tr").evaluate_all(
        """rows => rows.map(row => [...row.querySelectorAll('td')].map(cell => {
            const seen = cell.cloneNode(true);
            seen.querySelectorAll('details, .hidden, .heard').forEach(folded => folded.remove());
            return [...seen.querySelectorAll('li, p')].map(line => line.textContent.replace(/\\s+/g, ' ').trim());
        }))"""
    )
    return found


def taken(page: Any, name: str) -> bytes:
    """The document behind a link of the page, as the browser saves it."""
    with page.expect_download() as waiting:
        page.locator(".downloads a", has_text=re.compile(name)).click()
    return Path(waiting.value.path()).read_bytes()


def test_an_officer_compares_four_boroughs_and_takes_the_comparison_away(open_page: Open) -> None:
    page = open_page("/")
    page.get_by_role("navigation", name="Site").get_by_role("link", name="Compare").click()
    page.locator("details.choose").evaluate("chooser => { chooser.open = true }")
    for box in page.get_by_role("checkbox").all():
        box.set_checked(False)
    page.locator("select[name=from]").select_option("2011")
    page.locator("select[name=to]").select_option("2014")
    for name in FOUR:
        page.get_by_role("checkbox", name=name, exact=True).check()
    page.get_by_role("button", name="Compare").click()
    assert [head.inner_text() for head in page.locator("table.matrix thead .area-name").all()] == list(FOUR)
    shown = matrix(page)
    assert any("domestic" in line.lower() for row in shown for cell in row for line in cell)

    written = Document(io.BytesIO(taken(page, "Word")))
    noted = " ".join("".join(written.element.body.itertext()).split())
    heard = [quote.split("”")[0].lstrip("“")[:60].strip(" .") for quote in page.locator("p.heard").all_inner_texts()]
    assert [quote for quote in heard if " ".join(quote.split()) not in noted] == []
    word = written.tables[0]

    def line(paragraph: Any) -> str:
        return re.sub("\u00a0[0-9]+$", "", "".join(node.text or "" for node in paragraph._p.iter(qn("w:t"))))

    assert [[[line(one) for one in cell.paragraphs] for cell in row.cells[1:]] for row in word.rows[1:]] == shown
    book = openpyxl.load_workbook(io.BytesIO(taken(page, "Excel")))
    cells = [[str(value) for value in row] for row in book["Matrix"].iter_rows(min_row=3, min_col=3, values_only=True)]
    assert [[re.sub(r" \[[0-9]+\](?=\n|$)", "", text).split("\n") for text in row] for row in cells] == shown


def test_a_cell_leads_to_the_words_on_the_page(open_page: Open) -> None:
    page = open_page(COMPARED)
    link = page.locator("table.matrix td .entries a").first
    title = link.inner_text()
    link.click()
    assert page.get_by_role("heading", level=1).inner_text().endswith(title)
    assert title in page.locator("figure.quote").first.inner_text()
    assert page.locator(".box-current rect").count() >= 1
    page.go_back()
    assert page.url.endswith(COMPARED)


def test_a_researcher_follows_one_priority_through_the_years(open_page: Open) -> None:
    page = open_page("/area/Hartlepool")
    assert page.locator("svg").first.is_visible()
    page.locator("details.told").evaluate("table => { table.open = true }")
    row = page.locator("table.became tbody tr").filter(has_text=re.compile("continued|reworded")).first
    earlier = row.locator("td").first.locator("a").inner_text()
    row.locator("td").first.locator("a").click()
    assert page.get_by_role("heading", level=1).inner_text().endswith(earlier)
    steps = page.locator("ol.steps li")
    assert steps.count() >= 1
    assert steps.filter(has_text=re.compile("continued|reworded")).count() >= 1


def test_a_search_leads_to_the_page_that_says_so(open_page: Open) -> None:
    page = open_page("/search")
    page.get_by_role("searchbox").first.fill("domestic violence")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.locator("mark").count() >= 1
    page.locator("main a[href*='/evidence/'], main a[href*='/page/']").first.click()
    assert "domestic" in page.locator("main").inner_text().lower()


def test_an_operators_paper_is_listed_with_its_plans(open_page: Open) -> None:
    page = open_page("/")
    page.locator("main a[href*='/paper/']").first.click()
    assert page.locator("main").get_by_role("heading", level=1).inner_text()
    assert page.locator("main a[href*='/evidence/']").count() >= 1


def test_everything_can_be_read_without_a_mouse_and_without_scripts(open_page: Open) -> None:
    page = open_page(COMPARED, java_script_enabled=False)
    page.keyboard.press("Tab")
    assert page.locator(":focus").inner_text() == "Skip to main content"
    page.keyboard.press("Enter")
    for _ in range(40):
        page.keyboard.press("Tab")
        if "/evidence/" in (page.locator(":focus").get_attribute("href") or ""):
            break
    outline = page.locator(":focus").evaluate("seen => getComputedStyle(seen).outlineStyle + getComputedStyle(seen).boxShadow")
    assert outline != "nonenone"
    title = page.locator(":focus").inner_text()
    page.keyboard.press("Enter")
    page.wait_for_url("**/evidence/**")
    assert page.get_by_role("heading", level=1).inner_text().endswith(title)
