"""A Word paper that was laid out is shown as it prints, words boxed; its place stays its paragraph: no page number is its own."""

from __future__ import annotations

import asyncio
import io
import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from site_reader import Page, broken_links
from write import factories as made

from extractor.parse.laying import lay_out
from extractor.serve import site_over
from extractor.write import Pages, keep_pages, open_database, store, texts_of

Get = Callable[..., Any]


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One Word paper on three pages; the words "Speeding" are not on them."""
    path = tmp_path_factory.mktemp("sheets") / "plans.db"
    held = open_database(path, made.THEMES)
    store(held, made.word_paper(), b"a Word file")
    (paper,) = held.execute("SELECT id FROM papers").fetchone()
    texts = texts_of(held.conn, paper)
    pdf = made.on_sheets(texts, without="Speeding")
    laid = lay_out(pdf, texts, file="evenholt.docx")
    keep_pages(held, [(paper, texts, Pages(pdf, laid.sizes, laid.pack(texts)))])
    held.close()
    return path


@pytest.fixture(scope="module")
def ask(database: Path) -> Get:
    site = site_over(database)
    return lambda address: asyncio.run(site.client.get(address))


@pytest.fixture
def of(database: Path) -> Callable[[str], str]:
    def first(query: str) -> str:
        with closing(sqlite3.connect(database)) as connection:
            return str(connection.execute(query).fetchone()[0])

    return first


def test_the_evidence_page_shows_the_page_with_the_words_boxed(ask: Get, of: Callable[[str], str]) -> None:
    finding = of("SELECT id FROM findings WHERE kind = 'measure'")
    html = ask(f"/evidence/{finding}").text
    page = Page(html)
    assert page.faults == [] and broken_links(ask, page) == []
    current = html.partition("box-current")[2]
    x, y, width, tall = (float(re.search(rf' {name}="([\d.]+)"', current)[1]) for name in ("x", "y", "width", "height"))  # type: ignore[index]
    address = re.search(r'<img src="([^"]+)"', html)[1].replace("&amp;", "&")  # type: ignore[index]
    image = Image.open(io.BytesIO(ask(address).content)).convert("L")
    scale = image.width / made.WIDTH
    assert image.crop(tuple(round(edge * scale) for edge in (x, y, x + width, y + tall))).getextrema()[0] < 140  # type: ignore[arg-type]
    assert image.crop(tuple(round(e * scale) for e in (x, y + tall + 2, x + width, y + tall + 6))).getextrema()[0] > 200  # type: ignore[arg-type]
    assert "as LibreOffice lays the paper out; page breaks may differ from the original" in page.text
    caption = html.partition("<figcaption>")[2].partition("</figcaption>")[0]
    assert caption.startswith("Paragraph 9") and "page" not in caption.lower().replace("paper", ""), "the anchor stays the evidence"


def test_words_that_were_not_found_are_shown_as_text_and_said_to_be_unmarked(ask: Get, of: Callable[[str], str]) -> None:
    html = ask("/evidence/" + of("SELECT id FROM findings WHERE title = 'Speeding'")).text
    assert "The words could not be marked" in html and "In its surroundings" in html
    assert "<mark>Speeding</mark>" in html and "box-current" not in html


def test_a_page_as_laid_out_lists_what_was_found_and_leads_on(ask: Get, of: Callable[[str], str]) -> None:
    paper = of("SELECT id FROM papers")
    answer = ask(f"/paper/{paper}/sheet/2?zoom=larger")
    page = Page(answer.text)
    assert page.faults == [] and broken_links(ask, page) == []
    assert "Page 2 of 3 as LibreOffice lays it out" in page.text and "Page breaks may differ" in page.text
    assert f"/paper/{paper}/sheet/1?zoom=larger" in page.links and f"/paper/{paper}/sheet/3?zoom=larger" in page.links
    assert "Measures" in answer.text.partition("Words of this page")[2], "its words stand beside it"
    assert ask(f"/paper/{paper}/sheet?number=3&zoom=larger").headers["location"] == f"/paper/{paper}/sheet/3?zoom=larger"
    assert ask(f"/paper/{paper}/sheet/4").status_code == 404
    assert f"/paper/{paper}/sheet/1" in Page(ask(f"/paper/{paper}").text).links
    part = Page(ask(f"/paper/{paper}/page/1").text)
    assert f"/paper/{paper}/sheet/1" in part.links, "the text leads to the page it begins on"


def test_an_image_of_pages_that_were_laid_out_anew_is_not_the_old_one(ask: Get, of: Callable[[str], str]) -> None:
    paper, version = of("SELECT id FROM papers"), of("SELECT version FROM page_images")
    for old in ("", "&version=00000000"):
        answer = ask(f"/page-image/{paper}/1.png?width=400{old}")
        assert (answer.status_code, answer.headers["location"]) == (302, f"/page-image/{paper}/1.png?width=400&version={version}")
    assert ask(f"/page-image/{paper}/1.png?width=400&version={version}").headers["content-type"] == "image/png"
    assert ask(f"/page-image/{paper}/4.png?version={version}").status_code == 404
