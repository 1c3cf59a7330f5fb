import sqlite3
from collections.abc import Sequence
from pathlib import Path

import pytest

from extractor.errors import DatabaseError, StorageError
from extractor.write import check_database, open_database, store
from write import factories as made


def test_a_new_database_is_marked_as_ours_and_opens_again(tmp_path: Path) -> None:
    path = tmp_path / "plans.db"
    open_database(path, made.THEMES).close()
    check_database(path)
    again = open_database(path)
    assert again["themes"].count == len(made.THEMES)
    assert [entry.name for entry in tmp_path.iterdir()] == ["plans.db"], "one file, no journal left beside it"


def test_an_empty_file_becomes_a_database(tmp_path: Path) -> None:
    (tmp_path / "plans.db").touch()
    assert open_database(tmp_path / "plans.db")["papers"].count == 0


def test_a_file_that_is_no_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("dear all, " * 100)
    with pytest.raises(DatabaseError, match="not a database: name another file"):
        open_database(path)
    assert path.read_text() == "dear all, " * 100


def test_another_programs_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE t (x)")
    before = path.read_bytes()
    with pytest.raises(DatabaseError, match="database of another program"):
        open_database(path)
    assert path.read_bytes() == before


def test_a_newer_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "plans.db"
    open_database(path).close()
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA user_version = 99")
    with pytest.raises(DatabaseError, match="newer version"):
        open_database(path)


@pytest.mark.parametrize("places", [[100], range(40_000, 400_000, 9_000)])
def test_a_damaged_database_is_told_in_one_line(places: Sequence[int], tmp_path: Path) -> None:
    path = tmp_path / "plans.db"
    open_database(path, made.THEMES).close()
    content = bytearray(path.read_bytes())
    for place in places:
        content[place : place + 2900] = b"\xff" * len(content[place : place + 2900])
    path.write_bytes(content)
    with pytest.raises(DatabaseError, match=r"damaged|cannot be used") as told:
        open_database(path)
    assert "\n" not in str(told.value)


def test_a_missing_folder_and_a_folder_in_place_of_a_file_are_told(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match=r"folder .* does not exist"):
        open_database(tmp_path / "nowhere" / "plans.db")
    with pytest.raises(DatabaseError, match="is not a file"):
        open_database(tmp_path)
    with pytest.raises(DatabaseError, match="extractor ingest"):
        check_database(tmp_path / "absent.db")


def test_a_changed_theme_list_takes_the_place_of_the_old_but_for_what_is_in_use(tmp_path: Path) -> None:
    path = tmp_path / "plans.db"
    database = open_database(path, made.THEMES)
    store(database, made.earlier_plan("Alderwick"), b"")
    database.close()
    database = open_database(path, [("alcohol", "Drink", 3), ("fire safety", "Fire", 4)])
    held = database.execute("SELECT code, heading, position FROM themes ORDER BY code").fetchall()
    assert ("alcohol", "Drink", 3) in held and ("fire safety", "Fire", 4) in held
    assert {code for code, *_ in held} == {"alcohol", "fire safety", "burglary", "violent crime"}


def test_views_of_an_older_database_are_made_anew(tmp_path: Path) -> None:
    path = tmp_path / "plans.db"
    open_database(path).close()
    with sqlite3.connect(path) as connection:
        connection.execute("DROP VIEW papers_held")
        connection.execute("CREATE VIEW stale AS SELECT 1")
    views = open_database(path).view_names()
    assert "papers_held" in views and "stale" not in views


def test_every_foreign_key_has_an_index_so_that_replacing_a_paper_stays_fast(tmp_path: Path) -> None:
    database = open_database(tmp_path / "plans.db")
    bare = []
    for table in database.tables:
        leading = {index.columns[0] for index in table.indexes} | set(table.pks[:1])
        bare += [f"{table.name}.{key.column}" for key in table.foreign_keys if key.column not in leading]
    assert bare == []


def test_views_answer_a_researchers_questions(tmp_path: Path) -> None:
    database = open_database(tmp_path / "plans.db", made.THEMES)
    store(database, made.four_boroughs(), b"")
    store(database, made.earlier_plan("Alderwick"), b"")
    shared = database.execute(
        "SELECT count(DISTINCT area) FROM priority_themes_by_area "
        "WHERE theme = 'drugs' AND rank = 'primary' AND period_start = 2011 AND scope = 'current'"
    ).fetchone()
    assert shared == (3,)
    assert database.execute("SELECT objective, cited FROM measures_with_plans WHERE arithmetic = 'agrees'").fetchall() == [
        ("Reduce burglary dwelling", "PSA 23")
    ]
    assert database.execute("SELECT number, has_commentary FROM actions_with_commentary").fetchall() == [("2", 1), ("3", 0)]
    assert database.execute("SELECT areas, number FROM citations_with_papers WHERE scheme = 'PSA'").fetchall() == [
        ("Alderwick", "23")
    ]
    assert database.execute("SELECT plans, priorities FROM papers_held WHERE file LIKE 'joint%'").fetchone() == (4, 21)
    secondary = "SELECT DISTINCT secondary_themes FROM priorities_with_plans WHERE priority = 'Anti-social behaviour'"
    assert database.execute(secondary).fetchall() == [("alcohol; criminal damage & arson",)]
