"""A folder of small papers, quickly read, of which one cannot be."""

from __future__ import annotations

import shutil
from pathlib import Path

from observed import ROOT

CORPUS = ROOT / "corpus" / "papers"
_TEXT = "Community Safety Plan {0}-{1}\n\n{2}\n\nOur priorities are:\n- Burglary\n- Violent crime in {2}\n- Drugs (PSA 25)\n"
_TOWNS = ("Hartlepool", "Middlesbrough", "Stockton-on-Tees", "Charnwood", "Burnley", "Dorset")


def small_papers(folder: Path, count: int) -> Path:
    """Makes a folder with ``count`` short texts, three Word papers of the corpus and a damaged PDF: a run ends with 3."""
    folder.mkdir()
    for number in range(count):
        year = 1990 + number % 25
        (folder / f"plan {number}.txt").write_text(_TEXT.format(year, year + 3, _TOWNS[number % len(_TOWNS)]), encoding="utf-8")
    for paper in sorted(CORPUS.glob("*.docx"))[:3]:
        shutil.copy(paper, folder)
    (folder / "damaged.pdf").write_bytes(b"%PDF-1.7\n" + b"junk " * 99)
    return folder
