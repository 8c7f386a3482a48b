"""Who takes part in what a trigger says: the arguments of its slots, read as actors, places, capabilities,
topics or roles.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations, product
from typing import Final

from kg.extraction.entities.generic_groups import unnamed_people
from kg.extraction.entities.linker import LinkedDocument
from kg.extraction.relations.appositive_relations import office_at
from kg.extraction.relations.triggers import TriggerMatch
from kg.extraction.syntax.predicate_arguments import arguments
from kg.model import Argument, Document
from kg.nlp.tokens import NOUNS, ParsedDoc, Token
from kg.resources.patterns import Pattern, Way
from kg.resources.resources import Resources

__all__ = ["Participant", "ParticipantReader"]

_CLOSED: Final = frozenset({"PRP", "PRP$", "WP", "WDT"})
_TOPICAL: Final = NOUNS | {"VB"}  # "declined to resign": a deed that is refused is a topic
_PROPER: Final = frozenset({"NNP", "NNPS"})
_READINGS: Final[tuple[tuple[str, Way], ...]] = (
    ("Actor", "actor"),
    ("Place", "place"),
    ("Capability", "capability"),
    ("Topic", "topic"),
    ("Role", "role"),
)
_PLACE_CLASS: Final = "Place"
# Where the owner of a weapon or a deed stands, and that of a target.
_DOERS: Final = (
    "possessor",
    "by",
    "of",
    "modifier",
    "modifier.modifier",
    "complement.by",
    "governor.subject",
)
_OWNERS: Final = ("of", "possessor", "modifier", "modifier.modifier", "in")
_WHERE: Final = ("of", "in")


@dataclass(frozen=True, slots=True)
class Participant:
    """An argument of a trigger, and whether the article names or describes whom it stands for."""

    argument: Argument
    named: bool = True


class ParticipantReader:
    """Reads who takes part in what the triggers of one parsed article say."""

    def __init__(
        self, document: Document, doc: ParsedDoc, linked: LinkedDocument, resources: Resources
    ) -> None:
        self.document, self.doc, self.linked = document, doc, linked
        self.lexicon, self.ontology = resources.lexicon, resources.ontology

    def pairs(self, match: TriggerMatch) -> Iterator[tuple[Participant, Participant]]:
        """Each subject with each object; of a collective pattern without objects, each two subjects."""
        subjects = self._subjects(match)
        if not subjects:
            return
        if objects := self._objects(match):
            yield from product(subjects, objects)
        elif match.pattern.collective and not match.first(match.pattern.object):
            yield from combinations(subjects, 2)

    def _subjects(self, match: TriggerMatch) -> list[Participant]:
        """Those of whom a trigger is said."""
        pattern = match.pattern
        roles = pattern.subject_as or ("actor", "place")

        def read(token: Token) -> list[Participant]:
            if not _wanted(token, pattern.subject_words, pattern.not_subject_words) or _is_location(
                token, self.linked
            ):
                return []
            for word in (token, *_leaders(token), *arguments(token, "appositive")):
                if own := next((found for role in roles if (found := self.who(word, role))), []):
                    return own
            return self._owners(
                token, pattern.subject_metonyms | self.doc.words.acting_for, _DOERS, ("actor", "people")
            )

        return _first_understood(match, pattern.subject, read)

    def _objects(self, match: TriggerMatch) -> list[Participant]:
        """Those whom or what a trigger is about."""
        pattern = match.pattern
        roles = pattern.object_as or self._object_roles(pattern.relation)

        def read(token: Token) -> list[Participant]:
            if not _wanted(token, pattern.object_words, pattern.not_object_words) or _is_location(
                token, self.linked
            ):
                return []
            for word in (token, *arguments(token, "appositive")):
                if own := self._first_reading(word, roles, pattern):
                    return own
            return self._owners(token, pattern.object_metonyms, _OWNERS, roles)

        return _first_understood(match, pattern.object, read)

    def _owners(
        self, token: Token, words: frozenset[str], paths: tuple[str, ...], roles: tuple[Way, ...]
    ) -> list[Participant]:
        """Whoever owns what the pattern takes for its owner: Israel for "Israeli jets", Hamas for "positions
        of Hamas".
        """
        if token.lemma_.lower() not in words and token.lower_ not in words:
            return []
        for path in paths:
            owners = self._owning_words(token, path)
            for role in roles if owners else ():
                if role in ("actor", "people") or (role == "place" and path in _WHERE):
                    found = [one for owner in owners for one in self.who(owner, role)]
                    if found:
                        return found
        return []

    def _owning_words(self, token: Token, path: str) -> list[Token]:
        """The words on a path that say whose something is; a subject only where its verb says that it does
        the deed.
        """
        doing = self.doc.words.doing
        if path == "governor.subject" and not any(
            verb.lemma_ in doing for verb in arguments(token, "governor")
        ):
            return []
        return [
            owner
            for argument in arguments(token, path)
            for owner in (argument, *_leaders(argument))
            if not _is_location(owner, self.linked)
        ]

    def _first_reading(self, token: Token, roles: tuple[Way, ...], pattern: Pattern) -> list[Participant]:
        """What a word stands for in the first way that gives a class which the pattern takes."""
        wanted = pattern.object_classes or self._range(pattern.relation)
        for role in roles:
            found = [
                one
                for one in self.who(token, role)
                if any(self.ontology.is_a(one.argument.entity.cls, cls) for cls in wanted)
            ]
            if found:
                return found
        return []

    def _object_roles(self, relation: str) -> tuple[Way, ...]:
        """The ways to read an object, in the order in which the relation's range names its classes."""
        roles: dict[Way, None] = {}
        for cls in self._range(relation):
            for family, role in _READINGS:
                if self.ontology.is_a(cls, family):
                    roles.setdefault(role)
                    break
        return tuple(roles)

    def _range(self, relation: str) -> tuple[str, ...]:
        """The classes of a relation's range. Of a relation that takes actors and platforms, a platform stands
        for whoever owns it, unless a pattern asks for platforms.
        """
        classes = self.ontology.relations[relation].range
        return tuple(cls for cls in classes if cls != "Platform" or "Actor" not in classes)

    def who(self, token: Token, role: Way) -> list[Participant]:
        """Whom or what a word stands for, read in one way."""
        if role == "role":
            office = office_at(token, self.doc, self.lexicon, self.document.text)
            return [Participant(office)] if office else []
        if role == "people":
            people = (
                unnamed_people(token, self.document.id, self.lexicon) if not self.linked.who(token) else None
            )
            return [Participant(people, named=False)] if people is not None else []
        if role == "topic" and (token.tag_ not in _TOPICAL or token.lower_ in self.doc.words.indefinite):
            return []
        return [Participant(argument) for argument in self.linked.who(token, role=role)]

    def accepts(self, pattern: Pattern, subject: Argument, obj: Argument) -> bool:
        """Whether a pattern and its relation may be said of things of these classes."""
        if pattern.subject_classes and not any(
            self.ontology.is_a(subject.entity.cls, cls) for cls in pattern.subject_classes
        ):
            return False
        if any(self.ontology.is_a(subject.entity.cls, cls) for cls in pattern.not_subject_classes):
            return False
        return self.ontology.accepts(pattern.relation, subject.entity.cls, obj.entity.cls)

    def place(self, match: TriggerMatch, subject: Participant, obj: Participant) -> Argument | None:
        """The first place in the place slots of a trigger that is neither of the two."""
        paths = [
            *match.pattern.place,
            *(f"noun.{path}" for path in match.pattern.place if match.noun is not None),
        ]
        for path in paths:
            for token in match.tokens(path):
                for one in self.who(token, "place"):
                    entity = one.argument.entity
                    taken = (subject.argument.entity.id, obj.argument.entity.id)
                    if self.ontology.is_a(entity.cls, _PLACE_CLASS) and entity.id not in taken:
                        return one.argument
        return None

    def other(
        self, match: TriggerMatch, paths: tuple[str, ...], role: Way, subject: Participant, obj: Participant
    ) -> Argument | None:
        """The first of a slot, read in one way, that is neither of the two."""
        taken = {subject.argument.entity.id, obj.argument.entity.id}
        for token in match.first(paths):
            for one in self.who(token, role):
                if one.argument.entity.id not in taken:
                    return one.argument
        return None


