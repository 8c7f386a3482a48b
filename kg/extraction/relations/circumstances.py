"""When, where and how much: the circumstances of what the learned extractor reads."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from kg.extraction.learned.labels import SYMMETRIC
from kg.extraction.relations.amounts import counted_at, counts
from kg.extraction.relations.gapping import half_of, says_where
from kg.extraction.relations.other_clauses import is_of_clause_behind
from kg.extraction.relations.participant_entities import ParticipantEntities
from kg.extraction.syntax.designations import is_designation
from kg.extraction.time.anchoring import time_of
from kg.extraction.time.calendar import Interval
from kg.extraction.time.saying import is_when_said
from kg.extraction.time.tagging import TimeExpression, TimeTagger, root_of, time_at
from kg.model import Argument, Document
from kg.nlp.tokens import ParsedDoc, Token

if TYPE_CHECKING:
    from kg.extraction.learned.extractor import LearnedStatement
    from kg.resources.factuality_lexicon import FactualityLexicon

__all__ = ["Circumstances"]


class Circumstances:
    """Those of what is read in one article."""

    def __init__(
        self,
        document: Document,
        doc: ParsedDoc,
        participants: ParticipantEntities,
        words: FactualityLexicon,
        tagger: TimeTagger,
    ) -> None:
        self.document, self.doc, self.participants = document, doc, participants
        self.words, self.tagger = words, tagger

    @cached_property
    def _times(self) -> list[TimeExpression]:
        """The times that the article names, found when the first statement asks."""
        return self.tagger.times(self.doc, self.document.published)

    def time(self, found: LearnedStatement) -> Interval | None:
        """When it happens: as the clause says, else at the time that was read."""
        half = self._half(found)
        mine = (one.interval for one in self._times if half and one.first in half and one.interval)
        if (own := next(mine, None)) is not None:
            return own
        token = self.doc[found.trigger]
        own = time_of(token, self.tagger, self.document.published, known=self._times)
        if own is not None or found.time is None:
            return own
        known = time_at(self._times, found.time)
        if known is None or is_when_said(known, token, self.words):
            return None
        if is_of_clause_behind(root_of(self.doc, known), token):
            return None
        return known.interval

    def is_time(self, place: int | None) -> bool:
        """Whether the word at a place belongs to a time."""
        return place is not None and time_at(self._times, place) is not None

    def place(self, found: LearnedStatement, said: Argument | None, *, is_object: bool) -> Argument | None:
        """Where it happens: the place that was read, else the one that a pattern ``said``; with
        ``is_object`` the object is where it is done.
        """
        half = self._half(found)
        read = self._place_read(found, found.object if found.place is None and is_object else found.place)
        if half is None:
            return read or said
        inside = (one for one in (read, said) if one is not None and self.doc.head_of(one).i in half)
        named = (
            self.participants.place(word) for word in self.doc[half.start : half.stop] if says_where(word)
        )
        return next(inside, None) or next((one for one in named if one is not None), None)

    def quantity(self, found: LearnedStatement) -> str | None:
        """The words of the amount: the numeral or measure that was read, with what stands before it. Words of
        a time and numbers in names are none.
        """
        place, half = counted_at(self.doc, found.quantity, found.object), self._half(found)
        if place is None or (half is not None and place not in half):
            return None
        token = first = self.doc[place]
        if is_designation(token) or time_at(self._times, token.i):
            return None
        while first.i > token.sent.start and counts(before := first.nbor(-1), token):
            first = before
        return self.document.text[first.idx : token.idx + len(token)]

    def are_apart(self, found: LearnedStatement) -> bool:
        """Whether what its participants do with each other is told of each at a time or place of its own:
        "met X on Monday and Y on Tuesday" is no meeting of X and Y.
        """
        if found.relation not in SYMMETRIC or found.subject is None or found.object is None:
            return False
        trigger = self.doc[found.trigger]
        one, other = (half_of(trigger, self.doc[i], self._times) for i in (found.subject, found.object))
        return one is not None and other is not None and one != other

    def _half(self, found: LearnedStatement) -> range | None:
        """The words among which an object has a place and a time of its own."""
        if found.object is None:
            return None
        return half_of(self.doc[found.trigger], self.doc[found.object], self._times)

    def _place_read(self, found: LearnedStatement, place: int | None) -> Argument | None:
        partner = place == found.object and found.relation in SYMMETRIC
        if place is None or partner or time_at(self._times, place):
            return None
        where = self.doc[place]
        if found.place is not None and self._is_of_later_clause(where, self.doc[found.trigger]):
            return None
        return self.participants.place(where)

    def _is_of_later_clause(self, word: Token, trigger: Token) -> bool:
        """Whether a word below a trigger belongs to a clause about what comes later: Rome in "met before the
        pope visits Rome".
        """
        while trigger.is_ancestor(word):
            marks = (child.lower_ for child in word.children if child.dep_ == "mark")
            if word.dep_ == "advcl" and not self.words.forward_links.isdisjoint(marks):
                return True
            word = word.head
        return False
