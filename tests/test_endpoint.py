"""A store behind an endpoint: with a small server that misbehaves on demand, and with a real one."""

from __future__ import annotations

import hashlib
import io
import re
import socket
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pyoxigraph as ox
import pytest

from kg.errors import EndpointError, QueryError, StoreError
from kg.model import Document, Reading
from kg.rdf.reader import readings
from kg.rdf.writer import Run, graph_iri, nquads
from kg.resources.namespaces import DCTERMS, DEFAULT_BASE, KG, SKOS
from kg.resources.ontology import load_ontology
from kg.store import http
from kg.store.base import Store, TextTriple
from kg.store.endpoint import EndpointStore, addresses
from kg.store.http import Client
from kg.store.open import open_store
from tests.readings import sample_readings
from tests.virtuoso import virtuoso

ONTOLOGY = load_ontology()
RUN = Run("en_test-1.0", "0.1.0", "abc")


def graph_of(reading: Reading) -> tuple[str, bytes]:
    return graph_iri(reading.document.id, DEFAULT_BASE), nquads(reading, ONTOLOGY, RUN, DEFAULT_BASE)


GRAPHS = [graph_of(reading) for reading in sample_readings()]


class Server(ThreadingHTTPServer):
    """Oxigraph behind the SPARQL protocols; ``failures`` answers come first, ``auth`` asks for it, requests
    are kept in ``seen``.

    A failure of status 0 does what was asked and hangs up after a part of an answer; a negative one is silent
    for so many milliseconds.
    """

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.store = ox.Store()
        self.lock = threading.Lock()
        self.failures: list[tuple[int, str, bytes]] = []
        self.challenge: str | None = None
        self.seen: list[tuple[str, str, str, bytes]] = []
        self.connections = 0

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hangs up is what some tests are about."""

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/ds/query"


class Handler(BaseHTTPRequestHandler):
    server: Server

    def setup(self) -> None:
        super().setup()
        self.server.connections += 1

    def log_message(self, format: str, *args: Any) -> None:
        pass

    def reply(self, status: int, kind: str = "text/plain", body: bytes = b"", **headers: str) -> None:
        self.send_response(status)
        for name, value in {"Content-Type": kind, "Content-Length": str(len(body)), **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def handle_any(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        parts = urlsplit(self.path)
        with self.server.lock:
            self.server.seen.append((self.command, self.path, self.headers.get("Authorization", ""), body))
            if self.server.failures:
                status, kind, said = self.server.failures.pop(0)
                if status > 0:
                    return self.reply(status, kind, said, **({"Retry-After": kind} if kind.isdigit() else {}))
                self.close_connection = True
                if status < 0:
                    return time.sleep(-status / 1000)
                self.wfile.write(said)
                self.wfile = io.BytesIO()
            if self.server.challenge and not self.headers.get("Authorization"):
                return self.reply(401, WWW_Authenticate=self.server.challenge)
            fields = parse_qs(parts.query, keep_blank_values=True)
            if self.command == "POST" and parts.path == "/ds/query":
                fields = parse_qs(body.decode())
            if parts.path == "/ds/query":
                return self.ask(fields)
            if parts.path == "/ds/update":
                self.server.store.update(body.decode())
                return self.reply(204)
            return self.graph(ox.NamedNode(fields["graph"][0]), body)

    do_GET = do_POST = do_PUT = do_DELETE = handle_any

    def ask(self, fields: dict[str, list[str]]) -> None:
        graphs = [ox.NamedNode(iri) for iri in fields.get("default-graph-uri", ())] or None
        try:
            found = self.server.store.query(fields["query"][0], default_graph=graphs)
        except SyntaxError as error:
            return self.reply(400, body=str(error).encode())
        if isinstance(found, ox.QueryTriples):
            return self.reply(
                200, "application/n-triples", found.serialize(format=ox.RdfFormat.N_TRIPLES) or b""
            )
        return self.reply(
            200, "application/sparql-results+json", found.serialize(format=ox.QueryResultsFormat.JSON) or b""
        )

    def graph(self, name: ox.NamedNode, body: bytes) -> None:
        store = self.server.store
        if self.command == "GET":
            if not store.contains_named_graph(name):
                return self.reply(404)
            return self.reply(
                200,
                "application/n-triples",
                store.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=name) or b"",
            )
        if self.command in ("PUT", "DELETE"):
            store.remove_graph(name)
        if self.command in ("PUT", "POST"):
            kind = ox.RdfFormat.from_media_type(self.headers["Content-Type"])
            store.load(body, format=kind, to_graph=name)
        return self.reply(204)


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    monkeypatch.setattr(Client, "PAUSE", 0.001)
    for name in ("NEWSKG_USER", "NEWSKG_PASSWORD", "NEWSKG_UPDATE_URL", "NEWSKG_GSP_URL"):
        monkeypatch.delenv(name, raising=False)
    with Server() as running:
        thread = threading.Thread(target=running.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        yield running
        running.shutdown()
        thread.join()


def kept_promises(store: Store, other: Store) -> None:
    """The endpoint does in every step what a store in memory does."""
    assert store.add(GRAPHS) == other.add(GRAPHS) == 3
    assert store.add(GRAPHS) == 0
    assert store.articles() == other.articles()
    assert (
        list(readings(store))
        == list(readings(other))
        == sorted(sample_readings(), key=lambda r: r.document.id)
    )
    assert_same(store, other)
    for iri in (*store.graphs(), "x:none"):
        assert store.read_before(iri) == other.read_before(iri)
    assert told(store) == told(other)
    for graphs in (
        [(GRAPHS[0][0], GRAPHS[1][1].replace(GRAPHS[1][0].encode(), GRAPHS[0][0].encode()))],
        GRAPHS[:1],
    ):
        assert store.add(graphs) == other.add(graphs) == 1
        assert_same(store, other)
    assert store.forget("scm")
    assert other.forget("scm")
    assert not store.forget("scm")
    assert_same(store, other)
    for text in (
        "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }",
        "CONSTRUCT WHERE { ?s a ?o }",
        "SELECT ?s ?o { ?s a ?o }",
    ):
        assert sorted(map(str, store.query(text))) == sorted(map(str, other.query(text)))
    for text in ("ASK { ?s ?p ?o }", "ASK { <x:y> ?p ?o }"):
        assert type(store.query(text)) is type(other.query(text))
        assert bool(store.query(text)) == bool(other.query(text))


def told(store: Store) -> list[tuple[str, list[TextTriple]]]:
    """What articles say of persons, and when they were issued, in order."""
    properties = {f"{SKOS}prefLabel", f"{SKOS}altLabel", f"{KG}country"}
    found = [
        (iri, sorted(facts))
        for iri, facts in store.profile_triples(("person/",), properties, [f"{DCTERMS}issued"])
    ]
    assert any(len({subject for subject, _, _ in facts}) > 1 for _, facts in found)
    return found


def assert_same(store: Store, other: Store) -> None:
    for fmt in ("nquads", "turtle"):
        assert store.dump(fmt) == other.dump(fmt)


def test_an_endpoint_keeps_every_promise(server: Server, tmp_path: Path) -> None:
    with open_store(server.url) as store, open_store(str(tmp_path / "a.nq")) as other:
        kept_promises(store, other)


def test_virtuoso_keeps_every_promise(tmp_path: Path) -> None:
    long = Document("long", "Word ü “x” \\ <b> & \r\n" * 5000 + ".")
    with (
        virtuoso(tmp_path / "server") as url,
        open_store(url) as store,
        open_store(str(tmp_path / "a.ttl")) as other,
    ):
        kept_promises(store, other)
        for each in (store, other):
            assert each.add([graph_of(Reading(long, ()))]) == 1
            assert each.add([graph_of(Reading(long, ()))]) == 0
        assert_same(store, other)
        with pytest.raises(QueryError, match=r"mine:1:\d+: not SPARQL"):
            store.query("SELECT * { ?s ?p", name="mine")
        with open_store(url.replace("dba:dba@", "")) as reader:
            assert reader.articles() == other.articles()
            with pytest.raises(EndpointError, match="does not allow this"):
                reader.forget("undated")


def test_only_our_graphs_are_touched(server: Server) -> None:
    theirs = ox.Quad(ox.NamedNode("x:s"), ox.NamedNode("x:p"), ox.Literal("o"), ox.NamedNode("x:g"))
    server.store.add(theirs)
    with open_store(server.url) as store:
        store.add(GRAPHS)
        assert not store.query("ASK { <x:s> ?p ?o }")
        for id in store.articles():
            store.forget(id)
        assert store.graphs() == []
    assert [quad for quad in server.store if quad == theirs] == [theirs]


def test_a_repetition_mends_what_a_crash_left_half_done(server: Server, tmp_path: Path) -> None:
    changed = GRAPHS[0][0], GRAPHS[1][1].replace(GRAPHS[1][0].encode(), GRAPHS[0][0].encode())
    with open_store(str(tmp_path / "a.nq")) as other:
        other.add([changed, *GRAPHS[1:]])
        expected = other.dump("nquads"), other.dump("ntriples")
    for steps in range(3):
        with open_store(server.url) as store:
            store.add(GRAPHS)
            real, left = store.client.send, [steps]  # type: ignore[attr-defined]

            def send(method: str, *rest: Any, real: Any = real, left: list[int] = left, **named: Any) -> Any:
                if method != "GET":
                    left[0] -= 1
                    if left[0] < 0:
                        raise EndpointError("here", "the power is out")
                return real(method, *rest, **named)

            store.client.send = send  # type: ignore[attr-defined]
            with pytest.raises(EndpointError, match="the power is out"):
                store.add([changed])
        with open_store(server.url) as store:
            store.add([changed])
            assert (store.dump("nquads"), store.dump("ntriples")) == expected


def test_articles_are_whole_whichever_request_is_the_last(server: Server, tmp_path: Path) -> None:
    with open_store(str(tmp_path / "a.nq")) as other:
        other.add(GRAPHS)
        expected = other.dump("nquads"), other.dump("ntriples")
        lines = {iri: other.lines(iri) for iri in other.graphs()}
    for last in range(2 * len(GRAPHS) + 1):
        server.store.clear()
        server.seen.clear()
        with open_store(server.url) as store:
            server.failures = []
            real, left = store.client._once, [last]  # type: ignore[attr-defined]

            def once(*asked: Any, real: Any = real, left: list[int] = left) -> Any:
                left[0] -= 1
                if left[0] < 0:
                    raise httpx.ConnectError("gone")
                return real(*asked)

            store.client._once = once  # type: ignore[attr-defined]
            with pytest.raises(EndpointError, match=r"cannot be reached \(gone\)"):
                store.add(GRAPHS)
        with open_store(server.url) as store:
            present = store.graphs()
            assert all(store.lines(iri) == lines[iri] for iri in present)
            assert {line for iri in present for line in lines[iri]} <= set(store.merged())
            assert store.add(GRAPHS) == len(GRAPHS) - len(present)
            assert (store.dump("nquads"), store.dump("ntriples")) == expected


@pytest.mark.parametrize(
    "failure",
    [
        (0, "", b""),
        (0, "", b"HTTP/1.0 200 OK\r\nContent-Length: 99\r\n\r\nhalf"),
        (-1200, "", b""),
        (503, "text/plain", b"busy"),
    ],
    ids=["hangs up", "hangs up half way", "says nothing", "is busy"],
)
def test_a_bulk_of_articles_outlasts_a_server_that_fails_now_and_then(
    server: Server, failure: tuple[int, str, bytes]
) -> None:
    with open_store(server.url) as store:
        store.client.timeout = 1.0  # type: ignore[attr-defined]
        for graph in GRAPHS[:1]:
            server.failures = [failure]
            assert store.add([graph]) == 1
            real, tried = store.client._once, []  # type: ignore[attr-defined]

            def once(method: str, *rest: Any, real: Any = real, tried: list[str] = tried) -> Any:
                if method != "GET" and not tried:
                    tried.append(method)
                    server.failures = [failure]
                return real(method, *rest)

            store.client._once = once  # type: ignore[attr-defined]
            assert store.forget(graph[0])
            assert store.add([graph]) == 1
            store.client._once = real  # type: ignore[attr-defined]
            assert tried
        store.client.timeout = 60  # type: ignore[attr-defined]
        iri, content = GRAPHS[0]
        assert store.lines(iri) == store.merged() == content.decode().split(f" <{iri}> .\n")[:-1]


def test_a_server_is_given_the_time_that_it_asks_for(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    pauses: list[float] = []
    monkeypatch.setattr(http.time, "sleep", pauses.append)
    server.failures = [
        (429, "7", b""),
        (503, "9999", b""),
        (503, "text/plain", b""),
        (502, "text/plain", b""),
    ]
    with open_store(server.url) as store:
        assert not store.query("ASK { ?s ?p ?o }")
    assert pauses == [7.0, Client.LONGEST, 4 * Client.PAUSE, 8 * Client.PAUSE]


def test_connections_are_kept_and_replaced_when_the_server_closes_them(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Handler, "protocol_version", "HTTP/1.1")
    with open_store(server.url) as store:
        store.add(GRAPHS)
        assert len(server.seen) > 3
        assert server.connections == 1
        server.failures = [(0, "", b"")]
        assert store.articles()
        assert server.connections == 2


def test_a_server_that_fails_is_asked_again(server: Server) -> None:
    server.failures = [(503, "text/plain", b"busy"), (500, "text/plain", b"oh")]
    with open_store(server.url) as store:
        assert not store.query("ASK { ?s ?p ?o }")
    assert len(server.seen) == 3


def test_a_server_that_goes_on_failing_is_named_with_what_it_says(server: Server) -> None:
    server.failures = [(503, "text/html", b"<p>out\x1b[2J of\norder</p>")] * Client.TRIES
    with (
        open_store(server.url) as store,
        pytest.raises(EndpointError, match=r"answers 503 out \[2J of order; see"),
    ):
        store.query("ASK { ?s ?p ?o }")


def test_a_server_that_is_not_there_is_named_without_the_password(server: Server) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        url = f"http://me:secret@127.0.0.1:{taken.getsockname()[1]}/sparql"
        with open_store(url) as store, pytest.raises(EndpointError, match="cannot be reached") as caught:
            store.articles()
    assert "secret" not in str(caught.value)
    assert isinstance(caught.value, StoreError)


def test_a_server_that_does_not_answer_is_not_waited_for(server: Server) -> None:
    with (
        server.lock,
        open_store(server.url) as store,
        pytest.raises(EndpointError, match=r"no answer within 0\.1 s"),
    ):
        store.query("ASK { ?s ?p ?o }", timeout=0.1)


@pytest.mark.parametrize(
    "challenge",
    [
        'Basic realm="x"',
        'Digest realm="x", nonce="n", qop="auth", algorithm=SHA-256',
        'Digest realm="x", nonce="n"',
    ],
)
def test_credentials_are_given_when_asked_for_and_before_any_body(server: Server, challenge: str) -> None:
    server.challenge = challenge
    with open_store(server.url.replace("//", "//me:p%40ss@")) as store:
        store.add(GRAPHS[:1])
    assert all(authorization for method, _, authorization, _ in server.seen if method != "GET")
    given = next(authorization for _, _, authorization, _ in server.seen if authorization)
    assert given.startswith(challenge.split()[0])
    assert "p@ss" not in given


def test_a_digest_is_that_of_the_request(server: Server) -> None:
    server.challenge = 'Digest realm="x", nonce="n"'
    with open_store(server.url.replace("//", "//me:word@")) as store:
        store.articles()
        store.articles()

    def md5(text: str) -> str:
        return hashlib.md5(text.encode()).hexdigest()

    assert [bool(authorization) for _, _, authorization, _ in server.seen] == [False, True, True]
    for method, path, authorization, _ in server.seen[1:]:
        proof = md5(":".join((md5("me:x:word"), "n", md5(f"{method}:{path}"))))
        assert f'response="{proof}"' in authorization


def test_proxies_of_the_environment_are_used(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("no_proxy")
    for scheme in ("http", "https"):
        monkeypatch.setenv(f"{scheme}_proxy", f"http://127.0.0.1:{server.server_port}")
    with open_store("http://far.test/ds/query") as store:
        assert store.add(GRAPHS[:1]) == 1
    assert {path.partition("/ds")[0] for _, path, _, _ in server.seen} == {"http://far.test"}
    monkeypatch.setattr(Client, "TRIES", 1)
    with open_store("https://far.test/ds/query") as store, pytest.raises(EndpointError, match="501"):
        store.articles()  # the little server does not tunnel
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    with open_store(server.url) as store:
        assert store.articles() == [GRAPHS[0][0].rpartition("/")[2]]


@pytest.mark.parametrize("proxy", ["socks5://127.0.0.1:9", "gopher://127.0.0.1:9"])
def test_a_proxy_that_cannot_be_used_is_named(monkeypatch: pytest.MonkeyPatch, proxy: str) -> None:
    monkeypatch.setenv("http_proxy", proxy)
    with pytest.raises(EndpointError, match=r"http://far.test/sparql: the proxy cannot be used \("):
        open_store("http://far.test/sparql")


def test_an_address_that_is_none_is_named() -> None:
    with open_store("http://far.test:port/sparql") as store, pytest.raises(EndpointError, match="no address"):
        store.articles()


def test_credentials_come_from_the_environment(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    server.challenge = 'Basic realm="x"'
    with (
        open_store(server.url) as store,
        pytest.raises(EndpointError, match=r"does not allow this \(401\); give"),
    ):
        store.add(GRAPHS)
    monkeypatch.setenv("NEWSKG_USER", "me")
    monkeypatch.setenv("NEWSKG_PASSWORD", "word")
    with open_store(server.url) as store:
        assert store.add(GRAPHS) == 3


def test_long_queries_are_sent_as_a_form(server: Server) -> None:
    with open_store(server.url) as store:
        assert not store.query("ASK { ?s ?p ?o } # " + "x" * 3000)
    assert [method for method, *_ in server.seen] == ["POST"]


@pytest.mark.parametrize(
    ("answer", "fault"),
    [
        ((200, "text/html", b"<html>Hello"), "answers with text/html, not results"),
        ((200, "application/sparql-results+json", b"{"), "its answer is not well formed"),
        ((404, "text/plain", b""), "does not know this address"),
        ((302, "text/plain", b"elsewhere"), "answers 302 elsewhere"),
    ],
)
def test_an_answer_that_is_none_is_named(server: Server, answer: tuple[int, str, bytes], fault: str) -> None:
    server.failures = [answer]
    with open_store(server.url) as store, pytest.raises(EndpointError, match=re.escape(fault)):
        list(store.query("SELECT * { ?s ?p ?o }"))


@pytest.mark.parametrize(
    "text", ["DROP ALL", "SELECT * { SERVICE <http://x/> { ?s ?p ?o } }", "SELECT * { ?s ?p"]
)
def test_queries_are_refused_as_everywhere(server: Server, text: str) -> None:
    with open_store(server.url) as store, pytest.raises(QueryError):
        store.query(text)


def test_virtuosos_way_of_saying_yes(server: Server) -> None:
    said = b'{"__ASK_RETVAL":{"type":"typed-literal","datatype":"x:y","value":"1"}}'
    yes = b'{"head":{"vars":["__ASK_RETVAL"]},"results":{"bindings":[' + said + b"]}}"
    server.failures = [
        (200, "application/sparql-results+json", yes),
        (200, "application/sparql-results+json", yes.replace(b'"1"', b'"0"')),
    ]
    with open_store(server.url) as store:
        assert store.query("ASK { ?s ?p ?o }")
        assert not store.query("ASK { ?s ?p ?o }")


@pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")
def test_rdflib_sees_the_merge(server: Server) -> None:
    with open_store(server.url) as store:
        store.add(GRAPHS)
        rows = store.dataset().query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")
        assert [int(row.n) for row in rows] == [len(store.merged())]


@pytest.mark.parametrize(
    ("url", "credentials", "update", "graphs"),
    [
        ("http://h:1/sparql", True, "http://h:1/sparql-auth", "http://h:1/sparql-graph-crud-auth"),
        ("http://h:1/sparql", False, "http://h:1/sparql", "http://h:1/sparql-graph-crud"),
        ("http://h/ds/sparql", False, "http://h/ds/update", "http://h/ds/data"),
        ("http://h/ds/query", True, "http://h/ds/update", "http://h/ds/data"),
        ("http://h/query", False, "http://h/update", "http://h/store"),
        ("http://h/ds", False, "http://h/ds/update", "http://h/ds/data"),
    ],
)
def test_the_other_addresses_follow_custom(url: str, credentials: bool, update: str, graphs: str) -> None:
    assert addresses(url, credentials=credentials) == (update, graphs)


def test_the_other_addresses_can_be_told(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEWSKG_UPDATE_URL", "http://h/u")
    monkeypatch.setenv("NEWSKG_GSP_URL", "http://h/g")
    assert addresses("http://h/sparql", credentials=True) == ("http://h/u", "http://h/g")


def test_a_very_long_text_is_sent_as_rdf_xml(server: Server) -> None:
    document = Document("long", "ü & \r\n" * 20_000)
    with open_store(server.url) as store:
        store.add([graph_of(Reading(document, ()))])
        assert next(readings(store)).document == document
        assert isinstance(store, EndpointStore)
        out = io.BytesIO()
        assert store.dump("turtle", out) == b""
        assert out.getvalue() == store.dump("turtle")
