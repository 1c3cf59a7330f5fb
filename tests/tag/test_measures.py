"""What counts as a measure, and what its cells and numbers are. Texts are invented."""

import pytest
from made_blocks import Note, section

from extractor.codebook import load_codebook
from extractor.model import Measure
from extractor.tag.measures import tag_measures
from extractor.tag.measures.cells import read_value, split_star
from extractor.tag.tables import walk

CODEBOOK = load_codebook()


def measures(*notes: Note, role: str = "other") -> list[Measure]:
    return [measure for _, measure in tag_measures(walk([section(*notes, role=role)]), CODEBOOK)]


def cells(measure: Measure) -> tuple[str | None, str | None, str | None]:
    return measure.baseline, measure.timescale, measure.target


# --- tables ----------------------------------------------------------------------------------------------------------------------


def test_a_table_of_measures_gives_cells_numbers_and_a_check() -> None:
    head: list[str | None] = ["Objective", "Baseline", "Timescale", "Target"]
    row: list[str | None] = ["To reduce assault by 12%\n*PSAI", "705 offences", "2007/2008", "620 offences"]
    (found,) = measures("# Theme – To reduce violence", "## Key measures", [head, row])
    assert (found.objective, *cells(found)) == ("To reduce assault by 12%", "705 offences", "2007/2008", "620 offences")
    assert (found.baseline_value, found.target_value, found.change_percent, found.unit, found.check) == (
        705,
        620,
        -12,
        "offences",
        "agrees",
    )
    assert (found.references, found.priority, found.quote.text) == (("PSA 1",), "To reduce violence", "To reduce assault by 12%")


@pytest.mark.parametrize(
    ("objective", "baseline", "target", "change", "check"),
    [
        ("Reduce burglary by 18%", "969", "795", -18, "agrees"),
        ("Reduce burglary by 15%", "2,400 offences", "2,160 offences", -15, "disagrees"),
        ("Increase reports by 10%", "1509 reports", "1660 reports", 10, "agrees"),
        ("Cut concern by 3%", "29%", "26%", -3, "agrees"),
        ("Reduce burglary by 10%", "To be set", "A map of hot spots", -10, "cannot say"),
        ("Reduce fires by a quarter", "400 fires", "300 fires", -25, "agrees"),
        ("Reduce burglary", "969", "795", None, "cannot say"),
        ("Raise satisfaction by 5%", "1,200 people", "70%", 5, "cannot say"),
    ],
)
def test_arithmetic(objective: str, baseline: str, target: str, change: float | None, check: str) -> None:
    (found,) = measures([["Objective", "Baseline", "Target"], [objective, baseline, target]])
    assert (found.change_percent, found.check) == (change, check)


def test_heads_of_two_rows_banners_and_dropped_indicators() -> None:
    found = measures(
        [
            ["Ref", "Description", "Past performance", None, "Current performance", None, "Next target"],
            ["^", "^", "Baseline", "Last", "Actual", "Target", "^"],
            ["Stronger communities"],
            ["NI 001", "People who get on well", "74% (06/07)", "74% (06/07)", "71.2% (08/09)", "None set", "74.8% (10/11)"],
            ["NI 002", "People who feel they belong", "First measurement was 08/09", None, "61%", "None set", "Deleted"],
        ]
    )  # fmt: skip
    assert [(one.objective, *cells(one)) for one in found] == [("People who get on well", "74% (06/07)", "10/11", "74.8%")]
    assert (found[0].baseline_value, found[0].target_value, found[0].references, found[0].priority) == (
        74,
        74.8,
        ("NI 1",),
        "Stronger communities",
    )


def test_milestones_by_year_give_the_last_year() -> None:
    (found,) = measures(
        [["Indicator", "Baseline 2007/08", "Target 2008/09", "Target 2009/10"], ["Burglaries", "620", "600", "580"]]
    )
    assert cells(found) == ("620", "2009/10", "580")


def test_a_year_before_the_target_is_the_baseline() -> None:
    (found,) = measures([["Measure", "2013/14", "Target 2014/15"], ["Repeat victims", "29%", "no more than 27%"]])
    assert (found.objective, *cells(found)) == ("Repeat victims", "29%", "2014/15", "no more than 27%")
    assert (found.baseline_value, found.target_value) == (29, 27)


def test_two_years_are_baseline_and_target_only_among_targets() -> None:
    (found,) = measures([["Target", "2003/04", "2007/08", "Change"], ["Domestic burglary", "3,412", "2,730", "-20%"]])
    assert (found.objective, *cells(found), found.change_percent) == ("Domestic burglary", "3,412", "2007/08", "2,730", -20)
    results: list[list[str | None]] = [["Crime", "2003/04", "2007/08", "Change"], ["Domestic burglary", "3,412", "2,730", "-20%"]]
    assert measures("# How we did", results) == []


