"""Every form in which a plan may set out its priorities. Texts are invented."""

import pytest
from made_papers import Line, found, titles

BURGLARY, ROBBERY, ASB = "Burglary", "Robbery", "Anti-social behaviour"
THREE = [BURGLARY, ROBBERY, ASB]
LEAD = "Our priorities for the next three years are:"


@pytest.mark.parametrize(
    "lines",
    [
        ("# Our priorities", "- Burglary", "- Robbery", "- Anti-social behaviour"),
        (LEAD, "- Burglary", "- Robbery", "- Anti-social behaviour"),
        (LEAD, "- Burglary;", "- Robbery; and", "- Anti-social behaviour."),
        (LEAD, "1. Burglary", "2. Robbery", "3. Anti-social behaviour"),
        (LEAD, "(a) Burglary", "(b) Robbery", "(c) Anti-social behaviour"),
        (LEAD, "(i) Burglary", "(ii) Robbery", "(iii) Anti-social behaviour"),
        (LEAD, "1. Burglary", "Far too many homes are broken into.", "2. Robbery", "3. Anti-social behaviour"),
        (LEAD, "Burglary", "Robbery", "Anti-social behaviour"),
        ("# Our priorities", "Burglary", "Robbery", "Anti-social behaviour"),
        (LEAD, "Burglary – fewer homes broken into", "Robbery – safer streets", "Anti-social behaviour – calmer evenings"),
        (LEAD, "Burglary: fewer homes broken into", "Robbery: safer streets", "Anti-social behaviour: calmer evenings"),
        (
            LEAD,
            "**Burglary** We shall mark bicycles.",
            "**Robbery** We shall patrol.",
            "**Anti-social behaviour** We shall listen.",
        ),
        ("# Our priorities", "## Burglary", "Homes.", "## Robbery", "Streets.", "## Anti-social behaviour", "Evenings."),
        ("# Our priorities", "# Burglary", "# Robbery", "# Anti-social behaviour"),
        ("Priority 1: Burglary", "Text.", "Priority 2: Robbery", "Text.", "Priority 3: Anti-social behaviour", "Text."),
        ("# Priority 1 – Burglary", "# Priority 2 – Robbery", "# Priority 3 – Anti-social behaviour"),
        ("Priority One: Burglary", "Priority Two: Robbery", "Priority Three: Anti-social behaviour"),
        (
            LEAD,
            "Burglary",
            "Far too many homes are broken into.",
            "Robbery",
            "Streets should be safe.",
            "Anti-social behaviour",
            "Evenings should be calm.",
            "What happens next",
            "The board meets in June.",
        ),
        ("Priority 1: Burglary 4", "Priority 2: Robbery 7", "Priority 3: Anti-social behaviour 12"),
        ("# Contents", "Our priorities 3", "1. Burglary .. 4", "2. Robbery .. 5", "3. Anti-social behaviour .. 6"),
        ("# Contents", "4. Our priorities 3", "4.1 Burglary 4", "4.2 Robbery 5", "4.3 Anti-social behaviour 6", "5. Money 9"),
        ([["Priority", "Lead"], ["Burglary", "Police"], ["Robbery", "Police"], ["Anti-social behaviour", "Council"]],),
        ([["Priority", "Lead"], ["Burglary\nRobbery\nAnti-social behaviour", "Police"]],),
        ("The four partners agreed three priorities:", [["Burglary", "Robbery", "Anti-social behaviour"]]),
        ("Our three priorities are burglary, robbery and anti-social behaviour for the whole of the plan.",),
    ],
)
def test_a_list_in_any_form(lines: tuple[Line, ...]) -> None:
    got = titles(*lines)
    assert [title.casefold() for title in got][:2] == ["burglary", "robbery"]
    assert got[2].casefold().startswith("anti-social behaviour")
    assert len(got) == 3


