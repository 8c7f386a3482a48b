"""RDF -> statements and articles: the way back from any store, or from quads, to the values that
``rdf.nquads`` wrote.

``stored_statement`` alone reads a statement's properties. ``readings`` makes the model's values of whole
articles; ``statements_where`` gives some statements of a store without the rest of their articles. An entity
is described by all graphs together: its names are those that any article or the background knowledge gives
it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol, TypeAlias, TypeVar

import pyoxigraph as ox

from kg.errors import StoreError
from kg.model import Argument, Document, Entity, Event, Reading, Span, Statement, Trigger
from kg.rdf import layout, selections
from kg.rdf.layout import MODALITIES, ROLES
from kg.resources.namespaces import article_iri, entity_id, local_name

__all__ = [
    "Quads",
    "Source",
    "StoredStatement",
    "readings",
    "statements",
    "statements_where",
    "stored_statement",
]

_T = TypeVar("_T")
Properties: TypeAlias = dict[str, dict[str, list[str]]]
"""Values by subject and predicate, in sorted order."""

_ENTITY_FIELDS = (
    layout.TYPE,
    layout.LABEL,
    layout.ALIAS,
    layout.COUNTRY,
    layout.SECTOR,
    layout.SAME_AS,
)
_OPTIONAL = (
    layout.QUANTITY,
    layout.OCCASION,
    layout.OCCURRENCE,
    layout.BEGIN,
    layout.END,
)


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
        yield _ArticleReader(source, article_iri(source.base, id), entities).reading()


def statements(source: Source) -> Iterator[Statement]:
    """Every statement, by article id and in the order of its text."""
    for reading in readings(source):
        yield from reading.statements


def statements_where(source: Any, pattern: str) -> Iterator[StoredStatement]:
    """The statements ``?t`` of a SPARQL pattern that have relation and object, in no order.

    What an article says, and how, is looked up in two queries for all of them. ``source`` is a store.
    """
    found = _properties(
        (row["t"].value, row["p"].value, row["v"].value)
        for row in source.query(selections.PROLOGUE + selections.statement_properties(pattern))
    )
    spans = {
        row["span"].value: Span(int(row["begin"].value), int(row["end"].value), row["text"].value)
        for row in source.query(selections.PROLOGUE + selections.statement_words(pattern))
    }
    for iri, said in found.items():
        yield stored_statement(source.base, iri, said, spans)


@dataclass(frozen=True, slots=True)
class StoredStatement:
    """A statement as a graph holds it: what a graph by others leaves out is None or empty.

    ``relation`` is an IRI, ``article`` the IRI of the article. ``arguments`` has the IRIs of entities by
    field of the model, ``words`` the stretches of text for a field (or for the trigger), several where two
    mentions say the same. Where a property has several values, the first in the alphabet counts.
    """

    iri: str
    id: str
    article: str
    relation: str | None
    modality: str | None
    confidence: str | None
    lemma: str | None
    pattern: str | None
    quantity: str | None
    occasion: str | None
    cue: str | None
    begin: str | None
    end: str | None
    occurrence: str | None
    event: str | None
    sentence: Span | None
    trigger: Span | None
    arguments: Mapping[str, str]
    words: tuple[tuple[str, Span], ...]


def stored_statement(
    base: str, iri: str, said: Mapping[str, list[str]], spans: Mapping[str, Span]
) -> StoredStatement:
    """The statement that an IRI's properties and the stretches of text, by their IRIs, make."""

    def value(predicate: str) -> str | None:
        values = said.get(predicate)
        return values[0] if values else None

    def span(predicate: str) -> Span | None:
        return min((spans[iri] for iri in said.get(predicate, ()) if iri in spans), key=_place, default=None)

    modality, event = value(layout.MODALITY), value(layout.EVENT_OF)
    fields = [(field, mention) for field, _, mention in ROLES] + [("trigger", layout.TRIGGER)]
    return StoredStatement(
        iri=iri,
        id=layout.id_of(base, iri),
        article=(value(layout.SENTENCE_OF) or "").partition("#")[0],
        relation=value(layout.PREDICATE),
        modality=local_name(modality) if modality else None,
        confidence=value(layout.CONFIDENCE),
        lemma=value(layout.LEMMA),
        pattern=value(layout.PATTERN),
        quantity=value(layout.QUANTITY),
        occasion=value(layout.OCCASION),
        cue=value(layout.CUE),
        begin=value(layout.BEGIN),
        end=value(layout.END),
        occurrence=value(layout.OCCURRENCE),
        event=layout.id_of(base, event) if event else None,
        sentence=span(layout.SENTENCE_OF),
        trigger=span(layout.TRIGGER),
        arguments={field: found for field, relation, _ in ROLES if (found := value(relation))},
        words=tuple(
            (field, spans[iri]) for field, mention in fields for iri in said.get(mention, ()) if iri in spans
        ),
    )


def _place(span: Span) -> tuple[int, int, str]:
    return span.begin, span.end, span.text


def _properties(triples: Iterable[tuple[str, str, str]]) -> Properties:
    found: Properties = {}
    for subject, predicate, value in triples:
        found.setdefault(subject, {}).setdefault(predicate, []).append(value)
    for values in found.values():
        for one in values.values():
            one.sort()
    return found


def _text(triples: Iterable[Any]) -> Iterator[tuple[str, str, str]]:
    """Triples as text: IRIs, and the lexical forms of literals."""
    for triple in triples:
        yield triple.subject.value, triple.predicate.value, getattr(triple.object, "value", "")


