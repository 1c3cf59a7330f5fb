"""A page of a paper: image and words together, what was found, the way on, and boxes that sit right at every size and turn."""

from __future__ import annotations

import asyncio
import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from site_reader import Page, broken_links

from extractor.batch import ingest
from extractor.flow import shipped_codebook
from extractor.serve import site_over

Get = Callable[..., Any]
Ids = Callable[..., str]


@pytest.fixture
def paper(ids: Ids) -> str:
    return ids("SELECT id FROM papers WHERE file LIKE 'joint%'")


@pytest.mark.parametrize("zoom", ["", "?zoom=larger", "?zoom=largest", "?zoom=x"])
def test_a_page_lists_what_was_found_beside_image_and_words(get: Get, ids: Ids, paper: str, zoom: str) -> None:
    number = ids("SELECT page FROM findings WHERE paper = ? AND kind = 'priority'", paper)
    html = get(f"/paper/{paper}/page/{number}{zoom}").text
    page = Page(html)
    assert page.faults == [] and broken_links(get, page) == []
    count = int(ids("SELECT count(*) FROM findings WHERE paper = ? AND page = ? AND kind = 'priority'", paper, number))
    assert count > 2 and len(re.findall(r'<span class="meta">priority', html)) == count
    assert "Words of this page" in page.text


def test_the_size_chosen_stays_while_turning_pages(get: Get, paper: str) -> None:
    links = Page(get(f"/paper/{paper}/page/2?zoom=larger").text).links
    assert f"/paper/{paper}/page/1?zoom=larger" in links and f"/paper/{paper}/page/3?zoom=larger" in links
    assert f"/paper/{paper}/page/2" in links and f"/paper/{paper}/page/2?zoom=largest" in links


def test_a_number_leads_to_its_page(get: Get, paper: str) -> None:
    answer = get(f"/paper/{paper}/page?number=03&zoom=larger")
    assert (answer.status_code, answer.headers["location"]) == (302, f"/paper/{paper}/page/3?zoom=larger")
    for number in ("", "0", "x", "-1", "9999999", "٣"):
        assert get(f"/paper/{paper}/page?number={number}").status_code == 404
    assert "no page 99" in get(f"/paper/{paper}/page/99").text


def test_a_finding_is_set_off_on_the_larger_page(get: Get, ids: Ids, paper: str) -> None:
    finding = ids("SELECT id FROM findings WHERE paper = ? AND kind = 'priority'", paper)
    number = ids("SELECT page FROM findings WHERE id = ?", finding)
    assert f"/paper/{paper}/page/{number}?zoom=larger&amp;finding={finding}" in get(f"/evidence/{finding}").text
    assert "box-current" in get(f"/paper/{paper}/page/{number}?zoom=larger&finding={finding}").text


def test_a_part_of_a_word_paper_lists_its_findings(get: Get, ids: Ids) -> None:
    paper = ids("SELECT id FROM papers WHERE file = 'evenholt.docx'")
    assert "Rural &amp; business crime" in get(f"/paper/{paper}/page/1").text.partition("Found in this part")[2]


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_boxes_sit_on_the_words_of_a_turned_page(turn: int, tmp_path: Path) -> None:
    from reportlab.pdfgen.canvas import Canvas

    made = io.BytesIO()
    canvas = Canvas(made, (595, 842))
    canvas.setPageRotation(turn)
    # The sheet lies on its side inside the file, and is upright when it is shown.
    if turn == 90:
        canvas.transform(0, 1, -1, 0, 842, 0)
    elif turn == 180:
        canvas.transform(-1, 0, 0, -1, 595, 842)
    elif turn == 270:
        canvas.transform(0, -1, 1, 0, 0, 595)
    lines = [
        "Hartlepool Community Safety Plan 2011-2014",
        "",
        "Our priorities are:",
        "",
        "1. Violent crime",
        "2. Burglary",
        "3. Drugs",
    ]
    for number, line in enumerate(lines):
        canvas.setFont("Helvetica-Bold" if number == 0 else "Helvetica", 18 if number == 0 else 12)
        canvas.drawString(60, 842 - 80 - 24 * number, line)
    canvas.save()
    (tmp_path / "turned.pdf").write_bytes(made.getvalue())
    ingest([tmp_path / "turned.pdf"], tmp_path / "plans.db", shipped_codebook(), {})
    site = site_over(tmp_path / "plans.db")

    def ask(address: str) -> Any:
        return asyncio.run(site.client.get(address))

    (finding,) = re.findall(r'/evidence/([0-9a-f]{16})">(?:<mark>)?Burglary', ask("/search?q=burglary&kind=priority").text)
    html = ask(f"/evidence/{finding}").text
    across, down = (float(size) for size in re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)" preserve', html).groups())  # type: ignore[union-attr]
    current = html.partition("box-current")[2]
    x, y, width, tall = (float(re.search(rf' {name}="([\d.]+)"', current)[1]) for name in ("x", "y", "width", "height"))  # type: ignore[index]
    address = re.search(r"(/page-image/[0-9a-f]{16}/1.png)", html)[1]  # type: ignore[index]
    for pixels in (400, 1200, 2000):
        image = Image.open(io.BytesIO(ask(f"{address}?width={pixels}").content)).convert("L")
        assert abs(image.width / image.height - across / down) < 0.01
        scale = image.width / across
        inside = image.crop(tuple(round(edge * scale) for edge in (x, y, x + width, y + tall)))  # type: ignore[arg-type]
        assert inside.getextrema()[0] < 140, "ink inside the box"
        below = image.crop(tuple(round(edge * scale) for edge in (x, y + tall + 1, x + width, y + tall + 4)))  # type: ignore[arg-type]
        assert below.getextrema()[0] > 200, "none just below it"
