import asyncio
import re
import signal
import socket
import sqlite3
import subprocess
import sys
from pathlib import Path
from urllib.request import urlopen

import pytest
import yaml
from write import factories as made

from extractor.assets import asset
from extractor.errors import DatabaseError, ServeError
from extractor.serve import serve, site_over
from extractor.write import open_database, store


def test_a_port_in_use_is_told_in_one_line(plans: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(ServeError, match=f"^port {port} is in use: choose another with --port$"):
            serve(plans, "127.0.0.1", port)


def test_the_site_answers_at_the_address_it_tells_until_it_is_interrupted(plans: Path) -> None:
    script = "import pathlib, sys; from extractor.serve import serve; serve(pathlib.Path(sys.argv[1]), '127.0.0.1', 0, ready=print)"
    with subprocess.Popen([sys.executable, "-u", "-c", script, str(plans)], stdout=subprocess.PIPE, text=True) as running:
        assert running.stdout is not None
        with urlopen(running.stdout.readline().strip(), timeout=20) as response:
            assert "side by side" in response.read().decode()
        running.send_signal(signal.SIGINT)
        assert running.wait(10) == 0


def test_a_missing_database_names_the_command_that_makes_one(tmp_path: Path) -> None:
    with pytest.raises(DatabaseError, match="extractor ingest"):
        serve(tmp_path / "plans.db", "127.0.0.1", 0)


def test_a_file_that_is_not_ours_is_refused(tmp_path: Path) -> None:
    (tmp_path / "notes.db").write_text("words")
    with pytest.raises(DatabaseError, match="not a database"):
        serve(tmp_path / "notes.db", "127.0.0.1", 0)


@pytest.mark.parametrize(("host", "port"), [("127.0.0.1", 99999), ("no such host", 8001), ("203.0.113.7", 8001)])
def test_an_address_that_cannot_be_served_on_is_told(plans: Path, host: str, port: int) -> None:
    with pytest.raises(ServeError, match="--port"):
        serve(plans, host, port)


def test_every_table_view_and_column_is_described(tmp_path: Path) -> None:
    database = open_database(tmp_path / "plans.db")
    described = yaml.safe_load((asset("db") / "metadata.yaml").read_text("utf-8"))["databases"]["plans"]["tables"]
    held = [name for name in [*database.table_names(), *database.view_names()] if "_fts" not in name]
    assert sorted(described) == sorted(held)
    for name in held:
        columns = [row[1] for row in database.execute(f"PRAGMA table_info([{name}])").fetchall()]
        assert list(described[name]["columns"]) == columns, name
        assert described[name]["title"] and described[name]["description"].endswith(".")
        assert all(described[name]["columns"].values())


def test_templates_only_use_the_styles_that_exist() -> None:
    """A class that no style sheet knows is a slip of the pen, or dead mark-up."""
    folder = asset("db")
    styles = " ".join(sheet.read_text("utf-8") for sheet in (folder / "static").glob("*.css"))
    known = set(re.findall(r"\.([a-z][a-z-]*)", styles)) | {"explorer", "content"}
    used: set[str] = set()
    for template in (folder / "templates").glob("*.html"):
        for value in re.findall(r'class="([^"{]*)["{]', template.read_text("utf-8")):
            used |= {name for name in value.split() if not name.endswith("-")}
    assert used - known == set()


def test_the_schema_reads_as_sql(tmp_path: Path) -> None:
    connection = sqlite3.connect(tmp_path / "x.db")
    connection.executescript((asset("db") / "schema.sql").read_text("utf-8"))
    connection.executescript((asset("db") / "views.sql").read_text("utf-8"))


def test_a_site_goes_on_to_the_file_that_a_run_puts_in_place(tmp_path: Path) -> None:
    def made_of(path: Path, area: str) -> Path:
        database = open_database(path, made.THEMES)
        store(database, made.earlier_plan(area), b"")
        database.close()
        return path

    site = site_over(made_of(tmp_path / "plans.db", "Alderwick"))

    async def ask() -> list[bool]:
        before = (await site.client.get("/")).text
        made_of(tmp_path / "next.db", "Dunmere").replace(tmp_path / "plans.db")
        answers = await asyncio.gather(*(site.client.get(address) for address in ["/", "/area/Dunmere", "/plans/papers.json"] * 4))
        after = answers[0].text
        return ["Alderwick" in before, "Dunmere" in after, "Alderwick" not in after, *(one.status_code == 200 for one in answers)]

    assert all(asyncio.run(ask()))
