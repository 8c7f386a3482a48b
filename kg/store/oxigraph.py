"""A store in Oxigraph, in memory or on disk: in the default graph the merge of all named graphs, and in these
what they share (``placement``).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from kg.errors import QueryError, StoreError
from kg.rdf.graphs import Lines, split_lines
from kg.rdf.layout import INPUT_DIGEST, LABEL
from kg.rdf.limits import check_query
from kg.rdf.oxigraph_turtle import OxigraphTurtle
from kg.rdf.query_faults import syntax_error
from kg.resources.namespaces import article_id
from kg.store import timeouts
from kg.store.base import Store, TextTriple
from kg.store.placement import Placement
from kg.store.timeouts import Answerers, Limits, QueryWorker, packed
from kg.store.whole_graphs import GraphQueries

if TYPE_CHECKING:
    import rdflib

__all__ = ["LocalStore", "faults", "triples_result", "truth"]


_INPUT_DIGEST, _LABEL = map(ox.NamedNode, (INPUT_DIGEST, LABEL))


class LocalStore(Store):
    """Named graphs and their merge in one Oxigraph store, which holds each triple of the merge once."""

    BULK = 8000
    """From how many quads on Oxigraph's bulk loader is worth its files (disk only)."""

    def __init__(
        self, oxigraph: ox.Store, where: str, base: str, *, read_only: bool = False, on_disk: bool = False
    ) -> None:
        super().__init__(where, base, read_only=read_only)
        self._oxigraph: ox.Store | None = oxigraph
        self._on_disk = on_disk
        self._answerers = Answerers(self.worker)
        self._asked = GraphQueries(oxigraph, base, self._beside())

    @property
    def oxigraph(self) -> ox.Store:
        """The Oxigraph store underneath. Raises StoreError when it is closed."""
        if self._oxigraph is None:
            raise StoreError(self.where, "is closed", "open it again")
        return self._oxigraph

    @property
    def placement(self) -> Placement:
        """Where the triples of named graphs lie."""
        return Placement(self.oxigraph, self.base, on_disk=self._on_disk)

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
                    else self._queries.query(sparql)
                )
        except SyntaxError as error:
            raise syntax_error(error, name, sparql) from error

    def _everywhere(self, sparql: str, limits: Limits, name: str) -> tuple[str, bytes]:
        """The packed result of a query that may call other endpoints.

        Raises QueryError when one of them does not answer.
        """
        try:
            return (
                self._answerers.ask(sparql, limits, name) if limits else packed(self._queries.query(sparql))
            )
        except OSError as error:
            said = (str(error).splitlines() or ["no answer"])[0][:200]
            raise QueryError(
                name,
                f"another endpoint does not answer ({said})",
                "check its address, or write SERVICE SILENT",
            ) from error

    def query_shared(self, sparql: str) -> Any:
        """As for every store, without what is the articles' own."""
        with faults(self.where):
            return self.oxigraph.query(sparql)

    @property
    def _queries(self) -> GraphQueries:
        """What answers queries. Raises StoreError when the store is closed."""
        assert self.oxigraph is not None, "it is open"
        return self._asked

    def _beside(self) -> Path | None:
        """The folder for copies of the store's files; None where it has none."""
        return None

    def worker(self, module: str = timeouts.__name__) -> QueryWorker:
        """A process that answers queries over what the store holds now; ``module`` is what it runs."""
        content = self.oxigraph.dump(format=ox.RdfFormat.N_QUADS) or b""
        return QueryWorker(None, content, base=self.base, module=module)

    @contextmanager
    def copied(self) -> Iterator[Path | None]:
        """A copy of the files of the store, with every named graph whole, which may be changed and is then
        gone; None where it has none.
        """
        yield None

    def whole(self, graphs: Collection[str] | None = None) -> ox.Store:
        """The store with these named graphs whole, or with all of them, until it is written to again."""
        with faults(self.where):
            return self._queries.whole(graphs)

    def outdated(self) -> bool:
        """Whether a store that is opened now would hold something else than this one, which is read."""
        return False

    def publish(self) -> None:
        """Let others see what was written until now, where they would not see it by themselves."""

    def graphs(self) -> list[str]:
        """The IRIs of the named graphs, sorted."""
        with faults(self.where):
            return self.placement.graphs()

    def lines(self, iri: str) -> Lines:
        """What a named graph holds."""
        with faults(self.where):
            return sorted([*self.placement.shared(iri), *self.placement.own(iri)])

    def sorted_quads(self) -> Iterator[bytes]:
        """As for every store, from one dump."""
        with faults(self.where):
            yield from self.placement.quads()

    def merged_texts(self) -> Iterator[bytes]:
        """As for every store, some megabytes at a time."""
        with faults(self.where):
            yield from self.placement.merged()

    def merged_turtle(self, asked: OxigraphTurtle) -> Iterator[bytes]:
        """As for every store, from one dump."""
        with faults(self.where):
            yield from self.placement.merged_turtle(asked)

    def read_before(self, iri: str) -> tuple[str, int] | None:
        """As for every store, without a query."""
        article = ox.NamedNode(iri)
        with faults(self.where):
            for said in self.oxigraph.quads_for_pattern(article, _INPUT_DIGEST, None, article):
                return str(getattr(said.object, "value", "")), self.placement.statements(iri)
        return None

    def profile_triples(
        self,
        families: Sequence[str],
        about: Collection[str],
        printed: Collection[str],
        graphs: Iterable[str] | None = None,
    ) -> Iterator[tuple[str, list[TextTriple]]]:
        """As for every store, without queries."""
        starts = tuple(self.base + family for family in families)
        there = self.oxigraph.contains_named_graph
        for iri in self.graphs() if graphs is None else (g for g in graphs if there(ox.NamedNode(g))):
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
        from kg.store.rdflib_graphs import WholeGraphs
        from kg.store.rdflib_view import StoreDataset

        hidden = self.placement.mark.value
        return StoreDataset(self, WholeGraphs(self.oxigraph, self.whole, hidden, self.where))

    def close(self) -> None:
        """Let Oxigraph go. Results that are still being read keep it open."""
        if self._oxigraph is None:
            return
        self._answerers.end()
        self._asked.close()
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
        """All graphs in one call, which Oxigraph applies whole or not at all; what touches nodes of others
        one by one.

        What is canonical need not be validated again.
        """
        self._changing()
        with faults(self.where):
            text, apart = self.placement.placed(graphs)
        self._load(text)
        for iri in apart:
            self._change(iri, [], split_lines(iri, graphs[iri]), remove=False)

    def _load(self, text: bytes) -> None:
        many = self._on_disk and text.count(b"\n") > self.BULK
        with faults(self.where):
            if many:
                self._bulk_load(text)
            else:
                self.oxigraph.load(text, format=ox.RdfFormat.N_QUADS, lenient=True)

    def _bulk_load(self, text: bytes) -> None:
        self.oxigraph.bulk_load(text, format=ox.RdfFormat.N_QUADS, lenient=True)

    def _change(self, iri: str, stale: Lines, fresh: Lines, *, remove: bool) -> bool:
        """One SPARQL update, which Oxigraph applies as one transaction.

        What other graphs say too stays in the merge.
        """
        self._changing()
        placement = self.placement
        with faults(self.where):
            shared = placement.shared(iri)
            held = [*placement.own(iri), *shared]
            asked = {*stale, *fresh}
            before = asked.intersection(held)
            kept = (line for line in held if line not in asked)
            parts = placement.part(iri, sorted([*kept, *set(fresh)]))
            gone = before.difference(fresh)
            maybe = sorted(gone.intersection(shared))
            gone -= {
                line for line, said in zip(maybe, placement.said_elsewhere(maybe, iri), strict=True) if said
            }
            steps = [f"DELETE DATA {{ {_block(sorted(gone))} }}"]
            if remove:
                steps.append(f"DROP SILENT GRAPH <{iri}>")
            else:
                steps.append(f"DELETE DATA {{ {_named(iri, set(shared).difference(parts.shared))} }}")
            fresh_shared = {iri: sorted(set(parts.shared).difference(shared)), **placement.moved(parts, iri)}
            steps.append(
                f"INSERT DATA {{ {_block(sorted(set(fresh) - before))} "
                + "".join(_named(graph, lines) for graph, lines in fresh_shared.items())
                + " }"
            )
            if parts.foreign:
                steps.append(f"CREATE SILENT GRAPH <{placement.mark.value}>")
            self.oxigraph.update(" ; ".join(steps))
        return True

    def _changing(self) -> None:
        """Let go of what answers over the store as it was."""
        self._answerers.end()
        self._asked.forget()


def _named(iri: str, lines: Iterable[str]) -> str:
    """Triples of a named graph, as an update writes them."""
    block = _block(sorted(lines))
    return f"GRAPH <{iri}> {{ {block} }}" if block else ""


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
