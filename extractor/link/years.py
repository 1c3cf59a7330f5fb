"""One area's plans -> what became of every priority from plan to plan, level by level.

A plan's main list is that of its headings called priorities or, where it has none, that of most headings; other headings (the
objectives above them, the target areas beside them) and what stands under a heading are other levels. Main lists are compared
first, then what was left over with the other plan's other levels: such a link has ``moved level``. What a plan calls its one list
("themes", "objectives") is no level: a list that is only renamed has not moved. A heading that the other plan names only in the
text under its headings has moved there, or from there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from extractor.link.by_people import by_people
from extractor.link.likeness import Reading, alike, in_the_text, read
from extractor.link.pairing import MARGIN, Pair, pair
from extractor.link.timeline import Edition, editions, gap, own_priorities, steps
from extractor.link.values import Link, PlanStated, Said
from extractor.link.words import Knowledge

_UPPER, _MAIN, _LOWER = "upper", "main", "lower"
_LEVELS = (_MAIN, _UPPER, _LOWER)
_IN_THE_TEXT = 0.25
"""Score of a link from a heading to the text that names it."""
_MOST_HOSTS = 3
AS_AN_EARLIER_ONE = "named there only as an earlier priority"
"""The rule of what a later plan does not take up, but reports among the priorities of the year before."""


@dataclass(frozen=True, slots=True)
class AreaHistory:
    """An area's editions in order, the links between them, and other papers' wordings: finding -> the finding it repeats, with a
    score."""

    area: str
    editions: tuple[Edition, ...]
    links: tuple[Link, ...]
    aliases: tuple[tuple[str, str, float], ...]


def link_area(area: str, plans: Iterable[PlanStated], known: Knowledge, said: Mapping[str, Said] | None = None) -> AreaHistory:
    """Links each plan's priorities to those of the plan before. The same plans in any order give the same links.

    ``said`` holds what persons say of a later priority, by its id; that takes the place of what the words would decide.
    """
    given = sorted(plans, key=lambda plan: plan.id)
    found = editions(given, known)
    following = steps(found)
    links: list[Link] = []
    for before, after in following:
        links += by_people(_step(area, found[before], found[after], known), said or {})
    has_before, has_after = {after for _, after in following}, {before for before, _ in following}
    for at, edition in enumerate(found):
        own = [one for one in edition.own if one.parent is None]
        if at not in has_before:
            base = Link(area, None, edition.plan.id, None, None, "cannot say", "no earlier plan held", after_years=edition.years)
            links += [replace(base, after=one.id) for one in own]
        if at not in has_after:
            base = Link(area, edition.plan.id, None, None, None, "cannot say", "no later plan held", before_years=edition.years)
            links += [replace(base, before=one.id) for one in own]
    for plan in given:
        if plan.start is None or plan.end is None:
            undated = [one for one in own_priorities(plan) if one.parent is None]
            links += [Link(area, None, plan.id, None, one.id, "cannot say", "its plan states no period") for one in undated]
    aliases = tuple(_aliases(found, known))
    links += _elsewhere_only(area, found, {finding for finding, _, _ in aliases})
    return AreaHistory(area, tuple(found), tuple(links), aliases)


def _levels(edition: Edition, known: Knowledge) -> dict[str, list[Reading]]:
    heads = [one for one in edition.own if one.parent is None]
    kinds = Counter(one.kind for one in heads)
    main = "priority" if kinds["priority"] else next(iter(kinds.most_common(1)), ("priority", 0))[0]
    levels: dict[str, list[Reading]] = {_UPPER: [], _MAIN: [], _LOWER: []}
    for reading in read(edition.own, known):
        one = reading.stated
        if one.parent is not None or (one.kind == "target-area" and main != "target-area"):
            levels[_LOWER].append(reading)
        else:
            levels[_MAIN if one.kind == main else _UPPER].append(reading)
    return levels


def _step(area: str, before: Edition, after: Edition, known: Knowledge) -> list[Link]:
    """All links from one edition to the next."""
    old, new = _levels(before, known), _levels(after, known)
    base = Link(area, before.plan.id, after.plan.id, None, None, "cannot say", "", gap=gap(before, after))
    base = replace(base, before_years=before.years, after_years=after.years)
    made: list[Link] = []
    moved: dict[tuple[str, str], Link] = {}
    reported = read((one for one in after.plan.stated if one.scope == "previous"), known)
    for level in _LEVELS:
        for one in pair(old[level], new[level]):
            alone = one.before is None or one.after is None
            reading = new[level][one.after or 0] if one.before is None else old[level][one.before]
            if alone and reading.stated.parent is not None:
                continue
            there = new if one.after is None else old
            found = _elsewhere(reading, there, level, base.gap is None) if one.status in ("dropped", "new") else []
            for other, rule, score in found:
                first, second = (reading, other) if one.after is None else (other, reading)
                link = replace(base, before=first.stated.id, after=second.stated.id, status="moved level", rule=rule, score=score)
                moved.setdefault((first.stated.id, second.stated.id), link)
            if not found:
                link = _as_link(one, old[level], new[level], base)
                made.append(_as_reported(link, reading, reported) if one.status == "dropped" else link)
    return [*made, *moved.values()]


def _elsewhere(
    reading: Reading, levels: Mapping[str, list[Reading]], level: str, without_gap: bool
) -> list[tuple[Reading, str, float]]:
    """Where a heading without counterpart on its own level stands in the other plan, as (other, rule, score).

    That is on another level, where words or all its themes speak for it and no other is as near; or else, where the two plans
    follow each other (``without_gap``), in the text under other headings.
    """
    best: list[tuple[float, int, Reading, str]] = []
    for name in _LEVELS:
        for at, other in enumerate(levels[name] if name != level else ()):
            found = alike(reading, other)
            if found is None or found.rule not in ("same words", "words and theme", "theme"):
                continue
            # Over a gap of years one theme and no word in common is too little: helping victims is not having fewer of them.
            enough = len(reading.codes) > 1 or without_gap
            if found.rule != "theme" or (reading.codes == other.codes and enough):
                best.append((-found.score, at, other, found.rule))
    best.sort(key=lambda one: one[:2])
    if best and (len(best) == 1 or best[1][0] - best[0][0] >= MARGIN):
        return [(best[0][2], best[0][3], round(-best[0][0], 3))]
    if best:
        return []
    if not without_gap:
        return []
    hosts = [other for name in (_MAIN, _UPPER) for other in levels[name] if in_the_text(reading, other)]
    return [(other, "named in the text under it", _IN_THE_TEXT) for other in hosts[:_MOST_HOSTS]]


def _as_link(one: Pair, old: list[Reading], new: list[Reading], base: Link) -> Link:
    before = None if one.before is None else old[one.before].stated.id
    after = None if one.after is None else new[one.after].stated.id
    others = new if before is not None else old
    candidates = tuple(others[at].stated.id for at in one.candidates)
    link = replace(base, before=before, after=after, candidates=candidates)
    if one.status in ("dropped", "new") and base.gap is not None:
        return replace(link, status="cannot say", rule="plans between are not held")
    return replace(link, status=one.status, rule=one.rule, score=one.score)


def _as_reported(link: Link, reading: Reading, reported: Sequence[Reading]) -> Link:
    """A dropped priority with the place where the later plan reports it as an earlier one, for there it may say what became of
    it."""
    for other in reported:
        found = alike(reading, other) if other.stated.id != reading.stated.id else None
        if found is not None and found.rule in ("same words", "words and theme"):
            rule = AS_AN_EARLIER_ONE if link.status == "dropped" else link.rule
            return replace(link, rule=rule, candidates=(other.stated.id,))
    return link


def _elsewhere_only(area: str, found: Sequence[Edition], repeated: set[str]) -> list[Link]:
    """What only another paper of the same area and years states: it is in no line of plans, and is not lost from view."""
    return [
        Link(area, None, other.id, None, one.id, "cannot say", "only in another paper of these years", after_years=edition.years)
        for edition in found
        for other in edition.others
        for one in own_priorities(other)
        if one.parent is None and one.id not in repeated
    ]


def _aliases(found: Sequence[Edition], known: Knowledge) -> list[tuple[str, str, float]]:
    """What other papers of the same plan say, each with the priority of the chosen paper that it repeats."""
    made = []
    for edition in found:
        chosen = read(edition.own, known)
        for other in edition.others:
            theirs = read(own_priorities(other), known)
            for one in pair(theirs, chosen):
                if one.before is not None and one.after is not None:
                    made.append((theirs[one.before].stated.id, chosen[one.after].stated.id, one.score))
    return made
