"""Words that name a time -> the days, months or years they stand for, seen from the day of publication.

No grammar.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from typing import Final

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

__all__ = ["found"]


_MONTHS: Final = tuple(name.lower() for name in calendar.month_name)[1:]
_DAYS: Final = tuple(name.lower() for name in calendar.day_name)
_NUMBERS: Final = (
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
)
_SEASONS: Final = (
    "spring",
    "summer",
    "autumn",
    "winter",
)  # of the northern half of the earth: from March, June, September, December

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


def _number(word: str) -> int:
    word = word.lower()
    return int(word) if word.isdigit() else 1 if word in {"a", "an"} else _NUMBERS.index(word)


def _month_of(word: str) -> int:
    return next(
        place for place, name in enumerate(_MONTHS, 1) if name.startswith(word.lower().rstrip(".")[:3])
    )


def _weekday_number(word: str) -> int:
    return next(place for place, name in enumerate(_DAYS) if name.startswith(word.lower()[:3]))


def _third_of(word: str) -> int:
    word = word.lower()
    return 0 if re.match("early|the beg|the start|beg", word) else 1 if re.match("mid|the mid", word) else 2


def _season_of(word: str) -> int:
    """The first month of a season."""
    word = word.lower()
    return 3 * (_SEASONS.index("autumn" if word == "fall" else word) + 1)


def _this(m: re.Match[str], view: View) -> Interval | None:
    """ "this week", "last year", "next month", "earlier this year", "later this month", "next weekend", "last
    spring".
    """
    today = view.today
    which = m["which"].lower()
    count = -1 if which == "last" else 1 if which in {"next", "the coming"} else 0
    if today is None:
        return None
    unit = m["unit"].lower()
    if unit in _DAYS:
        return _near_weekday(_weekday_number(unit), count, which, view)
    if unit == "weekend":
        back = count < 0 or (count == 0 and view.direction < 0 and today.weekday() < 5)
        saturday = (
            today
            - timedelta(days=today.weekday())
            + timedelta(days=5, weeks=-1 if back else count if count > 0 else 0)
        )
        return span(saturday, saturday + timedelta(days=1))
    if re.fullmatch(_SEASON, unit):
        return months(today.year + count, _season_of(unit), 3)
    if unit not in {"week", "month", "year"}:
        return nearest_month(_month_of(unit), view, which if which in {"last", "next"} else "this")
    whole = whole_unit(unit, count, today)
    return side_of_today(whole, (m["part"] or "").lower(), today) if count == 0 else whole


def _weekday_of(m: re.Match[str], view: View) -> Interval | None:
    return nearest_weekday(_weekday_number(m["day"]), view, {"last": -1, "this": 0, "next": 1}[m["week"]])


def _near_weekday(weekday: int, count: int, which: str, view: View) -> Interval | None:
    today = view.today
    if today is None or which == "this":
        return nearest_weekday(weekday, view, 0)
    if count > 0:
        return nearest_weekday(weekday, view, 1)
    return nearest_weekday(weekday, View((today - timedelta(days=1)).isoformat(), -1))


def _count(m: re.Match[str], view: View) -> Interval | None:
    """ "three days ago", "in two weeks", "two days later", "a year earlier"."""
    how = (m["after"] or m["before"] or "").lower()
    start = view.context if how in {"later", "earlier", "before"} else view.published
    sign = -1 if how in {"ago", "earlier", "before"} else 1
    if how == "in" and view.direction <= 0:
        return None
    unit, count = m["unit"].lower(), sign * _number(m["number"])
    if unit == "day":
        return one(shifted(start, count))
    origin = as_date(start)
    return whole_unit(unit, count, origin) if origin else None


def _stretch(m: re.Match[str], view: View) -> Interval | None:
    """ "the past two weeks", "within three years", "the next five days"."""
    today = view.today
    if today is None:
        return None
    back = m["how"].lower().split()[-1] in {"past", "last", "previous"}
    count = _number(m["number"]) * (-1 if back else 1)
    try:
        other = moved(today, m["unit"].lower(), count)
    except (ValueError, OverflowError):
        return None
    return span(min(today, other), max(today, other))


def _relative(m: re.Match[str], view: View) -> Interval | None:
    """ "the following day", "the same week", "the day before": seen from the time spoken of before."""
    word = m["how"].lower() if m["how"] else m["side"].lower()
    count = 0 if word in {"same", "that"} else -1 if word in {"previous", "preceding", "before"} else 1
    unit = (m["unit"] or "day").lower()
    if unit == "day":
        return one(shifted(view.context, count))
    origin = as_date(view.context)
    return whole_unit(unit, count, origin) if origin else None


def _spoken_day(m: re.Match[str], view: View) -> Interval | None:
    word = m[0].lower()
    days = {
        "the day after tomorrow": 2,
        "the day before yesterday": -2,
        "yesterday": -1,
        "last night": -1,
        "tomorrow": 1,
    }
    return one(shifted(view.published, days.get(word, 0)))


def _dated(m: re.Match[str], view: View) -> Interval | None:
    year = int(m["year"]) if m["year"] else None
    first = nearest_date(_month_of(m["month"]), int(re.sub(r"\D", "", m["day"])), year, view)
    if not m["to"] or first is None:
        return first
    last = nearest_date(_month_of(m["month"]), int(re.sub(r"\D", "", m["to"])), year, view)
    return Interval(first.begin, last.end) if last and str(first.begin) <= str(last.end) else None


def _iso(m: re.Match[str], view: View) -> Interval | None:
    return one(m[0]) if as_date(m[0]) else None


def _monthly(m: re.Match[str], view: View) -> Interval | None:
    month = _month_of(m["month"])
    whole = months(int(m["year"]), month, 1) if m["year"] else nearest_month(month, view)
    return third(whole, _third_of(m["part"])) if m["part"] else whole


def _yearly(m: re.Match[str], view: View) -> Interval | None:
    first = m["year"]
    if m["to"]:
        last = m["to"] if len(m["to"]) == 4 else first[:2] + m["to"]
        return Interval(first, last) if first < last else None
    return third(one(first), _third_of(m["part"])) if m["part"] else one(first)


def _decade(m: re.Match[str], view: View) -> Interval | None:
    first = int(m["year"])
    part = (m["part"] or "").lower()
    begin, end = {"early": (0, 3), "mid": (4, 6), "late": (7, 9)}.get(part, (0, 9))
    return Interval(str(first + begin), str(first + end))


def _seasonal(m: re.Match[str], view: View) -> Interval | None:
    season, today = _season_of(m["season"]), view.today
    if m["year"]:
        return months(int(m["year"]), season, 3)
    if today is None or view.direction == 0:
        return None
    back = today.month < season if view.direction < 0 else False
    ahead = view.direction > 0 and today.month > season + 2
    return months(today.year - 1 if back else today.year + 1 if ahead else today.year, season, 3)


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
    return months(year, first, size) if first + size <= 13 else None


@dataclass(frozen=True, slots=True)
class _Rule:
    """A kind of time expression.

    The text holds one of each set that it ``needs``: words in lower case, "0" for a number, "0000" for one of
    four digits.
    """

    kind: str
    needs: tuple[frozenset[str], ...]
    pattern: re.Pattern[str]
    resolve: Callable[[re.Match[str], View], Interval | None]


_DIGIT: Final = frozenset({"0", "0000"})
_FOUR: Final = frozenset({"0000"})
_MONTHLY: Final = frozenset({*_MONTHS, *(name[:3] for name in _MONTHS), "sept"})
_DAILY: Final = frozenset(_DAYS)
_SEASONAL: Final = frozenset({*_SEASONS, "fall"})
_UNITS: Final = frozenset(unit + ending for unit in ("day", "week", "month", "year") for ending in ("", "s"))
_SPANNED: Final = _UNITS | {"weekend"}


def _dates() -> Iterator[_Rule]:
    of_year = rf"(?:,? (?:of )?(?P<year>{_YEAR}))?"
    dash = r" ?(?:-|–|to|and) ?"
    day, month = rf"(?P<day>{_DAY})(?:{dash}(?P<to>{_DAY}))?", rf"(?P<month>{_MONTH})"
    yield _Rule("iso", (_FOUR,), re.compile(r"\b\d{4}-\d\d-\d\d\b"), _iso)
    yield _Rule("mdy", (_DIGIT, _MONTHLY), re.compile(rf"\b{_NAMED}{month} (?:the )?{day}{of_year}"), _dated)
    yield _Rule(
        "dmy", (_DIGIT, _MONTHLY), re.compile(rf"\b{_NAMED}{day} (?:of )?{month}\b\.?{of_year}"), _dated
    )
    which = rf"(?:(?P<year>{_YEAR})|(?P<which>this|next|last) year)"
    places = "(?P<place>first|second|third|fourth|last)"
    yield _Rule(
        "quarter",
        (frozenset({"quarter", "half"}),),
        re.compile(rf"\b(?:the )?{places} (?P<unit>quarter|half) of {which}"),
        _quarter,
    )
    yield _Rule(
        "month", (_MONTHLY,), re.compile(rf"\b(?:(?P<part>{_PART})[ -])?{month}{of_year}(?!\w)"), _monthly
    )
    yield _Rule(
        "decade",
        (_FOUR,),
        re.compile(r"\b[Tt]he (?:(?P<part>early|mid|late)[ -])?(?P<year>(?:1[5-9]|20)\d0)s\b"),
        _decade,
    )
    season = rf"(?:early |late |mid-)?(?P<season>{_SEASON})(?: of)?(?: (?P<year>{_YEAR}))?"
    yield _Rule("season", (_SEASONAL,), re.compile(rf"\b(?:[Tt]he )?{season}(?!\w)"), _seasonal)
    years = rf"(?P<year>{_YEAR})(?: ?[-–/] ?(?P<to>{_YEAR}|\d\d)(?!\d))?"
    yield _Rule("year", (_FOUR,), re.compile(rf"\b(?:(?P<part>{_PART})[ -])?{years}"), _yearly)


def _relations() -> Iterator[_Rule]:
    """Times that are named by their distance from another."""
    yield _Rule(
        "weekday_of",
        (_DAILY,),
        re.compile(rf"\b(?P<day>{_WEEKDAY}) (?:of )?(?P<week>this|next|last) week\b"),
        _weekday_of,
    )
    part = r"(?:(?P<part>[Ee]arlier|[Ll]ater|[Ee]arly|[Ll]ate) (?:in )?)?"
    units = rf"(?P<unit>week(?:end)?|month|year|{_SEASON}|{_WEEKDAY}|{_MONTH})"
    yield _Rule(
        "this",
        (frozenset({"this", "last", "next", "current", "coming"}), _SPANNED | _SEASONAL | _DAILY | _MONTHLY),
        re.compile(rf"\b{part}(?P<which>{_WHICH}) {units}\b"),
        _this,
    )
    yield _Rule(
        "weekday",
        (_DAILY,),
        re.compile(rf"\b(?P<day>{_WEEKDAY})\b"),
        lambda m, view: nearest_weekday(_weekday_number(m["day"]), view),
    )
    yield _Rule(
        "weekend",
        (frozenset({"weekend"}),),
        re.compile(r"\b(?:[Oo]ver |[Aa]t )(?P<which>the)(?P<part>)? (?P<unit>weekend)\b"),
        _this,
    )
    spoken = (
        r"[Tt]he day (?:before yesterday|after tomorrow)|[Tt]oday|[Tt]onight|[Yy]esterday|[Tt]omorrow"
        r"|[Tt]his (?:morning|afternoon|evening)|[Ll]ast night"
    )
    days = frozenset("day today tonight yesterday tomorrow morning afternoon evening night".split())
    yield _Rule("day", (days,), re.compile(rf"\b(?:{spoken})\b"), _spoken_day)
    amount = rf"(?P<number>(?i:{_NUMBER})) (?P<unit>{_UNIT})s?"
    yield _Rule(
        "stretch",
        (_UNITS,),
        re.compile(rf"\b(?P<how>[Ww]ithin|(?:the |these )?(?:next|coming|past|last|previous)) {amount}\b"),
        _stretch,
    )
    yield _Rule(
        "count",
        (_UNITS,),
        re.compile(rf"\b(?:(?P<before>[Ii]n) )?{amount}(?: (?P<after>ago|later|earlier|before))?\b"),
        _count,
    )
    near = (
        rf"[Tt]he (?P<how>following|next|previous|preceding|same|that) (?P<unit>{_UNIT})|[Tt]he day "
        r"(?P<side>before|after)(?=[,.;]|$)"
    )
    yield _Rule("relative", (_UNITS,), re.compile(rf"\b(?:{near})(?!\w)"), _relative)


_RULES: Final = (*_dates(), *_relations())
_NEEDED: Final = frozenset().union(*(need for rule in _RULES for need in rule.needs))
_KEYS: Final = re.compile(r"[a-z]+|\d+")


def found(text: str) -> Iterator[tuple[str, int, int, Callable[[View], Interval | None]]]:
    """Each time that ``text`` names, in order and without overlap: its kind, begin, end, and what it stands
    for in a view.
    """
    keys = {
        word if word.isalpha() else "0000" if len(word) == 4 else "0" for word in _KEYS.findall(text.lower())
    } & _NEEDED
    if not keys:
        return
    matches = [
        (m.start(), -m.end(), place, m)
        for place, rule in _rules_for(frozenset(keys))
        for m in rule.pattern.finditer(text)
    ]
    free = 0
    for begin, end, place, match in sorted(matches, key=lambda row: row[:3]):
        kind = _RULES[place].kind
        if begin < free or (kind == "count" and not (match["before"] or match["after"])):
            continue
        free = -end
        yield kind, begin, -end, _bound(_RULES[place].resolve, match)


@lru_cache(maxsize=4096)
def _rules_for(keys: frozenset[str]) -> tuple[tuple[int, _Rule], ...]:
    """The rules that may apply to a text with these words and numbers, with their places among all."""
    return tuple(
        (place, rule)
        for place, rule in enumerate(_RULES)
        if all(not need.isdisjoint(keys) for need in rule.needs)
    )


def _bound(
    resolve: Callable[[re.Match[str], View], Interval | None], match: re.Match[str]
) -> Callable[[View], Interval | None]:
    def within_calendar(view: View) -> Interval | None:
        try:
            return resolve(match, view)
        except OverflowError:
            return None

    return within_calendar
