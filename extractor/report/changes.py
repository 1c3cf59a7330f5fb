"""Two readings of the same papers -> what one finds and the other does not, and what both find otherwise."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any, Literal

Finding = Mapping[str, Any]
"""A finding of a kept reading: id, kind, title, body, page, anchor, place, quote, rule, confidence and ``values``."""

_ALIKE = 0.6
_MARGIN = 0.05
_LONGEST = 400
_COMPARED = ("title", "body", "page", "anchor", "rule", "confidence")


@dataclass(frozen=True, slots=True)
class PaperRead:
    """One paper's findings in one state of a database: ``sha256`` names the paper, ``rules`` the rules it was read with.

    ``packed`` holds the findings as compressed JSON, so that thousands of papers fit in memory at once.
    """

    sha256: str
    file: str
    rules: str
    version: str
    packed: bytes

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The findings in the paper's order, unpacked at each call."""
        return tuple(json.loads(zlib.decompress(self.packed)))


def pack(findings: Sequence[Finding]) -> bytes:
    """Findings as ``PaperRead.packed`` holds them."""
    return zlib.compress(json.dumps(findings, ensure_ascii=False).encode("utf-8"))


@dataclass(frozen=True, slots=True)
class Change:
    """One finding that differs. ``what`` holds (field, before, after) of each value that does; ``person`` what a person decided."""

    how: Literal["gained", "lost", "changed"]
    file: str
    kind: str
    title: str
    quote: str
    page: int | None
    anchor: str | None
    rule: str | None
    id: str
    what: tuple[tuple[str, Any, Any], ...] = ()
    person: str | None = None


@dataclass(frozen=True, slots=True)
class Overridden:
    """A finding whose value, or whose place among the findings, a person has changed: the machine's changes to it do not show."""

    file: str
    kind: str
    title: str
    page: int | None
    id: str
    said: str


@dataclass(frozen=True, slots=True)
class Differences:
    """``only_before`` and ``only_after`` are papers that one state holds and the other does not: their findings are not listed."""

    before: str
    after: str
    papers: int
    changes: tuple[Change, ...]
    overridden: tuple[Overridden, ...] = ()
    only_before: tuple[str, ...] = ()
    only_after: tuple[str, ...] = ()
    not_read: tuple[str, ...] = field(default=())
    """Papers that could not be read anew, each with the reason."""

    def of(self, how: str) -> tuple[Change, ...]:
        """The changes of one sort: "gained", "lost" or "changed"."""
        return tuple(change for change in self.changes if change.how == how)


def differences(
    before: Sequence[PaperRead],
    after: Sequence[PaperRead],
    names: tuple[str, str],
    decided: Mapping[str, Overridden] | None = None,
    not_read: Sequence[str] = (),
) -> Differences:
    """Sets the readings of the papers that both states hold against each other, paper by paper in order of their files.

    ``names`` say what the two states are, ``decided`` what a person said of findings, by id.
    """
    old, new = ({paper.sha256: paper for paper in papers} for papers in (before, after))
    both = sorted(set(old) & set(new), key=lambda sha256: (new[sha256].file, sha256))
    decided = decided or {}
    changes: list[Change] = []
    overridden: list[Overridden] = []
    for sha256 in both:
        was, now = old[sha256].findings, new[sha256].findings
        changes += _of_paper(was, now, new[sha256].file, decided)
        held = {finding["id"] for finding in (*was, *now)} if decided else set()
        overridden += [decided[target] for target in held & set(decided)]
    return Differences(
        *names,
        len(both),
        tuple(changes),
        tuple(sorted(overridden, key=lambda one: (one.file, one.page or 0, one.id))),
        tuple(sorted(old[sha256].file for sha256 in set(old) - set(new))),
        tuple(sorted(new[sha256].file for sha256 in set(new) - set(old))),
        tuple(not_read),
    )


def _of_paper(old: Sequence[Finding], new: Sequence[Finding], file: str, decided: Mapping[str, Overridden]) -> list[Change]:
    def change(how: Literal["gained", "lost", "changed"], one: Finding, *what: tuple[str, Any, Any]) -> Change:
        person = decided.get(one["id"])
        place = (one["page"], one["anchor"], one["rule"], one["id"])
        return Change(how, file, one["kind"], one["title"], one["quote"], *place, what, person.said if person else None)

    gained = {one["id"]: one for one in new}
    lost = []
    pairs: list[tuple[Finding, Finding]] = []
    for one in old:
        other = gained.pop(one["id"], None)
        if other is None:
            lost.append(one)
        else:
            pairs.append((one, other))
    for one in list(lost):
        other = _same(one, list(gained.values()))
        if other is not None:
            pairs.append((one, gained.pop(other["id"])))
            lost.remove(one)
    made = [change("lost", one) for one in lost] + [change("gained", one) for one in gained.values()]
    for one, other in pairs:
        what = tuple(_what(one, other))
        if what:
            made.append(change("changed", other, *what))
    places = {one["id"]: tuple(one["place"]) for one in (*old, *new)}
    return sorted(made, key=lambda one: (one.page or 0, places[one.id], one.how))


