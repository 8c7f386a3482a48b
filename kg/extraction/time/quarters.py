"""What halves, quarters and fiscal years stand for: from a match of `TimeGrammar` to months or years, seen
from the day of publication.
"""

from __future__ import annotations

import re

from kg.extraction.time.calendar import Interval, View, months, nearest_month, one
from kg.extraction.time.expressions import STEPS
from kg.resources.time_words import TimeWords

__all__ = ["fiscal", "fiscal_ending", "quarter", "quarter_alone", "quarter_beside_today"]


def quarter(m: re.Match[str], view: View, words: TimeWords) -> Interval | None:
    """Resolve "the first half of 2026", "the last quarter of this year"."""
    number = int(m["year"]) if m["year"] else None
    if number is None:
        today = view.today
        if today is None:
            return None
        number = today.year + STEPS.get(words.which.get(m["which"], ""), 0)
    size = 3 if m["unit"] == "quarter" else 6
    place = 12 // size - 1 if m["place"] in words.final else words.places.index(m["place"])
    first = place * size + 1
    return months(number, first, size) if first + size <= 13 else None


def quarter_beside_today(m: re.Match[str], view: View, words: TimeWords) -> Interval | None:
    """Resolve "last quarter", "this quarter"."""
    today = view.today
    if today is None:
        return None
    number = today.year * 4 + (today.month - 1) // 3 + STEPS.get(words.which[m["which"].lower()], 0)
    return months(number // 4, number % 4 * 3 + 1, 3)


def quarter_alone(m: re.Match[str], view: View, words: TimeWords) -> Interval | None:
    """Resolve "Q3", "3Q25", "H1 2025", "the third quarter": without a year the one nearest in the tense's
    direction. Of a fiscal one only the year is known.
    """
    numeral, short = m["number"] or m["first"], m["short"]
    number = int(numeral) if numeral else words.places.index(m["place"].lower()) + 1
    named = m["year"] or (f"20{short}" if short else None)
    if m["fiscal"] or m["late"]:
        return one(named)
    mark = (m["mark"] or m["behind"] or "").lower()
    size = 6 if mark in words.fiscal_half else 3
    if number * size > 12:
        return None
    first, today = size * (number - 1) + 1, view.today
    if named:
        return months(int(named), first, size)
    if today is None:
        return None
    year = today.year
    if view.direction < 0 and first > today.month:
        year -= 1
    elif view.direction > 0 and first + size - 1 < today.month:
        year += 1
    return months(year, first, size)


def fiscal(m: re.Match[str], view: View, words: TimeWords) -> Interval | None:
    """Resolve "fiscal year 2024", "FY2024-25": the years that it is called by, wherever it begins."""
    if m["to"]:
        last = m["to"] if len(m["to"]) == 4 else m["year"][:2] + m["to"]
        return Interval(m["year"], last) if m["year"] < last else None
    return one(m["year"] or f"20{m['short']}")


def fiscal_ending(m: re.Match[str], view: View, words: TimeWords) -> Interval | None:
    """Resolve "the fiscal year ending June 2024": the twelve months up to then."""
    number, today = words.months[m["month"].lower()], view.today
    if m["year"]:
        year = int(m["year"])
    elif today is None:
        return None
    else:
        last = nearest_month(number, View(view.published, view.direction or -1))
        year = int(last.begin[:4]) if last and last.begin else today.year
    return months(year - 1, number + 1, 12) if number < 12 else months(year, 1, 12)
