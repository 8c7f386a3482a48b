"""What the rules of time expressions are made of: pieces of regular expressions from `TimeWords`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

from kg.extraction.time.calendar import Interval, View
from kg.resources.time_words import TimeWords

__all__ = [
    "DAY",
    "DIGIT",
    "FOUR",
    "HOURS",
    "SPANNED",
    "UNIT",
    "UNITS",
    "YEAR",
    "Rule",
    "any_of",
    "beside_year",
    "capital",
    "either",
    "ended",
    "keys",
    "last_words",
    "of_year",
    "single",
]

DAY: Final = r"(?:[12][0-9]|3[01]|0?[1-9])(?:st|nd|rd|th)?(?![\w%]|[.,:]\d)"
YEAR: Final = r"(?:1[5-9]|20)\d\d(?!\d|[.,]\d|[%\w])"
UNIT: Final = r"(?:day|week|month|year)"
UNITS: Final = frozenset(unit + ending for unit in ("day", "week", "month", "year") for ending in ("", "s"))
HOURS: Final = frozenset({"hour", "hours"})
SPANNED: Final = UNITS | {"weekend"}
DIGIT: Final = frozenset({"0", "0000"})
FOUR: Final = frozenset({"0000"})


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


def any_of(words: Iterable[str]) -> str:
    """An expression for any of some words, as they are written."""
    return "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))


def capital(words: Iterable[str]) -> str:
    """The same with a capital first letter."""
    return any_of(word.capitalize() for word in words)


def either(words: Iterable[str]) -> str:
    """The same with a first letter of either case."""
    both = {form for word in words for form in (word, word[:1].upper() + word[1:])}
    return any_of(both)


def of_year(words: TimeWords, joined: str = "") -> str:
    """An expression for the year behind a day or month: "2025", "of last year", "the year before"; ``joined``
    is what else may stand before a number. An ``odd`` year is none that news is about ("0001").
    """
    number = rf"(?:,? (?:of )?{joined})(?:(?P<year>{YEAR})|(?P<odd>\d{{4}})(?={ended(words)}))"
    sides = any_of(word for word, kind in words.neighbours.items() if kind.startswith("day_"))
    neighbour = rf",? the year (?P<beyond>{sides})(?={ended(words)})"
    return rf"(?:{number}|{beside_year(words)}|{neighbour})?"


def beside_year(words: TimeWords) -> str:
    """An expression for "of last year" behind a day."""
    return rf"(?:,? of)? (?P<beside>{any_of(words.which)}) year(?![\w'’])"


def single(words: Iterable[str]) -> list[str]:
    """Those that are one word."""
    return [word for word in words if " " not in word]


def last_words(phrases: Iterable[str]) -> frozenset[str]:
    """The last word of each."""
    return frozenset(phrase.split()[-1] for phrase in phrases)


def keys(forms: Iterable[str]) -> frozenset[str]:
    """The forms without the point of an abbreviation."""
    return frozenset(form.rstrip(".") for form in forms)


def ended(words: TimeWords) -> str:
    """What stands behind a number that is a day by itself: an end, or a word that is not counted."""
    return rf"[^\w\s-]|\s*$| (?:{any_of(words.after_day)})\b"
