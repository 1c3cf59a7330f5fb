"""A folder that is watched: papers and a manifest are taken up once they are whole, and nothing in them ends it."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from whole import CORPUS, Ran

from extractor.batch import Watch, WatchedManifest, Work, status
from extractor.flow import shipped_codebook

Run = Callable[..., Ran]
PAPER = "redcar-and-cleveland-2017-20-leaflet.txt"


@pytest.fixture
def watched(tmp_path: Path) -> Watch:
    folder = tmp_path / "inbox"
    folder.mkdir()
    shutil.copy(CORPUS / "papers" / PAPER, folder)
    return Watch([folder], tmp_path / "plans.db", shipped_codebook(), Work(workers=1))


def states(database: Path) -> dict[str, str]:
    return {one.file: one.state for one in status(database).entries}


def test_papers_are_read_as_they_arrive(tmp_path: Path) -> None:
    folder, database = tmp_path / "inbox", tmp_path / "plans.db"
    folder.mkdir()
    command = [sys.executable, "-m", "extractor.cli", "watch", str(folder), "--database", str(database), "--interval", "0.5"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline().startswith("Watching")
        (folder / "download.pdf.part").write_bytes(b"not yet")
        shutil.copy(CORPUS / "papers" / PAPER, folder)
        line = process.stdout.readline()
        assert line.startswith("read             1"), line
        deadline = time.monotonic() + 30
        while not database.exists() and time.monotonic() < deadline:
            time.sleep(0.1)
        process.terminate()
        rest = process.stdout.read()
    assert process.returncode in (0, 143), rest
    assert "Traceback" not in rest
    assert states(database) == {PAPER: "read"}


def test_a_manifest_is_taken_up_when_it_is_whole_and_again_when_it_changes(watched: Watch, tmp_path: Path) -> None:
    manifest, told = tmp_path / "manifest.csv", []
    said = WatchedManifest(manifest, told.append)

    def look() -> str | None:
        said.look()
        if said.rows is None:
            return None
        watched.look(said.rows)
        if not watched.database.exists():
            return None
        with closing(sqlite3.connect(watched.database)) as connection:
            return str(connection.execute("SELECT manifest_source FROM papers").fetchone()[0])

    manifest.write_text("", encoding="utf-8")
    assert [look() for _ in range(3)] == [None] * 3
    assert len(told) == 1 and "has no column 'file'" in told[0] and "until then nothing is read" in told[0], (
        "once, not at each look"
    )
    manifest.write_text(f"file,source\n{PAPER},the archive\n,nobody\n", encoding="utf-8")
    assert [look() for _ in range(3)][1:] == [None, "the archive"], "the paper, too, must be seen twice"
    assert len(told) == 2 and "line 3: the column 'file' is empty" in told[1], "and the other line holds"
    manifest.write_text(f"file,source\n{PAPER},the shelf\n", encoding="utf-8")
    assert [look() for _ in range(2)] == ["the archive", "the shelf"]
    manifest.write_bytes(b"fi")
    assert [look() for _ in range(3)] == ["the shelf"] * 3
    assert len(told) == 3 and "the manifest as it was holds" in told[2]


def test_a_manifest_that_is_not_there_is_told_at_once(run: Run, tmp_path: Path) -> None:
    ran = run("watch", tmp_path, "--database", tmp_path / "plans.db", "--manifest", tmp_path / "none.csv")
    assert (ran.code, ran.err.count("\n")) == (2, 1) and "does not exist" in ran.err


def test_a_link_that_leads_nowhere_is_reported_once(watched: Watch) -> None:
    (watched.folders[0] / "lost.pdf").symlink_to("nowhere.pdf")
    looks = [watched.look() for _ in range(3)]
    assert [look and look.exit_code for look in looks] == [None, 3, None]
    assert states(watched.database) == {PAPER: "read", "lost.pdf": "quarantined"}
