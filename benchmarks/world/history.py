"""Well-known events, and whether the graph tells of them."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections import defaultdict
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
    events = list(events)
    names, said_of = _Names(store), _Statements(store, events)
    for known in events:
        said = next(_matching(said_of.candidates(known), known, names), None)
        told = list(_matching(_told(store, known), known, names))
        day, sentence, *_ = said or (told[0] if told else (None, None))
        triples = None if pairs is None else any(_matching(_paired(told, pairs), known, names))
        yield Checked(known, said is not None, day, sentence, triples)


_Candidate = tuple[str, str, frozenset[str] | str, frozenset[str] | str]
"""Day, sentence, and in what the subject and the object are looked for: IRIs, or the text itself."""


class _Names:
    """What of the graph goes by a name, and other names of that."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._known: dict[str, list[str]] = {}

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
        """The name, and how else the graph calls what has it."""
        if name in self._known:
            return self._known[name]
        query = f"""SELECT DISTINCT ?w WHERE {{ ?e skos:prefLabel "{name}" .
            ?e skos:prefLabel|skos:altLabel|kg:demonym|kg:people|kg:acronym ?w }}"""
        words = [name, *(word for (word,) in _values(self._store, query) if len(word) > 2)]
        return self._known.setdefault(name, words)


def _matching(candidates: Iterable[_Candidate], known: Known, names: _Names) -> Iterator[_Candidate]:
    """Those that have both sides."""
    for one in candidates:
        if names.match(known.subject, one[2]) and names.match(known.object, one[3]):
            yield one


class _Statements:
    """What is said with the relations and of the days of some events."""

    def __init__(self, store: Store, events: Iterable[Known]) -> None:
        self._store = store
        self._days = {day for known in events for day in _days(known.day)}
        self._read: dict[str, list[_Candidate]] = {}
        self._kin: defaultdict[str, set[str]] = defaultdict(set)
        for entity, other in _values(
            store, "SELECT ?e ?o WHERE { ?e kg:country|kg:represents|kg:standsFor ?o }"
        ):
            self._kin[entity].add(other)

    def candidates(self, known: Known) -> Iterator[_Candidate]:
        """The statements with its relations and of its days, the surest first."""
        days = set(_days(known.day))
        for relation in known.relations:
            if relation not in self._read:
                self._read[relation] = list(self._of(relation))
            yield from (one for one in self._read[relation] if one[0] in days)

    def _of(self, relation: str) -> Iterator[_Candidate]:
        """All of a relation; both ways round where it is symmetric."""
        is_symmetric = bool(self._ask(f"ASK {{ kg:{relation} a owl:SymmetricProperty }}"))
        subjects = self._side(relation, "rdf:subject")
        objects = self._side(relation, "rdf:object|kg:place")
        query = f"""SELECT ?t ?day ?sentence WHERE {{
            ?t rdf:predicate kg:{relation} ; kg:modality kg:actual ; kg:confidence ?sure .
            ?t prov:wasDerivedFrom ?w . ?w nif:anchorOf ?sentence ; nif:referenceContext ?item .
            ?item dcterms:issued ?day
        }} ORDER BY DESC(?sure) ?t"""
        for t, day, sentence in _values(self._store, query):
            if day in self._days:
                one, other = frozenset(subjects[t]), frozenset(objects[t])
                yield day, sentence, one, other
                if is_symmetric:
                    yield day, sentence, other, one

    def _side(self, relation: str, part: str) -> defaultdict[str, set[str]]:
        """By statement, what it has there, and whose that is."""
        found: defaultdict[str, set[str]] = defaultdict(set)
        query = f"SELECT ?t ?e WHERE {{ ?t rdf:predicate kg:{relation} ; kg:modality kg:actual ; {part} ?e }}"
        for t, entity in _values(self._store, query):
            found[t] |= {entity, *self._kin.get(entity, ())}
        return found

    def _ask(self, query: str) -> Any:
        return self._store.query(with_prefixes(query, self._store.base))


def _told(store: Store, known: Known) -> Iterator[_Candidate]:
    """The texts of the items of these days."""
    for day in _days(known.day):
        query = f"""SELECT ?text WHERE {{ ?item dcterms:issued "{day}"^^xsd:date ; nif:isString ?text }}
            ORDER BY ?item"""
        for (text,) in _values(store, query):
            yield day, text, text, text


def _paired(told: Iterable[_Candidate], pairs: Pairs) -> Iterator[_Candidate]:
    """What another tool makes of items, both ways round."""
    for day, text, *_ in told:
        for subject, object in pairs(text):
            yield day, text, subject, object
            yield day, text, object, subject


def _days(day: date) -> list[str]:
    """The days of which an item may tell of what happened that day, in their order."""
    return [str(day + timedelta(days=shift)) for shift in range(-_BEFORE, _AFTER + 1)]


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
