"""Store -> the graph of who does what to whom, for networkx."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, TypeVar

from kg.analysis.edges import Edge, Level, edges
from kg.analysis.nodes import nodes
from kg.rdf.layout import DIRECT

if TYPE_CHECKING:
    from kg.analysis.network_graph import Network
    from kg.store.base import Store

__all__ = ["network"]

_T = TypeVar("_T")


def network(store: Store, modalities: Collection[str] = DIRECT, level: Level = "entity") -> Network:
    """A networkx graph of what the store says, one edge for each subject, relation and object.

    Nodes are compact ids (``country/kor``) with ``label``, ``cls``, ``country`` and ``sector``. An edge's key
    is its relation; it carries ``relation``, ``modality`` (the strongest), ``modalities`` (all, space
    between), ``weight`` (the number of independent articles), ``statements``, ``confidence``, ``first``,
    ``last``, ``days`` (ISO 8601 intervals, space between) and ``symmetric``. What is unknown is absent. A
    symmetric edge is there once, its ends in alphabetical order.
    """
    from kg.analysis.network_graph import Network

    found = edges(store, modalities, level)
    graph = Network()
    for node in nodes(store, {id for edge in found for id in (edge.subject, edge.object)}).values():
        graph.add_node(
            node.id,
            **_known(label=node.label, cls=node.cls or None, country=node.country, sector=node.sector),
        )
    for edge in found:
        graph.add_edge(
            edge.subject,
            edge.object,
            key=edge.relation,
            relation=edge.relation,
            modality=edge.modality,
            modalities=" ".join(edge.modalities),
            weight=edge.articles,
            confidence=edge.confidence,
            statements=edge.statements,
            symmetric=edge.symmetric,
            **_known(first=edge.first, last=edge.last, days=_intervals(edge)),
        )
    return graph


def _intervals(edge: Edge) -> str | None:
    return " ".join(f"{begin}/{end}" for begin, end in edge.days) or None


def _known(**values: _T | None) -> dict[str, _T]:
    """The values without those that are unknown."""
    return {name: value for name, value in values.items() if value is not None}
