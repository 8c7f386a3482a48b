"""Times known to the day, month or year, and the calendar arithmetic on them, seen from the day of
publication. No text is read.
"""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise

__all__ = [
    "Interval",
    "View",
    "as_date",
    "is_after",
    "limited",
    "listed",
    "months",
    "moved",
    "nearest_date",
    "nearest_month",
    "nearest_weekday",
    "one",
    "shifted",
    "side_of_today",
    "span",
    "third",
    "whole_unit",
]

_NEARLY_A_YEAR = 335
"""Days from which on a date without a year is rather the one on today's other side."""


@dataclass(frozen=True, slots=True)
class Interval:
    """First and last day, month or year, both inclusive; None where open.

    ISO 8601: ``2025-11-04``, ``2025-11``, ``2025`` or, of an unknown year, ``--11-04``. ``further`` are the
    other times that the same words name ("in 2019 and 2021"), in their order.
    """

    begin: str | None
    end: str | None
    further: tuple[Interval, ...] = ()


@dataclass(frozen=True, slots=True)
class View:
    """From where a time is seen.

    ``published`` and ``context`` (the time spoken of before, for "the following day") are ISO 8601 dates or
    ``--MM-DD``, cut to the day. ``direction`` is that of the tense: -1 past, 1 future, 0 not known. ``year``
    is the one that is given behind a later time of the same list or range ("in March and June 2021").
    """

    published: str | None
    direction: int = 0
    context: str | None = None
    year: int | None = None

    @property
    def today(self) -> date | None:
        """The day of publication, when its year is known."""
        return as_date(self.published)


def as_date(text: str | None) -> date | None:
    """The day that an ISO 8601 date or date-time names; None without a year, and of what is none."""
    try:
        return date.fromisoformat(text[:10]) if text and not text.startswith("--") else None
    except ValueError:
        return None


def one(value: str | None) -> Interval | None:
    """The interval of a single day, month or year."""
    return Interval(value, value) if value else None


def span(first: date, last: date) -> Interval:
    """The interval of these days and those between."""
    return Interval(first.isoformat(), last.isoformat())


def _add_months(year: int, month: int, count: int) -> tuple[int, int]:
    total = year * 12 + month - 1 + count
    return total // 12, total % 12 + 1


def _year_text(year: int) -> str:
    """A year as written; OverflowError where the calendar ends."""
    if not 1 <= year <= 9999:
        raise OverflowError
    return f"{year:04d}"


def _month_text(year: int, month: int) -> str:
    return f"{_year_text(year)}-{month:02d}"


def shifted(start: str | None, days: int) -> str | None:
    """A day so many days after another; without a year only where leap years make no difference."""
    if start is None:
        return None
    try:
        if not start.startswith("--"):
            moved = date.fromisoformat(start[:10]) + timedelta(days=days)
            return moved.isoformat()
        month, day = int(start[2:4]), int(start[5:7])
        years = (2003, 2004) if (month, day) != (2, 29) else (2004,)
        both = {(date(year, month, day) + timedelta(days=days)).isoformat()[4:] for year in years}
        return f"-{both.pop()}" if len(both) == 1 and abs(days) < 300 else None
    except (ValueError, OverflowError):
        return None


def nearest_date(month: int, day: int, year: int | None, view: View) -> Interval | None:
    """The day of a year; without one, of the year nearest in the tense's direction, or ``--MM-DD`` when today
    is not known.
    """
    if _valid(year or 2004, month, day) is None:
        return None
    if year is not None:
        return one(date(year, month, day).isoformat())
    today = view.today
    if today is None:
        return one(f"--{month:02d}-{day:02d}")
    near = [found for y in range(today.year - 1, today.year + 2) if (found := _valid(y, month, day))]
    return one(_in_direction(near, today, view.direction).isoformat()) if near else None


def _in_direction(days: list[date], today: date, direction: int) -> date:
    """Of days a year apart, in order, the one nearest to today in a direction; the nearest of all when that
    is more than eleven months away.
    """
    if direction < 0:
        past = [day for day in days if day <= today]
        if past and (today - past[-1]).days < _NEARLY_A_YEAR:
            return past[-1]
    if direction > 0:
        later = [day for day in days if day >= today]
        if later and (later[0] - today).days < _NEARLY_A_YEAR:
            return later[0]
    return min(days, key=lambda day: (abs(day - today), day))


