"""Scans are read like the papers they are pictures of: words, lists, bold print and tables, each at its place on the page."""

from __future__ import annotations

import difflib
import io
import random

import pypdfium2
import pytest
from PIL import Image
from whole import CORPUS, needs

from extractor.model import Document
from extractor.parse import parse
from extractor.parse.pdf import pictures, read_pdf
from extractor.parse.pdf.fluency import is_nonsense
from extractor.parse.pdf.shapes import Frame, Word
from extractor.parse.scan import marks, picture
from extractor.parse.scan.print import settle_print

PAPER = (CORPUS / "papers" / "redcar-and-cleveland-2008-11-plan.pdf").read_bytes()


def drawn(data: bytes, page: int = 0, *, dpi: int = 200) -> Image.Image:
    pdf = pypdfium2.PdfDocument(data)
    try:
        return pdf[page].render(scale=dpi / 72, grayscale=True).to_pil().convert("L")
    finally:
        pdf.close()


def scan(*pages: Image.Image) -> bytes:
    """A PDF of pictures only, as a scanner makes it."""
    out = io.BytesIO()
    pages[0].save(out, "PDF", resolution=200, save_all=True, append_images=list(pages[1:]))
    return out.getvalue()


def words(document: Document) -> list[str]:
    return " ".join(block.text for block in document.blocks).split()


def likeness(one: list[str], other: list[str]) -> float:
    return difflib.SequenceMatcher(None, one, other, autojunk=False).ratio()


@pytest.fixture(scope="module")
def text() -> Document:
    return read_pdf(PAPER, file="plan.pdf")


@pytest.fixture(scope="module")
def read() -> Document:
    needs("tesseract")
    pages = len(pypdfium2.PdfDocument(PAPER))
    return parse(scan(*(drawn(PAPER, page) for page in range(pages))), file="plan.scan.pdf")[1]


def test_a_scan_says_what_its_paper_says(text: Document, read: Document) -> None:
    assert likeness(words(text), words(read)) > 0.97
    assert [(b.kind, b.label) for b in read.blocks if b.cell is None] == [(b.kind, b.label) for b in text.blocks if b.cell is None]
    assert read.scanned and all(page.scanned and page.text for page in read.pages)


def test_ruled_tables_are_found_in_the_picture(text: Document, read: Document) -> None:
    def cells(document: Document) -> dict[tuple[int, int, int], str]:
        return {(b.cell.table, b.cell.row, b.cell.column): "".join(b.text.split()) for b in document.blocks if b.cell}

    expected, found = cells(text), cells(read)
    assert len(expected) > 20 and found.keys() == expected.keys()
    assert sum(found[place] == expected[place] for place in expected) > 0.9 * len(expected)


def test_words_stand_where_they_are_printed(text: Document, read: Document) -> None:
    for expected, found in zip(text.blocks, read.blocks, strict=True):
        if found.text != expected.text:
            continue
        for one, other in zip(expected.lines, found.lines, strict=True):
            assert one.page == other.page
            assert abs(one.xs[0] - other.xs[0]) < 3 and abs(one.xs[-1] - other.xs[-1]) < 4
            assert abs(one.top - other.top) < 4 and abs(one.bottom - other.bottom) < 4


def test_headings_stay_bold_and_every_word_says_how_sure_it_is(text: Document, read: Document) -> None:
    bold = {block.text for block in text.blocks if block.kind == "heading" and block.bold}
    assert bold and bold <= {block.text for block in read.blocks if block.bold}
    assert all(page.unsure is not None and page.unsure < 0.1 for page in read.pages)
    for block in read.blocks:
        assert all(0 <= sure <= 100 and block.text[start:end].strip() for start, end, sure in block.ocr)
        assert "".join(block.text[start:end] for start, end, _ in block.ocr) == "".join(block.text.split())


