"""What is left of a store when only some statements are wanted."""

from __future__ import annotations

import pytest

from kg.analysis.days import days_of, last_day, merged
from kg.analysis.edges import Level, edges
from kg.analysis.evidence import evidence
from kg.analysis.filtered import Filter, filtered
from kg.analysis.plain import plain_store
from kg.analysis.statistics import statistics
from kg.errors import QueryError, UnknownEntity
from kg.rdf.article_graph import kept_lines
from kg.rdf.reader import readings, statements
from kg.rdf.shacl import validate
from kg.store.base import Store
from kg.store.oxigraph import LocalStore
from tests.known import known_store


@pytest.fixture(scope="module")
def store() -> LocalStore:
    return known_store()


def said(store: Store) -> list[tuple[str, str | None, str]]:
    return [(one.article, one.relation, one.modality) for one in statements(store)]


def test_nothing_asked_for_is_the_store_itself(store: LocalStore) -> None:
    assert filtered(store, Filter()) is store
    assert not Filter()
    assert str(Filter()) == ""


def test_all_statements_wanted_leave_everything_but_silent_articles(store: LocalStore) -> None:
    left = filtered(store, Filter(min_confidence=0))
    assert left.dump("nquads") == store.dump("nquads")


def test_relations_and_modalities(store: LocalStore) -> None:
    assert said(filtered(store, Filter(relations=("attacks",), modalities=("negated", "possible")))) == [
        ("test", "attacks", "possible"),
        ("war", "attacks", "negated"),
    ]


def test_confidence(store: LocalStore) -> None:
    assert {modality for *_, modality in said(filtered(store, Filter(min_confidence=0.8)))} == {"actual"}


@pytest.mark.parametrize(
    ("wanted", "articles"),
    [
        (Filter(since="2030"), {"yard"}),  # a submarine that is to be built
        (Filter(until="2025-10-08"), {"war", "test"}),  # a day before the articles
        (Filter(since="2025-11-06", until="2025-11"), {"home"}),
        (Filter(since="2031"), set()),
    ],
)
def test_time_is_the_statements_or_else_the_articles(
    store: LocalStore, wanted: Filter, articles: set[str]
) -> None:
    assert {article for article, *_ in said(filtered(store, wanted))} == articles


def test_sources_by_name_whatever_the_capitals(store: LocalStore) -> None:
    left = filtered(store, Filter(sources=("the wire",)))
    assert {article for article, *_ in said(left)} == {"scm", "yard"}
    assert statistics(left).counts["articles"] == 2


def test_direct_edges_go_with_the_statements_that_assert_them(store: LocalStore) -> None:
    ask = "ASK { ?a kg:meets ?b }"
    prefix = "PREFIX kg: <https://w3id.org/newskg/ontology#> "
    assert bool(store.query(prefix + ask))
    left = filtered(store, Filter(modalities=("negated",)))
    assert not bool(left.query(prefix + ask))
    assert [(e.subject, e.relation) for e in edges(left, ["negated"])] == [
        ("country/rus", "attacks"),
        ("person/ahn-gyu-back", "meets"),
    ]


def test_an_event_keeps_what_its_statements_tell(store: LocalStore) -> None:
    left = filtered(store, Filter(relations=("discusses",)))
    (event,) = [event for reading in readings(left) for event in reading.events]
    assert [one.id for one in event.participants] == ["person/ahn-gyu-back"]
    assert (event.begin, event.place, event.label) == ("2025-11-04", None, None)


def test_what_is_left_is_well_formed(store: LocalStore) -> None:
    left = filtered(store, Filter(relations=("meets", "sanctions")))
    assert validate(left).conforms, validate(left).text


def test_entities_that_only_others_speak_of_are_left_out_or_keep_their_names(store: LocalStore) -> None:
    wanted = Filter(relations=("sanctions",))
    with pytest.raises(UnknownEntity):
        evidence(filtered(store, wanted), "Hanwha Ocean")
    assert evidence(filtered(store, wanted, names=True), "Hanwha Ocean") == []
    assert len(evidence(filtered(store, wanted, names=True), "Washington")) == 1


