"""A file for review goes out, comes back filled in by a person, and either holds as a whole or changes nothing."""

from __future__ import annotations

import csv
import io
import sqlite3
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from write import factories as made

from extractor.errors import InputError
from extractor.flow import shipped_codebook
from extractor.review import Applied, apply_file, decide, export_file, to_review, under_review
from extractor.review.columns import COLUMNS, FILLED_IN
from extractor.review.export import guarded, unguarded
from extractor.write import Recorded, open_database, store

AT = "2026-03-01T09:00:00+00:00"
Lines = list[dict[str, Any]]
_HELD = ("corrections", "correction_matches", "priorities", "findings")


def lines_of(database: Path, everything: bool = True) -> Lines:
    with sqlite3.connect(database) as connection:
        return [dict(line) for line in to_review(connection, everything)]


def one(lines: Lines, title: str, kind: str = "priority") -> dict[str, Any]:
    return next(line for line in lines if line["read_title"] == title and line["kind"] == kind)


def applied(database: Path, lines: Lines, form: str = "csv", by: str | None = None) -> Applied:
    path = database.parent / f"review.{form}"
    export_file(lines, path, form)  # type: ignore[arg-type]
    return apply_file(path, database, shipped_codebook(), at=AT, by=by)


def ask(database: Path, query: str) -> list[tuple[Any, ...]]:
    with sqlite3.connect(database) as connection:
        return connection.execute(query).fetchall()


def test_only_what_is_uncertain_or_flagged_goes_out(plans: Path) -> None:
    assert [(line["kind"], line["read_title"], line["why"]) for line in lines_of(plans, everything=False)] == [
        ("priority", "Alcohol misuse", "confidence 0.70"),
        ("measure", "Reduce robbery", "the figures do not agree"),
    ]


def test_a_plan_without_area_or_period_goes_out_as_a_plan(plans: Path) -> None:
    with sqlite3.connect(plans) as connection:
        connection.execute("UPDATE plans SET period_start = NULL, period_end = NULL WHERE title LIKE 'Evenholt%'")
        connection.execute("UPDATE plan_areas SET how = 'inferred' WHERE area = 'Dunmere'")
    (first, second) = [line for line in lines_of(plans, everything=False) if line["kind"] == "plan"]
    assert (first["why"], first["read_area"]) == ("no period", "Evenholt")
    assert (second["why"], second["read_area"]) == ("area inferred", "Dunmere")
    applied(plans, [{**first, "period": "2011/14"}, {**second, "area": "Stockton"}])
    assert ask(
        plans, "SELECT area, period_start, period_end FROM plans JOIN plan_areas ON plan = id WHERE how = 'by a person'"
    ) == [("Stockton-on-Tees", 2011, 2014)]
    assert ask(plans, "SELECT period_start, period_end FROM plans WHERE title LIKE 'Evenholt%'") == [(2011, 2014)]


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_what_is_filled_in_comes_back(form: str, plans: Path) -> None:
    line = {**one(lines_of(plans), "Alcohol misuse"), "title": "Alcohol harm", "theme": "Drugs; alcohol", "note": "see p. 4"}
    assert applied(plans, [line], form, by="the team") == Applied(Recorded(new=1), 0, 0)
    (row,) = ask(
        plans,
        "SELECT priority, machine_priority, primary_themes FROM priorities_with_plans WHERE machine_priority = 'Alcohol misuse'",
    )
    assert row == ("Alcohol harm", "Alcohol misuse", "drugs; alcohol")
    assert ask(plans, "SELECT recorded_at, recorded_by, note FROM corrections") == [(AT, "the team", "see p. 4")]


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_the_same_file_again_changes_nothing(form: str, plans: Path) -> None:
    line = {**one(lines_of(plans), "Alcohol misuse"), "decision": "accept", "scope": "previous"}
    applied(plans, [line], form)
    before = [ask(plans, f"SELECT * FROM {name}") for name in _HELD]
    assert applied(plans, [line], form).recorded == Recorded(unchanged=1)
    assert ask(plans, "SELECT count(*) FROM earlier_corrections") == [(0,)]
    again = lines_of(plans)
    assert applied(plans, again, form).recorded == Recorded(unchanged=1), "a new export holds what was said before"
    assert before == [
        ask(plans, f"SELECT * FROM {name}") for name in ("corrections", "correction_matches", "priorities", "findings")
    ]


def test_what_was_accepted_does_not_go_out_again(plans: Path) -> None:
    lines = [{**line, "decision": "accept"} for line in lines_of(plans, everything=False)]
    applied(plans, lines)
    assert lines_of(plans, everything=False) == []


