"""Where one plan ends and the next begins, in a paper that may hold several."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractor.codebook import Codebook
from extractor.grammar.periods import find_periods
from extractor.grammar.plan_period import choose_period
from extractor.model import Block, Document, Period, Plan, Quote

FRONT = 40
"""A paper's own title stands among its first blocks."""
LONGEST_TITLE = 160
MOST_BESIDE = 2
"""Words that a heading may have beside a partnership's name ("Anyborough Community Safety Partnership: priorities")."""
LONGEST_LEAD = 400


def period_in(block: Block) -> Period | None:
    """The first span of years printed in a block."""
    for span in find_periods(block.text):
        quote = Quote(block, span.start, span.end)
        return Period(span.first_year, span.last_year, quote.text, quote)
    return None


def _whose(block: Block, codebook: Codebook) -> tuple[str, str] | None:
    """(rule, body) of a heading that names a body's plan with its years: "Stockton" in "Stockton Community Safety Plan 2011-2014".

    The plan of a nation, a county or the police that a local paper describes is no plan of the paper's.
    """
    hits = codebook.find("plans", block.text)
    if not hits or period_in(block) is None or codebook.find("scopes", block.text):
        return None
    before = re.sub(r"[\d\W_]+", " ", block.text[: hits[0].start]).strip()
    body = re.sub(
        r"^(?:appendix|annex)?\s*[a-z]?\s*\b(?=[A-Z])",
        "",
        before,
        flags=re.I if before.lower().startswith(("appendix", "annex")) else 0,
    )
    return (
        (hits[0].entry.id, body.casefold()) if body[:1].isupper() and body.casefold() not in ("the", "our", "this", "a") else None
    )


def _title(blocks: Sequence[Block], codebook: Codebook) -> Block | None:
    """The first heading, or else the first short line, among the front blocks that carries a plan's name."""
    front = [block for block in blocks[:FRONT] if len(block.text) <= LONGEST_TITLE and block.kind in ("heading", "paragraph")]
    named = [block for block in front if codebook.find("plans", block.text) and not block.text.rstrip().endswith((".", ";", ":"))]
    dated = [block for block in named if period_in(block)]
    for choice in (
        [block for block in dated if block.kind == "heading"],
        dated,
        [block for block in named if block.kind == "heading"],
    ):
        if choice:
            return choice[0]
    return None


def _of_bodies(document: Document, codebook: Codebook) -> list[int]:
    """Where headings of one level that are each a partnership's own name stand over its priorities: a plan for each partnership."""
    levels: dict[int, dict[str, int]] = {}
    for index, block in enumerate(document.blocks):
        if block.kind != "heading":
            continue
        for hit in codebook.find("partnerships", block.text, "kind", "partnership"):
            alone = len((block.text[: hit.start] + block.text[hit.end :]).split()) <= MOST_BESIDE
            if hit.groups.get("place") and alone:
                levels.setdefault(block.level, {}).setdefault(block.text[hit.start : hit.end].casefold(), index)
                break
    starts = max(([*bodies.values()] for bodies in levels.values()), key=len, default=[])
    stretches = zip(starts, [*starts[1:], len(document.blocks)], strict=False)
    return starts if all(_names_priorities(document.blocks[first + 1 : last], codebook) for first, last in stretches) else []


def _names_priorities(blocks: Sequence[Block], codebook: Codebook) -> bool:
    """Whether a stretch of a paper introduces priorities."""
    return any(
        codebook.find("lead_ins", block.text.rstrip(" .:"), "holds", "priorities")
        for block in blocks
        if block.cell is None and len(block.text) <= LONGEST_LEAD
    )


def divide(document: Document, codebook: Codebook) -> tuple[tuple[Plan, ...], tuple[int, ...]]:
    """The plans of a paper, with title and period, and the index of the block at which each begins.

    A paper holds several plans when headings name plans of one kind for different bodies, each with its years and each with
    text below, or when headings are the names of different partnerships, each with its priorities below (their years are then the
    paper's). Otherwise it is taken for one plan, which begins with the paper.
    """
    kinds: dict[str, dict[str, int]] = {}
    for index, block in enumerate(document.blocks):
        whose = _whose(block, codebook) if block.kind == "heading" else None
        if whose is not None:
            kinds.setdefault(whose[0], {}).setdefault(whose[1], index)
    starts = max(([*bodies.values()] for bodies in kinds.values()), key=len, default=[])
    sizes = [end - start for start, end in zip(starts, [*starts[1:], len(document.blocks)], strict=False)]
    if len(starts) > 1 and all(size > 2 for size in sizes):
        plans = []
        for start in starts:
            heading = document.blocks[start]
            plans.append(Plan(title=heading.text, period=period_in(heading), title_quote=Quote(heading, 0, len(heading.text))))
        return tuple(plans), tuple(starts)
    title = _title(document.blocks, codebook)
    quote = Quote(title, 0, len(title.text)) if title is not None else None
    period = choose_period(document.blocks, titles=(quote,) if quote else (), furniture=document.furniture)
    bodies = _of_bodies(document, codebook)
    if len(bodies) > 1:
        heads = [document.blocks[start] for start in bodies]
        above = (block for block in document.blocks[: bodies[0]] if block.kind == "heading")
        period = period or next((found for block in above if (found := period_in(block)) is not None), None)
        return tuple(Plan(title=head.text, period=period, title_quote=Quote(head, 0, len(head.text))) for head in heads), tuple(
            bodies
        )
    return (Plan(title=title.text if title else None, period=period, title_quote=quote),), (0,)
