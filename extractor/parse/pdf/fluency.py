"""Whether a page's text is language at all: a broken font map gives fluent nonsense ("Dsjnf" for "Crime") that looks like text.

The sixty commonest pairs of letters make up two in five or more of those in any page of English or Welsh, tables and lists of names
too, and less than a quarter once the letters are exchanged for others.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

_PAIRS = frozenset(
    b"th he in er an re on at en nd ti es or te of ed is it al ar st to nt ng se ha as ou io le ve co me de hi ri ro ic ne ea ra"
    b" ce li ch ll be ma si om ur".split()
)
_SMALL_WORDS = frozenset(
    b"the and of to in is that for it as with on be are by this at from or an have not which was will y yr ac yn ar".split()
)
_NO_MEANING = re.compile("[\ue000-\uf8ff\ufffd]")
_LEAST_LETTERS = 120
_LANGUAGE = 0.27
"""Share of common pairs below which a text is no language: 921 real pages are above 0.31, exchanged letters below 0.23."""
_GRAMMAR = 0.1
"""Share of small words from which a text is language whatever its pairs: tables of single letters."""
_PRIVATE = 0.5
"""Share of characters without a meaning of their own from which a text is none."""


def is_nonsense(texts: Iterable[str]) -> bool:
    """Whether these words of a page are no language. Pages with too few letters, and other alphabets, are given the benefit."""
    text = " ".join(texts).lower()
    words = _words(text)
    plain = letters = sum(map(len, words))
    if not text.isascii():
        others = re.findall(r"[^\x00-\x7f]", text)
        private = len(_NO_MEANING.findall(text))
        letters += sum(map(str.isalpha, others)) + private
        if letters >= _LEAST_LETTERS and private > _PRIVATE * letters:
            return True
    if letters < _LEAST_LETTERS or plain < 0.6 * letters:
        return False
    if sum(map(_SMALL_WORDS.__contains__, words)) >= _GRAMMAR * len(words):
        return False
    share = _share(words)
    return share is not None and share < _LANGUAGE


def is_language(texts: Iterable[str]) -> bool:
    """Whether these words are surely English or Welsh: what a second reading must be to take the place of nonsense."""
    share = _share(_words(" ".join(texts).lower()))
    return share is not None and share >= _LANGUAGE


_NO_LETTER = bytes(code if 0x61 <= code <= 0x7A else 0x20 for code in range(256))


def _words(text: str) -> list[bytes]:
    """Stretches of the letters a to z: a table of bytes finds those of a page in a fifth of the time of a pattern."""
    return text.encode("utf-8", "surrogatepass").translate(_NO_LETTER).split()


def _share(words: list[bytes]) -> float | None:
    """Share of common pairs in words that are no abbreviations or codes; None where they have too few letters to tell."""
    long = [word for word in words if len(word) > 3]
    if sum(map(len, long)) < _LEAST_LETTERS:
        return None
    pairs = [word[at : at + 2] for word in long for at in range(len(word) - 1)]
    return sum(pair in _PAIRS for pair in pairs) / len(pairs)
