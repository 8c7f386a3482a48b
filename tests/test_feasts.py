"""Days that have a name are found and dated."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from kg.errors import DataError
from kg.extraction.time.calendar import View
from kg.extraction.time.grammar import TimeGrammar
from kg.paths import ONTOLOGY
from kg.resources.feasts import feast_day
from kg.resources.time_words import load_time_words

GRAMMAR = TimeGrammar(load_time_words())
MONDAY = "2025-11-03"
PAST, AHEAD = -1, 1

DAYS = [
    ("12-25", 2025, date(2025, 12, 25)),
    ("easter", 2024, date(2024, 3, 31)),
    ("easter-46", 2026, date(2026, 2, 18)),
    ("easter+50", 2025, date(2025, 6, 9)),
    ("orthodox-easter", 2024, date(2024, 5, 5)),
    ("11-thursday-4", 2025, date(2025, 11, 27)),
    ("05-monday-last", 2025, date(2025, 5, 26)),
    ("09-monday-5", 2025, date(2025, 9, 29)),
    ("09-friday-5", 2025, None),
    ("moving", 2025, None),
]


@pytest.mark.parametrize(("rule", "year", "day"), DAYS)
def test_a_rule_names_a_day(rule: str, year: int, day: date | None) -> None:
    day_in = feast_day(rule)
    assert day_in is not None
    assert day_in(year) == day


@pytest.mark.parametrize(
    "rule", ["13-01", "02-30", "11-noday-4", "11-monday-6", "14-monday-1", "pentecost", ""]
)
def test_what_is_no_rule_names_none(rule: str) -> None:
    assert feast_day(rule) is None


def test_a_list_without_a_rule_is_a_fault(tmp_path: Path) -> None:
    text = (ONTOLOGY / "time.toml").read_text(encoding="utf-8")
    path = tmp_path / "time.toml"
    path.write_text(text.replace("12-24 =", "12-34 =", 1), encoding="utf-8")
    with pytest.raises(DataError, match=r"\[feasts\] 12-34: says no day of the year"):
        load_time_words(path)


FEASTS = [
    ("on Christmas Day", PAST, "2024-12-25"),
    ("on Christmas Day", AHEAD, "2025-12-25"),
    ("on Christmas Eve 2019", PAST, "2019-12-24"),
    ("on New Year’s Eve", AHEAD, "2025-12-31"),
    ("Easter Sunday, 2023", PAST, "2023-04-09"),
    ("by Easter", AHEAD, "2026-04-05"),
    ("on Good Friday", PAST, "2025-04-18"),
    ("on Thanksgiving", PAST, "2024-11-28"),
    ("on Halloween", 0, "2025-10-31"),
    ("the Good Friday Agreement", 0, None),
    ("the Christmas Day attack", 0, "2024-12-25"),
    ("on Christmas Day Chad left", PAST, "2024-12-25"),
    ("Good Friday last year", PAST, "2024-03-29"),
    ("last Christmas", PAST, "2024-12-25"),
    ("next Easter Monday", AHEAD, "2026-04-06"),
    ("on Orthodox Christmas", AHEAD, "2026-01-07"),
    ("on Bloody Sunday", PAST, None),
]


@pytest.mark.parametrize(("text", "direction", "day"), FEASTS)
def test_a_feast_is_a_day(text: str, direction: int, day: str | None) -> None:
    ((_, _, _, resolve),) = GRAMMAR.found(text)
    interval = resolve(View(MONDAY, direction))
    assert (interval.begin if interval else None) == day


@pytest.mark.parametrize(
    "text", ["the Christmas market", "an Easter egg", "at christmas", "Christmas Island"]
)
def test_a_feast_before_a_noun_is_no_day(text: str) -> None:
    assert not list(GRAMMAR.found(text))


def test_without_a_year_a_fixed_feast_has_its_date() -> None:
    found = {
        text: next(GRAMMAR.found(text))[3](View("--11-03", PAST)) for text in ("Boxing Day", "Palm Sunday")
    }
    assert found["Boxing Day"] is not None
    assert found["Boxing Day"].begin == "--12-26"
    assert found["Palm Sunday"] is None


@pytest.mark.parametrize(("direction", "day"), [(AHEAD, "2025-11-13"), (0, "2025-11-13"), (PAST, None)])
def test_a_weekday_week_is_a_week_later(direction: int, day: str | None) -> None:
    ((_, _, end, resolve),) = GRAMMAR.found("on Thursday week.")
    interval = resolve(View(MONDAY, direction))
    assert end == len("on Thursday week")
    assert (interval.begin if interval else None) == day
