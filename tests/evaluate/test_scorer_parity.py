"""The figures equal those of the project's reference scorer, where that and its papers are at hand."""

from __future__ import annotations

import importlib.util
import json
import random
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any

from extractor import contract
from extractor.evaluate import Evaluation, as_dict
from extractor.evaluate.gold import read_gold
from extractor.evaluate.scoring import score
from extractor.flow import extract
from extractor.model import Extract, Measure, Plan, Priority

SHARED = Path(__file__).parents[3] / "shared"
SETS = ((SHARED / "gold", SHARED / "papers"), (SHARED / "dev" / "gold", SHARED / "dev" / "papers"))


def reference_scorer() -> ModuleType:
    spec = importlib.util.spec_from_file_location("reference_scorer", SHARED / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def spoilt(found: Extract, chance: random.Random) -> Extract:
    """A worse reading of the same paper: things lost, misnamed, doubled, in another order, with another scope."""

    def priority(entry: Priority) -> Priority:
        turn = chance.randrange(6)
        if turn == 0:
            return replace(entry, title=entry.title + " and what we shall do about it")
        if turn == 1:
            return replace(entry, title=entry.title[: len(entry.title) * 2 // 3], themes=("drugs", *entry.themes[:1]))
        if turn == 2:
            return replace(entry, scope=chance.choice(["current", "previous"]), kind=chance.choice(["theme", "outcome"]))
        return replace(entry, parent=None) if turn == 3 else entry

    def measure(entry: Measure) -> Measure:
        return replace(entry, target=entry.baseline, baseline_value=1.0) if chance.random() < 0.5 else entry

    def some(entries: tuple[Any, ...]) -> tuple[Any, ...]:
        return tuple(chance.sample(entries, k=len(entries) - len(entries) // 4)) + entries[: chance.randrange(2)]

    def plan(entry: Plan) -> Plan:
        return replace(
            entry,
            areas=some(entry.areas),
            partnership=(entry.partnership or "")[:8] or None,
            period=entry.period if chance.random() < 0.5 else None,
            vision=entry.vision if chance.random() < 0.5 else None,
            priorities=tuple(priority(one) for one in some(entry.priorities)),
            measures=tuple(measure(one) for one in some(entry.measures)),
            actions=some(entry.actions),
        )

    plans = tuple(plan(entry) for entry in some(found.plans))
    return replace(found, plans=plans, references=some(found.references), facts=replace(found.facts, date=None))


def test_figures_equal_the_reference_scorers() -> None:
    chance = random.Random(7)
    for gold, papers in SETS:
        if not gold.is_dir():
            continue
        scorer = reference_scorer()
        read, spoiled = [], []
        for file in sorted(gold.glob("*.json")):
            for form in ("docx", "pdf"):
                found = extract(papers / f"{file.stem}.{form}")
                read.append((file, found))
                spoiled += [(file, spoilt(found, chance)) for _ in range(3)]
        for entries in (read, spoiled):
            theirs: dict[str, list[tuple[str, Any]]] = {}
            for file, found in entries:
                theirs.setdefault(file.stem, []).append((file.stem, json.loads(contract.dump(found))))
            tallies, shares, _ = scorer.score(gold, theirs)
            expected = {
                name: dict(zip(("precision", "recall", "f1"), tally.figures(), strict=True), tp=tally.tp, fp=tally.fp, fn=tally.fn)
                for name, tally in tallies.items()
            }
            expected |= {name: {"right": right, "asked": asked} for name, (right, asked) in shares.items()}
            ours = Evaluation(tuple(score(read_gold(file), found, file=file.name) for file, found in entries))
            assert as_dict(ours)["figures"] == expected
