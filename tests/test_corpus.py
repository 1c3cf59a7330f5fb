"""The sample corpus: papers equal a rebuild, lists agree, and the papers bear out their expected findings."""

from __future__ import annotations

import csv
import io
import json
import re
import sys
import zipfile
from functools import cache
from html.parser import HTMLParser
from importlib.metadata import version
from pathlib import Path
from typing import Any

import docx
import pypdfium2
import pytest
from whole import needs

from extractor.evaluate import evaluate

CORPUS = Path(__file__).resolve().parents[1] / "corpus"
sys.path.insert(0, str(CORPUS))

import build  # noqa: E402

SOURCES = build.sources()
MADE = build.papers(SOURCES)
EXPECTED = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in sorted((CORPUS / "expected").glob("*.json"))}
TEES = ("Stockton-on-Tees", "Hartlepool", "Middlesbrough", "Redcar and Cleveland")
KINDS = {"board report", "plan", "strategy", "action plan", "summary", "national plan", "web page"}
THEMES = """anti-social behaviour; violent crime; domestic abuse; sexual violence; acquisitive crime; burglary; vehicle crime
robbery; criminal damage & arson; drugs; alcohol; reducing reoffending; young people; victims & witnesses; hate crime
terrorism & extremism
serious & organised crime; exploitation & modern slavery; knife/gun/weapons & serious youth violence; fraud & cyber
public confidence & reassurance; community cohesion & engagement; neighbourhoods & town centres; road safety; fire safety
environmental crime; business & retail crime; rural crime; emergency planning; women & girls' safety
partnership working & performance; other"""


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_data(self, data: str) -> None:
        self.found.append(data)


def pdf_pages(data: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(data)
    try:
        return [page.get_textpage().get_text_range() for page in document]
    finally:
        document.close()


def text_of(form: str, data: bytes) -> str:
    """All text of a paper, in the order of the file."""
    if form == "pdf":
        return "\n".join(pdf_pages(data))
    if form == "docx":
        body = docx.Document(io.BytesIO(data)).element.body
        return "\n".join(
            "".join(run.text or "" for run in para.iter(docx.oxml.ns.qn("w:t"))) for para in body.iter(docx.oxml.ns.qn("w:p"))
        )
    if form == "html":
        parser = _Text()
        parser.feed(data.decode())
        return "".join(parser.found)
    return data.decode()


@cache
def squashed_paper(name: str) -> str:
    return squash(text_of(name.rpartition(".")[2], (CORPUS / "papers" / name).read_bytes()))


def squash(text: str) -> str:
    return re.sub(r"[^a-z0-9%]+", "", text.lower())


def same_versions() -> bool:
    readme = (CORPUS / "README.md").read_text(encoding="utf-8")
    return f"reportlab {version('reportlab')} and python-docx {version('python-docx')}." in readme


def contents(data: bytes) -> list[tuple[str, bytes]]:
    """A Word paper's parts: their bytes do not depend on the zlib at hand, those of the file do."""
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        return [(name, parts.read(name)) for name in parts.namelist()]


def test_papers_equal_a_rebuild() -> None:
    assert {path.name for path in (CORPUS / "papers").iterdir()} == set(MADE)
    for name, made in MADE.items():
        form, held = name.rpartition(".")[2], (CORPUS / "papers" / name).read_bytes()
        if not same_versions():
            assert squash(text_of(form, held)) == squash(text_of(form, made)), f"{name}: run python corpus/build.py"
        elif form == "docx":
            assert contents(held) == contents(made), f"{name}: run python corpus/build.py"
        else:
            assert held == made, f"{name}: run python corpus/build.py"


def test_building_twice_gives_the_same_bytes() -> None:
    assert build.papers(SOURCES) == MADE


def test_manifest_and_readme_list_the_papers() -> None:
    assert (CORPUS / "manifest.csv").read_text(encoding="utf-8") == build.manifest(SOURCES)
    readme = (CORPUS / "README.md").read_text(encoding="utf-8")
    for source in SOURCES:
        assert f"| {source.slug} | {', '.join(source.formats)} | {source.text('states')} | {source.text('source')} |" in readme


def test_corpus_covers_what_the_demo_needs() -> None:
    assert len(SOURCES) >= 18
    held = {form: sum(form in source.formats for source in SOURCES) for form in ("pdf", "docx", "html", "md", "txt")}
    assert held["pdf"] >= len(SOURCES) * 2 // 3
    assert held["docx"] >= 7
    assert min(held["html"], held["md"], held["txt"]) >= 1
    assert sum({"pdf", "docx"} <= set(source.formats) for source in SOURCES) >= 3
    assert sum(len(data) for data in MADE.values()) < 1_500_000
    plans = [plan for gold in EXPECTED.values() for plan in gold["plans"] if plan["period"] and plan["priorities"]]
    for borough in TEES:
        assert len({(plan["period"]["start"], plan["period"]["end"]) for plan in plans if plan["areas"] == [borough]}) >= 3, borough


def test_sources_name_no_person_and_no_address() -> None:
    for path in [*(CORPUS / "sources").iterdir(), *(CORPUS / "expected").iterdir()]:
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"\S@\S|\b0\d{2,4} ?\d{3} ?\d{3,4}\b|\b(Mrs?|Ms|Dr|Cllr|Sir) [A-Z]", text), path.name


