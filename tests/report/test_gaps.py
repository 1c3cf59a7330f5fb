"""What plans share and lack: hand-checked expectations on the sample corpus, made-up papers for what it does not hold."""

from __future__ import annotations

import dataclasses
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from whole import CORPUS, Ran
from write import factories as made

from extractor import report
from extractor.batch import ingest, read_expected, read_manifest
from extractor.errors import InputError
from extractor.flow import shipped_codebook
from extractor.model import Problem
from extractor.report.gaps import CellHeld, Gap
from extractor.write import Line, Said, open_database, record_corrections, renew_grid, store

TEES = ("Hartlepool", "Middlesbrough", "Redcar and Cleveland", "Stockton-on-Tees")


@pytest.fixture(scope="module")
def plans(demo: tuple[Path, object]) -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(demo[0])
    yield connection
    connection.close()


def gap(connection: sqlite3.Connection, area: str, start: int, end: int, theme: str) -> Gap:
    (found,) = [one for one in report.gaps(connection, [area], start, end) if one.theme == theme]
    return found


def cell(connection: sqlite3.Connection, area: str, start: int, end: int) -> CellHeld:
    (found,) = [one for one in report.expected_and_held(connection, [area]) if (one.start, one.end) == (start, end)]
    return found


def test_what_the_four_tees_boroughs_share_and_what_one_lacks(plans: sqlite3.Connection) -> None:
    shared = {one.heading: one for one in report.shared(plans, TEES, 2011, 2014)}
    assert shared["Drugs and alcohol"].stated == TEES
    assert next(iter(shared.values())).stated == TEES, "what most share stands first"
    for heading in ("Anti-social behaviour", "Violence", "Criminal damage and arson"):
        assert shared[heading].stated == ("Hartlepool", "Redcar and Cleveland", "Stockton-on-Tees"), heading
    lacks = {heading: one.others[0] for heading, one in shared.items() if one.others}
    nuisance = lacks["Anti-social behaviour"]
    assert (nuisance.area, nuisance.reason, nuisance.under) == (
        "Middlesbrough", "only under another priority", "Neighbourhood safety",
    )  # fmt: skip
    assert "damage and nuisance dealt with street by street" in (nuisance.quote or "")
    damage = lacks["Criminal damage and arson"]
    assert (damage.area, damage.reason, damage.under) == ("Middlesbrough", "only under another priority", "Neighbourhood safety")
    terror = lacks["Organised crime, exploitation and terrorism"]
    assert (terror.area, terror.reason, terror.quote, terror.unread) == ("Hartlepool", "not in the plan", None, False)
    assert "Fraud and cyber crime" not in shared


@pytest.mark.parametrize(
    ("area", "start", "end", "theme", "reason", "words"),
    [
        ("Stockton-on-Tees", 2011, 2014, "anti-social behaviour", "stated as a priority", "Anti-social behaviour"),
        ("Hartlepool", 2011, 2014, "domestic abuse", "only under another priority", "including domestic violence and abuse"),
        ("Burnley", 2002, 2005, "young people", "only in commentary or measures", "Youth crime is to fall by nine per cent"),
        ("Stockton-on-Tees", 2011, 2014, "public confidence & reassurance", "only in other text of the plan", "feel safe"),
        (
            "Charnwood",
            2005,
            2008,
            "serious & organised crime",
            "only in quoted national text",
            "combat serious and organised crime",
        ),
        ("Middlesbrough", 2011, 2014, "fraud & cyber", "not in the plan", None),
        ("Stockton-on-Tees", 2008, 2011, "drugs", "paper not held", None),
    ],
)
def test_each_reason_with_its_words(
    plans: sqlite3.Connection, area: str, start: int, end: int, theme: str, reason: str, words: str | None
) -> None:
    found = gap(plans, area, start, end, theme)
    assert found.reason == reason
    assert words is None if found.quote is None else words is not None and words in found.quote


def test_quoted_words_say_whose_they_are(plans: sqlite3.Connection) -> None:
    assert gap(plans, "Charnwood", 2005, 2008, "serious & organised crime").whose == "national"


def test_the_words_of_a_gap_are_the_papers_own(plans: sqlite3.Connection) -> None:
    rows = plans.execute(
        "SELECT mentions.quote, blocks.text, start_at, end_at FROM mentions JOIN blocks USING (paper) WHERE blocks.number = block"
    ).fetchall()
    assert len(rows) > 100
    for quote, text, start, end in rows:
        assert quote in text and text[start:end] in quote


