"""Titles -> words that can be compared: folded, with other spellings made one, each with its weight."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby

from extractor.codebook import Codebook
from extractor.codebook.phrases import compile_phrase

LIGHT = 0.25
"""Weight of a word that stands in any title ("crime", "safety"), where 1 is that of a word that tells titles apart."""
BEGINNING = 5
"""Letters that two forms of one word have in common at least."""
_ASIDE = 0.5
"""What words in brackets count of their weight: "Reduce reoffending (statutory responsibility)"."""

_WORD = re.compile(r"[^\W_]+", re.UNICODE)
_BRACKETS = re.compile(r"\(([^()]*)\)")


@dataclass(frozen=True, slots=True)
class Term:
    """What words stand for: one name for other spellings (``same``) and other words (``near``), a weight, the themes taken in."""

    role: str
    name: str
    narrower: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Wording:
    """A title ready to be compared. ``exact`` are its words in order of the alphabet, other spellings made one, without those
    that weigh nothing; ``weights`` gives each term's weight; ``full`` those that tell titles apart; ``narrower`` themes that a
    general title takes in."""

    exact: tuple[str, ...]
    weights: Mapping[str, float]
    full: frozenset[str]
    narrower: frozenset[str]
    total: float
    telling: float
    starts: Mapping[str, str]


@dataclass(frozen=True)
class Knowledge:
    """The words of rules/links.yaml, ready for look-ups: first word -> the word rows that begin with it, longest first."""

    rows: Mapping[str, tuple[tuple[tuple[str, ...], Term], ...]]
    _seen: dict[str, Wording] = field(default_factory=dict, compare=False, repr=False)

    def wording(self, title: str) -> Wording:
        """The words of a title. "Reducing ASB" and "Anti-social behaviour" have the same."""
        known = self._seen.get(title)
        if known is None:
            if len(self._seen) > 200_000:
                self._seen.clear()
            known = self._seen[title] = _wording(title, self)
        return known

    def police(self, body: str | None) -> bool:
        """Whether a plan's body is a police and crime commissioner, whose plans are no partnership's."""
        words = folded(body or "")
        return any(term is not None and term.role == "police" for _, term in self.terms(words))

    def terms(self, words: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Term | None]]:
        """The words in order, cut into those that an entry knows (longest first) and single words that none knows."""
        at = 0
        while at < len(words):
            for row, term in self.rows.get(words[at], ()):
                if words[at : at + len(row)] == row:
                    yield row, term
                    at += len(row)
                    break
            else:
                yield (words[at],), None
                at += 1


def knowledge(codebook: Codebook) -> Knowledge:
    """What rules/links.yaml knows of words."""
    rows: dict[tuple[str, ...], Term] = {}
    for entry in codebook.entries("links"):
        term = Term(str(entry["role"]), entry.id, frozenset(entry["narrower"] or ()))
        for phrase in entry.phrases:
            for segment in compile_phrase(phrase, codebook.words).segments:
                for way in segment.ways:
                    rows.setdefault(folded(way), term)
    ordered = sorted(rows.items(), key=lambda row: (row[0][0], -len(row[0]), row[0]))
    return Knowledge({first: tuple(found) for first, found in groupby(ordered, key=lambda row: row[0][0])})


def folded(text: str) -> tuple[str, ...]:
    """Words in small letters without accents, marks or the plural's s: "Hate crimes & ASB" is hate, crime, and, asb."""
    plain = unicodedata.normalize("NFKD", text.casefold().replace("&", " and ").replace("’", "").replace("'", ""))
    return tuple(_singular(word) for word in _WORD.findall("".join(char for char in plain if not unicodedata.combining(char))))


def _singular(word: str) -> str:
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")) else word


def _wording(title: str, known: Knowledge) -> Wording:
    asides = " ".join(_BRACKETS.findall(title))
    main = _weighed(folded(_BRACKETS.sub(" ", title)), known)
    aside = _weighed(folded(asides), known) if asides else []
    exact: set[str] = set()
    weights: dict[str, float] = {}
    narrower: set[str] = set()
    for parts, share in ((main, 1.0), (aside, _ASIDE)):
        for words, name, weight, term in parts:
            exact.update(words)
            weights[name] = max(weights.get(name, 0.0), weight * share)
            if term is not None:
                narrower |= term.narrower
    full = frozenset(name for name, weight in weights.items() if weight > LIGHT)
    telling = sum(weights[name] for name in sorted(full))
    starts = {name[:BEGINNING]: name for name in weights if len(name) >= BEGINNING}
    return Wording(tuple(sorted(exact)), weights, full, frozenset(narrower), sum(weights.values()), telling, starts)


def _weighed(words: tuple[str, ...], known: Knowledge) -> list[tuple[tuple[str, ...], str, float, Term | None]]:
    """(words as compared for sameness, name, weight, term) of each part. A title of nothing but weightless words ("Prevent")
    keeps them."""
    found: list[tuple[tuple[str, ...], str, float, Term | None]] = []
    for row, term in known.terms(words):
        role = term.role if term else ""
        if term is not None and role == "same":
            found.append(((term.name,), term.name, 1.0, term))
        elif term is not None and role in ("near", "broad"):
            found.append((row, term.name, 1.0, term))
        elif role != "empty":
            found.append((row, " ".join(row), LIGHT if role == "light" else 1.0, term))
    return found or [((word,), word, 1.0, None) for word in words]
