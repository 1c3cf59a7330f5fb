"""Names that the tests of the whole share."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
CORPUS = ROOT / "corpus"


@dataclass(frozen=True)
class Ran:
    """What a command ended with, and what it wrote."""

    code: int
    out: str
    err: str
