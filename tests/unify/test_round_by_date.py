"""Where no plan of a paper states its years, the day of the paper tells which round a number belongs to."""

import pytest

from extractor.flow import extract_bytes


@pytest.mark.parametrize(("day", "round_"), [("7 June 2005", "SR2004"), ("7 June 2009", "CSR2007")])
def test_the_papers_day_decides_the_round_of_a_number(day: str, round_: str) -> None:
    paper = f"Meeting of the Cabinet\n\nDate: {day}\n\nMembers were told that the work helps towards PSA 1.\n"
    (found,) = extract_bytes(paper.encode(), file="note.txt").references
    assert (found.number, found.round) == ("1", round_)
