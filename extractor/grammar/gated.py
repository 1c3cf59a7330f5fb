"""Patterns tried only on texts that have what they need, which is read off the patterns themselves.

What a pattern needs are letters and signs that stand in every match of it. To ask a text for them (see signs.py) costs a hundredth
of trying a pattern of many branches at each place of a sentence, and most sentences lack them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import product
from re import _compiler as compiler  # type: ignore[attr-defined]
from re import _constants as constants  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

from extractor.grammar.signs import FIGURE, LETTER, SIGNS, small

_MOST_WAYS = 200
"""What can be written in more ways is not looked for as a whole."""
_MOST_LOOKS = 8
"""Of all that a match must have, so many things are looked for: the rarest."""
_REPEATS = (constants.MAX_REPEAT, constants.MIN_REPEAT)
_NOTHING = frozenset({""})
Needs = frozenset[str]
"""Strings in small letters, one of which stands in every text that matches."""


class Gated:
    """The pattern ``written``, as ``re.compile`` takes it, with the same answers."""

    def __init__(self, written: str, flags: int = 0) -> None:
        parsed = parser.parse(written, flags)
        self.written = written
        self.pattern: re.Pattern[str] = compiler.compile(parsed, flags)  # not parsed again, which is half of the work
        self.looks = _looks(parsed)

    def may_match(self, text: str) -> bool:
        """Whether ``text`` has what every match needs; it may say so in vain, and never denies it where there is a match."""
        signs = SIGNS.of(text)
        for look in self.looks:
            if not signs & look:
                break
        else:
            return True
        return False

    def search(self, text: str, start: int = 0) -> re.Match[str] | None:
        return self.pattern.search(text, start) if self.may_match(text) else None

    def match(self, text: str, start: int = 0) -> re.Match[str] | None:
        return self.pattern.match(text, start) if self.may_match(text) else None

    def finditer(self, text: str) -> Iterable[re.Match[str]]:
        return self.pattern.finditer(text) if self.may_match(text) else ()


def looks_of(pattern: re.Pattern[str]) -> tuple[int, ...]:
    """What every match of a pattern has, the most telling first: of each number every matching text has one of the bits."""
    return _looks(parser.parse(pattern.pattern, pattern.flags & ~re.UNICODE))


def begins_at_start(pattern: re.Pattern[str]) -> bool:
    """Whether a pattern can only match at the start of a text."""
    parsed = parser.parse(pattern.pattern, pattern.flags & ~re.UNICODE)
    return bool(len(parsed)) and parsed[0] == (constants.AT, constants.AT_BEGINNING) and not pattern.flags & re.MULTILINE


def _looks(parsed: Any) -> tuple[int, ...]:
    looks = []
    for need in _needs(parsed):
        look = 0
        for string in need:
            look |= SIGNS.part(string)
        if look > 0:
            looks.append(look)
    return tuple(looks[:_MOST_LOOKS])


def _needs(parsed: Any) -> tuple[Needs, ...]:
    """What one of each stands in every match of a parsed pattern.

    Letters that follow on each other are one string. The most telling comes first: the strings of which the shortest is longest.
    """
    fit = [need for one in _must(parsed) if all(need := frozenset(map(small, one)))]
    return tuple(sorted(dict.fromkeys(fit), key=lambda need: (-min(map(len, need)), len(need))))


def _must(parsed: Any) -> Iterator[Needs]:
    run = _NOTHING
    for kind, value in parsed:
        ways = _ways(kind, value)
        joined = run and ways and _joined(run, ways)
        if joined:
            run = joined
            continue
        yield run
        run = ways or _NOTHING
        if not ways:
            yield from _needs_of(kind, value)
    yield run


def _joined(first: Needs, then: Needs) -> Needs:
    """All of ``first`` with all of ``then`` behind; nothing where they are too many."""
    return frozenset(map("".join, product(first, then))) if len(first) * len(then) <= _MOST_WAYS else frozenset()


def _ways(kind: Any, value: Any) -> Needs:
    """All strings that a part of a pattern can match, where they are few; else nothing."""
    if kind is constants.LITERAL:
        return frozenset({chr(value)})
    if kind in (constants.AT, constants.ASSERT_NOT):
        return _NOTHING
    if kind is constants.IN:
        signs = [chr(sign) for one, sign in value if one is constants.LITERAL]
        return frozenset(signs) if len(signs) == len(value) else frozenset()
    if kind is constants.SUBPATTERN:
        return _ways_of(value[3])
    if kind is constants.BRANCH:
        ways = [_ways_of(way) for way in value[1]]
        return frozenset[str]().union(*ways) if all(ways) and sum(map(len, ways)) <= _MOST_WAYS else frozenset()
    if kind in _REPEATS and value[1] == 1:
        ways_once = _ways_of(value[2])
        return ways_once | _NOTHING if ways_once and not value[0] else ways_once
    return frozenset()


def _ways_of(parsed: Any) -> Needs:
    run = _NOTHING
    for kind, value in parsed:
        ways = _ways(kind, value)
        run = _joined(run, ways) if ways else ways
        if not run:
            return run
    return run


def _needs_of(kind: Any, value: Any) -> Iterable[Needs]:
    if kind is constants.SUBPATTERN:
        return _needs(value[3])
    if kind in _REPEATS:
        return _needs(value[2]) if value[0] > 0 else ()
    if kind is constants.ASSERT:
        return _needs(value[1])
    if kind is constants.BRANCH:
        ways = [_needs(way) for way in value[1]]
        # Of each way its first need, then of each its second, or the last that it has.
        ranks = range(max(map(len, ways))) if all(ways) else ()
        return [frozenset[str]().union(*(needs[min(rank, len(needs) - 1)] for needs in ways)) for rank in ranks]
    if kind is constants.IN:
        return (frozenset(map(_stand_for, value)),)
    return ()


def _stand_for(member: Any) -> str:
    """The sign that stands for one member of a set of signs in a pattern; "" where none does."""
    kind, value = member
    if kind is constants.LITERAL:
        return chr(value)
    if kind is constants.CATEGORY:
        return FIGURE if value is constants.CATEGORY_DIGIT else ""
    if kind is constants.RANGE:
        first, last = map(chr, value)
        if "0" <= first <= last <= "9":
            return FIGURE
        if first.isascii() and last.isascii() and first.isalpha() and last.isalpha() and first.isupper() == last.isupper():
            return LETTER
    return ""
