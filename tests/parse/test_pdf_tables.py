from __future__ import annotations

from pdf_papers import HEIGHT, LONG, Sheets, cells, kinds, read, table_page, texts

from extractor.model import Document


def test_a_ruled_table_leaves_the_text_and_knows_its_head() -> None:
    pdf = Sheets()
    pdf.prose(72, LONG)
    table_page(
        pdf,
        [150, 170, 205, 225],
        [("Objective", "Target"), ("To reduce common assault and\nwounding", "620 offences"), ("Theft", "")],
    )
    pdf.line(240, "After the table.")
    document = read(pdf)
    assert cells(document) == [
        (1, 1, "Objective"),
        (1, 2, "Target"),
        (2, 1, "To reduce common assault and wounding"),
        (2, 2, "620 offences"),
        (3, 1, "Theft"),
    ]
    assert [block.cell.head for block in document.blocks if block.cell] == [True, True, False, False, False]
    assert texts(document, "paragraph") == [LONG, "After the table."]


def test_a_table_over_two_pages_loses_its_second_head_and_joins_its_broken_row() -> None:
    pdf = Sheets()
    table_page(
        pdf,
        [700, 720, 752],
        [
            ("Action", "Commentary"),
            (
                "43. working with partners to target\nalcohol-related offenders with a",
                "We use Directions to Leave to deal\nwith violence in the",
            ),
        ],
    )
    pdf.next()
    table_page(
        pdf,
        [72, 92, 125, 145],
        [("Action", "Commentary"), ("combination of penalties", "night-time economy."), ("44. reviewing the plan", "Done.")],
    )
    assert cells(read(pdf)) == [
        (1, 1, "Action"),
        (1, 2, "Commentary"),
        (2, 1, "43. working with partners to target alcohol-related offenders with a combination of penalties"),
        (2, 2, "We use Directions to Leave to deal with violence in the night-time economy."),
        (3, 1, "44. reviewing the plan"),
        (3, 2, "Done."),
    ]


def test_a_row_that_the_page_cuts_without_a_rule_is_one_row() -> None:
    pdf = Sheets()
    action, remark = "43. picking out those whose offending goes with drink, and", "We hold a meeting with every pub"
    pdf.grid([72, 300, 523], [720, 740])
    for x in (72, 300, 523):
        pdf.canvas.line(x, HEIGHT - 740, x, HEIGHT - 770)
    for top, texts_ in (
        (723, ("Action", "Commentary")),
        (743, (action.split("goes")[0], remark)),
        (756, ("goes with drink, and", "")),
    ):
        for x, text in zip((77, 305), texts_, strict=True):
            pdf.line(top, text, x=x, bold=top == 723, size=10)
    pdf.next()
    pdf.grid([72, 300, 523], [72, 92, 112])
    for top, texts_ in ((75, ("Action", "Commentary")), (95, ("combining help with punishment", "every single quarter."))):
        for x, text in zip((77, 305), texts_, strict=True):
            pdf.line(top, text, x=x, bold=top == 75, size=10)
    assert cells(read(pdf)) == [
        (1, 1, "Action"),
        (1, 2, "Commentary"),
        (2, 1, f"{action} combining help with punishment"),
        (2, 2, f"{remark} every single quarter."),
    ]


def test_merged_cells_stand_once_with_their_span() -> None:
    pdf = Sheets()
    pdf.canvas.setLineWidth(0.5)
    pdf.grid([72, 523], [100, 120])
    pdf.grid([72, 300, 523], [120, 140])
    pdf.line(103, "PRIORITY ACTION 1", x=77)
    pdf.line(123, "left", x=77)
    pdf.line(123, "right", x=305)
    first = next(block for block in read(pdf).blocks if block.cell)
    assert first.cell is not None
    assert (first.text, first.cell.columns, first.cell.rows) == ("PRIORITY ACTION 1", 2, 1)


def test_a_box_round_text_and_a_page_frame_are_no_tables() -> None:
    pdf = Sheets()
    pdf.canvas.rect(40, 40, 515, 762)
    pdf.canvas.rect(60, HEIGHT - 160, 475, 80)
    pdf.prose(90, LONG)
    document = read(pdf)
    assert kinds(document) == [("paragraph", None, LONG)]


def narrow(pdf: Sheets, column: list[list[str]], *, width: float = 82) -> Document:
    """The cells of one narrow column, one under the other, lines as given."""
    top = 100.0
    for cell in column:
        pdf.grid([72, 72 + width, 300], [top, top + 12 * len(cell) + 6])
        pdf.line(top + 2, "x", x=90 + width, size=10)
        for number, line in enumerate(cell):
            pdf.line(top + 2 + 12 * number, line, x=77, size=10)
        top += 12 * len(cell) + 6
    return read(pdf)


def first_column(document: Document) -> list[str]:
    return [text for _, column, text in cells(document) if column == 1]


