import asyncio
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from write import factories as made

from extractor.serve import site_over
from extractor.write import open_database, record_failure, store


@pytest.fixture(scope="session")
def plans(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database of made-up papers, some of them PDFs whose words stand where their boxes say."""
    path = tmp_path_factory.mktemp("site") / "any name.db"
    database = open_database(path, made.THEMES)
    for paper in [made.four_boroughs(), *(made.earlier_plan(area) for area in made.BOROUGHS[:3]), made.word_paper()]:
        store(database, paper, made.as_pdf(paper) if paper.document.pages else b"a Word file")
    record_failure(database, "broken <b>.pdf", None, "damaged: ask for a new copy")
    database.close()
    return path


@pytest.fixture(scope="session")
def get(plans: Path) -> Callable[..., Any]:
    """Asks the site for an address; gives an httpx response."""
    site = site_over(plans)

    def ask(address: str, **more: Any) -> Any:
        return asyncio.run(site.client.get(address, **more))

    return ask


@pytest.fixture(scope="session")
def ids(plans: Path) -> Callable[..., str]:
    """The first value that a query gives."""
    import sqlite3

    def ask(query: str, *parameters: object) -> str:
        with sqlite3.connect(plans) as connection:
            return str(connection.execute(query, parameters).fetchone()[0])

    return ask
