"""Two priorities -> how alike they are, by wording and theme, and what decided it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz import fuzz

from extractor.link.values import Stated
from extractor.link.words import BEGINNING, LIGHT, Knowledge, Wording

WORDS_ALONE = 0.6
"""Least likeness of words where a theme is missing on one side: "Emerging issues" and "Emerging risks" have 0.75."""
WORDS_AGAINST_THEMES = 0.85
"""Least likeness of words where the themes differ: "Sexual exploitation" and "Sexual offences" have 0.81, and are two things."""
THEME_ALONE = 0.5
"""Least likeness of themes where no telling word is shared: "Counter terrorism" and "Prevent" have 1, "Violence in the night-time
economy" (violence, alcohol) and "Substance misuse" (drugs, alcohol) 0.42."""
IN_THE_TEXT = "theme of its text"
"""The rule of two priorities of which one is named in the text under the other, and nothing else joins them."""
_INFLECTION = 80.0
"""Least ``fuzz.ratio`` of two words with the same beginning that are one word in two forms: violence and violent have 80."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A priority with its wording and its themes, without the theme of leftovers."""

    stated: Stated
    wording: Wording
    codes: frozenset[str]
    secondary: frozenset[str]


@dataclass(frozen=True, slots=True)
class Alike:
    """How alike two priorities are, from 0 to 1. ``shared`` holds the themes and telling words that they have in common; ``weak``
    says that only the text under a title speaks for it."""

    score: float
    rule: str
    shared: frozenset[str]
    weak: bool = False


def read(stated: Iterable[Stated], known: Knowledge) -> list[Reading]:
    """Priorities made ready to be compared."""
    return [
        Reading(
            one,
            known.wording(one.title),
            frozenset(code for code in one.themes if code != "other"),
            frozenset(code for code in one.secondary if code != "other"),
        )
        for one in stated
    ]


def same_words(one: Reading, other: Reading) -> bool:
    """Whether two titles have the same words after folding, whatever their order."""
    return bool(one.wording.exact) and one.wording.exact == other.wording.exact


def alike(one: Reading, other: Reading) -> Alike | None:
    """How alike two priorities are; None where they are not, or where nothing but common words speaks for it."""
    if same_words(one, other):
        return Alike(1.0, "same words", one.codes & other.codes | one.wording.full & other.wording.full)
    shared_words, words = _words(one.wording, other.wording)
    shared_codes = one.codes & other.codes
    if shared_codes:
        themes = _themes(len(shared_codes), len(one.codes), len(other.codes))
        if shared_words:
            return Alike(0.4 + 0.3 * words + 0.3 * themes, "words and theme", shared_codes | shared_words)
        return Alike(0.25 + 0.35 * themes, "theme", shared_codes) if themes >= THEME_ALONE else None
    taken_in = one.wording.narrower & other.codes | other.wording.narrower & one.codes
    if taken_in:
        share = len(taken_in) / max(len(one.codes), len(other.codes), 1)
        return Alike(0.3 + 0.2 * min(share, 1.0) + 0.1 * words, "broader theme", taken_in | shared_words)
    if shared_words and words >= (WORDS_AGAINST_THEMES if one.codes and other.codes else WORDS_ALONE):
        return Alike(0.2 + 0.5 * words, "words", shared_words)
    named = one.secondary & other.codes | one.codes & other.secondary
    if named:
        share = len(named) / max(len(one.codes), len(other.codes), 1)
        by_words = bool(_forms(one.wording) & _forms(other.wording))
        rule = "words and theme of its text" if by_words else IN_THE_TEXT
        return Alike(0.15 + 0.1 * words + 0.1 * min(share, 1.0) + 0.1 * by_words, rule, named, weak=True)
    return None


def in_the_text(part: Reading, host: Reading) -> bool:
    """Whether all that a priority is about is named in the text under another: "Alcohol misuse" under "Anti-social behaviour"."""
    return bool(part.codes) and part.codes <= host.secondary


def _forms(wording: Wording) -> set[str]:
    """The beginnings of a title's own words, common ones left out: those of "Violent crime" and "Domestic violence" meet."""
    return {word[:BEGINNING] for word in wording.exact if wording.weights.get(word, 1.0) > LIGHT and len(word) >= BEGINNING}


def _themes(shared: int, one: int, other: int) -> float:
    """Half what they share of all, half what they share of the shorter: {violence} and {violence, domestic} have 0.75."""
    return (shared / (one + other - shared) + shared / min(one, other)) / 2


def _words(one: Wording, other: Wording) -> tuple[frozenset[str], float]:
    """The telling words that two titles share, and the likeness of all their words by weight."""
    weight, telling = 0.0, 0.0
    both: list[str] = []
    theirs = other.weights
    for name, mine in one.weights.items():
        if name in theirs:
            least = min(mine, theirs[name])
            weight += least
            if least > LIGHT:
                telling += least
                both.append(name)
    for start in one.starts.keys() & other.starts.keys():
        name, form = one.starts[start], other.starts[start]
        if name not in theirs and form not in one.weights and fuzz.ratio(name, form) >= _INFLECTION:
            least = min(one.weights[name], theirs[form])
            weight += least
            if least > LIGHT:
                telling += least
                both.append(min(name, form))
    total = one.total + other.total
    dice = 2 * weight / total if total else 0.0
    if not both:
        return frozenset(), dice
    return frozenset(both), (dice + min(telling / min(one.telling, other.telling), 1.0)) / 2
