"""Store -> the entity or relation that a user means by a name."""

from __future__ import annotations

import difflib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.analysis.nodes import Node, nodes
from kg.analysis.ontology_of import ontology_of
from kg.errors import MalformedQuery, UnknownEntity, UnknownName
from kg.rdf.layout import id_of, iri_of, term_name
from kg.rdf.selections import OTHER_NAMES, RELATION_LABELS, ends_among
from kg.resources.namespaces import slug
from kg.resources.prefixed_names import expanded
from kg.store.select import solutions
from kg.terminal import clean

if TYPE_CHECKING:
    from kg.store.base import Store

__all__ = [
    "check_relation",
    "check_relation_name",
    "entity_term",
    "find_entities",
    "find_entity",
    "relation_labels",
]


def find_entity(store: Store, name: str) -> str:
    """The id of the entity that a user means: an id or IRI, a label, another name, or the last part of an id,
    whichever fits first.

    Capitals do not matter; among several of one name the one with most statements is meant. Raises
    UnknownEntity with the nearest names, and MalformedQuery for no name at all.
    """
    return _most_said(store, find_entities(store, name))


def find_entities(store: Store, name: str) -> set[str]:
    """The ids of all entities of which a name is the id or IRI, a label, another name, or the last part of an
    id, whichever fits first.

    Capitals do not matter. Raises UnknownEntity with the nearest names, and MalformedQuery for no name at
    all.
    """
    if not name.strip():
        raise MalformedQuery("entity", "no name is given", "give a name, an id (country/kor) or an IRI")
    described = nodes(store)
    for id in (name, id_of(store.base, expanded(name, store.base))):
        if id in described:
            return {id}
    others = _other_names(store)
    wanted = " ".join(name.split()).casefold()
    for found in _named(name, wanted, described, others):
        if found:
            return found
    labels = [node.label for node in described.values()]
    raise UnknownEntity(clean(name), _nearest(wanted, [*labels, *others]))


def _other_names(store: Store) -> dict[str, set[str]]:
    """Names of entities beside their labels -> the ids of those that have them."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for row in solutions(store, OTHER_NAMES):
        found[row["v"].value].add(id_of(store.base, row["e"].value))
    return found


def _named(
    name: str, wanted: str, described: Mapping[str, Node], others: Mapping[str, Iterable[str]]
) -> Iterator[set[str]]:
    """The ids that a name fits: as a label, as another name, and as the last part of an id."""
    yield {id for id, node in described.items() if node.label.casefold() == wanted}
    yield {id for text, ids in others.items() if text.casefold() == wanted for id in ids if id in described}
    yield {id for id in described if id.rpartition("/")[2] == slug(name)} if wanted else set()


def _nearest(wanted: str, names: list[str]) -> list[str]:
    by_fold = {name.casefold(): name for name in sorted(names, reverse=True)}
    return [
        clean(by_fold[fold]) for fold in difflib.get_close_matches(wanted, sorted(by_fold), n=3, cutoff=0.6)
    ]


def _most_said(store: Store, ids: set[str]) -> str:
    if len(ids) == 1:
        return next(iter(ids))
    values = [entity_term(store, id) for id in ids]
    said = Counter(id_of(store.base, row["e"].value) for row in solutions(store, ends_among(values)))
    return min(ids, key=lambda id: (-said[id], id))


def entity_term(store: Store, id: str) -> str:
    """An entity as SPARQL; the IRI is checked and quoted."""
    return str(ox.NamedNode(iri_of(store.base, id)))


def relation_labels(store: Store) -> dict[str, str]:
    """Local name -> label of every relation that the store's ontology declares or its statements use,
    sorted.
    """
    found: dict[str, str] = {}
    declared = ontology_of(store)
    for where in [store] if declared is store else [declared, store]:
        for row in solutions(where, RELATION_LABELS):
            name = term_name(row["p"].value)
            found[name] = row["label"].value if row["label"] else found.get(name, name)
    return dict(sorted(found.items()))


def check_relation(store: Store, relation: str) -> None:
    """Check that the ontology or a statement of the store knows a relation. Raises UnknownName."""
    check_relation_name(relation, relation_labels(store))


def check_relation_name(relation: str, known: Iterable[str], listed: str = "`kg relations`") -> None:
    """Check that a relation is among those that are known. Raises UnknownName with the nearest ones, or with
    what lists them all.
    """
    names = list(known)
    if relation not in names:
        near = difflib.get_close_matches(relation, names, n=3, cutoff=0.5)
        raise UnknownName(
            clean(relation),
            "no relation of this name",
            f"did you mean {', '.join(near)}?" if near else f"{listed} lists them",
        )
