import pytest

from extractor.grammar.plan_period import choose_period
from extractor.model import Block, Quote


def years(title: str, *texts: str, dated: str | None = None) -> tuple[int, int] | None:
    heading = Block(index=0, kind="heading", text=title)
    blocks = [heading, *(Block(index=number, kind="paragraph", text=text) for number, text in enumerate(texts, 1))]
    period = choose_period(blocks, titles=[Quote(heading, 0, len(title))], dated=dated)
    return (period.start, period.end) if period else None


@pytest.mark.parametrize(
    ("title", "text", "span"),
    [
        ("Community Safety Plan 2014-17", "Results for 2012/13 are given.", (2014, 2017)),
        ("Community Safety Plan", "The strategy runs from April 2014 to March 2017.", (2014, 2017)),
        ("Plan Refresh 2013-18", "Our priorities for 2018/19 are:", (2018, 2019)),
        ("Plan 2011-2014", "Priorities for 2011/12 are:", (2011, 2014)),
        ("Community Safety Plan 2015/2016", "The priorities for 2014-15 were:", (2015, 2016)),
        ("Community safety", "All of it rests on our strategic assessment 2023/24.", None),
        ("Community safety", "Crime fell in 2004/05.", None),
    ],
)
def test_years_of_the_plan_itself(title: str, text: str, span: tuple[int, int] | None) -> None:
    assert years(title, text) == span


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("These are our priorities for the three years from 1 April 2014.", (2014, 2017)),
        ("The strategy, adopted in April 2021 for three years, is set out here.", (2021, 2024)),
        ("Partners will concentrate on four matters in the three years to March 2011.", (2008, 2011)),
        ("It told of what is proposed for the year running from 1 April 2019 to 31 March 2020.", (2019, 2020)),
        ("In 2012/13 the partnership will be working on these things:", (2012, 2013)),
        ("The Local Area Agreement 2008-11 holds the targets.", (2008, 2011)),
        ("The audit covered the three years from April 2001.", None),
        ("The grant was paid for three years from 2004.", None),
    ],
)
def test_years_in_prose(text: str, span: tuple[int, int] | None) -> None:
    assert years("Community safety", text) == span


@pytest.mark.parametrize(
    ("text", "dated", "span"),
    [
        ("Our priorities for the next three years are:", "2008-04-16", (2008, 2011)),
        ("From now until the end of 2024 our focus is on:", "2022-11-14", (2022, 2024)),
        ("Our aims for the coming year are:", "2010-02-01", (2010, 2011)),
        ("Our aims for the coming year are:", "2010-11-01", (2011, 2012)),
        ("Our priorities for the next three years are:", None, None),
        ("The budget for the next three years is tight.", "2008-04-16", None),
    ],
)
def test_years_counted_from_the_day_of_the_paper(text: str, dated: str | None, span: tuple[int, int] | None) -> None:
    assert years("Community safety", text, dated=dated) == span


def test_another_documents_years_do_not_count_beside_the_papers_own() -> None:
    own, other = (
        Block(0, "heading", "Safer Anyborough: Strategy 2017-20"),
        Block(1, "heading", "The Corporate Plan 2016/17 - 2018/19"),
    )
    period = choose_period([own, other], titles=[Quote(other, 0, len(other.text)), Quote(own, 0, len(own.text))])
    assert period is not None and (period.start, period.end) == (2017, 2020)


@pytest.mark.parametrize(
    ("text", "dated", "span"),
    [
        ("The new three-year strategy was approved by the board.", "2009-03-20", (2009, 2012)),
        ("A draft three-year plan starting in April is attached.", "2010-11-20", (2011, 2014)),
        ("The previous three-year plan has ended.", "2009-03-20", None),
        ("The three-year grant is new.", "2009-03-20", None),
    ],
)
def test_years_of_a_plan_by_the_day_of_the_paper(text: str, dated: str, span: tuple[int, int] | None) -> None:
    assert years("Community safety", text, dated=dated) == span


def test_a_quarter_in_the_title_lies_within_the_plan() -> None:
    assert years("Delivery report, quarter 2 2009/10", "The Local Area Agreement covers the years 2008-2011.") == (2008, 2011)


def test_years_of_a_commissioners_plan_count_only_in_a_commissioners_paper() -> None:
    text = "The Police and Crime Plan for Anyshire 2016-2020 was drawn up after a survey."
    assert years("Police and Crime Commissioner sets out his plan", text) == (2016, 2020)
    assert years("Commissioner launches his plan to fight crime", text) == (2016, 2020)
    assert years("Community safety", text) is None
