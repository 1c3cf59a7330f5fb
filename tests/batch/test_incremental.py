"""What is there already is not done again: nothing for an unchanged paper, no parsing for changed rules, one paper for one byte."""

from __future__ import annotations

import os
import shutil
import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from test_publishing import content
from whole import CORPUS, Ran

from extractor.assets import asset
from extractor.batch import Work, ingest, retry, status
from extractor.batch.keeping import pack, unpack
from extractor.codebook import load_codebook
from extractor.errors import Reason
from extractor.flow import parse_bytes, shipped_codebook
from extractor.parse import tools
from extractor.write import as_path, as_text

Run = Callable[..., Ran]
PAPERS = ("hartlepool-2019-20-web-page.html", "redcar-and-cleveland-2017-20-leaflet.txt", "charnwood-2005-08-strategy.pdf")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    papers = tmp_path / "papers"
    papers.mkdir()
    for name in PAPERS:
        shutil.copy(CORPUS / "papers" / name, papers)
    return papers


def states(database: Path) -> dict[str, str]:
    return {one.file: one.state for one in status(database).entries}


def every_row(database: Path) -> dict[str, list[Any]]:
    with closing(sqlite3.connect(database)) as connection:
        names = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        wanted = [name for name in names if name not in ("runs", "run_papers")]
        return {name: connection.execute(f"SELECT * FROM [{name}]").fetchall() for name in wanted}


def test_a_second_run_asks_no_worker_and_changes_no_row(folder: Path, tmp_path: Path) -> None:
    (folder / "damaged.pdf").write_bytes(b"%PDF-1.7\n" + b"junk " * 99)
    (folder / "a copy.txt").write_bytes((folder / PAPERS[1]).read_bytes())
    database = tmp_path / "plans.db"
    ingest([folder], database, shipped_codebook())
    before, file = every_row(database), database.stat().st_ino
    summary = ingest([folder], database, shipped_codebook(), work=Work(function="nowhere:nothing"))
    assert [(one.state, one.stands) for one in summary.outcomes] == [
        ("unchanged", False),
        ("unchanged", False),
        ("quarantined", True),
        ("unchanged", False),
        ("duplicate", False),
    ]
    assert every_row(database) == before
    assert database.stat().st_ino == file, "not even copied"


def test_one_changed_byte_reads_one_paper_again_in_place_of_the_old(folder: Path, tmp_path: Path) -> None:
    database = tmp_path / "plans.db"
    ingest([folder], database, shipped_codebook())
    paper = folder / PAPERS[1]
    times = paper.stat()
    paper.write_bytes(paper.read_bytes().replace(b"2017", b"2016", 1))
    os.utime(paper, ns=(times.st_atime_ns, times.st_mtime_ns))
    summary = ingest([folder], database, shipped_codebook())
    assert [one.state for one in summary.outcomes] == ["unchanged", "unchanged", "read"]
    ingest([folder], tmp_path / "fresh.db", shipped_codebook())
    changed, fresh = content(database), content(tmp_path / "fresh.db")
    assert {table for table in fresh if fresh[table] != changed[table]} <= {"readings"}, "but for the reading that is kept"


def test_other_rules_are_laid_over_the_papers_as_they_were_parsed(folder: Path, tmp_path: Path) -> None:
    database, fresh = tmp_path / "plans.db", tmp_path / "fresh.db"
    ingest([folder], database, shipped_codebook())
    rules = shutil.copytree(asset("rules"), tmp_path / "rules")
    with (rules / "themes.yaml").open("a", encoding="utf-8") as file:
        file.write("\n- id: towns\n  heading: Towns\n  order: 99\n  phrases: [town centre]\n  yes: [Town centre safety]\n")
    other = load_codebook(rules)
    asked: list[str] = []
    environment = os.environ.get("PYTHONPATH", "")
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [str(Path(__file__).parent), environment]))
    try:
        work = Work(function="without_parser:read")
        summary = ingest([folder], database, other, progress=lambda one, _: asked.append(one.state), work=work)
    finally:
        os.environ["PYTHONPATH"] = environment
    assert asked == ["read", "read", "read"], [one.note for one in summary.outcomes]
    ingest([folder], fresh, other)
    tagged, read = content(database), content(fresh)
    assert {table for table in read if read[table] != tagged[table]} <= {"readings"}


