"""Rough paragraphs -> Blocks: which are headings and at what level, which are items and how deep, which headings were wrapped.

Formats without fixed pages (Word, HTML, text) share this: each delivers :class:`Rough` paragraphs in reading order.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace

from extractor.model import Block, Cell
from extractor.parse.clean import shift
from extractor.parse.lines import continues, join_lines
from extractor.parse.markers import MarkerKind, follows

MAX_HEADING = 120
"""Characters: a longer paragraph is no heading, however it looks (a style may still make it one)."""
STEP = 4.0
"""Points: indents that differ by less are the same."""


@dataclass(frozen=True, slots=True)
class Rough:
    """One paragraph as a format delivers it: clean text, marker split off, with all that is known of its look."""

    text: str
    anchor: str
    label: str | None = None
    marker: MarkerKind | None = None
    bold: tuple[tuple[int, int], ...] = ()
    level: int | None = None
    """Heading level where mark-up or style makes it a heading (1 is the title's)."""
    size: float | None = None
    indent: float | None = None
    centred: bool = False
    list: str | None = None
    depth: int | None = None
    """Depth in its list by mark-up, from 0; ``list`` names the list."""
    cell: Cell | None = None
    note: bool = False
    spaced: bool = False
    """A blank line or paragraph stands before it."""
    own_style: bool = False
    """A style that says what it is other than a heading or plain text (a caption, a table of contents)."""


@dataclass(frozen=True, slots=True)
class _Look:
    size: float
    caps: bool
    bold: bool
    centred: bool


def shape(rough: list[Rough]) -> tuple[Block, ...]:
    """Turn paragraphs into blocks, in the same order, numbered from 0."""
    kept = [one for one in rough if one.text or one.label]
    kept = _bare_numbers(kept)
    body = _body_size(kept)
    shouting = _mostly_bold(kept)
    looks: list[_Look | None] = [None] * len(kept)
    for at, one in enumerate(kept):
        if one.level is None and _may_head(one):
            looks[at] = _look(one, body, shouting)
    _unmark_lists(kept, looks)
    levels = _levels(kept, looks)
    kept, levels, looks = _join_wrapped(kept, levels, looks)
    # A bare year may end the heading before it; it heads nothing itself.
    levels = [one.level if not re.search(r"[A-Za-z]{2}", one.text) else level for one, level in zip(kept, levels, strict=True)]
    depths = _depths(kept, levels)
    return tuple(_block(at, one, levels[at], depths[at]) for at, one in enumerate(kept))


def is_caps(text: str) -> bool:
    """Whether the words are set in capitals: no small letter (but "CSPs", "1st"), and more than abbreviations ("PDF 61 KB")."""
    bare = re.sub(r"(?<=[A-Z]{2})s\b|\b\d+(?:st|nd|rd|th)\b", "", text)
    if any(char.islower() for char in bare):
        return False
    words = [len(word) for word in re.findall(r"[^\W\d_]+", bare)]
    return any(length >= 5 for length in words) or sum(length >= 3 for length in words) >= 2


_BARE = re.compile(r"(\d{1,2})\s+(?=[A-Z])")
_SENTENCE_END = re.compile(r"[.;,!…][\"'”’)]?$")
_LEAD_IN = re.compile(
    r"\b(?:are|is|be|was|were|include|includes|including|to|will|we|by|that|following|follows|of|as)\s*:$", re.IGNORECASE
)


def _may_head(one: Rough) -> bool:
    text = one.text
    if one.cell or one.note or one.own_style or one.marker in ("bullet", "dash", "letter", "roman"):
        return False
    if len(text) > MAX_HEADING or len(text.split()) > 18 or not re.search(r"[A-Za-z]{2}|^\d{4}\b", text):
        return False
    if _SENTENCE_END.search(text) and not (is_caps(text) and not text.endswith((",", ";"))):
        return False
    return not _LEAD_IN.search(text) and not text[0].islower()


def _look(one: Rough, body: float, shouting: bool) -> _Look | None:
    """The look that makes a paragraph a heading, None where nothing sets it off from the text."""
    text = one.text
    caps = is_caps(text) and len(text) > 5
    bold = not shouting and sum(end - start for start, end in one.bold) >= 0.95 * len(text.rstrip(" :"))
    size = one.size or body
    larger = bool(body) and size >= body * 1.15
    words = len(text.split())
    centred = one.centred and words <= 12 and one.marker is None
    if caps or bold or (larger and words <= 14) or centred:
        return _Look(round(size, 1) if larger or size < body else round(body, 1), caps, bold, one.centred)
    return None


def _bare_numbers(kept: list[Rough]) -> list[Rough]:
    """Take numbers without a point ("2 Background") off headings of style, where the headings' numbers count up."""
    found = {at: match for at, one in enumerate(kept) if one.level and not one.label and (match := _BARE.match(one.text))}
    numbers = [
        int(found[at][1] if at in found else (one.label or "").strip("."))
        for at, one in enumerate(kept)
        if one.level and (at in found or (one.marker == "number" and (one.label or "").strip(".").isdigit()))
    ]
    if not found or len(numbers) < 2 or numbers != sorted(numbers):
        return kept
    return [_unnumbered(one, found[at]) if at in found else one for at, one in enumerate(kept)]


def _unnumbered(one: Rough, match: re.Match[str]) -> Rough:
    text = one.text[match.end() :]
    return replace(one, text=text, label=match[1], marker="number", bold=shift(one.bold, -match.end(), len(text)))


def _unmark_lists(kept: list[Rough], looks: list[_Look | None]) -> None:
    """A numbered heading stands alone: where its neighbour looks the same and is numbered too ("1. Burglary", "2. Violence"), both
    are items of a list."""
    runs = [at for at, look in enumerate(looks) if look is not None and kept[at].marker == "number"]
    listed = {at for at in runs if at + 1 in runs or at - 1 in runs}
    for at in listed:
        looks[at] = None


def _levels(kept: list[Rough], looks: list[_Look | None]) -> list[int | None]:
    """Heading levels: those of styles as given; looks ranked by size, capitals, weight, and fitted in below or among them."""
    styled: dict[int, float] = {}
    for one in kept:
        if one.level is not None and one.size is not None:
            styled[one.level] = max(styled.get(one.level, 0.0), one.size)
    deepest = max((one.level for one in kept if one.level is not None), default=0)
    seen = [look for look in looks if look is not None]
    ranked = sorted(set(seen), key=_rank)
    first = next((look for look in looks if look is not None), None)
    titled = bool(ranked) and ranked[0] == first and seen.count(first) <= 3
    levels: list[int | None] = []
    for one, look in zip(kept, looks, strict=True):
        if look is None:
            levels.append(one.level)
        elif deepest:
            levels.append(min((n for n, size in styled.items() if n > 1 and look.size > size), default=deepest + 1))
        else:
            levels.append(min(9, ranked.index(look) + (1 if titled else 2)))
    return levels


def _rank(look: _Look) -> tuple[float, bool, bool, bool]:
    return (-look.size, not (look.caps and look.bold), not look.bold, not look.centred)


def _join_wrapped(
    kept: list[Rough], levels: list[int | None], looks: list[_Look | None]
) -> tuple[list[Rough], list[int | None], list[_Look | None]]:
    """Join heading paragraphs that are one heading printed on two lines."""
    out: list[Rough] = []
    out_levels: list[int | None] = []
    out_looks: list[_Look | None] = []
    for one, level, look in zip(kept, levels, looks, strict=True):
        if (
            out
            and level is not None
            and out_levels[-1] == level
            and out_looks[-1] == look
            and one.label is None
            and not one.spaced
            and continues(out[-1].text, one.text)
            and len(out[-1].text) + len(one.text) < 2 * MAX_HEADING
        ):
            out[-1] = _joined(out[-1], one)
            continue
        out.append(one)
        out_levels.append(level)
        out_looks.append(look)
    return out, out_levels, out_looks


def _joined(first: Rough, second: Rough) -> Rough:
    text = join_lines(first.text, second.text)
    by = len(text) - len(second.text)
    bold = list(first.bold)
    for start, end in second.bold:
        if bold and not text[bold[-1][1] : start + by].strip():
            bold[-1] = (bold[-1][0], end + by)
        else:
            bold.append((start + by, end + by))
    return replace(first, text=text, bold=tuple(bold))


def _depths(kept: list[Rough], levels: list[int | None]) -> list[int]:
    """How deep each item lies: by mark-up inside one list, as the item it counts on from, else by indent and kind of marker."""
    depths: list[int] = []
    stack: list[tuple[float, str]] = []
    last: tuple[str, int, int] | None = None
    open_: list[tuple[str, MarkerKind, int]] = []
    for one, level in zip(kept, levels, strict=True):
        if one.cell or one.note or not _is_item(one) or level is not None:
            depths.append(0)
            prose_ends = not stack or one.indent is None or stack[0][0] < STEP or one.indent < stack[0][0] - STEP
            if not one.cell and not one.note and (level is not None or prose_ends):
                stack, last = [], None
            if level is not None:
                open_ = []
            continue
        kind, label = one.marker or "bullet", one.label or ""
        indent = one.indent if one.indent is not None else 18.0 * ((one.depth or 0) + 1)
        # Where mark-up makes the list, two lists at one indent stand side by side whatever their markers.
        told = one.list is not None
        counted = (
            None if told else next((depth for before, its_kind, depth in reversed(open_) if follows(label, before, its_kind)), None)
        )
        if last is not None and one.list is not None and one.depth is not None and last[0] == one.list:
            depth = max(0, last[2] + one.depth - last[1])
        elif counted is not None:
            depth = counted
        else:
            depth = _depth(stack, indent, None if told else kind)
        stack = [*stack[:depth], (indent, kind)]
        open_ = [entry for entry in open_ if entry[2] < depth] + ([] if kind in ("bullet", "dash") else [(label, kind, depth)])
        depths.append(min(depth, 8))
        last = (one.list, one.depth, depth) if one.list is not None and one.depth is not None else None
    return depths


def _depth(stack: list[tuple[float, str]], indent: float, kind: str | None) -> int:
    """Depth of an item under those of ``stack`` (indent and marker kind, outermost first): one further in, or of another kind at
    the same indent, lies inside; one of a kind and indent met before stands beside it. None is any kind."""
    for at, (left, its_kind) in enumerate(stack):
        if abs(left - indent) <= STEP and kind in (None, its_kind):
            return at
    outer = [at for at, (left, _) in enumerate(stack) if left <= indent + STEP]
    return outer[-1] + 1 if outer else 0


def _is_item(one: Rough) -> bool:
    return one.marker is not None and one.marker != "decimal"


def _block(index: int, one: Rough, level: int | None, depth: int) -> Block:
    if one.cell is not None:
        return Block(index, "cell", one.text, anchor=one.anchor, cell=one.cell, bold=one.bold, size=one.size)
    common = (index,)
    if one.note:
        return Block(*common, "note", one.text, one.label, anchor=one.anchor, bold=one.bold, size=one.size)
    if level is not None:
        kind, depth = "heading", level
    elif _is_item(one):
        kind = "item"
    else:
        kind, depth = "paragraph", 0
    return Block(
        *common,
        kind,  # type: ignore[arg-type]
        one.text,
        one.label,
        depth,
        anchor=one.anchor,
        bold=one.bold,
        size=one.size,
        indent=one.indent,
    )


def _body_size(kept: list[Rough]) -> float:
    """Prevailing size of the running text, weighed by characters; 0 where no size is known."""
    weights: Counter[float] = Counter()
    for one in kept:
        if one.size is not None and one.cell is None and not one.note and one.level is None:
            weights[one.size] += len(one.text)
    return min((-weight, size) for size, weight in weights.items())[1] if weights else 0.0


def _mostly_bold(kept: list[Rough]) -> bool:
    """Where most of the text is bold, bold sets nothing off."""
    running = [one for one in kept if one.cell is None and not one.note and one.level is None]
    total = sum(len(one.text) for one in running)
    return total > 2000 and sum(end - start for one in running for start, end in one.bold) > 0.6 * total
