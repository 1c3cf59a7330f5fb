from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlite_utils import Database

from extractor.write import open_database
from write.factories import THEMES


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = open_database(tmp_path / "plans.db", THEMES)
    yield opened
    opened.close()
