"""Several processes of this machine. One that dies is replaced, and what it was doing is done again."""

from __future__ import annotations

import logging
import pickle
import signal
import threading
import traceback
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from itertools import chain, islice
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import Generic, TypeVar

from kg.execution.engine import ATTEMPTS, Engine, InProcess, in_order, lost
from kg.execution.parent import end_with_parent
from kg.execution.telling import Hearer, Told, told_to

__all__ = ["Processes"]

_log = logging.getLogger(__name__)
_DONE, _RAISED, _TOLD = "done", "raised", "told"
_S = TypeVar("_S")
_T = TypeVar("_T")
_R = TypeVar("_R")


class Processes(Engine):
    """Up to ``jobs`` processes; this one when there is a single item."""

    def __init__(self, jobs: int) -> None:
        self.jobs = jobs

    def map(
        self,
        start: Callable[[], _S],
        work: Callable[[_S, _T], _R],
        items: Iterable[_T],
        hear: Hearer | None = None,
    ) -> Generator[_R]:
        """Results in order; two items for each process are under way."""
        items = iter(items)
        first = list(islice(items, 2))
        if len(first) < 2:
            yield from InProcess().map(start, work, first, hear)
            return
        pool = _Pool(self.jobs, start, work, hear)
        try:
            yield from in_order(pool.submit, chain(first, items), lambda: 2 * self.jobs)
        finally:
            pool.close()


class _Pool(Generic[_S, _T, _R]):
    """Threads that each have a process, started when there is something for it to do."""

    def __init__(
        self, jobs: int, start: Callable[[], _S], work: Callable[[_S, _T], _R], hear: Hearer | None
    ) -> None:
        self._start, self._work, self._hear = start, work, hear
        self._threads = ThreadPoolExecutor(jobs, "kg-worker")
        self._own = threading.local()
        self._workers: set[_Worker[_S, _T, _R]] = set()
        self._guard = threading.Lock()
        self._closed = False

    def submit(self, item: _T) -> Future[_R]:
        return self._threads.submit(self._do, item)

    def close(self) -> None:
        """Ends the processes at once, whatever they are doing."""
        with self._guard:
            self._closed = True
            workers = list(self._workers)
        for worker in workers:
            worker.end()
        self._threads.shutdown(cancel_futures=True)

    def _do(self, item: _T) -> _R:
        for attempt in range(1, ATTEMPTS + 1):
            worker = self._worker()
            told = Told(self._hear)
            try:
                return worker.do(item, told)
            except (EOFError, ConnectionError):
                self._bury(worker)
                if self._closed:
                    raise
                again = "; it is done again" if attempt < ATTEMPTS else ""
                _log.warning("%s: the process that read this was ended from outside%s", item, again)
            finally:
                told.take_back()
        raise lost(item)

    def _worker(self) -> _Worker[_S, _T, _R]:
        """The process of this thread."""
        worker: _Worker[_S, _T, _R] | None = getattr(self._own, "worker", None)
        if worker is None:
            with self._guard:
                if self._closed:
                    raise EOFError
                worker = self._own.worker = _Worker(self._start, self._work)
                self._workers.add(worker)
        return worker

    def _bury(self, worker: _Worker[_S, _T, _R]) -> None:
        self._own.worker = None
        with self._guard:
            self._workers.discard(worker)
        worker.end()


class _Worker(Generic[_S, _T, _R]):
    """A process and the pipe to it."""

    def __init__(self, start: Callable[[], _S], work: Callable[[_S, _T], _R]) -> None:
        context = get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(
            target=_serve, args=(theirs, pickle.dumps((start, work))), name="kg-worker", daemon=True
        )
        self._process.start()
        theirs.close()  # so that the pipe ends with the process

    def do(self, item: _T, hear: Hearer) -> _R:
        """What the work makes of the item; ``hear`` gets what it tells meanwhile.

        Raises what it raises, EOFError or ConnectionError when the process has died.
        """
        self._pipe.send(item)
        while True:
            kind, answer = pickle.loads(self._pipe.recv_bytes())
            if kind == _TOLD:
                hear(answer)
            elif kind == _RAISED:
                raise answer
            else:
                result: _R = answer
                return result

    def end(self) -> None:
        self._process.kill()
        self._process.join()


def _serve(pipe: Connection, packed: bytes) -> None:
    """The life of a process: items in, results out, until the pipe ends.

    ``packed`` are what makes the state and what does the work. Unpacking them loads all that these need, so
    the process is one that ends with the first before. An interrupt is the first process's business.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    end_with_parent()
    start, work = pickle.loads(packed)
    states: list[object] = []

    def send_on(share: float) -> None:
        pipe.send_bytes(pickle.dumps((_TOLD, share)))

    with suppress(EOFError, ConnectionError), told_to(send_on):
        while True:
            pipe.send_bytes(_answer(states, start, work, pipe.recv()))


def _answer(states: list[_S], start: Callable[[], _S], work: Callable[[_S, _T], _R], item: _T) -> bytes:
    """The result or what was raised, and which of them it is, pickled; the state is made for the first
    item.
    """
    try:
        if not states:
            states.append(start())
        return pickle.dumps((_DONE, work(states[0], item)), pickle.HIGHEST_PROTOCOL)
    except Exception as error:
        trace = traceback.format_exc()
        try:
            error.add_note(trace)
            return pickle.dumps((_RAISED, error))
        except Exception:  # what cannot be pickled is given in words
            return pickle.dumps((_RAISED, RuntimeError(trace)))
