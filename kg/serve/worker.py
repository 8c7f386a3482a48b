"""The process that answers queries of the endpoint: as the one of ``store.timeouts``, but over the graphs
that a client names, and with results written as the client wants them.
"""

from __future__ import annotations

import io
import re
from typing import Any

import pyoxigraph as ox

from kg.query.results import render
from kg.rdf.serializers import serialize
from kg.store.timeouts import run
from kg.store.whole_graphs import GraphQueries

__all__ = ["answer", "without_merge"]

_TOKEN = re.compile(
    r"""
    \#[^\n\r]*
    | \"\"\"(?:[^"\\]|\\.|"(?!""))*\"\"\" | '{3}(?:[^'\\]|\\.|'(?!''))*'{3}
    | "(?:[^"\\\n\r]|\\.)*" | '(?:[^'\\\n\r]|\\.)*'
    | \bGRAPH\s*<(?P<graph>[^<>]*)>
    """,
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)


def without_merge(sparql: str, merge: str) -> str:
    """The query with ``GRAPH <merge>`` taken out: the merge of all graphs is the default graph here."""
    return _TOKEN.sub(lambda found: "" if found["graph"] == merge else found[0], sparql)


def answer(store: GraphQueries, asked: dict[str, Any]) -> tuple[str, bytes]:
    """The kind of result and the result in the format that was asked for its kind.

    Raises OSError when it is larger than it may be.
    """
    dataset: dict[str, Any] = {}
    if asked["default"] or asked["named"]:  # what the client names takes the place of all graphs
        dataset = {
            "default_graph": [_graph(iri, asked["merge"]) for iri in asked["default"]],
            "named_graphs": [ox.NamedNode(iri) for iri in asked["named"]],
        }
    named = {*asked["default"], *asked["named"]} - {asked["merge"]}
    result = store.query(without_merge(asked["query"], asked["merge"]), named, **dataset)
    out = _Limited(asked["most"])
    if isinstance(result, ox.QueryTriples):
        if asked["graph"] == "ntriples":
            out.write(result.serialize(format=ox.RdfFormat.N_TRIPLES))
        else:
            serialize(result, asked["graph"], out, asked["base"])
        return "graph", out.getvalue()
    if isinstance(result, ox.QuerySolutions) and asked["rows"] == "json":
        out.write(result.serialize(format=ox.QueryResultsFormat.JSON))
        return "rows", out.getvalue()
    kind = "rows" if isinstance(result, ox.QuerySolutions) else "truth"
    for piece in render(result, asked[kind]):
        out.write(piece)
    return kind, out.getvalue()


def _graph(iri: str, merge: str) -> ox.NamedNode | ox.DefaultGraph:
    return ox.DefaultGraph() if iri == merge else ox.NamedNode(iri)


class _Limited(io.BytesIO):
    """Bytes in memory, up to so many."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self._most = most

    def write(self, piece: Any) -> int:
        if self.tell() + len(piece) > self._most:
            raise OSError(f"the answer is larger than {self._most / 1e6:,.0f} MB; add a LIMIT")
        return super().write(piece)


if __name__ == "__main__":
    run(answer)
