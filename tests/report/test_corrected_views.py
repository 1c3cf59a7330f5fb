"""Every view shows what a person decided, also where it rests on tables that were worked out when the paper was read."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlite_utils import Database

from extractor.batch import Summary
from extractor.flow import shipped_codebook
from extractor.write import Line, Said, open_database, record_corrections, renew

CHARNWOOD, FOUR = "charnwood-2005-08-strategy.pdf", "four-boroughs-2011-14-board-report.pdf"
COMMENTARY = "national-plan-2008-11-local-commentary.pdf"


@pytest.fixture
def plans(demo: tuple[Path, Summary], tmp_path: Path) -> Iterator[Database]:
    shutil.copy(demo[0], tmp_path / "plans.db")
    database = open_database(tmp_path / "plans.db")
    yield database
    database.close()


def finding(database: Database, file: str, kind: str, title: str = "%") -> str:
    query = (
        "SELECT findings.id FROM findings JOIN papers ON papers.id = findings.paper "
        "WHERE file = ? AND findings.kind = ? AND findings.title LIKE ? ORDER BY position"
    )
    return str(database.execute(query, [file, kind, title]).fetchone()[0])


def say(database: Database, target: str, said: Said | None, month: int = 3) -> None:
    """What ``review apply`` does with one line."""
    record_corrections(database, [Line(target, said)], at=f"2026-{month:02}-01T09:00:00+00:00", codebook=shipped_codebook())
    renew(database, shipped_codebook())


def shown(database: Database, query: str, *values: object) -> list[tuple[object, ...]]:
    return [tuple(row) for row in database.execute(query, values).fetchall()]


def whole(database: Database) -> dict[str, list[str]]:
    """Every row of every table and view but what was said before."""
    names = [name for name in (*database.table_names(), *database.view_names()) if "_fts" not in name and name[:7] != "earlier"]
    return {name: sorted(map(repr, database.execute(f"SELECT * FROM [{name}]").fetchall())) for name in names}


COVERAGE = "SELECT crime_type, coverage, objective FROM national_target_coverage WHERE file = ? AND crime_type IN (?, ?) ORDER BY 1"
BURGLARY, ROBBERY = "Domestic burglary", "Robbery"


def test_a_measures_new_objective_covers_other_crime_types(plans: Database) -> None:
    measure = finding(plans, CHARNWOOD, "measure", "%domestic burglary%")
    assert shown(plans, COVERAGE, CHARNWOOD, BURGLARY, ROBBERY) == [
        (BURGLARY, "measured locally", "To reduce domestic burglary by 18%"),
        (ROBBERY, "no local measure", None),
    ]
    say(plans, measure, Said(title="To reduce robbery by 18%"))
    assert shown(plans, COVERAGE, CHARNWOOD, BURGLARY, ROBBERY) == [
        (BURGLARY, "no local measure", None),
        (ROBBERY, "measured locally", "To reduce robbery by 18%"),
    ]
    assert shown(plans, "SELECT DISTINCT measured FROM measures_over_time WHERE finding_id = ?", measure) == [("robbery",)]
    assert shown(plans, "SELECT corrected_from FROM measures_with_plans WHERE finding_id = ?", measure) == [
        ("title: To reduce domestic burglary by 18%",)
    ]
    say(plans, measure, Said(decision="reject"), 4)
    assert shown(plans, COVERAGE, CHARNWOOD, BURGLARY, ROBBERY) == [
        (BURGLARY, "no local measure", None),
        (ROBBERY, "no local measure", None),
    ]
    say(plans, measure, None, 5)
    assert shown(plans, COVERAGE, CHARNWOOD, BURGLARY, ROBBERY)[0] == (
        BURGLARY, "measured locally", "To reduce domestic burglary by 18%",
    )  # fmt: skip


MENTIONS = "SELECT area, place, theme, decision FROM theme_mentions WHERE finding_id = ? ORDER BY 1, 3"


def test_mentions_follow_a_priority_that_is_rejected_rescoped_or_moved(plans: Database) -> None:
    priority = plans.execute(
        "SELECT finding_id FROM theme_mentions JOIN findings ON findings.id = finding_id AND kind = 'priority' "
        "WHERE file = ? AND area = 'Hartlepool' AND place = 'priority text' ORDER BY finding_id",
        [FOUR],
    ).fetchone()[0]
    before = shown(plans, MENTIONS, priority)
    say(plans, priority, Said(scope="national"))
    assert {row[1] for row in shown(plans, MENTIONS, priority)} == {"national text"}
    say(plans, priority, Said(area="Middlesbrough"), 4)
    assert {row[:2] for row in shown(plans, MENTIONS, priority)} == {("Middlesbrough", "priority text")}
    say(plans, priority, Said(decision="reject"), 5)
    rejected = shown(plans, MENTIONS, priority)
    assert {(area, place, decision) for area, place, _, decision in rejected} == {("Hartlepool", "text", "reject")}
    assert {row[2] for row in rejected} > {row[2] for row in before}, "its own words count as words of the plan"
    say(plans, priority, None, 6)
    assert shown(plans, MENTIONS, priority) == before


def test_a_rejected_measure_is_counted_with_no_framework(plans: Database) -> None:
    counted = "SELECT measures FROM framework_citations WHERE file = ? AND scheme = 'PSA' AND number = '1'"
    (before,) = shown(plans, counted, CHARNWOOD)[0]
    say(plans, finding(plans, CHARNWOOD, "measure", "%domestic burglary%"), Said(decision="reject"))
    assert shown(plans, counted, CHARNWOOD) == [(int(str(before)) - 1,)]


def test_a_reference_put_right_brings_its_own_title_and_themes(plans: Database) -> None:
    reference = finding(plans, CHARNWOOD, "reference", "PSA1")
    say(plans, reference, Said(title="PSA 23 (CSR2007)"))
    cited = "SELECT number, round, title FROM framework_citations WHERE file = ? AND finding_id = ?"
    assert shown(plans, cited, CHARNWOOD, reference) == [("23", "CSR2007", "Make communities safer")]
    assert shown(plans, "SELECT count(*) FROM national_target_coverage WHERE file = ?", CHARNWOOD) == [(0,)]
    say(plans, reference, Said(decision="reject"), 4)
    assert shown(plans, "SELECT count(*) FROM theme_mentions WHERE finding_id = ?", reference) == [(0,)]


def test_a_rejected_group_of_similar_areas_is_gone(plans: Database) -> None:
    named = "SELECT count(*) FROM similar_areas WHERE area = 'Charnwood' AND why = 'named by its own paper'"
    assert shown(plans, named) != [(0,)]
    say(plans, finding(plans, CHARNWOOD, "similar areas"), Said(decision="reject"))
    assert shown(plans, named) == [(0,)]


def test_an_area_that_a_person_names_has_its_neighbours(plans: Database) -> None:
    (plan,) = plans.execute("SELECT plans.id FROM plans JOIN papers ON papers.id = paper WHERE file LIKE 'dorset%'").fetchone()
    say(plans, plan, Said(area="Darlington", area_codes="E06000005"))
    assert shown(plans, "SELECT kind, force FROM areas WHERE name = 'Darlington'") == [("unitary authority", "Durham")]


def test_every_kind_of_correction_taken_back_leaves_every_table_and_view_as_it_was(plans: Database) -> None:
    before = whole(plans)
    (plan,) = plans.execute("SELECT plans.id FROM plans JOIN papers ON papers.id = paper WHERE file = ?", [CHARNWOOD]).fetchone()
    said = {
        plan: Said(area="Melton", area_codes="E07000133", corrected_period="2006-2009", title="Another"),
        finding(plans, CHARNWOOD, "measure"): Said(title="To reduce robbery"),
        finding(plans, CHARNWOOD, "reference", "PSA1"): Said(title="PSA 23 (CSR2007)"),
        finding(plans, CHARNWOOD, "priority"): Said(decision="reject"),
        finding(plans, FOUR, "priority"): Said(area="Middlesbrough", title="Zebras", theme="hate crime", scope="previous"),
        finding(plans, COMMENTARY, "action"): Said(decision="reject"),
    }
    lines = [Line(target, one) for target, one in said.items()]
    record_corrections(plans, lines, at="2026-03-01T09:00:00+00:00", codebook=shipped_codebook())
    renew(plans, shipped_codebook())
    after = whole(plans)
    assert after != before
    record_corrections(plans, lines, at="2026-03-02T09:00:00+00:00", codebook=shipped_codebook())
    assert whole(plans) == after, "the same again changes nothing"
    taken = [Line(target, None) for target in said]
    record_corrections(plans, taken, at="2026-03-03T09:00:00+00:00", codebook=shipped_codebook())
    renew(plans, shipped_codebook())
    assert whole(plans) == before
