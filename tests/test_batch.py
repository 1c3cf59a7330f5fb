"""Many papers into one database: read once, each kept or named with its reason, and nothing bad in one harms the rest."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from whole import CORPUS, Ran

from extractor.assets import asset
from extractor.batch import Summary, ingest, read_manifest
from extractor.flow import shipped_codebook
from extractor.model import ManifestRow

Run = Callable[..., Ran]
GOOD = ("hartlepool-2019-20-web-page.html", "redcar-and-cleveland-2017-20-leaflet.txt", "hartlepool-2008-11-strategy.pdf")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with three papers and a subfolder."""
    papers = tmp_path / "papers"
    (papers / "older").mkdir(parents=True)
    for name in GOOD[:2]:
        shutil.copy(CORPUS / "papers" / name, papers)
    shutil.copy(CORPUS / "papers" / GOOD[2], papers / "older")
    return papers


LEDGER = "SELECT path, file, state, sha256, reason, note, same_as, holds, deaths FROM ledger"


def rows(database: Path, *queries: str) -> dict[str, list[Any]]:
    """All rows of the database but the notes of runs and when a file was tried; or what each query gives."""
    with sqlite3.connect(database) as connection:
        if not queries:
            tables = connection.execute(
                "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT IN ('runs', 'run_papers', 'ledger') ORDER BY name"
            )
            queries = (*(f"SELECT * FROM [{name}]" for (name,) in tables.fetchall()), LEDGER)
        return {query: sorted(connection.execute(query).fetchall(), key=repr) for query in queries}


def test_the_whole_corpus_is_read(demo: tuple[Path, Summary]) -> None:
    path, summary = demo
    papers = list((CORPUS / "papers").iterdir())
    assert (summary.count("read"), summary.exit_code, summary.unmatched) == (len(papers), 0, ())
    (held,) = rows(path, "SELECT count(*) FROM papers").values()
    assert held == [(len(papers),)]


def test_a_second_run_changes_nothing(run: Run, folder: Path, tmp_path: Path) -> None:
    database = tmp_path / "plans.db"
    first = run("ingest", folder, "--database", database)
    before = rows(database)
    second = run("ingest", folder, "--database", database)
    assert (first.code, second.code) == (0, 0)
    assert first.out.splitlines()[0].startswith("read             3   3 plans")
    assert second.out.splitlines()[:3] == ["read             0   0 plans, 0 priorities", "unchanged        3", "quarantined      0"]
    assert rows(database) == before


def test_a_fresh_database_holds_the_same_rows(folder: Path, tmp_path: Path) -> None:
    for name in ("one.db", "two.db"):
        ingest([folder], tmp_path / name, shipped_codebook())
    assert rows(tmp_path / "one.db") == rows(tmp_path / "two.db")


def test_the_same_paper_under_two_names_is_stored_once(run: Run, folder: Path, tmp_path: Path) -> None:
    shutil.copy(folder / GOOD[1], folder / "a copy.txt")
    database = tmp_path / "plans.db"
    ran = run("ingest", folder, "--database", database)
    assert ran.code == 0
    assert f"{GOOD[1]}: the same file as a copy.txt" in ran.out
    (held,) = rows(database, "SELECT count(*) FROM papers").values()
    assert held == [(3,)]


def test_a_bad_paper_is_named_and_the_rest_is_read(run: Run, folder: Path, tmp_path: Path) -> None:
    (folder / "a damaged.pdf").write_bytes(b"%PDF-1.7\n" + b"junk " * 99)
    (folder / "empty.docx").write_bytes(b"")
    (folder / "picture.png").write_bytes(b"left out by its ending")
    database = tmp_path / "plans.db"
    ran = run("ingest", folder, tmp_path / "missing", "--database", database)
    assert ran.code == 3
    assert ran.err == ""
    told = ran.out.splitlines()
    assert told[0].startswith("read             3")
    assert told[2:4] == ["quarantined      3", "left out         1   files that are no papers by their ending"]
    assert f"  quarantined  {tmp_path / 'missing'}: unreadable file: does not exist: check the path" in told
    assert "  quarantined  empty.docx: no text: the file is empty: fetch the paper again" in told
    kept = rows(database, "SELECT file FROM failures", "SELECT count(*) FROM papers")
    assert list(kept.values()) == [[("a damaged.pdf",), ("empty.docx",)], [(3,)]]

    shutil.copy(CORPUS / "papers" / "charnwood-2005-08-strategy.pdf", folder / "a damaged.pdf")
    run("ingest", folder, "--database", database)
    kept = rows(database, "SELECT file FROM failures", "SELECT count(*) FROM papers")
    assert list(kept.values()) == [[("empty.docx",)], [(4,)]]


