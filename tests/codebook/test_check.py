"""Rules keep to their own examples, and where they do not, the fault is named."""

from pathlib import Path

import pytest

from extractor.codebook import Codebook, Entry, load_codebook
from extractor.codebook.check import check_codebook
from extractor.codebook.searching import compiled


def faults(**parts: tuple[str, ...]) -> list[str]:
    empty: dict[str, tuple[str, ...]] = dict.fromkeys(("phrases", "patterns", "unless", "yes", "no"), ())
    entry = Entry(id="it", list="items", fields={}, **{**empty, **parts})
    codebook = Codebook({"items": (compiled(entry, {}),)}, {}, {}, "", Path())
    return [str(fault) for fault in check_codebook(codebook)]


def test_the_shipped_rules_have_no_fault() -> None:
    assert [str(fault) for fault in check_codebook(load_codebook())] == []


def test_an_entry_that_keeps_its_word_has_no_fault() -> None:
    assert (
        faults(phrases=("aims",), patterns=(r"\d%",), unless=("never",), yes=("Our aims", "by 9%"), no=("goals", "aims never met"))
        == []
    )


@pytest.mark.parametrize(
    ("parts", "message"),
    [
        ({"yes": ("aims",)}, "has neither phrases nor patterns"),
        ({"phrases": ("aims",)}, "has no example under 'yes'"),
        ({"phrases": ("aims",), "yes": ("aims", "goals")}, "does not match its own example 'goals'"),
        ({"phrases": ("aims", "goals"), "yes": ("aims",)}, "no example under 'yes' shows 'goals' at work"),
        ({"phrases": ("aims",), "patterns": (r"\d%",), "yes": ("aims",)}, r"no example under 'yes' shows '\\d%' at work"),
        ({"phrases": ("aims",), "yes": ("aims",), "no": ("no aims",)}, "matches 'no aims', which stands under 'no' (by 'aims')"),
        ({"phrases": ("aims",), "unless": ("our",), "yes": ("our aims",)}, "does not match its own example 'our aims'"),
    ],
)
def test_a_fault_names_file_entry_and_what_is_wrong(parts: dict[str, tuple[str, ...]], message: str) -> None:
    assert f"items.yaml: entry 'it': {message}" in faults(**parts)
