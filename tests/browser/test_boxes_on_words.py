"""The boxes on a page image stand on the words that were found: checked with another PDF library, from the browser's own pixels."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pdfplumber
import pytest
from whole import needs

LETTERS = re.compile(r"[^a-z0-9]")
WINDOWS: list[dict[str, Any]] = [
    {},
    {"viewport": {"width": 390, "height": 844}, "device_scale_factor": 3},
    {"viewport": {"width": 1000, "height": 700}, "device_scale_factor": 1.5},
    {"viewport": {"width": 2560, "height": 1440}},
]


def under(paper: Path, number: int, boxes: list[dict[str, float]]) -> str:
    """The letters whose middle lies in one of the boxes (fractions of the page, from the top left), as pdfplumber reads them."""
    with pdfplumber.open(paper) as pdf:
        page = pdf.pages[number - 1]
        chars = [
            char["text"]
            for char in page.chars
            if any(
                box["left"] <= (char["x0"] + char["x1"]) / 2 / float(page.width) <= box["right"]
                and box["top"] <= (char["top"] + char["bottom"]) / 2 / float(page.height) <= box["bottom"]
                for box in boxes
            )
        ]
    return LETTERS.sub("", "".join(chars).lower())


def boxed(page: Any) -> tuple[int, list[dict[str, float]]]:
    """The number of the page shown, and the boxes set off on it as fractions of its image, from the browser's own pixels."""
    number = int(page.locator("figure.sheet img").get_attribute("src").split("?")[0].rsplit("/", 1)[1].removesuffix(".png"))
    boxes = page.locator(".box-current rect").evaluate_all(
        """rects => { const sheet = document.querySelector('figure.sheet img').getBoundingClientRect();
        return rects.map(rect => { const box = rect.getBoundingClientRect(); return {
            left: (box.left - sheet.left) / sheet.width, right: (box.right - sheet.left) / sheet.width,
            top: (box.top - sheet.top) / sheet.height, bottom: (box.bottom - sheet.top) / sheet.height }; }); }"""
    )
    return number, boxes


@pytest.mark.parametrize("window", WINDOWS, ids=["desk", "phone", "tablet", "wide"])
@pytest.mark.parametrize(
    ("area", "name"),
    [("Charnwood", "charnwood-2005-08-strategy.pdf"), ("Hartlepool", "four-boroughs-2011-14-board-report.pdf")],
)
def test_boxes_sit_on_the_quoted_words(
    open_page: Callable[..., Any], paper_bytes: Callable[[str], Path], area: str, name: str, window: dict[str, Any]
) -> None:
    page = open_page(f"/area/{area}", **window)
    page.locator("tr", has_text=name).locator("a[href*='/paper/']").click()
    addresses = page.locator("main a[href*='/evidence/']").evaluate_all("links => [...new Set(links.map(one => one.href))]")
    seen = 0
    for address in addresses[:: max(1, len(addresses) // 4)][:4]:
        page.goto(address)
        if not page.locator(".box-current rect").count():
            continue
        number, boxes = boxed(page)
        # Of a measure, the cells of its row are boxed too: they stand among the facts.
        cells = page.locator("dl.facts dt", has_text=re.compile("^(Baseline|By when|Target)$")).locator("+ dd").all_inner_texts()
        said = [*page.locator("figure.quote blockquote p").all_inner_texts(), *cells]
        quoted = [LETTERS.sub("", text.lower()) for text in said]
        letters = under(paper_bytes(name), number, boxes)
        assert sorted(letters) == sorted("".join(quoted)) or quoted[0] in letters, (address, letters, quoted)
        assert len(letters) <= len("".join(quoted)) * 1.1 + 3, "boxes cover more than the words"
        seen += 1
    assert seen >= 2


def test_boxes_sit_on_the_quoted_words_of_a_word_paper_as_it_is_laid_out(
    open_page: Callable[..., Any], database: Path, tmp_path: Path
) -> None:
    needs("soffice")
    query = """
        SELECT findings.id, (SELECT group_concat(quote, '') FROM evidence WHERE finding = findings.id), pdf
        FROM findings JOIN papers ON papers.id = paper JOIN page_images USING (paper)
        WHERE media_type <> 'application/pdf' AND findings.kind IN ('priority', 'action', 'measure') ORDER BY findings.id
    """
    with sqlite3.connect(database) as connection:
        found = connection.execute(query).fetchall()
    page = open_page()
    for finding, quoted, pdf in found[:: max(1, len(found) // 8)][:8]:
        (tmp_path / "paper.pdf").write_bytes(pdf)
        page.goto(page.url.split("/evidence/")[0].rstrip("/") + f"/evidence/{finding}")
        number, boxes = boxed(page)
        assert sorted(under(tmp_path / "paper.pdf", number, boxes)) == sorted(LETTERS.sub("", quoted.lower())), (finding, quoted)
