"""Subjects and what is said of them -> JSON-LD and RDF/XML, in an order that one can read; and the short
names of IRIs that Turtle (``turtle``) has, too.

JSON-LD is written here: Oxigraph's writer keeps the order that it is given. A graph at a time is held in
memory; the prefixes, which come first, are known last.
"""

from __future__ import annotations

import json
import re
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import IO, TypeAlias

import pyoxigraph as ox

from kg.errors import StoreError
from kg.rdf.characters import writable
from kg.resources.namespaces import PREFIXES, PROV, RDF, XSD

__all__ = ["IN_MEMORY", "NamedLines", "Names", "after_head", "ntriples", "write_jsonld", "write_rdfxml"]

IN_MEMORY = 32 << 20
"""Bytes of an output that wait in memory; more of them wait in a temporary file."""

NamedLines: TypeAlias = tuple[str, Iterable[str]]
"""A graph's name as N-Quads write it ("" for none), and its triples as N-Triples without the final point,
each once, in any order.
"""

Block: TypeAlias = tuple[str, list[tuple[str, str]]]
"""A subject, and the predicates and values that are said of it."""

_TYPE = f"<{RDF}type>"
_DERIVED = f"<{PROV}wasDerivedFrom>"
_FAMILIES = ("article/", "statement/", "event/")
_LAST_FAMILIES = ("run/", "software/", "scheme/")
_RELATIVE = re.compile(r"[a-z]+/[A-Za-z0-9_~-][A-Za-z0-9._~%-]*(?:#char=\d+,\d+)?")
_LOCAL = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_-]*)")
_NUMBER = re.compile(r'"([+-]?(?:\d+|(\d*\.\d+)))"', re.ASCII)


def ntriples(lines: Iterable[str], tail: str = " .\n") -> bytes:
    """Triples with their final points; ``tail`` may have a graph's name before the point."""
    return "".join(line + tail for line in lines).encode()


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
    """Subjects as one would read them: articles and their words, statements in the order of the text, events,
    entities, everything else.
    """
    start = len(base) + 1

    def key(node: Block) -> tuple[int, str, int, int, str]:
        iri = node[0]
        if not iri.startswith("<" + base):
            return (6 if iri.startswith("<") else 7), iri, 0, 0, iri
        rank = next((i for i, family in enumerate(_FAMILIES) if iri.startswith(family, start)), 3)
        if iri.startswith(_LAST_FAMILIES, start):
            rank = 5
        place = (
            min((value for predicate, value in node[1] if predicate == _DERIVED), default=iri)
            if rank == 1
            else iri
        )
        article, _, span = place.partition("#char=")
        begin, _, end = span.rstrip(">").partition(",")
        return (
            rank,
            article.rstrip(">"),
            int(begin) if begin.isdigit() else -1,
            -int(end) if end.isdigit() else 0,
            iri,
        )

    nodes = sorted(subjects.items(), key=key)
    for _, said in nodes:
        said.sort(key=lambda po: (po[0] != _TYPE, po))
    return nodes


class Names:
    """Shortens IRIs, and remembers which prefixes were used."""

    def __init__(self, base: str, *, relative: bool) -> None:
        self.base = base if re.match(r"https?://[^/?#]+/(?:[^?#]*/)?$", base) else ""
        self.relative = relative and bool(self.base)
        self.spaces = {iri: prefix for prefix, iri in PREFIXES.items() if prefix != "kgr"}
        self.used: dict[str, str] = {}

    def short(self, iri: str) -> str:
        """An IRI without its angle brackets as a prefixed name; "" when no prefix fits."""
        space = iri[: max(iri.rfind("#"), iri.rfind("/")) + 1]
        prefix = self.spaces.get(space)
        if prefix is None or not _LOCAL.fullmatch(iri, len(space)):
            return ""
        self.used[prefix] = space
        return f"{prefix}:{iri[len(space) :]}"

    def turtle(self, term: str) -> str:
        """A term as Turtle writes it; triple terms as N-Triples does, which is Turtle too."""
        if term.startswith("<<"):
            return term
        if term[0] == "<":
            iri = term[1:-1]
            if self.relative and iri.startswith(self.base) and _RELATIVE.fullmatch(iri, len(self.base)):
                return f"<{iri[len(self.base) :]}>"
            return self.short(iri) or term
        at = term.rfind('"^^<') if term[-1] == ">" else -1
        if at < 0:
            return term
        kind, value = term[at + 4 : -1], term[: at + 1]
        number = _NUMBER.fullmatch(value) if kind.startswith(XSD) else None
        if number and kind == XSD + ("decimal" if number.group(2) else "integer"):
            return number.group(1)
        return f"{value}^^{self.turtle(f'<{kind}>')}"


def write_rdfxml(lines: Iterable[str], out: IO[bytes]) -> None:
    """Write triples as RDF/XML.

    A carriage return is written as a reference (XML would read it as a line feed), what XML cannot hold as
    U+FFFD.
    """
    text = writable(ntriples(sorted(lines)).decode())
    text = re.sub(r"(?<!\\)((?:\\\\)*)\\(?:u00(?:0[0-8bBcCeEfF]|1[0-9A-Fa-f])|[bf])", "\\1\ufffd", text)
    prefixes = {
        name: iri for name, iri in PREFIXES.items() if name not in ("kgr", "rdf") and f"<{iri}" in text
    }
    triples = (quad.triple for quad in ox.parse(text.encode(), ox.RdfFormat.N_TRIPLES))
    xml = ox.serialize(triples, format=ox.RdfFormat.RDF_XML, prefixes=prefixes) or b""
    out.write(xml.replace(b"\r", b"&#13;"))


def write_jsonld(graphs: Iterable[NamedLines], out: IO[bytes], base: str) -> None:
    """Write JSON-LD, compacted with our prefixes; one subject a line."""
    names = Names(base, relative=False)
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
    if names.base and iri.startswith(names.base) and _RELATIVE.fullmatch(iri, len(names.base)):
        names.used["kgr"] = names.base
        return f"kgr:{iri[len(names.base) :]}"
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
