"""Word papers are laid out on pages after reading: once, beside the findings, and a bad one costs only itself."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from parse.word_papers import p, package
from whole import CORPUS, Ran, needs

from extractor.batch import ingest, laying_out, page_images
from extractor.flow import shipped_codebook
from extractor.write import forget_paper, open_database

Run = Callable[..., Ran]
PAPERS = ("charnwood-2005-08-strategy.docx", "stockton-on-tees-2014-17-plan.docx", "redcar-and-cleveland-2017-20-leaflet.txt")


def asked(database: Path, query: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(database)) as connection:
        return connection.execute(query).fetchall()


def findings(database: Path) -> list[list[tuple[Any, ...]]]:
    return [asked(database, f"SELECT * FROM {table} ORDER BY 1, 2") for table in ("papers", "findings", "evidence", "blocks")]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a database of two Word papers, one of which LibreOffice cannot open, and a text; and the same laid out."""
    needs("soffice")
    folder = tmp_path_factory.mktemp("laying-out")
    (folder / "papers").mkdir()
    for name in PAPERS:
        shutil.copy(CORPUS / "papers" / name, folder / "papers")
    said = "".join(map(p, ("Community Safety Plan 2011-14", "Hartlepool", "Our priorities are:", "Burglary", "Drugs")))
    (folder / "papers" / "no-list-of-its-parts.docx").write_bytes(package(said))
    ingest([folder / "papers"], folder / "read.db", shipped_codebook())
    shutil.copy(folder / "read.db", folder / "laid.db")
    page_images(folder / "laid.db", shipped_codebook())
    return folder


@pytest.fixture
def read(made: Path, tmp_path: Path) -> Path:
    """The database as it was read."""
    return Path(shutil.copy(made / "read.db", tmp_path / "plans.db"))


@pytest.fixture
def laid(made: Path, tmp_path: Path) -> Path:
    """The database with its Word papers laid out."""
    return Path(shutil.copy(made / "laid.db", tmp_path / "plans.db"))


def test_word_papers_get_pages_once_and_no_finding_changes(read: Path, run: Run) -> None:
    before = findings(read)
    ran = run("page-images", read)
    assert ran.code == 3 and "page images      2" in ran.out
    assert ran.out.count("\n") == 2 and "no-list-of-its-parts.docx: Word format: LibreOffice cannot read it" in ran.out
    pages = asked(read, "SELECT file, length(pdf) > 5000, json_array_length(page_images.pages) > 1, problem IS NULL FROM papers "
                        "JOIN page_images ON paper = id ORDER BY file")  # fmt: skip
    assert [one[1:] for one in pages if one[0] != "no-list-of-its-parts.docx"] == [(1, 1, 1)] * 2
    assert findings(read) == before
    first = read.read_bytes()
    ran = run("page-images", read)
    assert (ran.code, ran.out.split()[2]) == (0, "0") and "3 were looked at before" in ran.out
    assert read.read_bytes() == first, "a second run does nothing"
    assert [one.name for one in read.parent.iterdir() if one.is_file()] == ["plans.db"]


def test_pages_outlive_a_new_reading_and_go_with_their_paper(laid: Path, made: Path) -> None:
    pdfs = asked(laid, "SELECT paper, pdf FROM page_images ORDER BY paper")
    with closing(sqlite3.connect(laid)) as connection, connection:
        connection.execute("UPDATE papers SET rules_hash = 'others', fingerprint = ''")
    ingest([made / "papers"], laid, shipped_codebook())
    assert asked(laid, "SELECT paper, pdf FROM page_images ORDER BY paper") == pdfs
    database = open_database(laid)
    forget_paper(database, asked(laid, f"SELECT sha256 FROM papers WHERE file = '{PAPERS[0]}'")[0][0])
    database.close()
    assert len(asked(laid, "SELECT paper FROM page_images")) == 2
    assert asked(laid, "SELECT paper FROM page_images WHERE paper NOT IN (SELECT id FROM papers)") == []


def test_words_that_are_read_otherwise_are_found_anew_on_the_same_pages(laid: Path) -> None:
    pdfs = asked(laid, "SELECT paper, pdf FROM page_images ORDER BY paper")
    with closing(sqlite3.connect(laid)) as connection, connection:
        connection.execute("UPDATE blocks SET text = 'Words that another parser reads' WHERE number = 1")
    assert page_images(laid, shipped_codebook()).made == 2
    assert asked(laid, "SELECT paper, pdf FROM page_images ORDER BY paper") == pdfs
    assert page_images(laid, shipped_codebook()).made == 0


def test_without_libreoffice_one_line_says_how_to_install_it(read: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(laying_out, "program", lambda tool: None)
    before = read.read_bytes()
    ran = run("page-images", read)
    assert ran.code == 3 and ran.err.count("\n") == 1
    assert "3 Word papers: needs LibreOffice: sudo apt-get install libreoffice-writer-nogui" in ran.err
    assert read.read_bytes() == before


def test_a_run_makes_them_where_it_is_asked_to(run: Run, tmp_path: Path) -> None:
    needs("soffice")
    database = tmp_path / "plans.db"
    ran = run("ingest", CORPUS / "papers" / PAPERS[1], "--database", database, "--page-images")
    assert ran.code == 0 and "page images      1" in ran.out
    assert asked(database, "SELECT count(*) FROM page_images") == [(1,)]
    assert len(asked(database, "SELECT id FROM runs")) == 1, "laying out reads no paper, and is no run of its own"
