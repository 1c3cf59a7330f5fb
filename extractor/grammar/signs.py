"""Which of the strings that rules and patterns ask for stand in a text, as the bits of one number.

Whoever asks whether a text may hold something names the strings without which it cannot (see gated.py and codebook/gate.py) and is
given bits. A text's number is that of its words put together, and each word's is kept: a text costs one look-up a word, once, and
whatever is asked of it then one `&`. Measured over 41 committee papers, which hold almost none of what is looked for: tagging takes
0.5 of 3.9 s of CPU less than where each string is looked for by itself.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from itertools import pairwise
from typing import TypeVar

Held = TypeVar("Held")
_FOLD = {"’": "'", "‘": "'", "\u2011": "-", "\u2010": "-"}
_BLANKS = {"\u00a0": " ", "\n": " ", "\t": " "}
# Signs that a pattern takes for a letter where it ignores case; in small letters, a capital I with a dot is an i and a dot.
_LIKE_LETTERS = {"ſ": "s", "ı": "i", "\u212a": "k", "\u0307": ""}
_FOLDED = tuple({**_FOLD, **_BLANKS}.items())
_SMALL = tuple({**_FOLD, **_LIKE_LETTERS}.items())
_RUNS = re.compile("[a-z]+")
_PIECES = re.compile(r"[a-z]+|\d+|[^a-z\d]")
LETTER, FIGURE = "\ue000", "\ue001"
"""Stand for any letter from a to z, and for any figure, among the strings that are asked for."""
_LETTER_BIT = 1
_MOST_BITS = 8192
"""When more strings are asked for, they share bits: a text may then seem to hold one of them in vain."""
_MOST_WORDS, _MOST_TEXTS = 30_000, 4096
_LONGEST_WORD = 200
"""Characters. What is longer (a line of dots, a ruined file) is not kept."""


def fold(text: str) -> str:
    """``text`` with quotes, hard spaces and hyphens of one kind: as many characters as before."""
    return _replaced(text, _FOLDED)


def _replaced(text: str, signs: Sequence[tuple[str, str]]) -> str:
    """What str.translate would give, which takes ten times as long."""
    for sign, plain in signs:
        text = text.replace(sign, plain)
    return text


def small(text: str) -> str:
    """``text`` in small letters, with quotes and hyphens of one kind, and what a pattern may take for a letter as that letter."""
    lower = text.lower()
    return lower if lower.isascii() else _replaced(lower, _SMALL)


class Signs:
    """Strings that are asked for, each with its bit, and the numbers of the words and texts that were asked about.

    A string that is asked for later makes the numbers that are kept out of date, and they are made again.
    """

    def __init__(self) -> None:
        self._bits: dict[tuple[str, str], int] = {("part", LETTER): _LETTER_BIT}
        self._runs: dict[str, int] = {}
        self._first: dict[str, int] = {}
        self._last: dict[str, int] = {}
        self._single: dict[str, int] = {LETTER: _LETTER_BIT}
        self._strings: dict[str, list[tuple[str, int]]] = {}
        self._pieces: dict[str, int] = {}
        self._words: dict[str, int] = {}
        self._edges: dict[str, tuple[int, int]] = {}
        self._texts: dict[str, int] = {}

    def part(self, string: str) -> int:
        """The bit of every text in which ``string`` stands, of whatever case; -1 where that is nothing but blanks.

        Of a string of letters, figures and other signs only the longest of these pieces is looked for.
        """
        longest = max(("".join(piece.split()) for piece in _PIECES.findall(small(string))), key=len, default="")
        if not longest:
            return -1
        bit = self._bit("part", longest)
        if len(longest) == 1:
            self._single[longest] = bit
        elif (longest, bit) not in (alike := self._strings.setdefault(longest[:2], [])):
            alike.append((longest, bit))
        return bit

    def run(self, letters: str) -> int:
        """The bit of every text in which ``letters`` (small, from a to z) stand with no such letter beside them."""
        bit = self._bit("run", letters)
        self._runs[letters] = self._runs.get(letters, 0) | bit
        return bit

    def one_of(self, runs: Collection[str]) -> int:
        """The one bit of every text in which any of many runs of letters stands as run has it."""
        bit = self._bit("one of", " ".join(sorted(runs)))
        for letters in runs:
            self._runs[letters] = self._runs.get(letters, 0) | bit
        return bit

    def first(self, letters: str) -> int:
        """The bit of every text of whose letters these stand together first."""
        bit = self._first[letters] = self._bit("first", letters)
        return bit

    def last(self, letters: str) -> int:
        """The bit of every text of whose letters these stand together last."""
        bit = self._last[letters] = self._bit("last", letters)
        return bit

    def _bit(self, kind: str, string: str) -> int:
        if (kind, string) not in self._bits:
            self._bits[kind, string] = 1 << len(self._bits) % _MOST_BITS
            self._pieces, self._words, self._edges, self._texts = {}, {}, {}, {}
        return self._bits[kind, string]

    def of(self, text: str) -> int:
        """The bits of all that is asked for and stands in ``text``."""
        texts, words = self._texts, self._words
        known = texts.get(text)
        if known is not None:
            return known
        bits = 0
        parts = text.split()
        for word in parts:
            held = words.get(word)
            bits |= self._word(word, words) if held is None else held
        if bits & _LETTER_BIT:
            bits |= self._edges_of(parts)
        if len(texts) >= _MOST_TEXTS:
            texts.clear()
        texts[text] = bits
        return bits

    def _edges_of(self, parts: list[str]) -> int:
        """The bits of the first and the last letters of a text with letters."""
        edges = self._edges
        first = (edge for word in parts if (edge := (edges.get(word) or self._edge(word, edges))[0]))
        last = (edge for word in reversed(parts) if (edge := (edges.get(word) or self._edge(word, edges))[1]))
        return next(first, 0) | next(last, 0)

    def _word(self, word: str, kept: dict[str, int]) -> int:
        pieces = self._pieces
        bits = 0
        for piece in _PIECES.findall(small(word)):
            held = pieces.get(piece)
            bits |= self._piece(piece, pieces) if held is None else held
        return _keep(word, bits, kept)

    def _piece(self, piece: str, kept: dict[str, int]) -> int:
        single, strings = self._single, self._strings
        bits = self._runs.get(piece, 0)
        if "a" <= piece[0] <= "z":
            bits |= _LETTER_BIT
        elif piece[0].isdecimal():
            bits |= single.get(FIGURE, 0)
        for sign in single.keys() & set(piece):
            bits |= single[sign]
        for pair in strings.keys() & set(map("".join, pairwise(piece))):
            for string, bit in strings[pair]:
                if string in piece:
                    bits |= bit
        return _keep(piece, bits, kept)

    def _edge(self, word: str, kept: dict[str, tuple[int, int]]) -> tuple[int, int]:
        """What a word tells that has the first, or the last, letters of a text; (0, 0) where it has no letters."""
        runs = _RUNS.findall(small(word))
        edges = (self._first.get(runs[0], 0) | _LETTER_BIT, self._last.get(runs[-1], 0) | _LETTER_BIT) if runs else (0, 0)
        return _keep(word, edges, kept)


def _keep(word: str, held: Held, kept: dict[str, Held]) -> Held:
    if len(word) <= _LONGEST_WORD:
        if len(kept) >= _MOST_WORDS:
            kept.clear()
        kept[word] = held
    return held


SIGNS = Signs()
"""Those of the process: the rules and the patterns of the program ask for the same words."""
