"""What a person decided stands over the program's reading, whatever is read again, by whatever rules, from whatever file."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from sqlite_utils import Database

from extractor.model import Extract, Reference
from extractor.write import Line, Recorded, Said, links_by_people, open_database, record_corrections, store
from write import factories as made

AT, LATER = "2026-03-01T09:00:00+00:00", "2026-04-01T09:00:00+00:00"


def said(database: Database, words: str, /, at: str = AT, by: str | None = None, **what: str) -> Recorded:
    """Records one decision of the priority with this title."""
    (target,) = database.execute("SELECT id FROM findings WHERE title = ? AND kind = 'priority' LIMIT 1", [words]).fetchone()
    return record_corrections(database, [Line(target, Said(**what))], at=at, by=by)  # type: ignore[arg-type]


def titles(database: Database) -> list[str]:
    return [title for (title,) in database.execute("SELECT title FROM priorities ORDER BY plan, position").fetchall()]


def whole(database: Database) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table that a reader or a later run looks at."""
    return {
        name: sorted(database.execute(f"SELECT * FROM [{name}]").fetchall(), key=repr)
        for name in database.table_names()
        if "_fts_" not in name
    }


def reread(extract: Extract, **changes: object) -> Extract:
    """The same paper read by other rules, which changed its first priority."""
    plan = extract.plans[0]
    first = replace(plan.priorities[0], **changes)  # type: ignore[arg-type]
    return replace(extract, plans=(replace(plan, priorities=(first, *plan.priorities[1:])),), rules_hash="rules-2")


def rescanned(extract: Extract) -> Extract:
    """The same paper from another file: other bytes, other places."""
    return replace(extract, paper=replace(extract.paper, file="scan.pdf", sha256=made.sha_of("a scan")))


def test_a_corrected_title_theme_and_scope_stand_in_every_table_beside_what_was_read(database: Database) -> None:
    store(database, made.earlier_plan("Alderwick"), b"")
    said(
        database,
        "Burglary dwelling",
        title="Burglary of dwellings",
        theme="acquisitive crime; alcohol",
        scope="national",
        note="p. 3",
    )
    row = next(database.query("SELECT * FROM priorities_with_plans WHERE priority = 'Burglary of dwellings'"))
    assert (row["machine_priority"], row["primary_themes"], row["scope"]) == (
        "Burglary dwelling",
        "acquisitive crime; alcohol",
        "national",
    )
    assert row["corrected_from"] == "scope: current; theme: burglary; title: Burglary dwelling"
    found = (
        "SELECT findings.title FROM findings_fts JOIN findings ON key = findings_fts.rowid "
        "WHERE findings_fts MATCH '\"of dwellings\"'"
    )
    assert database.execute(found).fetchall() == [("Burglary of dwellings",)]


def test_a_rejected_finding_leaves_what_is_counted_and_stays_with_its_evidence(database: Database) -> None:
    store(database, made.earlier_plan("Alderwick"), b"")
    said(database, "Burglary dwelling", decision="reject", by="the community safety team", note="a heading")
    assert titles(database) == ["Alcohol misuse"]
    assert database.execute("SELECT title, note, recorded_by FROM rejected_findings").fetchall() == [
        ("Burglary dwelling", "a heading", "the community safety team")
    ]
    query = "SELECT quote FROM evidence JOIN findings ON id = finding WHERE decision = 'reject'"
    assert database.execute(query).fetchall() == [("Burglary dwelling",)]


