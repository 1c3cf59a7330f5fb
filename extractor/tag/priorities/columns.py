"""Priorities in tables: a column headed by their name, or a row of boxes under a lead-in that announces them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractor.codebook import Codebook
from extractor.model import Block, Section
from extractor.tag.priorities.judging import Judgement, judge, member_looks
from extractor.tag.priorities.listing import Candidate, Listing

_HEAD = re.compile(r"(?i)^(?:[\w/&' -]+\s)?(?:priorit(?:y|ies)(?:\s+areas?)?|themes?|strategic\s+(?:aims?|objectives?)|aims?|outcomes?)$")
_KIND = ((r"priorit", "priority"), (r"theme", "theme"), (r"aim|objective", "objective"), (r"outcome", "outcome"))
_LINE = re.compile(r"[^\n]+")
_LONGEST = 30
_JOINED = re.compile(r"[a-z,&-]$")


def _cells(section: Section) -> dict[int, list[Block]]:
    tables: dict[int, list[Block]] = {}
    for block in section.blocks:
        if block.cell is not None:
            tables.setdefault(block.cell.table, []).append(block)
    return tables


def _entries(block: Block) -> list[tuple[int, int]]:
    """The wordings in one cell: its lines, a line that plainly runs on joined to the next."""
    spans: list[tuple[int, int]] = []
    for match in _LINE.finditer(block.text):
        if spans and (_JOINED.search(block.text[: match.start() - 1]) and match.group()[0].islower()):
            spans[-1] = (spans[-1][0], match.end())
        else:
            spans.append((match.start(), match.end()))
    return spans


def _label(text: str) -> tuple[str | None, int]:
    match = re.match(r"\s*(\(?(?:\d{1,2}|[a-z])[.)])\s+", text)
    return (match[1], match.end()) if match else (None, 0)


def column_listings(sections: Sequence[Section], plan: int, codebook: Codebook) -> list[tuple[Listing, Judgement]]:
    """Columns headed "Priority" and the like, each as one listing of its distinct entries; and rows of boxes under a lead-in."""
    found: list[tuple[Listing, Judgement]] = []
    for section in sections:
        if section.plan != plan or section.role in ("implications", "glossary", "contacts", "criteria"):
            continue
        for cells in _cells(section).values():
            first_row = min(block.cell.row for block in cells if block.cell)
            heads = [block for block in cells if block.cell and block.cell.row == first_row]
            rows = {block.cell.row for block in cells if block.cell}
            for head in heads:
                words = " ".join(head.text.split())
                if len(rows) > 1 and _HEAD.match(words) and len(words.split()) <= 5:
                    found += _column(section, head, words, cells, codebook)
            if len(rows) == 1 and 2 <= len(cells) <= 8:
                found += _boxes(section, cells, codebook)
    return found


def _column(section: Section, head: Block, words: str, cells: Sequence[Block], codebook: Codebook) -> list[tuple[Listing, Judgement]]:
    assert head.cell is not None
    members: list[Candidate] = []
    seen: set[str] = set()
    named = 0
    for block in cells:
        if block.cell is None or block.cell.column != head.cell.column or block.cell.row <= head.cell.row or not block.text.strip():
            continue
        entries = _entries(block)
        for start, end in entries:
            label, skip = _label(block.text[start:end])
            member = Candidate(block, start + skip, end, label)
            key = re.sub(r"\W+", "", member.text).casefold()
            looks, thematic = member_looks(member, codebook)
            if key and key not in seen and (thematic or len(entries) == 1) and looks in ("", "actions") and len(member.text.split()) <= _LONGEST:
                seen.add(key)
                members.append(member)
                named += thematic
    if not members or named < len(members) / 2:
        return []
    kind = next((kind for pattern, kind in _KIND if re.search(pattern, words, re.I)), "priority")
    judgement = Judgement("priorities", "column.head", 2, kind, confidence=0.85)  # type: ignore[arg-type]
    return [(Listing("cells", section, tuple(members), head, lead_sentence=words, path=section.path), judgement)]


def _boxes(section: Section, cells: Sequence[Block], codebook: Codebook) -> list[tuple[Listing, Judgement]]:
    """A table of a single row: its boxes are a list, if the block in front of it says so."""
    at = section.blocks.index(cells[0])
    lead = section.blocks[at - 1] if at else None
    members = tuple(Candidate(block, 0, len(block.text), block.label) for block in cells if block.text.strip())
    listing = Listing("cells", section, members, lead if lead is not None and lead.kind != "heading" else None, lead_sentence=lead.text if lead is not None else None, path=section.path)
    judgement = judge(listing, codebook)
    return [(listing, judgement)] if judgement.holds == "priorities" and judgement.strength >= 2 else []
