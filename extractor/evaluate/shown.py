"""Evaluation -> plain text for people, plain values for programs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from textwrap import shorten, wrap
from typing import Any

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
    REFERENCES,
    THEME,
    THEMES,
    VISION,
    WRONG_SCOPE,
    Evaluation,
    Fault,
    Scored,
    Share,
    Tally,
)
from extractor.evaluate.matching import fold

_TALLIES = (PLANS, PRIORITIES, THEMES, VISION, *REFERENCES, MEASURES, COMMENTARY)
_SHARES = (THEME, KIND, EVIDENCE, AREA, PERIOD, PARTNERSHIP, MEASURE_CELLS, MEASURE_NUMBERS, DATE, WRONG_SCOPE)
SURE = 0.9
_WIDTH = 120
_QUOTE = 160


def as_text(evaluation: Evaluation, *, misses: bool) -> str:
    """A report to read: figures, calibration, with ``misses`` everything in which extraction and gold differ, what was left out."""
    names = {form.name for form in evaluation.scored}
    parts = [
        [f"{_count(len(names), 'paper')} in {_count(len(evaluation.scored), 'form')} scored against gold"],
        _tally_table(evaluation.tallies),
        _share_table(evaluation.shares),
        _calibration_table(evaluation),
    ]
    if misses:
        parts.append(["Missed, extra and wrong, by paper"])
        by_paper = [_paper(name, list(forms)) for name, forms in groupby(evaluation.scored, key=lambda form: form.name)]
        parts += [lines for lines in by_paper if lines] or [["nothing: extraction and gold agree in every figure"]]
    if evaluation.left_out:
        parts.append(["Left out", *(f"  {entry.reason}" for entry in evaluation.left_out)])
    if evaluation.without_paper:
        parts.append(["Gold without a paper", *(f"  {name}" for name in evaluation.without_paper)])
    return "\n\n".join("\n".join(lines) for lines in parts) + "\n"


def as_dict(evaluation: Evaluation) -> dict[str, Any]:
    """The same as plain values for JSON. Figures are named and shaped as ``precision``, ``recall``, ``f1``, ``tp``, ``fp``, ``fn``
    (right, extra, missed) or ``right``, ``asked``; all shares are 0 to 1."""
    return {
        "figures": _figures(evaluation.tallies, evaluation.shares),
        "calibration": [
            {"from": band.low, "to": band.high, "reported": band.reported, "right": band.right, "share": band.share}
            for band in evaluation.calibration
        ],
        "forms": [
            {
                "paper": form.name,
                "file": form.file,
                "unread": form.unread,
                "figures": _figures(form.tallies, form.shares),
                "faults": [_fault(fault) for fault in form.faults],
            }
            for form in evaluation.scored
        ],
        "left_out": [{"file": entry.file, "reason": entry.reason} for entry in evaluation.left_out],
        "without_paper": list(evaluation.without_paper),
    }


def both_sides(seen: Sequence[Evaluation], aside: Evaluation) -> str:
    """F1 and shares of papers that the rules were written with beside those set aside, and the gap: how far the rules only fit."""
    together = Evaluation(tuple(form for evaluation in seen for form in evaluation.scored))
    rows: list[tuple[str, ...]] = [("", "seen", "set aside", "gap")]
    for name in _TALLIES:
        first, second = together.tallies.get(name, Tally()), aside.tallies.get(name, Tally())
        rows.append(_gap(name, None if first == Tally() else first.f1, None if second == Tally() else second.f1))
    rows += [_gap(name, together.shares.get(name, Share()).share, aside.shares.get(name, Share()).share) for name in _SHARES]
    rows.append(_gap("right at confidence 0.9 or more", _sure(together), _sure(aside)))
    papers = [len({form.name for form in evaluation.scored}) for evaluation in (together, aside)]
    head = f"Both sides: {_count(papers[0], 'paper')} that the rules were written with, {_count(papers[1], 'paper')} set aside"
    return "\n".join([head, *_columns(rows)]) + "\n"


def _gap(name: str, seen: float | None, aside: float | None) -> tuple[str, ...]:
    return name, _share(seen), _share(aside), "-" if seen is None or aside is None else f"{seen - aside:+.3f}"


def _sure(evaluation: Evaluation) -> float | None:
    """Share right of the current priorities reported with a confidence of 0.9 or more."""
    sure = [right for form in evaluation.scored for confidence, right in form.reported if confidence >= SURE]
    return sum(sure) / len(sure) if sure else None


def _figures(tallies: Mapping[str, Tally], shares: Mapping[str, Share]) -> dict[str, Any]:
    counted: dict[str, Any] = {
        name: {
            "precision": tally.precision,
            "recall": tally.recall,
            "f1": tally.f1,
            "tp": tally.right,
            "fp": tally.extra,
            "fn": tally.missed,
        }
        for name, tally in sorted(tallies.items())
    }
    return counted | {name: {"right": share.right, "asked": share.asked} for name, share in sorted(shares.items())}


def _fault(fault: Fault) -> dict[str, Any]:
    return {
        "figure": fault.figure,
        "sort": fault.sort,
        "plan": fault.plan or None,
        "wanted": fault.wanted,
        "got": fault.got,
        "note": fault.note,
        "rule": fault.rule,
        "quote": fault.quote.text if fault.quote else None,
        "page": fault.quote.page if fault.quote else None,
        "anchor": fault.quote.block.anchor if fault.quote else None,
    }


# --- tables -------------------------------------------------------------------------------------------------------------------


def _tally_table(tallies: Mapping[str, Tally]) -> list[str]:
    rows: list[tuple[str, ...]] = [("", "precision", "recall", "F1", "right", "extra", "missed")]
    kinds = [name for name in tallies if name.startswith(f"{PRIORITIES}: ")]
    for name in (*_TALLIES[:2], *kinds, *_TALLIES[2:]):
        tally = tallies.get(name, Tally())
        label = "  " + name.removeprefix(f"{PRIORITIES}: ") if name in kinds else name
        # Nothing to find and nothing found would show as a perfect score.
        shares = (tally.precision, tally.recall, tally.f1) if tally != Tally() else (None, None, None)
        rows.append((label, *map(_share, shares), str(tally.right), str(tally.extra), str(tally.missed)))
    return _columns(rows)


def _share_table(shares: Mapping[str, Share]) -> list[str]:
    rows = [("", "share", "right", "asked")]
    for name in _SHARES:
        share = shares.get(name, Share())
        rows.append((name, _share(share.share), str(share.right), str(share.asked)))
    return _columns(rows)


def _calibration_table(evaluation: Evaluation) -> list[str]:
    rows = [("confidence", "share right", "right", "reported")]
    for band in evaluation.calibration:
        label = f"below {band.high:.2f}" if band.low == 0 else f"{band.low:.2f} to {band.high:.2f}"
        rows.append((label, _share(band.share), str(band.right), str(band.reported)))
    return ["Current priorities by the confidence they were reported with", *_columns(rows)]


def _columns(rows: Sequence[Sequence[str]]) -> list[str]:
    """First column to the left, all others to the right."""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return [
        "  ".join([row[0].ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True))]).rstrip()
        for row in rows
    ]


def _share(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"


def _count(number: int, thing: str) -> str:
    return f"{number} {thing}{'' if number == 1 else 's'}"


# --- faults -------------------------------------------------------------------------------------------------------------------


def _paper(name: str, forms: Sequence[Scored]) -> list[str]:
    """Faults of one paper: those that several forms share stand once, with each form's place."""
    merged: dict[tuple[str | None, ...], list[tuple[str, Fault]]] = {}
    for form in forms:
        ending = form.file.removeprefix(f"{name}.")
        for fault in form.faults:
            key = (fault.plan, fault.figure, fault.sort, fault.wanted, fault.got, fault.rule, fault.note)
            merged.setdefault(key, []).append((ending, fault))
    if not merged:
        return []
    lines = [f"{name} ({', '.join(form.file.removeprefix(f'{name}.') for form in forms)})"]
    lines += [f"  not read: {form.unread}" for form in forms if form.unread]
    # Sorting is stable: within a plan faults keep the order of the figures.
    for plan, group in groupby(sorted(merged.values(), key=lambda same: same[0][1].plan), key=lambda same: same[0][1].plan):
        if plan:
            lines.append(f"  {plan}")
        for same in group:
            lines += _shown(same, everywhere=len({ending for ending, _ in same}) == len(forms), single=len(forms) == 1)
    return lines


