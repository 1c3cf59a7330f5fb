"""Whatever a paper does to its worker costs that paper alone, with a reason; nothing it started stays behind."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from extractor.batch.paper import Result, Task
from extractor.batch.slots import Setting
from extractor.batch.workers import keep_idle, read_isolated, start_anew, stop_workers
from extractor.errors import Reason
from extractor.flow import shipped_codebook

HERE = Path(__file__).parent
TEXT = b"Community Safety Plan 2011-14\n\nHartlepool\n\nOur priorities are:\n- Violent crime\n- Burglary\n"
OUTSIDE = Path("/tmp/extractor-was-here")
"""What one of the bad papers tries to write."""
EXPECTED = {
    "segfault": Reason.CRASHED,
    "abort": Reason.CRASHED,
    "kill-worker": Reason.STOPPED,
    "leave": Reason.CRASHED,
    "sleep": Reason.TIME,
    "loop": Reason.TIME,
    "deaf": Reason.TIME,
    "eat": Reason.MEMORY,
    "recurse": Reason.FAULT,
    "grandchild": Reason.CRASHED,
    "connect": Reason.FAULT,
    "write-outside": Reason.FAULT,
    "escape": None,
    "write-inside": None,
    "noise": None,
    "honest": None,
}


@pytest.fixture(scope="module")
def setting() -> Iterator[Setting]:
    """Workers that can be attacked, with 3 seconds and 512 MB for each paper."""
    before = os.environ.get("PYTHONPATH", "")
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [str(HERE), before]))
    codebook = shipped_codebook()
    start_anew()
    OUTSIDE.unlink(missing_ok=True)
    yield Setting(str(codebook.folder), codebook.hash, memory=512, seconds=3.0, function="bad_papers:attack")
    os.environ["PYTHONPATH"] = before
    stop_workers()
    start_anew()


def read(name: str, setting: Setting) -> Result:
    return read_isolated(Task(TEXT, f"{name}.txt", "0" * 64), setting)


def alive_below() -> list[psutil.Process]:
    """The processes that this one and those started which are alive: one that has ended may wait to be looked at."""
    return [one for one in psutil.Process().children(recursive=True) if one.status() != psutil.STATUS_ZOMBIE]


def descendants() -> list[psutil.Process]:
    """The processes below this one that are no worker's."""
    ours = template_and_below()
    return [one for one in alive_below() if one not in ours]


def template_and_below() -> list[psutil.Process]:
    """Templates, workers, and the processes that have papers: whatever a test before this one has left running is none of them."""
    found = []
    for one in alive_below():
        with contextlib.suppress(psutil.NoSuchProcess):  # ended since, or just now
            if "extractor.batch.child" in " ".join(one.cmdline()):
                found.append(one)
    return found


@pytest.mark.parametrize("name", EXPECTED)
def test_only_the_paper_itself_fails(name: str, setting: Setting) -> None:
    before, began = descendants(), time.monotonic()
    result = read(name, setting)
    assert result.reason is EXPECTED[name], result
    assert (result.state, bool(result.rows)) == (("quarantined", False) if EXPECTED[name] else ("read", True))
    assert time.monotonic() - began < setting.seconds + 25, "a worker's own start included"
    assert "\n" not in result.note
    left = [one for one in descendants() if one not in before]
    assert left == [], "nothing that it started is left"
    assert not OUTSIDE.exists()


def test_clean_papers_share_a_process(setting: Setting) -> None:
    assert read("who", setting).note == read("who", setting).note


@pytest.mark.parametrize("name", ["grow", "leave-a-file", "run-a-program", "one-scanned-page", "escape", "recurse"])
def test_a_process_that_was_used_hard_reads_no_other_paper(name: str, setting: Setting) -> None:
    before = read("who", setting).note
    read(name, setting)
    assert read("who", setting).note != before


