"""Write docs/ontology.md from ontology/kg.ttl and ontology/plover.ttl.

With --check, say whether it is fresh and write nothing.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import pyoxigraph as ox
from generated_page import write_or_check

from kg import paths
from kg.resources.namespaces import KG, OWL, RDF, SKOS, local_name
from kg.resources.ontology import ClassDef, Ontology, Relation, load_ontology

TARGET = Path(__file__).resolve().parent.parent / "docs" / "ontology.md"


def reference() -> str:
    """The whole page as Markdown."""
    ontology = load_ontology()
    kinds = {r.statement_class for r in ontology.relations.values()}
    statement_side = {"Statement", "OpenStatement", "Event", "Happening", "State", "Modality"}
    decisions = {"Decision", "Identification", "Distinction", "Reprint"}
    entities = [c for c in ontology.classes.values() if c.name not in kinds | statement_side | decisions]
    return "\n".join(
        [
            "# The ontology",
            "",
            (
                "Generated from `ontology/kg.ttl` and `ontology/plover.ttl` by "
                "`scripts/ontology_reference.py`; change it there."
            ),
            (
                f"Namespace: `{KG}` (prefix `kg:`). `ontology/shapes.ttl` says in SHACL what a "
                "well-formed graph is."
            ),
            "",
            "## Relations",
            "",
            "s: symmetric. The direct edge stands in the graph when a statement of it is actual or planned.",
            "",
            *table(
                ("relation", "from", "to", "PLOVER", "statement class", "says", "example"),
                map(relation_row, ontology.relations.values()),
            ),
            "",
            "## Classes of entities",
            "",
            *(line for root in roots(entities) for line in tree(root, ontology)),
            "",
            "## Statements and events",
            "",
            *(f"- `kg:{name}`: {ontology.classes[name].definition}" for name in sorted(statement_side)),
            "",
            "Decisions across articles, in the graph `graph/identity`:",
            "",
            *(f"- `kg:{name}`: {ontology.classes[name].definition}" for name in sorted(decisions)),
            "",
            "Modalities:",
            "",
            *(f"- `kg:{name}`: {definition}" for name, definition in terms(KG + "Modality")),
            "",
            "## Other properties",
            "",
            *table(("property", "says"), others(ontology)),
            "",
            "## PLOVER event types",
            "",
            *table(("type", "says"), ((c.name, c.definition) for c in ontology.plover_types.values())),
            "",
            "## PLOVER sectors",
            "",
            *table(
                ("sector", "name", "says"),
                ((c.name, c.label, c.definition) for c in ontology.sectors.values()),
            ),
            "",
        ]
    )


def table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    """The lines of a Markdown table."""
    yield f"| {' | '.join(head)} |"
    yield f"|{'---|' * len(head)}"
    for row in rows:
        yield f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |"


def relation_row(relation: Relation) -> tuple[str, ...]:
    """The cells of one relation."""
    return (
        f"`{relation.name}`{' s' if relation.symmetric else ''}",
        ", ".join(relation.domain),
        ", ".join(relation.range),
        relation.plover or "",
        relation.statement_class,
        relation.definition,
        " ".join(relation.examples),
    )


def roots(classes: list[ClassDef]) -> list[ClassDef]:
    """The classes without a parent, sorted."""
    return [c for c in classes if not c.parents]


def tree(cls: ClassDef, ontology: Ontology, depth: int = 0) -> Iterator[str]:
    """A class and those below it as a nested list. One with two parents is shown under both."""
    yield f"{'  ' * depth}- `kg:{cls.name}`: {cls.definition}"
    for child in ontology.classes.values():
        if cls.name in child.parents:
            yield from tree(child, ontology, depth + 1)


def terms(*types: str) -> Iterator[tuple[str, str]]:
    """Local name and definition of the terms of any of the types, in the file's order."""
    named: list[str] = []
    definitions: dict[str, str] = {}
    for quad in ox.parse(path=paths.ONTOLOGY / "kg.ttl"):
        if (
            isinstance(quad.subject, ox.NamedNode)
            and quad.predicate.value == RDF + "type"
            and str(quad.object)[1:-1] in types
        ):
            named += [quad.subject.value] if quad.subject.value not in named else []
        if (
            isinstance(quad.subject, ox.NamedNode)
            and isinstance(quad.object, ox.Literal)
            and quad.predicate.value == SKOS + "definition"
        ):
            definitions[quad.subject.value] = quad.object.value
    return ((local_name(iri), definitions[iri]) for iri in named if iri in definitions)


def others(ontology: Ontology) -> Iterator[tuple[str, str]]:
    """The properties that are no relations."""
    for name, definition in terms(
        OWL + "ObjectProperty", OWL + "DatatypeProperty", OWL + "AnnotationProperty"
    ):
        if name not in ontology.relations:
            yield f"`kg:{name}`", definition


if __name__ == "__main__":
    sys.exit(write_or_check(reference(), TARGET, "ontology_reference.py"))
