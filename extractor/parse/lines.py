"""Printed lines: which run on into the next, and how the two are joined."""

from __future__ import annotations

import re

from extractor.parse.clean import clean_marked
from extractor.parse.markers import split_marker


def continues(first: str, second: str) -> bool:
    """Whether a printed line plainly runs on into the next: it breaks off at a dash, a comma or a small joining word, or the
    next begins with a small letter or is but the years that belong to it."""
    if not first or not second:
        return False
    if first[-1] in _OPEN or _JOINING.search(first, len(first) - _LONGEST):
        return True
    return second[0].islower() or (not second[0].isalpha() and _YEARS.fullmatch(second) is not None)


def join_lines(first: str, second: str) -> str:
    """Join two printed lines: a space between, none after a hyphen that stands against a word or year ("2011-" + "2014")."""
    return first + second if re.search(r"\w[-–/]$", first) and re.match(r"\w", second) else f"{first} {second}"


def soft_lines(text: str, marks: bytearray) -> list[tuple[str, bytearray]]:
    """Part a paragraph with line breaks in it (each a newline) into the lines that a reader takes as separate.

    ``marks`` has one value for each character of ``text``, and so has each line that comes back. A line break inside a sentence
    only wraps it, and becomes a space; between short lines, after a full stop, at a change of weight or before a list marker it
    parts two lines. Empty lines are left out.
    """
    out: list[tuple[str, bytearray]] = []
    at, blank = 0, True
    for line in text.split("\n"):
        own = marks[at : at + len(line)]
        at += len(line) + 1
        if not line.strip():
            blank = True
        elif out and not blank and _runs_on(out[-1], (line, own)):
            before, old = out[-1]
            out[-1] = (f"{before} {line}", old + bytes([old[-1] & own[0]]) + own)
        else:
            out.append((line, own))
            blank = False
    return out


_JOINING = re.compile(r"\b(?:of|and|or|the|for|to|in|on|at|by|with|from|a|an|our|its|their|into|than|as)$", re.IGNORECASE)
_LONGEST = 6
"""Characters from the end in which a joining word stands, if one does: to look through the whole line takes five times as long."""
_OPEN = frozenset("-–—,&/(")
_YEARS = re.compile(r"[-–—]?\s?(?:19|20)\d\d(?:\s?[-–—/]\s?(?:\d{2}|\d{4}))?")


def _runs_on(first: tuple[str, bytearray], second: tuple[str, bytearray]) -> bool:
    before, _ = clean_marked(*first)
    after, _ = clean_marked(*second)
    if split_marker(second[0]).label is not None or all(first[1]) != all(second[1]):
        return False
    if before.endswith((".", "!", "?", ":", ";")):
        return False
    return continues(before, after) or (len(before) > 60 and len(after) > 25)
