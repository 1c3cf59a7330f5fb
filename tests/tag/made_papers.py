"""Makes a small paper out of one line a block, and reads its priorities: test cases are one line each."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from made_blocks import cells

from extractor.codebook import Codebook, load_codebook
from extractor.model import Block, Document, Passed, Plan, Priority, Section
from extractor.section import section
from extractor.tag.priorities import tag_priorities

Line = str | list[list[str | None]]
_MARKED = re.compile(r"(?P<depth>(?:> )*)(?P<label>[-•]|\(?(?:\d{1,2}|[a-z]{1,4})[.)])\s+(?P<text>.+)", re.S)
_BOLD = re.compile(r"\*\*(.+?)\*\*")


@lru_cache(maxsize=1)
def rules() -> Codebook:
    return load_codebook()


def paper(*lines: Line) -> Document:
    """A document: "# Heading" (more signs, deeper), "- item", "1. item", "(a) item", "> - item in an item", "**Bold** words",
    a list of rows for a table, anything else a paragraph."""
    blocks: list[Block] = []
    tables = 0

    def add(kind: Any, text: str, **more: Any) -> None:
        bold, plain = [], text
        while found := _BOLD.search(plain):
            bold.append((found.start(), found.end() - 4))
            plain = plain[: found.start()] + found[1] + plain[found.end() :]
        blocks.append(Block(index=len(blocks), kind=kind, text=plain, bold=tuple(bold), **more))

    for line in lines:
        if isinstance(line, list):
            tables += 1
            for cell, text in cells(line, tables):
                add("cell", text, cell=cell)
        elif line.startswith("#"):
            signs, text = line.split(" ", 1)
            add("heading", text, level=len(signs))
        elif marked := _MARKED.fullmatch(line):
            label = "•" if marked["label"] == "-" else marked["label"]
            add("item", marked["text"], label=label, level=len(marked["depth"]) // 2)
        else:
            add("paragraph", line)
    return Document(tuple(blocks))


def read(*lines: Line, own: Sequence[str] = ()) -> tuple[tuple[Priority, ...], tuple[Passed, ...]]:
    """(priorities, what was passed over) of the paper's first plan, whose bodies are ``own`` beside the partnership."""
    plans, sections = section(paper(*lines), rules())
    return tag_priorities(sections, 0, rules(), own=frozenset(own), period=plans[0].period)


def found(*lines: Line, own: Sequence[str] = ()) -> list[Priority]:
    return list(read(*lines, own=own)[0])


def titles(*lines: Line, own: Sequence[str] = ()) -> list[str]:
    """The titles of the plan's own priorities; children and those of other bodies and years are left out."""
    return [one.title for one in found(*lines, own=own) if one.scope == "current" and one.parent is None]


def divided(*lines: Line) -> tuple[tuple[Plan, ...], tuple[Section, ...]]:
    return section(paper(*lines), rules())
