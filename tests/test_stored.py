from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
import rdflib

from kg.errors import DataError, QueryError
from kg.query.stored import (
    ask,
    check,
    columns,
    fill,
    find,
    load_queries,
    parse_query,
    read_query,
    with_prefixes,
)
from kg.resources.namespaces import DEFAULT_BASE
from kg.store.oxigraph import LocalStore
from tests.known import known_store

QUERIES = load_queries()
SELECTS = [name for name in QUERIES if columns(QUERIES[name])]


@pytest.fixture(scope="module")
def store() -> LocalStore:
    return known_store()


@pytest.fixture(scope="module")
def plain(store: LocalStore) -> ox.Store:
    """The same named graphs without their merge."""
    named = ox.Store()
    named.extend(store.quads())
    return named


@pytest.fixture(scope="module")
def graph(store: LocalStore) -> rdflib.Graph:
    """The same content in one graph of another library."""
    return rdflib.Graph().parse(data=store.dump("ntriples").decode(), format="nt")


def rows(answer: Any) -> list[tuple[str, ...]]:
    return [tuple("" if term is None else term.value for term in row) for row in answer]


def told(store: LocalStore, name: str, *wanted: str, **params: str) -> list[tuple[str, ...]]:
    """The answer's rows, of these columns only."""
    answer = ask(store, name, params=params)
    return [tuple("" if row[column] is None else row[column].value for column in wanted) for row in answer]


def test_there_are_enough_queries_and_each_says_what_it_is_for() -> None:
    assert len(QUERIES) >= 24
    for query in QUERIES.values():
        check(query)
        assert query.title
        assert query.title != query.name
        assert query.description.endswith(".")
        assert all(param.description for param in query.params)


@pytest.mark.parametrize("name", QUERIES)
def test_every_query_finds_something_in_the_known_graph_and_nothing_twice(
    store: LocalStore, name: str
) -> None:
    answer = ask(store, name)
    found = rows(answer) if name in SELECTS else [tuple(map(str, triple)) for triple in answer]
    assert set(Counter(found).values()) == {1}


@pytest.mark.parametrize("name", SELECTS)
def test_plain_named_graphs_give_the_same_rows(store: LocalStore, plain: ox.Store, name: str) -> None:
    """A store that repeats a triple for every graph that holds it must not repeat rows."""
    assert rows(plain.query(QUERIES[name].text, use_default_graph_as_union=True)) == rows(ask(store, name))


def compare(store: LocalStore, graph: rdflib.Graph, name: str) -> None:
    theirs = [
        tuple("" if term is None else str(term).replace("+00:00", "Z") for term in row)
        for row in graph.query(QUERIES[name].text)
    ]
    assert sorted(theirs) == sorted(rows(ask(store, name)))


@pytest.mark.parametrize("name", ["article", "events", "sources"])
def test_another_engine_gives_the_same_rows(store: LocalStore, graph: rdflib.Graph, name: str) -> None:
    compare(store, graph, name)


@pytest.mark.slow
@pytest.mark.parametrize("name", SELECTS)
def test_another_engine_gives_the_same_rows_for_every_query(
    store: LocalStore, graph: rdflib.Graph, name: str
) -> None:
    compare(store, graph, name)


