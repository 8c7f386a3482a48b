"""The SPARQL 1.1 Service Description of the endpoint."""

from __future__ import annotations

import io

import pyoxigraph as ox

from kg.rdf.serializers import serialize
from kg.resources.namespaces import RDF

__all__ = ["service_description"]

_SD = "http://www.w3.org/ns/sparql-service-description#"
_FORMATS = "http://www.w3.org/ns/formats/"
_WRITTEN = (
    "SPARQL_Results_JSON",
    "SPARQL_Results_XML",
    "SPARQL_Results_CSV",
    "SPARQL_Results_TSV",
    "Turtle",
    "N-Triples",
    "RDF_XML",
    "JSON-LD",
)


def service_description(address: str, fmt: str, base: str, *, writable: bool) -> bytes:
    """What the endpoint at an address is and can do, in a syntax of ``rdf.serializers``."""
    service = ox.NamedNode(address)
    dataset, graph = ox.NamedNode(f"{address}#dataset"), ox.NamedNode(f"{address}#merge")

    def said(subject: ox.NamedNode, name: str, value: str | ox.NamedNode) -> ox.Triple:
        term = ox.NamedNode(_SD + value) if isinstance(value, str) else value
        return ox.Triple(subject, ox.NamedNode(_SD + name), term)

    def typed(subject: ox.NamedNode, name: str) -> ox.Triple:
        return ox.Triple(subject, ox.NamedNode(f"{RDF}type"), ox.NamedNode(_SD + name))

    triples = [
        typed(service, "Service"),
        said(service, "endpoint", service),
        said(service, "supportedLanguage", "SPARQL11Query"),
        said(service, "feature", "UnionDefaultGraph"),
        said(service, "defaultDataset", dataset),
        typed(dataset, "Dataset"),
        said(dataset, "defaultGraph", graph),
        typed(graph, "Graph"),
        *(said(service, "resultFormat", ox.NamedNode(_FORMATS + name)) for name in _WRITTEN),
    ]
    if writable:
        triples.append(said(service, "supportedLanguage", "SPARQL11Update"))
    out = io.BytesIO()
    serialize(triples, fmt, out, base)
    return out.getvalue()
