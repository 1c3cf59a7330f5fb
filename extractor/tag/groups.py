"""Document -> AreaGroups: the areas that a paper itself names as similar to its own, under a heading or a lead-in that says so."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extractor.codebook import Codebook, Hit
from extractor.model import AreaGroup, Block, Document, Quote

MOST_BETWEEN = 3
"""Paragraphs of explanation that may stand between a heading and its list."""
LONGEST_WORDS = 120
"""Characters; a longer paragraph is quoted by the words that introduce the group only."""
LONGEST_NAME = 60
"""Characters; a longer item is a sentence and no area's name."""
_MARK = re.compile(r"^[\s•▪●◦‣·*o–—-]+(?=\w)")
_PARTS = re.compile(r"\n")
_VERB = re.compile(r"^[\s:–—-]*(?:are|is|were|include|includes|including|comprise|comprises)\b", re.I)
_SENTENCE_LIST = re.compile(r"[,;]\s*(?:and\s+)?|\s+and\s+(?=[A-Z][^,;]*$)")


def tag_groups(document: Document, codebook: Codebook) -> tuple[AreaGroup, ...]:
    """Every list of two or more names under words of rules/groups.yaml, names as printed, in the order of the paper.

    A list is items or cells that follow the words, or the rest of the sentence that holds them.
    """
    found: list[AreaGroup] = []
    reached = -1
    for position, block in enumerate(document.blocks):
        hits = codebook.find("groups", block.text) if position > reached else ()
        if not hits:
            continue
        names, reached_here = _listed(document.blocks, position, codebook)
        if len(names) < 2:
            names, reached_here = _in_sentence(block, hits[-1]), position
        if len(names) >= 2:
            short = len(block.text) <= LONGEST_WORDS
            quote = Quote(block, 0, len(block.text)) if short else Quote(block, hits[0].start, hits[0].end)
            found.append(AreaGroup(quote.text, names, quote, hits[0].entry.id))
            reached = reached_here
    return tuple(found)


def _listed(blocks: Sequence[Block], start: int, codebook: Codebook) -> tuple[tuple[str, ...], int]:
    """The names in the items or cells after ``blocks[start]``, and the place of the last of them. Nearer words of the same
    kind have the list to themselves."""
    names: list[str] = []
    between = 0
    for position in range(start + 1, len(blocks)):
        block = blocks[position]
        if block.kind in ("item", "cell"):
            here = tuple(_names(block))
            if any(len(name) > LONGEST_NAME for name in here):
                break
            names += here
        elif names or block.kind == "heading" or between == MOST_BETWEEN or codebook.find("groups", block.text):
            break
        else:
            between += 1
    return tuple(dict.fromkeys(names)), start + len(names) + between


def _names(block: Block) -> Iterator[str]:
    for part in _PARTS.split(block.text):
        name = _MARK.sub("", part).strip(" .;,")
        if name:
            yield name


def _in_sentence(block: Block, hit: Hit) -> tuple[str, ...]:
    """The names after the words in the same sentence: "... similar areas are Ashdown, Brill and Corfe."""
    rest = _VERB.sub("", re.split(r"\.(?:\s|$)", block.text[hit.end :], maxsplit=1)[0]).strip(" :–—-")
    names = [part.strip() for part in _SENTENCE_LIST.split(rest) if part.strip()]
    return tuple(names) if names and all(name[0].isupper() and len(name) <= LONGEST_NAME for name in names) else ()