def test_a_fault_of_the_program_costs_one_paper(run: Run, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    module = import_module("extractor.write.store")
    honest = module._insert

    def broken(database: Any, tables: dict[str, list[dict[str, Any]]]) -> None:
        if tables["papers"][0]["file"].endswith(".txt"):
            raise KeyError("nobody thought of this")
        honest(database, tables)

    monkeypatch.setattr(module, "_insert", broken)
    ran = run("ingest", folder, "--database", tmp_path / "plans.db")
    assert ran.code == 3
    assert ran.out.startswith("read             2")
    assert f"{GOOD[1]}: a fault in the program (KeyError): please report it with this paper" in ran.out


def test_no_line_says_a_thing_twice(run: Run, tmp_path: Path) -> None:
    folder, database = tmp_path / "in", tmp_path / "plans.db"
    folder.mkdir()
    (folder / "damaged.pdf").write_bytes(b"%PDF-1.7\n" + b"junk " * 99)
    told = run("ingest", folder, "--database", database).out
    assert "  quarantined  damaged.pdf: is damaged and cannot be opened as a PDF: ask for a fresh copy" in told.splitlines()
    told = run("status", database).out
    assert f"  quarantined  {folder / 'damaged.pdf'}: is damaged and cannot be opened as a PDF: ask for a fresh copy" in told


def test_links_to_folders_are_not_followed(folder: Path, tmp_path: Path) -> None:
    (folder / "round").symlink_to(folder, target_is_directory=True)
    assert len(ingest([folder], tmp_path / "plans.db", shipped_codebook()).outcomes) == 3


def test_a_link_out_of_the_folder_is_named_and_not_opened(run: Run, folder: Path, tmp_path: Path) -> None:
    outside = tmp_path / "secret.txt"
    outside.write_text("Words of the machine that nobody gave to be read.", encoding="utf-8")
    link, inside = folder / "link.pdf", folder / "inside.txt"
    link.symlink_to(outside)
    inside.symlink_to(folder / GOOD[0])
    database = tmp_path / "plans.db"
    ran = run("ingest", folder, "--database", database)
    assert ran.code == 3
    assert "  quarantined  link.pdf: unreadable file: is a link that leads out of its folder: put the paper itself there" in ran.out
    query = "SELECT state FROM ledger WHERE path = ?"
    with sqlite3.connect(database) as held:
        states = [held.execute(query, [str(path)]).fetchone()[0] for path in (link, inside)]
        assert (states[0], {states[1], "duplicate", "read"}) == ("quarantined", {"duplicate", "read"})
        assert held.execute("SELECT count(*) FROM papers").fetchone() == (3,)
    assert run("retry", "--all", database).code == 0
    with sqlite3.connect(database) as held:
        assert held.execute(query, [str(link)]).fetchone() == ("quarantined",)
    assert run("ingest", link, "--database", database).code == 0, "named outright, it is followed"


def test_a_folder_at_too_long_a_path_is_named(folder: Path, tmp_path: Path) -> None:
    here = Path.cwd()
    os.chdir(folder)
    try:
        for _ in range(24):  # step by step: no call could name the whole path
            Path("d" * 200).mkdir()
            os.chdir("d" * 200)
    finally:
        os.chdir(here)
    summary = ingest([folder], tmp_path / "plans.db", shipped_codebook())
    (failure,) = [one for one in summary.outcomes if one.state == "quarantined"]
    assert "File name too long" in failure.note


# --- the manifest ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_manifest_as_a_spreadsheet_saves_it_is_read(separator: str, tmp_path: Path) -> None:
    path = tmp_path / "manifest.csv"
    path.write_text("File,area\nplan.pdf,Hartlepool\n".replace(",", separator), encoding="utf-8-sig")
    assert read_manifest(path) == {"plan.pdf": ManifestRow("plan.pdf", "Hartlepool")}


def test_a_list_that_is_no_csv_is_told(run: Run, folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(b"area,period,file\n" + b'"' + b"x" * 200_000 + b'",2011-14,a.pdf\n')
    for option, what in (("--manifest", "manifest"), ("--expected", "list of expected plans")):
        ran = run("ingest", folder, "--database", tmp_path / "plans.db", option, path)
        assert ran.code == 2 and ran.err.startswith(f"extractor: {what} {path}, line 1: cannot be read as CSV"), ran.err


def test_a_misspelt_area_in_the_manifest_is_told(run: Run, folder: Path, tmp_path: Path) -> None:
    manifest = tmp_path / "manifest.csv"
    manifest.write_text("file,area\na.pdf,Hartpol\nb.pdf,Hartpol\nc.pdf,Hartlepool\n", encoding="utf-8")
    ran = run("ingest", folder, "--database", tmp_path / "plans.db", "--manifest", manifest)
    (line,) = [line for line in ran.err.splitlines() if "no one area" in line]
    assert "no one area is called 'Hartpol' (a.pdf and 1 more)" in line


def test_the_manifest_is_kept_beside_what_the_paper_says(run: Run, folder: Path, tmp_path: Path) -> None:
    manifest = tmp_path / "manifest.csv"
    row = f"{GOOD[1]},Redcar and Cleveland,Our Partnership,2017-2020,the archive,7"
    manifest.write_text(f"file,area,partnership,period,source,shelf\n{row}\nnobody.pdf,,,,,\n", encoding="utf-8-sig")
    database = tmp_path / "plans.db"
    ran = run("ingest", folder, "--database", database, "--manifest", manifest)
    assert ran.code == 0
    assert "  manifest     nobody.pdf: no such file among the papers" in ran.out
    query = f"SELECT manifest_area, manifest_partnership, manifest_period, manifest_source FROM papers WHERE file = '{GOOD[1]}'"
    said = rows(database, query)[query]
    assert said == [("Redcar and Cleveland", "Our Partnership", "2017-2020", "the archive")]
    again = run("ingest", folder, "--database", database, "--manifest", manifest)
    assert (again.code, again.out.splitlines()[1]) == (0, "unchanged        3"), "nothing is read twice for having a row"
    rules = shutil.copytree(asset("rules"), tmp_path / "rules")
    with (rules / "catalogues" / "agencies.csv").open("a", encoding="utf-8") as file:
        file.write("\n")
    anew = run("ingest", folder, "--database", database, "--rules", rules)
    assert anew.out.startswith("read             3")
    assert rows(database, query)[query] == said, "and what was said holds where no manifest is given"
    manifest.write_text(f"file,area\n{GOOD[1]},Hartlepool\n", encoding="utf-8")
    changed = run("ingest", folder, "--database", database, "--manifest", manifest, "--rules", rules)
    assert (changed.out.startswith("read             1 "), changed.out.splitlines()[1]) == (True, "unchanged        2")
    assert rows(database, query)[query] == [("Hartlepool", None, None, None)]


def test_files_of_one_name_in_two_folders_have_rows_of_their_own(run: Run, tmp_path: Path) -> None:
    for area, title in (("stockton", "Stockton-on-Tees"), ("hartlepool", "Hartlepool")):
        (tmp_path / area).mkdir()
        (tmp_path / area / "plan.txt").write_text(f"Community Safety Plan\n\nA paper of {title}.\n", encoding="utf-8")
    manifest = tmp_path / "manifest.csv"
    manifest.write_text("file,source\nstockton/plan.txt,from Stockton\nhartlepool\\plan.txt,from Hartlepool\n", encoding="utf-8")
    database = tmp_path / "plans.db"
    ran = run("ingest", tmp_path / "stockton", tmp_path / "hartlepool", "--database", database, "--manifest", manifest)
    assert (ran.code, "no such file" in ran.out) == (0, False)
    (sources,) = rows(database, "SELECT manifest_source FROM papers").values()
    assert sources == [("from Hartlepool",), ("from Stockton",)]


def test_one_paper_under_two_names_takes_the_row_of_either(run: Run, folder: Path, tmp_path: Path) -> None:
    shutil.copy(folder / GOOD[1], folder / "a-copy-without-a-row.txt")
    manifest = tmp_path / "manifest.csv"
    others = "".join(f"other-{number}.pdf,nobody\n" for number in range(100))
    manifest.write_text(f"file,source\n{GOOD[1]},the archive\n{others}", encoding="utf-8")
    database = tmp_path / "plans.db"
    for _ in range(2):
        ran = run("ingest", folder, "--database", database, "--manifest", manifest)
        (sources,) = rows(database, "SELECT manifest_source FROM papers ORDER BY manifest_source").values()
        assert sorted(sources, key=str) == [("the archive",), (None,), (None,)]
    assert ran.out.startswith("read             0")
    assert ran.out.count("no such file among the papers") == 20
    assert "  manifest     and 80 more lines name no such file" in ran.out


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (None, "cannot be opened"),
        (b"", "has no column 'file'"),
        (b"name,area\nplan.pdf,Anyborough\n", "its first line must name the columns file, area"),
        (b"file,area\n,Anyborough\n", "line 2: the column 'file' is empty"),
        (b"file,area\na.pdf,X\na.pdf,Y\n", "line 3: a.pdf stands twice"),
        (b"file,area\na.pdf,Caf\xe9\n", "is not UTF-8: save it as 'CSV UTF-8'"),
        (b'file,area\na.pdf,"' + b"x" * 200_000, "cannot be read as CSV"),
    ],
)
def test_a_manifest_that_cannot_be_used_stops_the_run(
    content: bytes | None, told: str, run: Run, folder: Path, tmp_path: Path
) -> None:
    manifest = tmp_path / "manifest.csv"
    if content is not None:
        manifest.write_bytes(content)
    ran = run("ingest", folder, "--database", tmp_path / "plans.db", "--manifest", manifest)
    assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)
    assert f"manifest {manifest}" in ran.err and told in ran.err
    assert not (tmp_path / "plans.db").exists()


