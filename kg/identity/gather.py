"""A store -> what each of its articles tells of persons, bodies and places, and what background knowledge does."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from kg.asking.network import cell_text, rows
from kg.graph.store import Store
from kg.graph.vocabulary import DCTERMS, KG, KNOWLEDGE_GRAPH, OWL, RDF, SKOS, entity_id, slug
from kg.identity.decide import Known
from kg.identity.rename import read_as
from kg.identity.reprints import Printed
from kg.identity.traits import Profile, Traits, is_state

__all__ = ["Told", "gather", "known", "names_in_use"]

_FAMILIES = ("person/", "organization/", "place/")
_LABEL, _OTHER = SKOS + "prefLabel", (SKOS + "altLabel", KG + "acronym", KG + "officialName")
_ABOUT = (
    RDF + "type", _LABEL, *_OTHER, OWL + "sameAs",
    KG + "country", KG + "sector", KG + "holdsRole", KG + "represents", KG + "locatedIn",
)  # fmt: skip
_STATE_CLASSES = frozenset({"Government", "Ministry", "ArmedForce"})
_ISSUED, _FINGERPRINT, _IS = DCTERMS + "issued", KG + "fingerprint", KG + "identifiedAs"
_PAGE = 50  # articles at a time from an endpoint, some of which cut off long answers

_Facts = defaultdict[str, set[str]]


@dataclass(frozen=True, slots=True)
class Told:
    """What the articles of a store tell, as each would alone. ``names`` holds, by article, the ids that it has otherwise in the store."""

    profiles: list[Profile] = field(default_factory=list)
    printed: list[Printed] = field(default_factory=list)
    names: dict[str, dict[str, str]] = field(default_factory=dict)


def gather(store: Store) -> Told:
    """What every article of the store tells, in no order."""
    named = names_in_use(store)
    facts: defaultdict[str, defaultdict[str, _Facts]] = defaultdict(lambda: defaultdict(lambda: defaultdict(set)))
    for article, entity, predicate, value in _rows(store, f"?s <{_LABEL}> ?label . ?s ?p ?v", _ABOUT):
        id = entity_id(store.base, entity)
        if id and id.startswith(_FAMILIES):
            facts[article][id][predicate].add(_id(store.base, value))
    told = Told(names=named)
    dates: dict[str, str] = {}
    prints: dict[str, str] = {}
    for article, _, predicate, value in _rows(store, "?s ?p ?v", (_ISSUED, _FINGERPRINT)):
        (dates if predicate == _ISSUED else prints)[article] = value
    told.printed.extend(Printed(article, dates.get(article), value) for article, value in prints.items())
    for article, entities in facts.items():
        alone = {entity: id for id, entity in named.get(article, {}).items()}
        told.profiles.extend(_profile(article, id, entities, alone, dates.get(article)) for id in entities)
    return told


def names_in_use(store: Store) -> dict[str, dict[str, str]]:
    """By article: ids that it alone would give, and what they are in the store, where that is another."""
    found: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for article, note, _, entity in _rows(store, "?s ?p ?v", (_IS,)):
        if id := read_as(note):
            found[article][id] = _id(store.base, entity)
    return dict(found)


def known(store: Store) -> list[Known]:
    """What the background knowledge of the store says of persons, bodies and places."""
    facts: defaultdict[str, _Facts] = defaultdict(lambda: defaultdict(set))
    for predicate in _ABOUT:
        pattern = f"GRAPH <{store.base}{KNOWLEDGE_GRAPH}> {{ ?s <{predicate}> ?v }}"
        for row in store.query(f"SELECT ?s ?v WHERE {{ {pattern} }}"):
            id = entity_id(store.base, row["s"].value)
            if id and id.startswith(_FAMILIES):
                facts[id][predicate].add(_id(store.base, row["v"].value))
    return [
        Known(
            id,
            frozenset().union(*(said[predicate] for predicate in (_LABEL, *_OTHER))),
            _traits(said, {}, facts),
            frozenset(other for other in said[OWL + "sameAs"] if other.startswith(_FAMILIES)),
        )
        for id, said in list(facts.items())
    ]


def _rows(store: Store, pattern: str, predicates: Iterable[str]) -> Iterator[tuple[str, str, str, str]]:
    """Article, subject, predicate and value, for each of these predicates in the graphs of articles."""
    start = f"{store.base}article/"
    values = " ".join(f"<{predicate}>" for predicate in predicates)
    text = f'SELECT ?g ?s ?p ?v WHERE {{ %s VALUES ?p {{ {values} }} GRAPH ?g {{ {pattern} }} FILTER(STRSTARTS(STR(?g), "{start}")) }}'
    pages = [""]
    if store.where.startswith(("http://", "https://")):
        graphs = [iri for iri in store.graphs() if iri.startswith(start)]
        pages = [f"VALUES ?g {{ {' '.join(f'<{g}>' for g in graphs[i : i + _PAGE])} }}" for i in range(0, len(graphs), _PAGE)]
    for page in pages:
        for graph, subject, predicate, value in rows(store, text % page):
            yield cell_text(graph), cell_text(subject), cell_text(predicate), cell_text(value)


def _id(base: str, value: str) -> str:
    """The id of an entity of ours; another value as it is."""
    return entity_id(base, value) or value


def _profile(article: str, id: str, entities: Mapping[str, _Facts], alone: Mapping[str, str], published: str | None) -> Profile:
    said, own = entities[id], alone.get(id, id)
    labels = sorted(said[_LABEL], key=lambda label: (slug(label) != own.partition("/")[2], label))
    classes = sorted(iri.removeprefix(KG) for iri in said[RDF + "type"])
    names = frozenset().union(said[_LABEL], *(said[predicate] for predicate in _OTHER))
    return Profile(article, own, classes[0] if classes else "", labels[0], names, _traits(said, alone, entities), published)


def _traits(said: _Facts, alone: Mapping[str, str], entities: Mapping[str, _Facts]) -> Traits:
    where = said[KG + "country"] | said[KG + "represents"] | said[KG + "locatedIn"]
    employers = {id for id in said[KG + "represents"] if id.startswith("organization/") and not _is_of_state(entities.get(id))}
    return Traits(
        frozenset(id for id in where if id.startswith("country/")),
        frozenset(said[KG + "sector"]),
        frozenset(said[KG + "holdsRole"]),
        frozenset(alone.get(id, id) for id in employers),
    )


def _is_of_state(said: _Facts | None) -> bool:
    """Whether a body is part of a state, or a party or parliament, between which those who serve a state change."""
    if said is None:
        return False
    return is_state(said[KG + "sector"]) or any(iri.removeprefix(KG) in _STATE_CLASSES for iri in said[RDF + "type"])