@pytest.mark.parametrize("paper", sorted((CORPUS / "papers").iterdir()), ids=lambda path: path.name)
def test_a_paper_is_kept_as_it_was_parsed(paper: Path) -> None:
    parsed = parse_bytes(paper.read_bytes(), file=paper.name)
    kept = pack(*parsed)
    assert unpack(kept) == parsed
    assert len(kept) < 30_000, "a few kilobytes a page"


def test_what_is_deleted_is_marked_and_what_comes_back_is_known(run: Run, folder: Path, tmp_path: Path) -> None:
    database = tmp_path / "plans.db"
    (folder / "damaged.pdf").write_bytes(b"%PDF-1.7\n" + b"junk " * 99)
    run("ingest", folder, "--database", database)
    paper = (folder / PAPERS[1]).read_bytes()
    (folder / PAPERS[1]).unlink()
    (folder / "damaged.pdf").unlink()
    ran = run("ingest", folder, "--database", database)
    assert (ran.code, "gone             2" in ran.out) == (0, True)
    assert states(database) == {PAPERS[0]: "read", PAPERS[1]: "gone", PAPERS[2]: "read", "damaged.pdf": "gone"}
    with closing(sqlite3.connect(database)) as connection:
        assert connection.execute("SELECT (SELECT count(*) FROM papers), (SELECT count(*) FROM failures)").fetchone() == (3, 0)
    (folder / "under another name.txt").write_bytes(paper)
    ran = run("ingest", folder, "--database", database)
    assert ran.out.splitlines()[1] == "unchanged        3", "its words are held"
    assert states(database)["under another name.txt"] == "read"


def not_read(database: Path) -> list[str]:
    """The papers that the site's first page says could not be read."""
    with closing(sqlite3.connect(database)) as connection:
        return [file for (file,) in connection.execute("SELECT file FROM failures ORDER BY file")]


def test_a_paper_that_is_back_as_it_was_is_no_longer_missed(folder: Path, tmp_path: Path) -> None:
    database, paper = tmp_path / "plans.db", folder / PAPERS[1]
    ingest([folder], database, shipped_codebook())
    aside = paper.rename(tmp_path / paper.name)
    paper.symlink_to(tmp_path / "nowhere")
    assert (ingest([folder], database, shipped_codebook()).exit_code, not_read(database)) == (3, [paper.name])
    paper.unlink()
    aside.rename(paper)
    assert (ingest([folder], database, shipped_codebook()).exit_code, not_read(database)) == (0, [])


def test_papers_of_one_name_in_two_folders_are_missed_each_for_itself(tmp_path: Path) -> None:
    database, good = tmp_path / "plans.db", (CORPUS / "papers" / PAPERS[1]).read_bytes()
    papers = [tmp_path / "in" / name / "plan.txt" for name in "abc"]
    for paper, data in zip(papers, (b"x", b"", good), strict=True):
        paper.parent.mkdir(parents=True)
        paper.write_bytes(data)
    ingest([tmp_path / "in"], database, shipped_codebook())
    assert not_read(database) == ["plan.txt", "plan.txt"]
    papers[0].write_bytes(good + b" ")
    ingest([tmp_path / "in"], database, shipped_codebook())
    with closing(sqlite3.connect(database)) as connection:
        assert connection.execute("SELECT path FROM failures").fetchall() == [(str(papers[1]),)]
    papers[1].unlink()
    ingest([tmp_path / "in"], database, shipped_codebook())
    assert not_read(database) == []


