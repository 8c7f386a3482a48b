"""What a store of graphs can do, whatever holds it.

Every article has its own named graph; the ontology and background knowledge have one each. The merge of all
of them, each triple once, is what queries see: over a plain union of graphs, Oxigraph
and Virtuoso answer once for every graph that holds a triple, so that joins over names that many articles
repeat would multiply and counts would lie.
"""

from __future__ import annotations

import hashlib
import io
import logging
from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import IO, TYPE_CHECKING, Any, TypeAlias

import pyoxigraph as ox

from kg.errors import InputError, StoreError
from kg.rdf.article_text import article_text, is_revision
from kg.rdf.external_sort import sorted_lines
from kg.rdf.graphs import Lines, canonical, graphs_of, nquads_of, parse_rdf, split_lines
from kg.rdf.integrity import check_graphs, statement_nodes
from kg.rdf.oxigraph_turtle import OxigraphTurtle
from kg.rdf.selections import PROLOGUE, SYMMETRIC, input_digest_of, profile_triples_of
from kg.rdf.serializers import FORMATS, QUAD_FORMATS, format_of, serialize_graphs, serialize_texts
from kg.rdf.turtle import write_turtle
from kg.rdf.turtle_jsonld import ntriples
from kg.resources.gazetteer import Gazetteer
from kg.resources.namespaces import KNOWLEDGE_GRAPH, ONTOLOGY_GRAPH, article_id, article_iri
from kg.resources.ontology import Ontology, load_ontology

if TYPE_CHECKING:
    import rdflib

    from kg.store.journal import Journal

__all__ = ["Graph", "Store", "TextTriple", "shipped_symmetric"]

Graph: TypeAlias = tuple[str, "bytes | Iterable[ox.Quad]"]
"""The IRI of a named graph, and what it holds: N-Quads of this graph alone, or quads (of which the graph is
not looked at).
"""

TextTriple: TypeAlias = tuple[str, str, str]
"""Subject, predicate and value, as IRIs or the text of literals."""

_log = logging.getLogger(__name__)
_PAGE = 50  # articles asked about at a time: some endpoints cut off long answers


