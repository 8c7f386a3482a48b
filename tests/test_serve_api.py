"""The API of `kg serve`, on a small store of which all is known."""

from __future__ import annotations

import random
import string
from collections.abc import Iterator
from dataclasses import replace
from itertools import cycle
from typing import Any

import httpx
import pytest

from kg.analysis.filtered import Filter, filtered
from kg.rdf.writer import Run, graph_iri, nquads
from kg.resources.gazetteer import load_gazetteer
from kg.resources.namespaces import DEFAULT_BASE
from kg.resources.ontology import load_ontology
from kg.serve.collected import collect
from kg.serve.filters import Filters, selected
from kg.serve.names import NameIndex
from kg.store.open import open_store
from tests.readings import sample_readings
from tests.served import sample_store, served

SCM, BUDAPEST = "scm", 'https://example.org/a b/"budapest"<1>'


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    where = sample_store(tmp_path_factory.mktemp("api") / "news.kg")
    with served(where) as running, httpx.Client(base_url=running.url, timeout=60) as client:
        running.collected()
        yield client


def got(client: httpx.Client, path: str, **params: Any) -> Any:
    answer = client.get(f"/api/{path}", params=params)
    assert answer.status_code == 200, answer.text
    return answer.json()


def says(one: dict[str, Any]) -> tuple[str | None, str, str | None]:
    return one.get("subject", {}).get("id"), one["relation"], one.get("object", {}).get("id")


def test_what_there_is(client: httpx.Client) -> None:
    meta = got(client, "meta")
    assert meta["counts"] == {"articles": 3, "entities": 14, "statements": 10, "events": 2}
    assert {one["name"]: one["tone"] for one in meta["relations"]}["attacks"] == "conflict"
    assert next(one for one in meta["relations"] if one["name"] == "meets")["symmetric"] is True
    assert meta["sources"] == ["Yonhap"]
    assert (meta["first"], meta["last"]) == ("2025", "2025-11-04")


@pytest.mark.parametrize(
    ("typed", "id"),
    [
        ("South Korea", "country/kor"),
        ("korea", "country/kor"),
        ("SOUTH KOREAN", "country/kor"),
        ("Republic of Korea", "country/kor"),
        ("orban", "person/viktor-orban"),
        ("hegs", "person/pete-hegseth"),
        ("Pete Hegsteh", "person/pete-hegseth"),
        ("budpest", "place/budapest"),
        ("usa", "country/usa"),
    ],
)
def test_names_are_found(client: httpx.Client, typed: str, id: str) -> None:
    assert got(client, "search", q=typed)["entities"][0]["id"] == id


def test_nothing_is_found_for_nothing(client: httpx.Client) -> None:
    assert got(client, "search", q="  ")["entities"] == []
    assert got(client, "search", q="qqqqqqq")["entities"] == []


def test_an_entity_has_names_links_and_counts(client: httpx.Client) -> None:
    card = got(client, "entity", id="country/kor")
    assert card["label"] == "South Korea"
    assert "South Korean" in card["names"]
    assert "http://www.wikidata.org/entity/Q884" in card["links"]
    assert card["roles"] == {"subject": 2, "object": 1, "recipient": 1}
    assert client.get("/api/entity", params={"id": "country/none"}).status_code == 404


def test_groups_say_who_does_what_to_whom(client: httpx.Client) -> None:
    found = {
        (one["direction"], one["relation"], one["other"]["id"])
        for one in got(client, "groups", entity="country/kor")["groups"]
    }
    assert found == {
        ("to", "accuses", "country/rus"),
        ("to", "seeks", "capability/nuclear-powered-submarine"),
        ("from", "represents", "person/ahn-gyu-back"),
    }
    assert {one["direction"] for one in got(client, "groups", entity="person/viktor-orban")["groups"]} == {
        "with"
    }


@pytest.mark.parametrize(
    ("filters", "number"),
    [
        ({}, 10),
        ({"relation": "meets"}, 2),
        ({"relation": ["meets", "attacks"]}, 3),
        ({"relation": "sanctions"}, 0),
        ({"modality": "planned"}, 2),
        ({"entity": "country/kor"}, 3),
        ({"entity": "country/kor", "role": "subject"}, 2),
        ({"entity": "country/kor", "other": "country/rus"}, 1),
        ({"entity": "country/kor", "acting": "true"}, 6),
        ({"entity": "country/usa", "other": "country/kor", "acting": "true"}, 1),
        ({"entity": "place/seoul"}, 0),
        ({"entity": "place/seoul", "role": "any"}, 1),
        ({"since": "2025-11"}, 6),
        ({"until": "2025-10"}, 3),
        ({"since": "2025-10-07", "until": "2025-10-07"}, 3),
        ({"source": "Yonhap"}, 5),
        ({"min_confidence": "0.95"}, 3),
        ({"article": SCM}, 5),
        ({"article": BUDAPEST}, 3),
        ({"speaker": "*"}, 2),
        ({"speaker": "organization/yonhap"}, 1),
        ({"country": "UKR"}, 1),
        ({"event": "event/5a1c0e7c3b"}, 2),
    ],
)
def test_filters_leave_what_fits(client: httpx.Client, filters: dict[str, Any], number: int) -> None:
    found = got(client, "statements", **filters)
    assert found["total"] == len(found["statements"]) == number
    months = got(client, "months", **filters)
    assert sum(sum(one["relations"].values()) for one in months["months"]) + months["undated"] == number


