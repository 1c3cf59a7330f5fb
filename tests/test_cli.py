"""The command line as a user meets it: results on standard output, one clear line and the right exit code for everything else."""

from __future__ import annotations

import io
import json
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas
from whole import CORPUS, ROOT, Ran

from extractor.cli import main
from extractor.contract import dump
from extractor.model import Extract
from extractor.parse import tools

Run = Callable[..., Ran]
PAPER = CORPUS / "papers" / "charnwood-2005-08-strategy.docx"
OTHER = CORPUS / "papers" / "hartlepool-2008-11-strategy.pdf"
OLD_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600 + "WordDocument".encode("utf-16-le") + b"\x00\x00"


def encrypted() -> bytes:
    """A PDF that asks for a password."""
    out = io.BytesIO()
    canvas = Canvas(out, encrypt=StandardEncryption("secret", ownerPassword="another"))
    canvas.drawString(72, 700, "Our priorities are burglary and speeding.")
    canvas.save()
    return out.getvalue()


def scanned() -> bytes:
    """A PDF whose only page is a picture."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(595, 842))
    canvas.drawImage(ImageReader(Image.new("L", (600, 840), 200)), 0, 0, 595, 842)
    canvas.save()
    return out.getvalue()


# --- extract -----------------------------------------------------------------------------------------------------------------


def test_one_paper_is_printed_as_one_document(run: Run, readings: dict[str, Extract]) -> None:
    ran = run("extract", PAPER)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out == dump(readings[PAPER.name])


def test_several_papers_are_printed_one_to_a_line_past_those_that_fail(run: Run, tmp_path: Path) -> None:
    ran = run("extract", PAPER, tmp_path / "missing.pdf", OTHER)
    assert ran.code == 2
    assert [json.loads(line)["paper"]["file"] for line in ran.out.splitlines()] == [PAPER.name, OTHER.name]
    assert ran.err == f"extractor: {tmp_path / 'missing.pdf'} does not exist: check the path\n"


def test_results_go_into_a_folder(run: Run, readings: dict[str, Extract], tmp_path: Path) -> None:
    ran = run("extract", PAPER, OTHER, "--output", tmp_path / "new" / "folder")
    assert (ran.code, ran.out) == (0, "")
    written = {path.name: path.read_text(encoding="utf-8") for path in (tmp_path / "new" / "folder").iterdir()}
    assert written == {f"{paper.name}.json": dump(readings[paper.name]) for paper in (PAPER, OTHER)}


def test_no_result_replaces_another(run: Run, tmp_path: Path) -> None:
    shutil.copy(PAPER, tmp_path)
    ran = run("extract", PAPER, tmp_path / PAPER.name, "--output", tmp_path / "out")
    assert (ran.code, (tmp_path / "out").exists()) == (2, False)
    assert f"two papers are called {PAPER.name}" in ran.err


def test_a_folder_that_cannot_be_made_is_told(run: Run, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    ran = run("extract", PAPER, "--output", tmp_path / "file" / "out")
    assert (ran.code, ran.err.count("\n")) == (5, 1)


@pytest.mark.parametrize(
    ("name", "data", "code", "told"),
    [
        ("missing.pdf", None, 2, "does not exist: check the path"),
        ("empty.pdf", b"", 3, "the file is empty"),
        ("blank.txt", b" \n\n ", 3, "the file is empty"),
        ("cut short.pdf", OTHER.read_bytes()[:1500], 3, "damaged"),
        ("cut short.docx", PAPER.read_bytes()[:9000], 3, "damaged or cut short"),
        ("random.pdf", bytes(range(256)) * 20, 3, "binary data"),
        ("picture.png", b"\x89PNG\r\n\x1a\n" + b"\x00" * 99, 3, "this is a picture"),
        ("locked.pdf", encrypted(), 3, "encrypted: ask for a copy without a password"),
        ("old.doc", OLD_WORD, 3, "save it as .docx or PDF"),
    ],
)
@pytest.mark.parametrize("command", ["extract", "explain"])
def test_what_is_no_paper_is_told_in_one_line(
    command: str, name: str, data: bytes | None, code: int, told: str, run: Run, tmp_path: Path
) -> None:
    if data is not None:
        (tmp_path / name).write_bytes(data)
    ran = run(command, tmp_path / name)
    assert (ran.code, ran.out, ran.err.count("\n")) == (code, "", 1)
    assert ran.err.startswith("extractor: ") and name in ran.err and told in ran.err


@pytest.mark.parametrize(("name", "data"), [("old.doc", OLD_WORD), ("rich.rtf", b"{\\rtf1 Our priorities}")])
def test_a_format_that_needs_libreoffice_says_so(
    name: str, data: bytes, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / name).write_bytes(data)
    with monkeypatch.context() as patched:
        patched.setenv("PATH", str(tmp_path))
        tools.program.cache_clear()
        ran = run("extract", tmp_path / name)
    tools.program.cache_clear()
    assert (ran.code, ran.out, ran.err.count("\n")) == (3, "", 1)
    assert "needs LibreOffice: sudo apt-get install" in ran.err and "or save it as .docx or PDF" in ran.err


def test_a_scan_says_what_it_needs(run: Run, tmp_path: Path) -> None:
    (tmp_path / "scan.pdf").write_bytes(scanned())
    ran = run("extract", tmp_path / "scan.pdf")
    assert ran.code == 0
    assert any("OCR" in problem["message"] for problem in json.loads(ran.out)["problems"])


def test_a_folder_is_no_paper(run: Run, tmp_path: Path) -> None:
    ran = run("extract", tmp_path)
    assert (ran.code, ran.out) == (2, "")
    assert "use 'extractor ingest' for whole folders" in ran.err


def test_a_file_name_that_is_no_text_is_printed_all_the_same(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "plan\udcff.txt"
    path.write_text("Community Safety Plan", encoding="utf-8")
    ran = run("extract", path)
    assert ran.code == 0
    assert json.loads(ran.out)["paper"]["file"] == "plan?.txt"
    assert run("ingest", path, "--database", tmp_path / "plans.db").code == 0


def test_the_schema_is_printed(run: Run) -> None:
    ran = run("extract", "--schema")
    assert json.loads(ran.out) == json.loads((ROOT / "extractor" / "extract.schema.json").read_text(encoding="utf-8"))


# --- explain -----------------------------------------------------------------------------------------------------------------


def test_every_finding_is_explained(run: Run, readings: dict[str, Extract]) -> None:
    paper = "national-plan-2008-11-local-commentary.pdf"
    ran = run("explain", CORPUS / "papers" / paper)
    reading = readings[paper]
    found = [
        *reading.references,
        *(one for plan in reading.plans for part in (plan.priorities, plan.measures, plan.actions) for one in part),
    ]
    assert ran.code == 0
    assert ran.out.count("      rule   ") == len(found) + len(reading.passed) + sum(
        plan.vision is not None for plan in reading.plans
    )
    assert {finding.rule for finding in found} <= {
        line.split()[1] for line in ran.out.splitlines() if line.startswith("      rule ")
    }
    assert "no commentary beside it" in ran.out
    for passed in reading.passed:
        assert f"  {passed.reason}\n      rule   {passed.rule}" in ran.out


def test_a_paper_without_a_plan_is_explained(run: Run, tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("Dear all,\n\nThe hall is booked for Tuesday.\n", encoding="utf-8")
    assert "No plan was found in this paper." in run("explain", tmp_path / "letter.txt").out


# --- rules -------------------------------------------------------------------------------------------------------------------


def test_the_rules_keep_to_their_examples(run: Run) -> None:
    ran = run("check")
    assert (ran.code, ran.err) == (0, "")
    assert "keep to their examples" in ran.out


ENTRY = "\n- id: mine\n  phrases: [our shared purpose]\n  yes: [Our shared purpose is safety]\n  strength: weak\n"


@pytest.mark.parametrize(
    ("written", "told"),
    [
        (ENTRY.replace("is safety]", "is safety, Our goals]"), "does not match its own example 'Our goals'"),
        (
            ENTRY.replace("[our shared purpose]", "[our shared purpose, our joint purpose]"),
            "no example under 'yes' shows 'our joint purpose'",
        ),
        (ENTRY + "  no: [Our shared purpose is not this]\n", "which stands under 'no'"),
        (ENTRY.replace("strength: weak", "strength: mild"), "strength is 'mild', not one of: strong, weak"),
        (ENTRY.replace("strength", "strenght"), "unknown field 'strenght'"),
        (ENTRY.replace("[our shared purpose]", "['our {sharing} purpose']"), "no list of words called {sharing}"),
        (ENTRY.replace("phrases: [our shared purpose]", "patterns: ['(our']"), "pattern '(our'"),
        (ENTRY + ENTRY, "stands twice"),
    ],
)
def test_a_fault_in_the_rules_is_named_by_file_and_entry(written: str, told: str, run: Run, tmp_path: Path) -> None:
    rules = tmp_path / "rules"
    shutil.copytree(ROOT / "rules", rules)
    with (rules / "visions.yaml").open("a", encoding="utf-8") as file:
        file.write(written)
    ran = run("check", "--rules", rules)
    assert (ran.code, ran.out) == (8, "")
    (line,) = [line for line in ran.err.splitlines() if "visions.yaml: entry 'mine'" in line]
    assert told in line


@pytest.mark.parametrize(
    ("damage", "told"),
    [
        (
            lambda rules: (rules / "themes.yaml").write_text("- id: [a", encoding="utf-8"),
            "cannot be read as YAML",
        ),
        (lambda rules: (rules / "themes.yaml").write_text("a: b", encoding="utf-8"), "themes.yaml: must be a list of entries"),
        (lambda rules: (rules / "themes.yaml").write_text("- phrases: [x]", encoding="utf-8"), "themes.yaml: entry 1 has no id"),
        (lambda rules: (rules / "themes.yaml").unlink(), "lacks themes.yaml"),
        (lambda rules: (rules / "catalogues" / "areas.csv").unlink(), "lacks catalogues/areas.csv"),
        (
            lambda rules: (rules / "colours.yaml").write_text("[]", encoding="utf-8"),
            "colours.yaml: no part of the program reads this file",
        ),
        (
            lambda rules: (rules / "catalogues" / "psa.csv").write_text("number\n1\n", encoding="utf-8"),
            "needs rows and a column 'source'",
        ),
        (shutil.rmtree, "is not a folder: name a folder of rules"),
    ],
)
@pytest.mark.parametrize("command", [["check"], ["extract", PAPER], ["ingest", PAPER, "--database", "never-made.db"]])
def test_rules_that_cannot_be_used_stop_every_command(
    command: list[object], damage: Callable[[Path], object], told: str, run: Run, tmp_path: Path
) -> None:
    shutil.copytree(ROOT / "rules", tmp_path / "rules")
    damage(tmp_path / "rules")
    ran = run(*command, "--rules", tmp_path / "rules")
    assert (ran.code, ran.out, ran.err.count("\n")) == (8, "", 1)
    assert told in ran.err
    assert not Path("never-made.db").exists()


# --- serve, evaluate and the rest --------------------------------------------------------------------------------------------


def test_a_port_in_use_is_told_in_one_line(run: Run, demo: tuple[Path, object]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        ran = run("serve", demo[0], "--port", taken.getsockname()[1])
    assert (ran.code, ran.err.count("\n")) == (1, 1)
    assert "is in use: choose another with --port" in ran.err


def test_a_database_that_is_not_there_is_told_in_one_line(run: Run, tmp_path: Path) -> None:
    for command in (("serve", tmp_path / "plans.db"), ("runs", "--database", tmp_path / "plans.db")):
        ran = run(*command)
        assert (ran.code, ran.err.count("\n")) == (4, 1), command
        assert "make it with 'extractor ingest" in ran.err


def test_figures_are_printed_and_given_as_data(run: Run) -> None:
    only = ("--only", PAPER.stem)
    text = run("evaluate", CORPUS / "expected", CORPUS / "papers", *only)
    data = run("evaluate", CORPUS / "expected", CORPUS / "papers", *only, "--json")
    assert (text.code, data.code) == (0, 0)
    assert "priorities" in text.out and "1.000" in text.out
    assert isinstance(json.loads(data.out), dict)


def test_gold_that_is_not_there_is_told_in_one_line(run: Run, tmp_path: Path) -> None:
    ran = run("evaluate", tmp_path / "gold", CORPUS / "papers")
    assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)


@pytest.mark.parametrize("arguments", [[], ["extract"], ["ingest"], ["extract", "--colour"], ["read"]])
def test_a_wrong_command_line_ends_with_one(arguments: list[str], run: Run) -> None:
    ran = run(*arguments)
    assert ran.code == 1
    assert "Usage: extractor" in ran.err + ran.out


def test_a_fault_of_our_own_is_one_line_and_fifteen(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise KeyError("nobody thought of this")

    monkeypatch.setattr("extractor.codebook.load_codebook", broken)
    ran = run("check")
    assert (ran.code, ran.out, ran.err.count("\n")) == (15, "", 1)
    assert "a fault of this program (KeyError" in ran.err
    monkeypatch.setenv("EXTRACTOR_DEBUG", "1")
    assert "Traceback" in run("check").err


def test_a_reader_that_leaves_early_is_no_fault() -> None:
    code = "import sys; from extractor.cli import main; sys.stdout.reconfigure(write_through=True); main(['extract', '--schema'])"
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None and process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""


@pytest.mark.parametrize("name", ["", *sorted(main.commands)])
def test_help_is_given(name: str, run: Run) -> None:
    ran = run(*filter(None, [name]), "--help")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("Usage: extractor")


def test_help_does_not_wait_for_what_it_does_not_need() -> None:
    code = (
        "import sys, extractor.cli; print([name for name in ('spacy', 'datasette', 'pdfplumber', 'lxml') if name in sys.modules])"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"
