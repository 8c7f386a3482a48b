"""Store -> Links: every direct edge as integers, from one scan of the articles' graphs, without an object for
each edge.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import TYPE_CHECKING, Any

import numpy as np

from kg.analysis.edges import Level, countries_of
from kg.analysis.measures import Links, links
from kg.analysis.ontology_of import symmetric_cells
from kg.rdf.layout import id_of, iri_of, term_iri, term_name
from kg.rdf.selections import RELATION_TERMS, REPRINTS, counted_edges, located_edges
from kg.resources.namespaces import article_id
from kg.store.select import rows, table

if TYPE_CHECKING:
    from kg.store.base import Store

__all__ = ["scan", "statements_of"]

Array = np.ndarray[Any, Any]

_FEW = 200  # edges up to which the engine is asked for these alone


def scan(store: Store, level: Level = "entity") -> Links:
    """The direct edges (actual and planned), ids and edges in the order of their IRIs, weighted by
    independent articles; on the level of countries as ``edges`` makes them.

    They are those of ``links(edges(store))`` where the articles' graphs hold the direct edges of their
    statements, as in every build.
    """
    relations = sorted(p for (p,) in rows(store, RELATION_TERMS))
    if not relations:
        return links([])
    columns = table(store, located_edges(b" ".join(relations).decode()), 4, shared=True)
    if level == "country":
        fold = countries_of(store)
        folded = [(fold.get(s), p, fold.get(o), g) for s, p, o, g in zip(*columns, strict=True)]
        columns = _columns([row for row in folded if row[0] and row[2] and row[0] != row[2]])
    subjects, predicates, objects, graphs = columns
    cells = sorted({*subjects, *objects})
    place = {cell: i for i, cell in enumerate(cells)}
    source, target = _numbers(place, subjects), _numbers(place, objects)
    relation = _numbers({cell: i for i, cell in enumerate(relations)}, predicates)
    article = _articles(store, graphs)
    both = symmetric_cells(store)
    symmetric = np.array([p in both for p in relations], np.bool_)[relation]
    swapped = symmetric & (target < source)
    source, target = np.where(swapped, target, source), np.where(swapped, source, target)
    chosen = article >= 0
    source, relation, target, weight = _distinct(
        [column[chosen] for column in (source, relation, target, article)]
    )
    used, ends = np.unique(np.concatenate([source, target]), return_inverse=True)
    names = (cells[i][1:-1].decode() for i in used.tolist())
    return Links(
        ids=tuple(id_of(store.base, name) for name in names),
        source=ends[: len(source)],
        target=ends[len(source) :],
        weight=weight.astype(np.float64),
        symmetric=np.array([p in both for p in relations], np.bool_)[relation],
        relation=relation,
        relations=tuple(term_name(p[1:-1].decode()) for p in relations),
    )


def _columns(rows_: list[tuple[bytes | None, ...]]) -> list[list[bytes]]:
    return [[cell or b"" for cell in column] for column in zip(*rows_, strict=True)] if rows_ else [[]] * 4


def _numbers(places: dict[bytes, int], cells: list[bytes]) -> Array:
    return np.fromiter(map(places.__getitem__, cells), np.int64, len(cells))


def _articles(store: Store, graphs: list[bytes]) -> Array:
    """A number for the original article of each graph; -1 for a graph that is no article's."""
    original = {row[0]: row[1] for row in rows(store, REPRINTS)}
    number: dict[bytes, int] = {}
    found = {
        graph: number.setdefault(original.get(graph, graph), len(number))
        if article_id(store.base, graph[1:-1].decode()) is not None
        else -1
        for graph in set(graphs)
    }
    return _numbers(found, graphs)


def _distinct(columns: list[Array]) -> tuple[Array, Array, Array, Array]:
    """Source, relation and target of each edge once, sorted by them, and the number of its articles."""
    order = np.lexsort(columns[::-1])
    sorted_ = [column[order] for column in columns]
    new_edge = _changes(sorted_[:3])
    new_article = new_edge | _changes(sorted_)
    first = np.flatnonzero(new_edge)
    weight = np.add.reduceat(new_article, first, dtype=np.int64) if len(first) else np.zeros(0, np.int64)
    source, relation, target = (column[first] for column in sorted_[:3])
    return source, relation, target, weight


def _changes(columns: list[Array]) -> Array:
    """Whether a row differs from the one before it."""
    changed = np.ones(len(columns[0]), np.bool_)
    changed[1:] = np.logical_or.reduce([column[1:] != column[:-1] for column in columns])
    return changed


def statements_of(store: Store, of: Links, edges: Collection[int], level: Level = "entity") -> dict[int, int]:
    """How many actual and planned statements stand behind each of these edges (by their places)."""
    wanted: dict[tuple[bytes, bytes, bytes], int] = {}
    for edge in edges:
        ends = [_cell(store, of.ids[i]) for i in (of.source[edge], of.target[edge])]
        name = of.relations[of.relation[edge]]
        p = f"<{term_iri(name)}>".encode()
        for s, o in [ends, ends[::-1]] if of.symmetric[edge] else [ends]:
            wanted[s, p, o] = edge
    found = dict.fromkeys(edges, 0)
    counted = _counted(store, wanted) if level == "entity" else _counted_countries(store)
    for s, p, o, n in counted:
        if (edge_there := wanted.get((s, p, o))) is not None:
            found[edge_there] += int(n.split(b'"')[1] if n[:1] == b'"' else n)
    return found


def _cell(store: Store, id: str) -> bytes:
    return f"<{iri_of(store.base, id)}>".encode()


def _counted_countries(store: Store) -> Iterator[list[bytes]]:
    """Country, relation, country and number of statements of each edge between entities."""
    fold = countries_of(store)
    return ([fold.get(s, b""), p, fold.get(o, b""), n] for s, p, o, n in rows(store, counted_edges("")))


def _counted(store: Store, wanted: Iterable[tuple[bytes, bytes, bytes]]) -> Iterator[list[bytes]]:
    """Subject, relation, object and number of statements: of these edges when they are few, else of all."""
    triples = list(wanted)
    values = "".join(f"({b' '.join(triple).decode()})" for triple in triples) if len(triples) <= _FEW else ""
    return rows(store, counted_edges(values)) if triples else iter(())
