"""One paper, several plans, and where each begins. Texts are invented."""

import pytest
from test_section import RULES, document

from extractor.section import section
from extractor.section.plans import divide

TEXT = ("Some text about it.", "And more of it.", "And yet more.")


def plan(*lines: str) -> tuple[str | None, tuple[int, int] | None]:
    """(title, years) of a paper's only plan."""
    (one,), _ = divide(document(*lines), RULES)
    return one.title, (one.period.start, one.period.end) if one.period else None


@pytest.mark.parametrize(
    ("lines", "title", "years"),
    [
        (("# Anyborough Community Safety Plan 2011-2014", *TEXT), "Anyborough Community Safety Plan 2011-2014", (2011, 2014)),
        (("# Safer Anyborough", "# Community Safety Strategy 2008/11", *TEXT), "Community Safety Strategy 2008/11", (2008, 2011)),
        (("Anyborough Community Safety Plan 2009/10", *TEXT), "Anyborough Community Safety Plan 2009/10", (2009, 2010)),
        (("# Community Safety Plan", "Some text about 2011.", *TEXT), "Community Safety Plan", None),
        (("# Minutes of the board", *TEXT), None, None),
        (("The Community Safety Plan 2011-2014 was adopted by the board.", *TEXT), None, None),
        (("# Foreword", "## Community Safety Plan", "# Community Safety Plan 2011-2014", *TEXT),
         "Community Safety Plan 2011-2014", (2011, 2014)),
    ],
)  # fmt: skip
def test_title_and_period_of_a_single_plan(lines: tuple[str, ...], title: str | None, years: tuple[int, int] | None) -> None:
    got = plan(*lines)
    assert got[0] == title
    if title is not None:
        assert got[1] == years


def test_a_paper_of_several_plans_is_divided_at_their_headings() -> None:
    lines = (
        "# Report to the board", "Introduction.",
        "# Anyborough Community Safety Plan 2011-2014", *TEXT, "## Part", "Text.",
        "# Otherton Community Safety Plan 2012-15", *TEXT,
    )  # fmt: skip
    plans, sections = section(document(*lines), RULES)
    assert [(one.title, one.period and (one.period.start, one.period.end)) for one in plans] == [
        ("Anyborough Community Safety Plan 2011-2014", (2011, 2014)),
        ("Otherton Community Safety Plan 2012-15", (2012, 2015)),
    ]
    assert [one.plan for one in sections] == [-1, 0, 0, 1]
    assert sections[2].path[0].text == "Anyborough Community Safety Plan 2011-2014"
    assert all(one.title_quote is not None and one.title_quote.text == one.title for one in plans)
    assert sum(len(one.blocks) for one in sections) == len(lines)


@pytest.mark.parametrize(
    "second",
    [
        "# Anyborough Community Safety Plan 2011-2014",
        "# Our Community Safety Plan 2012-15",
        "# The Community Safety Plan 2012-15",
        "# Community Safety Plan 2012-15",
        "# Otherton Community Safety Plan",
        "# Otherton Police and Crime Plan 2012-15",
        "# National Community Safety Strategy 2012-15",
        "# Violent crime",
    ],
)
def test_what_is_no_second_plan(second: str) -> None:
    plans, sections = section(document("# Anyborough Community Safety Plan 2011-2014", *TEXT, second, *TEXT), RULES)
    assert len(plans) == 1
    assert {one.plan for one in sections} == {0}


def test_a_list_of_plans_divides_no_paper() -> None:
    headings = ("# Anyborough Community Safety Plan 2011-2014", "# Otherton Community Safety Plan 2012-15")
    assert len(section(document(*headings, *TEXT), RULES)[0]) == 1


def test_headings_that_are_partnerships_names_each_begin_a_plan() -> None:
    lines = (
        "# District Partnership Plans 2008-2011", "Both plans are presented today.",
        "## Anyborough Community Safety Partnership", "It has five towns.", "The plan has these key areas:",
        "- Burglary", "- Drugs",
        "## Othertown Community Safety Partnership", "It has one.", "Othertown's priorities are:", "- Robbery", "- Alcohol",
    )  # fmt: skip
    plans, starts = divide(document(*lines), RULES)
    assert [one.title for one in plans] == ["Anyborough Community Safety Partnership", "Othertown Community Safety Partnership"]
    assert [(one.period.start, one.period.end) for one in plans if one.period] == [(2008, 2011)] * 2
    assert starts == (2, 7)


def test_partnerships_that_only_have_addresses_are_no_plans() -> None:
    lines = (
        "# Community Safety Plan 2008-2011", "Our priorities are:", "- Burglary",
        "## Anyborough Community Safety Partnership", "Town Hall.", "## Othertown Community Safety Partnership", "High Street.",
    )  # fmt: skip
    assert len(divide(document(*lines), RULES)[0]) == 1
