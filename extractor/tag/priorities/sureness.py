"""How sure a set of priorities is: a few levels, each held to by sets of papers that the rules had not been written for.

From 0.9 upwards a set must speak for the plan itself ("Our priorities are", a printed label): lists that are as plain but name
nobody turned out to be the county's, the commissioner's or the last plan's too often.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractor.codebook import Codebook
from extractor.grammar.periods import find_periods
from extractor.model import Period

LABELLED, SAID, NAMED, SHOWN, DOING, GUESSED = 0.97, 0.95, 0.92, 0.85, 0.65, 0.55
"""A printed label; a lead-in or heading that says so in words; one that names priorities; a table, a contents page or a sentence;
one that only says what will be done; nothing at all, but members that are themes."""
BY_STRENGTH = {3: SAID, 2: NAMED, 1: DOING}
UNOWNED = 0.85
"""The most for a set that does not say whose it is, that looks back, that has a rival, or in another body's paper."""
HARDLY = 0.7
"""The most for a set that names no theme, or in a paper that is hardly about community safety."""


def has_clause(part: str, text: str, codebook: Codebook) -> bool:
    """Whether ``text`` holds wording of that part of clauses.yaml."""
    return bool(codebook.find("clauses", text, "part", part))


def speaks_for_the_plan(openings: Sequence[str], period: Period | None, codebook: Codebook) -> bool:
    """Whether the lead-in or heading of a set says that it is the plan's own: "our", "the partnership", the plan, or its years."""
    own = frozenset(codebook.words["own_voice"])
    for text in openings:
        if not own.isdisjoint(re.findall(r"[a-z]+", text.lower())) or has_clause("plan", text, codebook):
            return True
        if period is not None and any(span.first_year >= period.start for span in find_periods(text)):
            return True
    return False


def looks_back(openings: Sequence[str], codebook: Codebook) -> bool:
    """Whether the lead-in tells of what was, and says nothing of what is or will be."""
    return any(has_clause("past", text, codebook) and not has_clause("ahead", text, codebook) for text in openings[:1])
