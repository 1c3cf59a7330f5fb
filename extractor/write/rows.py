"""Extract -> rows: what each table is to hold of one paper, as plain dicts in a fixed order. Reads and writes nothing."""

from __future__ import annotations

import json

from extractor.codebook import Codebook
from extractor.grammar.objectives import objective_key, target_year
from extractor.model import Block, Extract, Plan, Priority
from extractor.write.copies import sketch_of
from extractor.write.gathered import Row, Rows
from extractor.write.ids import clean, key_of
from extractor.write.pages import page_rows
from extractor.write.rows_between import add_frameworks, add_groups, add_mentions, add_unread, edition


def rows_of(extract: Extract, size: int, program_version: str, codebook: Codebook | None = None) -> dict[str, list[Row]]:
    """All rows of one paper by table, parents before children; ``size`` in bytes. The same extract and rules give the same rows.

    Without a ``codebook``, mentions of themes, crime types of measures and the paper's edition are left out.
    """
    rows = Rows(extract)
    _paper(rows, size, program_version, codebook)
    for field, quote in extract.facts.quotes:
        stated = getattr(extract.facts, field, None)
        rows.finding(f"paper {field}", str(stated or quote.text), quote)
    for number, plan in enumerate(extract.plans, start=1):
        _plan(rows, number, plan)
    _citations(rows)
    for position, problem in enumerate(extract.problems, start=1):
        rows.add("problems", paper=rows.paper, position=position, stage=problem.stage, message=problem.message, page=problem.page)
    for position, passed in enumerate(extract.passed, start=1):
        rows.add(
            "passed",
            paper=rows.paper,
            position=position,
            text=passed.text,
            reason=passed.reason,
            rule=passed.rule,
            page=passed.quote.page,
            anchor=passed.quote.block.anchor,
        )
    add_frameworks(rows)
    add_groups(rows)
    add_unread(rows, codebook)
    if codebook is not None:
        add_mentions(rows, codebook)
    return rows.tables


def _paper(rows: Rows, size: int, program_version: str, codebook: Codebook | None) -> None:
    extract, document, facts = rows.extract, rows.extract.document, rows.extract.facts
    manifest = extract.paper.manifest
    rows.add(
        "papers",
        id=rows.paper,
        file=extract.paper.file,
        sha256=extract.paper.sha256.lower(),
        media_type=extract.paper.media_type,
        size=size,
        pages=len(document.pages) or None,
        scanned=int(document.scanned),
        title=facts.title,
        date=facts.date,
        kind=facts.kind,
        meeting=facts.meeting,
        author=facts.author,
        manifest_area=manifest.area if manifest else None,
        manifest_partnership=manifest.partnership if manifest else None,
        manifest_period=manifest.period if manifest else None,
        manifest_source=manifest.source if manifest else None,
        edition=edition(extract, codebook),
        status="read with problems" if extract.problems else "read",
        rules_hash=extract.rules_hash,
        program_version=program_version,
    )
    rows.add("paper_forms", paper=rows.paper, sketch=sketch_of(block.text for block in document.blocks))
    if document.blocks:
        rows.tables["blocks"] = [_block(rows.paper, block) for block in document.blocks]
    for page in page_rows(document):
        identifier = rows.next_id("page", page["number"])
        rows.add("pages", id=identifier, key=key_of(identifier), paper=rows.paper, **page)


def _block(paper: str, block: Block) -> Row:
    """The row of a block: of a paper's rows nine in ten are these, and only what is cleaned here comes from the paper."""
    cell = block.cell
    return {
        "paper": paper,
        "number": block.index,
        "kind": block.kind,
        "text": clean(block.text),
        "label": None if block.label is None else clean(block.label),
        "level": block.level,
        "page": block.page,
        "anchor": None if block.anchor is None else clean(block.anchor),
        "table_number": cell.table if cell else None,
        "row_number": cell.row if cell else None,
        "column_number": cell.column if cell else None,
        "row_span": cell.rows if cell else None,
        "column_span": cell.columns if cell else None,
        "head": int(cell.head) if cell else None,
    }