def test_a_plan_with_an_unread_page_never_lacks_a_theme_outright(tmp_path: Path) -> None:
    paper = made.earlier_plan("Alderwick")
    draft = dataclasses.replace(made.earlier_plan("Brackenmoor"), problems=(Problem("parse", "page cannot be read", 2),))
    with made_database(tmp_path, paper, draft) as connection:
        assert gap(connection, "Alderwick", 2008, 2011, "burglary").reason == "stated as a priority"
        assert gap(connection, "Alderwick", 2008, 2011, "drugs").reason == "page unreadable or unread"
        assert gap(connection, "Brackenmoor", 2008, 2011, "drugs").unread


class made_database:  # noqa: N801 - used like a context manager's function
    def __init__(self, folder: Path, *papers: object) -> None:
        self._database = open_database(folder / "made.db", made.THEMES)
        for paper in papers:
            store(self._database, paper, b"bytes")  # type: ignore[arg-type]
        renew_grid(self._database)

    def __enter__(self) -> sqlite3.Connection:
        connection: sqlite3.Connection = self._database.conn
        return connection

    def __exit__(self, *_: object) -> None:
        self._database.close()


def test_a_page_of_one_plan_says_nothing_of_another(tmp_path: Path) -> None:
    paper = dataclasses.replace(made.four_boroughs(), problems=(Problem("parse", "page cannot be read", 2),))
    with made_database(tmp_path, paper) as connection:
        unread = {area: gap(connection, area, 2011, 2014, "burglary").unread for area in made.BOROUGHS}
    # Page 2 begins with the second plan's own title only after the words of its priorities, and no other plan reaches it.
    assert not unread["Dunmere"]
    assert any(unread.values())


def test_a_file_that_failed_is_unread_for_its_area_and_years(tmp_path: Path) -> None:
    papers = tmp_path / "papers"
    papers.mkdir()
    (papers / "lost.pdf").write_bytes(b"%PDF-1.4 broken")
    (papers / "stockton-on-tees-2008-11-plan.pdf").write_bytes(b"%PDF-1.4 broken too")
    (tmp_path / "manifest.csv").write_text(
        "file,area,period\nlost.pdf,Hartlepool,2005-2008\nnever-sent.pdf,Redcar & Cleveland,2005-08\n", "utf-8"
    )
    (tmp_path / "expected.csv").write_text("area,period\nHartlepool Borough Council,2011-14\nHartlepool,2005-08\n", "utf-8")
    codebook = shipped_codebook()
    expected = read_expected(tmp_path / "expected.csv", codebook)
    manifest = read_manifest(tmp_path / "manifest.csv")
    summary = ingest([papers], tmp_path / "plans.db", codebook, manifest, expected=expected)
    assert summary.count("quarantined") == 2
    with sqlite3.connect(tmp_path / "plans.db") as connection:
        assert gap(connection, "Hartlepool", 2005, 2008, "drugs").reason == "page unreadable or unread"
        assert gap(connection, "Stockton-on-Tees", 2008, 2011, "drugs").reason == "page unreadable or unread"
        assert gap(connection, "Redcar and Cleveland", 2005, 2008, "drugs").reason == "paper not held"
        assert cell(connection, "Hartlepool", 2005, 2008).status == "could not be read"
        assert (cell(connection, "Hartlepool", 2011, 2014).status, cell(connection, "Hartlepool", 2011, 2014).expected) == (
            "missing",
            "listed",
        )
        missing = cell(connection, "Redcar and Cleveland", 2005, 2008)
    assert (missing.status, missing.expected) == ("missing", "in the manifest")
    assert "never-sent.pdf" in (missing.because or "")


def test_what_is_held_and_what_is_inferred(plans: sqlite3.Connection) -> None:
    assert cell(plans, "Stockton-on-Tees", 2011, 2014).status == "current"
    inferred = cell(plans, "Stockton-on-Tees", 2008, 2011)
    assert (inferred.status, inferred.expected) == ("missing", "inferred")
    assert inferred.because == "Hartlepool has a plan for these years (police force: Cleveland)"
    assert not any(one.area == "Charnwood" and one.expected == "inferred" for one in report.expected_and_held(plans))


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("area\nHartlepool\n", "must name the columns area, period"),
        ("area,period\nHartlepool,\n", "line 2: needs an area and a period"),
        ("area,period\nAtlantis,2011-14\n", "line 2: no one area is called 'Atlantis'"),
    ],
)
def test_a_list_of_expected_plans_that_cannot_be_used_says_where(tmp_path: Path, text: str, fault: str) -> None:
    path = tmp_path / "expected.csv"
    path.write_text(text, "utf-8")
    with pytest.raises(InputError, match=fault):
        read_expected(path, shipped_codebook())


