import pytest

from extractor.grammar.numbers import read_count, read_number, read_percent


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("705 offences", 705),
        ("1,458 (07/08)", 1458),
        ("2,174", 2174),
        ("12.5 per 1,000", 12.5),
        ("620", 620),
        ("£1.2 million", 1_200_000),
        ("2007/08: 350 crimes", 350),
        ("2003 offences", 2003),
        ("2004", None),
        ("12%", None),
        ("March 2008", None),
        ("31/03/2008", None),
        ("By 2007/08", None),
        ("NI 15", None),
        ("To be established", None),
        ("", None),
    ],
)
def test_plain_number_of_a_cell(text: str, value: float | None) -> None:
    assert read_number(text) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("by 12%", 12),
        ("12.5%", 12.5),
        ("30 per cent.", 30),
        ("nine per cent", 9),
        ("twenty-five percent", 25),
        ("by a quarter", 25),
        ("by a third", 33.3),
        ("two thirds of victims", 66.7),
        ("three quarters", 75),
        ("halve burglary", 50),
        ("by half", 50),
        ("double the number", 100),
        ("third quarter", None),
        ("705", None),
    ],
)
def test_percentage_without_its_sign(text: str, value: float | None) -> None:
    assert read_percent(text) == value


@pytest.mark.parametrize(
    ("word", "value"),
    [
        ("five", 5),
        ("5", 5),
        ("a dozen", 12),
        ("Twenty-one", 21),
        ("two hundred and five", 205),
        ("1,458", 1458),
        ("a", None),
        ("fever", None),
    ],
)
def test_count_in_figures_or_words(word: str, value: int | None) -> None:
    assert read_count(word) == value
