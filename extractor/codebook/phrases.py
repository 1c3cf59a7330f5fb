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
class Compiled:
    """One phrase as the token patterns that spaCy's Matcher takes: any of ``patterns`` will do."""

    patterns: tuple[list[TokenPattern], ...]
    at_start: bool
    at_end: bool


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
    choices: list[list[list[TokenPattern]]] = []
    for term in terms:
        found = _TERM.fullmatch(term)
        if found is None:
            raise PhraseError(f"cannot read {term!r}")
        if found["gap"]:
            choices.append([[{"TEXT": {"NOT_IN": _STOPS}, "OP": f"{{0,{found['most'] or 4}}}"}]])
        else:
            choices.append(_options(found["body"], found["many"], words, tokenise))
    runs = [[token for part in combination for token in part] for combination in product(*choices)]
    if not all(any(token.get("OP", "1") == "1" for token in run) for run in runs):
        raise PhraseError("every word of the phrase may be missing")
    return Compiled(tuple(runs), at_start, at_end)


def bounds(doc: Doc, compiled: Compiled, start: int, end: int) -> bool:
    """Whether the tokens ``start:end`` of ``doc`` stand where ``^`` and ``$`` want them."""
    before = doc[:start] if compiled.at_start else ()
    after = doc[end:] if compiled.at_end else ()
    return all(token.is_punct or token.is_space for part in (before, after) for token in part)
