"""The entities of one article in the making: what they are called, and what is known of them.

Entities are built while an article is read, for later words add names, a country or an office to them;
``EntityBuilder.entity`` gives what is known so far.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from kg.extraction.entities.labels import family_of
from kg.extraction.entities.name_index import NameIndex
from kg.extraction.entities.state_bodies import StateBodies
from kg.model import Entity
from kg.resources.gazetteer import Gazetteer
from kg.resources.lexicon import Lexicon
from kg.resources.namespaces import local_slug, slug

__all__ = ["EntityBuilder", "EntityRegistry", "ResolvedMention", "each_mention", "genitive"]

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


def each_mention(names: Mapping[int, ResolvedMention]) -> list[ResolvedMention]:
    """The mentions at some tokens, each once, in the order of the text."""
    return list({id(names[i]): names[i] for i in sorted(names)}.values())


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
        self.bodies = bodies or StateBodies(knowledge, index, lexicon)
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

    def narrow(self, body: EntityBuilder, cls: str) -> None:
        """Give a body of no particular class that is not known the class of the noun beside it."""
        if body.cls == "Organization" and cls != "Organization" and body.id not in self.knowledge.entities:
            body.cls = cls
            body.sector = body.sector or self.lexicon.class_sectors.get(cls)

    def state_body(self, cls: str, country: EntityBuilder, words: str, sector: str | None) -> EntityBuilder:
        """A country's ministry, force or other body that some words describe, or a place's, under one id for
        all ways to call it.
        """
        key = self.bodies.key(words)
        known = self.bodies.known(country.country, key) if country.cls == "Country" else None
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
