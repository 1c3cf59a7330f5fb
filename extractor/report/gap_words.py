"""An empty cell of a comparison -> the words that say why it is empty: one wording for the screen and for every document."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from extractor.report.compare import Cell, Comparison, ThemeRow
from extractor.report.gaps import Gap, Reason

_WORDS: Mapping[Reason, tuple[str, str]] = {
    "only under another priority": (
        "Only under another priority",
        "The plan speaks of it in the text under a priority of another name.",
    ),
    "only in commentary or measures": (
        "Only in commentary or measures",
        "No priority states it, but local commentary, a measure or an action does.",
    ),
    "only in other text of the plan": (
        "Only in other text",
        "No priority, commentary or measure states it; other words of the plan do.",
    ),
    "only in quoted national text": (
        "Only in quoted national text",
        "The words stand only where the plan quotes a national, an earlier or another body’s list.",
    ),
    "page unreadable or unread": (
        "Page not read",
        "A page of the plan, or the paper, could not be read, so it may be there.",
    ),
    "not in the plan": ("Not in the plan", "All of the plan was read and none of it was found to speak of this."),
    "paper not held": (
        "No paper held for this period",
        "No paper of this area is held for these years: it says nothing about what the plan held.",
    ),
}
"""Reason of a gap -> what a cell says, and the sentence that explains it. A theme that is stated has no gap."""


@dataclass(frozen=True, slots=True)
class Why:
    """Why a cell holds no priority: its ``words``, what they mean in a sentence, and the ``gap`` that they rest on. The last two
    are None where the database holds no gap of the theme, area and years."""

    words: str
    meaning: str | None = None
    gap: Gap | None = None

    @property
    def caution(self) -> str | None:
        """What to bear in mind with the words, as a reader of the cell has to see beside them."""
        if self.gap is None:
            return None
        if self.gap.plans and not self.gap.priorities:
            return "no priority at all was found in this plan"
        if self.gap.unread and self.gap.reason != "page unreadable or unread":
            return "part of it was not read"
        return None

    @property
    def said(self) -> str:
        """The words with their caution, as a document writes them."""
        return f"{self.words} ({self.caution})" if self.caution else self.words


def why_empty(row: ThemeRow, cell: Cell, gaps: Mapping[tuple[str, str], Gap]) -> Why | None:
    """What a cell without a priority of its own says in its place; None for any other. ``gaps`` are held by heading and area."""
    if cell.own or cell.gap is None:
        return None
    here = cell.gap == "not in this plan"
    if row.catch_all and here:
        return Why("None")
    gap = gaps.get((row.heading, cell.area))
    if gap is not None and gap.reason in _WORDS:
        return Why(*_WORDS[gap.reason], gap)
    if not here:
        return Why(*_WORDS["paper not held"])
    return Why("Not a priority of its own" if cell.also else "Not found in this plan")


def meanings(comparison: Comparison, gaps: Mapping[tuple[str, str], Gap]) -> tuple[tuple[str, str], ...]:
    """(words, meaning) of each reason that some cell gives, from what a plan says most plainly to what is unknown."""
    found = (why_empty(row, cell, gaps) for row in comparison.rows for cell in row.cells)
    used = {why.words for why in found if why is not None}
    return tuple(words for words in _WORDS.values() if words[0] in used)
