"""Store -> all that it holds about one entity."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.analysis.evidence import Evidence, evidence_where, symmetric_relations
from kg.analysis.lookup import find_entity
from kg.analysis.nodes import Node, entity_term, nodes
from kg.analysis.resolution_report import Apart, Merged, apart, independent, merged
from kg.rdf.layout import MODALITIES, is_own_term, term_name
from kg.rdf.selections import about_any, classes_of, links_of, names_of
from kg.store.select import solutions
from kg.terminal import clean

if TYPE_CHECKING:
    from kg.store.base import Store

__all__ = ["Aside", "EntityReport", "Fact", "entity_report"]


@dataclass(frozen=True, slots=True)
class Fact:
    """What articles say of an entity and another: ``direction`` is ``to`` it, ``from`` it, or ``with`` it for
    a symmetric relation. ``other`` is None where the sentence leaves it out.

    ``articles`` are independent of each other; ``reprints`` say it too, but are reprints of those.
    """

    relation: str
    direction: str
    other: Node | None
    modality: str
    begin: str | None
    end: str | None
    articles: tuple[str, ...]
    statements: tuple[str, ...]
    reprints: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Aside:
    """A statement about others in which an entity is the place, recipient or topic, or the one on whose word
    it is said.
    """

    role: str
    subject: Node | None
    relation: str
    object: Node | None
    modality: str
    begin: str | None
    end: str | None
    article: str
    statement: str


@dataclass(frozen=True, slots=True)
class EntityReport:
    """All that a store holds about one entity.

    ``words`` says why it is one entity: for each article, the words of it that were taken for this entity, in
    alphabetical order. ``merged`` says why other names of articles mean it, ``apart`` who else has its
    name.
    """

    entity: Node
    iri: str
    classes: tuple[str, ...]
    names: tuple[str, ...]
    links: tuple[str, ...]
    represents: tuple[Node, ...]
    mentions: int
    words: tuple[tuple[str, tuple[str, ...]], ...]
    facts: tuple[Fact, ...]
    asides: tuple[Aside, ...]
    merged: tuple[Merged, ...] = ()
    apart: tuple[Apart, ...] = ()


def entity_report(store: Store, name: str) -> EntityReport:
    """All that the store holds about the entity that ``find_entity`` finds under this name.

    Raises UnknownEntity.
    """
    id = find_entity(store, name)
    term, symmetric = entity_term(store, id), symmetric_relations(store)
    evidence = evidence_where(store, about_any(term))
    facts = _facts(id, [one for one in evidence if id in _ends(one)], symmetric)
    node = nodes(store, [id])[id]
    classes = {term_name(iri) for iri in _values(store, classes_of(term)) if is_own_term(iri)}
    names, links = _values(store, names_of(term)), _values(store, links_of(term))
    words = _words(evidence, id)
    return EntityReport(
        entity=node,
        iri=term[1:-1],
        classes=tuple(sorted(classes, key=lambda cls: (cls != node.cls, cls))),
        names=tuple(sorted(names - {node.label})),
        links=tuple(sorted(links)),
        represents=tuple(
            _once(
                fact.other
                for fact in facts
                if fact.other is not None and (fact.relation, fact.direction) == ("represents", "to")
            )
        ),
        mentions=sum(len(spans) for spans in words.values()),
        words=tuple(
            (article, tuple(sorted({text for _, _, text in spans})))
            for article, spans in sorted(words.items())
        ),
        facts=facts,
        asides=tuple(_asides(id, evidence)),
        merged=merged(store, term[1:-1]),
        apart=apart(store, term[1:-1]),
    )


def _values(store: Store, query: str) -> set[str]:
    """What a query of one variable answers."""
    return {row["v"].value for row in solutions(store, query)}


def _asides(id: str, evidence: Iterable[Evidence]) -> Iterator[Aside]:
    for one in evidence:
        for role, node in _further(one):
            if node.id == id:
                said = (
                    one.subject,
                    one.relation,
                    one.object,
                    one.modality,
                    one.begin,
                    one.end,
                    one.article,
                    one.statement,
                )
                yield Aside(role, *said)


def _further(one: Evidence) -> list[tuple[str, Node]]:
    """The arguments of a statement besides subject and object, by role."""
    return [*one.others, *([("attribution", one.attributed_to)] if one.attributed_to else [])]


def _ends(one: Evidence) -> set[str]:
    """The ids of a statement's subject and object."""
    return {node.id for node in (one.subject, one.object) if node is not None}


def _once(found: Iterable[Node]) -> list[Node]:
    return list(dict.fromkeys(found))


def _words(evidence: list[Evidence], id: str) -> dict[str, set[tuple[int, int, str]]]:
    """Article id -> where and by which words it mentions the entity, in the sentences that say something of
    it.
    """
    found: defaultdict[str, set[tuple[int, int, str]]] = defaultdict(set)
    for one in evidence:
        roles = {
            role
            for role, node in (("subject", one.subject), ("object", one.object), *_further(one))
            if node is not None and node.id == id
        }
        for mark in one.marks:
            if mark.role in roles:
                found[one.article].add(
                    (
                        one.offset + mark.begin,
                        one.offset + mark.end,
                        clean(one.sentence[mark.begin : mark.end]),
                    )
                )
    return found


def _facts(id: str, evidence: list[Evidence], symmetric: set[str]) -> tuple[Fact, ...]:
    """The statements about an entity, those that say the same gathered; by relation, then by time, undated
    last.
    """
    same: defaultdict[tuple[str, str, Node | None, str, str | None, str | None], list[Evidence]] = (
        defaultdict(list)
    )
    for one in evidence:
        acts = one.subject is not None and one.subject.id == id
        direction = "with" if one.relation in symmetric else "to" if acts else "from"
        other = one.object if acts else one.subject
        same[one.relation, direction, other, one.modality, one.begin, one.end].append(one)
    facts = []
    for (relation, direction, other, modality, begin, end), group in same.items():
        original = {one.article: one.reprint_of for one in group if one.reprint_of}
        articles, reprints = map(tuple, independent((one.article for one in group), original))
        statements = tuple(sorted({one.statement for one in group}))
        facts.append(Fact(relation, direction, other, modality, begin, end, articles, statements, reprints))
    order = {"with": 0, "to": 1, "from": 2}
    return tuple(
        sorted(
            facts,
            key=lambda f: (
                f.relation,
                order[f.direction],
                f.begin or "~",
                f.end or "~",
                *((f.other.label, f.other.id) if f.other else ("", "")),
                MODALITIES.index(f.modality),
            ),
        )
    )
