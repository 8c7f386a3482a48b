"""The rules of `TimeGrammar`: regular expressions made of `TimeWords`, each with what resolves a match."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from kg.extraction.time import expressions as resolve
from kg.extraction.time import quarters
from kg.extraction.time.calendar import Interval, View
from kg.extraction.time.feasts import feast
from kg.resources.time_words import TimeWords

__all__ = ["Rule", "rules"]

_DAY: Final = r"(?:[12][0-9]|3[01]|0?[1-9])(?:st|nd|rd|th)?(?![\w%]|[.,:]\d)"
_YEAR: Final = r"(?:1[5-9]|20)\d\d(?!\d|[.,]\d|[%\w])"
_UNIT: Final = r"(?:day|week|month|year)"
_UNITS: Final = frozenset(unit + ending for unit in ("day", "week", "month", "year") for ending in ("", "s"))
_HOURS: Final = frozenset({"hour", "hours"})
_SPANNED: Final = _UNITS | {"weekend"}
_DIGIT: Final = frozenset({"0", "0000"})
_FOUR: Final = frozenset({"0000"})


@dataclass(frozen=True, slots=True)
class Rule:
    """A kind of time expression.

    The text holds one of each set that it ``needs``: words in lower case, "0" for a number, "0000" for one of
    four digits.
    """

    kind: str
    needs: tuple[frozenset[str], ...]
    pattern: re.Pattern[str]
    resolve: Callable[[re.Match[str], View, TimeWords], Interval | None]


def rules(words: TimeWords) -> Iterator[Rule]:
    """The rules; where two match from one place on, the longer match counts, then the earlier rule."""
    yield from _dates(words)
    yield _feast(words)
    yield from _relations(words)
    yield from _distances(words)


def _any(words: Iterable[str]) -> str:
    """An expression for any of the words, as they are written."""
    return "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))


def _capital(words: Iterable[str]) -> str:
    """The same with a capital first letter."""
    return _any(word.capitalize() for word in words)


def _either(words: Iterable[str]) -> str:
    """The same with a first letter of either case."""
    both = {form for word in words for form in (word, word[:1].upper() + word[1:])}
    return _any(both)


def _of_year(words: TimeWords, joined: str = "") -> str:
    """An expression for the year behind a day or month: "2025", "of last year"; ``joined`` is what else may
    stand before a number.
    """
    beside = rf"(?:,? of)? (?P<beside>{_any(words.which)}) year(?![\w'’])"
    return rf"(?:(?:,? (?:of )?{joined})(?P<year>{_YEAR})|{beside})?"


def _single(words: Iterable[str]) -> list[str]:
    return [word for word in words if " " not in word]


def _last_words(phrases: Iterable[str]) -> frozenset[str]:
    return frozenset(phrase.split()[-1] for phrase in phrases)


def _keys(forms: Iterable[str]) -> frozenset[str]:
    return frozenset(form.rstrip(".") for form in forms)


def _behind(words: TimeWords) -> str:
    """What stands behind a number that is a day by itself: an end, or a word that is not counted."""
    return rf"[^\w\s-]|\s*$| (?:{_any(words.after_day)})\b"


def _dates(words: TimeWords) -> Iterator[Rule]:
    """Times that are named by the calendar."""
    part = rf"(?:(?P<part>{_either(words.parts)})[ -])?"
    month = rf"(?P<month>{_capital(words.months)})"
    listed = rf"(?P<listed>(?:, {_DAY})*,? and {_DAY})"
    to = rf" ?(?:-|–|to) ?(?P<to>{_DAY})"
    before_month = rf"(?P<day>{_DAY})(?:{listed}|{to})?"
    # not of "on June 3 and 12 people died"
    after_month = rf"(?P<day>{_DAY})(?:{listed}(?={_behind(words)}|,? {_YEAR})|{to})?"
    named = rf"(?:(?:{_capital(words.weekdays)}),? (?:on |the )?)?"
    monthly = _keys(words.months)
    yield Rule(
        "iso", (_FOUR,), re.compile(r"\b(?P<day>\d{4}([-/.])\d\d\2\d\d)(?:\b|(?=T\d))"), resolve.iso_day
    )
    yield Rule(
        "numeric",
        (_DIGIT,),
        re.compile(
            rf"(?<![\w/.-])(?P<first>\d\d?)(?P<mark>[/.-])(?P<second>\d\d?)(?P=mark)"
            rf"(?:(?P<year>{_YEAR})(?![/-]\d)|(?<=/)(?P<short>\d\d)(?![\w/-]|[.,]\d))"
        ),
        resolve.numeric,
    )
    yield from _parts_of_months(words)
    yield from _fiscal(words)
    yield Rule(
        "mdy",
        (_DIGIT, monthly),
        re.compile(rf"\b{named}{month} (?:the )?{after_month}{_of_year(words)}"),
        resolve.day,
    )
    yield Rule(
        "dmy",
        (frozenset(words.ordinals), monthly),
        re.compile(
            rf"\b{named}(?:the )?(?P<day>{_any(words.ordinals)})(?P<listed>)(?P<to>) of {month}\b\.?"
            rf"{_of_year(words)}"
        ),
        resolve.day,
    )
    yield Rule(
        "dmy",
        (_DIGIT, monthly),
        re.compile(rf"\b{named}{before_month}[ -](?:of )?{month}\b\.?" + _of_year(words, "|-")),
        resolve.day,
    )
    which = rf"(?:(?P<year>{_YEAR})|(?P<which>the|{_any(_single(words.which))}) year)"
    places = rf"(?P<place>{_any((*words.places, *words.final))})"
    yield Rule(
        "quarter",
        (frozenset({"quarter", "half"}),),
        re.compile(rf"\b(?:the )?{places} (?P<unit>quarter|half) of {which}"),
        quarters.quarter,
    )
    yield Rule("month", (monthly,), re.compile(rf"\b{part}{month}{_of_year(words)}(?!\w)"), resolve.month)
    thirds = _any(_single(words.parts))
    yield Rule(
        "decade",
        (_FOUR,),
        re.compile(rf"\b[Tt]he (?:(?P<part>{thirds})[ -])?(?P<year>(?:1[5-9]|20)\d0)s\b"),
        resolve.decade,
    )
    season = rf"(?:(?:{thirds})[ -])?(?P<season>{_any(words.seasons)}){_of_year(words)}"
    yield Rule(
        "season", (_keys(words.seasons),), re.compile(rf"\b(?:[Tt]he )?{season}(?!\w)"), resolve.season
    )
    years = rf"(?P<year>{_YEAR})(?: ?[-–/] ?(?P<to>{_YEAR}|\d\d)(?!\d))?"
    yield Rule("year", (_FOUR,), re.compile(rf"\b{part}{years}"), resolve.year)


def _feast(words: TimeWords) -> Rule:
    """Days that have a name."""
    alone = rf"(?i:{_any(words.feasts_alone)})(?={_behind(words)}|,? {_YEAR})"
    name = rf"(?=[A-Z])(?:(?i:{_any(words.feasts.keys() - words.feasts_alone)})|{alone})(?!\w)"
    which = rf"(?:(?P<which>{_either(_single(words.which))}) )?"
    return Rule(
        "feast",
        (frozenset(word for feast in words.feasts for word in re.findall(r"[a-z]{3,}", feast)),),
        re.compile(rf"\b{which}(?P<feast>{name})".replace("'", "['’]") + _of_year(words)),
        feast,
    )


def _parts_of_months(words: TimeWords) -> Iterator[Rule]:
    """Days that are counted in a month: "the first Friday of next month", "the 3rd of this month"."""
    places = _either((*words.places, *words.final))
    beside = rf"(?P<which>{_any(_single(words.which))}|the) month"
    month = rf"(?:{beside}|(?P<month>{_capital(words.months)})(?:,? (?:of )?(?P<year>{_YEAR}))?)"
    yield Rule(
        "weekday_of_month",
        (_keys(words.weekdays),),
        re.compile(
            rf"\b(?:[Tt]he )?(?P<place>{places}) (?P<day>{_capital(words.weekdays)}) (?:of|in) {month}(?!\w)"
        ),
        resolve.weekday_of_month,
    )
    yield Rule(
        "week_of_month",
        (frozenset({"week"}),),
        re.compile(rf"\b(?:[Tt]he )?(?P<place>{places}) week (?:of|in) {month}(?!\w)"),
        resolve.week_of_month,
    )
    yield Rule(
        "day_of_month",
        (frozenset({"month"}), _DIGIT),
        re.compile(rf"\b(?:[Tt]he )?(?P<day>{_DAY}) (?:day )?of {beside}(?P<month>)(?!\w)"),
        resolve.day_of_month,
    )
    yield Rule(
        "day_alone",
        (_DIGIT,),
        re.compile(rf"\b[Oo]n the (?P<day>(?=\d+[a-z]){_DAY})(?={_behind(words)})"),
        resolve.day_alone,
    )


def _fiscal(words: TimeWords) -> Iterator[Rule]:
    """Years and quarters of business."""
    named = rf"(?:[Tt]he )?(?:{_either(words.fiscal)})(?: year)?"
    short = _any(word.upper() for word in words.fiscal_short)
    years = rf"(?P<year>{_YEAR}|(?<=\D)(?:1[5-9]|20)\d\d)(?: ?[-–/] ?(?P<to>{_YEAR}|\d\d)(?!\d))?"
    yield Rule(
        "fiscal",
        (frozenset({*words.fiscal, *words.fiscal_short}), _DIGIT),
        re.compile(rf"\b(?:(?:{named} |(?:{short}) ?){years}|(?:{short}) ?(?P<short>\d\d)(?![\w/-]))"),
        quarters.fiscal,
    )
    yield Rule(
        "fiscal_ending",
        (frozenset(words.fiscal_ending), _keys(words.months)),
        re.compile(
            rf"\b(?:[Tt]he )?(?:(?:{_either(words.fiscal)}) )?year (?:that )?"
            rf"(?:{_any(words.fiscal_ending)})(?: in| on)? "
            rf"(?:{_DAY} )?(?P<month>{_capital(words.months)})(?: {_DAY})?(?:,? (?P<year>{_YEAR}))?(?!\w)"
        ),
        quarters.fiscal_ending,
    )
    yield Rule(
        "quarter_beside",
        (frozenset({"quarter"}), _last_words(words.which)),
        re.compile(rf"\b(?P<which>{_either(words.which)}) quarter\b(?!-| of\b)"),
        quarters.quarter_beside_today,
    )
    marks = _any(word.upper() for word in (*words.fiscal_quarter, *words.fiscal_half))
    mark = (
        rf"(?:(?:{short} ?)?(?:(?P<mark>{marks})(?P<number>[1-4])|(?P<first>[1-4])(?P<behind>{marks})"
        rf"(?P<short>\d\d)?))"
    )
    spoken = rf"(?:[Tt]he )?(?P<place>{_either(words.places)}) (?P<late>{_any(words.fiscal)} )?quarter"
    yield Rule(
        "quarter_alone",
        (frozenset({"quarter", *words.fiscal_quarter, *words.fiscal_half}),),
        re.compile(
            rf"(?<![\w-])(?P<fiscal>(?:{_either(words.fiscal)}) )?(?:{mark}|{spoken})"
            rf"(?:,? (?:of |in )?(?:{_any(words.fiscal)} )?(?P<year>{_YEAR}))?(?![\w-])"
        ),
        quarters.quarter_alone,
    )


def _relations(words: TimeWords) -> Iterator[Rule]:
    """Days, weeks, months, seasons and years that are named by their place beside today."""
    weekday, season = _capital(words.weekdays), _any(words.seasons)
    daily = _keys(words.weekdays)
    yield Rule(
        "weekday_of",
        (daily,),
        re.compile(rf"\b(?P<day>{weekday}) (?:of )?(?P<week>{_any(_single(words.which))}) week\b"),
        resolve.weekday_of_week,
    )
    sides = [*words.sides, *(word for word in _single(words.parts) if words.parts[word] != 1)]
    part = rf"(?:(?P<part>{_either(sides)}) (?:in )?)?"
    units = rf"(?P<unit>week(?:end)?|month|year|{season}|{weekday}|{_capital(words.months)})"
    units_needed = _SPANNED | _keys(words.seasons) | daily | _keys(words.months)
    yield Rule(
        "part",
        (_SPANNED,),
        re.compile(
            rf"\b(?P<part>{_either(words.parts)}) (?P<which>the|{_any(_single(words.which))}) "
            r"(?P<unit>month|year)(?![\w'’])"
        ),
        resolve.part_beside_today,
    )
    yield Rule(
        "this",
        (_last_words(words.which), units_needed),
        re.compile(rf"\b{part}(?P<which>{_either(words.which)}) {units}\b"),
        resolve.unit_beside_today,
    )
    yield Rule(
        "beyond",
        (_SPANNED | daily, _last_words(words.beyond)),
        re.compile(
            rf"\b(?:[Tt]he )?(?P<unit>week(?:end)?|month|year|{weekday}) (?P<how>{_any(words.beyond)})\b"
        ),
        resolve.beyond,
    )
    yield Rule(
        "repeated",
        (frozenset(words.every),),
        re.compile(rf"\b(?:{_either(words.every)}) (?:other |second )?{units}\b"),
        resolve.repeated,
    )
    yield Rule(
        "weekday_later",
        (daily, frozenset({"week"})),
        re.compile(rf"\b(?P<day>{weekday}) week\b(?![-\w])"),
        resolve.weekday_later,
    )
    yield Rule("weekday", (daily,), re.compile(rf"\b(?P<day>{weekday})\b"), resolve.weekday)
    yield Rule(
        "weekend",
        (frozenset({"weekend"}),),
        re.compile(r"\b(?:[Oo]ver |[Aa]t )(?P<which>the)(?P<part>)? (?P<unit>weekend)\b"),
        resolve.unit_beside_today,
    )
    yield Rule(
        "day", (_last_words(words.days),), re.compile(rf"\b(?:{_either(words.days)})\b"), resolve.spoken_day
    )
    named = rf"(?:on |into )?(?:{weekday}|{_capital(words.months)}|\d)"
    yield Rule(
        "overnight",
        (frozenset(words.overnight),),
        re.compile(rf"\b(?:{_either(words.overnight)})\b(?! {named}|[- ]\w+ (?:talks|stay)\b)"),
        resolve.overnight,
    )


def _distances(words: TimeWords) -> Iterator[Rule]:
    """Times that are named by their distance from another."""
    ago = _any(word for word, kind in words.distances.items() if kind == "ago")
    yield Rule(
        "weekdays_ago",
        (frozenset(f"{day}s" for day in _keys(words.weekdays)), frozenset({"ago"})),
        re.compile(
            rf"\b(?P<number>(?i:\d{{1,2}}|{_any(words.numbers)})) (?P<day>{_capital(words.weekdays)})s "
            rf"(?:{ago})\b"
        ),
        resolve.weekdays_ago,
    )
    counted = rf"(?<!half )(?P<number>(?i:\d{{1,3}}|{_any(words.numbers)}))"
    several = _any(words.units)
    amount = rf"{counted} (?P<unit>{_UNIT}|{several})s?"
    spans = rf"{counted} (?P<unit>{_UNIT}|{several}|hour)s?"
    units = _UNITS | frozenset(unit + ending for unit in words.units for ending in ("", "s"))
    only_back = _any(
        word
        for word, kind in words.stretches.items()
        if kind == "back" and word not in words.which and word not in words.neighbours
    )
    within = _either(word for word, kind in words.stretches.items() if kind == "within")
    near = _any(word for word, kind in words.stretches.items() if kind != "within")
    alone = rf"the (?:{only_back})|(?:{within}) the (?:{near})"
    yield Rule(
        "stretch",
        (units | _HOURS,),
        re.compile(rf"\b(?P<how>{within}|(?:(?:{within}) )?(?:the |these )?(?:{near})) {spans}\b"),
        resolve.stretch,
    )
    yield Rule(
        "stretch",
        (units,),
        re.compile(rf"\b(?P<how>{alone})(?P<number>) (?P<unit>{_UNIT}|{several})\b"),
        resolve.stretch,
    )
    starts = rf"(?P<day>{_capital(words.weekdays)}|{_any(_single(words.days))})"
    yield Rule(
        "counted_from",
        (units, frozenset(words.counted_from)),
        re.compile(rf"\b{amount} (?:{_any(words.counted_from)}) {starts}(?!\w)"),
        resolve.counted_from,
    )
    ahead = _either(word for word, kind in words.distances.items() if kind == "ahead")
    behind = {word for word, kind in words.distances.items() if kind != "ahead"}
    # "a week before the vote" is counted from what follows, "a week before" from what was said
    alone = rf"(?:{_any(behind & words.limits.keys())})(?=[^\w ]|$| (?:and|or|but)\b)"
    after = f"{_any(behind - words.limits.keys())}|{alone}"
    yield Rule(
        "count",
        (units,),
        re.compile(rf"\b(?:(?P<before>{ahead}) )?{amount}(?: (?P<after>{after}))?\b"),
        resolve.count,
    )
    sides = _any(word for word, kind in words.neighbours.items() if kind.startswith("day_"))
    how = _any(word for word, kind in words.neighbours.items() if not kind.startswith("day_"))
    yield Rule(
        "relative",
        (_UNITS,),
        re.compile(
            rf"\b(?:[Tt]he (?P<how>{how}) (?P<unit>{_UNIT})|[Tt]he day (?P<side>{sides})(?=[,.;]|$))(?!\w)"
        ),
        resolve.neighbour,
    )
