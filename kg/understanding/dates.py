"""Words that name a time -> the days, months or years they stand for, seen from the day of publication. Pure calendar, no grammar."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

__all__ = ["Interval", "View", "found", "limited"]


@dataclass(frozen=True, slots=True)
class Interval:
    """First and last day, month or year, both inclusive; None where open.

    ISO 8601: ``2025-11-04``, ``2025-11``, ``2025`` or, of an unknown year, ``--11-04``.
    """

    begin: str | None
    end: str | None


@dataclass(frozen=True, slots=True)
class View:
    """From where a time is seen.

    ``published`` and ``context`` (the time spoken of before, for "the following day") are ISO 8601 dates or ``--MM-DD``, cut to the day.
    ``direction`` is that of the tense: -1 past, 1 future, 0 not known.
    """

    published: str | None
    direction: int = 0
    context: str | None = None

    @property
    def today(self) -> date | None:
        """The day of publication, when its year is known."""
        return _day(self.published)


_MONTHS: Final = tuple(name.lower() for name in calendar.month_name)[1:]
_DAYS: Final = tuple(name.lower() for name in calendar.day_name)
_NUMBERS: Final = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_SEASONS: Final = ("spring", "summer", "autumn", "winter")  # of the northern half of the earth: from March, June, September, December

_MONTH = (
    r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)|Apr(?:il|\.)?|May|June?|July?|Aug(?:ust|\.)?"
    r"|Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
)
_WEEKDAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_DAY = r"(?:[12][0-9]|3[01]|0?[1-9])(?:st|nd|rd|th)?(?![\w%]|[.,:]\d)"
_YEAR = r"(?:1[5-9]|20)\d\d(?!\d|[.,]\d|[%\w])"
_NAMED = rf"(?:{_WEEKDAY},? (?:on |the )?)?"
_NUMBER = r"(?:\d{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"
_UNIT = r"(?:day|week|month|year)"
_SEASON = r"(?:spring|summer|autumn|fall|winter)"
_PART = r"(?:[Ee]arly|[Mm]id|[Ll]ate|[Tt]he (?:beginning|start|middle|end) of|[Bb]eginning of|[Ee]nd of)"
_WHICH = r"(?:[Tt]his|[Ll]ast|[Nn]ext|[Tt]he (?:current|coming))"


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text[:10]) if text and not text.startswith("--") else None
    except ValueError:
        return None


def _one(value: str | None) -> Interval | None:
    return Interval(value, value) if value else None


def _span(first: date, last: date) -> Interval:
    return Interval(first.isoformat(), last.isoformat())


def _number(word: str) -> int:
    word = word.lower()
    return int(word) if word.isdigit() else 1 if word in {"a", "an"} else _NUMBERS.index(word)


def _month_of(word: str) -> int:
    return next(place for place, name in enumerate(_MONTHS, 1) if name.startswith(word.lower().rstrip(".")[:3]))


def _season_of(word: str) -> int:
    word = word.lower()
    return 3 * (_SEASONS.index("autumn" if word == "fall" else word) + 1)


def _add_months(year: int, month: int, count: int) -> tuple[int, int]:
    total = year * 12 + month - 1 + count
    return total // 12, total % 12 + 1


def _y(year: int) -> str:
    """A year as written; OverflowError where the calendar ends."""
    if not 1 <= year <= 9999:
        raise OverflowError
    return f"{year:04d}"


def _ym(year: int, month: int) -> str:
    return f"{_y(year)}-{month:02d}"


def _shifted(start: str | None, days: int) -> str | None:
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


def _month_day(month: int, day: int, year: int | None, view: View) -> Interval | None:
    try:
        date(year or 2004, month, day)
    except ValueError:
        return None
    today = view.today
    if year is None and today is None:
        return _one(f"--{month:02d}-{day:02d}")
    if year is not None or today is None:
        return _one(date(year or 2004, month, day).isoformat())
    near = sorted(found for y in range(today.year - 1, today.year + 2) if (found := _valid(y, month, day)))
    if not near:
        return None
    past, later = [d for d in near if d <= today], [d for d in near if d >= today]
    pick = min(near, key=lambda d: (abs(d - today), d))
    if view.direction < 0 and past and (today - past[-1]).days < 335:
        pick = past[-1]
    if view.direction > 0 and later and (later[0] - today).days < 335:
        pick = later[0]
    return _one(pick.isoformat())


def _valid(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _weekday(name: str, view: View, week: int | None = None) -> Interval | None:
    """The weekday nearest in the tense's direction, today included; with ``week`` the one of that week from this."""
    today = view.today
    if today is None:
        return None
    wanted = next(place for place, day in enumerate(_DAYS) if day.startswith(name.lower()[:3]))
    if week is not None:
        return _one((today + timedelta(days=wanted - today.weekday() + 7 * week)).isoformat())
    ahead = (wanted - today.weekday()) % 7
    back = -((today.weekday() - wanted) % 7)
    move = ahead if view.direction > 0 else back if view.direction < 0 else min(ahead, back, key=lambda n: (abs(n), n))
    return _one((today + timedelta(days=move)).isoformat())


