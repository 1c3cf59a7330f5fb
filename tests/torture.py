"""What no test has time for: kills at random moments, full disks, readers during a run, hostile files: ``make torture``.

    python tests/torture.py [kills] [disk] [readers] [hostile] [--kills 200] [--sizes 20] [--readers 20] [--probes 50] [--seed 1]

Prints a line of counts for each part, and ends with 1 where anything is not as it must be.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import random
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections import Counter
from contextlib import closing
from pathlib import Path

import psutil

ROOT = Path(__file__).resolve().parents[1]
HOSTILE = ROOT.parent / "shared" / "hostile"
PARTS = ("kills", "disk", "readers", "hostile")
TEXT = "Community Safety Plan {0}-{1}\n\n{2}\n\nOur priorities are:\n- Burglary\n- Violent crime in {2}\n- Drugs (PSA 25)\n"
TOWNS = ("Hartlepool", "Middlesbrough", "Stockton-on-Tees", "Charnwood", "Burnley", "Dorset")
TIMES = ("runs", "run_papers", "readings")


def command(*arguments: object) -> list[str]:
    return [sys.executable, "-m", "extractor.cli", *map(str, arguments)]


def papers(folder: Path, count: int) -> Path:
    """A folder of small papers, some of them of the corpus."""
    folder.mkdir()
    for number in range(count):
        year = 1990 + number % 25
        (folder / f"plan {number}.txt").write_text(TEXT.format(year, year + 3, TOWNS[number % len(TOWNS)]), encoding="utf-8")
    for paper in sorted((ROOT / "corpus" / "papers").glob("*.docx"))[:3]:
        shutil.copy(paper, folder)
    (folder / "damaged.pdf").write_bytes(b"%PDF-1.7\n" + b"junk " * 99)
    return folder


def content(database: Path) -> dict[str, list[object]]:
    """Every row but those that tell when and how often something was done, and the inside of full-text indexes."""
    with closing(sqlite3.connect(database)) as connection:
        names = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
        queries = {name: f"SELECT * FROM [{name}]" for name in names if name not in (*TIMES, "ledger") and "_fts_" not in name}
        queries["ledger"] = "SELECT path, state, sha256, reason, note, same_as, holds FROM ledger"
        return {name: sorted(connection.execute(query).fetchall(), key=repr) for name, query in queries.items()}


def sound(database: Path) -> bool:
    """Whether SQLite finds nothing wrong."""
    with closing(sqlite3.connect(database)) as connection:
        whole = connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        return whole and not connection.execute("PRAGMA foreign_key_check").fetchall()


def left_behind(mark: str) -> list[psutil.Process]:
    """Workers of ours that outlive their run."""
    found = []
    for one in psutil.process_iter(["cmdline", "environ"]):
        environment = one.info["environ"] or {}
        if environment.get("TORTURE") == mark and one.pid != os.getpid():
            found.append(one)
    return found


def kills(work: Path, count: int, chance: random.Random) -> Counter[str]:
    """Kills a run or one of its workers at ``count`` random moments; in the end all holds what an undisturbed run gives."""
    told: Counter[str] = Counter()
    folder = papers(work / "papers", 24)
    began = time.monotonic()
    subprocess.run(command("ingest", folder, "--database", work / "whole.db"), capture_output=True, check=False)
    whole, length = content(work / "whole.db"), time.monotonic() - began
    start = work / "start.db"
    subprocess.run(command("ingest", folder / "plan 0.txt", "--database", start), capture_output=True, check=True)
    database, round_of = work / "plans.db", 0
    while told["kills"] < count:
        shutil.copy(start, database)
        mark = f"{os.getpid()}-{round_of}"
        environment = {**os.environ, "TORTURE": mark}
        for _ in range(chance.randint(1, 6)):
            before = database.read_bytes()
            log = (work / "run.log").open("wb")
            process = subprocess.Popen(command("ingest", folder, "--database", database), stdout=log, stderr=log, env=environment)
            time.sleep(chance.uniform(0.2, length))
            hit = False
            how = chance.choice(["kill", "kill", "term", "int", "worker"])
            if how == "worker":
                below = psutil.Process(process.pid).children(recursive=True) if process.poll() is None else []
                if below:
                    chance.choice(below).kill()
                    told["workers killed"] += 1
                    hit = True
            elif process.poll() is None:
                hit = True
                process.send_signal({"kill": signal.SIGKILL, "term": signal.SIGTERM, "int": signal.SIGINT}[how])
            code = process.wait(300)
            told["kills"] += hit
            told[f"ended with {code}"] += 1
            log.close()
            if b"Traceback" in (work / "run.log").read_bytes():
                told["FAULT: traceback"] += 1
            if not sound(database):
                told["FAULT: damaged"] += 1
            if code not in (0, 3) and database.read_bytes() != before and len(content(database)["papers"]) != len(whole["papers"]):
                told["FAULT: neither old nor new"] += 1
            time.sleep(0.3)
            _, alive = psutil.wait_procs(left_behind(mark), timeout=10)
            if alive:
                told["FAULT: left behind"] += 1
            if code in (0, 3):
                break  # nothing is left for this round to interrupt
        for _ in range(3):  # a worker killed twice over one paper puts it by until the next run
            done = subprocess.run(command("ingest", folder, "--database", database), capture_output=True, check=False)
            if content(database) == whole:
                break
        if done.returncode != 3 or content(database) != whole:
            told["FAULT: not completed"] += 1
        told["completed"] += 1
        for path in work.glob("plans.db*"):
            if path != database:
                told["FAULT: litter"] += 1
                path.unlink()
        round_of += 1
    return told


def disk(work: Path, sizes: int) -> Counter[str]:
    """Lets no file grow beyond ``sizes`` sizes, up to that of the whole: the served file stays, and the code is 5."""
    told: Counter[str] = Counter()
    folder, database = papers(work / "disk papers", 8), work / "disk.db"
    subprocess.run(command("ingest", folder / "plan 0.txt", "--database", database), capture_output=True, check=True)
    served = database.read_bytes()
    whole = work / "disk whole.db"
    subprocess.run(command("ingest", folder, "--database", whole), capture_output=True, check=False)
    most = whole.stat().st_size
    for number in range(sizes):
        size = 4096 + (most - 8192) * number // sizes
        script = (
            f"import resource; resource.setrlimit(resource.RLIMIT_FSIZE, ({size}, {size})); from extractor.cli import main; main()"
        )
        arguments = [sys.executable, "-c", script, "ingest", str(folder), "--database", str(database)]
        ran = subprocess.run(arguments, capture_output=True, text=True, check=False)
        told["sizes"] += 1
        told[f"ended with {ran.returncode}"] += 1
        if ran.returncode != 5 or database.read_bytes() != served or "Traceback" in ran.stderr:
            told["FAULT: at a full disk"] += 1
    subprocess.run(command("ingest", folder, "--database", database), capture_output=True, check=False)
    if content(database) != content(whole):
        told["FAULT: not completed"] += 1
    return told


def readers(work: Path, count: int, probes: int) -> Counter[str]:
    """``count`` readers of the site while papers are read, ``probes`` of them in a row while the database is replaced."""
    told: Counter[str] = Counter()
    folder, database = papers(work / "site papers", 16), work / "site.db"
    subprocess.run(command("ingest", folder / "plan 0.txt", "--database", database), capture_output=True, check=True)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen(command("serve", database, "--port", port), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    going = threading.Event()
    seen: Counter[tuple[int, int]] = Counter()
    query = "select+(select+count(*)+from+papers),(select+count(*)+from+files)"
    address = f"http://127.0.0.1:{port}/plans.json?sql={query}&_shape=arrays"

    def look() -> None:
        try:
            with urllib.request.urlopen(address, timeout=30) as answer:
                one, other = json.load(answer)["rows"][0]
                seen[one, other] += 1
        except OSError:
            told["FAULT: a reader met an error"] += 1

    def read() -> None:
        while not going.is_set():
            look()
            time.sleep(0.05)

    try:
        for _ in range(200):
            try:
                urllib.request.urlopen(address, timeout=5).close()
                break
            except OSError:
                time.sleep(0.2)
        threads = [threading.Thread(target=read) for _ in range(count)]
        for thread in threads:
            thread.start()
        subprocess.run(command("ingest", folder, "--database", database), capture_output=True, check=False)
        for number in range(probes):
            copy = database.with_name("site.db.building")
            shutil.copy(database, copy)
            with closing(sqlite3.connect(copy)) as connection, connection:
                connection.execute("UPDATE papers SET author = ?", [f"probe {number}"])
            copy.replace(database)
            look()
        going.set()
        for thread in threads:
            thread.join()
    finally:
        server.terminate()
        server.wait()
    told["readers"], told["probes"], told["answers"] = count, probes, sum(seen.values())
    with closing(sqlite3.connect(database)) as connection:
        (after,) = connection.execute("SELECT count(*) FROM papers").fetchone()
    if set(seen) != {(1, 1), (after, after)}:
        told[f"FAULT: neither old nor new ({sorted(seen)})"] += 1
    return told


def hostile(work: Path, seconds: float) -> Counter[str]:
    """All of the hostile files, with those that the folder's script makes: counted against what each should end with."""
    told: Counter[str] = Counter()
    if not HOSTILE.is_dir():
        return Counter({f"left out: {HOSTILE} is not here": 1})
    made, database, summary = work / "made", work / "hostile.db", work / "hostile.json"
    subprocess.run([sys.executable, HOSTILE / "make_hostile.py", made, "--fs"], capture_output=True, check=True)
    log = (work / "hostile.log").open("wb")
    arguments = ["ingest", made, HOSTILE / "real", "--database", database, "--workers", 2, "--timeout", seconds]
    process = subprocess.Popen(command(*arguments, "--summary", summary), stdout=log, stderr=log)
    most = 0
    while process.poll() is None:
        try:
            tree = [psutil.Process(process.pid), *psutil.Process(process.pid).children(recursive=True)]
            most = max(most, sum(_memory(one) for one in tree))
        except psutil.Error:
            pass
        time.sleep(0.2)
    log.close()
    told[f"ended with {process.returncode}"] += 1
    told["peak MB of the tree"] = most >> 20
    if most > (2 * 1024 + 500) << 20:
        told["FAULT: memory"] += 1
    if b"Traceback" in (work / "hostile.log").read_bytes():
        told["FAULT: traceback"] += 1
    found = json.loads(summary.read_text(encoding="utf-8"))
    told["files"], told["read"], told["quarantined"] = found["files"], found["read"], found["quarantined"]
    told.update({f"reason {name}": number for name, number in found["reasons"].items()})
    with closing(sqlite3.connect(database)) as connection:
        held = dict(connection.execute("SELECT path, state FROM ledger").fetchall())
        told["papers"], told["FAULT: doubled"] = connection.execute(
            "SELECT count(*), count(*) - count(DISTINCT sha256) FROM papers"
        ).fetchone()
        marked = {path for (path,) in connection.execute(_MARKED).fetchall()}
    with (made / "MANIFEST_synth.tsv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            path = str(made / row["file"])
            state = held.get(path)
            if state is None:
                told["left out by their ending"] += 1
            elif row["expect"] == "text" and state in ("read", "partial"):
                told["marked text found" if path in marked else "FAULT: marked text lost"] += 1
            elif row["expect"] == "text" and state != "duplicate":
                told[f"should be read, is {state}"] += 1
            elif row["expect"] == "refuse" and state in ("read", "partial"):
                told["should be refused, was read"] += 1
    return told


_MARKED = """
    SELECT path FROM ledger JOIN papers ON papers.sha256 = ledger.sha256
    WHERE EXISTS (SELECT 1 FROM pages WHERE pages.paper = papers.id AND pages.text LIKE '%QZMARKER%')
       OR EXISTS (SELECT 1 FROM blocks WHERE blocks.paper = papers.id AND blocks.text LIKE '%QZMARKER%')
"""


def _memory(process: psutil.Process) -> int:
    """Bytes that are a process's own, so that pages shared by forks count once."""
    try:
        return int(process.memory_full_info().uss)
    except psutil.Error:
        return 0


def main() -> None:
    asked = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    asked.add_argument("parts", nargs="*", choices=[*PARTS, []], default=[])
    asked.add_argument("--kills", type=int, default=200)
    asked.add_argument("--sizes", type=int, default=20)
    asked.add_argument("--readers", type=int, default=20)
    asked.add_argument("--probes", type=int, default=50)
    asked.add_argument("--timeout", type=float, default=60.0)
    asked.add_argument("--seed", type=int, default=1)
    options = asked.parse_args()
    faults = 0
    with tempfile.TemporaryDirectory(prefix="torture-") as name:
        work = Path(name)
        runs = {
            "kills": lambda: kills(work, options.kills, random.Random(options.seed)),
            "disk": lambda: disk(work, options.sizes),
            "readers": lambda: readers(work, options.readers, options.probes),
            "hostile": lambda: hostile(work, options.timeout),
        }
        for part in options.parts or PARTS:
            began = time.monotonic()
            told = +runs[part]()
            faults += sum(number for what, number in told.items() if what.startswith("FAULT"))
            shown = ", ".join(f"{what} {number}" for what, number in sorted(told.items()))
            print(f"{part}: {shown} ({time.monotonic() - began:.0f} s)", flush=True)
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()
