"""Measures of a graph of entities, on integer arrays: what scipy does faster than a graph of Python
objects.
"""

from __future__ import annotations

import random
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import scipy.sparse as sp
from scipy.sparse.csgraph import connected_components

from kg.analysis.edges import Edge

__all__ = [
    "Links",
    "betweenness",
    "communities",
    "components",
    "degree",
    "links",
    "pagerank",
    "simple",
    "without",
]

Array = np.ndarray[Any, Any]
_EXACT = 20_000_000  # nodes times links up to which betweenness takes every node as a source: a second or two
_BATCH = 2_000_000  # numbers that one batch of sources may hold for each level of its search


@dataclass(frozen=True, slots=True)
class Links:
    """Edges as arrays: row i goes from ``ids[source[i]]`` to ``ids[target[i]]``.

    Its relation is ``relations[relation[i]]``, its weight the number of independent articles.
    """

    ids: tuple[str, ...]
    source: Array
    target: Array
    weight: Array
    symmetric: Array
    relation: Array
    relations: tuple[str, ...]


def links(edges: Sequence[Edge]) -> Links:
    """The edges as arrays, ids in alphabetical order, weights in articles."""
    ids = tuple(sorted({id for edge in edges for id in (edge.subject, edge.object)}))
    index = {id: i for i, id in enumerate(ids)}
    relations = tuple(sorted({edge.relation for edge in edges}))
    return Links(
        ids=ids,
        source=np.fromiter((index[e.subject] for e in edges), np.int64, len(edges)),
        target=np.fromiter((index[e.object] for e in edges), np.int64, len(edges)),
        weight=np.fromiter((e.articles for e in edges), np.float64, len(edges)),
        symmetric=np.fromiter((e.symmetric for e in edges), np.bool_, len(edges)),
        relation=np.fromiter((relations.index(e.relation) for e in edges), np.int64, len(edges)),
        relations=relations,
    )


def degree(of: Links) -> Array:
    """The number of edges at each entity, to and from; one to itself counts twice."""
    both: Array = np.bincount(np.concatenate([of.source, of.target]), minlength=len(of.ids))
    return both


def simple(of: Links) -> sp.csr_array:
    """The undirected graph without parallel edges and loops, as a symmetric matrix of articles summed over
    its edges.
    """
    n, keep = len(of.ids), of.source != of.target
    one_way = sp.csr_array((of.weight[keep], (of.source[keep], of.target[keep])), shape=(n, n))
    return sp.csr_array(one_way + one_way.T)


def without(of: Links, relations: Collection[str]) -> Links:
    """The edges of other relations than these, and the entities that they leave."""
    left_out = np.array([name in relations for name in of.relations], np.bool_)
    keep = ~left_out[of.relation] if len(of.relations) else np.zeros(0, np.bool_)
    used, ends = np.unique(np.concatenate([of.source[keep], of.target[keep]]), return_inverse=True)
    return Links(
        ids=tuple(of.ids[i] for i in used.tolist()),
        source=ends[: int(keep.sum())],
        target=ends[int(keep.sum()) :],
        weight=of.weight[keep],
        symmetric=of.symmetric[keep],
        relation=of.relation[keep],
        relations=of.relations,
    )


def pagerank(of: Links, damping: float = 0.85, tolerance: float = 1e-12) -> Array:
    """PageRank of each entity in the undirected graph, edges weighted by articles (Page, Brin, Motwani and
    Winograd 1999); sums to 1.

    Undirected, a component has the share of all that it has of the entities: an isolated pair stays at the
    average, and nobody in it stands above those in the middle of something larger.
    """
    n = len(of.ids)
    if not n:
        return np.zeros(0)
    matrix = simple(of)
    out = matrix.sum(axis=1)
    moves = sp.csr_array(matrix @ sp.diags_array(np.divide(1, out, out=np.zeros(n), where=out > 0)))
    rank, dangling = np.full(n, 1 / n), out == 0
    for _ in range(500):
        last = rank
        rank = damping * (moves @ last + last[dangling].sum() / n) + (1 - damping) / n
        if np.abs(rank - last).sum() < tolerance:
            break
    return rank


def components(of: Links) -> Array:
    """For each entity the number of its weakly connected component."""
    n = len(of.ids)
    if not n:
        return np.zeros(0, np.int64)
    labels: Array = connected_components(
        sp.csr_array((of.weight, (of.source, of.target)), shape=(n, n)), directed=False
    )[1]
    return labels


def betweenness(of: Links, seed: int = 0) -> tuple[Array, int]:
    """Betweenness of each entity in the undirected graph, between 0 and 1, and how many entities were taken
    as sources.

    All of them in a small graph, which is exact; in a large one a sample fixed by the seed, scaled up
    (Brandes and Pich 2007).
    """
    n, matrix = len(of.ids), simple(of)
    found = np.zeros(n)
    if n < 3:
        return found, n
    matrix.data = np.ones_like(matrix.data)
    sources = list(range(n))
    if n * matrix.nnz > 2 * _EXACT:
        sources = sorted(random.Random(seed).sample(sources, min(n, max(16, _EXACT // matrix.nnz))))
    size = max(1, min(64, _BATCH // n))
    for first in range(0, len(sources), size):
        found += _dependencies(matrix, sources[first : first + size])
    return found * (n / len(sources)) / ((n - 1) * (n - 2)), len(sources)


def _dependencies(matrix: sp.csr_array, sources: Sequence[int]) -> Array:
    """The dependencies of some sources on every node (Brandes 2001), all of them searched at once, one
    product for each level.
    """
    front = np.zeros((matrix.shape[0], len(sources)))
    columns = np.arange(len(sources))
    front[sources, columns] = 1
    levels, seen = [front], front > 0
    while True:
        front = matrix @ front
        front[seen] = 0
        reached = front > 0
        if not reached.any():
            break
        seen |= reached
        levels.append(front)  # the number of shortest paths to each node at this distance
    dependency = np.zeros_like(levels[0])
    for level, paths in reversed(list(enumerate(levels))):
        if level:
            share = np.divide(1 + dependency, paths, out=np.zeros_like(paths), where=paths > 0)
            dependency += levels[level - 1] * (matrix @ share)
    dependency[sources, columns] = 0
    total: Array = dependency.sum(axis=1)
    return total


def communities(of: Links, seed: int = 0) -> list[list[int]]:
    """Groups of entities closely tied, by index, the largest first: Louvain's method (Blondel et al.

    2008), weighted by articles.
    """
    matrix = sp.csr_matrix(simple(of))
    if not matrix.nnz:
        return [[i] for i in range(len(of.ids))]
    from sknetwork.clustering import Louvain

    labels = Louvain(random_state=seed).fit_predict(matrix)
    order = np.argsort(labels, kind="stable")
    groups = np.split(order, np.flatnonzero(np.diff(labels[order])) + 1)
    return sorted((group.tolist() for group in groups), key=lambda group: (-len(group), group))
