"""The benchmark of world events: its questions can be asked, its list of known events is well formed, what it
counts as found is what the graph says.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from benchmarks.world.__main__ import main
from benchmarks.world.asking import Answer, Question, answer, questions, shown
from benchmarks.world.history import Known, check, known_events
from benchmarks.world.pictures import attacks, connected
from kg.building import build
from kg.model import Document
from kg.query.stored import check as check_query
from kg.query.stored import columns, parse_query
from kg.resources.ontology import load_ontology
from kg.store.open import open_store
from kg.store.oxigraph import LocalStore

ITEMS = [
    ("said", "2018-04-10", "South Korea accused North Korea of hiding missiles."),
    ("announced", "2018-04-20", "Moon Jae-in will meet Kim Jong-un in Panmunjom next week."),
    ("met", "2018-04-27", "South Korean President Moon Jae-in met North Korean leader Kim Jong-un in Seoul."),
    ("met-again", "2018-05-26", "Moon Jae-in met with Kim Jong-un in Panmunjom."),
    ("shelled", "2018-06-01", "Rebels shelled a market in Aleppo, Syria."),
    ("named", "2018-08-02", "Chad and Peru are far from each other."),
]


@pytest.fixture(scope="module")
def where(tmp_path_factory: pytest.TempPathFactory) -> str:
    where = str(tmp_path_factory.mktemp("world") / "world.kg")
    with open_store(where) as store:
        build(store, [Document(id, text, published=day) for id, day, text in ITEMS])
    return where


@pytest.fixture
def store(where: str) -> Iterator[LocalStore]:
    with open_store(where, create=False, read_only=True) as store:
        assert isinstance(store, LocalStore)
        yield store


@pytest.mark.parametrize("question", questions(), ids=lambda question: question.query.name)
def test_the_questions_are_sparql_and_show_columns_that_they_have(question: Question) -> None:
    check_query(question.query)
    assert {*question.columns, *filter(None, [question.each])} <= set(columns(question.query))
    assert question.query.description
    assert question.rows > 0


def test_there_are_twenty_questions() -> None:
    assert len({question.query.name for question in questions()}) == 20


def test_known_events_are_fifty_of_relations_that_there_are() -> None:
    events = known_events()
    assert len(events) == 50
    assert sorted(events, key=lambda known: known.day) == events
    assert {relation for known in events for relation in known.relations} <= set(load_ontology().relations)
    assert all(known.relations and known.event and (known.subject or known.object) for known in events)


@pytest.mark.parametrize(
    ("day", "subject", "relation", "object", "found"),
    [
        ("2018-04-27", "Kim Jong-un", "meets", "Moon Jae-in", True),  # either side of what is symmetric
        ("2018-04-27", "North Korea", "meets", "South Korea", True),  # whom they act for
        ("2018-04-24", "North Korea", "meets", "South Korea", True),  # three days later
        ("2018-04-23", "North Korea", "meets", "South Korea", False),
        ("2018-04-29", "North Korea", "meets", "South Korea", False),
        ("2018-04-27", "North Korea", "visits", "South Korea", False),
        ("2018-04-10", "South Korea", "accuses", "North Korea", True),
        ("2018-04-10", "North Korea", "accuses", "South Korea", False),
        ("2018-06-01", "", "attacks", "Aleppo", True),  # where it happens
        ("2018-06-01", "", "attacks", "Damascus", False),
        ("2018-06-01", "", "coerces attacks", "Aleppo", True),
    ],
)
def test_what_is_found_of_history(
    store: LocalStore, day: str, subject: str, relation: str, object: str, found: bool
) -> None:
    known = Known(
        date.fromisoformat(day), (subject,) if subject else (), tuple(relation.split()), (object,), ""
    )
    (checked,) = check(store, [known])
    assert checked.found is found
    assert not found or checked.sentence in {text for _, _, text in ITEMS}


def test_an_item_that_only_names_them_is_not_found_but_told(store: LocalStore) -> None:
    known = Known(date(2018, 8, 2), ("Chad",), ("meets",), ("Peru",), "")
    elsewhere = Known(date(2018, 8, 2), ("Chad",), ("meets",), ("Mali",), "")
    one, other = check(store, [known, elsewhere])
    assert (one.found, one.day, one.sentence) == (False, "2018-08-02", ITEMS[-1][2])
    assert (other.found, other.day, other.sentence) == (False, None, None)


@pytest.mark.parametrize(
    ("subject", "object", "triples"),
    [
        ("Moon Jae-in", "Kim Jong-un", True),
        ("Kim Jong-un", "Moon Jae-in", True),
        ("Chad", "Kim Jong-un", False),
    ],
)
def test_what_triples_of_another_tool_have(
    store: LocalStore, subject: str, object: str, triples: bool
) -> None:
    known = Known(date(2018, 4, 27), (subject,), ("meets",), (object,), "")
    (checked,) = check(
        store, [known], lambda text: [tuple(text.rstrip(".").split(" met North Korean leader "))]
    )
    assert checked.triples is triples


def test_an_answer_has_the_rows_and_what_they_took(store: LocalStore) -> None:
    found = {one.query.name: answer(store, one, 1) for one in questions() if one.rows}
    koreas = found["koreas-meet"]
    assert [row["day"] for row in koreas.rows] == ["2018-04-27", "2018-05-26"]
    assert {row["sentence"] for row in koreas.rows} == {ITEMS[2][2], ITEMS[3][2]}
    assert koreas.seconds > 0 < koreas.bare
    (accused,) = found["accused-then-met"].rows
    held = [(row["announced"], row["met"]) for row in found["planned-then-held"].rows]
    assert held == [("2018-04-20", "2018-04-27"), ("2018-04-20", "2018-05-26")]
    assert (accused["accuser"], accused["accused"], accused["meetings"]) == (
        "South Korea",
        "North Korea",
        "1",
    )


def test_so_many_rows_are_shown_of_each() -> None:
    rows = tuple({"year": year, "who": who} for year, who in ("1a", "1b", "1c", "2d"))
    question = Question(parse_query("SELECT ?year ?who {}"), ("who",), 2, "year")
    assert list(shown(Answer(question, rows, 1, 1))) == [("a",), ("b",), ("d",)]
    question = Question(parse_query("SELECT ?year ?who {}"), ("year", "who"), 1, None)
    assert list(shown(Answer(question, rows, 1, 1))) == [("1", "a")]


def test_the_command_writes_the_page_and_its_pictures(where: str, tmp_path: Path) -> None:
    assert main([where, "-o", str(tmp_path / "page.md")]) == 0
    text = (tmp_path / "page.md").read_text(encoding="utf-8")
    assert "\n6 of these items, from 2018-04-10 to 2018-08-02" in text.replace("world. 6", "world.\n6")
    assert "The graph tells of **1 of 50**" in text
    assert "| 2018-04-27 | the summit of Panmunjom | yes | " in text
    assert all(f"`{question.query.name}`" in text for question in questions())
    for picture in ("attacks", "connected"):
        assert f"](page/{picture}.svg)" in text
        assert "<svg" in (tmp_path / "page" / f"{picture}.svg").read_text(encoding="utf-8")


def test_pictures_are_the_same_bytes_for_the_same_rows(tmp_path: Path) -> None:
    months = [{"country": "Chad", "month": f"2018-{month:02}", "attacks": "3"} for month in range(1, 6)]
    years = [
        {"year": "2018", "actor": "Chad", "others": "30"},
        {"year": "2018", "actor": "Mali", "others": "9"},
    ]
    for name in ("a", "b"):
        attacks(months, tmp_path / f"{name}-attacks.svg")
        connected(years, tmp_path / f"{name}-connected.svg")
    for name in ("attacks.svg", "connected.svg"):
        assert (tmp_path / f"a-{name}").read_bytes() == (tmp_path / f"b-{name}").read_bytes()
        assert b"<svg" in (tmp_path / f"a-{name}").read_bytes()
