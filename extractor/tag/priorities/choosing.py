"""Which of the lists that name priorities are the plan's own: one set, stated once, in its fullest wording (guide P4)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from extractor.codebook import Codebook
from extractor.grammar.periods import find_periods
from extractor.model import Passed, Period, Priority, PriorityKind, Quote
from extractor.tag.priorities.judging import Judgement, lead_sentences, member_looks
from extractor.tag.priorities.listing import Candidate, Form, Listing
from extractor.tag.priorities.replaced import replaced
from extractor.tag.priorities.sureness import HARDLY, UNOWNED, looks_back, speaks_for_the_plan
from extractor.tag.priorities.titles import split_title
from extractor.tag.themes import themes_of, title_themes

_LEADING = re.compile(r"^(?:to|the|a|an|our|and)\s+")
FORM_RANK: Mapping[Form, int] = {
    "items": 0, "run-ins": 0, "lines": 0, "labels": 1, "headings": 2, "contents": 2, "cells": 2, "prose": 3,
}  # fmt: skip
RESTATED = 0.5
"""Share of a list's members that another list already holds, from which the two are taken for one set."""
# "..., which replace the themes of the 2014/15 plan": the years of what went before.
_IN_PLACE_OF = re.compile(
    r"\b(?:replac(?:e|es|ed|ing)|supersed(?:e|es|ed|ing)|instead\s+of|in\s+place\s+of|unlike)\b[^.;:]*$", re.I
)


@dataclass(frozen=True, slots=True)
class Chosen:
    """A listing as findings, in the order of the paper; children follow their parent."""

    listing: Listing
    judgement: Judgement
    priorities: tuple[Priority, ...]

    @property
    def own(self) -> tuple[Priority, ...]:
        return tuple(priority for priority in self.priorities if priority.parent is None)


def folded(title: str) -> str:
    """A title for comparison: small letters and figures only, brackets and opening words away, spellings made alike."""
    text = re.sub(r"\([^()]*\)", " ", title.casefold().replace("&", " and "))
    text = re.sub(r"anti[- ]?social", "antisocial", text)
    text = re.sub(r"re[- ]?offen", "reoffen", text)
    text = re.sub(r"[^a-z0-9]+", " ", text).strip()
    while _LEADING.match(text):
        text = _LEADING.sub("", text)
    return text


def same_title(first: str, second: str) -> bool:
    """Whether two wordings state one priority: equal when folded, one the beginning of the other, or nearly the same words."""
    one, two = folded(first), folded(second)
    if not one or not two:
        return False
    if one == two or (min(len(one), len(two)) >= 4 and (one.startswith(two + " ") or two.startswith(one + " "))):
        return True
    stems = [
        {word[:5] for word in re.findall(r"[a-z0-9]+", text) if word not in ("and", "of", "the", "in", "to", "for", "crime")}
        for text in (one, two)
    ]
    if min(map(len, stems)) < 2:
        return False
    return len(stems[0] & stems[1]) / len(stems[0] | stems[1]) >= 0.67


def _finding(
    member: Candidate, judgement: Judgement, codebook: Codebook, *, parent: str | None = None, kind: PriorityKind | None = None
) -> Priority | None:
    title = split_title(member.block, member.start, member.end, codebook)
    words = title.text(member.block)
    if len(re.sub(r"\W", "", words)) < 3:
        return None
    detail, detail_quote = title.detail(member.block), None
    if detail:
        detail_quote = Quote(member.block, title.detail_start, title.detail_end)
    else:
        prose = next((child for child in member.children if child.block.kind == "paragraph"), None)
        if prose is not None:
            detail, detail_quote = prose.text, Quote(prose.block, prose.start, prose.end)
    looks, thematic = member_looks(member, codebook)
    confidence = judgement.confidence - (0.2 if looks else 0.0) - (0.0 if thematic else 0.03)
    themes = title_themes(words, codebook)
    secondary = tuple(theme for theme in themes_of(detail, codebook) if theme not in themes) if detail else ()
    return Priority(
        title=words,
        kind=kind or judgement.kind,
        quote=Quote(member.block, title.start, title.end),
        rule=judgement.rule,
        label=member.label if member.label and not re.fullmatch(r"\W|o", member.label) else None,
        detail=detail,
        themes=themes,
        secondary_themes=secondary,
        parent=parent,
        scope=judgement.scope,
        owner=judgement.owner,
        confidence=round(max(confidence, 0.05), 2),
        detail_quote=detail_quote,
    )


