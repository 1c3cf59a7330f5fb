"""Ids that derive from content, and the cleaning of text at the database's door."""

from __future__ import annotations

import hashlib
import re
from collections import Counter

_UNWANTED = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")


def clean(text: str) -> str:
    """Text that SQLite can hold and search, of the same length: control characters and lone surrogates become U+FFFD or a space.

    NUL ends a string for SQLite's own functions and lone surrogates cannot be encoded at all. One character stands for one
    character, so that offsets into a block's text stay true.
    """
    if text.isprintable():  # nearly all is; to know costs a tenth of looking for each of the others
        return text
    return _UNWANTED.sub(lambda match: " " if match[0] in "\x0b\x0c\r" else "\N{REPLACEMENT CHARACTER}", text)


def paper_id(sha256: str) -> str:
    """The id of a paper: the first 16 hex digits of its SHA-256."""
    return sha256[:16].lower()


def key_of(identifier: str) -> int:
    """A whole number from 0 to 2**63 - 1 made of an id of 16 hex digits: full-text search needs numbers for rows."""
    return int(identifier, 16) >> 1


class Ids:
    """Makes ids for what one paper holds: sixteen hex digits out of the paper's hash, a kind, a place and words.

    Two things with the same kind, place and words are told apart by their order, so the ids of all others stay when one is added
    elsewhere in the paper.
    """

    def __init__(self, sha256: str) -> None:
        self._sha256 = sha256.lower()
        self._seen: Counter[tuple[str, ...]] = Counter()

    def next(self, kind: str, *place_and_words: object) -> str:
        parts = (kind, *("" if part is None else clean(str(part)) for part in place_and_words))
        self._seen[parts] += 1
        text = "\x1f".join((self._sha256, *parts, str(self._seen[parts])))
        return hashlib.sha256(text.encode("utf-8")).hexdigest()[:16]
