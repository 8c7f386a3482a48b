"""Store -> the entity or relation that a user means by a name."""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.analysis.nodes import described, entity_term, nodes
from kg.analysis.ontology_of import ontology_of
from kg.errors import MalformedQuery, UnknownEntity, UnknownName
from kg.rdf.layout import EVENT, id_of, iri_of, term_iri, term_name
from kg.rdf.selections import (
    LABELLED,
    OF_LABEL,
    OF_OTHER_NAME,
    OTHER_NAMES,
    PROLOGUE,
    RELATION_LABELS,
    classes_of,
    ends_among,
    entities_with,
    is_relation,
    labels_of_relations,
    texts_of,
)
from kg.resources.namespaces import slug
from kg.resources.prefixed_names import expanded
from kg.store.select import cell_iri, cell_text, column, rows, solutions
from kg.terminal import clean

if TYPE_CHECKING:
    from kg.store.base import Store

__all__ = ["check_relation", "check_relation_name", "find_entities", "find_entity", "relation_labels"]

_SUGGESTED = 5
"""How many names are shown that have all of the words asked for."""


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
    fitting = nodes(store, _entities_with(store, OF_LABEL, wanted))
    known = described(store, fitting)
    yield {id for id, node in fitting.items() if id in known and node.label.casefold() == wanted}
    yield described(store, _entities_with(store, OF_OTHER_NAME, wanted))
    end = slug(name) if wanted else ""
    cells = _lines_with(column(store, LABELLED), f"/{end}>\n") if end else ()
    yield described(store, {id_of(store.base, cell_iri(cell.encode())) for cell in cells})


def _entities_with(store: Store, pattern: str, wanted: str) -> set[str]:
    """The ids of the entities of which a text of a pattern is the wanted one, whatever its capitals."""
    texts = column(store, texts_of(pattern))
    folded = f"\n{str(ox.Literal(wanted)).casefold()}"
    cells = [cell for cell in _lines_with(texts, folded, str.casefold) if _says(cell, wanted)]
    if not cells:
        return set()
    return {id_of(store.base, cell_iri(row[0])) for row in rows(store, entities_with(pattern, cells))}


def _says(cell: str, wanted: str) -> bool:
    return cell_text(cell.encode()).casefold() == wanted


def _lines_with(text: str, part: str, read: Callable[[str], str] = str) -> Iterator[str]:
    """The lines of a text that have a part when they are read in some way, which adds no lines.

    The part may begin or end with the line feed before or behind a line.
    """
    found, lines = read(text), None
    at = line = 0
    while (next_at := found.find(part, at)) >= 0:
        lines = lines or text.split("\n")
        line += found.count("\n", at, next_at + part.startswith("\n"))
        at = next_at + 1
        yield lines[line]


def _nearest(wanted: str, names: list[str]) -> list[str]:
    """The names that are meant most likely: those that have all of the words, fewest words first, else those
    spelled alike.
    """
    by_fold = {name.casefold(): name for name in sorted(names, reverse=True)}
    words = set(wanted.split())
    holding = [fold for fold in by_fold if words and words <= set(re.split(r"[^\w'.]+", fold))]
    near = sorted(holding, key=lambda fold: (len(fold.split()), fold))[:_SUGGESTED]
    near = near or difflib.get_close_matches(wanted, sorted(by_fold), n=3, cutoff=0.6)
    return [clean(by_fold[fold]) for fold in near]


def _most_said(store: Store, ids: set[str]) -> str:
    if len(ids) == 1:
        return next(iter(ids))
    values = [entity_term(store, id) for id in ids]
    said = Counter(id_of(store.base, row["e"].value) for row in solutions(store, ends_among(values)))
    return min(ids, key=lambda id: (-said[id], id))


def relation_labels(store: Store, among: Iterable[str] | None = None) -> dict[str, str]:
    """Local name -> label of every relation that the store's ontology declares or its statements use, sorted;
    or of some relations, by their local names.
    """
    found: dict[str, str] = {}
    query = RELATION_LABELS
    if among is not None:
        query = labels_of_relations(sorted(str(ox.NamedNode(term_iri(name))) for name in set(among)))
    declared = ontology_of(store)
    for where in [store] if declared is store else [declared, store]:
        for row in solutions(where, query):
            name = term_name(row["p"].value)
            found[name] = row["label"].value if row["label"] else found.get(name, name)
    return dict(sorted(found.items()))


def check_relation(store: Store, relation: str) -> None:
    """Check that the ontology or a statement of the store knows a relation. Raises UnknownName."""
    if not _is_relation(store, relation):
        check_relation_name(relation, relation_labels(store))


def _is_relation(store: Store, relation: str) -> bool:
    try:
        asked = PROLOGUE + is_relation(str(ox.NamedNode(term_iri(relation))))
    except ValueError:  # no name can be like this
        return False
    return any(bool(where.query(asked)) for where in (store, ontology_of(store)))


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