@pytest.mark.parametrize(
    ("sentence", "members"),
    [
        ("Our priorities are burglary, robbery and arson.", ["burglary", "robbery", "arson"]),
        ("Our priorities are burglary, robbery, and arson.", ["burglary", "robbery", "arson"]),
        ("Our priorities are burglary, drugs and alcohol.", ["burglary", "drugs and alcohol"]),
        ("Our three priorities are burglary, drugs and alcohol.", ["burglary", "drugs", "alcohol"]),
        ("Our two priorities are victims and witnesses and burglary.", ["victims and witnesses", "burglary"]),
        ("Our priorities are: violence and robbery; drugs and alcohol; arson.",
         ["violence and robbery", "drugs and alcohol", "arson"]),
        ("Our priorities are burglary, drugs and violence.", ["burglary", "drugs", "violence"]),
        ("Our priorities are burglary, domestic and sexual abuse.", ["burglary", "domestic and sexual abuse"]),
        ("Our aims are to help victims and prevent and reduce burglary.", ["help victims", "prevent and reduce burglary"]),
        ("The partnership has four aims, which are to: (i) cut burglary; (ii) cut robbery; (iii) help victims.",
         ["cut burglary", "cut robbery", "help victims"]),
        ("Our priorities are to reduce violence (including robbery, and arson), tackle burglary and support victims.",
         ["reduce violence (including robbery, and arson)", "tackle burglary", "support victims"]),
        ("The plan has three themes: violence, theft and drugs, as the partnership agreed.", ["violence", "theft", "drugs"]),
        ("For 2014-15 partners had agreed to focus on burglary, robbery and arson.", ["burglary", "robbery", "arson"]),
        ("Top of the list this time come domestic abuse, street drinking and youth offending.",
         ["domestic abuse", "street drinking", "youth offending"]),
    ],
)  # fmt: skip
def test_a_list_inside_a_sentence(sentence: str, members: list[str]) -> None:
    assert titles("# Introduction", sentence) == members


def test_what_they_points_back_to_counts_only_when_it_names_priorities() -> None:
    opening = "They include tackling drug misuse, reducing violent crime and reducing burglary."
    assert len(titles("The strategy has several aims for the borough. " + opening)) == 3
    assert titles("The police hold several meetings in the borough. " + opening) == []


def test_priorities_that_come_one_to_a_sentence() -> None:
    lines = (
        "Our first priority is to reduce burglary. Homes matter most of all.",
        "Our second priority is to support victims of crime. We shall call them.",
        "Our third and last priority is to tackle drug misuse in the town.",
    )
    assert titles(*lines) == ["reduce burglary", "support victims of crime", "tackle drug misuse in the town"]


def test_a_single_priority_in_a_sentence_counts() -> None:
    assert titles("A key priority is to reduce domestic burglary across the borough.") == [
        "reduce domestic burglary across the borough"
    ]


@pytest.mark.parametrize(
    ("lines", "kind"),
    [
        (("Our priorities are:", "- Burglary", "- Robbery"), "priority"),
        (("Our strategic aims are:", "- Burglary", "- Robbery"), "objective"),
        (("The plan has the following objectives:", "- Burglary", "- Robbery"), "objective"),
        (("The strategy rests on four pillars:", "- Burglary", "- Robbery"), "theme"),
        (("The outcomes we want are:", "- Safer streets", "- Less burglary"), "outcome"),
        (("# Our themes", "- Burglary", "- Robbery"), "theme"),
        (("Theme 1: Burglary", "Theme 2: Robbery"), "theme"),
        (("Strategic Aim 1: Burglary", "Strategic Aim 2: Robbery"), "objective"),
        (("Outcome A: Safer streets", "Outcome B: Less burglary"), "outcome"),
        (("OUTCOME", "Safer streets for all"), "outcome"),
        (("STRATEGIC AIM:", "Reduce burglary"), "objective"),
        (([["Strategic aim", "Lead"], ["Burglary", "Police"], ["Robbery", "Police"]],), "objective"),
        (([["Theme", "Lead"], ["Burglary", "Police"], ["Robbery", "Police"]],), "theme"),
        (("Our first aim is to reduce burglary in the town. Our second aim is to help victims of crime.",), "objective"),
        (("# Our aims", "We have three:", "- Burglary", "- Robbery"), "objective"),
    ],
)
def test_the_kind_follows_the_papers_own_word(lines: tuple[Line, ...], kind: str) -> None:
    got = found(*lines)
    assert got
    assert {one.kind for one in got} == {kind}


@pytest.mark.parametrize(
    ("line", "label", "title"),
    [
        ("Priority 2: Burglary", "Priority 2", "Burglary"),
        ("Strategic Objective 1 – Burglary", "Strategic Objective 1", "Burglary"),
        ("12 Priority 2: Burglary", "Priority 2", "Burglary"),
        ("Priority 2 Violent crime", "Priority 2", "Violent crime"),
    ],
)
def test_a_label_is_kept_apart_from_its_title(line: str, label: str, title: str) -> None:
    (one,) = found(line)
    assert (one.label, one.title) == (label, title)


def test_every_label_that_stands_alone_gives_the_line_below_it() -> None:
    assert titles("OUTCOME", "Safer streets", "Text about it.", "OUTCOME", "Less burglary", "More text.") == [
        "Safer streets",
        "Less burglary",
    ]


