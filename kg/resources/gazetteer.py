"""What is known before any article is read: countries, places and organizations, with every name that the
news uses for them.

The facts stand in ``seeds/knowledge/*.ttl``; a user's own files have the same form (docs/knowledge.md) and
win over them.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeAlias

import pyoxigraph as ox

from kg.errors import DataError
from kg.model import Entity
from kg.paths import SEEDS
from kg.resources.namespaces import (
    DEFAULT_BASE,
    KG,
    KNOWLEDGE_GRAPH,
    KNOWLEDGE_SCHEME,
    OWL,
    RDF,
    RDFS,
    SKOS,
    XSD,
    entity_id,
    entity_iri,
    local_name,
)

if TYPE_CHECKING:
    from kg.resources.ontology import Ontology

__all__ = ["Gazetteer", "Known", "Name", "knowledge_files", "knowledge_nquads", "load_gazetteer"]

NameKind = Literal["name", "acronym", "demonym", "people", "capital", "seat"]
Subject: TypeAlias = "ox.NamedNode | ox.BlankNode | ox.Triple"
Term: TypeAlias = "Subject | ox.Literal"

TYPE, LABEL, ALIAS, SAME_AS = RDF + "type", SKOS + "prefLabel", SKOS + "altLabel", OWL + "sameAs"
OFFICIAL, ACRONYM, DEMONYM, PEOPLE = KG + "officialName", KG + "acronym", KG + "demonym", KG + "people"
COUNTRY, CAPITAL, STANDS_FOR, PART_OF = KG + "country", KG + "capital", KG + "standsFor", KG + "partOf"
ISO2, ISO3, SECTOR = KG + "iso2", KG + "iso3", KG + "sector"

_NAMES: Mapping[str, NameKind] = {
    LABEL: "name",
    ALIAS: "name",
    OFFICIAL: "name",
    ACRONYM: "acronym",
    DEMONYM: "demonym",
    PEOPLE: "people",
}
_LINKS = (COUNTRY, CAPITAL, STANDS_FOR, PART_OF)
_SINGLE = frozenset({TYPE, LABEL, OFFICIAL, COUNTRY, CAPITAL, STANDS_FOR, PART_OF, ISO2, ISO3, SECTOR})
_CODES = {ISO2: re.compile(r"[A-Z]{2}"), ISO3: re.compile(r"[A-Z]{3}"), SECTOR: re.compile(r"[A-Z]{3}")}
_NOT_CLASSES = (OWL, RDFS, SKOS)
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
    entity id.

    ``digest`` is a hash of the files that it was read from.
    """

    entities: dict[str, Known]
    names: dict[str, tuple[Name, ...]]
    digest: str


@dataclass(slots=True)
class _Facts:
    """What one file, or several merged, say of one entity.

    ``layers`` tells which of a user's files, counted from 1, gave a name last.
    """

    path: Path
    values: dict[str, list[Term]]
    layers: dict[str, int]


def knowledge_files(extra: Iterable[Path] = ()) -> list[Path]:
    """The files in the order in which they are read: the seeds by name, then a user's, where a folder stands
    for its ``*.ttl`` files.
    """
    files = sorted((SEEDS / "knowledge").glob("*.ttl"))
    for path in extra:
        files += sorted(path.glob("*.ttl")) if path.is_dir() else [path]
    return files


def load_gazetteer(
    extra: Iterable[Path] = (), ontology: Ontology | None = None, base: str = DEFAULT_BASE
) -> Gazetteer:
    """The seeds' knowledge with a user's own, who wins: for the same entity and for the same name.

    With an ``ontology``, classes are checked against it. Entities of a user's file may use ``base`` or the
    default base. Raises DataError with file and entity for what is not well formed.
    """
    facts, digest = _read(extra, base)
    entities = {id: _known(id, facts, ontology) for id in sorted(facts)}
    return Gazetteer(entities, _index(entities, facts), digest)


def knowledge_nquads(
    extra: Iterable[Path] = (), base: str = DEFAULT_BASE, ontology: Ontology | None = None
) -> bytes:
    """The background graph as sorted N-Quads under ``base``: the seeds and a user's files, merged as
    ``load_gazetteer`` merges them.
    """
    facts, _ = _read(extra, base)
    for id in facts:
        _known(id, facts, ontology)
    graph, scheme = f"<{base}{KNOWLEDGE_GRAPH}>", f"<{base}{KNOWLEDGE_SCHEME}>"
    lines = {
        f"{scheme} <{TYPE}> <{SKOS}ConceptScheme> {graph} .\n",
        f'{scheme} <{LABEL}> "background knowledge" {graph} .\n',
    }
    for id, known in facts.items():
        subject = f"<{entity_iri(base, id)}>"
        lines.add(f"{subject} <{SKOS}inScheme> {scheme} {graph} .\n")
        lines.update(
            f"{subject} <{predicate}> {_written(term, base)} {graph} .\n"
            for predicate, term in _statements(known)
        )
    return "".join(sorted(lines)).encode()