def _with_children(listing: Listing, judgement: Judgement, codebook: Codebook) -> tuple[Priority, ...]:
    found: list[Priority] = []
    for member in listing.items:
        priority = _finding(member, judgement, codebook)
        if priority is None or any(same_title(priority.title, other.title) for other in found if other.parent is None):
            continue
        found.append(priority)
        looks = [
            (child, *member_looks(child, codebook))
            for child in member.children
            if child.block.kind == "item" or listing.form == "contents"
        ]
        if looks and all(not meaning and thematic for _, meaning, thematic in looks):
            children = [_finding(child, judgement, codebook, parent=priority.title, kind="target-area") for child, _, _ in looks]
            found += [child for child in children if child is not None]
    return tuple(found)


def _year_scope(listing: Listing, judgement: Judgement, period: Period | None, codebook: Codebook) -> Judgement:
    """A list whose lead-in or own heading names years that end where the plan's begin is the last plan's."""
    if period is None or judgement.scope != "current":
        return judgement
    leads = [sentence for sentence, _ in lead_sentences(listing, codebook)]
    above = [heading.text for heading in listing.path[-1:] if period.quote is None or heading is not period.quote.block]
    if any(span.first_year >= period.start for sentence in leads for span in find_periods(sentence)):
        return judgement  # the list says itself that it is for these years, whatever the heading looks back on
    for sentence in [*leads, *above]:
        spans = [span for span in find_periods(sentence) if not _IN_PLACE_OF.search(sentence[: span.start])]
        if (
            spans
            and spans[0].first_year < period.start
            and spans[0].last_year <= period.start
            and not any(span.first_year >= period.start for span in spans)
        ):
            return replace(
                judgement, scope="previous", owner=sentence[spans[0].start : spans[0].end], rule=f"{judgement.rule}+scope.year"
            )
    return judgement


def _share(priorities: Sequence[Priority], kept: Iterable[Priority]) -> float:
    held = list(kept)
    return (
        sum(any(same_title(priority.title, other.title) for other in held) for priority in priorities) / len(priorities)
        if priorities
        else 0.0
    )


def _parent_by_lead(chosen: Chosen, kept: Sequence[Priority], codebook: Codebook) -> Priority | None:
    """The one priority that a second list's lead-in is about ("The top six ASB priorities were")."""
    for sentence, _ in lead_sentences(chosen.listing, codebook)[:1]:
        named = set(themes_of(sentence, codebook)) - {"other", "partnership working & performance", "neighbourhoods & town centres"}
        about = [priority for priority in kept if priority.themes and set(priority.themes) == named]
        if named and len(about) == 1:
            return about[0]
    return None


def _passed(listing: Listing, judgement: Judgement, reason: str | None = None) -> Passed:
    first, last = listing.items[0], listing.items[-1]
    words = "; ".join(" ".join(item.text.split()) for item in listing.items[:4]) + (" …" if len(listing.items) > 4 else "")
    end = last.end if last.block is first.block else first.end
    return Passed(words, reason or judgement.reason, judgement.rule, Quote(first.block, first.start, end))


def choose(
    judged: Sequence[tuple[Listing, Judgement]], codebook: Codebook, period: Period | None = None, *, most: float = 1.0
) -> tuple[tuple[Priority, ...], tuple[Passed, ...]]:
    """The plan's priorities in the order of the paper, and what was passed over with the reason.

    Lists are taken from the surest down. One that mostly restates what is held adds nothing; a weak one counts only where no
    better was found; a list whose lead-in is about one of the priorities gives that priority's children. ``most`` is the highest
    confidence that this paper allows a set without printed labels.
    """
    passed = [
        _passed(listing, judgement)
        for listing, judgement in judged
        if judgement.holds not in ("priorities", "areas-covered") and len(listing.items) > 1
    ]
    kept: list[Chosen] = []
    for chosen in _without_replaced(_ranked(judged, codebook, period), codebook):
        reason = _reason_against(chosen, kept)
        if reason:
            passed.append(_passed(chosen.listing, chosen.judgement, reason))
        else:
            kept.append(_fitted(chosen, kept, codebook))
    found = [priority for chosen in kept for priority in _sure(chosen, kept, period, most, codebook)]
    return _in_order([*found, *_covered(judged, found, codebook)]), tuple(passed)


