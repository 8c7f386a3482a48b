"""A word that takes part in what a sentence says -> the entity that it means.

Names, titles, descriptions and pronouns mean what the article's linking says. What nothing in the article
names is described by its own words and belongs to the article alone: "police", "hundreds of migrants", "a
grain shipment".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from kg.extraction.entities.generic_groups import described_group
from kg.extraction.entities.labels import GENITIVE, OWN, SPEAKERS
from kg.extraction.entities.linker import LinkedDocument, Role
from kg.extraction.entities.name_clustering import genitive
from kg.extraction.entities.topic_head import topic_head
from kg.extraction.relations.appositive_relations import office_at
from kg.extraction.syntax.predicate_arguments import arguments
from kg.model import Argument, Entity
from kg.nlp.tokens import ParsedDoc, Token
from kg.resources.lexicon import Lexicon
from kg.resources.namespaces import local_slug
from kg.resources.ontology import Ontology

__all__ = ["ParticipantEntities"]

_ROLES: Final[tuple[tuple[str, Role], ...]] = (
    ("Actor", "actor"),
    ("Place", "place"),
    ("Capability", "capability"),
    ("Product", "capability"),
    ("Topic", "topic"),
)
_NOUNS: Final = frozenset({"NN", "NNS", "NNP", "NNPS", "JJ"})
_FINITE: Final = frozenset({"VBD", "VBN", "VBP", "VBZ", "MD"})
_TIMES: Final = frozenset({"DATE", "TIME"})
_THING, _PRODUCT, _PLATFORM = "Capability", "Product", "Platform"
_PLACE, _GOVERNMENT = "Place", "Government"
_SOLID: Final = frozenset({"place", "site", "vehicle"})
_LIFELESS: Final = _SOLID | {"thing", "goods", "inanimate"}
_SHORT: Final = 2  # "Army Forces" are people, a "Harbour Safety Task Force" is a body
_REACH: Final = 40
"""How many characters before a thing its owner may be named."""


class ParticipantEntities:
    """What the words of one article mean when they take part in something."""

    def __init__(self, doc: ParsedDoc, linked: LinkedDocument, lexicon: Lexicon, ontology: Ontology) -> None:
        self.doc, self.linked, self.lexicon, self.ontology = doc, linked, lexicon, ontology

    def named(self, token: Token, classes: Sequence[str]) -> list[Argument]:
        """The entities of some of these classes that the article's names, descriptions and pronouns make a
        word mean, several for a plural. Earlier classes are preferred; topics are left to `described`,
        and so are things of no known kind where topics are asked for.
        """
        listed = {"Actor", _PRODUCT} <= set(classes) or ("Topic" in classes and _PRODUCT not in classes)
        uncertain = (_THING, _PRODUCT) if listed else ()
        for word in (self._called(token), *arguments(token, "appositive")):
            for role in _roles(classes, self.ontology):
                found = [] if role == "topic" else self._fitting(word, role, classes)
                if role == "capability" and uncertain:
                    sure = (self._sure(one, classes) for one in found)
                    found = [one for one in sure if one.entity.cls not in uncertain]
                if found:
                    return [self._owned(one, word) for one in found] if role == "capability" else found
        if "Role" not in classes:
            return []
        office = office_at(token, self.doc, self.lexicon, self.linked.document.text)
        return [office] if office else []

    def _called(self, token: Token) -> Token:
        """The name right behind a noun for ships that it is called by ("the tanker Ever Star"), else the noun
        itself.
        """
        if token.i + 1 == len(self.doc) or self.lexicon.spelled(token.text) not in self.lexicon.named_craft:
            return token
        name = self.doc[token.i + 1]
        is_craft = any(one.entity.cls == _PLATFORM for one in self.linked.who(name))
        return name if is_craft and name.text[:1].isupper() else token

    def described(self, token: Token, classes: Sequence[str]) -> list[Argument]:
        """What a word that means nothing named describes: people as a group of the article, a site, place or
        vehicle, else a topic, else whoever it is as a group; nothing where no such class is asked for, and no
        group of what neither lives nor acts. Of an adjective it is what its noun describes.
        """
        token = _described_by(token)
        groups = token.tag_ in _NOUNS and any(self.ontology.is_a("Group", cls) for cls in classes)
        people = groups and self._are_people(token)
        apart = token.ent_type_ in _TIMES or bool(self.linked.who(token)) or self.linked.is_ambiguous(token)
        if not (people or apart) and self._stands(token):
            site = self._thing(described_group(token, self.linked.document.id, self.lexicon), token, classes)
            if site is not None:
                return [site]
        topical = "Topic" in classes and not _tells(topic_head(token) or token)
        if not people and (found := self._fitting(token, "topic", classes) if topical else []):
            return found
        if not groups or apart:
            return []
        group = described_group(token, self.linked.document.id, self.lexicon)
        if people and token.tag_ != "NNP":
            return [group]
        if one := self._bearer(group, token, classes) or self._thing(group, token, classes):
            return [one]
        if self._governs(token):
            return [_of_class(group, "organization", _GOVERNMENT, "GOV")]
        if people or self._may_act(token):
            return [group]
        lifeless = self.lexicon.noun_kind(token.text) in _LIFELESS
        return [_of_class(group, "topic", "Topic")] if lifeless and "Topic" in classes else []

    def _bearer(self, group: Argument, token: Token, classes: Sequence[str]) -> Argument | None:
        """The body or person that a proper name of no known kind means, of this article alone, in the words
        that a group would have; None for other nouns.
        """
        lexicon, label, noun = self.lexicon, group.entity.label, self._singular(token)
        words = label.replace("-", " ").split()
        if token.tag_ != "NNP" or not all(word[0].isupper() for word in words):
            return None
        if noun in lexicon.titles or noun in lexicon.person_plurals:
            return None
        if noun in lexicon.agents and len(words) <= _SHORT:
            return None
        listed = noun in lexicon.organizations or lexicon.spelled_phrase(label) in lexicon.organizations
        body = listed or lexicon.noun_kind(token.text) == "body"
        if body and not any(self.ontology.is_a("Organization", cls) for cls in classes):
            return None
        if len(words) == 1 and (body or lexicon.noun_kind(token.text) or token.is_sent_start):
            return None
        given = words[0].lower() in lexicon.given_names
        other = body or noun in lexicon.facilities or lexicon.noun_kind(noun) is not None
        person = len(words) > 1 and not body and (given or not other)
        if body or label.isupper() or not (person or classes[0] == "Person"):
            family, cls = "organization", "Organization"
        else:
            family, cls = "person", "Person"
        return _of_class(group, family, cls, group.entity.sector)

    def _are_people(self, token: Token) -> bool:
        """Whether a noun is one for people, bodies or countries, and for no occasion, writing or place."""
        lexicon, noun = self.lexicon, self._singular(token)
        if lexicon.noun_kind(token.text) == "site" and token.text.islower():
            return False  # "a slaughter house", not "the House"
        actors = (lexicon.titles, lexicon.organizations, lexicon.country_plurals, lexicon.person_plurals)
        if lexicon.may_be_people(token.text) or any(noun in one or token.lower_ in one for one in actors):
            return True
        others = (lexicon.occasions, lexicon.documents, lexicon.facilities, lexicon.places)
        return lexicon.noun_kind(token.text) in ("people", "body") and not any(noun in one for one in others)

    def _stands(self, token: Token) -> bool:
        """Whether a common noun names what stands somewhere or moves: a building, an area, a ship."""
        noun, kind = self._singular(token), self.lexicon.noun_kind(token.text)
        listed = noun in self.lexicon.facilities or noun in self.lexicon.places
        return token.text.islower() and token.tag_ in _NOUNS and (listed or kind in _SOLID)

    def _may_act(self, token: Token) -> bool:
        """Whether a noun that is none for people may yet be one for somebody: a proper name, or a noun of no
        kind that neither lives nor acts. A site that is a body, too, may: a school.
        """
        noun, kind = self._singular(token), self.lexicon.noun_kind(token.text)
        if kind == "abstract" or noun in self.lexicon.documents:
            return False
        if not token.text.islower() or kind == "body":
            return True
        return not (kind in _LIFELESS or noun in self.lexicon.facilities or noun in self.lexicon.places)

    def _thing(self, group: Argument, token: Token, classes: Sequence[str]) -> Argument | None:
        """The site, place, vehicle or goods that a noun describes, of this article alone, in the words that a
        group would have, where its class is asked for; None for other nouns. What is inanimate and of no
        certain kind is a place.
        """
        family, cls = self._kind_of(token) or ("", "")
        if not any(cls and self.ontology.is_a(cls, one) for one in classes):
            return None
        return self._owned(_of_class(group, family, cls), token)

    def _kind_of(self, token: Token) -> tuple[str, str] | None:
        """The family and class of what a noun that is none for people is a name of."""
        noun, kind = self._singular(token), self.lexicon.noun_kind(token.text)
        if noun in self.lexicon.facilities or kind == "site":
            return "place", "Facility"
        if noun in self.lexicon.places or kind == "place":
            return "place", _PLACE
        if kind == "vehicle" or noun in self.lexicon.named_craft:
            return "capability", _PLATFORM
        if not token.text.islower():
            return None
        return {"inanimate": ("place", _PLACE), "goods": ("product", _PRODUCT)}.get(kind or "")

    def _governs(self, token: Token) -> bool:
        """Whether a noun names one place that has a government, which is meant when the place acts."""
        noun = self._singular(token)
        governed = noun in self.lexicon.settlements or noun in self.lexicon.divisions
        return governed and token.tag_ == "NN" and token.text.islower()

    def _singular(self, token: Token) -> str:
        return self.lexicon.singular(self.lexicon.spelled(token.text))

    def is_location(self, token: Token) -> bool:
        """Whether a word names a city, region, sea or site behind a preposition that says where."""
        while token.dep_ in ("conj", "compound") and token.head is not token:
            token = token.head
        if token.dep_ != "pobj" or token.head.lower_ not in self.lexicon.place_prepositions:
            return False
        where = self.place(token)
        return where is not None and where.entity.cls != "Country"

    def place(self, token: Token) -> Argument | None:
        """The place that a word means; None when it means none that has a name or a kind."""
        return next(iter(self.linked.who(token, role="place")), None)

    def _fitting(self, token: Token, role: Role, classes: Sequence[str]) -> list[Argument]:
        """What the article's linking says that a word means in a role, of some classes; goods where
        they are no capability.
        """
        found = [self._as_asked(one, token, classes) for one in self.linked.who(token, role=role)]
        if not found and role == "actor" and "Place" not in classes:
            found = self._mission(token)
        return [one for one in found if any(self.ontology.is_a(one.entity.cls, cls) for cls in classes)]

    def _mission(self, token: Token) -> list[Argument]:
        """The embassy or consulate that a word means, as the body that it is where it does something."""
        if self._singular(token) not in self.lexicon.missions:
            return []
        sites = self.linked.who(token, role="place")
        bodies = (f"organization/{one.entity.id.removeprefix('place/')}" for one in sites)
        return [
            replace(one, entity=replace(one.entity, id=id, cls="Organization"))
            for one, id in zip(sites, bodies, strict=True)
            if one.entity.cls == "Facility"
        ]

    def _owned(self, found: Argument, token: Token) -> Argument:
        """A platform without a name with the country that its phrase names as its own ("a Greek-owned
        tanker", "our ships"), which makes it one of the article's; any other thing as it is. "Its" may be
        either side's.
        """
        named = found.entity.label.rpartition(" ")[2][:1].isupper()
        if named or found.entity.cls != _PLATFORM or found.entity.country is not None:
            return found
        words = [word for word in token.subtree if found.begin - _REACH <= word.idx < token.idx]
        for word in words:
            if word.tag_ == "PRP$" and word.lower_ not in SPEAKERS:
                return found
            whose = next(iter(self.linked.who(word)), None)
            if whose is not None and whose.entity.cls == "Country" and not _is_apart(word, token):
                return self._of_country(found, token, whose)
        return found

    def _of_country(self, found: Argument, token: Token, whose: Argument) -> Argument:
        """A platform that is described as a country's, of this article alone."""
        begin = min(whose.begin, found.begin)
        words = self.linked.document.text[begin : token.idx].split()
        owner = [word for word in words if word not in GENITIVE]
        if owner and owner[0].lower() in OWN:
            owner[0] = genitive(whose.entity.label)
        label = " ".join([*owner, self.lexicon.singular(self.lexicon.spelled(token.text))])
        name = local_slug(label, self.linked.document.id)
        entity = replace(
            found.entity, id=f"capability/{name}", label=label, aliases=(), country=whose.entity.country
        )
        return Argument(entity, begin, found.end)

    def _sure(self, found: Argument, classes: Sequence[str]) -> Argument:
        """A thing with the proper name of a model or flight as the platform that it is, where actors and
        platforms are asked for ("the Sukhoi Su-24 crashed"); any other as it is.
        """
        entity = found.entity
        named = entity.cls == _PRODUCT and all(
            word[0].isupper() or word[0].isdigit() for word in entity.label.split()
        )
        if not (named and any(mark.isdigit() for mark in entity.label) and _PLATFORM in classes):
            return found
        return _of_class(found, "capability", _PLATFORM)

    def _as_asked(self, found: Argument, token: Token, classes: Sequence[str]) -> Argument:
        """A thing of no known kind as goods where these are asked for; one with a name as a craft where of
        things only this can be meant ("shot down a Su-34").
        """
        if found.entity.cls != _THING:
            return found
        if _PRODUCT in classes:
            return replace(found, entity=_as_product(found.entity))
        named = token.tag_.startswith("NNP") and not found.entity.label.islower()
        craft = named and _PLATFORM in classes and "Topic" not in classes
        return replace(found, entity=replace(found.entity, cls=_PLATFORM)) if craft else found


def _tells(token: Token) -> bool:
    """Whether a word is the verb of a clause that tells what is done, which is no thing with a name: "denied
    that it had sold oil", but not "denied selling oil".
    """
    verbs = (token, *(child for child in token.children if child.dep_ in ("aux", "auxpass")))
    return any(verb.tag_ in _FINITE for verb in verbs)


def _roles(classes: Sequence[str], ontology: Ontology) -> list[Role]:
    """The ways to read a word, in the order in which the classes ask for them."""
    found: dict[Role, None] = {}
    for cls in classes:
        for family, role in _ROLES:
            if ontology.is_a(cls, family):
                found.setdefault(role)
                break
    return list(found)


def _described_by(token: Token) -> Token:
    """The noun that an adjective before it says something of; the word itself where it is none."""
    first = token.head if token.dep_ == "conj" and token.head.tag_ == "JJ" else token
    before = first.dep_ == "amod" and token.i < first.head.i
    return first.head if token.tag_ == "JJ" and before else token


def _of_class(group: Argument, family: str, cls: str, sector: str | None = None) -> Argument:
    """An entity of another class in the words of a group or thing."""
    name = group.entity.id.partition("/")[2]
    return replace(group, entity=replace(group.entity, id=f"{family}/{name}", cls=cls, sector=sector))


def _is_apart(word: Token, token: Token) -> bool:
    """Whether a word hangs on another by a preposition or a clause, so that it does not say whose that is."""
    while word is not token:
        if word.dep_ in ("prep", "relcl", "conj", "appos", "acl"):
            return True
        word = word.head
    return False


def _as_product(entity: Entity) -> Entity:
    return replace(entity, id=f"product/{entity.id.partition('/')[2]}", cls=_PRODUCT)
