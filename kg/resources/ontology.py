"""ontology/*.ttl -> Ontology: the classes, relations and PLOVER codes that everything else asks for.

A relation is an ``owl:ObjectProperty`` with a ``kg:statementClass``; in a user's own file every object
property is one. The files are read with pyoxigraph, which takes milliseconds; each is parsed once, and the
triples are kept for the store's graph of the ontology.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pyoxigraph as ox

from kg.errors import DataError
from kg.resources.data_files import DataReader
from kg.resources.namespaces import KG, OWL, PLOVER, RDF, RDFS, SKOS, local_name

__all__ = ["ClassDef", "Code", "Ontology", "Relation", "load_ontology", "ontology_quads"]

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")


@dataclass(frozen=True, slots=True)
class ClassDef:
    """A class. ``ancestors`` holds the names of all classes above it and its own, sorted."""

    name: str
    label: str
    definition: str
    parents: tuple[str, ...]
    ancestors: tuple[str, ...]
    iri: str


@dataclass(frozen=True, slots=True)
class Relation:
    """A relation.

    ``domain`` and ``range`` list the classes of which one must fit; ``plover`` is an event type ("CONSULT").
    """

    name: str
    label: str
    definition: str
    domain: tuple[str, ...]
    range: tuple[str, ...]
    symmetric: bool
    plover: str | None
    statement_class: str
    iri: str = ""
    examples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Code:
    """A PLOVER code: an event type or mode, or a sector of society."""

    name: str
    label: str
    definition: str


@dataclass(frozen=True, slots=True)
class Ontology:
    """What can be said.

    All keys are local names ("meets", "Person"), in sorted order. ``triples`` are those of the files, in the
    files' order.
    """

    relations: dict[str, Relation]
    classes: dict[str, ClassDef]
    plover_types: dict[str, Code] = field(default_factory=dict)
    sectors: dict[str, Code] = field(default_factory=dict)
    triples: tuple[ox.Quad, ...] = field(default=(), repr=False, compare=False)

    def is_a(self, cls: str, ancestor: str) -> bool:
        """True when ``cls`` is ``ancestor`` or lies below it; False for a class that the ontology does not
        hold.
        """
        known = self.classes.get(cls)
        return known is not None and ancestor in known.ancestors

    def accepts(self, relation: str, subject_cls: str, object_cls: str) -> bool:
        """True when things of these classes can stand in this relation, in this order.

        Raises KeyError for an unknown relation.
        """
        found = self.relations[relation]
        return any(self.is_a(subject_cls, c) for c in found.domain) and any(
            self.is_a(object_cls, c) for c in found.range
        )

    def quads(self, graph: str) -> Iterator[ox.Quad]:
        """The triples for the named graph, in the files' order; blank nodes are numbered, so every load gives
        the same.
        """
        return _in_graph(self.triples, graph)


def load_ontology(extra: Iterable[Path] = (), *, data: DataReader | None = None) -> Ontology:
    """The ontology that comes with the package, and a user's own files added to it.

    Raises DataError, naming file and IRI.
    """
    data = data or DataReader()
    builder = _Builder()
    for path in _shipped(data):
        builder.add(path, data)
    for path in extra:
        builder.add(Path(path), data, own=True)
    return builder.ontology()


def ontology_quads(graph: str, extra: Iterable[Path] = ()) -> Iterator[ox.Quad]:
    """The quads of the ontology files for the named graph, which need not fit together."""
    data = DataReader()
    return _in_graph(
        (quad for path in (*_shipped(data), *map(Path, extra)) for quad in _parse(path, data)), graph
    )


def _shipped(data: DataReader) -> tuple[Path, ...]:
    return data.ontology / "kg.ttl", data.ontology / "plover.ttl"


def _in_graph(triples: Iterable[ox.Quad], graph: str) -> Iterator[ox.Quad]:
    """The triples in a named graph, with blank nodes that are numbered in their order."""
    name = ox.NamedNode(graph)
    numbers: dict[ox.BlankNode, ox.BlankNode] = {}

    def stable(
        term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple,
    ) -> ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple:
        return (
            numbers.setdefault(term, ox.BlankNode(f"ontology{len(numbers)}"))
            if isinstance(term, ox.BlankNode)
            else term
        )

    for quad in triples:
        # ox.Quad wants its subject narrower than ``stable`` can say.
        yield ox.Quad(stable(quad.subject), quad.predicate, stable(quad.object), name)  # type: ignore[arg-type]


def _parse(path: Path, data: DataReader) -> list[ox.Quad]:
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


class _Builder:
    """Gathers the triples of several files, then turns them into an Ontology and says what is wrong with
    them.
    """

    def __init__(self) -> None:
        self.facts: dict[str, dict[str, list[ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple]]] = {}
        self.places: dict[str, Path] = {}
        self.own: set[str] = set()
        self.triples: list[ox.Quad] = []

    def add(self, path: Path, data: DataReader, *, own: bool = False) -> None:
        """Take in a file. ``own`` marks a user's, in which every object property is a relation."""
        triples = _parse(path, data)
        self.triples += triples
        for quad in triples:
            subject = str(quad.subject)
            values = self.facts.setdefault(subject, {}).setdefault(quad.predicate.value, [])
            if quad.object not in values:
                values.append(quad.object)
            if own or subject not in self.places:
                self.places[subject] = path
            if own and quad.predicate.value == RDF + "type":
                self.own.add(subject)

    def ontology(self) -> Ontology:
        """The checked whole. Raises DataError."""
        classes = self._classes()
        types, sectors = self._codes("types"), self._codes("sectors")
        relations = dict(sorted((r.name, r) for r in self._relations(classes, types)))
        return Ontology(relations, classes, types, sectors, tuple(self.triples))

    # Raw triples

    def _subjects(self, *types: str) -> list[str]:
        """Subjects with an IRI that have one of the types, sorted, the package's before the user's."""
        wanted = {OWL + t for t in types}
        found = (
            s for s in self.facts if s.startswith("<") and not wanted.isdisjoint(self._iris(s, RDF + "type"))
        )
        return sorted(found, key=lambda s: (s in self.own, s))

    def _iris(self, subject: str, predicate: str) -> list[str]:
        return [
            o.value for o in self.facts.get(subject, {}).get(predicate, ()) if isinstance(o, ox.NamedNode)
        ]

    def _texts(self, subject: str, predicate: str) -> list[str]:
        """Literal values: without a language tag first, then English, then the rest."""
        literals = [o for o in self.facts.get(subject, {}).get(predicate, ()) if isinstance(o, ox.Literal)]
        ranked = sorted(
            literals, key=lambda o: (o.language is not None, not (o.language or "").startswith("en"), o.value)
        )
        return [o.value for o in ranked]

    def _fault(self, subject: str, fault: str, remedy: str) -> DataError:
        return DataError(self.places[subject], f"{subject} {fault}", remedy)

    def _text(self, subject: str, predicate: str, called: str) -> str:
        """The one text that a term must have."""
        texts = self._texts(subject, predicate)
        if not texts or not texts[0].strip():
            raise self._fault(subject, f"has no {called}", f'add {called} "..."')
        literals = [o for o in self.facts[subject][predicate] if isinstance(o, ox.Literal)]
        if len({o.language for o in literals}) < len(literals):
            raise self._fault(
                subject,
                f"has more than one {called}",
                "keep one; a term that the package defines cannot be defined again",
            )
        return texts[0]

    def _name(self, subject: str, taken: Mapping[str, str]) -> str:
        """A term's local name, which must be plain and no other term's."""
        name = local_name(subject[1:-1])
        if not _NAME.fullmatch(name):
            raise self._fault(
                subject,
                f"has the local name '{name}'",
                "use a letter, then letters, digits, _ and - after the last # or /",
            )
        if name in taken:
            raise self._fault(subject, f"has the same local name as <{taken[name]}>", "give it another")
        return name

    # Classes

    def _classes(self) -> dict[str, ClassDef]:
        iris: dict[str, str] = {}
        for subject in self._subjects("Class"):
            iris[self._name(subject, iris)] = subject[1:-1]
        names = {iri: name for name, iri in iris.items()}
        spaces = {iri.removesuffix(name) for name, iri in iris.items()}
        parents = {name: self._parents(f"<{iri}>", names, spaces) for name, iri in iris.items()}
        return {
            name: ClassDef(
                name,
                self._text(f"<{iris[name]}>", RDFS + "label", "rdfs:label"),
                self._text(f"<{iris[name]}>", SKOS + "definition", "skos:definition"),
                parents[name],
                tuple(sorted(self._ancestors(name, parents, iris, ()))),
                iris[name],
            )
            for name in sorted(iris)
        }

    def _parents(self, subject: str, names: Mapping[str, str], spaces: set[str]) -> tuple[str, ...]:
        """The classes right above one. Those of other vocabularies are alignment and left out."""
        above = self._iris(subject, RDFS + "subClassOf")
        for iri in above:
            if iri not in names and iri.removesuffix(local_name(iri)) in spaces:
                raise self._fault(
                    subject,
                    f"lies below <{iri}>, which is not declared",
                    "declare it as owl:Class or mend the name",
                )
        return tuple(sorted(names[iri] for iri in above if iri in names))

    def _ancestors(
        self,
        name: str,
        parents: Mapping[str, tuple[str, ...]],
        iris: Mapping[str, str],
        path: tuple[str, ...],
    ) -> set[str]:
        if name in path:
            circle = " > ".join((*path[path.index(name) :], name))
            raise self._fault(
                f"<{iris[name]}>", f"lies above itself ({circle})", "take out one rdfs:subClassOf"
            )
        return {name}.union(*(self._ancestors(p, parents, iris, (*path, name)) for p in parents[name]))

    # Relations

    def _relations(self, classes: Mapping[str, ClassDef], types: Mapping[str, Code]) -> Iterator[Relation]:
        taken: dict[str, str] = {}
        for subject in self._subjects("ObjectProperty", "SymmetricProperty"):
            name = self._name(subject, taken)
            taken[name] = subject[1:-1]
            if (
                subject in self.own
                or KG + "statementClass" in self.facts[subject]
                or KG + "ploverType" in self.facts[subject]
            ):
                yield self._relation(subject, name, classes, types)

    def _relation(
        self, subject: str, name: str, classes: Mapping[str, ClassDef], types: Mapping[str, Code]
    ) -> Relation:
        domain, range = self._members(subject, "domain", classes), self._members(subject, "range", classes)
        symmetric = OWL + "SymmetricProperty" in self._iris(subject, RDF + "type")
        if symmetric and domain != range:
            raise self._fault(
                subject,
                "is symmetric, yet its domain is not its range",
                "make them equal or take out owl:SymmetricProperty",
            )
        return Relation(
            name,
            self._text(subject, RDFS + "label", "rdfs:label"),
            self._text(subject, SKOS + "definition", "skos:definition"),
            domain,
            range,
            symmetric,
            self._plover(subject, types),
            self._statement_class(subject, classes),
            subject[1:-1],
            tuple(self._texts(subject, SKOS + "example")),
        )

    def _members(self, subject: str, which: str, classes: Mapping[str, ClassDef]) -> tuple[str, ...]:
        """Names of the classes in a relation's domain or range: one class, or a union of some, in the union's
        order.
        """
        given = self.facts[subject].get(RDFS + which, [])
        if len(given) != 1:
            raise self._fault(
                subject,
                f"has {len(given) or 'no'} rdfs:{which}",
                "give one class, or one owl:unionOf several",
            )
        union = self.facts.get(str(given[0]), {}).get(OWL + "unionOf")
        members = list(self._list(str(union[0]))) if union else given
        return tuple(self._class_name(subject, f"rdfs:{which}", m, classes) for m in members)

    def _list(self, node: str) -> Iterator[ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple]:
        seen: set[str] = set()
        while node in self.facts and node not in seen:
            seen.add(node)
            yield from self.facts[node].get(RDF + "first", ())
            node = str(next(iter(self.facts[node].get(RDF + "rest", ())), ""))

    def _class_name(self, subject: str, called: str, term: object, classes: Mapping[str, ClassDef]) -> str:
        iri = term.value if isinstance(term, ox.NamedNode) else ""
        name = local_name(iri)
        if name not in classes or classes[name].iri != iri:
            raise self._fault(
                subject,
                f"has the {called} {term}, which is not declared",
                "declare it as owl:Class or mend the name",
            )
        return name

    def _statement_class(self, subject: str, classes: Mapping[str, ClassDef]) -> str:
        given = self.facts[subject].get(KG + "statementClass", [])
        if len(given) != 1:
            raise self._fault(
                subject,
                f"has {len(given) or 'no'} kg:statementClass",
                "give one class below kg:Happening or kg:State",
            )
        name = self._class_name(subject, "kg:statementClass", given[0], classes)
        if {"Happening", "State"}.isdisjoint(classes[name].ancestors):
            raise self._fault(
                subject,
                f"has the kg:statementClass {given[0]}",
                "put that class below kg:Happening or kg:State",
            )
        return name

    def _plover(self, subject: str, types: Mapping[str, Code]) -> str | None:
        """The PLOVER event type, written as the concept's IRI or as a plain literal."""
        given = self.facts[subject].get(KG + "ploverType", [])
        names = [local_name(o.value) for o in given if isinstance(o, ox.NamedNode | ox.Literal)]
        if len(given) > 1 or any(name not in types for name in names):
            raise self._fault(
                subject,
                f"has the kg:ploverType {', '.join(map(str, given))}",
                f"give one of {', '.join(types)}",
            )
        return names[0] if names else None

    # PLOVER

    def _codes(self, scheme: str) -> dict[str, Code]:
        """The concepts of a scheme by notation, sorted."""
        found = {}
        for subject in sorted(s for s in self.facts if PLOVER + scheme in self._iris(s, SKOS + "inScheme")):
            code = self._text(subject, SKOS + "notation", "skos:notation")
            label = self._text(subject, SKOS + "prefLabel", "skos:prefLabel")
            found[code] = Code(code, label, self._text(subject, SKOS + "definition", "skos:definition"))
        return dict(sorted(found.items()))
