"""``python timed_ingest.py TIMES ingest ...``: a run as the command line does it, that notes how long each paper's reading took.

A line of JSON for each paper goes to the file TIMES: its name, its SHA-256, and seconds from when it was handed to a worker.
"""

from __future__ import annotations

import json
import sys
import threading
import time
from pathlib import Path

import extractor.batch.together as together
from extractor.batch.paper import Result, Task
from extractor.batch.slots import Setting
from extractor.cli import main


def note_times(times: Path) -> None:
    """From now on runs of this process note them in the file."""
    honest, lock = together.read_isolated, threading.Lock()

    def timed(task: Task, setting: Setting) -> Result:
        began = time.monotonic()
        try:
            return honest(task, setting)
        finally:
            line = json.dumps({"file": task.file, "sha256": task.sha256, "seconds": round(time.monotonic() - began, 2)})
            if not task.together:  # a start of LibreOffice for several is none's own
                with lock, times.open("a", encoding="utf-8") as file:
                    file.write(line + "\n")

    together.read_isolated = timed


if __name__ == "__main__":
    note_times(Path(sys.argv[1]))
    main(sys.argv[2:], prog_name="extractor")
