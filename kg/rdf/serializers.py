"""Quads -> bytes, in six syntaxes: the same content always gives the same bytes, whatever order it comes in.

Blank nodes are written as they are; the stores hold none (``skolemize``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import IO

import pyoxigraph as ox

from kg.errors import StoreError
from kg.rdf.external_sort import write_sorted
from kg.rdf.limits import check_blank_nodes
from kg.rdf.oxigraph_turtle import OxigraphTurtle
from kg.rdf.rdfxml import write_rdfxml
from kg.rdf.turtle import write_trig, write_turtle
from kg.rdf.turtle_jsonld import IN_MEMORY, NamedLines, ntriples, write_jsonld

__all__ = [
    "FORMATS",
    "IN_MEMORY",
    "QUAD_FORMATS",
    "SUFFIXES",
    "format_of",
    "serialize",
    "serialize_graphs",
    "serialize_lines",
    "serialize_texts",
    "serialize_triples",
    "skolemize",
]

FORMATS: dict[str, ox.RdfFormat] = {
    "turtle": ox.RdfFormat.TURTLE,
    "trig": ox.RdfFormat.TRIG,
    "ntriples": ox.RdfFormat.N_TRIPLES,
    "nquads": ox.RdfFormat.N_QUADS,
    "jsonld": ox.RdfFormat.JSON_LD,
    "rdfxml": ox.RdfFormat.RDF_XML,
}
QUAD_FORMATS = frozenset({"trig", "nquads", "jsonld"})
SUFFIXES: dict[str, str] = {
    ".ttl": "turtle",
    ".nt": "ntriples",
    ".nq": "nquads",
    ".trig": "trig",
    ".jsonld": "jsonld",
    ".rdf": "rdfxml",
    ".nquads": "nquads",
    ".ntriples": "ntriples",
    ".turtle": "turtle",
}
"""File name endings of RDF files, and what syntax each is."""


def format_of(name: str) -> str:
    """The syntax that a file's name tells: a key of FORMATS. Raises StoreError for another ending."""
    found = next((format for suffix, format in SUFFIXES.items() if name.lower().endswith(suffix)), None)
    if found is None:
        raise StoreError(
            name, "its ending is that of no RDF syntax", f"use one of {' '.join(list(SUFFIXES)[:6])}"
        )
    return found


def serialize(quads: Iterable[ox.Quad] | Iterable[ox.Triple], fmt: str, out: IO[bytes], base: str) -> None:
    """Write the quads to ``out`` in a syntax of FORMATS.

    Syntaxes for triples only fold all graphs into one, in which every triple stands once. ``base`` is that of
    the store's names.
    """
    statements = (ox.Quad(q.subject, q.predicate, q.object) if isinstance(q, ox.Triple) else q for q in quads)
    text = ox.serialize(statements, format=ox.RdfFormat.N_QUADS) or b""
    serialize_lines(text.decode().split("\n"), fmt, out, base)


def serialize_lines(lines: Iterable[str], fmt: str, out: IO[bytes], base: str) -> None:
    """Write lines of canonical N-Quads or N-Triples, in any order, as ``serialize`` writes quads."""
    if fmt == "nquads":
        write_sorted(["".join(f"{line}\n" for line in set(lines) if line).encode()], out)
        return
    graphs: dict[str, set[str]] = {}
    for line in filter(None, lines):
        triple, graph = _split(line)
        graphs.setdefault(graph if fmt in QUAD_FORMATS else "", set()).add(triple)
    if fmt in QUAD_FORMATS:
        serialize_graphs(sorted(graphs.items()), fmt, out, base)
    else:
        serialize_triples(graphs.get("", ()), fmt, out, base)


def serialize_graphs(graphs: Iterable[NamedLines], fmt: str, out: IO[bytes], base: str) -> None:
    """Write graphs, sorted by name, as "trig" or "jsonld". One at a time is held in memory."""
    (write_jsonld if fmt == "jsonld" else write_trig)(graphs, out, base)


def serialize_triples(lines: Iterable[str], fmt: str, out: IO[bytes], base: str) -> None:
    """Write triples in a syntax of FORMATS that is for triples.

    They are N-Triples without the final point, each once, in any order. Raises StoreError for another syntax.
    """
    serialize_texts([ntriples(lines)], fmt, out, base)


def serialize_texts(texts: Iterable[bytes], fmt: str, out: IO[bytes], base: str) -> None:
    """As ``serialize_triples``, of texts of whole lines of N-Triples; memory does not grow with their
    number.
    """
    if fmt == "ntriples":
        write_sorted(texts, out)
    elif fmt == "rdfxml":
        write_rdfxml(texts, out)
    elif fmt == "turtle":
        write_turtle(OxigraphTurtle.of(base).from_ntriples(texts), out, base)
    else:
        raise StoreError(fmt, "no such RDF format", f"use one of {', '.join(FORMATS)}")


def skolemize(quads: Iterable[ox.Quad], graph: str, base: str) -> list[ox.Quad]:
    """The quads, moved to one graph, with an IRI in the place of every blank node: the same for the same
    content.

    Raises InputError for blank nodes that it would take too long to tell apart.
    """
    name = ox.NamedNode(graph)
    dataset = ox.Dataset(ox.Quad(q.subject, q.predicate, q.object, name) for q in quads)
    if not any(isinstance(term, ox.BlankNode) for q in dataset for term in (q.subject, q.object)):
        return list(dataset)
    check_blank_nodes(dataset, graph)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    place = f"{base}genid/{re.sub('[^A-Za-z0-9]+', '-', graph.removeprefix(base)).strip('-')}-"

    def named(
        term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple,
    ) -> ox.NamedNode | ox.Literal | ox.Triple:
        return ox.NamedNode(place + term.value) if isinstance(term, ox.BlankNode) else term

    # ox.Quad wants its subject narrower than ``named`` can say.
    return [ox.Quad(named(q.subject), q.predicate, named(q.object), name) for q in dataset]  # type: ignore[arg-type]


def _split(line: str) -> tuple[str, str]:
    """The triple of a line, without the final point, and its graph ("" for none), as they are written."""
    triple = line[:-2]
    at = triple.rfind(" <" if triple[-1] == ">" else " _:")
    # A graph's name holds no quotation mark, so what follows the last blank inside a literal is never taken
    # for one.
    graph = (
        at >= 0 and triple.count(" ", 0, at) >= 2 and '"' not in triple[at:] and not triple.endswith(")>>")
    )
    return (triple[:at], triple[at + 1 :]) if graph else (triple, "")
