"""What goes into linking and what comes out: frozen values, ids as the caller gave them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

Status = Literal["continued", "reworded", "moved level", "merged", "split", "dropped", "new", "ambiguous", "cannot say"]
STATUSES: tuple[Status, ...] = get_args(Status)


@dataclass(frozen=True, slots=True)
class Stated:
    """One priority as a plan states it. ``themes`` are decided by the title, ``secondary`` by the text under it; ``parent`` is
    the title of the priority that it stands under, None for one of the plan's own headings."""

    id: str
    title: str
    kind: str = "priority"
    themes: tuple[str, ...] = ()
    secondary: tuple[str, ...] = ()
    parent: str | None = None
    scope: str = "current"
    position: int = 0


@dataclass(frozen=True, slots=True)
class PlanStated:
    """A plan of one area as one paper gives it. ``start`` and ``end`` are calendar years as printed; ``paged`` says that its
    paper has pages; ``body`` is the partnership or office whose plan it is, as named."""

    id: str
    area: str
    start: int | None
    end: int | None
    stated: tuple[Stated, ...] = ()
    body: str | None = None
    paged: bool = False
    superseded: bool = False
    """A draft or version that another paper replaces."""


@dataclass(frozen=True, slots=True)
class Link:
    """What became of one priority from one plan to the next.

    ``before`` and ``after`` are ids of findings, one of them None where there is nothing on that side; ``rule`` says in words
    what decided; ``score`` runs from 0 to 1. ``candidates`` are ids that an ambiguous link may mean, or that may help a reader of
    any other. ``gap`` holds the first and last year of a time between the two plans of which no plan is held.
    """

    area: str
    before_plan: str | None
    after_plan: str | None
    before: str | None
    after: str | None
    status: Status
    rule: str
    score: float = 0.0
    candidates: tuple[str, ...] = ()
    gap: tuple[int, int] | None = None
    before_years: tuple[int, int] | None = None
    after_years: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """What a person says of a priority: what it is to an earlier one (a status; any other word stands for "reworded"), or that
    there is none ("new", without ``before``)."""

    word: str
    before: str | None
