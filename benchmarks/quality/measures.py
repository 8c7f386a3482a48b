"""Counts, the ratios made of them, and one-to-one matching."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal, TypeVar

from kg.evaluation.ratios import Ratios

__all__ = ["Fault", "Tally", "match", "together"]

_G = TypeVar("_G")
_S = TypeVar("_S")


@dataclass(frozen=True, slots=True)
class Tally(Ratios):
    """How many were said and how many of these are right, how many are in the gold and how many of these were
    found.
    """

    said: int = 0
    right: int = 0
    gold: int = 0
    found: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            self.said + other.said, self.right + other.right, self.gold + other.gold, self.found + other.found
        )


@dataclass(frozen=True, slots=True)
class Fault:
    """One error, for the reader who mends it: where it is, what was missed or wrongly said, and the sentence.
    ``group``: errors alike.
    """

    kind: Literal["missed", "wrong"]
    group: str
    place: str
    what: str
    sentence: str

    def __str__(self) -> str:
        return f"{self.kind:6} {self.place}: {self.what}\n       {self.sentence}"


def together(tallies: Sequence[Tally]) -> Tally:
    """The sum of some counts."""
    return sum(tallies, start=Tally())


def match(gold: Sequence[_G], said: Sequence[_S], same: Callable[[_G, _S], bool]) -> dict[int, int]:
    """A largest one-to-one matching (Kuhn's augmenting paths): position in ``gold`` -> position in
    ``said``.
    """
    owner: dict[int, int] = {}

    def placed(i: int, tried: set[int]) -> bool:
        for j, one in enumerate(said):
            if j in tried or not same(gold[i], one):
                continue
            tried.add(j)
            if j not in owner or placed(owner[j], tried):
                owner[j] = i
                return True
        return False

    for i in range(len(gold)):
        placed(i, set())
    return {i: j for j, i in sorted(owner.items())}
