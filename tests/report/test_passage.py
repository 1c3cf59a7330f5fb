import sqlite3

from extractor.report.passage import Grid, Part, passage


def blocks(*rows: tuple[object, ...]) -> sqlite3.Connection:
    """A database of one paper's blocks: (number, kind, text) or, for cells, also (table, row, column, row span, column span)."""
    connection = sqlite3.connect(":memory:")
    connection.execute(
        "CREATE TABLE blocks (paper, number, kind, text, label, level, anchor, table_number, row_number, column_number, "
        "row_span, column_span, head)"
    )
    for number, kind, text, *cell in rows:
        table, row, column, high, wide = (*cell, 1, 1)[:5] if cell else (None,) * 5
        values = ["p", number, kind, text, None, 0, None, table, row, column, high, wide, 0]
        connection.execute("INSERT INTO blocks VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", values)
    return connection


def test_words_are_marked_where_they_stand() -> None:
    (prose,) = passage(blocks((0, "paragraph", "one two three")), "p", 0, 0, [(0, 4, 7)])
    assert not isinstance(prose, Grid)
    assert prose.parts == (Part("one ", False), Part("two", True), Part(" three", False))


def test_marks_that_overlap_or_run_over_the_end_give_each_character_once() -> None:
    (prose,) = passage(blocks((0, "paragraph", "abcdef")), "p", 0, 0, [(0, 1, 4), (0, 2, 5), (0, 5, 99), (0, 3, 3)])
    assert "".join(part.text for part in prose.parts) == "abcdef"  # type: ignore[union-attr]
    assert [part.text for part in prose.parts if part.marked] == ["bcdef"]  # type: ignore[union-attr]


def test_tables_are_laid_out_with_empty_places_and_merged_cells() -> None:
    connection = blocks(
        (0, "cell", "a", 1, 1, 1, 2, 1),
        (1, "cell", "b", 1, 1, 2, 1, 2),
        (2, "cell", "d", 1, 2, 3),
        (3, "paragraph", "after"),
    )
    grid, prose = passage(connection, "p", 0, 9)
    assert isinstance(grid, Grid) and not isinstance(prose, Grid)
    assert [["".join(part.text for part in cell.parts) for cell in row] for row in grid.rows] == [["a", "b"], ["", "d"]]
    assert (grid.rows[0][0].rows, grid.rows[0][1].columns) == (2, 2)


def test_two_tables_in_a_row_stay_two() -> None:
    connection = blocks((0, "cell", "a", 1, 1, 1), (1, "cell", "b", 2, 1, 1))
    assert [block.number for block in passage(connection, "p", 0, 1) if isinstance(block, Grid)] == [1, 2]
