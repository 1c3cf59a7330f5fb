import csv
import io
import json
import re
import sqlite3
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from docx import Document
from docx.oxml.ns import qn
from write import factories as made

from extractor.report import FORMS, Appendix, appendix, asked_comparison, document, file_name
from extractor.report.appendix import plain
from extractor.report.appendix.content import also
from extractor.write import open_database, record_failure, store

DAY = "2026-11-22"
HOSTILE = (
    "=1+1",
    '=HYPERLINK("http://evil.example","x")',
    "@SUM(A1)",
    "+441",
    "-2+3",
    "http://evil.example",
    "<b>bold</b> & more",
    "007",
)
SITE = "https://plans.example"


def of(connection: sqlite3.Connection, *areas: str, years: tuple[int, int] = (2011, 2014), site: str | None = SITE) -> Appendix:
    asked = asked_comparison(connection, areas, *years)
    assert asked
    return appendix(connection, asked, DAY, site)


@pytest.fixture(scope="module")
def four(held: sqlite3.Connection) -> Appendix:
    return of(held, *made.BOROUGHS)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Appendix]:
    """A plan whose words a spreadsheet program would run, or no document could hold, and a paper that could not be read."""
    database = open_database(tmp_path_factory.mktemp("hostile") / "plans.db", made.THEMES)
    script = made.Script()
    titles = (*HOSTILE, "bell \x07 and form \x0c feed", "long " * 8000)
    held = [made.priority(script, title, "burglary", detail=f"=cmd|' /C calc'!A1 {number}") for number, title in enumerate(titles)]
    store(database, made.extract([made.plan(script, "Alderwick", 2011, 2014, held)], script, title="=2+2", file="=a.pdf"), b"x")
    record_failure(database, "=broken.pdf", None, "=damaged: ask for a new copy")
    yield of(database.conn, "Alderwick")
    database.close()


def matrix(made: Appendix) -> list[list[list[str]]]:
    """What each cell of the comparison says, line by line, as the screen has it."""
    return [
        [
            [
                *(f"{entry.title} ({entry.level})" if entry.level else entry.title for entry in cell.own),
                *([] if cell.own else [made.words(cell, row.heading)]),
                *("".join(also(entry)) for entry in cell.also),
            ]
            for cell in row.cells
        ]
        for row in made.comparison.rows
    ]


def docx_of(made: Appendix) -> Any:
    return Document(io.BytesIO(document(made, "docx")))


def words_of(cell: Any) -> list[str]:
    """A cell's paragraphs without their note numbers."""
    texts = ["".join(node.text or "" for node in paragraph._p.iter(qn("w:t"))) for paragraph in cell.paragraphs]
    return [re.sub("\u00a0[0-9]+$", "", text) for text in texts]


def sheets(made: Appendix) -> dict[str, list[tuple[Any, ...]]]:
    book = openpyxl.load_workbook(io.BytesIO(document(made, "xlsx")))
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book}


def test_the_word_matrix_is_the_comparison(four: Appendix) -> None:
    (table,) = [table for table in docx_of(four).tables if table.style.name == "Comparison table"]
    assert [cell.text.split("\n") for cell in table.rows[0].cells] == [["Theme"], *([area, "2011–14"] for area in made.BOROUGHS)]
    assert [words_of(row.cells[0]) for row in table.rows[1:4]] == [
        ["Anti-social behaviour", "all 4"],
        ["Violence", "all 4"],
        ["Domestic abuse", "all 4"],
    ]
    assert [[words_of(cell) for cell in row.cells[1:]] for row in table.rows[1:]] == matrix(four)


def test_every_entry_leads_to_a_note_with_paper_page_and_evidence(four: Appendix) -> None:
    read = docx_of(four)
    matrix, notes = read.tables[0], read.tables[2]
    bookmarks = {mark.get(qn("w:name")) for mark in notes._tbl.iter(qn("w:bookmarkStart"))}
    leads = [link.get(qn("w:anchor")) for link in matrix._tbl.iter(qn("w:hyperlink"))]
    assert len(bookmarks) == len(four.notes) and set(leads) == bookmarks
    first = notes.rows[1].cells
    assert first[0].text == "1" and first[1].text == "Alderwick\n2011–14" and words_of(first[2])[0] == "“Anti-social behaviour”"
    assert "Local community safety plans, page\u00a01\njoint-plans-2011-14.pdf" in first[3].text
    addresses = [relation.target_ref for relation in read.part.rels.values() if relation.is_external]
    assert addresses == [f"{SITE}/evidence/{note.finding}" for note in four.notes]


