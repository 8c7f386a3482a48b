"""Statements held against annotated sentences: who does what to whom, one participant or two, how certain.

The annotated sentences are JSON lines with ``text``, ``rows`` and, for sentences of one article, ``article``
(training/data/annotated has such a corpus with its guidelines). A statement is right when its sentence has a
row of the same relation whose participants are the statement's: their words, or names, overlap by half of the
shorter; symmetric relations either way round. Rows that can be argued about are neither required nor
punished. A statement that lacks a participant which its row has is neither right nor wrong, and the row is
missed.

Where a row gives the full name behind a pronoun, a short name or a description (``subject_is``,
``object_is``), the participant of a right statement is resolved when a name of its entity shares more than
half of the words of the longer of the two.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from kg.evaluation.annotated_sentences import (
    AnnotatedSentence,
    Row,
    Side,
    Words,
    articles_of,
    is_annotated,
    read_annotated,
    words_of,
)
from kg.extraction.learned.labels import SYMMETRIC
from kg.model import Argument, Statement
from kg.terminal import columns

__all__ = [
    "AnnotatedScore",
    "AnnotatedSentence",
    "articles_of",
    "is_annotated",
    "read_annotated",
    "score",
    "score_json",
    "score_text",
]

NOT_ANNOTATED: Final = frozenset({"holdsRole", "represents", "locatedIn", "partOf"})
"""Relations that the annotation leaves out; statements of theirs are not judged."""


@dataclass(slots=True)
class AnnotatedScore:
    """Counts of one relation, or of all: certain rows with both participants and with one, and how many of
    each were found; statements that are right, wrong, optional (an arguable row says the same) or partial (a
    participant is missing); rows found with a right modality; participants of found rows that stand for a
    full name, and those of them that were resolved to it.
    """

    rows: int = 0
    rows_one: int = 0
    found: int = 0
    found_one: int = 0
    right: int = 0
    wrong: int = 0
    optional: int = 0
    partial: int = 0
    modality: int = 0
    referring: int = 0
    resolved: int = 0
    verdicts: list[tuple[float, bool]] = field(default_factory=list, repr=False)

    @property
    def precision(self) -> float:
        """The share of right statements among those that are right or wrong."""
        return _share(self.right, self.right + self.wrong)

    @property
    def recall(self) -> float:
        """The share of rows with two participants that were found."""
        return _share(self.found, self.rows)

    @property
    def recall_one(self) -> float:
        """The share of rows with one participant that were found."""
        return _share(self.found_one, self.rows_one)

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and the recall of all rows."""
        recall = _share(self.found + self.found_one, self.rows + self.rows_one)
        return _share(2 * self.precision * recall, self.precision + recall)

    @property
    def modality_accuracy(self) -> float:
        """The share of the found rows that carry a right modality."""
        return _share(self.modality, self.found + self.found_one)

    @property
    def resolution_accuracy(self) -> float:
        """The share of the referring participants of found rows that have the right name."""
        return _share(self.resolved, self.referring)

    @property
    def separation(self) -> float | None:
        """The chance that a right statement has a higher confidence than a wrong one (area under the ROC
        curve, Hanley and McNeil 1982); None when there are not both.
        """
        right = sorted(sure for sure, good in self.verdicts if good)
        wrong = sorted(sure for sure, good in self.verdicts if not good)
        if not right or not wrong:
            return None
        below = sum(bisect_right(wrong, sure) + _below(wrong, sure) for sure in right) / 2
        return below / (len(right) * len(wrong))


def _below(sorted_values: Sequence[float], value: float) -> int:
    return bisect_right(sorted_values, value) - sorted_values.count(value)


def _share(part: float, whole: float) -> float:
    return part / whole if whole else 0.0


def score(sentences: Sequence[AnnotatedSentence], said: Iterable[Statement]) -> dict[str, AnnotatedScore]:
    """Scores by relation, the most frequent first, and of all under ``""``.

    Statements of other articles do not count.
    """
    scores: dict[str, AnnotatedScore] = {"": AnnotatedScore()}
    by_sentence: dict[int, list[Statement]] = {}
    where = _Places(sentences)
    for statement in said:
        if statement.relation and statement.relation not in NOT_ANNOTATED and where.has(statement.article):
            by_sentence.setdefault(where.of(statement), []).append(statement)
    for place, statements in by_sentence.items():
        rows = sentences[place].rows if place >= 0 else ()
        for statement in statements:
            _judge(scores, statement, rows)
    for place, sentence in enumerate(sentences):
        for row in sentence.rows:
            if row.certain:
                _count(scores, row, by_sentence.get(place, ()))
    order = sorted(
        (name for name in scores if name), key=lambda name: (-scores[name].rows - scores[name].rows_one, name)
    )
    return {name: scores[name] for name in (*order, "")}


class _Places:
    """In which sentence a statement stands."""

    def __init__(self, sentences: Sequence[AnnotatedSentence]) -> None:
        self._of: dict[str, list[tuple[int, int, int]]] = {}
        for place, one in enumerate(sentences):
            self._of.setdefault(one.article, []).append((one.begin, one.end, place))

    def has(self, article: str) -> bool:
        """Whether sentences of an article are annotated."""
        return article in self._of

    def of(self, statement: Statement) -> int:
        """The place of the sentence with the statement's trigger; -1 if there is none."""
        begin = statement.trigger.begin
        return next(
            (place for first, last, place in self._of[statement.article] if first <= begin <= last), -1
        )


