"""Zipped agenda packs: the papers inside are papers of their own; what would burst or lead astray is refused."""

from __future__ import annotations

import io
import os
import zipfile
from pathlib import Path

import pytest
from sqlite_utils import Database
from whole import CORPUS

from extractor.batch import Watch, Work, ingest, retry, status
from extractor.batch.finding import ENDINGS, find_papers
from extractor.batch.packs import _names_as_of, _Opener, inside, papers_in, read_member, shown_name
from extractor.batch.source import read_source
from extractor.errors import PaperError, Reason
from extractor.flow import shipped_codebook

PLAN = (CORPUS / "papers" / "redcar-and-cleveland-2017-20-leaflet.txt").read_bytes()


def pack(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return path


def test_each_paper_of_a_pack_is_read_under_its_own_name_and_only_once(tmp_path: Path) -> None:
    folder, database = tmp_path / "in", tmp_path / "plans.db"
    folder.mkdir()
    pack(folder / "agenda.zip", {"item 4/leaflet.txt": PLAN, "logo.png": b"x", "item 5/other.txt": b"Minutes of a meeting. " * 40})
    summary = ingest([folder], database, shipped_codebook())
    assert [(one.file, one.state) for one in summary.outcomes] == [
        ("agenda.zip/item 4/leaflet.txt", "read"), ("agenda.zip/item 5/other.txt", "read"),
    ]  # fmt: skip
    assert summary.left_out == 1
    again = ingest([folder], database, shipped_codebook())
    assert {one.state for one in again.outcomes} == {"unchanged"}
    files = {file for (file,) in Database(database).execute("SELECT file FROM papers").fetchall()}
    assert files == {"agenda.zip/item 4/leaflet.txt", "agenda.zip/item 5/other.txt"}


def test_a_paper_that_leaves_its_pack_is_gone(tmp_path: Path) -> None:
    folder, database = tmp_path / "in", tmp_path / "plans.db"
    folder.mkdir()
    pack(folder / "agenda.zip", {"a.txt": PLAN, "b.txt": b"Minutes. " * 80})
    ingest([folder], database, shipped_codebook())
    pack(folder / "agenda.zip", {"a.txt": PLAN})
    assert [Path(path).name for path in ingest([folder], database, shipped_codebook()).gone] == ["b.txt"]


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/plan.pdf", "etc/plan.pdf"),
        ("/plan.pdf", "plan.pdf"),
        ("C:\\papers\\plan.pdf", "papers/plan.pdf"),
        ("a\x07b/pl\u202ean.pdf", "ab/plan.pdf"),
        ("x" * 300 + ".pdf", "x" * 116 + ".pdf"),
    ],
)
def test_names_lead_nowhere_but_into_the_pack(tmp_path: Path, name: str, shown: str) -> None:
    made = pack(tmp_path / "p.zip", {name: b"%PDF-"})
    (found,), left_out = papers_in(made, ENDINGS)
    assert inside(found) == (made, shown) and shown_name(found) == f"p.zip/{shown}" and left_out == 0
    assert read_source(found).data == b"%PDF-"


def test_bombs_are_refused(tmp_path: Path) -> None:
    bomb = pack(tmp_path / "bomb.zip", {"plan.txt": bytes(60_000_000)})
    with pytest.raises(PaperError, match="more than any paper") as fault:
        read_member(bomb, "plan.txt", 256_000_000)
    assert fault.value.reason == Reason.TOO_LARGE
    many = pack(tmp_path / "many.zip", {f"{number}.txt": b"" for number in range(2_100)})
    assert many in find_papers([tmp_path]).files, "it is a file with a state like any other"
    with pytest.raises(PaperError, match="more than any agenda pack"):
        papers_in(many, ENDINGS)
    with pytest.raises(PaperError, match="more than any agenda pack") as fault:
        read_source(many)
    assert fault.value.reason == Reason.TOO_LARGE


