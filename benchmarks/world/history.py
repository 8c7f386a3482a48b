"""Well-known events, and whether the graph tells of them."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any, TypeAlias

from kg.query.stored import with_prefixes
from kg.store.base import Store

__all__ = ["Checked", "Known", "Pairs", "check", "known_events"]

_EVENTS = Path(__file__).resolve().parent / "data" / "known_events.tsv"
_BEFORE, _AFTER = 1, 3
"""So many days before and after its date an item may tell of an event: days are those of other time zones."""


Pairs: TypeAlias = Callable[[str], Iterable[tuple[str, str]]]
"""Subjects and objects of the triples that a tool finds in a text, in words."""


@dataclass(frozen=True, slots=True)
class Known:
    """An event that everybody knows: who (any of these names, any at all when there is none) did what (one of
    these relations) to whom on which day, and its name.
    """

    day: date
    subject: tuple[str, ...]
    relations: tuple[str, ...]
    object: tuple[str, ...]
    event: str


@dataclass(frozen=True, slots=True)
class Checked:
    """A known event with the sentence that the graph has for it and the day of its item; without one, with an
    item of these days that names all who are named, None where there is none.

    ``triples`` tells whether another tool's triples of these days have both sides, whatever the verb and
    whichever way round; None where there is none.
    """

    known: Known
    found: bool
    day: str | None
    sentence: str | None
    triples: bool | None = None


def known_events(path: Path = _EVENTS) -> list[Known]:
    """The events in the order of the file, a table with tabs; names and relations are set apart by ``|`` and
    by blanks.
    """
    with path.open(encoding="utf-8", newline="") as file:
        return [
            Known(
                date.fromisoformat(row["date"]),
                _names(row["subject"]),
                tuple(row["relation"].split()),
                _names(row["object"]),
                row["event"],
            )
            for row in csv.DictReader(file, delimiter="\t")
        ]


def check(store: Store, events: Iterable[Known], pairs: Pairs | None = None) -> Iterator[Checked]:
    """Whether statements say that the events happened; and whether another tool's triples do.

    A statement counts that is actual, has one of the relations, and whose item is of those days. Its subject
    is one of the names, or acts for or belongs to what has the name; so is its object, or the place where it
    happens.
    """
    names = _Names(store)
    for known in events:
        said = _first(_statements(store, known), known, names)
        told = None if said else _first(_told(store, known), known, names)
        day, sentence = said or told or (None, None)
        triples = None if pairs is None else _first(_paired(store, known, pairs), known, names) is not None
        yield Checked(known, said is not None, day, sentence, triples)


_Candidate = tuple[str, str, frozenset[str] | str, frozenset[str] | str]
"""Day, sentence, and in what the subject and the object are looked for: IRIs, or the text itself."""


class _Names:
    """What of the graph goes by a name, and other names of that."""

    def __init__(self, store: Store) -> None:
        self._store = store

    @cached_property
    def _bearers(self) -> Mapping[str, frozenset[str]]:
        """Folded names -> IRIs."""
        found: dict[str, set[str]] = {}
        for iri, name in _values(self._store, "SELECT ?e ?n WHERE { ?e skos:prefLabel|skos:altLabel ?n }"):
            found.setdefault(_folded(name), set()).add(iri)
        return {name: frozenset(iris) for name, iris in found.items()}

    def match(self, names: tuple[str, ...], where: frozenset[str] | str) -> bool:
        """Whether one of the names is among IRIs, or in a text, there as an adjective or a people, too."""
        if not names:
            return True
        if isinstance(where, str):
            text = _folded(where)
            words = {_folded(word) for name in names for word in self._words(name)}
            return any(re.search(rf"\b{re.escape(word)}", text) for word in words)
        return any(self._bearers.get(_folded(name), frozenset()) & where for name in names)

    def _words(self, name: str) -> list[str]:
        query = f"""SELECT DISTINCT ?w WHERE {{ ?e skos:prefLabel "{name}" .
            ?e skos:prefLabel|skos:altLabel|kg:demonym|kg:people|kg:acronym ?w }}"""
        return [name, *(word for (word,) in _values(self._store, query) if len(word) > 2)]


def _first(candidates: Iterable[_Candidate], known: Known, names: _Names) -> tuple[str, str] | None:
    """Day and sentence of the first that has both sides."""
    for day, sentence, subject, object in candidates:
        if names.match(known.subject, subject) and names.match(known.object, object):
            return day, sentence
    return None


def _statements(store: Store, known: Known) -> Iterator[_Candidate]:
    """What is said of these days with these relations, the surest first; both ways round where they are
    symmetric.
    """
    relations = " ".join(f"kg:{name}" for name in known.relations)
    query = f"""SELECT ?t ?day ?sentence ?side ?is ?symmetric WHERE {{
        {{ SELECT ?t ?day ?sentence ?relation ?confidence WHERE {{
            VALUES ?day {{ {_days(known.day)} }} VALUES ?relation {{ {relations} }}
            ?article dcterms:issued ?day . ?w nif:referenceContext ?article ; nif:anchorOf ?sentence .
            ?t prov:wasDerivedFrom ?w ; rdf:predicate ?relation ; kg:modality kg:actual ;
               kg:confidence ?confidence }} }}
        VALUES (?side ?part) {{ (1 rdf:subject) (2 rdf:object) (2 kg:place) }}
        ?t ?part ?own . ?own (kg:country|kg:represents|kg:standsFor)? ?is
        BIND(EXISTS {{ ?relation a owl:SymmetricProperty }} AS ?symmetric)
    }} ORDER BY DESC(?confidence) ?t"""
    found: dict[tuple[str, str, str, str], tuple[set[str], set[str]]] = {}
    for t, day, sentence, side, iri, symmetric in _values(store, query):
        found.setdefault((t, day, sentence, symmetric), (set(), set()))[int(side) - 1].add(iri)
    for (_, day, sentence, symmetric), sides in found.items():
        one, other = map(frozenset, sides)
        yield day, sentence, one, other
        if symmetric == "true":
            yield day, sentence, other, one


def _told(store: Store, known: Known) -> Iterator[_Candidate]:
    """The texts of the items of these days."""
    query = f"""SELECT ?day ?text WHERE {{ VALUES ?day {{ {_days(known.day)} }}
        ?article dcterms:issued ?day ; nif:isString ?text }} ORDER BY ?day ?article"""
    return ((day, text, text, text) for day, text in _values(store, query))


def _paired(store: Store, known: Known, pairs: Pairs) -> Iterator[_Candidate]:
    """What another tool makes of the items of these days, both ways round."""
    for day, text, *_ in _told(store, known):
        for subject, object in pairs(text):
            yield day, text, subject, object
            yield day, text, object, subject


def _days(day: date) -> str:
    days = (day + timedelta(days=shift) for shift in range(-_BEFORE, _AFTER + 1))
    return " ".join(f'"{one}"^^xsd:date' for one in days)


def _values(store: Store, query: str) -> Iterator[tuple[str, ...]]:
    solutions: Any = store.query(with_prefixes(query, store.base))
    return (tuple(term.value for term in solution) for solution in solutions)


def _names(cell: str) -> tuple[str, ...]:
    return tuple(name for name in cell.split("|") if name)


def _folded(name: str) -> str:
    """The name without accents, in lower case."""
    return "".join(
        character
        for character in unicodedata.normalize("NFKD", name.casefold())
        if not unicodedata.combining(character)
    )
