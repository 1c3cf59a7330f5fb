"""Placed blocks -> Measures: objective, baseline, timescale, target, from tables by the meaning of their heads, and from prose."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from extractor.codebook import Codebook
from extractor.grammar.gated import Gated
from extractor.grammar.numbers import read_percent
from extractor.grammar.periods import find_periods
from extractor.model import Block, Measure, Quote
from extractor.tag.measures.aims import Aim, next_aim
from extractor.tag.measures.cells import Value, change_of, check, is_none, read_value, signed_percent, split_period, split_star
from extractor.tag.measures.columns import MeasureRow, measure_rows
from extractor.tag.measures.horizon import Horizon, date_set, figure_of, next_horizon
from extractor.tag.measures.labelled import labelled_rows, read_label
from extractor.tag.measures.led import Lead, lead_of, leads_in_targets, led_item
from extractor.tag.measures.prose import direction_of, read_statements
from extractor.tag.measures.stated import Stated
from extractor.tag.sentences import sentences
from extractor.tag.tables import Placed, Table, read_tables

__all__ = ["tag_measures"]

# Sections whose numbers are not the plan's own targets.
_NOT_HERE = {"achievements", "findings", "consultation", "glossary", "contacts", "contents", "references", "resources", "members"}
_MARKER = re.compile(r"^(?:\(?\d+(?:\.\d+)*[.)]?|\(?[a-z]\)|[•▪■●–-])\s+")
# "NI 30 Re-offending by prolific offenders": the number is a reference, not a word of the objective.
_NUMBERED = re.compile(r"(?P<scheme>NI|PSA|LPSA|BVPI|BV|LPI|SPI)\s?0*(?P<number>\d+[a-z]?)\s*(?:[:–—-]\s*)?(?=\S*[A-Za-z])")
_REPORTED = re.compile(r"\b(?:report|assessment|review|monitoring|performance|quarter|audit|progress)\b", re.I)
_JUDGED = Gated(
    r"\b(?:targets?|goals?|aims?|ambitions?)\s+(?:are|is|for|below|which|that|we|shown|set)\b|\b(?:judge|measure|tell|know)\w*\b[^.]*\b"
    r"(?:success|succeeded|progress|working|worked|ourselves|by\s+these|met)\b|\bwhat\s+we\s+(?:want|aim|intend|hope)\s+to\s+(?:achieve|reach)\b",
    re.I,
)
_IN_BRACKETS = re.compile(r"\d(?:\s+[a-z]+){0,3}\s*\((?P<change>[-–−+]?\s?\d+(?:\.\d+)?\s?(?:%|per\s?cent)[^)]*)\)\s*$")
_STOPS = re.compile(r"[\s;,]+(?:and|or)?\s*$")
_LONGEST_LINE = 25
"""Words of a line that no mark tells from running text."""


@dataclass(frozen=True, slots=True)
class _Found:
    order: int
    plan: int
    measure: Measure
    national: bool


def tag_measures(placed: Sequence[Placed], codebook: Codebook) -> tuple[tuple[int, Measure], ...]:
    """Every measure, as (plan index, measure), in the order of the paper.

    Targets stated as national ones are given only for a plan that states none of its own; a measure printed twice is given once,
    the fuller one.
    """
    order = {one.block.index: number for number, one in enumerate(placed)}
    found: list[_Found] = []
    tabled: set[int] = set()
    banners: dict[int, Block] = {}
    years = _years(placed)
    for table in read_tables(placed):
        rows = None
        if table.place.scope in {"current", "emerging"}:
            before = placed[start - 1].block if (start := order[table.place.block.index]) else None
            announced = before is not None and before.kind == "paragraph" and _announces(before, codebook)
            rows = measure_rows(table, codebook, years=years.get(table.place.plan), announced=announced)
        if rows is not None:
            tabled |= {cell.index for row in table.rows for cell in row.cells if cell is not None}
            found += [one for row in rows if (one := _from_row(row, table.place, codebook, order)) is not None]
        else:
            banners |= _banners(table)
    for place, row, blocks in labelled_rows(placed, codebook):
        if (labelled := _from_row(row, place, codebook, order)) is not None:
            tabled |= blocks
            found.append(labelled)
    found += _completed(list(_running(placed, tabled, banners, codebook)), placed, codebook)
    return tuple((one.plan, one.measure) for one in _own(sorted(found, key=lambda one: one.order)))


def _years(placed: Sequence[Placed]) -> dict[int, tuple[int, int]]:
    """The first and last year of each plan, by the first short line near its head that names a span of years."""
    found: dict[int, tuple[int, int]] = {}
    seen: dict[int, int] = {}
    for one in placed:
        seen[one.plan] = seen.get(one.plan, 0) + 1
        lines = (*one.path, one.block) if seen[one.plan] == 1 else (one.block,)
        for line in lines:
            if one.plan in found or seen[one.plan] > 8 or len(line.text) > 120 or _REPORTED.search(line.text):
                continue
            spans = find_periods(line.text)
            if spans:
                found[one.plan] = spans[0].first_year, spans[0].last_year
    return found


def _announces(block: Block, codebook: Codebook) -> bool:
    """Whether the words before a table say that it holds what is to be reached: "We shall judge ourselves by these targets"."""
    return len(block.text) < 400 and _JUDGED.search(block.text) is not None and not _national(block.text, codebook)


def _own(found: Sequence[_Found]) -> Iterator[_Found]:
    """Without repeats, and without national targets where a plan has its own."""
    has_own = {one.plan for one in found if not one.national}
    kept: dict[tuple[int, str], _Found] = {}
    for one in found:
        if one.national and one.plan in has_own:
            continue
        key = one.plan, re.sub(r"\W+", "", one.measure.objective.casefold())
        held = kept.get(key)
        if held is None or _fullness(one.measure) > _fullness(held.measure):
            kept[key] = one if held is None else replace(one, order=held.order)
    yield from sorted(kept.values(), key=lambda one: one.order)


def _fullness(measure: Measure) -> int:
    return sum(cell is not None for cell in (measure.baseline, measure.timescale, measure.target))


# --- tables ------------------------------------------------------------------------------------------------------------------


def _from_row(row: MeasureRow, place: Placed, codebook: Codebook, order: dict[int, int]) -> _Found | None:
    block = row.objective
    end, star = split_star(block.text)
    start = match.end() if (match := _MARKER.match(block.text)) is not None and match.end() < end else row.start
    named = _NUMBERED.match(block.text, start, end)
    start = named.end() if named is not None else start
    objective = " ".join(block.text[start:end].split())
    baseline, target, timescale = (
        None if cell is None or is_none(cell, codebook) else cell for cell in (row.baseline, row.target, row.timescale)
    )
    if target is not None:
        target, period = split_period(target)
        timescale = timescale or period
    if target is None and not row.has_target_column:
        # The objective itself says how far and by when: "Reduce burglary by 10% by 2008".
        said = next(iter(read_statements(block.text[start:end], codebook, line=True, context=True)), None)
        if said is not None and said.amounts is not None:
            target = said.target or _target(said)
            timescale = timescale or said.amounts.when
    dropped = row.has_target_column and target is None and row.target is not None
    if dropped or not objective or (baseline, timescale, target) == (None, None, None) or (target is None and baseline is None):
        return None
    first, reach = read_value(baseline or ""), read_value(target or "")
    if row.unit:
        first, reach = (
            replace(value, unit=row.unit) if value.number is not None and value.unit is None else value for value in (first, reach)
        )
    change = change_of(objective, direction_of(objective, codebook))
    change = change if change is not None else _bracketed(target or "", reach, direction_of(objective, codebook))
    change = change if change is not None else reach.change
    change = change if change is not None else signed_percent(row.change or "")
    heading = row.under.text if row.under is not None else _theme(place.path, codebook)
    measure = Measure(
        objective=objective,
        quote=Quote(block, start, end),
        rule="measure.table",
        baseline=baseline,
        timescale=timescale,
        target=target,
        baseline_value=first.number,
        target_value=reach.number,
        unit=reach.unit or first.unit,
        change_percent=change,
        check=check(first, reach, change),
        priority=_title(heading, codebook),
        references=tuple(dict.fromkeys([*row.references, *star, *((f"{named['scheme']} {named['number']}",) if named else ())])),
        cells=tuple(
            (meaning, Quote(cell, 0, len(cell.text)))
            for meaning, cell in row.cells
            if {"baseline": baseline, "timescale": timescale, "target": target}[meaning] is not None
        ),
    )
    return _Found(order[block.index], place.plan, measure, False)


def _bracketed(target: str, reach: Value, down: bool | None) -> float | None:
    """The change that a target gives in brackets after its number ("2,170 (5%)"), signed by the word of its objective."""
    match = _IN_BRACKETS.search(target)
    if match is None or reach.number is None or reach.unit == "%":
        return None
    signed = read_value(match["change"]).change
    if signed is not None or down is None:
        return signed
    percent = read_percent(match["change"])
    return None if percent is None else -percent if down else percent


def _banners(table: Table) -> dict[int, Block]:
    """For each cell of a table the banner row it stands under."""
    over: dict[int, Block] = {}
    banner: Block | None = None
    for row in table.rows:
        if row.banner is not None:
            banner = row.banner if len(row.banner.text.split()) > 1 else banner
        elif banner is not None:
            over |= {cell.index: banner for cell in row.cells if cell is not None}
    return over


def _theme(path: Sequence[Block], codebook: Codebook) -> str | None:
    """The nearest heading that names a theme, and not only "Key measures" or "Targets"."""
    for heading in reversed(path):
        if not codebook.find("measures", heading.text, "role", "heading"):
            return heading.text
    return None


def _title(heading: str | None, codebook: Codebook) -> str | None:
    """A heading without its label ("Strategic Theme – To reduce violent crime" gives "To reduce violent crime")."""
    if heading is None:
        return None
    label = next((hit.end for hit in codebook.find("measures", heading, "role", "theme-label")), 0)
    return " ".join(heading[label:].split())


# --- prose and lists -----------------------------------------------------------------------------------------------------------


def _running(placed: Sequence[Placed], tabled: set[int], banners: dict[int, Block], codebook: Codebook) -> Iterator[_Found]:
    lead: Block | None = None
    verb: Lead | None = None
    horizon: tuple[int, str] | None = None
    ahead: Horizon | None = None
    aim: Aim | None = None
    for order, one in enumerate(placed):
        block = one.block
        if block.index in tabled or one.role in _NOT_HERE or one.scope not in {"current", "emerging", "national"}:
            continue
        line = block.kind in {"item", "heading"} or (block.kind == "cell" and len(block.text.split()) < 40) or _is_line(block)
        ahead = next_horizon(one, ahead)
        aim = next_aim(one, aim, codebook)
        aimed = aim is not None and aim.block is not block
        under = ahead if ahead is not None and ahead.block is not block else None
        line = line or ((under is not None or aimed) and len(block.text.split()) < 40)
        if block.kind != "item" and not (verb is not None and _is_line(block)):
            verb = lead_of(block, codebook)
        if block.kind != "item":
            lead = block if leads_in_targets(block, codebook) else None
        stated = read_statements(
            block.text, codebook, line=line, context=one.role == "measures" or under is not None, success=aimed
        )
        led = None
        if verb is not None and line and verb.block is not block and direction_of(block.text, codebook) is None:
            led = led_item(block.text, verb)
        stated = stated if led is None else (led,)
        listed = not stated and block.kind == "item" and lead is not None
        figure = figure_of(block.text) if not stated and (under is not None or listed) else None
        if not stated and not listed and figure is None:
            horizon = date_set(block, order) or horizon
            continue
        national = one.scope == "national" or any(_national(heading.text, codebook) for heading in one.path)
        for found in stated:
            after = horizon[1] if horizon is not None and order - horizon[0] <= 2 else None
            if under is not None:
                after = under.when
            elif led is not None and verb is not None:
                after = verb.when or after
            measure = _measure(one, found, banners.get(block.index), after, codebook)
            theirs = led is not None and verb is not None and _national(verb.block.text, codebook)
            yield _Found(order, one.plan, measure, national or found.national or theirs)
        if listed or figure is not None:
            when = under.when if under is not None else None
            theirs = national or (lead is not None and _national(lead.text, codebook))
            yield _Found(order, one.plan, _listed(one, figure, when, codebook), theirs)
        horizon = date_set(block, order) or horizon


def _is_line(block: Block) -> bool:
    """A short paragraph that ends as no sentence does: a line of a list whose marks a text file or a scan lost."""
    return (
        block.kind == "paragraph"
        and len(block.text.split()) <= _LONGEST_LINE
        and block.text.rstrip()[-1:] not in {".", ":", "?", "!"}
    )


def _completed(found: Sequence[_Found], placed: Sequence[Placed], codebook: Codebook) -> Iterator[_Found]:
    """Measures with what a labelled line right after them says: "Baseline: 2,300 offences (2001/02)"."""
    for one in found:
        measure = one.measure
        for following in placed[one.order + 1 : one.order + 4]:
            label = read_label(following.block, codebook)
            if label is None or label.meaning not in {"baseline", "timescale"} or following.path != placed[one.order].path:
                break
            text = following.block.text[label.start :].strip()
            if label.meaning == "timescale":
                measure = replace(measure, timescale=measure.timescale or text)
            elif measure.baseline is None and not is_none(text, codebook):
                first, reach = read_value(text), Value(measure.target_value, measure.unit)
                agreement = check(first, reach, measure.change_percent)
                measure = replace(
                    measure, baseline=text, baseline_value=first.number, unit=measure.unit or first.unit, check=agreement
                )
        yield replace(one, measure=measure)


def _national(text: str, codebook: Codebook) -> bool:
    return bool(codebook.find("measures", text, "role", "national"))


def _listed(one: Placed, figure: tuple[str, str | None] | None, when: str | None, codebook: Codebook) -> Measure:
    """An item of a list of targets, with the figure it names or without one."""
    end = _STOPS.search(one.block.text.rstrip("."))
    stop = end.start() if end is not None else len(one.block.text.rstrip("."))
    target, time = figure if figure is not None else (None, None)
    reach = read_value(target or "")
    return Measure(
        " ".join(one.block.text[:stop].split()),
        Quote(one.block, 0, stop),
        "measure.listed-target",
        timescale=time or (when if figure is not None else None),
        target=target,
        target_value=reach.number,
        unit=reach.unit,
        priority=_title(_theme(one.path, codebook), codebook),
    )


def _measure(one: Placed, found: Stated, banner: Block | None, after: str | None, codebook: Codebook) -> Measure:
    block, amounts = one.block, found.amounts
    objective = block.text[found.start : found.end]
    stop, star = split_star(objective)
    objective = objective[:stop]
    baseline, target, when = found.baseline, found.target, after
    first, reach, change = Value(), Value(), None
    if amounts is not None:
        baseline = baseline or amounts.first or amounts.base
        when = amounts.when or after
        target = target or _target(found)
        percent = read_percent(amounts.change or "")
        if found.hold:
            reach = read_value(amounts.target or amounts.change or "")
        else:
            reach = read_value(amounts.target or "")
            change = None if percent is None or found.down is None else (-percent if found.down else percent)
    first = read_value(baseline or "")
    baseline = baseline or _stood_at(block.text, found, objective)
    if found.target is not None and amounts is None:
        reach = read_value(found.target)
    theme = banner.text if banner is not None else _theme(one.path, codebook)
    return Measure(
        objective=" ".join(objective.split()),
        quote=Quote(block, found.start, found.start + stop),
        rule=found.rule,
        baseline=baseline,
        timescale=when,
        target=target,
        baseline_value=first.number,
        target_value=reach.number,
        unit=reach.unit or first.unit,
        change_percent=change,
        check=check(first, reach, change),
        priority=_title(theme, codebook),
        references=star,
    )


def _target(found: Stated) -> str | None:
    """A target as the guide words it: "20% reduction", or the number to reach with the percentage in brackets."""
    amounts = found.amounts
    assert amounts is not None
    if found.hold:
        return amounts.target or amounts.change
    noun = {True: "reduction", False: "increase", None: "change"}[found.down]
    change = None if amounts.change is None else amounts.change if found.rule == "measure.multiple" else f"{amounts.change} {noun}"
    if amounts.target is not None:
        return f"{amounts.target} ({change})" if change else amounts.target
    return change or amounts.by


_NOUNS = re.compile(r"[a-z]{5,}")
_HAD = re.compile(
    r"\b(?:had|has|have|there\s+(?:are|were|is|was)|stands?\s+at|stood\s+at|currently|at\s+present)\b\s*(?P<what>[^.;]*\d[^.;]*)"
)


def _stood_at(text: str, found: Stated, objective: str) -> str | None:
    """What the next sentence says there is of the same thing: "Increase places by 1. The borough had places for 3 families."."""
    following = next(((start, end) for start, end in sentences(text) if start >= found.end), None)
    if following is None:
        return None
    match = _HAD.search(text[slice(*following)])
    if match is None or not set(_NOUNS.findall(match["what"].lower())) & set(_NOUNS.findall(objective.lower())):
        return None
    return match["what"].strip()
