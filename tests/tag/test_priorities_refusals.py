"""What looks like a list of priorities and is none, and what is passed over with its reason. Texts are invented."""

import pytest
from made_papers import Line, found, read, titles

OWN = ("# Our priorities", "- Burglary", "- Hate crime")


@pytest.mark.parametrize(
    "lines",
    [
        ("The bodies that make up the partnership are:", "- Anyborough Council", "- Mercia Police", "- Fire and Rescue Service"),
        ("# Membership of the board", "- Anyborough Council", "- Probation", "- Violence Reduction Unit"),
        ("# Statutory duties", "- reduce crime and disorder", "- combat the misuse of drugs", "- reduce re-offending"),
        ("# Our principles", "- Listen to victims", "- Treat young people fairly", "- Share information"),
        ("Our values are:", "- Trust", "- Respect for communities", "- Confidence"),
        ("# What we will do", "- Fit alarms against burglary", "- Patrol against violence", "- Teach children about drugs"),
        ("Officers will then:", "- tell residents about burglary", "- visit victims", "- write to young people"),
        ("# Recommendations", "- That the burglary report be noted", "- That drugs be reviewed", "- That violence be reviewed"),
        ("RESOLVED:", "(a) that the report on violence be noted", "(b) that the burglary figures be circulated"),
        ("The survey showed:", "- Burglary is a worry", "- Drugs are a worry", "- Violence is a worry"),
        ("# What you told us", "- Burglary", "- Drugs", "- Violence"),
        ("Residents named the following as their biggest worries:", "- Burglary", "- Drugs", "- Violence"),
        ("# Glossary", "- ASB", "- Domestic abuse", "- Hate crime"),
        ("# Key achievements", "- Burglary down", "- Fewer robberies", "- Less violence"),
        ("# Criteria for funding", "- Tackles burglary", "- Tackles drugs", "- Helps victims"),
        ("# Key measures of success", "- Burglary", "- Robbery", "- Violence"),
        ("The agreement uses the following indicators:", "- Burglary", "- Robbery", "- Violence"),
        ("# Background papers", "- Burglary report", "- Drugs strategy", "- Violence audit"),
        ("The strategy complements the following existing plans:", "- Drugs strategy", "- Hate crime strategy"),
        ("Our priorities are:", "- Cut burglary by 9% by 2010", "- Cut robbery by 5%", "- Cut violence by 4%"),
        ("Our priorities are:", "- The study has been written", "- Members were told", "- The board should meet"),
        ("# Introduction", "There are five areas in the borough, among them burglary and drugs."),
        ("# Introduction", "Priority offenders are visited, and drugs, burglary and violence are discussed with them."),
        ("# Glossary", [["Priority", "Meaning"], ["Burglary", "Breaking into a home"], ["Robbery", "Theft with force"]]),
        ([["Priority actions", "Lead"], ["Fit alarms", "Police"], ["Meet monthly", "Council"]],),
        ([["Objective", "Baseline", "Target"], ["Reduce burglary", "800", "700"], ["Reduce robbery", "80", "70"]],),
    ],
)  # fmt: skip
def test_no_priorities(lines: tuple[Line, ...]) -> None:
    assert titles(*lines) == []
    assert titles(*lines, *OWN) == ["Burglary", "Hate crime"]


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        (("# What you told us", "- Burglary", "- Drugs", "- Violence"), "stands under “What you told us”"),
        (("The partnership comprises:", "- Police", "- Council"), "its lead-in announces members"),
        (("Some text about it.", "- Tea", "- Coffee"), "nothing in front of it names priorities"),
        (("Our priorities are:", "- Members were told", "- The board should meet"), "its members look like findings"),
        (("Our priorities are:", "- Burglary 4", "- Robbery 5", "- Drugs 6"), "its members end with page numbers"),
        (("The strategy seeks to:", "- more tea", "- cheaper coffee"), "too few of its members name a theme of community safety"),
        ((*OWN, "# Foreword", "Our priorities are:", "- Burglary", "- Hate crime"),
         "restates priorities that are stated more fully elsewhere"),
        ((*OWN, "# Delivery", "Over the next three years we will focus on:", "- Drugs", "- Violence"),
         "only says what will be done, and the plan names its priorities elsewhere"),
    ],
)  # fmt: skip
def test_what_is_passed_over_says_why(lines: tuple[Line, ...], reason: str) -> None:
    _, passed = read(*lines)
    assert reason in [one.reason for one in passed]
    for one in passed:
        assert one.rule
        assert one.quote.block.text[one.quote.start : one.quote.end]


def test_one_set_in_its_fullest_wording() -> None:
    foreword = ("# Foreword", "Our priorities are burglary, violence and drugs.")
    chapter = ("# Our priorities", "- Domestic burglary", "- Violence against the person", "- Drugs and alcohol", "- Hate crime")
    assert titles(*foreword, *chapter) == ["Domestic burglary", "Violence against the person", "Drugs and alcohol", "Hate crime"]


def test_contents_and_chapters_give_one_set() -> None:
    contents = ("# Contents", "Our priorities 3", "1. Burglary 4", "2. Hate crime 5")
    assert titles(*contents, *OWN) == ["Burglary", "Hate crime"]
    assert titles(*contents, "# Priority 1: Burglary", "Text.", "# Priority 2: Hate crime", "Text.") == ["Burglary", "Hate crime"]


def test_a_weak_list_counts_where_the_plan_names_nothing_better() -> None:
    weak = ("Over the next three years we will focus on:", "- Drugs and alcohol", "- Violent crime")
    assert titles(*weak) == ["Drugs and alcohol", "Violent crime"]
    assert max(one.confidence for one in found(*weak)) < min(one.confidence for one in found(*OWN))


def test_confidence_falls_from_a_plain_statement_to_a_guess() -> None:
    forms: list[tuple[Line, ...]] = [
        ("Our two priorities are:", "- Burglary", "- Hate crime"),
        ("As identified by residents, the key priorities:", "- Burglary", "- Hate crime"),
        ("Over the next three years we will focus on:", "- Burglary", "- Hate crime"),
        ("# Introduction", "What the partnership looks to.", "- Burglary", "- Hate crime", "- Robbery"),
    ]
    confidences = [found(*lines)[0].confidence for lines in forms]
    assert confidences == sorted(confidences, reverse=True)
    assert len(set(confidences)) > 2
    assert all(0 < confidence < 1 for confidence in confidences)


def test_a_stated_count_that_does_not_fit_lowers_confidence() -> None:
    fits = found("Our two priorities are:", "- Burglary", "- Hate crime")
    not_fits = found("Our seven priorities are:", "- Burglary", "- Hate crime")
    assert fits[0].confidence > not_fits[0].confidence


def test_a_member_that_looks_like_an_action_is_less_sure_than_its_siblings() -> None:
    burglary, patrols, _ = found("Our priorities are:", "- Burglary", "- Run two patrols a week", "- Hate crime")
    assert patrols.confidence < burglary.confidence
