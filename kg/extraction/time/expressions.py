"""What a time expression stands for: from a match of `TimeGrammar` to days, months or years, seen from the
day of publication.

Each function takes the match, the view and the words that the match is made of.
"""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta

from kg.extraction.time.calendar import (
    Interval,
    View,
    as_date,
    months,
    moved,
    nearest_date,
    nearest_month,
    nearest_weekday,
    one,
    shifted,
    side_of_today,
    span,
    third,
    whole_unit,
)
from kg.resources.time_words import TimeWords

__all__ = [
    "beyond",
    "count",
    "day",
    "day_of_month",
    "decade",
    "fiscal",
    "iso_day",
    "month",
    "neighbour",
    "numeric",
    "quarter",
    "quarter_alone",
    "repeated",
    "season",
    "spoken_day",
    "stretch",
    "unit_beside_today",
    "weekday",
    "weekday_of_month",
    "weekday_of_week",
    "year",
]

_STEPS = {"last": -1, "next": 1, "coming": 1}
"""How many weeks, months or years away "last", "next" and the like are; 0 for what is not listed."""


def unit_beside_today(m: re.Match[str], view: View, words: TimeWords) -> Interval | None:
    """Resolve "this week", "last year", "next March", "earlier this year", "next weekend", "last spring"."""
    today = view.today
    if today is None:
        return None
    unit, which = m["unit"].lower(), words.which.get(m["which"].lower(), "")
    step = _STEPS.get(which, 0)
    if unit in words.weekdays:
        return _weekday_beside_today(words.weekdays[unit], which, view, today)
    if unit == "weekend":
        return _weekend(step, view, today)
    if unit in words.seasons:
        return months(today.year + step, words.seasons[unit], 3)
    if unit in words.months:
        return nearest_month(words.months[unit], view, which if which in {"last", "next"} else "this")
    whole = whole_unit(unit, step, today)
    return side_of_today(whole, words.sides.get((m["part"] or "").lower()), today) if step == 0 else whole


def _weekday_beside_today(weekday: int, which: str, view: View, today: date) -> Interval | None:
    if which == "this":
        return nearest_weekday(weekday, view, 0)
    if which == "coming":
        return nearest_weekday(weekday, View((today + timedelta(days=1)).isoformat(), 1))
    if which == "next":
        return nearest_weekday(weekday, view, 1)
    return nearest_weekday(weekday, View((today - timedelta(days=1)).isoformat(), -1))


def _weekend(step: int, view: View, today: date) -> Interval:
    back = step < 0 or (step == 0 and view.direction < 0 and today.weekday() < 5)
    saturday = today + timedelta(days=5 - today.weekday(), weeks=-1 if back else step)
    return span(saturday, saturday + timedelta(days=1))


def weekday_of_week(m: re.Match[str], view: View, words: TimeWords) -> Interval | None:
    """Resolve "Monday of last week"."""
    return nearest_weekday(words.weekdays[m["day"].lower()], view, _STEPS.get(words.which[m["week"]], 0))


def weekday(m: re.Match[str], view: View, words: TimeWords) -> Interval | None:
    """Resolve "Monday"."""
    return nearest_weekday(words.weekdays[m["day"].lower()], view)


def count(m: re.Match[str], view: View, words: TimeWords) -> Interval | None:
    """Resolve "three days ago", "in two weeks", "two days later", "a year earlier"."""
    how = words.distances[(m["after"] or m["before"]).lower()]
    if how == "ahead" and view.direction <= 0:
        return None
    start = view.context if how in {"earlier", "later"} else view.published
    unit, number = m["unit"].lower(), _number(m["number"], words)
    return _away(start, unit, -number if how in {"ago", "earlier"} else number)


def _away(start: str | None, unit: str, number: int) -> Interval | None:
    """The day, week, month or year so many units from a day."""
    if unit == "day":
        return one(shifted(start, number))
    origin = as_date(start)
    return whole_unit(unit, number, origin) if origin else None


