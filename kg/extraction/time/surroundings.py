"""Words beside a day that belong to its name: "Tuesday night", "the night of June 3", "the week of May 2"."""

from __future__ import annotations

import re
from typing import Final

from kg.resources.time_words import TimeWords

__all__ = ["Surroundings"]

_DAYS: Final = frozenset(
    {
        "feast",
        "iso",
        "numeric",
        "mdy",
        "dmy",
        "weekday",
        "weekday_of",
        "weekday_of_month",
        "day_of_month",
        "this",
        "day",
    }
)
"""Kinds of time expression that may be a day."""
_REACH: Final = 40  # code points before a day among which its part is looked for


class Surroundings:
    """Finds them; made once for many texts."""

    def __init__(self, words: TimeWords) -> None:
        nouns, before = "|".join(sorted(words.day_parts)), "|".join(sorted(words.before_day_part))
        self._behind: Final = re.compile(rf" (?:(?:{before}) )?(?:{nouns})(?![\w-])")
        self._part: Final = re.compile(rf"\b(?:[Tt]he )?(?:(?:{before}) )*(?:{nouns}) of (?:the )?$")
        self._week: Final = re.compile(r"\b(?:[Tt]he )?week (?:of|beginning|starting) (?:on )?$")

    def around(self, kind: str, text: str, begin: int, end: int) -> tuple[int, int, bool]:
        """Where a time of a kind begins and ends with the words beside it, and whether they make the day the
        week that it lies in.
        """
        if kind not in _DAYS:
            return begin, end, False
        behind = self._behind.match(text, end)
        before = text[max(0, begin - _REACH) : begin]
        week = self._week.search(before)
        found = week or self._part.search(before)
        return (
            begin - len(found[0]) if found else begin,
            behind.end() if behind else end,
            week is not None,
        )
