"""Entries in a text: where the phrases and patterns of one list of rules stand, and where sentences begin and end."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from extractor.codebook.gate import PatternGate, PhraseGate, SpecialForms, words_of
from extractor.codebook.phrases import Phrase, PhraseError, Tokens, blank_english, compile_phrase, tokens_of
from extractor.errors import RulesError

# A tokeniser keeps "are:-" in one piece; what ends a lead-in is no part of its words.
_TAIL = re.compile(r"[\s:;,–—-]+$")
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


@dataclass(frozen=True, slots=True)
class Compiled:
    """An entry ready for searching: its phrases and patterns, and the phrases that silence it, each as written and compiled."""

    entry: Entry
    phrases: tuple[tuple[str, Phrase], ...]
    unless: tuple[tuple[str, Phrase], ...]
    patterns: tuple[tuple[str, re.Pattern[str]], ...]


def compiled(entry: Entry, words: Mapping[str, Sequence[str]]) -> Compiled:
    """``entry`` with its phrases and patterns compiled. Raises RulesError, naming file, entry and phrase."""
    where = f"{entry.list}.yaml: entry {entry.id!r}"

    def phrase(written: str) -> tuple[str, Phrase]:
        try:
            return written, compile_phrase(written, words)
        except PhraseError as fault:
            raise RulesError(f"{where}: phrase {written!r}: {fault}") from fault

    def pattern(written: str) -> tuple[str, re.Pattern[str]]:
        try:
            return written, re.compile(written)
        except re.error as fault:
            raise RulesError(f"{where}: pattern {written!r}: {fault}") from fault

    return Compiled(
        entry,
        tuple(map(phrase, entry.phrases)),
        tuple(map(phrase, entry.unless)),
        tuple(map(pattern, entry.patterns)),
    )


class _Sought:
    """A phrase of an entry, made ready when a text may first hold it, for most phrases stand in no text of a run."""

    def __init__(self, entry: Entry, written: str, phrase: Phrase) -> None:
        self.entry, self.written, self.phrase = entry, written, phrase
        self._ready = False

    def places(self, text: str) -> list[tuple[int, int]]:
        """(start, end) in ``text`` wherever the phrase stands."""
        self.make_ready()
        tokens = _tokens(_TAIL.sub("", text))
        doc = tokens.doc
        return [(doc[start].idx, doc[end - 1].idx + len(doc[end - 1])) for start, end in self._spans(tokens)]

    def make_ready(self) -> None:
        """Builds the phrase's matcher, where that was not done yet."""
        if self._ready:
            return
        from spacy.matcher import PhraseMatcher

        self._ready = True
        tokenise = _tokeniser()
        self._matcher = PhraseMatcher(tokenise.vocab, attr="LOWER")
        self._parts: dict[int, int] = {}
        self._written: dict[int, tuple[tuple[str, ...], ...]] = {}
        for part, segment in enumerate(self.phrase.segments):
            docs = [tokens_of(way, tokenise) for way in segment.ways]
            self._matcher.add(str(part), docs)
            key = tokenise.vocab.strings[str(part)]
            self._parts[key] = part
            if any(way != way.lower() for way in segment.ways):
                self._written[key] = tuple(tuple(token.text for token in doc) for doc in docs)

    def _spans(self, tokens: Tokens) -> list[tuple[int, int]]:
        doc = tokens.doc
        found: list[list[tuple[int, int]]] = [[] for _ in self.phrase.segments]
        for key, start, end in self._matcher(doc):
            if key in self._written and not _as_written([token.text for token in doc[start:end]], self._written[key]):
                continue
            found[self._parts[key]].append((start, end))
        return tokens.join(self.phrase, found) if all(found) else []


class Searcher:
    """Finds the entries of one list in a text: spaCy's PhraseMatcher for phrases, ``re`` for patterns."""

    def __init__(self, entries: Sequence[Compiled]) -> None:
        self._phrases = [_Sought(one.entry, *phrase) for one in entries for phrase in one.phrases]
        self._counters = [_Sought(one.entry, *phrase) for one in entries for phrase in one.unless]
        self._patterns = [(one.entry, written, PatternGate(pattern)) for one in entries for written, pattern in one.patterns]
        self._gate = PhraseGate((one.phrase for one in self._phrases), _special_forms())
        self._counter_gate = PhraseGate((one.phrase for one in self._counters), _special_forms())

    def make_ready(self) -> None:
        """Makes every phrase ready."""
        for sought in (*self._phrases, *self._counters):
            sought.make_ready()

    @lru_cache(maxsize=4096)  # noqa: B019 - a searcher lives as long as its codebook
    def find(self, text: str) -> tuple[Hit, ...]:
        """Hits by place, longest first, none inside an earlier one of its entry, none of an entry that is silenced."""
        best: dict[tuple[str, int], Hit] = {}
        searched = text[:LONGEST]
        words = words_of(searched)
        for sought in map(self._phrases.__getitem__, self._gate.admits(words)):
            for start, end in sought.places(searched):
                held = best.get((sought.entry.id, start))
                if held is None or (end, held.phrase) > (held.end, sought.written):
                    best[sought.entry.id, start] = Hit(sought.entry, start, end, sought.written)
        for hit in self._by_pattern(text):
            best.setdefault((hit.entry.id, hit.start), hit)
        if not best:
            return ()
        found = {hit.entry.id for hit in best.values()}
        counters = map(self._counters.__getitem__, self._counter_gate.admits(words))
        barred = {counter.entry.id for counter in counters if counter.entry.id in found and counter.places(searched)}
        hits = [hit for hit in best.values() if hit.entry.id not in barred]
        return tuple(_without_overlaps(sorted(hits, key=lambda hit: (hit.start, -hit.end, hit.entry.id))))

    def _by_pattern(self, text: str) -> Iterator[Hit]:
        words = words_of(text)
        for entry, written, pattern in self._patterns:
            for match in pattern.matches(words):
                if match.end() > match.start():
                    stated = (name for name, value in match.groupdict().items() if value is not None)
                    groups = {name: text[match.start(name) : match.end(name)] for name in stated}
                    yield Hit(entry, match.start(), match.end(), written, MappingProxyType(groups))


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
def _tokeniser() -> Any:
    return blank_english()


@lru_cache(maxsize=1)
def _special_forms() -> SpecialForms:
    tokenise = _tokeniser()
    return SpecialForms(tokenise.tokenizer.rules, lambda text: [token.text for token in tokens_of(text, tokenise)])


@lru_cache(maxsize=4096)
def _tokens(text: str) -> Tokens:
    """A text's tokens, kept because every list of rules searches the same sentences."""
    return Tokens(tokens_of(text, _tokeniser()))


@lru_cache(maxsize=4096)
def sentences(text: str) -> tuple[tuple[int, int], ...]:
    """(start, end) of each sentence of ``text``, by spaCy's sentencizer; a newline ends a sentence too."""
    spans = []
    offset = 0
    for part in text[:LONGEST].split("\n"):
        doc = _sentencizer()(_tokeniser().make_doc(part))
        spans += [(offset + sentence.start_char, offset + sentence.end_char) for sentence in doc.sents if sentence.text.strip()]
        offset += len(part) + 1
    return tuple(spans)


@lru_cache(maxsize=1)
def _sentencizer() -> Any:
    from spacy.pipeline import Sentencizer

    return Sentencizer()
