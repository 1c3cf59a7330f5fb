"""Priorities that are headings: one level below a heading or lead-in that names priorities, or bare headings right after it."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.codebook import Codebook, Hit
from extractor.model import Block, Section
from extractor.tag.priorities.judging import STRENGTH, Judgement, member_looks, scope_of
from extractor.tag.priorities.listing import Candidate, Listing
from extractor.tag.priorities.sureness import NAMED
from extractor.tag.priorities.titles import trim


def headed_listings(
    sections: Sequence[Section], plan: int, codebook: Codebook, own: frozenset[str] = frozenset()
) -> list[tuple[Listing, Judgement]]:
    """One listing for each heading of rules/headings.yaml that names priorities and has headings for its members."""
    run = [section for section in sections if section.plan == plan and section.blocks[0].kind == "heading"]
    found = []
    for at, section in enumerate(run):
        head = section.blocks[0]
        hit = next(iter(codebook.find("headings", head.text, "role", "priorities")), None)
        lead = None
        if hit is None:
            hit, lead = _announcing(section, codebook)
        if hit is None or section.role == "contents":
            continue
        members = _below(run[at + 1 :], head, codebook)
        if not members and lead is not None:
            members = _deeper(run[at + 1 :], head, codebook) or _bare(run[at + 1 :], head, codebook)
        if not members and len(section.blocks) == 1:
            members = _bare(run[at + 1 :], head, codebook)
        thematic = sum(member_looks(member, codebook)[1] for member in members)
        if len(members) >= 2 and thematic >= len(members) / 2:
            texts = [heading.text for heading in reversed(section.path)]
            scope, owner, rule = scope_of([lead, *texts] if lead is not None else texts, codebook, own)
            name = f"headings.{hit.entry.id}" if rule is None else f"headings.{hit.entry.id}+{rule}"
            strength, beside = STRENGTH[hit.entry["strength"]], bool(hit.entry["cross_cutting"])
            judgement = Judgement("priorities", name, strength, hit.entry["kind"], scope, owner, None, NAMED, cross_cutting=beside)
            found.append((Listing("headings", section, tuple(members), None, path=section.path), judgement))
    return found


def _announcing(section: Section, codebook: Codebook) -> tuple[Hit | None, str | None]:
    """(rule, sentence) of a lead-in that ends a section: "Work would be planned around the following priority areas." """
    last = section.blocks[-1]
    spans = codebook.sentences(last.text) if last.kind == "paragraph" else ()
    sentence = last.text[slice(*spans[-1])] if spans else ""
    for hit in codebook.find("lead_ins", sentence.rstrip(" ."), "holds", "priorities"):
        sure = hit.entry["strength"] == "strong" or sentence.rstrip().endswith(":")
        if hit.entry["strength"] != "weak" and sure:
            return hit, sentence
    return None, None


def _deeper(following: Sequence[Section], head: Block, codebook: Codebook) -> list[Candidate]:
    """Headings right after a lead-in, one after the other and deeper than ``head``; the last may have text that belongs to all."""
    members: list[Candidate] = []
    for section in following:
        heading = section.blocks[0]
        if heading.level <= head.level or (members and heading.level != members[0].block.level):
            break
        members.append(_member(heading, codebook))
    return members


def _member(heading: Block, codebook: Codebook) -> Candidate:
    start, end = trim(heading.text, 0, len(heading.text), codebook)
    return Candidate(heading, start, end, heading.label)


def _below(following: Sequence[Section], head: Block, codebook: Codebook) -> list[Candidate]:
    """The headings one level below ``head``, up to the next heading of its own level; none where some of them have other roles."""
    members: list[Candidate] = []
    level: int | None = None
    for section in following:
        heading = section.blocks[0]
        if heading.level <= head.level:
            break
        level = heading.level if level is None else level
        if heading.level == level:
            if codebook.find("headings", heading.text) or heading.text.rstrip().endswith(":"):
                return []
            members.append(_member(heading, codebook))
    return members


def _bare(following: Sequence[Section], head: Block, codebook: Codebook) -> list[Candidate]:
    """Headings of the same level with nothing under them, right after a heading with nothing under it (as on a slide)."""
    members: list[Candidate] = []
    for section in following:
        heading = section.blocks[0]
        if heading.level != head.level or any(heading.text == member.block.text for member in members):
            break
        members.append(_member(heading, codebook))
        if len(section.blocks) > 1:
            # The text may belong to the last of them or to nothing; a heading that names no theme opens something else.
            if codebook.find("headings", heading.text) or not member_looks(members[-1], codebook)[1]:
                members.pop()
            break
    return members