class _ArticleReader:
    """One article's graph, read back. ``entities`` is shared by all articles of a store and grows."""

    def __init__(self, source: Source, article: str, entities: dict[str, Entity]) -> None:
        self.source, self.base, self.article, self.entities = source, source.base, article, entities
        self.properties = _properties(_text(source.graph(article)))

    def reading(self) -> Reading:
        """What the article says."""
        statements, events = self._of_type(layout.STATEMENT), self._of_type(layout.EVENT)
        self._fetch([*statements, *events])
        spans = {
            node: Span(
                int(said[layout.BEGIN_INDEX][0]), int(said[layout.END_INDEX][0]), said[layout.WORDS][0]
            )
            for node, said in self.properties.items()
            if layout.WORDS in said and layout.BEGIN_INDEX in said and layout.END_INDEX in said
        }
        said = [
            self._statement(stored_statement(self.base, node, self.properties[node], spans))
            for node in statements
        ]
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
        return Reading(self._document(), tuple(said), tuple(self._event(node) for node in sorted(events)))

    def _of_type(self, kind: str) -> list[str]:
        return [node for node, said in self.properties.items() if kind in said.get(layout.TYPE, ())]

    def _get(self, node: str, predicate: str) -> str | None:
        values = self.properties.get(node, {}).get(predicate)
        return values[0] if values else None

    def _document(self) -> Document:
        node = self.article
        return Document(
            _needed(self._get(node, layout.IDENTIFIER), node, layout.IDENTIFIER),
            self._get(node, layout.TEXT) or "",
            self._get(node, layout.TITLE),
            self._get(node, layout.ISSUED),
            self._get(node, layout.SOURCE),
            self._get(node, layout.URL),
        )

    def _statement(self, one: StoredStatement) -> Statement:
        """The statement as a value of the model. Raises StoreError for one that lacks what ours have."""
        node = one.iri
        trigger = _needed(one.trigger, node, layout.TRIGGER)
        modality = next((m for m in MODALITIES if m == _needed(one.modality, node, layout.MODALITY)), None)
        if modality is None:
            raise StoreError(
                f"<{node}>", "has a kg:modality that is none of ours", f"use one of {', '.join(MODALITIES)}"
            )
        words: dict[str, Span] = {}
        for field, span in one.words:
            words.setdefault(field, span)
        return Statement(
            article=_needed(self._get(self.article, layout.IDENTIFIER), self.article, layout.IDENTIFIER),
            sentence=_needed(one.sentence, node, layout.SENTENCE_OF),
            trigger=Trigger(trigger.begin, trigger.end, trigger.text, _needed(one.lemma, node, layout.LEMMA)),
            relation=local_name(one.relation) if one.relation else None,
            modality=modality,
            confidence=float(_needed(one.confidence, node, layout.CONFIDENCE)),
            pattern=one.pattern or "",
            begin=one.begin,
            end=one.end,
            quantity=one.quantity,
            occasion=one.occasion,
            cue=one.cue,
            occurrence=int(one.occurrence or 1),
            event=one.event,
            **{
                field: self._argument(one, field, _needed(words.get(field), node, mention))
                for field, _, mention in ROLES
                if field in one.arguments
            },
            **dict.fromkeys({"subject", "object"} - one.arguments.keys()),
        )

    def _argument(self, one: StoredStatement, field: str, words: Span) -> Argument:
        return Argument(self.entities[one.arguments[field]], words.begin, words.end)

    def _event(self, node: str) -> Event:
        classes = [iri for iri in self.properties[node][layout.TYPE] if iri != layout.EVENT]
        place = self._get(node, layout.PLACE)
        participants = self.properties[node].get(layout.PARTICIPANT, ())
        return Event(
            layout.id_of(self.base, node),
            local_name(classes[0]) if classes else "Event",
            tuple(sorted((self.entities[iri] for iri in participants), key=lambda e: e.id)),
            self._get(node, layout.LABEL),
            self._get(node, layout.BEGIN),
            self._get(node, layout.END),
            self.entities[place] if place else None,
        )

    def _fetch(self, nodes: Iterable[str]) -> None:
        """Look up the entities that these statements and events name, and that no article before named."""
        predicates = [relation for _, relation, _ in ROLES] + [layout.PARTICIPANT]
        named = {
            iri
            for node in nodes
            for predicate in predicates
            for iri in self.properties[node].get(predicate, ())
        }
        wanted = sorted(named - self.entities.keys())
        if not wanted:
            return
        found = _properties(_text(self.source.describe(wanted)))
        for iri in wanted:
            self.entities[iri] = _entity(self.base, iri, found.get(iri, {}))


def _needed(value: _T | None, node: str, predicate: str) -> _T:
    if value is None:
        raise StoreError(f"<{node}>", f"has no <{predicate}>", "build the article anew, or see `kg validate`")
    return value


def _entity(base: str, iri: str, said: Mapping[str, list[str]]) -> Entity:
    classes, labels, names, countries, sectors, same = (said.get(field, []) for field in _ENTITY_FIELDS)
    own = [c for c in classes if layout.is_own_term(c)] or classes
    label = labels[0] if labels else local_name(iri)
    return Entity(
        layout.id_of(base, iri),
        local_name(own[0]) if own else "Actor",
        label,
        tuple(sorted({*labels, *names} - {label})),
        local_name(countries[0]).upper() if countries else None,
        sectors[0] if sectors else None,
        tuple(same),
    )