def test_without_a_site_nothing_leads_out(held: sqlite3.Connection) -> None:
    alone = of(held, "Alderwick", site=None)
    assert not [relation for relation in docx_of(alone).part.rels.values() if relation.is_external]
    assert b"evidence/" not in document(alone, "csv")


def test_word_tables_repeat_their_heads_and_keep_rows_whole(four: Appendix) -> None:
    tables = docx_of(four).tables
    assert len(tables) == 4
    for table in tables:
        assert [bool(row._tr.trPr.findall(qn("w:tblHeader"))) for row in table.rows] == [True] + [False] * (len(table.rows) - 1)
        assert all(row._tr.trPr.findall(qn("w:cantSplit")) for row in table.rows)
        assert table._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val"))


def test_the_word_document_is_british_landscape_and_formatted_by_styles_only(four: Appendix) -> None:
    read = docx_of(four)
    section = read.sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (297, 210)
    assert {lang.get(qn("w:val")) for lang in read.styles.element.iter(qn("w:lang"))} == {"en-GB"}
    assert (read.core_properties.title, read.core_properties.language) == (four.title, "en-GB")
    body = read.element.body
    assert {child.tag for run in body.iter(qn("w:rPr")) for child in run} == {qn("w:rStyle")}
    assert {child.tag for paragraph in body.iter(qn("w:pPr")) for child in paragraph} == {qn("w:pStyle")}


def test_the_summary_papers_and_making_are_told(four: Appendix) -> None:
    read = docx_of(four)
    text = "\n".join(paragraph.text for paragraph in read.paragraphs)
    assert "All four: Anti-social behaviour; Violence; Domestic abuse; Reoffending." in text
    assert "Three of four: Drugs and alcohol (not Dunmere)." in text
    assert "Named by none of these plans: Young people." in text
    assert "Made on 22 November 2026" in text and "Rules rules-1" in text and "Period: 2011–14." in text
    used, missed = read.tables[1], read.tables[3]
    assert [cell.text for cell in used.rows[1].cells][:3] == [
        "Local community safety plans", "Alderwick, Brackenmoor, Carrow and Fell and Dunmere", "26 May 2011",
    ]  # fmt: skip
    assert [cell.text for cell in missed.rows[1].cells] == [
        "Alderwick strategy 2008-2011", "Alderwick", "plan of other years: 2008–11", "alderwick-2008.pdf",
    ]  # fmt: skip


def test_a_plan_that_is_not_held_is_never_a_silent_gap(held: sqlite3.Connection) -> None:
    two = of(held, "Alderwick", "Dunmere", years=(2008, 2011))
    read = docx_of(two)
    text = "\n".join(paragraph.text for paragraph in read.paragraphs)
    assert "2 areas (one with a plan for 2008–11), " in text
    assert "No paper is held for 2008–11 of Dunmere (held: 2011–14). Its empty cells say nothing of its priorities." in text
    cells = [row.cells[2] for row in read.tables[0].rows[1:]]
    assert {cell.text for cell in cells} == {"No paper held for this period"}
    assert {cell.paragraphs[0].style.name for cell in cells} == {"Not held"}
    assert {row[2] for row in sheets(two)["Gaps"][1:] if row[1] == "Dunmere"} == {"No paper held for this period"}
    book = openpyxl.load_workbook(io.BytesIO(document(two, "xlsx")))["Matrix"]
    fills = [{row[column].fill.fgColor.rgb for row in book.iter_rows(min_row=3)} for column in (2, 3)]
    assert fills[1] == {"FFFFF1C2"} and not fills[0] & fills[1]


