"""A paragraph of any length is read: its findings may stop, the paper does not fail."""

from __future__ import annotations

import time

from extractor.flow import extract_bytes


def test_a_paragraph_beyond_what_the_tokeniser_takes_is_no_fault() -> None:
    paper = "Community Safety Plan 2011-2014\n\nOur priorities are:\n\n- burglary\n- robbery\n\n" + "a " * 510_000
    found = extract_bytes(paper.encode(), file="plan.txt")
    assert [priority.title for plan in found.plans for priority in plan.priorities] == ["burglary", "robbery"]


def test_a_sentence_without_end_takes_no_time_without_end() -> None:
    paper = "Community Safety Plan 2011-2014\n\n" + "our priorities are to reduce crime and " * 3000
    assert extract_bytes(paper.encode(), file="plan.txt").paper.file == "plan.txt"


def test_a_list_item_of_a_million_letters_takes_time_by_its_length() -> None:
    def seconds(sentences: int) -> float:
        item = "We will reduce crime. " * sentences
        paper = f"Community Safety Plan 2011-2014\n\nOur priorities are:\n\n- burglary\n- {item}\n"
        began = time.process_time()
        extract_bytes(paper.encode(), file="plan.txt")
        return time.process_time() - began

    seconds(10)
    short, long = seconds(1_500), seconds(24_000)
    assert long < 32 * max(short, 0.1), "sixteen times the words: where each looks at all before it, it would be far more"
