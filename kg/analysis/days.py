"""Days of ISO 8601 times that may be a day, a month or a year."""

from __future__ import annotations

from calendar import monthrange
from typing import TypeAlias

__all__ = ["Days", "days_of", "first_day", "last_day", "merged", "tells_year"]

Days: TypeAlias = tuple[str, str]
"""A first and a last day, both inclusive."""


def tells_year(time: str | None) -> bool:
    """Whether a time has a place on the line of time; ``--11-04`` has none."""
    return time is not None and time[:4].isdigit()


def first_day(time: str) -> str:
    """The first day of a day, a month or a year; of a date-time its day."""
    return time[:10] if len(time) >= 10 else time + "-01-01"[len(time) - 4 :]


def last_day(time: str) -> str:
    """The last day of a day, a month or a year; of a date-time its day."""
    if len(time) == 7:
        year, month = int(time[:4]), int(time[5:7])
        return f"{time}-{monthrange(year, month)[1] if year and 1 <= month <= 12 else 31}"
    return time[:10] if len(time) >= 10 else f"{time}-12-31"


def days_of(begin: str | None, end: str | None, otherwise: str | None = None) -> Days | None:
    """The days from ``begin`` to ``end``, where neither tells a year those of ``otherwise``; None without."""
    times = [time for time in (begin, end) if time and tells_year(time)]
    if not times and otherwise and tells_year(otherwise):
        times = [otherwise]
    return (first_day(times[0]), last_day(times[-1])) if times else None


def merged(spans: set[Days]) -> tuple[Days, ...]:
    """Spans of days in their order, those that overlap as one."""
    found: list[Days] = []
    for begin, end in sorted(spans):
        if found and begin <= found[-1][1]:
            found[-1] = found[-1][0], max(found[-1][1], end)
        else:
            found.append((begin, end))
    return tuple(found)
