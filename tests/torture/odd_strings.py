"""Strings that spoil what was not made with care: what a paper may hold, and what no paper should."""

from __future__ import annotations

import random
from collections.abc import Callable

LONGEST = 40_000
_WORDS = (
    "burglary", "violence", "domestic", "abuse", "drugs", "alcohol", "robbery", "arson", "young", "people", "by", "12", "%",
)  # fmt: skip
_LEADS = ("=", "+", "-", "@", "\t=", "\n=", " =", "'=", "|", "%", ";", ",", '"', "==", "=+", "@@", "\uff1d", "\uff0b")
_FORMULAS = ("1+1", "cmd|'/C calc'!A0", 'HYPERLINK("http://127.0.0.1:9/","click")', "SUM(A1:A9)", "IMPORTXML(A1)", "A1", "2+5", "0")
_MARKUP = (
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "</td></tr></table><h1>", "</textarea>", "<!--", "-->", "`x`",
    '"><svg onload=alert(1)>', "' onmouseover='x", "<![CDATA[", "]]>", "&amp;", "&lt;b&gt;", "&#x41;", "&nbsp", "{{7*7}}",
    "{% raw %}", "${7*7}", "_x0041_", "<style>", "</title>", "<a href='javascript:alert(1)'>", "<?xml version='1.0'?>",
    "javascript:alert(1)", "<!DOCTYPE x [<!ENTITY e 'f'>]>",
)  # fmt: skip
_SQL = (
    "'); DROP TABLE papers;--",
    "' OR '1'='1",
    '" OR * NEAR(',
    "%_[a-z]",
    "NULL",
    "\\",
    "\\n",
    "x'00'",
    "[title]",
    "--",
    "/* */",
)
_LINES = ("\n", "\r", "\r\n", "\u2028", "\u2029", "\x85", "\x0b", "\x0c", "\n\n", "\r\r\n")
_SPACES = ("\u00a0", "\u200b", "\u200d", "\ufeff", "\u2003", "\u3000", "\t", "  ", "\u202f", "\u00ad")
_LETTERS = {
    "right to left": "שלום עולם مرحبا بالعالم \u202e\u202c\u200f\u2067\u2069\u061c",
    "combining": "a\u0301e\u0300o\u0308\u20e0\u0e33\u0e49\u0327\u034f\u1ab0\ufe20\u0489",
    "emoji": "😀👩\u200d👩\u200d👧\ufe0f🏴\U000e0067\U000e0062\U000e007f🇬🇧👍🏽\U0001f9d1\u20e3\U0010ffff",
    "other scripts": "中文字符日本語한국어ไทยहिन्दीქართულიЖщъЁßẞİıǆﬁﬃſ½²µÅK",
    "no characters": "\ufffd\ufffe\uffff\ufdd0\U0001fffe\ue000\ufff9\U000f0000",
}  # fmt: skip


def odd_strings(count: int, seed: int) -> list[tuple[str, str]]:
    """(kind, string), no string empty and none twice: the same seed, the same strings."""
    chance = random.Random(seed)
    kinds = list(_KINDS)
    found: dict[str, str] = {}
    while len(found) < count:
        kind = kinds[len(found) % len(kinds)]
        found.setdefault(_KINDS[kind](chance), kind)
    return [(kind, text) for text, kind in found.items()]


def _some(chance: random.Random, parts: str | tuple[str, ...] | list[str], most: int = 6) -> str:
    return "".join(chance.choice(parts) for _ in range(chance.randint(1, most)))


def _plain(chance: random.Random) -> str:
    return " ".join(chance.choice(_WORDS) for _ in range(chance.randint(2, 7))) + f" {chance.randint(0, 99999)}"


def _mixed(chance: random.Random) -> str:
    """Words with pieces of every other kind between them."""
    makers = [_KINDS[name] for name in _KINDS if name not in ("mixed", "very long")]
    return "".join(chance.choice(makers)(chance) for _ in range(chance.randint(2, 4)))


def _beside_words(parts: str | tuple[str, ...] | list[str], most: int = 6) -> Callable[[random.Random], str]:
    def made(chance: random.Random) -> str:
        odd, words = _some(chance, parts, most), _plain(chance)
        at = chance.choice([0, len(words), chance.randrange(len(words))])
        return words[:at] + odd + words[at:]

    return made


def _formula(chance: random.Random) -> str:
    return chance.choice(_LEADS) + chance.choice(_FORMULAS) + f" {_plain(chance)}"


def _csv(chance: random.Random) -> str:
    return _beside_words(('"', '""', ",", ";", "'", '",', '"\n', '\t"', "\\"), 8)(chance)


def _very_long(chance: random.Random) -> str:
    """As long as no cell of a workbook may be, or nearly, or as one word; seldom, so that all of them can be held."""
    if chance.random() < 0.9:
        return _plain(chance) * chance.randint(2, 8)
    size = chance.choice([LONGEST, 32_767, 32_768, 32_000, 10_000])
    unit = chance.choice(["a", "crime ", "é", "😀", "<b>", "=", '"'])
    return (_plain(chance) + unit * size)[:size]


_KINDS: dict[str, Callable[[random.Random], str]] = {
    "plain": _plain,
    "formula": _formula,
    "markup": _beside_words(_MARKUP, 3),
    "quotes": _csv,
    "ends of lines": _beside_words(_LINES),
    "spaces": _beside_words(_SPACES),
    "sql": _beside_words(_SQL, 3),
    "control": _beside_words([chr(code) for code in (*range(1, 32), *range(127, 160))]),
    "NUL": _beside_words("\x00"),
    "lone surrogates": _beside_words([chr(code) for code in (0xD800, 0xDBFF, 0xDC00, 0xDFFF, 0xD83D, 0xDE00)]),
    **{name: _beside_words(letters, 12) for name, letters in _LETTERS.items()},
    "mixed": _mixed,
    "very long": _very_long,
}
