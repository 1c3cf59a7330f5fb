"""The same rows whatever the number of workers, the machines, the order of the files, the hash seed, the time zone, the locale."""

from __future__ import annotations

import random
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from observed import Content, command, content, differing, digest, environment
from small_papers import CORPUS

from extractor.batch import Work, ingest
from extractor.flow import shipped_codebook

_ELSEWHERE = {"PYTHONHASHSEED": "4711", "TZ": "Pacific/Auckland", "LC_ALL": "C", "LANG": "tr_TR.UTF-8", "PYTHONUTF8": "0"}


def same(work: Path, chance: random.Random) -> Counter[str]:
    """Reads the sample papers and a damaged one in each of these ways."""
    told: Counter[str] = Counter()
    folder = work / "papers"
    shutil.copytree(CORPUS, folder)
    (folder / "damaged.pdf").write_bytes(b"%PDF-1.7\n" + b"junk " * 99)
    files = sorted(folder.iterdir())
    found: dict[str, Content] = {}

    def run(name: str, *arguments: object, **variables: str) -> None:
        database = work / f"{name}.db"
        ran = subprocess.run(
            command("ingest", *arguments, "--database", database), capture_output=True, check=False, env=environment(**variables)
        )
        if ran.returncode != 3:
            told[f"FAULT: {name} ended with {ran.returncode}"] += 1
            print(ran.stderr.decode("utf-8", "replace")[-500:])
        found[name] = content(database)

    for workers in (1, 2, 4):
        run(f"{workers} workers", folder, "--workers", workers)
    run("another hash seed, time zone, locale", folder, "--workers", 2, **_ELSEWHERE)
    shuffled = chance.sample(files, len(files))
    run("another order of the files", *shuffled, "--workers", 2)
    with _cluster() as address:
        run("a Dask cluster of two", folder, "--cluster", address)
    database = work / "paper by paper.db"
    for file in shuffled:
        ingest([file], database, shipped_codebook(), work=Work(workers=1))
    found["paper by paper, in that order"] = content(database)
    first = found["1 workers"]
    for name, rows in found.items():
        print(f"  {digest(rows)}  {name}")
        told["FAULT: other rows"] += rows != first
        if rows != first:
            print(f"  FAULT: {name}: {differing(first, rows)}")
    told["ways"], told["papers"], told["rows"] = len(found), len(files), sum(map(len, first.values()))
    return told


@contextmanager
def _cluster() -> Iterator[str]:
    """A scheduler and two workers, each a process of its own."""
    script = (
        "from distributed import LocalCluster; import sys\n"
        "if __name__ == '__main__':\n"
        "    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as held:\n"
        "        print(held.scheduler_address, flush=True); sys.stdin.read()\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment(),
        text=True,
    ) as process:
        assert process.stdout is not None and process.stdin is not None
        yield process.stdout.readline().strip()
        process.stdin.close()
        process.wait(60)
