"""RDF to named graphs: parsed, shared out by provenance, and as canonical lines."""

from __future__ import annotations

import codecs
from collections.abc import Callable, Iterable
from typing import TypeAlias

import pyoxigraph as ox

from kg.errors import InputError
from kg.rdf.limits import check_rdf
from kg.rdf.regroup import regroup
from kg.rdf.serializers import FORMATS, skolemize
from kg.rdf.turtle_jsonld import ntriples

__all__ = ["Lines", "canonical", "graphs_of", "nquads_of", "parse_rdf", "split_lines"]

Lines: TypeAlias = list[str]
"""Triples as canonical N-Triples without the final point, sorted."""


def parse_rdf(data: bytes, fmt: str, base: str, place: str) -> list[ox.Quad]:
    """The quads in some RDF, in its order; ``base`` is what relative IRIs are relative to.

    Raises InputError with the line.
    """
    data = data.removeprefix(codecs.BOM_UTF8)
    check_rdf(data, fmt, place)
    try:
        return list(ox.parse(data, FORMATS[fmt], base_iri=base))
    except (SyntaxError, ValueError) as error:
        line = getattr(error, "lineno", None)
        raise InputError(
            f"{place}:{line}" if line else place,
            f"not well-formed {fmt}: {error}",
            "mend it at the place named",
        ) from error


def graphs_of(
    quads: Iterable[ox.Quad], base: str, symmetric: Callable[[], frozenset[str]]
) -> dict[str, Lines]:
    """The named graphs among some quads; what stands in none is shared out by provenance.

    ``symmetric`` gives the IRIs of the relations that hold both ways, where the quads declare none.
    """
    named: dict[str, list[ox.Quad]] = {}
    loose: list[ox.Quad] = []
    for quad in quads:
        if isinstance(quad.graph_name, ox.NamedNode):
            named.setdefault(quad.graph_name.value, []).append(quad)
        else:
            loose.append(quad)
    found = {iri: _lines(iri, members, base) for iri, members in named.items()}
    if loose:
        graph = f"{base}graph/loaded"
        text = (ox.serialize(skolemize(loose, graph, base), format=ox.RdfFormat.N_QUADS) or b"").decode()
        for iri, lines in regroup(text.split(f" <{graph}> .\n")[:-1], base, symmetric).items():
            found[iri] = sorted({*found.get(iri, ()), *lines})
    return found


def nquads_of(iri: str, lines: Lines) -> bytes:
    """Triples as canonical N-Quads of a graph."""
    return ntriples(lines, f" <{iri}> .\n")


def _lines(iri: str, content: bytes | Iterable[ox.Quad], base: str) -> Lines:
    """What a graph shall hold, sorted."""
    return sorted(set(split_lines(iri, canonical(iri, content, base))))


def split_lines(iri: str, content: bytes) -> Lines:
    """The triples of canonical N-Quads of a graph, in their order."""
    return [line.decode() for line in content.split(f" <{iri}> .\n".encode())[:-1]]


def canonical(iri: str, content: bytes | Iterable[ox.Quad], base: str) -> bytes:
    """What a graph shall hold as canonical N-Quads of it.

    Bytes must be canonical N-Quads already, as ``rdf.nquads`` writes them.
    """
    if not isinstance(content, bytes):
        content = ox.serialize(skolemize(content, iri, base), format=ox.RdfFormat.N_QUADS) or b""
    tail = f" <{iri}> .\n".encode()
    whole = content.count(tail) == content.count(b"\n") and (content.endswith(tail) or not content)
    if not whole or content.startswith(b"_:") or b"\n_:" in content:
        return canonical(iri, list(ox.parse(content, ox.RdfFormat.N_QUADS)), base)
    return content
