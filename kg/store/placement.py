"""Where the triples of named graphs lie in an Oxigraph store: all of them, once, in the default graph, which
queries see; and what graphs share (``rdf.own``) in the graphs' own names, too.

So what is an article's own is written once, and what articles share is kept as long as one of them says it. A
node that one article describes as its own and another graph describes, too, is shared from then on; that
there is any such node says a graph without triples, for which nothing else is looked up.
"""

from __future__ import annotations

import io
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from kg.rdf.graphs import Lines, split_lines
from kg.rdf.layout import SENTENCE_OF, STATEMENT, TYPE
from kg.rdf.own import Parts, article_of, own_candidates, own_nodes, part, statements_of
from kg.rdf.own_quads import with_graphs
from kg.rdf.oxigraph_turtle import OxigraphTurtle
from kg.rdf.turtle_jsonld import write_ntriples
from kg.resources.namespaces import article_id

__all__ = ["Placement", "load_copy"]

_CONTESTED = "graph/contested"
_AT_ONCE = 8 << 20
_SENTENCE = ox.NamedNode(SENTENCE_OF)
_IS_STATEMENT = f"<{TYPE}> <{STATEMENT}>"


class Placement:
    """Reads an Oxigraph store, and tells where new triples go."""

    def __init__(self, oxigraph: ox.Store, base: str, *, on_disk: bool = True) -> None:
        self.oxigraph, self.base, self.on_disk = oxigraph, base, on_disk
        self.mark = ox.NamedNode(base + _CONTESTED)
        """The graph without triples that is there when a node may be described by several graphs."""

    def graphs(self) -> list[str]:
        """The IRIs of the named graphs, sorted."""
        names = (name.value for name in self.oxigraph.named_graphs() if isinstance(name, ox.NamedNode))
        return sorted(name for name in names if name != self.mark.value)

    def shared(self, iri: str) -> Lines:
        """What a graph has in common with others, or may have."""
        return _lines(self._shared_text(iri))

    def own(self, iri: str) -> Lines:
        """What is a graph's own."""
        if article_id(self.base, iri) is None or not self.oxigraph.contains_named_graph(ox.NamedNode(iri)):
            return []
        found = self.oxigraph.query(own_candidates(iri))
        assert isinstance(found, ox.QueryTriples), "it constructs"
        lines = _lines(found.serialize(format=ox.RdfFormat.N_TRIPLES))
        nodes, _ = own_nodes(iri, lines, self.base)
        if self.contested:
            nodes = frozenset(node for node in nodes if not self._is_shared(node))
        return [line for line in lines if line[: line.index(" ")] in nodes]

    def quads(self) -> Iterator[bytes]:
        """The quads of all named graphs as lines of N-Quads, some thousands at a time, in order."""
        shared = ((iri, self._shared_text(iri)) for iri in self.graphs())
        return with_graphs(self.merged(), shared, self.base)

    def _shared_text(self, iri: str) -> bytes:
        return self.oxigraph.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=ox.NamedNode(iri)) or b""

    def merged(self) -> Iterator[bytes]:
        """The merge as N-Triples, some megabytes of whole lines at a time, all of a subject in one text; at
        once where all is in memory.
        """
        texts = self._dumped(ox.RdfFormat.N_TRIPLES)
        return _whole_subjects(texts) if self.on_disk else texts

    def merged_turtle(self, asked: OxigraphTurtle) -> Iterator[bytes]:
        """The merge as Oxigraph writes Turtle, some megabytes at a time; at once where all is in memory.

        On disk Oxigraph keeps what is said of a subject together.
        """
        return self._dumped(ox.RdfFormat.TURTLE, prefixes=asked.prefixes, base_iri=asked.base_iri)

    def _dumped(self, fmt: ox.RdfFormat, **asked: Any) -> Iterator[bytes]:
        """The merge in a format, in texts that end where a subject or a triple does."""
        where = ox.DefaultGraph()
        if not self.on_disk:
            yield self.oxigraph.dump(format=fmt, from_graph=where, **asked) or b""
            return
        with tempfile.TemporaryDirectory(prefix="newskg-") as folder:
            path = Path(folder, "merge")
            self.oxigraph.dump(str(path), format=fmt, from_graph=where, **asked)
            with path.open("rb") as file:
                while text := file.read(_AT_ONCE):
                    rest = [file.readline()]
                    while rest[-1] and not rest[-1].endswith(b" .\n"):
                        rest.append(file.readline())
                    yield b"".join((text, *rest))

    @property
    def contested(self) -> bool:
        """Whether some node may be described by several graphs."""
        return self.oxigraph.contains_named_graph(self.mark)

    def statements(self, iri: str) -> int:
        """How many statements are in an article's graph."""
        if self.contested:
            return sum(line.endswith(_IS_STATEMENT) for line in (*self.own(iri), *self.shared(iri)))
        found = self.oxigraph.query(statements_of(iri))
        assert isinstance(found, ox.QuerySolutions), "it selects"
        return sum(int(getattr(row["n"], "value", 0)) for row in found)

    def part(self, iri: str, lines: Lines) -> Parts:
        """The parts of a graph as it shall be; what others describe, too, is in the shared one."""
        parts = part(iri, lines, self.base)
        taken = {node for node in parts.statements if self._articles_of(node) - {iri}}
        if self.contested:
            taken |= {node for node in parts.nodes if self._is_shared(node)}
        return parts.without(taken)

    def placed(self, graphs: Mapping[str, bytes]) -> tuple[bytes, list[str]]:
        """New graphs (canonical N-Quads, by name) as the quads that are to be loaded; and the names of those
        that touch nodes of others, which are not among them.
        """
        text = io.BytesIO()
        merge: set[str] = set()
        statements: set[str] = set()
        apart: list[str] = []
        for iri, quads in graphs.items():
            parts = self.part(iri, split_lines(iri, quads))
            if parts.foreign or not statements.isdisjoint(parts.statements):
                apart.append(iri)
                continue
            statements.update(parts.statements)
            merge.update(parts.shared)
            write_ntriples(text, parts.own)
            write_ntriples(text, parts.shared, f" <{iri}> .\n")
        write_ntriples(text, sorted(merge))
        return text.getvalue(), apart

    def moved(self, parts: Parts, iri: str) -> dict[str, Lines]:
        """What becomes part of other graphs' shared triples when a graph has these parts, by graph."""
        found: dict[str, Lines] = {}
        for node in sorted(parts.foreign):
            article = article_of(node, self.base)
            articles = self._articles_of(node) if article is None else {article}
            if articles - {iri} and not self._is_shared(node):
                for article in articles - {iri}:
                    if self.oxigraph.contains_named_graph(ox.NamedNode(article)):
                        found.setdefault(article, []).extend(self._about(node))
        return found

    def said_elsewhere(self, lines: Lines, iri: str) -> Iterator[bool]:
        """For each triple of a graph, whether another named graph shares it."""
        here = ox.NamedNode(iri)
        text = "".join(f"{line} .\n" for line in lines)
        for quad in ox.parse(text, ox.RdfFormat.N_TRIPLES):
            found = self.oxigraph.quads_for_pattern(quad.subject, quad.predicate, quad.object, None)
            yield any(
                other.graph_name != here and isinstance(other.graph_name, ox.NamedNode) for other in found
            )

    def _articles_of(self, statement: str) -> set[str]:
        """The articles that a statement is said to come from."""
        node = ox.NamedNode(statement[1:-1])
        found = self.oxigraph.quads_for_pattern(node, _SENTENCE, None, ox.DefaultGraph())
        spans = (article_of(str(quad.object), self.base) for quad in found)
        return {article for article in spans if article is not None}

    def _is_shared(self, node: str) -> bool:
        """Whether a named graph describes a node."""
        found = self.oxigraph.quads_for_pattern(ox.NamedNode(node[1:-1]), None, None, None)
        return any(isinstance(quad.graph_name, ox.NamedNode) for quad in found)

    def _about(self, node: str) -> Lines:
        """All triples about a node."""
        found = self.oxigraph.quads_for_pattern(ox.NamedNode(node[1:-1]), None, None, ox.DefaultGraph())
        return _lines(ox.serialize((quad.triple for quad in found), format=ox.RdfFormat.N_TRIPLES))


def load_copy(store: ox.Store, content: bytes, base: str) -> None:
    """Put what another Oxigraph store holds, as N-Quads, into an empty one.

    N-Quads do not tell of graphs without triples, so any node may be described by several graphs.
    """
    store.bulk_load(content, format=ox.RdfFormat.N_QUADS, lenient=True)
    store.add_graph(Placement(store, base).mark)


def _whole_subjects(texts: Iterator[bytes]) -> Iterator[bytes]:
    """Texts of N-Triples, which keep what is said of a subject together, in texts that end where one does."""
    left = b""
    for text in texts:
        text = left + text
        at = text.rfind(b"\n", 0, -1) + 1
        subject = text[at : text.index(b" ", at) + 1]
        while at and text.startswith(subject, before := text.rfind(b"\n", 0, at - 1) + 1):
            at = before
        left = text[at:]
        yield text[:at]
    yield left


def _lines(text: bytes | None) -> Lines:
    return [line.decode() for line in (text or b"").split(b" .\n")[:-1]]
