"""Where a plan nowhere names its priorities: the lists and headings that are plainly made of them, taken as a guess and marked so."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractor.codebook import Codebook
from extractor.model import Block, Section
from extractor.tag.priorities.judging import Judgement, member_looks
from extractor.tag.priorities.listing import Candidate, Listing
from extractor.tag.priorities.titles import split_title, trim

_NOT_HERE = frozenset(
    "contents glossary contacts members meeting recommendations implications findings consultation achievements values duties references criteria documents actions measures".split()
)
_CHAPTER = re.compile(r"(?i)^(?:chapter|section|part)\s+(?:\d{1,2}|[a-z]+)\s*[:.–-]?\s*$")
_LONGEST = 14


def _plainly(members: Sequence[Candidate], codebook: Codebook) -> float:
    """Share of members whose title names a theme and looks like nothing else; 0 where a title is too long for one."""
    if any(len(split_title(member.block, member.start, member.end, codebook).text(member.block).split()) > _LONGEST for member in members):
        return 0.0
    looks = [member_looks(member, codebook) for member in members]
    return sum(thematic and not meaning for meaning, thematic in looks) / len(looks)


def unnamed_listings(judged: Sequence[tuple[Listing, Judgement]], codebook: Codebook) -> list[tuple[Listing, Judgement]]:
    """Lists with nothing in front that speaks for or against them, whose members are all but one themes of community safety."""
    found = []
    for listing, judgement in judged:
        if judgement.rule != "lead.none" or listing.form == "lines" or not 3 <= len(listing.items) <= 12 or listing.section.role in _NOT_HERE:
            continue
        share = _plainly(listing.items, codebook)
        if share >= 0.8:
            found.append((listing, Judgement("priorities", "members.themes", 1, "priority", confidence=round(0.45 + 0.2 * share, 2))))
    return found


def heading_listings(sections: Sequence[Section], plan: int, codebook: Codebook) -> list[tuple[Listing, Judgement]]:
    """Three or more headings of one level that each name a theme, with text under each: the chapters of a strategy are its themes."""
    groups: dict[int, list[tuple[Section, Block]]] = {}
    for section in sections:
        heading = section.blocks[0] if section.plan == plan else None
        if heading is not None and heading.kind == "heading" and len(section.blocks) > 1 and section.role == "other" and not _CHAPTER.match(heading.text):
            groups.setdefault(heading.level, []).append((section, heading))
    found = []
    for members in groups.values():
        candidates = []
        for _, heading in members:
            start, end = trim(heading.text, 0, len(heading.text))
            candidates.append(Candidate(heading, start, end, heading.label))
        thematic = [candidate for candidate in candidates if _plainly([candidate], codebook) and len(candidate.text.split()) <= _LONGEST]
        if len(thematic) >= 3:
            judgement = Judgement("priorities", "headings.themes", 2, "theme", confidence=0.7)
            found.append((Listing("headings", members[0][0], tuple(thematic), None, path=members[0][0].path[:-1]), judgement))
    return found
