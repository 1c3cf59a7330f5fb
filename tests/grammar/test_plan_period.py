import pytest

from extractor.model import Block, Quote
from extractor.grammar.plan_period import choose_period


def years(title: str, *texts: str) -> tuple[int, int] | None:
    heading = Block(index=0, kind="heading", text=title)
    blocks = [heading, *(Block(index=number, kind="paragraph", text=text) for number, text in enumerate(texts, 1))]
    period = choose_period(blocks, titles=[Quote(heading, 0, len(title))])
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
