"""The whole of a database as a data package: what goes out is what is held, and says what it is."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from write import factories as made

from extractor.errors import InputError, StorageError
from extractor.model import Facts
from extractor.report.dataset import write_dataset
from extractor.write import Run, open_database, record_run, store

_OF: dict[str, Callable[[str], Any]] = {"integer": int, "number": float, "string": str}


@pytest.fixture
def package(held: sqlite3.Connection, tmp_path: Path) -> dict[str, Any]:
    write_dataset(held, tmp_path / "out", date="2026-03-01")
    found: dict[str, Any] = json.loads((tmp_path / "out" / "datapackage.json").read_text("utf-8"))
    return found


def read_back(folder: Path, resource: dict[str, Any]) -> list[tuple[Any, ...]]:
    """Rows as a program reads them that knows nothing but the schema."""
    lines = csv.DictReader(io.StringIO((folder / resource["path"]).read_bytes().decode("utf-8"), newline=""))
    fields = resource["schema"]["fields"]
    assert lines.fieldnames == [field["name"] for field in fields]
    return [
        tuple(None if line[field["name"]] == "" else _OF[field["type"]](line[field["name"]]) for field in fields) for line in lines
    ]


def test_every_table_comes_back_as_it_was(held: sqlite3.Connection, package: dict[str, Any], tmp_path: Path) -> None:
    checked = 0
    for resource in package["resources"]:
        if resource["format"] == "csv":
            names = ", ".join(f"[{field['name']}]" for field in resource["schema"]["fields"])
            rows = held.execute(f"SELECT {names} FROM [{resource['path'].removesuffix('.csv')}]").fetchall()
            wanted = [tuple(None if value == "" else value for value in row) for row in rows]
            assert sorted(read_back(tmp_path / "out", resource), key=repr) == sorted(wanted, key=repr), resource["name"]
            checked += len(rows)
    assert checked > 500


def test_keys_hold_and_every_column_is_described(package: dict[str, Any], tmp_path: Path) -> None:
    held = {one["name"]: one for one in package["resources"] if one["format"] == "csv"}
    rows = {name: read_back(tmp_path / "out", one) for name, one in held.items()}
    place = {name: [field["name"] for field in one["schema"]["fields"]] for name, one in held.items()}
    for name, one in held.items():
        assert one["description"] and all(field.get("description") for field in one["schema"]["fields"]), name
        key = one["schema"].get("primaryKey", [])
        values = [tuple(row[place[name].index(column)] for column in key) for row in rows[name]]
        assert not key or len(set(values)) == len(values), name
        for foreign in one["schema"].get("foreignKeys", []):
            target = foreign["reference"]["resource"]
            there = {tuple(row[place[target].index(column)] for column in foreign["reference"]["fields"]) for row in rows[target]}
            mine = {tuple(row[place[name].index(column)] for column in foreign["fields"]) for row in rows[name]}
            assert {value for value in mine if None not in value} <= there, (name, foreign)
    assert held["priorities"]["schema"]["primaryKey"] == ["id"]
    assert any(key["fields"] == ["finding_id"] for key in held["priorities-with-plans"]["schema"]["foreignKeys"])


def test_plans_go_out_whole(held: sqlite3.Connection, package: dict[str, Any], tmp_path: Path) -> None:
    plans = [json.loads(line) for line in (tmp_path / "out" / "plans.jsonl").read_text("utf-8").splitlines()]
    assert len(plans) == held.execute("SELECT count(*) FROM plans").fetchone()[0]
    (alderwick,) = [one for one in plans if one["areas"][0]["name"] == "Alderwick" and one["period"]["start"] == 2008]
    assert [one["title"] for one in alderwick["priorities"]] == ["Burglary dwelling", "Alcohol misuse"]
    assert alderwick["priorities"][1]["secondary_themes"] == ["violent crime"]
    assert alderwick["measures"][0]["references"] == ["PSA 23"]
    assert [place["part"] for place in alderwick["actions"][0]["evidence"]] == ["words", "commentary"]


def test_the_package_tells_rules_sources_licence_and_date(held: sqlite3.Connection, package: dict[str, Any]) -> None:
    assert package["created"] == "2026-03-01T00:00:00Z"
    assert package["licenses"] == [{"name": "MIT"}]
    assert package["read_with"][0]["rules"] == "rules-1"
    assert {"https://example.org/plan"} == {one["path"] for one in package["sources"] if "path" in one}
    assert len(package["sources"]) == held.execute("SELECT count(*) FROM papers").fetchone()[0]


def test_the_same_database_gives_the_same_files_dated_by_its_last_run(tmp_path: Path) -> None:
    database = open_database(tmp_path / "plans.db", made.THEMES)
    store(database, made.earlier_plan("Alderwick"), b"")
    record_run(database, Run("2026-01-01T10:00:00", "2026-01-01T10:01:00", "rules-1", 1, 0, 0))
    for name in ("1", "2"):
        write_dataset(database.conn, tmp_path / name)
    files = {path.name: path.read_bytes() for path in (tmp_path / "1").iterdir()}
    assert files == {path.name: path.read_bytes() for path in (tmp_path / "2").iterdir()}
    assert json.loads(files["datapackage.json"])["created"] == "2026-01-01T00:00:00Z"
    assert b"\r\n" in files["priorities.csv"] and not files["priorities.csv"].startswith(b"\xef\xbb\xbf")


def test_hostile_text_goes_out_letter_by_letter_and_guarded_where_asked(tmp_path: Path) -> None:
    hostile = "=cmd|' /C calc'!A0, \"quoted\"\nnext <b>line</b> \x00 \ud800 ünï"
    extract = made.earlier_plan("Alderwick")
    database = open_database(tmp_path / "plans.db", made.THEMES)
    store(database, replace(extract, facts=Facts(title=hostile)), b"")
    held = database.execute("SELECT title FROM papers").fetchone()[0]
    assert held == hostile.replace("\x00", "\ufffd").replace("\ud800", "\ufffd")
    for guard in (False, True):
        write_dataset(database.conn, tmp_path / str(guard), guard=guard)
        data = (tmp_path / str(guard) / "papers.csv").read_bytes().decode("utf-8")
        (row,) = csv.DictReader(io.StringIO(data, newline=""))
        assert row["title"] == ("'" if guard else "") + held


def test_what_cannot_be_written_is_told(held: sqlite3.Connection, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="YYYY-MM-DD"):
        write_dataset(held, tmp_path / "out", date="yesterday")
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(StorageError, match="name another folder"):
        write_dataset(held, tmp_path / "file" / "out")
