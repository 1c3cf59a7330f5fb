"""A cheap test of what a list of rules can find in a text at all, so that most texts are never tokenised.

It may let a text through in vain, and never holds back one in which an entry stands. What a phrase needs is its words: each is a
token, and a token of plain letters is a run of letters in the text too (or comes of one of spaCy's special forms: "cannot" is two
tokens). What a pattern needs are strings that stand in every match of it. Both are asked for as bits (see grammar/signs.py), so
that most texts cost a list one `&`. Measured over 41 committee papers: it spares 49 of 50 searches the tokeniser.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property, lru_cache, reduce
from operator import or_
from typing import NamedTuple

from extractor.codebook.phrases import Phrase, Segment
from extractor.grammar.gated import begins_at_start, looks_of
from extractor.grammar.signs import SIGNS, fold, small

_LETTERS = re.compile("[a-z]+")
_MOST_ORDERS = 60
"""A part of a phrase that can be written in more ways is not looked for as it is written, only its words are."""


Way = tuple[int, ...]
"""What a text must have for a term of a phrase to stand there in one way: of each number one of its bits."""


class Words:
    """A text as the gates see it: its signs, and what only few texts are asked for."""

    def __init__(self, text: str) -> None:
        self.text = text

    @property
    def signs(self) -> int:
        return SIGNS.of(self.text)

    @cached_property
    def folded(self) -> str:
        return fold(self.text)

    @cached_property
    def order(self) -> str:
        """Its runs of letters, in small letters, between blanks."""
        return f" {' '.join(_LETTERS.findall(small(self.text)))} "


@lru_cache(maxsize=2048)
def words_of(text: str) -> Words:
    """Kept, because one list after another is searched for in the same blocks."""
    return Words(text)


class SpecialForms:
    """What a tokeniser cuts otherwise than at signs and white space: "cannot" is "can" and "not"."""

    def __init__(self, forms: Iterable[str], tokens_in: Callable[[str], Sequence[str]]) -> None:
        self._tokens_in = lru_cache(maxsize=None)(tokens_in)
        self.known = {form.lower(): form for form in forms}
        self._hiding: dict[str, set[str]] = {}
        self.hiding = 0
        """The bits of all runs of letters that hide tokens."""
        for form in self.known.values():
            runs = _LETTERS.findall(form.lower())
            inner = {run for token in tokens_in(form) for run in _LETTERS.findall(token.lower())} - set(runs)
            if inner and runs:
                hiding = max(runs, key=len)
                self.hiding |= SIGNS.run(hiding)
                for run in inner:
                    self._hiding.setdefault(run, set()).add(hiding)

    def bits(self, run: str) -> int:
        """The bits of a token of plain letters: of itself as a run, and of the runs that hide it."""
        bits = SIGNS.run(run)
        for hiding in self._hiding.get(run, ()):
            bits |= SIGNS.run(hiding)
        return bits

    def parts(self, written: str) -> tuple[frozenset[str], frozenset[str]]:
        """What must stand in a text for one way of writing a term: runs of letters, and other strings."""
        runs, strings = set(), set()
        for word in written.lower().split():
            tokens = [word] if _is_plain(word) and word not in self.known else self._tokens_in(word)
            for token in map(str.lower, tokens):
                if _is_plain(token):
                    runs.add(token)
                elif "-" not in token:  # a text may print a dash for it
                    strings.add(token)
        return frozenset(runs), frozenset(strings)

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

    def edges(self, phrase: Phrase) -> Way:
        """Bits of the letters with which a text begins, and of those with which it ends, wherever the phrase stands: of each number
        one. Letters that hide tokens may stand for any."""
        head, tail = phrase.segments[0], phrase.segments[-1]
        first = self._edge(head, 0, SIGNS.first) if phrase.at_start and not head.gaps else 0
        last = self._edge(tail, -1, SIGNS.last) if phrase.at_end and not phrase.tail else 0
        return tuple(edge for edge in (first, last) if edge)

    def _edge(self, segment: Segment, at: int, bit: Callable[[str], int]) -> int:
        """Of the first (``at`` 0) or last (-1) token of a segment in each way to write it; 0 where one is not of plain letters."""
        tokens = {self._tokens_in(way.split()[at])[at].lower() for way in segment.ways}
        return reduce(or_, map(bit, sorted(tokens)), self.hiding) if all(map(_is_plain, tokens)) else 0


class PhraseNeeds(NamedTuple):
    """What a text must have for a phrase to stand in it: one bit of each of ``looks``, one way of each of ``terms`` (or a bit of
    the number beside them), and one of each of ``orders`` among its runs of letters."""

    filed: int
    """The bits of one thing that it needs, the most telling one; 0 where it needs none for sure."""
    by_edge: bool
    """Whether that is how the text begins or ends, which a special form may hide."""
    looks: tuple[int, ...]
    terms: tuple[tuple[int, tuple[Way, ...]], ...]
    orders: tuple[tuple[str, ...], ...]


def phrase_needs(phrase: Phrase, special: SpecialForms) -> PhraseNeeds:
    """What ``phrase`` needs of a text."""
    terms = [[special.parts(way) for way in term] for segment in phrase.segments for term in segment.needs]
    edges = special.edges(phrase)
    looks, several = [*edges], []
    for term in terms:
        single, ways = 0, []
        for runs, strings in term:
            way = (*map(special.bits, sorted(runs)), *map(SIGNS.part, sorted(strings)))
            if len(way) == 1:
                single |= way[0]
            else:
                ways.append(way)
        if ways:
            several.append((single, tuple(ways)))
        else:
            looks.append(single)
    # One word of each way of the term whose least telling way tells most.
    sure = [ways for ways in terms if all(runs for runs, _ in ways)]
    best = max(sure, key=lambda ways: min(max(map(len, runs)) for runs, _ in ways), default=[])
    filed = reduce(or_, (special.bits(max(sorted(runs), key=len)) for runs, _ in best), 0)
    orders = tuple(orders for segment in phrase.segments if (orders := special.orders(segment.ways)))
    return PhraseNeeds(edges[0] & ~special.hiding if edges else filed, bool(edges), tuple(looks), tuple(several), orders)


class PhraseGate:
    """Which of many phrases may stand in a text. Its time grows with the words that the text shares with phrases, not with them."""

    def __init__(self, needs: Iterable[PhraseNeeds], special: SpecialForms) -> None:
        self._hiding = special.hiding
        self._needs = tuple(needs)
        self._filed: dict[int, list[int]] = {}
        for number, one in enumerate(self._needs):
            for bit in _single_bits(one.filed):
                self._filed.setdefault(bit, []).append(number)
        self._by_edge = tuple(number for number, one in enumerate(self._needs) if one.by_edge)
        self._unfiled = frozenset(number for number, one in enumerate(self._needs) if not one.filed)
        self._signs = sum(self._filed)
        self.asked = -1 if self._unfiled else self._signs | (self._hiding if self._by_edge else 0)
        """A text with none of these bits holds none of the phrases; -1 where one of them needs none."""

    def admits(self, words: Words) -> list[int]:
        """The numbers of the phrases that may stand in a text, in order."""
        signs = words.signs
        hides = signs & self._hiding
        numbers = {*self._unfiled, *(self._by_edge if hides else ())}
        for bit in _single_bits(self._signs & signs):
            numbers.update(self._filed[bit])
        found = [number for number in sorted(numbers) if self._may_stand(number, signs)]
        if not found or hides:  # a special form hides words, and so their order
            return found
        return [number for number in found if self._stand_together(number, words)]

    def _may_stand(self, number: int, signs: int) -> bool:
        needs = self._needs[number]
        for look in needs.looks:
            if not signs & look:
                return False
        for single, ways in needs.terms:
            if not signs & single and not any(all(signs & needed for needed in way) for way in ways):
                return False
        return True

    def _stand_together(self, number: int, words: Words) -> bool:
        for orders in self._needs[number].orders:
            for one in orders:
                if one in words.order:
                    break
            else:
                return False
        return True


def _single_bits(bits: int) -> Iterator[int]:
    while bits:
        bit = bits & -bits
        yield bit
        bits ^= bit


def _is_plain(token: str) -> bool:
    return token.isascii() and token.isalpha()


class PatternNeeds(NamedTuple):
    """A pattern with what it needs of a text: one bit of each of ``looks``, the most telling first."""

    pattern: re.Pattern[str]
    looks: tuple[int, ...]
    at_start: bool
    """Whether it can only match where the text begins."""


def pattern_needs(pattern: re.Pattern[str]) -> PatternNeeds:
    """What ``pattern`` needs of a text."""
    return PatternNeeds(pattern, looks_of(pattern), begins_at_start(pattern))


class PatternGate:
    """Compiled patterns, each tried only on texts that have what it needs. What several need is looked for once."""

    def __init__(self, needs: Iterable[PatternNeeds]) -> None:
        self._needs = tuple(needs)
        self._filed: dict[int, list[int]] = {}
        for number, one in enumerate(self._needs):
            for bit in _single_bits(one.looks[0] if one.looks else 0):
                self._filed.setdefault(bit, []).append(number)
        self._unfiled = frozenset(number for number, one in enumerate(self._needs) if not one.looks)
        self._signs = sum(self._filed)
        self.asked = -1 if self._unfiled else self._signs
        """A text with none of these bits matches none of the patterns; -1 where one of them needs none."""

    def matches(self, words: Words) -> Iterator[tuple[int, re.Match[str]]]:
        """(number of the pattern, match) for all matches in a text that was folded, in the order of the patterns."""
        signs = words.signs
        numbers = {*self._unfiled}
        for bit in _single_bits(self._signs & signs):
            numbers.update(self._filed[bit])
        for number in sorted(numbers):
            pattern, looks, at_start = self._needs[number]
            for look in looks:
                if not signs & look:
                    break
            else:
                yield from _matches(number, pattern, at_start, words.folded)


def _matches(number: int, pattern: re.Pattern[str], at_start: bool, folded: str) -> Iterator[tuple[int, re.Match[str]]]:
    if at_start:  # finditer would go on through the text in vain
        only = pattern.match(folded)
        if only:
            yield number, only
        return
    for match in pattern.finditer(folded):
        yield number, match
