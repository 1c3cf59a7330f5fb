"""Plain text and Markdown: wrapped lines joined, short ones kept apart, headings, lists and tables seen."""

from __future__ import annotations

from extractor.parse.text import read_text

PLAIN = """SAFER BOROUGH PARTNERSHIP

Community Safety Plan 2008-2011
===============================

The partnership has agreed the following priorities, which were chosen after
consultation with residents and with the voluntary sector of the borough as a
whole.

1. Reduce burglary in the wards where it is highest and keep it down through
   target hardening and patrols
2. Reduce violence
   - night time economy
   - domestic abuse

2.1 Measures are set out below in the table which accompanies this paper and
which will be refreshed every year.

Contact:
Community Safety Team
Town Hall
"""

MARKDOWN = """---
title: "A plan"
---
# Safer plan

Our **three** priorities, as agreed
by the [board](http://example.org), are:

* Burglary: *cut* it
  in all wards
* Violence
    - night time
1. one

Priorities
----------

| What | Target |
|------|-------:|
| Theft | **10%** |
| A\\|B | x<br>y |

First line\x20\x20
Second line
"""


def seen(text: str, *, markdown: bool = False) -> list[tuple[str, int, str | None, str, str | None]]:
    found = read_text(text.encode(), file="paper.txt", markdown=markdown).blocks
    return [(block.kind, block.level, block.label, block.text, block.anchor) for block in found]


def test_plain_text_is_read_as_its_lay_out_says() -> None:
    start = "The partnership has agreed the following priorities, which were chosen after consultation with residents "
    assert seen(PLAIN) == [
        ("heading", 2, None, "SAFER BOROUGH PARTNERSHIP", "line 1"),
        ("heading", 1, None, "Community Safety Plan 2008-2011", "line 3"),
        ("paragraph", 0, None, start + "and with the voluntary sector of the borough as a whole.", "line 6"),
        (
            "item",
            0,
            "1.",
            "Reduce burglary in the wards where it is highest and keep it down through target hardening and patrols",
            "line 10",
        ),
        ("item", 0, "2.", "Reduce violence", "line 12"),
        ("item", 1, "-", "night time economy", "line 13"),
        ("item", 1, "-", "domestic abuse", "line 14"),
        (
            "paragraph",
            0,
            "2.1",
            "Measures are set out below in the table which accompanies this paper and which will be refreshed every year.",
            "line 16",
        ),
        ("paragraph", 0, None, "Contact:", "line 19"),
        ("paragraph", 0, None, "Community Safety Team", "line 20"),
        ("paragraph", 0, None, "Town Hall", "line 21"),
    ]


def test_text_that_was_never_wrapped_keeps_its_lines() -> None:
    long = "The board met and agreed that the plan should go forward " * 5
    assert [text for _, _, _, text, _ in seen(f"{long}\n{long}\nshort")] == [long.strip(), long.strip(), "short"]


def test_an_entry_of_a_table_of_contents_ends_with_its_page() -> None:
    entries = [
        "Priority - Violence, disorder and nuisance in the town...... 9",
        "Priority - Burglary and theft from all homes...... 12",
    ]
    assert [text for _, _, _, text, _ in seen("\n".join(entries))] == entries


def test_a_page_break_parts_paragraphs_and_keeps_line_numbers() -> None:
    assert [(text, anchor) for _, _, _, text, anchor in seen("One.\n\fTwo.\nThree.")] == [
        ("One.", "line 1"),
        ("Two.", "line 2"),
        ("Three.", "line 3"),
    ]


def test_windows_line_ends_count_once() -> None:
    assert seen("One.\r\n\r\nTwo.")[1][4] == "line 3"


def test_markdown_is_read_as_its_signs_say() -> None:
    assert seen(MARKDOWN, markdown=True) == [
        ("heading", 1, None, "Safer plan", "line 4"),
        ("paragraph", 0, None, "Our three priorities, as agreed by the board, are:", "line 6"),
        ("item", 0, "*", "Burglary: cut it in all wards", "line 9"),
        ("item", 0, "*", "Violence", "line 11"),
        ("item", 1, "-", "night time", "line 12"),
        ("item", 0, "1.", "one", "line 13"),
        ("heading", 2, None, "Priorities", "line 15"),
        ("cell", 0, None, "What", "table 1, row 1, cell 1"),
        ("cell", 0, None, "Target", "table 1, row 1, cell 2"),
        ("cell", 0, None, "Theft", "table 1, row 2, cell 1"),
        ("cell", 0, None, "10%", "table 1, row 2, cell 2"),
        ("cell", 0, None, "A|B", "table 1, row 3, cell 1"),
        ("cell", 0, None, "x\ny", "table 1, row 3, cell 2"),
        ("paragraph", 0, None, "First line", "line 23"),
        ("paragraph", 0, None, "Second line", "line 23"),
    ]


def test_markdown_bold_and_head_rows_are_marked() -> None:
    found = read_text(MARKDOWN.encode(), file="paper.md", markdown=True)
    assert [found.blocks[1].text[start:end] for start, end in found.blocks[1].bold] == ["three"]
    assert [block.text for block in found.blocks if block.cell and block.cell.head] == ["What", "Target"]
    assert found.properties == (("title", "A plan"),)


def test_signs_inside_words_and_sums_are_no_markdown() -> None:
    assert seen("snake_case_name and 2 * 3 * 4\n", markdown=True)[0][3] == "snake_case_name and 2 * 3 * 4"
