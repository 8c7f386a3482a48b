"""A store behind a SPARQL 1.1 endpoint: queries by the Protocol, articles by the Graph Store Protocol.

The merge of all graphs is kept in one more graph, ``<base>graph/all``, which queries name as their default
graph: so they see each triple once, nothing that is not ours, and the same on servers whose default graph is
empty. A query that has FROM or GRAPH is sent as it is. An article changes in three steps (what it alone said
leaves the merge, what it says enters it, its own graph is put); its own graph comes last and decides whether
anything is to be done, so that a repetition mends what a crash left half done.
"""

from __future__ import annotations

import io
import os
import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, unquote, urlencode, urlsplit, urlunsplit

import pyoxigraph as ox

from kg.errors import EndpointError, QueryError
from kg.rdf.graphs import Lines
from kg.rdf.limits import bare, check_query, query_form
from kg.rdf.query_faults import syntax_error
from kg.rdf.rdfxml import write_rdfxml
from kg.rdf.turtle_jsonld import ntriples
from kg.store.base import Store
from kg.store.http import Answer, Client
from kg.store.oxigraph import triples_result, truth

if TYPE_CHECKING:
    import rdflib

__all__ = ["EndpointStore", "addresses"]

_RESULTS = "application/sparql-results+json, application/sparql-results+xml;q=0.8"
_TRIPLES = "application/n-triples, text/turtle;q=0.8, application/rdf+xml;q=0.5"
_FORMS = {
    "text/plain": ox.RdfFormat.N_TRIPLES,
    "application/x-turtle": ox.RdfFormat.TURTLE,
    "text/n3": ox.RdfFormat.TURTLE,
}
_LONGEST_GET = 1800
_LONGEST_LINE = 50_000  # Virtuoso's Turtle reader refuses a literal of 64 KiB, its RDF/XML reader does not
_CHUNK = 4 << 20
_PAGE = 5000


def addresses(url: str, *, credentials: bool) -> tuple[str, str]:
    """Where updates and graphs are sent, from the address of queries: as given by NEWSKG_UPDATE_URL and
    NEWSKG_GSP_URL, else by custom.

    The custom is Oxigraph's (``/query`` has ``/update`` and ``/store``), Fuseki's (``/name/query`` or
    ``/name/sparql`` has ``/name/update`` and ``/name/data``) and Virtuoso's (``/sparql`` has ``/sparql-auth``
    and ``/sparql-graph-crud-auth`` for those with credentials).
    """
    scheme, host, path, _, _ = urlsplit(url)
    parent, _, last = path.rstrip("/").rpartition("/")
    auth = "-auth" if credentials else ""
    if parent:
        update, graphs = f"{parent}/update", f"{parent}/data"
    elif last == "sparql":
        update, graphs = f"/sparql{auth}", f"/sparql-graph-crud{auth}"
    elif last == "query":
        update, graphs = "/update", "/store"
    else:
        update, graphs = f"{path.rstrip('/')}/update", f"{path.rstrip('/')}/data"
    given = os.environ.get("NEWSKG_UPDATE_URL"), os.environ.get("NEWSKG_GSP_URL")
    return given[0] or urlunsplit((scheme, host, update, "", "")), given[1] or urlunsplit(
        (scheme, host, graphs, "", "")
    )


