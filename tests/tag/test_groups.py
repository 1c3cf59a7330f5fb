"""Groups of areas that a paper calls similar to its own."""

from __future__ import annotations

import pytest

from extractor.flow import shipped_codebook
from extractor.model import Block, Document
from extractor.tag.groups import tag_groups
from extractor.unify.groups import resolve_groups


def document(*blocks: tuple[str, str]) -> Document:
    return Document(tuple(Block(index, kind, text) for index, (kind, text) in enumerate(blocks)))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("blocks", "names"),
    [
        (
            [("paragraph", "Similar CSPs used for comparison are:-"), ("cell", "▪ Canterbury"), ("cell", "▪ York")],
            ("Canterbury", "York"),
        ),
        (
            [("heading", "Similar areas"), ("paragraph", "They are:"), ("item", "Bedford"), ("item", "Durham")],
            ("Bedford", "Durham"),
        ),
        ([("paragraph", "Our nearest neighbours are Bedford, Durham and York. Others differ.")], ("Bedford", "Durham", "York")),
        (
            [
                ("heading", "Similar areas"),
                ("paragraph", "We met them."),
                ("heading", "Members"),
                ("item", "York"),
                ("item", "Bath"),
            ],
            None,
        ),
        ([("paragraph", "Burglary is higher than in similar boroughs."), ("item", "Burglary"), ("item", "Theft")], None),
    ],
)
def test_groups(blocks: list[tuple[str, str]], names: tuple[str, ...] | None) -> None:
    codebook = shipped_codebook()
    groups = resolve_groups(tag_groups(document(*blocks), codebook), 2005, codebook)
    assert [group.areas for group in groups] == ([names] if names else [])
    for group in groups:
        assert group.quote.text == group.name


def test_names_become_official_and_what_is_no_area_stays_as_printed() -> None:
    codebook = shipped_codebook()
    blocks = [("heading", "Similar areas"), *(("item", name) for name in ("Welwyn/Hatfield", "Telford & Wrekin", "Nowhere-on-Sea"))]
    (group,) = resolve_groups(tag_groups(document(*blocks), codebook), 2005, codebook)
    assert group.areas == ("Welwyn Hatfield", "Telford and Wrekin", "Nowhere-on-Sea")