WANTED: dict[str, tuple[tuple[str, ...], dict[str, str], list[tuple[str, ...]]]] = {
    "meetings": (
        ("date", "participant", "other", "place", "modality", "article"),
        {"actor": "south korea"},
        [
            ("2025-11-04", "Ahn Gyu-back", "Pete Hegseth", "Seoul", "planned", "Defence chiefs to meet"),
            ("2025-11-04", "Ahn Gyu-back", "Pete Hegseth", "", "actual", "=cmd|' /C calc'!A0"),
            ("2025-11-04", "Pete Hegseth", "Ahn Gyu-back", "", "negated", "=cmd|' /C calc'!A0"),
        ],
    ),
    "seeks": (
        ("country_name", "seeker", "sought", "sentence"),
        {"country": "ROK"},
        [
            (
                "South Korea",
                "South Korea",
                "nuclear-powered submarine",
                "South Korea seeks a nuclear-powered submarine, Ahn said.",
            )
        ],
    ),
    "supplies": (
        ("supplier", "capability", "recipient"),
        {},
        [("United States", "nuclear-powered submarine", "South Korea")],
    ),
    "accusations": (
        ("accuser", "accused", "modality"),
        {"actor": "moscow"},
        [("Ukraine", "Russia", "actual")],
    ),
    "planned": (
        ("date", "subject", "relation", "object"),
        {"from": "2025-11", "to": "2025-11-04"},
        [
            ("2025-11-03", "Pete Hegseth", "visits", "South Korea"),
            ("2025-11-04", "Ahn Gyu-back", "discusses", "cost sharing"),
            ("2025-11-04", "Ahn Gyu-back", "meets", "Pete Hegseth"),
        ],
    ),
    "claims": (
        ("said_by", "relation", "modality"),
        {"speaker": "country/rus"},
        [("Russia", "attacks", "negated")],
    ),
    "between": (
        ("subject", "relation", "object", "modality", "statements", "first"),
        {"first": "Russia", "second": "UN"},
        [],
    ),
    "people": (
        ("person_name", "relation", "of", "articles"),
        {"person": "Ahn"},
        [
            ("Ahn Gyu-back", "holdsRole", "defence minister", "1"),
            ("Ahn Gyu-back", "represents", "South Korea", "1"),
        ],
    ),
    "capability": (
        ("capability", "actor", "relation"),
        {"words": "hwasong"},
        [("Hwasong-20", "North Korea", "deploys"), ("Hwasong-20", "North Korea", "tests")],
    ),
    "contradictions": (
        ("subject", "relation", "object", "modality", "article", "denying_article"),
        {},
        [
            ("Pete Hegseth", "meets", "Ahn Gyu-back", "actual", "=cmd|' /C calc'!A0", "=cmd|' /C calc'!A0"),
            (
                "Pete Hegseth",
                "meets",
                "Ahn Gyu-back",
                "planned",
                "Defence chiefs to meet",
                "=cmd|' /C calc'!A0",
            ),
            ("Russia", "attacks", "Ukraine", "actual", "=cmd|' /C calc'!A0", "war"),
            ("Russia", "attacks", "Ukraine", "actual", "war", "war"),
        ],
    ),
    "timeline": (
        ("when", "subject", "relation", "object", "modality"),
        {"first": "Ahn Gyu-back", "second": "Pete Hegseth"},
        [
            ("2025-11-04", "Ahn Gyu-back", "meets", "Pete Hegseth", "planned"),
            ("2025-11-04", "Ahn Gyu-back", "meets", "Pete Hegseth", "actual"),
            ("2025-11-04", "Pete Hegseth", "meets", "Ahn Gyu-back", "negated"),
        ],
    ),
    "strongest-edges": (
        ("subject", "relation", "object", "articles", "statements"),
        {"articles_at_least": "2"},
        [("Ahn Gyu-back", "meets", "Pete Hegseth", "2", "3"), ("Russia", "attacks", "Ukraine", "2", "3")],
    ),
    "co-participants": (
        ("participant", "events", "articles"),
        {"actor": "Ahn"},
        [("Pete Hegseth", "1", "2")],
    ),
    "events": (
        ("type", "name", "date", "place", "articles", "statements"),
        {"from": "2025-11"},
        [("Meeting", "57th Security Consultative Meeting", "2025-11-04", "Seoul", "2", "3")],
    ),
    "event": (
        ("date", "subject", "relation", "modality"),
        {"event": "kgr:event\\/shelling"},
        [("2025-10-08", "Russia", "attacks", "actual")] * 2,
    ),
    "events-at-place": (
        ("date", "relation", "place_name"),
        {"place": "place/seoul"},
        [
            ("2025-10-09", "coerces", "Seoul"),
            ("2025-11-04", "meets", "Seoul"),
            ("2025-11-05", "tests", "Seoul"),
            ("", "attends", "Seoul"),
        ],
    ),
    "plover-by-month": (
        ("month", "event_type", "actor_country", "recipient_country", "events", "articles"),
        {"country": "Kyiv"},
        [
            ("2025-10", "ACCUSE", "Ukraine", "Russia", "1", "1"),
            ("2025-10", "AID", "United States", "Ukraine", "1", "1"),
            ("2025-10", "ASSAULT", "Russia", "Ukraine", "1", "2"),
            ("2025-10", "THREATEN", "Russia", "Ukraine", "1", "1"),
        ],
    ),
    "attacks-by-month": (
        ("month", "attacker", "target", "attacks", "articles"),
        {},
        [("2025-10", "Russia", "Ukraine", "1", "2")],
    ),
    "sanctions": (("sender", "target"), {}, [("United States", "Russia")]),
    "aid": (("donor", "recipient"), {"actor": "Ukraine"}, [("United States", "Ukraine")]),
    "agreements": (
        ("party", "counterparty", "topic"),
        {},
        [("South Korea", "United States", "cost sharing")],
    ),
    "visits": (
        ("date", "visitor", "destination", "modality"),
        {},
        [("2025-11-03", "Pete Hegseth", "South Korea", "planned")],
    ),
    "facilities": (
        ("operator", "operated", "located_in"),
        {},
        [("Hanwha Ocean", "Philly Shipyard", "Philadelphia")],
    ),
    "organizations": (
        ("part", "relation", "whole"),
        {},
        [("Hanwha Ocean", "partOf", "Hanwha"), ("Philly Shipyard", "locatedIn", "Philadelphia")],
    ),
    "article": (
        ("subject", "relation", "object", "said_by"),
        {"article": "defence chiefs to meet"},
        [
            ("Ahn Gyu-back", "meets", "Pete Hegseth", ""),
            ("Ahn Gyu-back", "discusses", "cost sharing", ""),
            ("South Korea", "seeks", "nuclear-powered submarine", "Ahn Gyu-back"),
            ("Ahn Gyu-back", "holdsRole", "defence minister", ""),
            ("Ahn Gyu-back", "represents", "South Korea", ""),
            ("Pete Hegseth", "visits", "South Korea", ""),
            ("South Korea", "cooperatesWith", "United States", ""),
        ],
    ),
    "sources": (
        ("publisher", "articles", "statements", "first", "last"),
        {},
        [
            ("Example Times", "2", "16", "2025-10-10", "2025-11-06"),
            ("The Wire", "2", "16", "2025-10-30", "2025-11-03"),
            ("unknown", "1", "6", "2025-11-05", "2025-11-05"),
        ],
    ),
    "linked-entities": (
        ("name", "class", "wikidata", "statements"),
        {},
        [
            ("South Korea", "Country", "Q884", "11"),
            ("Russia", "Country", "Q159", "8"),
            ("Ukraine", "Country", "Q212", "8"),
            ("United States", "Country", "Q30", "8"),
            ("North Korea", "Country", "Q423", "3"),
            ("United Nations", "InternationalOrganization", "Q1065", "1"),
        ],
    ),
    "coercion": (
        ("date", "actor_name", "target"),
        {},
        [("2025-10-09", "", "Pete Hegseth"), ("", "Russia", "Pete Hegseth")],
    ),
    "arrests-by-month": (
        ("month", "place", "what", "arrests", "articles"),
        {},
        [("2025-10", "", "Pete Hegseth", "1", "1"), ("2025-10", "Seoul", "Pete Hegseth", "1", "1")],
    ),
    "appointments": (
        ("date", "relation", "by", "person", "modality"),
        {"actor": "Ahn"},
        [
            ("2025-11-06", "appoints", "South Korea", "Ahn Gyu-back", "actual"),
            ("", "dismisses", "", "Ahn Gyu-back", "planned"),
        ],
    ),
    "laws": (("date", "actor_name", "law"), {}, [("2025-11-05", "South Korea", "shipbuilding law")]),
    "attendance": (
        ("participant", "gathering", "place"),
        {"actor": "Hegseth"},
        [("Pete Hegseth", "security talks", "Seoul")],
    ),
    "casualties": (("struck", "mishap", "quantity"), {}, [("Philadelphia", "fire", "")]),
    "disasters-by-month": (("month", "what", "times"), {}, [("2025-11", "fire", "1")]),
    "investments": (("investor", "target"), {}, [("Hanwha", "Philly Shipyard")]),
    "weapons-tests": (
        ("date", "tester", "capability", "place"),
        {},
        [("2025-11-05", "North Korea", "Hwasong-20", "Seoul")],
    ),
    "open-predicates": (("lemma", "statements", "example"), {}, [("nodded", "1", "Washington nodded.")]),
    "negated": (("subject", "relation", "said_by"), {"actor": "Ukraine"}, [("Russia", "attacks", "Russia")]),
}


