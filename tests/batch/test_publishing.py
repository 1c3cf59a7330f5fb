"""The served database is whole at every moment: replaced at once, never half-written, and nothing that people said is lost."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from whole import CORPUS, Ran

from extractor.batch import Work, ingest
from extractor.errors import DatabaseError, LockedError
from extractor.flow import shipped_codebook
from extractor.write import Line, Said, check_content, one_run, one_writer, open_database, record_corrections

Run = Callable[..., Ran]
PAPERS = ("hartlepool-2019-20-web-page.html", "redcar-and-cleveland-2017-20-leaflet.txt", "charnwood-2005-08-strategy.docx")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    papers = tmp_path / "papers"
    papers.mkdir()
    for name in PAPERS:
        shutil.copy(CORPUS / "papers" / name, papers)
    return papers


def made_anew(table: str) -> bool:
    """Tables that tell when something was done, and the inside of the full-text indexes, which depends on the order of writing."""
    return table in ("runs", "run_papers", "ledger") or "_fts_" in table


def content(database: Path) -> dict[str, list[object]]:
    """Every row but those that tell when something was done."""
    told = ("path", "file", "state", "sha256", "reason", "note", "same_as", "holds")
    with closing(sqlite3.connect(database)) as connection:
        names = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
        queries = {name: f"SELECT * FROM [{name}]" for name in names if not made_anew(name)}
        queries["ledger"] = f"SELECT {', '.join(told)} FROM ledger"
        return {name: sorted(connection.execute(query).fetchall(), key=repr) for name, query in queries.items()}


def beside(database: Path) -> list[str]:
    return sorted(path.name for path in database.parent.iterdir() if path.name.startswith(database.name))


@pytest.mark.parametrize("workers", [2, 4])
def test_rows_are_the_same_whatever_the_number_of_workers(folder: Path, workers: int, tmp_path: Path) -> None:
    for name in ("four-boroughs-2011-14-board-report.pdf", "cutting-crime-2008-11-briefing.docx"):
        shutil.copy(CORPUS / "papers" / name, folder)
    (folder / "damaged.pdf").write_bytes(b"%PDF-1.7\n" + b"junk " * 99)
    (folder / "copy.txt").write_bytes((folder / PAPERS[1]).read_bytes())
    ingest([folder], tmp_path / "one.db", shipped_codebook(), work=Work(workers=1))
    ingest([folder], tmp_path / "more.db", shipped_codebook(), work=Work(workers=workers))
    assert content(tmp_path / "one.db") == content(tmp_path / "more.db")
    assert beside(tmp_path / "more.db") == ["more.db"], "neither locks nor copies are left"


def test_a_second_run_at_once_is_refused_at_once(run: Run, folder: Path, tmp_path: Path) -> None:
    with one_run(tmp_path / "plans.db"):
        ran = run("ingest", folder, "--database", tmp_path / "plans.db")
    assert (ran.code, ran.out) == (6, "")
    assert "another run is active" in ran.err
    assert run("ingest", folder, "--database", tmp_path / "plans.db").code == 0


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_an_interrupted_run_is_completed_by_the_next(how: signal.Signals, folder: Path, tmp_path: Path) -> None:
    database, whole = tmp_path / "plans.db", tmp_path / "whole.db"
    ingest([folder / PAPERS[0]], database, shipped_codebook())
    served = database.read_bytes()
    for number in range(16):
        text = (
            f"Community Safety Plan {1990 + number}-{93 + number % 7}\n\nHartlepool\n\nOur priorities are:\n- Burglary\n- Drugs\n"
        )
        (folder / f"plan {number}.txt").write_text(text, encoding="utf-8")
    command = [sys.executable, "-m", "extractor.cli", "ingest", str(folder), "--database", str(database), "--log", "json"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True) as process:
        assert process.stderr is not None
        lines = [process.stderr.readline() for _ in range(5)]
        process.send_signal(how)
        rest = process.stderr.read()
    assert process.returncode == {signal.SIGKILL: -9, signal.SIGTERM: 143, signal.SIGINT: 130}[how]
    assert "Traceback" not in rest
    assert all('"event": "paper"' in line for line in lines)
    assert database.read_bytes() == served, "nothing has been touched"
    seen: list[str] = []
    ingest([folder], database, shipped_codebook(), progress=lambda outcome, _: seen.append(outcome.state))
    assert seen.count("unchanged") >= 4, "what was read is not read again"
    ingest([folder], whole, shipped_codebook())
    assert content(database) == content(whole)
    assert beside(database) == ["plans.db"]


def test_what_is_corrected_while_a_run_is_under_way_is_not_lost(folder: Path, tmp_path: Path) -> None:
    database = tmp_path / "plans.db"
    codebook = shipped_codebook()
    ingest([folder / PAPERS[1]], database, codebook)

    def correct(*_: object) -> None:
        with one_writer(database):
            held = open_database(database)
            (found,) = held.execute("SELECT id FROM findings WHERE kind = 'priority' ORDER BY position LIMIT 1").fetchone()
            record_corrections(held, [Line(found, Said(title="As the officer says"))], at="2026-01-01T00:00:00", codebook=codebook)
            held.close()

    ingest([folder], database, codebook, progress=correct)
    with closing(sqlite3.connect(database)) as connection:
        assert connection.execute("SELECT count(*) FROM priorities WHERE title = 'As the officer says'").fetchone() == (1,)
        assert connection.execute("SELECT count(*) FROM papers").fetchone() == (3,)


def test_a_built_database_that_fails_its_check_is_not_published(
    run: Run, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = tmp_path / "plans.db"
    run("ingest", folder / PAPERS[0], "--database", database)
    served = database.read_bytes()

    def fails(_: object) -> None:
        raise DatabaseError("the check of the built database failed (counts)")

    with monkeypatch.context() as patched:
        patched.setattr("extractor.write.publishing.check_content", fails)
        ran = run("ingest", folder, "--database", database)
    assert (ran.code, ran.err.count("\n")) == (4, 1)
    assert database.read_bytes() == served
    assert beside(database) == ["plans.db", "plans.db.failed"]
    assert run("ingest", folder, "--database", database).code == 0


def test_the_folder_of_a_run_that_is_killed_goes_with_it_or_with_the_next(folder: Path, tmp_path: Path) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    environment = {**os.environ, "TMPDIR": str(temporary)}
    command = [sys.executable, "-m", "extractor.cli", "ingest", str(folder), "--database", str(tmp_path / "plans.db")]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, env=environment) as process:
        while process.poll() is None and not [*temporary.glob("*/lock")]:
            time.sleep(0.001)
        process.kill()
    subprocess.run(command, stdout=subprocess.DEVNULL, env=environment, check=False)
    assert [*temporary.iterdir()] == []


def test_what_could_not_be_published_is_not_read_again(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    database = tmp_path / "plans.db"
    ingest([folder / PAPERS[0]], database, shipped_codebook())
    monkeypatch.setattr("extractor.write.locks._PATIENCE", 0.1)
    with one_writer(database), pytest.raises(LockedError):
        ingest([folder], database, shipped_codebook())
    assert beside(database) == ["plans.db", "plans.db.building"]
    summary = ingest([folder], database, shipped_codebook(), work=Work(function="nowhere:nothing"))
    assert [one.state for one in summary.outcomes] == ["unchanged"] * 3
    assert beside(database) == ["plans.db"]


@pytest.mark.parametrize(
    "damage",
    [
        "DELETE FROM files",
        "PRAGMA foreign_keys = OFF; UPDATE findings SET paper = 'nobody'",
        "PRAGMA foreign_keys = OFF; DELETE FROM papers",
        "DELETE FROM priorities WHERE position = 1",
    ],
)
def test_the_check_finds_what_does_not_fit(damage: str, folder: Path, tmp_path: Path) -> None:
    database = tmp_path / "plans.db"
    ingest([folder / PAPERS[1]], database, shipped_codebook())
    with closing(sqlite3.connect(database)) as connection:
        check_content(connection)
        connection.executescript(damage)
        with pytest.raises(DatabaseError, match="check of the built database failed"):
            check_content(connection)


def test_a_full_disk_leaves_the_served_file_as_it_was(folder: Path, tmp_path: Path) -> None:
    database = tmp_path / "plans.db"
    ingest([folder / PAPERS[0]], database, shipped_codebook())
    served = database.read_bytes()
    for size in (4096, len(served) - 4096, len(served) + 65536):
        script = (
            f"import resource; resource.setrlimit(resource.RLIMIT_FSIZE, ({size}, {size})); from extractor.cli import main; main()"
        )
        command = [sys.executable, "-c", script, "ingest", str(folder), "--database", str(database)]
        ran = subprocess.run(command, capture_output=True, text=True, check=False)
        assert (ran.returncode, ran.stderr.count("\n")) == (5, 1), ran.stderr
        assert database.read_bytes() == served
    assert ingest([folder], database, shipped_codebook()).exit_code == 0


def test_readers_see_the_old_content_or_the_new(folder: Path, tmp_path: Path) -> None:
    database = tmp_path / "plans.db"
    ingest([folder / PAPERS[0]], database, shipped_codebook())
    database.chmod(0o640)
    command = [sys.executable, "-m", "extractor.cli", "ingest", str(folder), "--database", str(database)]
    counts = set()
    query = "SELECT (SELECT count(*) FROM papers), (SELECT count(*) FROM files), (SELECT count(*) FROM ledger)"
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        while process.poll() is None:
            with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
                counts.add(connection.execute(query).fetchone())
            time.sleep(0.005)
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        counts.add(connection.execute(query).fetchone())
    assert counts == {(1, 1, 1), (3, 3, 3)}
    assert database.stat().st_mode & 0o777 == 0o640, "who may read it stays as it was"
