"""rules/ -> Codebook: everything a policy officer can edit, validated, frozen and hashed.

A list of rules is a YAML file of entries. Each entry has an ``id``, the ``phrases`` (or regular-expression ``patterns``) it is
known by, counter-phrases (``unless``), examples (``yes``, ``no``), and the fields of its own list, which ``FIELDS`` names.
"""

from __future__ import annotations

import csv
import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml

from extractor.assets import asset
from extractor.codebook.fields import FIELDS
from extractor.codebook.phrases import Compiled, PhraseError, Tokens, blank_english, compile_phrase, fold, tokens_of
from extractor.errors import RulesError

__all__ = ["Codebook", "Entry", "Hit", "load_codebook"]

# A tokeniser keeps "are:-" in one piece; what ends a lead-in is no part of its words.
_TAIL = re.compile(r"[\s:;,–—-]+$")
_COMMON = {"id", "phrases", "patterns", "unless", "yes", "no", "note"}


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


class _Searcher:
    """Finds the entries of one list in a text: spaCy's Matcher for phrases, ``re`` for patterns."""

    def __init__(self, entries: Sequence[Entry], words: Mapping[str, Sequence[str]], file: str) -> None:
        from spacy.matcher import PhraseMatcher

        tokenise = _tokeniser()
        self._matcher = PhraseMatcher(tokenise.vocab, attr="LOWER")
        self._phrases: list[tuple[Entry, str, Compiled, bool]] = []
        self._keys: dict[int, tuple[int, int]] = {}
        self._written: dict[int, frozenset[str]] = {}
        self._patterns: list[tuple[Entry, str, re.Pattern[str]]] = []
        for entry in entries:
            for counter, phrases in ((False, entry.phrases), (True, entry.unless)):
                for phrase in phrases:
                    try:
                        compiled = compile_phrase(phrase, words)
                    except PhraseError as fault:
                        raise RulesError(f"{file}: entry {entry.id!r}: phrase {phrase!r}: {fault}") from fault
                    for part, segment in enumerate(compiled.segments):
                        key = f"{len(self._phrases)}/{part}"
                        self._matcher.add(key, [tokens_of(way, tokenise) for way in segment.ways])
                        self._keys[tokenise.vocab.strings[key]] = (len(self._phrases), part)
                        if any(way != way.lower() for way in segment.ways):
                            self._written[tokenise.vocab.strings[key]] = frozenset(segment.ways)
                    self._phrases.append((entry, phrase, compiled, counter))
            for pattern in entry.patterns:
                try:
                    self._patterns.append((entry, pattern, re.compile(pattern)))
                except re.error as fault:
                    raise RulesError(f"{file}: entry {entry.id!r}: pattern {pattern!r}: {fault}") from fault

    @lru_cache(maxsize=4096)  # noqa: B019 - a searcher lives as long as its codebook
    def find(self, text: str) -> tuple[Hit, ...]:
        folded = fold(text)
        tokens = _tokens(_TAIL.sub("", text))
        doc = tokens.doc
        best: dict[tuple[str, int], Hit] = {}
        barred: set[str] = set()
        places: dict[int, list[list[tuple[int, int]]]] = {}
        for key, start, end in self._matcher(doc) if self._keys else ():
            if key in self._written and not _as_written(doc[start:end].text, self._written[key]):
                continue
            number, part = self._keys[key]
            places.setdefault(number, [[] for _ in self._phrases[number][2].segments])[part].append((start, end))
        for number, found in places.items():
            entry, phrase, compiled, counter = self._phrases[number]
            for start, end in tokens.join(compiled, found) if all(found) else ():
                if counter:
                    barred.add(entry.id)
                    break
                hit = Hit(entry, doc[start].idx, doc[end - 1].idx + len(doc[end - 1]), phrase)
                held = best.get((entry.id, hit.start))
                if held is None or (hit.end, held.phrase) > (held.end, hit.phrase):
                    best[entry.id, hit.start] = hit
        for entry, pattern, compiled_re in self._patterns:
            for match in compiled_re.finditer(folded):
                if match.end() > match.start():
                    groups = {
                        name: text[match.start(name) : match.end(name)]
                        for name, value in match.groupdict().items()
                        if value is not None
                    }
                    best.setdefault(
                        (entry.id, match.start()), Hit(entry, match.start(), match.end(), pattern, MappingProxyType(groups))
                    )
        hits = sorted(
            (hit for hit in best.values() if hit.entry.id not in barred), key=lambda hit: (hit.start, -hit.end, hit.entry.id)
        )
        return tuple(_without_overlaps(hits))


