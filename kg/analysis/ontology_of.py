"""Where the ontology of a store is looked up: in the store or, of a graph without one, in ours."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.rdf.selections import SYMMETRIC
from kg.resources.namespaces import DEFAULT_BASE, ONTOLOGY_GRAPH
from kg.resources.ontology import load_ontology
from kg.store.oxigraph import LocalStore
from kg.store.select import rows

if TYPE_CHECKING:
    from kg.store.base import Store

__all__ = ["ontology_of", "symmetric_cells"]


def ontology_of(store: Store) -> Store:
    """The store itself when it declares relations, else one that holds the ontology that ships: a graph
    exported with ``--plain`` means the same as the one with its ontology.
    """
    return store if any(rows(store, SYMMETRIC)) else _shipped()


@lru_cache(maxsize=1)
def _shipped() -> Store:
    graph = DEFAULT_BASE + ONTOLOGY_GRAPH
    store = LocalStore(ox.Store(), "the ontology that ships", DEFAULT_BASE)
    store.add([(graph, load_ontology().quads(graph))])
    store.read_only = True
    return store


def symmetric_cells(store: Store) -> set[bytes]:
    """The relations that hold both ways, as TSV cells."""
    return {row[0] for row in rows(ontology_of(store), SYMMETRIC)}
