"""The gate before the search: it may let a text through in vain, and never holds back one in which an entry stands."""

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.codebook import load_codebook
from extractor.codebook.gate import PatternGate, PhraseGate, Words, pattern_needs
from extractor.codebook.searching import Compiled, Entry, Searcher, compiled

CODEBOOK = load_codebook()
MOST = 24
"""Examples of a list, taken evenly: searching without the gate costs all its phrases on each."""
PAPERS = Path(__file__).parents[2] / "corpus" / "papers"


def ungated(entries: tuple[Compiled, ...], monkeypatch: pytest.MonkeyPatch) -> Searcher:
    """A searcher that tries every phrase and every pattern on every text."""
    searcher = Searcher(entries)
    everything = {id(searcher._gate): len(searcher._phrases), id(searcher._counter_gate): len(searcher._counters)}
    monkeypatch.setattr(Searcher, "find", Searcher._find)
    monkeypatch.setattr(PhraseGate, "admits", lambda gate, words: list(range(everything[id(gate)])))
    monkeypatch.setattr(PatternGate, "matches", every_match)
    return searcher


def every_match(gate: PatternGate, words: Words) -> list[tuple[int, re.Match[str]]]:
    return [(number, match) for number, one in enumerate(gate._needs) for match in one.pattern.finditer(words.folded)]


def examples(name: str) -> list[str]:
    return [text for entry in CODEBOOK.entries(name) for text in (*entry.yes, *entry.no)]


@pytest.mark.parametrize("name", sorted(CODEBOOK.lists))
def test_every_list_finds_the_same_with_the_gate_and_without(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    every = examples(name)
    texts = every[:: max(1, len(every) // MOST)]
    # The examples as other papers print them: capitals, curly quotes, words run together by a lost space.
    texts += [text.upper() for text in texts] + [text.replace("'", "’").replace("-", "–") for text in texts]
    texts += [f"Cannot {text} 5km" for text in texts[:20]]
    gated = [Searcher(CODEBOOK._compiled[name]).find(text) for text in texts]
    bare = ungated(CODEBOOK._compiled[name], monkeypatch)
    assert [bare.find(text) for text in texts] == gated


def test_papers_give_the_same_findings_with_the_gate_and_without(monkeypatch: pytest.MonkeyPatch) -> None:
    from extractor.flow import extract

    papers = sorted(PAPERS.glob("*.docx"))[:3]
    gated = [extract(paper, codebook=load_codebook()) for paper in papers]
    monkeypatch.setattr(Searcher, "find", Searcher._find)
    monkeypatch.setattr(PhraseGate, "admits", lambda gate, words: list(range(len(gate._needs))))
    monkeypatch.setattr(PatternGate, "matches", every_match)
    assert [extract(paper, codebook=load_codebook()) for paper in papers] == gated


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        ("can not", "We cannot say"),
        ("should", "It shouldn't be so"),
        ("cannot", "We can not say"),
        ("anti-social behaviour", "ANTISOCIAL BEHAVIOUR"),
        ("no. of offences", "No. of offences"),
        ("%", "by 5%"),
        ("km", "within 5km"),
    ],
)
def test_words_inside_special_forms_are_let_through(phrase: str, text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    entries = (compiled(Entry("it", "lead_ins", (phrase,), (), (), (), (), {}), {}),)
    gated = Searcher(entries).find(text)
    assert ungated(entries, monkeypatch).find(text) == gated


@settings(max_examples=300, deadline=None)
@given(
    st.sampled_from([pattern.pattern for entries in CODEBOOK._compiled.values() for one in entries for pattern in one.patterns]),
    st.data(),
)
def test_whatever_a_pattern_matches_is_let_through(pattern: re.Pattern[str], data: st.DataObject) -> None:
    text = data.draw(st.from_regex(pattern))
    words = Words(text)
    wanted = [match.span() for match in pattern.finditer(words.folded)]
    if pattern.pattern.startswith("^"):
        wanted = wanted[:1]
    assert [match.span() for _, match in PatternGate([pattern_needs(pattern)]).matches(words)] == wanted


@pytest.mark.parametrize("text", ["Crime", "CR\u0130ME", "cr\u0131me", "\u212ann crime", "crim\u0117"])
@pytest.mark.parametrize("pattern", ["crime", "knn", "crim\u0117", "i"])
def test_letters_that_a_pattern_takes_for_others_pass_the_gate(pattern: str, text: str) -> None:
    compiled_pattern = re.compile(pattern, re.IGNORECASE)
    words = Words(text)
    assert len([*PatternGate([pattern_needs(compiled_pattern)]).matches(words)]) == len(compiled_pattern.findall(words.folded))


FIELDS_ASKED = [
    ("measures", "role", ("label",)),
    ("measures", "column", ()),
    ("measures", "column", (None,)),
    ("commentary", "role", ("actions", "remarks", "discussed")),
    ("papers", "role", ("not-title",)),
    ("lead_ins", "holds", ("priorities",)),
    ("references", "lookalike", (True,)),
]


@pytest.mark.parametrize(("name", "field", "values"), FIELDS_ASKED)
def test_entries_that_are_asked_for_are_found_as_among_all(name: str, field: str, values: tuple[object, ...]) -> None:
    found = 0
    for text in examples(name):
        every = CODEBOOK.find(name, text)
        wanted = tuple(hit for hit in every if (hit.entry[field] in values if values else hit.entry[field]))
        assert CODEBOOK.find(name, text, field, *values) == wanted
        found += len(wanted)
    assert found
