"""Days on which something was written -> the days that lie within a term of office of one of them.

Days are ordinals (``date.toordinal``). A coverage is a tuple of closed intervals, in order and apart from
each other; articles without a day cover every day.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from typing import Final

from kg.resolution.short_names import TERM

__all__ = ["ALWAYS", "Coverage", "coverage_of", "covers", "differing", "joined"]

Coverage = tuple[tuple[int, int], ...]

ALWAYS: Final[Coverage] = ((-(10**9), 10**9),)
"""Every day."""


def coverage_of(days: Iterable[int | None]) -> Coverage:
    """The days within a term of some days; none for none."""
    found = set(days)
    if None in found:
        return ALWAYS
    return _merged((day - TERM, day + TERM) for day in found if day is not None)


def joined(many: Iterable[Coverage]) -> Coverage:
    """What one of several covers."""
    return _merged(interval for coverage in many for interval in coverage)


def covers(coverage: Coverage, day: int | None) -> bool:
    """Whether a day is covered; true where it is not known."""
    return day is None or any(first <= day <= last for first, last in coverage)


def differing(one: Coverage, other: Coverage) -> list[tuple[int, int]]:
    """The intervals that one of the two covers and the other does not."""
    borders = sorted({edge for first, last in (*one, *other) for edge in (first, last + 1)})
    return [
        (first, after - 1) for first, after in pairwise(borders) if covers(one, first) != covers(other, first)
    ]


def _merged(intervals: Iterable[tuple[int, int]]) -> Coverage:
    found: list[tuple[int, int]] = []
    for first, last in sorted(intervals):
        if found and first <= found[-1][1] + 1:
            found[-1] = found[-1][0], max(last, found[-1][1])
        else:
            found.append((first, last))
    return tuple(found)