@pytest.mark.parametrize("name", WANTED)
def test_the_known_graph_answers(store: LocalStore, name: str) -> None:
    wanted, params, expected = WANTED[name]
    assert told(store, name, *wanted, **params) == expected


def test_paths_are_short_and_the_shortest_come_first(store: LocalStore) -> None:
    found = told(store, "path", "length", "step1", "through1", "step2", first="ROK", second="Moscow")
    assert found[0] == ("2", "-agreesWith->", "United States", "-sanctions->")
    assert [length for length, *_ in found] == sorted(length for length, *_ in found)
    assert told(store, "path", "length", "step1", first="Russia", second="Ukraine")[:2] == [
        ("1", "-attacks->"),
        ("1", "-threatens->"),
    ]
    assert not [
        row for row in told(store, "path", "length", first="Russia", second="Ukraine") if row[0] == "3"
    ]


def test_countries_stand_for_those_who_act_for_them(store: LocalStore) -> None:
    found = {(str(t.subject), str(t.predicate), str(t.object)) for t in ask(store, "country-network")}
    kg, kgr = "https://w3id.org/newskg/ontology#", DEFAULT_BASE
    assert (f"<{kgr}country/rus>", f"<{kg}coerces>", f"<{kgr}country/usa>") in found


def test_actors_are_found_by_name_in_any_case_by_id_and_by_iri(store: LocalStore) -> None:
    answers = [
        told(store, "meetings", "date", "modality", actor=who)
        for who in ("ahn", "AHN GYU-BACK", "person/ahn-gyu-back")
    ]
    answers += [
        told(store, "meetings", "date", "modality", actor=who)
        for who in ("kgr:person/ahn-gyu-back", f"<{DEFAULT_BASE}country/kor>")
    ]
    assert answers == [answers[0]] * 5
    assert len(answers[0]) == 3
    assert told(store, "meetings", "date", actor="Ahn Gyu") == []


