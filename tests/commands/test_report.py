"""`extractor report` as a user meets it."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from docx import Document
from whole import Ran
from write import factories as made

from extractor.write import open_database, store

Run = Callable[..., Ran]


@pytest.fixture(scope="module")
def plans(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("report") / "plans.db"
    database = open_database(path, made.THEMES)
    for paper in [made.four_boroughs(), made.earlier_plan("Alderwick")]:
        store(database, paper, b"bytes")
    database.close()
    return path


def test_the_ending_says_what_is_written(run: Run, plans: Path, tmp_path: Path) -> None:
    for form in ("docx", "xlsx", "csv", "json"):
        out = tmp_path / f"board.{form}"
        ran = run("report", out, "--database", plans, "--area", "Dunmere", "--area", "Alderwick", "--years", "2011-2014")
        assert (ran.code, ran.out, ran.err) == (0, f"{out}: Dunmere, Alderwick, 2011–14\n", "")
    assert (
        Document(str(tmp_path / "board.docx")).paragraphs[0].text == "Dunmere and Alderwick: community safety priorities, 2011–14"
    )
    assert openpyxl.load_workbook(io.BytesIO((tmp_path / "board.xlsx").read_bytes())).sheetnames[0] == "Matrix"
    assert json.loads((tmp_path / "board.json").read_text("utf-8"))["areas"] == ["Dunmere", "Alderwick"]


def test_areas_and_years_begin_as_the_compare_page_does(run: Run, plans: Path, tmp_path: Path) -> None:
    assert run("report", tmp_path / "all.JSON", "--database", plans, "--date", "2020-02-29").code == 0
    data = json.loads((tmp_path / "all.JSON").read_text("utf-8"))
    assert (data["areas"], data["period"], data["made_on"]) == (list(made.BOROUGHS), {"start": 2011, "end": 2014}, "2020-02-29")


def test_a_name_that_is_not_held_is_told_and_left_out(run: Run, plans: Path, tmp_path: Path) -> None:
    ran = run("report", tmp_path / "a.csv", "--database", plans, "--area", "Nowhere", "--area", "Dunmere")
    assert (ran.code, ran.err) == (0, "extractor: no plan of 'Nowhere' is held, so it is left out\n")


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["out.pdf"], 2, "ends in .docx, .xlsx, .csv or .json"),
        (["out"], 2, "ends in .docx, .xlsx, .csv or .json"),
        (["out.docx", "--area", "Nowhere"], 2, "check the names with 'extractor gaps --held'"),
        (["out.docx", "--years", "soon"], 2, "is no period: write it as 2011-14"),
        (["out.docx", "--date", "22.11.2026"], 2, "is no date: write it as 2026-11-22"),
        (["out.docx", "--site", "javascript:alert(1)"], 2, "is no address of a site"),
        (["no/such/folder/out.docx"], 5, "name another file"),
    ],
)
def test_what_cannot_be_done_is_told_in_a_line(
    run: Run, plans: Path, tmp_path: Path, arguments: list[str], code: int, said: str
) -> None:
    ran = run("report", tmp_path / arguments[0], "--database", plans, *arguments[1:])
    assert ran.code == code and said in ran.err and ran.err.count("\n") == 1