@pytest.mark.parametrize(
    ("column", "value", "told"),
    [
        (
            "theme",
            "antisocial behaviour",
            "row 3, column theme: 'antisocial behaviour' is no theme: do you mean 'anti-social behaviour'?",
        ),
        ("period", "the twenties", "row 3, column period: 'the twenties' is no period"),
        ("period", "2014-2011", "row 3, column period"),
        ("scope", "ours", "row 3, column scope: 'ours' is not one of current"),
        ("area", "Nowhere-on-Sea", "row 3, column area: 'Nowhere-on-Sea' is no area"),
        ("decision", "maybe", "row 3, column decision: 'maybe' is not accept, reject or withdraw"),
        ("link", "0123456789abcdef", "row 3, column link: 0123456789abcdef is no priority of this database"),
        ("link", "see last year", "row 3, column link"),
        ("finding", "0123456789abcdef", "row 3, column finding"),
    ],
)
def test_a_fault_names_row_and_column_and_nothing_is_half_applied(column: str, value: str, told: str, plans: Path) -> None:
    lines = lines_of(plans)
    good = {**one(lines, "Alcohol misuse"), "decision": "reject"}
    bad = {**one(lines, "Burglary dwelling"), column: value, "note": "x", "sha256": "", "place": ""}
    with pytest.raises(InputError) as fault:
        applied(plans, [good, bad])
    assert told in str(fault.value) and "nothing was recorded" in str(fault.value) and "\n" not in str(fault.value)
    assert ask(plans, "SELECT count(*) FROM corrections") == [(0,)]
    assert ask(plans, "SELECT count(*) FROM priorities WHERE title = 'Alcohol misuse'") == [(1,)]


@pytest.mark.parametrize(
    ("kind", "title", "column", "value"),
    [
        ("measure", "Reduce robbery", "theme", "robbery"),
        ("measure", "Reduce robbery", "scope", "previous"),
        ("measure", "Reduce robbery", "link", "new"),
        ("reference", "PSA 23", "scope", "current"),
        ("reference", "PSA 23", "title", "the safety target"),
        ("plan", "Alderwick Community Safety Plan 2008-2011", "decision", "reject"),
    ],
)
def test_what_a_kind_does_not_have_cannot_be_corrected(kind: str, title: str, column: str, value: str, plans: Path) -> None:
    with pytest.raises(InputError, match=f"row 2, column {column}"):
        applied(plans, [{**one(lines_of(plans), title, kind), column: value}])


def test_a_file_made_before_a_change_of_rules_still_finds_its_findings(plans: Path) -> None:
    lines = lines_of(plans)
    database = open_database(plans)
    earlier = made.earlier_plan("Alderwick")
    plan = earlier.plans[0]
    other = replace(plan.priorities[1], title="Alcohol misuse here")
    store(database, replace(earlier, plans=(replace(plan, priorities=(plan.priorities[0], other)),), rules_hash="2"), b"")
    database.close()
    assert applied(plans, [{**one(lines, "Alcohol misuse"), "title": "Alcohol"}]).recorded == Recorded(new=1)
    assert ask(plans, "SELECT words, machine_words, found FROM corrections_in_force") == [
        ("Alcohol", "Alcohol misuse", "other words")
    ]


def test_a_paper_cannot_put_a_formula_into_the_officers_spreadsheet(plans: Path, tmp_path: Path) -> None:
    lines = lines_of(plans)
    hostile = ['=HYPERLINK("http://example.org","x")', "+1+1", "-1", "@SUM(A1)", "\t=1", "https://example.org", "00123"]
    lines = [{**line, "quote": text} for line, text in zip(lines, hostile, strict=False)]
    export_file(lines, tmp_path / "r.csv", "csv")
    export_file(lines, tmp_path / "r.xlsx", "xlsx")
    held = list(csv.DictReader(io.StringIO((tmp_path / "r.csv").read_text("utf-8-sig"), newline="")))
    assert [line["quote"][0] for line in held[:5]] == ["'"] * 5
    with zipfile.ZipFile(tmp_path / "r.xlsx") as book:
        assert all(b"<f>" not in book.read(name) and b"<hyperlink" not in book.read(name) for name in book.namelist())
    sheet = load_workbook(tmp_path / "r.xlsx").worksheets[0]
    column = COLUMNS.index("quote") + 1
    assert [sheet.cell(row, column).value for row in range(2, 9)] == hostile


@pytest.mark.parametrize("text", ["=1", "-", "'quoted'", "'=1", "plain", "", "''=", "-5 %"])
def test_the_guard_comes_off_as_it_went_on(text: str) -> None:
    assert unguarded(guarded(text)) == text


def test_a_withdrawn_correction_leaves_what_the_program_read(plans: Path) -> None:
    line = one(lines_of(plans), "Alcohol misuse")
    applied(plans, [{**line, "decision": "reject"}])
    assert applied(plans, [{**line, "decision": "withdraw"}]).recorded == Recorded(withdrawn=1)
    assert ask(plans, "SELECT count(*) FROM priorities WHERE title = 'Alcohol misuse'") == [(1,)]


