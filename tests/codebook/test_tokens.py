"""Tokens and sentences are spaCy's own, whatever is cut here without asking it."""

import subprocess
import sys
from functools import lru_cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.codebook import load_codebook
from extractor.codebook.tokens import Cutter, cutter, is_mark, sentence_spans, starts_of

CODEBOOK = load_codebook()
EXAMPLES = [text for entries in CODEBOOK.lists.values() for entry in entries for text in (*entry.yes, *entry.no)]
PIECES = st.sampled_from(
    [
        *(
            "aim",
            "Aims",
            "(",
            ")",
            ".",
            ",",
            ":",
            "cannot",
            "e.g.",
            "St.",
            "A.",
            "ASB.",
            "re-offending",
            "5km",
            "2008/11",
            "10.30am",
        ),
        *(
            "’s",
            "'s",
            "£5",
            "–",
            "-",
            "“",
            "”",
            "  ",
            "\n",
            "\u2003",
            "!",
            "?",
            "...",
            "i",
            "XD",
            ":)",
            "www.example.org",
            "5%",
            "n't",
        ),
    ]
)
TEXTS = st.one_of(st.text(max_size=60), st.lists(PIECES, max_size=16).map(" ".join), st.lists(PIECES, max_size=8).map("".join))


@lru_cache(maxsize=1)
def spacys() -> Any:
    import spacy

    english = spacy.blank("en")
    english.add_pipe("sentencizer")
    return english


def agrees(text: str) -> None:
    doc = spacys().make_doc(text)
    tokens = cutter().tokens(text)
    assert tokens == [token.text for token in doc]
    assert starts_of(text, tokens) == [token.idx for token in doc]
    assert [is_mark(token) for token in tokens] == [token.is_punct or token.is_space for token in doc]


@pytest.mark.parametrize("start", range(7))
def test_examples_of_all_rules_are_cut_as_spacy_cuts_them(start: int) -> None:
    for text in EXAMPLES[start::7]:
        agrees(text)
        agrees(text.upper())


@settings(max_examples=400, deadline=None)
@given(TEXTS)
def test_any_text_is_cut_as_spacy_cuts_it(text: str) -> None:
    for chunk in text.split(" "):
        agrees(chunk)


@pytest.mark.parametrize(
    "text", ["", " ", " a", "a ", "a  b", "a \n b", "\u2003a", "a\u2003 b", "(a) b.", "a: b", "re-offending.", "a."]
)
def test_white_space_and_single_letters(text: str) -> None:
    agrees(text)


@settings(max_examples=400, deadline=None)
@given(
    st.lists(PIECES.filter(lambda piece: piece not in {":)", "XD"}), max_size=16)
    .map(" ".join)
    .map(lambda text: text.replace("\n", " "))
)
def test_sentences_are_those_of_spacys_sentencizer(text: str) -> None:
    doc = spacys()(text)
    assert sentence_spans(text) == [(one.start_char, one.end_char) for one in doc.sents if one.text.strip()]


def test_words_kept_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("extractor.codebook.tokens._MOST_KEPT", 10)
    cut = Cutter()
    for number in range(100):
        assert cut.tokens(f"w{number}") == [f"w{number}"]
    assert len(cut._kept) <= 10


def test_the_web_clients_of_spacys_command_line_are_not_loaded_and_can_be_later() -> None:
    told = (
        "import sys; from extractor.codebook.tokens import cutter; cutter();"
        "print('weasel' in sys.modules); import spacy.cli; print(callable(spacy.cli.download))"
    )
    done = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "True"]
