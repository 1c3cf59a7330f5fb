"""The same words twice are told: one text in two files, a report inside a pack, a draft and its final version."""

from __future__ import annotations

import io
import random
import re
from pathlib import Path

import pypdfium2
import pytest
from sqlite_utils import Database
from whole import CORPUS

from extractor.batch import ingest
from extractor.flow import shipped_codebook
from extractor.grammar.numbers import page_ranges
from extractor.write.prints import packed, print_of, unpacked

REPORT = CORPUS / "papers" / "stockton-on-tees-2014-17-plan.pdf"
OTHERS = ("charnwood-2005-08-strategy.pdf", "stockton-on-tees-2007-partnership-minutes.pdf")


def pack(*files: Path) -> bytes:
    whole = pypdfium2.PdfDocument.new()
    for file in files:
        whole.import_pages(pypdfium2.PdfDocument(file))
    out = io.BytesIO()
    whole.save(out)
    return out.getvalue()


def printed(pages: list[list[str]]) -> bytes:
    from reportlab.pdfgen import canvas  # type: ignore[import-untyped]

    out = io.BytesIO()
    sheet = canvas.Canvas(out, invariant=1)
    for lines in pages:
        for number, line in enumerate(lines):
            sheet.drawString(40, 780 - 28 * number, line)
        sheet.showPage()
    sheet.save()
    return out.getvalue()


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Database:
    """A report alone, in a pack between two others, saved a second time; one in two versions; one that another quotes."""
    folder = tmp_path_factory.mktemp("papers")
    (folder / "report.pdf").write_bytes(REPORT.read_bytes())
    (folder / "report-again.pdf").write_bytes(pack(REPORT))
    (folder / "agenda-pack.pdf").write_bytes(pack(CORPUS / "papers" / OTHERS[0], REPORT, CORPUS / "papers" / OTHERS[1]))
    text = "\n\n".join(f"{number}. {sentence()}" for number in range(60))
    (folder / "Safer plan v1.txt").write_text(f"Safer Plan version 1\n\n{text}")
    (folder / "Safer plan v2.txt").write_text(f"Safer Plan version 2\n\n{text}\n\n61. {sentence()} {sentence()}")
    record = [sentence() for _ in range(24)]
    (folder / "record.pdf").write_bytes(printed([record]))
    quoting = [[sentence() for _ in range(24)] for _ in range(8)]
    for page, quoted in ((0, record[:10]), (6, record[12:22])):
        quoting[page][4 : 4 + len(quoted)] = quoted
    (folder / "report that quotes the record.pdf").write_bytes(printed(quoting))
    (folder / "Other paper.txt").write_text("\n\n".join(sentence() for _ in range(60)))
    path = tmp_path_factory.mktemp("held") / "plans.db"
    ingest([folder], path, shipped_codebook())
    return Database(path)


_RANDOM = random.Random(7)
_WORDS = re.findall(r"\w+", "crime harm young people street safety drugs police partners victims council burglary homes support")


def sentence() -> str:
    return " ".join(_RANDOM.choice(_WORDS) for _ in range(14)).capitalize() + "."


def related(database: Database) -> dict[tuple[str, str], tuple[str, str | None]]:
    query = "SELECT file, other_file, relation, pages FROM related_papers"
    return {(file, other): (relation, pages) for file, other, relation, pages in database.execute(query).fetchall()}


def test_what_lies_between_the_papers_is_told_and_nothing_else(held: Database) -> None:
    found = related(held)
    before = len(pypdfium2.PdfDocument(CORPUS / "papers" / OTHERS[0]))
    own = len(pypdfium2.PdfDocument(REPORT))
    pages = f"{before + 1}-{before + own}" if own > 1 else str(before + 1)
    assert found.pop(("report.pdf", "report-again.pdf")) == ("has the same text as", None)
    assert found.pop(("report.pdf", "agenda-pack.pdf")) == ("is contained in", pages)
    assert found.pop(("report-again.pdf", "agenda-pack.pdf")) == ("is contained in", pages)
    assert found.pop(("Safer plan v2.txt", "Safer plan v1.txt")) == ("replaces", None)
    assert found == {}


def test_a_plan_that_stands_alone_and_in_a_pack_is_counted_once(held: Database) -> None:
    query = "SELECT priority, sum(first_form) FROM priorities_with_plans WHERE priority IN ({}) GROUP BY 1"
    own = "SELECT priority FROM priorities_with_plans WHERE file = 'report.pdf'"
    counts = held.execute(query.format(own)).fetchall()
    assert len(counts) > 3 and {once for _, once in counts} == {1}


def test_what_a_pack_repeats_never_stands_for_another_area(held: Database) -> None:
    """In the pack, the report's list stands behind another borough's plan and could be taken for that borough's."""
    pages = held.execute("SELECT pages FROM related_papers WHERE file = 'report.pdf' AND pages IS NOT NULL").fetchone()[0]
    first, _, last = pages.partition("-")
    query = "SELECT count(*), count(repeats) FROM findings JOIN papers ON papers.id = paper WHERE file = ? AND page BETWEEN ? AND ?"
    found, repeats = held.execute(query, ["agenda-pack.pdf", int(first), int(last or first)]).fetchone()
    assert found == repeats > 0
    assert compare_titles(held, "Charnwood") == compare_titles(held, "Charnwood", only="agenda-pack.pdf")
    stockton = {
        title for (title,) in held.execute("SELECT priority FROM priorities_with_plans WHERE file = 'report.pdf'").fetchall()
    }
    assert not stockton & compare_titles(held, "Charnwood")


def compare_titles(database: Database, area: str, only: str | None = None) -> set[str]:
    query = "SELECT priority FROM priorities_with_plans WHERE area = ? AND first_form AND (? IS NULL OR file = ?)"
    return {title for (title,) in database.execute(query, [area, only, only]).fetchall()}


def test_a_second_run_changes_nothing(held: Database, tmp_path: Path) -> None:
    from extractor.write.relations import renew_relations

    before = [*held.conn.iterdump()]
    renew_relations(held)
    assert [*held.conn.iterdump()] == before


def test_prints_survive_packing_and_ignore_how_words_are_set() -> None:
    made = print_of([(1, sentence() * 20), (2, "")])
    assert unpacked(packed(made)) == made and made[2] == frozenset()
    assert print_of([(1, "Reduce CRIME, and harm; on every street")]) == print_of([(1, "reduce crime and harm on every street")])


@pytest.mark.parametrize(("numbers", "text"), [([3], "3"), ([1, 2, 3, 7], "1-3, 7"), ([4, 6], "4, 6")])
def test_page_numbers_are_written_as_ranges(numbers: list[int], text: str) -> None:
    assert page_ranges(numbers) == text
