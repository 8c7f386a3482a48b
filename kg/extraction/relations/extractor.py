"""From the parsed article, who is who in it, and the patterns, to statements: what each trigger's slots hold,
and who that is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import combinations, product
from typing import Final

from kg import model
from kg.extraction.entities.generic_groups import unnamed_people
from kg.extraction.entities.linker import LinkedDocument
from kg.extraction.entities.titles import title_at
from kg.extraction.factuality.attribution import attributed_to
from kg.extraction.factuality.confidence import confidence
from kg.extraction.factuality.factuality import modality_of
from kg.extraction.factuality.modality_cue import cue_of
from kg.extraction.relations.appositive_relations import Attribute, attributes, role_entity
from kg.extraction.relations.triggers import NOUNS, Trigger, triggers
from kg.extraction.syntax.predicate_arguments import arguments
from kg.extraction.syntax.sentences import sentence_of
from kg.extraction.time.anchoring import time_of
from kg.extraction.time.calendar import Interval
from kg.extraction.time.tagging import TimeExpression, TimeTagger
from kg.nlp.tokens import VERBS, ParsedDoc, Token
from kg.resources.patterns import Pattern, Way
from kg.resources.resources import Resources

__all__ = ["extract_statements"]

_NAMING: Final = frozenset({"compound", "amod", "nmod", "nummod"})
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
_TOPIC_CLASS: Final = "Topic"
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
class _Filler:
    argument: model.Argument
    named: bool = True


class _Extractor:
    """Statements of one parsed article."""

    def __init__(
        self,
        document: model.Document,
        doc: ParsedDoc,
        linked: LinkedDocument,
        resources: Resources,
        tagger: TimeTagger,
    ) -> None:
        self.document, self.doc, self.linked = document, doc, linked
        self.resources, self.tagger = resources, tagger
        self.patterns, self.lexicon, self.ontology = resources.patterns, resources.lexicon, resources.ontology
        self._times: dict[int, Interval | None] = {}

    @cached_property
    def _expressions(self) -> list[TimeExpression]:
        """The times that the article names, found when the first trigger asks."""
        return self.tagger.times(self.doc, self.document.published)

    def statements(self) -> Iterator[model.Statement]:
        for token in self.patterns.triggering(self.doc):
            found = [
                statement for trigger in triggers(token, self.patterns) for statement in self._said(trigger)
            ]
            yield from self._of_actors(found)
        for attribute in attributes(self.linked, self.doc.words.small_words):
            for pattern in self.patterns.phrases[attribute.phrase]:
                if self._accepts(pattern, attribute.subject, attribute.object):
                    yield self._held(pattern, attribute)

    def _of_actors(self, found: list[model.Statement]) -> Iterator[model.Statement]:
        """The statements of a trigger but those of a deed whose doer another names: who condemns an Israeli
        raid condemns Israel.
        """
        named = {
            (s.relation, s.subject, s.modality)
            for s in found
            if s.object is not None and s.object.entity.cls != _TOPIC_CLASS
        }
        for statement in found:
            deed = statement.object is not None and statement.object.entity.cls == _TOPIC_CLASS
            if not deed or (statement.relation, statement.subject, statement.modality) not in named:
                yield statement

    def rated(self) -> Iterator[model.Statement]:
        """The statements with their confidence."""
        for statement in self.statements():
            yield replace(statement, confidence=confidence(statement, self.resources.weights))

    def _held(self, pattern: Pattern, attribute: Attribute) -> model.Statement:
        """What a noun phrase says by itself: it holds, on the article's own word."""
        words = attribute.words
        return model.Statement(
            article=self.document.id,
            sentence=sentence_of(self.document, self.doc, words, attribute.subject, attribute.object),
            trigger=model.Trigger(words.begin, words.end, words.text, words.text.lower()),
            subject=attribute.subject,
            relation=pattern.relation,
            object=attribute.object,
            pattern=pattern.name,
        )

    # -- arguments
    # ------------------------------------------------------------------------------------------------------

    def _said(self, trigger: Trigger) -> Iterator[model.Statement]:
        pattern = trigger.pattern
        if any(not trigger.tokens(path) for path in pattern.requires) or any(
            trigger.tokens(path) for path in pattern.forbids
        ):
            return
        for subject, obj in self._pairs(trigger):
            if (
                (subject.named or obj.named)
                and subject.argument.entity.id != obj.argument.entity.id
                and self._accepts(pattern, subject.argument, obj.argument)
            ):
                statement = self._statement(trigger, subject, obj)
                if all(getattr(statement, detail) for detail in pattern.needs):
                    yield statement

    def _pairs(self, trigger: Trigger) -> Iterator[tuple[_Filler, _Filler]]:
        """Each subject with each object; of a collective pattern without objects, each two subjects."""
        subjects = self._subjects(trigger)
        if not subjects:
            return
        if objects := self._objects(trigger):
            yield from product(subjects, objects)
        elif trigger.pattern.collective and not trigger.first(trigger.pattern.object):
            yield from combinations(subjects, 2)

    def _subjects(self, trigger: Trigger) -> list[_Filler]:
        pattern = trigger.pattern
        roles = pattern.subject_as or ("actor", "place")

        def read(token: Token) -> list[_Filler]:
            if not _wanted(token, pattern.subject_words, pattern.not_subject_words) or _is_location(
                token, self.linked
            ):
                return []
            for word in (token, *_leaders(token), *arguments(token, "appositive")):
                if own := next((found for role in roles if (found := self._who(word, role))), []):
                    return own
            return self._owners(
                token, pattern.subject_metonyms | self.doc.words.acting_for, _DOERS, ("actor", "people")
            )

        return _first_understood(trigger, pattern.subject, read)

    def _objects(self, trigger: Trigger) -> list[_Filler]:
        pattern = trigger.pattern
        roles = pattern.object_as or self._object_roles(pattern.relation)

        def read(token: Token) -> list[_Filler]:
            if not _wanted(token, pattern.object_words, pattern.not_object_words) or _is_location(
                token, self.linked
            ):
                return []
            for word in (token, *arguments(token, "appositive")):
                if own := self._first_reading(word, roles, pattern):
                    return own
            return self._owners(token, pattern.object_metonyms, _OWNERS, roles)

        return _first_understood(trigger, pattern.object, read)

    def _owners(
        self, token: Token, words: frozenset[str], paths: tuple[str, ...], roles: tuple[Way, ...]
    ) -> list[_Filler]:
        """Whoever owns what the pattern takes for its owner: Israel for "Israeli jets", Hamas for "positions
        of Hamas".
        """
        if token.lemma_.lower() not in words and token.lower_ not in words:
            return []
        for path in paths:
            owners = self._owning_words(token, path)
            for role in roles if owners else ():
                if role in ("actor", "people") or (role == "place" and path in _WHERE):
                    found = [f for owner in owners for f in self._who(owner, role)]
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
            for filler in arguments(token, path)
            for owner in (filler, *_leaders(filler))
            if not _is_location(owner, self.linked)
        ]

    def _first_reading(self, token: Token, roles: tuple[Way, ...], pattern: Pattern) -> list[_Filler]:
        wanted = pattern.object_classes or self.ontology.relations[pattern.relation].range
        for role in roles:
            found = [
                f
                for f in self._who(token, role)
                if any(self.ontology.is_a(f.argument.entity.cls, cls) for cls in wanted)
            ]
            if found:
                return found
        return []

    def _object_roles(self, relation: str) -> tuple[Way, ...]:
        """The ways to read an object, in the order in which the relation's range names its classes."""
        roles: dict[Way, None] = {}
        for cls in self.ontology.relations[relation].range:
            for family, role in _READINGS:
                if self.ontology.is_a(cls, family):
                    roles.setdefault(role)
                    break
        return tuple(roles)

    def _who(self, token: Token, role: Way) -> list[_Filler]:
        if role == "role":
            return self._office(token)
        if role == "people":
            people = (
                unnamed_people(token, self.document.id, self.lexicon) if not self.linked.who(token) else None
            )
            return [_Filler(people, named=False)] if people is not None else []
        if role == "topic" and (token.tag_ not in _TOPICAL or token.lower_ in self.doc.words.indefinite):
            return []
        return [_Filler(argument) for argument in self.linked.who(token, role=role)]

    def _office(self, token: Token) -> list[_Filler]:
        """The role that a title names; none when the noun is no title."""
        found = title_at(self.doc, token.i, self.lexicon)
        if found is None:
            return []
        begin, end = self.doc[found[0]].idx, token.idx + len(token)
        role = role_entity(self.document.text[begin:end], self.doc.words.small_words)
        return [_Filler(model.Argument(role, begin, end))]

    def _accepts(self, pattern: Pattern, subject: model.Argument, obj: model.Argument) -> bool:
        if pattern.subject_classes and not any(
            self.ontology.is_a(subject.entity.cls, cls) for cls in pattern.subject_classes
        ):
            return False
        if any(self.ontology.is_a(subject.entity.cls, cls) for cls in pattern.not_subject_classes):
            return False
        return self.ontology.accepts(pattern.relation, subject.entity.cls, obj.entity.cls)

    # -- statements
    # -----------------------------------------------------------------------------------------------------

    def _statement(self, trigger: Trigger, subject: _Filler, obj: _Filler) -> model.Statement:
        pattern, token = trigger.pattern, trigger.token
        stop = token.idx + len(token)
        lemma = " ".join(part.lemma_.lower() for part in (token, trigger.noun) if part is not None)
        word = model.Trigger(token.idx, stop, self.document.text[token.idx : stop], lemma)
        interval = self._time(trigger)
        countable = self.ontology.is_a(obj.argument.entity.cls, "Capability")
        quantity = (
            self.linked.quantity_of(self._token_at(obj.argument.begin, obj.argument.end))
            if countable
            else None
        )
        place, speaker = self._place(trigger, subject, obj), self._speaker(token)
        recipient = self._other(trigger, pattern.recipient, "actor", subject, obj)
        topic = self._other(trigger, pattern.topic, "topic", subject, obj)
        words = self.resources.factuality
        modality = pattern.modality or modality_of(token, words, interval, self.document.published)
        return model.Statement(
            article=self.document.id,
            sentence=sentence_of(
                self.document,
                self.doc,
                word,
                subject.argument,
                obj.argument,
                place,
                recipient,
                topic,
                speaker,
            ),
            trigger=word,
            subject=subject.argument,
            relation=pattern.relation,
            object=obj.argument,
            modality=modality,
            pattern=pattern.name,
            begin=interval.begin if interval else None,
            end=interval.end if interval else None,
            place=place,
            recipient=recipient,
            topic=topic,
            attributed_to=speaker,
            quantity=quantity,
            occasion=self._occasion(trigger.noun or token),
            cue=cue_of(token, words) if modality in ("planned", "possible") else None,
        )

    def _token_at(self, begin: int, end: int) -> Token:
        """The head of the words at these offsets."""
        return self.doc.around(begin, end).root

    def _time(self, trigger: Trigger) -> Interval | None:
        """When it happens: said with the verb, else with the noun."""
        for token in (trigger.token, trigger.noun):
            if token is not None:
                if token.i not in self._times:
                    self._times[token.i] = time_of(
                        token, self.tagger, self.document.published, known=self._expressions
                    )
                if found := self._times[token.i]:
                    return found
        return None

    def _place(self, trigger: Trigger, subject: _Filler, obj: _Filler) -> model.Argument | None:
        paths = [
            *trigger.pattern.place,
            *(f"noun.{path}" for path in trigger.pattern.place if trigger.noun is not None),
        ]
        for path in paths:
            for token in trigger.tokens(path):
                for filler in self._who(token, "place"):
                    entity = filler.argument.entity
                    taken = (subject.argument.entity.id, obj.argument.entity.id)
                    if self.ontology.is_a(entity.cls, _PLACE_CLASS) and entity.id not in taken:
                        return filler.argument
        return None

    def _other(
        self, trigger: Trigger, paths: tuple[str, ...], role: Way, subject: _Filler, obj: _Filler
    ) -> model.Argument | None:
        taken = {subject.argument.entity.id, obj.argument.entity.id}
        for token in trigger.first(paths):
            for filler in self._who(token, role):
                if filler.argument.entity.id not in taken:
                    return filler.argument
        return None

    def _occasion(self, noun: Token) -> str | None:
        """The proper name of a happening: an event noun in capitals with the capitalised words and the number
        before it.
        """
        first = noun
        while first.i > noun.sent.start and _names(before := first.nbor(-1)):
            first = before
        words = self.doc[first.i : noun.i + 1]
        if (
            noun.tag_ in VERBS
            or not noun.text[:1].isupper()
            or sum(word.text[:1].isupper() for word in words) < 2
        ):
            return None
        return self.document.text[first.idx : noun.idx + len(noun)]

    def _speaker(self, token: Token) -> model.Argument | None:
        speaker = attributed_to(token, self.resources.factuality)
        return next((f.argument for f in self._who(speaker, "actor")), None) if speaker is not None else None


