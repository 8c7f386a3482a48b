"""ontology/*.ttl -> Ontology: the classes, relations and PLOVER codes that everything else asks for.

A relation is an ``owl:ObjectProperty`` with a ``kg:statementClass``; in a user's own file every object
property is one. The files are read with pyoxigraph, which takes milliseconds; each is parsed once, and the
triples are kept for the store's graph of the ontology.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pyoxigraph as ox

from kg.resources.data_files import DataReader
from kg.resources.namespaces import KG, OWL, PLOVER, RDF, RDFS, SKOS, local_name
from kg.resources.ontology_triples import OntologyTriples, in_graph, parse_file

__all__ = ["ClassDef", "Code", "Ontology", "Relation", "load_ontology", "ontology_quads"]


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
        return in_graph(self.triples, graph)


def load_ontology(extra: Iterable[Path] = (), *, data: DataReader | None = None) -> Ontology:
    """The ontology that comes with the package, and a user's own files added to it.

    Raises DataError, naming file and IRI.
    """
    data = data or DataReader()
    triples = OntologyTriples()
    for path in _shipped(data):
        triples.add(path, data)
    for path in extra:
        triples.add(Path(path), data, own=True)
    return _Builder(triples).ontology()


def ontology_quads(graph: str, extra: Iterable[Path] = ()) -> Iterator[ox.Quad]:
    """The quads of the ontology files for the named graph, which need not fit together."""
    data = DataReader()
    return in_graph(
        (quad for path in (*_shipped(data), *map(Path, extra)) for quad in parse_file(path, data)), graph
    )


def _shipped(data: DataReader) -> tuple[Path, ...]:
    return data.ontology / "kg.ttl", data.ontology / "plover.ttl"


class _Builder:
    """Turns the triples of the ontology into its terms, and says what is wrong with them."""

    def __init__(self, triples: OntologyTriples) -> None:
        self.triples = triples

    def ontology(self) -> Ontology:
        """The checked whole. Raises DataError."""
        classes = self._classes()
        types, sectors = self._codes("types"), self._codes("sectors")
        relations = dict(sorted((r.name, r) for r in self._relations(classes, types)))
        return Ontology(relations, classes, types, sectors, tuple(self.triples.all))

    # Classes

    def _classes(self) -> dict[str, ClassDef]:
        iris: dict[str, str] = {}
        for subject in self.triples.subjects("Class"):
            iris[self.triples.name(subject, iris)] = subject[1:-1]
        names = {iri: name for name, iri in iris.items()}
        spaces = {iri.removesuffix(name) for name, iri in iris.items()}
        parents = {name: self._parents(f"<{iri}>", names, spaces) for name, iri in iris.items()}
        return {
            name: ClassDef(
                name,
                self.triples.text(f"<{iris[name]}>", RDFS + "label", "rdfs:label"),
                self.triples.text(f"<{iris[name]}>", SKOS + "definition", "skos:definition"),
                parents[name],
                tuple(sorted(self._ancestors(name, parents, iris, ()))),
                iris[name],
            )
            for name in sorted(iris)
        }

    def _parents(self, subject: str, names: Mapping[str, str], spaces: set[str]) -> tuple[str, ...]:
        """The classes right above one. Those of other vocabularies are alignment and left out."""
        above = self.triples.iris(subject, RDFS + "subClassOf")
        for iri in above:
            if iri not in names and iri.removesuffix(local_name(iri)) in spaces:
                raise self.triples.fault(
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
            raise self.triples.fault(
                f"<{iris[name]}>", f"lies above itself ({circle})", "take out one rdfs:subClassOf"
            )
        return {name}.union(*(self._ancestors(p, parents, iris, (*path, name)) for p in parents[name]))

    # Relations

    def _relations(self, classes: Mapping[str, ClassDef], types: Mapping[str, Code]) -> Iterator[Relation]:
        taken: dict[str, str] = {}
        for subject in self.triples.subjects("ObjectProperty", "SymmetricProperty"):
            name = self.triples.name(subject, taken)
            taken[name] = subject[1:-1]
            if (
                subject in self.triples.own
                or self.triples.values(subject, KG + "statementClass")
                or self.triples.values(subject, KG + "ploverType")
            ):
                yield self._relation(subject, name, classes, types)

    def _relation(
        self, subject: str, name: str, classes: Mapping[str, ClassDef], types: Mapping[str, Code]
    ) -> Relation:
        domain, range = self._members(subject, "domain", classes), self._members(subject, "range", classes)
        symmetric = OWL + "SymmetricProperty" in self.triples.iris(subject, RDF + "type")
        if symmetric and domain != range:
            raise self.triples.fault(
                subject,
                "is symmetric, yet its domain is not its range",
                "make them equal or take out owl:SymmetricProperty",
            )
        return Relation(
            name,
            self.triples.text(subject, RDFS + "label", "rdfs:label"),
            self.triples.text(subject, SKOS + "definition", "skos:definition"),
            domain,
            range,
            symmetric,
            self._plover(subject, types),
            self._statement_class(subject, classes),
            subject[1:-1],
            tuple(self.triples.texts(subject, SKOS + "example")),
        )

    def _members(self, subject: str, which: str, classes: Mapping[str, ClassDef]) -> tuple[str, ...]:
        """Names of the classes in a relation's domain or range: one class, or a union of some, in the union's
        order.
        """
        given = self.triples.values(subject, RDFS + which)
        if len(given) != 1:
            raise self.triples.fault(
                subject,
                f"has {len(given) or 'no'} rdfs:{which}",
                "give one class, or one owl:unionOf several",
            )
        union = self.triples.values(str(given[0]), OWL + "unionOf")
        members = list(self.triples.members(str(union[0]))) if union else given
        return tuple(self._class_name(subject, f"rdfs:{which}", m, classes) for m in members)

    def _class_name(self, subject: str, called: str, term: object, classes: Mapping[str, ClassDef]) -> str:
        iri = term.value if isinstance(term, ox.NamedNode) else ""
        name = local_name(iri)
        if name not in classes or classes[name].iri != iri:
            raise self.triples.fault(
                subject,
                f"has the {called} {term}, which is not declared",
                "declare it as owl:Class or mend the name",
            )
        return name

    def _statement_class(self, subject: str, classes: Mapping[str, ClassDef]) -> str:
        given = self.triples.values(subject, KG + "statementClass")
        if len(given) != 1:
            raise self.triples.fault(
                subject,
                f"has {len(given) or 'no'} kg:statementClass",
                "give one class below kg:Happening or kg:State",
            )
        name = self._class_name(subject, "kg:statementClass", given[0], classes)
        if {"Happening", "State"}.isdisjoint(classes[name].ancestors):
            raise self.triples.fault(
                subject,
                f"has the kg:statementClass {given[0]}",
                "put that class below kg:Happening or kg:State",
            )
        return name

    def _plover(self, subject: str, types: Mapping[str, Code]) -> str | None:
        """The PLOVER event type, written as the concept's IRI or as a plain literal."""
        given = self.triples.values(subject, KG + "ploverType")
        names = [local_name(o.value) for o in given if isinstance(o, ox.NamedNode | ox.Literal)]
        if len(given) > 1 or any(name not in types for name in names):
            raise self.triples.fault(
                subject,
                f"has the kg:ploverType {', '.join(map(str, given))}",
                f"give one of {', '.join(types)}",
            )
        return names[0] if names else None

    # PLOVER

    def _codes(self, scheme: str) -> dict[str, Code]:
        """The concepts of a scheme by notation, sorted."""
        found = {}
        for subject in self.triples.subjects_in(PLOVER + scheme):
            code = self.triples.text(subject, SKOS + "notation", "skos:notation")
            label = self.triples.text(subject, SKOS + "prefLabel", "skos:prefLabel")
            found[code] = Code(
                code, label, self.triples.text(subject, SKOS + "definition", "skos:definition")
            )
        return dict(sorted(found.items()))
