"""What a reader of a Word file would miss: text in odd places, printed numbers, headings, tables, notes."""

from __future__ import annotations

import time

import docx
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt
from lxml import etree
from word_papers import W, blocks, numbered, p, package, read, saved, texts

# --- text that a plain walk loses ---------------------------------------------------------------------------------------------


def test_insertions_and_content_controls_are_kept_and_deletions_left_out() -> None:
    body = (
        '<w:p><w:r><w:t xml:space="preserve">Reduce </w:t></w:r><w:ins w:id="1"><w:r><w:t>violent</w:t></w:r></w:ins>'
        '<w:del w:id="2"><w:r><w:delText>petty</w:delText></w:r></w:del>'
        '<w:moveFrom w:id="3"><w:r><w:t>moved</w:t></w:r></w:moveFrom>'
        '<w:r><w:t xml:space="preserve"> crime</w:t></w:r></w:p>'
        f"<w:sdt><w:sdtPr/><w:sdtContent>{p('In a control')}</w:sdtContent></w:sdt>"
        "<w:p><w:smartTag><w:hyperlink><w:r><w:t>In a link</w:t></w:r></w:hyperlink></w:smartTag></w:p>"
    )
    assert texts(body) == ["Reduce violent crime", "In a control", "In a link"]


def test_a_text_box_is_read_once_after_its_paragraph() -> None:
    box = f"<w:txbxContent>{p('Our priorities')}{p('Burglary')}</w:txbxContent>"
    body = (
        "<w:p><w:r><w:t>Before.</w:t><mc:AlternateContent>"
        f'<mc:Choice Requires="wps"><w:drawing><wps:txbx>{box}</wps:txbx></w:drawing></mc:Choice>'
        f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>{p('After.')}"
    )
    found = blocks(body)
    assert [block.text for block in found] == ["Before.", "Our priorities", "Burglary", "After."]
    assert [block.anchor for block in found] == ["paragraph 1", "paragraph 2", "paragraph 3", "paragraph 4"]


def test_field_results_are_kept_and_field_codes_left_out() -> None:
    def char(kind: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    inner = f"{char('begin')}<w:r><w:instrText>PAGEREF x</w:instrText></w:r>{char('separate')}<w:r><w:t>7</w:t></w:r>{char('end')}"
    code = f"{char('begin')}<w:r><w:instrText>IF </w:instrText><w:t>code</w:t></w:r>{inner}{char('separate')}"
    assert texts(f"<w:p>{code}<w:r><w:t>shown</w:t></w:r>{char('end')}<w:r><w:t> after</w:t></w:r></w:p>") == ["shown after"]


def test_odd_characters_become_plain_ones() -> None:
    body = (
        '<w:p><w:r><w:t>Anti</w:t><w:noBreakHyphen/><w:t xml:space="preserve">social\u00a0 beha\u00adviour</w:t>'
        "<w:tab/><w:t>\u200bnow\u2011here</w:t></w:r></w:p>"
    )
    assert texts(body) == ["Anti-social behaviour now-here"]


def test_hidden_text_is_not_printed() -> None:
    assert texts(p("seen") + p("unseen", run="<w:vanish/>")) == ["seen"]


# --- lines ------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (("We will reduce crime in the", "wards that suffer most."), ["We will reduce crime in the wards that suffer most."]),
        (("Burglary", "Violence", "Drugs"), ["Burglary", "Violence", "Drugs"]),
        (("The priorities are:", "• Burglary", "• Violence"), ["The priorities are:", "Burglary", "Violence"]),
        (("It ended there.", "Another began."), ["It ended there.", "Another began."]),
    ],
)
def test_a_line_break_wraps_a_sentence_and_parts_short_lines(lines: tuple[str, ...], expected: list[str]) -> None:
    runs = "<w:br/>".join(f"<w:t>{line}</w:t>" for line in lines)
    found = blocks(f"<w:p><w:r>{runs}</w:r></w:p>")
    assert [block.text for block in found] == expected
    assert {block.anchor for block in found} == {"paragraph 1"}


# --- headings ---------------------------------------------------------------------------------------------------------------


def test_heading_styles_give_levels_below_the_title() -> None:
    document = docx.Document()
    document.add_heading("The plan", 0)
    document.add_heading("Priorities", 1)
    document.add_heading("Burglary", 2)
    own = document.styles.add_style("Council Head", 1)
    own.base_style = document.styles["Heading 2"]
    document.add_paragraph("Violence", style="Council Head")
    assert [(b.kind, b.level, b.text) for b in read(saved(document)).blocks] == [
        ("heading", 1, "The plan"),
        ("heading", 2, "Priorities"),
        ("heading", 3, "Burglary"),
        ("heading", 3, "Violence"),
    ]


