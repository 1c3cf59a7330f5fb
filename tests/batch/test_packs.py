"""Zipped agenda packs: the papers inside are papers of their own; what would burst or lead astray is refused."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from sqlite_utils import Database
from whole import CORPUS

from extractor.batch import Watch, Work, ingest, retry
from extractor.batch.finding import ENDINGS, find_papers
from extractor.batch.packs import inside, papers_in, read_member, shown_name
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
    assert [one.reason for one in find_papers([tmp_path]).failures] == [Reason.TOO_LARGE]
    with pytest.raises(PaperError, match="more than any agenda pack"):
        papers_in(many, ENDINGS)


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
