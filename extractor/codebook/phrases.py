"""The notation in which rules/ writes phrases, compiled for a search among tokens.

A phrase is words with spaces between. All-small words match any case; a word with a capital matches as written ("Prevent", "ASB").
A hyphen matches a hyphen, a dash, a space or nothing ("anti-social" also finds "anti social" and "antisocial").

==================  ===============================================================
``aim|goal``        either word
``key?``            the word may be missing
``{count}``         any word of the list of that name in rules/words.yaml
``{adjective}*``    none to four of them
``...``             none to four words, not past the end of a sentence or clause (``...8``: none to eight)
``^`` and ``$``     the start and the end of the sentence or heading (marks of punctuation do not count)
==================  ===============================================================
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from math import prod

from extractor.codebook.tokens import is_mark, starts_of
from extractor.grammar.signs import fold

_STOPS = frozenset(".;?!:")
_MOST_WAYS = 5000
"""A part of a phrase that can be written in more ways is a slip of the pen, and would cost memory."""
_TERM = re.compile(r"(?P<gap>\.\.\.(?P<most>\d*))|(?P<body>.+?)(?P<many>[?*]?)$")


class PhraseError(ValueError):
    """A phrase that is not in the notation; the message says what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Gap:
    """Up to ``most`` words that may stand there: any within a clause, or only those of ``words`` (small letters)."""

    most: int
    words: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Segment:
    """Words of a phrase that stand together, in every way they may be written, and the gaps in front of them."""

    ways: tuple[str, ...]
    gaps: tuple[Gap, ...]
    needs: tuple[tuple[str, ...], ...]
    """Of each term that must stand, the ways to write it: all of ``ways`` have one of each."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """One phrase as segments with gaps between them.

    Gaps and repeated words are joined here and not left to spaCy's Matcher: its time grows with the product of such choices
    (measured: minutes on a two-page paper; and fifteen times the PhraseMatcher's time without any).
    ``tail`` are the gaps between the last segment and the end that ``at_end`` asks for.
    """

    segments: tuple[Segment, ...]
    tail: tuple[Gap, ...]
    at_start: bool
    at_end: bool


def _spellings(word: str) -> list[str]:
    """A word with a hyphen as "anti-social", "anti social" and "antisocial"."""
    if "-" not in word.strip("-"):
        return [word]
    return [word, word.replace("-", " "), word.replace("-", "")]


def _tokens_in(words: Sequence[str]) -> frozenset[str]:
    """The tokens of which ``words`` are made: a hyphen is one of its own."""
    return frozenset(token for word in words for token in re.findall(r"-|[^\s-]+", word.lower()))


def _term(body: str, many: str, words: Mapping[str, Sequence[str]]) -> list[str] | Gap:
    """The ways in which one term may be written, "" among them where it may be missing; a gap where a list's words may repeat."""
    if body.startswith("{"):
        name = body.strip("{}")
        if name not in words:
            raise PhraseError(f"there is no list of words called {{{name}}} in words.yaml")
        listed = list(words[name])
        return Gap(1 if many == "?" else 4, _tokens_in(listed)) if many else listed
    ways = [spelling for word in body.split("|") for spelling in _spellings(word)]
    if many == "*":
        return Gap(4, _tokens_in(ways))
    return [*ways, ""] if many else ways


def compile_phrase(phrase: str, words: Mapping[str, Sequence[str]]) -> Phrase:
    """``phrase`` in the notation above as segments and gaps. Raises PhraseError."""
    terms = fold(phrase).split()
    at_start, at_end = terms[:1] == ["^"], terms[-1:] == ["$"]
    terms = terms[at_start : len(terms) - at_end]
    segments: list[Segment] = []
    choices: list[list[str]] = []
    gaps: list[Gap] = []

    def close() -> None:
        """Adds the words gathered since the last gap; words that may all be missing only widen the gap."""
        if not choices:
            return
        if prod(map(len, choices)) > _MOST_WAYS:
            raise PhraseError("its words can be combined in too many ways: write it as several phrases")
        ways = tuple(dict.fromkeys(" ".join(part for part in way if part) for way in product(*choices)))
        needs = tuple(tuple(choice) for choice in choices if "" not in choice)
        choices.clear()
        if "" in ways:
            gaps.append(Gap(max(len(way.split()) for way in ways), _tokens_in(ways)))
            return
        segments.append(Segment(ways, tuple(gaps), needs))
        gaps.clear()

    for term in terms:
        found = _TERM.fullmatch(term)
        if found is None:
            raise PhraseError(f"cannot read {term!r}")
        part = Gap(int(found["most"] or 4)) if found["gap"] else _term(found["body"], found["many"], words)
        if isinstance(part, Gap):
            close()
            gaps.append(part)
        else:
            choices.append(part)
    close()
    if not segments:
        raise PhraseError("the phrase has no words that must stand")
    return Phrase(tuple(segments), tuple(gaps), at_start, at_end)


class Tokens:
    """A text of which ``words`` are the tokens; their places are worked out when first asked for: most are never asked about."""

    def __init__(self, text: str, words: Sequence[str]) -> None:
        self._text = text
        self.words = words
        self.lower = tuple(word.lower() for word in words)

    @cached_property
    def starts(self) -> Sequence[int]:
        """Where in the text each token begins."""
        return starts_of(self._text, self.words)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The place in the text of the tokens ``start:end``."""
        return self.starts[start], self.starts[end - 1] + len(self.words[end - 1])

    def mark(self, index: int) -> bool:
        """Whether a token is white space or a mark of punctuation."""
        return is_mark(self.words[index])

    def fits(self, start: int, end: int, gaps: Sequence[Gap]) -> bool:
        """Whether the tokens ``start:end`` fill the gaps, one after the other."""
        if start == end:
            return True
        if end - start > sum(gap.most for gap in gaps):
            return False
        reached = {start}
        for gap in gaps:
            onward = set(reached)
            for at in reached:
                for index in range(at, min(end, at + gap.most)):
                    word = self.lower[index]
                    if word in _STOPS if gap.words is None else word not in gap.words:
                        break
                    onward.add(index + 1)
            reached = onward
        return end in reached

    def clear(self, start: int, end: int, gaps: Sequence[Gap]) -> bool:
        """``fits`` at the edge of a text, where marks of punctuation do not count."""
        while start < end and self.mark(start):
            start += 1
        while start < end and self.mark(end - 1):
            end -= 1
        return self.fits(start, end, gaps)

    def join(self, phrase: Phrase, places: Sequence[Sequence[tuple[int, int]]]) -> list[tuple[int, int]]:
        """Token spans of a whole phrase, from the places at which each of its segments stands."""
        first = phrase.segments[0]
        spans = [(start, end) for start, end in places[0] if not phrase.at_start or self.clear(0, start, first.gaps)]
        for segment, found in zip(phrase.segments[1:], places[1:], strict=True):
            spans = [(start, last) for start, end in spans for at, last in found if at >= end and self.fits(end, at, segment.gaps)]
        if phrase.at_end:
            spans = [(start, end) for start, end in spans if self.clear(end, len(self.words), phrase.tail)]
        return sorted(set(spans))
