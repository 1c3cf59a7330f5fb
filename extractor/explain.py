"""Extract -> text: finding by finding the rule, the quote and the place; then what was passed over, and why."""

from __future__ import annotations

from collections.abc import Iterator

from extractor.model import Extract, Plan, Quote


def place(quote: Quote) -> str:
    """Where a quote stands, as a reader would look it up."""
    if quote.page is not None:
        return f"page {quote.page}"
    return quote.block.anchor or "place not known"


def _quoted(quote: Quote, longest: int = 160) -> str:
    words = " ".join(quote.text.split())
    return f"“{words if len(words) <= longest else words[: longest - 1].rstrip() + '…'}”"


def _finding(head: str, rule: str, quote: Quote, *more: str) -> Iterator[str]:
    yield f"  {head}"
    yield f"      rule   {rule}"
    yield f"      quote  {_quoted(quote)}, {place(quote)}"
    for line in more:
        yield f"      {line}"


def _plan(plan: Plan) -> Iterator[str]:
    areas = ", ".join(f"{area.name} ({area.how})" for area in plan.areas) or "area not stated"
    years = f"{plan.period.start}-{plan.period.end}" if plan.period else "period not stated"
    yield f"PLAN  {plan.title or 'untitled'}"
    yield f"  {areas}; {plan.partnership or 'partnership not stated'}; {years}"
    if plan.vision:
        yield from _finding(f"vision: {plan.vision.text[:100]}", plan.vision.rule, plan.vision.quote)
    for priority in plan.priorities:
        under = f", under “{priority.parent}”" if priority.parent else ""
        scope = "" if priority.scope == "current" else f", {priority.scope}" + (f" ({priority.owner})" if priority.owner else "")
        themes = f"themes {', '.join(priority.themes) or 'none'}"
        yield from _finding(
            f"{priority.kind}: {priority.title}{under}{scope}",
            priority.rule,
            priority.quote,
            themes,
            f"sure   {priority.confidence:.2f}",
        )
    for measure in plan.measures:
        told = (("baseline", measure.baseline), ("target", measure.target), ("by", measure.timescale))
        cells = "; ".join(f"{name} {words or 'not stated'}" for name, words in told)
        yield from _finding(f"measure: {measure.objective}", measure.rule, measure.quote, cells, f"sum    {measure.check}")
    for action in plan.actions:
        remark = _quoted(action.commentary_quote) if action.commentary_quote else "no commentary beside it"
        yield from _finding(f"action {action.number or ''}: {action.text[:100]}", action.rule, action.quote, f"beside {remark}")


def explain(extract: Extract) -> str:
    """The reading of one paper as plain text, in the order of its plans; ends with a newline."""
    facts = extract.facts
    title = f"“{facts.title or 'untitled'}”"
    lines = [
        f"{extract.paper.file}: {facts.kind or 'kind not stated'}, {title}, {facts.date or 'date not stated'}",
        f"rules {extract.rules_hash}",
    ]
    lines += [f"PROBLEM  {problem.message}" + (f" (page {problem.page})" if problem.page else "") for problem in extract.problems]
    for plan in extract.plans:
        lines += ["", *_plan(plan)]
    if not extract.plans:
        lines += ["", "No plan was found in this paper."]
    if extract.references:
        lines += ["", "REFERENCES"]
    for reference in extract.references:
        where = " ".join(
            part for part in (reference.scheme, reference.number or "", f"of {reference.round}" if reference.round else "") if part
        )
        flag = (f"flag   {reference.flag}",) if reference.flag else ()
        lines += _finding(
            f"{where}: {reference.title or 'no title in the catalogue'} ({reference.how})", reference.rule, reference.quote, *flag
        )
    if extract.passed:
        lines += ["", "PASSED OVER"]
    for passed in extract.passed:
        lines += _finding(passed.reason, passed.rule, passed.quote)
    return "\n".join(lines) + "\n"
