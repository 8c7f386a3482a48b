"""Background knowledge from ``seeds/knowledge/*.ttl`` and a user's own files of the same form
(docs/knowledge.md): the facts of each entity, merged, and the background graph that says them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import pyoxigraph as ox

from kg.errors import DataError
from kg.resources.data_files import DataReader
from kg.resources.namespaces import (
    DEFAULT_BASE,
    KG,
    KNOWLEDGE_GRAPH,
    KNOWLEDGE_SCHEME,
    RDF,
    SKOS,
    entity_id,
    entity_iri,
)

__all__ = [
    "ACRONYM",
    "ALIAS",
    "BEGIN",
    "CAPITAL",
    "COUNTRY",
    "DEMONYM",
    "END",
    "HOLDER",
    "ISO2",
    "ISO3",
    "LABEL",
    "OFFICE",
    "OFFICIAL",
    "PART_OF",
    "PEOPLE",
    "SECTOR",
    "STANDS_FOR",
    "TENURE",
    "TYPE",
    "Facts",
    "Term",
    "knowledge_files",
    "nquads",
    "read_facts",
]

Subject: TypeAlias = "ox.NamedNode | ox.BlankNode | ox.Triple"
Term: TypeAlias = "Subject | ox.Literal"

TYPE, LABEL, ALIAS = RDF + "type", SKOS + "prefLabel", SKOS + "altLabel"
OFFICIAL, ACRONYM, DEMONYM, PEOPLE = KG + "officialName", KG + "acronym", KG + "demonym", KG + "people"
COUNTRY, CAPITAL, STANDS_FOR, PART_OF = KG + "country", KG + "capital", KG + "standsFor", KG + "partOf"
ISO2, ISO3, SECTOR = KG + "iso2", KG + "iso3", KG + "sector"
TENURE, HOLDER, OFFICE, BEGIN, END = KG + "Tenure", KG + "holder", KG + "office", KG + "begin", KG + "end"

_NAMES = (LABEL, ALIAS, OFFICIAL, ACRONYM, DEMONYM, PEOPLE)
_SINGLE = frozenset(
    {
        TYPE,
        LABEL,
        OFFICIAL,
        COUNTRY,
        CAPITAL,
        STANDS_FOR,
        PART_OF,
        ISO2,
        ISO3,
        SECTOR,
        HOLDER,
        OFFICE,
        BEGIN,
        END,
    }
)


@dataclass(slots=True)
class Facts:
    """What one file, or several merged, say of one entity: terms by the IRI of their predicate.

    ``path`` is the last file that speaks of it; ``layers`` tells which of a user's files, counted from 1,
    gave a name last.
    """

    path: Path
    values: dict[str, list[Term]]
    layers: dict[str, int]


def knowledge_files(extra: Iterable[Path] = (), *, data: DataReader | None = None) -> list[Path]:
    """The files in the order in which they are read: the seeds by name, then a user's, where a folder stands
    for its ``*.ttl`` files.
    """
    files = sorted((data or DataReader()).knowledge.glob("*.ttl"))
    for path in extra:
        files += sorted(path.glob("*.ttl")) if path.is_dir() else [path]
    return files


def read_facts(extra: Iterable[Path], base: str, data: DataReader) -> dict[str, Facts]:
    """The facts of the seeds and of a user's files by entity id, later files over earlier ones.

    IRIs that begin with ``base`` begin with the default base in them.
    """
    merged: dict[str, Facts] = {}
    seeds = len(knowledge_files(data=data))
    for number, path in enumerate(knowledge_files(extra, data=data)):
        for id, facts in _read_file(path, data.content(path), base).items():
            if number >= seeds:
                facts.layers = dict.fromkeys(_texts(facts.values), number - seeds + 1)
            if id in merged:
                _merge(merged[id], facts)
            else:
                merged[id] = facts
    return merged


def nquads(facts: Mapping[str, Facts], base: str) -> bytes:
    """The background graph as sorted N-Quads under ``base``."""
    graph, scheme = f"<{base}{KNOWLEDGE_GRAPH}>", f"<{base}{KNOWLEDGE_SCHEME}>"
    lines = {
        f"{scheme} <{TYPE}> <{SKOS}ConceptScheme> {graph} .\n",
        f'{scheme} <{LABEL}> "background knowledge" {graph} .\n',
    }
    for id, known in facts.items():
        subject = f"<{entity_iri(base, id)}>"
        if LABEL in known.values:
            lines.add(f"{subject} <{SKOS}inScheme> {scheme} {graph} .\n")
        lines.update(
            f"{subject} <{predicate}> {_written(term, base)} {graph} .\n"
            for predicate, term in _statements(known)
        )
    return "".join(sorted(lines)).encode()


def _statements(facts: Facts) -> Iterator[tuple[str, Term]]:
    for predicate, terms in facts.values.items():
        for term in terms:
            yield predicate, term
            if predicate == ACRONYM:
                yield ALIAS, term


def _written(term: Term, base: str) -> str:
    """A term as N-Quads write it, moved from the default base to ``base``."""
    if isinstance(term, ox.NamedNode) and term.value.startswith(DEFAULT_BASE):
        return f"<{base}{term.value[len(DEFAULT_BASE) :]}>"
    return str(term)


def _read_file(path: Path, text: bytes, base: str) -> dict[str, Facts]:
    """What one Turtle file says, by entity id."""
    found: dict[Subject, Facts] = {}
    try:
        for subject, predicate, term, _ in ox.parse(text, format=ox.RdfFormat.TURTLE):
            facts = found.get(subject)
            if facts is None:
                facts = found[subject] = Facts(path, {}, {})
            facts.values.setdefault(predicate.value, []).append(
                term if base == DEFAULT_BASE else _moved(term, base)
            )
    except SyntaxError as error:
        place = f"{path}:{error.lineno}" if error.lineno else path
        raise DataError(place, f"not Turtle: {error.msg}", "see docs/knowledge.md for the form") from error
    by_id: dict[str, Facts] = {}
    for subject, facts in found.items():
        id = _id(path, subject, base)
        if id in by_id:
            _merge(by_id[id], facts)
        elif id != KNOWLEDGE_SCHEME:
            by_id[id] = facts
    return by_id


def _moved(term: Term, base: str) -> Term:
    """A term with the default base in place of ``base``."""
    if isinstance(term, ox.NamedNode) and term.value.startswith(base):
        return ox.NamedNode(DEFAULT_BASE + term.value[len(base) :])
    return term


def _id(path: Path, subject: Subject, base: str) -> str:
    if isinstance(subject, ox.NamedNode):
        id = entity_id(base, subject.value) or entity_id(DEFAULT_BASE, subject.value)
        if id:
            return id
    raise DataError(path, f"{subject} is no entity", f"entities have IRIs that start with {base}")


def _merge(old: Facts, new: Facts) -> None:
    """Put what a later file says over what is known: single-valued facts are replaced, names added, a former
    label stays as a name.
    """
    former = old.values.get(LABEL, [])
    for predicate, terms in new.values.items():
        if predicate in _SINGLE:
            old.values[predicate] = terms
        else:
            kept = old.values.setdefault(predicate, [])
            kept += [term for term in terms if term not in kept]
    if LABEL in new.values:
        aliases = old.values.setdefault(ALIAS, [])
        aliases += [label for label in former if label not in aliases and label not in new.values[LABEL]]
    old.path = new.path
    old.layers.update(new.layers)


def _texts(values: Mapping[str, list[Term]]) -> Iterator[str]:
    return (
        term.value
        for predicate in _NAMES
        for term in values.get(predicate, ())
        if isinstance(term, ox.Literal)
    )
