"""Queries that ask for graphs by name: answered over a copy of the store in which these graphs are whole.

A store has what is an article's own in its default graph alone (``placement``), which is all that most
queries see. The copy is made of hard links, so a graph that a query names costs what the graph holds; a query
that leaves open which graph it means has all of them written out first.
"""

from __future__ import annotations

import threading
from collections.abc import Collection, Iterable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from kg.rdf.graph_names import graphs_asked
from kg.rdf.graphs import nquads_of
from kg.store.placement import Placement, load_copy
from kg.store.snapshots import copied

__all__ = ["GraphQueries", "complete"]

_AT_ONCE = 16 << 20  # bytes


class GraphQueries:
    """Answers queries over an Oxigraph store; ``beside`` is the folder for copies of its files, None for a
    store in memory.
    """

    def __init__(self, oxigraph: ox.Store, base: str, beside: Path | None) -> None:
        self.oxigraph, self.base, self.beside = oxigraph, base, beside
        self._lock = threading.Lock()
        self._stack = ExitStack()
        self._copy: ox.Store | None = None
        self._whole: set[str] | None = set()

    def query(self, sparql: str, named: Iterable[str] = (), **dataset: Any) -> Any:
        """The result of a query; ``named`` are graphs that it asks for without saying so, ``dataset`` what
        Oxigraph takes as the graphs to ask.
        """
        asked = graphs_asked(sparql)
        wanted = None if asked is None else asked.union(named)
        store = self.oxigraph if wanted is not None and not wanted else self.whole(wanted)
        return store.query(sparql, **dataset)

    def whole(self, graphs: Collection[str] | None) -> ox.Store:
        """The store with some graphs whole, or with all; good until ``forget``."""
        with self._lock:
            if self._copy is None:
                self._copy = self._copied()
                self._whole = set()
            if self._whole is not None:
                missing = None if graphs is None else set(graphs) - self._whole
                if missing is None or missing:
                    complete(self._copy, self.base, missing)
                    self._whole = None if missing is None else self._whole | missing
            return self._copy

    def forget(self) -> None:
        """Let copies go: the store is about to change."""
        with self._lock:
            self._copy = None
            self._stack.close()

    def close(self) -> None:
        """Let everything go."""
        self.forget()
        del self.oxigraph

    def _copied(self) -> ox.Store:
        if self.beside is not None:
            return ox.Store(str(self._stack.enter_context(copied(self.oxigraph, self.beside))))
        copy = ox.Store()
        load_copy(copy, self.oxigraph.dump(format=ox.RdfFormat.N_QUADS) or b"", self.base)
        return copy


def complete(store: ox.Store, base: str, graphs: Collection[str] | None = None) -> None:
    """Write what is their own into some named graphs of a store, or into all."""
    placement = Placement(store, base)
    waiting: list[bytes] = []
    size = 0
    for iri in placement.graphs() if graphs is None else graphs:
        waiting.append(nquads_of(iri, placement.own(iri)))
        size += len(waiting[-1])
        if size > _AT_ONCE:
            store.bulk_load(b"".join(waiting), format=ox.RdfFormat.N_QUADS, lenient=True)
            waiting, size = [], 0
    store.load(b"".join(waiting), format=ox.RdfFormat.N_QUADS, lenient=True)
