"""Two texts that say nearly the same, letter for letter: which letter of the one is which of the other.

Patience: stretches that occur just once on either side are matched first, the longest kind first, then what lies between them in
the same way. What occurs several times between two matches is left unmatched: nothing is guessed.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

_GRAMS = (32, 16, 8, 4)
"""Lengths in letters of the stretches that have to be the only ones of their kind."""

Span = tuple[int, int, int, int]
"""From and to in the one text, from and to in the other."""


def aligned(one: str, other: str) -> list[int]:
    """For each letter of ``one`` its place in ``other``, -1 where it has none; places only ever rise."""
    places = [-1] * len(one)
    waiting: list[tuple[Span, int]] = [((0, len(one), 0, len(other)), 0)]
    while waiting:
        span, level = waiting.pop()
        a0, a1, b0, b1 = _ends_matched(one, other, span, places)
        if a0 == a1 or b0 == b1:
            continue
        for deeper in range(level, len(_GRAMS)):
            anchors = _anchors(one, other, (a0, a1, b0, b1), _GRAMS[deeper])
            if anchors:
                waiting.extend((gap, deeper) for gap in _between(one, other, (a0, a1, b0, b1), anchors, places))
                break
    return places


def _ends_matched(one: str, other: str, span: Span, places: list[int]) -> Span:
    """Matches what is the same from the front and from the back; gives what is left."""
    a0, a1, b0, b1 = span
    while a0 < a1 and b0 < b1 and one[a0] == other[b0]:
        places[a0] = b0
        a0, b0 = a0 + 1, b0 + 1
    while a0 < a1 and b0 < b1 and one[a1 - 1] == other[b1 - 1]:
        a1, b1 = a1 - 1, b1 - 1
        places[a1] = b1
    return a0, a1, b0, b1


def _anchors(one: str, other: str, span: Span, length: int) -> list[tuple[int, int]]:
    """Places of stretches of this length that each text holds once in its span, as many as stand in the same order in both."""
    a0, a1, b0, b1 = span
    mine, its = _singles(one, a0, a1, length), _singles(other, b0, b1, length)
    return _rising([(place, its[gram]) for gram, place in mine.items() if gram in its])


def _singles(text: str, begin: int, end: int, length: int) -> dict[str, int]:
    """Stretch -> its place, of those that come once; in the order of the text."""
    found: dict[str, int] = {}
    for at in range(begin, end - length + 1):
        gram = text[at : at + length]
        found[gram] = -1 if gram in found else at
    return {gram: at for gram, at in found.items() if at >= 0}


def _rising(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest choice of ``pairs``, which are in order of their first, whose second rise too."""
    tails: list[int] = []
    last: list[int] = []
    before: list[int] = []
    for at, (_, second) in enumerate(pairs):
        length = bisect_left(tails, second)
        before.append(last[length - 1] if length else -1)
        tails[length : length + 1] = [second]
        last[length : length + 1] = [at]
    chosen = []
    at = last[-1] if last else -1
    while at >= 0:
        chosen.append(pairs[at])
        at = before[at]
    return chosen[::-1]


def _between(one: str, other: str, span: Span, anchors: list[tuple[int, int]], places: list[int]) -> Iterator[Span]:
    """Matches the anchors, each as far as it goes to the back; gives the spans between them."""
    a0, a1, b0, b1 = span
    for a, b in anchors:
        if a < a0 or b < b0:
            continue  # already matched as the going on of the one before
        yield a0, a, b0, b
        while a < a1 and b < b1 and one[a] == other[b]:
            places[a] = b
            a, b = a + 1, b + 1
        a0, b0 = a, b
    yield a0, a1, b0, b1
