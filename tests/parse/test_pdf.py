from __future__ import annotations

import io
import re
from collections import Counter
from pathlib import Path

import pdfplumber
import pypdfium2
import pytest
from pdf_papers import HEIGHT, LEFT, LONG, RIGHT, Sheets, kinds, read, table_page, texts, width_of
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from extractor.errors import PaperError
from extractor.model import Block, Quote
from extractor.parse.pdf import read_pdf
from extractor.parse.pdf.glyphs import sheet_of
from extractor.parse.pdf.ruled import find_tables
from extractor.parse.pdf_image import render_page

SHARED = Path(__file__).parents[3] / "shared"


def test_wrapped_lines_are_one_paragraph_and_their_places_are_the_papers() -> None:
    pdf = Sheets()
    pdf.prose(100, LONG)
    (block,) = read(pdf).blocks
    assert block.text == LONG
    quote = Quote(block, LONG.index("strategic"), LONG.index("strategic") + len("strategic assessment"))
    assert quote.page == 1
    for line in block.lines:
        assert len(line.xs) == line.end - line.start + 1
        assert list(line.xs) == sorted(line.xs)
    x0, top, x1, bottom = quote.boxes[0]
    assert 72 <= x0 < x1 <= RIGHT + 1
    assert 100 <= top < bottom <= 100 + 14 * 4


def test_short_lines_with_ordinary_leading_stay_apart() -> None:
    pdf = Sheets()
    top = pdf.prose(100, LONG)
    for number, name in enumerate(("Domestic Abuse", "Substance Misuse", "Mental Health")):
        pdf.line(top + number * 14, name)
    assert texts(read(pdf)) == [LONG, "Domestic Abuse", "Substance Misuse", "Mental Health"]


def test_columns_are_read_one_after_the_other_under_a_title_across_both() -> None:
    pdf = Sheets()
    pdf.line(72, "Community Safety Plan 2008-11 for the whole of the borough", size=16, bold=True)
    end = pdf.prose(120, f"Left starts here. {LONG}", right=285)
    pdf.prose(113, f"Right starts here. {LONG} {LONG}", x=310)
    pdf.prose(end + 14, "Left ends here.", right=285)
    found = texts(read(pdf))
    assert found[0].startswith("Community Safety Plan")
    assert found[1:] == [f"Left starts here. {LONG}", "Left ends here.", f"Right starts here. {LONG} {LONG}"]


def test_a_paragraph_runs_on_over_a_page() -> None:
    pdf = Sheets()
    pdf.prose(760, LONG.split(" and has weighed")[0] + " and has weighed what they said against the findings of")
    pdf.next()
    pdf.line(72, "the strategic assessment.")
    pdf.line(100, "Another paragraph.")
    first, second = read(pdf).blocks
    assert first.text.endswith("findings of the strategic assessment.")
    assert [line.page for line in first.lines][-1] == 2
    assert second.text == "Another paragraph."


def test_a_wrapped_heading_is_one_heading_and_ranks_above_smaller_ones() -> None:
    pdf = Sheets()
    pdf.line(72, "Redcar and Cleveland Community Safety Plan 2011-", size=18, bold=True)
    pdf.line(94, "2014", size=18, bold=True)
    pdf.line(130, "Our priorities", size=13, bold=True)
    pdf.prose(150, LONG)
    title, heading, _ = read(pdf).blocks
    assert (title.kind, title.level, title.text) == ("heading", 1, "Redcar and Cleveland Community Safety Plan 2011-2014")
    assert (heading.kind, heading.text) == ("heading", "Our priorities")
    assert heading.level > title.level


def test_a_centred_title_broken_by_its_length_is_joined() -> None:
    pdf = Sheets()
    pdf.centred(72, "SAFER NEIGHBOURHOODS PARTNERSHIP PERFORMANCE UPDATE", size=13, bold=True)
    pdf.centred(90, "AND REVIEW", size=13, bold=True)
    pdf.prose(130, LONG)
    assert texts(read(pdf), "heading") == ["SAFER NEIGHBOURHOODS PARTNERSHIP PERFORMANCE UPDATE AND REVIEW"]


