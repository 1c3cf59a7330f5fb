"""Where characters stand, whatever the order in which a file draws them; what a table is to the text round it."""

from __future__ import annotations

import subprocess
import sys

import pytest
from pdf_papers import LEFT, LONG, Sheets, read, width_of


@pytest.mark.parametrize("order", [("one", "two", "three"), ("three", "one", "two"), ("two", "three", "one")])
def test_words_drawn_in_any_order_keep_their_own_places(order: tuple[str, ...]) -> None:
    starts = {"one": LEFT, "two": LEFT + 40, "three": LEFT + 75}
    pdf = Sheets()
    for word in order:
        pdf.line(100, word, x=starts[word])
    (block,) = read(pdf).blocks
    assert block.text == "one two three"
    (line,) = block.lines
    for word, start in starts.items():
        at = block.text.index(word)
        assert line.xs[at] == pytest.approx(start, abs=0.6)
        assert line.xs[at + len(word)] == pytest.approx(start + width_of(word), abs=0.6)


def test_one_bold_word_of_a_line_is_the_only_one_marked() -> None:
    pdf = Sheets()
    pdf.line(100, "The aim is")
    pdf.line(100, "less crime", x=LEFT + width_of("The aim is "), bold=True)
    pdf.line(100, "everywhere", x=LEFT + width_of("The aim is less crime    "))
    (block,) = read(pdf).blocks
    assert [block.text[start:end] for start, end in block.bold] == ["less crime"]


@pytest.mark.parametrize("rows", [2, 10])
def test_a_list_goes_on_round_a_table_and_all_blocks_are_counted(rows: int) -> None:
    pdf = Sheets()
    top = pdf.prose(72, LONG) + 10
    pdf.line(top, "1. Work with schools")
    pdf.line(top + 18, "• in every ward")
    top += 50
    tops = [top + 20 * row for row in range(rows + 1)]
    pdf.grid([72, 300, 523], tops)
    for number, at in enumerate(tops[:-1]):
        pdf.line(at + 4, f"Ward {number}", x=78, size=9)
        pdf.line(at + 4, f"{number + 3} schools", x=306, size=9)
    pdf.line(tops[-1] + 20, "2. Work with parents")
    document = read(pdf)
    assert sum(block.kind == "cell" for block in document.blocks) == 2 * rows
    assert [block.index for block in document.blocks] == list(range(len(document.blocks)))
    items = [(block.label, block.level) for block in document.blocks if block.kind == "item"]
    assert items == [("1.", 0), ("•", 1), ("2.", 0)]
    assert [block.text for block in document.blocks if block.cell][-2:] == [f"Ward {rows - 1}", f"{rows + 2} schools"]


def test_a_table_over_many_pages_is_one_with_its_rows_counted_on() -> None:
    pdf = Sheets()
    for page in range(5):
        tops = [60 + 20 * row for row in range(4)]
        pdf.grid([72, 300, 523], tops)
        for row, at in enumerate(tops[:-1]):
            left, right = ("Ward", "Schools") if row == 0 else (f"Ward {page}{row}", f"{page}{row} schools.")
            pdf.line(at + 4, left, x=78, size=9, bold=row == 0)
            pdf.line(at + 4, right, x=306, size=9, bold=row == 0)
        pdf.next()
    cells = [block for block in read(pdf).blocks if block.cell is not None]
    assert {block.cell.table for block in cells if block.cell} == {1}
    assert [block.cell.row for block in cells if block.cell and block.cell.column == 1] == list(range(1, 12))
    assert [block.text for block in cells if block.cell and block.cell.head] == ["Ward", "Schools"]


def test_an_ordinary_paper_is_read_without_loading_pdfplumber() -> None:
    pdf = Sheets()
    pdf.prose(72, LONG)
    said = subprocess.run(
        [
            sys.executable,
            "-c",
            "import sys; from extractor.parse import parse; parse(sys.stdin.buffer.read(), file='plan.pdf');"
            " print('pdfplumber' in sys.modules)",
        ],
        input=pdf.done(),
        capture_output=True,
        check=True,
    )
    assert said.stdout.split() == [b"False"]
