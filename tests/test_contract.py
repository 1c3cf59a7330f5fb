"""What `extractor extract` promises its readers: the schema, evidence at a true place, and figures that do not fall."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from whole import CORPUS, ROOT

from extractor.contract import as_json, dump, schema
from extractor.evaluate import evaluate
from extractor.model import Extract

PAPERS = sorted(path.name for path in (CORPUS / "papers").iterdir())


def test_the_schema_is_a_schema() -> None:
    Draft202012Validator.check_schema(schema())


@pytest.mark.parametrize("name", PAPERS)
def test_every_output_is_valid(name: str, readings: dict[str, Extract]) -> None:
    found = json.loads(dump(readings[name]))
    faults = [f"{fault.json_path}: {fault.message}" for fault in Draft202012Validator(schema()).iter_errors(found)]
    assert faults == []


def _evidence(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        if "quote" in value:
            yield value
        for part in value.values():
            yield from _evidence(part)
    elif isinstance(value, list):
        for part in value:
            yield from _evidence(part)


@pytest.mark.parametrize("name", PAPERS)
def test_every_finding_says_where_it_stands(name: str, readings: dict[str, Extract]) -> None:
    """PDF: boxes inside a page the paper has. Formats without pages: an anchor. The quote is words that the paper's text holds."""
    reading = readings[name]
    sizes = {page.number: (page.width, page.height) for page in reading.document.pages}
    texts = [block.text for block in (*reading.document.blocks, *reading.document.furniture)]
    for place in _evidence(as_json(reading)):
        assert place["quote"].strip()
        assert any(place["quote"] in text for text in texts), place
        if not name.endswith(".pdf"):
            assert place["anchor"], place
            continue
        width, height = sizes[place["page"]]
        assert place["boxes"], place
        for left, top, right, bottom in place["boxes"]:
            assert 0 <= left < right <= width and 0 <= top < bottom <= height, place


def test_both_forms_of_a_paper_say_the_same(readings: dict[str, Extract]) -> None:
    pairs = [name.removesuffix(".pdf") for name in PAPERS if name.endswith(".pdf") and name.replace(".pdf", ".docx") in PAPERS]
    assert len(pairs) >= 6
    for name in pairs:
        told = [
            [
                (plan.areas and plan.areas[0].name, [one.title for one in plan.priorities if one.scope == "current"])
                for plan in reading.plans
            ]
            for reading in (readings[f"{name}.pdf"], readings[f"{name}.docx"])
        ]
        assert told[0] == told[1], name


def test_figures_on_the_corpus_do_not_fall() -> None:
    """The corpus is ours, and is read right; the floors leave room for one or two findings, not for a broken rule."""
    figures = evaluate(CORPUS / "expected", CORPUS / "papers")
    f1 = {name: tally.f1 for name, tally in figures.tallies.items()}
    shares = {name: share.share for name, share in figures.shares.items()}
    assert figures.without_paper == () and figures.left_out == ()
    assert f1["priorities"] >= 0.98
    for name in ("plans split", "measures", "commentary", "references PSA", "references NI", "vision"):
        assert (f1 | shares)[name] == 1.0, name
    for name in ("evidence given", "area", "period", "partnership", "measure cells", "measure numbers", "document date"):
        assert shares[name] == 1.0, name
    assert figures.shares["wrong scope (want 0)"].right == 0


def test_the_schema_keeps_what_was_agreed() -> None:
    """Additions are welcome, what is there stays: everything the shared contract holds stands in the schema that ships."""
    for agreed in (ROOT.parent / "shared" / "contract").glob("extract.schema.json"):
        assert _missing(json.loads(agreed.read_text(encoding="utf-8")), schema()) == []


def _missing(agreed: Any, shipped: Any, where: str = "$") -> list[str]:
    if isinstance(agreed, dict):
        if not isinstance(shipped, dict):
            return [where]
        return [
            fault
            for key, value in agreed.items()
            if key != "description"
            for fault in (_missing(value, shipped[key], f"{where}.{key}") if key in shipped else [f"{where}.{key}"])
        ]
    if isinstance(agreed, list):
        return [f"{where}: {value!r}" for value in agreed if not isinstance(shipped, list) or value not in shipped]
    return [] if agreed == shipped else [where]


def test_both_front_doors_give_the_same(tmp_path: Path) -> None:
    from extractor import extract

    paper = CORPUS / "papers" / "charnwood-2005-08-strategy.docx"
    copy = tmp_path / paper.name
    copy.write_bytes(paper.read_bytes())
    assert dump(extract(str(paper))) == dump(extract(copy))
