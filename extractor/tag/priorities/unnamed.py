"""Where a plan nowhere names its priorities: the lists and headings plainly made of them, taken as a guess and marked so."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractor.codebook import Codebook
from extractor.model import Block, PriorityKind, Section
from extractor.tag.priorities.judging import Judgement, lead_sentences, member_looks, scope_of
from extractor.tag.priorities.listing import Candidate, Listing
from extractor.tag.priorities.sureness import GUESSED, HARDLY
from extractor.tag.priorities.titles import split_title, trim

_NOT_HERE = frozenset(
    [
        "contents",
        "glossary",
        "contacts",
        "members",
        "meeting",
        "recommendations",
        "implications",
        "findings",
        "consultation",
        "achievements",
        "values",
        "duties",
        "references",
        "criteria",
        "documents",
        "actions",
        "measures",
    ]
)
_DEED = re.compile(r"[A-Z][a-z]+ing\s+\w+")
LONGEST_TITLE = 14
"""Words."""


def _plainly(members: Sequence[Candidate], codebook: Codebook) -> float:
    """Share of members whose title names a theme and looks like nothing else; 0 where a title is too long for one."""
    if any(
        len(split_title(member.block, member.start, member.end, codebook).text(member.block).split()) > LONGEST_TITLE
        for member in members
    ):
        return 0.0
    looks = [member_looks(member, codebook) for member in members]
    return sum(thematic and not meaning for meaning, thematic in looks) / len(looks)


def unnamed_listings(judged: Sequence[tuple[Listing, Judgement]], codebook: Codebook) -> list[tuple[Listing, Judgement]]:
    """Lists with nothing in front that speaks for or against them, whose members are all but one themes of community safety."""
    found = []
    for listing, judgement in judged:
        if (
            judgement.rule != "lead.none"
            or listing.form == "lines"
            or not 3 <= len(listing.items) <= 12
            or listing.section.role in _NOT_HERE
        ):
            continue
        if not _may_speak_of_the_plan(listing, codebook):
            continue
        above = {str(hit.entry["role"]) for heading in listing.path for hit in codebook.find("headings", heading.text)}
        if above & _NOT_HERE:
            continue
        share = _plainly(listing.items, codebook)
        if share >= 0.8:
            found.append((listing, Judgement("priorities", "members.themes", 1, "priority", confidence=GUESSED)))
    return found


def _may_speak_of_the_plan(listing: Listing, codebook: Codebook) -> bool:
    """Whether what stands in front of a list is the plan's own voice on what is to come, and nobody else's or a report of facts."""
    leads = [text for text, _ in lead_sentences(listing, codebook)] or [heading.text for heading in listing.path[-1:]]
    words = {word for text in leads for word in re.findall(r"[a-z]+", text.lower())}
    if words.isdisjoint(codebook.words["plan_voice"]) or not words.isdisjoint(codebook.words["fact_voice"]):
        return False
    return scope_of([*leads, *(heading.text for heading in reversed(listing.path[1:]))], codebook)[0] == "current"


def _title(heading: Block, codebook: Codebook) -> Candidate:
    """A heading without its "Chapter 3"."""
    number = next((hit.end for hit in codebook.find("chapters", heading.text) if hit.entry["part"] == "number"), 0)
    start, end = trim(heading.text, number, len(heading.text), codebook)
    return Candidate(heading, start, end, heading.label)


def _look_ahead(run: Sequence[Candidate], home: dict[int, Section], codebook: Codebook) -> bool:
    """Whether most of the chapters say what is to be done; those of an audit say what was found."""
    ahead = frozenset(codebook.words["ahead"])
    texts = (" ".join(block.text.lower() for block in home[member.block.index].blocks[1:]) for member in run)
    return sum(not ahead.isdisjoint(re.findall(r"[a-z]+", text)) for text in texts) >= 0.6 * len(run)


def _announced(sections: Sequence[Section], plan: int, first: Candidate, codebook: Codebook) -> bool:
    """Whether the plan speaks of its priorities, in its own voice, before the ``first`` of a run of headings."""
    nouns = frozenset(codebook.words["priority_noun"])
    before = (
        block.text
        for section in sections
        if section.plan == plan and section.role == "other"
        for block in section.blocks
        if block.index < first.block.index and block.kind == "paragraph"
    )
    return any(
        not nouns.isdisjoint(re.findall(r"[a-z]+", text.lower())) and scope_of([text], codebook)[0] == "current" for text in before
    )


def _speaks_of_themes(sections: Sequence[Section], plan: int) -> bool:
    return any("themes" in block.text.lower() for section in sections if section.plan == plan for block in section.blocks)


def _deeds_in_a_row(titles: Sequence[Candidate], codebook: Codebook) -> list[Candidate]:
    """The longest run of titles of one form, "Putting victims first", "Building a safer county", some of which name a theme."""
    runs: list[list[Candidate]] = [[]]
    for title in titles:
        if _DEED.match(title.text):
            runs[-1].append(title)
        else:
            runs.append([])
    best = max(runs, key=len)
    return best if len(best) >= 3 and sum(member_looks(one, codebook)[1] for one in best) >= len(best) / 3 else []


def heading_listings(sections: Sequence[Section], plan: int, codebook: Codebook) -> list[tuple[Listing, Judgement]]:
    """Headings of one level, next to one another, most of which name a theme: the chapters of a strategy are its themes."""
    groups: dict[int, list[Candidate]] = {}
    home: dict[int, Section] = {}
    for section in sections:
        heading = section.blocks[0] if section.plan == plan else None
        if heading is None or heading.kind != "heading" or len(section.blocks) < 2 or section.role != "other":
            continue
        title = _title(heading, codebook)
        if title.end > title.start:
            groups.setdefault(heading.level, []).append(title)
            home.setdefault(heading.index, section)
    found = []
    for titles in groups.values():
        named = [at for at, title in enumerate(titles) if _plainly([title], codebook)]
        run = titles[named[0] : named[-1] + 1] if len(named) >= 3 else []
        if len(named) < 0.6 * len(run) or not run:
            run = _deeds_in_a_row(titles, codebook)
        if run and (_announced(sections, plan, run[0], codebook) or _look_ahead(run, home, codebook)):
            kind: PriorityKind = "theme" if _speaks_of_themes(sections, plan) else "priority"
            judgement = Judgement("priorities", "headings.themes", 2, kind, confidence=HARDLY)
            section = home[run[0].block.index]
            found.append((Listing("headings", section, tuple(run), None, path=section.path[:-1]), judgement))
    return found
