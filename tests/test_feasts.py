"""Days that have a name are found and dated."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from kg.errors import DataError
from kg.extraction.syntax.tense import direction
from kg.extraction.time.calendar import View
from kg.extraction.time.grammar import TimeGrammar
from kg.paths import ONTOLOGY
from kg.resources.feasts import feast_day
from kg.resources.time_words import load_time_words
from tests.parses import FACTUALITY, TAGGER, parsed

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
    ("on Easter last year", PAST, "2024-03-31"),
    ("on Thanksgiving next year", AHEAD, "2026-11-26"),
    ("three days before Thanksgiving", PAST, "2024-11-25"),
    ("the day before Boxing Day 2021", PAST, "2021-12-25"),
    ("two weeks after Easter 2023", PAST, "2023-04-23"),
    ("ten days before the 6 June 2020", PAST, "2020-05-27"),
    ("the day after Halloween", PAST, "2025-11-01"),
    ("from Easter until dawn", PAST, "2025-04-20"),
    ("on Whit Monday 9998", PAST, None),
    ("before 4 March 0007", PAST, None),
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


LISTED = [
    ("on Palm Sunday and Good Friday 2022", ["2022-04-10", "2022-04-15"]),
    ("on Halloween and Boxing Day last year", ["2024-10-31", "2024-12-26"]),
    ("on New Year's Eve and Epiphany 2020", ["2019-12-31", "2020-01-06"]),
    ("on 2 June and 9 June last year", ["2024-06-02", "2024-06-09"]),
]


@pytest.mark.parametrize(("text", "days"), LISTED)
def test_a_year_behind_a_list_is_that_of_all(text: str, days: list[str]) -> None:
    intervals = [resolve(View(MONDAY, PAST)) for _, _, _, resolve in GRAMMAR.found(text)]
    assert [interval and interval.begin for interval in intervals] == days


@pytest.mark.parametrize(
    ("side", "day"), [("before", "2018-06-04"), ("after", "2020-06-04"), ("before the vote", None)]
)
def test_the_year_before_is_seen_from_the_day_named_before(side: str, day: str | None) -> None:
    ((_, _, _, resolve),) = GRAMMAR.found(f"on 4 June the year {side}")
    interval = resolve(View(MONDAY, PAST, "2019-03-01"))
    assert interval is not None
    assert interval.begin == (day or "2025-06-04")
    assert day is None or resolve(View(MONDAY, PAST)) is None


TERMS = [
    ("fought/VBD/ROOT/2/fight", "until", "2024-12-25"),
    ("fought/VBD/ROOT/2/fight", "before", "2024-12-25"),
    ("extended/VBD/ROOT/2/extend", "until", "2025-12-25"),
    ("fights/VBZ/ROOT/2/fight", "until", "2025-12-25"),
    ("fought/VBD/ROOT/2/fight", "after", "2024-12-25"),
]


@pytest.mark.parametrize(("verb", "link", "day"), TERMS)
def test_a_term_lies_where_its_verb_looks(verb: str, link: str, day: str) -> None:
    doc = parsed(f"Togo/NNP/nsubj/2 {verb} on/RP/prt/2 {link}/IN/prep/2 Christmas/NNP/pobj/4")
    assert direction(doc[4], FACTUALITY) == (-1 if day < MONDAY else 1)
    (found,) = TAGGER.times(doc, MONDAY)
    assert found.interval is not None
    assert day[:4] in {(found.interval.begin or "")[:4], (found.interval.end or "")[:4]}


@pytest.mark.parametrize(("link", "ahead"), [("after", 1), ("before", 1)])
def test_what_will_be_done_after_a_day_lies_ahead(link: str, ahead: int) -> None:
    doc = parsed(f"Togo/NNP/nsubj/3 will/MD/aux/3 fight/VB/ROOT/3 {link}/IN/prep/3 Easter/NNP/pobj/4")
    assert direction(doc[4], FACTUALITY) == ahead