def test_ids_follow_the_base_of_the_store() -> None:
    store = known_store("https://example.org/news/")
    assert told(store, "meetings", "modality", actor="person/ahn-gyu-back") == [
        ("planned",),
        ("actual",),
        ("negated",),
    ]
    assert rows(ask(store, expression="SELECT ?l WHERE { kgr:country\\/kor skos:prefLabel ?l }")) == [
        ("South Korea",)
    ]


NASTY = [
    'Korea" } } DROP ALL #',
    'x" ?y',
    "back\\",
    '\\"',
    "line\nbreak\r\ttab",
    "> <http://x> { }",
    "'''\"\"\"",
    "\\u0022 }",
    "${jndi}",
    "",
    "a" * 5000,
    "\u202e\u2028é😀",
]


@pytest.mark.parametrize("value", NASTY)
@pytest.mark.parametrize("kind", ["string", "name"])
def test_values_cannot_leave_their_place(kind: str, value: str) -> None:
    query = parse_query(
        f"#+ params:\n#+   x: {{type: {kind}}}\nSELECT ?x ?y WHERE {{ VALUES ?x {{ UNDEF }} "
        f"VALUES ?y {{ 1 }} }}"
    )
    assert rows(ox.Store().query(fill(query, {"x": value}))) == [(value, "1")]
    if "\\u" not in value:  # rdflib expands these before it parses, even behind a backslash
        assert [tuple(map(str, row)) for row in rdflib.Graph().query(fill(query, {"x": value}))] == [
            (value, "1")
        ]


@pytest.mark.parametrize(
    ("kind", "value", "term"),
    [
        ("integer", "007", "7"),
        ("integer", "-3", "-3"),
        ("date", "2025-11-04", '"2025-11-04"^^<http://www.w3.org/2001/XMLSchema#date>'),
        ("date", "2025-11", '"2025-11"^^<http://www.w3.org/2001/XMLSchema#gYearMonth>'),
        ("date", "2024", '"2024"^^<http://www.w3.org/2001/XMLSchema#gYear>'),
        ("iri", "https://example.org/a?b=c&d#e", "<https://example.org/a?b=c&d#e>"),
        ("iri", "kg:meets", "<https://w3id.org/newskg/ontology#meets>"),
        ("name", "country/kor", "<https://w3id.org/newskg/id/country/kor>"),
        ("name", "http://www.wikidata.org/entity/Q884", "<http://www.wikidata.org/entity/Q884>"),
        ("name", "South Korea", '"South Korea"'),
        ("name", "Japan: a country", '"Japan: a country"'),
    ],
)
def test_values_become_terms_of_their_type(kind: str, value: str, term: str) -> None:
    query = parse_query(f"#+ params:\n#+   x: {{type: {kind}}}\nSELECT * WHERE {{ VALUES ?x {{ UNDEF }} }}")
    assert f"VALUES ?x {{ {term} }}" in fill(query, {"x": value})


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        *[("integer", value) for value in ("", "1.5", "1; DROP", "٣", "1" * 40)],
        *[
            ("date", value)
            for value in ("", "yesterday", "2025-13", "2025-02-30", "2025-1-1", "2025-11-04T00:00", '2025"')
        ],
        *[
            ("iri", value)
            for value in ("", "meets", "http://x/> }", "http://x y", "javascript", "http://x/\n")
        ],
        ("name", "https://example.org/> } #"),
        ("string", "nul\0"),
        ("string", "\ud800"),
    ],
)
def test_values_of_another_type_are_refused(kind: str, value: str) -> None:
    query = parse_query(f"#+ params:\n#+   x: {{type: {kind}}}\nSELECT * WHERE {{ VALUES ?x {{ UNDEF }} }}")
    with pytest.raises(QueryError):
        fill(query, {"x": value})