def test_what_cannot_be_is_refused(store: LocalStore) -> None:
    with pytest.raises(QueryError, match="did you mean attacks"):
        filtered(store, Filter(relations=("atacks",)))
    with pytest.raises(QueryError, match="did you mean The Wire"):
        filtered(store, Filter(sources=("The Wires",)))
    for given in (
        {"since": "2025-02-30"},
        {"until": "yesterday"},
        {"since": "2026", "until": "2025-12-31"},
        {"modalities": ("certain",)},
        {"min_confidence": 1.5},
    ):
        with pytest.raises(QueryError):
            Filter(**given)  # type: ignore[arg-type]


def test_what_is_left_cannot_be_written(store: LocalStore) -> None:
    from kg.errors import StoreError

    with pytest.raises(StoreError, match="reading only"):
        filtered(store, Filter(since="2025")).forget("war")


def test_an_edge_back_is_kept_only_by_relations_that_hold_both_ways() -> None:
    def triples(symmetric: list[str]) -> list[str]:
        kg, rdf = "https://w3id.org/newskg/ontology#", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
        lines = []
        for node, ends, modality in (("x:1", ("x:a", "x:b"), "actual"), ("x:2", ("x:b", "x:a"), "planned")):
            lines += [
                f"<{node}> <{rdf}type> <{kg}Statement>",
                f"<{node}> <{rdf}subject> <{ends[0]}>",
                f"<{node}> <{rdf}predicate> <x:likes>",
                f"<{node}> <{rdf}object> <{ends[1]}>",
                f"<{node}> <{kg}modality> <{kg}{modality}>",
                f"<{ends[0]}> <x:likes> <{ends[1]}>",
            ]
        left = kept_lines("x:article", lines, lambda one: one.modality == "actual", symmetric)
        return [line for line in left if line.split()[1] == "<x:likes>"]

    assert triples([]) == ["<x:a> <x:likes> <x:b>"]
    assert triples(["x:likes"]) == ["<x:a> <x:likes> <x:b>", "<x:b> <x:likes> <x:a>"]


def test_days() -> None:
    assert days_of("2025-02", "2025") == ("2025-02-01", "2025-12-31")
    assert days_of("--11-04", None, "2024-02-03T10:00:00Z") == ("2024-02-03", "2024-02-03")
    assert days_of(None, None, None) is None
    assert last_day("2024-02") == "2024-02-29"
    assert merged(
        {("2025-01-01", "2025-01-31"), ("2025-01-10", "2025-02-02"), ("2026-01-01", "2026-01-01")}
    ) == (
        ("2025-01-01", "2025-02-02"),
        ("2026-01-01", "2026-01-01"),
    )


def test_a_plain_graph_names_its_things_and_has_no_texts(store: LocalStore) -> None:
    plain = plain_store(store)
    assert said(plain) == said(store)
    text = plain.dump("turtle").decode()
    assert "nif:isString" not in text
    assert "owl:ObjectProperty" not in text
    assert 'skos:prefLabel "South Korea"' in text
    assert {one.sentence.text for one in statements(plain)} == {
        one.sentence.text for one in statements(store)
    }


@pytest.mark.parametrize("level", ["entity", "country"])
def test_a_plain_graph_is_measured_as_the_whole_one(store: LocalStore, level: Level) -> None:
    plain = plain_store(store)
    for asked in (Filter(), Filter(relations=("meets", "represents"))):
        less, whole = filtered(plain, asked), filtered(store, asked)
        assert edges(less, level=level) == edges(whole, level=level)
        assert any(edge.symmetric for edge in edges(less))
        measured = statistics(less, level=level), statistics(whole, level=level)
        for one in measured:
            one.counts.pop("triples")
        assert measured[0] == measured[1]
        assert evidence(less, "Pete Hegseth", "meets") == evidence(whole, "Pete Hegseth", "meets")
