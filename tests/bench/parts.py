"""The parts of ``make bench``: each measures one thing, gives its section of the page and notes figures that have targets."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import made
from measured import EXTRACTOR, HERE, ROOT, Cost, alternated, run, table

SHARED = ROOT.parent / "shared"
CORPUS = ROOT / "corpus" / "papers"
TOOLS = ("pdfplumber", "pdfminer.six", "markitdown")


@dataclass
class Bench:
    """What is measured and how often. ``papers`` is a folder of PDF papers, ``most`` a number of made-up papers; ``figures`` holds
    what was measured of each target."""

    papers: Path
    rounds: int
    most: int
    scratch: Path
    each: int = 1
    bare: float = 0.0
    """CPU seconds of the pdfplumber pass over ``papers``, once measured."""
    figures: dict[str, float] = field(default_factory=dict)

    def database(self, name: str) -> Path:
        return self.scratch / f"{name}.db"

    def note(self, target: str, figure: float) -> None:
        self.figures[target] = figure


def ingest(folder: Path, into: Path, *, workers: int = 1, rules: Path | None = None, afresh: bool = True) -> Cost:
    """One `extractor ingest` of a folder."""
    if afresh:
        into.unlink(missing_ok=True)
    return run([*EXTRACTOR, "ingest", folder, "--database", into, "--workers", workers, *(["--rules", rules] if rules else [])])


def timed(name: str, *arguments: object) -> dict[str, float]:
    """One measurement of timed.py, in a process of its own."""
    figures: dict[str, float] = json.loads(
        run([sys.executable, HERE / "timed.py", name, *map(str, arguments)]).said.splitlines()[-1]
    )
    return figures


def _seconds(cost: Cost) -> tuple[str, str]:
    return f"{cost.cpu:.2f}", f"{cost.clock:.2f}"


def whole(bench: Bench) -> str:
    """The whole ingest beside other tools' reading alone"""
    tables = bench.scratch / "tables"
    tables.mkdir(exist_ok=True)
    made.make_tables_pdf(tables / "tables.pdf", max(3, 60 // bench.each))
    one = bench.scratch / "one"
    one.mkdir(exist_ok=True)
    made.make_texts(one, 0, 1)
    parts = ["What it costs to start is told by a run over one short text."]
    count = len(list(bench.papers.glob("*.pdf")))
    for target, folder, name in (
        ("whole ingest", bench.papers, f"{count} PDF papers of {bench.papers.name}"),
        ("tables", tables, "a made-up paper of ruled tables"),
    ):
        ways: dict[str, Callable[[], Cost]] = {"extractor ingest": lambda folder=folder: ingest(folder, bench.database("whole"))}
        ways["extractor ingest of one short text"] = lambda: ingest(one, bench.database("one"))
        for tool in TOOLS:
            ways[tool] = lambda tool=tool, folder=folder: run([sys.executable, HERE / "other_tools.py", tool, folder])
        costs = alternated(ways, bench.rounds)
        bare, ours, start = (costs[name].cpu for name in (TOOLS[0], *list(ways)[:2]))
        bench.note(target, ours / bare)
        if target == "whole ingest":
            bench.bare = bare
            bench.note("memory", max(bench.figures.get("memory", 0.0), costs["extractor ingest"].memory))
        rows = [(tool, *_seconds(cost), f"{cost.cpu / bare:.2f}", f"{cost.memory:.0f}") for tool, cost in costs.items()]
        rows.insert(1, ("the same, without its start", f"{ours - start:.2f}", "", f"{(ours - start) / bare:.2f}", ""))
        parts.append(f"### {name}\n\n" + table(("what", "CPU s", "seconds by the clock", "of pdfplumber's CPU", "peak MB"), rows))
    return "\n\n".join(parts)


def stages(bench: Bench) -> str:
    """Where the time goes, in one process"""
    spent = timed("stages", bench.papers)
    pages = spent.pop("pages")
    every = sum(spent.values())
    rows = [(name, f"{cpu:.2f}", f"{100 * cpu / every:.0f} %", f"{1000 * cpu / pages:.1f}") for name, cpu in spent.items()]
    return f"{pages:.0f} pages.\n\n" + table(("stage", "CPU s", "share", "ms a page"), rows)


def lengths(bench: Bench) -> str:
    """Papers of 1 to 1,000 pages"""
    ways: dict[str, Callable[[], Cost]] = {}
    for pages in (1, 10, 100, 1000):
        made.make_pdf(paper := bench.scratch / f"long-{pages}.pdf", pages)
        ways[str(pages)] = lambda paper=paper: run([*EXTRACTOR, "extract", paper])  # type: ignore[misc]
    costs = {int(pages): cost for pages, cost in alternated(ways, bench.rounds + 1).items()}
    rows = []
    for pages, cost in costs.items():
        rows.append((f"{pages:,}", f"{cost.cpu:.2f}", f"{1000 * (cost.cpu - costs[1].cpu) / pages:.1f}", f"{cost.memory:.0f}"))
    bench.note("pages", (costs[1000].cpu - costs[1].cpu) / (costs[100].cpu - costs[1].cpu))
    bench.note("memory", max(bench.figures.get("memory", 0.0), costs[1000].memory))
    return "`extractor extract`, made-up papers.\n\n" + table(("pages", "CPU s", "ms a page beyond the start", "peak MB"), rows)


def numbers(bench: Bench) -> str:
    """10 to 10,000 papers of one page, and the same again"""
    rows, costs, count = [], {}, 10
    while count <= bench.most:
        made.make_texts(folder := bench.scratch / f"many-{count}", 0, count)
        costs[count] = cost = ingest(folder, bench.database(f"many-{count}"), workers=2)
        each = 1000 * (cost.cpu - costs[10].cpu) / (count - 10) if count > 10 else 0.0
        rows.append((f"{count:,}", *_seconds(cost), f"{each:.1f}", f"{cost.memory:.0f}", f"{cost.own:.0f}"))
        count *= 10
    last = max(costs)
    if last >= 1000:
        bench.note("papers", (costs[last].cpu - costs[10].cpu) / (costs[last // 10].cpu - costs[10].cpu))
    again = ingest(bench.scratch / f"many-{last}", bench.database(f"many-{last}"), workers=2, afresh=False)
    bench.note("again", again.clock * 10_000 / last)
    head = ("papers", "CPU s", "seconds by the clock", "ms a paper beyond the start", "peak MB of a worker", "peak MB of the run")
    text = f"{last:,} unchanged papers again: {again.cpu:.2f} CPU s, {again.clock:.2f} seconds by the clock, {again.own:.0f} MB."
    return "Made up, two workers.\n\n" + table(head, rows) + "\n" + text


def workers(bench: Bench) -> str:
    """One worker against two, here and on Dask"""
    folder = bench.scratch / "thrice"
    folder.mkdir(exist_ok=True)
    for copy in range(3 if bench.each == 1 else 1):
        for file in bench.papers.glob("*.pdf"):  # a comment at the end makes it another file, and no other paper
            (folder / f"{copy}-{file.name}").write_bytes(file.read_bytes() + b"\n%" + str(copy).encode() + b"\n")
    ways: dict[str, Callable[[], Cost]] = {
        f"{n} here": lambda n=n: ingest(folder, bench.database(f"workers-{n}"), workers=n)  # type: ignore[misc]
        for n in (1, 2)
    }
    made.make_texts(short := bench.scratch / "one", 0, 1)
    ways["one short text, which tells the start"] = lambda: ingest(short, bench.database("one"), workers=2)
    costs = alternated(ways, max(1, bench.rounds - 1))
    rows = [(name, f"{cost.clock:.1f}", f"{cost.cpu:.1f}", f"{cost.memory:.0f}") for name, cost in costs.items()]
    one, two, start = (cost.clock for cost in costs.values())
    bench.note("two workers", one / two)
    bench.note("two workers, without the start", (one - start) / (two - start))
    told = ""
    for n in (1, 2):
        try:
            said = json.loads(
                run([sys.executable, HERE / "on_dask.py", folder, bench.database(f"dask-{n}"), n]).said.splitlines()[-1]
            )
            rows.append((f"{n} on Dask", f"{said['ingest']:.1f} and {said['start']:.1f} for the cluster to start", "", ""))
        except (RuntimeError, ValueError, IndexError, KeyError) as fault:
            told = f"\nDask was not measured: {fault}\n"
    files = len(list(folder.iterdir()))
    text = (
        f"{files} papers. Two are {one / two:.2f} times as fast as one by the clock, without the start on both sides"
        f" {(one - start) / (two - start):.2f}.\n\n"
    )
    if bench.bare:
        passes = len(list(folder.iterdir())) // len(list(bench.papers.glob("*.pdf")))
        text = (
            f"One worker takes {costs['1 here'].cpu / (passes * bench.bare):.2f} of the CPU of as many pdfplumber passes. " + text
        )
    return text + table(("workers", "seconds by the clock", "CPU s", "peak MB"), rows) + told


def other_rules(bench: Bench) -> str:
    """Papers read before, with other rules; ten times the rules"""
    rules = bench.scratch / "rules"
    shutil.copytree(ROOT / "rules", rules, dirs_exist_ok=True)
    held, first = bench.database("held"), bench.database("first")
    ingest(bench.papers, first)

    def tag_again() -> Cost:
        with (rules / "words.yaml").open("a") as words:
            words.write("\n# another byte, another version of the rules\n")
        shutil.copy(first, held)
        return ingest(bench.papers, held, rules=rules, afresh=False)

    made.make_texts(one := bench.scratch / "one", 0, 1)
    ways: dict[str, Callable[[], Cost]] = {
        "read": lambda: ingest(bench.papers, bench.database("read")),
        "with other rules": tag_again,
        "a start with nothing but one short text": lambda: ingest(one, bench.database("one")),
    }
    costs = alternated(ways, max(1, bench.rounds - 1))
    read, again, start = (cost.cpu for cost in costs.values())
    bench.note("other rules", read / again)
    bench.note("other rules, without the start", (read - start) / (again - start))
    rows = [(name, *_seconds(cost)) for name, cost in costs.items()]
    spent = timed("rules", bench.papers, 10)
    bench.note("ten times the rules", spent["many"] / spent["shipped"])
    text = (
        f"\nWith other rules the same papers cost {again / read:.2f} of reading them, without the start of a run on both sides"
        f" {(again - start) / (read - start):.2f}. Ten times the phrases cost"
        f" {bench.figures['ten times the rules']:.2f} times the tagging.\n"
    )
    return table(("what", "CPU s", "seconds by the clock"), rows) + text


def cold(bench: Bench) -> str:
    """Cold starts"""
    made.make_pdf(paper := bench.scratch / "five.pdf", 5)
    ways: dict[str, Callable[[], Cost]] = {
        "`extractor --help`": lambda: run([*EXTRACTOR, "--help"]),
        "`extractor extract` of five pages": lambda: run([*EXTRACTOR, "extract", paper]),
    }
    costs = alternated(ways, bench.rounds + 2)
    bench.note("help", costs["`extractor --help`"].clock)
    rows = [(name, *_seconds(cost)) for name, cost in costs.items()]
    return table(("what", "CPU s", "seconds by the clock"), rows) + "\nFrom `serve` to the first page: see the site below."


def site(bench: Bench) -> str:
    """The site over made-up plans"""
    sizes = (1_000, 10_000) if bench.each == 1 else (1_000,)
    told = []
    for plans in sizes:
        try:
            told.append(run([sys.executable, HERE / "site_pages.py", plans]).said)
        except RuntimeError:
            told.append(f"{plans:,} plans: not measured in this run, which did not come to its end there.")
    return "\n\n".join(told)


def loading(bench: Bench) -> str:
    """Loading and size"""
    figures = timed("load", bench.papers)
    bare, same = figures["store"] / figures["bare"], figures["store"] / figures["same"]
    bench.note("load", same)
    bench.note("load, bare tables", bare)
    return (
        f"{figures['rows']:,.0f} rows of {figures['papers']:.0f} papers take {figures['store']:.3f} CPU s in `store`, one by one,"
        f" with its checks: {figures['rows'] / figures['store']:,.0f} rows a second. One `executemany` a table in one transaction"
        f" takes {figures['same']:.3f} into the same tables with indexes and full-text search ({same:.1f} times), and"
        f" {figures['bare']:.3f} into bare tables ({bare:.1f} times). The database has {figures['bytes'] / 1e6:.1f} MB,"
        f" {figures['files'] / 1e6:.1f} of them the papers themselves.\n"
    )


def word(bench: Bench) -> str:
    """Word papers beside the usual python-docx idiom"""
    rows = []
    found = sorted(file for folder in (SHARED, ROOT / "corpus") for file in folder.rglob("*.docx") if folder.is_dir())[
        :: bench.each
    ]
    if found:
        (listed := bench.scratch / "word.txt").write_text("\n".join(map(str, found)))
        figures = timed("word", listed)
        bench.note("Word", figures["idiom"] / figures["ours"])
        rows.append((f"{len(found)} papers as they come", *_word(figures)))
    spent = {}
    for count in (200, 2_000):
        made.make_word(path := bench.scratch / f"word-{count}.docx", count)
        (listed := bench.scratch / "word.txt").write_text(str(path))
        figures = timed("word", listed)
        spent[count] = figures["ours"]
        rows.append((f"{count:,} paragraphs and as many table rows", *_word(figures)))
    bench.note("Word, ten times the rows", spent[2_000] / spent[200])
    return table(("what", "ours, CPU s", "python-docx idiom", "times faster"), rows)


def _word(figures: dict[str, float]) -> tuple[str, ...]:
    return f"{figures['ours']:.3f}", f"{figures['idiom']:.3f}", f"{figures['idiom'] / figures['ours']:.1f}"


def old_word(bench: Bench) -> str:
    """Old Word papers (.doc), eight in one start of LibreOffice against one start each"""
    if shutil.which("soffice") is None:
        return "Not measured: LibreOffice is not here."
    figures = timed("old_word", bench.scratch / "old-word")
    bench.note(".doc in batches", figures["together"] / figures["alone"])
    (folder := bench.scratch / "old-word-only").mkdir(exist_ok=True)
    for file in (bench.scratch / "old-word").glob("*.doc"):
        shutil.copy(file, folder)
    made.make_texts(one := bench.scratch / "one", 0, 1)
    start, whole = ingest(one, bench.database("one")), ingest(folder, bench.database("old-word"))
    return (
        f"{figures['papers']:.0f} papers: {figures['together']:.1f} seconds together, {figures['alone']:.1f} one by one"
        f" ({figures['together'] / figures['alone']:.2f}). A whole `ingest` of them takes {whole.clock - start.clock:.1f} seconds"
        f" beyond its start ({(whole.clock - start.clock) / figures['alone']:.2f} of LibreOffice one by one)."
    )


def links(bench: Bench) -> str:
    """Links between made-up plans of 20 priorities"""
    rows = []
    for plans in (500, 5_000) if bench.each == 1 else (500,):
        said = json.loads(run([sys.executable, HERE / "archive.py", plans, bench.database(f"links-{plans}")]).said.splitlines()[-1])
        rows.append((f"{plans:,}", said["cpu"], f"{said['bytes'] / 1e6:.0f}"))
    return table(("plans", "CPU s to write and link", "MB"), rows)


def parity(bench: Bench) -> str:
    """Parity with pdfplumber"""
    folders = [SHARED / "real" / "committee", SHARED / "real", SHARED / "papers", CORPUS]
    here = [folder for folder in folders if folder.is_dir()]
    said = json.loads(run([sys.executable, HERE / "parity.py", "--json", "--each", bench.each, *here]).said.splitlines()[-1])
    lines = []
    for name, (same, of) in said["shares"].items():
        bench.note(name, same / max(of, 1))
        lines.append(f"- {name}: {same:,} of {of:,} ({100 * same / max(of, 1):.2f} %)")
    judged = (HERE / "judged.md").read_text()
    names = ", ".join(str(os.path.relpath(folder, ROOT)) for folder in here)
    differences = "\n".join(f"- {line}" for line in said["differences"])
    return f"{said['files']} files of {names}.\n\n" + "\n".join(lines) + f"\n\n{judged}\n{differences}\n"


PARTS = (whole, stages, parity, lengths, numbers, workers, other_rules, cold, loading, word, old_word, links, site)
FAULTS = (RuntimeError, OSError, ValueError, LookupError, ArithmeticError, TypeError, subprocess.SubprocessError)