@pytest.mark.parametrize(("quarters", "degrees"), [(1, 0.0), (0, 1.7)])
def test_a_page_that_lies_askew_is_read_and_boxed_where_it_lies(text: Document, quarters: int, degrees: float) -> None:
    needs("tesseract")
    page = drawn(PAPER).rotate(-degrees, Image.Resampling.BICUBIC, fillcolor=255)
    turned = page.transpose(Image.Transpose.ROTATE_270) if quarters else page
    document = read_pdf(scan(turned), file="askew.pdf")
    first = [block for block in text.blocks if block.page == 1]
    assert likeness(" ".join(block.text for block in first).split(), words(document)) > 0.95
    block = max(document.blocks, key=lambda block: len(block.lines))
    scale = 200 / 72
    for line in block.lines:
        box = turned.crop((int(line.xs[0] * scale), int(line.top * scale), int(line.xs[-1] * scale), int(line.bottom * scale)))
        assert box.getextrema()[0] < 80, "no print inside the box of a line"
    assert document.pages[0].width == pytest.approx(turned.width / scale, abs=1)


def test_of_a_mixed_paper_only_the_pictures_are_read_by_ocr() -> None:
    needs("tesseract")
    mixed = pypdfium2.PdfDocument(PAPER)
    mixed.import_pages(pypdfium2.PdfDocument(scan(drawn(PAPER))), pages=[0])
    out = io.BytesIO()
    mixed.save(out)
    document = read_pdf(out.getvalue(), file="mixed.pdf")
    assert [page.scanned for page in document.pages] == [False] * (len(document.pages) - 1) + [True]
    assert all((block.ocr != ()) == (block.page == len(document.pages)) for block in document.blocks if block.text)


def test_without_tesseract_the_other_pages_are_read_and_the_paper_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "program", lambda tool: None)
    mixed = pypdfium2.PdfDocument(PAPER)
    mixed.import_pages(pypdfium2.PdfDocument(scan(drawn(PAPER, dpi=50))), pages=[0])
    out = io.BytesIO()
    mixed.save(out)
    document = read_pdf(out.getvalue(), file="mixed.pdf")
    last = len(document.pages)
    (problem,) = document.problems
    assert problem.needs == "OCR" and problem.page == last
    assert problem.message == "page has no text, only an image: needs OCR: sudo apt-get install tesseract-ocr tesseract-ocr-eng"
    assert len(document.blocks) > 20 and not document.pages[-1].text and document.pages[-1].scanned


def test_the_same_scan_is_read_the_same_each_time() -> None:
    needs("tesseract")
    data = scan(drawn(PAPER))
    assert read_pdf(data, file="a.pdf") == read_pdf(data, file="a.pdf")


def test_a_photograph_gives_no_words() -> None:
    needs("tesseract")
    chance = random.Random(7)  # always the same picture: in one of many thousands a reader may see letters
    grains = bytes(max(0, min(255, round(chance.gauss(128, 60)))) for _ in range(400 * 560))
    noise = Image.frombytes("L", (400, 560), grains).resize((1600, 2240), Image.Resampling.BICUBIC)
    document = read_pdf(scan(noise), file="photo.pdf")
    assert document.blocks == ()
    assert [problem.message for problem in document.problems] == ["page is a picture in which OCR found no words"]


@pytest.mark.parametrize("degrees", [-3.0, -0.4, 0.0, 0.4, 2.2])
def test_the_slant_of_a_page_is_measured(degrees: float) -> None:
    page = drawn(PAPER).rotate(-degrees, Image.Resampling.BICUBIC, fillcolor=255)
    assert picture.slant(picture.as_grey(page)) == pytest.approx(degrees, abs=0.07)


def test_a_frame_gives_back_what_it_takes() -> None:
    frame = Frame(595, 842, 1, skew=1.5)
    assert frame.shown(*frame.read(100, 700)) == pytest.approx((100, 700))


