"""History of an area -> a drawing of it: a column for each plan, a card for each priority, a line for each link.

Lengths are pixels.
"""

from __future__ import annotations

import sqlite3
import textwrap
from collections.abc import Iterable
from dataclasses import dataclass

from extractor.report.history import History, Onward, Wording
from extractor.report.reading import rows
from extractor.report.words import in_years

CARD = 212
BETWEEN = 108
HEAD = 46
LINE = 17
LETTERS = 26
"""Letters that a card's line holds."""
LINES = 4
ROOM = 10

ENDS = ("dropped", "cannot say", "ambiguous")
"""What is said of a priority that no line leads on from."""


@dataclass(frozen=True, slots=True)
class Card:
    """A priority: where it stands, its title in lines, how it came into this plan and how it ends here (None: a line says it)."""

    wording: Wording
    x: int
    y: int
    height: int
    lines: tuple[str, ...]
    came: str | None
    ends: str | None


@dataclass(frozen=True, slots=True)
class Line:
    """A curve from a card to one of a later plan, as the ``d`` of an SVG path."""

    status: str
    path: str
    title: str


@dataclass(frozen=True, slots=True)
class PlanColumn:
    """``plan`` opens the plan's page; ``missing`` are the years without a plan before this one."""

    years: str
    plan: str | None
    x: int
    missing: str | None


@dataclass(frozen=True, slots=True)
class Timeline:
    width: int
    height: int
    columns: tuple[PlanColumn, ...]
    cards: tuple[Card, ...]
    lines: tuple[Line, ...]

    @property
    def statuses(self) -> tuple[str, ...]:
        """The words used in the drawing, each once, for its key."""
        used = [card.came for card in self.cards] + [card.ends for card in self.cards] + [line.status for line in self.lines]
        return tuple(status for status in STATUSES if status in used)


STATUSES = ("continued", "reworded", "moved level", "merged", "split", "new", "dropped", "ambiguous", "cannot say")


def timeline(connection: sqlite3.Connection, told: History) -> Timeline | None:
    """The drawing of a history; None where it holds fewer than two plans with years, and so nothing to follow."""
    if len(told.periods) < 2:
        return None
    # What stands before the first plan held or after the last is not known, for every priority alike: the page says so once.
    links = [link for step in told.steps if step.before and step.after for link in step.links]
    by_period: dict[tuple[int, int], dict[str, Wording]] = {period: {} for period in told.periods}
    for step in told.steps:
        for link in step.links:
            for period, wording in ((step.before, link.before), (step.after, link.after)):
                if period and wording:
                    by_period[period].setdefault(wording.id, wording)
    cards: dict[str, Card] = {}
    for number, period in enumerate(told.periods):
        x = number * (CARD + BETWEEN)
        for card in _column(by_period[period].values(), x, links, cards):
            cards[card.wording.id] = card
    plans = _plans(connection, told.area)
    missing = {step.after: in_years(*step.gap) for step in told.steps if step.after and step.gap}
    columns = tuple(
        PlanColumn(in_years(*period), plans.get(period), number * (CARD + BETWEEN), missing.get(period))
        for number, period in enumerate(told.periods)
    )
    ends = any(card.ends and card.x == columns[-1].x for card in cards.values())
    return Timeline(
        columns[-1].x + CARD + (BETWEEN if ends else 2),
        max((card.y + card.height for card in cards.values()), default=HEAD) + ROOM,
        columns,
        tuple(cards.values()),
        tuple(_lines(links, cards)),
    )


def _column(wordings: Iterable[Wording], x: int, links: list[Onward], placed: dict[str, Card]) -> list[Card]:
    """Cards of one plan from top to bottom, each as near as can be to those that it follows, so that few lines cross."""
    wished = {wording.id: _wished(wording, links, placed) for wording in wordings}
    known = {wording.id: wording for wording in wordings}
    # Priorities from nowhere stand below the others; sorting keeps the plan's order among equals.
    order = sorted(known, key=lambda each: (wished[each] is None, wished[each] or 0))
    made, free = [], HEAD
    for each in order:
        lines = _wrapped(known[each].title)
        came = _said(links, each, after=True)
        height = ROOM + LINE * len(lines) + (LINE if came else 0) + ROOM
        centre = wished[each]
        y = free if centre is None else max(free, round(centre - height / 2))
        made.append(Card(known[each], x, y, height, lines, came, _said(links, each, after=False)))
        free = y + height + ROOM
    return made


def _wished(wording: Wording, links: list[Onward], placed: dict[str, Card]) -> float | None:
    """The middle of the cards that a priority follows."""
    from_cards = [
        placed[link.before.id]
        for link in links
        if link.before and link.after and link.after.id == wording.id and link.before.id in placed
    ]
    return sum(card.y + card.height / 2 for card in from_cards) / len(from_cards) if from_cards else None


def _said(links: list[Onward], finding: str, *, after: bool) -> str | None:
    """The status of a priority as the later one of its links, or the end of it as the earlier one."""
    for link in links:
        mine, other = (link.after, link.before) if after else (link.before, link.after)
        if mine and mine.id == finding and (after or other is None):
            return link.status
    return None


def _lines(links: list[Onward], cards: dict[str, Card]) -> Iterable[Line]:
    for link in links:
        if link.before is None or link.after is None:
            continue
        start, end = cards[link.before.id], cards[link.after.id]
        x0, y0, x1, y1 = start.x + CARD, start.y + start.height / 2, end.x, end.y + end.height / 2
        middle = (x0 + x1) / 2
        path = f"M{x0} {y0:g}C{middle:g} {y0:g} {middle:g} {y1:g} {x1} {y1:g}"
        yield Line(link.status, path, f"{link.before.title} ({link.before.years}) → {link.after.title} ({link.after.years})")


def _wrapped(title: str) -> tuple[str, ...]:
    lines = textwrap.wrap(title, LETTERS, max_lines=LINES, placeholder=" …")
    return tuple(lines) or (title[:LETTERS],)


def _plans(connection: sqlite3.Connection, area: str) -> dict[tuple[int, int], str]:
    """The plan that stands for each period of an area."""
    query = "SELECT period_start, period_end, stands_for_it FROM editions WHERE area = ? ORDER BY line DESC, stands_for_it DESC"
    return {(found[0], found[1]): found[2] for found in rows(connection, query, [area])}
