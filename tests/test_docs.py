"""Documents that cannot drift: generated parts are as generated, examples run, links lead somewhere, public names are explained."""

from __future__ import annotations

import importlib
import inspect
import re
import shlex
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from whole import ROOT, Ran

from extractor import errors
from extractor.cli import main

sys.path.insert(0, str(ROOT / "docs"))

import generate

README = (ROOT / "README.md").read_text(encoding="utf-8")
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
DOORS = (
    "",
    "batch",
    "codebook",
    "contract",
    "evaluate",
    "explain",
    "flow",
    "parse",
    "report",
    "section",
    "serve",
    "tag",
    "unify",
    "write",
)


def blocks(text: str, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", text, flags=re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("name", generate.DOCUMENTS)
def test_generated_parts_are_up_to_date(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    assert "made by docs/generate.py -->" in text
    assert text == generate.renewed(text), "run: make docs"


def test_every_command_and_option_is_documented() -> None:
    text = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
    for name, command in main.commands.items():
        assert f"## extractor {name}\n" in text
        for parameter in command.params:
            assert all(option in text for option in parameter.opts if option.startswith("--"))


def test_every_reason_and_exit_code_is_in_the_operating_guide() -> None:
    text = (ROOT / "docs" / "operating.md").read_text(encoding="utf-8")
    table = " ".join(line for line in text.splitlines() if line.startswith("|"))
    assert [reason for reason in errors.Reason if reason not in table] == []
    assert set(errors.ADVICE) == set(errors.Reason)
    codes = {fault.exit_code for fault in vars(errors).values() if isinstance(fault, type) and hasattr(fault, "exit_code")}
    assert [code for code in sorted(codes) if f"| {code} |" not in text] == []


@pytest.mark.parametrize("query", blocks(README, "sql"))
def test_the_queries_of_the_readme_find_something(query: str, demo: tuple[Path, object]) -> None:
    with sqlite3.connect(demo[0]) as connection:
        assert connection.execute(query).fetchall()


def test_the_views_of_the_readme_are_all_there_are(demo: tuple[Path, object]) -> None:
    with sqlite3.connect(demo[0]) as connection:
        views = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'view'")}
    assert views
    assert [view for view in sorted(views) if f"`{view}`" not in README] == []


QUESTIONS = re.findall(r"^\| .*\? \| (.+) \|$", README, flags=re.MULTILINE)
ANSWERS = (
    ("Hate crime and community cohesion\n  Hartlepool: stated as a priority", "  Middlesbrough: not in the plan\n"),
    ("Stockton-on-Tees 2008–11: missing",),
    ("split        Violent crime, including domestic violence → Domestic Violence", "dropped      Emerging issues"),
    (": 40. using what criminal justice boards learn",),
    ("England and Wales 2008–11  national-plan-2008-11-local-commentary.pdf",),
    ("cutting-crime-2008-11-briefing.docx",),
    ("Charnwood  Robbery (no change): no local measure", "Domestic burglary (-18 %): measured locally"),
    ("none\n",),
    ("Charnwood 2005–08  To reduce domestic burglary by 18%: 969 offences to 795 offences (agrees)",),
)


def test_the_questions_of_the_readme_are_answered(run: Callable[..., Ran], demo: tuple[Path, object]) -> None:
    """Answers checked by hand against the papers of the corpus; the last question needs rules of one's own, and its own test."""
    asked = [command for cell in QUESTIONS for command in re.findall(r"`extractor ([^`]+)`", cell)]
    assert len(asked) == len(ANSWERS) + 1
    for command, answers in zip(asked[:-1], ANSWERS, strict=True):
        ran = run(*shlex.split(command), "--database", demo[0])
        assert (ran.code, [answer for answer in answers if answer not in ran.out]) == (0, []), (command, ran.out, ran.err)


def test_the_readme_has_three_queries_and_an_example_in_python() -> None:
    assert (len(blocks(README, "sql")), len(blocks(README, "python"))) == (3, 1)


def test_the_python_of_the_readme_runs() -> None:
    (example,) = blocks(README, "python")
    done = subprocess.run([sys.executable, "-c", example], cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=True)
    assert "Charnwood Community Safety Partnership 2005 2008" in done.stdout
    assert "To reduce violent crime" in done.stdout


def test_the_example_at_the_front_door_is_true(monkeypatch: pytest.MonkeyPatch) -> None:
    import doctest

    import extractor

    monkeypatch.chdir(ROOT)
    results = doctest.testmod(extractor)
    assert (results.failed, results.attempted) == (0, 3)


def test_the_rule_in_contributing_keeps_to_its_examples(run: Callable[..., Ran], tmp_path: Path) -> None:
    (example,) = blocks(CONTRIBUTING, "yaml")
    shutil.copytree(ROOT / "rules", tmp_path / "rules")
    (tmp_path / "rules" / "lead_ins.yaml").write_text(example, encoding="utf-8")
    ran = run("check", "--rules", tmp_path / "rules")
    assert [line for line in ran.err.splitlines() if "lead_ins.yaml" in line] == []


@pytest.mark.parametrize(
    "name", ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", "docs/commands.md", "docs/operating.md", "corpus/README.md"]
)
def test_links_between_documents_lead_somewhere(name: str) -> None:
    path = ROOT / name
    links = re.findall(r"\]\(([^)#]+)\)", path.read_text(encoding="utf-8"))
    assert [link for link in links if not link.startswith("http") and not (path.parent / link).exists()] == []


def test_the_pictures_of_the_readme_are_small_and_described() -> None:
    pictures = re.findall(r"!\[([^\]]*)\]\(([^)]+)\)", README)
    assert len(pictures) == 3
    for words, path in pictures:
        assert len(words.split()) > 5
        assert (ROOT / path).stat().st_size < 200_000
    assert sorted(path for _, path in pictures) == [f"docs/images/{path.name}" for path in sorted((ROOT / "docs/images").iterdir())]


def test_files_that_the_documents_name_are_there() -> None:
    text = README + CONTRIBUTING
    named = set(re.findall(r"`((?:extractor|rules|db|corpus|tests|docs)/[\w./-]*)`", text))
    assert len(named) > 10
    assert [name for name in sorted(named) if not (ROOT / name).exists() and "NAME" not in name] == []


@pytest.mark.parametrize("target", sorted(set(re.findall(r"(?:`|^)make ([a-z]+)", README + CONTRIBUTING, flags=re.MULTILINE))))
def test_targets_that_the_documents_name_are_there(target: str) -> None:
    assert re.search(rf"^{target}:", (ROOT / "Makefile").read_text(encoding="utf-8"), flags=re.MULTILINE)


@pytest.mark.parametrize("door", DOORS)
def test_public_functions_are_explained(door: str) -> None:
    module = importlib.import_module(f"extractor.{door}".rstrip("."))
    assert module.__doc__
    names = getattr(
        module, "__all__", [name for name, value in vars(module).items() if getattr(value, "__module__", "") == module.__name__]
    )
    public = [getattr(module, name) for name in names if not name.startswith("_")]
    assert [one.__name__ for one in public if inspect.isfunction(one) and not inspect.getdoc(one)] == []
