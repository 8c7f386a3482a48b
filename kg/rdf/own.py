"""Which triples of an article's graph are its own: those of its statements, sentences and words.

A span of an article's text has the article's IRI in its own and names it (nif:referenceContext); a statement
names the span that it comes from (prov:wasDerivedFrom). So what an article alone says of these can be found
among the triples of all articles, and a store need not write it a second time under the name of its graph.
Descriptions of entities, direct edges, events, runs and what is said of the article itself are shared: they
may recur. All triples of a node are one or the other.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kg.rdf.graphs import Lines
from kg.rdf.layout import IN_TEXT, SENTENCE_OF, STATEMENT, TYPE
from kg.resources.namespaces import article_id

__all__ = ["Parts", "article_of", "own_candidates", "own_nodes", "part", "statements_of"]

_IN_TEXT, _SENTENCE_OF = f"<{IN_TEXT}>", f"<{SENTENCE_OF}>"


@dataclass(frozen=True, slots=True)
class Parts:
    """The triples of a graph, its own and those that it shares; nodes are written as in N-Triples.

    ``statements`` are the nodes of its own statements; ``foreign`` are nodes of the shared part that look
    like some article's own.
    """

    own: Lines
    shared: Lines
    nodes: frozenset[str]
    statements: tuple[str, ...]
    foreign: frozenset[str]

    def without(self, nodes: Iterable[str]) -> Parts:
        """The same with some of its own nodes among the shared ones."""
        taken = frozenset(nodes) & self.nodes
        if not taken:
            return self
        own, moved = _divided(self.own, self.nodes - taken)
        return Parts(
            own,
            sorted([*self.shared, *moved]),
            self.nodes - taken,
            tuple(node for node in self.statements if node not in taken),
            self.foreign | taken,
        )


def _family_starts(base: str) -> tuple[str, str]:
    """What the nodes of articles and of statements begin with."""
    return f"<{base}article/", f"<{base}statement/"


def part(graph: str, lines: Lines, base: str) -> Parts:
    """The parts of a named graph, which keep the order of its lines.

    Only articles have triples of their own, and none has nothing else: the shared ones tell that it is there.
    """
    nodes, said = own_nodes(graph, lines, base)
    own, shared = _divided(lines, nodes)
    moved = frozenset() if shared else nodes
    if moved:
        own, shared, nodes, said = [], own, frozenset(), ()
    articles, statements = _family_starts(base)
    here = f"<{graph}#"
    foreign = frozenset(
        line[: line.index(" ")]
        for line in shared
        if line.startswith(statements)
        or (line.startswith(articles) and "#" in line[: line.index(" ")] and not line.startswith(here))
    )
    return Parts(own, shared, nodes, said, foreign | moved)


def own_nodes(graph: str, lines: Lines, base: str) -> tuple[frozenset[str], tuple[str, ...]]:
    """The nodes that some triples of a graph make its own, and the statements among them: not those that come
    from another article, too.
    """
    if article_id(base, graph) is None or "#" in graph:
        return frozenset(), ()
    context, start = f" {_IN_TEXT} <{graph}>", f"<{graph}#"
    cut = -len(context)
    spans = {line[:cut] for line in lines if line.endswith(context) and line.startswith(start)}
    statements = _family_starts(base)[1]
    said: dict[str, None] = {}
    elsewhere = set()
    for line in lines:
        if _SENTENCE_OF in line and line.startswith(statements):
            subject, predicate, value = line.split(" ", 2)
            if predicate == _SENTENCE_OF and value in spans:
                said[subject] = None
            elif predicate == _SENTENCE_OF and "#" in value:
                elsewhere.add(subject)
    said = {statement: None for statement in said if statement not in elsewhere}
    return frozenset(spans.union(said)), tuple(said)


def _divided(lines: Lines, nodes: Iterable[str]) -> tuple[Lines, Lines]:
    """The lines about some nodes, and the others."""
    inside: Lines = []
    outside: Lines = []
    for line in lines:
        (inside if line[: line.index(" ")] in nodes else outside).append(line)
    return inside, outside


def own_candidates(graph: str) -> str:
    """The query for the triples of the nodes that name an article, or a span that does."""
    return (
        f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ {{ ?s {_IN_TEXT} <{graph}> }} UNION "
        f"{{ ?x {_IN_TEXT} <{graph}> . ?s {_SENTENCE_OF} ?x }} ?s ?p ?o }}"
    )


def statements_of(graph: str) -> str:
    """The query for the number ``?n`` of an article's own statements."""
    return (
        f"SELECT (COUNT(DISTINCT ?s) AS ?n) WHERE {{ ?x {_IN_TEXT} <{graph}> . ?s {_SENTENCE_OF} ?x ; "
        f"<{TYPE}> <{STATEMENT}> }}"
    )


def article_of(node: str, base: str) -> str | None:
    """The IRI of the article that a span of text (as N-Triples write it) lies in; None for another node."""
    inside = node.startswith(f"<{base}article/") and "#" in node
    return node[1:].partition("#")[0] if inside else None