def test_unknown_parameters_and_queries_are_named() -> None:
    with pytest.raises(QueryError, match="no parameter 'who'; it takes actor"):
        fill(find("meetings"), {"who": "x"})
    with pytest.raises(QueryError, match="it takes none"):
        fill(find("sources"), {"who": "x"})
    with pytest.raises(QueryError, match="did you mean meetings"):
        find("meeting")
    with pytest.raises(QueryError, match="kg queries"):
        find("zzzz")
    with pytest.raises(QueryError, match="no stored query"):
        find("")


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("#+ title: [\nSELECT * {}", "not YAML"),
        ("#+ just words\nSELECT * {}", "no keys"),
        ("#+ titel: x\nSELECT * {}", "unknown key 'titel'"),
        ("#+ params: x\nSELECT * {}", "params is not a list"),
        ("#+ params:\n#+   x: {type: string}\nSELECT * {}", "no slot"),
        ("#+ params:\n#+   x: {type: word}\nSELECT * { VALUES ?x { 1 } }", "no proper type"),
        ("#+ params:\n#+   'x y': {type: string}\nSELECT * {}", "no SPARQL variable name"),
        (
            "#+ params:\n#+   x: {type: string}\nSELECT * { VALUES ?x { 1 } VALUES ?x { 2 } }",
            "different defaults",
        ),
    ],
)
def test_faulty_headers_are_named(tmp_path: Path, text: str, fault: str) -> None:
    path = tmp_path / "mine.rq"
    path.write_text(text)
    with pytest.raises(DataError, match=fault) as raised:
        read_query(path)
    assert raised.value.place == str(path)


def test_what_is_not_sparql_is_refused() -> None:
    with pytest.raises(DataError, match="is not SPARQL"):
        check(parse_query("SELECT WHERE"))


def test_own_queries_join_and_win(tmp_path: Path, store: LocalStore) -> None:
    (tmp_path / "meetings.rq").write_text("#+ title: Mine\nASK {}")
    (tmp_path / "other.rq").write_text("SELECT (1 AS ?one) {}")
    known = load_queries([tmp_path])
    assert known["meetings"].title == "Mine"
    assert known["other"].title == "other"
    assert "sources" in known
    assert rows(ask(store, str(tmp_path / "other.rq"))) == [("1",)]


def test_a_missing_file_is_a_fault_of_the_question(store: LocalStore, tmp_path: Path) -> None:
    with pytest.raises(QueryError, match="cannot be read"):
        ask(store, str(tmp_path / "none.rq"))
    with pytest.raises(QueryError):
        ask(store)


def test_a_question_can_come_from_standard_input(store: LocalStore, monkeypatch: pytest.MonkeyPatch) -> None:
    import io

    monkeypatch.setattr(
        "sys.stdin", io.StringIO("#+ params:\n#+   x: {type: integer}\nSELECT ?x { VALUES ?x { 1 } }")
    )
    assert rows(ask(store, "-", params={"x": "5"})) == [("5",)]


def test_known_prefixes_need_no_declaration() -> None:
    assert with_prefixes("ASK { ?s kg:meets ?o }").startswith(
        "PREFIX kg: <https://w3id.org/newskg/ontology#> ASK"
    )
    assert with_prefixes("PREFIX kg: <http://x/> ASK { ?s kg:meets ?o }").startswith("PREFIX kg: <http://x/>")
    assert with_prefixes("ASK { ?s ?p <http://kg:1/> }") == "ASK { ?s ?p <http://kg:1/> }"


def test_a_mark_of_the_byte_order_is_no_part_of_a_query(store: LocalStore) -> None:
    assert rows(ask(store, expression="\ufeffSELECT (1 AS ?n) {}")) == [("1",)]
