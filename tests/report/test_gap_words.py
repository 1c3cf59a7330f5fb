"""An empty cell says the same on screen, in Word, Excel and JSON, and its words are explained."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from docx import Document

from extractor.batch import Summary
from extractor.report import Appendix, appendix, asked_comparison, document, gaps_by_heading, meanings, why_empty
from extractor.write import opened

AREAS = ("Dorset", "Hartlepool", "Middlesbrough", "Stockton-on-Tees")


@pytest.fixture(scope="module")
def made(demo: tuple[Path, Summary]) -> Iterator[Appendix]:
    with opened(demo[0]) as connection:
        asked = asked_comparison(connection, AREAS, 2011, 2014)
        assert asked is not None
        yield appendix(connection, asked, "2026-11-22")


def test_the_reason_of_a_cell_is_that_of_the_gaps(demo: tuple[Path, Summary], made: Appendix) -> None:
    with opened(demo[0]) as connection:
        gaps = {(gap.heading, gap.area): gap for gap in gaps_by_heading(connection, AREAS, 2011, 2014)}
    said = {(row.heading, cell.area): why_empty(row, cell, gaps) for row in made.comparison.rows for cell in row.cells}
    assert {area for (_, area), why in said.items() if why and why.words == "No paper held for this period"} == {"Dorset"}
    assert all((why is None) == bool(cell.own) for row in made.comparison.rows for cell in row.cells
               for why in [said[row.heading, cell.area]])  # fmt: skip
    reasons = {why.gap.reason: why.words for why in said.values() if why and why.gap}
    assert reasons["not in the plan"] == "Not in the plan"
    assert reasons["only in other text of the plan"] == "Only in other text"
    assert [words for words, _ in meanings(made.comparison, gaps)][-2:] == ["Not in the plan", "No paper held for this period"]


def test_a_document_says_of_a_cell_what_the_screen_says(made: Appendix) -> None:
    words = {one.words for one in made.empty}
    assert {"Only in other text", "Not in the plan", "No paper held for this period"} <= words
    read = Document(io.BytesIO(document(made, "docx")))
    lines = {line for table in read.tables for row in table.rows for cell in row.cells for line in cell.text.split("\n")}
    assert words <= {line.split("\N{NO-BREAK SPACE}")[0] for line in lines}
    told = "\n".join(paragraph.text for paragraph in read.paragraphs)
    for short, meaning in made.meanings:
        assert f"{short}: {meaning}" in told
    data = json.loads(document(made, "json"))
    gaps = [cell["gap"] for row in data["themes"] for cell in row["cells"] if "gap" in cell]
    assert {gap["words"] for gap in gaps} == words
    assert {gap["reason"] for gap in gaps if gap["words"] == "Only in other text"} == {"only in other text of the plan"}
