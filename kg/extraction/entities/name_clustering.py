"""Mention -> the entity that it names, within one article: what names belong together, and what is known of
them.

Entities are built while an article is read, for later words add names, a country or an office to them;
``EntityBuilder.entity`` gives what is known so far.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg.extraction.entities.labels import GENITIVE, STATE_BODIES
from kg.extraction.entities.name_forms import body_names, full_names
from kg.extraction.entities.name_index import NameIndex
from kg.extraction.entities.state_bodies import StateBodies
from kg.model import Entity, Mention
from kg.resources.company_names import bare_company
from kg.resources.gazetteer import Gazetteer
from kg.resources.gazetteer import Name as KnownName
from kg.resources.lexicon import Lexicon
from kg.resources.namespaces import local_slug, slug

if TYPE_CHECKING:
    from kg.nlp.tokens import ParsedDoc

__all__ = ["EntityBuilder", "EntityRegistry", "ResolvedMention", "family_of", "genitive"]

_WHOLE = frozenset({"the", "these", "those", "both"})
"""Determiners before a name in the plural that leave it the name of all."""
_FAMILIES = {
    "Person": "person",
    "Country": "country",
    "Group": "group",
    "Topic": "topic",
    **dict.fromkeys(("Place", "City", "Region", "Facility"), "place"),
    **dict.fromkeys(("Capability", "Weapon", "Platform", "Technology", "Authority"), "capability"),
}


def family_of(cls: str) -> str:
    """The first part of the ids of a class: ``person``, ``place`` ...; bodies of all kinds are
    ``organization``.
    """
    return _FAMILIES.get(cls, "organization")


_ACROSS_COUNTRIES = frozenset({"InternationalOrganization", "ArmedGroup"})
"""Classes of known bodies that are no country's unless background knowledge says so."""


def genitive(name: str) -> str:
    """The possessive of a name: "Russia's", "the Netherlands'"."""
    return f"{name}'" if name.endswith("s") else f"{name}'s"


@dataclass(slots=True, eq=False)
class EntityBuilder:
    """An entity in the making.

    ``names`` are the forms that the article uses; ``stands_for`` the country that a capital speaks for.
    Whenever the country changes, the entity is added to ``moved``. No text gives a country to what is
    ``of_no_country``: "Sweden's UN ambassador" does not make the United Nations Swedish.
    """

    id: str
    cls: str
    label: str
    names: set[str] = field(default_factory=set)
    country_code: str | None = None
    sector: str | None = None
    same_as: tuple[str, ...] = ()
    stands_for: str | None = None
    female: bool | None = None
    moved: list[EntityBuilder] = field(default_factory=list)
    of_no_country: bool = False

    @property
    def country(self) -> str | None:
        """The ISO-3 code of the country that the entity is, stands for or belongs to."""
        return self.country_code

    @country.setter
    def country(self, code: str | None) -> None:
        if code != self.country_code and not self.of_no_country:
            self.country_code = code
            self.moved.append(self)

    def entity(self) -> Entity:
        """The entity as it stands now."""
        return Entity(
            self.id,
            self.cls,
            self.label,
            tuple(sorted(self.names - {self.label})),
            self.country,
            self.sector,
            self.same_as,
        )


@dataclass(slots=True, eq=False)
class ResolvedMention:
    """Words of the article and what they stand for. ``kind`` is how a known name names its entity
    ("demonym"), else empty.

    ``first``, ``last`` (inclusive) and ``head`` are token indices; ``begin`` and ``end`` code-point offsets.
    ``builders`` is empty when nobody can tell.
    """

    first: int
    last: int
    head: int
    begin: int
    end: int
    text: str
    builders: tuple[EntityBuilder, ...] = ()
    kind: str = ""
    form: str = "name"