def _valid(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def nearest_weekday(weekday: int, view: View, week: int | None = None) -> Interval | None:
    """The weekday (Monday is 0) nearest in the tense's direction, today included; with ``week`` the one of
    that week from this.
    """
    today = view.today
    if today is None:
        return None
    if week is not None:
        return one((today + timedelta(days=weekday - today.weekday() + 7 * week)).isoformat())
    ahead, back = (weekday - today.weekday()) % 7, -((today.weekday() - weekday) % 7)
    return one((today + timedelta(days=_move(ahead, back, view))).isoformat())


def _move(ahead: int, back: int, view: View) -> int:
    """The step in the tense's direction; the shorter one when that is not known."""
    return (
        ahead
        if view.direction > 0
        else back
        if view.direction < 0
        else min(ahead, back, key=lambda n: (abs(n), n))
    )


def nearest_month(month: int, view: View, which: str | None = None) -> Interval | None:
    """The month nearest in the tense's direction, this one included; with ``which`` the "last", "this" or
    "next" one of its name.
    """
    today = view.today
    if today is None:
        return None
    ahead, back = (month - today.month) % 12, -((today.month - month) % 12)
    if which == "last":
        move = back or -12
    elif which == "next":
        move = ahead or 12
    elif which == "this":
        move = month - today.month
    else:
        move = _move(ahead, back, view)
    return one(_month_text(*_add_months(today.year, today.month, move)))


def whole_unit(unit: str, count: int, start: date) -> Interval | None:
    """The whole day, week, month or year so many units from ``start``."""
    try:
        if unit == "day":
            return one((start + timedelta(days=count)).isoformat())
        if unit == "week":
            monday = start - timedelta(days=start.weekday()) + timedelta(weeks=count)
            return span(monday, monday + timedelta(days=6))
        if unit == "month":
            return one(_month_text(*_add_months(start.year, start.month, count)))
        return one(_year_text(start.year + count))
    except (ValueError, OverflowError):
        return None


def moved(start: date, unit: str, count: int) -> date:
    """The day so many days, weeks, months or years from ``start``; in a shorter month its last.

    Raises ValueError or OverflowError beyond the calendar.
    """
    if unit in {"day", "week"}:
        return start + timedelta(days=count * (7 if unit == "week" else 1))
    year, month = _add_months(start.year, start.month, count * (12 if unit == "year" else 1))
    return date(year, month, min(start.day, calendar.monthrange(year, month)[1]))


def months(year: int, first: int, count: int) -> Interval:
    """So many months from the first one on, as a quarter or a season has them; OverflowError where the
    calendar ends.
    """
    return Interval(_month_text(year, first), _month_text(*_add_months(year, first, count - 1)))


def third(whole: Interval | None, place: int) -> Interval | None:
    """The early (0), middle (1) or late (2) part of a month or year: thirds, to the day or month."""
    if whole is None or whole.begin is None:
        return None
    if len(whole.begin) == 4:
        return Interval(f"{whole.begin}-{4 * place + 1:02d}", f"{whole.begin}-{4 * place + 4:02d}")
    year, month = int(whole.begin[:4]), int(whole.begin[5:7])
    last = calendar.monthrange(year, month)[1]
    return span(date(year, month, 10 * place + 1), date(year, month, (10, 20, last)[place]))


def side_of_today(whole: Interval | None, side: str | None, today: date) -> Interval | None:
    """What of this week, month or year lies ``before`` or ``after`` today: "earlier this year"."""
    if whole is None or whole.begin is None or whole.end is None or side is None:
        return whole
    first, last = whole.begin, whole.end
    if len(first) < 10:
        month = 1 if len(first) == 4 else int(first[5:])
        final = 12 if len(first) == 4 else month
        first, last = (
            date(today.year, month, 1).isoformat(),
            date(today.year, final, calendar.monthrange(today.year, final)[1]).isoformat(),
        )
    return Interval(first, today.isoformat()) if side == "before" else Interval(today.isoformat(), last)


def is_after(day: str | None, other: str | None) -> bool:
    """Whether one day, month or year lies after another, as far as both tell."""
    if not day or not other or day.startswith("--") != other.startswith("--"):
        return False
    size = min(len(day), len(other), 10)
    return day[:size] > other[:size]


def limited(interval: Interval, limit: str | None) -> Interval:
    """The interval ``from`` a time on, ``until`` its end, ``before`` or ``after`` it; without a limit the
    time itself.
    """
    if limit == "from":
        return replace(interval, end=None)
    if limit == "until":
        return replace(interval, begin=None)
    if limit == "before":
        return Interval(None, _neighbour(interval.begin, -1))
    if limit == "after":
        return Interval(_neighbour(interval.end, 1), None)
    return interval


def _neighbour(value: str | None, step: int) -> str | None:
    """The day, month or year before or after one."""
    if value is None:
        return None
    if value.startswith("--") or len(value) == 10:
        return shifted(value, step)
    try:
        return (
            _month_text(*_add_months(int(value[:4]), int(value[5:]), step))
            if len(value) == 7
            else _year_text(int(value) + step)
        )
    except OverflowError:
        return None


def listed(times: Sequence[Interval]) -> Interval:
    """Several times in order as one: their span where each begins right after the one before ("Monday and
    Tuesday"), else the first with the others as further ones.
    """
    first, *others = times
    if all(two.begin and two.begin == _neighbour(one.end, 1) for one, two in pairwise(times)):
        return Interval(first.begin, times[-1].end)
    return replace(first, further=tuple(others))
