"""Bodies, places and things that only an article names: under which id, of which class and country."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extraction.entities.labels import GENITIVE, STATE_BODIES, family_of
from kg.extraction.entities.name_clustering import EntityBuilder, EntityRegistry
from kg.model import Mention
from kg.resources.namespaces import slug

if TYPE_CHECKING:
    from kg.nlp.tokens import ParsedDoc

__all__ = ["body_named"]


def body_named(
    registry: EntityRegistry, doc: ParsedDoc, mention: Mention, full: str, cls: str
) -> EntityBuilder:
    """A body, place or thing of a class under its full name; a country's name or adjective in front tells
    whose it is.
    """
    if cls in {"Place", "Region"} and _acts(doc, mention):
        country = _country_of_division(registry, full)
        if country is not None:
            return _government_of_division(registry, mention, full, country)
        cls = "Organization"
    sender = _sender(registry, full)
    if sender is not None:
        mission = registry.make(cls, full, country=sender.country, local=True)
        mission.names.add(mention.text)
        return mission
    builder = _state_body(registry, full + _realm_after(doc, mention.last), cls)
    builder = builder or registry.make(cls, full, id=_id(registry, full, cls))
    builder.names.add(mention.text)
    own = family_of(cls) == "organization" and cls != "InternationalOrganization"
    if own and builder.country is None:
        builder.country = _country_in(registry, full)
    if cls == "Platform":
        builder.country = builder.country or registry.lexicon.ships.get(full.split()[0])
    builder.sector = builder.sector or registry.lexicon.class_sectors.get(cls)
    return builder


def _country_of_division(registry: EntityRegistry, name: str) -> str | None:
    """The ISO-3 code of the only country that has a first-level division of a name, with "Province" and its
    like or without; None where none or several have.
    """
    plain, _, kind = name.rpartition(" ")
    names = {name, plain} if kind.lower() in registry.lexicon.divisions else {name}
    found = frozenset().union(*(registry.lexicon.division_countries.get(one, ()) for one in names))
    return next(iter(found)) if len(found) == 1 else None


def _government_of_division(
    registry: EntityRegistry, mention: Mention, name: str, country: str
) -> EntityBuilder:
    """A state or province that acts, which is its government."""
    id = f"organization/{slug(name)}"
    sector = registry.lexicon.class_sectors.get("Government")
    builder = registry.make("Government", name, country=country, sector=sector, id=id)
    builder.names.add(mention.text)
    return builder


def _sender(registry: EntityRegistry, name: str) -> EntityBuilder | None:
    """The country whose embassy or consulate a name is of ("US Embassy", "Embassy of Chad"), which has one in
    many a city; None for other names.
    """
    words = name.split(" ")
    if words[-1].lower() in registry.lexicon.missions:
        country = " ".join(words[:-1])
    elif words[0].lower() in registry.lexicon.missions and words[1:2] == ["of"]:
        country = " ".join(words[2:]).removeprefix("the ")
    else:
        return None
    ids = {known.entity for known in registry.index.named(country) if known.entity.startswith("country/")}
    return registry.known(ids.pop()) if len(ids) == 1 else None


def _id(registry: EntityRegistry, name: str, cls: str) -> str | None:
    """The id of a body whose name begins with a country's, one for all names of this ("US", "United
    States"), or that is a ministry of a place, one for all ways to call it; None for that of its words.
    """
    if family_of(cls) != "organization":
        return None
    words = name.split(" ")
    for width in range(min(3, len(words) - 1), 0, -1):
        for known in registry.index.named(" ".join(words[:width])):
            if known.kind in {"name", "acronym"} and known.entity.startswith("country/"):
                country = registry.knowledge.entities[known.entity].entity.label
                rest = ["and" if word == "&" else word for word in words[width:]]
                return f"organization/{slug(' '.join([country, *rest]))}"
    placed = registry.bodies.placed(name) or (name.replace(" & ", " and ") if " & " in name else None)
    return f"organization/{slug(placed)}" if placed else None


def _state_body(registry: EntityRegistry, name: str, cls: str) -> EntityBuilder | None:
    """The ministry, parliament, army ... of the country that its name names; None when it names none, or
    a body of which a country has several.
    """
    if family_of(cls) != "organization":
        return None
    parts = registry.bodies.parted(name)
    country = f"country/{parts[0].lower()}" if parts else ""
    noun = registry.lexicon.spelled_phrase(parts[1]) if parts else ""
    known = registry.bodies.known(parts[0], registry.bodies.key(parts[1])) if parts else None
    if known is not None:
        return registry.known(known)
    own = registry.lexicon.body_classes.get(noun)
    cls = own if own in STATE_BODIES or (own and noun in registry.lexicon.national_bodies) else cls
    national = cls in STATE_BODIES or noun in registry.lexicon.national_bodies
    if parts is None or not national or country not in registry.knowledge.entities:
        return None
    return registry.state_body(cls, registry.known(country), parts[1], _sector_of(registry, cls, noun))


def _sector_of(registry: EntityRegistry, cls: str, noun: str) -> str | None:
    """The sector of a body by its class, else by its noun."""
    return registry.lexicon.class_sectors.get(cls) or registry.lexicon.body_sectors.get(noun)


def _country_in(registry: EntityRegistry, name: str) -> str | None:
    """The country of the known country or place that a body's name begins with, or ends with after
    "of".
    """
    words = name.split(" ")
    _, of, end = name.rpartition(" of ")
    for part in (" ".join(words[:3]), " ".join(words[:2]), words[0], end if of else ""):
        names = registry.index.named(part) if part != name else ()
        if names and names[0].kind != "people" and names[0].entity.startswith(("country/", "place/")):
            return registry.knowledge.entities[names[0].entity].entity.country
    return None


def _realm_after(doc: ParsedDoc, last: int) -> str:
    """The words "of" and the name right after a body's name, with a blank before; empty where there are
    none.
    """
    end = last + 1
    if end >= len(doc) or doc[end].lower_ != "of":
        return ""
    while end + 1 < len(doc) and (doc[end + 1].tag_.startswith("NNP") or doc[end + 1].lower_ == "the"):
        end += 1
    return f" {doc.between(last + 1, end)}" if end > last + 1 else ""


def _acts(doc: ParsedDoc, mention: Mention) -> bool:
    """Whether an unknown "place" does something or belongs to somebody, as bodies do and places do not."""
    head = doc[mention.head]
    if head.dep_ in {"nsubj", "agent"} and head.head.pos_ != "AUX":
        return True
    by = head.dep_ == "pobj" and head.head.dep_ == "agent"
    return by or (mention.first > 0 and doc[mention.first - 1].text in GENITIVE)
