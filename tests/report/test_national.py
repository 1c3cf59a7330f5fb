"""The national frame: hand-checked expectations on the sample corpus."""

from __future__ import annotations

import dataclasses
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from whole import CORPUS, Ran
from write import factories as made

from extractor import report
from extractor.batch import ingest
from extractor.flow import shipped_codebook
from extractor.model import Action, ManifestRow, Plan, Reference
from extractor.unify.rounds import with_misfits
from extractor.write import open_database, store


@pytest.fixture(scope="module")
def plans(demo: tuple[Path, object]) -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(demo[0])
    yield connection
    connection.close()


def test_which_plans_cite_psa_23(plans: sqlite3.Connection) -> None:
    citing = report.citing(plans, "PSA", "23")
    assert {(one.area, one.start, one.end, one.round) for one in citing} == {("England and Wales", 2008, 2011, "CSR2007")}
    assert {(one.actions, one.commented) for one in citing} == {(2, 2)}, "actions 2 and 19 stand under it, both with a remark"
    silent = {one.area for one in report.not_citing(plans, "PSA", "23")}
    assert {"Hartlepool", "Redcar and Cleveland"} <= silent
    assert "Charnwood" not in silent, "its plan ended before PSA 23 was in force"


def test_which_numbered_national_actions_have_no_local_commentary(plans: sqlite3.Connection) -> None:
    silent = report.national_actions(plans, without_commentary=True)
    assert {(one.number, one.frameworks) for one in silent} == {("40", "PSA 24 (CSR2007)")}
    assert {one.number for one in report.national_actions(plans) if one.commentary} == {"2", "19", "30", "43"}


def test_commentary_beside_a_national_plan_is_credited_to_whom_the_paper_names(tmp_path: Path) -> None:
    def whose(stated: str | None, area: str, manifest: ManifestRow | None = None) -> set[str | None]:
        script = made.Script()
        row = script.row(1, 1, "2", "Intervene early with families", "A co-ordinator is in post")
        action = Action(row[1].text, made.quote(row[1]), "action.table", "2", row[2].text, made.quote(row[2]))
        plan = made.plan(script, area, 2008, 2011, [], actions=(action,), commentary_of=stated)
        plan = dataclasses.replace(plan, partnership="Home Office")
        extract = made.extract([plan], script, manifest=manifest)
        facts = dataclasses.replace(extract.facts, kind="national plan")
        path = tmp_path / f"{area} {stated} {manifest is None}.db"
        database = open_database(path, made.THEMES)
        store(database, dataclasses.replace(extract, facts=facts), b"")
        database.execute("UPDATE areas SET code = 'K04000001' WHERE name = 'England and Wales'")
        actions = report.national_actions(database.conn)
        found = {one.commentary_of for one in actions}
        evidence = [report.evidence(database.conn, one.finding) for one in actions]
        assert {one.commentary_of for one in evidence if one} == found, "the evidence page credits the same"
        database.close()
        return found

    assert whose(None, "England and Wales") == {None}
    assert whose("Safer Alderwick Partnership", "England and Wales") == {"Safer Alderwick Partnership"}
    listed = ManifestRow("x.pdf", area="England and Wales", partnership="Safer Dunmere Partnership")
    assert whose(None, "England and Wales", listed) == {"Safer Dunmere Partnership"}
    assert whose(None, "Alderwick") == {"Alderwick"}


def test_which_crime_types_of_psa_1_charnwood_measures(plans: sqlite3.Connection) -> None:
    types = report.crime_types(plans, "Charnwood")
    covered = {one.crime_type for one in types if one.coverage == "measured locally"}
    assert covered == {
        "Theft of a vehicle", "Theft from a vehicle", "Domestic burglary", "Theft from person", "Criminal damage", "Common assault",
        "Wounding",
    }  # fmt: skip
    assert {one.crime_type for one in types} - covered == {"Vehicle interference", "Unauthorised taking of a cycle", "Robbery"}
    robbery = next(one for one in types if one.crime_type == "Robbery")
    assert (robbery.coverage, robbery.objective, robbery.national_change) == ("no local measure", None, 0.0)
    assault = next(one for one in types if one.crime_type == "Common assault")
    assert (assault.baseline, assault.target, assault.local_change, assault.national_change, assault.arithmetic) == (
        "705 offences", "620 offences", -12.0, -12.0, "agrees",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("scheme", "number", "round_", "start", "end", "flag"),
    [
        ("PSA", "23", "CSR2007", 2014, 2017, "PSA 23 of CSR2007 was in force from 2008 to 2011, but the plan is for 2014 to 2017"),
        ("PSA", "23", "CSR2007", 2008, 2011, None),
        ("PSA", "1", "SR2004", 2005, 2008, None),
        ("NI", "15", None, 2005, 2008, None),
        ("NI", "15", None, 2011, 2014, "NI 15 was in force from 2008 to 2010, but the plan is for 2011 to 2014"),
        ("LPSA", "7", None, 1990, 1993, None),
    ],
)
def test_a_citation_of_other_years_is_flagged(
    scheme: str, number: str, round_: str | None, start: int, end: int, flag: str | None
) -> None:
    script = made.Script()
    plan = made.plan(script, "Alderwick", start, end, [])
    block = script.line(f"{scheme} {number}")
    reference = Reference(scheme, number, block.text, "exact", made.quote(block), "rule", round_, plan=0)
    (found,) = with_misfits([reference], [plan], shipped_codebook())
    assert found.flag == flag
    (outside,) = with_misfits([dataclasses.replace(reference, plan=None)], [plan], shipped_codebook())
    assert outside.flag is None
    (undated,) = with_misfits([reference], [Plan()], shipped_codebook())
    assert undated.flag is None


