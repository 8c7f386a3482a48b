"""The forms in which a text names times: which words of a text are a time, and of which kind. Labels and tags
are not looked at.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import lru_cache
from typing import Final

from kg.extraction.time.calendar import Interval, View
from kg.extraction.time.expressions import year_named
from kg.extraction.time.listing import GivenYear, years_given_later
from kg.extraction.time.rule_parts import Rule
from kg.extraction.time.rules import rules
from kg.extraction.time.surroundings import Surroundings
from kg.resources.time_words import TimeWords

__all__ = ["Named", "TimeGrammar"]

_KEYS: Final = re.compile(r"[a-z]+|\d+")

Named = tuple[str, int, int, Callable[[View], Interval | None]]
"""A time that a text names: its kind, begin, end, and what it stands for in a view."""


class TimeGrammar:
    """The kinds of time expression, compiled once."""

    def __init__(self, words: TimeWords) -> None:
        self.words = words
        self._surroundings = Surroundings(words)
        self._rules = tuple(rules(words))
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
        chosen: list[tuple[Rule, re.Match[str]]] = []
        for begin, end, place, match in sorted(matches, key=lambda row: row[:3]):
            rule = self._rules[place]
            if begin < free or (rule.kind == "count" and not (match["before"] or match["after"])):
                continue
            free = -end
            chosen.append((rule, match))
        years = years_given_later(text, [(rule.kind, match) for rule, match in chosen], self.words)
        for (rule, match), year in zip(chosen, years, strict=True):
            begin, end, change = self._surroundings.around(rule.kind, text, *match.span())
            yield rule.kind, begin, end, self._bound(rule, match, year, change)

    def _applying(self, keys: frozenset[str]) -> tuple[tuple[int, Rule], ...]:
        """The rules that may apply to a text with these words and numbers, with their places among all."""
        return tuple(
            (place, rule)
            for place, rule in enumerate(self._rules)
            if all(not need.isdisjoint(keys) for need in rule.needs)
        )

    def _bound(
        self,
        rule: Rule,
        match: re.Match[str],
        given: GivenYear | None,
        change: Callable[[Interval | None], Interval | None],
    ) -> Callable[[View], Interval | None]:
        def within_calendar(view: View) -> Interval | None:
            try:
                year = year_named(given[0], view, self.words) if given else None
                seen = replace(view, year=year - given[1]) if given and year is not None else view
                return change(rule.resolve(match, seen, self.words))
            except (OverflowError, ValueError):
                return None

        return within_calendar
