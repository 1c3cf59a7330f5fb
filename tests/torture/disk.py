"""Full disks of many sizes: what is served stays as it was, the run says so and ends with 5, and the next one completes."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from pathlib import Path

from observed import command, content, differing, environment
from small_papers import small_papers


def disk(work: Path, sizes: int) -> Counter[str]:
    """Lets no file grow beyond ``sizes`` sizes, up to nearly that of the whole database."""
    told: Counter[str] = Counter()
    folder, database = small_papers(work / "disk papers", 8), work / "disk.db"
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
        ran = subprocess.run(arguments, capture_output=True, text=True, check=False, env=environment())
        told["sizes"] += 1
        told[f"ended with {ran.returncode}"] += 1
        if ran.returncode != 5 or database.read_bytes() != served or "Traceback" in ran.stderr:
            told["FAULT: at a full disk"] += 1
    subprocess.run(command("ingest", folder, "--database", database), capture_output=True, check=False)
    if differing(content(whole), content(database)):
        told["FAULT: not completed"] += 1
    return told