@pytest.mark.parametrize(
    ("printed", "label"),
    [("\u2022", "•"), ("-", "-"), ("o", "o"), ("1.", "1."), ("a)", "a)"), ("(i)", "(i)"), ("\u2013", "–")],
)
def test_items_keep_their_marker_and_their_wrapped_lines(printed: str, label: str) -> None:
    pdf = Sheets()
    top = pdf.prose(100, LONG) + 8
    for number in range(2):
        marker = {"1.": f"{number + 1}.", "a)": f"{'ab'[number]})", "(i)": ["(i)", "(ii)"][number]}.get(printed, printed)
        pdf.line(top, marker, x=76)
        top = pdf.prose(top, f"to reduce {LONG}", x=96)
    pdf.prose(top + 8, LONG)
    found = read(pdf).blocks
    assert [block.kind for block in found] == ["paragraph", "item", "item", "paragraph"]
    assert found[1].label == label
    assert found[1].text == f"to reduce {LONG}"
    assert found[1].indent == pytest.approx(96, abs=1)


def test_symbol_font_bullets_are_read_and_inner_lists_lie_deeper() -> None:
    pdf = Sheets()
    pdf.line(100, "The aims are:")
    for top, x, name in ((116, 80, "Violent crime"), (132, 110, "Domestic violence"), (148, 80, "Burglary")):
        pdf.line(top, "\xb7", x=x, font="Symbol")
        pdf.line(top, name, x=x + 16)
    items = [block for block in read(pdf).blocks if block.kind == "item"]
    assert [(block.text, block.level) for block in items] == [("Violent crime", 0), ("Domestic violence", 1), ("Burglary", 0)]


def test_typed_markers_of_another_kind_lie_deeper_whatever_their_width() -> None:
    pdf = Sheets()
    pdf.prose(80, LONG)
    lines = ("ii.   The priorities are:", "a)  Domestic abuse;", "b)  Serious violence.", "iii.  The plan is reviewed.")
    for at, line in enumerate(lines):
        pdf.line(150 + 22 * at, line)
    pdf.prose(250, LONG)
    pdf.line(320, "1.   A list of its own")
    pdf.line(342, "2.   has its own depth")
    items = [block for block in read(pdf).blocks if block.kind == "item"]
    assert [(block.label, block.level) for block in items] == [("ii.", 0), ("a)", 1), ("b)", 1), ("iii.", 0), ("1.", 0), ("2.", 0)]


def test_a_section_number_before_prose_is_a_label() -> None:
    pdf = Sheets()
    pdf.line(100, "1.1")
    pdf.prose(100, LONG, x=108)
    (block,) = read(pdf).blocks
    assert (block.kind, block.label, block.text) == ("paragraph", "1.1", LONG)


def test_an_item_goes_on_over_a_page_but_not_into_the_text_below() -> None:
    pdf = Sheets()
    pdf.line(740, "\u2022", x=76)
    pdf.prose(740, "to work with the police and with every other agency that has a part in making the borough safer and", x=96)
    pdf.next()
    pdf.line(72, "cleaner, in that order.", x=96)
    pdf.line(86, "The plan is reviewed each year.")
    item, paragraph = read(pdf).blocks
    assert item.text.endswith("safer and cleaner, in that order.")
    assert (paragraph.kind, paragraph.text) == ("paragraph", "The plan is reviewed each year.")


@pytest.mark.parametrize(
    ("above", "below", "joined"),
    [
        ("anti-", "social behaviour", "anti-social behaviour"),
        ("re-", "offending rates", "re-offending rates"),
        ("informa-", "tion about crime", "information about crime"),
        ("Anti-", "Social Behaviour", "Anti-Social Behaviour"),
        ("2008-", "2011 plan period", "2008-2011 plan period"),
    ],
)
def test_words_broken_at_a_hyphen(above: str, below: str, joined: str) -> None:
    pdf = Sheets()
    line = f"All of the partners have agreed that what matters above all else is to act early {above}"
    pdf.prose(100, LONG, right=LEFT + width_of(line) + 0.5)
    pdf.line(180, line)
    pdf.line(194, below)
    assert texts(read(pdf))[1].endswith(joined)


def test_running_lines_are_furniture_once_and_the_title_is_not() -> None:
    pdf = Sheets()
    for page in (1, 2, 3):
        pdf.line(30, "Community Safety Strategy 2005 - 2008", x=330, size=9)
        pdf.centred(805, f"Page {page} of 3", size=9)
        if page == 1:
            pdf.line(72, "COMMUNITY SAFETY STRATEGY", size=16, bold=True)
        pdf.prose(110, f"On page {page}. {LONG}")
        if page < 3:
            pdf.next()
    document = read(pdf)
    assert [block.text for block in document.furniture] == ["Community Safety Strategy 2005 - 2008", "Page 1 of 3"]
    assert texts(document)[0] == "COMMUNITY SAFETY STRATEGY"
    assert not any("Page" in text for text in texts(document))
    assert "Page 2 of 3" in document.pages[1].text