def _ranked(judged: Sequence[tuple[Listing, Judgement]], codebook: Codebook, period: Period | None) -> list[Chosen]:
    """The lists of priorities from the surest down; among equals those set out as lists first, then by place."""
    ranked: list[Chosen] = []
    for listing, judgement in judged:
        if judgement.holds == "priorities":
            scoped = _year_scope(listing, judgement, period, codebook)
            priorities = _with_children(listing, scoped, codebook)
            if priorities:
                ranked.append(Chosen(listing, scoped, priorities))

    def rank(chosen: Chosen) -> tuple[int, int, int, int]:
        first = chosen.priorities[0].quote
        return -chosen.judgement.strength, FORM_RANK[chosen.listing.form], first.block.index, first.start

    return sorted(ranked, key=rank)


def _sure(chosen: Chosen, kept: Sequence[Chosen], period: Period | None, most: float, codebook: Codebook) -> tuple[Priority, ...]:
    """The findings of one set, none surer than what speaks for the set allows."""
    if chosen.judgement.scope != "current":
        return chosen.priorities
    if chosen.listing.form != "labels":
        near = [heading.text for heading in chosen.listing.path[-1:] if not codebook.find("plans", heading.text)]
        openings = [*(sentence for sentence, _ in lead_sentences(chosen.listing, codebook)), *near]
        rival = any(other is not chosen and _rivals(chosen, other) for other in kept)
        if rival or looks_back(openings, codebook) or not speaks_for_the_plan(openings, period, codebook):
            most = min(most, UNOWNED)
        thematic = sum(one.themes != ("other",) for one in chosen.own)
        if thematic < len(chosen.own) / 2:
            most = min(most, UNOWNED if thematic else HARDLY)
    elif len(chosen.own) < 2:
        most = min(most, UNOWNED)
    else:
        most = 1.0
    return tuple(replace(one, confidence=min(one.confidence, most)) for one in chosen.priorities)


def _rivals(chosen: Chosen, other: Chosen) -> bool:
    """Whether two sets both claim to be the plan's own of one kind and share nothing."""
    alike = other.judgement.scope == "current" and other.judgement.kind == chosen.judgement.kind
    return alike and min(len(chosen.own), len(other.own)) >= 2 and not _share(chosen.own, other.own)


def _without_replaced(ranked: Sequence[Chosen], codebook: Codebook) -> list[Chosen]:
    """``ranked`` with the sets that another one takes the place of marked as previous."""
    own = [index for index, chosen in enumerate(ranked) if chosen.judgement.scope == "current" and chosen.judgement.strength >= 2]
    gone = {own[at] for at in replaced([_opening(ranked[index].listing, codebook) for index in own], codebook)}
    return [
        replace(
            chosen,
            judgement=replace(chosen.judgement, scope="previous"),
            priorities=tuple(replace(one, scope="previous", rule=f"{one.rule}+scope.replaced") for one in chosen.priorities),
        )
        if index in gone
        else chosen
        for index, chosen in enumerate(ranked)
    ]


def _opening(listing: Listing, codebook: Codebook) -> str:
    """The words over a set that name it as priorities: its lead-in, or else its own heading; "" where neither does."""
    if listing.form in ("labels", "contents"):
        return ""
    nouns = frozenset(codebook.words["priority_noun"])
    leads = [sentence for sentence, _ in lead_sentences(listing, codebook)]
    for text in [*leads[:1], *(heading.text for heading in listing.path[1:][-1:])]:
        if not nouns.isdisjoint(re.findall(r"[a-z]+", text.lower())):
            return text
    return ""