def _same(one: Finding, others: Sequence[Finding]) -> Finding | None:
    """The finding of the same kind that stands at an overlapping place and is most like it in words; None where two are."""
    scored = sorted(
        (
            (SequenceMatcher(None, one["title"][:_LONGEST], other["title"][:_LONGEST], autojunk=False).ratio(), other["id"], other)
            for other in others
            if other["kind"] == one["kind"] and _overlap(one["place"], other["place"])
        ),
        key=lambda found: (-found[0], found[1]),
    )
    if not scored or scored[0][0] < _ALIKE or (len(scored) > 1 and scored[0][0] - scored[1][0] < _MARGIN):
        return None
    return scored[0][2]


def _overlap(one: Sequence[int], other: Sequence[int]) -> bool:
    return one[0] == other[0] and one[1] < other[2] and other[1] < one[2]


def _what(one: Finding, other: Finding) -> Iterator[tuple[str, Any, Any]]:
    for name in _COMPARED:
        if one[name] != other[name]:
            yield (name, one[name], other[name])
    for name in sorted({*one["values"], *other["values"]}):
        was, now = one["values"].get(name), other["values"].get(name)
        if was != now:
            yield (name, was, now)


def as_dict(found: Differences) -> dict[str, Any]:
    """The differences as plain values for JSON, keys in a fixed order."""
    return {
        "before": found.before,
        "after": found.after,
        "papers": found.papers,
        "counts": {how: len(found.of(how)) for how in ("gained", "lost", "changed")} | {"overridden": len(found.overridden)},
        "changes": [
            {
                "how": change.how,
                "file": change.file,
                "kind": change.kind,
                "title": change.title,
                "quote": change.quote,
                "page": change.page,
                "anchor": change.anchor,
                "rule": change.rule,
                "finding": change.id,
                "what": [{"field": name, "before": was, "after": now} for name, was, now in change.what],
                "person": change.person,
            }
            for change in found.changes
        ],
        "overridden": [
            {"file": one.file, "kind": one.kind, "title": one.title, "page": one.page, "finding": one.id, "said": one.said}
            for one in found.overridden
        ],
        "only_before": list(found.only_before),
        "only_after": list(found.only_after),
        "not_read": list(found.not_read),
    }


_SIGNS = {"gained": "+", "lost": "-", "changed": "~"}


def as_text(found: Differences) -> str:
    """The differences as lines for a terminal, a paper's together: + gained, - lost, ~ changed, ! overridden by a person."""
    counts = ", ".join(f"{len(found.of(how))} {how}" for how in ("gained", "lost", "changed"))
    lines = [f"{found.before} -> {found.after}: {found.papers} papers, {counts}, {len(found.overridden)} overridden by a person"]
    file = None
    for change in found.changes:
        if change.file != file:
            file = change.file
            lines += ["", file]
        place = f"page {change.page}" if change.page else change.anchor or "no place"
        lines.append(f"  {_SIGNS[change.how]} {change.kind}, {place}: {_short(change.title)}   [{change.rule or 'no rule'}]")
        if change.how != "changed" and change.quote != change.title:
            lines.append(f"      “{_short(change.quote)}”")
        lines += [f"      {name}: {_shown(was)} -> {_shown(now)}" for name, was, now in change.what]
        if change.person:
            lines.append(f"      ! a person decided: {change.person}")
    if found.overridden:
        lines += ["", "Overridden by a person"]
        for one in found.overridden:
            place = f"page {one.page}" if one.page else "no page"
            lines.append(f"  ! {one.file}, {one.kind}, {place}: {_short(one.title)}: {one.said}")
    for head, files in (("Only before", found.only_before), ("Only after", found.only_after), ("Not read anew", found.not_read)):
        if files:
            lines += ["", head, *(f"  {file}" for file in files)]
    return "\n".join(lines) + "\n"


def _short(text: str, most: int = 160) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= most else f"{flat[: most - 1]}…"


def _shown(value: Any) -> str:
    if value is None or value == []:
        return "nothing"
    if isinstance(value, list):
        return "; ".join("nothing" if part is None else str(part) for part in value)
    return _short(str(value))
