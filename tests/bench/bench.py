"""``make bench``: measures the program beside what others would use, and writes docs/benchmarks.md.

``python tests/bench/bench.py --short`` measures ratios only, on the sample papers of corpus/, and ends with 1 where one lies far
outside its target. CPU seconds count user and system time of a whole process tree, and ways that are compared take turns: so a
machine that has other work to do changes a figure less than a stopwatch would.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import platform
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from importlib import metadata
from pathlib import Path

import made
import parity
from measured import EXTRACTOR, HERE, ROOT, Cost, alternated, run, table

SHARED = ROOT.parent / "shared"
CORPUS = ROOT / "corpus" / "papers"
PAGE = ROOT / "docs" / "benchmarks.md"
LIBRARIES = ("pdfplumber", "pdfminer.six", "markitdown", "pypdfium2", "spacy", "python-docx", "datasette", "sqlite-utils")


def ingest(folder: Path, into: Path, *, workers: int = 1, rules: Path | None = None, afresh: bool = True) -> Cost:
    """One `extractor ingest` of a folder."""
    if afresh:
        into.unlink(missing_ok=True)
    more = ["--rules", rules] if rules is not None else []
    return run([*EXTRACTOR, "ingest", folder, "--database", into, "--workers", str(workers), *more])


def other(tool: str, folder: Path) -> Cost:
    """One pass of another tool (see other_tools.py)."""
    return run([sys.executable, HERE / "other_tools.py", tool, folder])


def timed(name: str, *arguments: object) -> dict[str, float]:
    """One measurement of timed.py."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, HERE / "timed.py", name, *map(str, arguments)]
    said = subprocess.run(command, check=True, capture_output=True, text=True, env=environment, cwd=ROOT).stdout
    figures: dict[str, float] = json.loads(said.splitlines()[-1])
    return figures


