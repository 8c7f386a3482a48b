"""SPARQL Update on a store that keeps the merge of its graphs as its default graph.

An update is run on a copy in which every graph is whole, by a process with limits; what it changed there,
graph by graph, is then done to the store, which keeps the merge right. A triple that is inserted into the
default graph goes where `kg load` would put it; one that is deleted from it leaves every graph.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

import pyoxigraph as ox

from kg.errors import QueryError
from kg.rdf.graphs import Lines, nquads_of
from kg.rdf.limits import check_update
from kg.rdf.query_faults import syntax_error
from kg.rdf.turtle_jsonld import ntriples
from kg.store.oxigraph import LocalStore
from kg.store.timeouts import Limits, QueryWorker, run
from kg.store.whole_graphs import GraphQueries

__all__ = ["Changes", "apply", "changes"]

_MEMORY = 2_000_000_000


@dataclass(frozen=True, slots=True)
class Changes:
    """What an update makes of a store: the graphs that change, as they will be, and triples of no graph."""

    graphs: Mapping[str, Lines]
    loose: Lines


def changes(store: LocalStore, text: str, seconds: float) -> Changes:
    """What an update would change. Raises QueryError."""
    check_update(text, "update")
    merge = f"{store.base}graph/all"
    with ExitStack() as stack:
        before, after = (stack.enter_context(store.copied()) for _ in range(2))
        content = b"" if before else store.whole().dump(format=ox.RdfFormat.N_QUADS) or b""
        worker = QueryWorker(None, content, base=store.base, module=__name__)
        stack.callback(worker.end)
        places = {"before": str(before) if before else None, "after": str(after) if after else None}
        try:
            kind, said = worker.ask(text, Limits(seconds, _MEMORY), "update", **places)
        except SyntaxError as error:
            raise syntax_error(error, "update", text) from error
        except OSError as error:
            raise QueryError("update", f"cannot be done ({error})", "see which graphs there are") from error
    assert kind == "changes", "the process answers with what has changed"
    found = Changes(**json.loads(said))
    if merge in found.graphs:
        raise QueryError(
            "update", f"writes into {merge}, which is kept by the store", "write into the graphs themselves"
        )
    return found


def apply(store: LocalStore, found: Changes) -> None:
    """Do to a store what an update would change."""
    store.add([(iri, nquads_of(iri, lines)) for iri, lines in found.graphs.items()])
    if found.loose:
        store.load(ntriples(found.loose), "ntriples")


def _changes(asker: GraphQueries, asked: dict[str, Any]) -> tuple[str, bytes]:
    """What an update makes of the graphs of a copy: those that differ, whole, and new triples of the default
    graph.
    """
    if asked["before"] is None:
        before, after = asker.oxigraph, ox.Store()
        after.bulk_load(before.dump(format=ox.RdfFormat.N_QUADS) or b"", format=ox.RdfFormat.N_QUADS)
    else:
        before, after = ox.Store.read_only(asked["before"]), ox.Store(asked["after"])
    try:
        after.update(asked["query"])
    except RuntimeError as error:  # a graph that it clears or copies is not there
        raise OSError(str(error)) from error
    names = {graph.value for one in (before, after) for graph in one.named_graphs()}
    graphs: dict[str, set[str]] = {}
    for iri in sorted(names):
        graph = ox.NamedNode(iri)
        was, now = _lines(before, graph), _lines(after, graph)
        if was != now:
            graphs[iri] = set(now)
    default = ox.DefaultGraph()
    old, new = set(_lines(before, default)), set(_lines(after, default))
    left: defaultdict[str, set[str]] = defaultdict(set)
    for line in old - new:
        (triple,) = ox.parse(f"{line} .", ox.RdfFormat.N_TRIPLES)
        for quad in after.quads_for_pattern(triple.subject, triple.predicate, triple.object, None):
            if isinstance(quad.graph_name, ox.NamedNode):
                left[quad.graph_name.value].add(line)
    for iri, lines in left.items():
        graphs[iri] = graphs.get(iri, set(_lines(after, ox.NamedNode(iri)))) - lines
    found = {"graphs": {iri: sorted(lines) for iri, lines in graphs.items()}, "loose": sorted(new - old)}
    return "changes", json.dumps(found).encode()


def _lines(store: ox.Store, graph: ox.NamedNode | ox.DefaultGraph) -> list[str]:
    text = store.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=graph) or b""
    return text.decode().split(" .\n")[:-1]


if __name__ == "__main__":
    run(_changes)
