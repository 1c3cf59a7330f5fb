"""A paper that is held as PDF and as Word is two files and one paper: every view says which of its rows to count."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from extractor.batch import Summary
from extractor.write.copies import alike, sketch_of


@pytest.fixture
def plans(demo: tuple[Path, Summary]) -> Iterator[sqlite3.Connection]:
    with sqlite3.connect(demo[0]) as connection:
        yield connection


def test_the_word_form_of_a_paper_is_a_form_of_its_pdf(plans: sqlite3.Connection) -> None:
    query = (
        "SELECT one.file, first.file FROM paper_forms JOIN papers AS one ON one.id = paper "
        "JOIN papers AS first ON first.id = form_of"
    )
    forms: dict[str, str] = dict(plans.execute(query).fetchall())
    files: dict[str, set[str]] = {file.rpartition(".")[0]: set() for file in forms}
    for file in forms:
        files[file.rpartition(".")[0]].add(file)
    for name, held in files.items():
        first = f"{name}.pdf" if f"{name}.pdf" in held else min(held)
        assert {forms[file] for file in held} == {first}, "the same name is the same paper in this corpus, and another name another"


@pytest.mark.parametrize(
    ("query", "once", "all_forms"),
    [
        ("measures_with_plans WHERE area = 'Charnwood'", 13, 26),
        ("priorities_with_plans WHERE area = 'Hartlepool' AND period_start = 2008", 5, 5),
        ("national_actions_without_commentary", 1, 2),
        ("national_target_coverage WHERE area = 'Charnwood'", 10, 20),
        ("papers_held", 21, 29),
    ],
)
def test_each_thing_is_counted_once(query: str, once: int, all_forms: int, plans: sqlite3.Connection) -> None:
    assert plans.execute(f"SELECT sum(first_form), count(*) FROM {query}").fetchone() == (once, all_forms)


def test_texts_are_alike_up_to_slips_of_the_scanner() -> None:
    text = [f"In year {number} the borough had {number * 7} offences in ward {number % 9} of the town" for number in range(90)]
    slips = [line.replace("offences", "offenccs") if number % 5 == 0 else line for number, line in enumerate(text)]
    assert alike(sketch_of(text), sketch_of(slips))
    assert alike(sketch_of(text), sketch_of([" ".join(text)])), "however it is cut into blocks"
    assert not alike(sketch_of(text), sketch_of([*text[:9], *(line[::-1] for line in text[9:])]))
    assert not alike("", "") and not alike(sketch_of(["two words"]), sketch_of(["two words"])), "no text tells nothing"