def _as_written(text: str, ways: frozenset[str]) -> bool:
    """Whether ``text`` has the capitals of one of ``ways``; a way in small letters takes any."""
    return text in ways or text.lower() in ways


def _without_overlaps(hits: Sequence[Hit]) -> Iterator[Hit]:
    """Each entry's hits, without those that lie inside an earlier hit of the same entry."""
    reach: dict[str, int] = {}
    for hit in hits:
        if hit.start >= reach.get(hit.entry.id, 0):
            reach[hit.entry.id] = hit.end
            yield hit


@lru_cache(maxsize=1)
def _tokeniser() -> Any:
    return blank_english()


@lru_cache(maxsize=4096)
def _tokens(text: str) -> Tokens:
    """A text's tokens, kept because every list of rules searches the same sentences."""
    return Tokens(tokens_of(text, _tokeniser()))


class Codebook:
    """The rules folder in memory. ``hash`` names its content; a changed byte in any rule or catalogue gives another hash."""

    def __init__(
        self,
        lists: Mapping[str, tuple[Entry, ...]],
        words: Mapping[str, tuple[str, ...]],
        catalogues: Mapping[str, tuple[Mapping[str, str], ...]],
        digest: str,
    ) -> None:
        self.lists = MappingProxyType(dict(lists))
        self.words = MappingProxyType(dict(words))
        self.hash = digest
        self._catalogues = MappingProxyType(dict(catalogues))
        self._searchers: dict[str, _Searcher] = {}

    def entries(self, name: str) -> tuple[Entry, ...]:
        """The entries of ``rules/<name>.yaml`` in the order of the file."""
        return self.lists[name]

    def catalogue(self, name: str) -> tuple[Mapping[str, str], ...]:
        """The rows of ``rules/catalogues/<name>.csv``."""
        return self._catalogues[name]

    def find(self, name: str, text: str) -> tuple[Hit, ...]:
        """Where the entries of one list stand in ``text``, by place, longest first.

        An entry whose ``unless`` stands anywhere in ``text`` is silent.
        """
        if name not in self._searchers:
            self._searchers[name] = _Searcher(self.lists[name], self.words, f"{name}.yaml")
        return self._searchers[name].find(text)

    def sentences(self, text: str) -> tuple[tuple[int, int], ...]:
        """(start, end) of each sentence of ``text``, by spaCy's sentencizer; a newline ends a sentence too."""
        return _sentences(text)


@lru_cache(maxsize=4096)
def _sentences(text: str) -> tuple[tuple[int, int], ...]:
    spans = []
    offset = 0
    for part in text.split("\n"):
        doc = _sentencizer()(_tokeniser().make_doc(part))
        spans += [(offset + sentence.start_char, offset + sentence.end_char) for sentence in doc.sents if sentence.text.strip()]
        offset += len(part) + 1
    return tuple(spans)


@lru_cache(maxsize=1)
def _sentencizer() -> Any:
    from spacy.pipeline import Sentencizer

    return Sentencizer()


def _strings(value: Any, file: str, entry: str, name: str) -> tuple[str, ...]:
    if value is None:
        return ()
    values = value if isinstance(value, list) else [value]
    if not all(isinstance(item, str) for item in values):
        raise RulesError(f"{file}: entry {entry!r}: {name} must be words (put them in quotes)")
    return tuple(values)


