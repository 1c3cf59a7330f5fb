"""What comes out of the printer: the sheets of paper that a browser makes of the pages."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pdfplumber

Open = Callable[..., Any]
COMPARED = "/compare?area=Hartlepool&area=Middlesbrough&area=Redcar+and+Cleveland&area=Stockton-on-Tees&from=2011&to=2014"


def sheets(page: Any) -> Any:
    page.wait_for_load_state("networkidle")
    return pdfplumber.open(io.BytesIO(page.pdf(prefer_css_page_size=True, print_background=True))).pages


def test_evidence_is_printed_on_one_sheet_with_its_boxes_on_the_page(open_page: Open) -> None:
    page = open_page(COMPARED)
    page.locator("table.matrix td .entries a").first.click()
    boxes = page.locator(".sheet svg rect").count()
    title = page.locator("figure.quote p").first.inner_text()
    first = sheets(page)[0]
    assert first.width > first.height
    assert " ".join(title.split()) in " ".join(first.extract_text().split())
    (image,) = first.images
    assert 0 <= image["x0"] < image["x1"] <= first.width and 0 <= image["top"] < image["bottom"] <= first.height
    assert image["height"] > 0.6 * first.height
    within = [
        mark for mark in (*first.rects, *first.curves)
        if image["x0"] < mark["x0"] and mark["x1"] < image["x1"] and image["top"] < mark["top"] and mark["bottom"] < image["bottom"]
    ]  # fmt: skip
    assert len(within) >= boxes > 0


def test_the_comparison_is_printed_whole_with_its_heads_on_every_sheet(open_page: Open) -> None:
    page = open_page(COMPARED)
    themes = [head.inner_text().split("\n")[0].strip() for head in page.locator("table.matrix tbody th").all()]
    made = sheets(page)
    texts = [" ".join(sheet.extract_text().split()) for sheet in made]
    heads = "Theme Hartlepool Middlesbrough Redcar and Cleveland Stockton-on-Tees"
    assert len(made) <= 4 and sum(heads in text for text in texts) >= 2
    words = {word["text"] for sheet in made for word in sheet.extract_words()}
    assert all(theme.split()[0].rstrip(",") in {word.rstrip(",") for word in words} for theme in themes) and themes
    assert not any("Take this comparison away" in text or "Change areas" in text for text in texts)