def test_headings_by_look_and_prose_that_is_none() -> None:
    document = docx.Document()
    title = document.add_paragraph()
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = title.add_run("Community Safety Plan")
    run.bold, run.font.size = True, Pt(18)
    document.add_paragraph().add_run("Our aims").bold = True
    document.add_paragraph("The aims were agreed by the board after long discussion with residents.")
    document.add_paragraph("NEXT STEPS")
    document.add_paragraph().add_run("This whole sentence is bold and says a thing.").bold = True
    lead_in = document.add_paragraph()
    lead_in.add_run("Violence").bold = True
    lead_in.add_run(" – focusing on the night time economy")
    found = read(saved(document)).blocks
    assert [block.kind for block in found] == ["heading", "heading", "paragraph", "heading", "paragraph", "paragraph"]
    assert found[0].level == 1 < min(found[1].level, found[3].level)
    assert [found[5].text[start:end] for start, end in found[5].bold] == ["Violence"]


def test_a_wrapped_heading_is_one_heading() -> None:
    bold = "<w:b/>"
    body = (
        p("Northshire and Southshire Community Safety Plan 2011-", run=bold)
        + p("2014", run=bold)
        + p("Vision", run=bold)
        + p("Prose.")
    )
    found = blocks(body)
    assert [block.text for block in found] == ["Northshire and Southshire Community Safety Plan 2011-2014", "Vision", "Prose."]
    assert found[0].bold == ((0, len(found[0].text)),)


def test_a_heading_of_style_stays_whole_over_line_breaks() -> None:
    styles = '<w:style w:type="paragraph" w:styleId="H1"><w:name w:val="heading 1"/></w:style>'
    runs = "<w:t>Priority 1</w:t><w:br/><w:t>Reduce burglary</w:t>"
    (block,) = blocks(f'<w:p><w:pPr><w:pStyle w:val="H1"/></w:pPr><w:r>{runs}</w:r></w:p>', styles=styles)
    assert (block.kind, block.text) == ("heading", "Priority 1 Reduce burglary")


def test_bold_short_lines_in_a_row_stay_apart() -> None:
    assert texts("".join(p(text, run="<w:b/>") for text in ("Burglary", "Violent crime", "Drugs"))) == [
        "Burglary",
        "Violent crime",
        "Drugs",
    ]


def test_toggled_bold_cancels_out() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="Strongly"><w:name w:val="Strongly"/><w:rPr><w:b/></w:rPr></w:style>'
        '<w:style w:type="character" w:styleId="Strong"><w:name w:val="Strong"/><w:rPr><w:b/></w:rPr></w:style>'
    )
    body = (
        '<w:p><w:pPr><w:pStyle w:val="Strongly"/></w:pPr><w:r><w:t xml:space="preserve">bold </w:t></w:r>'
        '<w:r><w:rPr><w:rStyle w:val="Strong"/>'
        '</w:rPr><w:t xml:space="preserve">plain </w:t></w:r><w:r><w:rPr><w:b w:val="0"/></w:rPr><w:t>off.</w:t></w:r></w:p>'
    )
    (block,) = blocks(body, styles=styles)
    assert [block.text[start:end] for start, end in block.bold] == ["bold"]


# --- numbers and markers ----------------------------------------------------------------------------------------------------


def level(n: int, form: str, text: str, extra: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{n}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{extra}<w:lvlText w:val="{text}"/>'
        f'<w:pPr><w:ind w:left="{360 * (n + 1)}"/></w:pPr></w:lvl>'
    )


NUMBERING = (
    f'<w:abstractNum w:abstractNumId="0">{level(0, "decimal", "%1.")}{level(1, "decimal", "%1.%2")}{level(2, "lowerRoman", "(%3)")}'
    f'</w:abstractNum><w:abstractNum w:abstractNumId="1">{level(0, "bullet", "&#xf0b7;")}{level(1, "bullet", "o")}</w:abstractNum>'
    f'<w:abstractNum w:abstractNumId="2">{level(0, "upperLetter", "Priority %1:")}</w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>'
    '<w:num w:numId="3"><w:abstractNumId w:val="2"/></w:num>'
    '<w:num w:numId="4"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="7"/></w:lvlOverride></w:num>'
)


def test_labels_are_computed_as_word_prints_them() -> None:
    body = "".join(
        [
            numbered("first", 1),
            numbered("under it", 1, 1),
            numbered("more", 1, 1),
            numbered("deep", 1, 2),
            numbered("second", 1),
            numbered("starts again", 1, 1),
            numbered("from seven", 4),
            numbered("a bullet", 2),
            numbered("one inside", 2, 1),
        ]
    )
    found = blocks(body, numbering=NUMBERING)
    assert [b.label for b in found] == ["1.", "1.1", "1.2", "(i)", "2.", "2.1", "7.", "•", "•"]
    assert [b.kind for b in found] == ["item", "paragraph", "paragraph", "item", "item", "paragraph", "item", "item", "item"]
    assert [b.level for b in found[-2:]] == [0, 1]
    assert all(b.label not in b.text for b in found if b.label)


