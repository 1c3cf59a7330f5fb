"""Many machines: a Dask cluster reads the papers, each in a process apart there; this process loads what comes back."""

from __future__ import annotations

import time
import warnings
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError, Executor, Future
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from extractor.assets import with_extra
from extractor.batch.paper import Result, failed
from extractor.batch.workers import MOST_DEATHS
from extractor.errors import InputError, Reason

if TYPE_CHECKING:
    from distributed import Client

_PATIENCE = 15
"""Seconds in which the cluster must answer."""
_WORKER_PATIENCE = 300.0
"""Seconds for which a cluster may be without any worker: they are restarted, or others join it."""
_LOOK = 5.0
"""Seconds between two looks whether it has any."""
_LOST = "a worker of the cluster was lost over it"


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
        yield _Cluster(client, address), threads


class _Cluster(Executor):
    """Papers on a cluster: the loss of a worker costs the try of the papers that it had, the loss of the scheduler ends the run."""

    def __init__(self, client: Client, address: str) -> None:
        self._client, self._address = client, address
        self._executor = client.get_executor(pure=False)  # a paper that is sent again is another task

    def submit(self, function: Callable[..., Any], /, *arguments: Any, **named: Any) -> Future[Any]:
        """``function`` reads a paper and gives a Result. The future's result raises InputError where the cluster has gone."""

        def ask() -> Future[Any]:
            try:
                sent: Future[Any] = self._executor.submit(function, *arguments, **named)
                return sent
            except Exception as fault:
                if self._client.status == "running":
                    raise
                raise self.gone("no longer answers") from fault

        return _Coming(ask, self)

    def gone(self, how: str) -> InputError:
        """What the run is told."""
        return InputError(f"the cluster at {self._address} {how}: what was read is kept, and the same command goes on from there")

    def has_workers(self) -> bool:
        """Whether any worker is there, as far as can be told."""
        try:
            return bool(self._client.nthreads())
        except (OSError, ValueError, TimeoutError, CancelledError):
            return False


class _Coming(Future[Any]):
    """A paper's result on its way. A paper that lost its worker is sent again when its result is asked for: one at a time, so that
    one over which workers die is told from those that were beside it."""

    def __init__(self, ask: Callable[[], Future[Any]], cluster: _Cluster) -> None:
        super().__init__()
        self._ask, self._cluster, self._sent = ask, cluster, ask()

    def result(self, timeout: float | None = None) -> Any:
        """As in concurrent.futures, but that ``timeout`` is not looked at. Raises InputError where the cluster has gone."""
        from distributed import KilledWorker

        for deaths in range(MOST_DEATHS):
            try:
                result = self._waited()
            except (KilledWorker, CancelledError) as fault:
                if self._sent.cancelled():
                    raise self._cluster.gone("no longer answers") from fault
                if deaths + 1 < MOST_DEATHS:
                    self._sent = self._ask()
                continue
            return replace(result, deaths=result.deaths + deaths) if isinstance(result, Result) and deaths else result
        return replace(failed(Reason.STOPPED, _LOST), deaths=MOST_DEATHS)

    def _waited(self) -> Any:
        """The result, for as long as there are workers that could bring it."""
        last = time.monotonic()
        while True:
            try:
                return self._sent.result(_LOOK)
            except TimeoutError:
                if self._sent.done():
                    raise
            if self._cluster.has_workers():
                last = time.monotonic()
            elif time.monotonic() - last > _WORKER_PATIENCE:
                raise self._cluster.gone("has no workers any more")