def test_sizes_within_a_tenth_are_one_and_thick_print_is_bold() -> None:
    def word(size: float, weight: float, base: float) -> Word:
        return Word("letters", [0.0] * 8, 0.0, 50.0, base, size, False, True, confidence=90, weight=weight)

    body = [word(11 + 0.1 * (at % 5), 0.1, at // 10) for at in range(100)]
    heading = [word(16.2, 0.14, 100), word(16.4, 0.14, 100)]
    settle_print([[*body, *heading]])
    assert {one.size for one in body} == {11.0} and {one.size for one in heading} == {16.5}
    assert all(one.bold for one in heading) and not any(one.bold for one in body)


def test_the_points_of_a_number_are_seen_and_figures_fill_it() -> None:
    assert marks.NUMBER.fullmatch(marks.filled("D.D", "21")) and marks.filled("D.D", "21") == "2.1"
    assert marks.digits("3:", "D.") == "3" and marks.digits("2.l", "D.D") is None


def broken(data: bytes) -> bytes:
    """A one-page PDF whose letters look right and are told wrong: each is mapped to the next letter of the alphabet."""
    from reportlab.pdfgen import canvas

    lines = [text for block in read_pdf(data, file="x.pdf").blocks if (text := block.text.split("\n")[0])][:24]
    out = io.BytesIO()
    page = canvas.Canvas(out, pageCompression=0)
    for at, line in enumerate(lines):
        page.drawString(60, 780 - 24 * at, "".join(char for char in line[:80] if " " <= char < "\x7f"))
    page.save()
    made = out.getvalue()
    pairs = "\n".join(f"<{code:02x}> <{code + 1 if chr(code).isalpha() else code:04x}>" for code in range(32, 127))
    cmap = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def 1 begincodespacerange <00> <ff>\n"
        f"endcodespacerange 95 beginbfchar\n{pairs}\nendbfchar endcmap end end"
    ).encode()
    stream = b"99 0 obj\n<</Length %d>>\nstream\n%s\nendstream\nendobj\n" % (len(cmap), cmap)
    made = made.replace(b"/Type /Font", b"/ToUnicode 99 0 R /Type /Font", 1)
    return made.replace(b"\nxref\n", b"\n" + stream + b"xref\n", 1)


def test_a_page_whose_font_tells_nonsense_is_read_off_its_picture(monkeypatch: pytest.MonkeyPatch) -> None:
    needs("tesseract")
    data = broken(PAPER)
    document = read_pdf(data, file="broken.pdf")
    assert [problem.message for problem in document.problems] == [
        "the page's text is nonsense: its font is broken; it was read by OCR instead"
    ]
    assert "Community Safety Plan" in document.pages[0].text and "Dpnnvojuz" not in document.pages[0].text
    monkeypatch.setattr(pictures, "program", lambda tool: None)
    without = read_pdf(data, file="broken.pdf")
    assert "Dpnnvojuz" in without.pages[0].text
    assert [(problem.needs, problem.page) for problem in without.problems] == [("OCR", 1)]


@pytest.mark.parametrize(
    ("text", "nonsense"),
    [
        ("Community Safety Plan. Our priorities are violent crime, domestic abuse and burglary in the town centre. " * 3, False),
        ("Dpnnvojuz Tbgfuz Qmbo. Pvs qsjpsjujft bsf wjpmfou dsjnf, epnftujd bcvtf boe cvshmbsz jo uif upxo. " * 3, True),
        ("Cynllun Diogelwch Cymunedol. Ein blaenoriaethau yw troseddau treisgar, cam-drin domestig a byrgleriaeth. " * 3, False),
        ("\ue041\ue042\ue043 \ue044\ue045" * 60, True),
        ("犯罪を減らすための計画です。" * 20, False),
        ("NI 15 NI 16 NI 21 705 620 12% Q1 Q2 Q3 Q4 2009/10 TBC N/A " * 8, False),
    ],
)
def test_language_is_told_from_nonsense(text: str, nonsense: bool) -> None:
    assert is_nonsense(text.split()) is nonsense
