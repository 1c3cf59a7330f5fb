"""Folders of gold and papers, as a person has them on disk."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from evaluate_cases import gold_plan, write_gold

from extractor.errors import InputError, NeedsTool, PaperError
from extractor.evaluate import as_dict, as_text, evaluate, run

CORPUS = Path(__file__).parents[2] / "corpus"
PAPER = """# Alderwick Community Safety Plan 2008-2011

The Safer Alderwick Partnership has agreed these priorities for 2008-2011:

- Burglary
- Hate crime
- Fly-tipping
"""


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path]:
    gold, papers = tmp_path / "gold", tmp_path / "papers"
    gold.mkdir()
    papers.mkdir()
    return gold, papers


def test_every_form_of_a_paper_is_scored_and_nothing_else(folders: tuple[Path, Path]) -> None:
    gold, papers = folders
    write_gold(gold, "alderwick", gold_plan("Burglary", "Hate crime", "Fly-tipping"))
    for name in ("alderwick.md", "alderwick.TXT", "alderwick.json", "alderwick-2.md", "alderwick.v2.md", "dunmere.md"):
        (papers / name).write_text(PAPER, encoding="utf-8")
    calls: list[tuple[int, int, str]] = []
    found = evaluate(gold, papers, progress=lambda done, total, file: calls.append((done, total, file)))
    assert [form.file for form in found.scored] == ["alderwick.TXT", "alderwick.md"]
    assert found.tallies["priorities"].right == 6
    assert calls == [(1, 2, "alderwick.TXT"), (2, 2, "alderwick.md")]


def test_only_narrows_and_gold_without_a_paper_is_told(folders: tuple[Path, Path]) -> None:
    gold, papers = folders
    for name in ("alderwick", "brackenmoor", "carrow"):
        write_gold(gold, name, gold_plan("Burglary"))
    for name in ("alderwick", "brackenmoor"):
        (papers / f"{name}.md").write_text(PAPER, encoding="utf-8")
    assert [form.name for form in evaluate(gold, papers, only=["brackenmoor"]).scored] == ["brackenmoor"]
    assert evaluate(gold, papers).without_paper == ("carrow",)
    assert "Gold without a paper\n  carrow\n" in as_text(evaluate(gold, papers), misses=False)


def test_what_needs_a_tool_is_left_out_and_what_is_damaged_counts(
    folders: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    gold, papers = folders
    write_gold(gold, "alderwick", gold_plan("Burglary"))
    faults: dict[str, Exception] = {
        "alderwick.doc": NeedsTool("alderwick.doc: needs LibreOffice", "LibreOffice"),
        "alderwick.scan.pdf": PaperError("alderwick.scan.pdf: no text"),
        "alderwick.pdf": PaperError("alderwick.pdf: damaged"),
    }
    for name in (*faults, "alderwick.md"):
        (papers / name).write_text(PAPER, encoding="utf-8")
    real = run.extract

    def failing(path: Path, **more: Any) -> Any:
        if path.name in faults:
            raise faults[path.name]
        return real(path, **more)

    monkeypatch.setattr(run, "extract", failing)
    found = evaluate(gold, papers)
    assert [(entry.file, entry.reason) for entry in found.left_out] == [
        ("alderwick.doc", "alderwick.doc: needs LibreOffice"),
        ("alderwick.scan.pdf", "alderwick.scan.pdf: no text"),
    ]
    assert [(form.file, form.unread) for form in found.scored] == [
        ("alderwick.md", None),
        ("alderwick.pdf", "alderwick.pdf: damaged"),
    ]
    assert found.tallies["plans split"].missed == 1
    text = as_text(found, misses=True)
    assert "  not read: alderwick.pdf: damaged\n" in text
    assert "Left out\n  alderwick.doc: needs LibreOffice\n" in text
    (papers / "alderwick.md").unlink()
    (papers / "alderwick.pdf").unlink()
    with pytest.raises(InputError, match=r"none of the papers .* could be read: alderwick\.doc: needs LibreOffice"):
        evaluate(gold, papers)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("{", "is not JSON (line 1, column 2"),
        ("[]", "holds no JSON object"),
        ("{}", "'plans' is missing: add it"),
        ('{"plans": {}}', "'plans' must be a list of objects"),
        ('{"plans": [{}]}', "'plans[0].priorities' is missing"),
        ('{"plans": [{"priorities": [{"title": "A"}, {"kind": "theme"}]}]}', "'plans[0].priorities[1].title' is missing"),
        (
            '{"plans": [{"priorities": [{"title": "A", "themes": "drugs"}]}]}',
            "'plans[0].priorities[0].themes' must be a list of texts",
        ),
        ('{"plans": [{"priorities": [], "period": {"start": 2008}}]}', "'plans[0].period.end' is missing"),
        ('{"plans": [{"priorities": [], "area_in_text": "no"}]}', "'plans[0].area_in_text' must be true or false"),
        ('{"plans": [], "measures": [{}]}', "'measures[0].objective' is missing"),
        ('{"plans": [], "measures": [{"objective": "A", "baseline_value": "5"}]}', "'measures[0].baseline_value' must be a number"),
        ('{"plans": [], "commentary": [{"number": "2"}]}', "'commentary[0].commentary_starts' is missing"),
        ('{"plans": [], "references": [15]}', "'references[0]' must be text"),
        ('{"plans": [], "references": [{"number": 15}]}', "'references[0].scheme' is missing"),
        ('{"plans": [], "document": {"date": 2008}}', "'document.date' must be text"),
    ],
)
def test_unusable_gold_names_file_and_key(folders: tuple[Path, Path], content: str, message: str) -> None:
    gold, papers = folders
    (gold / "alderwick.json").write_text(content, encoding="utf-8")
    with pytest.raises(InputError) as fault:
        evaluate(gold, papers)
    assert message in str(fault.value)
    assert "alderwick.json" in str(fault.value)
    assert "\n" not in str(fault.value)


def test_folders_that_cannot_be_used(folders: tuple[Path, Path]) -> None:
    gold, papers = folders
    with pytest.raises(InputError, match="holds no gold"):
        evaluate(gold, papers)
    file = write_gold(gold, "alderwick", gold_plan())
    with pytest.raises(InputError, match=r"no paper in .* is named after gold in"):
        evaluate(gold, papers)
    with pytest.raises(InputError, match=r"holds no dunmere\.json: check the name"):
        evaluate(gold, papers, only=["dunmere"])
    with pytest.raises(InputError, match="does not exist: name the folder that holds the gold"):
        evaluate(gold / "nowhere", papers)
    with pytest.raises(InputError, match="does not exist: name the folder that holds the papers"):
        evaluate(gold, papers / "nowhere")
    with pytest.raises(InputError, match="is not a folder: name the folder that holds the gold"):
        evaluate(file, papers)


def test_the_report_shows_figures_then_calibration_then_faults(folders: tuple[Path, Path]) -> None:
    gold, papers = folders
    write_gold(gold, "alderwick", gold_plan("Burglary", "Hate crime", "Litter louts"), form_class="bulleted list")
    for form in ("md", "txt"):
        (papers / f"alderwick.{form}").write_text(PAPER, encoding="utf-8")
    found = evaluate(gold, papers)
    short, long = as_text(found, misses=False), as_text(found, misses=True)
    lines = short.splitlines()
    assert lines[0] == "1 paper in 2 forms scored against gold"
    row = next(line for line in lines if line.startswith("priorities"))
    assert row.split() == ["priorities", "0.667", "0.667", "0.667", "4", "2", "2"]
    assert next(line for line in lines if line.startswith("  bulleted list")).split()[-3:] == ["4", "2", "2"]
    assert next(line for line in lines if line.startswith("measure numbers")).split() == ["measure", "numbers", "-", "0", "0"]
    assert "Missed" not in short
    assert long.index("priorities") < long.index("confidence") < long.index("missed  priorities")
    assert long.count("Litter louts") == 1, "what both forms miss stands once"
    at = long.splitlines().index("    extra   priorities         Fly-tipping")
    assert long.splitlines()[at + 1].split("; ", 1)[1] == "md line 7, txt line 7"
    assert all(line == line.rstrip() and len(line) <= 120 for line in long.splitlines())


def test_plain_values_hold_figures_faults_and_places(folders: tuple[Path, Path]) -> None:
    gold, papers = folders
    write_gold(gold, "alderwick", gold_plan("Burglary", "Hate crime"))
    (papers / "alderwick.md").write_text(PAPER, encoding="utf-8")
    plain = json.loads(json.dumps(as_dict(evaluate(gold, papers))))
    assert plain["figures"]["priorities"] == {"precision": 2 / 3, "recall": 1.0, "f1": 0.8, "tp": 2, "fp": 1, "fn": 0}
    assert plain["figures"]["kind"] == {"right": 2, "asked": 2}
    assert sum(band["reported"] for band in plain["calibration"]) == 3
    extra = next(fault for fault in plain["forms"][0]["faults"] if fault["sort"] == "extra")
    assert (extra["figure"], extra["plan"], extra["got"], extra["quote"], extra["anchor"]) == (
        "priorities",
        "Alderwick",
        "Fly-tipping",
        "Fly-tipping",
        "line 7",
    )
    assert extra["rule"]


def test_the_sample_corpus_is_its_own_gold(folders: tuple[Path, Path]) -> None:
    gold, papers = folders
    name = "redcar-and-cleveland-2014-17-web-page"
    shutil.copy(CORPUS / "expected" / f"{name}.json", gold)
    shutil.copy(CORPUS / "papers" / f"{name}.md", papers)
    found = evaluate(gold, papers)
    assert found.tallies["priorities"].f1 == 1.0
    assert as_text(found, misses=True) == as_text(evaluate(gold, papers), misses=True)
