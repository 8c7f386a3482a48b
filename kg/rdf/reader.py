"""RDF -> Reading: the way back from any store, or from quads, to the values that ``rdf.nquads`` wrote.

An entity is described by all graphs together: its names are those that any article or the background
knowledge gives it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Protocol, TypeAlias

import pyoxigraph as ox

from kg.errors import StoreError
from kg.model import Argument, Document, Entity, Event, Modality, Reading, Span, Statement, Trigger
from kg.rdf.writer import ROLES
from kg.resources.namespaces import (
    DCTERMS,
    KG,
    NIF,
    OWL,
    PROV,
    RDF,
    SCHEMA,
    SKOS,
    article_iri,
    entity_id,
    local_name,
)

__all__ = ["Quads", "Source", "readings", "statements"]

Facts: TypeAlias = dict[str, dict[str, list[str]]]

_ENTITY_FIELDS = (
    f"{RDF}type",
    f"{SKOS}prefLabel",
    f"{SKOS}altLabel",
    f"{KG}country",
    f"{KG}sector",
    f"{OWL}sameAs",
)
_MODALITIES: dict[str, Modality] = {
    "actual": "actual",
    "planned": "planned",
    "possible": "possible",
    "negated": "negated",
}


class Source(Protocol):
    """What the way back needs of a store."""

    base: str

    def articles(self) -> list[str]:
        """The ids of the articles, sorted."""

    def graph(self, iri: str) -> Iterable[Any]:
        """The triples (or quads) of one named graph."""

    def describe(self, iris: Iterable[str]) -> Iterable[Any]:
        """The triples, of all graphs together, whose subjects these are; none twice."""


class Quads:
    """Quads in memory as a Source."""

    def __init__(self, quads: Iterable[ox.Quad], base: str) -> None:
        self.base = base
        self._graphs: dict[str, list[ox.Quad]] = {}
        self._subjects: dict[str, dict[ox.Triple, None]] = {}
        for quad in quads:
            self._graphs.setdefault(getattr(quad.graph_name, "value", ""), []).append(quad)
            self._subjects.setdefault(
                quad.subject.value if isinstance(quad.subject, ox.NamedNode) else "", {}
            )[quad.triple] = None

    def articles(self) -> list[str]:
        """The ids of the articles, sorted."""
        found = (entity_id(self.base, iri) for iri in self._graphs if iri.startswith(f"{self.base}article/"))
        return sorted(id.removeprefix("article/") for id in found if id)

    def graph(self, iri: str) -> Iterable[ox.Quad]:
        """The quads of one named graph."""
        return self._graphs.get(iri, ())

    def describe(self, iris: Iterable[str]) -> Iterable[ox.Triple]:
        """The triples whose subjects these are."""
        return (triple for iri in iris for triple in self._subjects.get(iri, ()))


def readings(source: Source) -> Iterator[Reading]:
    """What each article says, by article id; statements in the order of the text.

    Raises StoreError for a graph not as we write it.
    """
    entities: dict[str, Entity] = {}
    for id in source.articles():
        yield _Recall(source, article_iri(source.base, id), entities).reading()


def statements(source: Source) -> Iterator[Statement]:
    """Every statement, by article id and in the order of its text."""
    for reading in readings(source):
        yield from reading.statements


def _facts(triples: Iterable[Any]) -> Facts:
    """Values by subject and predicate, in sorted order."""
    facts: Facts = {}
    for triple in triples:
        facts.setdefault(triple.subject.value, {}).setdefault(triple.predicate.value, []).append(
            getattr(triple.object, "value", "")
        )
    for values in facts.values():
        for value in values.values():
            value.sort()
    return facts


class _Recall:
    """One article's graph, read back. ``entities`` is shared by all articles of a store and grows."""

    def __init__(self, source: Source, article: str, entities: dict[str, Entity]) -> None:
        self.source, self.base, self.article, self.entities = source, source.base, article, entities
        self.facts = _facts(source.graph(article))

    def reading(self) -> Reading:
        found = [s for s, said in self.facts.items() if f"{KG}Statement" in said.get(f"{RDF}type", ())]
        happenings = [s for s, said in self.facts.items() if f"{KG}Event" in said.get(f"{RDF}type", ())]
        self._fetch([*found, *happenings])
        said = [self.statement(node) for node in found]
        said.sort(
            key=lambda s: (
                s.sentence.begin,
                s.sentence.end,
                s.trigger.begin,
                s.trigger.end,
                s.relation or "",
                s.id,
            )
        )
        return Reading(self.document(), tuple(said), tuple(self.event(node) for node in sorted(happenings)))

    def get(self, node: str, predicate: str) -> str | None:
        values = self.facts.get(node, {}).get(predicate)
        return values[0] if values else None

    def need(self, node: str, predicate: str) -> str:
        value = self.get(node, predicate)
        if value is None:
            raise StoreError(
                f"<{node}>", f"has no <{predicate}>", "build the article anew, or see `kg validate`"
            )
        return value

    def id(self, iri: str) -> str:
        return entity_id(self.base, iri) or iri

    def document(self) -> Document:
        node = self.article
        return Document(
            self.need(node, f"{DCTERMS}identifier"),
            self.get(node, f"{NIF}isString") or "",
            self.get(node, f"{DCTERMS}title"),
            self.get(node, f"{DCTERMS}issued"),
            self.get(node, f"{DCTERMS}source"),
            self.get(node, f"{SCHEMA}url"),
        )

    def span(self, node: str) -> Span:
        begin, end = (int(self.need(node, f"{NIF}{name}")) for name in ("beginIndex", "endIndex"))
        return Span(begin, end, self.need(node, f"{NIF}anchorOf"))

    def statement(self, node: str) -> Statement:
        sentence = self.span(self.need(node, f"{PROV}wasDerivedFrom"))
        trigger = self.span(self.need(node, f"{KG}trigger"))
        relation = self.get(node, f"{RDF}predicate")
        event = self.get(node, f"{KG}describes")
        modality = _MODALITIES.get(local_name(self.need(node, f"{KG}modality")))
        if modality is None:
            raise StoreError(
                f"<{node}>", "has a kg:modality that is none of ours", f"use one of {', '.join(_MODALITIES)}"
            )
        return Statement(
            article=self.need(self.article, f"{DCTERMS}identifier"),
            sentence=sentence,
            trigger=Trigger(trigger.begin, trigger.end, trigger.text, self.need(node, f"{KG}triggerLemma")),
            relation=local_name(relation) if relation else None,
            modality=modality,
            confidence=float(self.need(node, f"{KG}confidence")),
            pattern=self.get(node, f"{KG}pattern") or "",
            begin=self.get(node, f"{KG}begin"),
            end=self.get(node, f"{KG}end"),
            quantity=self.get(node, f"{KG}quantity"),
            occasion=self.get(node, f"{KG}occasion"),
            event=self.id(event) if event else None,
            **{field: self.argument(node, predicate, mention) for field, predicate, mention in ROLES},
        )

    def argument(self, node: str, predicate: str, mention: str) -> Argument | None:
        iri = self.get(node, predicate)
        if iri is None:
            return None
        words = self.span(self.need(node, mention))
        return Argument(self.entities[iri], words.begin, words.end)

    def event(self, node: str) -> Event:
        classes = [iri for iri in self.facts[node][f"{RDF}type"] if iri != f"{KG}Event"]
        place = self.get(node, f"{KG}place")
        participants = self.facts[node].get(f"{KG}participant", ())
        return Event(
            self.id(node),
            local_name(classes[0]) if classes else "Event",
            tuple(sorted((self.entities[iri] for iri in participants), key=lambda e: e.id)),
            self.get(node, f"{SKOS}prefLabel"),
            self.get(node, f"{KG}begin"),
            self.get(node, f"{KG}end"),
            self.entities[place] if place else None,
        )

    def _fetch(self, nodes: Iterable[str]) -> None:
        """Look up the entities that these statements and events name, and that no article before named."""
        predicates = [predicate for _, predicate, _ in ROLES] + [f"{KG}participant"]
        named = {
            iri for node in nodes for predicate in predicates for iri in self.facts[node].get(predicate, ())
        }
        wanted = sorted(named - self.entities.keys())
        if not wanted:
            return
        facts = _facts(self.source.describe(wanted))
        for iri in wanted:
            self.entities[iri] = self.entity(iri, facts.get(iri, {}))

    def entity(self, iri: str, said: dict[str, list[str]]) -> Entity:
        classes, labels, names, countries, sectors, same = (said.get(field, []) for field in _ENTITY_FIELDS)
        own = [c for c in classes if c.startswith(KG)] or classes
        label = labels[0] if labels else local_name(iri)
        return Entity(
            self.id(iri),
            local_name(own[0]) if own else "Actor",
            label,
            tuple(sorted({*labels, *names} - {label})),
            local_name(countries[0]).upper() if countries else None,
            sectors[0] if sectors else None,
            tuple(same),
        )
