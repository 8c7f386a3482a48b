"""Triples to take out of a large graph and to put in -> the update that does so without reading the graph."""

from __future__ import annotations

from collections.abc import Iterable

import pyoxigraph as ox

from kg.rdf.graphs import Lines
from kg.rdf.turtle_jsonld import ntriples

__all__ = ["amended"]


def amended(store: ox.Store, iri: str, stale: Lines, fresh: Lines) -> str | None:
    """The update that takes some triples out of a graph and puts others in, there and in the merge; None
    where the graph is so already.

    What other graphs say too stays in the merge.
    """
    graph = ox.NamedNode(iri)
    lines = sorted(set(stale) - set(fresh)), sorted(set(fresh))
    gone, new = (
        [*zip(some, ox.parse(ntriples(some), ox.RdfFormat.N_TRIPLES), strict=True)] for some in lines
    )
    gone = [(line, quad) for line, quad in gone if _quad(quad, graph) in store]
    new = [(line, quad) for line, quad in new if _quad(quad, graph) not in store]
    if not gone and not new:
        return None
    alone = [line for line, quad in gone if not _said_elsewhere(store, quad, graph)]
    removed, added = _block(line for line, _ in gone), _block(line for line, _ in new)
    steps = [f"DELETE DATA {{ {_block(alone)} GRAPH <{iri}> {{ {removed} }} }}"]
    if not new and _holds_no_more(store, graph, len(gone)):
        steps.append(f"DROP SILENT GRAPH <{iri}>")
    steps.append(f"INSERT DATA {{ {added} GRAPH <{iri}> {{ {added} }} }}")
    return " ; ".join(steps) if new else " ; ".join(steps[:-1])


def _quad(triple: ox.Quad, graph: ox.NamedNode) -> ox.Quad:
    return ox.Quad(triple.subject, triple.predicate, triple.object, graph)


def _said_elsewhere(store: ox.Store, triple: ox.Quad, graph: ox.NamedNode) -> bool:
    """Whether another named graph holds a triple."""
    found = store.quads_for_pattern(triple.subject, triple.predicate, triple.object, None)
    return any(isinstance(other.graph_name, ox.NamedNode) and other.graph_name != graph for other in found)


def _holds_no_more(store: ox.Store, graph: ox.NamedNode, count: int) -> bool:
    """Whether a graph holds no more than so many triples."""
    return all(i < count for i, _ in enumerate(store.quads_for_pattern(None, None, None, graph)))


def _block(lines: Iterable[str]) -> str:
    return "".join(f"{line} .\n" for line in lines)
