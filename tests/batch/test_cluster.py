"""A cluster reads papers as this machine does: the same rows, and a bad paper costs nothing but itself."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from test_publishing import content
from whole import CORPUS, Ran

from extractor.batch import Work, cluster_at, ingest
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
