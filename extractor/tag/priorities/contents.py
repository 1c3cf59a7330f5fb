"""Priorities that a contents page names: entries under "Our priorities", by number ("5.1" under "5") or by place."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractor.codebook import Codebook, Hit
from extractor.model import Block, Section
from extractor.tag.priorities.judging import STRENGTH, Judgement, member_looks, scope_of
from extractor.tag.priorities.listing import Candidate, Listing
from extractor.tag.priorities.sureness import HARDLY, SHOWN
from extractor.tag.priorities.titles import trim

FEWEST_CHAPTERS = 3
_PAGE = re.compile(r"[\s.…_]*\b\d{1,3}(?:\s*[-–]\s*\d{1,3})?\s*$")
_NUMBER = re.compile(r"^\s*(\d{1,2}(?:\.\d{1,2})*)\.?\s+(?=\D)")


def contents_listings(
    sections: Sequence[Section], plan: int, codebook: Codebook, own: frozenset[str] = frozenset()
) -> list[tuple[Listing, Judgement]]:
    """What the contents pages of a plan list under a heading that names priorities, objectives or themes."""
    found: list[tuple[Listing, Judgement]] = []
    for section in sections:
        if section.plan != plan or section.role != "contents":
            continue
        entries = [_entry(block, codebook) for block in section.blocks if block.kind != "heading" or block is not section.blocks[0]]
        for at, head in enumerate(entries):
            hit = next(iter(codebook.find("headings", head.text)), None)
            if hit is not None and hit.entry["role"] == "priorities":
                found += _judged(section, head, hit, _members(head, entries[at + 1 :]), codebook, own)
    return found


def _entry(block: Block, codebook: Codebook) -> Candidate:
    """A contents entry without its number and its page."""
    number = _NUMBER.match(block.text) if not block.label else None
    start = number.end() if number else 0
    label = block.label or (number[1] if number else None)
    page = _PAGE.search(block.text, start)
    end = page.start() if page and page.start() > start + 2 else len(block.text)
    start, end = trim(block.text, start, end, codebook)
    return Candidate(block, start, end, label)


def _depth(label: str | None) -> tuple[str, ...]:
    """A printed number as its parts: "5.1" is ("5", "1")."""
    return tuple(re.findall(r"\d+", label or ""))


def _members(head: Candidate, following: Sequence[Candidate]) -> list[Candidate]:
    """The entries under ``head``: those numbered below it, or where it has no number, those of one kind right after it.

    An entry without a number after a numbered one stands under that one.
    """
    members: list[Candidate] = []
    above = _depth(head.label)
    for entry in following:
        depth = _depth(entry.label)
        numbered = bool(members) and bool(_depth(members[0].label))
        if depth:
            below = len(depth) == len(above) + 1 and depth[: len(above)] == above
            if not below or (not above and members and not numbered):
                break
            members.append(entry)
        elif numbered and not above:
            break
        elif members and _depth(members[-1].label):
            last = members.pop()
            members.append(Candidate(last.block, last.start, last.end, last.label, (*last.children, entry)))
        else:
            members.append(entry)
    return members


def _judged(
    section: Section, head: Candidate, hit: Hit, members: Sequence[Candidate], codebook: Codebook, own: frozenset[str]
) -> list[tuple[Listing, Judgement]]:
    """The entries under a head as a listing, if half of them name themes."""
    thematic = sum(theme for _, theme in (member_looks(member, codebook) for member in members))
    if len(members) < 2 or thematic < len(members) / 2:
        return []
    scope, owner, rule = scope_of([head.text], codebook, own)
    judgement = Judgement(
        "priorities",
        f"contents.{hit.entry.id}" if rule is None else f"contents.{hit.entry.id}+{rule}",
        STRENGTH[hit.entry["strength"]],
        hit.entry["kind"],
        scope,
        owner,
        confidence=SHOWN,
        cross_cutting=bool(hit.entry["cross_cutting"]),
    )
    return [(Listing("contents", section, tuple(members), None, path=section.path), judgement)]


def chapter_listings(sections: Sequence[Section], plan: int, codebook: Codebook) -> list[tuple[Listing, Judgement]]:
    """Chapters of a strategy that are its themes ("6. Reducing overall crime"): taken only where nothing else states any."""
    for section in sections:
        if section.plan != plan or section.role != "contents":
            continue
        numbered = [entry for entry in (_entry(block, codebook) for block in section.blocks) if len(_depth(entry.label)) == 1]
        chapters = tuple(entry for entry in numbered if _is_deed(entry, codebook) and member_looks(entry, codebook)[1])
        if len(chapters) >= FEWEST_CHAPTERS:
            judgement = Judgement("priorities", "contents.chapters", 2, "theme", confidence=HARDLY)
            return [(Listing("contents", section, chapters, None, path=section.path), judgement)]
    return []


def _is_deed(entry: Candidate, codebook: Codebook) -> bool:
    return any(hit.entry["part"] == "deed" for hit in codebook.find("chapters", entry.text))