def _own(kept: Sequence[Chosen]) -> list[Priority]:
    """The plan's own priorities so far."""
    return [priority for one in kept for priority in one.own if one.judgement.scope == "current"]


def _alike(chosen: Chosen, kept: Sequence[Chosen]) -> bool:
    """Whether a list of the same kind and scope is held."""
    scope, kind = chosen.judgement.scope, chosen.judgement.kind
    return any(one.judgement.scope == scope and one.judgement.kind == kind for one in kept)


def _inside(chosen: Chosen, kept: Sequence[Chosen]) -> bool:
    """Whether a list in prose stands in the very block of a member of a list that is held."""
    blocks = {member.block.index for one in kept if one.listing.form != "prose" for member in one.listing.items}
    return chosen.listing.items[0].block.index in blocks


def _reason_against(chosen: Chosen, kept: Sequence[Chosen]) -> str:
    """Why a list adds nothing to those held, "" if it does. Lists of other bodies and years stand beside the plan's own."""
    if chosen.judgement.scope != "current":
        return ""
    if chosen.listing.form == "prose" and _inside(chosen, kept):
        return "stands in the text under a priority"
    strength, form, alike = chosen.judgement.strength, chosen.listing.form, _alike(chosen, kept)
    strongest = max((one.judgement.strength for one in kept if one.judgement.scope == "current"), default=0)
    share = _share(chosen.own, _own(kept))
    if share >= RESTATED and (alike or share == 1 or strength < 3):
        return "restates priorities that are stated more fully elsewhere"
    if strength == 1 and strongest >= 2 and form != "prose":
        return "only says what will be done, and the plan names its priorities elsewhere"
    if form == "cells" and alike and strongest >= strength:
        return "a table that goes through the plan's priorities, which are stated as a list"
    if strength < strongest == 3 and (alike or form in ("prose", "cells")):
        return "a surer list of the same kind states the plan's own"
    return ""


def _fitted(chosen: Chosen, kept: Sequence[Chosen], codebook: Codebook) -> Chosen:
    """A list beside those held: without what they state already, or as the children of the one it is about."""
    if chosen.judgement.scope != "current" or not _alike(chosen, kept):
        return chosen
    own = _own(kept)
    parent = _parent_by_lead(chosen, own, codebook)
    if parent is not None:
        children = tuple(replace(priority, parent=parent.title, kind="target-area") for priority in chosen.own)
        return replace(chosen, priorities=children)
    fresh = tuple(one for one in chosen.priorities if not any(same_title(one.title, other.title) for other in own))
    return replace(chosen, priorities=fresh)


def _in_order(found: Sequence[Priority]) -> tuple[Priority, ...]:
    """By place, children right after their parent; each wording once, since an inner list is read with its outer list and alone."""
    once: dict[tuple[int, int], Priority] = {}
    for one in found:
        once.setdefault((one.quote.block.index, one.quote.start), one)
    places = {(one.scope, one.title): one.quote for one in reversed(found) if one.parent is None}

    def place(one: Priority) -> tuple[int, int, bool, int, int]:
        first = places.get((one.scope, one.parent), one.quote) if one.parent is not None else one.quote
        return first.block.index, first.start, one.parent is not None, one.quote.block.index, one.quote.start

    return tuple(sorted(once.values(), key=place))


def _covered(judged: Sequence[tuple[Listing, Judgement]], found: Sequence[Priority], codebook: Codebook) -> list[Priority]:
    """Areas covered under a priority's own heading, as its target areas."""
    areas: list[Priority] = []
    for listing, judgement in judged:
        if judgement.holds != "areas-covered":
            continue
        above = [heading.text for heading in reversed(listing.path)]
        parent = next(
            (
                priority
                for text in above
                for priority in found
                if priority.parent is None and folded(priority.title) and folded(priority.title) in folded(text)
            ),
            None,
        )
        if parent is None:
            continue
        base = Judgement("priorities", judgement.rule, 2, "target-area", parent.scope, parent.owner, confidence=0.85)
        for member in listing.items:
            area = _finding(member, base, codebook, parent=parent.title)
            if area is not None and not member_looks(member, codebook)[0]:
                areas.append(area)
    return areas
