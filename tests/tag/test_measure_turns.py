"""What sentences and lines state as measures, turn by turn; what looks like one and is none. Texts are invented."""

import pytest
from made_blocks import section

from extractor.codebook import load_codebook
from extractor.model import Measure
from extractor.tag.measures import tag_measures
from extractor.tag.tables import walk

CODEBOOK = load_codebook()

# Each text, and under it: objective | baseline | timescale | target | change in per cent.
TURNS = """
Homes will be broken into less: burglary is to be cut by 21% by 2008.
    burglary | - | 2008 | 21% reduction | -21
Disorder is to fall by 10% by March 2008, from 14,220 in 2003/04.
    Disorder | 14,220 in 2003/04 | March 2008 | 10% reduction | -10
Road deaths, which averaged 16 a year, should be no more than 12 in 2008.
    Road deaths | 16 a year | 2008 | no more than 12 | -
Robberies should not rise above 300 before 2012.
    Robberies | - | 2012 | not rise above 300 | -
Violent crime must not exceed 2,100 offences in 2009/10.
    Violent crime | - | 2009/10 | not exceed 2,100 offences | -
The wait for help is to come down from 14 weeks to 4.
    The wait for help | 14 weeks | - | 4 | -
We look to have a quarter fewer repeat callers by March 2027.
    repeat callers | - | March 2027 | a quarter fewer | -25
We will put 50 more officers on the beat by 2005.
    officers on the beat | - | 2005 | 50 more | -
We agreed that by 2008 arson should be 20% lower than now.
    arson | - | 2008 | 20% reduction | -20
It hopes for a rise of a fifth in the number of people helped by 2018.
    number of people helped | - | 2018 | a fifth increase | 20
We aim to bring repeat calls, which stood at 84 last year, down to 70 by 2019.
    repeat calls | 84 last year | 2019 | 70 | -
We aim to bring repeat calls down to 70 by 2019; they stood at 84 last year.
    repeat calls | 84 last year | 2019 | 70 | -
The share who feel safe, 58% in 2004, is to reach 65% by 2008.
    The share who feel safe | 58% in 2004 | 2008 | 65% | -
The target for criminal damage is 7,686 by 2007/08.
    criminal damage | - | 2007/08 | 7,686 | -
The partnership wants reoffending halved by 2010.
    reoffending | - | 2010 | halved | -50
Drug treatment: 15 per cent more people will be in treatment by 2008.
    people | - | 2008 | 15 per cent more | 15
The goal is fewer than 500 burglaries in 2012.
    burglaries | - | 2012 | fewer than 500 burglaries | -
No more than 27% of victims should be hurt again by 2015.
    victims should be hurt again | - | 2015 | No more than 27% | -
"""
LINES = """
Burglary: from 620 to 580 by 2010
    Burglary | 620 | 2010 | 580 | -
Robbery 402 to 350 by 2010
    Robbery | 402 | 2010 | 350 | -
80% of victims satisfied by 2010
    victims satisfied | - | 2010 | 80% | -
Not more than 350 vehicle crimes in 2008
    vehicle crimes | - | 2008 | Not more than 350 | -
"""


def cases(table: str) -> list[tuple[str, str]]:
    lines = [line.strip() for line in table.strip().splitlines()]
    return list(zip(lines[::2], lines[1::2], strict=True))


def measures(text: str) -> list[Measure]:
    return [measure for _, measure in tag_measures(walk([section(text)]), CODEBOOK)]


def told(measure: Measure) -> str:
    change = None if measure.change_percent is None else f"{measure.change_percent:g}"
    return " | ".join(cell or "-" for cell in (measure.objective, measure.baseline, measure.timescale, measure.target, change))


@pytest.mark.parametrize(("text", "cells"), cases(TURNS))
def test_many_turns_state_a_measure(text: str, cells: str) -> None:
    assert [told(one) for one in measures(text)] == [cells]


@pytest.mark.parametrize(("line", "cells"), cases(LINES))
def test_lines_without_a_verb(line: str, cells: str) -> None:
    assert [told(one) for one in measures(f"- {line}")] == [cells]


def test_targets_named_one_after_the_other() -> None:
    found = measures("Our targets are burglary down 20%, vehicle crime down 25% and robbery down 14% by March 2008.")
    assert [(one.objective, one.change_percent, one.timescale) for one in found] == [
        ("burglary", -20, "March 2008"),
        ("vehicle crime", -25, "March 2008"),
        ("robbery", -14, "March 2008"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Council tax will rise by 4.99% in 2025/26.",
        "The grant will be reduced by 10% in 2012.",
        "The cost of the scheme should not exceed £20,000 in 2008/09.",
        "The population will rise by 12% by 2021.",
        "People aged over 65 will be 22% of the population by 2020.",
        "If crime were to rise by 10% we should need more officers.",
        "The scheme would need to reduce crime by 5% to pay for itself.",
        "Members asked whether it was right to cut crime by 5% by 2010.",
        "Bids should be no more than 2,000 words.",
        "The panel will meet no more than four times a year.",
        "The grant is £29,000, a fifth less than in the year before.",
        "There were 50 more officers on the beat by 2005.",
        "The hub will be open from 10 to 4.",
        "Some 70% of residents felt safe in 2008, and more will be known by 2010.",
    ],
)
def test_money_limits_and_doubts_are_no_measures(text: str) -> None:
    assert measures(text) == []
