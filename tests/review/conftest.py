import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from write import factories as made

from extractor.write import open_database, store


@pytest.fixture
def plans(tmp_path: Path) -> Path:
    """A database of three made-up papers, with one priority that the rule is unsure of."""
    path = tmp_path / "plans.db"
    database = open_database(path, made.THEMES)
    for paper in (made.four_boroughs(), made.earlier_plan("Alderwick"), made.word_paper()):
        store(database, paper, b"")
    database.execute("UPDATE priorities SET confidence = 0.7 WHERE title = 'Alcohol misuse'")
    database.execute("UPDATE findings SET confidence = 0.7 WHERE title = 'Alcohol misuse'")
    database.conn.commit()
    database.close()
    return path
