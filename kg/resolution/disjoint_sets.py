"""Union-find over the numbers below a bound; the smallest number of a set stands for it.

`connected_components` of SciPy, which `kg.analysis` uses, would do; but a build needs nothing else of SciPy,
and loading it costs a fifth to a third of a second.
"""

from __future__ import annotations

from collections.abc import Iterable

__all__ = ["DisjointSets", "connected"]


class DisjointSets:
    """Sets of numbers, each alone at first (Galler and Fischer 1964, with path halving)."""

    def __init__(self, size: int) -> None:
        self._parent = list(range(size))

    def smallest(self, number: int) -> int:
        """The smallest number of the set that a number is in."""
        parent = self._parent
        while parent[number] != number:
            parent[number] = parent[parent[number]]
            number = parent[number]
        return number

    def merge(self, one: int, other: int) -> None:
        """Make one set of the two that the numbers are in."""
        one, other = self.smallest(one), self.smallest(other)
        self._parent[max(one, other)] = min(one, other)


def connected(size: int, edges: Iterable[tuple[int, int]]) -> list[list[int]]:
    """The connected components of the numbers below ``size``, ordered by their smallest, each in order."""
    sets = DisjointSets(size)
    for one, other in edges:
        sets.merge(one, other)
    found: dict[int, list[int]] = {}
    for number in range(size):
        found.setdefault(sets.smallest(number), []).append(number)
    return list(found.values())