def test_lines_of_a_narrow_cell_part_where_the_column_shows_that_they_do() -> None:
    """ "LAA Target" would not fit after "Reducing ASB"; below "theft" it would have, and so is a line of its own."""
    found = narrow(
        Sheets(),
        [
            ["Tackling criminal", "damage", "Reducing ASB", "LAA Target", "S-A1.1b"],
            ["Reducing bicycle", "theft", "LAA Target", "S-A6.1"],
            ["Reducing Vehicle", "Crime", "S-A6.2"],
        ],
    )
    assert first_column(found) == [
        "Tackling criminal damage\nReducing ASB\nLAA Target\nS-A1.1b",
        "Reducing bicycle theft\nLAA Target\nS-A6.1",
        "Reducing Vehicle Crime\nS-A6.2",
    ]


def test_wrapped_names_in_a_narrow_cell_stay_whole() -> None:
    found = narrow(
        Sheets(),
        [
            ["Community Safety", "Manager, Three", "Rivers Council"],
            ["Service", "Transformation"],
            ["Transformation of", "the Service and", "of Transformation", "Programmes"],
        ],
    )
    assert first_column(found) == [
        "Community Safety Manager, Three Rivers Council",
        "Service Transformation",
        "Transformation of the Service and of Transformation Programmes",
    ]


def test_a_starred_mark_and_entries_built_alike_are_lines_of_their_own() -> None:
    found = narrow(
        Sheets(),
        [["To reduce common", "assault by 12%", "*PSA1"], ["July-Sept 08 = 31", "Oct- Dec 08 = 27", "Jan – Mar 09 =", "23"]],
        width=86,
    )
    assert first_column(found) == [
        "To reduce common assault by 12%\n*PSA1",
        "July-Sept 08 = 31\nOct- Dec 08 = 27\nJan – Mar 09 = 23",
    ]


def loose(rows: list[tuple[str, ...]], xs: tuple[float, ...] = (72, 220, 380)) -> Document:
    """Rows without rules under a paragraph, the first in bold, lines of a cell parted by a newline."""
    pdf = Sheets()
    top = pdf.prose(80, LONG) + 14
    for number, row in enumerate(rows):
        for x, text in zip(xs, row, strict=False):
            for at, line in enumerate(text.split("\n")):
                pdf.line(top + 14 * at, line, x=x, bold=number == 0)
        top += 14 * max(text.count("\n") + 1 for text in row) + 8
    pdf.prose(top + 14, LONG)
    return read(pdf)


def test_rows_on_shared_edges_are_a_table_without_rules() -> None:
    document = loose(
        [("Objective", "Baseline", "Target"), ("Reduce theft", "705 offences", "620"), ("Reduce damage in\nparks", "1,040", "900")]
    )
    assert cells(document) == [
        (1, 1, "Objective"),
        (1, 2, "Baseline"),
        (1, 3, "Target"),
        (2, 1, "Reduce theft"),
        (2, 2, "705 offences"),
        (2, 3, "620"),
        (3, 1, "Reduce damage in parks"),
        (3, 2, "1,040"),
        (3, 3, "900"),
    ]
    assert [block.cell.head for block in document.blocks if block.cell] == [True] * 3 + [False] * 6
    assert texts(document, "paragraph") == [LONG, LONG]


def test_abbreviations_and_what_they_mean_are_a_table() -> None:
    found = loose([("Term", "Meaning"), ("ASB", "Anti-Social Behaviour"), ("PCC", "Police and Crime Commissioner")], (72, 297))
    assert cells(found)[2:4] == [(2, 1, "ASB"), (2, 2, "Anti-Social Behaviour")]


def test_a_contents_list_labels_and_numbered_paragraphs_are_no_table() -> None:
    contents = loose([("Contents", "Page"), ("Foreword", "3"), ("Our priorities", "7"), ("How we work", "12")], (72, 400))
    labels = loose([("Date:", "30 October 2007"), ("Time:", "10.00 a.m."), ("Place:", "The Hall, Norton")], (72, 200))
    numbered = loose([("1.1", "The board met."), ("1.2", "The board agreed."), ("1.3", "The board parted.")], (72, 108))
    assert [cells(document) for document in (contents, labels, numbered)] == [[], [], []]


def test_a_table_without_rules_goes_on_over_the_page() -> None:
    pdf = Sheets()
    pdf.prose(80, LONG)
    for top, left, right in (
        (640, "SSP", "DECLARATIONS OF INTEREST"),
        (654, "316/07", "None were made."),
        (676, "SSP", "MINUTES"),
        (690, "317/07", "They were signed."),
        (712, "SSP", "MATTERS ARISING"),
        (726, "318/07", "Members were told that talks were"),
    ):
        pdf.line(top, left)
        pdf.line(top, right, x=300, bold=right.isupper())
    pdf.next()
    pdf.line(72, "continuing.", x=300)
    for at in range(3):
        pdf.line(94 + 36 * at, "SSP")
        pdf.line(108 + 36 * at, f"{319 + at}/07")
        pdf.line(94 + 36 * at, "REPORTS", x=300, bold=True)
        pdf.line(108 + 36 * at, "The reports were noted.", x=300)
    found = cells(read(pdf))
    assert [text.split() for _, column, text in found if column == 1] == [["SSP", f"{number}/07"] for number in range(316, 322)]
    assert found[5] == (3, 2, "MATTERS ARISING\nMembers were told that talks were continuing.")
