"""Two readings of the same papers -> what a change of the rules won and lost, finding by finding, right or wrong by the gold."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import groupby
from pathlib import Path
from textwrap import shorten
from typing import Any

from extractor.errors import InputError
from extractor.evaluate.figures import COMMENTARY, MEASURES, PRIORITIES, VISION, WRONG_SCOPE, Evaluation, Fault, Found
from extractor.evaluate.matching import squeeze
from extractor.model import Extract, Quote

_QUOTE = 110
_SIGNS = {True: "right", False: "WRONG", None: "beside"}


def found_in(extract: Extract, faults: Sequence[Fault]) -> tuple[Found, ...]:
    """Every finding of one form of a paper. What gold calls too much or another's is wrong; what it does not ask for is neither."""
    wrong = {_place(fault.quote) for fault in faults if fault.quote and (fault.sort == "extra" or fault.figure == WRONG_SCOPE)}

    def found(figure: str, words: str, quote: Quote, rule: str, told: Mapping[str, str | None], asked: bool = True) -> Found:
        right = False if _place(quote) in wrong else True if asked else None
        values = tuple((name, value) for name, value in told.items() if value)
        return Found(figure, words, right, rule, " ".join(quote.text.split()), _where(quote), values)

    entries: list[Found] = []
    for plan in extract.plans:
        for one in plan.priorities:
            asked = one.scope == "current" and one.parent is None
            told = {"kind": one.kind, "scope": one.scope, "under": one.parent, "themes": ", ".join(one.themes)}
            sure = {"confidence": f"{one.confidence:.2f}"}
            entries.append(found(PRIORITIES, one.title, one.quote, one.rule, told | sure, asked))
        for measure in plan.measures:
            cells = {"baseline": measure.baseline, "timescale": measure.timescale, "target": measure.target}
            entries.append(found(MEASURES, measure.objective, measure.quote, measure.rule, cells))
        for action in plan.actions:
            if action.commentary:
                entries.append(found(COMMENTARY, action.text, action.quote, action.rule, {"remark": action.commentary}))
        if plan.vision:
            entries.append(found(VISION, plan.vision.text, plan.vision.quote, plan.vision.rule, {}))
    for reference in extract.references:
        name = " ".join(part for part in (reference.scheme, reference.round, reference.number) if part)
        entries.append(found("references", name, reference.quote, reference.rule, {"how": reference.how}))
    return tuple(entries)


def _place(quote: Quote) -> tuple[int, int, int]:
    return quote.block.index, quote.start, quote.end


def _where(quote: Quote) -> str:
    return f"page {quote.page}" if quote.page is not None else quote.block.anchor or ""


# --- kept readings ------------------------------------------------------------------------------------------------------------


def keep(evaluation: Evaluation, file: Path) -> None:
    """Writes the findings of every form to ``file``, to be compared later. Raises InputError if it cannot be written."""
    held = {form.file: [asdict(one) for one in form.found] for form in evaluation.scored}
    try:
        file.write_text(json.dumps(held, ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    except OSError as fault:
        raise InputError(f"{file} cannot be written ({fault.strerror}): name another place") from fault


def read_kept(file: Path) -> dict[str, tuple[Found, ...]]:
    """What :func:`keep` wrote, by file name. Raises InputError for anything else."""
    try:
        held = json.loads(file.read_text(encoding="utf-8"))
        return {name: tuple(_found(values) for values in entries) for name, entries in held.items()}
    except OSError as fault:
        raise InputError(
            f"{file} cannot be opened ({fault.strerror}): name a folder of rules or a file made with --keep"
        ) from fault
    except (ValueError, TypeError, KeyError, AttributeError) as fault:
        raise InputError(f"{file} holds no kept findings: make it with 'extractor evaluate GOLD PAPERS --keep FILE'") from fault


def _found(values: Mapping[str, Any]) -> Found:
    told = tuple((str(name), str(value)) for name, value in values["told"])
    return Found(**{**values, "told": told})


def held(evaluation: Evaluation) -> dict[str, tuple[Found, ...]]:
    """The findings of each form by file name."""
    return {form.file: form.found for form in evaluation.scored}


# --- comparing ----------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Turn:
    """One finding gained (no ``before``), lost (no ``after``) or changed, in one form."""

    file: str
    before: Found | None
    after: Found | None

    @property
    def sign(self) -> str:
        return "+" if self.before is None else "-" if self.after is None else "~"

    @property
    def verdict(self) -> str:
        """ "right", "WRONG" or "beside" by the gold; "WRONG -> right" where it changed."""
        signs = [_SIGNS[one.right] for one in (self.before, self.after) if one is not None]
        return " -> ".join(dict.fromkeys(signs))

    @property
    def shown(self) -> Found:
        one = self.after or self.before
        assert one is not None
        return one


def gains(before: Mapping[str, Sequence[Found]], after: Mapping[str, Sequence[Found]]) -> str:
    """A report of what ``after`` gained, lost and changed over ``before``, counts first. Only forms that both hold are compared."""
    turns = [turn for file in sorted(set(before) & set(after)) for turn in _turns(file, before[file], after[file])]
    lines = []
    for sign, name in (("+", "gained"), ("-", "lost"), ("~", "changed")):
        counts = Counter(turn.verdict for turn in turns if turn.sign == sign)
        lines.append(f"{name}: " + (", ".join(f"{number} {what}" for what, number in sorted(counts.items())) or "none"))
    for file, same in groupby(turns, key=lambda turn: turn.file):
        lines += ["", file, *(line for turn in same for line in _lines(turn))]
    return "\n".join(lines) + "\n"


def _turns(file: str, before: Sequence[Found], after: Sequence[Found]) -> Iterable[_Turn]:
    old, new = _keyed(before), _keyed(after)
    for key in sorted({*old, *new}):
        first, second = old.get(key), new.get(key)
        if first is None or second is None or (first.right, first.told, first.rule) != (second.right, second.told, second.rule):
            yield _Turn(file, first, second)


def _keyed(entries: Sequence[Found]) -> dict[tuple[str, str, int], Found]:
    """Findings by figure and wording, the second of the same wording apart from the first."""
    seen: Counter[tuple[str, str]] = Counter()
    keyed = {}
    for one in entries:
        key = one.figure, squeeze(one.words) or one.words
        keyed[*key, seen[key]] = one
        seen[key] += 1
    return keyed


def _lines(turn: _Turn) -> Iterable[str]:
    one = turn.shown
    yield f"  {turn.sign} {_SIGNS[one.right]:<6}  {one.figure}: {shorten(' '.join(one.words.split()), _QUOTE, placeholder=' ...')}"
    indent = " " * 12
    if turn.before is not None and turn.after is not None:
        for name, was, now in _differences(turn.before, turn.after):
            yield f"{indent}{name}: {was or 'nothing'} -> {now or 'nothing'}"
    yield f'{indent}{one.rule}; {one.where}: "{shorten(one.quote, _QUOTE, placeholder=" ...")}"'


def _differences(before: Found, after: Found) -> Iterable[tuple[str, str, str]]:
    old, new = dict(before.told), dict(after.told)
    if before.right is not after.right:
        yield "by the gold", _SIGNS[before.right], _SIGNS[after.right]
    if before.rule != after.rule:
        yield "rule", before.rule, after.rule
    for name in dict.fromkeys((*old, *new)):
        if old.get(name) != new.get(name):
            yield name, old.get(name, ""), new.get(name, "")
