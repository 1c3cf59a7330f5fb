"""Priorities in tables: a column headed by their name, or a row of boxes under a lead-in that announces them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from extractor.codebook import Codebook, Hit
from extractor.model import Block, Cell, Section
from extractor.tag.priorities.judging import Judgement, judge, member_looks, scope_of
from extractor.tag.priorities.listing import Candidate, Listing
from extractor.tag.priorities.replaced import replaced
from extractor.tag.priorities.sureness import HARDLY, SHOWN

LONGEST_HEAD = 5
"""Words: a longer head is a sentence."""
LONGEST_ENTRY = 30
"""Words: a longer entry is text about a priority."""
MOST_BOXES = 8
LONGEST_TITLE = 10
"""Words: a longer head of a column is a sentence."""
_LINE = re.compile(r"[^\n]+")
_JOINED = re.compile(r"[a-z,&-]$")
_NOT_HERE = ("implications", "glossary", "contacts", "criteria")
Placed = tuple[Block, Cell]
"""A cell's block and its place."""


def column_listings(
    sections: Sequence[Section], plan: int, codebook: Codebook, own: frozenset[str] = frozenset()
) -> list[tuple[Listing, Judgement]]:
    """Columns headed "Priority" and the like, each as one listing of its distinct entries; and rows of boxes under a lead-in."""
    found: list[tuple[Listing, Judgement]] = []
    for section in sections:
        if section.plan != plan or section.role in _NOT_HERE:
            continue
        for cells in _tables(section):
            rows = {cell.row for _, cell in cells}
            single = len({cell.column for _, cell in cells}) == 1
            first = min(rows)
            top = [placed for placed in cells if placed[1].row == first] if len(rows) > 1 else []
            hits = [(head, _head(head[0], codebook) or (_titled(head[0], codebook) if single else None)) for head in top]
            heads = [(head, hit) for head, hit in hits if hit is not None]
            if any(hit.entry["kind"] != "outcome" for _, hit in heads):
                heads = [(head, hit) for head, hit in heads if hit.entry["kind"] != "outcome"]  # what each priority should come to
            if not heads and top:
                found += _headed(section, top, cells, codebook, own) or _told(section, cells, codebook, own)
            gone = replaced([head[0].text for head, _ in heads], codebook)
            for index, (head, hit) in enumerate(heads):
                found += [
                    (listing, replace(judgement, scope="previous") if index in gone and judgement.scope == "current" else judgement)
                    for listing, judgement in _column(section, head, hit, cells, codebook, own)
                ]
            if len(rows) == 1 and 2 <= len(cells) <= MOST_BOXES:
                found += _boxes(section, cells, codebook, own)
    return found


def _tables(section: Section) -> list[list[Placed]]:
    """The cells of each table of a section, in the order of the paper."""
    tables: dict[int, list[Placed]] = {}
    for block in section.blocks:
        if block.cell is not None:
            tables.setdefault(block.cell.table, []).append((block, block.cell))
    return list(tables.values())


def _head(block: Block, codebook: Codebook) -> Hit | None:
    """The rule of a column's head that names priorities."""
    words = " ".join(block.text.split())
    return next(iter(codebook.find("columns", words)), None) if len(words.split()) <= LONGEST_HEAD else None


def _titled(block: Block, codebook: Codebook) -> Hit | None:
    """The rule of a box's first row that is a heading in all but looks ("BCSP priorities 2013/14")."""
    return next(iter(codebook.find("headings", block.text, "role", "priorities")), None)


def _column(
    section: Section, head: Placed, hit: Hit, cells: Sequence[Placed], codebook: Codebook, own: frozenset[str]
) -> list[tuple[Listing, Judgement]]:
    """The distinct entries below a head, if half of them name themes."""
    members: dict[str, tuple[Candidate, bool]] = {}
    for block, cell in cells:
        if cell.column == head[1].column and cell.row > head[1].row:
            for member, thematic in _entries(block, codebook):
                members.setdefault(re.sub(r"\W+", "", member.text).casefold(), (member, thematic))
    if not members or sum(thematic for _, thematic in members.values()) < len(members) / 2:
        return []
    words = " ".join(head[0].text.split())
    scope, owner, rule = scope_of([words, *(heading.text for heading in reversed(section.path))], codebook, own)
    name = hit.entry.id if rule is None else f"{hit.entry.id}+{rule}"
    listing = Listing(
        "cells", section, tuple(member for member, _ in members.values()), head[0], lead_sentence=words, path=section.path
    )
    return [(listing, Judgement("priorities", name, 2, hit.entry["kind"], scope, owner, confidence=SHOWN))]


