import sqlite3
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from write import factories as made

from extractor.write import open_database, store


@pytest.fixture(scope="session")
def held(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    """Four boroughs for 2011-14 in one paper, three of them with a plan for 2008-11, and one more borough in Word."""
    database = open_database(tmp_path_factory.mktemp("report") / "plans.db", made.THEMES)
    for paper in [made.four_boroughs(), *(made.earlier_plan(area) for area in made.BOROUGHS[:3]), made.word_paper()]:
        store(database, paper, b"bytes")
    yield database.conn
    database.close()
