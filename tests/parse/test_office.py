"""What LibreOffice opens is read as Word is: the same text, and nothing that the paper does not say."""

from __future__ import annotations

import subprocess
import time
from pathlib import Path

import pytest
from whole import CORPUS, needs
from word_papers import p, package

from extractor.errors import NeedsTool, PaperError
from extractor.model import Document
from extractor.parse import office, parse, running
from extractor.parse.office import OfficePaper, to_docx, to_docx_together
from extractor.parse.sniff import DOC, ODT, RTF, sniff
from extractor.parse.word import read_word

PAPER = CORPUS / "papers" / "charnwood-2005-08-strategy.docx"


def said(document: Document) -> list[tuple[object, ...]]:
    return [(b.kind, b.text, b.level, b.cell and (b.cell.row, b.cell.column)) for b in document.blocks]


@pytest.fixture(scope="module")
def forms(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """A paper of the corpus as LibreOffice saves it in each old format."""
    needs("soffice")
    folder = tmp_path_factory.mktemp("forms")
    for ending in ("doc", "rtf", "odt"):
        command = ["soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--convert-to", ending]
        subprocess.run([*command, "--outdir", folder, PAPER], check=True, capture_output=True, timeout=120)
    return {ending: (folder / f"{PAPER.stem}.{ending}").read_bytes() for ending in ("doc", "rtf", "odt")}


@pytest.mark.parametrize(("ending", "kind"), [("doc", DOC), ("rtf", RTF), ("odt", ODT)])
def test_each_old_format_says_what_the_word_file_says(forms: dict[str, bytes], ending: str, kind: str) -> None:
    found, document = parse(forms[ending], file=f"paper.{ending}")
    assert found == kind
    expected = read_word(PAPER.read_bytes(), file="paper.docx")
    words = [" ".join(text.split()) for text in (block.text for block in document.blocks) if text]
    assert words == [" ".join(block.text.split()) for block in expected.blocks]
    if ending == "doc":
        assert said(document) == said(expected)


def test_papers_that_share_a_start_say_the_same_and_a_bad_one_costs_no_other(forms: dict[str, bytes]) -> None:
    bad = forms["doc"][:512] + bytes(len(forms["doc"]) - 512)
    papers = [
        OfficePaper(forms["doc"], "a.doc", DOC),
        OfficePaper(bad, "bad.doc", DOC),
        OfficePaper(forms["odt"], "b.odt", ODT),
        OfficePaper(forms["doc"], "c.doc", DOC),
    ]
    found = to_docx_together(papers)
    assert found[1] is None
    alone = [to_docx(paper.data, file=paper.file, kind=paper.kind) for paper in (papers[0], papers[2])]
    doc, odt = (read_word(docx, file="x", converted=True) for docx in alone)
    assert [docx and read_word(docx, file="x", converted=True) for docx in found] == [doc, None, odt, doc]


def test_random_bytes_under_the_right_magic_are_refused(tmp_path: Path) -> None:
    needs("soffice")
    data = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(range(256)) * 40 + "WordDocument".encode("utf-16-le") + bytes(600)
    assert sniff(data, "x.doc") == DOC
    with pytest.raises(PaperError, match="may be damaged"):
        to_docx(data, file="x.doc", kind=DOC)


def test_the_day_of_conversion_is_never_taken_for_the_papers_date() -> None:
    def field(code: str, result: str) -> str:
        begin, separate, end = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end"))
        return f"{begin}<w:r><w:instrText> {code} </w:instrText></w:r>{separate}<w:r><w:t>{result}</w:t></w:r>{end}"

    body = f"<w:p><w:r><w:t>Date: </w:t></w:r>{field('DATE', '3 May 2031')}</w:p>"
    saved = f"<w:p>{field('SAVEDATE', '4 June 2009')}</w:p>"
    data = package(p("Report") + body + saved)
    converted = [block.text for block in read_word(data, file="x.docx", converted=True).blocks]
    assert converted == ["Report", "Date:", "4 June 2009"]
    assert "Date: 3 May 2031" in [block.text for block in read_word(data, file="x.docx").blocks]


def test_without_libreoffice_the_paper_waits_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "program", lambda tool: None)
    with pytest.raises(NeedsTool, match="rich text format: needs LibreOffice: sudo apt-get install") as fault:
        parse(b"{\\rtf1 x}", file="paper.rtf")
    assert fault.value.tool == "LibreOffice" and "\n" not in str(fault.value)


def test_a_program_that_hangs_is_ended_with_all_it_started(tmp_path: Path) -> None:
    needs("sh", "sleep")
    begun = time.monotonic()
    with pytest.raises(running.TookTooLongError):
        running.run(["sh", "-c", "sleep 60 & echo $! > child; wait"], seconds=0.5, folder=tmp_path, variables={})
    assert time.monotonic() - begun < 10
    child = int((tmp_path / "child").read_text())
    time.sleep(0.1)
    status = Path(f"/proc/{child}/stat")
    assert not status.exists() or status.read_text().split()[2] == "Z"
