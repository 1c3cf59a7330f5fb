"""What no test has time for: ``make torture``.

    python tests/torture [kills] [--kills 200] [--seed 1]

Prints a line of counts for each part, and ends with 1 where anything is not as it must be.
"""

from __future__ import annotations

import argparse
import random
import signal
import sys
import tempfile
import time
from pathlib import Path

from kills import kills


def main() -> None:
    """Runs the parts that are asked for."""
    asked = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    asked.add_argument("--kills", type=int, default=200)
    asked.add_argument("--seed", type=int, default=1)
    options = asked.parse_args()
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background ignores it, and so would all that is started here
    with tempfile.TemporaryDirectory(prefix="torture-") as name:
        began = time.monotonic()
        told = kills(Path(name), options.kills, random.Random(options.seed))
        print("\n".join(f"{what}: {number}" for what, number in sorted(told.items())), f"({time.monotonic() - began:.0f} s)")
    sys.exit(1 if any(what.startswith("FAULT") for what in told) else 0)


if __name__ == "__main__":
    main()
