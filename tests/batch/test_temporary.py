"""Whatever ends a run or a worker, its temporary files go, and so does all that a paper has started."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest

from extractor.batch.temporary import new_home, sweep

HERE = Path(__file__).parent
PLAN = "Community Safety Plan 2011-14\n\nHartlepool\n\nOur priorities are:\n- Burglary\n- Drugs\n"
SCRIPT = """
import functools, extractor.batch
extractor.batch.Work = functools.partial(extractor.batch.Work, function="bad_papers:attack")
from extractor.cli import main
main()
"""


@contextmanager
def a_run_that_is_reading(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """A run whose one paper has written temporary files and started a process of its own."""
    folder, temporary = tmp_path / "papers", tmp_path / "temporary"
    folder.mkdir()
    temporary.mkdir()
    (folder / "nest.txt").write_text(PLAN, encoding="utf-8")
    environment = {**os.environ, "TMPDIR": str(temporary), "MARK": str(tmp_path)}
    environment["PYTHONPATH"] = os.pathsep.join([str(HERE), os.environ.get("PYTHONPATH", "")])
    command = [sys.executable, "-c", SCRIPT, "ingest", str(folder), "--database", str(tmp_path / "plans.db"), "--timeout", "30"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, env=environment) as process:
        until(lambda: [*temporary.glob("*/*/*/other")])
        yield process


def until(true: object, seconds: float = 60) -> bool:
    deadline = time.monotonic() + seconds
    while not true() and time.monotonic() < deadline:  # type: ignore[operator]
        time.sleep(0.02)
    return bool(true())  # type: ignore[operator]


def started_by(tmp_path: Path) -> list[psutil.Process]:
    found = []
    for one in psutil.process_iter():
        try:
            if one.environ().get("MARK") == str(tmp_path) and one.status() != psutil.STATUS_ZOMBIE:
                found.append(one)
        except psutil.Error:
            continue
    return found


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_run_that_is_stopped_leaves_nothing_behind(how: signal.Signals, tmp_path: Path) -> None:
    with a_run_that_is_reading(tmp_path) as process:
        process.send_signal(how)
        assert process.stderr is not None
        told = process.stderr.read()
    assert process.returncode == (130 if how == signal.SIGINT else 143)
    assert told.count("\n") == 1 and "the same command goes on from there" in told, "and says so once"
    assert [*(tmp_path / "temporary").iterdir()] == []
    assert started_by(tmp_path) == []


def test_what_a_killed_worker_leaves_goes_while_the_run_goes_on(tmp_path: Path) -> None:
    with a_run_that_is_reading(tmp_path) as process:
        (first,) = (tmp_path / "temporary").glob("*/*/*/other")
        psutil.Process(int(first.parents[1].name)).kill()
        assert until(lambda: [*(tmp_path / "temporary").glob("*/*/*/other")] not in ([first], []))
        assert not first.exists(), "its folder has gone, with the process that wrote there"
        # One is between its start and its own program for a moment, and looks like the one that started it.
        assert until(lambda: len([one for one in started_by(tmp_path) if "other" in " ".join(one.cmdline())]) == 1)
        process.terminate()
    assert started_by(tmp_path) == []


def test_a_killed_run_leaves_nothing_to_its_workers(tmp_path: Path) -> None:
    with a_run_that_is_reading(tmp_path) as process:
        process.kill()
    assert until(lambda: not started_by(tmp_path)) and [*(tmp_path / "temporary").iterdir()] == []


def test_what_is_left_when_all_are_killed_at_once_goes_with_the_next_run(tmp_path: Path) -> None:
    temporary = tmp_path / "temporary"
    with a_run_that_is_reading(tmp_path):
        at_once = started_by(tmp_path)
        for one in at_once:
            one.suspend()  # or those that are killed last would tidy up after the first
        for one in at_once:
            one.kill()
    (temporary / "extractor-of-another").mkdir()
    assert len([*temporary.iterdir()]) == 2
    paper = tmp_path / "plan.txt"
    paper.write_text(PLAN, encoding="utf-8")
    command = [sys.executable, "-m", "extractor.cli", "ingest", str(paper), "--database", str(tmp_path / "other.db")]
    subprocess.run(command, env={**os.environ, "TMPDIR": str(temporary)}, stdout=subprocess.DEVNULL, check=True)
    assert [one.name for one in temporary.iterdir()] == ["extractor-of-another"], "what is not provably left stays"


def test_a_folder_that_is_held_is_not_swept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    home = new_home()
    sweep()
    assert home.is_dir()


def test_a_folder_whose_maker_was_killed_while_making_it_goes_after_an_hour(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    for name, age in (("extractor-old", 7200), ("extractor-young", 60)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "new").touch()
        os.utime(tmp_path / name, (time.time() - age, time.time() - age))
    sweep()
    assert [one.name for one in tmp_path.iterdir()] == ["extractor-young"]


def test_no_room_for_temporary_files_is_told_as_such(tmp_path: Path) -> None:
    """A paper is not to blame for a full disk: nothing is quarantined."""
    paper, temporary = tmp_path / "plan.txt", tmp_path / "temporary"
    paper.write_text(PLAN, encoding="utf-8")
    temporary.mkdir()
    script = f"import tempfile; tempfile.tempdir = {str(temporary)!r}; from extractor.cli import main; main()"
    environment = {**os.environ, "TMPDIR": str(temporary), "PYTHONPATH": os.environ.get("PYTHONPATH", "")}
    (tmp_path / "sitecustomize.py").write_text(
        f"import tempfile; tempfile.tempdir = {str(temporary / 'nowhere')!r}\n", encoding="utf-8"
    )
    environment["PYTHONPATH"] = os.pathsep.join([str(tmp_path), environment["PYTHONPATH"]])
    command = [sys.executable, "-c", script, "ingest", str(paper), "--database", str(tmp_path / "plans.db")]
    ran = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stderr.count("\n")) == (5, 1), ran.stderr
    assert "no temporary folder can be made" in ran.stderr