class EndpointStore(Store):
    """A SPARQL endpoint.

    Credentials stand in the URL (``http://user:password@host/sparql``) or in NEWSKG_USER and NEWSKG_PASSWORD.
    """

    def __init__(self, url: str, base: str, *, read_only: bool = False, timeout: float = 60.0) -> None:
        try:
            parts = urlsplit(url)
        except ValueError as error:
            raise EndpointError(url, f"is no web address ({error})", "check its beginning") from error
        user = unquote(parts.username) if parts.username else os.environ.get("NEWSKG_USER")
        password = unquote(parts.password) if parts.password else os.environ.get("NEWSKG_PASSWORD")
        host = parts.netloc.rpartition("@")[2]
        self.url = urlunsplit((parts.scheme, host, parts.path, parts.query, ""))
        super().__init__(self.url, base, read_only=read_only)
        self.update_url, self.graphs_url = addresses(self.url, credentials=user is not None)
        self.client = Client(self.url, user, password, timeout)
        self.all = f"{base}graph/all"
        self.merged_apart = True
        """Whether the server has the merge as a graph of its own, which queries must name."""
        self._keeps_merge = False  # whether it keeps that up to date by itself, as `kg serve` does

    def close(self) -> None:
        """Let connections go."""
        self.client.close()

    def query(
        self,
        sparql: str,
        timeout: float | None = None,
        memory: int | None = None,
        *,
        name: str = "query",
        service: bool = False,
    ) -> Any:
        """Solutions, triples or a truth value; how much memory they take is the server's affair.

        ``service`` leaves to the server whether it calls other endpoints.
        """
        check_query(sparql, name, service)
        form = query_form(sparql)
        answer = self.forward(sparql, _RESULTS if form in ("SELECT", "ASK") else _TRIPLES, timeout)
        if answer.status in (400, 500):
            raise _refused(sparql, answer, name)
        self._accepted(answer)
        if form in ("CONSTRUCT", "DESCRIBE"):
            return triples_result(self._triples(answer))
        return self._results(answer, form)

    def forward(self, sparql: str, accept: str, timeout: float | None = None) -> Answer:
        """What the server answers to a query, whatever that is; ``accept`` is what it may answer with."""
        merge = self.merged_apart and not re.search(r"\b(?:FROM|GRAPH)\b", bare(sparql), re.IGNORECASE)
        return self._ask(sparql, accept, timeout, merge=merge)

    def graphs(self) -> list[str]:
        """The IRIs of the named graphs whose names begin with our base, sorted."""
        found: list[str] = []
        while True:
            last = found[-1] if found else self.base
            text = (
                "SELECT DISTINCT ?g WHERE { GRAPH ?g { ?s ?p ?o } "
                f'FILTER(STRSTARTS(STR(?g), "{self.base}") && STR(?g) > "{last}") }} ORDER BY '
                f"STR(?g) LIMIT {_PAGE}"
            )
            page = [row["g"].value for row in self.query(text)]
            found += page
            if len(page) < _PAGE:
                return sorted(set(found) - {self.all})

    def lines(self, iri: str) -> Lines:
        """What a named graph holds."""
        answer = self.client.send("GET", self._address(iri), None, {"Accept": _TRIPLES})
        self._keeps_merge = answer.keeps_merge
        if answer.status == 404:
            return []
        self._accepted(answer)
        triples = (ox.Triple(t.subject, t.predicate, t.object) for t in self._triples(answer))
        text = ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b""
        return sorted(set(text.decode().split(" .\n")[:-1]))

    def merged(self) -> Lines:
        """What all graphs hold together."""
        return self.lines(self.all)

    def describe(self, iris: Iterable[str]) -> Iterator[ox.Triple]:
        """The triples whose subjects these are."""
        rest = iter(iris)
        while some := " ".join(f"<{iri}>" for iri in islice(rest, 100)):
            text = (
                f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{self.all}> {{ VALUES ?s {{ {some} }} ?s "
                f"?p ?o }} }}"
            )
            yield from self.query(text)

    def dataset(self) -> rdflib.Dataset:
        """An rdflib dataset on the endpoint, for reading."""
        from rdflib.plugins.stores.sparqlstore import SPARQLStore

        from kg.store.rdflib_view import StoreDataset

        options: dict[str, Any] = {"params": {"default-graph-uri": self.all}}
        auth = (self.client.user, self.client.password) if self.client.user else None
        return StoreDataset(
            self, SPARQLStore(self.url, method="GET", auth=auth, **options), default_union=True
        )

    def _insert(self, graphs: dict[str, bytes]) -> None:
        found = {iri: quads.decode().split(f" <{iri}> .\n")[:-1] for iri, quads in graphs.items()}
        self._merge(sorted({line for lines in found.values() for line in lines}))
        for iri, lines in found.items():
            self._replace(iri, lines)

    def _change(self, iri: str, stale: Lines, fresh: Lines, *, remove: bool) -> bool:
        kept = set(self.lines(iri)).difference(stale).union(fresh)
        if stale and not self._keeps_merge:
            self._update(
                f"DELETE {{ GRAPH <{self.all}> {{ ?s ?p ?o }} }} WHERE {{ GRAPH <{iri}> {{ ?s ?p "
                f"?o }} FILTER NOT EXISTS {{ "
                f"GRAPH ?g {{ ?s ?p ?o }} FILTER(?g != <{iri}> && ?g != <{self.all}> && "
                f'STRSTARTS(STR(?g), "{self.base}")) }} }}'
            )
        self._merge(sorted(kept))
        if remove and not kept:
            self._accepted(self.client.send("DELETE", self._address(iri)))
        else:
            self._replace(iri, sorted(kept))
        return True

    def _merge(self, lines: Lines) -> None:
        """Add triples to the merge."""
        for part in _parts(lines) if not self._keeps_merge else ():
            self._put("POST", self.all, part)

    def _replace(self, iri: str, lines: Lines) -> None:
        """Put a graph in one request, so that it is there whole or as before."""
        self._put("PUT", iri, lines)

    def _put(self, method: str, iri: str, lines: Lines) -> None:
        body = ntriples(lines)
        kind = "application/n-triples"
        if any(len(line) > _LONGEST_LINE for line in lines):
            out = io.BytesIO()
            write_rdfxml([body], out)
            body, kind = out.getvalue(), "application/rdf+xml"
        self._accepted(self.client.send(method, self._address(iri), body, {"Content-Type": kind}))

    def _update(self, text: str) -> None:
        self._accepted(
            self.client.send(
                "POST", self.update_url, text.encode(), {"Content-Type": "application/sparql-update"}
            )
        )

    def _ask(self, sparql: str, accept: str, timeout: float | None, *, merge: bool) -> Answer:
        """GET, or a form when the query is long.

        Never a body of application/sparql-query: Virtuoso does not answer to that.
        """
        fields = {"query": sparql, **({"default-graph-uri": self.all} if merge else {})}
        text, headers = urlencode(fields), {"Accept": accept}
        if len(text) <= _LONGEST_GET:
            address = f"{self.url}{'&' if '?' in self.url else '?'}{text}"
            return self.client.send("GET", address, None, headers, timeout)
        headers["Content-Type"] = "application/x-www-form-urlencoded"
        return self.client.send("POST", self.url, text.encode(), headers, timeout)

    def _address(self, iri: str) -> str:
        return f"{self.graphs_url}{'&' if '?' in self.graphs_url else '?'}graph={quote(iri, safe='')}"

    def _accepted(self, answer: Answer) -> None:
        """Raise EndpointError unless the server did what was asked."""
        if answer.status in (401, 403) or (answer.status >= 400 and "permission" in answer.said.lower()):
            raise EndpointError(
                self.where,
                f"does not allow this ({answer.status})",
                "give http://user:password@..., or NEWSKG_USER and NEWSKG_PASSWORD",
            )
        if answer.status in (404, 405):
            raise EndpointError(
                self.where,
                f"does not know this address ({answer.status})",
                "set NEWSKG_UPDATE_URL and NEWSKG_GSP_URL",
            )
        if not 200 <= answer.status < 300:
            raise EndpointError(
                self.where, f"answers {answer.status} {answer.said}".strip(), "see the server's log"
            )

    def _triples(self, answer: Answer) -> Iterator[ox.Triple]:
        form = ox.RdfFormat.from_media_type(answer.kind) or _FORMS.get(answer.kind)
        if form is None:
            raise EndpointError(
                self.where,
                f"answers with {answer.kind or 'an unnamed type'}, not RDF",
                "check that this is a SPARQL endpoint",
            )
        try:
            return iter([quad.triple for quad in ox.parse(answer.body, form, base_iri=self.base)])
        except (SyntaxError, ValueError) as error:
            raise EndpointError(
                self.where, f"its answer is not well formed ({error})", "see the server's log"
            ) from error

    def _results(self, answer: Answer, form: str) -> ox.QuerySolutions | ox.QueryBoolean:
        kind = ox.QueryResultsFormat.from_media_type(answer.kind)
        if kind is None:
            raise EndpointError(
                self.where,
                f"answers with {answer.kind or 'an unnamed type'}, not results",
                "check that this is a SPARQL endpoint",
            )
        try:
            results = ox.parse_query_results(answer.body, format=kind)
            if form == "ASK" and isinstance(
                results, ox.QuerySolutions
            ):  # Virtuoso's way of saying yes and no
                said = next(iter(results), None)
                yes = said is not None and said[0] is not None and said[0].value in ("1", "true")
                verdict: ox.QueryBoolean = truth(yes)
                return verdict
        except (SyntaxError, ValueError) as error:
            raise EndpointError(
                self.where, f"its answer is not well formed ({error})", "see the server's log"
            ) from error
        return results


def _parts(lines: Lines) -> Iterator[Lines]:
    """The lines in parts that a server takes in one request."""
    part: Lines = []
    size = 0
    for line in lines:
        part.append(line)
        size += len(line)
        if size > _CHUNK:
            yield part
            part, size = [], 0
    if part:
        yield part


def _refused(sparql: str, answer: Answer, name: str) -> QueryError:
    """The error for a query that the server does not take: with line and column when it is not SPARQL by the
    standard either.
    """
    try:
        ox.Store().query(sparql)
    except SyntaxError as error:
        return syntax_error(error, name, sparql)
    except OSError:
        pass
    return QueryError(name, f"the endpoint refuses it: {answer.said}", "write it in standard SPARQL 1.1")
