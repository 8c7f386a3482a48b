"""Store -> the entity or relation that a user means by a name."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.analysis.nodes import described, entity_term, nodes
from kg.analysis.ontology_of import ontology_of
from kg.errors import MalformedQuery, UnknownEntity, UnknownName
from kg.rdf.layout import EVENT, id_of, iri_of, term_name
from kg.rdf.selections import LABELS, OTHER_NAMES, RELATION_LABELS, classes_of, ends_among
from kg.resources.namespaces import slug
from kg.resources.prefixed_names import expanded
from kg.store.select import cell_iri, cell_text, rows, solutions
from kg.terminal import clean

if TYPE_CHECKING:
    from kg.store.base import Store

__all__ = ["check_relation", "check_relation_name", "find_entities", "find_entity", "relation_labels"]


def find_entity(store: Store, name: str) -> str:
    """The id of the entity that a user means: an id or IRI, a label, another name, or the last part of an id,
    whichever fits first.

    Capitals do not matter; among several of one name the one with most statements is meant. Raises
    UnknownEntity with the nearest names, UnknownName for an event, and MalformedQuery for no name at all.
    """
    return _most_said(store, find_entities(store, name))


def find_entities(store: Store, name: str) -> set[str]:
    """The ids of all entities of which a name is the id or IRI, a label, another name, or the last part of an
    id, whichever fits first.

    Capitals do not matter. Raises UnknownEntity with the nearest names, UnknownName for an event, and
    MalformedQuery for no name at all.
    """
    if not name.strip():
        raise MalformedQuery("entity", "no name is given", "give a name, an id (country/kor) or an IRI")
    ids = (name, id_of(store.base, expanded(name, store.base)))
    given = [id for id in ids if _can_be_id(store, id)]
    known = described(store, given)
    for id in given:
        if id in known:
            return {id}
    wanted = " ".join(name.split()).casefold()
    for found in _named(store, name, wanted):
        if found:
            return found
    if _is_event(store, ids[1]):
        remedy = "`kg query STORE event --param event=...` tells what is said of it"
        raise UnknownName(clean(name), "is an event, not an entity", remedy)
    known_nodes = nodes(store)
    labels = [node.label for node in known_nodes.values()]
    others = {cell_text(text) for _, text in rows(store, OTHER_NAMES)}
    raise UnknownEntity(clean(name), _nearest(wanted, [*known_nodes] if "/" in name else [*labels, *others]))


def _is_event(store: Store, id: str) -> bool:
    """Whether the store knows an event of this id."""
    if not id.startswith("event/"):
        return False
    return any(row["v"].value == EVENT for row in solutions(store, classes_of(entity_term(store, id))))


def _can_be_id(store: Store, id: str) -> bool:
    """Whether an id makes an IRI."""
    try:
        ox.NamedNode(iri_of(store.base, id))
    except ValueError:
        return False
    return True


def _named(store: Store, name: str, wanted: str) -> Iterator[set[str]]:
    """The ids that a name fits: as a label, as another name, and as the last part of an id."""
    labelled = [
        (id_of(store.base, cell_iri(entity)), cell_text(label)) for entity, label in rows(store, LABELS)
    ]
    fitting = nodes(store, {id for id, label in labelled if label.casefold() == wanted})
    known = described(store, fitting)
    yield {id for id, node in fitting.items() if id in known and node.label.casefold() == wanted}
    yield described(
        store,
        {
            id_of(store.base, cell_iri(entity))
            for entity, text in rows(store, OTHER_NAMES)
            if cell_text(text).casefold() == wanted
        },
    )
    end = slug(name) if wanted else ""
    yield described(store, {id for id, _ in labelled if end and id.rpartition("/")[2] == end})


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
