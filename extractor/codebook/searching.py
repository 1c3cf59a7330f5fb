"""Entries in a text: where the phrases and patterns of one list of rules stand, and where sentences begin and end."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from types import MappingProxyType
from typing import Any

from extractor.codebook.gate import (
    PatternGate,
    PatternNeeds,
    PhraseGate,
    PhraseNeeds,
    SpecialForms,
    Words,
    pattern_needs,
    phrase_needs,
    words_of,
)
from extractor.codebook.phrases import Phrase, PhraseError, Tokens, compile_phrase
from extractor.codebook.tokens import Cutter, cutter, dashes_alike, sentence_spans
from extractor.errors import RulesError
from extractor.grammar.signs import SIGNS, fold

# A tokeniser keeps "are:-" in one piece; what ends a lead-in is no part of its words.
_TAIL = ":;,–—-"
LONGEST = 50_000
"""Characters of one block that are searched: a longer one is no text of a plan, and spaCy refuses a million."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One rule. ``fields`` holds what is particular to its list (kind, scope, theme ...)."""

    id: str
    list: str
    phrases: tuple[str, ...]
    patterns: tuple[str, ...]
    unless: tuple[str, ...]
    yes: tuple[str, ...]
    no: tuple[str, ...]
    fields: Mapping[str, Any]

    def __getitem__(self, name: str) -> Any:
        return self.fields.get(name)


@dataclass(frozen=True, slots=True)
class Hit:
    """A place where an entry's phrase stands: ``text[start:end]`` of the text that was searched.

    ``phrase`` is the phrase or pattern that matched; ``groups`` holds a pattern's named groups.
    """

    entry: Entry
    start: int
    end: int
    phrase: str
    groups: Mapping[str, str] = field(default_factory=dict)


class _Part:
    """Words of a phrase that stand together: the ways to write them, as tokens, by the first."""

    def __init__(self, ways: Sequence[str], cut: Cutter) -> None:
        self._ways: dict[str, list[tuple[str, ...]]] = {}
        written = [tuple(cut.tokens(dashes_alike(fold(way)))) for way in ways]
        for way in written:
            first, *rest = map(str.lower, way)
            self._ways.setdefault(first, []).append(tuple(rest))
        self._written = written if any(way != way.lower() for way in ways) else None

    def places(self, tokens: Tokens) -> list[tuple[int, int]]:
        """(first, last + 1) of the tokens wherever they stand."""
        found = []
        lower, ways = tokens.lower, self._ways
        for start, word in enumerate(lower):
            if word in ways:
                for rest in ways[word]:
                    end = start + 1 + len(rest)
                    if not rest or lower[start + 1 : end] == rest:
                        found.append((start, end))
        if self._written is not None:
            return [place for place in found if _as_written(tokens.words[slice(*place)], self._written)]
        return found


class SoughtPhrase:
    """A phrase of an entry, made ready when a text may first hold it, for most phrases stand in no text of a run.

    Its words are looked up among the text's own tokens: a PhraseMatcher of spaCy's for each costs fifty times as much to make, and
    ten times as much to ask, since nearly all phrases that pass the gate stand in the text.
    """

    def __init__(self, entry: Entry, written: str, phrase: Phrase) -> None:
        self.entry, self.written, self.phrase = entry, written, phrase

    @cached_property
    def _parts(self) -> tuple[_Part, ...]:
        return tuple(_Part(segment.ways, cutter()) for segment in self.phrase.segments)

    def places(self, text: str) -> list[tuple[int, int]]:
        """(start, end) in ``text`` wherever the phrase stands."""
        tokens = _tokens(text)
        found = []
        for part in self._parts:
            places = part.places(tokens)
            if not places:
                return []
            found.append(places)
        return [tokens.span(start, end) for start, end in tokens.join(self.phrase, found)]

    @cached_property
    def needs(self) -> PhraseNeeds:
        """What a text must have for the phrase to stand in it."""
        return phrase_needs(self.phrase, _special_forms())

    def make_ready(self) -> None:
        """Cuts the phrase's words into tokens, where that was not done yet."""
        _ = self._parts


class SoughtPattern:
    """A pattern of an entry; what it needs of a text is read off it when it is first asked for."""

    def __init__(self, entry: Entry, written: str, pattern: re.Pattern[str]) -> None:
        self.entry, self.written, self.pattern = entry, written, pattern

    @cached_property
    def needs(self) -> PatternNeeds:
        return pattern_needs(self.pattern)


@dataclass(frozen=True, slots=True)
class Compiled:
    """An entry ready for searching: its phrases and patterns, and the phrases that silence it."""

    entry: Entry
    phrases: tuple[SoughtPhrase, ...]
    unless: tuple[SoughtPhrase, ...]
    patterns: tuple[SoughtPattern, ...]


