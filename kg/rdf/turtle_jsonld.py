"""Subjects and what is said of them -> JSON-LD, in an order that one can read.

JSON-LD is written here: Oxigraph's writer keeps the order that it is given. A graph at a time is held in
memory; the prefixes, which come first, are known last.
"""

from __future__ import annotations

import io
import json
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from typing import IO, TypeAlias

from kg.errors import StoreError
from kg.rdf.names import Names
from kg.rdf.subject_order import SubjectOrder
from kg.resources.namespaces import PROV, RDF

__all__ = ["IN_MEMORY", "NamedLines", "after_head", "ntriples", "write_jsonld", "write_ntriples"]

IN_MEMORY = 32 << 20
"""Bytes of an output that wait in memory; more of them wait in a temporary file."""

_AT_ONCE = 4096  # triples that are encoded together

NamedLines: TypeAlias = tuple[str, Iterable[str]]
"""A graph's name as N-Quads write it ("" for none), and its triples as N-Triples without the final point,
each once, in any order.
"""

Block: TypeAlias = tuple[str, list[tuple[str, str]]]
"""A subject, and the predicates and values that are said of it."""

_TYPE = f"<{RDF}type>"
_DERIVED = f"<{PROV}wasDerivedFrom>"


def ntriples(lines: Iterable[str], tail: str = " .\n") -> bytes:
    """Triples with their final points; ``tail`` may have a graph's name before the point."""
    out = io.BytesIO()
    write_ntriples(out, lines, tail)
    return out.getvalue()


def write_ntriples(out: IO[bytes], lines: Iterable[str], tail: str = " .\n") -> None:
    """Write triples as ``ntriples`` gives them, some thousands at a time."""
    rest = iter(lines)
    while some := list(islice(rest, _AT_ONCE)):
        out.write((tail.join(some) + tail).encode())


@contextmanager
def after_head(out: IO[bytes]) -> Iterator[IO[bytes]]:
    """A file for what follows in ``out`` when that, too, has been written to."""
    with tempfile.SpooledTemporaryFile(IN_MEMORY) as body:
        yield body
        body.seek(0)
        shutil.copyfileobj(body, out, 1 << 20)


def _blocks(lines: Iterable[str], base: str) -> list[Block]:
    """The subjects of one graph, and what is said of each, in order.

    Raises StoreError for triple terms, which JSON-LD has not.
    """
    subjects: dict[str, list[tuple[str, str]]] = {}
    for line in lines:
        subject, predicate, value = line.split(" ", 2)
        if value.startswith("<<"):
            raise StoreError(
                subject,
                "has an RDF 1.2 triple term, which JSON-LD cannot hold",
                "every other RDF format can: turtle, trig, ntriples, nquads, rdfxml",
            )
        subjects.setdefault(subject, []).append((predicate, value))
    return _ordered(subjects, base)


def _ordered(subjects: dict[str, list[tuple[str, str]]], base: str) -> list[Block]:
    """Subjects as one would read them, and what is said of each, types first."""
    order = SubjectOrder(base)

    def key(node: Block) -> bytes:
        source = min((value for predicate, value in node[1] if predicate == _DERIVED), default="")
        return order.key(node[0].encode(), source.encode())

    nodes = sorted(subjects.items(), key=key)
    for _, said in nodes:
        said.sort(key=lambda po: (po[0] != _TYPE, po))
    return nodes


def write_jsonld(graphs: Iterable[NamedLines], out: IO[bytes], base: str) -> None:
    """Write JSON-LD, compacted with our prefixes; one subject a line."""
    names = Names(base)
    with after_head(out) as body:
        for number, (graph, lines) in enumerate(graphs):
            nodes = ",\n".join(_json(_json_node(node, names)) for node in _blocks(lines, base))
            text = f'{{"@id": {_json(_json_iri(graph, names))}, "@graph": [\n{nodes}\n]}}' if graph else nodes
            body.write((",\n" * bool(number) + text).encode())
        context = dict(sorted(names.used.items()))
        out.write(f'{{"@context": {_json(context)},\n"@graph": [\n'.encode())
    out.write(b"\n]}\n")


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _json_iri(term: str, names: Names) -> str:
    """An IRI or blank node as JSON-LD's @id."""
    if term[0] != "<":
        return term
    iri = term[1:-1]
    if local := names.local(iri):
        names.used["kgr"] = names.base
        return f"kgr:{local}"
    return names.short(iri) or iri


def _json_node(block: Block, names: Names) -> dict[str, object]:
    subject, said = block
    values: dict[str, list[object]] = {}
    for predicate, value in said:
        if predicate == _TYPE and value[0] != '"':
            values.setdefault("@type", []).append(_json_iri(value, names))
        else:
            values.setdefault(_json_iri(predicate, names), []).append(_json_value(value, names))
    return {
        "@id": _json_iri(subject, names),
        **{key: value if len(value) > 1 else value[0] for key, value in values.items()},
    }


def _json_value(term: str, names: Names) -> object:
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
