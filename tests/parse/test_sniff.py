"""Files are told apart by what is in them, and what is no paper gets one line that says what it is and what to do."""

from __future__ import annotations

import pytest
from word_papers import p, package, zipped

from extractor.errors import PaperError
from extractor.parse import parse, sniff
from extractor.parse.sniff import decode

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600


def stream(name: str) -> bytes:
    """An old Office file as far as sniffing looks: its magic and the name of one stream."""
    return OLE + name.encode("utf-16-le") + b"\x00\x00"


@pytest.mark.parametrize(
    ("data", "file", "kind"),
    [
        (b"%PDF-1.4 rest", "paper.docx", "application/pdf"),
        (b"junk before\n%PDF-1.4 rest", "paper.pdf", "application/pdf"),
        (package(p("x")), "paper.pdf", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        (stream("WordDocument"), "paper.docx", "application/msword"),
        (b"{\\rtf1 x}", "paper.doc", "application/rtf"),
        (zipped({"mimetype": b"application/vnd.oasis.opendocument.text"}), "paper.odt", "application/vnd.oasis.opendocument.text"),
        (b"<!DOCTYPE html><p>x", "paper.txt", "text/html"),
        ("\ufeff<html><p>x".encode(), "paper", "text/html"),
        (b"# Plan\n", "paper.md", "text/markdown"),
        (b"# Plan\n", "paper.txt", "text/plain"),
        (b"To: Board\nFrom: Manager\nDate: 1 May\n\nPlan", "memo.txt", "text/plain"),
        (b"Burglary costs \xa320", "paper.txt", "text/plain"),
        (b"BMW thefts fell", "paper.txt", "text/plain"),
    ],
)
def test_kinds_are_told_by_content(data: bytes, file: str, kind: str) -> None:
    assert sniff(data, file) == kind


@pytest.mark.parametrize(
    ("data", "file", "words"),
    [
        (b"", "a.pdf", "empty"),
        (b" \n\x00", "a.pdf", "empty"),
        (stream("EncryptedPackage"), "a.docx", "encrypted"),
        (stream("Workbook"), "a.xls", "spreadsheet"),
        (zipped({"xl/workbook.xml": b""}), "a.xlsx", "spreadsheet"),
        (zipped({"ppt/presentation.xml": b""}), "a.pptx", "slide show"),
        (zipped({"papers/one.pdf": b"%PDF-1.4"}), "a.zip", "unpack that"),
        (b"PK\x03\x04 word/ broken", "a.docx", "damaged"),
        (b"\x89PNG\r\n\x1a\n", "a.pdf", "picture"),
        (b"\x00\x01\x02\x03" * 50, "a.docx", "binary"),
        (b"<?xml version='1.0'?><data/>", "a.xml", "XML"),
        (b"MIME-Version: 1.0\nContent-Type: multipart\n\nx", "a.doc", "e-mail"),
        (b"<html><form><input type='password'></form>" + b"words " * 500, "a.pdf", "log-in"),
        (b"<html><body>404 not found</body></html>", "a.docx", "error page"),
    ],
)
def test_what_is_no_paper_is_named_in_one_line(data: bytes, file: str, words: str) -> None:
    with pytest.raises(PaperError, match=words) as error:
        sniff(data, file)
    assert str(error.value).startswith(f"{file}: ") and "\n" not in str(error.value)


def test_the_front_door_gives_kind_and_text() -> None:
    kind, document = parse(package(p("Words.")), file="paper.bin")
    assert kind.endswith("wordprocessingml.document") and document.blocks[0].text == "Words."
    assert parse(b"<p>Words.</p>", file="page")[1].blocks[0].text == "Words."
    assert parse(b"# Words", file="paper.md")[1].blocks[0].kind == "heading"


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ("£5 – “so”".encode(), "£5 – “so”"),
        ("£5 – “so”".encode("cp1252"), "£5 – “so”"),
        ("£5 – “so”".encode("utf-16"), "£5 – “so”"),
        ("\ufeff£5".encode(), "£5"),
        (b"plain", "plain"),
    ],
)
def test_encodings_are_found(data: bytes, text: str) -> None:
    assert decode(data) == text
