"""The backend of the rdflib view of a local store: Oxigraph's, with named graphs that are whole."""

from __future__ import annotations

from collections.abc import Callable, Collection, Generator, Iterator
from typing import TYPE_CHECKING, Any

import oxrdflib
from rdflib.graph import DATASET_DEFAULT_GRAPH_ID, Graph
from rdflib.store import Store as Backend

from kg.errors import StoreError
from kg.rdf.graph_names import graphs_asked

if TYPE_CHECKING:
    import pyoxigraph as ox

__all__ = ["WholeGraphs"]

_DEFAULT = str(DATASET_DEFAULT_GRAPH_ID)


class WholeGraphs(Backend):
    """Reads an Oxigraph store; what asks for named graphs is answered over a copy that has them whole, which
    ``whole`` gives. ``hidden`` is a graph that nobody shall see; ``where`` is what errors call the store.
    """

    context_aware, formula_aware, transaction_aware, graph_aware = True, False, False, True

    def __init__(
        self, oxigraph: ox.Store, whole: Callable[[Collection[str] | None], ox.Store], hidden: str, where: str
    ) -> None:
        self._plain = oxrdflib.OxigraphStore(store=oxigraph)
        self._whole, self._hidden, self._where = whole, hidden, where
        super().__init__()

    def triples(self, triple_pattern: Any, context: Any = None) -> Iterator[Any]:
        """As rdflib has it."""
        found: Iterator[Any] = self._over(context).triples(triple_pattern, context)
        return found

    def __len__(self, context: Any = None) -> int:
        return int(self._over(context).__len__(context))

    def contexts(self, triple: Any = None) -> Generator[Graph]:
        """As rdflib has it."""
        found = self._plain.contexts() if triple is None else self._over(None).contexts(triple)
        yield from (graph for graph in found if str(graph.identifier) != self._hidden)

    def query(self, query: Any, initNs: Any, initBindings: Any, queryGraph: Any, **kwargs: Any) -> Any:
        """As rdflib has it."""
        asked = graphs_asked(query) if isinstance(query, str) else None
        if asked is not None and str(queryGraph) not in ("__UNION__", _DEFAULT):
            asked |= {str(queryGraph)}
        backend = self._plain if asked is not None and not asked else self._of(asked)
        return backend.query(query, initNs, initBindings, queryGraph, **kwargs)

    def add(self, triple: Any, context: Any, quoted: bool = False) -> None:
        """Raises StoreError: the dataset is for reading."""
        raise self._refused()

    def remove(self, triple: Any, context: Any = None) -> None:
        """Raises StoreError: the dataset is for reading."""
        raise self._refused()

    def _refused(self) -> StoreError:
        return StoreError(
            self._where,
            "a change, but this view of it is for reading",
            "use `kg build`, `kg load` or `kg forget`",
        )

    def add_graph(self, graph: Graph) -> None:
        """As rdflib has it, for a graph that somebody wants to look at: nothing is written."""

    def bind(self, prefix: Any, namespace: Any, override: bool = True) -> None:
        """As rdflib has it."""
        self._plain.bind(prefix, namespace, override)

    def prefix(self, namespace: Any) -> Any:
        """As rdflib has it."""
        return self._plain.prefix(namespace)

    def namespace(self, prefix: Any) -> Any:
        """As rdflib has it."""
        return self._plain.namespace(prefix)

    def namespaces(self) -> Iterator[tuple[Any, Any]]:
        """As rdflib has it."""
        yield from self._plain.namespaces()

    def close(self, commit_pending_transaction: bool = False) -> None:
        """Let the store go."""
        self._plain.close()

    def _over(self, context: Any) -> Any:
        """The backend over the store, or over the copy that a context needs."""
        if context is None:
            return self._of(None)
        name = str(context.identifier)
        return self._plain if name == _DEFAULT else self._of({name})

    def _of(self, graphs: Collection[str] | None) -> Any:
        other = oxrdflib.OxigraphStore(store=self._whole(graphs))
        for prefix, iri in self.namespaces():
            other.bind(prefix, iri)
        return other
