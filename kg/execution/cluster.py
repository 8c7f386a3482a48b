"""Dask: a cluster that is there, or one of this machine's processes."""

from __future__ import annotations

import logging
import pickle
import threading
from collections.abc import Callable, Generator, Iterable
from contextlib import ExitStack
from typing import TYPE_CHECKING, Generic, TypeVar

from kg.errors import KGError
from kg.execution.engine import ATTEMPTS, Engine, Promise, in_order, lost
from kg.execution.telling import Hearer

if TYPE_CHECKING:
    from distributed import Client

__all__ = ["Dask"]

PATIENCE = "15s"
"""How long a scheduler may take to answer."""

_CONFIGURATION = {
    "distributed.scheduler.allowed-failures": ATTEMPTS - 1,
    "distributed.worker.profile.enabled": False,  # looks into the work a hundred times a second
    "distributed.admin.tick.interval": "1s",
    "distributed.admin.tick.limit": "60s",
}
_log = logging.getLogger(__name__)
_S = TypeVar("_S")
_T = TypeVar("_T")
_R = TypeVar("_R")


class Dask(Engine):
    """The workers of the scheduler at ``address`` (HOST:PORT); without one, ``jobs`` processes started for
    the purpose.

    Dask gives the work of a worker that dies to another. Workers need the same version of this package.
    """

    def __init__(self, address: str | None, jobs: int) -> None:
        self.address = address
        self.jobs = jobs
        self.remote = address is not None

    def map(
        self,
        start: Callable[[], _S],
        work: Callable[[_S, _T], _R],
        items: Iterable[_T],
        hear: Hearer | None = None,
    ) -> Generator[_R]:
        """Results in order; two items for each thread of the cluster are under way."""
        begin = pickle.dumps(start)
        with ExitStack() as stack:
            client = self._connect(stack)

            def submit(item: _T) -> _Task[_R]:
                return _Task(client.submit(_do, begin, work, item, pure=False), item)

            def ahead() -> int:
                threads: int = sum(client.nthreads().values())
                return 2 * max(self.jobs, threads)

            yield from in_order(submit, items, ahead)

    def _connect(self, stack: ExitStack) -> Client:
        try:
            import dask
            from distributed import Client, LocalCluster
        except ImportError as error:
            raise KGError(
                "--engine dask",
                f"the module {error.name} is not installed",
                "run: pip install 'newskg[dask]'",
            ) from None
        stack.enter_context(dask.config.set(_CONFIGURATION))
        if self.address is None:
            cluster = LocalCluster(
                n_workers=self.jobs,
                threads_per_worker=1,
                processes=True,
                host="127.0.0.1",
                dashboard_address=None,
                memory_limit=0,
                silence_logs=logging.CRITICAL,
            )
            return stack.enter_context(Client(stack.enter_context(cluster)))
        where = f"dask://{self.address}"
        try:
            client = stack.enter_context(Client(self.address, timeout=PATIENCE))
        except (OSError, ValueError) as error:
            raise KGError(
                where, f"no scheduler answers ({error})", "start one with `dask scheduler`"
            ) from None
        if not client.nthreads():
            _log.warning("%s: has no workers yet; `dask worker %s` starts one", where, self.address)
        return client


class _Task(Generic[_R]):
    """A future of Dask, whose faults are ours."""

    def __init__(self, future: Promise[_R], item: object) -> None:
        self._future = future
        self._item = item

    def result(self) -> _R:
        from distributed.scheduler import KilledWorker

        try:
            return self._future.result()
        except KilledWorker:
            raise lost(self._item) from None
        except ModuleNotFoundError as error:
            raise KGError(
                "--engine dask", f"its workers have no module {error.name}", "install the same newskg there"
            ) from error


_guard = threading.Lock()
_state: tuple[bytes, object] | None = None


def _do(begin: bytes, work: Callable[[object, _T], _R], item: _T) -> _R:
    """What the work makes of an item, on a worker, which keeps the state for the next one.

    Threads of one worker take turns.
    """
    global _state
    with _guard:
        if _state is None or _state[0] != begin:
            _state = None
            _state = begin, pickle.loads(begin)()
        return work(_state[1], item)
