"""What an objective measures, in a form in which the same measure has the same words: "To reduce thefts from vehicles by 27% *PSA1"
is "theft from vehicle"."""

from __future__ import annotations

import re

from extractor.grammar.periods import find_periods

_CITED = re.compile(r"\*?\(?\b(?:L?PSA|NI|BVPI|BV|LPI|SPI)\s?[\dIl]+[a-z]?\b\)?\*?", re.I)
_AMOUNT = re.compile(r"\b(?:by|to|from|at least|less than|more than|under|over)?\s*£?\d[\d,.]*\s*(?:%|per\s?cent\b)?", re.I)
_WORD = re.compile(r"[a-z]+")
_YEAR = re.compile(r"\b(?:19[89]|20[0-6])\d\b")


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_DEED = _set(
    "reduce reduces reducing reduction reductions cut cutting lower decrease decreasing lessen minimise tackle tackling increase "
    "increases increasing raise improve improving maintain maintaining keep achieve achieving continue work ensure deliver"
)
_EMPTY = _set(
    "a an the to by in we will our its level levels number numbers rate rates incident incidents offence offences overall "
    "recorded total all volume volumes per thousand population resident residents year annual annually percent cent further"
)
_LOOSE_ENDS = _set("of and for with on at per as from")
_OTHER_THINGS = _set("fear perception satisfaction detection detect detected confidence awareness perceive feel worry")
"""Words by which an objective that names a crime measures something else than how often it happens."""


def objective_key(text: str) -> str:
    """The words of an objective without deeds, amounts, years and citations, singular and in small letters; "" if none are left."""
    bare = _CITED.sub(" ", text.replace("’", "'").casefold().replace("'s", ""))
    for span in sorted(find_periods(bare, singles=True), key=lambda span: -span.start):
        bare = bare[: span.start] + " " + bare[span.end :]
    words = [_singular(word) for word in _WORD.findall(_AMOUNT.sub(" ", bare.replace("-", " "))) if word not in _DEED | _EMPTY]
    while words and words[0] in _LOOSE_ENDS:
        words.pop(0)
    while words and words[-1] in _LOOSE_ENDS:
        words.pop()
    return " ".join(words)


def _singular(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith("sses"):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > 3 else word


def names_crime(key: str, crime: str) -> str | None:
    """How an objective's key names a crime type, given as a key: "same", "among others", or None where it does not."""
    if key == crime:
        return "same"
    if _OTHER_THINGS & set(key.split()):
        return None
    return "among others" if f" {crime} " in f" {key} " else None


def target_year(*texts: str | None) -> int | None:
    """The last year that the first of the texts to name one names: "2007/2008" is 2008, "by March 2011" is 2011."""
    for text in texts:
        spans = find_periods(text, singles=True, short=True) if text else ()
        years = [span.last_year for span in spans] or [int(year) for year in _YEAR.findall(text or "")]
        if years:
            return max(years)
    return None
