"""Times that a text names one after another: what the words between them say."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from kg.resources.time_words import TimeWords

__all__ = ["GivenYear", "is_list", "years_given_later"]

GivenYear = tuple[re.Match[str], int]
"""A time that a year stands with, and how many years before it another is."""

_YEARLY: Final = frozenset({"feast", "month", "mdy", "dmy"})
_SOME_YEAR: Final = 2025
_WORDS: Final = re.compile(r"[^\s,]+")


def _between(text: str, words: TimeWords) -> tuple[frozenset[str], bool]:
    """The words between two times, and whether these join them at all: a comma, "and", "to" with or without a
    preposition.
    """
    found = frozenset(_WORDS.findall(text.lower()))
    joining = words.range_to | words.range_and | words.range_joining | words.listing
    joined = bool(found & joining) or "," in text
    return found, joined and found <= joining | words.before_listed


def is_list(text: str, words: TimeWords, *, last: bool) -> bool:
    """Whether the words between two times make them two ("2019 and 2021"); a comma does so only where "and"
    stands before the last of them.
    """
    found, joined = _between(text, words)
    if not joined or found & (words.range_to | words.range_joining):
        return False
    return bool(found & words.range_and) if last else True


def years_given_later(
    text: str, times: Sequence[tuple[str, re.Match[str]]], words: TimeWords
) -> list[GivenYear | None]:
    """Of each time, by kind and match, the later one of its list or range with which the year is given, and
    how many years earlier it is: 2021 for March in "in March and June 2021", 2020 for "from November to
    January 2021", last year for "on Good Friday and Easter Monday last year".
    """
    years: list[GivenYear | None] = [None] * len(times)
    for place in range(len(times) - 2, -1, -1):
        (kind, one), (following, two) = times[place], times[place + 1]
        if not {kind, following} <= _YEARLY or _has_year(one):
            continue
        given = (two, 0) if _has_year(two) else years[place + 1]
        if given is None or not _between(text[one.end() : two.start()], words)[1]:
            continue
        years[place] = given[0], given[1] + (_month(one, words) > _month(two, words))
    return years


def _has_year(named: re.Match[str]) -> bool:
    return any(named[group] for group in ("year", "beside", "beyond", "odd"))


def _month(named: re.Match[str], words: TimeWords) -> int:
    """The month that a match names; of a feast that moves, the one of some year."""
    found = named.groupdict()
    if month := found.get("month"):
        return words.months[month.lower()]
    day = words.feast(found["feast"])(_SOME_YEAR)
    return day.month if day else 0