def test_a_file_that_stood_for_its_copy_can_go(folder: Path, tmp_path: Path) -> None:
    database = tmp_path / "plans.db"
    (folder / "a copy.txt").write_bytes((folder / PAPERS[1]).read_bytes())
    ingest([folder], database, shipped_codebook())
    assert states(database)["a copy.txt"] == "read" and states(database)[PAPERS[1]] == "duplicate"
    (folder / "a copy.txt").unlink()
    ingest([folder], database, shipped_codebook())
    assert states(database)["a copy.txt"] == "gone" and states(database)[PAPERS[1]] == "read"


def test_what_waits_for_a_program_is_read_once_it_is_there(
    run: Run, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = tmp_path / "plans.db"
    (folder / "old.rtf").write_bytes(rb"{\rtf1\ansi Community Safety Plan 2011-14\par Our priorities are burglary and drugs.\par}")
    path = os.environ["PATH"]
    monkeypatch.setenv("PATH", str(Path(sys.executable).parent))
    tools.program.cache_clear()
    ran = run("ingest", folder, "--database", database)
    assert (ran.code, states(database)["old.rtf"]) == (3, "waiting")
    assert "needs LibreOffice" in ran.out and "apt-get install libreoffice" in ran.out
    assert run("retry", database).out.startswith("Nothing to try again")
    said = run("status", database)
    assert said.code == 3 and "needs LibreOffice: 1 (install LibreOffice" in said.out
    monkeypatch.setenv("PATH", path)
    tools.program.cache_clear()
    assert run("retry", database).code == 0
    assert states(database)["old.rtf"] == "read"


def test_retry_takes_up_what_a_wider_limit_may_mend(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    database = tmp_path / "plans.db"
    before = os.environ.get("PYTHONPATH", "")
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(filter(None, [str(Path(__file__).parent), before])))
    (folder / "sleep.txt").write_text("Community Safety Plan 2011-14", encoding="utf-8")
    (folder / "segfault.txt").write_text("Community Safety Plan 2012-15", encoding="utf-8")
    attacked = Work(seconds=3.0, function="bad_papers:attack")
    assert ingest([folder / "sleep.txt", folder / "segfault.txt"], database, shipped_codebook(), work=attacked).exit_code == 3
    reasons = {one.file: (one.reason, one.attempts, one.deaths) for one in status(database).entries if one.reason}
    assert reasons == {"sleep.txt": (Reason.TIME, 1, 0), "segfault.txt": (Reason.CRASHED, 1, 2)}
    assert retry(database, shipped_codebook(), work=attacked).outcomes == ()
    wider = retry(database, shipped_codebook(), work=Work(seconds=60.0))
    assert [(one.file, one.state) for one in wider.outcomes] == [("sleep.txt", "read")]
    assert [one.state for one in retry(database, shipped_codebook(), everything=True).outcomes] == ["read"]


@pytest.mark.parametrize(
    "name", [b"plan \xff\xfe.txt", "plan \N{REPLACEMENT CHARACTER}ff.txt".encode(), b"new\nline\t.txt", "é☃.txt".encode()]
)
def test_any_name_is_kept_so_that_the_file_is_found_again(name: bytes, folder: Path, tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(folder) + b"/" + name))
    path.write_text("Community Safety Plan 2011-14", encoding="utf-8")
    assert as_path(as_text(path)) == path
    as_text(path).encode("utf-8")
    ingest([path], tmp_path / "plans.db", shipped_codebook())
    (entry,) = status(tmp_path / "plans.db").entries
    assert as_path(entry.path) == path


def test_names_that_look_alike_stay_apart() -> None:
    names = [b"a\xff", "a\N{REPLACEMENT CHARACTER}ff".encode(), b"a\\xff", "a\N{REPLACEMENT CHARACTER}".encode()]
    assert len({as_text(Path(os.fsdecode(name))) for name in names}) == len(names)
