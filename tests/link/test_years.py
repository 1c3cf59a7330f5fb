"""What became of each priority from one plan to the next."""

import random

import pytest
from made import plan, stated, told

from extractor.link import Knowledge, PlanStated, Said, link_area
from extractor.link.years import AS_AN_EARLIER_ONE

ASB = stated("Anti-social behaviour", "anti-social behaviour", id="asb before")
ASB_AGAIN = stated("Reducing ASB", "anti-social behaviour", id="asb after")


def between(known: Knowledge, before: list, after: list) -> list[tuple[str | None, str, str | None]]:
    links = link_area("Alderwick", [plan(2008, 2011, *before), plan(2011, 2014, *after)], known).links
    return told(links, "2008-2011", "2011-2014")


def test_the_same_words_continue_and_others_are_reworded(known: Knowledge) -> None:
    before = [ASB, stated("Violent crime", "violent crime"), stated("Prolific offenders", "reducing reoffending")]
    after = [stated("Reduce re-offending", "reducing reoffending"), ASB_AGAIN, stated("Violence", "violent crime")]
    assert sorted(between(known, before, after)) == [
        ("Prolific offenders", "reworded", "Reduce re-offending"),
        ("Violent crime", "reworded", "Violence"),
        ("asb before", "continued", "asb after"),
    ]


def test_what_has_no_counterpart_is_dropped_or_new(known: Knowledge) -> None:
    found = between(known, [ASB, stated("Road safety", "road safety")], [ASB_AGAIN, stated("Fraud", "fraud & cyber")])
    assert ("Road safety", "dropped", None) in found
    assert (None, "new", "Fraud") in found


def test_what_the_later_plan_only_reports_as_an_earlier_priority_is_dropped_and_leads_there(known: Knowledge) -> None:
    damage = stated("Criminal damage", "criminal damage", id="damage before")
    last_year = stated("Criminal damage", "criminal damage", id="damage last year", scope="previous")
    plans = [plan(2011, 2014, ASB, damage, stated("Road safety", "road safety")), plan(2014, 2017, last_year, ASB_AGAIN)]
    dropped = {one.before: one for one in link_area("Alderwick", plans, known).links if one.status == "dropped"}
    assert (dropped["damage before"].rule, dropped["damage before"].candidates) == (AS_AN_EARLIER_ONE, ("damage last year",))
    assert (dropped["Road safety"].rule, dropped["Road safety"].candidates) == ("nothing like it", ())


def test_a_list_known_only_as_last_years_does_not_name_itself(known: Knowledge) -> None:
    last_year = stated("Criminal damage", "criminal damage", scope="previous")
    (dropped,) = [
        one for one in link_area("Alderwick", [plan(2014, 2015, last_year, ASB_AGAIN)], known).links if one.status == "dropped"
    ]
    assert (dropped.rule, dropped.candidates) == ("nothing like it", ())


def test_two_that_bring_different_parts_are_merged(known: Knowledge) -> None:
    before = [stated("Drug misuse", "drugs"), stated("Alcohol misuse", "alcohol")]
    assert between(known, before, [stated("Substance misuse", "drugs", "alcohol")]) == [
        ("Drug misuse", "merged", "Substance misuse"),
        ("Alcohol misuse", "merged", "Substance misuse"),
    ]


def test_one_that_becomes_two_is_split(known: Knowledge) -> None:
    before = [stated("Violent crime, including domestic violence", "violent crime", "domestic abuse")]
    after = [stated("Violent Crime", "violent crime"), stated("Domestic Violence", "domestic abuse")]
    assert [status for _, status, _ in between(known, before, after)] == ["split", "split"]


def test_narrower_words_of_one_theme_are_its_parts(known: Knowledge) -> None:
    after = [stated("Burglary dwelling", "burglary"), stated("Burglary of sheds", "burglary")]
    assert [status for _, status, _ in between(known, [stated("Burglary", "burglary")], after)] == ["split", "split"]


