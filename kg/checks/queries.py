"""Whether queries are well formed, and ask for classes and relations that the ontology has."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from kg.errors import DataError, KGError
from kg.paths import QUERIES
from kg.query.stored import check, read_query
from kg.rdf.layout import is_own_term, term_name
from kg.resources.ontology import ontology_quads

__all__ = ["query_faults", "query_files"]

_OWN_TERM = re.compile(r"(?<![\w:])kg:([A-Za-z]\w*)")
_NOT_TERMS = re.compile(r"#[^\n<>]*$|\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'|<[^<>\s]*>", re.MULTILINE)


def query_files(extra: Iterable[Path]) -> list[Path]:
    """The stored queries of the package, and those of a user's files and folders."""
    own = (file for path in extra for file in (sorted(path.glob("*.rq")) if path.is_dir() else [path]))
    return [*sorted(QUERIES.glob("*.rq")), *own]


def query_faults(files: Iterable[Path], ontology: Iterable[Path]) -> list[KGError]:
    """What is wrong with the queries; their terms are held against the ontology, a user's files included."""
    faults: list[KGError] = []
    try:
        terms = _terms(ontology)
    except DataError as error:
        terms = set()
        faults.append(error)
    return faults + [fault for file in files for fault in _faults_of(file, terms)]


def _terms(ontology: Iterable[Path]) -> set[str]:
    """Local names of everything that the ontology declares."""
    subjects = (getattr(quad.subject, "value", "") for quad in ontology_quads("urn:check", ontology))
    return {term_name(subject) for subject in subjects if is_own_term(subject)}


def _faults_of(file: Path, terms: set[str]) -> list[KGError]:
    """A query that is not well formed, or the terms of our own vocabulary that it uses and the ontology does
    not have.
    """
    try:
        query = read_query(file)
        check(query, file)
    except DataError as error:
        return [error]
    used = set(_OWN_TERM.findall(_NOT_TERMS.sub(" ", query.text)))
    return [
        DataError(file, f"kg:{term} is not in the ontology", "correct the name, or give your --ontology")
        for term in sorted(used - terms)
    ]
