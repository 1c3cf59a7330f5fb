"""Gold + Extract -> Scored: one form of a paper, figure by figure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from extractor.evaluate.figures import (
    AREA,
    COMMENTARY,
    DATE,
    EVIDENCE,
    KIND,
    MEASURE_CELLS,
    MEASURE_NUMBERS,
    MEASURES,
    PARTNERSHIP,
    PERIOD,
    PLANS,
    PRIORITIES,
    SCHEMES,
    THEME,
    THEMES,
    VISION,
    WRONG_SCOPE,
    Fault,
    Scored,
    Share,
    Tally,
)
from extractor.evaluate.gold import Gold, GoldPlan, reference_key
from extractor.evaluate.matching import alike, holds, pairs, squeeze
from extractor.model import Extract, Facts, Passed, Plan, Priority, Quote, Reference


@dataclass
class _Sheet:
    """Counts and faults while one paper is being scored."""

    tallies: dict[str, Tally] = field(default_factory=dict)
    shares: dict[str, Share] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    reported: list[tuple[float, bool]] = field(default_factory=list)
    plan: str = ""

    def count(self, figure: str, right: int, extra: int, missed: int) -> None:
        self.tallies[figure] = self.tallies.get(figure, Tally()) + Tally(right, extra, missed)

    def ask(self, figure: str, right: int, asked: int = 1) -> None:
        self.shares[figure] = self.shares.get(figure, Share()) + Share(right, asked)

    def fault(
        self,
        figure: str,
        sort: Literal["missed", "extra", "wrong"],
        *,
        wanted: str | None = None,
        got: str | None = None,
        rule: str | None = None,
        quote: Quote | None = None,
        note: str | None = None,
    ) -> None:
        self.faults.append(Fault(figure, sort, self.plan, wanted, got, rule, quote, note))


def score(gold: Gold, extract: Extract | None, *, file: str, unread: str | None = None) -> Scored:
    """Every figure for one form of a paper. Without an extract (the file could not be read) all that gold has is missed."""
    plans = extract.plans if extract else ()
    sheet = _Sheet()
    chosen, spare = _split(gold, plans, sheet)
    for place, wanted in enumerate(gold.plans):
        sheet.plan = ", ".join(wanted.names)
        # What stands in plans too many is reported all the same: it counts with the first plan.
        found = chosen.get(place, Plan())
        priorities = [*found.priorities, *(priority for plan in spare if place == 0 for priority in plan.priorities)]
        _priorities(wanted, priorities, gold.form_class, extract.passed if extract else (), sheet)
        _plan_facts(wanted, found, sheet)
    sheet.plan = ""
    _references(gold, extract.references if extract else (), sheet)
    _measures(gold, plans, sheet)
    _commentary(gold, plans, sheet)
    _date(gold, extract.facts if extract else Facts(), sheet)
    return Scored(gold.name, file, sheet.tallies, sheet.shares, tuple(sheet.faults), tuple(sheet.reported), unread=unread)


def _split(gold: Gold, plans: Sequence[Plan], sheet: _Sheet) -> tuple[dict[int, Plan], list[Plan]]:
    """Plans of the paper by the gold plan they answer to: the same area first, then in order. And those left over."""
    surplus = len(plans) - len(gold.plans)
    sheet.count(PLANS, min(len(plans), len(gold.plans)), max(0, surplus), max(0, -surplus))
    left, chosen = list(plans), dict[int, Plan]()
    for place, wanted in enumerate(gold.plans):
        names = {squeeze(name) for name in wanted.names}
        for number, plan in enumerate(left):
            if names & {squeeze(area.name) for area in plan.areas}:
                chosen[place] = left.pop(number)
                break
    for place, wanted in enumerate(gold.plans):
        if place not in chosen and left:
            chosen[place] = left.pop(0)
        elif place not in chosen:
            sheet.fault(PLANS, "missed", wanted=", ".join(wanted.names) or wanted.partnership or "a plan")
    for plan in left:
        name = ", ".join(area.name for area in plan.areas) or plan.partnership or plan.title or "a plan without a name"
        sheet.fault(PLANS, "extra", got=name, quote=plan.title_quote or plan.partnership_quote)
    return chosen, left


def _priorities(wanted: GoldPlan, found: Sequence[Priority], form_class: str, passed: Sequence[Passed], sheet: _Sheet) -> None:
    own = [priority for priority in found if priority.scope == "current" and not priority.parent]
    hit = pairs([priority.title for priority in wanted.priorities], [priority.title for priority in own])
    answered = {other: wanted.priorities[place] for place, other in hit.items()}
    required = [place for place, priority in enumerate(wanted.priorities) if not priority.neutral]
    right = sum(place in hit for place in required)
    for figure in (PRIORITIES, f"{PRIORITIES}: {form_class}"):
        sheet.count(figure, right, len(own) - len(hit), len(required) - right)

    for place in required:
        if place not in hit:
            title = wanted.priorities[place].title
            sheet.fault(PRIORITIES, "missed", wanted=title, note=_whereabouts(title, found, passed))
    foreign = wrong = 0
    for place, asked in enumerate(wanted.priorities):
        foreign += asked.foreign
        if asked.foreign and not asked.optional and place in hit:
            wrong += 1
            taken = own[hit[place]]
            sheet.fault(
                WRONG_SCOPE,
                "wrong",
                wanted=f"{asked.title} [{asked.scope}]",
                got="reported as current",
                rule=taken.rule,
                quote=taken.quote,
            )
    sheet.ask(WRONG_SCOPE, wrong, foreign)
    for number, priority in enumerate(own):
        if number not in answered:
            sheet.fault(PRIORITIES, "extra", got=priority.title, rule=priority.rule, quote=priority.quote)
        told = answered.get(number)
        if told is None or not told.neutral:
            sheet.reported.append((priority.confidence, told is not None))
        elif told.foreign and not told.optional:
            sheet.reported.append((priority.confidence, False))
    for place in required:
        if place in hit:
            _attributes(wanted, place, own[hit[place]], sheet)


def _whereabouts(title: str, found: Sequence[Priority], passed: Sequence[Passed]) -> str | None:
    """What became of a priority that was missed."""
    for priority in found:
        if (priority.scope != "current" or priority.parent) and alike(title, priority.title):
            what = f"a part of '{priority.parent}'" if priority.scope == "current" else priority.scope
            return f"reported as {what} by {priority.rule}"
    for entry in passed:
        if alike(title, entry.text):
            return f"passed over by {entry.rule}: {entry.reason}"
    return None


def _attributes(plan: GoldPlan, place: int, found: Priority, sheet: _Sheet) -> None:
    """Themes, kind and evidence of a priority that gold has too."""
    asked = plan.priorities[place]
    if asked.themes:
        themes = frozenset(found.themes)
        shared = asked.themes & themes
        sheet.ask(THEME, bool(shared))
        sheet.count(THEMES, len(shared), len(themes - shared), len(asked.themes - shared))
        if asked.themes != themes:
            sheet.fault(
                THEMES if shared else THEME,
                "wrong",
                wanted=f"{asked.title}: {', '.join(sorted(asked.themes))}",
                got=", ".join(sorted(themes)) or "no theme",
                rule=found.rule,
                quote=found.quote,
            )
    sheet.ask(KIND, found.kind == asked.kind)
    if found.kind != asked.kind:
        sheet.fault(KIND, "wrong", wanted=f"{asked.title}: {asked.kind}", got=found.kind, rule=found.rule, quote=found.quote)
    evidence = bool(found.quote.text and (found.quote.boxes or found.quote.block.anchor))
    sheet.ask(EVIDENCE, evidence)
    if not evidence:
        sheet.fault(EVIDENCE, "missed", wanted=asked.title, rule=found.rule, quote=found.quote)


def _plan_facts(wanted: GoldPlan, found: Plan, sheet: _Sheet) -> None:
    if wanted.areas:
        a, b = {squeeze(name) for name in wanted.areas}, {squeeze(area.name) for area in found.areas}
        # One area too many is a near miss that still tells a reader whose plan it is; a list of areas does not.
        right = bool(a & b) and len(b) <= max(len(a), 1) + 1
        sheet.ask(AREA, right)
        if not right:
            quote = next((area.quote for area in found.areas if area.quote), None)
            got = ", ".join(area.name for area in found.areas) or "no area"
            sheet.fault(AREA, "wrong", wanted=", ".join(wanted.areas), got=got, quote=quote)
    if wanted.period:
        period = (found.period.start, found.period.end) if found.period else None
        sheet.ask(PERIOD, period == wanted.period)
        if period != wanted.period:
            got = f"{period[0]}-{period[1]}" if period else "no period"
            quote = found.period.quote if found.period else None
            sheet.fault(PERIOD, "wrong", wanted=f"{wanted.period[0]}-{wanted.period[1]}", got=got, quote=quote)
    if wanted.partnership:
        right = alike(wanted.partnership, found.partnership or "")
        sheet.ask(PARTNERSHIP, right)
        if not right:
            got = found.partnership or "no partnership"
            sheet.fault(PARTNERSHIP, "wrong", wanted=wanted.partnership, got=got, quote=found.partnership_quote)
    vision = found.vision
    if wanted.vision_starts:
        right = holds(vision.text if vision else None, wanted.vision_starts[:50])
        told = bool(vision and vision.text)
        sheet.count(VISION, int(right), int(told and not right), int(not right))
        if not right:
            sheet.fault(VISION, "missed", wanted=wanted.vision_starts)
    else:
        right = not (vision and vision.text) or wanted.vision_optional
        if not right:
            sheet.count(VISION, 0, 1, 0)
    if vision and vision.text and not right:
        sheet.fault(VISION, "extra", got=vision.text, rule=vision.rule, quote=vision.quote)


def _references(gold: Gold, found: Sequence[Reference], sheet: _Sheet) -> None:
    cited: dict[str, Reference] = {}
    for reference in found:
        if reference.number:
            cited.setdefault(reference_key(reference.scheme, reference.number), reference)
    for scheme in SCHEMES:
        figure = f"references {scheme}"
        wanted = {key for key in gold.references if key.startswith(f"{scheme} ")}
        got = {key for key in cited if key.startswith(f"{scheme} ")}
        sheet.count(figure, len(wanted & got), len(got - wanted), len(wanted - got))
        for key in sorted(wanted - got):
            sheet.fault(figure, "missed", wanted=key)
        for key in sorted(got - wanted):
            sheet.fault(figure, "extra", got=key, rule=cited[key].rule, quote=cited[key].quote)


def _measures(gold: Gold, plans: Sequence[Plan], sheet: _Sheet) -> None:
    found = [measure for plan in plans for measure in plan.measures]
    hit = pairs([measure.objective for measure in gold.measures], [measure.objective for measure in found])
    sheet.count(MEASURES, len(hit), len(found) - len(hit), len(gold.measures) - len(hit))
    for place, wanted in enumerate(gold.measures):
        if place not in hit:
            sheet.fault(MEASURES, "missed", wanted=wanted.objective)
            continue
        measure = found[hit[place]]
        for cell, words in wanted.cells:
            got = getattr(measure, cell) or ""
            right = squeeze(words) in squeeze(got) or alike(words, got)
            sheet.ask(MEASURE_CELLS, right)
            if not right:
                told = f"{wanted.objective}: {cell} {words}"
                sheet.fault(MEASURE_CELLS, "wrong", wanted=told, got=got or "empty", rule=measure.rule, quote=measure.quote)
        for cell, number in wanted.numbers:
            value = getattr(measure, cell)
            sheet.ask(MEASURE_NUMBERS, value == number)
            if value != number:
                told, got = f"{wanted.objective}: {cell} {number:g}", "no number" if value is None else f"{value:g}"
                sheet.fault(MEASURE_NUMBERS, "wrong", wanted=told, got=got, rule=measure.rule, quote=measure.quote)
    for number, measure in enumerate(found):
        if number not in hit.values():
            sheet.fault(MEASURES, "extra", got=measure.objective, rule=measure.rule, quote=measure.quote)


def _commentary(gold: Gold, plans: Sequence[Plan], sheet: _Sheet) -> None:
    """A remark is right when it stands beside the action that gold sets it beside.

    Extras are counted by number alone, since gold gives only first words; those listed are the remarks that no gold remark begins.
    """
    actions = [action for plan in plans for action in plan.actions if action.commentary]
    known = set()
    for wanted in gold.commentary:
        place = next(
            (number for number, action in enumerate(actions) if holds(action.commentary, wanted.commentary_starts[:45])), None
        )
        right, note = False, None
        if place is not None:
            known.add(place)
            action = actions[place]
            right = (not wanted.number or (action.number or "").strip(".)") == wanted.number) and (
                not wanted.text_starts or holds(action.text, wanted.text_starts[:40])
            )
            note = f"stands beside {action.number or 'an unnumbered action'}: {action.text}"
        sheet.count(COMMENTARY, int(right), 0, int(not right))
        if not right:
            beside = f"{wanted.number or wanted.text_starts or 'an action'}: {wanted.commentary_starts}"
            sheet.fault(COMMENTARY, "missed", wanted=beside, note=note)
    surplus = max(0, len(actions) - len(gold.commentary))
    sheet.count(COMMENTARY, 0, surplus, 0)
    for number, action in enumerate(actions):
        if surplus and number not in known:
            quote = action.commentary_quote or action.quote
            sheet.fault(
                COMMENTARY, "extra", got=f"{action.number or action.text}: {action.commentary}", rule=action.rule, quote=quote
            )


def _date(gold: Gold, facts: Facts, sheet: _Sheet) -> None:
    if gold.date:
        sheet.ask(DATE, facts.date == gold.date)
        if facts.date != gold.date:
            quote = next((quote for name, quote in facts.quotes if name == "date"), None)
            sheet.fault(DATE, "wrong", wanted=gold.date, got=facts.date or "no date", quote=quote)
