"""Quads -> bytes, in six syntaxes: the same content always gives the same bytes, whatever order it comes in.

Turtle, TriG and JSON-LD are written here, from sorted N-Quads lines: Oxigraph's writer keeps the order that it is given and escapes every
slash of a prefixed name, which nobody can read. Blank nodes are written as they are; the stores hold none (``skolemize``).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import IO, TypeAlias

import pyoxigraph as ox

from kg.errors import StoreError
from kg.graph.guard import check_blank_nodes
from kg.graph.vocabulary import PREFIXES, PROV, RDF, XSD

__all__ = ["FORMATS", "QUAD_FORMATS", "SUFFIXES", "format_of", "serialize", "serialize_lines", "skolemize"]

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
}
"""File name endings of RDF files, and what syntax each is."""

Node: TypeAlias = tuple[str, list[tuple[str, str]]]

_TYPE = f"<{RDF}type>"
_DERIVED = f"<{PROV}wasDerivedFrom>"
_FAMILIES = ("article/", "statement/", "event/")
_LAST_FAMILIES = ("run/", "software/", "scheme/")
_RELATIVE = re.compile(r"[a-z]+/[A-Za-z0-9_~-][A-Za-z0-9._~%-]*(?:#char=\d+,\d+)?")
_LOCAL = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_-]*)")
_NUMBER = re.compile(r'"([+-]?(?:\d+|(\d*\.\d+)))"', re.ASCII)
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def format_of(name: str) -> str:
    """The syntax that a file's name tells: a key of FORMATS. Raises StoreError for another ending."""
    found = next((format for suffix, format in SUFFIXES.items() if name.lower().endswith(suffix)), None)
    if found is None:
        raise StoreError(name, "its ending is that of no RDF syntax", f"use one of {' '.join(SUFFIXES)}")
    return found


def serialize(quads: Iterable[ox.Quad] | Iterable[ox.Triple], fmt: str, out: IO[bytes], base: str) -> None:
    """Nothing; the quads are written to ``out`` in a syntax of FORMATS.

    Syntaxes for triples only fold all graphs into one, in which every triple stands once. ``base`` is that of the store's names.
    """
    statements = (ox.Quad(q.subject, q.predicate, q.object) if isinstance(q, ox.Triple) else q for q in quads)
    text = ox.serialize(statements, format=ox.RdfFormat.N_QUADS) or b""
    serialize_lines(text.decode().split("\n"), fmt, out, base)


def serialize_lines(lines: Iterable[str], fmt: str, out: IO[bytes], base: str) -> None:
    """Nothing; like ``serialize``, from lines of canonical N-Quads or N-Triples in any order."""
    if fmt not in FORMATS:
        raise StoreError(fmt, "no such RDF format", f"use one of {', '.join(FORMATS)}")
    distinct = sorted(_folded(lines) if fmt not in QUAD_FORMATS else set(lines) - {""})
    if fmt in ("ntriples", "nquads"):
        for line in distinct:
            out.write(line.encode() + b"\n")
    elif fmt == "rdfxml":
        _rdfxml(distinct, out)
    elif fmt == "jsonld":
        _jsonld(_graphs(distinct), out, base)
    else:
        _turtle(_graphs(distinct), out, base)


