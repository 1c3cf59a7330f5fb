import sqlite3

import pytest

from extractor.report import search
from extractor.report.search import as_match


def test_findings_come_with_area_and_years_and_the_words_marked(held: sqlite3.Connection) -> None:
    result = search(held, "dwelling burglary")
    assert {finding.kind for finding in result.findings} == {"priority", "measure"}
    first = result.findings[0]
    assert [part.text for part in first.title if part.marked] == ["Burglary", "dwelling"]
    assert (first.years, len(first.areas)) == ("2008–11", 1)
    assert all(page.fixed for page in result.pages)


def test_a_title_weighs_more_than_a_mention(held: sqlite3.Connection) -> None:
    titles = ["".join(part.text for part in finding.title) for finding in search(held, "burglary").findings]
    assert titles.index("Acquisitive crime") > titles.index("Domestic burglary")


def test_words_are_found_in_their_other_forms_and_phrases_as_they_stand(held: sqlite3.Connection) -> None:
    assert search(held, "burglaries").findings
    assert search(held, "burglar").findings
    assert search(held, '"domestic burglary"').findings
    assert not search(held, '"burglary domestic"').findings


def test_words_of_a_word_paper_lead_to_its_stretch(held: sqlite3.Connection) -> None:
    (page,) = search(held, "speeding").pages
    assert (page.fixed, page.number) == (False, 1)


def test_a_long_list_is_cut_and_says_so(held: sqlite3.Connection) -> None:
    result = search(held, "crime", limit=3)
    assert (len(result.findings), result.more_findings) == (3, True)


HOSTILE = [
    '"',
    '""',
    "'",
    "*",
    "a*",
    "NEAR(",
    "NEAR/3",
    "AND",
    "OR|NOT",
    "title:x",
    "^x",
    "-x",
    "+",
    "{a|b}",
    "(",
    ")",
    '"unbalanced|phrase',
    "a|AND|b|OR|NOT|c",
    "';",
    "DROP|TABLE|findings;|--",
    "%",
    "\\",
    "col|:|val",
    "😀",
]


@pytest.mark.parametrize(
    "question", [word.replace("|", " ") for word in HOSTILE] + ["\x00", "a\x00b", "\ud800", "\u0301", "x" * 5000]
)
def test_no_words_can_break_the_search(held: sqlite3.Connection, question: str) -> None:
    result = search(held, question)
    assert len(result.question) <= 200


def test_a_question_without_words_asks_nothing() -> None:
    assert as_match(' "" *** ()') is None
    assert as_match('police "drug use') == '"police"* "drug" "use"'
    assert as_match('"drug use" crimes') == '"drug use" "crimes"*'
