from dataclasses import replace
from pathlib import Path

import pytest
from sqlite_utils import Database

from extractor.errors import DatabaseError
from extractor.model import Facts, ManifestRow, Priority, Problem
from extractor.write import Known, Run, known, open_database, record_failure, record_run, store
from extractor.write.ids import clean
from write import factories as made


def rows(database: Database) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table, in an order of its own, so that two databases can be held against each other."""
    return {
        name: sorted(database.execute(f"SELECT * FROM [{name}]").fetchall(), key=repr)
        for name in database.table_names()
        if "_fts_" not in name
    }


def titles(database: Database, match: str) -> list[str]:
    query = (
        "SELECT findings.title FROM findings JOIN findings_fts ON key = findings_fts.rowid WHERE findings_fts MATCH ? ORDER BY id"
    )
    return [title for (title,) in database.execute(query, [match]).fetchall()]


def test_all_that_was_found_is_held(database: Database) -> None:
    extract = made.earlier_plan("Alderwick")
    assert store(database, extract, b"bytes") == "read"
    counts = {
        name: database[name].count for name in ("plans", "priorities", "measures", "actions", "citations", "passed", "problems")
    }
    assert counts == {"plans": 1, "priorities": 2, "measures": 2, "actions": 2, "citations": 1, "passed": 1, "problems": 1}
    paper = next(database["papers"].rows)
    assert (paper["status"], paper["manifest_area"], paper["date"]) == ("read with problems", "Alderwick", "2008-04-01")
    assert next(database["files"].rows)["data"] == b"bytes"


def test_evidence_keeps_the_quotes_own_place(database: Database) -> None:
    extract = made.four_boroughs()
    store(database, extract, b"")
    priority = extract.plans[0].priorities[0]
    assert priority.detail_quote is not None
    held = database.execute(
        "SELECT part, quote, evidence.page, block, start_at FROM evidence JOIN findings ON id = finding "
        "WHERE title = ? AND evidence.page = 1 ORDER BY part",
        [priority.title],
    ).fetchall()
    assert held == [
        ("detail", priority.detail, 1, priority.quote.block.index, priority.detail_quote.start),
        ("words", priority.title, 1, priority.quote.block.index, 0),
    ]


def test_the_same_paper_again_changes_nothing(database: Database) -> None:
    store(database, made.four_boroughs(), b"a")
    before = rows(database)
    assert store(database, made.four_boroughs(), b"a") == "unchanged"
    assert rows(database) == before


def test_a_new_reading_takes_the_place_of_the_old_and_keeps_the_ids_of_what_stayed(database: Database, tmp_path: Path) -> None:
    extract = made.earlier_plan("Alderwick")
    store(database, extract, b"a")
    ids = dict(database.execute("SELECT title, id FROM priorities").fetchall())
    plan = replace(extract.plans[0], priorities=extract.plans[0].priorities[1:])
    assert store(database, replace(extract, plans=(plan,), rules_hash="rules-2"), b"a") == "read"
    assert dict(database.execute("SELECT title, id FROM priorities").fetchall()) == {"Alcohol misuse": ids["Alcohol misuse"]}
    assert titles(database, '"burglary dwelling"') == ["Reduce burglary dwelling"], "the search forgets what is no longer found"

    fresh = open_database(tmp_path / "fresh.db", made.THEMES)
    store(fresh, replace(extract, plans=(plan,), rules_hash="rules-2"), b"a")
    assert {**rows(fresh), "readings": None} == {**rows(database), "readings": None}, "only the readings tell what was read before"


def test_papers_give_the_same_rows_in_whatever_order_they_come(tmp_path: Path) -> None:
    papers = [made.four_boroughs(), made.earlier_plan("Alderwick"), made.word_paper()]
    first, second = open_database(tmp_path / "1.db", made.THEMES), open_database(tmp_path / "2.db", made.THEMES)
    for paper in papers:
        store(first, paper, b"x")
    for paper in reversed(papers):
        store(second, paper, b"x")
    assert rows(first) == rows(second)


def test_two_findings_with_the_same_words_have_two_ids(database: Database) -> None:
    store(database, made.four_boroughs(), b"")
    query = "SELECT count(*), count(DISTINCT id) FROM priorities WHERE title = 'Anti-social behaviour'"
    assert database.execute(query).fetchone() == (4, 4)


def test_a_paper_that_cannot_be_stored_leaves_the_one_held_before(database: Database) -> None:
    extract = made.earlier_plan("Alderwick")
    store(database, extract, b"a")
    before = rows(database)
    plan = extract.plans[0]
    broken = replace(plan, priorities=(*plan.priorities, replace(plan.priorities[0], scope=None)))  # type: ignore[arg-type]
    with pytest.raises(DatabaseError):
        store(database, replace(extract, plans=(broken,)), b"a")
    assert rows(database) == before


def test_text_that_a_database_cannot_hold_is_made_whole_without_moving_a_character(database: Database) -> None:
    extract = made.earlier_plan("Alderwick")
    store(database, replace(extract, facts=Facts(title="a\x00b\ud800c", meeting="d\x0ce")), b"")
    assert database.execute("SELECT title, length(title), meeting FROM papers").fetchone() == ("a\ufffdb\ufffdc", 5, "d e")
    assert len(clean("\x00\x1f\udfff\x7f\nz")) == 6


def test_a_theme_that_the_list_lacks_is_kept(database: Database) -> None:
    script = made.Script()
    held: list[Priority] = [made.priority(script, "Water safety", "water safety")]
    store(database, made.extract([made.plan(script, "Alderwick", 2011, 2014, held)], script), b"")
    assert database.execute("SELECT heading, position FROM themes WHERE code = 'water safety'").fetchone() == ("Water safety", 999)


def test_known_papers_are_told_by_hash_rules_and_what_was_said_of_them(database: Database) -> None:
    extract = made.earlier_plan("Alderwick")
    said = ManifestRow("alderwick-2008.pdf", area="Alderwick", source="https://example.org/plan")
    assert known(database) == {}
    store(database, extract, b"")
    assert known(database) == {extract.paper.sha256: Known("rules-1", said)}
    database.execute("UPDATE papers SET program_version = 'another'")
    assert known(database) == {extract.paper.sha256: Known(None, said)}, (
        "a paper read by another version of the program is to be read again"
    )


def test_a_failure_is_noted_until_the_paper_is_read(database: Database) -> None:
    extract = made.four_boroughs()
    record_failure(database, "old-name.pdf", extract.paper.sha256, "encrypted: ask for a copy without a password")
    record_failure(database, "other.pdf", None, "empty file")
    record_failure(database, "other.pdf", None, "not a paper\x00")
    assert [(row["file"], row["reason"]) for row in database.query("SELECT * FROM failures ORDER BY file")] == [
        ("old-name.pdf", "encrypted: ask for a copy without a password"),
        ("other.pdf", "not a paper\ufffd"),
    ]
    store(database, extract, b"")
    assert [row["file"] for row in database["failures"].rows] == ["other.pdf"]


def test_a_run_is_noted_once(database: Database) -> None:
    run = Run("2026-01-01T10:00:00", "2026-01-01T10:01:00", "rules-1", 3, 1, 0)
    assert record_run(database, run) == record_run(database, run)
    assert database.execute("SELECT papers_read, papers_unchanged, papers_failed FROM runs").fetchall() == [(3, 1, 0)]


def test_a_paper_without_pages_can_be_searched_by_its_stretches(database: Database) -> None:
    store(database, made.word_paper(), b"")
    assert database.execute("SELECT pages FROM papers").fetchone() == (None,)
    query = "SELECT width, first_block FROM pages JOIN pages_fts ON key = pages_fts.rowid WHERE pages_fts MATCH 'speeding'"
    assert database.execute(query).fetchall() == [(None, 0)]


def test_problems_change_the_status(database: Database) -> None:
    extract = made.word_paper()
    store(database, extract, b"")
    assert database.execute("SELECT status FROM papers").fetchone() == ("read",)
    assert store(database, replace(extract, problems=(Problem("parse", "page 2 is blank", 2),)), b"") == "read"
    assert database.execute("SELECT status FROM papers").fetchone() == ("read with problems",)


def test_an_area_whose_last_plan_goes_is_no_longer_held(database: Database) -> None:
    extract = made.earlier_plan("Alderwick")
    store(database, extract, b"")
    store(database, replace(extract, plans=()), b"")
    assert database["areas"].count == 0