def test_the_commands_answer(run: Callable[..., Ran], demo: tuple[Path, object]) -> None:
    said = run("gaps", *TEES, "--years", "2011-14", "--database", demo[0])
    assert said.code == 0
    assert "  Middlesbrough: not in the plan\n" in said.out
    held = run("gaps", "--held", "Stockton-on-Tees", "--database", demo[0])
    assert "Stockton-on-Tees 2008–11: missing  Hartlepool has a plan for these years (police force: Cleveland)\n" in held.out
    wrong = run("gaps", "Hartlepool", "--years", "soon", "--database", demo[0])
    assert (wrong.code, wrong.err) == (2, "extractor: 'soon' is no period: write it as 2011-14\n")
    assert run("gaps", "HARTLEPOOL", "--years", "2011-14", "--database", demo[0]).out.count("  Hartlepool: ") > 3
    for asked, code, told in (
        (("Hartlepol", "--years", "2011-14"), 2, "no plan of Hartlepol is held or expected"),
        (("Hartlepool", "--years", "1995-98"), 2, "no plan for 1995-1998 is held or expected"),
        (("--similar",), 1, "name the areas that others are to be similar to"),
    ):
        unknown = run("gaps", *asked, "--database", demo[0])
        assert (unknown.code, unknown.out, told in unknown.err) == (code, "", True), asked


def test_similar_areas_of_charnwood(plans: sqlite3.Connection) -> None:
    named = [one.area for one in report.similar_areas(plans, "Charnwood") if one.why == "named by its own paper"]
    assert named == [
        "Bath and North East Somerset", "Bedford", "Canterbury", "Colchester", "Durham", "Lancaster", "Swansea", "Warwick", "York",
    ]  # fmt: skip
    assert {one.area for one in report.similar_areas(plans, "Hartlepool") if one.why == "same police force"} == set(TEES) - {
        "Hartlepool"
    }


SEED = CORPUS.parent.parent / "shared" / "papers" / "charnwood-strategy-2005-08.pdf"


@pytest.mark.parametrize("paper", [SEED] if SEED.exists() else [])
def test_the_group_that_a_real_paper_names(paper: Path) -> None:
    from extractor.flow import extract

    (group,) = extract(paper).groups
    assert len(group.areas) == 14
    assert {"Welwyn Hatfield", "Telford and Wrekin", "Newcastle-under-Lyme"} <= set(group.areas)
    assert group.quote.text.startswith("Similar CSPs")


def test_a_gap_does_not_rest_on_what_a_person_rejected_or_gave_another_scope(tmp_path: Path) -> None:
    script = made.Script()
    one = made.priority(script, "Burglary", "burglary", detail="with less drug use in the town")
    two = made.priority(script, "Street robbery", "acquisitive crime", detail="often fuelled by alcohol misuse", scope="national")
    paper = made.extract([made.plan(script, "Alderwick", 2011, 2014, [one, two])], script)
    database = open_database(tmp_path / "plans.db", made.THEMES)
    store(database, paper, b"", shipped_codebook())
    renew_grid(database)

    def reasons() -> list[tuple[str, str | None, str | None]]:
        found = (gap(database.conn, "Alderwick", 2011, 2014, theme) for theme in ("burglary", "drugs", "alcohol"))
        return [(one.reason, one.under, one.whose) for one in found]

    assert reasons() == [
        ("stated as a priority", "Burglary", None),
        ("only under another priority", "Burglary", None),
        ("only in quoted national text", "Street robbery", "national"),
    ]
    lines = [Line(row["id"], Said(decision="reject") if row["title"] == "Burglary" else Said(scope="current"))
             for row in database.query("SELECT id, title FROM findings WHERE kind = 'priority'")]  # fmt: skip
    record_corrections(database, lines, at="2026-03-01T09:00:00+00:00", codebook=shipped_codebook())
    assert reasons() == [
        ("only in other text of the plan", None, None),
        ("only in other text of the plan", None, None),
        ("only under another priority", "Street robbery", None),
    ]
    record_corrections(database, [Line(lines[0].target, Said(scope="previous"))], at="2026-04-01T09:00:00+00:00")
    assert reasons()[1] == ("only in quoted national text", "Burglary", "previous")
    database.close()
