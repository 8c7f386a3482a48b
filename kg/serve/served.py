"""The store that is served: what is read of it now, when that changes, and who may write."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TypeVar

from kg.errors import StoreError
from kg.serve import worker
from kg.store.base import Store
from kg.store.endpoint import EndpointStore
from kg.store.open import open_store
from kg.store.oxigraph import LocalStore
from kg.store.timeouts import QueryWorker

__all__ = ["LocalServed", "RemoteServed", "Served", "serve_store"]

_T = TypeVar("_T")
_P = TypeVar("_P")


class Served:
    """A store that any number of clients read.

    ``version`` changes whenever what they read does. ``merge`` is the IRI under which the merge of all
    graphs, which is the default graph, can be named, too.
    """

    def __init__(self, where: str, base: str) -> None:
        self.where, self.base = where, base
        self.merge = f"{base}graph/all"
        self._began, self._changes = time.time_ns(), 0

    @property
    def version(self) -> str:
        """What tells one content of the store from another while it is served."""
        return f"{self._began:x}-{self._changes}"

    def refresh(self) -> None:
        """Go on to what the store holds now."""

    @contextmanager
    def reading(self) -> Iterator[Store]:
        """The store as it is now, to be read by one thread."""
        raise NotImplementedError
        yield

    def close(self) -> None:
        """Give the store back."""


@dataclass(slots=True)
class _Opened:
    """A store with the number of threads that read it; closed by the last one when another has its place."""

    store: LocalStore
    readers: int = 0
    replaced: bool = False


class LocalServed(Served):
    """A directory or a file. While another process writes a directory, its snapshots are read, each as soon
    as it is there. With ``writable``, this process is the one that writes.
    """

    def __init__(self, store: LocalStore, again: Callable[[], LocalStore], *, writable: bool) -> None:
        super().__init__(store.where, store.base)
        self.writable = writable
        self._again = again
        self._lock, self._writing, self._writers = threading.Lock(), threading.Lock(), threading.Lock()
        self._opened = _Opened(store)
        self._unpublished = False

    def refresh(self) -> None:
        """Go on to the newest content; where this process writes, let others see what it has written."""
        if self.writable:
            if self._unpublished and self._writing.acquire(blocking=False):
                try:
                    self._opened.store.publish()
                    self._unpublished = False
                finally:
                    self._writing.release()
        elif self._opened.store.outdated():
            fresh = _Opened(self._again())
            with self._lock:
                old, self._opened = self._opened, fresh
                old.replaced = True
                self._changes += 1
                idle = old.readers == 0
            if idle:
                old.store.close()

    @contextmanager
    def reading(self) -> Iterator[Store]:
        """The store as it is now; it stays so until the end, unless this process writes."""
        with self._lock:
            opened = self._opened
            opened.readers += 1
        try:
            yield opened.store
        finally:
            with self._lock:
                opened.readers -= 1
                last = opened.replaced and opened.readers == 0
            if last:
                opened.store.close()

    def write(self, change: Callable[[LocalStore], _T]) -> _T:
        """What ``change`` makes of the store, with no other change meanwhile.

        Raises StoreError where this process may not write.
        """
        return self.write_prepared(lambda _: None, lambda store, _: change(store))

    def write_prepared(
        self, prepare: Callable[[LocalStore], _P], change: Callable[[LocalStore, _P], _T]
    ) -> _T:
        """As ``write``, of a change that takes time to find out, for which nobody who reads has to wait."""
        if not self.writable:
            raise StoreError(self.where, "is served for reading only", "serve it with --writable")
        with self._writers:
            prepared = prepare(self._opened.store)
            with self._writing:
                try:
                    return change(self._opened.store, prepared)
                finally:
                    self._unpublished = True
                    self._changes += 1

    def start(self) -> QueryWorker:
        """A process that answers queries over what the store holds now."""
        with self.reading() as store, self._writing:
            assert isinstance(store, LocalStore), "only local stores are opened here"
            return store.worker(worker.__name__)

    def close(self) -> None:
        """Write what is waiting, and give the store back."""
        self._opened.store.close()


class RemoteServed(Served):
    """Another SPARQL endpoint, asked for everything."""

    writable = False

    def __init__(self, store: EndpointStore) -> None:
        super().__init__(store.where, store.base)
        self.store = store
        store.merged_apart = bool(store.query(f"ASK {{ GRAPH <{store.all}> {{ ?s ?p ?o }} }}"))

    @contextmanager
    def reading(self) -> Iterator[Store]:
        """The endpoint."""
        yield self.store

    def close(self) -> None:
        """Let connections go."""
        self.store.close()


def serve_store(where: str, base: str | None = None, *, writable: bool = False) -> LocalServed | RemoteServed:
    """The store at ``where``, opened to be served. Raises StoreError."""

    def opened() -> LocalStore:
        store = open_store(where, create=writable, read_only=not writable, base=base)
        assert isinstance(store, LocalStore), "what is no endpoint is local"
        return store

    if where.startswith(("http://", "https://")):
        if writable:
            raise StoreError(where, "is an endpoint, which takes changes itself", "leave --writable out")
        store = open_store(where, read_only=True, base=base)
        assert isinstance(store, EndpointStore), "it has the address of one"
        return RemoteServed(store)
    return LocalServed(opened(), opened, writable=writable)
