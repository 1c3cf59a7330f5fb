"""Clean text at the door: the characters that print nothing go, all white space becomes one plain space."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

_DROPPED = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\ufff9-\uffff\ud800-\udfff]"
)
_SPACES = re.compile("[ \t\n\x0b\x0c\r\x85\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+")
_HYPHENS = str.maketrans({"\u2011": "-", "\u2010": "-"})


def clean_text(text: str) -> str:
    """``text`` on one line: no invisible characters (NUL, soft hyphens, lone surrogates), runs of white space one space, none at
    the ends, non-breaking hyphens plain ones."""
    return _SPACES.sub(" ", _DROPPED.sub("", text).translate(_HYPHENS)).strip()


def clean_marked(text: str, marks: Sequence[int]) -> tuple[str, tuple[tuple[int, int], ...]]:
    """Clean as :func:`clean_text` and carry emphasis along.

    ``marks`` has one true or false value for every character of ``text``. Returns the clean text and the ranges of it that are
    marked, merged and in order; marked white space alone makes no range.
    """
    if not any(marks):
        return clean_text(text), ()
    kept: list[str] = []
    flags: list[int] = []
    for char, mark in zip(_SPACES.sub(lambda m: " " * len(m[0]), text).translate(_HYPHENS), marks, strict=True):
        if _DROPPED.match(char) or (char == " " and (not kept or kept[-1] == " ")):
            continue
        kept.append(char)
        flags.append(mark)
    if kept and kept[-1] == " ":
        kept.pop()
        flags.pop()
    return "".join(kept), _ranges("".join(kept), flags)


def shift(ranges: Iterable[tuple[int, int]], by: int, length: int) -> tuple[tuple[int, int], ...]:
    """Move ranges by ``by`` characters and cut them to a text of ``length`` characters; empty ones fall away."""
    moved = ((max(0, start + by), min(length, end + by)) for start, end in ranges)
    return tuple((start, end) for start, end in moved if start < end)


def _ranges(text: str, flags: Sequence[int]) -> tuple[tuple[int, int], ...]:
    found: list[tuple[int, int]] = []
    start: int | None = None
    for at, flag in enumerate([*flags, 0]):
        if flag and start is None:
            start = at
        elif not flag and start is not None:
            found.append((start, at))
            start = None
    merged: list[tuple[int, int]] = []
    for start_, end in found:
        if merged and not text[merged[-1][1] : start_].strip():
            merged[-1] = (merged[-1][0], end)
        else:
            merged.append((start_, end))
    trimmed = [
        (s + len(text[s:e]) - len(text[s:e].lstrip()), e - len(text[s:e]) + len(text[s:e].rstrip()))
        for s, e in merged
        if text[s:e].strip()
    ]
    return tuple(trimmed)
