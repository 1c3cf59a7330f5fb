"""A correction holds for another file of the same paper, and for no other paper, whatever its title."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlite_utils import Database

from extractor.model import Extract
from extractor.write import Line, Said, open_database, record_corrections, store
from extractor.write.copies import alike, mark_forms
from write import factories as made

TEXT = (
    "The partnership brings together the council, the police, the fire service and the primary care trust for the borough",
    "Last year there were fewer offences than in any year since records began, and fewer people were harmed by them",
    "Residents told us in the autumn survey what troubles them most in the streets where they live and work",
    "Each of the priorities below has a lead officer, who reports to the board four times a year on what was done",
)


@pytest.fixture
def database(tmp_path: Path) -> Database:
    return open_database(tmp_path / "plans.db", made.THEMES)


def paper(file: str, title: str, *titles: str, area: str = "Alderwick", start: int = 2008, text: tuple[str, ...] = TEXT) -> Extract:
    script = made.Script()
    for line in text:
        script.line(line)
    held = [made.priority(script, one, "burglary") for one in titles]
    return made.extract([made.plan(script, area, start, start + 3, held)], script, file=file, title=title)


def reject(database: Database, title: str) -> None:
    (target,) = database.execute("SELECT id FROM priorities WHERE title = ?", [title]).fetchone()
    record_corrections(database, [Line(target, Said(decision="reject"))], at="2026-03-01T09:00:00+00:00")


def left(database: Database, file: str) -> list[str]:
    query = "SELECT priorities.title FROM priorities JOIN findings USING (id) JOIN papers ON papers.id = paper WHERE file = ?"
    return [title for (title,) in database.execute(query, [file]).fetchall()]


def misread(lines: tuple[str, ...]) -> tuple[str, ...]:
    """What a scan makes of the text: a letter wrong in some words, and a stamp that was not on the paper."""
    return ("Scanned by the records office", *(line.replace("streets", "strcets").replace("lead", "1ead") for line in lines))


@pytest.mark.parametrize("title", ["A1derwick stratcgy 2OO8-2011", "", "Alderwick strategy 2008-2011"])
def test_a_new_scan_is_known_by_its_text_whatever_was_made_of_its_title(title: str, database: Database) -> None:
    store(database, paper("plan.pdf", "Alderwick strategy 2008-2011", "Burglary dwelling", "Alcohol misuse"), b"")
    reject(database, "Burglary dwelling")
    store(database, paper("scan.pdf", title, "Burg1ary dwelling", "Alcohol misuse", text=misread(TEXT)), b"")
    assert (left(database, "plan.pdf"), left(database, "scan.pdf")) == (["Alcohol misuse"], ["Alcohol misuse"])
    assert database.execute("SELECT how FROM correction_matches ORDER BY how").fetchall() == [("as recorded",), ("carried over",)]


OTHER = tuple(" ".join(reversed(line.split())) for line in TEXT)


@pytest.mark.parametrize("other", [{"text": OTHER}, {"area": "Dunmere"}, {"start": 2011}])
def test_another_paper_of_the_same_title_is_another_paper(other: dict[str, object], database: Database) -> None:
    title = "Community safety strategy"
    store(database, paper("one.pdf", title, "Burglary dwelling"), b"")
    reject(database, "Burglary dwelling")
    store(database, paper("two.pdf", title, "Burglary dwelling", **other), b"")  # type: ignore[arg-type]
    assert left(database, "two.pdf") == ["Burglary dwelling"]


@pytest.mark.parametrize(
    ("title", "same"),
    [
        ("Alderwick stratcgy 2008-2011", True),
        ("Alderwick strategy 2008-2012", False),
        ("Minutes of the scrutiny panel", False),
    ],
)
def test_where_the_first_file_is_gone_the_title_decides(title: str, same: bool, database: Database) -> None:
    first = paper("plan.pdf", "Alderwick strategy 2008-2011", "Burglary dwelling")
    store(database, first, b"")
    reject(database, "Burglary dwelling")
    database.execute("DELETE FROM papers")
    store(database, paper("scan.pdf", title, "Burglary dwelling"), b"")
    assert left(database, "scan.pdf") == ([] if same else ["Burglary dwelling"])


def test_only_papers_that_share_many_words_are_compared(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    compared: list[bool] = []

    def noted(one: str, other: str) -> bool:
        compared.append(alike(one, other))
        return compared[-1]

    monkeypatch.setattr("extractor.write.copies.alike", noted)
    texts = [tuple(line.replace(" ", f" {number}") for line in TEXT) for number in range(6)]
    for number, text in enumerate(texts):
        store(database, paper(f"{number}.pdf", "Community safety strategy", "Burglary dwelling", text=text), b"")
    store(database, paper("scan of 4.pdf", "", "Burglary dwelling", text=misread(texts[4])), b"")
    mark_forms(database)
    query = "SELECT file FROM papers JOIN paper_forms ON paper = id WHERE form_of <> paper"
    assert database.execute(query).fetchall() == [("scan of 4.pdf",)]
    assert compared == [True]