@pytest.mark.parametrize("lines", [("Priority 3",), ("OUTCOME", "We shall know that it works by asking."), ("OUTCOME",)])
def test_a_label_without_a_title_is_no_priority(lines: tuple[str, ...]) -> None:
    assert found(*lines) == []


def test_markers_of_a_list_are_kept_as_labels_and_bullets_are_not() -> None:
    assert [one.label for one in found(LEAD, "1. Burglary", "2. Robbery")] == ["1.", "2."]
    assert [one.label for one in found(LEAD, "- Burglary", "- Robbery")] == [None, None]


def test_items_of_an_inner_list_are_no_priorities_of_the_plan() -> None:
    lines = (LEAD, "- Violent crime", "> - Robbery", "> - Knife crime", "- Burglary")
    assert titles(*lines) == ["Violent crime", "Burglary"]
    assert [(one.title, one.parent, one.kind) for one in found(*lines) if one.parent] == [
        ("Robbery", "Violent crime", "target-area"),
        ("Knife crime", "Violent crime", "target-area"),
    ]


def test_inner_items_that_are_actions_are_left_out() -> None:
    lines = (LEAD, "- Violent crime", "> - Run two patrols a week in Mill Park", "> - Fund a worker", "- Burglary")
    assert [one.title for one in found(*lines)] == ["Violent crime", "Burglary"]


def test_areas_covered_under_a_priority_are_its_children() -> None:
    lines = (
        "Priority 1: Violent crime",
        "# Violent crime",
        "The areas covered will include:",
        "- Robbery",
        "- Knife crime",
        "Priority 2: Burglary",
    )
    got = found(*lines)
    assert [(one.title, one.parent) for one in got] == [
        ("Violent crime", None),
        ("Robbery", "Violent crime"),
        ("Knife crime", "Violent crime"),
        ("Burglary", None),
    ]


def test_a_second_list_about_one_priority_gives_its_children() -> None:
    lines = (
        "Our priorities are:", "- Violent crime", "- Anti-social behaviour", "- Burglary",
        "# In the town", "The top three anti-social behaviour priorities are:", "- Litter", "- Noise", "- Graffiti",
    )  # fmt: skip
    assert titles(*lines) == ["Violent crime", "Anti-social behaviour", "Burglary"]
    assert {one.parent for one in found(*lines) if one.title in ("Litter", "Noise", "Graffiti")} == {"Anti-social behaviour"}


def test_lists_that_nothing_announces_are_a_guess() -> None:
    lines = ("# Introduction", "What the partnership looks to.", "- Burglary", "- Robbery", "- Domestic abuse")
    got = found(*lines)
    assert [one.title for one in got] == ["Burglary", "Robbery", "Domestic abuse"]
    assert all(one.confidence < 0.75 and one.rule == "members.themes" for one in got)
    assert titles(*lines, "# Our priorities", "- Hate crime", "- Arson") == ["Hate crime", "Arson"]


def test_chapters_are_a_guess_where_nothing_names_priorities() -> None:
    chapters = (
        "# Chapter 1: Violent crime",
        "We will act.",
        "# Chapter 2: Burglary",
        "It shall fall.",
        "# Chapter 3: Drugs",
        "Text.",
    )
    got = found(*chapters)
    assert [one.title for one in got] == ["Violent crime", "Burglary", "Drugs"]
    assert all(one.confidence <= 0.75 for one in got)
    assert titles("# Violent crime", "It rose.", "# Burglary", "It fell.", "# Drugs", "Seizures rose.") == []


def test_entries_of_contents_that_say_what_is_to_be_done_are_a_guess() -> None:
    contents = ("# Contents", "1. Foreword 2", "2. Reducing burglary 4", "3. Tackling drugs 6", "4. Supporting victims 8")
    assert titles(*contents) == ["Reducing burglary", "Tackling drugs", "Supporting victims"]
    assert titles(*contents, "# Our priorities", "- Hate crime", "- Arson") == ["Hate crime", "Arson"]


def test_two_numbered_lists_in_a_row_are_two() -> None:
    assert titles(LEAD, "1. Burglary", "2. Robbery", "1. Talk", "2. Listen") == ["Burglary", "Robbery"]


def test_cross_cutting_themes_never_stand_for_the_plans_own() -> None:
    contents = ("# Contents", "1. Reducing burglary 4", "2. Tackling drugs 6", "3. Supporting victims 8")
    assert "Reducing burglary" in titles(*contents, "Cross cutting themes", "Mental health", "Young people")
