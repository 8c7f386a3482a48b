"""The layout of the graph is known in kg/rdf alone: no other package spells a term of it."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from kg.rdf import layout, selections
from kg.resources.namespaces import DEFAULT_BASE, KG, PREFIXES

PACKAGE = Path(__file__).resolve().parent.parent / "kg"
KNOWS = ("rdf/", "resources/")
"""The folder of the layout, and that of the vocabulary's own files."""
FILES = [
    path for path in sorted(PACKAGE.rglob("*.py")) if path.relative_to(PACKAGE).parts[0] + "/" not in KNOWS
]

VOCABULARIES = ("kg", "nif", "prov", "rdf", "rdfs", "owl", "skos", "schema", "dcterms", "sem")
NAMES = frozenset({*map(str.upper, VOCABULARIES)})
TERM = re.compile(
    rf"(?<![\w/.#-])(?:{'|'.join(VOCABULARIES)}):[A-Za-z]\w*"
    rf"|(?:{'|'.join(re.escape(PREFIXES[name]) for name in VOCABULARIES)})"
)


def spelled_terms(source: str) -> list[str]:
    """The terms of the vocabularies that a source spells, and the namespaces that it takes to build some;
    docstrings aside.
    """
    tree = ast.parse(source)
    prose = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module == "kg.resources.namespaces":
            found += [alias.name for alias in node.names if alias.name in NAMES]
        elif isinstance(node, ast.Attribute) and node.attr in NAMES:
            found.append(node.attr)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in prose:
            found += TERM.findall(node.value)
    return found


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_terms_are_spelled_in_rdf_only(path: Path) -> None:
    assert spelled_terms(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('QUERY = "SELECT ?s WHERE { ?t rdf:subject ?s }"', ["rdf:subject"]),
        ("def f(term):\n    return f'?d kg:readAs {term}'", ["kg:readAs"]),
        ("from kg.resources.namespaces import KG, slug", ["KG"]),
        ("from kg.resources import namespaces\nX = namespaces.NIF + 'anchorOf'", ["NIF"]),
        ('X = "http://www.w3.org/ns/prov#wasDerivedFrom"', [PREFIXES["prov"]]),
        ('"""Reads kg:place."""\nX = "kgr:country/kor"', []),
        ('def f():\n    """Where ``rdf:subject`` stands."""\n    return "kg: no such file"', []),
    ],
)
def test_a_spelled_term_is_noticed(source: str, found: list[str]) -> None:
    assert spelled_terms(source) == found


@pytest.mark.parametrize("iri", [KG + "meets", "https://example.org/x"])
def test_names_of_terms_lead_back_to_their_iris(iri: str) -> None:
    assert layout.term_iri(layout.term_name(iri)) == iri


@pytest.mark.parametrize("iri", [f"{DEFAULT_BASE}person/jos%C3%A9-ruiz", "https://example.org/x"])
def test_ids_lead_back_to_their_iris(iri: str) -> None:
    assert layout.iri_of(DEFAULT_BASE, layout.id_of(DEFAULT_BASE, iri)) == iri


def test_every_term_of_a_selection_is_one_of_the_vocabulary() -> None:
    """A query that misspells a term answers nothing, and nobody notices."""
    ontology = (PACKAGE.parent / "ontology" / "kg.ttl").read_text(encoding="utf-8")
    texts = [value for name, value in vars(selections).items() if name.isupper() and isinstance(value, str)]
    terms = {term for text in texts for term in re.findall(r"\bkg:(\w+)", text)}
    assert {term for term in terms if not re.search(rf"^kg:{term} ", ontology, re.MULTILINE)} == set()
