"""Old Word papers of a run share starts of LibreOffice, and come out as they do alone."""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from whole import needs

from extractor.batch import Work, ingest
from extractor.batch.summary import Summary
from extractor.flow import shipped_codebook

AREAS = ("Hartlepool", "Darlington", "Middlesbrough", "Burnley", "Charnwood")


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    """Five plans as rich text."""
    needs("soffice")
    folder = tmp_path / "papers"
    folder.mkdir()
    for area in AREAS:
        lines = (f"{area} Community Safety Plan 2005-08", "Our priorities are:", "Burglary", f"Drugs in {area}")
        (folder / f"{area.lower()}.rtf").write_text(r"{\rtf1\ansi " + r"\par ".join(lines) + r"\par}")
    return folder


def counted(folder: Path, monkeypatch: pytest.MonkeyPatch, but: str = "") -> Path:
    """Has LibreOffice note each of its starts in the file that is returned; ``but`` is a line of shell that is run before."""
    real = shutil.which("soffice")
    (folder / "bin").mkdir()
    script = folder / "bin" / "soffice"
    script.write_text(f'#!/bin/sh\necho "$@" >> {folder}/starts\n{but}\nexec {real} "$@"\n')
    script.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder / 'bin'}{os.pathsep}{os.environ['PATH']}")
    (folder / "starts").touch()
    return folder / "starts"


def read(papers: Path, database: Path, workers: int = 1) -> Summary:
    return ingest([papers], database, shipped_codebook(), work=Work(workers=workers))


def rows(database: Path) -> list[list[tuple[Any, ...]]]:
    tables = ("papers", "blocks", "plans", "priorities", "evidence")
    with closing(sqlite3.connect(database)) as held:
        return [held.execute(f"SELECT * FROM {table} ORDER BY 1, 2").fetchall() for table in tables]


def test_a_run_starts_libreoffice_once_for_several_papers(papers: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for paper in sorted(papers.iterdir()):
        read(paper, tmp_path / "one-by-one.db")
    starts = counted(tmp_path, monkeypatch)
    summary = read(papers, tmp_path / "plans.db")
    assert [one.state for one in summary.outcomes] == ["read"] * len(AREAS)
    assert len(starts.read_text().splitlines()) == 1
    assert rows(tmp_path / "plans.db") == rows(tmp_path / "one-by-one.db")


def test_a_paper_that_brings_libreoffice_down_costs_only_itself(
    papers: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = read(papers, tmp_path / "whole.db")
    starts = counted(tmp_path, monkeypatch, "grep -q Darlington paper*.rtf && kill -9 $$")
    summary = read(papers, tmp_path / "plans.db", workers=2)
    assert {one.file: one.state for one in summary.outcomes if one.state != "read"} == {"darlington.rtf": "quarantined"}
    assert len(starts.read_text().splitlines()) > len(AREAS), "together once, then each alone"
    assert len(whole.outcomes) == len(summary.outcomes)
    with closing(sqlite3.connect(tmp_path / "plans.db")) as held:
        assert held.execute("SELECT count(*) FROM priorities").fetchone() == (2 * (len(AREAS) - 1),)


def test_spreadsheets_among_them_are_refused_and_the_others_read(papers: Path, tmp_path: Path) -> None:
    (papers / "aaa.doc").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook".encode("utf-16-le") + bytes(2000))
    summary = read(papers, tmp_path / "plans.db")
    assert [one.state for one in summary.outcomes] == ["quarantined", *["read"] * len(AREAS)]