def _entries(block: Block, codebook: Codebook) -> Iterator[tuple[Candidate, bool]]:
    """(wording, whether it names a theme) for each wording of a cell that may be a priority."""
    spans = _lines(block)
    for start, end in spans:
        label, skip = _label(block.text[start:end])
        member = Candidate(block, start + skip, end, label)
        looks, thematic = member_looks(member, codebook)
        short = len(re.findall(r"\w+", member.text)) > 0 and len(member.text.split()) <= LONGEST_ENTRY
        if short and looks in ("", "actions") and (thematic or len(spans) == 1):
            yield member, thematic


def _lines(block: Block) -> list[tuple[int, int]]:
    """The lines of one cell, a line that plainly runs on joined to the next."""
    spans: list[tuple[int, int]] = []
    for match in _LINE.finditer(block.text):
        if spans and (_JOINED.search(block.text[: match.start() - 1]) and match.group()[0].islower()):
            spans[-1] = (spans[-1][0], match.end())
        else:
            spans.append((match.start(), match.end()))
    return spans


def _label(text: str) -> tuple[str | None, int]:
    """A list's marker that a cell keeps in its text ("2. Burglary"), and where the wording begins."""
    match = re.match(r"\s*(\(?(?:\d{1,2}|[a-z]|[IVX]{1,4}|[ivx]{1,4})[.)])\s+", text)
    return (match[1], match.end()) if match else (None, 0)


def _headed(
    section: Section, top: Sequence[Placed], cells: Sequence[Placed], codebook: Codebook, own: frozenset[str]
) -> list[tuple[Listing, Judgement]]:
    """A plan on a page: a priority at the head of each column, and below it what it covers ("We will focus on:")."""
    members = tuple(Candidate(block, 0, len(block.text), block.label) for block, _ in top if block.text.strip())
    if len(members) < 2 or any(len(member.text.split()) > LONGEST_TITLE for member in members):
        return []
    covers = {
        cell.column
        for block, cell in cells
        if cell.row > top[0][1].row
        if codebook.find("lead_ins", block.text.split("\n")[0].rstrip(" ."), "holds", "priorities", "areas-covered")
    }
    looks = [member_looks(member, codebook) for member in members]
    plain = not any(meaning for meaning, _ in looks) and sum(thematic for _, thematic in looks) >= len(looks) / 3
    if not plain or len(covers) < len(members):
        return []
    scope, owner, rule = scope_of([heading.text for heading in reversed(section.path)], codebook, own)
    name = "columns.headed" if rule is None else f"columns.headed+{rule}"
    listing = Listing("cells", section, members, None, path=section.path)
    return [(listing, Judgement("priorities", name, 2, "priority", scope, owner, confidence=HARDLY))]


def _told(section: Section, cells: Sequence[Placed], codebook: Codebook, own: frozenset[str]) -> list[tuple[Listing, Judgement]]:
    """The first column of a table whose lead-in or heading states how many priorities follow, if it has as many entries."""
    at = section.blocks.index(cells[0][0])
    lead = section.blocks[at - 1] if at else None
    first, begin = min(cell.column for _, cell in cells), min(cell.row for _, cell in cells)
    column = [(block, cell.row) for block, cell in cells if cell.column == first]
    entries = {block.index: (member, row) for block, row in column for member, _ in _entries(block, codebook)}
    for least in (begin + 1, begin):
        members = tuple(member for member, row in entries.values() if row >= least)
        words = lead.text if lead is not None else section.path[-1].text if section.path else ""
        spoken = lead if lead is not None and lead.kind != "heading" else None
        listing = Listing("cells", section, members, spoken, lead_sentence=words, path=section.path)
        judgement = judge(listing, codebook, own) if len(members) > 1 else None
        if judgement and judgement.holds == "priorities" and judgement.strength >= 2 and judgement.count == len(members):
            return [(listing, judgement)]
    return []


def _boxes(section: Section, cells: Sequence[Placed], codebook: Codebook, own: frozenset[str]) -> list[tuple[Listing, Judgement]]:
    """A table of a single row: its boxes are a list, if the block in front of it says so."""
    at = section.blocks.index(cells[0][0])
    lead = section.blocks[at - 1] if at else None
    members = tuple(Candidate(block, 0, len(block.text), block.label) for block, _ in cells if block.text.strip())
    listing = Listing(
        "cells",
        section,
        members,
        lead if lead is not None and lead.kind != "heading" else None,
        lead_sentence=lead.text if lead is not None else None,
        path=section.path,
    )
    judgement = judge(listing, codebook, own)
    return [(listing, judgement)] if judgement.holds == "priorities" and judgement.strength >= 2 else []
