"""Triples without graphs -> the graphs that they came from, found again from the provenance.

A statement belongs to the article of its sentence; with it go the direct edge that it supports, the event
that it describes, its run, and the descriptions of the entities that it names. A further name goes to those
articles whose text has it. What several say is given to each of them, so that it goes only when the last of
them goes. Everything else belongs to the ontology, the background knowledge, or ``<base>graph/loaded``.
"""

from __future__ import annotations

from collections.abc import Iterable

from kg.rdf.layout import DIRECT, ROLES
from kg.resources.namespaces import (
    IDENTITY_GRAPH,
    KG,
    KNOWLEDGE_GRAPH,
    KNOWLEDGE_SCHEME,
    NIF,
    ONTOLOGY_GRAPH,
    OWL,
    PLOVER,
    PROV,
    RDF,
    SKOS,
)

__all__ = ["unfold"]

_TYPE = f"<{RDF}type>"
_DERIVED, _RUN, _AGENT = f"<{PROV}wasDerivedFrom>", f"<{PROV}wasGeneratedBy>", f"<{PROV}wasAssociatedWith>"
_DESCRIBES, _PARTICIPANT, _PLACE = f"<{KG}describes>", f"<{KG}participant>", f"<{KG}place>"
_ENTITIES = frozenset(f"<{predicate}>" for _, predicate, _ in ROLES)
_LABEL, _ALIAS = f"<{SKOS}prefLabel>", f"<{SKOS}altLabel>"
_DESCRIPTION = frozenset(
    {_TYPE, _LABEL, _ALIAS, f"<{OWL}sameAs>", *(f"<{KG}{name}>" for name in ("country", "iso3", "sector"))}
)
_ASSERTED = frozenset(f"<{KG}{modality}>" for modality in DIRECT)


def unfold(lines: Iterable[str], base: str) -> dict[str, list[str]]:
    """The triples of each graph, sorted, by the graph's IRI.

    ``lines`` are canonical N-Triples without the final point.
    """
    return _Unfolding(lines, base).graphs()


class _Unfolding:
    """Works out who claims what; a claim is the IRI of a graph."""

    def __init__(self, lines: Iterable[str], base: str) -> None:
        self.base, self.start = base, f"<{base}article/"
        self.said: dict[str, list[tuple[str, str]]] = {}
        for line in lines:
            subject, predicate, value = line.split(" ", 2)
            self.said.setdefault(subject, []).append((predicate, value))
        self.symmetric = self._symmetric()
        self.refers: dict[str, set[str]] = {}  # node -> articles that refer to it
        self.edges: dict[tuple[str, str, str], set[str]] = {}
        self.arguments: dict[
            tuple[str, str], set[str]
        ] = {}  # (event, entity) -> articles whose statements say so
        self.texts: dict[str, str] = {}

    def graphs(self) -> dict[str, list[str]]:
        for subject, said in self.said.items():
            self._read(subject, said)
        for event, articles in [
            (node, found) for node, found in self.refers.items() if node.startswith(f"<{self.base}event/")
        ]:
            self._read_event(event, articles)
        for run in [node for node in self.refers if node.startswith(f"<{self.base}run/")]:
            self._refer(
                (value for predicate, value in self.said.get(run, ()) if predicate == _AGENT),
                self.refers[run],
            )
        found: dict[str, list[str]] = {}
        for subject, said in self.said.items():
            rest = self._place(subject, said)
            for predicate, value in said:
                for graph in self._claims(subject, predicate, value) or (rest,):
                    found.setdefault(graph, []).append(f"{subject} {predicate} {value}")
        self._claim_knowledge(found)
        return {graph: sorted(set(members)) for graph, members in sorted(found.items())}

    def _symmetric(self) -> frozenset[str]:
        kind = f"<{OWL}SymmetricProperty>"
        declared = frozenset(s for s, said in self.said.items() if (_TYPE, kind) in said)
        if declared:
            return declared
        from kg.resources.ontology import load_ontology

        return frozenset(f"<{r.iri}>" for r in load_ontology().relations.values() if r.symmetric)

    def _article(self, node: str) -> str | None:
        """The graph of the article that a node (the article, a stretch of its text) belongs to."""
        return node[1:-1].partition("#")[0] if node.startswith(self.start) else None

    def _refer(self, nodes: Iterable[str], articles: set[str]) -> None:
        for node in nodes:
            if node[0] == "<":
                self.refers.setdefault(node, set()).update(articles)

    def _read(self, subject: str, said: list[tuple[str, str]]) -> None:
        """Take in what a statement refers to, or an article's text."""
        article = self._article(subject)
        if article:
            text = next((value for predicate, value in said if predicate == f"<{NIF}isString>"), None)
            if text:
                self.texts[article] = text
            return
        article = next(
            (found for predicate, value in said if predicate == _DERIVED and (found := self._article(value))),
            None,
        )
        if article is None:
            return
        values = dict(said)
        entities = {value for predicate, value in said if predicate in _ENTITIES}
        event = values.get(_DESCRIBES)
        self._refer(
            {subject, *entities, *((event,) if event else ()), *((values[_RUN],) if _RUN in values else ())},
            {article},
        )
        for entity in entities if event else ():
            self.arguments.setdefault((event or "", entity), set()).add(article)
        source, relation, target = (
            values.get(f"<{RDF}{name}>") for name in ("subject", "predicate", "object")
        )
        if source and relation and target and values.get(f"<{KG}modality>") in _ASSERTED:
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

    def _place(self, subject: str, said: list[tuple[str, str]]) -> str:
        """The graph of what no article says."""
        iri = subject[1:-1]
        if iri.startswith((KG, PLOVER, f"{self.base}genid/graph-ontology-")):
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

    def _known(self, subject: str, said: list[tuple[str, str]]) -> bool:
        return (f"<{SKOS}inScheme>", f"<{self.base}{KNOWLEDGE_SCHEME}>") in said

    def _claim_knowledge(self, found: dict[str, list[str]]) -> None:
        """What describes an entity of the background knowledge is claimed for that too: which part of it came
        from there cannot be seen.
        """
        for subject, said in self.said.items():
            if self._known(subject, said):
                claimed = (f"{subject} {p} {v}" for p, v in said if (subject, p, v) not in self.edges)
                found.setdefault(self.base + KNOWLEDGE_GRAPH, []).extend(claimed)
