"""Names that the tests of the whole share."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
CORPUS = ROOT / "corpus"


@dataclass(frozen=True)
class Ran:
    """What a command ended with, and what it wrote."""

    code: int
    out: str
    err: str


def needs(*programs: str) -> None:
    """Skips a test whose programs are not on this machine. Where every check is run (CI), they have to be."""
    missing = [name for name in programs if shutil.which(name) is None]
    if missing and os.environ.get("CI"):
        pytest.fail(f"not installed: {', '.join(missing)} (.ci/run installs them)")
    if missing:
        pytest.skip(f"not installed: {', '.join(missing)}")
