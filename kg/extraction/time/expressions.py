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
    listed,
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
    "STEPS",
    "amount_of",
    "beyond",
    "count",
    "counted_from",
    "day",
    "day_alone",
    "day_of_month",
    "decade",
    "iso_day",
    "month",
    "neighbour",
    "numeric",
    "overnight",
    "part_beside_today",
    "repeated",
    "season",
    "spoken_day",
    "stretch",
    "unit_beside_today",
    "week_around",
    "week_of_month",
    "weekday",
    "weekday_later",
    "weekday_of_month",
    "weekday_of_week",
    "weekdays_ago",
    "year",
    "year_named",
]

STEPS = {"last": -1, "next": 1, "coming": 1}
"""How many weeks, months or years away "last", "next" and the like are; 0 for what is not listed."""


def year_named(m: re.Match[str], view: View, words: TimeWords) -> int | None:
    """The year that stands behind a day or month ("2025", "of last year", "the year before"), else the one
    that a later time of its list gives. Raises ValueError where it cannot be known.
    """
    if m["odd"]:
        raise ValueError(m["odd"])
    if m["beyond"]:
        step = -1 if words.neighbours[m["beyond"]] == "day_before" else 1
        return date.fromisoformat(view.context or "").year + step
    if m["year"]:
        return int(m["year"])
    if m["beside"] and view.today is not None:
        return view.today.year + STEPS.get(words.which[m["beside"].lower()], 0)
    return view.year


def unit_beside_today(m: re.Match[str], view: View, words: TimeWords) -> Interval | None:
    """Resolve "this week", "last year", "next March", "earlier this year", "next weekend", "last spring"."""
    today = view.today
    if today is None:
        return None
    unit, which = m["unit"].lower(), words.which.get(m["which"].lower(), "")
    step = STEPS.get(which, 0)
    if unit in words.weekdays:
        return _weekday_beside_today(words.weekdays[unit], which, view, today)
    if unit == "weekend":
        begun = today.weekday() >= 5
        return _weekend(int(begun) if which == "coming" else step, view, today)
    if unit in words.seasons:
        return months(today.year + step, words.seasons[unit], 3)
    if unit in words.months:
        return nearest_month(words.months[unit], view, which if which in {"last", "next"} else "this")
    whole = whole_unit(unit, step, today)
    return side_of_today(whole, words.sides.get((m["part"] or "").lower()), today) if step == 0 else whole


def part_beside_today(m: re.Match[str], view: View, words: TimeWords) -> Interval | None:
    """Resolve "the end of the month", "early last year"."""
    step = STEPS.get(words.which.get(m["which"].lower(), ""), 0)
    today = view.today
    return third(whole_unit(m["unit"], step, today), words.parts[m["part"].lower()]) if today else None


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
    return nearest_weekday(words.weekdays[m["day"].lower()], view, STEPS.get(words.which[m["week"]], 0))


def weekday(m: re.Match[str], view: View, words: TimeWords) -> Interval | None:
    """Resolve "Monday"."""
    return nearest_weekday(words.weekdays[m["day"].lower()], view)


def weekday_later(m: re.Match[str], view: View, words: TimeWords) -> Interval | None:
    """Resolve "Tuesday week": a week after the coming Tuesday; of what is past it is no time."""
    if view.direction < 0 or view.today is None:
        return None
    coming = View((view.today + timedelta(days=1)).isoformat(), 1)
    near = nearest_weekday(words.weekdays[m["day"].lower()], coming)
    return one(shifted(near.begin, 7)) if near else None


def weekdays_ago(m: re.Match[str], view: View, words: TimeWords) -> Interval | None:
    """Resolve "two Mondays ago": the second of those past, today's left out."""
    if view.today is None:
        return None
    number = int(m["number"]) if m["number"].isdigit() else words.numbers[m["number"].lower()]
    last = nearest_weekday(
        words.weekdays[m["day"].lower()], View((view.today - timedelta(days=1)).isoformat(), -1)
    )
    return one(shifted(last.begin, -7 * (number - 1))) if last else None


def count(m: re.Match[str], view: View, words: TimeWords) -> Interval | None:
    """Resolve "three days ago", "in two weeks", "two days later", "a year earlier"."""
    how = words.distances[(m["after"] or m["before"]).lower()]
    if how == "ahead" and view.direction <= 0:
        return None
    start = view.context if how in {"earlier", "later"} else view.published
    unit, number = amount_of(m, words)
    return _away(start, unit, -number if how in {"ago", "earlier"} else number)


def counted_from(m: re.Match[str], view: View, words: TimeWords) -> Interval | None:
    """Resolve "a week from Monday", "two months from today"."""
    day, today = m["day"].lower(), view.today
    if today is None:
        return None
    coming = View((today + timedelta(days=1)).isoformat(), 1)
    start = (
        nearest_weekday(words.weekdays[day], coming)
        if day in words.weekdays
        else one(shifted(view.published, words.days[day]))
    )
    origin = as_date(start.begin) if start else None
    unit, number = amount_of(m, words)
    return one(moved(origin, unit, number).isoformat()) if origin else None


def _away(start: str | None, unit: str, number: int) -> Interval | None:
    """The day, week, month or year so many units from a day."""
    if unit == "day":
        return one(shifted(start, number))
    origin = as_date(start)
    return whole_unit(unit, number, origin) if origin else None


_SO_MANY = {"two_weeks": ("week", 2), "ten_years": ("year", 10)}
"""What a unit is that stands for several of another, by its list in `TimeWords.units`."""