def _bare_month(month: int, view: View, which: str | None = None) -> Interval | None:
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
        move = ahead if view.direction > 0 else back if view.direction < 0 else min(ahead, back, key=lambda n: (abs(n), n))
    return _one(_ym(*_add_months(today.year, today.month, move)))


def _part(word: str, month: Interval | None) -> Interval | None:
    """The early, middle or late part of a month or year: thirds, to the day or month."""
    if month is None or month.begin is None:
        return None
    third = 0 if re.match("early|the beg|the start|beg", word.lower()) else 1 if re.match("mid|the mid", word.lower()) else 2
    if len(month.begin) == 4:
        return Interval(f"{month.begin}-{4 * third + 1:02d}", f"{month.begin}-{4 * third + 4:02d}")
    year, number = int(month.begin[:4]), int(month.begin[5:7])
    last = calendar.monthrange(year, number)[1]
    return _span(date(year, number, 10 * third + 1), date(year, number, (10, 20, last)[third]))


def _unit(unit: str, count: int, start: date) -> Interval | None:
    """The whole day, week, month or year so many units from ``start``."""
    try:
        if unit == "day":
            return _one((start + timedelta(days=count)).isoformat())
        if unit == "week":
            monday = start - timedelta(days=start.weekday()) + timedelta(weeks=count)
            return _span(monday, monday + timedelta(days=6))
        if unit == "month":
            return _one(_ym(*_add_months(start.year, start.month, count)))
        return _one(_y(start.year + count))
    except (ValueError, OverflowError):
        return None


def _season(season: int, year: int) -> Interval:
    return Interval(_ym(year, season), _ym(*_add_months(year, season, 2)))


def _this(m: re.Match[str], view: View) -> Interval | None:
    """ "this week", "last year", "next month", "earlier this year", "later this month", "next weekend", "last spring"."""
    today = view.today
    which = m["which"].lower()
    count = -1 if which == "last" else 1 if which in {"next", "the coming"} else 0
    if today is None:
        return None
    unit = m["unit"].lower()
    if unit in _DAYS:
        return _near_weekday(unit, count, which, view)
    if unit == "weekend":
        back = count < 0 or (count == 0 and view.direction < 0 and today.weekday() < 5)
        saturday = today - timedelta(days=today.weekday()) + timedelta(days=5, weeks=-1 if back else count if count > 0 else 0)
        return _span(saturday, saturday + timedelta(days=1))
    if re.fullmatch(_SEASON, unit):
        return _season(_season_of(unit), today.year + count)
    if unit not in {"week", "month", "year"}:
        return _bare_month(_month_of(unit), view, which if which in {"last", "next"} else "this")
    whole = _unit(unit, count, today)
    return _half(whole, (m["part"] or "").lower(), today) if count == 0 else whole


def _weekday_of(m: re.Match[str], view: View) -> Interval | None:
    return _weekday(m["day"], view, {"last": -1, "this": 0, "next": 1}[m["week"]])


def _near_weekday(name: str, count: int, which: str, view: View) -> Interval | None:
    today = view.today
    if today is None or which == "this":
        return _weekday(name, view, 0)
    if count > 0:
        return _weekday(name, view, 1)
    return _weekday(name, View((today - timedelta(days=1)).isoformat(), -1))


