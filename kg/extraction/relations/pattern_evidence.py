"""What patterns and the grammar of clauses say of an article, as evidence for the learned extractor."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from operator import itemgetter
from typing import Final

from kg.extraction.factuality.attribution import attributed_to
from kg.extraction.factuality.factuality import modality_of
from kg.extraction.learned.evidence import Told
from kg.extraction.learned.extractor import LearnedStatement
from kg.extraction.learned.labels import RELATIONS, SLOTS
from kg.extraction.syntax.predicate_arguments import arguments
from kg.model import Statement
from kg.nlp.tokens import ParsedDoc
from kg.resources.factuality_lexicon import FactualityLexicon

__all__ = ["TAUGHT", "PatternEvidence", "PipelineGrammar", "head_of"]

TAUGHT: Final = frozenset(RELATIONS)
"""The relations that the learned extractor knows."""


class PipelineGrammar:
    """What the grammar of clauses says of the words of an article:
    `kg.extraction.learned.evidence.Grammar`.
    """

    def __init__(self, doc: ParsedDoc, words: FactualityLexicon) -> None:
        self.doc, self.words = doc, words

    def modality(self, place: int) -> str:
        """How certain the sentence is about what the word says."""
        return modality_of(self.doc[place], self.words)

    def speaker(self, place: int) -> int | None:
        """The head of the one on whose word it stands."""
        found = attributed_to(self.doc[place], self.words)
        return None if found is None else found.i

    def slots(self, place: int) -> Sequence[tuple[str, int]]:
        """The slots around the word, and the words that fill them."""
        token = self.doc[place]
        return [(slot, filler.i) for slot in SLOTS for filler in arguments(token, slot)]


class PatternEvidence:
    """The statements of patterns by the places of their words."""

    def __init__(self, statements: Iterable[Statement], doc: ParsedDoc) -> None:
        self._begins = [token.idx for token in doc]
        self.rows: list[Told] = []
        self._doc = doc
        self._patterns: dict[tuple[str, int], list[tuple[int, Statement]]] = {}
        for said in statements:
            if said.relation in TAUGHT and said.subject is not None and said.object is not None:
                parts = (said.trigger, said.subject, said.object)
                trigger, subject, other = (head_of(doc, self._begins, part.begin, part.end) for part in parts)
                if min(subject, other, trigger) >= 0:
                    self.rows.append(Told(said.relation or "", said.modality, trigger, subject, other))
                    rows = self._patterns.setdefault((said.relation or "", trigger), [])
                    rows.append((len(self.rows), said))

    def of(self, found: LearnedStatement) -> Sequence[Statement]:
        """The statements of patterns with the relation and trigger of one that was read; a light verb and its
        noun ("hold talks") are one trigger.
        """
        near = {found.trigger, self._doc[found.trigger].head.i}
        near |= {child.i for child in self._doc[found.trigger].children if child.dep_ == "dobj"}
        rows = [row for trigger in near for row in self._patterns.get((found.relation, trigger), ())]
        return [said for _, said in sorted(rows, key=itemgetter(0))]


def head_of(doc: ParsedDoc, begins: Sequence[int], begin: int, end: int) -> int:
    """The place of the head of the words between two offsets: the first whose own head lies outside; -1 if
    there are no words. ``begins`` are the offsets of all words.
    """
    first = max(0, bisect_right(begins, begin) - 1)
    after = bisect_left(begins, end, first)
    inside = [i for i in range(first, after) if begins[i] + len(doc[i].text) > begin]
    within = set(inside)
    outer = [i for i in inside if doc[i].head.i not in within or doc[i].head.i == i]
    best = [i for i in outer if not doc[i].is_punct and doc[i].dep_ not in ("det", "case")]
    return next(iter(best or outer or inside), -1)
