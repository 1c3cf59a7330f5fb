"""Whose priorities a list holds, and which year's. Texts are invented."""

import pytest
from made_papers import Line, found, titles

LIST = ("- Burglary", "- Robbery")


@pytest.mark.parametrize(
    ("lines", "scope"),
    [
        (("Our priorities are:", *LIST), "current"),
        (("Its priorities were aligned with the County priorities, and the two areas of focus were:", *LIST), "current"),
        (("Last year's priorities were:", *LIST), "previous"),
        (("The previous plan had these priorities:", *LIST), "previous"),
        (("The Government's five key priorities for policing at a national level are to:", *LIST), "national"),
        (("The Home Secretary set three priorities:", *LIST), "national"),
        (("# London-wide policing priorities", "The priorities are:", *LIST), "national"),
        (("The Police and Crime Commissioner's priorities are:", *LIST), "other-body"),
        (("The PCC's four priorities are:", *LIST), "other-body"),
        (("The Police and Crime Plan 2017-2021 has two themes:", *LIST), "other-body"),
        (("The Safeguarding Board's priorities are:", *LIST), "other-body"),
        (("The county council's priorities are:", *LIST), "other-body"),
        (("There is an agreement for the whole of Kent, whose priorities are:", *LIST), "other-body"),
        (("The emerging issues, such as those below, add priorities:", *LIST), "emerging"),
        (("Last year's priorities were burglary, robbery and arson in the town.",), "previous"),
        (("The Commissioner's priorities are burglary, robbery and arson.",), "other-body"),
        (("Last year's priorities were:", "Priority 1: Burglary", "Priority 2: Robbery"), "previous"),
        (("# The previous plan's priorities", "Priority 1: Burglary", "Priority 2: Robbery"), "previous"),
        (("# The Commissioner's priorities", [["Priority", "Lead"], ["Burglary", "Police"], ["Robbery", "Police"]]), "other-body"),
    ],
)  # fmt: skip
def test_scope(lines: tuple[Line, ...], scope: str) -> None:
    got = found("# Introduction", *lines)
    assert got
    assert {one.scope for one in got} == {scope}
    assert all((one.owner is None) == (scope == "current") for one in got)


def test_the_owner_is_the_papers_own_wording() -> None:
    (one, _) = found("The Police and Crime Commissioner's priorities are:", *LIST)
    assert one.owner is not None and "Commissioner's" in one.owner


def test_other_bodies_lists_stand_beside_the_plans_own() -> None:
    lines = ("The Commissioner's priorities are:", *LIST, "# Our priorities", "- Hate crime", "- Burglary", "- Arson")
    assert titles("# Introduction", *lines) == ["Hate crime", "Burglary", "Arson"]
    assert [one.title for one in found("# Introduction", *lines) if one.scope == "other-body"] == ["Burglary", "Robbery"]


def test_scope_of_one_sentence_is_not_the_next_ones() -> None:
    sentences = "Last year's priorities were burglary and arson. Our priorities are hate crime, drugs and violence."
    assert titles("# Introduction", sentences) == ["hate crime", "drugs", "violence"]


@pytest.mark.parametrize(
    ("lead", "body"),
    [
        ("The Commissioner's priorities are:", "police"),
        ("The Government's priorities are:", "government"),
        ("The county council's priorities are:", "county"),
    ],
)
def test_a_bodys_priorities_are_its_own_papers_own(lead: str, body: str) -> None:
    assert titles("# Introduction", lead, *LIST) == []
    assert titles("# Introduction", lead, *LIST, own=(body,)) == ["Burglary", "Robbery"]


def test_a_heading_with_a_psa_is_an_objective_only_in_the_governments_plan() -> None:
    heading = ("# Make communities safer (PSA 23)", "Text.")
    assert titles(*heading) == []
    assert titles(*heading, own=("government",)) == ["Make communities safer"]


@pytest.mark.parametrize(
    ("lead", "scope"),
    [
        ("Our priorities for 2008-11 were:", "previous"),
        ("Our priorities for 2011-14 are:", "current"),
        ("Our priorities for 2012/13 are:", "current"),
        ("After the 2008-11 plan our priorities for 2011-14 are:", "current"),
    ],
)
def test_years_before_the_plans_own_make_a_list_the_last_plans(lead: str, scope: str) -> None:
    got = found("# Anyborough Community Safety Plan 2011-2014", "## Introduction", lead, *LIST)
    assert {one.scope for one in got} == {scope}


def test_a_priority_named_in_order_to_drop_it_is_none_of_the_plans() -> None:
    assert titles("# Introduction", "Bicycle theft was removed as a priority.", "Our priorities are:", *LIST) == [
        "Burglary",
        "Robbery",
    ]


@pytest.mark.parametrize(
    ("before", "scope"),
    [
        ("The first national policing plan tells each force what to do.", "national"),
        ("It was said that the Police and Crime Commissioner, elected in May, had published a plan of his own.", "other-body"),
        ("The audit was published in May.", "current"),
    ],
)
def test_the_sentence_before_says_whose_its_priorities_are(before: str, scope: str) -> None:
    got = found("# News from Anyborough", f"{before} Its priorities are burglary, robbery and hate crime.")
    assert {one.scope for one in got} == {scope}


def test_our_own_are_ours_whatever_was_said_before() -> None:
    said = "The national policing plan tells each force what to do. Our priorities are burglary, robbery and hate crime."
    assert {one.scope for one in found("# News from Anyborough", said)} == {"current"}