def test_an_agenda_mark_on_a_single_page_is_furniture() -> None:
    pdf = Sheets()
    pdf.line(30, "AGENDA ITEM 7", x=430)
    pdf.line(90, "Safer Communities Board", size=14, bold=True)
    pdf.prose(120, LONG)
    document = read(pdf)
    assert [block.text for block in document.furniture] == ["AGENDA ITEM 7"]
    assert texts(document, "heading") == ["Safer Communities Board"]


def test_numbered_titles_at_the_head_of_each_page_are_text() -> None:
    pdf = Sheets()
    for number in (1, 2):
        pdf.line(60, f"Priority {number}", size=16, bold=True)
        pdf.prose(100, LONG)
        if number == 1:
            pdf.next()
    assert texts(read(pdf), "heading") == ["Priority 1", "Priority 2"]


def test_footnotes_are_notes_and_their_marks_leave_the_words() -> None:
    pdf = Sheets()
    pdf.line(100, "Work with prolific offenders")
    end = LEFT + width_of("Work with prolific offenders")
    pdf.line(100, "1", x=end, size=6)
    pdf.line(100, "goes on in every ward.", x=end + 7)
    pdf.prose(120, LONG)
    pdf.line(757.6, "1", size=6.4)
    pdf.line(760, "Those with a long record of burglary.", x=77, size=8)
    document = read(pdf)
    assert texts(document)[0] == "Work with prolific offenders goes on in every ward."
    assert kinds(document)[-1] == ("note", "1", "Those with a long record of burglary.")


def test_raised_letters_stay_with_their_number() -> None:
    pdf = Sheets()
    pdf.line(100, "on 7")
    end = LEFT + width_of("on 7")
    pdf.line(100, "th", x=end, size=7)
    pdf.line(100, "August 2007 the board met", x=end + 10)
    assert texts(read(pdf)) == ["on 7th August 2007 the board met"]


def test_bold_and_underlined_words_are_marked() -> None:
    pdf = Sheets()
    pdf.line(100, "Violent crime:", bold=True)
    pdf.line(100, "reduce assaults.", x=160)
    pdf.line(130, "Burglary")
    pdf.canvas.line(72, HEIGHT - 142.2, 115, HEIGHT - 142.2)
    first, second = read(pdf).blocks
    assert [first.text[start:end] for start, end in first.bold] == ["Violent crime:"]
    assert second.bold == ((0, 8),)


def test_letters_printed_twice_are_one_word() -> None:
    pdf = Sheets()
    pdf.line(100, "Burglary")
    pdf.line(100, "Burglary", x=72.3)
    (block,) = read(pdf).blocks
    assert block.text == "Burglary"


def test_ligatures_and_soft_hyphens_are_mended() -> None:
    pdfmetrics.registerFont(TTFont("Vera", "Vera.ttf"))
    pdf = Sheets()
    pdf.line(100, "\ufb01rst con\ufb02ict in\xadformation", font="Vera")
    (block,) = read(pdf).blocks
    assert block.text == "first conflict information"
    assert len(block.lines[0].xs) == len(block.text) + 1


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_turned_page_reads_like_an_upright_one(turn: int) -> None:
    pdf = Sheets(turn=turn)
    pdf.prose(100, LONG)
    document = read(pdf)
    assert texts(document) == [LONG]
    page = document.pages[0]
    assert (page.rotation, page.width, page.height) == (turn, 595, 842)
    for line in document.blocks[0].lines:
        assert 0 <= line.xs[0] <= line.xs[-1] <= page.width
        assert 0 <= line.top <= line.bottom <= page.height


def test_text_that_runs_up_the_page_is_read_in_its_own_direction() -> None:
    pdf = Sheets()
    pdf.canvas.translate(400, 100)
    pdf.canvas.rotate(90)
    pdf.canvas.setFont("Helvetica", 11)
    for number, line in enumerate(("Reduce violent crime.", "Reduce burglary.")):
        pdf.canvas.drawString(0, -20 * number, line)
    assert texts(read(pdf)) == ["Reduce violent crime.", "Reduce burglary."]


def picture() -> bytes:
    pdf = Sheets()
    image = io.BytesIO()
    Image.new("L", (60, 80), 200).save(image, "PNG")
    image.seek(0)
    pdf.canvas.drawImage(ImageReader(image), 0, 0, 595, 842)
    return pdf.done()


