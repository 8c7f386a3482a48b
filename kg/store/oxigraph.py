"""A store in Oxigraph, in memory or on disk: named graphs, and in the default graph the merge of all of
them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from kg.errors import QueryError, StoreError
from kg.rdf.graphs import Lines
from kg.rdf.layout import INPUT_DIGEST, LABEL, STATEMENT, TYPE
from kg.rdf.limits import check_query, syntax_error
from kg.rdf.turtle_jsonld import ntriples
from kg.resources.namespaces import article_id
from kg.store.base import Store, TextTriple
from kg.store.timeouts import Answerers, Limits, QueryWorker, packed

if TYPE_CHECKING:
    import rdflib

__all__ = ["LocalStore", "faults", "triples_result", "truth"]


_INPUT_DIGEST, _TYPE, _STATEMENT, _LABEL = map(ox.NamedNode, (INPUT_DIGEST, TYPE, STATEMENT, LABEL))


class LocalStore(Store):
    """Named graphs and their merge in one Oxigraph store."""

    BULK = 8000
    """From how many quads on Oxigraph's bulk loader is worth its files (disk only)."""

    def __init__(
        self, oxigraph: ox.Store, where: str, base: str, *, read_only: bool = False, on_disk: bool = False
    ) -> None:
        super().__init__(where, base, read_only=read_only)
        self._oxigraph: ox.Store | None = oxigraph
        self._on_disk = on_disk
        self._answerers = Answerers(self._answerer)

    @property
    def oxigraph(self) -> ox.Store:
        """The Oxigraph store underneath. Raises StoreError when it is closed."""
        if self._oxigraph is None:
            raise StoreError(self.where, "is closed", "open it again")
        return self._oxigraph

    def query(
        self,
        sparql: str,
        timeout: float | None = None,
        memory: int | None = None,
        *,
        name: str = "query",
        service: bool = False,
    ) -> Any:
        """Solutions, triples or a truth value.

        With ``timeout`` or ``memory`` another process computes them all, and is ended when it takes more.
        """
        check_query(sparql, name, service)
        limits = Limits(timeout, memory)
        try:
            if service:
                return _unpacked(*self._everywhere(sparql, limits, name))
            with faults(self.where):
                return (
                    _unpacked(*self._answerers.ask(sparql, limits, name))
                    if limits
                    else self.oxigraph.query(sparql)
                )
        except SyntaxError as error:
            raise syntax_error(error, name) from error

    def _everywhere(self, sparql: str, limits: Limits, name: str) -> tuple[str, bytes]:
        """The packed result of a query that may call other endpoints.

        Raises QueryError when one of them does not answer.
        """
        try:
            return (
                self._answerers.ask(sparql, limits, name) if limits else packed(self.oxigraph.query(sparql))
            )
        except OSError as error:
            said = (str(error).splitlines() or ["no answer"])[0][:200]
            raise QueryError(
                name,
                f"another endpoint does not answer ({said})",
                "check its address, or write SERVICE SILENT",
            ) from error

    def _answerer(self) -> QueryWorker:
        """A process that answers queries over what the store holds now."""
        return QueryWorker(None, self.oxigraph.dump(format=ox.RdfFormat.N_QUADS) or b"")

    def graphs(self) -> list[str]:
        """The IRIs of the named graphs, sorted."""
        with faults(self.where):
            return sorted(
                name.value for name in self.oxigraph.named_graphs() if isinstance(name, ox.NamedNode)
            )

    def lines(self, iri: str) -> Lines:
        """What a named graph holds."""
        return sorted(self._dumped(ox.NamedNode(iri)))

    def nquads(self, iri: str) -> bytes:
        """As for every store, in Oxigraph's own words."""
        return self._dump(ox.NamedNode(iri)).replace(b" .\n", f" <{iri}> .\n".encode())

    def read_before(self, iri: str) -> tuple[str, int] | None:
        """As for every store, without a query."""
        article = ox.NamedNode(iri)
        with faults(self.where):
            for said in self.oxigraph.quads_for_pattern(article, _INPUT_DIGEST, None, article):
                return str(getattr(said.object, "value", "")), sum(
                    1 for _ in self.oxigraph.quads_for_pattern(None, _TYPE, _STATEMENT, article)
                )
        return None

    def profile_triples(
        self, families: Sequence[str], about: Collection[str], printed: Collection[str]
    ) -> Iterator[tuple[str, list[TextTriple]]]:
        """As for every store, without queries."""
        starts = tuple(self.base + family for family in families)
        for iri in self.graphs():
            if article_id(self.base, iri) is not None:
                with faults(self.where):
                    graph = ox.NamedNode(iri)
                    said = [
                        triple
                        for property in printed
                        for triple in self._said(graph, ox.NamedNode(property), graph)
                    ]
                    for subject in self._labelled(graph):
                        if subject.value.startswith(starts):
                            said += (t for t in self._said(subject, None, graph) if t[1] in about)
                yield iri, said

    def _labelled(self, graph: ox.NamedNode) -> list[ox.NamedNode]:
        """What a graph gives a label to, each once."""
        found = self.oxigraph.quads_for_pattern(None, _LABEL, None, graph)
        return [
            subject
            for subject in dict.fromkeys(quad.subject for quad in found)
            if isinstance(subject, ox.NamedNode)
        ]

    def _said(
        self, subject: ox.NamedNode, predicate: ox.NamedNode | None, graph: ox.NamedNode
    ) -> Iterator[TextTriple]:
        for quad in self.oxigraph.quads_for_pattern(subject, predicate, None, graph):
            yield subject.value, quad.predicate.value, str(getattr(quad.object, "value", ""))

    def merged(self) -> Lines:
        """What all graphs hold together."""
        return self._dumped(ox.DefaultGraph())

    def describe(self, iris: Iterable[str]) -> Iterator[ox.Triple]:
        """The triples whose subjects these are."""
        for iri in iris:
            for quad in self.oxigraph.quads_for_pattern(ox.NamedNode(iri), None, None, ox.DefaultGraph()):
                yield quad.triple

    def dataset(self) -> rdflib.Dataset:
        """An rdflib dataset on the same Oxigraph store, for reading."""
        import oxrdflib

        from kg.store.rdflib_view import StoreDataset

        return StoreDataset(self, oxrdflib.OxigraphStore(store=self.oxigraph))

    def close(self) -> None:
        """Let Oxigraph go. Results that are still being read keep it open."""
        self._answerers.end()
        self._oxigraph = None

    def _dump(self, graph: ox.NamedNode | ox.DefaultGraph) -> bytes:
        with faults(self.where):
            return self.oxigraph.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=graph) or b""

    def _dumped(self, graph: ox.NamedNode | ox.DefaultGraph) -> Lines:
        return self._dump(graph).decode().split(" .\n")[:-1]

    def _present(self, iri: str) -> Lines:
        with faults(self.where):
            return self.lines(iri) if self.oxigraph.contains_named_graph(ox.NamedNode(iri)) else []

    def _insert(self, graphs: dict[str, bytes]) -> None:
        """Graphs and merge in one call, which Oxigraph applies whole or not at all.

        What is canonical need not be validated again.
        """
        self._answerers.end()
        text = b"".join(
            part
            for iri, quads in graphs.items()
            for part in (quads, quads.replace(f" <{iri}> .\n".encode(), b" .\n"))
        )
        many = self._on_disk and text.count(b"\n") > self.BULK
        with faults(self.where):
            (self.oxigraph.bulk_load if many else self.oxigraph.load)(
                text, format=ox.RdfFormat.N_QUADS, lenient=True
            )

    def _change(self, iri: str, stale: Lines, fresh: Lines, *, remove: bool) -> bool:
        """One SPARQL update, which Oxigraph applies as one transaction.

        What other graphs say too stays in the merge.
        """
        self._answerers.end()
        alone = [line for line, shared in zip(stale, self._shared(stale, iri), strict=True) if not shared]
        gone = (
            f"DROP SILENT GRAPH <{iri}>"
            if remove
            else f"DELETE DATA {{ GRAPH <{iri}> {{ {_block(stale)} }} }}"
        )
        update = (
            f"DELETE DATA {{ {_block(alone)} }} ; {gone} ; INSERT DATA {{ {_block(fresh)} GRAPH "
            f"<{iri}> {{ {_block(fresh)} }} }}"
        )
        with faults(self.where):
            self.oxigraph.update(update)
        return True

    def _shared(self, lines: Lines, iri: str) -> Iterator[bool]:
        """For each triple of a graph, whether another named graph holds it too."""
        here = ox.NamedNode(iri)
        for quad in ox.parse(ntriples(lines), ox.RdfFormat.N_TRIPLES):
            found = self.oxigraph.quads_for_pattern(quad.subject, quad.predicate, quad.object, None)
            yield any(
                other.graph_name != here and isinstance(other.graph_name, ox.NamedNode) for other in found
            )