def test_empty_and_skipped_levels_count() -> None:
    body = numbered("one", 1) + numbered("", 1) + numbered("three", 1) + numbered("deep", 1, 2) + numbered("under", 1, 1)
    assert [block.label for block in blocks(body, numbering=NUMBERING)] == ["1.", "3.", "(i)", "3.2"]


def test_a_label_made_of_words_is_printed_text() -> None:
    assert texts(numbered("Burglary", 3) + numbered("Violence", 3), numbering=NUMBERING) == [
        "Priority A: Burglary",
        "Priority B: Violence",
    ]


def test_numbering_comes_from_the_style_too() -> None:
    properties = '<w:numPr><w:numId w:val="1"/></w:numPr>'
    styles = f'<w:style w:type="paragraph" w:styleId="Num"><w:name w:val="Num"/><w:pPr>{properties}</w:pPr></w:style>'
    body = p("one", '<w:pStyle w:val="Num"/>') + p("none", '<w:pStyle w:val="Num"/><w:numPr><w:numId w:val="0"/></w:numPr>')
    assert [block.label for block in blocks(body, numbering=NUMBERING, styles=styles)] == ["1.", None]


def test_typed_markers_are_labels_too() -> None:
    body = (
        p("a) Burglary")
        + p("3.1 The board met in March and agreed the plan.")
        + p("- drugs")
        + p("2011 was a good year for the area.")
    )
    assert [(b.kind, b.label, b.text) for b in blocks(body)] == [
        ("item", "a)", "Burglary"),
        ("paragraph", "3.1", "The board met in March and agreed the plan."),
        ("item", "-", "drugs"),
        ("paragraph", None, "2011 was a good year for the area."),
    ]


def test_a_numbered_bold_line_alone_is_a_heading_and_in_a_row_a_list() -> None:
    bold = "<w:b/>"
    body = p("1. Background", run=bold) + p("It began.") + p("2. Aims", run=bold) + p("3. Means", run=bold)
    assert [(b.kind, b.label) for b in blocks(body)] == [("heading", "1."), ("paragraph", None), ("item", "2."), ("item", "3.")]


def test_deeper_indents_are_deeper_items() -> None:
    def item(text: str, left: int) -> str:
        return p(text, f'<w:ind w:left="{left}"/>')

    body = item("• Violence", 360) + item("– at night", 720) + item("– at home", 720) + item("• Burglary", 360) + p("Prose.")
    assert [block.level for block in blocks(body)] == [0, 1, 1, 0, 0]


def test_another_kind_of_marker_lies_deeper_and_a_list_counts_on_after_prose() -> None:
    lines = ("1. The plan has parts:", "a) Violence", "• at night", "Prose between them.", "b) Burglary", "2. It ends.")
    assert [block.level for block in blocks("".join(p(line) for line in lines))] == [0, 1, 2, 0, 1, 0]


# --- tables -----------------------------------------------------------------------------------------------------------------


def test_merged_cells_stand_once_at_their_first_row_and_column() -> None:
    document = docx.Document()
    table = document.add_table(3, 3)
    for row in range(3):
        for column in range(3):
            table.cell(row, column).text = f"{row}{column}"
    table.cell(0, 0).merge(table.cell(0, 1)).text = "wide"
    table.cell(1, 2).merge(table.cell(2, 2)).text = "tall"
    found = {b.text: b for b in read(saved(document)).blocks}
    wide, tall = found["wide"].cell, found["tall"].cell
    assert wide is not None and (wide.row, wide.column, wide.columns, wide.rows) == (1, 1, 2, 1)
    assert tall is not None and (tall.row, tall.column, tall.columns, tall.rows) == (2, 3, 1, 2)
    assert found["02"].anchor == "table 1, row 1, cell 3"
    assert len(found) == 7


def test_head_rows_by_mark_up_and_by_weight() -> None:
    document = docx.Document()
    bold = document.add_table(2, 2)
    for at, text in enumerate(("Objective", "Target")):
        bold.cell(0, at).paragraphs[0].add_run(text).bold = True
        bold.cell(1, at).text = "words"
    document.add_paragraph("Between.")
    plain = document.add_table(2, 2)
    for cell in (*plain.rows[0].cells, *plain.rows[1].cells):
        cell.text = "words"
    assert [b.cell.head for b in read(saved(document)).blocks if b.cell] == [True, True, False, False, False, False, False, False]
    plain.rows[0]._tr.get_or_add_trPr().append(etree.Element(f"{{{W}}}tblHeader"))
    assert [b.cell.head for b in read(saved(document)).blocks if b.cell and b.cell.table == 2] == [True, True, False, False]


