"""When two wordings are the same: the folding and the pairing that every figure rests on."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from functools import lru_cache

ALIKE = 0.86
"""Least similarity of two folded wordings that differ in more than a tail."""
_SHORTEST = 4
"""A shorter wording is no prefix of another: "asb" does not stand for "ASB and alcohol"."""

_SPELT = str.maketrans({"&": " and ", "\N{NON-BREAKING HYPHEN}": "-", "\N{SOFT HYPHEN}": None})
_BRACKETED = re.compile(r"\([^()]*(?:\([^()]*\))?[^()]*\)")
_HYPHENS = ((re.compile(r"anti[ -]?social"), "antisocial"), (re.compile(r"re[ -]?offend"), "reoffend"))
_OTHER = re.compile(r"[^a-z0-9]+")
_OPENING = re.compile(r"(?:to|the|an?|our)\s+")


@lru_cache(maxsize=20_000)
def fold(text: str) -> str:
    """Words of a title without what papers vary: case, punctuation, brackets, "&", one opening "to", "the", "a", "an" or "our"."""
    folded = _BRACKETED.sub(" ", text.lower().translate(_SPELT))
    for pattern, spelling in _HYPHENS:
        folded = pattern.sub(spelling, folded)
    folded = _OTHER.sub(" ", folded).strip()
    opening = _OPENING.match(folded)
    return folded[opening.end() :] if opening else folded


def squeeze(text: str) -> str:
    """``fold`` without spaces: "town centre" and "towncentre" are one."""
    return fold(text).replace(" ", "")


@lru_cache(maxsize=50_000)
def alike(gold: str, found: str) -> bool:
    """Whether two wordings are the same: equal when folded, one a prefix of the other up to a word's end, or very similar."""
    a, b = squeeze(gold), squeeze(found)
    if not a or not b:
        return False
    if a == b:
        return True
    longer, shorter = sorted((fold(gold), fold(found)), key=len, reverse=True)
    if longer.startswith(shorter + " "):
        return min(len(a), len(b)) >= _SHORTEST
    # The two quick ratios are upper bounds of the slow one: they only save time.
    matcher = SequenceMatcher(None, a, b)
    return matcher.real_quick_ratio() >= ALIKE and matcher.quick_ratio() >= ALIKE and matcher.ratio() >= ALIKE


def pairs(gold: Sequence[str], found: Sequence[str]) -> dict[int, int]:
    """One-to-one pairs {index in gold: index in found}, equal wordings before similar ones, earlier before later."""
    taken: dict[int, int] = {}
    free = list(range(len(found)))
    for equal in (True, False):
        for place, title in enumerate(gold):
            if place in taken:
                continue
            for other in free:
                if squeeze(title) == squeeze(found[other]) if equal else alike(title, found[other]):
                    taken[place] = other
                    free.remove(other)
                    break
    return taken


def holds(whole: str | None, beginning: str | None) -> bool:
    """Whether a text holds the first words that gold gives of it (at most 60 folded characters of them)."""
    return bool(beginning) and squeeze(beginning or "")[:60] in squeeze(whole or "")
