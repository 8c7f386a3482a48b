"""Days of the year that have a name: by date, by their distance from Easter, by their place among the
weekdays of a month.

Easter is computed by ``dateutil.easter``: the Gregorian one of western churches, the Julian one, as a
Gregorian date, of orthodox churches.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Final

from dateutil.easter import EASTER_ORTHODOX, EASTER_WESTERN, easter

__all__ = ["FEAST_FORMS", "FeastDay", "feast_day"]

FeastDay = Callable[[int], date | None]
"""The day of a feast in a year; None where nobody can tell."""

FEAST_FORMS: Final = (
    'such as "12-25", "easter-2", "orthodox-easter+1", "11-thursday-4", "10-monday-last" or "moving"'
)

_DATE: Final = re.compile(r"(\d\d)-(\d\d)")
_EASTER: Final = re.compile(r"(orthodox-)?easter(?:([+-]\d{1,2}))?")
_WEEKDAY: Final = re.compile(r"(\d\d)-([a-z]+)-([1-5]|last)")
_WEEKDAYS: Final = [name.lower() for name in calendar.day_name]


def feast_day(rule: str) -> FeastDay | None:
    """The function from a year to the day of a feast that a rule describes (``FEAST_FORMS``); None where it
    is no rule. ``moving`` feasts have no day that is known beforehand.
    """
    if rule == "moving":
        return lambda year: None
    if found := _DATE.fullmatch(rule):
        month, day = map(int, found.groups())
        valid = 1 <= month <= 12 and 1 <= day <= calendar.monthrange(2003, month)[1]
        return (lambda year: date(year, month, day)) if valid else None
    if found := _EASTER.fullmatch(rule):
        method, days = EASTER_ORTHODOX if found[1] else EASTER_WESTERN, timedelta(int(found[2] or 0))
        return lambda year: easter(year, method) + days
    found = _WEEKDAY.fullmatch(rule)
    if found is None or found[2] not in _WEEKDAYS or not 1 <= int(found[1]) <= 12:
        return None
    month, weekday, place = int(found[1]), _WEEKDAYS.index(found[2]), found[3]
    return lambda year: _weekday(year, month, weekday, place)


def _weekday(year: int, month: int, weekday: int, place: str) -> date | None:
    """The weekday (Monday is 0) at a place among those of a month; None where there are fewer."""
    days = [week[weekday] for week in calendar.monthcalendar(year, month) if week[weekday]]
    at = len(days) if place == "last" else int(place)
    return date(year, month, days[at - 1]) if at <= len(days) else None
