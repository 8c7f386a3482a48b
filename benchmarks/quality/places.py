"""Does every statement point at the words that say it?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from benchmarks.quality.measures import Fault
from kg.model import Reading, Statement

__all__ = ["Places", "check_places"]


@dataclass(frozen=True, slots=True)
class Places:
    """How many statements there are, how many hold the article's own words as their sentence, and how many
    locate all words in it.
    """

    statements: int = 0
    sentences: int = 0
    words: int = 0
    faults: tuple[Fault, ...] = ()

    def __add__(self, other: Places) -> Places:
        counts = (
            self.statements + other.statements,
            self.sentences + other.sentences,
            self.words + other.words,
        )
        return Places(*counts, self.faults + other.faults)


def check_places(readings: Iterable[Reading]) -> Places:
    """Counts over the statements of some articles.

    The sentence must be the article's text at its offsets, and so must the trigger; it and the words of every
    argument must lie in the sentence.
    """
    total = Places()
    for reading in readings:
        text = reading.document.text
        for one in reading.statements:
            exact, located = (
                text[one.sentence.begin : one.sentence.end] == one.sentence.text,
                _located(one, text),
            )
            fault = Fault(
                "wrong", "place", one.article, f"{one.pattern}: {one.trigger.text}", one.sentence.text
            )
            total += Places(1, exact, located, () if exact and located else (fault,))
    return total


def _located(one: Statement, text: str) -> bool:
    arguments = (one.subject, one.object, one.place, one.recipient, one.topic, one.attributed_to)
    spans = [
        (one.trigger.begin, one.trigger.end),
        *((who.begin, who.end) for who in arguments if who is not None),
    ]
    inside = all(one.sentence.begin <= begin < end <= one.sentence.end for begin, end in spans)
    return inside and text[one.trigger.begin : one.trigger.end] == one.trigger.text
