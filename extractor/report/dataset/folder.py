"""The folder of a data package: its tables, and the datapackage.json that says what they hold and where it comes from."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from datetime import date as day
from pathlib import Path
from typing import Any

import yaml

from extractor.assets import asset
from extractor.errors import InputError, StorageError
from extractor.report.dataset.plans import plan_lines
from extractor.report.dataset.tables import as_csv, schema_of, tables_of
from extractor.report.reading import row, rows

_PLANS = "plans.jsonl"


def write_dataset(
    connection: sqlite3.Connection, folder: Path, *, date: str | None = None, licence: str = "MIT", guard: bool = False
) -> tuple[str, ...]:
    """Writes a database's tables, plans and their description into ``folder``, and gives the names of the files.

    ``date`` (YYYY-MM-DD) is by default that of the last run: the same database gives the same bytes. ``guard`` puts an apostrophe
    before text that a spreadsheet program would run. Raises InputError for a date that is none, StorageError for a folder that
    cannot be written.
    """
    if date is not None:
        try:
            day.fromisoformat(date)
        except ValueError as fault:
            raise InputError(f"{date!r} is no date: write it as YYYY-MM-DD") from fault
    files: dict[str, bytes] = {}
    resources: list[dict[str, Any]] = []
    described = _described()
    for table in tables_of(connection):
        said = described.get(table.name, {})
        name = f"{table.name}.csv"
        files[name] = as_csv(connection, table, guard)
        resources.append(
            {
                "name": table.name.replace("_", "-"),
                "path": name,
                "profile": "tabular-data-resource",
                "title": said.get("title", table.name),
                "description": said.get("description", ""),
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "bytes": len(files[name]),
                "schema": schema_of(table, said.get("columns", {})),
            }
        )
    files[_PLANS] = "".join(f"{line}\n" for line in plan_lines(connection)).encode("utf-8", "replace")
    resources.append(
        {
            "name": "whole-plans",
            "path": _PLANS,
            "title": "Whole plans",
            "description": "One plan a line, with its priorities, measures and actions and the place of every word.",
            "format": "jsonl",
            "mediatype": "application/jsonl",
            "encoding": "utf-8",
            "bytes": len(files[_PLANS]),
        }
    )
    package = {**_head(connection, date, licence, guard), "resources": resources}
    files["datapackage.json"] = (json.dumps(package, indent=2, ensure_ascii=False) + "\n").encode("utf-8", "replace")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, data in files.items():
            (folder / name).write_bytes(data)
    except OSError as fault:
        raise StorageError(f"{folder} cannot be written ({fault.strerror}): name another folder") from fault
    return tuple(files)


def _head(connection: sqlite3.Connection, date: str | None, licence: str, guard: bool) -> dict[str, Any]:
    metadata = _metadata()
    last = row(connection, "SELECT max(finished) AS finished FROM runs")
    read = rows(connection, "SELECT rules_hash, program_version, count(*) AS papers FROM papers GROUP BY 1, 2 ORDER BY 1, 2")
    sources = rows(connection, "SELECT file, title, sha256, manifest_source FROM papers ORDER BY file, id")
    description = f"{metadata['description']} The words quoted belong to the papers' publishers; empty cells are missing values."
    if guard:
        description += " An apostrophe stands before text that begins with =, +, -, @ or a tab."
    made: dict[str, Any] = {
        "profile": "data-package",
        "name": "community-safety-plans",
        "title": metadata["title"],
        "description": description,
        "licenses": [{"name": licence}],
        "read_with": [{"rules": one["rules_hash"], "program": one["program_version"], "papers": one["papers"]} for one in read],
        "sources": [_source(one) for one in sources],
    }
    created = date or (last["finished"][:10] if last and last["finished"] else None)
    return {**made, "created": f"{created}T00:00:00Z"} if created else made


def _source(paper: sqlite3.Row) -> dict[str, str]:
    made = {"title": f"{paper['title']} ({paper['file']})" if paper["title"] else paper["file"], "sha256": paper["sha256"]}
    where = paper["manifest_source"]
    return {**made, "path": where} if where and where.startswith(("http://", "https://")) else made


def _metadata() -> Mapping[str, Any]:
    found: dict[str, Any] = yaml.safe_load((asset("db") / "metadata.yaml").read_text("utf-8"))
    return found


def _described() -> dict[str, Any]:
    tables: dict[str, Any] = _metadata()["databases"]["plans"]["tables"]
    return tables
