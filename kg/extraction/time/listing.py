"""Times that a text names one after another: what the words between them say."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from kg.resources.time_words import TimeWords

__all__ = ["is_list", "years_given_later"]

_YEARLY: Final = frozenset({"month", "mdy", "dmy"})
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
) -> list[int | None]:
    """Of each time, by kind and match, the year that is given with a later one of its list or range: 2021 for
    March in "in March and June 2021", 2020 for "from November to January 2021".
    """
    years: list[int | None] = [None] * len(times)
    for place in range(len(times) - 2, -1, -1):
        (kind, one), (following, two) = times[place], times[place + 1]
        if not {kind, following} <= _YEARLY or one["year"]:
            continue
        given = int(two["year"]) if two["year"] else years[place + 1]
        if given is None or not _between(text[one.end() : two.start()], words)[1]:
            continue
        years[place] = given - 1 if _month(one, words) > _month(two, words) else given
    return years


def _month(named: re.Match[str], words: TimeWords) -> int:
    return words.months[named["month"].lower()]
