"""What is known before any article is read: countries, places and organizations, with every name that the
news uses for them.

The facts come from `kg.resources.knowledge`, a user's over those of the package.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import pyoxigraph as ox

from kg.errors import DataError
from kg.model import Entity
from kg.resources.data_files import DataReader
from kg.resources.knowledge import (
    ACRONYM,
    ALIAS,
    CAPITAL,
    COUNTRY,
    DEMONYM,
    ISO2,
    ISO3,
    LABEL,
    OFFICIAL,
    PART_OF,
    PEOPLE,
    SECTOR,
    STANDS_FOR,
    TYPE,
    Facts,
    Term,
    nquads,
    read_facts,
)
from kg.resources.namespaces import DEFAULT_BASE, OWL, RDF, RDFS, SKOS, XSD, entity_id, local_name
from kg.resources.tenures import Tenure, is_tenure, read_tenures

if TYPE_CHECKING:
    from kg.resources.ontology import Ontology

__all__ = ["Gazetteer", "Known", "Name", "load_gazetteer"]

NameKind = Literal["name", "acronym", "demonym", "people", "capital", "seat"]

_NAMES: Mapping[str, NameKind] = {
    LABEL: "name",
    ALIAS: "name",
    OFFICIAL: "name",
    ACRONYM: "acronym",
    DEMONYM: "demonym",
    PEOPLE: "people",
}
_LINKS = (COUNTRY, CAPITAL, STANDS_FOR, PART_OF)
_CODES = {ISO2: re.compile(r"[A-Z]{2}"), ISO3: re.compile(r"[A-Z]{3}"), SECTOR: re.compile(r"[A-Z]{3}")}
_SAME_AS = OWL + "sameAs"
_NOT_CLASSES = (OWL, RDFS, SKOS)
_PLACED = ("country/", "place/")
_QUARTER = re.compile(r"(?:North|South|East|West)(?:ern)? (?=[A-Z])")
_PLAIN = frozenset({ox.NamedNode(XSD + "string"), ox.NamedNode(RDF + "langString")})


@dataclass(frozen=True, slots=True)
class Name:
    """A surface form, case kept, and the id of the entity that it names.

    ``kind`` says in what way: "Seoul" is a ``capital`` and "Kremlin" a ``seat`` (both name the place;
    ``Known.stands_for`` of that place is what it stands for), "Russian" a ``demonym`` and "Russians" the
    ``people`` of the country.
    """

    text: str
    entity: str
    kind: NameKind


@dataclass(frozen=True, slots=True)
class Known:
    """An entity with what is known of it.

    ``stands_for``, ``part_of`` and ``capital`` are ids of other known entities.
    """

    entity: Entity
    stands_for: str | None
    part_of: str | None
    capital: str | None
    names: tuple[Name, ...]


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """All known entities by id, and all that a surface form may name ("Congo": two countries), sorted by
    entity id. ``facts`` is what the files say of each, ``tenures`` who held which office when.
    """

    entities: dict[str, Known]
    names: dict[str, tuple[Name, ...]]
    facts: Mapping[str, Facts] = field(default_factory=dict, repr=False, compare=False)
    tenures: tuple[Tenure, ...] = ()

    def nquads(self, base: str = DEFAULT_BASE) -> bytes:
        """The graph of background knowledge as sorted N-Quads under ``base``."""
        return nquads(self.facts, base)


def load_gazetteer(
    extra: Iterable[Path] = (),
    ontology: Ontology | None = None,
    base: str = DEFAULT_BASE,
    *,
    data: DataReader | None = None,
) -> Gazetteer:
    """The seeds' knowledge with a user's own, who wins: for the same entity and for the same name.

    With an ``ontology``, classes are checked against it. Entities of a user's file may use ``base`` or the
    default base. Raises DataError with file and entity for what is not well formed.
    """
    facts = read_facts(extra, base, data or DataReader())
    entities = {id: _known(id, facts, ontology) for id in sorted(facts) if not is_tenure(facts[id])}
    return Gazetteer(entities, _index(entities, facts), facts, tuple(read_tenures(facts)))


def _known(id: str, facts: Mapping[str, Facts], ontology: Ontology | None) -> Known:
    own = facts[id]
    values = own.values
    links = {predicate: _link(id, predicate, facts) for predicate in _LINKS if predicate in values}
    label = _one(id, own, LABEL)
    if label is None:
        raise DataError(
            own.path, f"{id} has no skos:prefLabel", "give it the name by which the news knows it"
        )
    names = _names(id, own, facts, links)
    country = links.get(COUNTRY)
    iso3 = _one(id, own, ISO3)
    _one(id, own, ISO2)
    entity = Entity(
        id=id,
        cls=_class(id, own, ontology),
        label=label,
        aliases=tuple(
            sorted({name.text for name in names if name.kind not in ("demonym", "people")} - {label})
        ),
        country=iso3 or (_one(country, facts[country], ISO3) if country else None),
        sector=_one(id, own, SECTOR),
        same_as=tuple(
            sorted(term.value for term in values.get(_SAME_AS, ()) if isinstance(term, ox.NamedNode))
        ),
    )
    return Known(entity, links.get(STANDS_FOR), links.get(PART_OF), links.get(CAPITAL), names)


def _one(id: str, facts: Facts, predicate: str) -> str | None:
    """The only value of a property of text, checked; None where there is none."""
    terms = facts.values.get(predicate)
    if not terms:
        return None
    if len(terms) > 1 and len(set(terms)) > 1:
        raise DataError(facts.path, f"{id} has several values of {local_name(predicate)}", "give one")
    text = _text(id, facts, predicate, terms[0])
    code = _CODES.get(predicate)
    if code and not code.fullmatch(text):
        raise DataError(
            facts.path,
            f'{id} has the {local_name(predicate)} "{text}"',
            "give capital letters, three (for iso2, two)",
        )
    return text


def _text(id: str, facts: Facts, predicate: str, term: Term) -> str:
    if isinstance(term, ox.Literal) and term.datatype in _PLAIN:
        text: str = term.value
        if text.isprintable() and text == text.strip() != "":
            return text
    fault = f"{id} has a {local_name(predicate)} that is no plain text: {term}"
    raise DataError(facts.path, fault, 'write it in quotes, as in "South Korea"')


def _link(id: str, predicate: str, facts: Mapping[str, Facts]) -> str:
    """The id of the entity that a property leads to."""
    own = facts[id]
    terms = own.values[predicate]
    if len(terms) > 1 and len(set(terms)) > 1:
        raise DataError(own.path, f"{id} has several values of {local_name(predicate)}", "give one")
    term = terms[0]
    target = entity_id(DEFAULT_BASE, term.value) if isinstance(term, ox.NamedNode) else None
    if target is None or target not in facts or (predicate == COUNTRY and ISO3 not in facts[target].values):
        what = "country" if predicate == COUNTRY else "entity"
        fault = f"the {local_name(predicate)} of {id} is no known {what}: {term}"
        raise DataError(own.path, fault, f"describe that {what}, or correct its IRI")
    return target


def _class(id: str, facts: Facts, ontology: Ontology | None) -> str:
    given = (term.value for term in facts.values.get(TYPE, ()) if isinstance(term, ox.NamedNode))
    types = {iri for iri in given if not iri.startswith(_NOT_CLASSES)}
    if len(types) != 1:
        raise DataError(
            facts.path,
            f"{id} has {'several classes' if types else 'no class'}",
            "give one, as in `a kg:Organization`",
        )
    cls = local_name(types.pop())
    if ontology is not None and cls not in ontology.classes:
        raise DataError(
            facts.path,
            f"{id} has the class {cls}, which the ontology does not have",
            "`kg relations` lists the classes",
        )
    return cls


def _names(id: str, own: Facts, facts: Mapping[str, Facts], links: Mapping[str, str]) -> tuple[Name, ...]:
    """All names of an entity, each once, sorted by text; those of a place that stands for something are
    capitals or seats.
    """
    found: dict[str, NameKind] = {}
    plain: NameKind = "name"
    if STANDS_FOR in links:
        plain = "capital" if _is_capital(id, links, facts) else "seat"
    for predicate, kind in _NAMES.items():
        for term in own.values.get(predicate, ()):
            found.setdefault(_text(id, own, predicate, term), plain if kind == "name" else kind)
    return tuple(Name(text, id, found[text]) for text in sorted(found))


def _is_capital(id: str, links: Mapping[str, str], facts: Mapping[str, Facts]) -> bool:
    country = links.get(COUNTRY)
    capitals = facts[country].values.get(CAPITAL, ()) if country else ()
    return any(
        isinstance(term, ox.NamedNode) and entity_id(DEFAULT_BASE, term.value) == id for term in capitals
    )


def _index(entities: Mapping[str, Known], facts: Mapping[str, Facts]) -> dict[str, tuple[Name, ...]]:
    """All that each surface form names; places and countries of a quarter of the compass have the form with
    its letter too ("N. Macedonia", "S. African").

    Where several files give it, what the last of them says counts alone.
    """
    found: dict[str, list[Name]] = {}
    short: dict[str, list[Name]] = {}
    for known in entities.values():
        for name in known.names:
            found.setdefault(name.text, []).append(name)
            if name.entity.startswith(_PLACED) and (part := _QUARTER.match(name.text)):
                form = f"{name.text[0]}. {name.text[part.end() :]}"
                short.setdefault(form, []).append(replace(name, text=form))
    found = short | found
    return {
        text: tuple(named) if len(named) == 1 else _last(named, facts)
        for text, named in sorted(found.items())
    }


def _last(named: list[Name], facts: Mapping[str, Facts]) -> tuple[Name, ...]:
    """Those of the names of one surface form that the last file gave."""
    layers = [facts[name.entity].layers.get(name.text, 0) for name in named]
    return tuple(name for name, layer in zip(named, layers, strict=True) if layer == max(layers))
