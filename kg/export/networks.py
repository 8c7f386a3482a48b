"""The network of entities for network programs: GraphML, GEXF with time, CSV tables of nodes and edges."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from kg.analysis.days import Days, merged
from kg.analysis.edges import Edge, Level, edges
from kg.analysis.nodes import nodes
from kg.rdf.characters import writable
from kg.rdf.layout import MODALITIES
from kg.terminal import spreadsheet

if TYPE_CHECKING:
    import networkx

    from kg.store.base import Store

__all__ = ["csv_tables", "gexf", "graphml"]


def graphml(graph: networkx.MultiDiGraph[str]) -> bytes:
    """The network as GraphML: numbers as numbers, dates as ISO 8601.

    Edges have ids ``e0``, ``e1`` ...; what the relation is stands in their data.
    """
    from networkx.readwrite.graphml import write_graphml_xml

    out = io.BytesIO()
    write_graphml_xml(_plain(graph), out, named_key_ids=True, edge_id_from_attribute="id")
    return out.getvalue()


def gexf(graph: networkx.MultiDiGraph[str]) -> bytes:
    """The network as GEXF 1.2, dynamic where edges have days: each edge has them as spells, and each node
    those of its edges, so that a timeline shows who did what when.
    """
    from networkx.readwrite.gexf import GEXFWriter

    plain = _plain(graph)
    plain.graph["mode"] = "static"
    active: defaultdict[str, set[Days]] = defaultdict(set)
    for subject, object_, data in plain.edges(data=True):
        data["label"] = data["relation"]
        spells = [_span(interval) for interval in data.pop("days", "").split()]
        if spells:
            data["spells"] = spells
            active[subject].update(spells)
            active[object_].update(spells)
    for node, days in active.items():
        plain.nodes[node]["spells"] = list(merged(days))
    writer = GEXFWriter(version="1.2draft")
    writer.add_graph(plain)
    for meta in [part for part in writer.xml.iter() if part.tag.endswith("meta")]:
        meta.attrib.clear()
        for part in meta:
            part.text = "newskg" if part.tag.endswith("creator") else part.text
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _span(interval: str) -> Days:
    begin, _, end = interval.partition("/")
    return begin, end


def _plain(graph: networkx.MultiDiGraph[str]) -> Any:
    """A copy with numbered edges and without characters that XML cannot hold."""
    import networkx

    plain: networkx.MultiDiGraph[str] = networkx.MultiDiGraph()
    for node, data in graph.nodes(data=True):
        plain.add_node(node, **_legal(data))
    for number, (subject, object_, key, data) in enumerate(graph.edges(keys=True, data=True)):
        plain.add_edge(subject, object_, key=key, **_legal(data), id=f"e{number}")
    return plain


def _legal(data: dict[str, Any]) -> dict[str, Any]:
    return {name: writable(value) if isinstance(value, str) else value for name, value in data.items()}


def csv_tables(store: Store, level: Level = "entity") -> dict[str, str]:
    """``nodes.csv`` and ``edges.csv``: entities, and a line for each subject, relation and object that
    statements of any modality tell.
    """
    found = edges(store, MODALITIES, level)
    known = nodes(store, {id for edge in found for id in (edge.subject, edge.object)})
    entity_rows = ([n.id, n.label, n.cls, n.country, n.sector] for n in known.values())
    edge_rows = (
        [e.subject, known[e.subject].label, e.relation, e.object, known[e.object].label, *_counted(e)]
        for e in found
    )
    names = [
        *("subject", "subject_label", "relation", "object", "object_label"),
        *("modalities", "articles", "statements", "first", "last", "symmetric", "confidence"),
    ]
    return {
        "nodes.csv": _table(["id", "label", "class", "country", "sector"], entity_rows),
        "edges.csv": _table(names, edge_rows),
    }


def _counted(edge: Edge) -> list[Any]:
    symmetric = "yes" if edge.symmetric else "no"
    return [
        *(" ".join(edge.modalities), edge.articles, edge.statements, edge.first, edge.last),
        *(symmetric, edge.confidence),
    ]


def _table(header: list[str], rows: Iterable[list[Any]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    writer.writerows([spreadsheet(cell) for cell in row] for row in rows)
    return out.getvalue()
