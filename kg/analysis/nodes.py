"""Store -> the entities that it describes: label, class, country and sector."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.analysis.ontology_of import ontology_of
from kg.rdf.layout import EVENT, id_of, iri_of, is_own_term, term_name
from kg.rdf.selections import CLASSES, COUNTRIES, LABELS, PARENTS, SECTORS, of_entities
from kg.store.select import cell_iri, cell_text, rows

if TYPE_CHECKING:
    from kg.store.base import Store

__all__ = ["Node", "described", "entity_term", "nodes", "values_of"]

_FEW, _AT_ONCE = 5000, 500
"""Up to how many entities only these are asked about, and how many at a time."""


@dataclass(frozen=True, slots=True)
class Node:
    """An entity as the graph describes it.

    ``country`` is an ISO 3166-1 alpha-3 code, ``sector`` a PLOVER sector code.
    """

    id: str
    label: str
    cls: str
    country: str | None = None
    sector: str | None = None


def _values(store: Store, query: str, ids: Sequence[str] | None = None) -> dict[str, list[str]]:
    """Subject id -> every value, sorted; IRIs whole. Of all subjects, or of ``ids``."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for part in [query] if ids is None else _parts(store, query, ids):
        for subject, value in rows(store, part):
            found[id_of(store.base, cell_iri(subject))].add(cell_text(value))
    return {subject: sorted(values) for subject, values in found.items()}


def _parts(store: Store, query: str, ids: Sequence[str]) -> Iterator[str]:
    """The queries that ask of some entities what a query asks of all."""
    for start in range(0, len(ids), _AT_ONCE):
        yield of_entities(query, [entity_term(store, id) for id in ids[start : start + _AT_ONCE]])


def entity_term(store: Store, id: str) -> str:
    """An entity as SPARQL; the IRI is checked and quoted."""
    return str(ox.NamedNode(iri_of(store.base, id)))


def described(store: Store, ids: Iterable[str]) -> set[str]:
    """Those of some ids that are entities which the store gives a label."""
    wanted = sorted(set(ids))
    labels, classes = _values(store, LABELS, wanted), _values(store, CLASSES, wanted)
    return {id for id in labels if _is_entity(classes.get(id, []))}


def values_of(store: Store, query: str, ids: Iterable[str]) -> dict[str, list[str]]:
    """What a query of ``selections`` about all entities answers of some, by id, sorted."""
    return _values(store, query, sorted(set(ids)))


def nodes(store: Store, ids: Iterable[str] | None = None) -> dict[str, Node]:
    """Every labelled entity of the store, or those of ``ids``, by id and in that order.

    Where articles differ, the longest label and the most specific class are taken. What nothing describes is
    called by the end of its id.
    """
    wanted = sorted(set(ids)) if ids is not None else None
    some = wanted if wanted is not None and len(wanted) <= _FEW else None
    labels, classes, sectors, countries = (
        _values(store, query, some) for query in (LABELS, CLASSES, SECTORS, COUNTRIES)
    )
    parents = _values(ontology_of(store), PARENTS)
    if wanted is None:
        wanted = sorted(id for id in labels if _is_entity(classes.get(id, [])))
    return {
        id: Node(
            id=id,
            label=max(labels.get(id, [id.rpartition("/")[2]]), key=len),
            cls=_most_specific(classes.get(id, []), parents),
            country=countries.get(id, [None])[0],
            sector=sectors.get(id, [None])[0],
        )
        for id in wanted
    }


def _is_entity(classes: list[str]) -> bool:
    """Events have labels too, and beside their class that of their statements."""
    return any(map(is_own_term, classes)) and EVENT not in classes


def _most_specific(classes: list[str], parents: dict[str, list[str]]) -> str:
    """The local name of the class that no other one is below, the first in the alphabet among several; ""
    without any.
    """
    ours = [cls for cls in classes if is_own_term(cls)]
    above: set[str] = set()
    queue = list(ours)
    while queue:
        new = set(parents.get(queue.pop(), ())) - above
        above |= new
        queue.extend(new)
    return next((term_name(cls) for cls in ours if cls not in above), "")
