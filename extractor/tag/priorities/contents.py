"""Priorities that a contents page names: entries under "Our priorities", by number ("5.1" under "5") or by place."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractor.codebook import Codebook
from extractor.model import Block, Section
from extractor.tag.priorities.judging import Judgement, member_looks
from extractor.tag.priorities.listing import Candidate, Listing
from extractor.tag.priorities.titles import trim

_PAGE = re.compile(r"[\s.…_]*\b\d{1,3}(?:\s*[-–]\s*\d{1,3})?\s*$")
_NUMBER = re.compile(r"^\s*(\d{1,2}(?:\.\d{1,2})*)\.?\s+(?=\D)")
_CHAPTER = re.compile(r"(?i)^(?:reducing|tackling|preventing|protecting|cutting|building|improving|supporting|making|creating|strengthening|promoting)\b")


def _entry(block: Block) -> Candidate:
    """A contents entry without its number and its page."""
    number = _NUMBER.match(block.text) if not block.label else None
    start = number.end() if number else 0
    label = block.label or (number[1] if number else None)
    page = _PAGE.search(block.text, start)
    end = page.start() if page and page.start() > start + 2 else len(block.text)
    start, end = trim(block.text, start, end)
    return Candidate(block, start, end, label)


def _depth(label: str | None) -> tuple[str, ...]:
    return tuple(re.findall(r"\d+", label or ""))


def contents_listings(sections: Sequence[Section], plan: int, codebook: Codebook) -> list[tuple[Listing, Judgement]]:
    """What the contents pages of a plan list under a heading that names priorities, objectives or themes."""
    found: list[tuple[Listing, Judgement]] = []
    for section in sections:
        if section.plan != plan or section.role != "contents":
            continue
        entries = [_entry(block) for block in section.blocks if block.kind != "heading" or block is not section.blocks[0]]
        found += _under_heads(section, entries, codebook)
    return found


def _under_heads(section: Section, entries: Sequence[Candidate], codebook: Codebook) -> list[tuple[Listing, Judgement]]:
    found: list[tuple[Listing, Judgement]] = []
    for at, head in enumerate(entries):
        hits = [hit for hit in codebook.find("headings", head.text)]
        if not hits or hits[0].entry["role"] != "priorities":
            continue
        members: list[Candidate] = []
        parent = _depth(head.label)
        for entry in entries[at + 1 :]:
            depth = _depth(entry.label)
            if depth and parent and depth[: len(parent)] == parent and len(depth) == len(parent) + 1:
                members.append(entry)
            elif depth and not parent and (not members or _depth(members[0].label)) and len(depth) == 1:
                members.append(entry)
            elif not depth and not parent and members and _depth(members[0].label):
                break
            elif not depth:
                if members and _depth(members[-1].label):
                    last = members.pop()
                    members.append(Candidate(last.block, last.start, last.end, last.label, (*last.children, entry)))
                else:
                    members.append(entry)
            else:
                break
        looks = [member_looks(member, codebook) for member in members]
        thematic = sum(theme for _, theme in looks)
        if len(members) >= 2 and thematic >= len(members) / 2:
            # Cross-cutting themes run beside a plan's own and never stand for them.
            strength = 2 if re.search(r"(?i)cross[- ]?cutting", head.text) else 3
            judgement = Judgement("priorities", f"contents.{hits[0].entry.id}", strength, hits[0].entry["kind"], confidence=round(0.86 + 0.08 * thematic / len(members), 2))
            found.append((Listing("contents", section, tuple(members), None, path=section.path), judgement))
    return found


def chapter_listings(sections: Sequence[Section], plan: int, codebook: Codebook) -> list[tuple[Listing, Judgement]]:
    """Chapters of a strategy that are themselves its themes ("6. Reducing overall crime"): taken only where nothing else states any."""
    for section in sections:
        if section.plan == plan and section.role == "contents":
            chapters = [entry for entry in map(_entry, section.blocks) if len(_depth(entry.label)) == 1 and _CHAPTER.match(entry.text) and member_looks(entry, codebook)[1]]
            if len(chapters) >= 3:
                return [(Listing("contents", section, tuple(chapters), None, path=section.path), Judgement("priorities", "contents.chapters", 2, "theme", confidence=0.75))]
    return []