def test_from_and_to_with_a_number_of_the_indicator_before_its_words() -> None:
    (found,) = measures([["What", "From", "To", "When"], ["NI 30 Re-offending", "212", "170", "2010/11"]])
    assert (found.objective, *cells(found), found.references) == ("Re-offending", "212", "2010/11", "170", ("NI 30",))
    assert measures([["Route", "From", "To"], ["Bus", "The station", "The hospital"]]) == []


def test_an_objective_that_says_how_far_needs_no_column_of_targets() -> None:
    (found,) = measures([["Objective", "Baseline"], ["Reduce arson by 15% by 2008", "485 fires"]])
    assert (cells(found), found.change_percent) == (("485 fires", "2008", "15% reduction"), -15)


def test_the_indicator_is_the_objective_where_one_objective_stands_over_several() -> None:
    found = measures(
        [
            ["Objective", "Indicator", "Baseline", "Target"],
            ["Safer homes", "Burglaries", "620", "580"],
            ["^", "Distraction burglaries", "40", "30"],
        ]
    )
    assert [(one.objective, one.priority) for one in found] == [
        ("Burglaries", "Safer homes"),
        ("Distraction burglaries", "Safer homes"),
    ]


def test_labels_down_the_side() -> None:
    (found,) = measures(
        [["Objective", "Reduce arson by 15%"], ["Baseline", "485 fires"], ["Target", "412 fires"], ["By when?", "March 2008"]]
    )
    assert (found.objective, *cells(found)) == ("Reduce arson by 15%", "485 fires", "March 2008", "412 fires")


def test_labelled_lines_one_under_the_other() -> None:
    (found,) = measures("Indicator: Burglaries", "Baseline: 620 (2007/08)", "Target: 580 by 2010")
    assert (found.objective, *cells(found), found.quote.text) == ("Burglaries", "620 (2007/08)", "2010", "580", "Burglaries")


def test_a_baseline_on_the_line_after_a_measure() -> None:
    (found,) = measures("To reduce vehicle crime by 10%, to 2,070, by March 2005.", "Baseline: 2,300 offences (2001/02)")
    assert (found.baseline, found.baseline_value, found.target_value, found.check) == (
        "2,300 offences (2001/02)",
        2300,
        2070,
        "agrees",
    )


@pytest.mark.parametrize(
    "rows",
    [
        [["Area", "Comment"], ["Legal", "None arise before 2010"]],
        [["Colour", "Meaning"], ["Red", "Worse than last year, and off target"]],
        [["What happens", "How often"], ["Report to the panel", "Quarterly"]],
        [["Project", "Lead agency", "Paid for by"], ["Radio link", "Pubwatch", "Members"]],
    ],
)
def test_other_tables_hold_no_measures(rows: list[list[str | None]]) -> None:
    assert measures(rows) == []


@pytest.mark.parametrize(
    ("cell", "number", "unit"),
    [
        ("1509 recorded incidents", 1509, "recorded incidents"), ("1,458 (07/08)", 1458, None), ("74.8%", 74.8, "%"),
        ("£1.2 million", 1_200_000, "£"),
        ("To hold at least 6 seminars", 6, "seminars"), ("2 campaigns per year", None, None), ("Review for 2004/2005", None, None),
        ("Publication of the 2005/2008 strategy", None, None),
    ],
)  # fmt: skip
def test_numbers_of_cells(cell: str, number: float | None, unit: str | None) -> None:
    value = read_value(cell)
    assert (value.number, value.unit if number is not None else None) == (number, unit)


def test_a_star_of_reference_is_taken_off_and_a_footnote_star_is_not() -> None:
    assert split_star("To reduce assault *PSAl") == (17, ("PSA 1",))
    assert split_star("Reduce crime* by 5%") == (19, ())


# --- prose and lists ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "objective", "timescale", "target", "change"),
    [
        ("We will cut burglary by 18% by 2007/08.", "cut burglary", "2007/08", "18% reduction", -18),
        ("By 2008 we will cut arson by a third.", "cut arson", "2008", "a third reduction", -33.3),
        ("Youth crime is to fall by nine per cent by 2005.", "Youth crime", "2005", "nine per cent reduction", -9),
        (
            "For reducing youth crime the figure is nine per cent by 2005.",
            "reducing youth crime",
            "2005",
            "nine per cent reduction",
            -9,
        ),
        ("Our target is a 15% reduction in robbery by 2010.", "robbery", "2010", "15% reduction", -15),
        ("We aim to halve arson by March 2010.", "arson", "March 2010", "halve", -50),
        ("We want to see 75% of residents feeling safe by 2010.", "residents feeling safe", "2010", "75%", None),
        (
            "Increase the detection rate for burglary to 20% by 2010.",
            "Increase the detection rate for burglary",
            "2010",
            "20%",
            None,
        ),
        (
            "The council undertook to bring the level of concern down by 3%, from 29% to 26%.",
            "level of concern",
            None,
            "26% (3% reduction)",
            -3,
        ),
    ],
)
def test_measures_in_sentences(text: str, objective: str, timescale: str | None, target: str, change: float | None) -> None:
    (found,) = measures(text)
    assert (found.objective, found.timescale, found.target, found.change_percent) == (objective, timescale, target, change)
    assert found.quote.text == objective