def test_a_band_over_a_table_is_no_head() -> None:
    document = docx.Document()
    table = document.add_table(2, 2)
    table.cell(0, 0).merge(table.cell(0, 1)).paragraphs[0].add_run("MAKE PLACES SAFER").bold = True
    table.cell(1, 0).text, table.cell(1, 1).text = "1. act", "Done."
    assert not any(b.cell.head for b in read(saved(document)).blocks if b.cell)


def test_cells_keep_paragraphs_on_lines_with_their_markers() -> None:
    cell = f"<w:tc>{p('Actions:')}{numbered('patrol', 1)}{numbered('light', 1)}{p('a) typed')}</w:tc>"
    body = f"<w:tbl><w:tr>{cell}<w:tc>{p('Police')}</w:tc></w:tr></w:tbl>"
    assert texts(body, numbering=NUMBERING) == ["Actions:\n1. patrol\n2. light\na) typed", "Police"]


def test_a_table_of_one_cell_is_only_a_frame() -> None:
    (block, after) = blocks(f"<w:tbl><w:tr><w:tc>{p('Framed words in a box.')}</w:tc></w:tr></w:tbl>{p('After.')}")
    assert (block.kind, block.cell, block.anchor, after.anchor) == ("paragraph", None, "paragraph 1", "paragraph 2")


def test_a_nested_table_follows_its_cell() -> None:
    inner = f"<w:tbl><w:tr><w:tc>{p('in 1')}</w:tc><w:tc>{p('in 2')}</w:tc></w:tr></w:tbl>"
    found = blocks(f"<w:tbl><w:tr><w:tc>{p('outer')}{inner}<w:p/></w:tc><w:tc>{p('last')}</w:tc></w:tr></w:tbl>")
    assert [(b.text, b.cell.table if b.cell else 0) for b in found] == [("outer", 1), ("in 1", 2), ("in 2", 2), ("last", 1)]


def test_rows_that_were_deleted_are_left_out() -> None:
    def row(text: str, extra: str = "") -> str:
        return f"<w:tr><w:trPr>{extra}</w:trPr><w:tc>{p(text)}</w:tc><w:tc>{p('x')}</w:tc></w:tr>"

    gone = row("gone", '<w:del w:id="1"/>')
    found = blocks(f"<w:tbl>{row('one')}{gone}{row('two')}</w:tbl>")
    assert [(b.text, b.cell.row if b.cell else 0) for b in found if b.text != "x"] == [("one", 1), ("two", 2)]


def test_time_grows_with_the_rows_and_not_with_their_square() -> None:
    def seconds(rows: int) -> float:
        data = package("<w:tbl>" + f"<w:tr><w:tc>{p('words')}</w:tc><w:tc>{p('more')}</w:tc></w:tr>" * rows + "</w:tbl>")
        start = time.perf_counter()
        assert len(read(data).blocks) == 2 * rows
        return time.perf_counter() - start

    seconds(100)
    # Sixteen times the rows: with their square it would be 256 times; the best of three leaves out what else the machine does.
    assert min(seconds(3200) for _ in range(3)) < 100 * min(seconds(200) for _ in range(3))


# --- what stands round the text -----------------------------------------------------------------------------------------------


def test_notes_follow_the_body_with_their_numbers() -> None:
    body = '<w:p><w:r><w:t>Crime fell.</w:t><w:footnoteReference w:id="5"/></w:r></w:p>'
    notes = f'<w:footnote w:type="separator" w:id="0">{p("-")}</w:footnote><w:footnote w:id="5">{p("Police figures.")}</w:footnote>'
    found = blocks(body, footnotes=notes)
    assert [(b.kind, b.label, b.text) for b in found] == [("paragraph", None, "Crime fell."), ("note", "1", "Police figures.")]
    assert found[1].anchor == "footnote 1"


def test_headers_footers_and_properties_stand_apart() -> None:
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "Agenda item 6"
    document.sections[0].footer.paragraphs[0].text = "Draft"
    document.core_properties.title = "The plan"
    document.add_paragraph("Body.")
    found = read(saved(document))
    assert [block.text for block in found.blocks] == ["Body."]
    assert {block.text for block in found.furniture} == {"Agenda item 6", "Draft"}
    assert ("title", "The plan") in found.properties


def test_a_file_without_text_says_so() -> None:
    found = read(package("<w:p/>"))
    assert not found.blocks and "no text" in found.problems[0].message