def compiled(entry: Entry, words: Mapping[str, Sequence[str]]) -> Compiled:
    """``entry`` with its phrases and patterns compiled. Raises RulesError, naming file, entry and phrase."""
    where = f"{entry.list}.yaml: entry {entry.id!r}"

    def phrase(written: str) -> SoughtPhrase:
        try:
            return SoughtPhrase(entry, written, compile_phrase(written, words))
        except PhraseError as fault:
            raise RulesError(f"{where}: phrase {written!r}: {fault}") from fault

    def pattern(written: str) -> SoughtPattern:
        try:
            return SoughtPattern(entry, written, re.compile(written))
        except re.error as fault:
            raise RulesError(f"{where}: pattern {written!r}: {fault}") from fault

    return Compiled(
        entry,
        tuple(map(phrase, entry.phrases)),
        tuple(map(phrase, entry.unless)),
        tuple(map(pattern, entry.patterns)),
    )


class Searcher:
    """Finds the entries of one list in a text: its tokens for phrases, ``re`` for patterns."""

    def __init__(self, entries: Sequence[Compiled]) -> None:
        self._phrases = [sought for one in entries for sought in one.phrases]
        self._counters = [sought for one in entries for sought in one.unless]
        self._patterns = [sought for one in entries for sought in one.patterns]
        self._pattern_gate = PatternGate(one.needs for one in self._patterns)
        self._gate = PhraseGate((one.needs for one in self._phrases), _special_forms())
        self._counter_gate = PhraseGate((one.needs for one in self._counters), _special_forms())
        self._asked = self._gate.asked | self._pattern_gate.asked

    def make_ready(self) -> None:
        """Makes every phrase ready."""
        for sought in (*self._phrases, *self._counters):
            sought.make_ready()

    def find(self, text: str) -> tuple[Hit, ...]:
        """Hits by place, longest first, none inside an earlier one of its entry, none of an entry that is silenced."""
        asked = self._asked
        return self._find(text) if asked < 0 or len(text) > LONGEST or asked & SIGNS.of(text) else ()

    @lru_cache(maxsize=4096)  # noqa: B019 - a searcher lives as long as its codebook
    def _find(self, text: str) -> tuple[Hit, ...]:
        best: dict[tuple[str, int], Hit] = {}
        searched = text[:LONGEST]
        words = words_of(searched)
        for sought in map(self._phrases.__getitem__, self._gate.admits(words)):
            for start, end in sought.places(searched):
                held = best.get((sought.entry.id, start))
                if held is None or (end, held.phrase) > (held.end, sought.written):
                    best[sought.entry.id, start] = Hit(sought.entry, start, end, sought.written)
        for hit in self._by_pattern(words_of(text)):
            best.setdefault((hit.entry.id, hit.start), hit)
        if not best:
            return ()
        found = {hit.entry.id for hit in best.values()}
        counters = map(self._counters.__getitem__, self._counter_gate.admits(words))
        barred = {counter.entry.id for counter in counters if counter.entry.id in found and counter.places(searched)}
        hits = [hit for hit in best.values() if hit.entry.id not in barred]
        return tuple(_without_overlaps(sorted(hits, key=lambda hit: (hit.start, -hit.end, hit.entry.id))))

    def _by_pattern(self, words: Words) -> Iterator[Hit]:
        text, asked = words.text, self._pattern_gate.asked
        if asked >= 0 and not asked & words.signs:
            return
        for number, match in self._pattern_gate.matches(words):
            if match.end() > match.start():
                stated = (name for name, value in match.groupdict().items() if value is not None)
                groups = {name: text[match.start(name) : match.end(name)] for name in stated}
                sought = self._patterns[number]
                yield Hit(sought.entry, match.start(), match.end(), sought.written, MappingProxyType(groups))


def _as_written(words: Sequence[str], ways: Sequence[Sequence[str]]) -> bool:
    """Whether ``words`` have the capitals of one of ``ways``, whose words in small letters take any."""
    return any(
        len(way) == len(words) and all(word == told or word.lower() == told for word, told in zip(words, way, strict=True))
        for way in ways
    )


def _without_overlaps(hits: Sequence[Hit]) -> Iterator[Hit]:
    """Each entry's hits, without those that begin inside an earlier hit of the same entry."""
    reach: dict[str, int] = {}
    for hit in hits:
        if hit.start >= reach.get(hit.entry.id, 0):
            reach[hit.entry.id] = hit.end
            yield hit


@lru_cache(maxsize=1)
def _special_forms() -> SpecialForms:
    cut = cutter()
    return SpecialForms(cut.special.values(), lambda text: cut.tokens(dashes_alike(fold(text))))


@lru_cache(maxsize=4096)
def _tokens(text: str) -> Tokens:
    """A text's tokens, kept because every list of rules searches the same sentences."""
    end = len(text)
    while (shorter := len(text[:end].rstrip().rstrip(_TAIL))) < end:
        end = shorter
    alike = dashes_alike(fold(text[:end]))
    return Tokens(alike, cutter().tokens(alike))


@lru_cache(maxsize=4096)
def sentences(text: str) -> tuple[tuple[int, int], ...]:
    """(start, end) of each sentence of ``text``, as spaCy's sentencizer sees them; a newline ends a sentence too."""
    spans = []
    offset = 0
    for part in text[:LONGEST].split("\n"):
        spans += [(offset + start, offset + end) for start, end in sentence_spans(part)]
        offset += len(part) + 1
    return tuple(spans)
