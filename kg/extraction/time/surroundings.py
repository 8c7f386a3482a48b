"""Words beside a day that belong to its name: "Tuesday night", "the night of June 3", "the week of May 2",
"two days before Easter".
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from kg.extraction.time.calendar import Interval, as_date, moved, one
from kg.extraction.time.expressions import amount_of, week_around
from kg.extraction.time.rule_parts import UNIT, any_of
from kg.resources.time_words import TimeWords

__all__ = ["Surroundings"]

_Change = Callable[[Interval | None], Interval | None]
"""What the words beside a day make of it."""

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
        counted = (
            rf"(?P<number>(?i:\d{{1,3}}|{any_of(words.numbers)})) (?P<unit>{UNIT}|{any_of(words.units)})s?"
        )
        sides = any_of(word for word, kind in words.limits.items() if kind in {"before", "after"})
        self._away: Final = re.compile(rf"\b(?:[Tt]he day|{counted}) (?P<side>{sides}) (?:the )?$")
        self._words: Final = words
        self._week: Final = re.compile(r"\b(?:[Tt]he )?week (?:of|beginning|starting) (?:on )?$")

    def around(self, kind: str, text: str, begin: int, end: int) -> tuple[int, int, _Change]:
        """Where a time of a kind begins and ends with the words beside it, and what they make of the day: the
        week that it lies in, or a day so far from it.
        """
        if kind not in _DAYS:
            return begin, end, _same
        behind = self._behind.match(text, end)
        before = text[max(0, begin - _REACH) : begin]
        week, away = self._week.search(before), self._away.search(before)
        found = week or away or self._part.search(before)
        return (
            begin - len(found[0]) if found else begin,
            behind.end() if behind else end,
            week_around if week else self._moving(away) if away else _same,
        )

    def _moving(self, away: re.Match[str]) -> _Change:
        unit, number = amount_of(away, self._words) if away["unit"] else ("day", 1)
        step = -number if self._words.limits[away["side"]] == "before" else number

        def change(day: Interval | None) -> Interval | None:
            start = as_date(day.begin) if day and day.begin == day.end else None
            return one(moved(start, unit, step).isoformat()) if start else None

        return change


def _same(day: Interval | None) -> Interval | None:
    return day
