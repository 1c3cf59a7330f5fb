"""Plans of one area -> editions in order of time, and which edition follows which.

Several papers may give the same plan (its PDF and Word forms, a report and a web page): the one with most priorities of its own
stands for all, what replaces a draft before the draft, pages before none, and the wordings of the others are aliases of its. A
commissioner's police and crime plans are a line of their own beside the partnership's.

A plan of one year and a plan of several years may stand side by side: each is compared first with the plan before of its own kind;
where there is none that reaches it, with the other kind (a first annual plan with the three-year plan that it lies in). A plan that
nothing follows in its own line is compared with what comes next, so that every list but the last has a successor.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from extractor.link.values import PlanStated, Stated
from extractor.link.words import Knowledge

LONGEST_PAUSE = 1
"""Years between the end of one plan and the start of the next that leave no gap: "2016/17" and "2018/20" are printed one apart."""


@dataclass(frozen=True, slots=True)
class Edition:
    """A plan of one area and period, as the plan that stands for it. ``others`` are the same plan in other papers. ``reported``
    tells a list that is known only because the next year's paper repeats it."""

    plan: PlanStated
    start: int
    end: int
    line: str
    own: tuple[Stated, ...]
    others: tuple[PlanStated, ...] = ()
    reported: bool = False

    @property
    def years(self) -> tuple[int, int]:
        return self.start, self.end

    @property
    def several_years(self) -> bool:
        return self.end - self.start > 1


def own_priorities(plan: PlanStated) -> tuple[Stated, ...]:
    """What a plan says it will do: its current priorities, or the national ones where it has no others (a national plan)."""
    current = tuple(one for one in plan.stated if one.scope == "current")
    return current or tuple(one for one in plan.stated if one.scope == "national")


def editions(plans: Iterable[PlanStated], known: Knowledge) -> list[Edition]:
    """The editions of one area's plans, in order of time. Plans without a period, or without a priority of their own, are none."""
    groups: dict[tuple[str, int, int], list[PlanStated]] = defaultdict(list)
    reported: dict[tuple[str, int, int], list[PlanStated]] = defaultdict(list)
    for plan in plans:
        if plan.start is None or plan.end is None:
            continue
        line = "police" if known.police(plan.body) else "partnership"
        if own_priorities(plan):
            groups[line, plan.start, plan.end].append(plan)
        previous = tuple(replace(one, scope="current") for one in plan.stated if one.scope == "previous")
        if previous and plan.end - plan.start <= 1:
            # Only a plan of one year says by its own period which year "last year" was.
            reported[line, plan.start - 1, plan.end - 1].append(replace(plan, stated=previous))
    made = [_edition(key, found) for key, found in groups.items()]
    for key, found in reported.items():
        if not any(edition.line == key[0] and edition.start <= key[1] and edition.end >= key[2] for edition in made):
            made.append(replace(_edition(key, found), reported=True))
    return sorted(made, key=_in_time)


def _edition(key: tuple[str, int, int], plans: list[PlanStated]) -> Edition:
    plans.sort(key=lambda plan: (plan.superseded, -_heads(plan), not plan.paged, plan.id))
    chosen = plans[0]
    return Edition(chosen, key[1], key[2], key[0], own_priorities(chosen), tuple(plans[1:]))


def _heads(plan: PlanStated) -> int:
    return sum(one.parent is None for one in own_priorities(plan))


def _in_time(edition: Edition) -> tuple[str, int, int, str]:
    return edition.line, edition.start, -edition.end, edition.plan.id


def steps(found: Sequence[Edition]) -> list[tuple[int, int]]:
    """(before, after) as places in ``editions``: each with the one before it, and each that nothing follows with the one after."""
    made = []
    for after, edition in enumerate(found):
        earlier = [at for at in range(after) if found[at].line == edition.line]
        if earlier:
            made.append((min(earlier, key=lambda at: _nearness(found[at], edition)), after))
    followed = {before for before, _ in made}
    for before, edition in enumerate(found):
        later = [at for at in range(before + 1, len(found)) if found[at].line == edition.line]
        if before not in followed and later:
            made.append((before, min(later, key=lambda at: _nearness(edition, found[at]))))
    return sorted(made, key=lambda step: (step[1], step[0]))


def _nearness(before: Edition, after: Edition) -> tuple[bool, bool, int, int, int]:
    """Without a gap before with one; of the same kind before another; then the nearest in time."""
    other_kind = before.several_years != after.several_years
    return (
        gap(before, after) is not None,
        other_kind,
        max(0, after.start - before.end),
        abs(after.start - before.start),
        -before.end,
    )


def gap(before: Edition, after: Edition) -> tuple[int, int] | None:
    """First and last year of the time between two editions for which no plan is held, None where they meet."""
    return (before.end, after.start) if after.start - before.end > LONGEST_PAUSE else None
