"""Which plan follows which: editions, lines of plans, years and three years side by side."""

from made import plan, stated

from extractor.link import Knowledge, PlanStated, editions, link_area
from extractor.link.timeline import steps


def one(title: str = "Drugs", **more: object) -> object:
    return stated(title, "drugs", **more)


def followed(known: Knowledge, *plans: PlanStated) -> list[tuple[str, str]]:
    """(plan, plan that follows it)"""
    found = editions(plans, known)
    return sorted((found[before].plan.id, found[after].plan.id) for before, after in steps(found))


def test_several_papers_of_one_plan_are_one_edition(known: Knowledge) -> None:
    """The one with most headings stands for all; of equals the one with pages; a replaced draft never."""
    web = plan(2011, 2014, one(), stated("Fraud", "fraud & cyber"), name="web page")
    word, pdf = (
        plan(2011, 2014, one(id=f"{form} 1"), stated("Fraud", id=f"{form} 2"), name=form, paged=form == "pdf")
        for form in ("doc", "pdf")
    )
    draft = plan(2011, 2014, one(id="d1"), one("Theft", id="d2"), one("Arson", id="d3"), name="draft", superseded=True, paged=True)
    (edition,) = editions([draft, web, word, pdf], known)
    assert edition.plan.id == "pdf"
    assert {other.id for other in edition.others} == {"draft", "doc", "web page"}


def test_wordings_of_other_papers_are_aliases_of_the_chosen_one(known: Knowledge) -> None:
    long = plan(2011, 2014, stated("Drug related offending", "drugs"), stated("Fraud", "fraud & cyber"), name="plan")
    web = plan(2011, 2014, stated("Drug-related offending", "drugs", id="web"), name="web page")
    history = link_area("Alderwick", [web, long], known)
    assert history.aliases == (("web", "Drug related offending", 1.0),)
    assert not any("web" in (link.before, link.after) for link in history.links)


def test_what_only_another_paper_of_the_same_years_states_is_not_lost(known: Knowledge) -> None:
    long = plan(2011, 2014, one(), stated("Fraud", "fraud & cyber"), name="plan")
    web = plan(2011, 2014, stated("Road safety", "road safety"), name="web page")
    (link,) = [link for link in link_area("Alderwick", [web, long], known).links if link.after == "Road safety"]
    assert (link.status, link.rule) == ("cannot say", "only in another paper of these years")


def test_a_pause_of_a_year_is_no_gap(known: Knowledge) -> None:
    plans = [plan(2016, 2017, one(id="a")), plan(2018, 2020, one(id="b"))]
    assert {link.gap for link in link_area("Alderwick", plans, known).links} == {None}


def test_yearly_plans_inside_a_plan_of_three_years(known: Knowledge) -> None:
    """Three years follow three years, a year follows a year; the first yearly plan is compared with the plan it lies in."""
    plans = [plan(2011, 2014, one()), plan(2012, 2013, one()), plan(2013, 2014, one()), plan(2014, 2017, one())]
    assert followed(known, *plans) == [
        ("2011-2014", "2012-2013"),
        ("2011-2014", "2014-2017"),
        ("2012-2013", "2013-2014"),
        ("2013-2014", "2014-2017"),
    ]


def test_yearly_plans_after_a_plan_of_three_years(known: Knowledge) -> None:
    plans = [plan(2011, 2014, one()), plan(2014, 2015, one()), plan(2015, 2016, one())]
    assert followed(known, *plans) == [("2011-2014", "2014-2015"), ("2014-2015", "2015-2016")]


def test_plans_that_overlap_follow_by_their_beginning(known: Knowledge) -> None:
    plans = [plan(2005, 2008, one()), plan(2006, 2009, one()), plan(2007, 2010, one())]
    assert followed(known, *plans) == [("2005-2008", "2006-2009"), ("2006-2009", "2007-2010")]


def test_a_commissioners_plans_are_a_line_of_their_own(known: Knowledge) -> None:
    police = plan(2013, 2017, one(id="p"), name="police", body="Police and Crime Commissioner for Alderwick")
    plans = [plan(2011, 2014, one(id="a"), body="Safer Alderwick Partnership"), police, plan(2014, 2017, one(id="b"))]
    assert followed(known, *plans) == [("2011-2014", "2014-2017")]


def test_last_years_list_in_a_yearly_plan_stands_for_the_year_before(known: Knowledge) -> None:
    repeated = plan(2015, 2016, stated("Fraud", "fraud & cyber", scope="previous"))
    (edition,) = editions([repeated], known)
    assert (edition.years, edition.reported) == ((2014, 2015), True)


def test_last_years_list_counts_for_nothing_where_that_plan_is_held_or_its_year_is_unclear(known: Knowledge) -> None:
    previous = stated("Fraud", "fraud & cyber", id="told", scope="previous")
    held = [plan(2014, 2015, one(id="own")), plan(2015, 2016, previous, one(id="next"))]
    assert [edition.reported for edition in editions(held, known)] == [False, False]
    assert [edition.years for edition in editions([plan(2014, 2017, previous, one())], known)] == [(2014, 2017)]


def test_a_plan_without_years_is_said_to_have_none(known: Knowledge) -> None:
    history = link_area("Alderwick", [plan(None, None, one())], known)
    assert history.editions == ()
    assert [(link.status, link.rule) for link in history.links] == [("cannot say", "its plan states no period")]
