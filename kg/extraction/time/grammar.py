"""The forms in which a text names times, as regular expressions made of `TimeWords`: which words of a text
are a time, and of which kind. Labels and tags are not looked at.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from kg.extraction.time import expressions as resolve
from kg.extraction.time.calendar import Interval, View
from kg.resources.time_words import TimeWords

__all__ = ["Named", "TimeGrammar"]

_DAY: Final = r"(?:[12][0-9]|3[01]|0?[1-9])(?:st|nd|rd|th)?(?![\w%]|[.,:]\d)"
_YEAR: Final = r"(?:1[5-9]|20)\d\d(?!\d|[.,]\d|[%\w])"
_OF_YEAR: Final = rf"(?:,? (?:of )?(?P<year>{_YEAR}))?"
_UNIT: Final = r"(?:day|week|month|year)"
_UNITS: Final = frozenset(unit + ending for unit in ("day", "week", "month", "year") for ending in ("", "s"))
_SPANNED: Final = _UNITS | {"weekend"}
_DIGIT: Final = frozenset({"0", "0000"})
_FOUR: Final = frozenset({"0000"})
_KEYS: Final = re.compile(r"[a-z]+|\d+")

Named = tuple[str, int, int, Callable[[View], Interval | None]]
"""A time that a text names: its kind, begin, end, and what it stands for in a view."""


@dataclass(frozen=True, slots=True)
class _Rule:
    """A kind of time expression.

    The text holds one of each set that it ``needs``: words in lower case, "0" for a number, "0000" for one of
    four digits.
    """

    kind: str
    needs: tuple[frozenset[str], ...]
    pattern: re.Pattern[str]
    resolve: Callable[[re.Match[str], View, TimeWords], Interval | None]


class TimeGrammar:
    """The kinds of time expression, compiled once."""

    def __init__(self, words: TimeWords) -> None:
        self.words = words
        self._rules = (*_dates(words), *_relations(words), *_distances(words))
        self._needed = frozenset[str]().union(*(need for rule in self._rules for need in rule.needs))
        self._rules_for = lru_cache(maxsize=4096)(self._applying)

    def found(self, text: str) -> Iterator[Named]:
        """Each time that ``text`` names, in order and without overlap."""
        keys = self._needed & {
            word if word.isalpha() else "0000" if len(word) == 4 else "0"
            for word in _KEYS.findall(text.lower())
        }
        if not keys:
            return
        matches = [
            (m.start(), -m.end(), place, m)
            for place, rule in self._rules_for(keys)
            for m in rule.pattern.finditer(text)
        ]
        free = 0
        for begin, end, place, match in sorted(matches, key=lambda row: row[:3]):
            rule = self._rules[place]
            if begin < free or (rule.kind == "count" and not (match["before"] or match["after"])):
                continue
            free = -end
            yield rule.kind, begin, -end, self._bound(rule, match)

    def _applying(self, keys: frozenset[str]) -> tuple[tuple[int, _Rule], ...]:
        """The rules that may apply to a text with these words and numbers, with their places among all."""
        return tuple(
            (place, rule)
            for place, rule in enumerate(self._rules)
            if all(not need.isdisjoint(keys) for need in rule.needs)
        )

    def _bound(self, rule: _Rule, match: re.Match[str]) -> Callable[[View], Interval | None]:
        def within_calendar(view: View) -> Interval | None:
            try:
                return rule.resolve(match, view, self.words)
            except OverflowError:
                return None

        return within_calendar


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


def _single(words: Iterable[str]) -> list[str]:
    return [word for word in words if " " not in word]


def _last_words(phrases: Iterable[str]) -> frozenset[str]:
    return frozenset(phrase.split()[-1] for phrase in phrases)


def _keys(forms: Iterable[str]) -> frozenset[str]:
    return frozenset(form.rstrip(".") for form in forms)


def _dates(words: TimeWords) -> Iterator[_Rule]:
    """Times that are named by the calendar."""
    part = rf"(?:(?P<part>{_either(words.parts)})[ -])?"
    month = rf"(?P<month>{_capital(words.months)})"
    day = rf"(?P<day>{_DAY})(?: ?(?:-|–|to|and) ?(?P<to>{_DAY}))?"
    named = rf"(?:(?:{_capital(words.weekdays)}),? (?:on |the )?)?"
    monthly = _keys(words.months)
    yield _Rule("iso", (_FOUR,), re.compile(r"\b\d{4}([-/.])\d\d\1\d\d\b"), resolve.iso_day)
    yield _Rule(
        "numeric",
        (_FOUR,),
        re.compile(
            rf"(?<![\w/.-])(?P<first>\d\d?)(?P<mark>[/.-])(?P<second>\d\d?)(?P=mark)(?P<year>{_YEAR})(?![/-]\d)"
        ),
        resolve.numeric,
    )
    yield from _parts_of_months(words)
    yield from _fiscal(words)
    yield _Rule(
        "mdy", (_DIGIT, monthly), re.compile(rf"\b{named}{month} (?:the )?{day}{_OF_YEAR}"), resolve.day
    )
    yield _Rule(
        "dmy", (_DIGIT, monthly), re.compile(rf"\b{named}{day} (?:of )?{month}\b\.?{_OF_YEAR}"), resolve.day
    )
    which = rf"(?:(?P<year>{_YEAR})|(?P<which>{_any(_single(words.which))}) year)"
    places = rf"(?P<place>{_any((*words.places, *words.final))})"
    yield _Rule(
        "quarter",
        (frozenset({"quarter", "half"}),),
        re.compile(rf"\b(?:the )?{places} (?P<unit>quarter|half) of {which}"),
        resolve.quarter,
    )
    yield _Rule("month", (monthly,), re.compile(rf"\b{part}{month}{_OF_YEAR}(?!\w)"), resolve.month)
    thirds = _any(_single(words.parts))
    yield _Rule(
        "decade",
        (_FOUR,),
        re.compile(rf"\b[Tt]he (?:(?P<part>{thirds})[ -])?(?P<year>(?:1[5-9]|20)\d0)s\b"),
        resolve.decade,
    )
    season = rf"(?:(?:{thirds})[ -])?(?P<season>{_any(words.seasons)})(?: of)?(?: (?P<year>{_YEAR}))?"
    yield _Rule(
        "season", (_keys(words.seasons),), re.compile(rf"\b(?:[Tt]he )?{season}(?!\w)"), resolve.season
    )
    years = rf"(?P<year>{_YEAR})(?: ?[-–/] ?(?P<to>{_YEAR}|\d\d)(?!\d))?"
    yield _Rule("year", (_FOUR,), re.compile(rf"\b{part}{years}"), resolve.year)


def _parts_of_months(words: TimeWords) -> Iterator[_Rule]:
    """Days that are counted in a month: "the first Friday of next month", "the 3rd of this month"."""
    places = _either((*words.places, *words.final))
    beside = rf"(?P<which>{_any(_single(words.which))}|the) month"
    month = rf"(?:{beside}|(?P<month>{_capital(words.months)})(?:,? (?:of )?(?P<year>{_YEAR}))?)"
    yield _Rule(
        "weekday_of_month",
        (_keys(words.weekdays),),
        re.compile(
            rf"\b(?:[Tt]he )?(?P<place>{places}) (?P<day>{_capital(words.weekdays)}) (?:of|in) {month}(?!\w)"
        ),
        resolve.weekday_of_month,
    )
    yield _Rule(
        "day_of_month",
        (frozenset({"month"}), _DIGIT),
        re.compile(rf"\b(?:[Tt]he )?(?P<day>{_DAY}) (?:day )?of {beside}(?P<month>)(?!\w)"),
        resolve.day_of_month,
    )


def _fiscal(words: TimeWords) -> Iterator[_Rule]:
    """Years and quarters of business."""
    named = rf"(?:[Tt]he )?(?:{_either(words.fiscal)})(?: year)?"
    short = _any(word.upper() for word in words.fiscal_short)
    years = rf"(?P<year>{_YEAR}|(?<=\D)(?:1[5-9]|20)\d\d)(?: ?[-–/] ?(?P<to>{_YEAR}|\d\d)(?!\d))?"
    yield _Rule(
        "fiscal",
        (frozenset({*words.fiscal, *words.fiscal_short}), _FOUR),
        re.compile(rf"\b(?:{named} |(?:{short}) ?){years}"),
        resolve.fiscal,
    )
    mark = rf"(?:(?:{short} ?)?(?:{_any(word.upper() for word in words.fiscal_quarter)})(?P<number>[1-4]))"
    spoken = rf"(?:[Tt]he )?(?P<place>{_either(words.places)}) (?P<late>{_any(words.fiscal)} )?quarter"
    yield _Rule(
        "quarter_alone",
        (frozenset({"quarter", *words.fiscal_quarter}),),
        re.compile(
            rf"\b(?P<fiscal>(?:{_either(words.fiscal)}) )?(?:{mark}|{spoken})"
            rf"(?:,? (?:of |in )?(?:{_any(words.fiscal)} )?(?P<year>{_YEAR}))?(?!\w)"
        ),
        resolve.quarter_alone,
    )


def _relations(words: TimeWords) -> Iterator[_Rule]:
    """Days, weeks, months, seasons and years that are named by their place beside today."""
    weekday, season = _capital(words.weekdays), _any(words.seasons)
    daily = _keys(words.weekdays)
    yield _Rule(
        "weekday_of",
        (daily,),
        re.compile(rf"\b(?P<day>{weekday}) (?:of )?(?P<week>{_any(_single(words.which))}) week\b"),
        resolve.weekday_of_week,
    )
    sides = [*words.sides, *(word for word in _single(words.parts) if words.parts[word] != 1)]
    part = rf"(?:(?P<part>{_either(sides)}) (?:in )?)?"
    units = rf"(?P<unit>week(?:end)?|month|year|{season}|{weekday}|{_capital(words.months)})"
    units_needed = _SPANNED | _keys(words.seasons) | daily | _keys(words.months)
    yield _Rule(
        "this",
        (_last_words(words.which), units_needed),
        re.compile(rf"\b{part}(?P<which>{_either(words.which)}) {units}\b"),
        resolve.unit_beside_today,
    )
    yield _Rule(
        "beyond",
        (_SPANNED,),
        re.compile(rf"\b[Tt]he (?P<unit>week(?:end)?|month|year) (?P<how>{_any(words.beyond)})\b"),
        resolve.beyond,
    )
    yield _Rule(
        "repeated",
        (frozenset(words.every),),
        re.compile(rf"\b(?:{_either(words.every)}) (?:other |second )?{units}\b"),
        resolve.repeated,
    )
    yield _Rule("weekday", (daily,), re.compile(rf"\b(?P<day>{weekday})\b"), resolve.weekday)
    yield _Rule(
        "weekend",
        (frozenset({"weekend"}),),
        re.compile(r"\b(?:[Oo]ver |[Aa]t )(?P<which>the)(?P<part>)? (?P<unit>weekend)\b"),
        resolve.unit_beside_today,
    )
    yield _Rule(
        "day", (_last_words(words.days),), re.compile(rf"\b(?:{_either(words.days)})\b"), resolve.spoken_day
    )


def _distances(words: TimeWords) -> Iterator[_Rule]:
    """Times that are named by their distance from another."""
    amount = rf"(?P<number>(?i:\d{{1,3}}|{_any(words.numbers)})) (?P<unit>{_UNIT})s?"
    within = _either(word for word, kind in words.stretches.items() if kind == "within")
    near = _any(word for word, kind in words.stretches.items() if kind != "within")
    yield _Rule(
        "stretch",
        (_UNITS,),
        re.compile(rf"\b(?P<how>{within}|(?:the |these )?(?:{near})) {amount}\b"),
        resolve.stretch,
    )
    ahead = _either(word for word, kind in words.distances.items() if kind == "ahead")
    behind = {word for word, kind in words.distances.items() if kind != "ahead"}
    # "a week before the vote" is counted from what follows, "a week before" from what was said
    alone = rf"(?:{_any(behind & words.limits.keys())})(?=[^\w ]|$| (?:and|or|but)\b)"
    after = f"{_any(behind - words.limits.keys())}|{alone}"
    yield _Rule(
        "count",
        (_UNITS,),
        re.compile(rf"\b(?:(?P<before>{ahead}) )?{amount}(?: (?P<after>{after}))?\b"),
        resolve.count,
    )
    sides = _any(word for word, kind in words.neighbours.items() if kind.startswith("day_"))
    how = _any(word for word, kind in words.neighbours.items() if not kind.startswith("day_"))
    yield _Rule(
        "relative",
        (_UNITS,),
        re.compile(
            rf"\b(?:[Tt]he (?P<how>{how}) (?P<unit>{_UNIT})|[Tt]he day (?P<side>{sides})(?=[,.;]|$))(?!\w)"
        ),
        resolve.neighbour,
    )