def amount_of(m: re.Match[str], words: TimeWords) -> tuple[str, int]:
    """The unit ("day", "week", "month", "year") and how many of it; hours that are begun days."""
    unit, word = m["unit"].lower(), m["number"]
    number = 1 if not word else int(word) if word.isdigit() else words.numbers[word.lower()]
    if unit == "hour":
        return "day", -(-number // 24)
    base, times = _SO_MANY[words.units[unit]] if unit in words.units else (unit, 1)
    return base, number * times


def stretch(m: re.Match[str], view: View, words: TimeWords) -> Interval | None:
    """Resolve "the past two weeks", "the past month", "within three years", "the next five days"; from when
    on something took place "within three days", the words do not say.
    """
    today, how = view.today, words.stretches[m["how"].lower().split()[-1]]
    if today is None or (how == "within" and view.direction < 0):
        return None
    back = how == "back"
    unit, number = amount_of(m, words)
    other = moved(today, unit, -number if back else number)
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
    """Resolve "November 3", "3 to 5 November 2025", "3, 5 and 9 November"."""
    number = year_named(m, view, words)
    in_month = words.months[m["month"].lower()]
    spoken = words.ordinals.get(m["day"])
    digits = re.findall(r"\d+", f"{m['day']} {m['listed'] or ''} {m['to'] or ''}")
    named = [spoken] if spoken is not None else [int(day) for day in digits]
    found = [day for one in named if (day := nearest_date(in_month, one, number, view))]
    if len(found) < len(named) or str(found[0].begin) > str(found[-1].end):
        return None
    return Interval(found[0].begin, found[-1].end) if m["to"] else listed(found)


def day_alone(m: re.Match[str], view: View, words: TimeWords) -> Interval | None:
    """Resolve "on the 30th": of this month, or of the next or last one as the tense has it."""
    number, today = int(re.sub(r"\D", "", m["day"])), view.today
    if today is None or view.direction == 0:
        return None
    step = 0
    if (number - today.day) * view.direction < 0:
        step = view.direction
    found = whole_unit("month", step, today)
    return (
        nearest_date(int(found.begin[5:7]), number, int(found.begin[:4]), view)
        if found and found.begin
        else None
    )


def iso_day(m: re.Match[str], view: View, words: TimeWords) -> Interval | None:
    """Resolve "2025-11-03", "2025/11/03"."""
    value = m["day"].replace("/", "-").replace(".", "-")
    return one(value) if as_date(value) else None


def numeric(m: re.Match[str], view: View, words: TimeWords) -> Interval | None:
    """Resolve "13/06/2025", "06/13/2025" and "6/13/25"; where day and month cannot be told apart
    ("5/6/2025"), only the year is known.
    """
    first, second = int(m["first"]), int(m["second"])
    year = m["year"] or f"20{m['short']}"
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


def week_of_month(m: re.Match[str], view: View, words: TimeWords) -> Interval | None:
    """Resolve "the first week of July", "the last week of this month": seven days each."""
    found = _month_meant(m, view, words)
    if found is None:
        return None
    year, number = found
    place, final = m["place"].lower(), calendar.monthrange(year, number)[1]
    first = final - 6 if place in words.final else 7 * words.places.index(place) + 1
    begin = date(year, number, first)
    return span(begin, begin + timedelta(days=6))


def _month_meant(m: re.Match[str], view: View, words: TimeWords) -> tuple[int, int] | None:
    """The year and number of a month that is named ("May 2026") or stands beside this one ("next month")."""
    today = view.today
    if m["month"]:
        number = words.months[m["month"].lower()]
        named = one(f"{m['year']}-{number:02d}") if m["year"] else nearest_month(number, view)
    elif today is not None:
        named = whole_unit("month", STEPS.get(words.which.get(m["which"].lower(), ""), 0), today)
    else:
        named = None
    return (int(named.begin[:4]), int(named.begin[5:7])) if named and named.begin else None


def beyond(m: re.Match[str], view: View, words: TimeWords) -> Interval | None:
    """Resolve "the week after next", "the month before last", "the Friday before last"."""
    step = 2 if words.beyond[m["how"].lower()] == "after_next" else -2
    unit, today = m["unit"].lower(), view.today
    if today is None:
        return None
    if unit in words.weekdays:
        near = _weekday_beside_today(words.weekdays[unit], "next" if step > 0 else "last", view, today)
        return one(shifted(near.begin, 7 if step > 0 else -7)) if near else None
    return _weekend(step, view, today) if unit == "weekend" else whole_unit(unit, step, today)


def repeated(m: re.Match[str], view: View, words: TimeWords) -> Interval | None:
    """Resolve "every Tuesday", "each year": no time in particular."""
    return None


def month(m: re.Match[str], view: View, words: TimeWords) -> Interval | None:
    """Resolve "November", "early March 2026"."""
    number = words.months[m["month"].lower()]
    year = year_named(m, view, words)
    whole = months(year, number, 1) if year else nearest_month(number, view)
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
    if (named := year_named(m, view, words)) is not None:
        return months(named, first, 3)
    if today is None or view.direction == 0:
        return None
    back = view.direction < 0 and today.month < first
    ahead = view.direction > 0 and today.month > first + 2
    return months(today.year - 1 if back else today.year + 1 if ahead else today.year, first, 3)


def overnight(m: re.Match[str], view: View, words: TimeWords) -> Interval | None:
    """Resolve "overnight": from the day before to the day of publication."""
    today = view.today
    return span(today - timedelta(days=1), today) if today else None


def week_around(day: Interval | None) -> Interval | None:
    """The whole week that a day lies in."""
    origin = as_date(day.begin) if day else None
    return whole_unit("week", 0, origin) if origin else None
