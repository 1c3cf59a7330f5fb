"""The commands of review, runs, diff, export and check, as a user meets them."""

from __future__ import annotations

import csv
import json
import re
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from whole import CORPUS, ROOT, Ran

Run = Callable[..., Ran]
PAPER = CORPUS / "papers" / "hartlepool-2008-11-strategy.pdf"

NEVER = """
- id: lead.never
  holds: priorities
  kind: priority
  strength: weak
  phrases: [our quite unheard of aims]
  yes: [Our quite unheard of aims]
"""


@pytest.fixture(scope="module")
def read_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from extractor.batch import ingest
    from extractor.flow import shipped_codebook

    path = tmp_path_factory.mktemp("commands") / "plans.db"
    ingest([PAPER], path, shipped_codebook())
    return path


@pytest.fixture
def database(read_once: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(read_once, tmp_path / "plans.db"))


@pytest.fixture
def other_rules(tmp_path: Path) -> Path:
    """Rules that know no "Priority 1:" any more."""
    rules = tmp_path / "rules"
    shutil.copytree(ROOT / "rules", rules)
    labels = (rules / "labels.yaml").read_text(encoding="utf-8")
    fewer = re.sub(r"^- id: label\.priority\n.*?(?=^- id)", "", labels, flags=re.MULTILINE | re.DOTALL)
    assert fewer != labels
    (rules / "labels.yaml").write_text(fewer, encoding="utf-8")
    return rules


def fill_in(path: Path, **what: str) -> str:
    """Fills in the first priority's line; gives its title."""
    lines = list(csv.DictReader(path.open(encoding="utf-8-sig", newline="")))
    line = next(one for one in lines if one["kind"] == "priority")
    line.update(what)
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, list(line))
        writer.writeheader()
        writer.writerows(lines)
    return line["read_title"]


def test_a_correction_goes_round_by_the_command_line_and_survives_another_run(run: Run, database: Path, other_rules: Path) -> None:
    file = database.parent / "review.csv"
    out = run("review", "export", file, "--database", database, "--all")
    assert out.code == 0 and f"extractor review apply {file}" in out.out
    title = fill_in(file, title="Put right", note="by hand")
    done = run("review", "apply", file, "--database", database, "--by", "the team")
    assert (done.code, done.err) == (0, "") and done.out.startswith(
        "Corrections: 1 new, 0 replaced, 0 withdrawn, 0 recorded already"
    )
    assert "0 new, 0 replaced, 0 withdrawn, 1 recorded already" in run("review", "apply", file, "--database", database).out
    shutil.rmtree(other_rules)
    shutil.copytree(ROOT / "rules", other_rules)
    with (other_rules / "visions.yaml").open("a", encoding="utf-8") as rules:
        rules.write("\n# another byte\n")
    assert run("ingest", PAPER, "--database", database, "--rules", other_rules).code == 0
    with sqlite3.connect(database) as connection:
        query = "SELECT priority, machine_priority FROM priorities_with_plans WHERE priority = 'Put right'"
        assert connection.execute(query).fetchall() == [("Put right", title)]
        assert connection.execute("SELECT count(DISTINCT rules_hash) FROM runs").fetchone() == (2,)


def test_a_fault_in_a_filled_in_file_is_one_line(run: Run, database: Path) -> None:
    file = database.parent / "review.csv"
    run("review", "export", file, "--database", database, "--all")
    fill_in(file, theme="nonsense")
    ran = run("review", "apply", file, "--database", database)
    assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)
    assert "column theme: 'nonsense' is no theme" in ran.err


@pytest.mark.parametrize(
    "command",
    [
        ["review", "export", "r.csv"],
        ["review", "apply", "r.csv"],
        ["runs"],
        ["runs", "prune"],
        ["diff", "a", "b"],
        ["export", "out"],
    ],
)
def test_a_database_that_is_not_there_is_told_and_not_made(command: list[str], run: Run, tmp_path: Path) -> None:
    ran = run(*command, "--database", tmp_path / "absent.db")
    assert (ran.code, ran.out, ran.err.count("\n")) == (4, "", 1)
    assert "there is no such database" in ran.err and not (tmp_path / "absent.db").exists()


def test_a_first_run_that_was_interrupted_is_told(run: Run, tmp_path: Path) -> None:
    (tmp_path / "plans.db.building").touch()
    ran = run("status", tmp_path / "plans.db")
    assert (ran.code, ran.err.count("\n")) == (4, 1) and "was interrupted" in ran.err