def test_taking_a_correction_back_brings_back_every_row_as_it_was_read(database: Database) -> None:
    store(database, made.four_boroughs(), b"")
    before = whole(database)
    plan = database.execute("SELECT id FROM plans WHERE number = 1").fetchone()[0]
    priorities = [row[0] for row in database.execute("SELECT id FROM priorities WHERE plan = ? ORDER BY position", [plan])]
    measures = Said(decision="reject")
    lines = [Line(plan, Said(area="Elsewhere", corrected_period="2012-2015", title="Another")), Line(priorities[0], measures)]
    lines += [Line(priorities[4], Said(title="Theft", theme="-", scope="previous"))]
    assert record_corrections(database, lines, at=AT).new == 3
    assert whole(database)["priorities"] != before["priorities"]
    taken = record_corrections(database, [Line(line.target, None) for line in lines], at=LATER)
    assert taken == Recorded(withdrawn=3)
    after = whole(database)
    assert len(after.pop("earlier_corrections")) == 3, "what was said is kept"
    before.pop("earlier_corrections")
    assert after == before


def test_the_same_decision_again_changes_nothing_and_another_one_is_kept_beside_the_first(database: Database) -> None:
    store(database, made.earlier_plan("Alderwick"), b"")
    assert said(database, "Burglary dwelling", scope="previous", by="one").new == 1
    before = whole(database)
    assert said(database, "Burglary dwelling", at=LATER, scope="previous", by="another") == Recorded(unchanged=1)
    assert whole(database) == before
    assert said(database, "Burglary dwelling", at=LATER, scope="emerging") == Recorded(replaced=1)
    assert database.execute("SELECT scope FROM priorities WHERE title = 'Burglary dwelling'").fetchone() == ("emerging",)
    (earlier,) = database.execute("SELECT said FROM earlier_corrections").fetchone()
    assert '"scope": "previous"' in earlier and '"recorded_by": "one"' in earlier


def test_a_correction_survives_a_run_over_the_same_paper(database: Database) -> None:
    extract = made.earlier_plan("Alderwick")
    store(database, extract, b"")
    said(database, "Burglary dwelling", title="Burglary of dwellings")
    before = whole(database)
    assert store(database, extract, b"") == "unchanged"
    assert whole(database) == before
    database.execute("DELETE FROM papers")
    store(database, extract, b"")
    assert whole(database) == before


@pytest.mark.parametrize(
    ("changes", "how"),
    [
        ({"themes": ("other",), "rule": "another-rule", "confidence": 0.5}, "as recorded"),
        ({"title": "Burglary dwellings"}, "other words"),
        ({"title": "Reduce burglary dwelling"}, "other words"),
    ],
)
def test_a_correction_survives_a_change_of_rules(changes: dict[str, object], how: str, database: Database) -> None:
    extract = made.earlier_plan("Alderwick")
    store(database, extract, b"")
    said(database, "Burglary dwelling", title="Domestic burglary", theme="acquisitive crime")
    store(database, reread(extract, **changes), b"")
    row = next(database.query("SELECT * FROM priorities_with_plans WHERE priority = 'Domestic burglary'"))
    assert row["primary_themes"] == "acquisitive crime"
    assert database.execute("SELECT how FROM correction_matches").fetchall() == [(how,)]
    again = said(database, "Domestic burglary", title="Domestic burglary", theme="acquisitive crime")
    assert again == Recorded(unchanged=1), "what stands already is not recorded under the new words"


def test_a_finding_that_is_cut_in_two_takes_no_correction_that_might_mean_either(database: Database) -> None:
    script = made.Script()
    one = made.priority(script, "Burglary and robberies", "burglary")
    extract = made.extract([made.plan(script, "Alderwick", 2011, 2014, [one])], script)
    store(database, extract, b"")
    said(database, "Burglary and robberies", decision="reject")
    block = one.quote.block
    halves = tuple(replace(one, title=words, quote=made.quote(block, words)) for words in ("Burglary", "robberies"))
    store(database, replace(extract, plans=(replace(extract.plans[0], priorities=halves),), rules_hash="rules-2"), b"")
    assert sorted(titles(database)) == ["Burglary", "robberies"]
    lost = "SELECT words, said, reason FROM corrections_without_a_finding"
    assert database.execute(lost).fetchall() == [
        ("Burglary and robberies", "decision: reject", "no such finding is found in the paper any more")
    ]
    store(database, extract, b"")
    assert titles(database) == [], "found again, the finding is rejected again"
    assert database.execute(lost).fetchall() == []