class Bench:
    """One run: ``say`` collects the page; ``scratch`` is a folder for what is made."""

    def __init__(self, papers: Path, rounds: int, most: int, scratch: Path) -> None:
        self.papers, self.rounds, self.most, self.scratch = papers, rounds, most, scratch
        self.page: list[str] = []

    def say(self, text: str) -> None:
        print(text, flush=True)
        self.page.append(text)

    def _database(self, name: str) -> Path:
        return self.scratch / f"{name}.db"

    def whole(self, folder: Path, name: str) -> None:
        """(a) The whole ingest beside other tools' reading alone."""
        ways: dict[str, Callable[[], Cost]] = {"extractor ingest": lambda: ingest(folder, self._database("whole"))}
        for tool in ("pdfplumber", "pdfminer.six", "markitdown"):
            ways[tool] = lambda tool=tool: other(tool, folder)  # type: ignore[misc]
        costs = alternated(ways, self.rounds)
        bare = costs["pdfplumber"].cpu
        rows = [(tool, f"{cost.cpu:.1f}", f"{cost.cpu / bare:.2f}", f"{cost.memory:.0f}") for tool, cost in costs.items()]
        self.say(f"### {name}\n\n" + table(("what", "CPU s", "of pdfplumber's", "peak MB"), rows))

    def stages(self) -> None:
        """(b) Where the time goes."""
        spent = timed("stages", self.papers)
        pages = spent.pop("pages")
        whole = sum(spent.values())
        rows = [(name, f"{cpu:.2f}", f"{100 * cpu / whole:.0f} %", f"{1000 * cpu / pages:.1f}") for name, cpu in spent.items()]
        self.say(f"## Stages ({pages:.0f} pages, one process)\n\n" + table(("stage", "CPU s", "share", "ms a page"), rows))

    def growth(self) -> None:
        """(c) Against the length and the number of papers."""
        rows = []
        for pages in (1, 10, 100, 1000):
            paper = self.scratch / f"long-{pages}.pdf"
            made.make_pdf(paper, pages)
            cost = run([*EXTRACTOR, "extract", paper])
            rows.append((f"one paper of {pages:,} pages", f"{cost.cpu:.1f}", f"{pages / cost.cpu:.0f} pages", f"{cost.memory:.0f}"))
        count = 10
        while count <= self.most:
            folder = self.scratch / f"many-{count}"
            made.make_texts(folder, 0, count)
            cost = ingest(folder, self._database(f"many-{count}"))
            rows.append(
                (f"{count:,} papers of one page", f"{cost.cpu:.1f}", f"{count / cost.cpu:.0f} papers", f"{cost.memory:.0f}")
            )
            count *= 10
        self.say("## Length and number of papers (made up)\n\n" + table(("what", "CPU s", "a CPU second", "peak MB"), rows))

    def workers(self) -> None:
        """(d) One worker against two."""
        costs = alternated(
            {str(n): lambda n=n: ingest(self.papers, self._database(f"workers-{n}"), workers=n) for n in (1, 2)},  # type: ignore[misc]
            self.rounds,
        )
        one, two = costs["1"], costs["2"]
        rows = [(n, f"{cost.clock:.1f}", f"{cost.cpu:.1f}") for n, cost in costs.items()]
        self.say(f"## Workers\n\nTwo are {one.clock / two.clock:.2f} times as fast as one by the clock.\n")
        self.say(table(("workers", "seconds by the clock", "CPU s"), rows))

    def again(self) -> None:
        """(e) What is there already, and other rules."""
        folder, database = self.scratch / f"many-{self.most}", self._database(f"many-{self.most}")
        rows = [(f"{self.most:,} unchanged papers again", *_cost(ingest(folder, database, afresh=False)))]
        rules = self.scratch / "rules"
        shutil.copytree(ROOT / "rules", rules)
        with (rules / "words.yaml").open("a") as words:
            words.write("\n# another byte, another version of the rules\n")
        held = self._database("rules")
        rows.append((f"{self.papers.name} read", *_cost(ingest(self.papers, held))))
        rows.append((f"{self.papers.name} with other rules", *_cost(ingest(self.papers, held, rules=rules, afresh=False))))
        self.say("## Again\n\n" + table(("what", "CPU s", "seconds by the clock"), rows))

    def cold(self) -> None:
        """(f) Cold starts."""
        paper = self.scratch / "five.pdf"
        made.make_pdf(paper, 5)
        ways: dict[str, Callable[[], Cost]] = {
            "`extractor --help`": lambda: run([*EXTRACTOR, "--help"]),
            "`extractor extract` of five pages": lambda: run([*EXTRACTOR, "extract", paper]),
        }
        rows = [(name, *_cost(cost)) for name, cost in alternated(ways, self.rounds).items()]
        self.say("## Cold starts\n\n" + table(("what", "CPU s", "seconds by the clock"), rows))

    def site(self) -> None:
        """(g) The site with made-up plans."""
        rows = []
        for plans in (1_000, 10_000):
            database = self._database(f"site-{plans}")
            run([sys.executable, HERE / "archive.py", str(plans), database, "--no-links"])
            first, latencies, rate = _served(database)
            rows.append((f"{plans:,}", f"{first:.1f} s", *(f"{ms:.0f} ms" for ms in latencies.values()), f"{rate:.0f}"))
        head = ("plans", "serve to first page", *latencies, "first pages a second")
        self.say("## Site (median of ten requests, made-up plans of 20 priorities)\n\n" + table(head, rows))

    def loading(self) -> None:
        """(h) Loading and size."""
        figures = timed("load", self.papers)
        ratio = figures["store"] / figures["bare"]
        self.say(
            f"## Loading\n\n{figures['rows']:,.0f} rows of {figures['papers']:.0f} papers: {figures['store']:.2f} CPU s with"
            f" indexes, full-text search and checks; a plain `executemany` into bare tables {figures['bare']:.2f}"
            f" ({ratio:.1f} times). The database has {figures['bytes'] / 1e6:.1f} MB, {figures['files'] / 1e6:.1f} of them the"
            " papers themselves.\n"
        )

    def word_and_rules(self) -> None:
        """Word reading, and many more rules."""
        rows = []
        for count in (200, 2_000):
            made.make_word(path := self.scratch / f"word-{count}.docx", count)
            figures = timed("word", path)
            rows.append(
                (f"{count:,}", f"{figures['ours']:.2f}", f"{figures['idiom']:.2f}", f"{figures['idiom'] / figures['ours']:.1f}")
            )
        self.say("## Word\n\n" + table(("paragraphs and table rows", "ours, CPU s", "python-docx idiom", "times faster"), rows))
        spent = timed("rules", self.papers, 10)
        self.say(f"## Rules\n\nTen times the phrases cost {spent['many'] / spent['shipped']:.2f} times the tagging.\n")


def _cost(cost: Cost) -> tuple[str, str]:
    return f"{cost.cpu:.2f}", f"{cost.clock:.2f}"