def _number(word: str, words: TimeWords) -> int:
    return int(word) if word.isdigit() else words.numbers[word.lower()]


def stretch(m: re.Match[str], view: View, words: TimeWords) -> Interval | None:
    """Resolve "the past two weeks", "within three years", "the next five days"; from when on something took
    place "within three days", the words do not say.
    """
    today, how = view.today, words.stretches[m["how"].lower().split()[-1]]
    if today is None or (how == "within" and view.direction < 0):
        return None
    back = how == "back"
    number = _number(m["number"], words) * (-1 if back else 1)
    try:
        other = moved(today, m["unit"].lower(), number)
    except (ValueError, OverflowError):
        return None
    return span(min(today, other), max(today, other))


def neighbour(m: re.Match[str], view: View, words: TimeWords) -> Interval | None:
    """Resolve "the following day", "the same week", "the day before": seen from the time spoken of before."""
    how = words.neighbours[(m["how"] or m["side"]).lower()]
    step = 0 if how == "same" else -1 if how in {"before", "day_before"} else 1
    return _away(view.context, (m["unit"] or "day").lower(), step)


def spoken_day(m: re.Match[str], view: View, words: TimeWords) -> Interval | None:
    """Resolve "today", "last night", "the day after tomorrow"."""
    return one(shifted(view.published, words.days[m[0].lower()]))


def day(m: re.Match[str], view: View, words: TimeWords) -> Interval | None:
    """Resolve "November 3", "3 to 5 November 2025"."""
    number = int(m["year"]) if m["year"] else None
    in_month = words.months[m["month"].lower()]
    first = nearest_date(in_month, int(re.sub(r"\D", "", m["day"])), number, view)
    if not m["to"] or first is None:
        return first
    last = nearest_date(in_month, int(re.sub(r"\D", "", m["to"])), number, view)
    return Interval(first.begin, last.end) if last and str(first.begin) <= str(last.end) else None


def iso_day(m: re.Match[str], view: View, words: TimeWords) -> Interval | None:
    """Resolve "2025-11-03", "2025/11/03"."""
    value = m[0].replace("/", "-").replace(".", "-")
    return one(value) if as_date(value) else None


def numeric(m: re.Match[str], view: View, words: TimeWords) -> Interval | None:
    """Resolve "13/06/2025" and "06/13/2025"; where day and month cannot be told apart ("5/6/2025"), only the
    year is known.
    """
    first, second, year = int(m["first"]), int(m["second"]), m["year"]
    days = {nearest_date(*pair, int(year), view) for pair in ((first, second), (second, first))} - {None}
    return days.pop() if len(days) == 1 else one(year) if days else None


def day_of_month(m: re.Match[str], view: View, words: TimeWords) -> Interval | None:
    """Resolve "the 3rd of this month"."""
    found = _month_meant(m, view, words)
    return nearest_date(found[1], int(re.sub(r"\D", "", m["day"])), found[0], view) if found else None


def weekday_of_month(m: re.Match[str], view: View, words: TimeWords) -> Interval | None:
    """Resolve "the first Friday of next month", "the last Monday in May 2026"."""
    found, weekday = _month_meant(m, view, words), words.weekdays[m["day"].lower()]
    if found is None:
        return None
    year, number = found
    days = [day for week in calendar.monthcalendar(year, number) if (day := week[weekday])]
    place = m["place"].lower()
    if place in words.final:
        return nearest_date(number, days[-1], year, view)
    at = words.places.index(place)
    return nearest_date(number, days[at], year, view) if at < len(days) else None


def _month_meant(m: re.Match[str], view: View, words: TimeWords) -> tuple[int, int] | None:
    """The year and number of a month that is named ("May 2026") or stands beside this one ("next month")."""
    today = view.today
    if m["month"]:
        number = words.months[m["month"].lower()]
        named = one(f"{m['year']}-{number:02d}") if m["year"] else nearest_month(number, view)
    elif today is not None:
        named = whole_unit("month", _STEPS.get(words.which.get(m["which"].lower(), ""), 0), today)
    else:
        named = None
    return (int(named.begin[:4]), int(named.begin[5:7])) if named and named.begin else None


