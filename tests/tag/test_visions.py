"""Which words are a plan's vision, and which only speak of one. Texts are invented."""

import pytest
from made_blocks import Note, section

from extractor.codebook import load_codebook
from extractor.tag.tables import walk
from extractor.tag.visions import tag_visions

CODEBOOK = load_codebook()


def vision(*notes: Note) -> str | None:
    found = tag_visions(walk([section(*notes)]), CODEBOOK)
    return found[0][1].text if found else None


@pytest.mark.parametrize(
    "heading",
    [
        "# Our Vision",
        "# Safer Anyborough Partnership vision",
        "Mission Statement",
        "VISION:",
        "# Vision and values",
        "# Our ambition",
    ],
)
def test_the_paragraph_under_a_heading(heading: str) -> None:
    assert vision(heading, "To make Anyborough a safer place.", "We began in 1998.") == "To make Anyborough a safer place."


def test_a_vision_that_ends_in_by_takes_its_items() -> None:
    assert vision(
        "# Partnership vision", "To improve safety in the borough by:", "- cutting crime", "- helping victims", "# Next"
    ) == ("To improve safety in the borough by:\ncutting crime\nhelping victims")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Its overall vision is of “a place where everyone is healthy and safe”.", "a place where everyone is healthy and safe"),
        ("Our vision is a town where all are safe.", "Our vision is a town where all are safe."),
        ("We met. Our main aim is for all to be safe.", "Our main aim is for all to be safe."),
        ("Vision: A borough in which nobody is afraid.", "A borough in which nobody is afraid."),
        ("Our mission is to make Anyborough safe.", "Our mission is to make Anyborough safe."),
        ("The CSP aims to make our area a safer place.", "The CSP aims to make our area a safer place."),
        ("The vision described is: Safe streets in every town.", "The vision described is: Safe streets in every town."),
    ],
)  # fmt: skip
def test_a_vision_stated_in_a_sentence(text: str, expected: str) -> None:
    assert vision(text) == expected


@pytest.mark.parametrize(
    "notes",
    [
        ("The Government's vision is to turn the offender into a law-abiding citizen.",),
        ("# The Government's vision", "To put the citizen at the heart of all it does.",),
        ("Behind it is the Government’s vision that crime will fall.",),
        ("The strategy sets out a vision for key themes:", "- Violence", "- Drugs"),
        ("Partners describe their vision for the future and how they mean to go on.",),
        ("5. From Audit to Strategy: Our Vision for the City ........ 12",),
        ("# OUR VISION", "WHAT WE HOPE FOR RESTS ON FOUR PILLARS:", "- A clean environment"),
        ("The aim of this report is to inform members.",),
        ("# Vision", "# Values", "Honesty comes first."),
        ("Elsewhere the vision says “It is our people who will bring this about”.",),
    ],
)  # fmt: skip
def test_words_about_a_vision_are_none(notes: tuple[Note, ...]) -> None:
    assert vision(*notes) is None


def test_a_heading_goes_before_a_sentence_and_each_plan_has_one() -> None:
    first = section("Our aim is to make life better.", "# Vision", "To live without fear.", plan=0)
    second = section("# Vision", "To walk home safely.", plan=1, start=10)
    assert [(plan, one.text) for plan, one in tag_visions(walk([first, second]), CODEBOOK)] == [
        (0, "To live without fear."),
        (1, "To walk home safely."),
    ]


def test_the_quote_is_the_papers_own_words() -> None:
    ((_, found),) = tag_visions(walk([section("Its vision is “a town without any fear at all”.")]), CODEBOOK)
    assert found.quote.text == found.text == "a town without any fear at all"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Much began in that year. Our mission: a town that looks out for everyone in it.",
            "a town that looks out for everyone in it.",
        ),
        ("A town where nobody is afraid to go out. That, in a word, is our vision.", "A town where nobody is afraid to go out."),
        ("A town where nobody is afraid to go out: that is our vision.", "A town where nobody is afraid to go out"),
        ("What do we hope for? That is our vision.", None),
    ],
)
def test_a_vision_inside_a_paragraph(text: str, expected: str | None) -> None:
    assert vision(text) == expected


def test_a_single_statement_under_our_aim_is_a_vision_and_several_are_aims() -> None:
    said = "A county where people feel safe in their homes"
    assert vision("## Our aim", said, "## Our priorities", "Burglary") == said
    assert vision("## Our aim", said, "A county without fear", "## Our priorities") is None


def test_a_vision_quoted_below_the_words_that_lead_in_to_it() -> None:
    assert vision("The vision of the board is that it:-", "“Will work so that nobody in the town is afraid.”") == (
        "Will work so that nobody in the town is afraid."
    )
