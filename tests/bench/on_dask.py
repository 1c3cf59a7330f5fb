"""An ingest on a Dask cluster of this machine: ``python on_dask.py FOLDER DATABASE WORKERS`` prints seconds by the clock."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path

from measured import EXTRACTOR


def main() -> None:
    from distributed import LocalCluster

    folder, database, workers = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
    database.unlink(missing_ok=True)
    begun = time.perf_counter()
    with LocalCluster(n_workers=workers, threads_per_worker=1, dashboard_address=None, processes=True) as cluster:
        start = time.perf_counter() - begun
        command = [*EXTRACTOR, "ingest", str(folder), "--database", str(database), "--cluster", cluster.scheduler_address]
        begun = time.perf_counter()
        done = subprocess.run(command, capture_output=True, text=True)
        spent = time.perf_counter() - begun
    if done.returncode not in (0, 3):
        raise SystemExit(done.stderr[-300:])
    print(json.dumps({"start": start, "ingest": spent}))


if __name__ == "__main__":
    main()