def test_a_flag_is_found_again_in_the_database(tmp_path: Path) -> None:
    paper = made.earlier_plan("Alderwick")
    (reference,) = paper.references
    database = open_database(tmp_path / "plans.db", made.THEMES)
    store(database, dataclasses.replace(paper, references=(dataclasses.replace(reference, flag="too late", plan=0),)), b"")
    (misfit,) = report.misfits(database.conn)
    assert (misfit.text, misfit.flag, misfit.area) == ("PSA 23", "too late", "Alderwick")
    (citing,) = report.citing(database.conn, "PSA", "23", "CSR2007")
    assert (citing.measures, citing.actions, citing.commented) == (1, 1, 1), "the measure and the action that name it"
    database.close()


def test_the_command_answers(run: Callable[..., Ran], demo: tuple[Path, object]) -> None:
    said = run("national", "psa 23", "--database", demo[0])
    assert said.out.splitlines()[0].startswith(
        "England and Wales 2008–11  national-plan-2008-11-local-commentary.pdf (held as PDF, Word): "
    )
    for asked, told in (
        (("PSA 99",), "PSA 99 is in no catalogue, and no paper cites it: the nearest known are PSA 28, PSA 29 and PSA 30"),
        (
            ("NI 31", "--not-citing"),
            "NI 31 is in no catalogue, and no paper cites it: the nearest known are NI 29, NI 30 and NI 32",
        ),
        (("PSA 23", "--round", "SR2004"), "PSA 23 has no round SR2004: it is of CSR2007"),
        (("LPI 3",), "no catalogue and no paper held names a scheme LPI: known are BVPI, LPSA, NI, PSA and strategy"),
    ):
        none = run("national", *asked, "--database", demo[0])
        assert (none.code, none.out, none.err) == (2, "", f"extractor: {told}\n")
    uncited = run("national", "NI 23", "--database", demo[0])
    assert (uncited.code, uncited.out) == (0, "none\n"), "an indicator that exists and that nobody cites"
    assert "40. using what criminal justice boards learn" in run("national", "--uncommented", "--database", demo[0]).out
    types = run("national", "--crime-types", "--area", "Charnwood", "--database", demo[0]).out
    assert "Charnwood  Robbery (no change): no local measure" in types
    assert run("national", "--database", demo[0]).code == 1


def test_agencies_and_partnerships_stand_in_the_database(demo: tuple[Path, object]) -> None:
    with sqlite3.connect(demo[0]) as connection:
        expansion = connection.execute(
            "SELECT expansion, first_year, last_year FROM agencies WHERE abbreviation = 'CDRP'"
        ).fetchall()
        held = connection.execute(
            "SELECT name, areas FROM known_partnerships WHERE areas IN (SELECT area FROM plan_areas) ORDER BY id LIMIT 2"
        ).fetchall()
    assert expansion == [("Crime and Disorder Reduction Partnership", 1998, 2010)]
    assert held == [("Safer Stockton Partnership", "Stockton-on-Tees"), ("Safer Hartlepool Partnership", "Hartlepool")]


SHARED = CORPUS.parent.parent / "shared" / "papers"
REAL = [SHARED / "charnwood-strategy-2005-08.pdf", SHARED / "national-plan-2008-11-local-commentary.pdf"]


@pytest.mark.parametrize("papers", [REAL] if all(path.exists() for path in REAL) else [])
def test_real_papers(papers: list[Path], tmp_path: Path) -> None:
    ingest(papers, tmp_path / "plans.db", shipped_codebook())
    with sqlite3.connect(tmp_path / "plans.db") as connection:
        types = report.crime_types(connection, "Charnwood")
        assert len(types) == 10
        assert [one.crime_type for one in types if one.coverage != "measured locally"] == ["Robbery"]
        assert {one.arithmetic for one in types if one.objective} == {"agrees"}
        actions = {one.number: one.frameworks for one in report.national_actions(connection)}
        assert report.national_actions(connection, without_commentary=True) == ()
    rounds = {"2": "23", "19": "23", "30": "14", "40": "24", "43": "25"}
    assert actions == {number: f"PSA {psa} (CSR2007)" for number, psa in rounds.items()}