def _names(token: Token) -> bool:
    """Whether a word before an event noun can be part of its name: capitalised, or a number such as
    "57th".
    """
    return token.dep_ in _NAMING and (token.text[:1].isupper() or token.text[:1].isdigit())


def _wanted(token: Token, words: frozenset[str], unwanted: frozenset[str]) -> bool:
    lemma = token.lemma_.lower()
    return (not words or lemma in words or token.lower_ in words) and lemma not in unwanted


def _first_understood(
    trigger: Trigger, paths: tuple[str, ...], read: Callable[[Token], list[_Filler]]
) -> list[_Filler]:
    """What the first path says that leads to something understood.

    A pronoun or a name that is not understood ends the search.
    """
    for path in paths:
        tokens = trigger.tokens(path)
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


def _distinct(found: Iterable[_Filler]) -> list[_Filler]:
    """One filler for each entity, and none whose words lie within another's: "the defence chiefs of Japan"
    are not joined by Japan.
    """
    seen: dict[str, _Filler] = {}
    for filler in found:
        seen.setdefault(filler.argument.entity.id, filler)
    if len(seen) < 2:
        return list(seen.values())
    spans = {(f.argument.begin, f.argument.end) for f in seen.values()}
    return [f for f in seen.values() if not any(_within(f.argument, begin, end) for begin, end in spans)]


def _within(argument: model.Argument, begin: int, end: int) -> bool:
    return begin <= argument.begin and argument.end <= end and (begin, end) != (argument.begin, argument.end)


def extract_statements(
    document: model.Document,
    doc: ParsedDoc,
    linked: LinkedDocument,
    resources: Resources,
    tagger: TimeTagger,
) -> Iterator[model.Statement]:
    """The typed statements of an article in the order of their triggers, one for each pattern, subject and
    object; not yet merged.
    """
    yield from _Extractor(document, doc, linked, resources, tagger).rated()
