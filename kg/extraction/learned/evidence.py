"""What others say of a text before the network reads it: the patterns, and the grammar of clauses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

__all__ = ["Evidence", "Grammar", "Silent", "Told"]


@dataclass(frozen=True, slots=True)
class Told:
    """A statement that a pattern made: relation, modality, and the places of its trigger, subject and object
    among the words."""

    relation: str
    modality: str
    trigger: int
    subject: int
    object: int


class Grammar(Protocol):
    """What the grammar says of a word, by its place in the text."""

    def modality(self, place: int) -> str:
        """How certain the sentence is about what the word says."""

    def speaker(self, place: int) -> int | None:
        """The head of the one on whose word it stands."""

    def slots(self, place: int) -> Sequence[tuple[str, int]]:
        """The slots around the word (one of `labels.SLOTS`) and the words that fill them."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """Of one text."""

    told: Sequence[Told]
    grammar: Grammar


class Silent:
    """A grammar that knows nothing."""

    def modality(self, place: int) -> str:
        """Actual, always."""
        return "actual"

    def speaker(self, place: int) -> int | None:
        """None."""
        return None

    def slots(self, place: int) -> Sequence[tuple[str, int]]:
        """None."""
        return ()