def skolemize(quads: Iterable[ox.Quad], graph: str, base: str) -> list[ox.Quad]:
    """The quads, moved to one graph, with an IRI in the place of every blank node: the same for the same content.

    Raises InputError for blank nodes that it would take too long to tell apart.
    """
    name = ox.NamedNode(graph)
    dataset = ox.Dataset(ox.Quad(q.subject, q.predicate, q.object, name) for q in quads)
    if not any(isinstance(term, ox.BlankNode) for q in dataset for term in (q.subject, q.object)):
        return list(dataset)
    check_blank_nodes(dataset, graph)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    place = f"{base}genid/{re.sub('[^A-Za-z0-9]+', '-', graph.removeprefix(base)).strip('-')}-"

    def named(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> ox.NamedNode | ox.Literal | ox.Triple:
        return ox.NamedNode(place + term.value) if isinstance(term, ox.BlankNode) else term

    # ox.Quad wants its subject narrower than ``named`` can say.
    return [ox.Quad(named(q.subject), q.predicate, named(q.object), name) for q in dataset]  # type: ignore[arg-type]


def _split(line: str) -> tuple[str, str, str, str]:
    """Subject, predicate, object and graph ("" for none) of a line, as they are written."""
    subject, predicate, rest = line[:-2].split(" ", 2)
    at = rest.rfind(" <" if rest[-1] == ">" else " _:")
    # A graph's name holds no quotation mark, so what follows the last blank inside a literal is never taken for one.
    if at >= 0 and '"' not in rest[at:] and not rest.endswith(")>>"):
        return subject, predicate, rest[:at], rest[at + 1 :]
    return subject, predicate, rest, ""


def _folded(lines: Iterable[str]) -> set[str]:
    """The lines without their graphs."""
    return {" ".join(_split(line)[:3]) + " ." for line in lines if line}


def _graphs(lines: Iterable[str]) -> Iterator[tuple[str, dict[str, list[tuple[str, str]]]]]:
    """The triples of each graph by subject, graphs in the order of their names."""
    graphs: dict[str, dict[str, list[tuple[str, str]]]] = {}
    for line in lines:
        subject, predicate, value, graph = _split(line)
        if value.startswith("<<"):
            raise StoreError(subject, "has an RDF 1.2 triple term, which this syntax cannot hold", "use nquads or ntriples")
        graphs.setdefault(graph, {}).setdefault(subject, []).append((predicate, value))
    yield from sorted(graphs.items())


def _ordered(subjects: dict[str, list[tuple[str, str]]], base: str) -> list[Node]:
    """Subjects as one would read them: articles and their words, statements in the order of the text, events, entities, everything else."""
    start = len(base) + 1

    def key(node: Node) -> tuple[int, str, int, int, str]:
        iri = node[0]
        if not iri.startswith("<" + base):
            return (6 if iri.startswith("<") else 7), iri, 0, 0, iri
        rank = next((i for i, family in enumerate(_FAMILIES) if iri.startswith(family, start)), 3)
        if iri.startswith(_LAST_FAMILIES, start):
            rank = 5
        place = next((value for predicate, value in node[1] if predicate == _DERIVED), iri) if rank == 1 else iri
        article, _, span = place.partition("#char=")
        begin, _, end = span.rstrip(">").partition(",")
        return rank, article.rstrip(">"), int(begin) if begin.isdigit() else -1, -int(end) if end.isdigit() else 0, iri

    nodes = sorted(subjects.items(), key=key)
    for _, said in nodes:
        said.sort(key=lambda po: (po[0] != _TYPE, po))
    return nodes


class _Names:
    """Shortens IRIs, and remembers which prefixes were used."""

    def __init__(self, base: str, *, relative: bool) -> None:
        self.base = base if re.match(r"https?://[^/?#]+/(?:[^?#]*/)?$", base) else ""
        self.relative = relative and bool(self.base)
        self.spaces = {iri: prefix for prefix, iri in PREFIXES.items() if prefix != "kgr"}
        self.used: dict[str, str] = {}
        self.known: dict[str, str] = {}

    def short(self, iri: str) -> str:
        """An IRI without its angle brackets as a prefixed name; "" when no prefix fits."""
        space = iri[: max(iri.rfind("#"), iri.rfind("/")) + 1]
        prefix = self.spaces.get(space)
        if prefix is None or not _LOCAL.fullmatch(iri, len(space)):
            return ""
        self.used[prefix] = space
        return f"{prefix}:{iri[len(space) :]}"

    def turtle(self, term: str) -> str:
        """A term as Turtle writes it."""
        if term[0] == "<":
            known = self.known.get(term)
            if known is None:
                known = self._turtle_iri(term)
                if len(self.known) < 10_000:
                    self.known[term] = known
            return known
        at = term.rfind('"^^<') if term[-1] == ">" else -1
        if at < 0:
            return term
        kind, value = term[at + 4 : -1], term[: at + 1]
        number = _NUMBER.fullmatch(value) if kind.startswith(XSD) else None
        if number and kind == XSD + ("decimal" if number.group(2) else "integer"):
            return number.group(1)
        return f"{value}^^{self.turtle(f'<{kind}>')}"

    def _turtle_iri(self, term: str) -> str:
        iri = term[1:-1]
        if self.relative and iri.startswith(self.base) and _RELATIVE.fullmatch(iri, len(self.base)):
            return f"<{iri[len(self.base) :]}>"
        return self.short(iri) or term


def _turtle(graphs: Iterator[tuple[str, dict[str, list[tuple[str, str]]]]], out: IO[bytes], base: str) -> None:
    """Turtle for triples, TriG when there are graphs with names."""
    names = _Names(base, relative=True)
    body: list[str] = []
    for graph, subjects in graphs:
        blocks = (_block(node, names) for node in _ordered(subjects, base))
        body += (f"\n{names.turtle(graph)} {{", *blocks, "}\n") if graph else blocks
    if names.base:
        out.write(f"@base <{names.base}> .\n".encode())
    for prefix, iri in sorted(names.used.items()):
        out.write(f"@prefix {prefix}: <{iri}> .\n".encode())
    for block in body:
        out.write(block.encode())


def _block(node: Node, names: _Names) -> str:
    """A subject and all that is said about it; one predicate a line."""
    subject, said = node
    lines: list[str] = []
    last = ""
    for predicate, value in said:
        if predicate == last:
            lines[-1] += f", {names.turtle(value)}"
        else:
            lines.append(f"{'a' if predicate == _TYPE else names.turtle(predicate)} {names.turtle(value)}")
        last = predicate
    return f"\n{names.turtle(subject)} " + " ;\n    ".join(lines) + " .\n"


def _rdfxml(lines: list[str], out: IO[bytes]) -> None:
    """RDF/XML. A carriage return is written as a reference (XML would read it as a line feed), what XML cannot hold as U+FFFD."""
    text = _NOT_XML.sub("\ufffd", "\n".join(lines))
    text = re.sub(r"(?<!\\)((?:\\\\)*)\\(?:u00(?:0[0-8bBcCeEfF]|1[0-9A-Fa-f])|[bf])", "\\1\ufffd", text)
    prefixes = {name: iri for name, iri in PREFIXES.items() if name not in ("kgr", "rdf") and f"<{iri}" in text}
    triples = (quad.triple for quad in ox.parse(text.encode(), ox.RdfFormat.N_TRIPLES))
    xml = ox.serialize(triples, format=ox.RdfFormat.RDF_XML, prefixes=prefixes) or b""
    out.write(xml.replace(b"\r", b"&#13;"))


def _jsonld(graphs: Iterator[tuple[str, dict[str, list[tuple[str, str]]]]], out: IO[bytes], base: str) -> None:
    """JSON-LD, compacted with our prefixes; one subject a line."""
    names = _Names(base, relative=False)
    chunks: list[str] = []
    for graph, subjects in graphs:
        nodes = ",\n".join(_json(_json_node(node, names)) for node in _ordered(subjects, base))
        chunks.append(f'{{"@id": {_json(_json_iri(graph, names))}, "@graph": [\n{nodes}\n]}}' if graph else nodes)
    context = dict(sorted(names.used.items()))
    out.write(f'{{"@context": {_json(context)},\n"@graph": [\n'.encode())
    out.write(",\n".join(chunks).encode())
    out.write(b"\n]}\n")


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _json_iri(term: str, names: _Names) -> str:
    """An IRI or blank node as JSON-LD's @id."""
    if term[0] != "<":
        return term
    iri = term[1:-1]
    if names.base and iri.startswith(names.base) and _RELATIVE.fullmatch(iri, len(names.base)):
        names.used["kgr"] = names.base
        return f"kgr:{iri[len(names.base) :]}"
    return names.short(iri) or iri


def _json_node(node: Node, names: _Names) -> dict[str, object]:
    subject, said = node
    values: dict[str, list[object]] = {}
    for predicate, value in said:
        if predicate == _TYPE and value[0] != '"':
            values.setdefault("@type", []).append(_json_iri(value, names))
        else:
            values.setdefault(_json_iri(predicate, names), []).append(_json_value(value, names))
    return {"@id": _json_iri(subject, names), **{key: value if len(value) > 1 else value[0] for key, value in values.items()}}


def _json_value(term: str, names: _Names) -> object:
    if term[0] != '"':
        return {"@id": _json_iri(term, names)}
    at = term.rfind('"')
    # What canonical N-Quads escapes, JSON escapes in the same way.
    text = json.loads(term[: at + 1], strict=False)
    if term[at + 1 :].startswith("^^"):
        return {"@value": text, "@type": _json_iri(term[at + 3 :], names)}
    if term[at + 1 :].startswith("@"):
        language, _, direction = term[at + 2 :].partition("--")
        return {"@value": text, "@language": language, **({"@direction": direction} if direction else {})}
    return text
