"""Words of a paper never become mark-up on the pages of areas, plans, frameworks and measures."""

from __future__ import annotations

import asyncio
import shutil
import sqlite3
from pathlib import Path

from site_reader import Page

from extractor.serve import site_over

EVIL = "</text></svg><script>alert(1)</script>\"'><img src=x onerror=alert(1)>&amp;"


def test_words_of_a_paper_are_never_mark_up(demo: tuple[Path, object], tmp_path: Path) -> None:
    path = Path(shutil.copy(demo[0], tmp_path / "plans.db"))
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE priorities SET title = ? || title, detail = ?, owner = ?, label = ?", [EVIL] * 4)
        connection.execute("UPDATE plans SET title = ?, partnership = ?, vision = ?", [EVIL] * 3)
        connection.execute("UPDATE papers SET title = ?", [EVIL])
        connection.execute("UPDATE measures SET objective = ?, baseline = ?, target = ?, timescale = ?", [EVIL] * 4)
        connection.execute("UPDATE actions SET text = ?, commentary = ?, heading = ?", [EVIL] * 3)
        connection.execute("UPDATE citations SET title = ?, text = ?, flag = ?", [EVIL] * 3)
        connection.execute("UPDATE links SET rule = ?", [EVIL])
        connection.execute("UPDATE mentions SET quote = ?", [EVIL])
        connection.execute("UPDATE area_groups SET name = ?", [EVIL])
        finding = connection.execute("SELECT after_finding FROM links WHERE status = 'merged'").fetchone()[0]
        plans = [one[0] for one in connection.execute("SELECT id FROM plans ORDER BY id")]
    site = site_over(path)
    addresses = ["/area/Stockton-on-Tees", "/area/Charnwood", "/compare", "/measures", "/national", "/national?for=PSA+23"]
    addresses += ["/national?for=PSA+1", f"/evidence/{finding}", *(f"/plan/{plan}" for plan in plans)]
    for address in addresses:
        answer = asyncio.run(site.client.get(address))
        assert answer.status_code == 200, address
        assert "<script" not in answer.text and "<img src=x" not in answer.text and "&lt;" in answer.text, address
        assert Page(answer.text).faults == [], address
