"""Extract -> the JSON that `extractor extract` prints, in the form of extract.schema.json."""

from __future__ import annotations

import json
from typing import Any

from extractor.assets import asset
from extractor.model import Action, Extract, Measure, Plan, Priority, Quote, Reference


def schema() -> dict[str, Any]:
    """The JSON schema (draft 2020-12) of what `as_json` gives."""
    loaded: dict[str, Any] = json.loads(asset("extract.schema.json").read_text(encoding="utf-8"))
    return loaded


def evidence(quote: Quote) -> dict[str, Any]:
    """Where a quote stands: page and boxes (points from the top left, two decimals), or an anchor where a format has no pages.

    ``ocr_confidence`` is that of the least sure word where OCR read the quote off a picture.
    """
    boxes = [[round(value, 2) for value in box] for box in quote.boxes]
    return {
        "quote": quote.text,
        "page": quote.page,
        "boxes": boxes,
        "anchor": quote.block.anchor,
        "ocr_confidence": quote.confidence,
    }


def _priority(priority: Priority) -> dict[str, Any]:
    return {
        "title": priority.title,
        "label": priority.label,
        "kind": priority.kind,
        "detail": priority.detail,
        "themes": list(priority.themes),
        "secondary_themes": list(priority.secondary_themes),
        "parent": priority.parent,
        "scope": priority.scope,
        "owner": priority.owner,
        "confidence": priority.confidence,
        "rule": priority.rule,
        "evidence": evidence(priority.quote),
    }


def _measure(measure: Measure) -> dict[str, Any]:
    return {
        "objective": measure.objective,
        "baseline": measure.baseline,
        "timescale": measure.timescale,
        "target": measure.target,
        "baseline_value": measure.baseline_value,
        "target_value": measure.target_value,
        "unit": measure.unit,
        "change_percent": measure.change_percent,
        "check": measure.check,
        "priority": measure.priority,
        "references": list(measure.references),
        "rule": measure.rule,
        "evidence": evidence(measure.quote),
    }


def _action(action: Action) -> dict[str, Any]:
    return {
        "number": action.number,
        "text": action.text,
        "commentary": action.commentary,
        "under": action.under,
        "references": list(action.references),
        "rule": action.rule,
        "evidence": evidence(action.quote),
        "commentary_evidence": evidence(action.commentary_quote) if action.commentary_quote else None,
    }


def _plan(plan: Plan) -> dict[str, Any]:
    return {
        "areas": [
            {"name": area.name, "code": area.code, "how": area.how, "evidence": evidence(area.quote) if area.quote else None}
            for area in plan.areas
        ],
        "partnership": plan.partnership,
        "title": plan.title,
        "period": {"start": plan.period.start, "end": plan.period.end, "text": plan.period.text} if plan.period else None,
        "vision": {"text": plan.vision.text, "rule": plan.vision.rule, "evidence": evidence(plan.vision.quote)}
        if plan.vision
        else None,
        "priorities": [_priority(priority) for priority in plan.priorities],
        "measures": [_measure(measure) for measure in plan.measures],
        "actions": [_action(action) for action in plan.actions],
    }


def _reference(reference: Reference) -> dict[str, Any]:
    return {
        "scheme": reference.scheme,
        "number": reference.number,
        "round": reference.round,
        "title": reference.title,
        "text": reference.text,
        "how": reference.how,
        "candidates": list(reference.candidates),
        "flag": reference.flag,
        "rule": reference.rule,
        "evidence": evidence(reference.quote),
    }


def as_json(extract: Extract) -> dict[str, Any]:
    """One paper's findings as plain values, keys in a fixed order: the same paper and rules give the same bytes when dumped."""
    paper, facts = extract.paper, extract.facts
    return {
        "paper": {
            "file": paper.file,
            "sha256": paper.sha256,
            "media_type": paper.media_type,
            "pages": len(extract.document.pages) or None,
            "scanned": extract.document.scanned,
            "ocr_pages": [
                {"page": page.number, "unsure": page.unsure} for page in extract.document.pages if page.unsure is not None
            ],
            "title": facts.title,
            "date": facts.date,
            "kind": facts.kind,
            "meeting": facts.meeting,
            "author": facts.author,
        },
        "plans": [_plan(plan) for plan in extract.plans],
        "references": [_reference(reference) for reference in extract.references],
        "problems": [
            {"stage": problem.stage, "message": problem.message, "page": problem.page, "needs": problem.needs}
            for problem in extract.problems
        ],
        "rules": extract.rules_hash,
    }


def dump(extract: Extract) -> str:
    """``as_json`` as indented UTF-8 text with a newline at its end."""
    return json.dumps(as_json(extract), ensure_ascii=False, indent=2) + "\n"