def test_many_areas_stand_in_several_tables(held: sqlite3.Connection, four: Appendix) -> None:
    columns = tuple(replace(four.comparison.columns[0], area=f"Area {number}") for number in range(13))
    rows = tuple(
        replace(row, cells=tuple(replace(row.cells[0], area=column.area) for column in columns)) for row in four.comparison.rows
    )
    empty = tuple(replace(one, area=column.area) for one in four.empty if one.area == "Alderwick" for column in columns)
    wide = replace(four, empty=empty, comparison=replace(four.comparison, columns=columns, rows=rows))
    tables = [table for table in docx_of(wide).tables if table.style.name == "Comparison table"]
    assert [len(table.columns) - 1 for table in tables] == [4, 5, 4]
    heads = [cell.text.split("\n")[0] for table in tables for cell in table.rows[0].cells[1:]]
    assert heads == [column.area for column in columns]


def test_the_workbook_is_the_comparison(four: Appendix) -> None:
    book = sheets(four)
    assert list(book) == ["Matrix", "Findings", "Measures", "Gaps", "Notes", "Papers", "About"]
    cells = [[re.sub(r" \[[0-9]+\](?=\n|$)", "", text).split("\n") for text in row[2:]] for row in book["Matrix"][2:]]
    assert cells == matrix(four)
    levels = {row[6] for row in book["Findings"][1:] if row[5] == "Reduce re-offending"}
    assert (book["Findings"][0][6], levels) == ("Level", {"objective"})
    found = [(row[1], row[2], row[5] or "") for row in book["Findings"][1:]]
    assert found == [(line.heading, line.area, line.title) for line in four.lines]
    empty = [(row.heading, cell.area) for row in four.comparison.rows for cell in row.cells if not cell.own]
    assert [(row[0], row[1]) for row in book["Gaps"][1:]] == empty and empty
    assert [row[0] for row in book["Notes"][1:]][: len(four.notes)] == [note.number for note in four.notes]


def test_measures_have_their_figures_as_numbers(held: sqlite3.Connection) -> None:
    rows = sheets(of(held, "Alderwick", years=(2008, 2011)))["Measures"][1:]
    assert [row[2:11] for row in rows] == [
        ("Reduce burglary dwelling", "705", 705, "March 2011", "12% reduction (620)", 620, -12, None, "agrees"),
        ("Reduce robbery", "100", 100, "March 2011", "10% reduction (70)", 70, -10, None, "disagrees"),
    ]


def test_the_workbook_can_be_filtered_sorted_and_printed(four: Appendix) -> None:
    book = openpyxl.load_workbook(io.BytesIO(document(four, "xlsx")))
    lists = ("Findings", "Measures", "Gaps", "Notes", "Papers", "About")
    assert {sheet.title: sheet.freeze_panes for sheet in book} == {"Matrix": "B3", **dict.fromkeys(lists, "A2")}
    assert book["Matrix"].auto_filter.ref == f"A2:F{2 + len(four.comparison.rows)}"
    for name in lists:
        (table,) = book[name].tables.values()
        assert table.ref == book[name].dimensions and table.autoFilter.ref == table.ref and table.headerRowCount == 1
    for sheet in book:
        page = sheet.page_setup
        assert (page.orientation, page.fitToHeight, sheet.sheet_properties.pageSetUpPr.fitToPage) == ("landscape", 0, True)
        assert sheet.print_title_rows and sheet.print_area