def _block(lines: Lines) -> str:
    return "".join(f"{line} .\n" for line in lines)


@contextmanager
def faults(where: str) -> Iterator[None]:
    """A context in which what the system or Oxigraph refuses becomes a StoreError that names the store."""
    try:
        yield
    except OSError as error:
        full = "No space left" in str(error)
        remedy = (
            "make room and run it again; what was stored is unharmed"
            if full
            else "check the disk and the permissions"
        )
        raise StoreError(where, str(error.strerror or error), remedy) from error


def _unpacked(kind: str, content: bytes) -> Any:
    """The result that ``packed`` made the bytes from."""
    if kind == "triples":
        return triples_result(quad.triple for quad in ox.parse(content, ox.RdfFormat.N_TRIPLES))
    if kind == "rows":
        return ox.parse_query_results(content, format=ox.QueryResultsFormat.JSON)
    return truth(bool(content))


def truth(yes: bool) -> Any:
    """A truth value in the shape in which pyoxigraph answers ASK."""
    return ox.Store().query("ASK {}" if yes else "ASK { FILTER(false) }")


def triples_result(triples: Iterable[ox.Triple]) -> Any:
    """Triples in the shape in which pyoxigraph answers CONSTRUCT."""
    store = ox.Store()
    store.extend(ox.Quad(t.subject, t.predicate, t.object) for t in triples)
    return store.query("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }")
