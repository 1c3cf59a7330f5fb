"""Cells among ruling lines: the same as pdfplumber's own finder finds, whatever is drawn."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from pdfplumber.table import TableFinder

from extractor.parse.pdf.cellwalk import Cells, tables_of

Line = tuple[bool, float, float, float]
Box = tuple[float, float, float, float]


class Page:
    """The little of a pdfplumber page that its finder looks at."""

    def __init__(self, edges: list[dict[str, Any]]) -> None:
        self.edges = edges
        self.bbox = (0.0, 0.0, 600.0, 800.0)


def edge(line: Line) -> dict[str, Any]:
    upright, at, start, end = line
    x0, x1, top, bottom = (at, at, start, end) if upright else (start, end, at, at)
    return {
        "x0": x0, "x1": x1, "top": top, "bottom": bottom, "width": x1 - x0, "height": bottom - top,
        "orientation": "v" if upright else "h", "object_type": "rect_edge",
    }  # fmt: skip


def found(lines: list[Line]) -> list[Cells]:
    upright = [(at, start, at, end) for is_upright, at, start, end in lines if is_upright]
    return tables_of(upright, [(start, at, end, at) for is_upright, at, start, end in lines if not is_upright])


def boxes(tables: list[Any]) -> list[tuple[Box, list[Box]]]:
    return [(table.bbox, sorted(table.cells)) for table in tables]


# Few places, some of them within pdfplumber's tolerances of each other, so that lines often cross, join or just miss.
PLACES = st.sampled_from([0.0, 0.5, 10.0, 12.9, 20.0, 23.0, 30.0, 33.1, 40.0, 47.0, 50.0, 60.0])
LINES = st.tuples(st.booleans(), PLACES, PLACES, PLACES).map(lambda one: (one[0], one[1], min(one[2:]), max(one[2:])))


@settings(max_examples=400, deadline=None)
@given(st.lists(LINES, min_size=4, max_size=40))
def test_any_lines_give_the_tables_that_pdfplumber_finds(lines: list[Line]) -> None:
    page: Any = Page([edge(line) for line in lines])
    assert boxes(found(lines)) == boxes(TableFinder(page).tables)


def test_merged_cells_and_two_tables_on_a_page() -> None:
    lines: list[Line] = [(False, y, 0, 90) for y in (0, 20, 60)] + [(False, 40, 30, 90)]
    lines += [(True, x, 0, 60) for x in (0, 30, 90)] + [(True, 60, 20, 60)]
    lines += [(False, y, 0, 90) for y in (200, 220)] + [(True, x, 200, 220) for x in (0, 45, 90)]
    tables = boxes(found(lines))
    assert [len(cells) for _, cells in tables] == [7, 2]
    assert (0, 20, 30, 60) in tables[0][1]
