"""A store and ontology/shapes.ttl -> Report: what in the graph breaks the shapes.

The shapes are plain SHACL, checked on a copy in memory, an Oxigraph store. pySHACL checks their Core part;
their SPARQL constraints are asked here, each once over all its targets, because pySHACL asks one query a node
and so takes minutes where this takes a second. A test holds both to the same answers.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import pyoxigraph as ox

from kg import paths
from kg.errors import DataError
from kg.resources.namespaces import PREFIXES, RDF, RDFS, SH
from kg.resources.ontology import ontology_quads

if TYPE_CHECKING:
    import rdflib

__all__ = ["Report", "Violation", "validate"]

_TARGETS = {
    f"{SH}targetClass": f"?this <{RDF}type>/<{RDFS}subClassOf>* <%s>",
    f"{SH}targetSubjectsOf": "?this <%s> ?anything",
    f"{SH}targetObjectsOf": "?anything <%s> ?this",
}


class _HasQuads(Protocol):
    def quads(self) -> Iterable[ox.Quad]: ...


@dataclass(frozen=True, slots=True, order=True)
class Violation:
    """One fault: the node at fault, the property, what is wrong, and the value.

    IRIs in full; ``path`` and ``value`` may be empty.
    """

    focus: str
    path: str
    message: str
    value: str


@dataclass(frozen=True, slots=True)
class Report:
    """What validation found. ``violations`` are sorted; ``text`` says the same for people, with prefixes."""

    conforms: bool
    violations: tuple[Violation, ...]
    text: str


def validate(store: _HasQuads | Iterable[ox.Quad], ontology_paths: Iterable[Path] = ()) -> Report:
    """What in the store breaks the shapes. The ontology, with a user's own files, is taken along whether the
    store holds it or not.

    Raises DataError when an ontology file cannot be read.
    """
    quads = store.quads() if hasattr(store, "quads") else store
    graph = ox.DefaultGraph()
    union = ox.Store()
    union.bulk_extend(ox.Quad(q.subject, q.predicate, q.object, graph) for q in quads)
    union.extend(
        ox.Quad(q.subject, q.predicate, q.object, graph)
        for q in ontology_quads("urn:ontology", ontology_paths)
    )
    shapes = _shapes()
    constraints = list(_take_constraints(shapes))
    found = {violation for constraint in constraints for violation in constraint.check(union)}
    found.update(_check_with_pyshacl(union, shapes))
    violations = tuple(sorted(found))
    return Report(not violations, violations, _text(violations))


def _shapes() -> rdflib.Graph:
    import rdflib

    path = paths.ONTOLOGY / "shapes.ttl"
    try:
        return rdflib.Graph().parse(path, format="turtle")
    except OSError as error:
        raise DataError(path, f"cannot be read ({error.strerror})", "install the package again") from error


# SPARQL constraints, in Oxigraph


@dataclass(frozen=True, slots=True)
class _Constraint:
    """A SPARQL constraint of a shape, as one query over all the shape's targets."""

    query: str
    message: str

    def check(self, store: ox.Store) -> Iterator[Violation]:
        solutions = store.query(self.query)
        assert isinstance(solutions, ox.QuerySolutions)
        names = [variable.value for variable in solutions.variables]
        for solution in solutions:
            row = {name: _plain(term) for name, term in zip(names, solution, strict=True) if term is not None}
            yield Violation(
                row["this"], row.get("path", ""), _filled(self.message, row), row.get("value", row["this"])
            )


def _take_constraints(shapes: rdflib.Graph) -> Iterator[_Constraint]:
    """The SPARQL constraints of the shapes, which are taken out of the graph."""
    from rdflib import URIRef

    for shape, _, node in list(shapes.triples((None, URIRef(SH + "sparql"), None))):
        found = (
            f"{{ {pattern % target} }}"
            for kind, pattern in _TARGETS.items()
            for target in shapes.objects(shape, URIRef(kind))
        )
        targets = f"{{ SELECT DISTINCT ?this WHERE {{ {' UNION '.join(sorted(found))} }} }}"
        start, where, rest = str(shapes.value(node, URIRef(SH + "select"))).partition("WHERE {")
        declarations = shapes.objects(shapes.value(node, URIRef(SH + "prefixes")), URIRef(SH + "declare"))
        prefixes = "".join(
            (
                f"PREFIX {shapes.value(one, URIRef(SH + 'prefix'))}: "
                f"<{shapes.value(one, URIRef(SH + 'namespace'))}>\n"
            )
            for one in declarations
        )
        shapes.remove((shape, URIRef(SH + "sparql"), node))
        yield _Constraint(
            f"{prefixes}{start}{where} {targets} {rest}", str(shapes.value(node, URIRef(SH + "message")))
        )


def _filled(message: str, row: Mapping[str, str]) -> str:
    """A message with ``{?name}`` replaced by what the row holds."""
    return re.sub(r"\{[?$](\w+)\}", lambda match: row.get(match[1], match[0]), message)


def _plain(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> str:
    return str(term) if isinstance(term, ox.Triple) else term.value


# Core constraints, in pySHACL


def _check_with_pyshacl(data: ox.Store, shapes: rdflib.Graph) -> Iterator[Violation]:
    """What pySHACL finds, whatever the shapes hold."""
    import pyshacl
    from rdflib import Graph, URIRef

    _, results, _ = pyshacl.validate(data, shacl_graph=shapes, inplace=True)
    assert isinstance(results, Graph)
    for result in results.objects(None, URIRef(SH + "result")):
        focus, path, value = (
            results.value(result, URIRef(SH + name)) for name in ("focusNode", "resultPath", "value")
        )
        message = " / ".join(sorted(str(m) for m in results.objects(result, URIRef(SH + "resultMessage"))))
        yield Violation(
            str(focus), str(path or "") if isinstance(path, URIRef) else "", message, str(value or "")
        )


# For people


def _short(iri: str) -> str:
    """An IRI with its prefix, where one fits."""
    prefix, space = max(
        ((p, s) for p, s in PREFIXES.items() if iri.startswith(s)),
        key=lambda pair: len(pair[1]),
        default=("", ""),
    )
    return f"{prefix}:{iri.removeprefix(space)}" if space else iri


def _text(violations: tuple[Violation, ...]) -> str:
    if not violations:
        return "The graph is well formed."
    lines = [f"{len(violations)} fault{'s' if len(violations) > 1 else ''} found."]
    for v in violations:
        lines.append(_short(v.focus) + (f" {_short(v.path)}" if v.path else ""))
        words = re.sub(r"https?://\S+", lambda match: _short(match[0]), v.message)
        lines.append(f"    {words}" + (f": {_short(v.value)}" if v.value and v.value != v.focus else ""))
    return "\n".join(lines)