def _shown(same: Sequence[tuple[str, Fault]], *, everywhere: bool, single: bool) -> list[str]:
    fault = same[0][1]
    endings = list(dict.fromkeys(ending for ending, _ in same))
    head = f"    {fault.sort:<6}  {fault.figure.removesuffix(' (want 0)'):<17}  "
    what = fault.wanted or fault.got or ""
    if not everywhere:
        what += f"  [only {', '.join(endings)}]"
    lines = [_one_line(what)]
    if fault.sort == "wrong":
        lines.append(_one_line(f"got {fault.got}"))
    if fault.note:
        lines.append(_one_line(fault.note))
    if fault.quote and fault.sort != "missed":
        places = list(dict.fromkeys(_place(other) if single else f"{ending} {_place(other)}" for ending, other in same))
        place = "; ".join([*([fault.rule] if fault.rule else []), ", ".join(places)])
        # The words are given where they say more than the lines above.
        if fold(fault.quote.text) not in fold(what):
            place += f': "{shorten(fault.quote.text, _QUOTE, placeholder=" ...")}"'
        lines.append(place)
    indent = " " * len(head)
    return list(_hang(head, indent, lines))


def _hang(head: str, indent: str, lines: Iterable[str]) -> Iterable[str]:
    for number, line in enumerate(lines):
        first = indent if number else head
        yield from wrap(
            line, _WIDTH, initial_indent=first, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False
        )


def _place(fault: Fault) -> str:
    if fault.quote is None:
        return "no place"
    if fault.quote.page is not None:
        return f"page {fault.quote.page}"
    return fault.quote.block.anchor or "no place"


def _one_line(text: str) -> str:
    return " ".join(text.split())
