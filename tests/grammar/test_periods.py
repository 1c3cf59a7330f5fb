import pytest

from extractor.grammar.periods import find_periods


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("plan 2008/11", 2008, 2011),
        ("2009/10", 2009, 2010),
        ("STRATEGY 2005 - 2008", 2005, 2008),
        ("2011-2014", 2011, 2014),
        ("2018/21", 2018, 2021),
        ("2005-8", 2005, 2008),
        ("2021 to 2024", 2021, 2024),
        ("from April 2014 to March 2017", 2014, 2017),
        ("three years from April 2005 to March 2008", 2005, 2008),
        ("1 April 2014 to 31 March 2017", 2014, 2017),
        ("2016/17", 2016, 2017),
        ("2013-18", 2013, 2018),
        ("2020 – 22", 2020, 2022),
        ("1998–99", 1998, 1999),
        ("1999–00", 1999, 2000),
        ("2024-25", 2024, 2025),
        ("2004/2005", 2004, 2005),
        ("between 2005 and 2008", 2005, 2008),
        ("(2008—2011)", 2008, 2011),
        ("2018 -2019", 2018, 2019),
        ("from 2009 until 2012", 2009, 2012),
        ("Plan 2010/11 to 2012/13", 2010, 2013),
        ("2016/17 – 2018/19", 2016, 2019),
    ],
)
def test_span_of_years(text: str, first: int, last: int) -> None:
    assert [(span.first_year, span.last_year) for span in find_periods(text)] == [(first, last)]


@pytest.mark.parametrize(
    "text",
    [
        "Crime and Disorder Act 1998 - 2000 edition",
        "on 26th May 2011",
        "call 01642 2005-2008",
        "£2005-8",
        "2008 and 2009",
        "pages 1998-2005",
        "2011-05-26",
        "2008",
        "2010-1990",
        "13/07/2021",
        "2,005-2,008",
        "2005 to 10 per cent",
    ],
)
def test_no_span(text: str) -> None:
    assert find_periods(text) == ()


def test_single_and_short_years_on_demand_only() -> None:
    assert [(span.first_year, span.last_year) for span in find_periods("in 2009, Act 1998", singles=True)] == [(2009, 2009)]
    assert [(span.first_year, span.last_year) for span in find_periods("1,458 (07/08)", short=True)] == [(2007, 2008)]


def test_place_covers_the_months() -> None:
    text = "runs from April 2014 to March 2017."
    span = find_periods(text)[0]
    assert text[span.start : span.end] == "April 2014 to March 2017"
