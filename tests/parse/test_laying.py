"""Words of a Word paper found again on its pages: with LibreOffice, from real and from awkward files."""

from __future__ import annotations

import io
import re

import docx
import pdfplumber
import pytest
from whole import CORPUS, needs
from word_papers import saved

from extractor.errors import PaperError
from extractor.model import Box
from extractor.parse.laid_out import LaidOut, boxes_of, found_for, unpack
from extractor.parse.laying import lay_out
from extractor.parse.office import OfficePaper, to_pdf_many
from extractor.parse.sniff import DOCX
from extractor.parse.word import read_word

LETTERS = re.compile(r"[^a-z0-9]")


def laid(data: bytes) -> tuple[bytes, list[str], LaidOut]:
    needs("soffice")
    (pdf,) = to_pdf_many([OfficePaper(data, "paper.docx", DOCX)])
    assert isinstance(pdf, bytes)
    texts = [block.text for block in read_word(data, file="paper.docx").blocks]
    return pdf, texts, lay_out(pdf, texts, file="paper.docx")


def boxes(made: LaidOut, texts: list[str], wanted: str) -> dict[int, tuple[Box, ...]]:
    """The boxes of the first block that holds these words, by way of what is kept."""
    block = next(at for at, text in enumerate(texts) if wanted in text)
    start = texts[block].index(wanted)
    lines = found_for(unpack(made.pack(texts)), block, texts[block])
    return boxes_of(lines, texts[block], start, start + len(wanted))


def under(pdf: bytes, found: dict[int, tuple[Box, ...]]) -> str:
    """The letters under boxes, as another library reads them."""
    letters = ""
    with pdfplumber.open(io.BytesIO(pdf)) as opened:
        for number, sheet in found.items():
            for x0, top, x1, bottom in sheet:
                for char in opened.pages[number - 1].chars:
                    x, y = (char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2
                    letters += char["text"] if x0 <= x <= x1 and top <= y <= bottom else ""
    return LETTERS.sub("", letters.lower())


def test_every_block_of_a_paper_is_found_where_its_words_are_printed() -> None:
    pdf, texts, made = laid((CORPUS / "papers" / "four-boroughs-2011-14-board-report.docx").read_bytes())
    places = unpack(made.pack(texts))
    for number, text in enumerate(texts):
        found = boxes_of(found_for(places, number, text), text, 0, len(text))
        assert found or not re.search(r"\w", text), text
        assert sorted(under(pdf, found)) == sorted(LETTERS.sub("", text.lower())), text
    assert len(made.sizes) > 2 and all(540 < width < 850 for width, _ in made.sizes)


def test_a_title_that_is_also_the_running_header_is_boxed_where_it_is_the_title() -> None:
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "Community Safety Plan"
    document.add_heading("Community Safety Plan", 0)
    for number in range(120):
        document.add_paragraph(f"Our priority number {number} is to cut crime of that sort by a third.")
    _, texts, made = laid(saved(document))
    ((page, ((_, top, _, _),)),) = boxes(made, texts, "Community Safety Plan").items()
    assert page == 1 and top > 60, "below the header"


def test_capitals_ligatures_and_broken_words_are_the_words_they_are() -> None:
    document = docx.Document()
    document.add_paragraph().add_run("Violent crime first").font.all_caps = True
    document.add_paragraph().add_run("Efficient offices").font.small_caps = True
    table = document.add_table(1, 8)
    table.cell(0, 0).text, table.cell(0, 1).text = "Partnership-working, non-residential", "Official"
    pdf, texts, made = laid(saved(document))
    for wanted in ("Violent crime", "Partnership-working, non-residential", "Official", "Efficient offices"):
        assert under(pdf, boxes(made, texts, wanted)) == LETTERS.sub("", wanted.lower())


def test_a_quote_over_a_page_break_has_boxes_on_both_pages() -> None:
    document = docx.Document()
    for number in range(9):
        document.add_paragraph(f"Paragraph {number}. " + "The partnership will cut crime and the fear of crime. " * 25)
    pdf, texts, made = laid(saved(document))
    found = next(all_ for text in texts if len(all_ := boxes(made, texts, text)) == 2)
    assert sorted(found) == [min(found), min(found) + 1]
    assert "paragraph" in under(pdf, found)


def test_words_that_are_not_on_the_pages_have_no_boxes() -> None:
    document = docx.Document()
    document.add_paragraph("Our priorities")
    document.add_paragraph("Violent crime")
    pdf, texts, _ = laid(saved(document))
    texts = [*texts, "Words of another paper"]
    made = lay_out(pdf, texts, file="paper.docx")
    assert boxes(made, texts, "another paper") == {}
    assert boxes(made, texts, "Violent") != {}
    assert found_for(unpack(made.pack(texts)), 1, "Other words") == (), "what was found for one text is not taken for another"


def test_what_is_no_pdf_is_refused_in_one_line() -> None:
    with pytest.raises(PaperError, match=r"^paper\.docx: what LibreOffice made of it cannot be opened$"):
        lay_out(b"%PDF-1.7 nothing", ["x"], file="paper.docx")