def test_a_list_of_members_that_would_fill_the_memory_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In the form of ordinary zip files, and in that of those with too many members for its record."""
    small = pack(tmp_path / "small.zip", {"plan.txt": PLAN})
    long = pack(tmp_path / "long.zip", {f"{number}.txt": b"" for number in range(20)})
    monkeypatch.setattr(zipfile, "ZIP_FILECOUNT_LIMIT", 9)
    large = pack(tmp_path / "large.zip", {f"{number}.txt": b"" for number in range(20)})
    data = bytearray(large.read_bytes())
    size = data.rfind(b"PK\5\6") + 12
    data[size : size + 4] = b"\xff" * 4
    large.write_bytes(data)
    assert [len(papers_in(one, ENDINGS)[0]) for one in (small, long, large)] == [1, 20, 20]
    monkeypatch.setattr("extractor.batch.packs.MAX_DIRECTORY", 500)
    _names_as_of.cache_clear()
    assert len(papers_in(small, ENDINGS)[0]) == 1
    for one in (long, large):
        with pytest.raises(PaperError, match="more than any agenda pack"):
            papers_in(one, ENDINGS)


def test_damage_costs_the_member_alone(tmp_path: Path) -> None:
    data = bytearray(pack(tmp_path / "p.zip", {"a.txt": PLAN, "b.txt": b"Minutes. " * 80}).read_bytes())
    data[60:90] = bytes(30)
    (tmp_path / "p.zip").write_bytes(data)
    with pytest.raises(PaperError, match=r"p\.zip/a\.txt cannot be unpacked"):
        read_source(tmp_path / "p.zip" / "a.txt")
    assert read_source(tmp_path / "p.zip" / "b.txt").data.startswith(b"Minutes")


def test_a_pack_inside_a_pack_and_a_zip_of_nothing_are_told(tmp_path: Path) -> None:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("plan.txt", PLAN)
    pack(tmp_path / "outer.zip", {"inner.zip": inner.getvalue()})
    (tmp_path / "cut.zip").write_bytes(b"PK\x03\x04 and no more")
    summary = ingest([tmp_path], tmp_path / "plans.db", shipped_codebook())
    assert {(one.file, one.state) for one in summary.outcomes} == {("outer.zip", "quarantined"), ("cut.zip", "quarantined")}


def test_papers_of_a_pack_are_tried_again_and_not_read_at_every_look(tmp_path: Path) -> None:
    folder, database = tmp_path / "in", tmp_path / "plans.db"
    folder.mkdir()
    pack(folder / "agenda.zip", {"a.txt": PLAN, "b.pdf": b"%PDF-1.7\njunk"})
    watch = Watch([folder], database, shipped_codebook(), Work(workers=1))
    looks = [watch.look() for _ in range(3)]
    assert [look is not None for look in looks] == [False, True, False]
    tried = retry(database, shipped_codebook(), work=Work(workers=1), everything=True)
    assert [(one.file, one.state, one.stands) for one in tried.outcomes] == [("agenda.zip/b.pdf", "quarantined", False)]


def test_a_pack_that_was_met_half_written_is_opened_when_it_is_whole(tmp_path: Path) -> None:
    """It is no longer a file that cannot be read, but the papers in it; retry finds them, too."""
    folder, whole = (
        tmp_path / "in",
        pack(tmp_path / "whole.zip", {"a.txt": PLAN, "b.txt": b"Minutes of a meeting. " * 40}).read_bytes(),
    )
    folder.mkdir()
    for database, again in ((tmp_path / "one.db", False), (tmp_path / "two.db", True)):
        (folder / "agenda.zip").write_bytes(whole[:-30])
        ingest([folder], database, shipped_codebook(), work=Work(workers=1))
        assert [(one.file, one.state) for one in status(database).entries] == [("agenda.zip", "quarantined")]
        (folder / "agenda.zip").write_bytes(whole)
        if again:
            retry(database, shipped_codebook(), work=Work(workers=1), everything=True)
        summary = ingest([folder], database, shipped_codebook(), work=Work(workers=1))
        assert summary.exit_code == 0
        assert {one.file: one.state for one in status(database).entries} == {
            "agenda.zip": "gone", "agenda.zip/a.txt": "read", "agenda.zip/b.txt": "read",
        }  # fmt: skip


def test_a_paper_whose_place_a_folder_has_taken_is_gone(tmp_path: Path) -> None:
    folder, database = tmp_path / "in", tmp_path / "plans.db"
    folder.mkdir()
    (folder / "plan.txt").write_bytes(PLAN)
    (folder / "other.txt").write_bytes(b"Minutes of a meeting. " * 40)
    ingest([folder], database, shipped_codebook(), work=Work(workers=1))
    (folder / "plan.txt").unlink()
    (folder / "plan.txt").mkdir()
    ingest([folder], database, shipped_codebook(), work=Work(workers=1))
    assert {one.file: one.state for one in status(database).entries} == {"other.txt": "read", "plan.txt": "gone"}


def test_no_pack_is_opened_in_the_process_of_the_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What brings down the process that opens it costs that pack alone: here one that takes more memory than it may."""
    good = pack(tmp_path / "good.zip", {"plan.txt": PLAN})
    many = pack(tmp_path / "many.zip", {f"{number:0200d}.txt": b"" for number in range(1_900)})
    huge = pack(tmp_path / "huge.zip", {"plan.txt": os.urandom(90_000_000)})
    monkeypatch.setattr("extractor.batch.packs.MEMORY", 90_000_000)
    monkeypatch.setattr("extractor.batch.packs._OPENER", _Opener())
    monkeypatch.setattr("zipfile.ZipFile", None)
    assert len(papers_in(many, ENDINGS)[0]) == 1_900
    with pytest.raises(PaperError, match="more than any paper"):
        read_member(huge, "plan.txt", 256_000_000)
    assert read_member(good, "plan.txt", 256_000_000) == PLAN


def test_a_pack_that_is_never_done_with_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    good = pack(tmp_path / "good.zip", {"plan.txt": PLAN})
    pipe = tmp_path / "pipe.zip"
    os.mkfifo(pipe)
    monkeypatch.setattr("extractor.batch.packs._OPENER", _Opener())
    with monkeypatch.context() as hurried:
        hurried.setattr("extractor.batch.packs.SECONDS", 0.5)
        with pytest.raises(PaperError):
            read_member(pipe, "plan.txt", 1_000_000)
    assert read_member(good, "plan.txt", 256_000_000) == PLAN