def _entry(raw: Any, number: int, name: str) -> Entry:
    file = f"{name}.yaml"
    if not isinstance(raw, dict) or not isinstance(raw.get("id"), str):
        raise RulesError(f"{file}: entry {number} has no id")
    known, identity = FIELDS[name], raw["id"]
    for key, value in raw.items():
        if key not in _COMMON and key not in known:
            raise RulesError(
                f"{file}: entry {identity!r}: unknown field {key!r} (known: {', '.join(sorted(_COMMON | set(known)))})"
            )
        allowed = known.get(key)
        if allowed and not set(value if isinstance(value, list) else [value]) <= set(allowed):
            raise RulesError(f"{file}: entry {identity!r}: {key} is {value!r}, not one of: {', '.join(allowed)}")
    parts = {key: _strings(raw.get(key), file, identity, key) for key in ("phrases", "patterns", "unless", "yes", "no")}
    return Entry(
        id=identity, list=name, fields=MappingProxyType({key: value for key, value in raw.items() if key in known}), **parts
    )


class _Plain(yaml.SafeLoader):
    """YAML in which `yes`, `no`, `on` and `off` are words, as a writer of rules means them; only true and false are not."""


_Plain.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:bool"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_Plain.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"true|false"), list("tf"))


def _read_yaml(path: Path) -> Any:
    try:
        return yaml.load(path.read_text(encoding="utf-8"), Loader=_Plain)
    except (yaml.YAMLError, UnicodeDecodeError) as fault:
        mark = getattr(fault, "problem_mark", None)
        raise RulesError(
            f"{path.name}: {'line ' + str(mark.line + 1) + ' ' if mark else ''}cannot be read as YAML: check indentation and quotes"
        ) from fault


def _read_catalogue(path: Path) -> tuple[Mapping[str, str], ...]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            rows = tuple(
                MappingProxyType({key: value or "" for key, value in row.items() if key is not None})
                for row in csv.DictReader(lines)
            )
    except (UnicodeDecodeError, csv.Error) as fault:
        raise RulesError(f"{path.name} cannot be read as CSV in UTF-8: {fault}") from fault
    if not rows or "source" not in rows[0]:
        raise RulesError(f"{path.name}: a catalogue needs rows and a column 'source'")
    return rows


def load_codebook(folder: Path | None = None) -> Codebook:
    """Read, validate and freeze a rules folder (by default the one that ships with the program).

    Raises RulesError, naming file and entry, for anything that cannot be used.
    """
    root = folder or asset("rules")
    files = sorted([*root.glob("*.yaml"), *root.glob("catalogues/*.csv")], key=lambda path: path.relative_to(root).as_posix())
    if not files:
        raise RulesError(f"{root} holds no rules: name a folder with *.yaml files")
    digest = hashlib.sha256()
    for path in files:
        digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes().replace(b"\r\n", b"\n") + b"\0")
    words = _read_yaml(root / "words.yaml") if (root / "words.yaml").is_file() else {}
    lists: dict[str, tuple[Entry, ...]] = {}
    for path in files:
        name = path.stem
        if path.suffix != ".yaml" or name == "words":
            continue
        if name not in FIELDS:
            raise RulesError(f"{path.name}: no part of the program reads this file (known: {', '.join(sorted(FIELDS))})")
        raw = _read_yaml(path)
        if not isinstance(raw, list):
            raise RulesError(f"{path.name}: must be a list of entries, each starting with '- id:'")
        entries = tuple(_entry(item, number, name) for number, item in enumerate(raw, 1))
        repeated = sorted({entry.id for entry in entries if sum(other.id == entry.id for other in entries) > 1})
        if repeated:
            raise RulesError(f"{path.name}: entry {repeated[0]!r} stands twice")
        lists[name] = entries
    missing = sorted(set(FIELDS) - set(lists))
    if missing:
        raise RulesError(f"{root} lacks {missing[0]}.yaml")
    catalogues = {path.stem: _read_catalogue(path) for path in files if path.suffix == ".csv"}
    frozen = {name: tuple(str(word) for word in values) for name, values in words.items()}
    return Codebook(lists, frozen, catalogues, digest.hexdigest()[:16])
