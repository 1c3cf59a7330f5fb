"""Text -> its sentences, as places in the text: "30 per cent. from 1998" is one sentence, a new line begins another."""

from __future__ import annotations

import re
from collections.abc import Iterator

_END = re.compile(r"[.?!][\"”’')\]]*\s+(?=[\"“‘'(\[]?[A-Z0-9£])|\n+")
# After these a full stop is no end.
_SHORT_FORM = re.compile(r"(?:\b(?:No|Nos|e\.g|i\.e|Dr|Mr|Mrs|St|approx|cf|para|vs)|(?:^|\s)[A-Z])\.$")


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """(start, end) of each sentence of ``text``, without white space at its ends; a marker such as "2." is no sentence."""
    start = 0
    for match in _END.finditer(text):
        if match.group().startswith(("\n",)) or not (
            _SHORT_FORM.search(text[start : match.start() + 1])
            or re.fullmatch(r"\s*\(?[\w.]{1,5}\.", text[start : match.start() + 1])
        ):
            yield from _trim(text, start, match.end())
            start = match.end()
    yield from _trim(text, start, len(text))


def _trim(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        yield start, end
