"""Sections -> priorities: lists are gathered from every form a plan may give them, judged, and the plan's own set is chosen."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractor.codebook import Codebook
from extractor.model import Passed, Period, Priority, Section
from extractor.tag.priorities.choosing import choose
from extractor.tag.priorities.columns import column_listings
from extractor.tag.priorities.contents import chapter_listings, contents_listings
from extractor.tag.priorities.headings import headed_listings
from extractor.tag.priorities.judging import Judgement, judge, member_looks
from extractor.tag.priorities.labels import label_listings
from extractor.tag.priorities.listing import Listing, listings
from extractor.tag.priorities.narrative import told_listings
from extractor.tag.priorities.prose import prose_listings
from extractor.tag.priorities.sureness import HARDLY, UNOWNED
from extractor.tag.priorities.unnamed import heading_listings, unnamed_listings

__all__ = ["tag_priorities"]


def tag_priorities(
    sections: Sequence[Section], plan: int, codebook: Codebook, *, own: frozenset[str] = frozenset(), period: Period | None = None
) -> tuple[tuple[Priority, ...], tuple[Passed, ...]]:
    """The priorities of one plan of a paper, and the lists that were looked at and passed over, with the reason.

    ``own`` names the bodies whose plan the paper is ("government", "police", "county"), so that their priorities are its own.
    Children come after their parent, each with its title as ``parent``.
    """
    judged = [
        (listing, judge(listing, codebook, own))
        for listing in listings(sections, plan, codebook)
        if listing.section.role != "contents"
    ]
    for gather in (contents_listings, headed_listings, label_listings, column_listings, prose_listings):
        judged += gather(sections, plan, codebook, own)
    on_safety = _about_safety(sections, plan, codebook)
    if on_safety and not any(_states_own(judgement) and listing.form != "prose" for listing, judgement in judged):
        judged += told_listings(sections, plan, codebook, own)
    if not on_safety:
        judged = [(listing, _elsewhere(listing, judgement, codebook)) for listing, judgement in judged]
    if on_safety and not any(_states_own(judgement) for _, judgement in judged):
        judged += (
            chapter_listings(sections, plan, codebook)
            or unnamed_listings(judged, codebook)
            or heading_listings(sections, plan, codebook)
        )
    return choose(judged, codebook, period, most=1.0 if on_safety and not own else UNOWNED if on_safety else HARDLY)


FRONT = 10
"""A paper on community safety says so in its first blocks, or all along."""
SAFETY = 0.1
"""Share of a paper's blocks that must speak of crime before priorities that it does not name are guessed at."""


def _about_safety(sections: Sequence[Section], plan: int, codebook: Codebook) -> bool:
    words = frozenset(codebook.words["safety_word"])
    blocks = [block for section in sections if section.plan == plan for block in section.blocks]
    speaking = [not words.isdisjoint(re.findall(r"[a-z-]+", block.text.lower())) for block in blocks]
    return any(speaking[:FRONT]) or sum(speaking) > SAFETY * len(blocks)


def _elsewhere(listing: Listing, judgement: Judgement, codebook: Codebook) -> Judgement:
    """A judgement in a paper on other matters: only lists that say so in words, and that touch on community safety, are taken."""
    if judgement.holds != "priorities":
        return judgement
    if judgement.strength == 3 and any(member_looks(member, codebook)[1] for member in listing.items):
        return judgement
    return Judgement("other", judgement.rule, reason="the paper is hardly about community safety")


def _states_own(judgement: Judgement) -> bool:
    """Whether a listing states the plan's own priorities; themes that cut across never stand for them."""
    return judgement.holds == "priorities" and judgement.scope == "current" and not judgement.cross_cutting
