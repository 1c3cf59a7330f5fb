import pytest

from extractor.grammar.dates import find_dates


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("Panel – 26th May 2011", "2011-05-26"),
        ("Date: 7 May 2009", "2009-05-07"),
        ("2nd march 2008", "2008-03-02"),
        ("10 MARCH 2009", "2009-03-10"),
        ("Tuesday, 30th October, 2007", "2007-10-30"),
        ("Meeting: 13/07/2021", "2021-07-13"),
        ("SAFE6 14/03/2006", "2006-03-14"),
        ("14/03/06", "2006-03-14"),
        ("Wednesday, 2nd March, 2005", "2005-03-02"),
        ("Friday, 5 June 2009", "2009-06-05"),
        ("the 3rd of June 2009", "2009-06-03"),
        ("May 26th, 2011", "2011-05-26"),
        ("2021-07-13", "2021-07-13"),
        ("5 Sept 2012", "2012-09-05"),
    ],
)
def test_date_in_iso_form(text: str, iso: str) -> None:
    assert [span.iso for span in find_dates(text)] == [iso]


@pytest.mark.parametrize(
    "text", ["May 2011", "31/02/2008", "2008/11", "version 1.2.10", "01642 27 27 27", "24/7", "section 17/2/1"]
)
def test_no_date(text: str) -> None:
    assert find_dates(text) == ()


def test_place_is_that_of_the_printed_words() -> None:
    text = "It met on Tuesday, 30th October, 2007 and on 1 November 2007."
    assert [text[span.start : span.end] for span in find_dates(text)] == ["Tuesday, 30th October, 2007", "1 November 2007"]