def _half(whole: Interval | None, part: str, today: date) -> Interval | None:
    """What of this week, month or year lies before or after today: "earlier this year"."""
    if whole is None or whole.begin is None or whole.end is None or part not in {"earlier", "later"}:
        return whole
    first, last = whole.begin, whole.end
    if len(first) < 10:
        month = 1 if len(first) == 4 else int(first[5:])
        final = 12 if len(first) == 4 else month
        first, last = date(today.year, month, 1).isoformat(), date(today.year, final, calendar.monthrange(today.year, final)[1]).isoformat()
    return Interval(first, today.isoformat()) if part == "earlier" else Interval(today.isoformat(), last)


def _count(m: re.Match[str], view: View) -> Interval | None:
    """ "three days ago", "in two weeks", "two days later", "a year earlier"."""
    how = (m["after"] or m["before"] or "").lower()
    start = view.context if how in {"later", "earlier", "before"} else view.published
    sign = -1 if how in {"ago", "earlier", "before"} else 1
    if how == "in" and view.direction <= 0:
        return None
    unit, count = m["unit"].lower(), sign * _number(m["number"])
    if unit == "day":
        return _one(_shifted(start, count))
    origin = _day(start)
    return _unit(unit, count, origin) if origin else None


def _stretch(m: re.Match[str], view: View) -> Interval | None:
    """ "the past two weeks", "within three years", "the next five days"."""
    today = view.today
    if today is None:
        return None
    back = m["how"].lower().split()[-1] in {"past", "last", "previous"}
    count = _number(m["number"]) * (-1 if back else 1)
    unit = m["unit"].lower()
    try:
        if unit in {"month", "year"}:
            year, month = _add_months(today.year, today.month, count * (12 if unit == "year" else 1))
            other = date(year, month, min(today.day, calendar.monthrange(year, month)[1]))
        else:
            other = today + timedelta(days=count * (7 if unit == "week" else 1))
    except (ValueError, OverflowError):
        return None
    return _span(min(today, other), max(today, other))


def _relative(m: re.Match[str], view: View) -> Interval | None:
    """ "the following day", "the same week", "the day before": seen from the time spoken of before."""
    word = m["how"].lower() if m["how"] else m["side"].lower()
    count = 0 if word in {"same", "that"} else -1 if word in {"previous", "preceding", "before"} else 1
    unit = (m["unit"] or "day").lower()
    if unit == "day":
        return _one(_shifted(view.context, count))
    origin = _day(view.context)
    return _unit(unit, count, origin) if origin else None


def _spoken_day(m: re.Match[str], view: View) -> Interval | None:
    word = m[0].lower()
    days = {"the day after tomorrow": 2, "the day before yesterday": -2, "yesterday": -1, "last night": -1, "tomorrow": 1}
    return _one(_shifted(view.published, days.get(word, 0)))


def _dated(m: re.Match[str], view: View) -> Interval | None:
    year = int(m["year"]) if m["year"] else None
    first = _month_day(_month_of(m["month"]), int(re.sub(r"\D", "", m["day"])), year, view)
    if not m["to"] or first is None:
        return first
    last = _month_day(_month_of(m["month"]), int(re.sub(r"\D", "", m["to"])), year, view)
    return Interval(first.begin, last.end) if last and str(first.begin) <= str(last.end) else None


def _iso(m: re.Match[str], view: View) -> Interval | None:
    return _one(m[0]) if _day(m[0]) else None


def _monthly(m: re.Match[str], view: View) -> Interval | None:
    month = _month_of(m["month"])
    whole = _one(_ym(int(m["year"]), month)) if m["year"] else _bare_month(month, view)
    return _part(m["part"], whole) if m["part"] else whole


def _yearly(m: re.Match[str], view: View) -> Interval | None:
    first = m["year"]
    if m["to"]:
        last = m["to"] if len(m["to"]) == 4 else first[:2] + m["to"]
        return Interval(first, last) if first < last else None
    return _part(m["part"], _one(first)) if m["part"] else _one(first)


def _decade(m: re.Match[str], view: View) -> Interval | None:
    first = int(m["year"])
    part = (m["part"] or "").lower()
    begin, end = {"early": (0, 3), "mid": (4, 6), "late": (7, 9)}.get(part, (0, 9))
    return Interval(str(first + begin), str(first + end))