def _semicolons(text: str) -> bytes:
    rows = list(csv.reader(io.StringIO(text, newline="")))
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=";").writerows(rows)
    return out.getvalue().encode("utf-8-sig")


@pytest.mark.parametrize(
    ("damage", "told"),
    [
        (lambda text: b"\xff\xfe\x00", "not UTF-8: save it as 'CSV UTF-8'"),
        (lambda text: b"a,b\n1,2\n", "no column 'finding'"),
        (lambda text: b"", "no column 'finding'"),
        (lambda text: text.replace("decision", "verdict", 1).encode(), "row 1: there is no column 'verdict'"),
        (lambda text: text.replace("note", "title", 1).encode(), "row 1: the column 'title' stands twice"),
        (lambda text: b"PK\x03\x04 no workbook", "cannot be read as a workbook"),
        (lambda text: (text + "same\r\n").encode(), "row 3, column finding"),
    ],
)
def test_a_file_that_cannot_be_used_is_told_in_one_line(damage: Callable[[str], bytes], told: str, plans: Path) -> None:
    path = plans.parent / "review.csv"
    export_file([{**one(lines_of(plans), "Alcohol misuse"), "note": "x"}], path, "csv")
    data = damage(path.read_text("utf-8-sig"))
    path.write_bytes(data.replace(b"same\r\n", b"same" + b"," * (len(COLUMNS) - 1) + b"x\r\n"))
    with pytest.raises(InputError) as fault:
        apply_file(path, plans, shipped_codebook(), at=AT)
    assert told in str(fault.value) and "\n" not in str(fault.value)


def test_a_csv_with_semicolons_is_read(plans: Path) -> None:
    path = plans.parent / "review.csv"
    export_file([{**one(lines_of(plans), "Alcohol misuse"), "note": "one, two; three"}], path, "csv")
    path.write_bytes(_semicolons(path.read_text("utf-8-sig")))
    assert apply_file(path, plans, shipped_codebook(), at=AT).recorded == Recorded(new=1)
    assert ask(plans, "SELECT note FROM corrections") == [("one, two; three",)]


def test_the_same_database_gives_the_same_files(plans: Path, tmp_path: Path) -> None:
    for form in ("csv", "xlsx"):
        for name in ("1", "2"):
            export_file(lines_of(plans), tmp_path / f"{name}.{form}", form)  # type: ignore[arg-type]
        assert (tmp_path / f"1.{form}").read_bytes() == (tmp_path / f"2.{form}").read_bytes()


def test_every_column_is_explained_in_the_workbook(plans: Path, tmp_path: Path) -> None:
    export_file(lines_of(plans), tmp_path / "r.xlsx", "xlsx")
    guide = load_workbook(tmp_path / "r.xlsx")["Columns"]
    assert [row[0] for row in guide.iter_rows(values_only=True)] == list(COLUMNS)
    assert set(FILLED_IN) == set(COLUMNS[-8:])


def test_no_doubt_is_passed_over_where_only_doubted_findings_are_fetched(demo: tuple[Path, object]) -> None:
    doubted = [line for line in lines_of(demo[0]) if line["why"]]
    assert len(doubted) > 20 and len({line["why"] for line in doubted}) > 4
    assert lines_of(demo[0], everything=False) == doubted


def test_accepting_what_was_carried_over_takes_it_out_of_the_queue(plans: Path) -> None:
    extract = made.earlier_plan("Alderwick")
    words = "Alcohol misuse"
    applied(plans, [{**one(lines_of(plans), words), "decision": "accept", "title": "Alcohol"}])
    held = open_database(plans, made.THEMES)
    store(held, replace(extract, paper=replace(extract.paper, file="again.pdf", sha256="c" * 64)), b"")
    held.conn.commit()
    held.close()

    def waiting() -> list[tuple[str, str]]:
        return [(line["finding"], line["why"]) for line in lines_of(plans, everything=False) if line["file"] == "again.pdf"]

    ((carried, why),) = [line for line in waiting() if "carried" in line[1]]
    assert why == "correction carried over"
    unchanged = [line for line in lines_of(plans) if line["finding"] == carried]
    assert applied(plans, unchanged).recorded == Recorded(unchanged=1), "a file that is given back untouched decides nothing"
    with sqlite3.connect(plans) as connection:
        item = under_review(connection, carried)
    assert item is not None
    decide(plans, shipped_codebook(), item, {"decision": "accept", **item.now}, at=AT)
    assert carried not in dict(waiting())
    assert ask(plans, "SELECT title, decision FROM corrections") == [("Alcohol", "accept")] * 2
