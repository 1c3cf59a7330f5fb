"""Readers of the site while papers are read and the database is replaced: each sees the whole old content or the whole new."""

from __future__ import annotations

import json
import shutil
import socket
import sqlite3
import subprocess
import threading
import time
import urllib.request
from collections import Counter
from contextlib import closing
from pathlib import Path

from observed import command, environment
from small_papers import small_papers

_QUERY = "select+(select+count(*)+from+papers),(select+count(*)+from+files)"


def readers(work: Path, count: int, probes: int) -> Counter[str]:
    """``count`` readers of the site while papers are read, ``probes`` of them in a row while the database is replaced."""
    told: Counter[str] = Counter()
    folder, database = small_papers(work / "site papers", 16), work / "site.db"
    subprocess.run(command("ingest", folder / "plan 0.txt", "--database", database), capture_output=True, check=True)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    serve = command("serve", database, "--port", port)
    server = subprocess.Popen(serve, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment())
    done = threading.Event()
    seen: Counter[tuple[int, int]] = Counter()
    address = f"http://127.0.0.1:{port}/plans.json?sql={_QUERY}&_shape=arrays"

    def look() -> None:
        try:
            with urllib.request.urlopen(address, timeout=30) as answer:
                one, other = json.load(answer)["rows"][0]
                seen[one, other] += 1
        except OSError:
            told["FAULT: a reader met an error"] += 1

    def read() -> None:
        while not done.is_set():
            look()
            time.sleep(0.05)

    try:
        _until_it_answers(address)
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
        done.set()
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


def _until_it_answers(address: str) -> None:
    for _ in range(300):
        try:
            urllib.request.urlopen(address, timeout=5).close()
            return
        except OSError:
            time.sleep(0.2)
