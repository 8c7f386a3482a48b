"""The processes that answer the queries of clients: a few at work, other queries wait for their turn."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import anyio
import anyio.to_thread

from kg.errors import QueryError
from kg.serve.served import LocalServed
from kg.store.timeouts import Limits, QueryWorker

__all__ = ["Busy", "Workers"]


class Busy(Exception):
    """There are more queries than can wait."""


@dataclass(frozen=True, slots=True)
class _Idle:
    worker: QueryWorker
    version: str


class Workers:
    """Up to ``size`` processes over a store; ``waiting`` more queries wait, further ones are refused.

    A query whose asker goes away (its task is cancelled) is ended with its process.
    """

    def __init__(self, served: LocalServed, size: int, waiting: int, limits: Limits) -> None:
        self.limits = limits
        self._served = served
        self._idle: list[_Idle] = []
        self._free = anyio.Semaphore(size)
        self._threads = anyio.CapacityLimiter(size + 1)
        self._room = size + waiting
        self._present = 0

    async def ask(self, sparql: str, name: str, **more: Any) -> tuple[str, bytes]:
        """The kind of result, and the result, as ``worker.answer`` gives them.

        Raises Busy, SyntaxError, OSError, and QueryError when it takes more than it may.
        """
        if self._present >= self._room:
            raise Busy
        self._present += 1
        try:
            async with self._free:
                return await self._answer(sparql, name, more)
        finally:
            self._present -= 1

    async def _answer(self, sparql: str, name: str, more: dict[str, Any]) -> tuple[str, bytes]:
        version = self._served.version
        worker = await self._worker(version)
        try:
            result = await anyio.to_thread.run_sync(
                lambda: worker.ask(sparql, self.limits, name, **more),
                abandon_on_cancel=True,
                limiter=self._threads,
            )
        except (SyntaxError, OSError):  # the process has said so, and goes on
            self._idle.append(_Idle(worker, version))
            raise
        except anyio.get_cancelled_exc_class():
            worker.process.kill()  # the thread, which waits for its answer, does the rest
            raise
        self._idle.append(_Idle(worker, version))
        return result

    async def _worker(self, version: str) -> QueryWorker:
        stale = [one for one in self._idle if one.version != version]
        self._idle = [one for one in self._idle if one.version == version]
        for one in stale:
            one.worker.end()
        if self._idle:
            return self._idle.pop().worker
        try:
            return await anyio.to_thread.run_sync(self._served.start, limiter=self._threads)
        except EOFError as error:
            raise QueryError("query", "no process could be started for it", "try again later") from error

    def end(self) -> None:
        """End the processes that have nothing to do."""
        while self._idle:
            with suppress(OSError):
                self._idle.pop().worker.end()
