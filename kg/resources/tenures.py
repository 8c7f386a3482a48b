"""Who held which office of which country, from when to when: the tenures of background knowledge.

A tenure is an entity of the class ``kg:Tenure`` with ``kg:holder``, ``kg:office``, ``kg:begin`` and, where
the office is not held any more, ``kg:end``. Its country is the holder's, unless it has a ``kg:country``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pyoxigraph as ox

from kg.errors import DataError
from kg.resources.knowledge import BEGIN, COUNTRY, END, HOLDER, ISO3, OFFICE, TENURE, TYPE, Facts
from kg.resources.namespaces import DEFAULT_BASE, entity_id, local_name

__all__ = ["Tenure", "is_tenure", "read_tenures"]

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True, slots=True, order=True)
class Tenure:
    """That a person (an id) held an office of a country (an ISO 3166-1 alpha-3 code).

    ``office`` is the title in lower case, ``begin`` and ``end`` are ISO 8601 days, both inclusive; ``end`` is
    None while the office is held.
    """

    person: str
    begin: str
    office: str
    country: str
    end: str | None = None

    def covers(self, day: str | None) -> bool:
        """Whether the office was held on a day; a date without a year is no day."""
        if day is None or not _DAY.fullmatch(day[:10]):
            return False
        return self.begin <= day[:10] and (self.end is None or day[:10] <= self.end)


def is_tenure(facts: Facts) -> bool:
    """Whether what knowledge describes is a tenure."""
    return ox.NamedNode(TENURE) in facts.values.get(TYPE, ())


def read_tenures(facts: Mapping[str, Facts]) -> Iterator[Tenure]:
    """The tenures among the facts, in the order of their ids. Raises DataError with file and id for one that
    is not well formed.
    """
    for id in sorted(facts):
        if is_tenure(facts[id]):
            yield _tenure(id, facts)


def _tenure(id: str, facts: Mapping[str, Facts]) -> Tenure:
    own = facts[id]
    holder = _known(id, HOLDER, facts)
    country = _known(id if COUNTRY in own.values else holder, COUNTRY, facts)
    code = [term.value for term in facts[country].values.get(ISO3, ()) if isinstance(term, ox.Literal)]
    if not code:
        raise DataError(own.path, f"{id} is of {country}, which has no kg:iso3", "give the IRI of a country")
    begin, end = _day(id, own, BEGIN), _day(id, own, END) if END in own.values else None
    if end is not None and end < begin:
        raise DataError(own.path, f"{id} ends on {end}, before it begins", "correct kg:begin or kg:end")
    office = _link(id, own, OFFICE)
    return Tenure(holder, begin, office.rpartition("/")[2].replace("-", " "), code[0], end)


def _known(id: str, predicate: str, facts: Mapping[str, Facts]) -> str:
    """The id of the described entity that a property leads to."""
    target = _link(id, facts[id], predicate)
    if target not in facts:
        fault = f"the {local_name(predicate)} of {id} is no known entity: {target}"
        raise DataError(facts[id].path, fault, "describe that entity, or correct its IRI")
    return target


def _link(id: str, own: Facts, predicate: str) -> str:
    iris = [term.value for term in own.values.get(predicate, ()) if isinstance(term, ox.NamedNode)]
    target = entity_id(DEFAULT_BASE, iris[0]) if len(set(iris)) == 1 else None
    if target is None:
        raise DataError(own.path, f"{id} has not one {local_name(predicate)}", "give it one, an IRI of ours")
    return target


def _day(id: str, own: Facts, predicate: str) -> str:
    days = {term.value for term in own.values.get(predicate, ()) if isinstance(term, ox.Literal)}
    if len(days) != 1 or not _DAY.fullmatch(next(iter(days))):
        fault = f"{id} has not one {local_name(predicate)} that is a day"
        raise DataError(own.path, fault, 'write it as in "2021-01-20"^^xsd:date')
    return next(iter(days))
