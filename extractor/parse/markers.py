"""The grammar of printed list markers: what stands before an item ("•", "a)", "(iv)", "2.1") and is not part of its words."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

MarkerKind = Literal["bullet", "dash", "letter", "roman", "number", "decimal"]
"""What a marker is: a sign, a dash or lone "o", "a)", "iv)", "1.", or a number of several levels ("2.1")."""

BULLETS = "•●○■□▪▫·∙◦‣⁃§►▶▸➢➤➔→✓✔◆◇❖★☆¨⦁❑❒◼⚫⮚＊*"
"""Signs that are a marker wherever a space or a tab follows."""

GLUED = "•●■▪∙◦‣⁃►➢✓⦁＊"
"""Signs that no English word begins with, so that a marker stands even without a space ("•Violent crime")."""

DASHES = "-–—‒−"


_ROMAN_SIGNS = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"))
_ROMAN_UNITS = ((9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_CARDINALS = "One Two Three Four Five Six Seven Eight Nine Ten Eleven Twelve"
_ORDINALS = "First Second Third Fourth Fifth Sixth Seventh Eighth Ninth Tenth Eleventh Twelfth"


class Marker(NamedTuple):
    """``text`` taken apart: the marker as printed (None where there is none), the words after it, what the marker is."""

    label: str | None
    rest: str
    kind: MarkerKind | None


# "• Violent crime", a private-use glyph of a symbol font with or without a space
_BULLET = re.compile(rf"([{re.escape(BULLETS)}\uf020-\uf0ff])(?:\s+|$)|([{re.escape(GLUED)}\uf0a0-\uf0ff])")
# "- reduce burglary", "– reduce"; but not "- 5%" and not "-5"
_DASH = re.compile(rf"([{DASHES}])(?:\s+(?![\d£%])|$)")
# "o domestic abuse": a bullet drawn with the letter o
_LETTER_O = re.compile(r"(o)\s+(?=[A-Za-z\"'‘“(£])")
# "2.10 Prose", "1.1.1", "3.1." ; not "2.5 million", "1.2%", "31.03.2009"
_DECIMAL = re.compile(r"(\(?\d{1,2}(?:\.\d{1,2}){1,4}\.?\)?)(?:\s+|(?=[A-Z][a-z])|$)")
# "1.", "1)", "(1)", "[1]", "12.", "1.Purpose", "1.PURPOSE"; four digits are a year
_NUMBER = re.compile(r"(\(\d{1,3}\)|\[\d{1,3}\]|\d{1,3}[.)]|\d{1,3}\.\))(?:\s+|(?=[A-Z][A-Za-z])|$)")
# "1<tab>Introduction": a bare number only where a tab follows
_TABBED = re.compile(r"(\d{1,2}|[A-Z]|[a-z]|[ivx]{1,5})[ ]*\t\s*(?!www\.|https?:)(?=\S)")
# "a)", "(a)", "a.", "A."; "A.B. Smith" and "e.g." have no space after the first point
_LETTER = re.compile(r"(\([A-Za-z]\)(?=[A-Z\s]|$)|[A-Za-z]\)(?=\s|$)|[A-Za-z]\.(?=\s|$))\s*")
# "i)", "(iv)", "iv."
_ROMAN = re.compile(r"(\((?:[ivx]{1,6}|[IVX]{1,6})\)(?=[A-Z\s]|$)|(?:[ivx]{1,6}|[IVX]{1,6})[.)](?=\s|$))\s*")
_ROMAN_LETTERS = "ivxIVX"
_ROMAN_VALUE = re.compile(r"x{0,3}(?:ix|iv|v?i{0,3})")
# after "2.5": a measure, not a heading's words
_UNIT = re.compile(
    r"(?:per\s?cent|percent|%|million|billion|m\b|bn\b|km|miles?\b|times\b|points?\b|hours?\b|years?\b|days?\b|p\.?m\b|a\.?m\b)"
)
_FOLLOWS_MEASURE = re.compile(r"[-–—+%=x×/]|\d+(?:[.,]\d+)*(?:\s|%|$)")


def split_marker(text: str) -> Marker:
    """Take a list marker off the start of one line or paragraph.

    The label comes back as printed ("a)", "(iv)", "2.1", "•"), without the white space round it, a symbol font's bullet as "•";
    ``rest`` starts with the first word after it. Where nothing is marked, ``rest`` is ``text`` unchanged (white space at its ends
    included). A marker with no words after it gives an empty ``rest``. Ordinary words ("A clean environment", "I will"), years,
    sums and shares ("- 5%", "10 per cent", "2.5 million") stay whole.
    """
    if text[:2].isalpha() and len(text) > 1 and text[0] not in _ROMAN_LETTERS:
        return Marker(None, text, None)  # a word: most lines begin so, and need no pattern
    if "0" <= text[:1] <= "9" and "." not in text[1:4] and ")" not in text[1:4] and "\t" not in text:
        return Marker(None, text, None)  # a figure, as in most cells of a table
    line = text.lstrip(" \t\u00a0\u3000\u200b\ufeff")
    if not line:
        return Marker(None, text, None)
    if found := _BULLET.match(line):
        sign = found[1] or found[2]
        # A private-use character is a symbol font's glyph: without the font it shows as nothing a reader knows.
        return Marker("•" if "\ue000" <= sign <= "\uf8ff" else sign, line[found.end() :], "bullet")
    for pattern, kind in _SIMPLE:
        if found := pattern.match(line):
            return Marker(found[1], line[found.end() :], kind)
    if (found := _DECIMAL.match(line)) and not _is_measure(line[found.end() :]) and not _is_date(found[1]):
        return Marker(found[1], line[found.end() :], "decimal")
    if (found := _ROMAN.match(line)) and is_roman(found[1]) and not _is_initials(found[1], line[found.end() :]):
        return Marker(found[1], line[found.end() :], "roman")
    if (found := _LETTER.match(line)) and not _is_initials(found[1], line[found.end() :]):
        return Marker(found[1], line[found.end() :], "letter")
    if (found := _TABBED.match(line)) and not _FOLLOWS_MEASURE.match(line[found.end() :]):
        return Marker(found[1], line[found.end() :], _kind_of_bare(found[1]))
    return Marker(None, text, None)


_SIMPLE: tuple[tuple[re.Pattern[str], MarkerKind], ...] = ((_DASH, "dash"), (_LETTER_O, "dash"), (_NUMBER, "number"))


def is_roman(label: str) -> bool:
    """Whether a label spells a roman numeral below forty: "(iv)" does, "(xvv)" does not."""
    letters = label.strip("().").lower()
    return bool(letters) and _ROMAN_VALUE.fullmatch(letters) is not None


def follows(label: str, last: str, kind: MarkerKind) -> bool:
    """Whether ``label`` is the next of a list in which ``last``, a marker of ``kind``, stands: "b)" after "a)", "2." after "1."."""
    form = {"number": "decimal", "letter": "lowerLetter", "roman": "lowerRoman"}.get(kind)
    bare, before = label.strip("().[] ").lower(), last.strip("().[] ").lower()
    if form is None or (label.replace(bare, "") != last.replace(before, "") and not (label.isupper() or last.isupper())):
        return False
    return any(spell(n, form) == before and spell(n + 1, form) == bare for n in range(1, 100))


def spell(number: int, form: str) -> str:
    """A number as lists print it: spell(4, "lowerRoman") is "iv". The formats have Word's names; those not known print digits."""
    if form in ("lowerLetter", "upperLetter") and number > 0:
        letters = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letters if form == "lowerLetter" else letters.upper()
    if form in ("lowerRoman", "upperRoman") and 0 < number < 4000:
        roman = ""
        for value, sign in (*_ROMAN_SIGNS, *_ROMAN_UNITS):
            roman += sign * (number // value)
            number %= value
        return roman if form == "lowerRoman" else roman.upper()
    if form == "decimalZero":
        return f"{number:02d}"
    if form == "ordinal":
        teen = 10 < number % 100 < 14
        return f"{number}{'th' if teen else {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th')}"
    if form in ("cardinalText", "ordinalText") and 0 < number <= 12:
        return (_CARDINALS if form == "cardinalText" else _ORDINALS).split()[number - 1]
    return "" if form == "none" else str(number)


def _is_measure(rest: str) -> bool:
    """ "2.5 million", "3.4 per cent", "1.2 1.3 1.4": a number that counts something."""
    return bool(_UNIT.match(rest) or _FOLLOWS_MEASURE.match(rest))


def _is_date(label: str) -> bool:
    """Dates and times ("31.03.09"); a section number has no leading nought, but "1.0" is one."""
    parts = [part for part in label.strip("().").split(".") if part]
    return any(part.startswith("0") and part != "0" for part in parts[1:]) or parts[0].startswith("0") or len(parts[0]) > 2


def _is_initials(label: str, rest: str) -> bool:
    """A name ("J. R. Smith", "J. Smith") is no item, "A. Burglary" is: lists seldom reach the letter I."""
    if len(label) != 2 or not (label.endswith(".") and label[0].isupper()):
        return False
    return re.match(r"[A-Z]\.", rest) is not None or (
        label[0] > "H" and re.fullmatch(r"[A-Z][a-z]+[.,]?", rest.strip()) is not None
    )


def _kind_of_bare(label: str) -> MarkerKind:
    if label.isdigit():
        return "number"
    return "roman" if len(label) > 1 or label in "ivx" else "letter"
