"""A store -> what each of its articles tells of persons, bodies and places, and what background knowledge
does.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar, cast

from kg.resolution.decisions import Known
from kg.resolution.features import Profile, Traits, is_state
from kg.resolution.near_duplicates import Printed
from kg.resolution.renaming import local_id
from kg.resources.namespaces import DCTERMS, KG, KNOWLEDGE_GRAPH, OWL, RDF, SKOS, article_id, entity_id, slug
from kg.store.base import Store
from kg.store.select import cell_text, rows

__all__ = ["Told", "collect_profiles", "known", "names_in_use"]

_FAMILIES = ("person/", "organization/", "place/")
_LABEL, _OTHER = SKOS + "prefLabel", (SKOS + "altLabel", KG + "acronym", KG + "officialName")
_ABOUT = (
    RDF + "type", _LABEL, *_OTHER, OWL + "sameAs",
    KG + "country", KG + "sector", KG + "holdsRole", KG + "represents", KG + "locatedIn",
)  # fmt: skip
_STATE_CLASSES = frozenset({"Government", "Ministry", "ArmedForce"})
_ISSUED, _FINGERPRINT, _IS = DCTERMS + "issued", KG + "fingerprint", KG + "identifiedAs"

_Facts = defaultdict[str, set[str]]
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Told:
    """What the articles of a store tell, as each would alone.

    ``names`` holds, by article, the ids that it has otherwise in the store.
    """

    profiles: list[Profile] = field(default_factory=list)
    printed: list[Printed] = field(default_factory=list)
    names: dict[str, dict[str, str]] = field(default_factory=dict)


def collect_profiles(store: Store) -> Told:
    """What every article of the store tells, article by article.

    What several tell alike is kept once: that is most of it, and there may be millions of profiles.
    """
    told, same = Told(names=names_in_use(store)), _Same()
    for article, said in store.told(_FAMILIES, frozenset(_ABOUT), (_ISSUED, _FINGERPRINT)):
        facts: defaultdict[str, _Facts] = defaultdict(lambda: defaultdict(set))
        for subject, predicate, value in said:
            facts[_id(store.base, subject)][predicate].add(_id(store.base, value))
        own: Mapping[str, set[str]] = facts.pop(_id(store.base, article), {})
        published, mark = (min(own.get(predicate, ()), default=None) for predicate in (_ISSUED, _FINGERPRINT))
        if mark is not None:
            told.printed.append(Printed(article, published, mark))
        alone = {entity: id for id, entity in told.names.get(article, {}).items()}
        told.profiles.extend(_profile(article, id, facts, alone, same(published), same) for id in facts)
    return told


class _Same:
    """Gives the value that it was given first for all that are equal to it."""

    def __init__(self) -> None:
        self._values: dict[Any, Any] = {}

    def __call__(self, value: _T) -> _T:
        return cast(_T, self._values.setdefault(value, value))


def names_in_use(store: Store) -> dict[str, dict[str, str]]:
    """By article: ids that it alone would give, and what they are in the store, where that is another."""
    found: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for article, note, entity in (
        map(cell_text, row)
        for row in rows(store, f"SELECT ?g ?s ?v WHERE {{ GRAPH ?g {{ ?s <{_IS}> ?v }} }}")
    ):
        if article_id(store.base, article) is not None and (id := local_id(note)):
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


def _id(base: str, value: str) -> str:
    """The id of an entity of ours; another value as it is."""
    return entity_id(base, value) or value


def _profile(
    article: str,
    id: str,
    entities: Mapping[str, _Facts],
    alone: Mapping[str, str],
    published: str | None,
    same: _Same,
) -> Profile:
    said, own = entities[id], alone.get(id, id)
    labels = sorted(said[_LABEL], key=lambda label: (slug(label) != own.partition("/")[2], label))
    classes = sorted(iri.removeprefix(KG) for iri in said[RDF + "type"])
    names = frozenset().union(said[_LABEL], *(said[predicate] for predicate in _OTHER))
    cls, traits = classes[0] if classes else "", _traits(said, alone, entities)
    return Profile(article, same(own), same(cls), same(labels[0]), same(names), same(traits), published)


def _traits(said: _Facts, alone: Mapping[str, str], entities: Mapping[str, _Facts]) -> Traits:
    where = said[KG + "country"] | said[KG + "represents"] | said[KG + "locatedIn"]
    employers = {
        id
        for id in said[KG + "represents"]
        if id.startswith("organization/") and not _is_of_state(entities.get(id))
    }
    return Traits(
        frozenset(id for id in where if id.startswith("country/")),
        frozenset(said[KG + "sector"]),
        frozenset(said[KG + "holdsRole"]),
        frozenset(alone.get(id, id) for id in employers),
    )


def _is_of_state(said: _Facts | None) -> bool:
    """Whether a body is part of a state, or a party or parliament, between which those who serve a state
    change.
    """
    if said is None:
        return False
    return is_state(said[KG + "sector"]) or any(
        iri.removeprefix(KG) in _STATE_CLASSES for iri in said[RDF + "type"]
    )