def test_each_paper_has_its_expected_findings() -> None:
    assert set(EXPECTED) == {source.slug for source in SOURCES}


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.slug)
def test_expected_findings_stand_in_every_form_of_the_paper(source: build.Source) -> None:
    gold = EXPECTED[source.slug]
    for form in source.formats:
        text = squashed_paper(f"{source.slug}.{form}")
        missing = [phrase for phrase in phrases(gold) if squash(phrase) not in text]
        assert not missing, f"{form}: {missing}"


def phrases(gold: dict[str, Any]) -> list[str]:
    """Everything in the expected findings that is said in the paper's own words."""
    found = [gold["document"]["author"], gold["document"]["meeting"]]
    for plan in gold["plans"]:
        found += [plan["vision_starts"], plan["partnership"], *(area.partition("-")[0] for area in plan["areas"])]
        found += [priority["title"] for priority in plan["priorities"]]
    found += [measure[cell] for measure in gold["measures"] for cell in ("objective", "baseline", "timescale", "target")]
    found += [remark[cell] for remark in gold["commentary"] for cell in ("text_starts", "commentary_starts")]
    return [phrase for phrase in found if phrase]


@pytest.mark.parametrize("slug", EXPECTED)
def test_expected_findings_are_well_formed(slug: str) -> None:
    gold = EXPECTED[slug]
    assert gold["paper"] == slug
    assert gold["document"]["kind"] in KINDS
    for plan in gold["plans"]:
        titles = {priority["title"] for priority in plan["priorities"]}
        for priority in plan["priorities"]:
            assert priority["kind"] in {"priority", "objective", "theme", "outcome", "target-area"}
            assert priority["themes"] and set(priority["themes"]) <= set(re.split("; |\n", THEMES)), priority["title"]
            assert priority.get("scope", "current") in {"current", "previous", "national", "other-body", "emerging"}
            assert priority.get("parent", priority["title"]) in titles
    for measure in gold["measures"]:
        assert measure["objective"] and (measure["baseline"] or measure["timescale"] or measure["target"])
        if measure["baseline_value"] and measure["change_percent"] and measure.get("check") != "disagrees":
            assert round(measure["baseline_value"] * (1 + measure["change_percent"] / 100)) == pytest.approx(
                measure["target_value"], abs=1
            )
    for reference in gold["references"]:
        assert re.fullmatch(r"(PSA|NI|LPSA) \d+", reference)


def test_manifest_agrees_with_the_expected_findings() -> None:
    for row in csv.DictReader(io.StringIO(build.manifest(SOURCES))):
        plans = EXPECTED[row["file"].rpartition(".")[0]]["plans"]
        if row["area"]:
            assert [row["area"]] == plans[0]["areas"]
        if row["period"]:
            assert row["period"] == f"{plans[0]['period']['start']}-{plans[0]['period']['end']}"
        assert row["source"]


def test_the_borough_of_one_paper_is_stated_nowhere() -> None:
    name = "safer-communities-action-plan-2009-10"
    rows = [row for row in csv.DictReader(io.StringIO(build.manifest(SOURCES))) if row["file"].startswith(name)]
    assert rows and not any(row["area"] for row in rows)
    assert "haringey" not in (name + squashed_paper(f"{name}.pdf") + squashed_paper(f"{name}.docx"))


def test_the_row_of_action_43_runs_over_a_page() -> None:
    pages = pdf_pages((CORPUS / "papers" / "national-plan-2008-11-local-commentary.pdf").read_bytes())
    first = next(index for index, page in enumerate(pages) if "43. picking out" in page)
    assert "report on the first year" in pages[first + 1]


def test_each_borough_of_the_board_report_begins_a_page() -> None:
    pages = pdf_pages((CORPUS / "papers" / "four-boroughs-2011-14-board-report.pdf").read_bytes())
    for page, name in zip(pages[1:], ("Stockton", "Hartlepool", "Redcar and Cleveland", "Middlesbrough"), strict=True):
        body = re.sub(r"AGENDA ITEM 6|Page \d of \d", "", page)
        assert squash(body).startswith(squash(f"{name} Community Safety Plan 2011-2014"))


def test_the_other_forms_are_their_papers_and_read_like_them() -> None:
    needs("tesseract", "soffice")
    names = {path.name for path in (CORPUS / "other-forms").iterdir()}
    assert names == {f"{build.SCANNED}.scan.pdf", f"{build.OLD_WORD}.doc"}
    assert squash("".join(pdf_pages((CORPUS / "other-forms" / f"{build.SCANNED}.scan.pdf").read_bytes()))) == ""
    result = evaluate(CORPUS / "expected", CORPUS / "other-forms", only=[build.SCANNED, build.OLD_WORD])
    assert [form.file for form in result.scored] == [f"{build.OLD_WORD}.doc", f"{build.SCANNED}.scan.pdf"]
    assert not result.left_out and result.tallies["priorities"].f1 == 1.0
