"""From the parsed article, who is who in it, and the patterns, to statements: what each trigger says and of
whom, when, how certain and on whose word.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property
from typing import Final

from kg.extraction.entities.linker import LinkedDocument
from kg.extraction.factuality.attribution import attributed_to
from kg.extraction.factuality.confidence import confidence
from kg.extraction.factuality.contrast import of_participants
from kg.extraction.factuality.factuality import modality_of
from kg.extraction.factuality.modality_cue import cue_of
from kg.extraction.relations.appositive_relations import Attribute, attributes
from kg.extraction.relations.participants import Participant, ParticipantReader
from kg.extraction.relations.times import at_each_time
from kg.extraction.relations.triggers import TriggerMatch, trigger_matches
from kg.extraction.syntax.sentences import sentence_of
from kg.extraction.time.anchoring import time_of
from kg.extraction.time.calendar import Interval
from kg.extraction.time.tagging import TimeExpression, TimeTagger, time_at
from kg.model import Argument, Document, Statement, Trigger
from kg.nlp.tokens import VERBS, ParsedDoc, Token
from kg.resources.patterns import Pattern
from kg.resources.resources import Resources

__all__ = ["extract_statements"]

_NAMING: Final = frozenset({"compound", "amod", "nmod", "nummod"})
_TOPIC_CLASS: Final = "Topic"


class _Extractor:
    """Statements of one parsed article."""

    def __init__(
        self,
        document: Document,
        doc: ParsedDoc,
        linked: LinkedDocument,
        resources: Resources,
        tagger: TimeTagger,
    ) -> None:
        self.document, self.doc, self.linked = document, doc, linked
        self.resources, self.tagger = resources, tagger
        self.reader = ParticipantReader(document, doc, linked, resources)
        self._times: dict[int, Interval | None] = {}

    @cached_property
    def _expressions(self) -> list[TimeExpression]:
        """The times that the article names, found when the first trigger asks."""
        return self.tagger.times(self.doc, self.document.published)

    def statements(self) -> Iterator[Statement]:
        """The statements of the triggers, then those that noun phrases say by themselves."""
        patterns = self.resources.patterns
        for token in patterns.triggering(self.doc):
            found = [
                statement for match in trigger_matches(token, patterns) for statement in self._said(match)
            ]
            yield from self._of_actors(found)
        for attribute in attributes(self.linked, self.doc.words.small_words):
            for pattern in patterns.phrases[attribute.phrase]:
                if self.reader.accepts(pattern, attribute.subject, attribute.object):
                    yield self._held(pattern, attribute)

    def _of_actors(self, found: list[Statement]) -> Iterator[Statement]:
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

    def rated(self) -> Iterator[Statement]:
        """The statements with their confidence."""
        for statement in self.statements():
            yield replace(statement, confidence=confidence(statement, self.resources.weights))

    def _held(self, pattern: Pattern, attribute: Attribute) -> Statement:
        """What a noun phrase says by itself: it holds, on the article's own word."""
        words = attribute.words
        return Statement(
            article=self.document.id,
            sentence=sentence_of(self.document, self.doc, words, attribute.subject, attribute.object),
            trigger=Trigger(words.begin, words.end, words.text, words.text.lower()),
            subject=attribute.subject,
            relation=pattern.relation,
            object=attribute.object,
            pattern=pattern.name,
        )

    def _said(self, match: TriggerMatch) -> Iterator[Statement]:
        """What a trigger says of each pair that it may be said of."""
        pattern = match.pattern
        if any(not match.tokens(path) for path in pattern.requires) or any(
            match.tokens(path) for path in pattern.forbids
        ):
            return
        for subject, obj in self.reader.pairs(match):
            if (
                (subject.named or obj.named)
                and subject.argument.entity.id != obj.argument.entity.id
                and self.reader.accepts(pattern, subject.argument, obj.argument)
            ):
                statement = self._statement(match, subject, obj)
                if all(getattr(statement, detail) for detail in pattern.needs):
                    yield from at_each_time(statement, self._time(match))

    def _statement(self, match: TriggerMatch, subject: Participant, obj: Participant) -> Statement:
        """What a trigger says of two participants."""
        pattern, token, words = match.pattern, match.token, self.resources.factuality
        trigger, interval = self._trigger(match), self._time(match)
        speaker = self._speaker(token)
        place = self._place(match, subject, obj)
        recipient = self.reader.other(match, pattern.recipient, "actor", subject, obj)
        topic = self.reader.other(match, pattern.topic, "topic", subject, obj)
        read = pattern.modality or modality_of(token, words, interval, self.document.published)
        heads = (self.doc.head_of(one) for one in (subject.argument, obj.argument))
        modality, denial = of_participants(read, heads, words)
        parts = (trigger, subject.argument, obj.argument, place, recipient, topic, speaker)
        return Statement(
            article=self.document.id,
            sentence=sentence_of(self.document, self.doc, *parts),
            trigger=trigger,
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
            quantity=self._quantity(obj.argument),
            occasion=_occasion(self.document, self.doc, match.noun or token),
            cue=denial or (cue_of(token, words, modality) if modality != "actual" else None),
        )

    def _trigger(self, match: TriggerMatch) -> Trigger:
        """The words of a trigger; the lemma of a light one has its noun too."""
        begin, end = match.token.idx, match.token.idx + len(match.token)
        lemma = " ".join(part.lemma_.lower() for part in (match.token, match.noun) if part is not None)
        return Trigger(begin, end, self.document.text[begin:end], lemma)

    def _quantity(self, thing: Argument) -> str | None:
        """How many of a capability are spoken of."""
        if not self.resources.ontology.is_a(thing.entity.cls, "Capability"):
            return None
        return self.linked.quantity_of(self.doc.head_of(thing))

    def _place(self, match: TriggerMatch, subject: Participant, obj: Participant) -> Argument | None:
        """Where it happens; a time ("FY2025") is no place."""
        place = self.reader.place(match, subject, obj)
        if place is None or time_at(self._expressions, self.doc.head_of(place).i):
            return None
        return place

    def _time(self, match: TriggerMatch) -> Interval | None:
        """When it happens: said with the verb, else with the noun."""
        for token in (match.token, match.noun):
            if token is not None:
                if token.i not in self._times:
                    self._times[token.i] = time_of(
                        token, self.tagger, self.document.published, known=self._expressions
                    )
                if found := self._times[token.i]:
                    return found
        return None

    def _speaker(self, token: Token) -> Argument | None:
        """On whose word it is said."""
        speaker = attributed_to(token, self.resources.factuality)
        if speaker is None:
            return None
        return next((one.argument for one in self.reader.who(speaker, "actor")), None)


def _occasion(document: Document, doc: ParsedDoc, noun: Token) -> str | None:
    """The proper name of a happening: an event noun in capitals with the capitalised words and the number
    before it.
    """
    first = noun
    while first.i > noun.sent.start and _may_begin_name(before := first.nbor(-1)):
        first = before
    words = doc[first.i : noun.i + 1]
    if (
        noun.tag_ in VERBS
        or not noun.text[:1].isupper()
        or sum(word.text[:1].isupper() for word in words) < 2
    ):
        return None
    return document.text[first.idx : noun.idx + len(noun)]


def _may_begin_name(token: Token) -> bool:
    """Whether a word before an event noun can be part of its name: capitalised, or a number such as
    "57th".
    """
    return token.dep_ in _NAMING and (token.text[:1].isupper() or token.text[:1].isdigit())


def extract_statements(
    document: Document,
    doc: ParsedDoc,
    linked: LinkedDocument,
    resources: Resources,
    tagger: TimeTagger,
) -> Iterator[Statement]:
    """The typed statements of an article in the order of their triggers, one for each pattern, subject and
    object; not yet merged.
    """
    yield from _Extractor(document, doc, linked, resources, tagger).rated()
