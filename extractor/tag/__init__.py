"""Sections -> Findings: priorities, measures, actions, visions, references and the paper's own facts, each with its place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extractor.codebook import Codebook
from extractor.model import Action, Document, Facts, Findings, Plan, Section
from extractor.tag.actions import tag_actions
from extractor.tag.facts import tag_facts
from extractor.tag.groups import tag_groups
from extractor.tag.measures import tag_measures
from extractor.tag.priorities import tag_priorities
from extractor.tag.references import find_references, passed_references, tag_references
from extractor.tag.tables import walk
from extractor.tag.visions import tag_visions

__all__ = ["tag"]


def _with_references(action: Action, codebook: Codebook) -> Action:
    cited = find_references(action.quote.block, codebook)
    return replace(action, references=tuple(dict.fromkeys((*action.references, *cited))))


def _own(plan: Plan, facts: Facts, codebook: Codebook) -> frozenset[str]:
    """The bodies whose plan this is, beside a partnership's: the Government, the police or their commissioner, the council."""
    title = f"{plan.title or ''} {facts.title or ''}"
    bodies = {str(hit.entry["body"]) for hit in codebook.find("owners", title)}
    return frozenset(bodies or ({"government"} if facts.kind == "national plan" else ()))


def tag(document: Document, plans: Sequence[Plan], sections: Sequence[Section], codebook: Codebook, *, file: str) -> Findings:
    """Everything the paper states, found by the rules. ``file`` is the paper's name, which serves only to tell a web page."""
    facts = tag_facts(document, file, codebook)
    placed = walk(sections)
    measures, actions, visions = tag_measures(placed, codebook), tag_actions(placed, codebook), tag_visions(placed, codebook)
    passed = list(passed_references(document, codebook))
    found = []
    for number, plan in enumerate(plans):
        priorities, left = tag_priorities(sections, number, codebook, own=_own(plan, facts, codebook), period=plan.period)
        passed += left
        found.append(
            replace(
                plan,
                vision=next((vision for at, vision in visions if at == number), None),
                priorities=priorities,
                measures=tuple(measure for at, measure in measures if at == number),
                actions=tuple(_with_references(action, codebook) for at, action in actions if at == number),
            )
        )
    passed.sort(key=lambda one: (one.quote.block.index, one.quote.start, one.rule))
    return Findings(facts, tuple(found), tag_references(document, codebook), tuple(passed), tag_groups(document, codebook))
