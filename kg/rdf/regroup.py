"""Triples without graphs -> the graphs that they came from, found again from the provenance.

A statement belongs to the article of its sentence; with it go the direct edge that it supports, the event
that it describes, its run, and the descriptions of the entities that it names. A further name goes to those
articles whose text has it. What several say is given to each of them, so that it goes only when the last of
them goes. Everything else belongs to the ontology, the background knowledge, or ``<base>graph/loaded``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeAlias

from kg.rdf import layout
from kg.rdf.layout import DIRECT, ROLES, is_own_term
from kg.resources.namespaces import (
    IDENTITY_GRAPH,
    KNOWLEDGE_GRAPH,
    KNOWLEDGE_SCHEME,
    ONTOLOGY_GRAPH,
    OWL,
    PLOVER,
)

__all__ = ["regroup"]

_Said: TypeAlias = list[tuple[str, str]]
"""Predicates and values, as N-Triples write them."""

(_TYPE, _TEXT, _SENTENCE_OF, _RUN, _AGENT, _EVENT_OF, _PARTICIPANT, _PLACE, _ALIAS, _MODALITY) = (
    f"<{iri}>"
    for iri in (
        layout.TYPE,
        layout.TEXT,
        layout.SENTENCE_OF,
        layout.RUN_OF,
        layout.AGENT,
        layout.EVENT_OF,
        layout.PARTICIPANT,
        layout.PLACE,
        layout.ALIAS,
        layout.MODALITY,
    )
)
_EDGE = tuple(f"<{iri}>" for iri in (layout.SUBJECT, layout.PREDICATE, layout.OBJECT))
_ENTITIES = frozenset(f"<{relation}>" for _, relation, _ in ROLES)
_DESCRIPTION = frozenset(
    f"<{iri}>"
    for iri in (
        layout.TYPE,
        layout.LABEL,
        layout.ALIAS,
        layout.SAME_AS,
        layout.COUNTRY,
        layout.ISO3,
        layout.SECTOR,
    )
)
_ASSERTED = frozenset(f"<{layout.modality_iri(modality)}>" for modality in DIRECT)
_SYMMETRIC = (_TYPE, f"<{layout.SYMMETRIC_KIND}>")


def regroup(lines: Iterable[str], base: str, symmetric: Callable[[], frozenset[str]]) -> dict[str, list[str]]:
    """The triples of each graph, sorted, by the graph's IRI.

    ``lines`` are canonical N-Triples without the final point. ``symmetric`` gives the IRIs of the relations
    that hold both ways, where the triples declare none.
    """
    said: dict[str, _Said] = {}
    for line in lines:
        subject, predicate, value = line.split(" ", 2)
        said.setdefault(subject, []).append((predicate, value))
    declared = frozenset(subject for subject, values in said.items() if _SYMMETRIC in values)
    return _Claims(said, base, declared or frozenset(f"<{iri}>" for iri in symmetric())).graphs()


class _Claims:
    """Which articles say what; an article is the IRI of its graph."""

    def __init__(self, said: dict[str, _Said], base: str, symmetric: frozenset[str]) -> None:
        self.said, self.base, self.start, self.symmetric = said, base, f"<{base}article/", symmetric
        self.refers: dict[str, set[str]] = {}  # node -> articles that refer to it
        self.edges: dict[tuple[str, str, str], set[str]] = {}
        # (event, entity) -> articles whose statements say so
        self.arguments: dict[tuple[str, str], set[str]] = {}
        self.texts: dict[str, str] = {}

    def graphs(self) -> dict[str, list[str]]:
        """The triples of each graph."""
        for subject, said in self.said.items():
            if article := self._article(subject):
                self._read_text(article, said)
            else:
                self._read_statement(subject, said)
        for event, articles in self._referred("event/"):
            self._read_event(event, articles)
        for run, articles in self._referred("run/"):
            self._refer(
                (value for predicate, value in self.said.get(run, ()) if predicate == _AGENT), articles
            )
        found = self._shared_out()
        self._claim_knowledge(found)
        return {graph: sorted(set(members)) for graph, members in sorted(found.items())}

    def _shared_out(self) -> dict[str, list[str]]:
        """Each triple under the graphs of the articles that say it, or where it is else at home."""
        found: dict[str, list[str]] = {}
        for subject, said in self.said.items():
            rest = self._place(subject, said)
            for predicate, value in said:
                for graph in self._claims(subject, predicate, value) or (rest,):
                    found.setdefault(graph, []).append(f"{subject} {predicate} {value}")
        return found

    def _article(self, node: str) -> str | None:
        """The graph of the article that a node (the article, a span of its text) belongs to."""
        return node[1:-1].partition("#")[0] if node.startswith(self.start) else None

    def _referred(self, family: str) -> list[tuple[str, set[str]]]:
        """The nodes of a family that articles refer to, and these articles."""
        return [
            (node, found) for node, found in self.refers.items() if node.startswith(f"<{self.base}{family}")
        ]

    def _refer(self, nodes: Iterable[str], articles: set[str]) -> None:
        for node in nodes:
            if node[0] == "<":
                self.refers.setdefault(node, set()).update(articles)

    def _read_text(self, article: str, said: _Said) -> None:
        """Take in an article's text."""
        text = next((value for predicate, value in said if predicate == _TEXT), None)
        if text:
            self.texts[article] = text

    def _read_statement(self, subject: str, said: _Said) -> None:
        """Take in what a statement refers to: entities, event, run and direct edge."""
        sentences = (self._article(value) for predicate, value in said if predicate == _SENTENCE_OF)
        article = next(filter(None, sentences), None)
        if article is None:
            return
        values = dict(said)
        entities = {value for predicate, value in said if predicate in _ENTITIES}
        self._refer({subject, *entities}, {article})
        self._refer((values[predicate] for predicate in (_EVENT_OF, _RUN) if predicate in values), {article})
        if event := values.get(_EVENT_OF):
            for entity in entities:
                self.arguments.setdefault((event, entity), set()).add(article)
        if values.get(_MODALITY) in _ASSERTED:
            self._read_edge([values.get(predicate, "") for predicate in _EDGE], article)

    def _read_edge(self, edge: list[str], article: str) -> None:
        """Take in the direct edge of a statement, when it has subject, relation and object."""
        if not all(edge):
            return
        source, relation, target = edge
        self.edges.setdefault((source, relation, target), set()).add(article)
        if relation in self.symmetric:
            self.edges.setdefault((target, relation, source), set()).add(article)

    def _read_event(self, event: str, articles: set[str]) -> None:
        for predicate, value in self.said.get(event, ()):
            if predicate in (_PARTICIPANT, _PLACE):
                self._refer([value], self.arguments.get((event, value), articles))

    def _claims(self, subject: str, predicate: str, value: str) -> set[str]:
        """The articles that say a triple."""
        article = self._article(subject)
        if article:
            return {article}
        articles = self.refers.get(subject, set())
        if subject.startswith((f"<{self.base}statement/", f"<{self.base}run/", f"<{self.base}software/")):
            return articles
        if subject.startswith(f"<{self.base}event/"):
            return (
                self.arguments.get((subject, value), articles)
                if predicate in (_PARTICIPANT, _PLACE)
                else articles
            )
        if predicate not in _DESCRIPTION:
            return self.edges.get((subject, predicate, value), set())
        if predicate == _ALIAS:
            return {a for a in articles if a not in self.texts or value[1:-1] in self.texts[a]} or articles
        return articles

    def _place(self, subject: str, said: _Said) -> str:
        """The graph of what no article says."""
        iri = subject[1:-1]
        if is_own_term(iri) or iri.startswith((PLOVER, f"{self.base}genid/graph-ontology-")):
            return self.base + ONTOLOGY_GRAPH
        if self._known(subject, said) or iri.startswith(
            (self.base + KNOWLEDGE_SCHEME, f"{self.base}genid/graph-knowledge-")
        ):
            return self.base + KNOWLEDGE_GRAPH
        if iri.startswith(f"{self.base}identity/"):
            return self.base + IDENTITY_GRAPH
        if not iri.startswith(self.base) and any(p == _TYPE and v.startswith(f"<{OWL}") for p, v in said):
            return self.base + ONTOLOGY_GRAPH
        return f"{self.base}graph/loaded"

    def _known(self, subject: str, said: _Said) -> bool:
        return (f"<{layout.IN_SCHEME}>", f"<{self.base}{KNOWLEDGE_SCHEME}>") in said

    def _claim_knowledge(self, found: dict[str, list[str]]) -> None:
        """What describes an entity of the background knowledge is claimed for that too: which part of it came
        from there cannot be seen.
        """
        for subject, said in self.said.items():
            if self._known(subject, said):
                claimed = (f"{subject} {p} {v}" for p, v in said if (subject, p, v) not in self.edges)
                found.setdefault(self.base + KNOWLEDGE_GRAPH, []).extend(claimed)
