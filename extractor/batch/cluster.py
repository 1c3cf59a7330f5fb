"""Many machines: a Dask cluster reads the papers, each in a process of its own there; this process loads what comes back."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager

from extractor.assets import with_extra
from extractor.errors import InputError

_PATIENCE = 15
"""Seconds in which the cluster must answer."""


@contextmanager
def cluster_at(address: str) -> Iterator[tuple[Executor, int]]:
    """The cluster at ``address`` ("tcp://host:8786") as an executor, and how many papers it reads at once.

    The program, with the same rules, must be installed on its machines. Raises InputError where Dask is not installed,
    where nothing answers, and where the cluster has no workers.
    """
    try:
        from distributed import Client
    except ImportError as missing:
        raise InputError(f"--cluster needs Dask: {with_extra('cluster')}") from missing
    try:
        client = Client(address, timeout=_PATIENCE)
    except (OSError, ValueError, TypeError) as fault:
        raise InputError(f"no cluster answers at {address}: start one with 'dask scheduler', or check the address") from fault
    with client, warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Sending large graph")
        threads = sum(client.nthreads().values())
        if not threads:
            raise InputError(f"the cluster at {address} has no workers: start some with 'dask worker {address}'")
        yield client.get_executor(), threads