@pytest.mark.parametrize(
    "text",
    [
        "Burglary has come down by more than 21 per cent since 1999.",
        "Over the last three years the scheme helped to cut theft by 26.5%.",
        "Burglary fell by 12% and vehicle crime by 8%.",
        "There were 793 offences, a decrease of 10% on the year before.",
        "The scheme ran for two years, reducing burglary by 12%.",
        "Interest rates are expected to fall to 3.5% by 2026.",
        "63.6% of those who replied had been victims of crime.",
        "Crime here is 5% lower than in 2002.",
    ],
)
def test_results_and_forecasts_are_no_measures(text: str) -> None:
    assert measures(text) == measures(f"- {text}") == []


def test_one_verb_serves_for_several_measures() -> None:
    found = measures(
        "Our aims are to reduce: vehicle crime by 30 per cent. from 1998-99 to 2004; burglary by 25 per cent. from 1998-99 to 2005."
    )
    assert [(one.objective.split(" by ")[0], *cells(one)) for one in found] == [
        ("vehicle crime", "1998-99", "2004", "30 per cent. reduction"),
        ("burglary", "1998-99", "2005", "25 per cent. reduction"),
    ]


def test_a_date_set_for_all_targets_holds_for_those_after_it() -> None:
    found = measures(
        "It lists reductions, all of which have to be achieved by 2005.",
        "Its aims include to cut burglary by a quarter, car crime by 30 per cent.",
    )
    assert [one.timescale for one in found] == ["2005", "2005"]


def test_numbered_lines_and_labels() -> None:
    found = measures(
        ("2.1", "Reduce wounding 15% by 2008"),
        "TARGET:- Reduce nuisance by 6%, to 9,704, by 2005",
        "## Aim 2: Reduce crime* by 12.5% by 2008",
    )
    assert [(one.objective, one.timescale, one.target) for one in found] == [
        ("Reduce wounding 15% by 2008", "2008", "15% reduction"),
        ("Reduce nuisance by 6%, to 9,704, by 2005", "2005", "9,704 (6% reduction)"),
        ("Reduce crime* by 12.5% by 2008", "2008", "12.5% reduction"),
    ]


def test_a_measure_written_out_in_a_line_of_minutes() -> None:
    (found,) = measures(
        "On 1.3 Reduce criminal damage. Target, downward trend. Baseline 1,458 (07/08), the rating came from one month."
    )
    assert (found.objective, *cells(found)) == ("Reduce criminal damage", "1,458 (07/08)", None, "downward trend")


def test_unquantified_items_count_only_where_the_paper_calls_them_targets() -> None:
    items: tuple[Note, ...] = ("- Reduce crime", "- Cut arson by 5%;")
    assert [(one.objective, one.target) for one in measures("Partners commit themselves to targets to:", *items)] == [
        ("Reduce crime", None),
        ("Cut arson by 5%", "5% reduction"),
    ]
    assert [one.objective for one in measures("Our priorities are to:", *items)] == ["Cut arson by 5%"]


def test_national_targets_are_background_where_the_plan_has_its_own() -> None:
    national: tuple[Note, ...] = ("# Public Service Agreement 1", "These areas are:", "- Theft of a vehicle – reduce by 27%")
    assert [one.objective for one in measures(*national)] == ["Theft of a vehicle – reduce by 27%"]
    own: tuple[Note, ...] = ("# Burglary", [["Objective", "Baseline", "Target"], ["Reduce burglary by 10%", "100", "90"]])
    assert [one.objective for one in measures(*own, *national)] == ["Reduce burglary by 10%"]


def test_a_measure_printed_again_on_the_next_page_counts_once() -> None:
    table: list[list[str | None]] = [
        ["Aim 2: Reduce crime by 12% by 2008"],
        ["2.1", "Reduce wounding 15% by 2008"],
        ["Aim 2: Reduce crime by 12% by 2008"],
    ]
    assert [one.objective for one in measures(table)] == ["Reduce crime by 12% by 2008", "Reduce wounding 15% by 2008"]


def test_a_line_under_achievements_is_no_measure() -> None:
    assert measures("- Reduce burglary by 10% by 2008", role="achievements") == []
