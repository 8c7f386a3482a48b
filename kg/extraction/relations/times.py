"""A statement at each of the times that its sentence says it of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from kg.extraction.time.calendar import Interval
from kg.model import Statement

__all__ = ["at_each_time"]


def at_each_time(statement: Statement, time: Interval | None) -> Iterator[Statement]:
    """The statement at the first time, then one for each further time of ``time``, counted from 2."""
    yield statement
    for count, other in enumerate(time.further if time else (), 2):
        yield replace(statement, begin=other.begin, end=other.end, occurrence=count)