def test_one_of_two_with_the_same_theme_does_not_swallow_the_other(known: Knowledge) -> None:
    """Both are of the theme of neighbourhoods: the one with the words goes on, the other is dropped."""
    before = [stated("Neighbourhood safety", "neighbourhoods"), stated("Town centre safety", "neighbourhoods", id="town before")]
    found = between(known, before, [stated("Town centre safety", "neighbourhoods", id="town after")])
    assert sorted(found, key=str) == [("Neighbourhood safety", "dropped", None), ("town before", "continued", "town after")]


def test_a_tie_is_left_open_with_its_candidates(known: Knowledge) -> None:
    after = [stated("Prevent", "terrorism & extremism"), stated("Radicalisation", "terrorism & extremism")]
    history = link_area(
        "Alderwick", [plan(2008, 2011, stated("Extremism", "terrorism & extremism")), plan(2011, 2014, *after)], known
    )
    links = [link for link in history.links if link.before_plan and link.after_plan]
    assert {(link.before, link.status, link.after, link.candidates) for link in links} == {
        ("Extremism", "ambiguous", None, ("Prevent", "Radicalisation")),
        (None, "ambiguous", "Prevent", ("Extremism",)),
        (None, "ambiguous", "Radicalisation", ("Extremism",)),
    }


def test_what_stood_under_a_priority_moves_up(known: Knowledge) -> None:
    parent = stated("Protecting vulnerable people", "victims & witnesses")
    child = stated("Domestic abuse", "domestic abuse", id="child", kind="target-area", parent=parent.title)
    found = between(known, [parent, child], [stated("Domestic abuse", "domestic abuse", id="head")])
    assert ("child", "moved level", "head") in found
    assert (parent.id, "dropped", None) in found
    assert not any(status == "new" for _, status, _ in found)


def test_what_is_named_only_in_the_text_under_another_has_moved_there(known: Knowledge) -> None:
    host = stated("Reducing ASB", "anti-social behaviour", id="host", secondary=("alcohol", "criminal damage & arson"))
    found = between(known, [ASB, stated("Alcohol misuse", "alcohol"), stated("Robbery", "robbery")], [host])
    assert found == [
        ("asb before", "continued", "host"),
        ("Robbery", "dropped", None),
        ("Alcohol misuse", "moved level", "host"),
    ]


def test_what_stood_in_the_text_becomes_a_heading_of_its_own(known: Knowledge) -> None:
    host = stated("Substance misuse", "drugs", "alcohol", id="host", secondary=("young people",))
    found = between(
        known, [host], [stated("Young people", "young people"), stated("Substance misuse", "drugs", "alcohol", id="same")]
    )
    assert found == [("host", "continued", "same"), ("host", "moved level", "Young people")]


def test_a_child_without_counterpart_is_neither_dropped_nor_new(known: Knowledge) -> None:
    child = stated("Dog fouling", "environmental crime", parent="Anti-social behaviour")
    assert between(known, [ASB, child], [ASB_AGAIN]) == [("asb before", "continued", "asb after")]


def test_an_objective_above_the_priorities_is_another_level(known: Knowledge) -> None:
    before = [stated("Preventing re-offending", "reducing reoffending", id="priority before")]
    after = [
        stated("Reduce offending and re-offending", "reducing reoffending", id="objective", kind="objective"),
        stated("Re-offending", "reducing reoffending", id="priority after"),
    ]
    assert between(known, before, after) == [
        ("priority before", "continued", "priority after"),
        ("priority before", "moved level", "objective"),
    ]


def test_a_list_only_renamed_has_not_moved(known: Knowledge) -> None:
    """One plan calls its list themes, the next priorities: it is the plan's main list in both."""
    assert between(known, [stated("Drugs", "drugs", id="a", kind="theme")], [stated("Drugs", "drugs", id="b")]) == [
        ("a", "continued", "b")
    ]


