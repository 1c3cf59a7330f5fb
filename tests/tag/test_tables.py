"""Tables by rows and columns, however their cells are merged."""

from made_blocks import section

from extractor.model import Section
from extractor.tag.tables import Table, read_tables, walk


def one_table(*rows: list[str | None]) -> Table:
    (table,) = read_tables(walk([section(list(rows))]))
    return table


def test_a_merged_head_cell_stands_over_each_of_its_columns() -> None:
    table = one_table(["Ref", "Past", None, "Target"], ["^", "Baseline", "Last", "^"], ["1", "a", "b", "c"])
    assert table.column_heads(2) == (("Ref",), ("Past", "Baseline"), ("Past", "Last"), ("Target",))


def test_a_cell_that_reaches_down_is_read_in_every_row_and_begins_in_one() -> None:
    table = one_table(["Burglary", "first"], ["^", "second"])
    assert [row.text(0) for row in table.rows] == ["Burglary", "Burglary"]
    assert [row.begins(0) for row in table.rows] == [True, False]


def test_a_head_printed_again_on_the_next_page_is_no_row() -> None:
    table = one_table(["Objective", "Target"], ["Burglary", "5%"], ["OBJECTIVE", "Target"], ["Robbery", "6%"])
    assert [row.text(0) for row in table.body(1)] == ["Burglary", "Robbery"]


def test_a_wide_row_is_a_banner() -> None:
    table = one_table(["Objective", "Target"], ["Safer streets"], ["Burglary", "5%"])
    assert [row.banner is not None for row in table.rows] == [False, True, False]


def test_blocks_know_the_headings_over_them() -> None:
    placed = walk([section("# Plan", "## Burglary", "words", "## Robbery", "more words")])
    assert [[heading.text for heading in one.path] for one in placed if one.block.kind == "paragraph"] == [
        ["Plan", "Burglary"],
        ["Plan", "Robbery"],
    ]


def test_a_heading_given_both_as_path_and_as_block_counts_once() -> None:
    made = section("# Plan", "words")
    listed = Section(0, (made.blocks[0],), "other", made.blocks)
    assert [[heading.text for heading in one.path] for one in walk([listed])] == [["Plan"]]
