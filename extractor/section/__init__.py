"""Document -> Sections: which plan am I in, under which headings, in what role.

A section is a run of blocks under the same headings. Its role comes from the deepest heading that rules/headings.yaml knows.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from extractor.codebook import Codebook
from extractor.model import Block, Document, Plan, Section
from extractor.section.plans import divide

__all__ = ["section"]

NO_PLAN = -1
"""``Section.plan`` of what stands before the first of several plans."""


def _path(path: Sequence[Block], heading: Block) -> tuple[Block, ...]:
    """The headings above a block once ``heading`` has been passed: those of a higher level, and it."""
    return (*(above for above in path if above.level < heading.level), heading)


def _role(path: Sequence[Block], codebook: Codebook) -> tuple[str, str | None]:
    """(role, rule) by the deepest heading that is known as a heading, or that reads like a lead-in ("Our priorities are:").

    What speaks of anything but priorities is a lead-in only with its colon: "Safer plans" is a title, "The plans are:" is none.
    """
    for heading in reversed(path):
        for hit in codebook.find("headings", heading.text):
            return str(hit.entry["role"]), hit.entry.id
        for hit in codebook.find("lead_ins", heading.text):
            if hit.entry["holds"] != "priorities" and not heading.text.rstrip().endswith(":"):
                continue
            return str(hit.entry["holds"]), hit.entry.id
    return "other", None


def _runs(blocks: Sequence[Block]) -> Iterator[tuple[tuple[Block, ...], tuple[Block, ...]]]:
    """(headings above, blocks) for each run of blocks between headings; a heading stands first in its own run."""
    path: tuple[Block, ...] = ()
    run: list[Block] = []
    for block in blocks:
        if block.kind == "heading":
            if run:
                yield path, tuple(run)
            path, run = _path(path, block), [block]
        else:
            run.append(block)
    if run:
        yield path, tuple(run)


def section(document: Document, codebook: Codebook) -> tuple[tuple[Plan, ...], tuple[Section, ...]]:
    """The plans that a paper holds (title and period only, the rest is found later), and its sections in reading order.

    A paper that holds several plans may have sections before the first of them, with plan -1; a paper with one plan has them all
    in plan 0.
    """
    plans, starts = divide(document, codebook)
    sections: list[Section] = []
    bounds = [0, *starts, len(document.blocks)] if len(plans) > 1 else [0, len(document.blocks)]
    for number, (first, last) in enumerate(pairwise(bounds)):
        plan = number - 1 if len(plans) > 1 else 0
        for path, blocks in _runs(document.blocks[first:last]):
            role, rule = _role(path, codebook)
            sections.append(Section(plan=plan, path=path, role=role, blocks=blocks, rule=rule))
    return plans, tuple(sections)