def test_after_a_gap_absence_says_nothing_and_the_same_words_still_do(known: Knowledge) -> None:
    before, after = (
        plan(2008, 2011, ASB, stated("Robbery", "robbery")),
        plan(2014, 2017, ASB_AGAIN, stated("Fraud", "fraud & cyber")),
    )
    links = link_area("Alderwick", [before, after], known).links
    across = [link for link in links if link.before_plan and link.after_plan]
    assert {link.gap for link in across} == {(2011, 2014)}
    assert sorted(told(tuple(across)), key=str) == [
        ("Robbery", "cannot say", None),
        ("asb before", "continued", "asb after"),
        (None, "cannot say", "Fraud"),
    ]


def test_over_a_gap_one_theme_alone_joins_no_two_levels(known: Knowledge) -> None:
    """Fewer people harmed twice, and help for those who were, are two things; with no plan between, nobody can say."""
    objective = stated("Reduce crime and repeat victimisation", "victims & witnesses", id="objective", kind="objective")
    drugs = stated("Reduce drug and alcohol harm", "drugs", "alcohol", id="drugs objective", kind="objective")
    before = plan(2008, 2011, ASB, objective, drugs)
    support = stated("Support for the vulnerable", "victims & witnesses", id="support")
    misuse = stated("Substance misuse", "drugs", "alcohol", id="misuse")
    next_plan = link_area("Alderwick", [before, plan(2011, 2014, ASB_AGAIN, support, misuse)], known).links
    assert ("objective", "moved level", "support") in told(next_plan)
    over_a_gap = told(link_area("Alderwick", [before, plan(2014, 2017, ASB_AGAIN, support, misuse)], known).links)
    assert {("objective", "cannot say", None), (None, "cannot say", "support")} <= set(over_a_gap)
    assert ("drugs objective", "moved level", "misuse") in over_a_gap, "two themes and no other speak for it"


def test_before_the_first_and_after_the_last_plan_nothing_is_known(known: Knowledge) -> None:
    links = link_area("Alderwick", [plan(2008, 2011, ASB)], known).links
    assert told(links) == [(None, "cannot say", "asb before"), ("asb before", "cannot say", None)]


def test_what_a_person_says_of_a_link_holds(known: Knowledge) -> None:
    plans = [
        plan(2008, 2011, ASB, stated("Community engagement", "community cohesion & engagement")),
        plan(2011, 2014, ASB_AGAIN, stated("Agency collaboration", "partnership working & performance")),
    ]
    said = {"Agency collaboration": Said("reworded", "Community engagement"), "asb after": Said("new", None)}
    found = told(link_area("Alderwick", plans, known, said).links, "2008-2011", "2011-2014")
    assert sorted(found, key=str) == [
        ("Community engagement", "reworded", "Agency collaboration"),
        ("asb before", "dropped", None),
        (None, "new", "asb after"),
    ]


def test_the_order_in_which_papers_came_changes_nothing(known: Knowledge) -> None:
    plans: list[PlanStated] = [
        plan(2005, 2008, ASB, stated("Drugs and alcohol", "drugs", "alcohol")),
        plan(2008, 2011, stated("Drug misuse", "drugs"), stated("Alcohol misuse", "alcohol")),
        plan(2008, 2011, stated("Drugs", "drugs"), name="summary"),
        plan(2011, 2014, stated("Substance misuse", "drugs", "alcohol")),
    ]
    first = link_area("Alderwick", plans, known)
    for seed in range(4):
        random.Random(seed).shuffle(plans)
        assert link_area("Alderwick", plans, known) == first


@pytest.mark.parametrize("scope", ["previous", "national", "other-body", "emerging"])
def test_only_a_plans_own_priorities_are_followed(known: Knowledge, scope: str) -> None:
    assert between(known, [ASB], [ASB_AGAIN, stated("Robbery", "robbery", scope=scope)]) == [
        ("asb before", "continued", "asb after")
    ]
