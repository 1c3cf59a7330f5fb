"""Findings -> Extract: names matched to the catalogues. Whose plan it is, which years, which round a number belongs to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extractor.codebook import Codebook
from extractor.grammar.plan_period import choose_period
from extractor.model import Block, Document, Extract, Findings, Paper, Plan, Quote, Section
from extractor.unify.attribute import attribute
from extractor.unify.commentators import commentator
from extractor.unify.groups import resolve_groups
from extractor.unify.references import resolve_references
from extractor.unify.rounds import with_misfits

__all__ = ["unify"]


def _titles(plan: Plan, findings: Findings, several: bool) -> tuple[Quote, ...]:
    """The plan's title lines in order of authority: its own, and in a paper of one plan the paper's."""
    own = (plan.title_quote,) if plan.title_quote is not None else ()
    paper = () if several else tuple(quote for field, quote in findings.facts.quotes if field == "title")
    return tuple(dict.fromkeys((*own, *paper)))


_PLANS = ("plan", "strategy", "action plan", "national plan")


def _stands(plan: Plan, kind: str | None) -> bool:
    """Whether a plan was found at all: a paper that only happens to hold a table or an aside holds none."""
    return kind in _PLANS or bool(
        plan.priorities or plan.measures or plan.vision or plan.partnership or any(action.commentary for action in plan.actions)
    )


def _plan(
    number: int,
    plan: Plan,
    several: bool,
    paper: Paper,
    document: Document,
    sections: Sequence[Section],
    findings: Findings,
    codebook: Codebook,
) -> Plan:
    blocks: tuple[Block, ...] = document.blocks
    elsewhere: tuple[Block, ...] = ()
    if several:
        blocks = tuple(block for section in sections if section.plan == number for block in section.blocks)
        elsewhere = tuple(block for section in sections if section.plan != number for block in section.blocks)
    titles = _titles(plan, findings, several)
    furniture = () if several else document.furniture
    period = choose_period(
        blocks, titles=titles, furniture=furniture, manifest=None if several else paper.manifest, dated=findings.facts.date
    ) or (plan.period if several else None)  # fmt: skip
    whose = attribute(
        blocks, titles=titles, codebook=codebook, file=paper.file, furniture=furniture, elsewhere=elsewhere,
        manifest=None if several else paper.manifest, year=period.start if period else None,
    )  # fmt: skip
    author = next((quote for field, quote in findings.facts.quotes if field == "author" and not several), None)
    remarks = commentator(plan.actions, blocks, author, codebook) if whose.national else None
    return replace(
        plan,
        commentary_of=remarks.text if remarks else None,
        areas=whose.areas,
        partnership=whose.partnership,
        partnership_quote=whose.partnership_quote,
        period=period,
        title=plan.title or findings.facts.title,
    )


def unify(paper: Paper, document: Document, sections: Sequence[Section], findings: Findings, codebook: Codebook) -> Extract:
    """The paper's findings with areas, partnership and period for each plan, and references resolved by the plans' years."""
    several = len(findings.plans) > 1
    plans = [
        _plan(number, plan, several, paper, document, sections, findings, codebook) for number, plan in enumerate(findings.plans)
    ]
    kept = tuple(plan for plan in plans if several or _stands(plan, findings.facts.kind))
    # Where no plan states its years, the day of the paper tells which round its numbers belong to.
    day = int(findings.facts.date[:4]) if findings.facts.date else None
    first = min((plan.period.start for plan in plans if plan.period), default=day)
    last = max((plan.period.end for plan in plans if plan.period), default=day)
    home = {block.index: section.plan for section in sections for block in section.blocks} if kept else {}
    references = resolve_references(findings.references, first, last, codebook)
    return Extract(
        paper=paper,
        document=document,
        facts=findings.facts,
        plans=kept,
        references=with_misfits(
            [replace(one, plan=None if (at := home.get(one.quote.block.index, -1)) < 0 else at) for one in references],
            kept,
            codebook,
        ),
        problems=document.problems,
        passed=findings.passed,
        rules_hash=codebook.hash,
        groups=resolve_groups(findings.groups, first, codebook),
    )