# --- the database ------------------------------------------------------------------------------------------------------------


def test_a_database_that_is_not_ours_is_left_as_it_is(run: Run, folder: Path, tmp_path: Path) -> None:
    foreign, text = tmp_path / "accounts.db", tmp_path / "notes.db"
    with sqlite3.connect(foreign) as connection:
        connection.execute("CREATE TABLE invoices (number)")
    connection.close()
    text.write_text("these are notes, and no database", encoding="utf-8")
    for path in (foreign, text):
        before = path.read_bytes()
        for arguments in (("ingest", folder, "--database", path), ("serve", path)):
            ran = run(*arguments)
            assert ran.code == 4
            assert "left as it is" in ran.err.splitlines()[-1]
        assert path.read_bytes() == before


def test_a_folder_that_is_not_there_is_no_place_for_a_database(run: Run, folder: Path, tmp_path: Path) -> None:
    ran = run("ingest", folder, "--database", tmp_path / "nowhere" / "plans.db")
    assert (ran.code, ran.err.count("\n")) == (5, 1)
    assert "does not exist: make it first" in ran.err


def test_nothing_to_read_is_said(run: Run, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    ran = run("ingest", tmp_path / "empty", "--database", tmp_path / "plans.db")
    assert (ran.code, ran.err.count("\n")) == (2, 1)
    assert "no papers in" in ran.err
    assert not (tmp_path / "plans.db").exists()
