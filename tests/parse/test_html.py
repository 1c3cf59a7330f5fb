"""Web pages: the text of the page in order, lists as printed, tables with their spans, menus set apart."""

from __future__ import annotations

from extractor.model import Block, Document
from extractor.parse.html import read_html


def read(body: str) -> Document:
    return read_html(
        f"<!DOCTYPE html><html><head><title>The plan</title></head><body>{body}</body></html>".encode(), file="page.html"
    )


def seen(body: str) -> list[tuple[str, str | None, str]]:
    return [(block.kind, block.label, block.text) for block in read(body).blocks]


def test_headings_paragraphs_and_loose_text_come_in_order() -> None:
    found = read("<h1>Plan</h1>loose<p>One\n  two</p><div>In a div<h2>Aims</h2>after</div><blockquote>Quote</blockquote>")
    assert [(b.kind, b.level, b.text) for b in found.blocks] == [
        ("heading", 1, "Plan"),
        ("paragraph", 0, "loose"),
        ("paragraph", 0, "One two"),
        ("paragraph", 0, "In a div"),
        ("heading", 2, "Aims"),
        ("paragraph", 0, "after"),
        ("paragraph", 0, "Quote"),
    ]
    assert [b.anchor for b in found.blocks] == [f"paragraph {n}" for n in range(1, 8)]
    assert found.properties == (("title", "The plan"),)


def test_list_labels_are_those_a_browser_prints() -> None:
    body = (
        '<ol start="3"><li>c<li value="7">g<li>h</ol><ol type="a"><li>x</ol>'
        '<ol type="i"><li>one<li>two<ul><li>in</ul></ol><ul><li>dot</ul>'
    )
    assert [label for _, label, _ in seen(body)] == ["3.", "7.", "8.", "a.", "i.", "ii.", "•", "•"]
    assert [block.level for block in read(body).blocks] == [0, 0, 0, 0, 0, 0, 1, 0]


def test_the_marker_belongs_to_the_first_paragraph_of_an_item() -> None:
    assert seen("<ul><li><p>First</p><p>Second</p></li></ul>") == [("item", "•", "First"), ("paragraph", None, "Second")]


def test_bold_words_are_marked() -> None:
    (block,) = read("<p>Our <strong>three</strong> aims and <span style='font-weight: bold'>one</span> more.</p>").blocks
    assert [block.text[start:end] for start, end in block.bold] == ["three", "one"]


def test_breaks_part_short_lines_and_not_sentences() -> None:
    assert [text for _, _, text in seen("<p>Burglary<br>Violence</p><p>We will go<br>on here.</p>")] == [
        "Burglary",
        "Violence",
        "We will go on here.",
    ]


def test_tables_keep_spans_heads_and_lists() -> None:
    body = (
        "<table><thead><tr><th>What</th><th colspan=2>Target</th></tr></thead><tbody><tr><td rowspan=2>Theft</td><td>10%</td>"
        "<td><ul><li>a</li><li>b</li></ul></td></tr><tr><td>20%</td><td></td></tr></tbody></table>"
    )
    cells = {block.text: block for block in read(body).blocks}

    def place(text: str) -> tuple[int, int, int, int, bool]:
        cell = cells[text].cell
        assert cell is not None
        return cell.row, cell.column, cell.columns, cell.rows, cell.head

    assert place("Target") == (1, 2, 2, 1, True)
    assert place("Theft") == (2, 1, 1, 2, False)
    assert place("20%") == (3, 2, 1, 1, False)
    assert "• a\n• b" in cells
    assert cells["20%"].anchor == "table 1, row 3, cell 2"


def test_a_table_that_only_arranges_the_page_is_read_as_text() -> None:
    assert seen("<table><tr><td><h2>Aims</h2><p>Text.</p></td><td>Side</td></tr></table>") == [
        ("heading", None, "Aims"),
        ("paragraph", None, "Text."),
        ("paragraph", None, "Side"),
    ]


def test_menus_scripts_and_hidden_parts_are_no_text_of_the_paper() -> None:
    found = read(
        "<nav>Home <a>Safety</a></nav><header>Council</header><script>x()</script><p hidden>a</p><p style='display: none'>b</p>"
        "<div class='breadcrumb'>You are here</div><main><header><h1>Plan</h1></header><p>Text.</p></main><footer>Legal</footer>"
    )
    assert [block.text for block in found.blocks] == ["Plan", "Text."]
    assert [block.text for block in found.furniture] == ["Home Safety", "Council", "You are here", "Legal"]


def test_a_form_round_the_whole_page_is_no_furniture() -> None:
    assert [text for _, _, text in seen("<form><h1>Plan</h1><p>Text.</p><input value='x'></form>")] == ["Plan", "Text."]


def test_the_charset_of_the_page_is_believed() -> None:
    page = "<html><head><meta charset='windows-1252'></head><body><p>£5 – five</p></body></html>".encode("cp1252")
    assert read_html(page, file="page.html").blocks[0].text == "£5 – five"


def test_deep_nesting_does_no_harm() -> None:
    blocks: tuple[Block, ...] = read("<div>" * 3000 + "deep" + "</div>" * 3000 + "<p>after</p>").blocks
    assert "after" in [block.text for block in blocks] or blocks == ()
