"""``make bench``: measures the program beside what others would use, and writes docs/benchmarks.md wholly by itself.

``python tests/bench/bench.py --short`` measures ratios only, on the sample papers of corpus/, and ends with 1 where one lies far
outside its target. CPU seconds count user and system time of a whole process tree, and ways that are compared take turns: so a
machine that has other work to do changes a figure less than a stopwatch would.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import platform
import re
import shutil
import sys
import tempfile
import time
from datetime import date
from importlib import metadata
from pathlib import Path

import made
import parity
from measured import HERE, ROOT, run, table
from parts import CORPUS, FAULTS, PARTS, SHARED, Bench, timed

PAGE = ROOT / "docs" / "benchmarks.md"
LIBRARIES = ("pdfplumber", "pdfminer.six", "markitdown", "pypdfium2", "spacy", "python-docx", "datasette", "sqlite-utils")
TARGETS = (
    ("whole ingest", "whole ingest of committee papers, of the CPU time of a pdfplumber pass", "<=", 0.1),
    ("tables", "the same of a paper of tables", "<=", 0.125),
    ("pages with the same tables", "pages with the same tables as pdfplumber finds", ">=", 0.99),
    ("ruled tables found", "ruled tables that pdfplumber finds", ">=", 1.0),
    ("cells found", "cells", ">=", 0.99),
    ("words found", "words", ">=", 0.99),
    ("pages read without pdfplumber", "pages that are read without falling back to pdfplumber", ">=", 0.95),
    ("pages", "ten times the pages (1,000 for 100), times the CPU", "<=", 11),
    ("papers", "ten times the papers, times the CPU", "<=", 11),
    ("memory", "MB of the largest process, committee papers and a paper of 1,000 pages", "<=", 250),
    ("two workers", "two workers, times as fast as one by the clock", ">=", 1.8),
    ("two workers, without the start", "the same, without the start of a run on both sides", ">=", 1.8),
    ("again", "seconds for 10,000 unchanged papers", "<=", 10),
    ("other rules", "papers read before with other rules, times faster than reading", ">=", 5),
    ("other rules, without the start", "the same, without the start of a run on both sides", ">=", 5),
    ("ten times the rules", "ten times the rules, times the tagging", "<=", 2),
    ("load", "load, times a one-transaction executemany into the same tables", "<=", 2),
    ("load, bare tables", "load, times a one-transaction executemany into tables without indexes and search", "<=", 2),
    ("Word", "Word papers, times faster than the python-docx idiom", ">=", 4),
    ("Word, ten times the rows", "ten times the rows of a Word table, times the CPU", "<=", 11),
    (".doc in batches", "eight .doc papers together, of the time one by one", "<=", 0.35),
    ("help", "seconds for `--help`", "<=", 0.3),
)  # fmt: skip
"""(figure, what it is, how it is compared, target)"""


def targets(figures: dict[str, float]) -> str:
    """All targets with what was measured, then why those that were missed were (see targets.md)."""
    said = dict(line.removeprefix("- ").split(": ", 1) for line in (HERE / "targets.md").read_text().splitlines() if ": " in line)
    rows, missed = [], []
    for name, what, how, limit in TARGETS:
        figure = figures.get(name)
        met = figure is not None and (figure <= limit if how == "<=" else figure >= limit)
        rows.append((what, f"{how} {limit:g}", "not measured" if figure is None else f"{figure:.4g}", "met" if met else "missed"))
        if figure is not None and not met:
            missed.append(f"- **{what}** ({figure:.3g}): {said.get(name, 'not yet explained.')}")
    text = "## Targets\n\n" + table(("what", "target", "measured", ""), rows)
    return text + ("\n### Targets missed, and why\n\n" + "\n".join(missed) + "\n" if missed else "")


def _machine() -> str:
    model = "an unknown processor"
    with contextlib.suppress(OSError):
        lines = Path("/proc/cpuinfo").read_text().splitlines()
        model = next((line.split(":")[1].strip() for line in lines if "model name" in line), model)
    versions = []
    for name in LIBRARIES:
        with contextlib.suppress(metadata.PackageNotFoundError):
            versions.append(f"{name} {metadata.version(name)}")
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{os.cpu_count()} cores of {model}, {memory:.0f} GB, {platform.system()}, Python {platform.python_version()};"
        f" {', '.join(versions)}. Load when the run began: {os.getloadavg()[0]:.1f}."
    )


def full(rounds: int, each: int, most: int, only: str, page: Path) -> int:
    """Measures every part, and writes the page anew after each: what goes wrong in one is told there and costs no other."""
    real = SHARED / "real" / "committee"
    source = real if real.is_dir() else CORPUS
    begun = time.perf_counter()
    with tempfile.TemporaryDirectory(prefix="bench-") as scratch:
        sample = Path(scratch) / source.name
        sample.mkdir()
        chosen = sorted(source.glob("*.pdf"))[::each]
        for file in chosen:
            shutil.copy(file, sample)
        bench = Bench(sample, rounds, most, Path(scratch), each)
        head = (
            "# Benchmarks\n\nWritten by `make bench`, and by nothing else. CPU seconds are user and system time of a whole process"
            f" tree. What is compared was run in turn, {rounds} rounds; the median stands here. Other work on the machine makes"
            " every figure larger: ratios say more than seconds.\n\n"
            f"{_machine()} Corpus: {len(chosen)} PDF papers of {'real committees' if source == real else 'corpus/papers'}"
            f"{f' (each {each}th of them)' if each > 1 else ''}.\n"
        )
        told: dict[str, str] = {}
        ended = ""
        if only and page.exists():
            head, bench.figures, told, ended = _held(page.read_text(encoding="utf-8"))
        for part in PARTS:
            if only and part.__name__ not in only.split(","):
                continue
            started, title = time.perf_counter(), (part.__doc__ or part.__name__).strip()
            try:
                section = part(bench).strip()
            except FAULTS as fault:
                section = f"Not measured in this run: {' '.join(f'{type(fault).__name__}: {fault}'.split())[:400]}"
            if only:
                section += f"\n\nMeasured by itself, after the rest of this page, on {date.today():%d %B %Y}."
            told[title] = f"## {title}\n\n{section}\n"
            print(f"{part.__name__}: {time.perf_counter() - started:.0f} s\n{told[title]}", flush=True)
            if not only:
                ended = f"The run took {(time.perf_counter() - begun) / 60:.0f} minutes.\n"
            page.write_text("\n".join([head, targets(bench.figures), *told.values(), ended]), encoding="utf-8")
    print(targets(bench.figures))
    return 0


def _held(page: str) -> tuple[str, dict[str, float], dict[str, str], str]:
    """What an earlier run wrote: the head of the page, the figures that have targets, the parts by title, and the last line."""
    head, *sections = page.split("\n## ")
    last, _, ended = sections.pop().rpartition("\nThe run took ")
    rows = re.findall(r"^\| .+ \| [<>]= \S+ \| (.+) \| \w+ \|$", sections[0], re.MULTILINE)
    figures = {name: float(measured) for (name, *_), measured in zip(TARGETS, rows, strict=True) if measured != "not measured"}
    parts = {section.partition("\n")[0]: f"## {section.rstrip()}\n" for section in [*sections[1:], last]}
    return head, figures, parts, f"The run took {ended}"


def short() -> int:
    """Ratios on the sample papers, far outside which something is broken: for CI."""
    folder, faults = CORPUS, []
    with tempfile.TemporaryDirectory() as scratch:
        tables = Path(scratch) / "tables"
        tables.mkdir()
        made.make_tables_pdf(tables / "tables.pdf", 20)
        spent = timed("stages", tables)
        bare = run([sys.executable, HERE / "other_tools.py", "pdfplumber", tables]).cpu
        ratio = (sum(spent.values()) - spent["start"] - spent["pages"]) / bare
        print(f"reading, tagging and storing tables: {ratio:.2f} of a pdfplumber pass (fails over 1)")
        if ratio > 1:
            faults.append("reading")
        found = parity.compare(sorted(folder.glob("*.pdf"))[:12], most_pages=4)
        for name, (same, of) in found.shares().items():
            print(f"{name}: {same} of {of}")
            if same < 0.95 * of:
                faults.append(name)
        made.make_word(word := Path(scratch) / "word.docx", 300)
        (listed := Path(scratch) / "word.txt").write_text(str(word))
        figures = timed("word", listed)
        print(f"Word: {figures['idiom'] / figures['ours']:.1f} times faster than python-docx (fails under 1.5)")
        if figures["idiom"] < 1.5 * figures["ours"]:
            faults.append("Word")
        loaded = timed("load", folder)
        print(f"load: {loaded['store'] / loaded['same']:.1f} times plain statements into the same tables (fails over 8)")
        if loaded["store"] > 8 * loaded["same"]:
            faults.append("load")
    print(f"far outside the targets: {', '.join(faults)}" if faults else "all ratios within bounds")
    return 1 if faults else 0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--short", action="store_true", help="ratios only, for CI")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--each", type=int, default=1, help="measure with each n-th paper only, on a machine that has little time")
    parser.add_argument("--papers", type=int, default=10_000, help="the largest number of made-up papers")
    parser.add_argument("--only", default="", help=f"some parts only, with commas: {', '.join(part.__name__ for part in PARTS)}")
    parser.add_argument("--page", type=Path, default=PAGE, help="the page to write")
    asked = parser.parse_args()
    return short() if asked.short else full(asked.rounds, asked.each, asked.papers, asked.only, asked.page)


if __name__ == "__main__":
    sys.exit(main())
