"""Store -> the entities that it describes: label, class, country and sector."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.analysis.ontology_of import ontology_of
from kg.rdf.layout import EVENT, id_of, is_own_term, term_name
from kg.rdf.selections import CLASSES, COUNTRIES, LABELS, PARENTS, SECTORS
from kg.store.select import cell_iri, cell_text, rows

if TYPE_CHECKING:
    from kg.store.base import Store

__all__ = ["Node", "nodes"]


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


def _values(store: Store, query: str) -> dict[str, list[str]]:
    """Subject id -> every value, sorted; IRIs whole."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for subject, value in rows(store, query):
        found[id_of(store.base, cell_iri(subject))].add(cell_text(value))
    return {subject: sorted(values) for subject, values in found.items()}


def nodes(store: Store, ids: Iterable[str] | None = None) -> dict[str, Node]:
    """Every labelled entity of the store, or those of ``ids``, by id and in that order.

    Where articles differ, the longest label and the most specific class are taken. What nothing describes is
    called by the end of its id.
    """
    labels, classes = _values(store, LABELS), _values(store, CLASSES)
    sectors, countries, parents = (
        _values(store, SECTORS),
        _values(store, COUNTRIES),
        _values(ontology_of(store), PARENTS),
    )
    if ids is None:
        ids = (id for id in labels if _is_entity(classes.get(id, [])))
    return {
        id: Node(
            id=id,
            label=max(labels.get(id, [id.rpartition("/")[2]]), key=len),
            cls=_most_specific(classes.get(id, []), parents),
            country=countries.get(id, [None])[0],
            sector=sectors.get(id, [None])[0],
        )
        for id in sorted(set(ids))
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