def test_what_a_paper_leaves_in_its_process_harms_no_other(setting: Setting) -> None:
    read("who", setting)
    alone = read("honest", setting)
    assert read("spoil", setting).state == "read"
    assert read("honest", setting) == alone


@pytest.mark.parametrize("name", ["abort", "eat", "segfault", "leave", "recurse", "five-scanned-pages"])
def test_a_paper_after_others_fares_as_it_does_alone(name: str, setting: Setting) -> None:
    patient = replace(setting, page_seconds=2.0)
    keep_idle(0)
    alone = read(name, patient)
    assert read("honest", patient).state == "read"
    assert read(name, patient) == alone


def test_a_worker_without_work_holds_no_process_for_it(setting: Setting) -> None:
    reader = int(read("who", setting).note)
    deadline = time.monotonic() + 30
    while psutil.pid_exists(reader) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not psutil.pid_exists(reader)
    assert read("honest", setting).state == "read"


def test_two_deaths_put_a_paper_by(setting: Setting) -> None:
    assert [read(name, setting).deaths for name in ("segfault", "kill-worker", "sleep", "honest")] == [2, 2, 0, 0]


def test_papers_beside_a_bad_one_are_read(setting: Setting) -> None:
    names = ["honest", "segfault", "honest", "eat", "honest", "abort", "honest"]
    with ThreadPoolExecutor(2) as pool:
        results = list(pool.map(lambda name: read(name, setting), names))
    assert [result.reason for result in results] == [EXPECTED[name] for name in names]
    assert len({result.rows for result in results if result.state == "read"}) == 1


def test_a_worker_that_is_killed_is_replaced(setting: Setting) -> None:
    keep_idle(0)  # the paper would go on to an idle worker, which may be killed just then: that is another death
    with ThreadPoolExecutor(1) as pool:
        coming = pool.submit(read, "sleep", setting)
        deadline = time.monotonic() + 60
        while len(template_and_below()) < 3 and time.monotonic() < deadline:
            time.sleep(0.1)
        for one in template_and_below():  # the template, the worker, and the process that has the paper
            one.send_signal(signal.SIGKILL)
        result = coming.result()
    assert (result.reason, result.deaths) == (Reason.TIME, 1)
    assert read("honest", setting).state == "read"


def test_a_worker_ends_with_the_run_that_started_it(tmp_path: Path) -> None:
    script = f"""
import os, sys, time
sys.path.insert(0, {str(HERE)!r})
from test_workers import TEXT
from extractor.batch.paper import Task
from extractor.batch.slots import Setting
from extractor.batch.workers import read_isolated
from extractor.flow import shipped_codebook
book = shipped_codebook()
print(os.getpid(), flush=True)
read_isolated(Task(TEXT, "sleep.txt", "0"), Setting(str(book.folder), book.hash, function="bad_papers:attack"))
"""
    import sys

    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(HERE), os.environ.get("PYTHONPATH", "")])}
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, env=environment) as run:
        assert run.stdout is not None
        run.stdout.readline()
        whole = psutil.Process(run.pid)
        deadline = time.monotonic() + 60
        while len(whole.children(recursive=True)) < 3 and time.monotonic() < deadline:
            time.sleep(0.1)
        below = whole.children(recursive=True)
        run.kill()
    assert len(below) == 3, "the template, the worker, and the process that has the paper"
    _, alive = psutil.wait_procs(below, timeout=10)
    assert alive == []


def test_pages_to_read_by_ocr_give_a_paper_more_time(setting: Setting) -> None:
    """As many as it has, and no more; a limit that was given stands."""
    patient = replace(setting, page_seconds=2.0)
    assert read("five-scanned-pages", patient).state == "read"
    late = read("scanned-for-ever", replace(patient, page_seconds=0.01))
    assert (late.reason, late.seconds) == (Reason.TIME, setting.seconds + 5.0), "500 pages, and not one more"
    hard = read("five-scanned-pages", setting)
    assert (hard.reason, hard.note) == (Reason.TIME, "took longer than 3 seconds")