def test_a_statement_comes_with_its_sentence(client: httpx.Client) -> None:
    (one,) = got(client, "statements", article=SCM, relation="meets")["statements"]
    assert "".join(piece["text"] for piece in one["sentence"]).startswith("South Korean Defence Minister Ahn")
    marked = {piece["role"]: piece["text"] for piece in one["sentence"] if piece["role"]}
    assert (marked["object"], marked["place"]) == ("Pete Hegseth", "Seoul")
    assert (one["modality"], one["confidence"], one["begin"]) == ("planned", 0.93, "2025-11-04")
    assert one["speaker"]["label"] == "Yonhap"
    assert one["article"]["title"] == "Ministers to meet"
    assert got(client, "statement", id=one["id"]) == one
    assert client.get("/api/statement", params={"id": "statement/none"}).status_code == 400


def test_pages_have_each_statement_once_and_in_order(client: httpx.Client) -> None:
    whole = got(client, "statements", limit=100)["statements"]
    pages = [got(client, "statements", limit=3, offset=at)["statements"] for at in range(0, 12, 3)]
    assert [one["id"] for page in pages for one in page] == [one["id"] for one in whole]
    oldest = got(client, "statements", limit=100, oldest="true")["statements"]
    assert oldest == whole[::-1]


def test_the_network_has_actors_or_countries(client: httpx.Client) -> None:
    actors = got(client, "network")
    edges = {(one["source"], one["relation"], one["target"]) for one in actors["edges"]}
    assert ("country/rus", "attacks", "country/ukr") in edges
    assert not [one for one in actors["nodes"] if one["id"].startswith(("topic/", "role/", "capability/"))]
    assert [one for one in got(client, "network", level="all")["nodes"] if one["id"].startswith("topic/")]
    countries = got(client, "network", level="country")
    assert {one["id"].partition("/")[0] for one in countries["nodes"]} == {"country"}
    around = got(client, "network", entity="country/ukr", near="false")
    assert {one["id"] for one in around["nodes"]} == {"country/ukr", "country/rus"}
    small = got(client, "network", limit=2)
    assert len(small["nodes"]) == 2
    assert small["of"][0] == len(actors["nodes"])


def test_events_and_their_places(client: httpx.Client) -> None:
    events = got(client, "events")
    assert [one["id"] for one in events["events"]] == ["event/5a1c0e7c3b", "event/77f0aa0b1d"]
    assert events["events"][0]["place"]["label"] == "Seoul"
    places = got(client, "places")
    assert {one["code"]: one["map"] for one in places["countries"]} == {"KOR": "kr", "HUN": "hu"}


def test_who_says_so_and_who_says_otherwise(client: httpx.Client) -> None:
    assert {one["label"] for one in got(client, "speakers")["speakers"]} == {"Yonhap", "Ahn Gyu-back"}
    assert got(client, "contradictions")["total"] == 0


def test_articles_come_with_all_that_was_read_in_them(client: httpx.Client) -> None:
    assert [one["id"] for one in got(client, "articles")["articles"]][:2] == [SCM, BUDAPEST]
    assert [one["id"] for one in got(client, "articles", q="talks in")["articles"]] == [BUDAPEST]
    article = got(client, "article", id=BUDAPEST)
    text = "".join(one["text"] for one in article["segments"])
    assert "frank \\u0041 talk” 😀" in text
    marked = {
        (article["statements"][i]["relation"], role): one["text"]
        for one in article["segments"]
        for i, role in one["marks"]
    }
    assert marked["attacks", "subject"] == "Russia"
    assert marked["attacks", "object"] == "Ukraine"
    assert client.get("/api/article", params={"id": "none"}).status_code == 400


def test_stored_queries_are_filled_in(client: httpx.Client) -> None:
    names = {one["name"]: one for one in got(client, "queries")}
    assert {"name": "actor", "type": "name"}.items() <= names["meetings"]["params"][0].items()
    sparql = got(client, "queries/meetings", actor="Pete Hegseth")["sparql"]
    rows = client.get("/sparql", params={"query": sparql}).json()["results"]["bindings"]
    assert len(rows) == 2
    assert client.get("/api/queries/nothing").status_code == 400
    assert client.get("/api/queries/meetings", params={"nobody": "x"}).status_code == 400


@pytest.mark.parametrize(
    "path",
    [
        "statements?limit=0",
        "statements?limit=101",
        "statements?offset=-1",
        "statements?nothing=1",
        "statements?since=yesterday",
        "statements?min_confidence=2",
        "statements?role=none",
        "network?limit=100000",
        "network?level=none",
        "groups",
        "search",
        f"search?q={'x' * 300}",
    ],
)
def test_what_cannot_be_is_refused(client: httpx.Client, path: str) -> None:
    answer = client.get(f"/api/{path}")
    assert answer.status_code in (400, 422)
    assert answer.json()["detail"]


