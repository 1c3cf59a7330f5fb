"""Priorities that carry a printed label, wherever they stand: "Priority 2: ...", "Strategic Theme – ...", a bare "OUTCOME" above its title."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractor.codebook import Codebook, Hit
from extractor.model import Block, Section
from extractor.tag.priorities.judging import STRENGTH, Judgement, scope_of
from extractor.tag.priorities.listing import Candidate, Listing
from extractor.tag.priorities.titles import split_title
from extractor.tag.themes import themes_of

_BARE = re.compile(r"^(?:KEY |STRATEGIC |PRIORITY )?(OUTCOME|AIM|OBJECTIVE|PRIORITY|GOAL)\s*:?$")
_BARE_KIND = {"OUTCOME": "outcome", "AIM": "objective", "OBJECTIVE": "objective", "GOAL": "objective", "PRIORITY": "priority"}
_PAGES = re.compile(r"^\d{1,3}(?:\s*[-–]\s*\d{1,3})?\s+(?=[A-Z])")
_LONGEST = 220
_NOT_HERE = ("glossary", "contacts", "recommendations", "resources")


def _labelled(block: Block, codebook: Codebook) -> tuple[Hit, int, int] | None:
    """(rule, start, end of the title) where a block opens with a label."""
    line = block.text.split("\n")[0]
    pages = _PAGES.match(line)
    start = pages.end() if pages else 0
    if len(line) > _LONGEST:
        return None
    for hit in codebook.find("labels", line[start:]):
        title = hit.groups.get("title")
        if title is not None:
            at = start + (line[start:].index(title) if hit.entry["national"] else line[start:].rindex(title))
            return hit, at, at + len(title)
    return None


def label_listings(sections: Sequence[Section], plan: int, codebook: Codebook, own: frozenset[str]) -> list[tuple[Listing, Judgement]]:
    """One listing for each rule whose label the plan uses, its members in the order of the paper.

    ``own`` names the bodies whose plan the paper is: only in the Government's is a heading with a PSA in brackets an objective.
    """
    groups: dict[tuple[str, str, str], list[tuple[Section, Candidate, Hit, str | None]]] = {}
    lead: Block | None = None
    for section in sections:
        if section.plan != plan:
            continue
        for index, block in enumerate(section.blocks):
            found = _labelled(block, codebook)
            if found is not None and not (found[0].entry["national"] and "government" not in own) and section.role not in _NOT_HERE:
                hit, start, end = found
                where = [*( [lead.text] if lead is not None else []), *(heading.text for heading in reversed(section.path) if heading is not block)]
                scope, owner, rule = scope_of(where, codebook, own)
                if hit.entry["national"] and section.role == "contents" or _in_contents(section):
                    scope, owner = ("national", "Government") if hit.entry["national"] else (scope, owner)
                key = (hit.entry.id, scope, owner or "")
                groups.setdefault(key, []).append((section, Candidate(block, start, end, hit.groups.get("label")), hit, rule))
            elif _BARE.match(block.text) and block.kind in ("heading", "paragraph") and index + 1 < len(section.blocks):
                below = section.blocks[index + 1]
                kind = _BARE_KIND[_BARE.match(block.text)[1]]  # type: ignore[index]
                if below.kind in ("paragraph", "heading") and len(below.text.split()) <= 16 and not below.text.rstrip().endswith((".", ":")) and not below.label:
                    judgement = Judgement("priorities", "label.bare", 3, kind, confidence=0.8)  # type: ignore[arg-type]
                    groups.setdefault(("bare", "current", ""), [])
                    bare = Listing("labels", section, (Candidate(below, 0, len(below.text), block.text),), block, path=section.path)
                    groups.pop(("bare", "current", ""))
                    if bare.items[0].text.strip():
                        return [(bare, judgement), *_judged(groups, codebook)]
            lead = block if block.kind == "paragraph" else None
    return _judged(groups, codebook)


def _in_contents(section: Section) -> bool:
    return section.role == "contents"


def _judged(groups: dict[tuple[str, str, str], list[tuple[Section, Candidate, Hit, str | None]]], codebook: Codebook) -> list[tuple[Listing, Judgement]]:
    judged = []
    for (rule, scope, owner), members in groups.items():
        section, _, hit, scope_rule = members[0]
        titles = [split_title(member.block, member.start, member.end, codebook).text(member.block) for _, member, _, _ in members]
        thematic = sum(bool(themes_of(title, codebook)) for title in titles)
        strength = STRENGTH[hit.entry["strength"]]
        confidence = round(min(0.98, {3: 0.9, 2: 0.8, 1: 0.6}[strength] + 0.07 * thematic / len(titles)), 2)
        name = rule if scope_rule is None else f"{rule}+{scope_rule}"
        listing = Listing("labels", section, tuple(member for _, member, _, _ in members), None, path=section.path)
        judged.append((listing, Judgement("priorities", name, strength, hit.entry["kind"], scope, owner or None, None, confidence)))  # type: ignore[arg-type]
    return judged
