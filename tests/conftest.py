"""What the tests of the whole share: the sample corpus read once, and the command line as a user meets it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from whole import CORPUS, Ran

from extractor.batch import Summary, ingest, read_manifest
from extractor.cli import main
from extractor.flow import extract, shipped_codebook
from extractor.model import Extract


@pytest.fixture
def run(capsysbinary: pytest.CaptureFixture[bytes]) -> Callable[..., Ran]:
    """Runs ``extractor`` with these arguments in this process. A traceback would come out as the test's own error."""

    def ask(*arguments: object) -> Ran:
        code: object = 0
        try:
            main([str(argument) for argument in arguments], prog_name="extractor")
        except SystemExit as end:
            code = end.code or 0
        written = capsysbinary.readouterr()
        assert isinstance(code, int)
        return Ran(code, written.out.decode("utf-8"), written.err.decode("utf-8"))

    return ask


@pytest.fixture(scope="session")
def readings() -> dict[str, Extract]:
    """Every paper of the corpus, read: file name -> findings."""
    return {path.name: extract(path) for path in sorted((CORPUS / "papers").iterdir())}


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Summary]:
    """The database that ``make demo`` serves, and how its making ended."""
    path = tmp_path_factory.mktemp("demo") / "plans.db"
    return path, ingest([CORPUS / "papers"], path, shipped_codebook(), read_manifest(CORPUS / "manifest.csv"))
