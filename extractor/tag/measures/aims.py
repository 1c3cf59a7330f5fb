"""Headings, lead-ins and labels that say that what stands under them is to be reached: "Success looks like", "Targets:"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from extractor.codebook import Codebook
from extractor.model import Block
from extractor.tag.tables import Placed

_LABEL = re.compile(r"(?P<label>[A-Z][^.:;\n]{3,60}?)\s*(?::[-–—]?\s+|\.\s+|:?\n)(?=\S)")
_LONGEST_LEAD, _LONGEST_LINE, _MOST_LINES = 16, 40, 16


@dataclass(frozen=True, slots=True)
class Aim:
    """The block that says so, and the headings over the lines it holds for."""

    block: Block
    path: tuple[Block, ...]
    lines: int = 0


def next_aim(one: Placed, held: Aim | None, codebook: Codebook) -> Aim | None:
    """What holds from ``one`` on: the aim it states itself, else that which holds already, unless its list has ended."""
    block = one.block
    if block.kind in {"heading", "paragraph"} and len(block.text.split()) <= _LONGEST_LEAD and says_aims(block.text, codebook):
        return Aim(block, (*one.path, block) if block.kind == "heading" else one.path)
    if block.kind in {"item", "paragraph"} and one.path and says_aims(one.path[-1].text, codebook):
        running = block.kind == "paragraph" and (len(block.text.split()) > 12 or block.text.rstrip().endswith((".", ":")))
        return None if running else Aim(one.path[-1], one.path)
    if held is None or held.lines >= _MOST_LINES or block.kind in {"heading", "cell"} or one.path[: len(held.path)] != held.path:
        return None
    if block.kind == "paragraph" and (len(block.text.split()) > _LONGEST_LINE or block.text.rstrip().endswith(":")):
        return None
    if block.kind == "paragraph" and held.lines and block.text.rstrip().endswith(".") and len(block.text.split()) > 12:
        # Running text after the list.
        return None
    return Aim(held.block, held.path, held.lines + 1)


def says_aims(text: str, codebook: Codebook) -> bool:
    """Whether a short text says that targets or signs of success follow."""
    roles = {hit.entry["role"] for hit in codebook.find("measures", " ".join(text.split()), "role", "aims", "national")}
    return "aims" in roles and "national" not in roles


def label_of(text: str, codebook: Codebook) -> int:
    """Where the words begin after a label such as "Measures." or "Targets:" at the head of a text; 0 where there is none."""
    match = _LABEL.match(text)
    return match.end() if match is not None and says_aims(match["label"], codebook) else 0