def _judge(scores: dict[str, AnnotatedScore], said: Statement, rows: Iterable[Row]) -> None:
    fits = [(row, _fit(row, said)) for row in rows]
    right = [row for row, fit in fits if fit == 2]
    certain = any(row.certain for row in right)
    for name in (said.relation or "", ""):
        one = scores.setdefault(name, AnnotatedScore())
        if certain or not right:
            if certain:
                one.right += 1
            elif any(fit == 1 for _, fit in fits):
                one.partial += 1
                continue
            else:
                one.wrong += 1
            one.verdicts.append((said.confidence, certain))
        else:
            one.optional += 1


def _count(scores: dict[str, AnnotatedScore], row: Row, said: Iterable[Statement]) -> None:
    hits = [one for one in said if _fit(row, one) == 2]
    referring = sum(map(bool, row.names)) if hits else 0
    resolved = max((_resolved(row, hit) for hit in hits), default=0)
    for name in (row.relation, ""):
        one = scores.setdefault(name, AnnotatedScore())
        one.rows += row.whole
        one.rows_one += not row.whole
        one.found += row.whole and bool(hits)
        one.found_one += not row.whole and bool(hits)
        one.modality += any(hit.modality in row.modalities for hit in hits)
        one.referring += referring
        one.resolved += resolved


def _fit(row: Row, said: Statement) -> int:
    """2 when a statement is a row's, 1 when it lacks a participant of it, 0 when it is another."""
    if row.relation != said.relation:
        return 0
    subject, other = _said_side(said, said.subject), _said_side(said, said.object)
    best = _way(row, subject, other)
    return max(best, _way(row, other, subject)) if row.relation in SYMMETRIC else best


def _way(row: Row, subject: Side, other: Side) -> int:
    worth = 2
    for gold, mine in ((row.subject, subject), (row.object, other)):
        if gold and mine:
            if not any(_overlap(a, b) for a in gold for b in mine):
                return 0
        elif gold:
            worth = 1
        elif mine:
            return 0
    return worth


def _resolved(row: Row, said: Statement) -> int:
    """How many participants of a right statement have the full name that its row gives for them."""
    sides = [(said.subject, said.object)]
    if row.relation in SYMMETRIC:
        sides.append((said.object, said.subject))
    right = (one for one in sides if _way(row, _said_side(said, one[0]), _said_side(said, one[1])) == 2)
    return max(sum(map(_has_name, one, row.names)) for one in right)


def _has_name(argument: Argument | None, name: Words) -> bool:
    if argument is None or not name:
        return False
    own = map(words_of, (argument.entity.label, *argument.entity.aliases))
    return any(2 * len(one & name) > max(len(one), len(name)) for one in own)


def _overlap(one: Words, other: Words) -> bool:
    return len(one & other) / min(len(one), len(other)) >= 0.5


def _said_side(said: Statement, argument: Argument | None) -> Side:
    if argument is None:
        return ()
    own = said.sentence.text[argument.begin - said.sentence.begin : argument.end - said.sentence.begin]
    return tuple(filter(None, map(words_of, (argument.entity.label, *argument.entity.aliases, own))))


def score_json(scores: Mapping[str, AnnotatedScore]) -> str:
    """The scores by relation, and of all together with the separation by confidence, as one JSON object."""
    told = {
        name or "all": {
            "rows": one.rows,
            "rowsOne": one.rows_one,
            "right": one.right,
            "wrong": one.wrong,
            "partial": one.partial,
            "optional": one.optional,
            "referring": one.referring,
            **{
                key: round(value, 4)
                for key, value in (
                    ("precision", one.precision),
                    ("recall", one.recall),
                    ("recallOne", one.recall_one),
                    ("f1", one.f1),
                    ("modality", one.modality_accuracy),
                    ("resolved", one.resolution_accuracy),
                )
            },
        }
        for name, one in scores.items()
    }
    separation = scores[""].separation
    return json.dumps({"separation": separation and round(separation, 4), **told}) + "\n"


def score_text(scores: Mapping[str, AnnotatedScore]) -> str:
    """A table for people: a line a relation, and all together."""
    head = (
        "relation",
        "rows",
        "one",
        "said",
        "precision",
        "recall",
        "recall one",
        "F1",
        "modality",
        "resolved",
    )
    table = [
        (
            name or "all",
            str(one.rows),
            str(one.rows_one),
            str(one.right + one.wrong),
            *(
                f"{value:.3f}"
                for value in (
                    one.precision,
                    one.recall,
                    one.recall_one,
                    one.f1,
                    one.modality_accuracy,
                    one.resolution_accuracy,
                )
            ),
        )
        for name, one in scores.items()
    ]
    lines = columns([head, *table], "<>>>>>>>>>", indent="")
    separation = scores[""].separation
    told = "-" if separation is None else f"{separation:.3f}"
    return "\n".join([*lines, "", f"separation of right from wrong by confidence: {told}"]) + "\n"
