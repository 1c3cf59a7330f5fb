"""Sections -> Listings: every run of siblings that may be a list of something, with what stands in front of it.

Nothing is judged here. A listing is a bulleted or numbered list, a run of short unmarked lines, or a run of paragraphs that each
begin with a title and a dash.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from extractor.codebook import Codebook
from extractor.model import Block, Section
from extractor.tag.priorities.titles import split_title

Form = Literal["items", "lines", "run-ins", "prose", "labels", "cells", "contents", "headings"]
MOST_WORDS_LINE = 14
"""An unmarked line that is longer is prose."""
_SENTENCE_END = re.compile(r"[.!?][”’'\"]?$")


@dataclass(frozen=True, slots=True)
class Candidate:
    """One member of a listing: ``block.text[start:end]``, its printed label, and what stands under it."""

    block: Block
    start: int
    end: int
    label: str | None = None
    children: tuple[Candidate, ...] = ()

    @property
    def text(self) -> str:
        return self.block.text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Listing:
    """Siblings in the order of the paper. ``lead`` is the block in front of the first; None where a heading stands there."""

    form: Form
    section: Section
    items: tuple[Candidate, ...]
    lead: Block | None = None
    outer: Block | None = None
    """The paragraph before a lead that is only a name ("CSP:")."""
    lead_sentence: str | None = None
    """Set where the lead-in is not the end of a block: a sentence that holds its own list, a column's head."""
    path: tuple[Block, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Placed:
    """A block in the flow of a plan, with its section."""

    section: Section
    block: Block


def flow(sections: Sequence[Section], plan: int) -> list[Placed]:
    """The blocks of one plan in reading order, without table cells and notes."""
    return [
        Placed(section, block)
        for section in sections
        if section.plan == plan
        for block in section.blocks
        if block.kind not in ("cell", "note")
    ]


def family(label: str | None, before: str | None = None) -> str:
    """What kind of marker a label is: bullet, number, letter, roman or none. "i)" after "h)" is a letter."""
    mark = re.sub(r"[()\[\].:\s]", "", label or "")
    if not mark:
        return "none"
    if re.fullmatch(r"\d{1,2}", mark):
        return "number"
    if re.fullmatch(r"[ivx]+", mark.lower()) and not (mark.lower() == "i" and family(before) == "letter" and "h" in (before or "")):
        return "roman"
    if re.fullmatch(r"[A-Za-z]", mark) and mark != "o":
        return "letter"
    return "bullet" if len(mark) <= 2 and not mark[0].isdigit() else "reference"


def _follows(before: str | None, label: str | None) -> bool:
    """Whether ``label`` is the next of a numbered or lettered list after ``before``."""
    first, second = (re.sub(r"\W", "", mark or "").lower() for mark in (before, label))
    if first.isdigit() and second.isdigit():
        return int(second) == int(first) + 1
    return len(first) == len(second) == 1 and ord(second) == ord(first) + 1


def _whole(block: Block, children: Sequence[Candidate] = ()) -> Candidate:
    return Candidate(block, 0, len(block.text), block.label, tuple(children))


def _marked(placed: Placed) -> bool:
    """An item, or a heading that carries a list's number: a list whose members are set as headings."""
    block = placed.block
    return block.kind == "item" or (block.kind == "heading" and family(block.label) in ("number", "letter", "roman"))


def _items_from(run: Sequence[Placed], at: int) -> list[Candidate]:
    """The members of the marked list that begins at ``at``, with their children."""
    first = run[at].block
    kind, level = family(first.label), first.level
    members: list[Candidate] = []
    index = at
    while index < len(run):
        block = run[index].block
        same = (
            _marked(run[index])
            and block.kind == first.kind
            and block.level == level
            and family(block.label, members[-1].label if members else None) == kind
        )
        if (
            same
            and members
            and kind in ("number", "letter", "roman")
            and re.sub(r"\W", "", block.label or "").lower() in ("1", "a", "i")
            and first.label != block.label
        ):
            break
        if same:
            members.append(_whole(block))
            index += 1
            continue
        # What stands between two members in sequence belongs to the first of them.
        reach = index
        while (
            reach < len(run)
            and reach - index < 12
            and not (_marked(run[reach]) and run[reach].block.kind == first.kind and run[reach].block.level <= level)
        ):
            if run[reach].block.kind == "heading" and first.kind != "heading":
                break
            reach += 1
        between = [_whole(placed.block) for placed in run[index:reach]]
        nested = all(child.block.kind == "item" and child.block.level > level for child in between)
        onward = (
            reach < len(run)
            and run[reach].block.kind == first.kind
            and run[reach].block.level == level
            and _follows(members[-1].label, run[reach].block.label)
        )
        if not between or not (nested or onward):
            break
        last = members.pop()
        members.append(Candidate(last.block, last.start, last.end, last.label, (*last.children, *between)))
        index = reach
        if not onward and not nested:
            break
    return members


def _outer(run: Sequence[Placed], at: int) -> Block | None:
    """The paragraph in front of a short lead and of the lists before it."""
    if at < 2 or len(run[at - 1].block.text.split()) > 5:
        return None
    for placed in reversed(run[max(0, at - 20) : at - 1]):
        if placed.block.kind == "heading" and not placed.block.text.rstrip().endswith(":"):
            return None
        if placed.block.kind == "paragraph" and len(placed.block.text.split()) > 5:
            return placed.block
    return None


def is_line(block: Block) -> bool:
    """A short line that is no sentence: what an unmarked list is made of."""
    text = block.text.rstrip()
    return (
        block.kind == "paragraph"
        and not block.label
        and len(text) > 2
        and len(text.split()) <= MOST_WORDS_LINE
        and not _SENTENCE_END.search(text)
        and not text.endswith((":", ","))
        and text[0].isalnum()
    )


def _run_in(block: Block, codebook: Codebook) -> bool:
    """A paragraph that begins with a short title set off by a dash or a colon."""
    if block.kind != "paragraph" or len(block.text) < 20:
        return False
    title = split_title(block, 0, len(block.text), codebook)
    return (
        title.by in ("run-in.dash", "bold", "run-in.colon")
        and len(title.text(block).split()) <= 16
        and title.detail_end > title.detail_start
    )


def listings(sections: Sequence[Section], plan: int, codebook: Codebook) -> list[Listing]:
    """Every list of one plan, in reading order."""
    run = flow(sections, plan)
    found: list[Listing] = []
    taken: set[int] = set()
    index = 0
    while index < len(run):
        placed = run[index]
        if placed.block.index in taken:
            index += 1
            continue
        before = run[index - 1].block if index else None
        # A name set like a heading ("CSP:") is a lead-in when a colon follows it.
        lead = before if before is not None and (before.kind != "heading" or before.text.rstrip().endswith(":")) else None
        end = index + 1
        if _marked(placed) and (
            placed.block.kind == "item" or (before is not None and before.text.rstrip().endswith((":", "–", "-")))
        ):
            members = _items_from(run, index)
            found.append(Listing("items", placed.section, tuple(members), lead, _outer(run, index), path=placed.section.path))
            # What stands between the members is looked at again: lists inside a list have leads of their own.
            taken |= {member.block.index for member in members}
        elif _run_in(placed.block, codebook):
            while end < len(run) and _run_in(run[end].block, codebook):
                end += 1
            if end - index >= 2:
                found.append(
                    Listing(
                        "run-ins",
                        placed.section,
                        tuple(_whole(member.block) for member in run[index:end]),
                        lead,
                        _outer(run, index),
                        path=placed.section.path,
                    )
                )
            else:
                end = index + 1
        elif is_line(placed.block):
            while end < len(run) and is_line(run[end].block):
                end += 1
            if end - index >= 2 or (before is not None and before.text.rstrip().endswith(":")):
                found.append(
                    Listing(
                        "lines",
                        placed.section,
                        tuple(_whole(member.block) for member in run[index:end]),
                        lead,
                        _outer(run, index),
                        path=placed.section.path,
                    )
                )
        index = end
    return found
