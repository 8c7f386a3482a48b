"""Days that a feast names: "Christmas Eve", "Easter Sunday 2024", "last Thanksgiving"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.extraction.time.calendar import Interval, View, nearest_date, one
from kg.extraction.time.expressions import STEPS, year_named

if TYPE_CHECKING:
    from kg.resources.feasts import FeastDay
    from kg.resources.time_words import TimeWords

__all__ = ["feast"]

_NOUN = re.compile(r" ([^\W\d_])")


def feast(m: re.Match[str], view: View, words: TimeWords) -> Interval | None:
    """Resolve "Easter Monday", "New Year's Eve 2023", "next Christmas"; without a year the one nearest in the
    tense's direction, of "the Easter Monday attack" the last. "The Good Friday Agreement" is a name.
    """
    noun = _NOUN.match(m.string, m.end()) if m.string[: m.start()].lower().endswith("the ") else None
    if noun is not None and noun[1].isupper():
        return None
    day_in = words.feast(m["feast"])
    year = year_named(m, view, words)
    if year is not None:
        day = day_in(year)
        return one(day.isoformat()) if day else None
    today = view.today
    if today is None:
        return _of_any_year(day_in, view)
    days = [day for y in range(today.year - 1, today.year + 2) if (day := day_in(y))]
    step = STEPS.get(words.which.get((m["which"] or "").lower(), ""), 0) or view.direction
    step = step or (-1 if noun is not None else 0)
    if not days:
        return None
    if not step:
        return one(min(days, key=lambda day: abs(day - today)).isoformat())
    today_too = m["which"] is None
    beside = [day for day in days if (day - today).days * step > 0 or (today_too and day == today)]
    return one(beside[-1 if step < 0 else 0].isoformat()) if beside else None


def _of_any_year(day_in: FeastDay, view: View) -> Interval | None:
    """The date of a feast that has the same in all years, where the year is not known."""
    days = {(day.month, day.day) for year in range(2001, 2005) if (day := day_in(year))}
    return nearest_date(*days.pop(), None, view) if len(days) == 1 else None