def _statements(facts: _Facts) -> Iterator[tuple[str, Term]]:
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


def _read(extra: Iterable[Path], base: str) -> tuple[dict[str, _Facts], str]:
    """The facts of the seeds and of a user's files by entity id, later files over earlier ones, and a hash of
    the files.
    """
    merged: dict[str, _Facts] = {}
    digest = hashlib.sha256()
    seeds = len(knowledge_files())
    for number, path in enumerate(knowledge_files(extra)):
        try:
            text = path.read_bytes()
        except OSError as error:
            raise DataError(
                path, f"cannot be read ({error.strerror})", "give a Turtle file or a folder of such files"
            ) from error
        digest.update(hashlib.sha256(text).digest())
        for id, facts in _read_file(path, text, base).items():
            if number >= seeds:
                facts.layers = dict.fromkeys(_texts(facts.values), number - seeds + 1)
            if id in merged:
                _merge(merged[id], facts)
            else:
                merged[id] = facts
    return merged, digest.hexdigest()


def _read_file(path: Path, text: bytes, base: str) -> dict[str, _Facts]:
    """What one Turtle file says, by entity id."""
    found: dict[Subject, _Facts] = {}
    try:
        for subject, predicate, term, _ in ox.parse(text, format=ox.RdfFormat.TURTLE):
            facts = found.get(subject)
            if facts is None:
                facts = found[subject] = _Facts(path, {}, {})
            facts.values.setdefault(predicate.value, []).append(
                term if base == DEFAULT_BASE else _moved(term, base)
            )
    except SyntaxError as error:
        place = f"{path}:{error.lineno}" if error.lineno else path
        raise DataError(place, f"not Turtle: {error.msg}", "see docs/knowledge.md for the form") from error
    by_id: dict[str, _Facts] = {}
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


def _merge(old: _Facts, new: _Facts) -> None:
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


def _known(id: str, facts: Mapping[str, _Facts], ontology: Ontology | None) -> Known:
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
            sorted(term.value for term in values.get(SAME_AS, ()) if isinstance(term, ox.NamedNode))
        ),
    )
    return Known(entity, links.get(STANDS_FOR), links.get(PART_OF), links.get(CAPITAL), names)


def _one(id: str, facts: _Facts, predicate: str) -> str | None:
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


def _text(id: str, facts: _Facts, predicate: str, term: Term) -> str:
    if isinstance(term, ox.Literal) and term.datatype in _PLAIN:
        text: str = term.value
        if text.isprintable() and text == text.strip() != "":
            return text
    fault = f"{id} has a {local_name(predicate)} that is no plain text: {term}"
    raise DataError(facts.path, fault, 'write it in quotes, as in "South Korea"')


def _link(id: str, predicate: str, facts: Mapping[str, _Facts]) -> str:
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


def _class(id: str, facts: _Facts, ontology: Ontology | None) -> str:
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


def _names(id: str, own: _Facts, facts: Mapping[str, _Facts], links: Mapping[str, str]) -> tuple[Name, ...]:
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


def _is_capital(id: str, links: Mapping[str, str], facts: Mapping[str, _Facts]) -> bool:
    country = links.get(COUNTRY)
    capitals = facts[country].values.get(CAPITAL, ()) if country else ()
    return any(
        isinstance(term, ox.NamedNode) and entity_id(DEFAULT_BASE, term.value) == id for term in capitals
    )


def _index(entities: Mapping[str, Known], facts: Mapping[str, _Facts]) -> dict[str, tuple[Name, ...]]:
    """All that each surface form names.

    Where several files give it, what the last of them says counts alone.
    """
    found: dict[str, list[Name]] = {}
    for known in entities.values():
        for name in known.names:
            found.setdefault(name.text, []).append(name)
    return {
        text: tuple(named) if len(named) == 1 else _last(named, facts)
        for text, named in sorted(found.items())
    }


def _last(named: list[Name], facts: Mapping[str, _Facts]) -> tuple[Name, ...]:
    """Those of the names of one surface form that the last file gave."""
    layers = [facts[name.entity].layers.get(name.text, 0) for name in named]
    return tuple(name for name, layer in zip(named, layers, strict=True) if layer == max(layers))
