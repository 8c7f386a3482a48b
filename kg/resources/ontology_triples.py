"""The triples of ontology files, and what they say of a term: its types, texts, name and place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TypeAlias

import pyoxigraph as ox

from kg.errors import DataError
from kg.resources.data_files import DataReader
from kg.resources.namespaces import OWL, RDF, SKOS, local_name

__all__ = ["OntologyTriples", "Term", "in_graph", "parse_file"]

Term: TypeAlias = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")


def parse_file(path: Path, data: DataReader) -> list[ox.Quad]:
    """All triples of a file, in any RDF syntax that its name tells. Raises DataError."""
    suffix = path.suffix.lstrip(".").lower()
    format = ox.RdfFormat.from_extension({"owl": "rdf"}.get(suffix, suffix))
    if format is None:
        raise DataError(
            path,
            f"no RDF syntax has the file name ending '.{suffix}'",
            "use .ttl, .nt, .rdf, .owl or .jsonld",
        )
    try:
        return list(ox.parse(data.content(path), format, rename_blank_nodes=True))
    except SyntaxError as error:
        raise DataError(
            path, f"is not well-formed {format.name}: {error.msg}", "mend it at the place named"
        ) from error


def in_graph(triples: Iterable[ox.Quad], graph: str) -> Iterator[ox.Quad]:
    """The triples in a named graph, with blank nodes that are numbered in their order."""
    name = ox.NamedNode(graph)
    numbers: dict[ox.BlankNode, ox.BlankNode] = {}

    def stable(term: Term) -> Term:
        return (
            numbers.setdefault(term, ox.BlankNode(f"ontology{len(numbers)}"))
            if isinstance(term, ox.BlankNode)
            else term
        )

    for quad in triples:
        # ox.Quad wants its subject narrower than ``stable`` can say.
        yield ox.Quad(stable(quad.subject), quad.predicate, stable(quad.object), name)  # type: ignore[arg-type]


class OntologyTriples:
    """The triples of several files. A subject is written as in N-Triples: ``<iri>`` or ``_:node``.

    ``all`` has the triples in the order of the files, ``own`` the subjects that a user's file gives a type.
    """

    def __init__(self) -> None:
        self.all: list[ox.Quad] = []
        self.own: set[str] = set()
        self._values: dict[str, dict[str, list[Term]]] = {}
        self._places: dict[str, Path] = {}

    def add(self, path: Path, data: DataReader, *, own: bool = False) -> None:
        """Take in a file. ``own`` marks a user's, in which every object property is a relation."""
        triples = parse_file(path, data)
        self.all += triples
        for quad in triples:
            subject = str(quad.subject)
            values = self._values.setdefault(subject, {}).setdefault(quad.predicate.value, [])
            if quad.object not in values:
                values.append(quad.object)
            if own or subject not in self._places:
                self._places[subject] = path
            if own and quad.predicate.value == RDF + "type":
                self.own.add(subject)

    def subjects_in(self, scheme: str) -> list[str]:
        """The concepts of a scheme, sorted."""
        return sorted(s for s in self._values if scheme in self.iris(s, SKOS + "inScheme"))

    def values(self, subject: str, predicate: str) -> list[Term]:
        """What a subject has for a predicate, in the order of the files."""
        return self._values.get(subject, {}).get(predicate, [])

    def subjects(self, *types: str) -> list[str]:
        """Subjects with an IRI that have one of the types, sorted, the package's before the user's."""
        wanted = {OWL + t for t in types}
        found = (
            s for s in self._values if s.startswith("<") and not wanted.isdisjoint(self.iris(s, RDF + "type"))
        )
        return sorted(found, key=lambda s: (s in self.own, s))

    def iris(self, subject: str, predicate: str) -> list[str]:
        """The IRIs that a subject has for a predicate."""
        return [o.value for o in self.values(subject, predicate) if isinstance(o, ox.NamedNode)]

    def texts(self, subject: str, predicate: str) -> list[str]:
        """Literal values: without a language tag first, then English, then the rest."""
        literals = [o for o in self.values(subject, predicate) if isinstance(o, ox.Literal)]
        ranked = sorted(
            literals, key=lambda o: (o.language is not None, not (o.language or "").startswith("en"), o.value)
        )
        return [o.value for o in ranked]

    def fault(self, subject: str, fault: str, remedy: str) -> DataError:
        """The error that names a subject with the file that tells of it."""
        return DataError(self._places[subject], f"{subject} {fault}", remedy)

    def text(self, subject: str, predicate: str, called: str) -> str:
        """The one text that a term must have."""
        texts = self.texts(subject, predicate)
        if not texts or not texts[0].strip():
            raise self.fault(subject, f"has no {called}", f'add {called} "..."')
        literals = [o for o in self.values(subject, predicate) if isinstance(o, ox.Literal)]
        if len({o.language for o in literals}) < len(literals):
            raise self.fault(
                subject,
                f"has more than one {called}",
                "keep one; a term that the package defines cannot be defined again",
            )
        return texts[0]

    def name(self, subject: str, taken: Mapping[str, str]) -> str:
        """A term's local name, which must be plain and no other term's."""
        name = local_name(subject[1:-1])
        if not _NAME.fullmatch(name):
            raise self.fault(
                subject,
                f"has the local name '{name}'",
                "use a letter, then letters, digits, _ and - after the last # or /",
            )
        if name in taken:
            raise self.fault(subject, f"has the same local name as <{taken[name]}>", "give it another")
        return name

    def members(self, node: str) -> Iterator[Term]:
        """The members of an RDF list."""
        seen: set[str] = set()
        while node in self._values and node not in seen:
            seen.add(node)
            yield from self.values(node, RDF + "first")
            node = str(next(iter(self.values(node, RDF + "rest")), ""))
