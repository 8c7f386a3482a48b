"""`kg serve` as clients meet it: the SPARQL protocols, what is refused, and what goes on under load."""

from __future__ import annotations

import csv
import gzip
import io
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import httpx
import pyoxigraph as ox
import pytest

from kg.errors import EndpointError, StoreError
from kg.resources.namespaces import DEFAULT_BASE, article_iri
from kg.serve import media
from kg.serve.using import with_using
from kg.serve.worker import without_merge
from kg.store.directory import DirectoryStore
from kg.store.open import open_store
from tests.processes import ends_within
from tests.served import TOKEN, Running, graph_of, sample_store, served

ASK = "ASK { ?s ?p ?o }"
SELECT = "SELECT ?s WHERE { ?s a kg:Country } ORDER BY ?s LIMIT 3"
CONSTRUCT = "CONSTRUCT { ?s a kg:Country } WHERE { ?s a kg:Country } LIMIT 3"
CROSS = "SELECT (COUNT(*) AS ?n) { ?a ?p ?b . ?c ?q ?d . ?e ?r ?f FILTER(?a != ?d && ?c != ?f) }"
FORM = "application/x-www-form-urlencoded"


@pytest.fixture(scope="module")
def where(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return sample_store(tmp_path_factory.mktemp("serve") / "news.kg")


@pytest.fixture(scope="module")
def server(where: Path) -> Iterator[Running]:
    with served(where, "--timeout", "5") as running:
        yield running


@pytest.fixture
def writable(tmp_path: Path) -> Iterator[Running]:
    with served(tmp_path / "written.kg", "--writable") as running:
        yield running


def bearer() -> dict[str, str]:
    return {"Authorization": f"Bearer {TOKEN}"}


def post(
    server: Running, body: str | bytes, kind: str, address: str = "sparql", **headers: str
) -> httpx.Response:
    content = body.encode() if isinstance(body, str) else body
    return httpx.post(
        server.url + address, content=content, headers={"Content-Type": kind, **headers}, timeout=60
    )


# The cases of the W3C's tests of the SPARQL 1.1 Protocol


@pytest.mark.parametrize("query", [ASK, SELECT, CONSTRUCT, "DESCRIBE kgr:country\\/kor"])
def test_a_query_by_get_form_and_body_is_answered_alike(server: Running, query: str) -> None:
    got = server.get(f"sparql?query={quote(query)}")
    form = post(server, f"query={quote(query)}", FORM)
    body = post(server, query, "application/sparql-query")
    assert [one.status_code for one in (got, form, body)] == [200, 200, 200]
    assert sorted(got.content) == sorted(form.content) == sorted(body.content)


@pytest.mark.parametrize(
    ("accept", "query", "kind"),
    [
        ("*/*", ASK, "application/sparql-results+json"),
        ("application/sparql-results+xml", SELECT, "application/sparql-results+xml"),
        ("text/csv", SELECT, "text/csv; charset=utf-8"),
        ("text/tab-separated-values", SELECT, "text/tab-separated-values; charset=utf-8"),
        (
            "text/html;q=0.9, text/csv;q=0.2, application/sparql-results+xml;q=0.5",
            SELECT,
            "application/sparql-results+xml",
        ),
        ("text/turtle", CONSTRUCT, "text/turtle; charset=utf-8"),
        ("application/n-triples", CONSTRUCT, "application/n-triples"),
        ("application/rdf+xml", CONSTRUCT, "application/rdf+xml"),
        ("application/ld+json", CONSTRUCT, "application/ld+json"),
        ("application/*", CONSTRUCT, "application/n-triples"),
    ],
)
def test_the_form_of_the_answer_is_what_the_client_prefers(
    server: Running, accept: str, query: str, kind: str
) -> None:
    answer = server.get(f"sparql?query={quote(query)}", headers={"Accept": accept})
    assert answer.headers["content-type"] == kind
    if kind in media.GRAPHS:
        assert len(list(ox.parse(answer.content, ox.RdfFormat.from_media_type(kind)))) == 3
    elif kind.startswith("text/csv"):
        assert len(list(csv.reader(io.StringIO(answer.text)))) == 4
    elif "sparql-results" in kind:
        assert (
            ox.parse_query_results(answer.content, format=ox.QueryResultsFormat.from_media_type(kind))
            is not None
        )


@pytest.mark.parametrize(
    ("method", "address", "kind", "body", "status"),
    [
        ("GET", "sparql?query=SELECT%20nonsense", "", "", 400),  # not SPARQL
        ("GET", f"sparql?query={quote(ASK)}&query={quote(ASK)}", "", "", 400),  # two queries
        ("POST", "sparql", FORM, f"query={quote(ASK)}&query={quote(ASK)}", 400),
        ("POST", "sparql", FORM, "nothing=here", 400),
        ("POST", f"sparql?query={quote(ASK)}", "application/sparql-query", ASK, 400),
        ("POST", "sparql", "text/plain", ASK, 415),  # a content type that is none of the protocol's
        ("POST", "sparql", "", ASK, 415),
        ("POST", "sparql", "application/sparql-query", b"ASK { ?s ?p '\xff' }", 400),  # not UTF-8
        ("GET", f"sparql?update={quote('CLEAR ALL')}", "", "", 400),  # an update by GET
        ("PUT", "sparql", "", "", 405),
        ("DELETE", "sparql", "", "", 405),
        ("GET", f"sparql?query={quote('CLEAR ALL')}", "", "", 400),  # an update as a query
        (
            "GET",
            f"sparql?query={quote('SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }')}",
            "",
            "",
            400,
        ),
        ("POST", "sparql", "application/sparql-update", "CLEAR ALL", 403),  # reading only
    ],
)
def test_what_is_no_operation_is_refused(
    server: Running, method: str, address: str, kind: str, body: str | bytes, status: int
) -> None:
    content = body.encode() if isinstance(body, str) else body
    headers = {"Content-Type": kind} if kind else {}
    answer = httpx.request(method, server.url + address, content=content or None, headers=headers)
    assert answer.status_code == status, answer.text
    assert "Traceback" not in answer.text


def test_a_client_that_takes_none_of_the_forms_is_told(server: Running) -> None:
    answer = server.get(f"sparql?query={quote(ASK)}", headers={"Accept": "image/png"})
    assert answer.status_code == 406


@pytest.mark.parametrize("way", ["get", "form", "body"])
def test_a_client_names_the_graphs_that_are_asked(server: Running, way: str) -> None:
    article = quote(article_iri(DEFAULT_BASE, "scm"), safe="")
    count = (
        "SELECT (COUNT(*) AS ?n) (COUNT(DISTINCT ?g) AS ?m) { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }"
    )

    def counts(graphs: str) -> tuple[int, int]:
        if way == "get":
            answer = server.get(f"sparql?query={quote(count)}&{graphs}")
        elif way == "form":
            answer = post(server, f"query={quote(count)}&{graphs}", FORM)
        else:
            answer = post(server, count, "application/sparql-query", f"sparql?{graphs}")
        (row,) = answer.json()["results"]["bindings"]
        return int(row["n"]["value"]), int(row["m"]["value"])

    everything = counts("")
    one = counts(f"default-graph-uri={article}")
    named = counts(f"named-graph-uri={article}")
    merge = counts(f"default-graph-uri={quote(DEFAULT_BASE + 'graph/all', safe='')}")
    assert everything[1] > 2
    assert 0 < one[0] < merge[0] < everything[0]
    assert one[0] == named[0]
    assert (one[1], named[1], merge[1]) == (0, 1, 0)


def test_the_graphs_of_the_request_take_the_place_of_those_of_the_query(server: Running) -> None:
    scm, other = (quote(graph_of(number)[0], safe="") for number in (0, 1))

    def count(query: str, graphs: str) -> int:
        answer = server.get(f"sparql?query={quote(query)}&{graphs}")
        (row,) = answer.json()["results"]["bindings"]
        return int(row["n"]["value"])

    everything = "SELECT (COUNT(*) AS ?n) {} {{ ?s ?p ?o }}"
    own = everything.format(f"FROM <{graph_of(1)[0]}>")
    alone = [count(everything.format(""), f"default-graph-uri={one}") for one in (scm, other)]
    assert count(own, "") == alone[1]
    assert count(own, f"default-graph-uri={scm}") == alone[0]
    both = count(everything.format(""), f"default-graph-uri={scm}&default-graph-uri={other}")
    assert max(alone) < both <= sum(alone)
    full = "SELECT (COUNT(DISTINCT ?g) AS ?n) { { SELECT ?a { ?a ?b ?c } LIMIT 1 } GRAPH ?g { ?s ?p ?o } }"
    assert count(full, f"default-graph-uri={scm}&named-graph-uri={other}") == 1
    assert count(full, f"named-graph-uri={other}") == 0


@pytest.mark.parametrize(
    ("method", "address", "kind", "body", "status"),
    [
        ("GET", f"update?update={quote('CLEAR ALL')}", "", "", 400),
        ("POST", "update", FORM, "update=CLEAR+ALL&update=CLEAR+ALL", 400),
        ("POST", "update", FORM, f"update=CLEAR+ALL&query={quote(ASK)}", 400),
        ("POST", "update", "text/plain", "CLEAR ALL", 415),
        ("POST", "update", "", "update=CLEAR+ALL", 415),
        ("POST", "update", "application/sparql-update", b"CLEAR ALL # \xff", 400),
        ("POST", "update", "application/sparql-update", "CLEAR XYZ", 400),
        ("PUT", "update", "application/sparql-update", "CLEAR ALL", 405),
        ("POST", "update", "application/sparql-update", "INSERT DATA { <a> <b> <c> }", 400),
    ],
)
def test_what_is_no_update_is_refused(
    writable: Running, method: str, address: str, kind: str, body: str | bytes, status: int
) -> None:
    content = body.encode() if isinstance(body, str) else body
    headers = bearer() | ({"Content-Type": kind} if kind else {})
    answer = httpx.request(method, writable.url + address, content=content or None, headers=headers)
    assert answer.status_code == status, answer.text
    based = "BASE <http://example.org/> INSERT DATA { GRAPH <g> { <a> <b> <c> } }"
    done = post(writable, based, "application/sparql-update; charset=utf-8", "update", **bearer())
    assert done.status_code == 204
    ask = "ASK { GRAPH <http://example.org/g> { ?s ?p <http://example.org/c> } }"
    assert writable.get(f"sparql?query={quote(ask)}").json()["boolean"]


def test_the_merge_can_be_named_as_a_graph() -> None:
    query = f"SELECT * {{ GRAPH <{DEFAULT_BASE}graph/all> {{ ?s ?p 'GRAPH <{DEFAULT_BASE}graph/all>' }} }}"
    assert without_merge(query, f"{DEFAULT_BASE}graph/all") == (
        f"SELECT * {{  {{ ?s ?p 'GRAPH <{DEFAULT_BASE}graph/all>' }} }}"
    )


@pytest.mark.parametrize(
    "accept", ["text/turtle", "application/rdf+xml", "application/n-triples", "text/html"]
)
def test_without_a_query_the_service_is_described(server: Running, accept: str) -> None:
    answer = server.get("sparql", headers={"Accept": accept})
    kind = answer.headers["content-type"].partition(";")[0]
    said = {t.object.value for t in ox.parse(answer.content, ox.RdfFormat.from_media_type(kind))}
    sd = "http://www.w3.org/ns/sparql-service-description#"
    assert {f"{sd}SPARQL11Query", f"{sd}UnionDefaultGraph", f"{server.url}sparql"} <= said
    assert f"{sd}SPARQL11Update" not in said


def test_other_pages_may_ask(server: Running, where: Path) -> None:
    origin = {"Origin": "https://yasgui.example", "Access-Control-Request-Method": "POST"}
    assert (
        server.get(f"sparql?query={quote(ASK)}", headers=origin).headers["access-control-allow-origin"] == "*"
    )
    asked = httpx.options(server.url + "sparql", headers=origin)
    assert (asked.status_code, asked.headers["access-control-allow-origin"]) == (200, "*")
    with served(where, "--cors", "") as closed:
        assert "access-control-allow-origin" not in closed.get("health", headers=origin).headers


def test_an_answer_that_the_client_holds_is_not_sent_again(server: Running) -> None:
    first = server.get(f"sparql?query={quote(SELECT)}")
    tag = {"If-None-Match": first.headers["etag"]}
    assert server.get(f"sparql?query={quote(SELECT)}", headers=tag).status_code == 304
    assert server.get(f"sparql?query={quote(ASK)}", headers=tag).status_code == 200
    xml = {**tag, "Accept": "application/sparql-results+xml"}
    assert server.get(f"sparql?query={quote(SELECT)}", headers=xml).status_code == 200


def test_long_answers_are_compressed_for_who_wants_that(server: Running) -> None:
    asked = f"sparql?query={quote('SELECT * { ?s ?p ?o } LIMIT 2000')}"
    plain = server.get(asked, headers={"Accept-Encoding": "identity"})
    with httpx.stream("GET", server.url + asked, headers={"Accept-Encoding": "gzip"}) as packed:
        raw = b"".join(packed.iter_raw())
    assert packed.headers["content-encoding"] == "gzip"
    assert len(raw) < len(plain.content) / 3
    assert gzip.decompress(raw) == plain.content


# Graphs


def test_graphs_are_read(server: Running) -> None:
    iri, content = graph_of(0)
    answer = server.get(f"data?graph={quote(iri, safe='')}", headers={"Accept": "application/n-triples"})
    assert len(answer.text.splitlines()) == content.count(b"\n")
    merge = server.get("data?default", headers={"Accept": "application/n-triples"})
    assert len(set(merge.text.splitlines())) == len(merge.text.splitlines()) > 1000
    assert server.get("data?graph=http%3A%2F%2Fexample.org%2Fnone").status_code == 404
    assert server.get("data").status_code == 400
    assert server.get("data?graph=none").status_code == 400
    assert server.get("data?default&graph=http%3A%2F%2Fexample.org%2F").status_code == 400


@pytest.mark.parametrize("method", ["PUT", "POST", "DELETE"])
def test_nothing_is_written_where_only_reading_is_allowed(server: Running, method: str) -> None:
    address = server.url + f"data?graph={quote(graph_of(0)[0], safe='')}"
    refused = httpx.request(method, address, headers=bearer(), content=b"")
    assert refused.status_code == 403
    assert refused.text == "store: is served for reading only; serve it with --writable\n"


def test_a_token_that_nobody_could_use_is_refused(where: Path) -> None:
    command = [sys.executable, "-m", "kg", "serve", str(where), "--port", "0", "--token", "secret"]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 2
    assert "--writable" in done.stderr


def test_graphs_are_put_added_to_and_removed(writable: Running, tmp_path: Path) -> None:
    address = f"{writable.url}data?graph=http%3A%2F%2Fexample.org%2Fg"
    turtle = {"Content-Type": "text/turtle"}

    def held() -> set[str]:
        return set(httpx.get(address, headers={"Accept": "application/n-triples"}).text.splitlines())

    assert httpx.put(address, content=b"<urn:a> <urn:b> 1 .", headers=turtle).status_code == 401
    wrong = {**turtle, "Authorization": "Bearer wrong"}
    assert httpx.put(address, content=b"<urn:a> <urn:b> 1 .", headers=wrong).status_code == 401
    assert httpx.put(address, content=b"<urn:a> <urn:b> 1 .", headers=turtle | bearer()).status_code == 201
    assert (
        httpx.post(address, content=b"<urn:a> <urn:b> 2 .", headers=turtle, auth=("x", TOKEN)).status_code
        == 204
    )
    assert len(held()) == 2
    assert httpx.put(address, content=b"<urn:a> <urn:b> 3 .", headers=turtle | bearer()).status_code == 204
    assert len(held()) == 1
    broken = httpx.put(address, content=b"<urn:a> <urn:b>", headers=turtle | bearer())
    assert broken.status_code == 400
    assert "not well-formed turtle" in broken.text
    assert (
        httpx.put(address, content=b"x", headers={"Content-Type": "image/png"} | bearer()).status_code == 415
    )
    assert len(held()) == 1
    count = quote("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")
    assert writable.get(f"sparql?query={count}").json()["results"]["bindings"][0]["n"]["value"] == "1"
    assert httpx.delete(address, headers=bearer()).status_code == 204
    assert httpx.delete(address, headers=bearer()).status_code == 404
    assert held() == {"http://example.org/g: no such graph"}


def test_updates_keep_the_merge_right(writable: Running) -> None:
    def update(text: str) -> int:
        return post(writable, text, "application/sparql-update", "update", **bearer()).status_code

    def triples(pattern: str = "?s ?p ?o") -> list[str]:
        answer = writable.get(f"sparql?query={quote(f'SELECT * {{ {pattern} }}')}")
        return sorted(row["o"]["value"] for row in answer.json()["results"]["bindings"])

    assert post(writable, "CLEAR ALL", "application/sparql-update", "update").status_code == 401
    two = "GRAPH <urn:two> { <urn:a> <urn:b> 2, 3 }"
    assert update(f"INSERT DATA {{ GRAPH <urn:one> {{ <urn:a> <urn:b> 1, 2 }} {two} }}") == 204
    assert triples() == ["1", "2", "3"]
    assert update("DELETE DATA { GRAPH <urn:one> { <urn:a> <urn:b> 1, 2 } }") == 204
    assert triples() == ["2", "3"]  # the other graph says 2, too
    assert update("DELETE WHERE { <urn:a> <urn:b> 2 }") == 204  # of the merge: of every graph
    assert triples("GRAPH ?g { ?s ?p ?o }") == ["3"]
    assert update("INSERT DATA { <urn:a> <urn:b> 4 }") == 204
    assert triples() == triples("GRAPH ?g { ?s ?p ?o }") == ["3", "4"]
    assert (
        update("INSERT { GRAPH <urn:new> { ?s <urn:c> ?o } } WHERE { ?s <urn:b> ?o }; DROP GRAPH <urn:two>")
        == 204
    )
    assert triples() == ["3", "4", "4"]
    assert update("DROP GRAPH <urn:two>") == 400  # there is none any more
    assert update("DROP SILENT GRAPH <urn:two>") == 204
    assert update("SELECT * { ?s ?p ?o }") == 400
    assert update("INSERT DATA { nonsense }") == 400
    assert update("LOAD <http://127.0.0.1:9/x>") == 400
    assert update("INSERT { ?s ?p ?o } WHERE { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }") == 400
    assert update("INSERT DATA { <urn:a> <urn:load> 'load service' }") == 204
    assert update(f"INSERT DATA {{ GRAPH <{DEFAULT_BASE}graph/all> {{ <urn:a> <urn:b> 9 }} }}") == 400
    assert update("CLEAR ALL") == 204
    assert triples() == []


@pytest.mark.parametrize("way", ["form", "body"])
def test_a_client_names_the_graphs_that_an_update_is_about(writable: Running, way: str) -> None:
    def update(text: str, *graphs: str) -> httpx.Response:
        named = "&".join(f"{name}={quote(iri, safe='')}" for name, iri in (g.split("=") for g in graphs))
        if way == "form":
            return post(writable, f"update={quote(text)}&{named}", FORM, "update", **bearer())
        return post(writable, text, "application/sparql-update", f"update?{named}", **bearer())

    def held(graph: str) -> list[str]:
        text = f"SELECT ?o {{ GRAPH <{graph}> {{ ?s ?p ?o }} }} ORDER BY ?o"
        answer = writable.get(f"sparql?query={quote(text)}")
        return [row["o"]["value"] for row in answer.json()["results"]["bindings"]]

    data = "".join(f"GRAPH <urn:{g}> {{ <urn:a> <urn:b> {n}, 9 }} " for n, g in enumerate(("one", "two")))
    assert update(f"INSERT DATA {{ {data} }}").status_code == 204
    copy = "INSERT { GRAPH <urn:copy> { ?s ?p ?o } } WHERE { ?s ?p ?o }"
    assert update(copy, "using-graph-uri=urn:one").status_code == 204
    assert held("urn:copy") == ["0", "9"]
    named = "INSERT { GRAPH <urn:from> { <urn:a> <urn:g> ?g } } WHERE { GRAPH ?g { ?s ?p ?o } }"
    assert update(named, "using-graph-uri=urn:one", "using-named-graph-uri=urn:two").status_code == 204
    assert held("urn:from") == ["urn:two"]
    assert update(copy.replace("copy", "all"), f"using-graph-uri={DEFAULT_BASE}graph/all").status_code == 204
    assert sorted(held("urn:all")) == ["0", "1", "9", "urn:two"]
    for text in (f"WITH <urn:one> {copy}", copy.replace("WHERE", "USING <urn:two> WHERE")):
        refused = update(text, "using-graph-uri=urn:one")
        assert refused.status_code == 400
        assert "name graphs in one of the two places" in refused.text
    assert update(copy, "using-graph-uri=none").status_code == 400


# Real clients


def test_sparqlwrapper_asks(server: Running) -> None:
    wrapper = pytest.importorskip("SPARQLWrapper")
    client = wrapper.SPARQLWrapper(server.url + "sparql")
    client.setQuery(SELECT)
    for fmt in (wrapper.JSON, wrapper.XML, wrapper.CSV):
        client.setReturnFormat(fmt)
        assert client.queryAndConvert()
    client.setMethod(wrapper.POST)
    client.setReturnFormat(wrapper.JSON)
    assert len(client.queryAndConvert()["results"]["bindings"]) == 3
    client.setQuery(CONSTRUCT)
    client.setReturnFormat(wrapper.TURTLE)
    assert b"kg:Country" in client.queryAndConvert()


def test_rdflib_asks_as_of_a_graph(server: Running) -> None:
    import rdflib
    from rdflib.plugins.stores.sparqlstore import SPARQLStore

    graph = rdflib.Graph(SPARQLStore(server.url + "sparql"))
    country = rdflib.URIRef("https://w3id.org/newskg/ontology#Country")
    assert len(list(graph.subjects(rdflib.RDF.type, country))) > 200
    assert (rdflib.URIRef(DEFAULT_BASE + "country/kor"), rdflib.RDF.type, country) in graph


@pytest.mark.skipif(not shutil.which("curl"), reason="curl is not installed")
def test_curl_asks(server: Running) -> None:
    command = [
        "curl",
        "-sS",
        "-H",
        "Accept: text/csv",
        "--data-urlencode",
        f"query={SELECT}",
        server.url + "sparql",
    ]
    assert len(subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()) == 4


def test_another_oxigraph_asks_a_part_of_its_query(server: Running) -> None:
    local = ox.Store()
    local.add(ox.Quad(ox.NamedNode(DEFAULT_BASE + "country/kor"), ox.NamedNode("urn:mine"), ox.Literal("x")))
    found = local.query(
        f"SELECT ?name {{ ?c <urn:mine> ?x SERVICE <{server.url}sparql> "
        "{ ?c <http://www.w3.org/2004/02/skos/core#prefLabel> ?name } }"
    )
    assert [row["name"].value for row in found] == ["South Korea"]


def test_kg_reads_and_writes_through_it(writable: Running, tmp_path: Path, where: Path) -> None:
    parts = urlsplit(writable.url)
    address = f"http://any:{TOKEN}@{parts.netloc}/"
    with open_store(str(where), read_only=True) as local, open_store(address) as there:
        assert there.add((iri, local.nquads(iri)) for iri in local.graphs()) == len(local.graphs())
        assert there.add([graph_of(0)]) == 0
        assert there.graphs() == local.graphs()
        assert sorted(there.merged()) == sorted(local.merged())
        assert there.forget("scm")
        text = "SELECT ?s ?o { ?s a ?o } ORDER BY ?s ?o"
        with open_store(str(tmp_path / "same.kg")) as same:
            same.add((iri, local.nquads(iri)) for iri in local.graphs())
            same.forget("scm")
            assert sorted(map(str, there.query(text))) == sorted(map(str, same.query(text)))
            assert there.dump("nquads") == same.dump("nquads")
            assert sorted(there.merged()) == sorted(same.merged())
    with open_store(writable.url) as nobody, pytest.raises(EndpointError, match="does not allow this"):
        nobody.add([graph_of(0)])


def test_what_was_written_is_in_the_directory_afterwards(tmp_path: Path) -> None:
    with served(tmp_path / "a.kg", "--writable") as running:
        parts = urlsplit(running.url)
        with open_store(f"http://any:{TOKEN}@{parts.netloc}/") as there:
            there.add([graph_of(0), graph_of(1)])
        with pytest.raises(StoreError, match="is being written"):
            open_store(str(tmp_path / "a.kg"))
    with open_store(str(tmp_path / "a.kg"), read_only=True) as store:
        assert len(store.articles()) == 2


# Load


def test_a_query_that_takes_too_much_is_ended_and_says_so(server: Running) -> None:
    late = server.get(f"sparql?query={quote(CROSS)}")
    assert (late.status_code, late.text) == (422, "query: takes longer than 5 s; narrow it, add a LIMIT\n")


def test_a_query_that_takes_too_much_memory_is_ended_and_says_so(where: Path) -> None:
    everything = quote("SELECT * { ?a ?p ?b . ?c ?q ?d . ?e ?r ?f }")
    with served(where, "--memory", "40") as running:
        large = running.get(f"sparql?query={everything}")
        assert large.status_code == 422
        assert "takes more than 40 MB of memory" in large.text
        assert running.get(f"sparql?query={quote(ASK)}").json()["boolean"]


def test_fifty_clients_beside_one_that_asks_for_everything(server: Running) -> None:
    with ThreadPoolExecutor(51) as pool:
        cross = pool.submit(server.get, f"sparql?query={quote(CROSS)}")
        others = [pool.submit(server.get, f"sparql?query={quote(SELECT)}") for _ in range(50)]
        assert {one.result().status_code for one in others} == {200}
        assert cross.result().status_code == 422


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_a_client_that_hangs_up_takes_its_query_with_it(server: Running) -> None:
    parts = urlsplit(server.url)
    before = set(children(server.process.pid))
    with socket.create_connection((parts.hostname, parts.port)) as client:
        client.sendall(f"GET /sparql?query={quote(CROSS)} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
        time.sleep(1.0)
        busy = [one for one in children(server.process.pid) if one not in before] or list(before)
    assert any(ends_within(one, 2.0) for one in busy)


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_a_server_that_is_killed_leaves_no_process(where: Path) -> None:
    with served(where) as running:
        threading.Thread(target=lambda: _quietly(running, CROSS), daemon=True).start()
        deadline = time.monotonic() + 10
        while not children(running.process.pid) and time.monotonic() < deadline:
            time.sleep(0.05)
        time.sleep(0.5)
        workers = children(running.process.pid)
        assert workers
        os.kill(running.process.pid, signal.SIGKILL)
        assert all(ends_within(worker, 1.0) for worker in workers)


def test_a_server_that_is_asked_to_stop_gives_its_clients_time(where: Path) -> None:
    with served(where) as running, ThreadPoolExecutor(2) as pool:
        short, long = (pool.submit(running.get, f"sparql?query={quote(text)}") for text in (SELECT, CROSS))
        time.sleep(1.0)
        running.process.send_signal(signal.SIGTERM)
        assert running.process.wait(20) in (0, -signal.SIGTERM)
        assert short.result().status_code == 200
        assert long.result().status_code == 503
    assert not [line for line in running.said if "Traceback" in line]
    assert [line for line in running.said if line.rstrip().endswith("ms") and "GET /sparql 200" in line]


@pytest.mark.slow
def test_clients_that_send_nothing_are_left(where: Path) -> None:
    with served(where) as running:
        parts = urlsplit(running.url)
        idle = [socket.create_connection((parts.hostname, parts.port)) for _ in range(100)]
        for client in idle[:50]:
            client.sendall(b"GET /sparql HTTP/1.1\r\nHost: x\r\n")
        assert running.get(f"sparql?query={quote(ASK)}").json()["boolean"]
        for client in idle:
            client.settimeout(40)
            assert client.recv(100) == b""
            client.close()


def children(process: int) -> list[int]:
    return [int(one) for one in Path(f"/proc/{process}/task/{process}/children").read_text().split()] + [
        int(one)
        for task in Path(f"/proc/{process}/task").iterdir()
        if task.name != str(process)
        for one in (task / "children").read_text().split()
    ]


def _quietly(running: Running, query: str) -> None:
    with suppress(httpx.HTTPError):
        running.get(f"sparql?query={quote(query)}")


def test_what_a_build_publishes_is_seen_meanwhile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(DirectoryStore, "EVERY", 1e6)  # nothing is published but when the test says so
    where = tmp_path / "growing.kg"
    count = f"sparql?query={quote('SELECT (COUNT(DISTINCT ?g) AS ?n) { GRAPH ?g { ?s ?p ?o } }')}"
    with open_store(str(where)) as writer:
        writer.add([graph_of(0)])
        writer.publish()  # type: ignore[attr-defined]
        with served(where) as running:

            def articles() -> int:
                return int(running.get(count).json()["results"]["bindings"][0]["n"]["value"])

            first = running.get(count)
            assert articles() == 1
            writer.add([graph_of(1)])
            assert articles() == 1
            writer.publish()  # type: ignore[attr-defined]
            assert articles() == 2
            again = running.get(count, headers={"If-None-Match": first.headers["etag"]})
            assert again.status_code == 200


def test_too_much_and_too_fast_is_refused(where: Path) -> None:
    with served(where, "--rate", "1") as running:
        found = [running.get("health").status_code for _ in range(80)]
        assert found[0] == 200
        assert found[-1] == 429
    with served(where) as running:
        large = post(running, b"query=" + b"x" * 40_000_000, FORM)
        assert large.status_code == 413


# Around it


def test_it_works_behind_a_path(where: Path) -> None:
    with served(where, "--root-path", "/news/") as running:
        assert running.url.endswith("/news/")
        bare = running.url.removesuffix("news/")
        for begin in (running.url, bare):  # a proxy may leave the path on or take it off
            assert httpx.get(f"{begin}sparql?query={quote(ASK)}").json()["boolean"]
            assert "<script" in httpx.get(begin).text
        assert httpx.get(f"{running.url}assets/page.css").status_code == 200


def test_it_serves_another_endpoint(server: Running, where: Path) -> None:
    with served(server.url + "sparql") as running:
        here, there = (one.get(f"sparql?query={quote(SELECT)}").json() for one in (running, server))
        assert here == there
        running.collected()
        assert running.get("api/meta").json()["remote"] is True
        assert running.get("api/statements?limit=2").json()["statements"]
        refused = running.get("sparql?query=nonsense")
        assert refused.status_code == 400


@pytest.mark.parametrize(
    "path",
    [
        "assets/../app.py",
        "assets/%2e%2e/app.py",
        "assets//etc/passwd",
        "assets/lib/..%2f..%2fapp.py",
        "kg/serve/app.py",
    ],
)
def test_no_path_leads_to_other_files(server: Running, path: str) -> None:
    parts = urlsplit(server.url)
    with socket.create_connection((parts.hostname, parts.port)) as client:
        client.sendall(f"GET /{path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode())
        answer = b"".join(iter(lambda: client.recv(65536), b""))
    assert answer.startswith(b"HTTP/1.1 404")


def test_every_answer_forbids_foreign_scripts(server: Running) -> None:
    for path in ("", "sparql", "api/meta", "assets/main.js", "nowhere"):
        headers = server.get(path).headers
        assert "script-src 'self'" in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"


def test_a_place_to_listen_that_cannot_be_had_is_said_so(where: Path, server: Running) -> None:
    port = str(urlsplit(server.url).port)
    done = subprocess.run(
        [sys.executable, "-m", "kg", "serve", str(where), "--port", port], capture_output=True, text=True
    )
    assert done.returncode == 3
    assert "cannot be listened at" in done.stderr


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("DELETE WHERE { ?s ?p ?o }", "DELETE { ?s ?p ?o } USING <urn:g> WHERE { ?s ?p ?o }"),
        (
            "DELETE { ?s ?p 'WHERE {' } # WHERE\nWHERE { { SELECT * WHERE { ?s ?p ?o } } }",
            "DELETE { ?s ?p 'WHERE {' } # WHERE\nUSING <urn:g> WHERE { { SELECT * WHERE { ?s ?p ?o } } }",
        ),
        (
            "INSERT DATA { <urn:where> a:where ?where }; delete where { ?s a 'x'@where }",
            "INSERT DATA { <urn:where> a:where ?where }; delete { ?s a 'x'@where } USING <urn:g> "
            "where { ?s a 'x'@where }",
        ),
        ("CLEAR ALL", "CLEAR ALL"),
    ],
)
def test_graphs_are_written_into_an_update(text: str, expected: str) -> None:
    assert with_using(text, ["urn:g"], []) == expected


def test_types_are_chosen_by_the_most_specific_range() -> None:
    rows: dict[str, Any] = {"a/x": 1, "a/y": 2, "b/z": 3}
    assert media.chosen("a/y, a/*;q=0.5", rows) == "a/y"
    assert media.chosen("*/*, a/x;q=0", rows) == "a/y"
    assert media.chosen("c/c", rows) is None
    assert media.chosen("", rows) == "a/x"
    assert media.chosen("b/z;q=nonsense, a/*;q=0.1", rows) == "a/x"