def _wanted(token: Token, words: frozenset[str], unwanted: frozenset[str]) -> bool:
    lemma = token.lemma_.lower()
    return (not words or lemma in words or token.lower_ in words) and lemma not in unwanted


def _first_understood(
    match: TriggerMatch, paths: tuple[str, ...], read: Callable[[Token], list[Participant]]
) -> list[Participant]:
    """What the first path says that leads to something understood.

    A pronoun or a name that is not understood ends the search.
    """
    for path in paths:
        tokens = match.tokens(path)
        if found := _distinct(f for token in tokens for f in read(token)):
            return found
        if any(
            token.tag_ in _CLOSED or (token.tag_ in _PROPER and token.ent_type_ not in ("DATE", "TIME"))
            for token in tokens
        ):
            return []
    return []


def _is_location(token: Token, linked: LinkedDocument) -> bool:
    """Whether a word before a noun is no argument: a city that says where ("the Kabul attack"), or part of
    what the noun names.
    """
    noun = token.head
    if token.dep_ not in ("compound", "nmod", "amod") or noun.tag_ not in ("NN", "NNS") or noun.i < token.i:
        return False
    if linked.who(noun, role="actor"):
        return True
    return any(argument.entity.cls == "City" for argument in linked.who(token, role="place"))


def _leaders(token: Token) -> list[Token]:
    """Who leads in a compound participle: the Saudi of "Saudi-led"."""
    leading = token.lower_ in token.doc.words.leading
    return [child for child in token.lefts if child.tag_ != "HYPH"] if leading else []


def _distinct(found: Iterable[Participant]) -> list[Participant]:
    """One participant for each entity, and none whose words lie within another's: "the defence chiefs of
    Japan" are not joined by Japan.
    """
    seen: dict[str, Participant] = {}
    for one in found:
        seen.setdefault(one.argument.entity.id, one)
    if len(seen) < 2:
        return list(seen.values())
    spans = {(one.argument.begin, one.argument.end) for one in seen.values()}
    return [one for one in seen.values() if not any(_within(one.argument, *span) for span in spans)]


def _within(argument: Argument, begin: int, end: int) -> bool:
    return begin <= argument.begin and argument.end <= end and (begin, end) != (argument.begin, argument.end)
