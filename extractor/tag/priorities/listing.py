"""Sections -> Listings: every run of siblings that may be a list of something, with what stands in front of it.

Nothing is judged here. A listing is a bulleted or numbered list, a run of short unmarked lines, or a run of paragraphs that each
begin with a title and a dash.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from itertools import takewhile
from typing import Literal

from extractor.codebook import Codebook
from extractor.model import Block, Section
from extractor.tag.priorities.titles import split_title
from extractor.tag.themes import names_theme

Form = Literal["items", "lines", "run-ins", "prose", "labels", "cells", "contents", "headings"]
MOST_WORDS_LINE = 14
"""An unmarked line that is longer is prose."""
MOST_BETWEEN = 12
"""Blocks of text under one member of a list before the next."""
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
    """The members of the marked list that begins at ``at``, each with what stands between it and the next as its children."""
    first = run[at].block
    members = [_whole(first)]
    index = at + 1
    while index < len(run):
        block = run[index].block
        if _sibling(run[index], first, members[-1].label):
            if _starts_anew(block.label, members[-1].label):
                break
            members.append(_whole(block))
            index += 1
            continue
        reach = _reach(run, index, first)
        between = [_whole(placed.block) for placed in run[index:reach]]
        nested = all(child.block.kind == "item" and child.block.level > first.level for child in between)
        onward = reach < len(run) and _next_in_sequence(run[reach].block, first, members[-1].label)
        if not between or not (nested or onward):
            break
        last = members.pop()
        members.append(Candidate(last.block, last.start, last.end, last.label, (*last.children, *between)))
        index = reach
    return members


def _sibling(placed: Placed, first: Block, before: str | None) -> bool:
    """Whether a block carries a marker of the same sort and depth as the list's first; ``before`` is the last member's label."""
    block = placed.block
    same_place = _marked(placed) and block.kind == first.kind and block.level == first.level
    return same_place and family(block.label, before) == family(first.label)


def _starts_anew(label: str | None, before: str | None) -> bool:
    """Whether "1", "a" or "i" after another number or letter begins another list."""
    mark, last = (re.sub(r"\W", "", text or "").lower() for text in (label, before))
    return mark in ("1", "a", "i") and mark != last and not _follows(before, label)


def _reach(run: Sequence[Placed], index: int, first: Block) -> int:
    """The end of what may stand between two members: the next marker of their depth, a heading, or ``MOST_BETWEEN`` blocks."""
    reach = index
    while reach < len(run) and reach - index < MOST_BETWEEN:
        block = run[reach].block
        if _marked(run[reach]) and block.kind == first.kind and block.level <= first.level:
            break
        if block.kind == "heading" and first.kind != "heading":
            break
        reach += 1
    return reach


def _next_in_sequence(block: Block, first: Block, before: str | None) -> bool:
    return block.kind == first.kind and block.level == first.level and _follows(before, block.label)


def _outer(run: Sequence[Placed], at: int, codebook: Codebook) -> Block | None:
    """The paragraph in front of a short lead and of the lists before it: the nearest, or the one before it if that leads in."""
    if at < 2 or len(run[at - 1].block.text.split()) > 5:
        return None
    nearest: Block | None = None
    for placed in reversed(run[max(0, at - 20) : at - 1]):
        if placed.block.kind == "heading" and not placed.block.text.rstrip().endswith(":"):
            return nearest
        if placed.block.kind == "paragraph" and len(placed.block.text.split()) > 5:
            leads = bool(
                codebook.find("lead_ins", placed.block.text[slice(*codebook.sentences(placed.block.text)[-1])].rstrip(" ."))
            )
            if nearest is not None:
                return placed.block if leads else nearest
            if leads or placed.block is not run[at - 2].block:
                return placed.block
            nearest = placed.block
    return nearest


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
        title.by in ("run-in.dash", "bold", "run-in.colon", "run-in.includes")
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
        if run[index].block.index in taken:
            index += 1
            continue
        form, members = _list_at(run, index, codebook)
        if form is not None:
            path = run[index].section.path
            shown = tuple(line for member in members for line in _printed(member)) if form == "lines" else members
            shown = _unnumbered(shown) if form == "lines" else shown
            found.append(Listing(form, run[index].section, shown, _lead(run, index), _outer(run, index, codebook), path=path))
        if form == "items":
            # What stands between the members is looked at again: lists inside a list have leads of their own.
            taken |= {member.block.index for member in members}
        index += 1 if form == "items" else max(1, len(members))
    return found


_COUNTS = re.compile(r"(?P<number>\d{1,2})\s+(?=\S)")


def _unnumbered(members: Sequence[Candidate]) -> tuple[Candidate, ...]:
    """Lines that count themselves without a full stop ("1 Burglary", "2 Robbery"), without their numbers."""
    found = [_COUNTS.match(member.text) for member in members]
    if len(members) < 2 or [int(match["number"]) if match else 0 for match in found] != list(range(1, len(members) + 1)):
        return tuple(members)
    return tuple(
        replace(member, start=member.start + match.end(), label=match["number"])
        for member, match in zip(members, found, strict=True)
        if match
    )


_RUNS_ON = re.compile(r"(?:\b(?:and|or|of|the|in|on|to|for|by|with|from|a)|[,&–-])$", re.I)


def _printed(member: Candidate) -> list[Candidate]:
    """A member as its printed lines, where each line begins a wording of its own.

    A narrow column fills its lines, so that a short entry may look like the first line of a longer one; but prose seldom begins
    every line with a capital.
    """
    parts = [(line.start, line.end) for line in member.block.lines]
    texts = [member.block.text[start:end].strip() for start, end in parts]
    apart = all(text[:1].isupper() and len(text.split()) >= 2 for text in texts)
    if len(parts) < 2 or not apart or any(_RUNS_ON.search(text) for text in texts[:-1]):
        return [member]
    return [Candidate(member.block, start, end, member.label) for start, end in parts]


def _list_at(run: Sequence[Placed], index: int, codebook: Codebook) -> tuple[Form | None, tuple[Candidate, ...]]:
    """The list that begins at ``index``: its form (None where it is none after all) and the blocks that were looked at."""
    placed = run[index]
    announced = _ends_with(run, index - 1, (":", "–", "-"))
    if _marked(placed) and (placed.block.kind == "item" or announced):
        return "items", tuple(_items_from(run, index))
    if _run_in(placed.block, codebook):
        members = _while(run, index, lambda block: _run_in(block, codebook))
        return ("run-ins", members) if len(members) >= 2 else (None, members)
    if _ends_with(run, index - 1, (":",)) and (clauses := _clauses(run, index)):
        return "lines", clauses
    if is_line(placed.block):
        members = _while(run, index, is_line)
        announced = _ends_with(run, index - 1, (":",))
        if len(members) == 1 and announced:
            members = _with_text_between(run, index, codebook) or members
        if announced:
            members = (*members, *_longer(run[index + len(members) :], members))
        if announced and index + len(members) < len(run) and _closes(run[index + len(members)].block, members):
            members = (*members, _whole(run[index + len(members)].block))
        return ("lines", members) if len(members) >= 2 or announced else (None, members)
    return None, ()


MOST_WORDS_CLAUSE = 40


def _clauses(run: Sequence[Placed], index: int) -> tuple[Candidate, ...]:
    """Paragraphs after a colon that each end in a semicolon but the last: the members of one long sentence, two or more."""
    members: list[Candidate] = []
    for placed in run[index:]:
        block, text = placed.block, placed.block.text.rstrip()
        if block.kind != "paragraph" or block.label or len(text.split()) > MOST_WORDS_CLAUSE or ". " in text:
            return ()
        members.append(_whole(block))
        if not re.search(r";(?:\s+and)?$", text):
            break
    return tuple(members) if len(members) >= 2 else ()


_TO = re.compile(r"[Tt]o\s+[a-z]+\s")


def _longer(run: Sequence[Placed], members: Sequence[Candidate]) -> tuple[Candidate, ...]:
    """The lines after a run of "To ..." that are of the same form and only longer."""
    if len(members) < 2 or not all(_TO.match(member.text) for member in members):
        return ()
    return tuple(_whole(placed.block) for placed in takewhile(lambda placed: _is_longer(placed.block), run))


def _is_longer(block: Block) -> bool:
    text = block.text.rstrip()
    plain = block.kind == "paragraph" and not block.label and len(text.split()) <= MOST_WORDS_CLAUSE
    return plain and _TO.match(text) is not None and not text.endswith((":", ".", "?"))


_DEED = re.compile(r"(?:To\s+)?[A-Z][a-z]+ing\b")


def _closes(block: Block, members: Sequence[Candidate]) -> bool:
    """Whether a block with a full stop is the last of a run of lines that each say what is to be done ("Preventing violence")."""
    text = block.text.rstrip()
    if block.kind != "paragraph" or block.label or not text.endswith(".") or not 2 <= len(text.split()) <= MOST_WORDS_LINE:
        return False
    return ". " not in text and all(_DEED.match(each) for each in (text, *(member.text for member in members)))


def _with_text_between(run: Sequence[Placed], index: int, codebook: Codebook) -> tuple[Candidate, ...]:
    """Unmarked lines that each have a paragraph of sentences under them; none where they are fewer than three.

    A text file has no headings, so nothing but its wording tells the last member from the title of what comes next.
    """
    members: list[Candidate] = []
    while index < len(run) and is_line(run[index].block) and not codebook.find("headings", run[index].block.text):
        under = tuple(takewhile(lambda placed: _is_sentences(placed.block), run[index + 1 : index + 1 + MOST_BETWEEN]))
        if not under:
            break
        members.append(_whole(run[index].block, [_whole(placed.block) for placed in under]))
        index += 1 + len(under)
    while members and not names_theme(members[-1].text, codebook):
        members.pop()
    return tuple(members) if len(members) >= 3 else ()


def _is_sentences(block: Block) -> bool:
    return block.kind == "paragraph" and not block.label and bool(_SENTENCE_END.search(block.text.rstrip()))


def _while(run: Sequence[Placed], index: int, fits: Callable[[Block], bool]) -> tuple[Candidate, ...]:
    return tuple(_whole(placed.block) for placed in takewhile(lambda placed: fits(placed.block), run[index:]))


def _ends_with(run: Sequence[Placed], index: int, marks: tuple[str, ...]) -> bool:
    return index >= 0 and run[index].block.text.rstrip().endswith(marks)


def _lead(run: Sequence[Placed], index: int) -> Block | None:
    """The block in front of a list, unless it is a heading; a name set like one is a lead-in when a colon follows it ("CSP:")."""
    before = run[index - 1].block if index else None
    return before if before is not None and (before.kind != "heading" or _ends_with(run, index - 1, (":",))) else None
