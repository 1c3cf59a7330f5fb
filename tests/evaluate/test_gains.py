"""What a change of the rules won and lost, and papers set aside beside those seen. The papers are made here."""

import json
import shutil
from pathlib import Path

import pytest

from extractor.assets import asset
from extractor.codebook import load_codebook
from extractor.errors import InputError
from extractor.evaluate import Evaluation, both_sides, evaluate, gains, held, keep, read_kept

PAPER = """# Anyborough Community Safety Plan 2014-17

Last year's priorities were:

- Graffiti
- Arson

# Our priorities

- Burglary
- Hate crime
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "gold").mkdir()
    (tmp_path / "papers").mkdir()
    (tmp_path / "papers" / "a.md").write_text(PAPER, encoding="utf-8")
    priorities = [
        {"title": title, "kind": "priority", "scope": scope}
        for title, scope in (("Burglary", "current"), ("Hate crime", "current"), ("Graffiti", "previous"), ("Arson", "previous"))
    ]
    gold = {"plans": [{"areas": [], "priorities": priorities}]}
    (tmp_path / "gold" / "a.json").write_text(json.dumps(gold), encoding="utf-8")
    return tmp_path


@pytest.fixture
def without_scopes(tmp_path: Path) -> Path:
    rules = tmp_path / "rules"
    shutil.copytree(asset("rules"), rules)
    (rules / "scopes.yaml").write_text("[]\n", encoding="utf-8")
    return rules


def read(folder: Path, rules: Path | None = None) -> Evaluation:
    return evaluate(folder / "gold", folder / "papers", codebook=load_codebook(rules))


def test_the_same_rules_gain_and_lose_nothing(folder: Path) -> None:
    assert gains(held(read(folder)), held(read(folder))) == "gained: none\nlost: none\nchanged: none\n"


def test_a_rule_that_is_taken_away_shows_what_goes_wrong_with_its_quote(folder: Path, without_scopes: Path) -> None:
    report = gains(held(read(folder)), held(read(folder, without_scopes)))
    # The plan's own are less sure beside a rival.
    assert report.startswith("gained: none\nlost: none\nchanged: 2 beside -> WRONG, 2 right\n")
    assert "  ~ WRONG   priorities: Graffiti\n            by the gold: beside -> WRONG\n" in report
    assert "scope: previous -> current" in report
    assert 'line 5: "Graffiti"' in report
    assert "confidence: 0.95 -> 0.85" in report


def test_what_is_found_no_more_is_a_loss(folder: Path) -> None:
    before = held(read(folder))
    after = {name: tuple(one for one in found if one.words != "Hate crime") for name, found in before.items()}
    assert gains(before, after).startswith("gained: none\nlost: 1 right\n")
    assert gains(after, before).startswith("gained: 1 right\nlost: none\n")


def test_findings_can_be_kept_and_compared_later(folder: Path) -> None:
    evaluation = read(folder)
    keep(evaluation, folder / "kept.json")
    assert read_kept(folder / "kept.json") == held(evaluation)


@pytest.mark.parametrize("text", ["no JSON", '{"a.md": [{"words": "x"}]}', '["a"]'])
def test_what_was_not_kept_by_us_is_refused(folder: Path, text: str) -> None:
    (folder / "kept.json").write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match="--keep"):
        read_kept(folder / "kept.json")


def test_both_sides_show_the_gap(folder: Path, without_scopes: Path) -> None:
    text = both_sides([read(folder)], read(folder, without_scopes))
    assert "1 paper that the rules were written with, 1 paper set aside" in text
    assert ["wrong", "scope", "(want", "0)", "0.000", "1.000", "-1.000"] in [line.split() for line in text.splitlines()]
    assert any(line.startswith("right at confidence 0.9 or more") for line in text.splitlines())
