"""The bits of a text tell of every string that is asked for and stands in it, in whatever order they are asked."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.codebook.phrases import fold
from extractor.grammar import signs as module
from extractor.grammar.signs import FIGURE, LETTER, Signs, small

TEXTS = st.text(alphabet="abcAB 'ı\u212a’-\u2011.,%£1٣\n\u00a0é", max_size=30)
STRINGS = st.lists(st.text(alphabet="abcA'-.%1 ", min_size=1, max_size=4), max_size=6)


@settings(max_examples=400, deadline=None)
@given(TEXTS, STRINGS)
def test_what_stands_in_a_text_is_told(text: str, strings: list[str]) -> None:
    signs = Signs()
    bits = {string: signs.part(string) for string in strings}
    for string, bit in bits.items():
        assert bit < 0 or signs.of(text) & bit or small(string) not in small(fold(text)), string


@settings(max_examples=400, deadline=None)
@given(TEXTS, st.lists(st.text(alphabet="abc", min_size=1, max_size=3), max_size=6))
def test_letters_that_stand_alone_first_and_last_are_told_and_no_others(text: str, asked: list[str]) -> None:
    signs = Signs()
    runs = re.findall("[a-z]+", small(fold(text)))
    for letters in asked:
        bits = signs.run(letters), signs.first(letters), signs.last(letters)
        told = [bool(signs.of(text) & bit) for bit in bits]
        assert told == [letters in runs, runs[:1] == [letters], runs[-1:] == [letters]]


@pytest.mark.parametrize(
    ("text", "letter", "figure"), [("1,250", False, True), ("per cent", True, False), ("– £", False, False), ("٣", False, True)]
)
def test_any_letter_and_any_figure_are_told(text: str, letter: bool, figure: bool) -> None:
    signs = Signs()
    bits = signs.part(LETTER), signs.part(FIGURE)
    assert [bool(signs.of(text) & bit) for bit in bits] == [letter, figure]


def test_strings_that_share_a_bit_only_let_more_through(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_MOST_BITS", 3)
    signs = Signs()
    asked = {word: signs.run(word) for word in ("theft", "arson", "fraud", "drugs", "alcohol")}
    assert all(signs.of(f"less {word} here") & bit for word, bit in asked.items())
    assert signs.of("1") == 0
    signs.part("%")
    assert signs.of("5%")


def test_little_is_kept_of_many_texts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_MOST_TEXTS", 5)
    monkeypatch.setattr(module, "_MOST_WORDS", 5)
    signs = Signs()
    bit = signs.run("theft")
    assert [bool(signs.of(f"theft {number}") & bit) for number in range(20)] == [True] * 20
    assert max(map(len, (signs._texts, signs._words, signs._pieces, signs._edges))) <= 5
