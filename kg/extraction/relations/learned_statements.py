"""What the learned extractor reads in a parsed article, as statements about the article's entities.

Patterns and grammar are evidence that the extractor weighs (`kg.extraction.learned`). What a pattern says of
relations that the extractor was not taught stands as it is.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, product
from typing import TYPE_CHECKING, Final, Literal

from kg.extraction.entities.linker import LinkedDocument
from kg.extraction.entities.topic_head import deed_noun
from kg.extraction.factuality.contrast import of_participants
from kg.extraction.factuality.modality_cue import cue_of
from kg.extraction.factuality.settled_modality import decided_modality, of_those_taking_part
from kg.extraction.learned.evidence import Evidence
from kg.extraction.learned.extractor import LearnedExtractor, LearnedStatement
from kg.extraction.learned.labels import SYMMETRIC
from kg.extraction.relations.circumstances import Circumstances
from kg.extraction.relations.elections import is_loser
from kg.extraction.relations.other_clauses import is_of_other_clause
from kg.extraction.relations.participant_entities import ParticipantEntities
from kg.extraction.relations.pattern_evidence import TAUGHT, PatternEvidence, PipelineGrammar
from kg.extraction.relations.places_of_protest import without_place
from kg.extraction.relations.separate_meetings import are_side_by_side, is_separate
from kg.extraction.relations.times import at_each_time
from kg.extraction.syntax.sentences import sentence_of
from kg.extraction.time.calendar import Interval
from kg.extraction.time.tagging import TimeTagger
from kg.model import Argument, Document, Statement, Trigger
from kg.nlp.tokens import ParsedDoc, Token
from kg.resources.resources import Resources

if TYPE_CHECKING:
    from spacy.tokens import Doc

__all__ = ["PatternedArticle", "learned_statements"]

Side = Literal["subject", "object"]
_SUREST: Final = 0.99  # no more is borne out by what it was fitted on
_OF_DEEDS: Final = frozenset({"enacts", "grants", "rejects", "requests", "seeks"})
"""Relations with what somebody does or is to do ("refused to sign"); all others are with things."""
_AGAINST: Final = frozenset({"attacks", "coerces"})
"""Relations whose object suffers what is done; where it is done is another thing."""
_TAKEN: Final = frozenset({"dobj", "nsubjpass", "dative"})
_VOTED: Final = "appoints"
_VEHICLE: Final = "Platform"
_SENT: Final = frozenset({"dobj", "nsubjpass"})
_ARMS: Final = frozenset({"Weapon", "Platform"})
_CONCERNING: Final = frozenset({"about", "over"})
"""Prepositions before what a deed is about. Beside an object of the same verb, no annotated sentence has what
follows them as another object."""
_Pair = tuple[Argument | None, Argument | None]


@dataclass(frozen=True, slots=True)
class PatternedArticle:
    """An article as far as patterns read it. ``parsed`` and ``words`` are the same parse, as spaCy's and as
    plain values; ``patterns`` is what the patterns say of it.
    """

    document: Document
    parsed: Doc
    words: ParsedDoc
    linked: LinkedDocument
    patterns: Sequence[Statement]


def learned_statements(
    extractor: LearnedExtractor,
    articles: Sequence[PatternedArticle],
    resources: Resources,
    tagger: TimeTagger,
    least: float,
) -> Iterator[list[Statement]]:
    """Of each article the statements that are at least so sure, and those of its patterns whose relation the
    extractor was not taught or that stand by themselves.
    """
    told = [PatternEvidence(one.patterns, one.words) for one in articles]
    texts = [
        (one.parsed, Evidence(mine.rows, PipelineGrammar(one.words, resources.factuality)))
        for one, mine in zip(articles, told, strict=True)
    ]
    for one, mine, found in zip(articles, told, extractor.read_all(texts, least), strict=True):
        participants = ParticipantEntities(one.words, one.linked, resources.lexicon, resources.ontology)
        reader = _Reader(one.document, one.words, participants, resources, tagger, mine)
        found = [said for said in found if not reader.is_mistaken(said)]
        against = {(said.relation, said.trigger) for said in found if not reader.is_where(said)}
        told_of = [s for s in found if not (reader.is_where(s) and (s.relation, s.trigger) in against)]
        aimed = {(said.relation, said.trigger) for said in told_of if reader.is_aimed(said)}
        told_of = [s for s in told_of if not (reader.is_about(s) and (s.relation, s.trigger) in aimed)]
        with_others = {(said.relation, said.trigger) for said in told_of if not reader.is_one_side(said)}
        told_of = [
            s for s in told_of if (s.relation, s.trigger) not in with_others or not reader.is_of_separate(s)
        ]
        read = [statement for said in told_of for statement in reader.statements(said)]
        yield [*_kept(one.patterns, read, resources.patterns.alone), *read]


def _kept(
    patterns: Iterable[Statement], read: Sequence[Statement], alone: Container[str]
) -> Iterator[Statement]:
    """What patterns say of relations that the extractor was not taught; of others what stands by itself,
    where nothing is read of the same two.
    """
    pairs = {frozenset(_ends(one)) for one in read}
    for said in patterns:
        if said.relation not in TAUGHT or (said.pattern in alone and frozenset(_ends(said)) not in pairs):
            yield said


def _ends(statement: Statement) -> set[str]:
    return {end.entity.id for end in (statement.subject, statement.object) if end is not None}


class _Reader:
    """What was read, with words for places and entities for words."""

    def __init__(
        self,
        document: Document,
        doc: ParsedDoc,
        participants: ParticipantEntities,
        resources: Resources,
        tagger: TimeTagger,
        told: PatternEvidence,
    ) -> None:
        self.document, self.doc, self.participants = document, doc, participants
        self.resources, self.told = resources, told
        self.around = Circumstances(document, doc, participants, resources.factuality, tagger)

    def statements(self, found: LearnedStatement) -> Iterator[Statement]:
        """One statement for each pair of entities that take part; none when nobody is known who does."""
        for subject, other in self._pairs(found):
            if (subject or other) and (
                subject is None or other is None or subject.entity.id != other.entity.id
            ):
                time = self.around.time(found)
                yield from at_each_time(self._statement(found, subject, other, time), time)

    def _pairs(self, found: LearnedStatement) -> Iterator[_Pair]:
        relation = self.resources.ontology.relations[found.relation]
        subjects = self._meant(found, "subject", relation.domain)
        if found.relation in SYMMETRIC and found.subject == found.object:
            if len(subjects) > 1:
                yield from combinations(subjects, 2)
            else:
                yield from ((one, None) for one in subjects)
            return
        others = [] if self.is_where(found) else self._meant(found, "object", relation.range)
        firsts: Sequence[Argument | None] = subjects or [None]
        seconds: Sequence[Argument | None] = others or [None]
        yield from product(firsts, seconds)

    def is_where(self, found: LearnedStatement) -> bool:
        """Whether the object of a deed against somebody is only where it is done: "fired at each other in
        Kashmir".
        """
        if found.relation not in _AGAINST or found.object is None:
            return False
        token = self.doc[found.object]
        return self.participants.is_location(token) and not self._is_shot_at(token)

    def _is_shot_at(self, token: Token) -> bool:
        """Whether what is somewhere is what arms are sent at: "fired two rockets at Halden"."""
        link = token.head
        sent = [child for child in link.head.children if child.dep_ in _SENT]
        capabilities = self.resources.lexicon.capabilities
        kinds = {capabilities.get(self.resources.lexicon.singular(child.lower_)) for child in sent}
        return link.lower_ == "at" and not kinds.isdisjoint(_ARMS)

    def is_mistaken(self, found: LearnedStatement) -> bool:
        """Whether one of those that it names takes no part in what it says."""
        timed = self.around.is_time(found.subject) or self.around.is_time(found.object)
        return timed or self.is_lost(found) or self.is_of_other_clause(found)

    def is_lost(self, found: LearnedStatement) -> bool:
        """Whether it makes the loser of a vote the one who is elected."""
        if found.relation != _VOTED or found.object is None:
            return False
        return is_loser(self.doc[found.object], self.doc[found.trigger], self.resources.lexicon)

    def is_of_other_clause(self, found: LearnedStatement) -> bool:
        """Whether one of its participants takes part in a joined clause only, or each in another half."""
        trigger = self.doc[found.trigger]
        places = (place for place in (found.subject, found.object) if place is not None)
        apart = any(is_of_other_clause(self.doc[place], trigger) for place in places)
        return apart or self.around.are_apart(found)

    def is_aimed(self, found: LearnedStatement) -> bool:
        """Whether the object is one that the verb itself takes: "warned Beijing"."""
        if found.object is None:
            return False
        token = self.doc[found.object]
        return token.head.i == found.trigger and token.dep_ in _TAKEN

    def is_about(self, found: LearnedStatement) -> bool:
        """Whether the object is only what a deed is about: the last of "warned Beijing over Taiwan"."""
        if found.object is None:
            return False
        link = self.doc[found.object].head
        return link.dep_ == "prep" and link.head.i == found.trigger and link.lower_ in _CONCERNING

    def is_one_side(self, found: LearnedStatement) -> bool:
        """Whether its participants are named side by side, or one of them by nobody."""
        if found.subject is None or found.object is None:
            return True
        return are_side_by_side(self.doc[found.subject], self.doc[found.object])

    def is_of_separate(self, found: LearnedStatement) -> bool:
        """Whether it says that those meet whom another meets each by himself."""
        apart = found.relation in SYMMETRIC and is_separate(self.doc[found.trigger])
        return apart and self.is_one_side(found)

    def _meant(self, found: LearnedStatement, side: Side, classes: Sequence[str]) -> list[Argument]:
        """Whom a participant's word means: whom it names, else whom a pattern found among its words ("Israeli
        jets": Israel), else what it describes. A vehicle does something itself where nothing tells whose
        it is.
        """
        place = found.subject if side == "subject" else found.object
        if place is None or self.doc[place].lower_ in self.resources.factuality.nothing:
            return []
        token = self.doc[place] if found.relation in _OF_DEEDS else deed_noun(self.doc[place])
        if token is None or (token.i != place and token.i == found.trigger):
            return []
        actors = [cls for cls in classes if side == "object" or cls != _VEHICLE]
        return (
            self.participants.named(token, actors)
            or self._owners(found, side, token, classes)
            or (self.participants.named(token, classes) if len(actors) < len(classes) else [])
            or self.participants.described(token, classes)
        )

    def _owners(
        self, found: LearnedStatement, side: Side, token: Token, classes: Sequence[str]
    ) -> list[Argument]:
        """The participants of patterns' statements whose words lie among those that hang on a word."""
        words = token.subtree
        begin, end = min(word.idx for word in words), max(word.idx + len(word) for word in words)
        inside: dict[str, Argument] = {}
        for said in self.told.of(found):
            one = said.subject if side == "subject" else said.object
            if one is None or not begin <= one.begin <= one.end <= end or one.entity.cls == "Topic":
                continue
            if found.relation not in _AGAINST or not self.participants.is_location(self.doc.head_of(one)):
                inside.setdefault(one.entity.id, one)
        ontology = self.resources.ontology
        return [one for one in inside.values() if any(ontology.is_a(one.entity.cls, cls) for cls in classes)]

    def _statement(
        self,
        found: LearnedStatement,
        subject: Argument | None,
        other: Argument | None,
        interval: Interval | None,
    ) -> Statement:
        token = self.doc[found.trigger]
        stop = token.idx + len(token)
        word = Trigger(token.idx, stop, self.document.text[token.idx : stop], token.lemma_.lower())
        words = self.resources.factuality
        chance = max(found.modalities)
        decided = decided_modality(found.modality, chance, token, words, interval, self.document.published)
        heads = [self.doc.head_of(one) for one in (subject, other) if one is not None]
        modality, denial = of_participants(of_those_taking_part(decided, token, heads, words), heads, words)
        said = _same(self.told.of(found), subject, other)
        place = self.around.place(found, said.place if said else None, is_object=self.is_where(found))
        other = without_place(found.relation, other, place, self.doc, self.document.id)
        recipient = self._actor(found.recipient) or (said.recipient if said else None)
        topic, speaker = said.topic if said else None, self._actor(found.speaker)
        return Statement(
            article=self.document.id,
            sentence=sentence_of(
                self.document, self.doc, word, subject, other, place, recipient, topic, speaker
            ),
            trigger=said.trigger if said else word,
            subject=subject,
            relation=found.relation,
            object=other,
            modality=modality,
            confidence=round(min(found.confidence, _SUREST), 3),
            pattern=said.pattern if said else f"model#{found.relation}",
            begin=interval.begin if interval else None,
            end=interval.end if interval else None,
            place=place,
            recipient=recipient,
            topic=topic,
            attributed_to=speaker,
            quantity=self.around.quantity(found) or (said.quantity if said else None),
            cue=denial or (cue_of(token, words, modality) if modality != "actual" else None),
            occasion=said.occasion if said else None,
        )

    def _actor(self, place: int | None) -> Argument | None:
        if place is None:
            return None
        token, actors = self.doc[place], ("Actor",)
        found = self.participants.named(token, actors) or self.participants.described(token, actors)
        return next(iter(found), None)


def _same(
    statements: Iterable[Statement], subject: Argument | None, other: Argument | None
) -> Statement | None:
    """The pattern's statement about the same entities, either way round."""
    ends = {end.entity.id for end in (subject, other) if end}
    for one in statements:
        if one.subject and one.object and {one.subject.entity.id, one.object.entity.id} == ends:
            return one
    return None