def test_runs_are_listed_compared_and_forgotten(run: Run, database: Path, other_rules: Path) -> None:
    run("ingest", PAPER, "--database", database, "--rules", other_rules)
    second, first = json.loads(run("runs", "--json", "--database", database).out)
    assert first["rules_hash"] != second["rules_hash"] and (first["read"], first["readings"]) == (1, 1)
    assert first["id"] in run("runs", "--database", database).out
    data = json.loads(run("diff", first["id"], second["id"][:10], "--json", "--database", database).out)
    assert data["papers"] == 1 and data["changes"]
    assert all(change["quote"] and change["kind"] for change in data["changes"])
    back = json.loads(run("diff", second["id"], first["id"], "--json", "--database", database).out)
    assert (back["counts"]["gained"], back["counts"]["lost"]) == (data["counts"]["lost"], data["counts"]["gained"])
    assert run("runs", "prune", "--keep", "1", "--database", database).out == "1 runs and 1 readings forgotten\n"
    assert run("diff", first["id"], second["id"], "--database", database).code == 2


def test_other_rules_are_tried_without_writing_anything(run: Run, database: Path, other_rules: Path) -> None:
    before = database.read_bytes()
    same = run("diff", "--rules", ROOT / "rules", "--database", database)
    assert (same.code, ", 0 gained, 0 lost, 0 changed," in same.out.splitlines()[0].replace(" papers", "")) == (0, True)
    ran = run("diff", "--rules", other_rules, "--database", database)
    assert ran.code == 0 and "  - priority, page " in ran.out
    assert database.read_bytes() == before


def test_papers_that_are_kept_as_they_were_parsed_are_not_parsed_again(
    run: Run, database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def parses(*_: object, **__: object) -> None:
        raise AssertionError("parsed again")

    monkeypatch.setattr("extractor.versions.extract_bytes", parses)
    ran = run("diff", "--rules", ROOT / "rules", "--database", database)
    assert (ran.code, ", 0 gained, 0 lost, 0 changed," in ran.out.splitlines()[0].replace(" papers", "")) == (0, True)


def test_two_databases_are_compared(run: Run, database: Path, other_rules: Path, tmp_path: Path) -> None:
    run(
        "ingest",
        PAPER,
        CORPUS / "papers" / "charnwood-2005-08-strategy.docx",
        "--database",
        tmp_path / "other.db",
        "--rules",
        other_rules,
    )
    data = json.loads(run("diff", "--with", tmp_path / "other.db", "--json", "--database", database).out)
    assert (data["papers"], data["only_after"]) == (1, ["charnwood-2005-08-strategy.docx"])
    assert data["counts"]["lost"] > 0


@pytest.mark.parametrize("arguments", [[], ["one"], ["one", "two", "--rules", "x"], ["one", "two", "three"]])
def test_a_comparison_needs_two_sides(arguments: list[str], run: Run, database: Path) -> None:
    ran = run("diff", *arguments, "--database", database)
    assert (ran.code, ran.out) == (1, "")


def test_the_whole_is_exported(run: Run, database: Path) -> None:
    ran = run("export", database.parent / "out", "--database", database, "--date", "2026-03-01")
    assert ran.code == 0
    package = json.loads((database.parent / "out" / "datapackage.json").read_text("utf-8"))
    assert {one["path"] for one in package["resources"]} == {path.name for path in (database.parent / "out").iterdir()} - {
        "datapackage.json"
    }


def test_rules_that_no_sample_paper_exercises_are_named(run: Run, tmp_path: Path) -> None:
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "plan.txt").write_text(
        "Alderwick Community Safety Plan 2011-2014\n\nOur priorities are:\n\n- Burglary\n- Robbery\n", encoding="utf-8"
    )
    rules = tmp_path / "rules"
    shutil.copytree(ROOT / "rules", rules)
    with (rules / "lead_ins.yaml").open("a", encoding="utf-8") as file:
        file.write(NEVER)
    short = run("check", "--rules", rules, "--corpus", tmp_path / "corpus")
    assert (short.code, short.err, short.out.count("\n")) == (0, "", 2)
    assert "by none of the 1 sample papers; name them with: extractor check --idle" in short.out
    ran = run("check", "--rules", rules, "--corpus", tmp_path / "corpus", "--idle")
    (line,) = [line for line in ran.out.splitlines() if line.startswith("  lead_ins.yaml")]
    assert "lead.never" in line and "lead.priorities," not in line


def test_a_corpus_that_is_not_there_is_told(run: Run, tmp_path: Path) -> None:
    ran = run("check", "--corpus", tmp_path / "nowhere")
    assert (ran.code, ran.err.count("\n")) == (2, 1)


@pytest.mark.parametrize("name", ["review.pdf", "review.doc", "review"])
def test_a_review_is_written_only_in_a_form_that_comes_back(name: str, run: Run, database: Path, tmp_path: Path) -> None:
    ran = run("review", "export", tmp_path / name, "--database", database)
    assert ran.code == 2 and "ends in .csv or .xlsx" in ran.err
    assert not (tmp_path / name).exists()
    assert run("review", "export", tmp_path / name, "--format", "csv", "--database", database).code == 0