def _seasonal(m: re.Match[str], view: View) -> Interval | None:
    season, today = _season_of(m["season"]), view.today
    if m["year"]:
        return _season(season, int(m["year"]))
    if today is None or view.direction == 0:
        return None
    back = today.month < season if view.direction < 0 else False
    ahead = view.direction > 0 and today.month > season + 2
    return _season(season, today.year - 1 if back else today.year + 1 if ahead else today.year)


def _quarter(m: re.Match[str], view: View) -> Interval | None:
    year = int(m["year"]) if m["year"] else None
    if year is None:
        today = view.today
        if today is None:
            return None
        year = today.year + {"last": -1, "this": 0, "next": 1}[m["which"].lower()]
    size = 3 if m["unit"].lower() == "quarter" else 6
    place = ("first", "second", "third", "fourth", "last").index(m["place"].lower())
    first = (12 // size - 1 if place == 4 else place) * size + 1
    return Interval(_ym(year, first), _ym(year, first + size - 1)) if first + size <= 13 else None


@dataclass(frozen=True, slots=True)
class _Rule:
    """A kind of time expression.

    The text holds one of each set that it ``needs``: beginnings of words (three letters), or "0" for a digit.
    """

    kind: str
    needs: tuple[frozenset[str], ...]
    pattern: re.Pattern[str]
    resolve: Callable[[re.Match[str], View], Interval | None]


_DIGIT: Final = frozenset({"0"})
_MONTHLY: Final = frozenset(name[:3] for name in _MONTHS)
_DAILY: Final = frozenset(name[:3] for name in _DAYS)
_SEASONAL: Final = frozenset({"spr", "sum", "aut", "fal", "win"})
_UNITS: Final = frozenset({"day", "wee", "mon", "yea"})


def _dates() -> Iterator[_Rule]:
    of_year = rf"(?:,? (?:of )?(?P<year>{_YEAR}))?"
    dash = r" ?(?:-|–|to|and) ?"
    day, month = rf"(?P<day>{_DAY})(?:{dash}(?P<to>{_DAY}))?", rf"(?P<month>{_MONTH})"
    yield _Rule("iso", (_DIGIT,), re.compile(r"\b\d{4}-\d\d-\d\d\b"), _iso)
    yield _Rule("mdy", (_DIGIT, _MONTHLY), re.compile(rf"\b{_NAMED}{month} (?:the )?{day}{of_year}"), _dated)
    yield _Rule("dmy", (_DIGIT, _MONTHLY), re.compile(rf"\b{_NAMED}{day} (?:of )?{month}\b\.?{of_year}"), _dated)
    which = rf"(?:(?P<year>{_YEAR})|(?P<which>this|next|last) year)"
    places = "(?P<place>first|second|third|fourth|last)"
    yield _Rule("quarter", (frozenset({"qua", "hal"}),), re.compile(rf"\b(?:the )?{places} (?P<unit>quarter|half) of {which}"), _quarter)
    yield _Rule("month", (_MONTHLY,), re.compile(rf"\b(?:(?P<part>{_PART})[ -])?{month}{of_year}(?!\w)"), _monthly)
    yield _Rule("decade", (_DIGIT,), re.compile(r"\b[Tt]he (?:(?P<part>early|mid|late)[ -])?(?P<year>(?:1[5-9]|20)\d0)s\b"), _decade)
    season = rf"(?:early |late |mid-)?(?P<season>{_SEASON})(?: of)?(?: (?P<year>{_YEAR}))?"
    yield _Rule("season", (_SEASONAL,), re.compile(rf"\b(?:[Tt]he )?{season}(?!\w)"), _seasonal)
    years = rf"(?P<year>{_YEAR})(?: ?[-–/] ?(?P<to>{_YEAR}|\d\d)(?!\d))?"
    yield _Rule("year", (_DIGIT,), re.compile(rf"\b(?:(?P<part>{_PART})[ -])?{years}"), _yearly)


def _relations() -> Iterator[_Rule]:
    """Times that are named by their distance from another."""
    yield _Rule("weekday_of", (_DAILY,), re.compile(rf"\b(?P<day>{_WEEKDAY}) (?:of )?(?P<week>this|next|last) week\b"), _weekday_of)
    part = r"(?:(?P<part>[Ee]arlier|[Ll]ater|[Ee]arly|[Ll]ate) (?:in )?)?"
    units = rf"(?P<unit>week(?:end)?|month|year|{_SEASON}|{_WEEKDAY}|{_MONTH})"
    yield _Rule(
        "this",
        (frozenset({"thi", "las", "nex", "cur", "com"}), _UNITS | _SEASONAL | _DAILY | _MONTHLY),
        re.compile(rf"\b{part}(?P<which>{_WHICH}) {units}\b"),
        _this,
    )
    yield _Rule("weekday", (_DAILY,), re.compile(rf"\b(?P<day>{_WEEKDAY})\b"), lambda m, view: _weekday(m["day"], view))
    yield _Rule("weekend", (_UNITS,), re.compile(r"\b(?:[Oo]ver |[Aa]t )(?P<which>the)(?P<part>)? (?P<unit>weekend)\b"), _this)
    spoken = (
        r"[Tt]he day (?:before yesterday|after tomorrow)|[Tt]oday|[Tt]onight|[Yy]esterday|[Tt]omorrow"
        r"|[Tt]his (?:morning|afternoon|evening)|[Ll]ast night"
    )
    days = frozenset({"day", "tod", "ton", "yes", "tom", "mor", "aft", "eve", "nig"})
    yield _Rule("day", (days,), re.compile(rf"\b(?:{spoken})\b"), _spoken_day)
    amount = rf"(?P<number>(?i:{_NUMBER})) (?P<unit>{_UNIT})s?"
    yield _Rule(
        "stretch", (_UNITS,), re.compile(rf"\b(?P<how>[Ww]ithin|(?:the |these )?(?:next|coming|past|last|previous)) {amount}\b"), _stretch
    )
    yield _Rule("count", (_UNITS,), re.compile(rf"\b(?:(?P<before>[Ii]n) )?{amount}(?: (?P<after>ago|later|earlier|before))?\b"), _count)
    near = rf"[Tt]he (?P<how>following|next|previous|preceding|same|that) (?P<unit>{_UNIT})|[Tt]he day (?P<side>before|after)(?=[,.;]|$)"
    yield _Rule("relative", (_UNITS,), re.compile(rf"\b(?:{near})(?!\w)"), _relative)


_RULES: Final = (*_dates(), *_relations())


def found(text: str) -> Iterator[tuple[str, int, int, Callable[[View], Interval | None]]]:
    """Each time that ``text`` names, in order and without overlap: its kind, begin, end, and what it stands for in a view."""
    keys = {"0" if word[0].isdigit() else word[:3] for word in re.findall(r"[a-z]+|\d", text.lower())}
    matches = [
        (m.start(), -m.end(), place, m)
        for place, rule in enumerate(_RULES)
        if all(not need.isdisjoint(keys) for need in rule.needs)
        for m in rule.pattern.finditer(text)
    ]
    free = 0
    for begin, end, place, match in sorted(matches, key=lambda row: row[:3]):
        kind = _RULES[place].kind
        if begin < free or (kind == "count" and not (match["before"] or match["after"])):
            continue
        free = -end
        yield kind, begin, -end, _bound(_RULES[place].resolve, match)


def _bound(resolve: Callable[[re.Match[str], View], Interval | None], match: re.Match[str]) -> Callable[[View], Interval | None]:
    def within_calendar(view: View) -> Interval | None:
        try:
            return resolve(match, view)
        except OverflowError:
            return None

    return within_calendar


def limited(interval: Interval, word: str) -> Interval:
    """The interval that a preposition makes of a time: "since 2014" is open at its end, "by 2030" at its begin."""
    if word in {"since", "from", "starting", "beginning"}:
        return replace(interval, end=None)
    if word in {"by", "until", "till", "til"}:
        return replace(interval, begin=None)
    if word == "before":
        return Interval(None, _neighbour(interval.begin, -1))
    if word == "after":
        return Interval(_neighbour(interval.end, 1), None)
    return interval


def _neighbour(value: str | None, step: int) -> str | None:
    """The day, month or year before or after one."""
    if value is None:
        return None
    if value.startswith("--") or len(value) == 10:
        return _shifted(value, step)
    try:
        return _ym(*_add_months(int(value[:4]), int(value[5:]), step)) if len(value) == 7 else _y(int(value) + step)
    except OverflowError:
        return None