def test_every_text_of_the_workbook_has_the_room_it_needs(four: Appendix) -> None:
    """A row's height holds the wrapped lines of its longest cell: not every program finds that out by itself."""
    for sheet in openpyxl.load_workbook(io.BytesIO(document(four, "xlsx"))):
        widths = {column: held.width for held in sheet.column_dimensions.values() for column in range(held.min, held.max + 1)}
        wrapped = [cell for row in sheet.iter_rows(min_row=2) for cell in row if cell.alignment.wrap_text and not cell.hyperlink]
        for cell in (cell for cell in wrapped if cell.data_type == "s"):
            lines = sum(-(-len(part) // (1.1 * widths[cell.column])) or 1 for part in cell.value.split("\n"))
            assert sheet.row_dimensions[cell.row].height >= 12.75 * lines


def test_dates_of_the_workbook_are_dates(four: Appendix) -> None:
    rows = sheets(four)["Papers"]
    assert [row[4] for row in rows[1:] if row[2] == "yes"] == [datetime(2011, 5, 26, 12)]
    assert dict(row[:2] for row in sheets(four)["About"])["Made on"] == datetime(2026, 11, 22, 12)


def test_no_text_of_a_paper_is_live_in_excel(hostile: Appendix) -> None:
    with zipfile.ZipFile(io.BytesIO(document(hostile, "xlsx"))) as packed:
        xml = "".join(packed.read(name).decode() for name in packed.namelist() if name.endswith((".xml", ".rels")))
    assert "<f>" not in xml and "<f " not in xml
    links = re.findall(r'Target="(http[^"]*)" TargetMode="External"', xml)
    assert links and all(link.startswith(f"{SITE}/evidence/") for link in links)
    book = openpyxl.load_workbook(io.BytesIO(document(hostile, "xlsx")))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert all(cell.data_type == "s" for cell in cells if str(cell.value).startswith(("=", "+", "-", "@", "0")))
    assert set(HOSTILE) <= {cell.value for cell in cells}


def test_long_text_is_cut_with_a_mark(hostile: Appendix) -> None:
    texts = [cell for row in sheets(hostile)["Findings"] for cell in row if isinstance(cell, str)]
    (longest,) = [text for text in texts if len(text) > 30_000]
    assert len(longest) < 32_767 and longest.endswith("[… the rest is in the paper]")


def test_hostile_words_are_plain_words_in_word(hostile: Appendix) -> None:
    read = docx_of(hostile)
    words = words_of(read.tables[0].rows[1].cells[1])
    assert tuple(words[: len(HOSTILE)]) == HOSTILE
    assert words[len(HOSTILE)] == "bell \ufffd and form   feed"
    assert [cell.text for cell in read.tables[3].rows[1].cells] == [
        "=broken.pdf", "not known", "could not be read: =damaged: ask for a new copy", "=broken.pdf",
    ]  # fmt: skip
    assert not list(read.element.iter(qn("w:instrText")))


def test_csv_opens_in_excel_as_text(hostile: Appendix) -> None:
    data = document(hostile, "csv")
    assert data.startswith(b"\xef\xbb\xbf")
    lines = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert [line["title"] for line in lines][:2] == ["'=1+1", '\'=HYPERLINK("http://evil.example","x")']
    assert not [cell for line in lines for cell in line.values() if cell.startswith(("=", "+", "-", "@"))]


def test_csv_and_json_are_the_comparison(four: Appendix) -> None:
    lines = list(csv.DictReader(io.StringIO(document(four, "csv").decode("utf-8-sig"), newline="")))
    assert [(line["theme"], line["area"], line["title"]) for line in lines] == [
        (line.heading, line.area, line.title) for line in four.lines
    ]
    assert {line["how"] for line in lines if not line["title"]} == {"Not found in this plan", "Not a priority of its own"}
    data = json.loads(document(four, "json"))
    told = [
        [
            [entry["title"] for entry in cell["priorities"]] + ([cell["gap"]["words"]] if "gap" in cell else [])
            for cell in row["cells"]
        ]
        for row in data["themes"]
    ]
    only = [
        [[entry.title for entry in cell.own] or [four.words(cell, row.heading)] for cell in row.cells]
        for row in four.comparison.rows
    ]
    assert told == only
    assert (list(data), list(lines[0])) == (list(plain.KEYS), list(plain.COLUMNS))
    assert (data["made_on"], data["rules"], data["period"]) == (DAY, ["rules-1"], {"start": 2011, "end": 2014})
    pages = [entry["place"] for row in data["themes"] for cell in row["cells"] for entry in cell["priorities"]]
    assert pages and all(re.fullmatch("page [1-4]", place) for place in pages)


def test_a_paper_without_pages_is_cited_by_its_paragraph(held: sqlite3.Connection) -> None:
    assert [note.place for note in of(held, "Evenholt").notes] == ["paragraph 3", "paragraph 4"]


@pytest.mark.parametrize("form", FORMS)
def test_the_same_day_gives_the_same_bytes(held: sqlite3.Connection, four: Appendix, form: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr("time.time", lambda: 2_000_000_000.0)
    again = document(of(held, *made.BOROUGHS), form)
    assert again == document(four, form)
    assert again != document(replace(four, made_on="2026-11-23"), form) or form == "csv"


def test_file_names_are_plain(held: sqlite3.Connection, four: Appendix) -> None:
    assert file_name(four, "docx") == "plans-alderwick-brackenmoor-carrow-and-fell-dunmere-2011-2014.docx"
    column = replace(four.comparison.columns[0], area='../"Ynys\r\nMôn"')
    assert file_name(replace(four, comparison=replace(four.comparison, columns=(column,))), "csv") == "plans-ynys-m-n-2011-2014.csv"


def test_what_is_left_open_is_filled_in_and_said(held: sqlite3.Connection) -> None:
    asked = asked_comparison(held, (), None, None)
    assert asked and (asked.areas, asked.period, asked.chosen) == (made.BOROUGHS, (2011, 2014), False)
    asked = asked_comparison(held, ("Nowhere", "Dunmere"), 2014, 2011)
    assert asked and (asked.areas, asked.period, asked.unknown) == (("Dunmere",), (2011, 2014), ("Nowhere",))
    assert "Left out, because no plan of theirs is held: Nowhere" in appendix(held, asked, DAY).filters
    assert asked_comparison(held, ("Nowhere",), None, None) is None


def test_notes_are_numbered_in_reading_order(four: Appendix) -> None:
    assert [note.number for note in four.notes] == list(range(1, len(four.notes) + 1))
    firsts = [line.note.number for line in four.lines if line.note]
    seen = list(dict.fromkeys(firsts))
    assert all(before < after for before, after in pairwise(seen))


def test_words_behind_an_empty_cell_have_a_note_that_leads_to_them(demo: tuple[Path, object]) -> None:
    with sqlite3.connect(demo[0]) as connection:
        connection.row_factory = sqlite3.Row
        found = of(connection, "Middlesbrough", "Charnwood", "Stockton-on-Tees", years=(2005, 2008))
    silent = {(row.heading, cell.area) for row in found.comparison.rows for cell in row.cells if not cell.also}
    behind = [one for one in found.empty if one.gap and one.gap.quote and (one.heading, one.area) in silent]
    assert {one.reason for one in behind} >= {"only in other text of the plan", "only in quoted national text"}
    for one in behind:
        assert one.gap and one.note and (one.note.quote, one.note.mentioned) == (one.gap.quote, one.reason)
        where = f"paper/{one.gap.paper}/page/{one.gap.page}" if one.gap.page else f"paper/{one.gap.paper}"
        assert one.note.link == f"{SITE}/" + (f"evidence/{one.gap.finding}" if one.gap.finding else where)
    assert not [line for line in csv.DictReader(io.StringIO(document(found, "csv").decode("utf-8-sig"))) if " " in line["finding"]]


def test_papers_of_no_known_area_are_named_up_to_a_number(tmp_path: Path) -> None:
    database = open_database(tmp_path / "plans.db", made.THEMES)
    store(database, made.earlier_plan("Alderwick"), b"x")
    for number in range(23):
        script = made.Script()
        plan = replace(made.plan(script, "Alderwick", 2008, 2011, [made.priority(script, "Burglary", "burglary")]), areas=())
        store(database, made.extract([plan], script, file=f"{number}.pdf", sha256=made.sha_of(f"{number}")), b"x")
    told = [paper.title for paper in of(database.conn, "Alderwick", years=(2008, 2011)).left_out]
    database.close()
    assert len(told) == 21 and told[-1] == "3 more papers"


def test_an_empty_database_has_nothing_to_take_away(tmp_path: Path) -> None:
    database = open_database(tmp_path / "plans.db", made.THEMES)
    assert asked_comparison(database.conn, (), None, None) is None
    database.close()
