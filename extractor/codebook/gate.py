"""A cheap test of what a list of rules can find in a text at all, so that most texts are never tokenised.

It may let a text through in vain, and never holds back one in which an entry stands. What a phrase needs is its words: each is a
token, and a token of plain letters is a run of letters in the text too (or comes of one of spaCy's special forms: "cannot" is two
tokens). What a pattern needs are letters that stand in every match of it. Measured over 41 committee papers: it spares 49 of 50
searches the tokeniser, and takes the search for entries from 4.6 to 0.6 s of CPU.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from extractor.codebook.phrases import Phrase, fold
from extractor.grammar.gated import begins_at_start, needs_of, small

_LETTERS = re.compile("[a-z]+")
_MOST_ORDERS = 60
"""A part of a phrase that can be written in more ways is not looked for as it is written, only its words are."""


class Words(NamedTuple):
    """A text as the gate sees it: folded, in small letters, its runs of letters, and those in their order between blanks."""

    folded: str
    lower: str
    runs: frozenset[str]
    order: str


@lru_cache(maxsize=4096)
def words_of(text: str) -> Words:
    """``text`` made ready for the gates of all lists."""
    folded = fold(text)
    lower = small(folded)
    runs = _LETTERS.findall(lower)
    return Words(folded, lower, frozenset(runs), f" {' '.join(runs)} ")


class _Way(NamedTuple):
    """What a text must have for a term of a phrase to stand there in one way: runs of letters, and other strings."""

    runs: frozenset[str]
    strings: tuple[str, ...]


class SpecialForms:
    """What a tokeniser cuts otherwise than at signs and white space: "cannot" is "can" and "not"."""

    def __init__(self, forms: Iterable[str], tokens_in: Callable[[str], Sequence[str]]) -> None:
        self._tokens_in = lru_cache(maxsize=None)(tokens_in)
        self.known = {form.lower(): form for form in forms}
        hidden: dict[str, set[str]] = {}
        for form in self.known.values():
            runs = _LETTERS.findall(form.lower())
            inner = {run for token in tokens_in(form) for run in _LETTERS.findall(token.lower())} - set(runs)
            if inner and runs:
                hidden.setdefault(max(runs, key=len), set()).update(inner)
        self._hidden = {run: frozenset(inner) for run, inner in hidden.items()}
        self._hiding = frozenset(hidden)

    def with_hidden(self, runs: frozenset[str]) -> frozenset[str]:
        """``runs`` and the tokens of plain letters inside special forms among them."""
        if runs.isdisjoint(self._hiding):
            return runs
        return runs.union(*(self._hidden[run] for run in self._hiding & runs))

    def way(self, written: str) -> _Way:
        """What one way of writing a term needs."""
        runs, strings = set(), []
        for word in written.lower().split():
            tokens = [word] if _is_plain(word) and word not in self.known else self._tokens_in(word)
            for token in map(str.lower, tokens):
                if _is_plain(token):
                    runs.add(token)
                elif "-" not in token:  # a text may print a dash for it
                    strings.append(token)
        return _Way(frozenset(runs), tuple(strings))

    def orders(self, ways: Sequence[str]) -> tuple[str, ...]:
        """Of words that stand together, in each way to write them, their runs of letters as Words.order has them.

        Nothing where that tells no more than the words do, or where there are too many ways to look for.
        """
        if len(ways) > _MOST_ORDERS or not any(" " in way or "-" in way for way in ways):
            return ()
        orders = set()
        for way in ways:
            tokens = (token for word in way.split() for token in self._tokens_in(word))
            runs = [run for token in tokens for run in _LETTERS.findall(token.lower())]
            if not runs:
                return ()
            orders.add(f" {' '.join(runs)} ")
        return tuple(sorted(orders))


class _Term(NamedTuple):
    """What one term of a phrase needs: one of ``runs``, or one of ``ways``."""

    runs: frozenset[str]
    ways: tuple[_Way, ...]


def _term(ways: Sequence[_Way]) -> _Term:
    single = frozenset(run for way in ways if len(way.runs) == 1 and not way.strings for run in way.runs)
    return _Term(single, tuple(way for way in ways if len(way.runs) != 1 or way.strings))


class PhraseGate:
    """Which of many phrases may stand in a text. Its time grows with the words that the text shares with phrases, not with them."""

    def __init__(self, phrases: Iterable[Phrase], special: SpecialForms) -> None:
        self._special = special
        self._needs: list[list[_Term]] = []
        self._orders: list[list[tuple[str, ...]]] = []
        self._filed: dict[str, list[int]] = {}
        self._unfiled: list[int] = []
        for number, phrase in enumerate(phrases):
            terms = [[special.way(way) for way in term] for segment in phrase.segments for term in segment.needs]
            self._needs.append([_term(ways) for ways in terms])
            self._orders.append([orders for segment in phrase.segments if (orders := special.orders(segment.ways))])
            sure = [ways for ways in terms if all(way.runs for way in ways)]
            if not sure:
                self._unfiled.append(number)
                continue
            # It is filed under one word of each way of the term whose least telling way tells most.
            best = max(sure, key=lambda ways: min(max(map(len, way.runs)) for way in ways))
            for word in {max(sorted(way.runs), key=len) for way in best}:
                self._filed.setdefault(word, []).append(number)
        self._words = frozenset(self._filed)

    def admits(self, words: Words) -> list[int]:
        """The numbers of the phrases that may stand in a text, in order."""
        runs = self._special.with_hidden(words.runs)
        met = self._words & runs
        if not met and not self._unfiled:
            return []
        numbers = {*self._unfiled}
        for word in met:
            numbers.update(self._filed[word])
        found = [number for number in sorted(numbers) if self._may_stand(number, words.lower, runs)]
        if runs is not words.runs:  # a special form hides words, and so their order
            return found
        return [number for number in found if self._stand_together(number, words.order)]

    def _stand_together(self, number: int, order: str) -> bool:
        for orders in self._orders[number]:
            for one in orders:
                if one in order:
                    break
            else:
                return False
        return True

    def _may_stand(self, number: int, lower: str, runs: frozenset[str]) -> bool:
        for term in self._needs[number]:
            if not term.runs.isdisjoint(runs):
                continue
            for way in term.ways:
                if way.runs <= runs and all(string in lower for string in way.strings):
                    break
            else:
                return False
        return True


def _is_plain(token: str) -> bool:
    return token.isascii() and token.isalpha()


class PatternGate:
    """Compiled patterns, each tried only on texts that have what it needs. What several need is looked for once."""

    def __init__(self, patterns: Iterable[re.Pattern[str]]) -> None:
        self._patterns: list[re.Pattern[str]] = []
        self._at_start: set[int] = set()
        self._filed: dict[str, list[int]] = {}
        self._unfiled: list[int] = []
        for number, pattern in enumerate(patterns):
            self._patterns.append(pattern)
            best = next(iter(needs_of(pattern)), frozenset[str]())
            for need in sorted(best):
                self._filed.setdefault(need, []).append(number)
            if not best:
                self._unfiled.append(number)
            if begins_at_start(pattern):
                self._at_start.add(number)

    def matches(self, words: Words) -> Iterator[tuple[int, re.Match[str]]]:
        """(number of the pattern, match) for all matches in a text that was folded, in the order of the patterns."""
        lower, folded = words.lower, words.folded
        numbers = {*self._unfiled}
        for need in [need for need in self._filed if need in lower]:
            numbers.update(self._filed[need])
        for number in sorted(numbers):
            if number in self._at_start:  # finditer would go on through the text in vain
                match = self._patterns[number].match(folded)
                if match:
                    yield number, match
                continue
            for match in self._patterns[number].finditer(folded):
                yield number, match
