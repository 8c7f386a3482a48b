"""Statistics: reading the edges out of a store, and measures beside bare scipy and networkx."""

from __future__ import annotations

import random
import tempfile
from pathlib import Path
from typing import Any

import networkx
import numpy as np
import pyoxigraph as ox
import scipy.sparse as sp
from scipy.sparse.csgraph import connected_components

from benchmarks.performance.figures import Figure, Section, costs, once
from benchmarks.performance.made import graphs
from kg.analysis import measures
from kg.analysis.edge_arrays import scan
from kg.analysis.statistics import statistics
from kg.resources.gazetteer import load_gazetteer
from kg.resources.namespaces import PREFIXES
from kg.resources.ontology import load_ontology
from kg.store.open import open_store

__all__ = ["network"]

_EDGES = f"""PREFIX kg: <{PREFIXES["kg"]}> SELECT ?s ?p ?o ?g WHERE {{
  VALUES ?p {{ kg:meets kg:supports kg:accuses kg:attacks kg:visits kg:seeks }} GRAPH ?g {{ ?s ?p ?o }} }}"""
_NETWORKX = 200_000  # edges up to which networkx is waited for


def network(statements: int, rounds: int) -> Section:
    """Links out of a store of that many statements, and measures of them."""
    with tempfile.TemporaryDirectory(prefix="kg-network-") as folder:
        where = str(Path(folder, "news.kg"))
        with open_store(where) as store:
            store.install(load_ontology(), load_gazetteer())
            store.add(graphs(statements, full=False))
        with open_store(where, create=False, read_only=True) as store:
            of = scan(store)
            read = costs(
                {
                    "scan": lambda: scan(store),
                    "drain": lambda: store.query(_EDGES).serialize(format=ox.QueryResultsFormat.TSV),
                },
                rounds,
            )
            whole = once(lambda: statistics(store))
    n = len(of.ids)
    moves = _moves(of)
    dangling = np.diff(moves.tocsc().indptr) == 0
    cost = costs(
        {
            "degree": lambda: measures.degree(of),
            "PageRank": lambda: measures.pagerank(of),
            "components": lambda: measures.components(of),
            "betweenness": lambda: measures.betweenness(of),
            "communities": lambda: measures.communities(of),
            "bare PageRank": lambda: _power(moves, dangling),
            "bare components": lambda: _components(of),
        },
        rounds,
    )
    figures = [
        Figure(
            "edges out of the store into arrays",
            "draining the same query as TSV",
            read["scan"] / read["drain"],
            1.25,
        ),
        Figure(
            "PageRank, its matrix included",
            "bare scipy products with the matrix ready",
            cost["PageRank"] / cost["bare PageRank"],
            1.20,
        ),
        Figure(
            "components", "bare scipy on the same arrays", cost["components"] / cost["bare components"], 1.20
        ),
    ]
    sources = measures.betweenness(of)[1]
    table = [("measure", "newskg, CPU s", "networkx, CPU s", "networkx / newskg")]
    peers = _networkx(of, sources) if len(of.source) <= _NETWORKX else {}
    for name in ("degree", "PageRank", "components", "betweenness", "communities"):
        peer = peers.get(name)
        ratio = "" if peer is None else f"{peer / cost[name]:,.0f}"
        table.append((name, f"{cost[name]:.4f}", "not waited for" if peer is None else f"{peer:.3f}", ratio))
    return Section(
        "Statistics",
        f"{len(of.source):,} edges between {n:,} entities, of {statements:,} made statements, "
        f"Zipf-like; betweenness from {sources:,}"
        f" sources. `kg stats` as a whole takes {whole:,.1f} CPU seconds, of which "
        f"{read['scan']:.2f} go into reading the edges from disk.",
        tuple(figures),
        (tuple(table),),
    )


def _components(of: measures.Links) -> Any:
    n = len(of.ids)
    return connected_components(
        sp.csr_array((of.weight, (of.source, of.target)), shape=(n, n)), directed=False
    )


def _moves(of: measures.Links) -> sp.csr_array:
    n = len(of.ids)
    back = of.symmetric & (of.source != of.target)
    source, target = (
        np.concatenate([of.source, of.target[back]]),
        np.concatenate([of.target, of.source[back]]),
    )
    weight = np.concatenate([of.weight, of.weight[back]])
    out = np.bincount(source, weight, minlength=n)
    return sp.csr_array((weight / out[source], (target, source)), shape=(n, n))


def _power(moves: sp.csr_array, dangling: Any) -> Any:
    """As many steps as PageRank takes to the same tolerance, and nothing else than what a step needs."""
    n = moves.shape[0]
    rank = np.full(n, 1 / n)
    for _ in range(500):
        last, rank = rank, 0.85 * (moves @ rank + rank[dangling].sum() / n) + 0.15 / n
        if np.abs(rank - last).sum() < 1e-12:
            break
    return rank


def _networkx(of: measures.Links, sources: int) -> dict[str, float]:
    """CPU seconds of networkx for the same measures, the graph being ready."""
    directed: networkx.DiGraph[int] = networkx.DiGraph()
    directed.add_weighted_edges_from(
        zip(of.source.tolist(), of.target.tolist(), of.weight.tolist(), strict=True)
    )
    plain = networkx.from_scipy_sparse_array(measures.simple(of))
    k = None if sources == len(of.ids) else sources
    random.seed(0)
    return {
        "degree": once(lambda: dict(directed.degree())),
        "PageRank": once(lambda: networkx.pagerank(directed, tol=1e-8, max_iter=500)),
        "components": once(lambda: list(networkx.connected_components(plain))),
        "betweenness": once(lambda: networkx.betweenness_centrality(plain, k=k, seed=0)),
        "communities": once(lambda: networkx.community.louvain_communities(plain, seed=0)),
    }
