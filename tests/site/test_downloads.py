import csv
import io
import json
import re
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
from docx import Document
from docx.oxml.ns import qn
from lxml import html

Get = Callable[..., Any]
ASKED = "area=Dunmere&area=Alderwick&from=2011&to=2014"


def screen(get: Get, address: str) -> list[list[list[str]]]:
    """The lines of each cell of the matrix on the page, without what is folded away."""
    made = []
    for row in html.fromstring(get(address).text).xpath("//table[@class='matrix']/tbody/tr"):
        cells = []
        for cell in row.xpath("td"):
            for folded in cell.xpath(".//details"):
                folded.getparent().remove(folded)
            cells.append([" ".join(line.text_content().split()) for line in cell.xpath(".//li | .//p")])
        made.append(cells)
    return made


def words(paragraph: Any) -> str:
    text = "".join(node.text or "" for node in paragraph._p.iter(qn("w:t")))
    return re.sub("\u00a0[0-9]+$", "", text)


@pytest.mark.parametrize("asked", [ASKED, "", "area=Dunmere&area=Alderwick&area=Carrow+and+Fell&from=2008&to=2011"])
def test_what_is_downloaded_is_what_the_page_shows(get: Get, asked: str) -> None:
    shown = screen(get, f"/compare?{asked}")
    assert shown
    read = Document(io.BytesIO(get(f"/compare.docx?{asked}").content)).tables[0]
    assert [[[words(line) for line in cell.paragraphs] for cell in row.cells[1:]] for row in read.rows[1:]] == shown
    book = openpyxl.load_workbook(io.BytesIO(get(f"/compare.xlsx?{asked}").content))
    rows = list(book["Matrix"].iter_rows(min_row=3, min_col=3, values_only=True))
    assert [[re.sub(r" \[[0-9]+\](?=\n|$)", "", str(text)).split("\n") for text in row] for row in rows] == shown
    data = json.loads(get(f"/compare.json?{asked}").content)
    assert [len(row["cells"]) for row in data["themes"]] == [len(row) for row in shown]
    lines = list(csv.DictReader(io.StringIO(get(f"/compare.csv?{asked}").content.decode("utf-8-sig"), newline="")))
    assert len(lines) == sum(len(cell) for row in shown for cell in row)


def test_the_page_offers_its_documents(get: Get) -> None:
    links = html.fromstring(get(f"/compare?{ASKED}").text).xpath("//p[@class='downloads']/a/@href")
    assert links == [f"/compare.{form}?{ASKED}" for form in ("docx", "xlsx", "csv", "json")]
    assert all(get(link).status_code == 200 for link in links)


@pytest.mark.parametrize(
    ("form", "kind"),
    [
        ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ("csv", "text/csv; charset=utf-8"),
        ("json", "application/json; charset=utf-8"),
    ],
)
def test_a_download_says_what_it_is(get: Get, form: str, kind: str) -> None:
    response = get(f"/compare.{form}?{ASKED}")
    assert response.headers["content-type"] == kind
    assert response.headers["content-disposition"] == f'attachment; filename="plans-dunmere-alderwick-2011-2014.{form}"'
    assert response.headers["x-content-type-options"] == "nosniff"


def test_evidence_links_lead_back_to_the_page(get: Get) -> None:
    data = json.loads(get(f"/compare.json?{ASKED}").content)
    link = data["themes"][0]["cells"][0]["priorities"][0]["link"]
    assert re.fullmatch("http://localhost/evidence/[0-9a-f]{16}", link)
    assert get(link.removeprefix("http://localhost")).status_code == 200


def test_a_host_that_is_none_stands_in_no_document(get: Get) -> None:
    data = get(f"/compare.json?{ASKED}", headers={"host": 'x" onload="y'}).content.decode()
    assert "onload" not in data and '"link": null' in data


@pytest.mark.parametrize("form", ["docx", "xlsx", "csv", "json"])
def test_an_area_that_is_not_held_is_a_plain_404(get: Get, form: str) -> None:
    response = get(f"/compare.{form}?area=Nowhere")
    assert response.status_code == 404
    assert "No plan of these areas is held" in response.text


@pytest.mark.parametrize(
    "asked",
    [
        "area=%00", "area=%ff%fe", "from=99999999", "from=-1&to=x", "from=２０１１", "area=Alderwick&from=1900&to=1901",
        "area=Alderwick%0d%0aX-Bad:%20yes", "area=" + "A" * 5000, "area=Alderwick&" * 300, "area='%20OR%201=1--", "from=[]&to={}",
        "area=Alderwick&area=%3Cscript%3E",
    ],
)  # fmt: skip
@pytest.mark.parametrize("form", ["docx", "xlsx", "csv", "json"])
def test_bad_parameters_never_fail_the_site(get: Get, form: str, asked: str) -> None:
    response = get(f"/compare.{form}?{asked}")
    assert response.status_code in (200, 400, 404)
    assert "x-bad" not in response.headers


def test_other_endings_are_no_documents(get: Get) -> None:
    assert {get(f"/compare.{form}").status_code for form in ("pdf", "exe", "docx.exe", "DOCX")} == {404}