def test_a_page_that_is_only_a_picture_asks_for_ocr() -> None:
    document = read_pdf(picture(), file="scan.pdf")
    assert document.blocks == ()
    assert document.scanned
    assert [(problem.page, "OCR" in problem.message) for problem in document.problems] == [(1, True)]


def test_encrypted_and_damaged_files_say_what_to_do() -> None:
    pdf = Sheets(password="secret")
    pdf.line(100, "Hidden")
    with pytest.raises(PaperError, match=r"plan\.pdf is encrypted: ask for a copy without a password"):
        read(pdf)
    with pytest.raises(PaperError, match=r"plan\.pdf is damaged"):
        read_pdf(b"%PDF-1.4\n" + b"junk " * 50, file="plan.pdf")


def test_too_many_glyphs_are_a_problem_not_a_hang(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("extractor.parse.pdf.glyphs.MAX_GLYPHS", 10)
    pdf = Sheets()
    pdf.line(100, "More than ten characters")
    document = read(pdf)
    assert document.blocks == ()
    assert document.problems[0].page == 1
    assert "10" in document.problems[0].message


def test_where_pdfium_fails_pdfplumber_reads_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise ValueError("no text page")

    monkeypatch.setattr("extractor.parse.pdf.reader.sheet_of", broken)
    pdf = Sheets()
    pdf.prose(100, LONG)
    assert texts(read(pdf)) == [LONG]


def test_the_same_bytes_give_the_same_document() -> None:
    pdf = Sheets()
    table_page(pdf, [150, 170, 190], [("Objective", "Target"), ("Theft", "10%")])
    data = pdf.done()
    assert read_pdf(data, file="a.pdf") == read_pdf(data, file="a.pdf")


def test_a_page_image_is_as_wide_as_asked_and_shows_the_rotation() -> None:
    pdf = Sheets(turn=90)
    pdf.line(100, "Sideways", size=60)
    data = pdf.done()
    image = Image.open(io.BytesIO(render_page(data, 1, width=421)))
    assert image.format == "PNG"
    assert image.size == (421, pytest.approx(421 * 842 / 595, abs=2))
    (block,) = read_pdf(data, file="plan.pdf").blocks
    (x0, top, x1, bottom), scale = Quote(block, 0, len(block.text)).boxes[0], 421 / 595
    ink = image.convert("L").point(lambda value: 255 * (value < 128)).getbbox()
    assert ink is not None
    assert x0 * scale - 4 <= ink[0] <= ink[2] <= x1 * scale + 4
    assert top * scale - 4 <= ink[1] <= ink[3] <= bottom * scale + 4
    huge = Image.open(io.BytesIO(render_page(data, 1, width=1_000_000)))
    assert huge.width * huge.height <= 16_100_000
    with pytest.raises(PaperError, match="there is no page 2"):
        render_page(data, 2, width=100)


PAPERS = sorted([*SHARED.glob("papers/*.pdf"), *SHARED.glob("dev/papers/*.pdf")])


def _words(blocks: tuple[Block, ...]) -> Counter[str]:
    found: Counter[str] = Counter()
    for block in blocks:
        found.update(re.findall(r"[A-Za-z]{3,}", f"{block.label or ''} {block.text}"))
    return found


def test_words_and_tables_agree_with_pdfplumber() -> None:
    """Over all sample papers that are at hand; without them, over a page of our own."""
    papers = [path.read_bytes() for path in PAPERS if ".scan." not in path.name][::5]
    own = Sheets()
    own.prose(72, LONG)
    table_page(own, [150, 170, 190], [("Objective", "Target"), ("Theft", "10%")])
    lost = total = 0
    for data in [own.done(), *papers]:
        document = read_pdf(data, file="paper.pdf")
        mine = _words((*document.blocks, *document.furniture))
        pdf = pypdfium2.PdfDocument(data)
        try:
            with pdfplumber.open(io.BytesIO(data)) as reference:
                theirs: Counter[str] = Counter()
                for number, page in enumerate(reference.pages, start=1):
                    theirs.update(re.findall(r"[A-Za-z]{3,}", page.extract_text()))
                    shapes = [len(table.cells) for table in find_tables(sheet_of(pdf, number))]
                    assert shapes == [len(table.cells) for table in page.find_tables()]
                    page.close()
        finally:
            pdf.close()
        # running lines are printed on each page but kept once, words cut at a line's end are whole: compare what is there at all
        lost += sum(1 for word in theirs if word not in mine)
        total += len(theirs)
    assert lost <= 0.02 * total