def test_it_is_described(client: httpx.Client) -> None:
    said = client.get("/api/openapi.json").json()
    paths = set(said["paths"])
    assert {"/api/search", "/api/statements", "/api/network", "/api/queries/{name}"} <= paths
    assert all(one["get"]["summary"] for one in said["paths"].values())
    assert "Statement" in said["components"]["schemas"]


def test_an_answer_that_the_client_holds_is_not_made_again(client: httpx.Client) -> None:
    tag = client.get("/api/meta").headers["etag"]
    assert client.get("/api/meta", headers={"If-None-Match": tag}).status_code == 304
    assert client.get("/api/queries", headers={"If-None-Match": tag}).status_code == 200


FILTERS = [
    Filter(),
    Filter(since="2025-11"),
    Filter(until="2025-10"),
    Filter(since="2025-10-07", until="2025-10-07"),
    Filter(since="2025", until="2025-10"),
    Filter(since="2031"),
    Filter(sources=("the wire",)),
    Filter(sources=("www.wire.example",), relations=("meets", "accuses", "attacks")),
    Filter(modalities=("possible", "negated"), min_confidence=0.5),
    Filter(relations=("attacks",), until="2025-11-04", min_confidence=0.8),
]


@pytest.fixture(scope="module")
def dated(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A store whose statements have times of all kinds, and one article the address of its host."""
    where = str(tmp_path_factory.mktemp("dated") / "news.kg")
    times = [("2025-11-04", "2025-11-04"), ("2025", None), (None, "2025-10"), ("--11-04", None)]
    first, *others = sample_readings()
    said = [
        replace(one, begin=begin, end=end)
        for one, (begin, end) in zip(first.statements, cycle(times), strict=False)
    ]
    hosted = replace(first.document, source="The Wire", url="https://www.wire.example/1")
    with open_store(where) as store:
        store.install(load_ontology(), load_gazetteer())
        for reading in [replace(first, document=hosted, statements=tuple(said)), *others]:
            content = nquads(reading, load_ontology(), Run("en_test-1.0", "0.1.0", "abc"), DEFAULT_BASE)
            store.add([(graph_iri(reading.document.id, DEFAULT_BASE), content)])
    return where


@pytest.mark.parametrize("wanted", FILTERS, ids=str)
def test_a_filter_means_what_it_means_to_every_command(dated: str, wanted: Filter) -> None:
    filters = Filters(
        since=wanted.since,
        until=wanted.until,
        source=list(wanted.sources),
        relation=list(wanted.relations),
        modality=list(wanted.modalities),
        min_confidence=wanted.min_confidence,
    )
    with open_store(dated, create=False, read_only=True) as store:
        collected = collect(store)
        left = {collected.statements[i] for i in selected(collected, filters).tolist()}
        assert left == set(collect(filtered(store, wanted)).statements)


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("relation=acuses", "acuses: no relation of this name; did you mean accuses"),
        ("modality=sure", "sure: is no modality; use actual, planned, possible, negated"),
        ("source=Yonhop", "Yonhop: no article of the store has this source; did you mean Yonhap?"),
        ("source=zzz", "zzz: no article of the store has this source; /api/meta lists them"),
        ("since=2024-02-31", "since: '2024-02-31' is no date; write 2025-11-04, 2025-11 or 2025"),
        ("since=2025&until=2024", "since: 2025 is after 2024; give the earlier date first"),
        ("entity=country/korr", "country/korr: no entity of this name in the store; did you mean"),
        ("entity=person/pete-hegsteh", "did you mean person/pete-hegseth"),
        ("article=scn", "scn: no article of this id in the store; did you mean scm?"),
        ("event=event/none", "event/none: no event of this id in the store"),
        ("country=UKK", "UKK: no country of this id in the store; did you mean UKR"),
        ("speaker=country/nowhere", "country/nowhere: no entity of this name in the store"),
    ],
)
@pytest.mark.parametrize("path", ["statements", "months", "network", "articles", "speakers"])
def test_what_there_is_not_is_refused_with_the_nearest(
    client: httpx.Client, path: str, asked: str, told: str
) -> None:
    answer = client.get(f"/api/{path}?{asked}")
    assert answer.status_code in (400, 404)
    assert told in answer.json()["detail"]


def test_names_with_one_slip_are_found_among_thousands() -> None:
    drawn = random.Random(7)
    names = [
        "".join(drawn.choices(string.ascii_lowercase, k=9))
        + " "
        + "".join(drawn.choices(string.ascii_lowercase, k=8))
        for _ in range(3000)
    ]
    index = NameIndex([[name] for name in names])
    for i in drawn.sample(range(3000), 40):
        name, at = names[i], drawn.randrange(1, 7)
        swapped = name[:at] + name[at + 1] + name[at] + name[at + 2 :]
        for typed in (name.upper(), name[:6], name.split()[1], name[:at] + name[at + 1 :], swapped):
            assert i in index.find(typed, lambda _: 1.0, 5), typed
