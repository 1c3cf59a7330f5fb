"""What no test has time for: ``make torture``.

    python tests/torture [kills] [disk] [readers] [same] [strings] [committee] [hostile] [--seed 1] [--kills 200] ...

Prints what it finds and a line for each count, part by part, and ends with 1 where anything is not as it must be.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from committee import committee
from disk import disk
from hostile import hostile
from kills import kills
from readers import readers
from same import same
from strings import strings

Part = Callable[[Path, argparse.Namespace], Counter[str]]
PARTS: dict[str, Part] = {
    "kills": lambda work, asked: kills(work, asked.kills, random.Random(asked.seed), asked.minutes),
    "disk": lambda work, asked: disk(work, asked.sizes),
    "readers": lambda work, asked: readers(work, asked.readers, asked.probes),
    "same": lambda work, asked: same(work, random.Random(asked.seed)),
    "strings": lambda work, asked: strings(work, asked.strings, asked.seed),
    "committee": lambda work, asked: committee(work),
    "hostile": lambda work, asked: hostile(work, asked.timeout, asked.only),
}


def main() -> None:
    """Runs the parts that are asked for, one after the other."""
    options = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    options.add_argument("parts", nargs="*", metavar="PART", help=f"{', '.join(PARTS)}; all of them where none is named")
    options.add_argument("--kills", type=int, default=200, help="runs that are ended by SIGKILL; others are ended otherwise")
    options.add_argument("--minutes", type=float, default=120.0, help="minutes after which no more runs are ended")
    options.add_argument("--sizes", type=int, default=20, help="sizes of a full disk")
    options.add_argument("--readers", type=int, default=20, help="readers of the site at once")
    options.add_argument("--probes", type=int, default=50, help="times that the served database is replaced")
    options.add_argument("--strings", type=int, default=10_000, help="odd strings that are stored and shown")
    options.add_argument("--timeout", type=float, default=60.0, help="seconds for each hostile paper")
    options.add_argument("--only", default="", help="only hostile papers whose name begins so")
    options.add_argument("--seed", type=int, default=1)
    asked = options.parse_args()
    if unknown := {*asked.parts} - {*PARTS}:
        options.error(f"no such part: {', '.join(sorted(unknown))}")
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background ignores it, and so would a run
    faults = 0
    with tempfile.TemporaryDirectory(prefix="torture-") as name:
        for part in asked.parts or PARTS:
            began = time.monotonic()
            print(f"{part}: load {os.getloadavg()[0]:.1f}", flush=True)
            folder = Path(name) / part
            folder.mkdir()
            told = PARTS[part](folder, asked)
            faults += sum(number for what, number in told.items() if what.startswith("FAULT"))
            for what, number in sorted(told.items()):
                print(f"    {what}: {number}")
            print(f"{part}: done in {time.monotonic() - began:.0f} s, load {os.getloadavg()[0]:.1f}", flush=True)
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()
