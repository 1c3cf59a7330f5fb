"""A cluster reads papers as this machine does: the same rows, and a bad paper costs nothing but itself."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from test_publishing import content
from whole import CORPUS, Ran

from extractor.batch import Work, cluster_at, ingest, status
from extractor.errors import InputError, Reason
from extractor.flow import shipped_codebook

Run = Callable[..., Ran]


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    from distributed import LocalCluster

    with LocalCluster(n_workers=1, threads_per_worker=2, dashboard_address=None, processes=True) as local:
        yield local.scheduler_address


def test_rows_are_the_same_on_a_cluster(address: str, tmp_path: Path) -> None:
    folder = tmp_path / "papers"
    folder.mkdir()
    for paper in sorted((CORPUS / "papers").glob("*.docx"))[:4]:
        shutil.copy(paper, folder)
    (folder / "damaged.pdf").write_bytes(b"%PDF-1.7\n" + b"junk " * 99)
    here = ingest([folder], tmp_path / "here.db", shipped_codebook())
    with cluster_at(address) as (executor, threads):
        assert threads == 2
        there = ingest([folder], tmp_path / "there.db", shipped_codebook(), work=Work(workers=threads, executor=executor))
    assert [one.state for one in there.outcomes] == [one.state for one in here.outcomes]
    assert content(tmp_path / "there.db") == content(tmp_path / "here.db")


def test_a_cluster_that_does_not_answer_is_told_in_one_line(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("extractor.batch.cluster._PATIENCE", 1)
    arguments = ["ingest", CORPUS / "papers", "--database", tmp_path / "plans.db", "--cluster", "tcp://127.0.0.1:9"]
    ran = run(*arguments)
    assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)
    assert "no cluster answers at tcp://127.0.0.1:9" in ran.err
    assert not (tmp_path / "plans.db").exists()


@pytest.fixture
def cluster(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """One worker that may be attacked, and a scheduler that gives a paper up over which a worker died."""
    from distributed import LocalCluster

    before = os.environ.get("PYTHONPATH", "")
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(filter(None, [str(Path(__file__).parent), before])))
    with LocalCluster(n_workers=1, threads_per_worker=1, dashboard_address=None, processes=True) as local:
        local.scheduler.allowed_failures = 0
        yield local


def papers(folder: Path, *names: str) -> Path:
    folder.mkdir()
    for number, name in enumerate(names):
        text = f"Community Safety Plan {2001 + number}-{4 + number:02d}\n\nHartlepool\n\nOur priorities are:\n- Burglary\n- Drugs\n"
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    return folder


def test_a_lost_worker_costs_its_paper_alone(cluster: Any, tmp_path: Path) -> None:
    folder = papers(tmp_path / "papers", "a", "lose-cluster-worker", "z")
    with cluster_at(cluster.scheduler_address) as (executor, _):
        work = Work(workers=1, executor=executor, function="bad_papers:attack")
        summary = ingest([folder], tmp_path / "plans.db", shipped_codebook(), work=work)
    assert [(one.state, one.reason) for one in summary.outcomes][1] == ("quarantined", Reason.STOPPED)
    assert [one.state for one in summary.outcomes][::2] == ["read", "read"]
    assert [one.deaths for one in status(tmp_path / "plans.db").entries][:2] == [0, 2], "the last one may have been beside it"


def test_a_lost_scheduler_ends_the_run_with_one_line_and_what_was_read_is_kept(cluster: Any, tmp_path: Path) -> None:
    folder, database = papers(tmp_path / "papers", "a", "sleep", "z"), tmp_path / "plans.db"
    with cluster_at(cluster.scheduler_address) as (executor, _):
        work = Work(workers=1, executor=executor, function="bad_papers:attack")
        with pytest.raises(InputError, match="no longer answers: what was read is kept") as told:
            ingest([folder], database, shipped_codebook(), None, lambda *_: cluster.sync(cluster.scheduler.close), (), work)
    assert "\n" not in str(told.value)
    assert [one.state for one in ingest([folder], database, shipped_codebook()).outcomes] == ["unchanged", "read", "read"]
