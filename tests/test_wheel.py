"""The wheel, built and run from elsewhere: everything the program needs is inside, and nothing of this checkout is needed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest
from whole import CORPUS, ROOT

PAPER = CORPUS / "papers" / "four-boroughs-2011-14-board-report.pdf"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built without the network, by the build tool that is installed here."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)],
        check=True,
        capture_output=True,
    )
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bin folder of a fresh environment with the wheel in it; what the program depends on is borrowed from here."""
    folder = tmp_path_factory.mktemp("clean") / "environment"
    venv.create(folder, with_pip=False, symlinks=True)
    bin_folder = folder / ("Scripts" if sys.platform == "win32" else "bin")
    python = bin_folder / Path(sys.executable).name
    subprocess.run(
        [sys.executable, "-m", "pip", "--python", str(python), "install", "--quiet", "--no-deps", "--no-index", str(wheel)],
        check=True,
        capture_output=True,
    )
    asked = [str(python), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"]
    site = Path(subprocess.run(asked, check=True, capture_output=True, text=True).stdout.strip())
    (site / "borrowed.pth").write_text(
        sysconfig.get_path("purelib") + "\n" + sysconfig.get_path("platlib") + "\n", encoding="utf-8"
    )
    return bin_folder


def _run(installed: Path, folder: Path, *command: str) -> str:
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}  # it would lead back to a checkout
    line = [str(installed / command[0]), *command[1:]]
    done = subprocess.run(line, cwd=folder, capture_output=True, encoding="utf-8", env=environment, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_everything_the_program_reads_is_inside(wheel: Path) -> None:
    held = set(zipfile.ZipFile(wheel).namelist())
    wanted = {"extractor/extract.schema.json", "extractor/py.typed"}
    for folder in ("rules", "db"):
        files = [path for path in (ROOT / folder).rglob("*") if path.is_file() and path.suffix != ".pyc"]
        wanted |= {f"extractor/{path.relative_to(ROOT).as_posix()}" for path in files}
    wanted |= {path.relative_to(ROOT).as_posix() for path in (ROOT / "extractor").rglob("*.py")}
    assert wanted - held == set()
    assert {name.split("/")[1] for name in wanted if name.startswith("extractor/db/")} == {"db"}
    assert {name.split("/")[2] for name in held if name.startswith("extractor/db/")} >= {
        "templates",
        "static",
        "plugins",
        "metadata.yaml",
        "schema.sql",
    }


def test_nothing_else_is_inside(wheel: Path) -> None:
    tops = {name.split("/")[0] for name in zipfile.ZipFile(wheel).namelist()}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"extractor"}


def test_it_runs_from_elsewhere(installed: Path, tmp_path: Path) -> None:
    where = _run(installed, tmp_path, "python", "-c", "import extractor; print(extractor.__file__)")
    assert Path(where.strip()).is_relative_to(installed.parent)
    assert "keep to their examples" in _run(installed, tmp_path, "extractor", "check")
    schema = json.loads(_run(installed, tmp_path, "extractor", "extract", "--schema"))
    assert schema["title"] == "What one paper says"
    found = json.loads(_run(installed, tmp_path, "extractor", "extract", str(PAPER)))
    named = {plan["areas"][0]["name"] for plan in found["plans"]}
    assert named == {"Stockton-on-Tees", "Hartlepool", "Middlesbrough", "Redcar and Cleveland"}


def test_its_site_opens_from_elsewhere(installed: Path, tmp_path: Path) -> None:
    _run(installed, tmp_path, "extractor", "ingest", str(PAPER), "--database", "plans.db")
    code = """
import asyncio, pathlib
from extractor.serve import site_over
site = site_over(pathlib.Path("plans.db"))
for address in ("/", "/compare", "/plans", "/static/site.css"):
    print(asyncio.run(site.client.get(address, follow_redirects=True)).status_code)
"""
    assert _run(installed, tmp_path, "python", "-c", code).split() == ["200"] * 4
