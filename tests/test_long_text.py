"""A paragraph of any length is read: its findings may stop, the paper does not fail."""

from __future__ import annotations

from extractor.flow import extract_bytes


def test_a_paragraph_beyond_what_the_tokeniser_takes_is_no_fault() -> None:
    paper = "Community Safety Plan 2011-2014\n\nOur priorities are:\n\n- burglary\n- robbery\n\n" + "a " * 510_000
    found = extract_bytes(paper.encode(), file="plan.txt")
    assert [priority.title for plan in found.plans for priority in plan.priorities] == ["burglary", "robbery"]


def test_a_sentence_without_end_takes_no_time_without_end() -> None:
    paper = "Community Safety Plan 2011-2014\n\n" + "our priorities are to reduce crime and " * 3000
    assert extract_bytes(paper.encode(), file="plan.txt").paper.file == "plan.txt"