def _served(database: Path) -> tuple[float, dict[str, float], float]:
    """Seconds to the first page, median milliseconds of some pages, first pages a second."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    begun = time.perf_counter()
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [*EXTRACTOR, "serve", str(database), "--port", str(port)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment, cwd=ROOT)
    try:
        while True:
            try:
                if _get(port, "/") == 200:
                    break
            except OSError:
                if server.poll() is not None or time.perf_counter() - begun > 300:
                    raise
                time.sleep(0.05)
        first = time.perf_counter() - begun
        latencies = {}
        for name, path in {"first page": "/", "area": "/area/Area%2000000", "search": "/search?q=burglary"}.items():
            spent = []
            for _ in range(10):
                begun = time.perf_counter()
                status = _get(port, path)
                spent.append(1000 * (time.perf_counter() - begun))
                if status != 200:
                    raise RuntimeError(f"{path} answers {status}")
            latencies[name] = statistics.median(spent)
        return first, latencies, 1000 / latencies["first page"]
    finally:
        server.terminate()
        server.wait(30)


def _get(port: int, path: str) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        answer.read()
        return answer.status
    finally:
        connection.close()


def _machine() -> str:
    model = next(
        (line.split(":")[1].strip() for line in Path("/proc/cpuinfo").read_text().splitlines() if "model name" in line), "?"
    )
    versions = ", ".join(f"{name} {metadata.version(name)}" for name in LIBRARIES)
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{os.cpu_count()} cores of {model}, {memory:.0f} GB, {platform.system()}, Python {platform.python_version()}; {versions}."
        f" Load when the run began: {os.getloadavg()[0]:.1f}."
    )


def _parity_begun(folders: list[Path], told: Path) -> subprocess.Popen[bytes]:
    """The parity gate takes minutes of its own: it runs beside the rest, whose figures are CPU seconds."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with told.open("wb") as into:
        return subprocess.Popen([sys.executable, HERE / "parity.py", *folders], stdout=into, env=environment, cwd=ROOT)


def _parity_told(process: subprocess.Popen[bytes], told: Path) -> str:
    if process.wait() != 0:
        raise RuntimeError("the parity gate could not be run: python tests/bench/parity.py FOLDER says why")
    differences, _, shares = told.read_text().partition("\n\n")
    judged = (HERE / "judged.md").read_text()
    return f"## Parity with pdfplumber\n\n{shares}\n{judged}\n{differences}\n"


def short() -> int:
    """Ratios on the sample papers, far outside which something is broken: for CI."""
    folder, faults = CORPUS, []
    with tempfile.TemporaryDirectory() as scratch:
        tables = Path(scratch) / "tables"
        tables.mkdir()
        made.make_tables_pdf(tables / "tables.pdf", 20)
        spent = timed("stages", tables)
        bare = other("pdfplumber", tables).cpu
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
        figures = timed("word", word)
        print(f"Word: {figures['idiom'] / figures['ours']:.1f} times faster than python-docx (fails under 1.5)")
        if figures["idiom"] < 1.5 * figures["ours"]:
            faults.append("Word")
    print(f"far outside the targets: {', '.join(faults)}" if faults else "all ratios within bounds")
    return 1 if faults else 0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--short", action="store_true", help="ratios only, for CI")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--each", type=int, default=1, help="measure with each n-th paper only, on a machine that has little time")
    parser.add_argument("--papers", type=int, default=10_000, help="the largest number of made-up papers")
    asked = parser.parse_args()
    if asked.short:
        return short()
    real = SHARED / "real" / "committee"
    papers = real if real.is_dir() else CORPUS
    begun = time.perf_counter()
    with tempfile.TemporaryDirectory() as scratch:
        chosen = sorted(papers.glob("*.pdf"))[:: asked.each]
        sample = Path(scratch) / papers.name
        sample.mkdir()
        for file in chosen:
            shutil.copy(file, sample)
        bench = Bench(sample, asked.rounds, asked.papers, Path(scratch))
        tables = Path(scratch) / "tables"
        tables.mkdir()
        made.make_tables_pdf(tables / "tables.pdf", 30)
        bench.say(
            "# Benchmarks\n\nWritten by `make bench`. CPU seconds are user and system time of the whole process tree; what is"
            f" compared was run in turn, {asked.rounds} rounds, and the median stands here. Other work on the machine makes every"
            " figure larger, so ratios say more than seconds.\n"
        )
        corpus = f"{len(chosen)} PDF papers of {'real committees' if papers == real else 'corpus/papers'}"
        if asked.each > 1:
            corpus += f" (each {asked.each}th of them)"
        bench.say(f"{_machine()} Corpus: {corpus}.\n")
        folders = [sample, CORPUS, SHARED / "papers", SHARED / "dev" / "papers", *([SHARED / "real"] if asked.each == 1 else [])]
        gate = _parity_begun([folder for folder in dict.fromkeys(folders) if folder.is_dir()], told := Path(scratch) / "parity")
        bench.say("## Whole ingest, one worker, beside other tools' reading alone\n")
        bench.whole(sample, corpus)
        bench.whole(tables, "A made-up paper of 30 pages of ruled tables")
        for part in (
            bench.stages, bench.growth, bench.workers, bench.again, bench.cold, bench.site, bench.loading, bench.word_and_rules,
        ):  # fmt: skip
            try:
                part()
            except (RuntimeError, OSError, subprocess.CalledProcessError) as fault:
                bench.say(f"## {part.__doc__}\n\nNot measured in this run: {str(fault)[:300]}\n")
        bench.say(_parity_told(gate, told))
        bench.say((HERE / "targets.md").read_text())
    bench.say(f"The run took {(time.perf_counter() - begun) / 60:.0f} minutes.\n")
    PAGE.write_text("\n".join(bench.page))
    return 0


if __name__ == "__main__":
    sys.exit(main())
