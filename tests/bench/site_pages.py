"""How long a reader waits for each kind of page: ``python site_pages.py PLANS [--database FILE] [--asks N] [--only NAME]``.

Serves a database of made-up plans (made first, see site_made.py, where ``--database`` names none) as ``extractor serve --review``
does, and asks each kind of page over one connection, after a warm-up, each time another area, plan or finding: what was kept of
the last answer helps the next one only as it would help another reader. Prints medians, the time within which 95 of 100 answers
came, answers a second, and the server's CPU time for one.
"""

from __future__ import annotations

import argparse
import contextlib
import http.client
import os
import random
import re
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlencode

import psutil
from measured import EXTRACTOR, HERE, ROOT, table
from site_made import COMMON, RARE

ASKS, WARM = 100, 5
FEWEST, LONGEST = 10, 20.0
"""A kind of page is asked no more after so many answers and seconds."""
FIRST_IMAGE, KEPT_IMAGE = "page image, first", "page image, kept"


@dataclass(frozen=True, slots=True)
class Waited:
    """Milliseconds of each answer to one kind of page, in order, the bytes of the largest, and the server's CPU milliseconds for
    one, which say more than its time where other work goes on."""

    spent: tuple[float, ...]
    size: int
    cpu: float

    @property
    def median(self) -> float:
        return statistics.median(self.spent)

    @property
    def most(self) -> float:
        """95 of 100 answers came within this time."""
        return sorted(self.spent)[min(len(self.spent) - 1, round(0.95 * len(self.spent)))]

    @property
    def rate(self) -> float:
        """Answers a second, one asked after the other."""
        return 1000 * len(self.spent) / sum(self.spent)


class Site:
    """A running server and one connection to it."""

    def __init__(self, address: str, process: int) -> None:
        self._process = psutil.Process(process)
        self._host = address.removeprefix("http://").rstrip("/")
        self._connection = http.client.HTTPConnection(self._host, timeout=120)
        self._cookie = ""

    @property
    def cpu(self) -> float:
        """CPU seconds of the server so far."""
        spent = self._process.cpu_times()
        return float(spent.user + spent.system)

    def get(self, path: str) -> tuple[float, bytes]:
        """Milliseconds and body; RuntimeError for any answer but a page, ConnectionError where there is no server."""
        begun = time.perf_counter()
        self._connection.request("GET", path, headers={"Cookie": self._cookie} if path.startswith("/review") else {})
        answer = self._connection.getresponse()
        body = answer.read()
        spent = 1000 * (time.perf_counter() - begun)
        if answer.status != 200:
            raise RuntimeError(f"{path} answers {answer.status}: {body[:200]!r}")
        return spent, body

    def reopen(self) -> None:
        """Takes a new connection: the server closes one that nothing was asked over for some seconds."""
        self._connection.close()

    def sign_in(self, path: str) -> None:
        """Opens the printed address of the review pages."""
        self._connection.request("GET", path)
        answer = self._connection.getresponse()
        answer.read()
        self._cookie = (answer.headers["Set-Cookie"] or "").partition(";")[0]


@contextlib.contextmanager
def served(database: Path) -> Iterator[tuple[Site, float]]:
    """The site over a database, and the seconds from the command to its first page."""
    begun = time.perf_counter()
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"}
    command = [*EXTRACTOR, "serve", str(database), "--port", "0", "--review"]
    with tempfile.TemporaryFile() as faults:
        server = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=faults, env=environment, cwd=ROOT, text=True)
        try:
            assert server.stdout is not None
            # It says where it is once its port is held: whoever asks from then on is answered.
            said = [server.stdout.readline(), server.stdout.readline()]
            found = [re.search(r"(http://\S+?)(/\S*)? ?(?:- stop.*)?$", line.strip()) for line in said]
            if not all(found):
                faults.seek(0)
                raise RuntimeError(f"the server did not start: {faults.read().decode()[-800:]}")
            site = Site(found[0][1], server.pid)  # type: ignore[index]
            site.get("/")
            first = time.perf_counter() - begun
            site.sign_in(found[1][2])  # type: ignore[index]
            yield site, first
        finally:
            server.terminate()
            server.wait(30)


