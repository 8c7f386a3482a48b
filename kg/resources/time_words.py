"""ontology/time.toml -> TimeWords: the words that name times, and those around them, checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from kg.errors import DataError
from kg.resources.data_files import DataReader
from kg.resources.feasts import FEAST_FORMS, FeastDay, feast_day
from kg.resources.word_tables import labelled, read_lists

__all__ = ["TimeWords", "load_time_words"]

Words = frozenset[str]

_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
    "november", "december",
)  # fmt: skip
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_SEASONS = ("spring", "summer", "autumn", "winter")
_DAYS = ("before_yesterday", "yesterday", "today", "tomorrow", "after_tomorrow")
_PARTS = ("first", "middle", "last")

_LABELLED: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "sides": ("before", "after"),
        "which": ("last", "this", "next", "current", "coming"),
        "beyond": ("before_last", "after_next"),
        "stretches": ("back", "ahead", "within"),
        "units": ("two_weeks", "ten_years"),
        "distances": ("ago", "ahead", "earlier", "later"),
        "neighbours": ("before", "same", "after", "day_before", "day_after"),
        "limits": ("from", "until", "before", "after"),
    }
)
"""Tables in which a word stands in one list, which says how it is meant."""

_ORDERED: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {"months": _MONTHS, "weekdays": _WEEKDAYS, "seasons": _SEASONS, "days": _DAYS, "parts": _PARTS}
)
"""Tables of which the order of the lists is that of time."""

_PLAIN: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "numbers": ("counting", "article", "places", "final", "from"),
        "ordinals": ("days",),
        "repeated": ("every",),
        "day_parts": ("nouns", "before", "overnight"),
        "fiscal": ("words", "short", "quarter", "half", "ending"),
        "ranges": ("first", "between", "to", "and", "listing", "before_listed", "joining", "limited_by"),
        "marks": ("before_period", "before_season", "between", "after_day", "counting_back"),
        "anchors": ("inside", "occasions", "of_noun", "of_gerund", "apart", "taking_place", "terms"),
    }
)


@dataclass(frozen=True, slots=True)
class TimeWords:
    """Words in lower case by what they mean. ``ontology/time.toml`` says what each list is for.

    ``months`` count from 1, ``weekdays`` from Monday, which is 0; ``seasons`` have their first month,
    ``days`` their distance from today, ``parts`` their place among three. ``ordinals`` are days of a month.
    ``places`` are in order; the last of them may be called by a word of ``final``. ``feasts`` have their day
    in a year; ``feasts_alone`` are those of them that are a day only where no noun follows.
    """

    months: Mapping[str, int]
    weekdays: Mapping[str, int]
    seasons: Mapping[str, int]
    days: Mapping[str, int]
    parts: Mapping[str, int]
    numbers: Mapping[str, int]
    ordinals: Mapping[str, int]
    places: tuple[str, ...]
    final: Words
    sides: Mapping[str, str]
    which: Mapping[str, str]
    beyond: Mapping[str, str]
    stretches: Mapping[str, str]
    units: Mapping[str, str]
    distances: Mapping[str, str]
    neighbours: Mapping[str, str]
    limits: Mapping[str, str]
    feasts: Mapping[str, FeastDay]
    feasts_alone: Words
    every: Words
    counted_from: Words
    day_parts: Words
    before_day_part: Words
    overnight: Words
    fiscal: Words
    fiscal_short: Words
    fiscal_quarter: Words
    fiscal_half: Words
    fiscal_ending: Words
    range_first: Words
    range_between: Words
    range_to: Words
    range_and: Words
    range_joining: Words
    listing: Words
    before_listed: Words
    range_limits: Words
    before_period: Words
    before_season: Words
    between: Words
    after_day: Words
    counting_back: Words
    inside: Words
    occasions: Words
    of_noun: Words
    of_gerund: Words
    apart: Words
    taking_place: Words
    terms: Words

    def feast(self, name: str) -> FeastDay:
        """The day of a feast as it is written in a text. Raises KeyError for what is none."""
        return self.feasts[name.lower().replace("’", "'")]


def load_time_words(path: Path | None = None, *, data: DataReader | None = None) -> TimeWords:
    """The words in ``path`` (ontology/time.toml). Raises DataError where the file is not well formed."""
    data = data or DataReader()
    path = path or data.ontology / "time.toml"
    keys = {table: frozenset(names) for table, names in {**_LABELLED, **_ORDERED, **_PLAIN}.items()}
    keys |= dict.fromkeys(("feasts", "feasts_alone"), frozenset())
    lists = read_lists(path, data.toml(path), keys, apart={*_LABELLED, *_ORDERED, "numbers"})
    feasts, alone = (_feasts(path, table, lists[table]) for table in ("feasts", "feasts_alone"))
    ordered = {table: _ordered(lists[table], _ORDERED[table]) for table in _ORDERED}
    labels = {table: MappingProxyType(labelled(lists[table])) for table in _LABELLED}
    numbers, ordinals, repeated, day_parts, fiscal, ranges, marks, anchors = (
        lists[table] for table in _PLAIN
    )
    counted = dict.fromkeys(numbers["article"], 1)
    counted |= {word: number for number, word in enumerate(numbers["counting"], 1)}
    return TimeWords(
        months=_from(ordered["months"], 1, 1),
        weekdays=_from(ordered["weekdays"], 0, 1),
        seasons=_from(ordered["seasons"], 3, 3),
        days=_from(ordered["days"], -2, 1),
        parts=_from(ordered["parts"], 0, 1),
        numbers=MappingProxyType(counted),
        ordinals=MappingProxyType({word: day for day, word in enumerate(ordinals["days"], 1)}),
        places=numbers["places"],
        final=frozenset(numbers["final"]),
        sides=labels["sides"],
        which=labels["which"],
        beyond=labels["beyond"],
        stretches=labels["stretches"],
        distances=labels["distances"],
        units=labels["units"],
        neighbours=labels["neighbours"],
        limits=labels["limits"],
        feasts=MappingProxyType(feasts | alone),
        feasts_alone=frozenset(alone),
        every=frozenset(repeated["every"]),
        counted_from=frozenset(numbers["from"]),
        day_parts=frozenset(day_parts["nouns"]),
        before_day_part=frozenset(day_parts["before"]),
        overnight=frozenset(day_parts["overnight"]),
        fiscal=frozenset(fiscal["words"]),
        fiscal_short=frozenset(fiscal["short"]),
        fiscal_quarter=frozenset(fiscal["quarter"]),
        fiscal_half=frozenset(fiscal["half"]),
        fiscal_ending=frozenset(fiscal["ending"]),
        range_first=frozenset(ranges["first"]),
        range_between=frozenset(ranges["between"]),
        range_to=frozenset(ranges["to"]),
        range_and=frozenset(ranges["and"]),
        range_joining=frozenset(ranges["joining"]),
        listing=frozenset(ranges["listing"]),
        before_listed=frozenset(ranges["before_listed"]),
        range_limits=frozenset(ranges["limited_by"]),
        **{name: frozenset(words) for name, words in marks.items()},
        **{name: frozenset(words) for name, words in anchors.items()},
    )


def _feasts(path: Path, table: str, lists: Mapping[str, tuple[str, ...]]) -> dict[str, FeastDay]:
    """The feasts of a table, each with its day. Raises DataError for a list whose name is no rule for one."""
    found: dict[str, FeastDay] = {}
    for rule, names in lists.items():
        day = feast_day(rule)
        if day is None:
            raise DataError(f"{path} [{table}] {rule}", "says no day of the year", f"write one {FEAST_FORMS}")
        found |= dict.fromkeys(names, day)
    return found


def _ordered(lists: Mapping[str, tuple[str, ...]], order: tuple[str, ...]) -> dict[str, int]:
    """The words of a table, each with the place of its list, from 0."""
    return {word: order.index(name) for word, name in labelled(lists).items()}


def _from(places: Mapping[str, int], first: int, step: int) -> Mapping[str, int]:
    return MappingProxyType({word: first + step * place for word, place in places.items()})
