"""Agenda papers as a committee publishes them: what the program says of two papers, held against a measure of its own here."""

from __future__ import annotations

import re
import sqlite3
import subprocess
import unicodedata
from collections import Counter
from contextlib import closing
from itertools import combinations
from pathlib import Path

from observed import SHARED, command, environment

FOLDER = SHARED / "real" / "committee"
_RUN = 8
"""Words of a run: two papers that share many say the same."""
_SHARED, _FEWEST = 0.5, 40
"""Share of the shorter paper's runs from which two papers ought to be told of, and runs below which a paper is too short to say."""
_RELATED = "SELECT file, relation, other_file, pages, round(score, 2) FROM related_papers"


def committee(work: Path) -> Counter[str]:
    """Reads the papers of the folder, and shows each pair that the program or the measure takes for related."""
    told: Counter[str] = Counter()
    if not FOLDER.is_dir():
        return Counter({f"left out: {FOLDER} is not here": 1})
    database = work / "plans.db"
    arguments = command("ingest", FOLDER, "--database", database, "--timeout", 300)
    subprocess.run(arguments, capture_output=True, check=False, env=environment())
    with closing(sqlite3.connect(database)) as connection:
        told.update(f"ledger: {state}" for (state,) in connection.execute("SELECT state FROM ledger"))
        said = connection.execute(_RELATED).fetchall()
    runs = {path.name: _runs(path) for path in sorted(FOLDER.iterdir())}
    told["papers"] = len(runs)
    for file, relation, other, pages, score in said:
        told[f"told: {relation}"] += 1
        print(f"  {file}\n    {relation} {other} (pages {pages}, score {score}; measured here {_shares(runs, file, other)})")
    named = {frozenset((file, other)) for file, _, other, _, _ in said}
    for one, other in combinations(runs, 2):
        fewest = min(len(runs[one]), len(runs[other]))
        shared = len(runs[one] & runs[other]) / max(1, fewest)
        if shared >= _SHARED / 2 and fewest >= _FEWEST and frozenset((one, other)) not in named:
            told["FAULT: not told" if shared >= _SHARED else "less than half shared, and not told"] += 1
            print(f"  not told: {one}\n            {other} (measured here {_shares(runs, one, other)})")
    for file, relation, other, _, _ in said:
        if len(runs[file] & runs[other]) < 0.4 * min(len(runs[file]), len(runs[other])):
            told["FAULT: told, and little is shared"] += 1
            print(f"  little is shared: {file} {relation} {other}")
    return told


def _runs(path: Path) -> set[str]:
    """Every run of words in a PDF, by PDFium alone."""
    import pypdfium2

    with closing(pypdfium2.PdfDocument(path)) as document:
        text = " ".join(page.get_textpage().get_text_range() for page in document)
    words = re.findall(r"[^\W_]+", unicodedata.normalize("NFKC", text).casefold())
    return {" ".join(words[at : at + _RUN]) for at in range(len(words) - _RUN + 1)}


def _shares(runs: dict[str, set[str]], one: str, other: str) -> str:
    """How much of each stands in the other."""
    both, mine, others = len(runs[one] & runs[other]), len(runs[one]), len(runs[other])
    return f"{both / max(1, mine):.0%} of {mine} and {both / max(1, others):.0%} of {others} runs"
