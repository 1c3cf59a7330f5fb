"""The same paper and rules give the same bytes on every machine."""

from __future__ import annotations

import os
import subprocess
import sys

from whole import CORPUS

PAPERS = [
    CORPUS / "papers" / name
    for name in (
        "four-boroughs-2011-14-board-report.pdf",
        "national-plan-2008-11-local-commentary.docx",
        "hartlepool-2019-20-web-page.html",
    )
]


def _bytes(**setting: str) -> bytes:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG", "PYTHON", "TZ"))}
    done = subprocess.run(
        [sys.executable, "-m", "extractor.cli", "extract", *map(str, PAPERS)],
        env={**kept, **setting},
        capture_output=True,
        check=True,
    )
    return done.stdout


def test_hash_seed_locale_and_time_zone_change_nothing() -> None:
    one = _bytes(PYTHONHASHSEED="1", LC_ALL="C", TZ="UTC", PYTHONUTF8="0", PYTHONIOENCODING="ascii")
    other = _bytes(PYTHONHASHSEED="4711", LC_ALL="C.UTF-8", TZ="Pacific/Auckland", PYTHONIOENCODING="utf-16")
    assert len(one.splitlines()) == len(PAPERS)
    assert one == other
    assert "–" in one.decode("utf-8")