def test_a_correction_does_not_wander_to_the_same_words_elsewhere(database: Database) -> None:
    extract = made.four_boroughs()
    store(database, extract, b"")
    (target,) = database.execute(
        "SELECT priorities.id FROM priorities JOIN plan_areas USING (plan) "
        "WHERE area = 'Carrow and Fell' AND title = 'Reduce re-offending'"
    ).fetchone()
    record_corrections(database, [Line(target, Said(decision="reject"))], at=AT)
    plan = extract.plans[2]
    fewer = replace(plan, priorities=tuple(each for each in plan.priorities if each.title != "Reduce re-offending"))
    store(database, replace(extract, plans=(*extract.plans[:2], fewer, extract.plans[3]), rules_hash="rules-2"), b"")
    assert titles(database).count("Reduce re-offending") == 3
    assert database.execute("SELECT count(*) FROM corrections_without_a_finding").fetchone() == (1,)


def test_a_correction_is_carried_over_to_a_scan_of_the_same_paper_and_marked(database: Database) -> None:
    extract = made.earlier_plan("Alderwick")
    store(database, extract, b"")
    said(database, "Burglary dwelling", title="Domestic burglary")
    store(database, rescanned(extract), b"")
    query = "SELECT file, in_file, found FROM corrections_in_force ORDER BY in_file"
    assert database.execute(query).fetchall() == [
        ("alderwick-2008.pdf", "alderwick-2008.pdf", "as recorded"),
        ("alderwick-2008.pdf", "scan.pdf", "carried over"),
    ]
    assert titles(database).count("Domestic burglary") == 2
    database.execute("DELETE FROM papers WHERE file = 'alderwick-2008.pdf'")
    assert database.execute("SELECT count(*) FROM corrections_without_a_finding").fetchone() == (0,)


def test_the_outcome_does_not_depend_on_the_order_of_papers_and_corrections(tmp_path: Path) -> None:
    extract = made.earlier_plan("Alderwick")
    first, second = (open_database(tmp_path / name, made.THEMES) for name in ("1.db", "2.db"))
    store(first, extract, b"")
    said(first, "Burglary dwelling", title="Domestic burglary")
    store(first, rescanned(extract), b"")
    store(second, rescanned(extract), b"")
    store(second, extract, b"")
    (target,) = second.execute(
        "SELECT id FROM findings WHERE paper = ? AND title = 'Burglary dwelling'", [extract.paper.sha256[:16]]
    ).fetchone()
    record_corrections(second, [Line(target, Said(title="Domestic burglary"))], at=AT)
    assert whole(first) == whole(second)


def test_a_plans_area_and_period_are_corrected_for_all_that_stands_in_it(database: Database) -> None:
    store(database, made.earlier_plan("Alderwick"), b"")
    (plan,) = database.execute("SELECT id FROM plans").fetchone()
    record_corrections(database, [Line(plan, Said(area="Dunmere", area_codes="E07009999", corrected_period="2009-2012"))], at=AT)
    query = "SELECT DISTINCT area, period_start, period_end FROM {}"
    for view in ("priorities_with_plans", "measures_with_plans", "actions_with_commentary"):
        assert database.execute(query.format(view)).fetchall() == [("Dunmere", 2009, 2012)]
    assert database.execute("SELECT name, code FROM areas").fetchall() == [("Dunmere", "E07009999")]
    values = database.execute("SELECT field, machine_value, value FROM corrections_in_force ORDER BY field").fetchall()
    assert values == [("area", "Alderwick", "Dunmere"), ("period", "2008-2011", "2009-2012")]


