"""The notation in which rules/ writes phrases, compiled for spaCy's Matcher.

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
from itertools import product
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

TokenPattern = dict[str, Any]
_HYPHENS = ["-", "–", "—", "‑", "/"]
_STOPS = [".", ";", "?", "!", ":"]
# One character for one, so that offsets stay the paper's own.
_FOLD = str.maketrans({"’": "'", "‘": "'", "\u00a0": " ", "\u2011": "-", "\u2010": "-", "\n": " ", "\t": " "})
_TERM = re.compile(r"(?P<gap>\.\.\.(?P<most>\d*))|(?P<body>.+?)(?P<many>[?*]?)$")


class PhraseError(ValueError):
    """A phrase that is not in the notation; the message says what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Segment:
    """Words of a phrase that stand together: any of ``patterns`` will do. ``gap``: how many tokens may lie before it."""

    patterns: tuple[list[TokenPattern], ...]
    gap: int


@dataclass(frozen=True, slots=True)
class Compiled:
    """One phrase as segments with gaps between them.

    A gap is not written as optional tokens: spaCy's Matcher takes time and memory that grow with the product of such gaps
    (measured: minutes on a two-page paper), where joining the segments' places afterwards takes none.
    ``tail`` is how many tokens may follow the last segment before the end that ``at_end`` asks for.
    """

    segments: tuple[Segment, ...]
    at_start: bool
    at_end: bool
    tail: int


def fold(text: str) -> str:
    """``text`` with quotes, hard spaces and hyphens of one kind: as many characters as before."""
    return text.translate(_FOLD)


def blank_english() -> Language:
    """The tokeniser that phrases and papers share: spaCy's blank English, imported late because it costs half a second."""
    import spacy

    return spacy.blank("en")


def _word(word: str) -> TokenPattern:
    return {"TEXT": word} if word != word.lower() else {"LOWER": word}


def _alternatives(words: Sequence[str]) -> TokenPattern:
    if any(word != word.lower() for word in words):
        return {"TEXT": {"IN": [form for word in words for form in ([word] if word != word.lower() else [word, word.capitalize(), word.upper()])]}}
    return {"LOWER": {"IN": list(words)}}


def _options(body: str, many: str, words: Mapping[str, Sequence[str]], tokenise: Language) -> list[list[TokenPattern]]:
    """Every way in which one term of a phrase may be written, each as a run of token patterns."""
    if body.startswith("{"):
        name = body.strip("{}")
        if name not in words:
            raise PhraseError(f"there is no list of words called {{{name}}} in words.yaml")
        return [[{**_alternatives(words[name]), **({"OP": {"?": "?", "*": "{0,4}"}[many]} if many else {})}]]
    parts = body.split("|")
    if len(parts) > 1 and all(len(tokenise.make_doc(part)) == 1 for part in parts):
        return [[{**_alternatives(parts), **({"OP": {"?": "?", "*": "{0,4}"}[many]} if many else {})}]]
    options: list[list[TokenPattern]] = []
    for part in parts:
        tokens = [token.text for token in tokenise.make_doc(part)]
        pattern = [{"LOWER": {"IN": _HYPHENS}, "OP": "?"} if token in _HYPHENS and len(tokens) > 1 else _word(token) for token in tokens]
        if many and len(pattern) == 1:
            pattern = [{**pattern[0], "OP": {"?": "?", "*": "{0,4}"}[many]}]
        elif many:
            options.append([])
        options.append(pattern)
        if "-" in part.strip("-") and len(tokens) > 1:
            options.append([_word(part.replace("-", ""))])
    return options


def compile_phrase(phrase: str, words: Mapping[str, Sequence[str]], tokenise: Language) -> Compiled:
    """``phrase`` in the notation above as token patterns. Raises PhraseError."""
    terms = fold(phrase).split()
    at_start, at_end = terms[:1] == ["^"], terms[-1:] == ["$"]
    terms = terms[at_start : len(terms) - at_end]
    if not terms:
        raise PhraseError("the phrase has no words")
    segments: list[Segment] = []
    choices: list[list[list[TokenPattern]]] = []
    gap = 0
    for term in terms:
        found = _TERM.fullmatch(term)
        if found is None:
            raise PhraseError(f"cannot read {term!r}")
        if not found["gap"]:
            choices.append(_options(found["body"], found["many"], words, tokenise))
            continue
        if choices:
            gap = _close(segments, choices, gap)
            choices = []
        gap += int(found["most"] or 4)
    if choices:
        gap = _close(segments, choices, gap)
    if not segments:
        raise PhraseError("the phrase has no words")
    return Compiled(tuple(segments), at_start, at_end, gap)


def _close(segments: list[Segment], choices: list[list[list[TokenPattern]]], gap: int) -> int:
    """Adds the words gathered since the last gap as a segment; words that may all be missing only widen the gap. Returns the gap left."""
    runs = [[token for part in combination for token in part] for combination in product(*choices)]
    if all(any(token.get("OP", "1") == "1" for token in run) for run in runs):
        segments.append(Segment(tuple(runs), gap))
        return 0
    return gap + max(len(run) for run in runs)


def join(doc: Doc, compiled: Compiled, places: Sequence[Sequence[tuple[int, int]]]) -> list[tuple[int, int]]:
    """Token spans of a whole phrase, from the places at which each of its segments stands."""
    spans = [(start, end) for start, end in places[0] if not compiled.at_start or _clear(doc, 0, start, compiled.segments[0].gap)]
    for segment, found in zip(compiled.segments[1:], places[1:], strict=True):
        spans = [(start, last) for start, end in spans for first, last in found if 0 <= first - end <= segment.gap and _open(doc, end, first)]
    if compiled.at_end:
        spans = [(start, end) for start, end in spans if _clear(doc, end, len(doc), compiled.tail)]
    return sorted(set(spans))


def _open(doc: Doc, start: int, end: int) -> bool:
    """Whether no sentence or clause ends between two tokens."""
    return not any(doc[index].text in _STOPS for index in range(start, end))


def _clear(doc: Doc, start: int, end: int, gap: int) -> bool:
    """Whether only marks of punctuation and at most ``gap`` words, within one clause, lie between two tokens."""
    words = [index for index in range(start, end) if not (doc[index].is_punct or doc[index].is_space)]
    return not words or (len(words) <= gap and _open(doc, words[0], words[-1]))
