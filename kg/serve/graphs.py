"""The SPARQL 1.1 Graph Store Protocol over a served store: graphs read, and, with the token, put, added to
and removed.
"""

from __future__ import annotations

import io

import anyio.to_thread
import pyoxigraph as ox
from starlette.requests import Request
from starlette.responses import Response

from kg.errors import InputError
from kg.rdf.graphs import canonical, nquads_of, parse_rdf, split_lines
from kg.rdf.serializers import serialize_triples
from kg.serve import media
from kg.serve.endpoint import Endpoint
from kg.serve.exchange import Refused, SentInPieces, allowed, body_of, etag, fault, unchanged, unless_gone
from kg.serve.pool import Busy
from kg.serve.served import LocalServed
from kg.store.oxigraph import LocalStore

__all__ = ["GraphStore"]

_KEPT = {"Newskg-Merge": "kept"}
"""Tells kg as a client that the merge of all graphs is none of its business."""


class GraphStore:
    """Answers the operations of the Graph Store Protocol, of graphs that are named by ``?graph=`` or are the
    ``?default`` one: the merge of all, which cannot be written to and says nothing against it.
    """

    def __init__(self, endpoint: Endpoint) -> None:
        self.endpoint, self.served = endpoint, endpoint.served

    async def handle(self, request: Request) -> Response:
        """The answer to a request."""
        try:
            graph = self._named(request)
            if request.method in ("GET", "HEAD"):
                response = await unless_gone(request, lambda: self._read(request, graph))
            else:
                response = await self._write(request, graph)
        except Busy:
            response = Refused(
                503, "endpoint: too many queries at once; try again", {"Retry-After": "2"}
            ).response()
        except Exception as error:
            response = fault(error).response()
        response.headers.update(_KEPT)
        return response

    def _named(self, request: Request) -> str | None:
        """The IRI of the graph that a request is about; None for the default one. Raises Refused."""
        given = request.query_params.multi_items()
        graphs = [value for name, value in given if name == "graph"]
        default = any(name == "default" for name, _ in given)
        if len(graphs) + default != 1:
            raise Refused(400, "request: name one graph, by ?graph=IRI or ?default")
        if default or graphs[0] == self.served.merge:
            return None
        try:
            return ox.NamedNode(graphs[0]).value
        except ValueError as error:
            raise Refused(400, f"graph: no absolute IRI ({error}); give one") from error

    async def _read(self, request: Request, graph: str | None) -> Response:
        kind = media.chosen(request.headers.get("accept", "*/*"), media.GRAPHS)
        if kind is None:
            raise Refused(406, f"accept: none of {', '.join(media.GRAPHS)}; ask for one of them")
        await anyio.to_thread.run_sync(self.served.refresh)
        tag = etag(self.served.version, "graph", graph or "", kind)
        headers = {"ETag": tag, "Vary": "Accept", "Cache-Control": "no-cache"}
        if unchanged(request, tag):
            return Response(status_code=304, headers=headers)
        if isinstance(self.served, LocalServed) and graph is not None:
            fmt = media.GRAPHS[kind]
            body = await anyio.to_thread.run_sync(lambda: self._graph(graph, fmt))
        else:
            inside = "?s ?p ?o" if graph is None else f"GRAPH <{graph}> {{ ?s ?p ?o }}"
            body, kind = await self.endpoint.result(f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ {inside} }}", kind)
        return SentInPieces(body, 200, headers, kind)

    def _graph(self, iri: str, fmt: str) -> bytes:
        with self.served.reading() as store:
            lines = store.lines(iri)
        if not lines:
            raise Refused(404, f"{iri}: no such graph")
        out = io.BytesIO()
        serialize_triples(lines, fmt, out, self.served.base)
        return out.getvalue()

    async def _write(self, request: Request, graph: str | None) -> Response:
        allowed(request, self.endpoint.token)
        served = self.served
        assert isinstance(served, LocalServed), "only local stores have a token"
        if request.method == "DELETE":
            if graph is not None:
                known = await anyio.to_thread.run_sync(
                    lambda: served.write(lambda store: _removed(store, graph))
                )
                if not known:
                    raise Refused(404, f"{graph}: no such graph")
            return Response(status_code=204)
        body = await body_of(request, self.endpoint.largest)
        if graph is None:
            return Response(status_code=204)
        kind = request.headers.get("content-type", "text/turtle").partition(";")[0].strip().lower()
        if kind not in media.GRAPHS:
            raise Refused(415, f"content type: {kind}; use {', '.join(media.GRAPHS)}")
        adds = request.method == "POST"
        new = await anyio.to_thread.run_sync(
            lambda: served.write(lambda store: _put(store, graph, body, media.GRAPHS[kind], adds=adds))
        )
        return Response(status_code=201 if new else 204)


def _put(store: LocalStore, iri: str, body: bytes, fmt: str, *, adds: bool) -> bool:
    """Put RDF into the place of a graph, or add it; whether the graph is new.

    Raises InputError.
    """
    quads = parse_rdf(body, fmt, store.base, "request")
    if any(isinstance(quad.graph_name, ox.NamedNode) for quad in quads):
        raise InputError("request", "holds named graphs", "send the triples of one graph")
    content = canonical(iri, [ox.Quad(q.subject, q.predicate, q.object) for q in quads], store.base)
    old = store.lines(iri)
    if adds and old:
        content = nquads_of(iri, sorted({*old, *split_lines(iri, content)}))
    store.add([(iri, content)])
    return not old


def _removed(store: LocalStore, iri: str) -> bool:
    """Remove a graph; whether it was there."""
    there = bool(store.lines(iri))
    if there:
        store.add([(iri, b"")])
    return there
