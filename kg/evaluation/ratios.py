"""Precision, recall and F1 of whatever is counted."""

from __future__ import annotations

__all__ = ["Ratios"]


class Ratios:
    """The ratios of four counts: what was said and what of it is right, what is in the gold and what of it
    was found.
    """

    __slots__ = ()

    said: int
    right: int
    gold: int
    found: int

    @property
    def precision(self) -> float:
        """The share of what was said that is right."""
        return self.right / self.said if self.said else 0.0

    @property
    def recall(self) -> float:
        """The share of the gold that was found."""
        return self.found / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0
