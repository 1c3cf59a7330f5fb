"""The notation in which rules are written, one line a case. Texts are invented."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.codebook.phrases import PhraseError, compile_phrase, fold
from extractor.codebook.searching import Entry, Hit, Searcher, compiled

WORDS = {"count": ("two", "three", "4"), "adjective": ("key", "main", "high-level"), "many": tuple(f"w{n}" for n in range(80))}


def hits(text: str, *phrases: str, unless: tuple[str, ...] = (), patterns: tuple[str, ...] = ()) -> tuple[Hit, ...]:
    entry = Entry("it", "lead_ins", phrases, patterns, unless, (), (), {})
    return Searcher([compiled(entry, WORDS)]).find(text)


def at(text: str, *phrases: str, unless: tuple[str, ...] = ()) -> list[str]:
    """The words that the phrases find."""
    return [text[hit.start : hit.end] for hit in hits(text, *phrases, unless=unless)]


@pytest.mark.parametrize(
    ("phrase", "text", "found"),
    [
        # words, in any case
        ("key aims", "Our Key Aims are set out", ["Key Aims"]),
        ("key aims", "Our key new aims", []),
        ("aim", "aims", []),
        ("aim", "The aim, the Aim and the AIM", ["aim", "Aim", "AIM"]),
        # alternatives
        ("key aim|goal", "a key goal and a key aim", ["key goal", "key aim"]),
        # words that may be missing
        ("our key? aims", "our aims", ["our aims"]),
        ("our key? aims", "our key aims", ["our key aims"]),
        ("our key|main? aims", "our main aims", ["our main aims"]),
        ("our key|main? aims", "our other aims", []),
        # lists of words
        ("{count} aims", "Three aims and 4 aims", ["Three aims", "4 aims"]),
        ("{count} aims", "five aims", []),
        ("our {count}? aims", "our aims", ["our aims"]),
        ("our {count}? aims", "our two aims", ["our two aims"]),
        ("{count} {adjective}* aims", "three key main aims", ["three key main aims"]),
        ("{count} {adjective}* aims", "three aims", ["three aims"]),
        ("{count} {adjective}* aims", "three silly aims", []),
        ("our {adjective}* aims", "our key main key main aims", ["our key main key main aims"]),
        ("our {adjective}* aims", "our key main key main key aims", []),
        # gaps
        ("aims ... are", "aims of the town are", ["aims of the town are"]),
        ("aims ... are", "aims are", ["aims are"]),
        ("aims ... are", "aims of the big old town are", []),
        ("aims ...8 are", "aims of the big old town are", ["aims of the big old town are"]),
        ("aims ...1 are", "aims of it are", []),
        ("aims ... are", "We had aims. They are good", []),
        ("aims ... are", "We had aims; they are good", []),
        ("aims ... are", "We had aims: they are good", []),
        ("aims ... are", "Our aims, by and large, are", []),
        ("aims ...6 are", "Our aims, by and large, are", ["aims, by and large, are"]),
        # the start and the end
        ("^ aims", "Aims of the plan", ["Aims"]),
        ("^ aims", "The aims of the plan", []),
        ("^ aims", "“Aims of the plan”", ["Aims"]),
        ("^ ...2 aims", "The key aims of the plan", ["aims"]),
        ("aims $", "We have aims:", ["aims"]),
        ("aims $", "We have aims:-", ["aims"]),
        ("aims $", "We have aims.", ["aims"]),
        ("aims $", "We have aims for all", []),
        ("aims ...2 $", "We have aims for all:", ["aims"]),
        ("^ aims $", "Aims", ["Aims"]),
        ("^ aims $", "Aims and goals", []),
        ("^ our? {adjective}* aims $", "Our high-level aims", ["aims"]),
        # hyphens, dashes, quotes
        ("anti-social", "anti-social, Anti social and antisocial", ["anti-social", "Anti social", "antisocial"]),
        ("anti-social", "anti–social", ["anti–social"]),
        ("anti social", "antisocial", []),
        ("re-offending", "reoffending or re-offending", ["reoffending", "re-offending"]),
        ("government's aims", "The Government’s aims", ["Government’s aims"]),
        # capitals as written
        ("ASB", "ASB and asb", ["ASB"]),
        ("Prevent duty", "the Prevent duty, to prevent duty calls", ["Prevent duty"]),
        ("Prevent duty", "the Prevent Duty", ["Prevent Duty"]),
        ("the Prevent", "The Prevent agenda", ["The Prevent"]),
        ("PSA|goal", "a Goal and a psa", ["Goal"]),
        # marks as words
        ("domestic , sexual", "domestic, sexual and other harm", ["domestic, sexual"]),
    ],
)
def test_notation(phrase: str, text: str, found: list[str]) -> None:
    assert at(text, phrase) == found


def test_a_counter_phrase_anywhere_in_the_text_silences_its_entry() -> None:
    assert at("Our aims are good", "aims", unless=("measure",)) == ["aims"]
    assert at("Our aims are good; we measure them", "aims", unless=("measure",)) == []


def test_the_longest_of_two_hits_at_one_place_stands_and_none_inside_it() -> None:
    (hit,) = hits("our key aims are", "key", "key aims", "aims")
    assert (hit.start, hit.end, hit.phrase) == (4, 12, "key aims")


def test_offsets_are_the_texts_own() -> None:
    text = "The Board’s\u00a0anti–social\u2011behaviour\naims —  and more"
    (hit,) = hits(text, "aims")
    assert text[hit.start : hit.end] == "aims"
    assert len(fold(text)) == len(text)


def test_a_pattern_gives_its_groups_in_the_papers_own_characters() -> None:
    text = "Theme 2: The Board’s aims"
    (hit,) = hits(text, patterns=(r"^(?P<label>Theme \d): (?P<title>.+)$", r"(?P<never>xyz)?nothing"))
    assert dict(hit.groups) == {"label": "Theme 2", "title": "The Board’s aims"}


def test_an_empty_match_of_a_pattern_is_no_hit() -> None:
    assert hits("words", patterns=("x*",)) == ()


@pytest.mark.parametrize(
    ("phrase", "message"),
    [
        ("{nosuch} aims", "no list of words called {nosuch}"),
        ("", "no words that must stand"),
        ("...", "no words that must stand"),
        ("^ $", "no words that must stand"),
        ("key? main?", "no words that must stand"),
        ("{adjective}*", "no words that must stand"),
        ("{many} {many}", "too many ways"),
    ],
)
def test_a_phrase_that_cannot_be_used_says_why(phrase: str, message: str) -> None:
    with pytest.raises(PhraseError, match=message.replace("{", r"\{").replace("}", r"\}")):
        compile_phrase(phrase, WORDS)


PHRASES = ("aims|goals ... are", "^ our? {adjective}* aims $", "{count} {adjective}* anti-social ...8 $", "Prevent", "to? cut ...")
ENTRY = Entry("it", "lead_ins", PHRASES, (r"\b(?P<number>\d+)%",), ("never",), (), (), {})
SEARCHER = Searcher([compiled(ENTRY, WORDS)])
PIECES = st.sampled_from(
    [
        "our",
        "Aims",
        "goals",
        "are",
        "key",
        "three",
        "anti-social",
        "anti – social",
        "Prevent",
        "cut",
        "to",
        "5%",
        ":",
        ".",
        "’",
        " ",
        "\n",
    ]
)


@given(st.one_of(st.text(max_size=60), st.lists(PIECES, max_size=14).map(" ".join), st.lists(PIECES, max_size=14).map("".join)))
def test_hits_lie_inside_any_text_in_order(text: str) -> None:
    found = SEARCHER.find(text)
    assert all(0 <= hit.start < hit.end <= len(text) for hit in found)
    assert [hit.start for hit in found] == sorted(hit.start for hit in found)
    assert all(first.end <= second.start for first, second in pairwise(found))
    assert all(text[slice(*_span(hit, text))] == value for hit in found for value in hit.groups.values())


def _span(hit: Hit, text: str) -> tuple[int, int]:
    start = text.index(hit.groups["number"], hit.start)
    return start, start + len(hit.groups["number"])
