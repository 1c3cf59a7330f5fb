"""Patterns tried only on texts that have what they need, which is read off the patterns themselves.

What a pattern needs are letters and signs that stand in every match of it. To look for a few strings costs a tenth of trying a
pattern of many branches at each place of a sentence, and most sentences lack them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from re import _compiler as compiler  # type: ignore[attr-defined]
from re import _constants as constants  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

_LIKE_LETTERS = str.maketrans({"ſ": "s", "ı": "i", "\u212a": "k", "\u0307": ""})
"""Signs that a pattern takes for a letter where it ignores case; in small letters, a capital I with a dot is an i and a dot."""
_MOST_NEEDS = 40
"""Of more strings than these none is looked for."""
_MOST_SIGNS = 4
_MOST_LOOKS = 3
"""Of all that a match must have, so many things are looked for: the rarest."""
Needs = frozenset[str]
"""Strings in small letters, one of which stands in every text that matches."""


def small(text: str) -> str:
    """``text`` in small letters, and what a pattern may take for a letter as that letter."""
    lower = text.lower()
    return lower if lower.isascii() else lower.translate(_LIKE_LETTERS)


@lru_cache(maxsize=256)
def _lower(text: str) -> str:
    """Kept for a moment, because one sentence is tried with many patterns."""
    return small(text)


class Gated:
    """The pattern ``written``, as ``re.compile`` takes it, with the same answers."""

    def __init__(self, written: str, flags: int = 0) -> None:
        parsed = parser.parse(written, flags)
        self.written = written
        self.pattern: re.Pattern[str] = compiler.compile(parsed, flags)  # not parsed again, which is half of the work
        self.looks = tuple(tuple(sorted(need, key=len)) for need in _needs(parsed)[:_MOST_LOOKS])

    def may_match(self, text: str) -> bool:
        """Whether ``text`` has what every match needs; it may say so in vain, and never denies it where there is a match."""
        lower = _lower(text)
        for strings in self.looks:
            for string in strings:
                if string in lower:
                    break
            else:
                return False
        return True

    def search(self, text: str, start: int = 0) -> re.Match[str] | None:
        return self.pattern.search(text, start) if self.may_match(text) else None

    def match(self, text: str, start: int = 0) -> re.Match[str] | None:
        return self.pattern.match(text, start) if self.may_match(text) else None

    def finditer(self, text: str) -> Iterable[re.Match[str]]:
        return self.pattern.finditer(text) if self.may_match(text) else ()


def needs_of(pattern: re.Pattern[str]) -> tuple[Needs, ...]:
    """What one of each stands in every match of a pattern, the most telling first."""
    return _needs(parser.parse(pattern.pattern, pattern.flags & ~re.UNICODE))


def begins_at_start(pattern: re.Pattern[str]) -> bool:
    """Whether a pattern can only match at the start of a text."""
    parsed = parser.parse(pattern.pattern, pattern.flags & ~re.UNICODE)
    return bool(len(parsed)) and parsed[0] == (constants.AT, constants.AT_BEGINNING) and not pattern.flags & re.MULTILINE


def _needs(parsed: Any) -> tuple[Needs, ...]:
    """What one of each stands in every match of a parsed pattern.

    Letters that follow on each other are one string. The most telling comes first: the strings of which the shortest is longest.
    """
    fit = [need for need in (frozenset(map(small, one)) for one in _must(parsed)) if all(need) and len(need) <= _MOST_NEEDS]
    return tuple(sorted(dict.fromkeys(fit), key=lambda need: (-min(map(len, need)), len(need))))


def _must(parsed: Any) -> Iterator[Needs]:
    run = ""
    for kind, value in parsed:
        if kind is constants.LITERAL:
            run += chr(value)
            continue
        if run:
            yield frozenset({run})
            run = ""
        yield from _needs_of(kind, value)
    if run:
        yield frozenset({run})


def _needs_of(kind: Any, value: Any) -> Iterable[Needs]:
    if kind is constants.SUBPATTERN:
        return _needs(value[3])
    if kind in (constants.MAX_REPEAT, constants.MIN_REPEAT):
        return _needs(value[2]) if value[0] > 0 else ()
    if kind is constants.ASSERT:
        return _needs(value[1])
    if kind is constants.BRANCH:
        ways = [next(iter(_needs(way)), None) for way in value[1]]
        return (frozenset[str]().union(*(way for way in ways if way)),) if all(ways) else ()
    if kind is constants.IN and len(value) <= _MOST_SIGNS and all(one is constants.LITERAL for one, _ in value):
        return (frozenset(chr(sign) for _, sign in value),)
    return ()