def _plan(rows: Rows, number: int, plan: Plan) -> None:
    period = plan.period
    identifier = rows.next_id(
        "plan", "; ".join(area.name for area in plan.areas), period and f"{period.start}-{period.end}", plan.title
    )
    rows.add(
        "plans",
        id=identifier,
        paper=rows.paper,
        number=number,
        title=plan.title,
        partnership=plan.partnership,
        period_start=period.start if period else None,
        period_end=period.end if period else None,
        period_text=period.text if period else None,
        vision=plan.vision.text if plan.vision else None,
        commentary_of=plan.commentary_of,
    )
    names: set[str] = set()
    for area in plan.areas:
        if area.name in names:
            continue
        names.add(area.name)
        rows.add("areas", name=area.name, code=area.code)
        rows.add("plan_areas", plan=identifier, area=area.name, position=len(names), how=area.how)
        if area.quote:
            rows.finding("area", area.name, area.quote, plan=identifier)
    if plan.title and plan.title_quote:
        rows.finding("plan title", plan.title, plan.title_quote, plan=identifier)
    if plan.partnership and plan.partnership_quote:
        rows.finding("partnership", plan.partnership, plan.partnership_quote, plan=identifier)
    if period and period.quote:
        rows.finding("period", period.text, period.quote, plan=identifier)
    if plan.vision:
        items = [(f"item {number:02}", item) for number, item in enumerate(plan.vision.items, start=1)]
        rows.finding("vision", plan.vision.text, plan.vision.quote, plan=identifier, rule=plan.vision.rule, more=items)
    for position, priority in enumerate(plan.priorities, start=1):
        _priority(rows, identifier, position, priority)
    _measures(rows, identifier, plan)
    _actions(rows, identifier, plan)


def _priority(rows: Rows, plan: str, position: int, priority: Priority) -> None:
    identifier = rows.finding(
        "priority",
        priority.title,
        priority.quote,
        plan=plan,
        body=priority.detail,
        rule=priority.rule,
        confidence=priority.confidence,
        more=[("detail", priority.detail_quote)],
    )
    rows.add(
        "priorities",
        id=identifier,
        plan=plan,
        position=position,
        title=priority.title,
        label=priority.label,
        kind=priority.kind,
        detail=priority.detail,
        parent=priority.parent,
        scope=priority.scope,
        owner=priority.owner,
        confidence=priority.confidence,
        rule=priority.rule,
    )
    primary = tuple(dict.fromkeys(priority.themes))
    secondary = tuple(theme for theme in dict.fromkeys(priority.secondary_themes) if theme not in primary)
    for place, (theme, rank) in enumerate([(t, "primary") for t in primary] + [(t, "secondary") for t in secondary], start=1):
        rows.add("priority_themes", priority=identifier, theme=theme, rank=rank, position=place)


def _measures(rows: Rows, plan: str, held: Plan) -> None:
    for position, measure in enumerate(held.measures, start=1):
        body = "; ".join(cell for cell in (measure.baseline, measure.timescale, measure.target) if cell)
        identifier = rows.finding(
            "measure", measure.objective, measure.quote, plan=plan, body=body or None, rule=measure.rule, more=measure.cells
        )
        rows.add(
            "measures",
            id=identifier,
            plan=plan,
            position=position,
            objective=measure.objective,
            baseline=measure.baseline,
            timescale=measure.timescale,
            target=measure.target,
            baseline_value=measure.baseline_value,
            target_value=measure.target_value,
            unit=measure.unit,
            change_percent=measure.change_percent,
            arithmetic=measure.check,
            priority=measure.priority,
            rule=measure.rule,
            target_year=target_year(measure.timescale, measure.target, measure.objective),
            measured=objective_key(measure.objective),
        )
        rows.references(identifier, measure.references)


def _actions(rows: Rows, plan: str, held: Plan) -> None:
    for position, action in enumerate(held.actions, start=1):
        identifier = rows.finding(
            "action",
            action.text,
            action.quote,
            plan=plan,
            body=action.commentary,
            rule=action.rule,
            more=[("commentary", action.commentary_quote)],
        )
        rows.add(
            "actions",
            id=identifier,
            plan=plan,
            position=position,
            number=action.number,
            text=action.text,
            commentary=action.commentary,
            heading=action.under,
            rule=action.rule,
        )
        rows.references(identifier, action.references)


def _citations(rows: Rows) -> None:
    for position, reference in enumerate(rows.extract.references, start=1):
        plan = rows.plan_id(reference.plan)
        identifier = rows.finding(
            "reference", reference.text, reference.quote, plan=plan, body=reference.title, rule=reference.rule
        )
        rows.add(
            "citations",
            id=identifier,
            paper=rows.paper,
            position=position,
            scheme=reference.scheme,
            number=reference.number,
            round=reference.round,
            title=reference.title,
            text=reference.text,
            how=reference.how,
            candidates=json.dumps(reference.candidates, ensure_ascii=False),
            flag=reference.flag,
            rule=reference.rule,
            plan=plan,
        )