class Store(ABC):
    """A store of graphs; a context manager.

    Writing is atomic by article: after a crash each is there as it was or as it should be.
    """

    BATCH = 32 << 20
    """How many bytes of new articles are gathered before they are written together."""

    journal: Journal | None = None
    """Which graphs were written, for a kind of store that keeps a journal."""

    def __init__(self, where: str, base: str, *, read_only: bool = False) -> None:
        self.where = where
        self.base = base
        self.read_only = read_only

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # What a kind of store must be able to do

    @abstractmethod
    def query(
        self,
        sparql: str,
        timeout: float | None = None,
        memory: int | None = None,
        *,
        name: str = "query",
        service: bool = False,
    ) -> Any:
        """Solutions, triples or a truth value, in pyoxigraph's shape, over the merge of all graphs.

        ``timeout`` is in seconds, ``memory`` in bytes (an endpoint keeps its own limit); ``name``
        is what errors call the query; ``service`` lets it call other endpoints. Raises QueryError.
        """

    def query_shared(self, sparql: str) -> Any:
        """As ``query``, for queries of our own that ask named graphs for nothing that is an article's own
        (``rdf.own``): descriptions, direct edges, notes, what is said of the article itself.

        A kind of store that has these by themselves answers so.
        """
        return self.query(sparql)

    @abstractmethod
    def graphs(self) -> list[str]:
        """The IRIs of the named graphs, sorted."""

    @abstractmethod
    def lines(self, iri: str) -> Lines:
        """What a named graph holds; empty for one that is not there."""

    @abstractmethod
    def merged(self) -> Lines:
        """What all graphs hold together, each triple once; in no order."""

    @abstractmethod
    def describe(self, iris: Iterable[str]) -> Iterator[ox.Triple]:
        """The triples whose subjects these are, of all graphs together, each once."""

    @abstractmethod
    def dataset(self) -> rdflib.Dataset:
        """An rdflib dataset on the same store, for reading; its default graph is the merge of the others."""

    @abstractmethod
    def _insert(self, graphs: dict[str, bytes]) -> None:
        """Write graphs that are new: canonical N-Quads, each of its graph alone."""

    @abstractmethod
    def _change(self, iri: str, stale: Lines, fresh: Lines, *, remove: bool) -> bool:
        """Take some triples out of a graph and put others in, all or nothing; ``remove`` the graph itself
        when nothing is left.

        True when that makes a difference to what the store holds.
        """

    @abstractmethod
    def close(self) -> None:
        """Give everything back. A store that is a file is written now."""

    # What they have in common

    def add(self, graphs: Iterable[Graph]) -> int:
        """Put graphs in the place of what they held before; the number of those that were new or changed.

        One that is the same costs a comparison. When ``graphs`` raises, what it had given before is kept.
        """
        self._check_writable()
        waiting: dict[str, bytes] = {}
        size = count = 0
        try:
            for iri, content in graphs:
                new = canonical(iri, content, self.base)
                if iri not in waiting and (differing := self._differing(iri, new)):
                    stale, fresh, remove = differing
                    if stale or fresh:
                        count += self._change(iri, stale, fresh, remove=remove)
                    continue
                if waiting.get(iri, b"") == new:
                    continue
                count += 1
                waiting[iri] = new
                size += len(new)
                if size > self.BATCH:
                    ready, waiting, size = waiting, {}, 0
                    self._insert(ready)
        finally:
            if waiting:
                self._insert(waiting)
        return count

    def _differing(self, iri: str, content: bytes) -> tuple[Lines, Lines, bool] | None:
        """What a graph must lose and gain to hold this, and whether it goes; None for one that is not there.

        What an article with another text said is kept.
        """
        was = set(self._present(iri))
        if not was:
            return None
        now = set(split_lines(iri, content))
        if was != now:
            self._note_revision(iri, was, now)
        return sorted(was - now), sorted(now - was), not now

    def amend(self, iri: str, stale: Lines, fresh: Lines) -> bool:
        """Take triples out of a graph that is no article's and put others in; True when that changes it."""
        kept = sorted(set(self.lines(iri)).difference(stale).union(fresh))
        return bool(self.add([(iri, nquads_of(iri, kept))]))

    def install(self, ontology: Ontology, gazetteer: Gazetteer) -> int:
        """Put in the graphs of the ontology and of background knowledge; how many of the two changed."""
        named, known = self.base + ONTOLOGY_GRAPH, self.base + KNOWLEDGE_GRAPH
        said = sorted(split_lines(named, canonical(named, ontology.quads(named), self.base)))
        graphs = {named: nquads_of(named, said), known: gazetteer.nquads(self.base)}
        digests = {iri: hashlib.sha256(content).hexdigest() for iri, content in graphs.items()}
        there = self.journal.digests if self.journal else {}
        count = self.add([(iri, graphs[iri]) for iri in graphs if there.get(iri) != digests[iri]])
        there.update(digests)
        return count

    def forget(self, article: str) -> bool:
        """Remove everything that an article (an id, or its IRI) alone says; True when it was there."""
        self._check_writable()
        iri = (
            article
            if article_id(self.base, article) and "#" not in article
            else article_iri(self.base, article)
        )
        old = self.lines(iri)
        if old:
            self._change(iri, old, [], remove=True)
        self._drop_versions(iri)
        return bool(old)

    def versions(self, article: str) -> list[list[ox.Quad]]:
        """What an article said before, each version the quads of its graph, the oldest first.

        Raises StoreError for a kind of store that keeps none.
        """
        raise StoreError(self.where, "keeps no earlier versions of articles", "a store in a directory does")

    def articles(self) -> list[str]:
        """The ids of the articles, sorted."""
        found = (article_id(self.base, iri) for iri in self.graphs())
        return sorted(id for id in found if id is not None)

    def read_before(self, iri: str) -> tuple[str, int] | None:
        """The ``rdf.input_digest`` of an article's graph, and how many statements it holds; None when it has
        none.
        """
        for row in self.query(input_digest_of(iri)):
            return row["digest"].value, int(row["count"].value)
        return None

    def profile_triples(
        self,
        families: Sequence[str],
        about: Collection[str],
        printed: Collection[str],
        graphs: Iterable[str] | None = None,
    ) -> Iterator[tuple[str, list[TextTriple]]]:
        """By article's graph, of all or of those of some ``graphs`` that there are: what it says with the
        predicates ``about`` of entities that have a label and whose ids begin so, and with the predicates
        ``printed`` of the article itself. One article after the other, so that memory does not grow with
        their number.
        """
        starts = [self.base + family for family in families]
        names = self.graphs() if graphs is None else graphs
        articles = (iri for iri in names if article_id(self.base, iri) is not None)
        while page := list(islice(articles, _PAGE)):
            found: dict[str, list[TextTriple]] = {iri: [] for iri in page}
            for row in self.query(profile_triples_of(page, starts, about, printed)):
                found[row["g"].value].append((row["s"].value, row["p"].value, row["v"].value))
            yield from found.items()

    def graph(self, iri: str) -> Iterator[ox.Triple]:
        """The triples of one named graph."""
        return (quad.triple for quad in ox.parse(ntriples(self.lines(iri)), ox.RdfFormat.N_TRIPLES))

    def nquads(self, iri: str) -> bytes:
        """One named graph as canonical N-Quads, in no order."""
        return nquads_of(iri, self.lines(iri))

    def quads_of(self, iri: str) -> Iterator[ox.Quad]:
        """The quads of one named graph."""
        name = ox.NamedNode(iri)
        return (ox.Quad(t.subject, t.predicate, t.object, name) for t in self.graph(iri))

    def quads(self) -> Iterator[ox.Quad]:
        """Every quad of the named graphs, graph by graph in the order of their names."""
        for iri in self.graphs():
            yield from self.quads_of(iri)

    def dump(self, fmt: str, out: IO[bytes] | None = None) -> bytes:
        """Write everything in a syntax of ``serializers.FORMATS``, the same bytes for the same content.

        Without ``out`` the bytes are returned.
        """
        target = io.BytesIO() if out is None else out
        if fmt == "nquads":
            for text in self.sorted_quads():
                target.write(text)
        elif fmt in QUAD_FORMATS:
            names = sorted(f"<{iri}>" for iri in self.graphs())
            serialize_graphs(((name, self.lines(name[1:-1])) for name in names), fmt, target, self.base)
        elif fmt == "turtle":
            write_turtle(self.merged_turtle(OxigraphTurtle.of(self.base)), target, self.base)
        else:
            serialize_texts(self.merged_texts(), fmt, target, self.base)
        return target.getvalue() if isinstance(target, io.BytesIO) and out is None else b""

    def sorted_quads(self) -> Iterator[bytes]:
        """All quads of the named graphs as sorted lines of N-Quads, some thousands at a time."""
        for lines in sorted_lines(map(self.nquads, self.graphs())):
            yield b"\n".join(lines) + b"\n" if lines else b""

    def merged_texts(self) -> Iterator[bytes]:
        """What all graphs hold together as texts of whole lines of N-Triples, in no order."""
        yield ntriples(self.merged())

    def merged_turtle(self, asked: OxigraphTurtle) -> Iterator[bytes]:
        """What all graphs hold together as Oxigraph writes Turtle, all of a subject in one text."""
        return asked.from_ntriples(self.merged_texts())

    def load(self, source: Path | bytes, fmt: str | None = None) -> int:
        """Put in some RDF, as ``load_counted`` does; the number of graphs that changed."""
        return self.load_counted(source, fmt)[0]

    def load_counted(self, source: Path | bytes, fmt: str | None = None, place: str = "") -> tuple[int, int]:
        """Put in the RDF of a file or of some bytes; the number of graphs that changed, and of statements in
        it.

        Articles take the place of their earlier selves; other graphs are added to. Triples without a graph go
        where their provenance says, the rest into ``<base>graph/loaded``. Raises InputError, and changes
        nothing, for RDF that is not well formed, and for statements that lack what every statement has.
        """
        place = place or (str(source) if isinstance(source, Path) else "input")
        try:
            data = source.read_bytes() if isinstance(source, Path) else source
        except OSError as error:
            raise InputError(place, f"cannot be read ({error.strerror})", "check the path") from error
        fmt = fmt or format_of(place)
        if fmt not in FORMATS:
            raise StoreError(fmt, "no such RDF format", f"use one of {', '.join(FORMATS)}")
        quads = parse_rdf(data, fmt, self.base, place)
        graphs = graphs_of(quads, self.base, self._symmetric)
        relations = (relation.iri for relation in load_ontology().relations.values())
        check_graphs(graphs, self.base, relations, self.describe, place)
        return self.add(self._with_present(graphs)), statement_nodes(graphs)

    def _symmetric(self) -> frozenset[str]:
        """The IRIs of the relations that hold both ways, as the store's ontology has them or, where it has
        none, ours.
        """
        rows = self.query(PROLOGUE + SYMMETRIC)
        return frozenset(row["p"].value for row in rows) or shipped_symmetric()

    def _present(self, iri: str) -> Lines:
        """What a graph holds; a kind of store that knows quickly that there is no such graph says so here."""
        return self.lines(iri)

    def _with_present(self, graphs: dict[str, Lines]) -> Iterator[Graph]:
        """Graphs to be added; those that are no article's together with what they hold already."""
        for iri, lines in sorted(graphs.items()):
            kept = lines if article_id(self.base, iri) else sorted({*lines, *self.lines(iri)})
            yield iri, nquads_of(iri, kept)

    def _note_revision(self, iri: str, was: set[str], now: set[str]) -> None:
        """Keep what an article with another text said, and warn when that is no version of what it says
        now.
        """
        if article_id(self.base, iri) is None:
            return
        before, after = article_text(iri, was), article_text(iri, now)
        if before is None or after is None or before == after:
            return
        self._keep_version(iri, nquads_of(iri, sorted(was)))
        if not is_revision(before, after):
            _log.warning(
                "%s: a text that has nothing in common with the one that was stored takes its place; "
                "give each article an `id` of its own if they are two",
                article_id(self.base, iri),
            )

    def _keep_version(self, iri: str, content: bytes) -> None:
        """Keep what an article's graph held, as N-Quads; this kind of store does not."""
        return

    def _drop_versions(self, iri: str) -> None:
        """Remove what was kept of an article."""
        return

    def _check_writable(self) -> None:
        if self.read_only:
            raise StoreError(self.where, "was opened for reading only", "open it for writing")


def shipped_symmetric() -> frozenset[str]:
    """The IRIs of the relations that hold both ways in the ontology that comes with the package."""
    return frozenset(relation.iri for relation in load_ontology().relations.values() if relation.symmetric)