class EntityRegistry:
    """The entities of one article, whose id is ``article``, by id, and how names get there."""

    def __init__(
        self,
        knowledge: Gazetteer,
        index: NameIndex,
        lexicon: Lexicon,
        article: str = "",
        bodies: StateBodies | None = None,
    ) -> None:
        self.knowledge, self.index, self.lexicon, self.article = knowledge, index, lexicon, article
        self._bodies = bodies or StateBodies(knowledge, index, lexicon)
        self.builders: dict[str, EntityBuilder] = {}
        self.moved: list[EntityBuilder] = []
        """The entities whose country changed, in the order of the changes."""

    def known(self, id: str, name: str | None = None) -> EntityBuilder:
        """The entity that background knowledge holds under an id, with one more of its names in use."""
        if id not in self.builders:
            known = self.knowledge.entities[id]
            e = known.entity
            self.builders[id] = EntityBuilder(
                id,
                e.cls,
                e.label,
                set(),
                e.country,
                e.sector,
                e.same_as,
                known.stands_for,
                moved=self.moved,
                of_no_country=e.country is None and e.cls in _ACROSS_COUNTRIES,
            )
        if name:
            self.builders[id].names.add(name)
        return self.builders[id]

    def make(
        self,
        cls: str,
        label: str,
        *,
        country: str | None = None,
        sector: str | None = None,
        id: str | None = None,
        local: bool = False,
    ) -> EntityBuilder:
        """An entity that background knowledge does not hold, new or made before.

        With ``local`` it is described, not named, and no other article can mean it.
        """
        id = id or f"{family_of(cls)}/{local_slug(label, self.article) if local else slug(label)}"
        if id not in self.builders:
            self.builders[id] = EntityBuilder(id, cls, label, set(), country, sector, moved=self.moved)
        builder = self.builders[id]
        builder.country = builder.country or country
        builder.sector = builder.sector or sector
        return builder

    def state_body(self, cls: str, country: EntityBuilder, words: str, sector: str | None) -> EntityBuilder:
        """A country's ministry, force or other body that some words describe, under one id for all ways to
        call it.
        """
        key = self._bodies.key(words)
        known = self._bodies.known(country.country, key)
        if known is not None:
            return self.known(known)
        label, id = f"{genitive(country.label)} {key}", f"organization/{slug(f'{country.label} {key}')}"
        return self.make(cls, label, country=country.country, sector=sector, id=id)

    def identify(self, builder: EntityBuilder, id: str) -> None:
        """Make a person that the article names the one whom background knowledge holds under an id."""
        known = self.knowledge.entities[id].entity
        if builder.id != id and id not in self.builders:
            del self.builders[builder.id]
            self.builders[id] = builder
            builder.id = id
        if builder.id == id:
            builder.names.add(builder.label)
            builder.label = known.label
        builder.same_as = known.same_as if builder.id == id else builder.same_as

    def namesake(self, builder: EntityBuilder, mark: str) -> EntityBuilder:
        """Another person of the same name, told apart by a mark."""
        return self.make(builder.cls, builder.label, id=f"{builder.id}.{mark}")

    def country_of(self, builder: EntityBuilder) -> EntityBuilder | None:
        """The country that an entity is, stands for or belongs to."""
        if builder.cls == "Country":
            return builder
        if builder.stands_for and builder.stands_for in self.knowledge.entities:
            return self.known(builder.stands_for)
        id = f"country/{builder.country.lower()}" if builder.country else ""
        return self.known(id) if id in self.knowledge.entities else None

    def speaks_for(self, builder: EntityBuilder) -> EntityBuilder:
        """The country for a capital or seat of power that acts; any other entity itself."""
        if builder.stands_for and builder.stands_for in self.knowledge.entities:
            return self.known(builder.stands_for)
        return builder

    def resolved(self, doc: ParsedDoc, mentions: Sequence[Mention]) -> list[ResolvedMention]:
        """What each name in the article stands for, in order."""
        persons = full_names([m.text for m in mentions if m.cls == "Person"], self.index.persons)
        unknown = [m for m in mentions if m.cls not in {"Person", "Country"} and not self._named(m.text)]
        bodies = body_names([m.text for m in unknown])
        classes = {m.text: m.cls for m in reversed(unknown)}
        cited = Counter(
            name.entity for m in mentions for name in self._named(m.text) if len(self._named(m.text)) == 1
        )
        found = []
        for m in mentions:
            o = ResolvedMention(m.first, m.last, m.head, m.begin, m.end, m.text)
            if m.cls == "Person":
                o.builders = self._person(m.text, persons)
            elif names := self._named(m.text):
                self._recall(o, names, cited)
                self._some_members(doc, o)
                if any(self._is_cut(builder, m.text, cited) for builder in o.builders):
                    o.builders = (self.make("Organization", m.text, local=True),)
            else:
                o.builders = (
                    self._body(doc, m, full := bodies.get(m.text, m.text), classes.get(full, m.cls)),
                )
            found.append(o)
        return found

    def _named(self, text: str) -> tuple[KnownName, ...]:
        """What a name may stand for, likeliest first; a company's is known by its name without legal form,
        too.
        """
        if found := self.index.named(text):
            return found
        bare = bare_company(text)
        return tuple(
            one for one in self.index.named(bare) if bare != text and one.entity.startswith("organization/")
        )

    def _is_cut(self, builder: EntityBuilder, text: str, cited: Counter[str]) -> bool:
        """Whether an international body would be meant by the end of its name alone ("Security Council") in
        an article that names neither it in full nor whose it is: many a country has a body of that name.
        """
        whose = builder.label.removesuffix(f" {text}")
        if builder.cls != "InternationalOrganization" or whose == builder.label or not whose:
            return False
        return not (builder.names - {text} or any(cited[name.entity] for name in self.index.named(whose)))

    def _recall(self, o: ResolvedMention, names: tuple[KnownName, ...], cited: Counter[str]) -> None:
        """Fill in what a known name stands for; among several of one kind the one named otherwise too, else
        nothing.
        """
        alike = [name for name in names if name.kind == names[0].kind]
        if len({n.entity for n in alike}) > 1:
            alike = [n for n in alike if cited[n.entity]]
        if len({n.entity for n in alike}) == 1:
            o.kind = alike[0].kind
            builder = self.known(alike[0].entity, o.text if o.kind != "people" else None)
            if o.kind == "people" and builder.cls == "Country":
                builder = self.make("Group", o.text, country=builder.country)
            o.builders = (builder,)

    def _some_members(self, doc: ParsedDoc, o: ResolvedMention) -> None:
        """Take a body's members under its name in the plural for a group of them where only some are meant
        ("several Republicans", "moderate Democrats").
        """
        body = o.builders[0] if o.builders else None
        before = doc[o.first - 1] if o.first else None
        if body is None or before is None or family_of(body.cls) != "organization" or o.text == body.label:
            return
        some = before.tag_ in {"JJ", "JJR", "JJS", "CD", "DT", "PDT"} and before.lower_ not in _WHOLE
        if doc[o.head].tag_ == "NNPS" and o.first == o.last and some and before.i + 1 == o.first:
            body.names.discard(o.text)
            label = f"{before.lower_} {o.text}" if before.tag_ == "JJ" else o.text
            o.builders = (self.make("Group", label, country=body.country, sector=body.sector, local=True),)

    def _person(self, text: str, persons: dict[str, str | None]) -> tuple[EntityBuilder, ...]:
        full = persons.get(text, text)
        if full is None:
            return ()
        builder = self.make("Person", full)
        builder.names |= {text, full}
        if builder.id in self.knowledge.entities:
            builder.label = self.knowledge.entities[builder.id].entity.label  # one spelling on one node
        if builder.female is None:
            builder.female = self._is_female(full)
        return (builder,)

    def _is_female(self, full: str) -> bool | None:
        """What a person's given name tells of the sex; None where there is none or it is not known."""
        words = full.split()
        if words[0].lower() in self.lexicon.name_titles:
            words = words[1:] or words
        elif len(words) < 2:
            return None
        given = unicodedata.normalize("NFKD", words[0].lower())
        given = "".join(letter for letter in given if not unicodedata.combining(letter))
        for name in (given, given.split("-")[0]):
            if name in self.lexicon.women or name in self.lexicon.men:
                return name in self.lexicon.women
        return None

    def _body(self, doc: ParsedDoc, mention: Mention, full: str, cls: str) -> EntityBuilder:
        """A body, place or thing that only the article names; a country's name or adjective in front tells
        whose it is.
        """
        if cls in {"Place", "Region"} and _acts(doc, mention):
            cls = "Organization"
        builder = self._state_body(full + _realm_after(doc, mention.last), cls) or self.make(cls, full)
        builder.names.add(mention.text)
        own = family_of(cls) == "organization" and cls != "InternationalOrganization"
        if own and builder.country is None:
            builder.country = self._country_in(full)
        if cls == "Platform":
            builder.country = builder.country or self.lexicon.ships.get(full.split()[0])
        builder.sector = builder.sector or self.lexicon.class_sectors.get(cls)
        return builder

    def _state_body(self, name: str, cls: str) -> EntityBuilder | None:
        """The ministry, parliament, army ... of the country that its name names; None when it names none, or
        a body of which a country has several.
        """
        if family_of(cls) != "organization":
            return None
        parts = self._bodies.parted(name)
        country = f"country/{parts[0].lower()}" if parts else ""
        noun = self.lexicon.spelled_phrase(parts[1]) if parts else ""
        known = self._bodies.known(parts[0], self._bodies.key(parts[1])) if parts else None
        if known is not None:
            return self.known(known)
        own = self.lexicon.body_classes.get(noun)
        cls = own if own in STATE_BODIES else cls
        national = cls in STATE_BODIES or noun in self.lexicon.national_bodies
        if parts is None or not national or country not in self.knowledge.entities:
            return None
        return self.state_body(cls, self.known(country), parts[1], self._sector_of(cls, noun))

    def _sector_of(self, cls: str, noun: str) -> str | None:
        """The sector of a body by its class, else by its noun."""
        return self.lexicon.class_sectors.get(cls) or self.lexicon.body_sectors.get(noun)

    def _country_in(self, name: str) -> str | None:
        """The country of the known country or place that a body's name begins with, or ends with after
        "of".
        """
        words = name.split(" ")
        _, of, end = name.rpartition(" of ")
        for part in (" ".join(words[:3]), " ".join(words[:2]), words[0], end if of else ""):
            names = self.index.named(part) if part != name else ()
            if names and names[0].kind != "people" and names[0].entity.startswith(("country/", "place/")):
                return self.knowledge.entities[names[0].entity].entity.country
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