def beyond(m: re.Match[str], view: View, words: TimeWords) -> Interval | None:
    """Resolve "the week after next", "the month before last"."""
    step = 2 if words.beyond[m["how"].lower()] == "after_next" else -2
    unit, today = m["unit"].lower(), view.today
    if today is None:
        return None
    return _weekend(step, view, today) if unit == "weekend" else whole_unit(unit, step, today)


def repeated(m: re.Match[str], view: View, words: TimeWords) -> Interval | None:
    """Resolve "every Tuesday", "each year": no time in particular."""
    return None


def month(m: re.Match[str], view: View, words: TimeWords) -> Interval | None:
    """Resolve "November", "early March 2026"."""
    number = words.months[m["month"].lower()]
    whole = months(int(m["year"]), number, 1) if m["year"] else nearest_month(number, view)
    return third(whole, words.parts[m["part"].lower()]) if m["part"] else whole


def year(m: re.Match[str], view: View, words: TimeWords) -> Interval | None:
    """Resolve "2025", "2024-25", "late 2026"."""
    first = m["year"]
    if m["to"]:
        last = m["to"] if len(m["to"]) == 4 else first[:2] + m["to"]
        return Interval(first, last) if first < last else None
    return third(one(first), words.parts[m["part"].lower()]) if m["part"] else one(first)


def decade(m: re.Match[str], view: View, words: TimeWords) -> Interval | None:
    """Resolve "the 1990s", "the late 1990s"."""
    first = int(m["year"])
    begin, end = ((0, 3), (4, 6), (7, 9))[words.parts[m["part"]]] if m["part"] else (0, 9)
    return Interval(str(first + begin), str(first + end))


def season(m: re.Match[str], view: View, words: TimeWords) -> Interval | None:
    """Resolve "spring", "the summer of 2026"."""
    first, today = words.seasons[m["season"]], view.today
    if m["year"]:
        return months(int(m["year"]), first, 3)
    if today is None or view.direction == 0:
        return None
    back = view.direction < 0 and today.month < first
    ahead = view.direction > 0 and today.month > first + 2
    return months(today.year - 1 if back else today.year + 1 if ahead else today.year, first, 3)


def quarter(m: re.Match[str], view: View, words: TimeWords) -> Interval | None:
    """Resolve "the first half of 2026", "the last quarter of this year"."""
    number = int(m["year"]) if m["year"] else None
    if number is None:
        today = view.today
        if today is None:
            return None
        number = today.year + _STEPS.get(words.which[m["which"]], 0)
    size = 3 if m["unit"] == "quarter" else 6
    place = 12 // size - 1 if m["place"] in words.final else words.places.index(m["place"])
    first = place * size + 1
    return months(number, first, size) if first + size <= 13 else None


def quarter_alone(m: re.Match[str], view: View, words: TimeWords) -> Interval | None:
    """Resolve "Q3", "Q3 2025", "the third quarter": without a year the one nearest in the tense's direction.
    Of a fiscal one only the year is known.
    """
    number = int(m["number"]) if m["number"] else words.places.index(m["place"].lower()) + 1
    if m["fiscal"] or m["late"]:
        return one(m["year"])
    first, today = 3 * number - 2, view.today
    if m["year"]:
        return months(int(m["year"]), first, 3)
    if today is None:
        return None
    year = today.year
    if view.direction < 0 and first > today.month:
        year -= 1
    elif view.direction > 0 and first + 2 < today.month:
        year += 1
    return months(year, first, 3)


def fiscal(m: re.Match[str], view: View, words: TimeWords) -> Interval | None:
    """Resolve "fiscal year 2024", "FY2024-25": the years that it is called by, wherever it begins."""
    if m["to"]:
        last = m["to"] if len(m["to"]) == 4 else m["year"][:2] + m["to"]
        return Interval(m["year"], last) if m["year"] < last else None
    return one(m["year"])
