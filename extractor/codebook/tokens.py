"""A text as tokens and sentences, cut as spaCy's blank English cuts it, one word between blanks at a time.

spaCy's tokeniser looks at no word's neighbours: what it makes of a word is kept, and words of the commonest shapes (letters or
figures with a mark behind) are cut without asking it. Tests hold all of this against spaCy. Measured over 41 committee papers:
1.2 s of CPU less than with spaCy's documents, which hold much that no rule asks for.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from types import ModuleType
from typing import Any

_RUN = re.compile(r"\S+|\s+")
_BODY = r"(?P<body>[0-9]+|[A-Za-z]+(?:-[A-Za-z]+)*)"
_SIMPLE = re.compile(rf"(?P<before>\(?){_BODY}(?P<after>[),:;]?|(?<=[a-z0-9])\.|(?<=[A-Z][A-Z])\.)")
_MOST_KEPT = 20_000
"""Words whose tokens are kept at once."""


class Cutter:
    """Cuts words into tokens. ``special`` holds, by its small letters, what spaCy cuts otherwise than at signs ("cannot")."""

    def __init__(self) -> None:
        self._spacy = _tokeniser()
        self.special: dict[str, str] = {form.lower(): form for form in self._spacy.rules}
        self._kept: dict[str, tuple[str, ...]] = {}

    def tokens(self, text: str) -> list[str]:
        """The tokens of a text in order. A blank between two words is none, any further white space is one."""
        found: list[str] = []
        kept = self._kept
        chunks = text.split(" ")
        if chunks != text.split():
            chunks = list(_between_blanks(text))
        for chunk in chunks:
            found += kept.get(chunk) or self._cut(chunk)
        return found

    def _cut(self, chunk: str) -> tuple[str, ...]:
        if len(self._kept) >= _MOST_KEPT:
            self._kept.clear()
        cut = self._kept[chunk] = self._simple(chunk) or tuple(token.text for token in self._spacy(chunk))
        return cut

    def _simple(self, chunk: str) -> tuple[str, ...]:
        """The tokens of a word of a common shape; nothing for any other."""
        match = _SIMPLE.fullmatch(chunk)
        if match is None:
            return ()
        before, body, after = match.group("before", "body", "after")
        if any(part.lower() in self.special for part in (chunk, before + body, body + after, body)):
            return ()
        parts = re.split("(-)", body)
        return (*((before,) if before else ()), *parts, *((after,) if after else ()))


def _between_blanks(text: str) -> Iterator[str]:
    """The runs of signs and of white space, without the blank right after a run of signs."""
    after_signs = False
    for run in _RUN.findall(text):
        blank = run.isspace()
        left = run[1:] if blank and after_signs and run[0] == " " else run
        after_signs = not blank
        if left:
            yield left


def starts_of(text: str, tokens: Sequence[str]) -> list[int]:
    """Where each token begins."""
    starts, at, after_signs = [], 0, False
    for token in tokens:
        if after_signs and text[at] == " ":
            at += 1
        starts.append(at)
        at += len(token)
        after_signs = not token.isspace()
    return starts


def is_mark(token: str) -> bool:
    """Whether a token is a mark of punctuation or white space."""
    if token[0].isalnum():
        return False
    return token.isspace() or all(unicodedata.category(sign).startswith("P") for sign in token)


@lru_cache(maxsize=1)
def cutter() -> Cutter:
    """The one cutter of the process."""
    return Cutter()


def sentence_ends(tokens: Sequence[str]) -> Iterator[int]:
    """Of tokens, the index behind each sentence's last: it ends where a word follows on a mark that ends one."""
    ends = _ends()
    ended = False
    for index, token in enumerate(tokens):
        if token in ends:
            ended = True
        elif ended and (token.isspace() or not is_mark(token)):
            yield index
            ended = False
    yield len(tokens)


@lru_cache(maxsize=1)
def _ends() -> frozenset[str]:
    with _without_command_line():
        from spacy.pipeline import Sentencizer

    return frozenset(Sentencizer.default_punct_chars)


@lru_cache(maxsize=1)
def _may_end() -> re.Pattern[str]:
    return re.compile(f"[{re.escape(''.join(sorted(_ends())))}]")


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """(start, end) of each sentence of a text without line breaks, by the marks that spaCy's sentencizer knows."""
    first = _may_end().search(text)
    if (first is None or first.end() == len(text)) and text and not text[0].isspace() and not text[-1].isspace():
        return [(0, len(text))]
    tokens = cutter().tokens(text)
    starts = starts_of(text, tokens)
    spans, begin = [], 0
    for end in sentence_ends(tokens):
        if end > begin and any(not token.isspace() for token in tokens[begin:end]):
            spans.append((starts[begin], starts[end - 1] + len(tokens[end - 1])))
        begin = end
    return spans


def dashes_alike(text: str) -> str:
    """``text`` with every dash a hyphen."""
    return text.replace("–", "-").replace("—", "-")


@contextmanager
def _without_command_line() -> Iterator[None]:
    """Holds back spaCy's command line while it is imported: that takes along clients of the web, a third of the time to import."""
    held_back = [name for name in ("spacy.cli", "spacy.cli.info") if "spacy" not in sys.modules]
    for name in held_back:
        sys.modules[name] = ModuleType(name)
        sys.modules[name].__dict__.update(info=None, __path__=[])
    try:
        yield
    finally:
        for name in held_back:
            del sys.modules[name]


def _tokeniser() -> Any:
    """spaCy's tokeniser for English alone, as ``spacy.blank("en")`` makes it; imported late because it costs half a second."""
    with _without_command_line():
        from spacy.lang.en import English
    from spacy.tokenizer import Tokenizer  # type: ignore[import-not-found]  # compiled, without types
    from spacy.util import compile_infix_regex, compile_prefix_regex, compile_suffix_regex
    from spacy.vocab import Vocab

    known = English.Defaults
    return Tokenizer(
        Vocab(),
        rules=known.tokenizer_exceptions,
        prefix_search=compile_prefix_regex(known.prefixes or ()).search,
        suffix_search=compile_suffix_regex(known.suffixes or ()).search,
        infix_finditer=compile_infix_regex(known.infixes or ()).finditer,
        token_match=known.token_match,
        url_match=known.url_match,
    )
