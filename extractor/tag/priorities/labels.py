"""Priorities that carry a printed label, wherever they stand: "Priority 2: ...", "Strategic Theme – ...", a bare "OUTCOME"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from extractor.codebook import Codebook, Hit
from extractor.model import Block, Scope, Section
from extractor.tag.priorities.judging import STRENGTH, Judgement, scope_of
from extractor.tag.priorities.listing import Candidate, Listing
from extractor.tag.priorities.sureness import LABELLED, SHOWN
from extractor.tag.priorities.titles import split_title
from extractor.tag.themes import names_theme, themes_of

_PAGES = re.compile(r"^\d{1,3}(?:\s*[-–]\s*\d{1,3})?\s+(?=[A-Z])")
_PAGE_BEHIND = re.compile(r"[\s.…·_]+(?P<page>\d{1,3})$")
LONGEST_LINE = 220
LONGEST_BELOW = 16
"""Words: a longer line below a label is text about it, not its title."""
_NOT_HERE = ("glossary", "contacts", "recommendations", "resources")


@dataclass(frozen=True, slots=True)
class _Labelled:
    """A title with its label; ``rule`` is that of its scope."""

    section: Section
    member: Candidate
    hit: Hit
    scope: Scope
    owner: str | None
    rule: str | None


def label_listings(
    sections: Sequence[Section], plan: int, codebook: Codebook, own: frozenset[str]
) -> list[tuple[Listing, Judgement]]:
    """One listing for each rule whose label the plan uses and each scope, its members in the order of the paper.

    ``own`` names the bodies whose plan the paper is: only in the Government's is a heading with a PSA in brackets an objective.
    """
    groups: dict[tuple[str, Scope, str | None], list[_Labelled]] = {}
    lead: Block | None = None
    mine = [section for section in sections if section.plan == plan]
    after = {one.blocks[-1].index: other.blocks[0] for one, other in pairwise(mine)}
    for section in mine:
        if section.role in _NOT_HERE:
            lead = None
            continue
        for index, block in enumerate(section.blocks):
            below = section.blocks[index + 1] if index + 1 < len(section.blocks) else after.get(section.blocks[-1].index)
            found = _in_line(block, codebook) or (_above(block, below, codebook) if below is not None else None)
            if found is not None and (not found[0].entry["national"] or "government" in own):
                labelled = _scoped(section, *found, lead, codebook, own)
                groups.setdefault((labelled.hit.entry.id, labelled.scope, labelled.owner), []).append(labelled)
            else:
                lead = block if block.kind == "paragraph" else None
    # A label without a number may be a report's form ("Aim: to inform members"): only several are a list.
    stated = (members for members in groups.values() if len(members) > 1 or not members[0].hit.entry["several"])
    return [_judged(_once_each(members, codebook), codebook) for members in stated]


def _once_each(members: Sequence[_Labelled], codebook: Codebook) -> list[_Labelled]:
    """``members`` without the chapters that print a number again: "Theme 2 – Reducing crime", then "Theme 2 – Performance"."""
    if members[0].hit.entry["several"]:
        return list(members)
    first: set[str | None] = set()
    kept: list[_Labelled] = []
    for one in members:
        if one.member.label not in first or names_theme(one.member.text, codebook):
            kept.append(one)
        first.add(one.member.label)
    return kept


def _in_line(block: Block, codebook: Codebook) -> tuple[Hit, Candidate] | None:
    """The label that a block opens with, after a page number at most, and the title behind it.

    A paragraph that goes on after its first sentence is read by that one.
    """
    line = _opening(block.text.split("\n")[0], codebook)
    pages = _PAGES.match(line)
    start = pages.end() if pages else 0
    if len(line) > LONGEST_LINE:
        return None
    for hit in codebook.find("labels", line[start:]):
        title = hit.groups.get("title")
        if title is not None:
            at = start + (line[start:].index(title) if hit.entry["national"] else line[start:].rindex(title))
            return hit, Candidate(block, at, at + len(title), hit.groups.get("label"))
    return None


def _opening(line: str, codebook: Codebook) -> str:
    """A line, or the first sentence of one too long to be a title."""
    if len(line) <= LONGEST_LINE:
        return line
    spans = codebook.sentences(line)
    return line[: spans[0][1]] if spans else line


def _above(label: Block, below: Block, codebook: Codebook) -> tuple[Hit, Candidate] | None:
    """A label on a line of its own, and the title on the line ``below`` it."""
    if label.kind not in ("heading", "paragraph"):
        return None
    hit = next(iter(codebook.find("labels", label.text, "alone", True)), None)
    title = below.text.strip()
    if hit is None or below.kind not in ("heading", "paragraph") or below.label or not title:
        return None
    if codebook.find("labels", below.text, "alone", True):
        return None
    if len(title.split()) > LONGEST_BELOW or title.endswith((".", ":")):
        return None
    return hit, Candidate(below, 0, len(below.text), hit.groups["label"])


def _scoped(
    section: Section, hit: Hit, member: Candidate, lead: Block | None, codebook: Codebook, own: frozenset[str]
) -> _Labelled:
    """A labelled title with the scope that the paragraph before it or the headings above it give."""
    above = [heading.text for heading in reversed(section.path) if heading is not member.block]
    scope, owner, rule = scope_of([lead.text, *above] if lead is not None else above, codebook, own)
    if hit.entry["national"] and section.role == "contents":
        scope, owner = "national", "Government"
    return _Labelled(section, member, hit, scope, owner, rule)


def _without_pages(members: Sequence[Candidate]) -> tuple[Candidate, ...]:
    """The members of a table of contents without the page numbers behind them: nearly all have one, and they rise."""
    found = [_PAGE_BEHIND.search(member.text) for member in members]
    pages = [int(match["page"]) for match in found if match]
    if len(pages) < 2 or len(pages) < 0.6 * len(members) or pages != sorted(set(pages)):
        return tuple(members)
    return tuple(
        replace(member, end=member.start + match.start()) if match else member for member, match in zip(members, found, strict=True)
    )


def _judged(members: Sequence[_Labelled], codebook: Codebook) -> tuple[Listing, Judgement]:
    first = members[0]
    candidates = _without_pages([one.member for one in members])
    titles = [split_title(one.block, one.start, one.end, codebook).text(one.block) for one in candidates]
    thematic = sum(bool(themes_of(title, codebook)) for title in titles)
    entry = first.hit.entry
    strength = STRENGTH[entry["strength"]]
    confidence = LABELLED if strength == 3 and thematic >= len(titles) / 3 else SHOWN
    name = entry.id if first.rule is None else f"{entry.id}+{first.rule}"
    judgement = Judgement("priorities", name, strength, entry["kind"], first.scope, first.owner, None, confidence)
    return Listing("labels", first.section, candidates, None, path=first.section.path), judgement