def test_a_finding_filed_under_a_neighbour_moves_to_the_plan_it_belongs_to(database: Database) -> None:
    store(database, made.four_boroughs(), b"")
    said(database, "Confident communities", area="Brackenmoor")
    query = "SELECT area FROM priorities_with_plans WHERE priority = 'Confident communities'"
    assert database.execute(query).fetchall() == [("Brackenmoor",)]
    said(database, "Confident communities", area="Evenholt")
    assert database.execute(query).fetchall() == [("Dunmere",)]
    (reason,) = database.execute("SELECT reason FROM corrections_without_a_finding").fetchone()
    assert reason == "the paper has no plan of Evenholt to move this finding to"


def test_a_reference_moves_to_the_plan_that_cites_it(database: Database) -> None:
    four = made.four_boroughs()
    cited = Reference(
        "PSA", "23", "PSA 23", "exact", four.plans[0].priorities[0].quote, "psa-number", "CSR2007", "Make safer", plan=0
    )
    store(database, replace(four, references=(cited,)), b"")
    query = "SELECT finding_id, area FROM framework_citations WHERE number = '23'"
    ((reference, area),) = database.execute(query).fetchall()
    assert area == "Alderwick"
    record_corrections(database, [Line(reference, Said(area="Brackenmoor"))], at=AT)
    assert database.execute(query).fetchall() == [(reference, "Brackenmoor")]


def test_a_parents_new_title_goes_to_what_stands_under_it(database: Database) -> None:
    store(database, made.four_boroughs(), b"")
    said(database, "Acquisitive crime", title="Theft")
    parents = {parent for (parent,) in database.execute("SELECT parent FROM priorities WHERE title = 'Domestic burglary'")}
    assert parents == {"Theft", "Acquisitive crime"}, "the other borough's stays"


def test_an_ambiguous_reference_gets_the_number_that_a_person_gives_it(database: Database) -> None:
    store(database, made.earlier_plan("Alderwick"), b"")
    store(database, made.earlier_plan("Brackenmoor"), b"")
    (target,) = database.execute(
        "SELECT citations.id FROM citations JOIN papers ON papers.id = paper WHERE file LIKE 'alder%'"
    ).fetchone()
    record_corrections(database, [Line(target, Said(title="PSA 1 (SR2004)"))], at=AT)
    query = "SELECT scheme, number, round, how FROM citations WHERE id = ?"
    assert database.execute(query, [target]).fetchone() == ("PSA", "1", "SR2004", "by a person")


def test_a_link_that_a_person_set_finds_the_earlier_priority_again(database: Database) -> None:
    earlier = made.earlier_plan("Alderwick")
    store(database, earlier, b"")
    store(database, made.four_boroughs(), b"")
    (before,) = database.execute("SELECT id FROM priorities WHERE title = 'Alcohol misuse'").fetchone()
    said(database, "Drug related offending", link=f"reworded {before}")
    said(database, "Confident communities", link="new")
    assert sorted((word, other) for _, word, other in links_by_people(database)) == [("new", None), ("reworded", before)]
    changed = replace(earlier.plans[0].priorities[1], title="Alcohol misuse and harm")
    plan = replace(earlier.plans[0], priorities=(earlier.plans[0].priorities[0], changed))
    store(database, replace(earlier, plans=(plan,), rules_hash="rules-2"), b"")
    (now,) = database.execute("SELECT id FROM priorities WHERE title = 'Alcohol misuse and harm'").fetchone()
    assert now != before
    assert ("reworded", now) in [(word, other) for _, word, other in links_by_people(database)]


def test_a_fault_in_the_middle_leaves_nothing_half_applied(database: Database) -> None:
    store(database, made.earlier_plan("Alderwick"), b"")
    before = whole(database)
    targets = [target for (target,) in database.execute("SELECT id FROM priorities").fetchall()]
    lines = [Line(targets[0], Said(title="A")), Line(targets[1], Said(decision="perhaps"))]  # type: ignore[arg-type]
    with pytest.raises(Exception, match="CHECK"):
        record_corrections(database, lines, at=AT)
    assert whole(database) == before
