"""Sections: under which headings, in what role. Texts are invented."""

import pytest

from extractor.codebook import load_codebook
from extractor.model import Block, Document
from extractor.section import section

RULES = load_codebook()


def document(*lines: str) -> Document:
    """Blocks out of lines: "# Heading" (more signs, deeper), anything else a paragraph."""
    blocks = []
    for line in lines:
        signs = len(line) - len(line.lstrip("#"))
        text = line.lstrip("# ")
        blocks.append(Block(index=len(blocks), kind="heading" if signs else "paragraph", text=text, level=signs))
    return Document(tuple(blocks))


def runs(*lines: str) -> list[tuple[list[str], list[str]]]:
    """(headings above, blocks) of each section."""
    _, sections = section(document(*lines), RULES)
    return [([heading.text for heading in one.path], [block.text for block in one.blocks]) for one in sections]


def test_sections_hold_every_block_once_in_order_with_their_headings() -> None:
    lines = ("Cover", "# Plan", "Text.", "## Part", "### Detail", "More.", "## Other part", "# End", "Last.")
    assert runs(*lines) == [
        ([], ["Cover"]),
        (["Plan"], ["Plan", "Text."]),
        (["Plan", "Part"], ["Part"]),
        (["Plan", "Part", "Detail"], ["Detail", "More."]),
        (["Plan", "Other part"], ["Other part"]),
        (["End"], ["End", "Last."]),
    ]


def test_a_heading_that_skips_a_level_stands_under_the_nearest_higher_one() -> None:
    assert [path for path, _ in runs("# Plan", "### Deep", "## Part", "Text.")] == [["Plan"], ["Plan", "Deep"], ["Plan", "Part"]]


def test_an_empty_paper_has_no_sections() -> None:
    plans, sections = section(document(), RULES)
    assert (len(plans), sections) == (1, ())


@pytest.mark.parametrize(
    ("headings", "role"),
    [
        (("# Contents",), "contents"),
        (("# Our priorities",), "priorities"),
        (("# Our priorities", "## Violent crime"), "priorities"),
        (("# Our priorities", "## What we will do"), "actions"),
        (("# Glossary of terms",), "glossary"),
        (("# Recommendations",), "recommendations"),
        (("# Who is in the partnership",), "members"),
        (("# The priorities of the plan are:",), "priorities"),
        (("# The bodies that make up the partnership are:",), "members"),
        (("# Safer plans for Anyborough",), "other"),
        (("# Violent crime",), "other"),
    ],
)
def test_the_deepest_heading_that_the_rules_know_gives_the_role(headings: tuple[str, ...], role: str) -> None:
    _, sections = section(document(*headings, "Text."), RULES)
    assert sections[-1].role == role
    assert (sections[-1].rule is not None) == (role != "other")
