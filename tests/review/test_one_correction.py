"""A correction costs what it can change, and leaves the database as if everything had been made anew."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from extractor.codebook import Codebook
from extractor.flow import shipped_codebook
from extractor.review import decide, under_review, undo
from extractor.write import Remembered, corrections, links, open_database, renew
from extractor.write.resolve import resolve

DERIVED = ("editions", "links", "same_priorities", "likenesses", "priorities", "plan_areas", "findings", "correction_matches",
           "corrected_values", "machine_rows", "mentions", "period_plans", "expected_papers", "areas")  # fmt: skip


def held(database: Path) -> dict[str, list[Any]]:
    with closing(sqlite3.connect(database)) as connection:
        return {table: sorted(connection.execute(f"SELECT * FROM {table}").fetchall(), key=repr) for table in DERIVED}


def finding(database: Path, title: str, area: str) -> str:
    query = """
        SELECT priorities.id FROM priorities JOIN plan_areas ON plan_areas.plan = priorities.plan
        WHERE title = ? AND area = ? ORDER BY priorities.id LIMIT 1
    """
    with closing(sqlite3.connect(database)) as connection:
        return str(connection.execute(query, [title, area]).fetchone()[0])


def counted(monkeypatch: pytest.MonkeyPatch, module: Any, name: str, at: int) -> list[Any]:
    """The argument at a place of each call of a function from now on."""
    seen: list[Any] = []
    honest: Callable[..., Any] = getattr(module, name)
    monkeypatch.setattr(module, name, lambda *given: (seen.append(given[at]), honest(*given))[1])
    return seen


def all_anew(database: Path, codebook: Codebook) -> None:
    whole = open_database(database)
    for (paper,) in whole.execute("SELECT id FROM papers ORDER BY id").fetchall():
        resolve(whole, paper, codebook)
    for table in ("editions", "links", "same_priorities", "likenesses", "linkings"):
        whole.execute(f"DELETE FROM {table}")
    whole.conn.commit()
    renew(whole, codebook)
    whole.close()


def test_corrections_one_by_one_leave_what_a_renewal_of_everything_would(plans: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    codebook, before = shipped_codebook(), Remembered()
    steps = [
        ("Reduce re-offending", "Alderwick", {"decision": "accept", "title": "Fewer people in a car park"}),
        ("Violent crime, including domestic violence", "Brackenmoor", {"decision": "accept", "theme": "drugs"}),
        ("Drug related offending", "Carrow and Fell", {"decision": "reject"}),
        ("Alcohol misuse", "Alderwick", {"decision": "accept", "title": "Reduce re-offending"}),
    ]
    for number, (title, area, form) in enumerate(steps):
        target = finding(plans, title, area)
        with closing(sqlite3.connect(plans)) as connection:
            item = under_review(connection, target)
        assert item is not None
        linked = counted(monkeypatch, links, "link_area", 0)
        read_again = counted(monkeypatch, corrections, "resolve", 1)
        decide(plans, codebook, item, {**item.now, **form}, at=f"2026-03-0{number + 1}T09:00:00+00:00", before=before)
        if number:  # the first one finds nothing worked out
            assert linked == [area]
        assert len(read_again) < 3, "papers of other areas and years are not looked at"
    undo(plans, codebook, target, at="2026-03-09T09:00:00+00:00", before=before)
    step_by_step = held(plans)
    assert step_by_step["links"] and step_by_step["likenesses"]
    all_anew(plans, codebook)
    assert held(plans) == step_by_step
