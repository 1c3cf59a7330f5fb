"""Two texts set against each other letter by letter: what is matched is the same in both, in order, and never a guess."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from extractor.parse.aligning import aligned

PLAN = "ourprioritiesareviolentcrimeburglaryandantisocialbehaviourintheboroughfortheyearstocome"


@given(st.text("abc", max_size=60), st.text("abc", max_size=60))
def test_letters_matched_are_the_same_and_in_order(one: str, other: str) -> None:
    places = aligned(one, other)
    matched = [(one[at], other[place]) for at, place in enumerate(places) if place >= 0]
    assert all(mine == its for mine, its in matched)
    rising = [place for place in places if place >= 0]
    assert rising == sorted(set(rising))


@given(st.dictionaries(st.integers(0, len(PLAN) // 10), st.text("0123456789", max_size=9)))
def test_what_is_printed_between_costs_no_letter(put_in: dict[int, str]) -> None:
    other = "".join(put_in.get(at // 10, "") + PLAN[at : at + 10] for at in range(0, len(PLAN), 10))
    places = aligned(PLAN, other)
    assert "".join(other[place] for place in places) == PLAN


def test_a_stretch_that_is_missing_or_comes_several_times_is_left_unmatched() -> None:
    assert aligned("violentcrime" + "missing", "violentcrime")[12:] == [-1] * 7
    between = aligned("violentcrime" + "no" + "burglary", "violentcrime" + "xnoyno" + "z" + "burglary")
    assert between[12:14] == [-1, -1]


def test_a_long_paper_takes_no_longer_than_reading_it() -> None:
    words = "".join(f"priority{number}ofthepartnership" for number in range(10_000))
    printed = "".join(f"priority{number}ofthepartnership" + ("page" if number % 40 == 0 else "") for number in range(10_000))
    assert aligned(words, printed).count(-1) == 0
