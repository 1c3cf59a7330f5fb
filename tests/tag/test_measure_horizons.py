"""Dates set for a list, heads of tables of many wordings, things named before their figures. Texts are invented."""

import pytest
from made_blocks import Note, section

from extractor.codebook import load_codebook
from extractor.model import Measure
from extractor.tag.measures import tag_measures
from extractor.tag.tables import walk

CODEBOOK = load_codebook()


def measures(*notes: Note) -> list[Measure]:
    return [measure for _, measure in tag_measures(walk([section(*notes)]), CODEBOOK)]


def row_of(measure: Measure) -> tuple[str, str | None, str | None, str | None]:
    return measure.objective, measure.baseline, measure.timescale, measure.target


@pytest.mark.parametrize(
    ("head", "row", "expected"),
    [
        (["Indicator", "Now", "2014"], ["Burglaries", "620", "580"], ("Burglaries", "620", "2014", "580")),
        (["What", "How much", "By when"], ["Burglaries", "10% fewer", "2014"], ("Burglaries", None, "2014", "10% fewer")),
        (
            ["Ref", "Target", "Baseline (2014/15)", "Target by 31 March 2016"],
            ["1.1", "Reduce nuisance calls", "200", "190 (5%)"],
            ("Reduce nuisance calls", "200", "31 March 2016", "190 (5%)"),
        ),
        (["Measure", "Where we were", "Where we want to be"], ["Fires", "62", "50"], ("Fires", "62", None, "50")),
    ],
)
def test_heads_of_many_wordings(head: list[str | None], row: list[str | None], expected: tuple[str | None, ...]) -> None:
    (found,) = measures([head, row])
    assert row_of(found) == expected


def test_a_change_in_brackets_is_signed_by_the_objective() -> None:
    (found,) = measures([["Target", "Baseline", "Target 2016"], ["Reduce nuisance calls", "200", "190 (5%)"]])
    assert (found.target_value, found.change_percent, found.check) == (190, -5, "agrees")


@pytest.mark.parametrize(
    ("table", "title"),
    [
        ([["Indicator", "2009/10", "2010/11"], ["Burglaries", "620", "580"]], "# Crime figures"),
        ([["Project", "Lead", "Target"], ["Street pastors", "Council", "March 2010"]], "# Action plan"),
        ([["District", "2024-25", "2026-27"], ["Anyborough", "£620", "£580"]], "# Budget 2024-27"),
    ],
)
def test_results_dates_and_money_are_no_targets(table: list[list[str | None]], title: str) -> None:
    assert measures(title, *table) == []


def test_a_lead_in_sets_the_date_of_its_list() -> None:
    found = measures("By March 2014 we aim to see:", "- 10% fewer assaults in the centre", "- 25 bars in the scheme")
    assert [(one.timescale, one.target) for one in found] == [("March 2014", "10% fewer"), ("March 2014", "25")]


def test_past_results_under_a_date_are_no_targets() -> None:
    assert measures("By March 2014 the partnership had:", "- trained 240 taxi drivers") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "For vehicle crime (NI 16) the target is 1,905 offences or fewer in 2010/11, against a baseline of 2,117.",
            ("vehicle crime", "2,117", "2010/11", "1,905 offences or fewer"),
        ),
        (
            "Trust among victims stands at 83% and I want it to reach 88% by March 2018.",
            ("Trust among victims", "83%", "March 2018", "88%"),
        ),
        (
            "There were 1,168 people in treatment at the end of May against a target of 1,215 for the year.",
            ("people in treatment", None, None, "1,215"),
        ),
    ],
)
def test_the_thing_before_its_figure(text: str, expected: tuple[str | None, ...]) -> None:
    (found,) = measures(text)
    assert row_of(found) == expected


def test_the_same_period_is_that_named_before() -> None:
    found = measures(
        "Burglaries are to be cut by 22 per cent by March 2008 and thefts of cars by 18 per cent over the same period."
    )
    assert [one.timescale for one in found] == ["March 2008", "March 2008"]


def test_what_part_something_is_asks_for_nothing() -> None:
    assert measures("- Reduce theft: thefts from cars account for 29% of all offences.") == []


def test_levels_are_no_words_of_an_objective_and_the_thing_stays_whole() -> None:
    found = measures(
        "We will reduce the share of adults who fear crime at night from 15% to 12% by 2010. "
        "We will reduce the share of children who fear crime at school from 8% to 3% by 2010."
    )
    assert [one.objective for one in found] == [
        "reduce the share of adults who fear crime at night",
        "reduce the share of children who fear crime at school",
    ]