def _pages(database: Path, asks: int) -> dict[str, list[str]]:
    """Kind of page -> addresses to ask, no two alike where there are enough."""
    chance = random.Random(11)
    with contextlib.closing(sqlite3.connect(f"{database.resolve().as_uri()}?mode=ro", uri=True)) as connection:

        def some(query: str) -> list[tuple[str, ...]]:
            held = connection.execute(query).fetchall()
            return [held[at % len(held)] for at in chance.sample(range(max(asks, len(held))), asks)]

        areas = [area for (area,) in some("SELECT name FROM areas ORDER BY name")]
        periods = some("SELECT DISTINCT period_start, period_end FROM plans ORDER BY 1, 2")
        every = sorted({*areas})
        plans, papers = some("SELECT id FROM plans ORDER BY id"), some("SELECT id FROM papers ORDER BY id")
        pages = some("SELECT paper, number FROM pages ORDER BY id")
        priorities = some("SELECT id FROM findings WHERE kind = 'priority' ORDER BY id")
        doubted = some("SELECT id FROM findings WHERE confidence < 0.9 ORDER BY id")
        drawn = some("SELECT paper, number FROM pages JOIN files USING (paper) WHERE length(data) > 0 ORDER BY pages.id")
        rare = [at % len(papers) for at in range(asks)]
    compared = [
        urlencode([*(("area", area) for area in chance.sample(every, 4)), ("from", start), ("to", end)]) for start, end in periods
    ]
    common = ["burglary", COMMON, "the", "community safety", "reduce", "violence", "young people", "drugs", "domestic abuse"]
    return {
        "home": ["/"] * asks,
        "home, made anew": [f"/?{number}" for number in range(asks)],
        "compare four areas": [f"/compare?{query}" for query in compared],
        "area": [f"/area/{quote(area, safe='')}" for area in areas],
        "plan": [f"/plan/{plan}" for (plan,) in plans],
        "paper": [f"/paper/{paper}" for (paper,) in papers],
        "page of a paper": [f"/paper/{paper}/page/{number}" for paper, number in pages],
        "priority": [f"/evidence/{finding}" for (finding,) in priorities],
        "measures": ["/measures", *(f"/measures?{urlencode({'area': area, 'q': 'reduce'})}" for area in areas)][:asks],
        "papers held": [f"/papers?{urlencode({'area': area})}" for area in areas],
        "all papers, made anew": [f"/papers?start={100 * number}" for number in range(asks)],
        "plans expected, made anew": [f"/expected?start={number}" for number in range(asks)],
        "national frameworks": ["/national"] * asks,
        "one framework": [f"/national?{urlencode({'for': name})}" for name in ("PSA 23 (CSR2007)", "NI 15", "PSA 25")] * asks,
        "one framework, made anew": [f"/national?for=PSA+23&{number}" for number in range(asks)],
        "search, common words": [f"/search?q={quote(word)}" for word in common] * asks,
        "search, a rare word": [f"/search?q={RARE}{number:05d}" for number in rare],
        "search, narrowed": [f"/search?{urlencode({'q': 'burglary', 'area': area})}" for area in areas],
        "review list": ["/review", *(f"/review?start={start}" for start in range(100, 400, 100))] * asks,
        "review of a finding": [f"/review/finding/{finding}" for (finding,) in doubted],
        "data page": ["/plans"] * asks,
        "table": ["/plans/priorities", "/plans/findings?_search=burglary", "/plans/papers_held"] * asks,
        FIRST_IMAGE: [f"/page-image/{paper}/{number}.png?width=1200" for paper, number in dict.fromkeys(drawn)],
    }


def measure(database: Path, asks: int = ASKS, only: str = "") -> tuple[float, dict[str, Waited]]:
    """Seconds from the command to the first page, and what each kind of page takes, each asked ``asks`` times."""
    made: dict[str, Waited] = {}
    pages = _pages(database, asks + WARM)
    with served(database) as (site, first):
        for name, addresses in pages.items():
            if only in name:
                made[name] = _asked(site, addresses[: asks + WARM], WARM)
                if name == FIRST_IMAGE:
                    made[KEPT_IMAGE] = _asked(site, (addresses[-8:] * asks)[: asks + WARM], WARM)
    return first, made


def _asked(site: Site, addresses: list[str], warm: int) -> Waited:
    site.reopen()
    for address in addresses[:warm]:
        site.get(address)
    before = site.cpu
    answers, begun = [], time.perf_counter()
    for address in addresses[warm:]:
        answers.append(site.get(address))
        if len(answers) >= FEWEST and time.perf_counter() - begun > LONGEST:
            break
    spent = tuple(spent for spent, _ in answers)
    return Waited(spent, max(len(body) for _, body in answers), 1000 * (site.cpu - before) / len(spent))


def shown(plans: int, first: float, waited: dict[str, Waited]) -> str:
    """The figures of one database as Markdown."""
    rows = [
        (name, f"{one.median:.0f}", f"{one.most:.0f}", f"{one.rate:.0f}", f"{one.cpu:.0f}", f"{one.size / 1000:.0f}")
        for name, one in waited.items()
    ]
    head = ("page", "median ms", "95 of 100 within ms", "a second", "CPU ms", "largest, kB")
    load = os.getloadavg()[0]
    return f"{plans:,} plans; first page {first:.1f} s after the command; load {load:.1f}.\n\n" + table(head, rows)


def made(plans: int, into: Path) -> Path:
    """A database of that many made-up plans."""
    path = into / f"site-{plans}.db"
    subprocess.run([sys.executable, HERE / "site_made.py", str(plans), path], check=True, cwd=ROOT, stdout=subprocess.DEVNULL,
                   env={**os.environ, "PYTHONPATH": str(ROOT)})  # fmt: skip
    return path


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("plans", type=int)
    parser.add_argument("--database", type=Path, help="one that site_made.py made before")
    parser.add_argument("--asks", type=int, default=ASKS, help="how often each kind of page is asked")
    parser.add_argument("--only", default="", help="pages whose name has this in it")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        database = asked.database or made(asked.plans, Path(folder))
        print(shown(asked.plans, *measure(database, asked.asks, asked.only)))


if __name__ == "__main__":
    main()
