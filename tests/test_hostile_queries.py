"""A query reaches nothing but its store, and neither a query nor RDF can take the process with it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import InputError, QueryError, StoreError
from kg.rdf.graphs import parse_rdf
from kg.rdf.limits import DEEPEST, OPERATORS, check_query
from kg.rdf.serializers import skolemize
from kg.resources.namespaces import DEFAULT_BASE
from kg.store.open import open_store
from kg.store.oxigraph import LocalStore

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
BLOCK = "{ ?s ?p ?o }"


@pytest.fixture(scope="module")
def server() -> Iterator[tuple[str, list[str]]]:
    """The address of a server on this machine, and what was asked of it."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

        do_POST = do_GET

        def log_message(self, *_: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Handler) as http:
        threading.Thread(target=http.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{http.server_port}/", asked
        http.shutdown()


@pytest.fixture
def store() -> LocalStore:
    return LocalStore(ox.Store(), "memory", DEFAULT_BASE)


CALLS = [
    "SELECT * { SERVICE <URL> BLOCK }",
    "SELECT * {service SILENT<URL>BLOCK}",
    "SELECT * { BIND(<URL> AS ?e) SERVICE ?e BLOCK }",
    "PREFIX : <URL> SELECT * { SERVICE:a BLOCK }",  # looks like a name
    "PREFIX service: <URL> SELECT * { SERVICE service:service BLOCK }",
    "SELECT * { FILTER(1<2)SERVICE#>\n<URL> BLOCK }",  # looks like an IRI
    "SELECT * { <urn:\\u0041#> <urn:b> 1 . SERVICE <URL> BLOCK }",  # looks like a comment
    'SELECT * { OPTIONAL { <urn:\\u0041#> <urn:b> "\\\\u0022" } SERVICE <URL> BLOCK BIND("" AS ?x) }',
    "SELECT * { \\u0053ERVICE <URL> BLOCK }",
    "ASK { FILTER EXISTS { SERVICE <URL> BLOCK } }",
    "CONSTRUCT { ?s ?p ?o } WHERE { SERVICE <URL> BLOCK }",
    "PREFIX s000000: <URL> PREFIX : <URL> SELECT * { SERVICE:a BLOCK }",
]


@pytest.mark.parametrize("query", CALLS)
def test_no_query_calls_another_endpoint(
    store: LocalStore, server: tuple[str, list[str]], query: str
) -> None:
    url, asked = server
    asked.clear()
    with pytest.raises(QueryError):
        list(store.query(query.replace("URL", url).replace("BLOCK", BLOCK)))
    assert asked == []


def test_the_way_is_open_when_it_is_allowed(store: LocalStore, server: tuple[str, list[str]]) -> None:
    url, asked = server
    asked.clear()
    with pytest.raises(QueryError, match="does not answer"):
        list(store.query(f"SELECT * {{ SERVICE <{url}> {BLOCK} }}", service=True))
    assert asked


@pytest.mark.parametrize(
    "query",
    [
        'SELECT * { ?s ?p "military service" }',
        "SELECT ?service { ?service ?p <http://a.example/service/SERVICE> } # SERVICE",
        "PREFIX service: <urn:s> SELECT * { service:a service:service ?service }",
        "SELECT * { ?s ?p '''SERVICE <urn:x> { ?s ?p ?o }''' }",
        "SELECT * { VALUES ?x { -1 -2 -3 } }",
        "SELECT * { ?s <urn:p> ?o FILTER(CONTAINS(LCASE(?o), 'service')) }",
    ],
)
def test_words_are_no_calls(store: LocalStore, query: str) -> None:
    store.query(query)


def test_a_fault_in_a_query_that_says_service_is_told_as_it_is(store: LocalStore) -> None:
    with pytest.raises(QueryError, match=r"^query:1:\d+: not SPARQL"):
        store.query("SELECT * { ?s ?p 'service' ")


@pytest.mark.parametrize(
    "query",
    [
        "LOAD <URL>",
        "LOAD <URL> INTO GRAPH <urn:g>",
        "LOAD <file:///etc/hostname>",
        "#x\nBASE <urn:a> LOAD <URL>",
    ],
)
def test_a_query_loads_nothing(store: LocalStore, server: tuple[str, list[str]], query: str) -> None:
    url, asked = server
    asked.clear()
    with pytest.raises(QueryError, match="is an update"):
        store.query(query.replace("URL", url))
    assert asked == []


def test_from_names_graphs_of_the_store_only(
    store: LocalStore, server: tuple[str, list[str]], tmp_path: Path
) -> None:
    url, asked = server
    asked.clear()
    file = tmp_path / "a.nt"
    file.write_text("<urn:a> <urn:b> <urn:c> .\n")
    for iri in (url, file.as_uri()):
        for clause in (f"FROM <{iri}>", f"FROM NAMED <{iri}>"):
            assert (
                list(
                    store.query(f"SELECT * {clause} {{ {{ ?s ?p ?o }} UNION {{ GRAPH ?g {{ ?s ?p ?o }} }} }}")
                )
                == []
            )
    assert asked == []


@pytest.mark.filterwarnings("ignore:Dataset.default_context:DeprecationWarning")  # rdflib's own
def test_the_rdflib_view_keeps_the_same_bounds(
    store: LocalStore, server: tuple[str, list[str]], tmp_path: Path
) -> None:
    url, asked = server
    asked.clear()
    file = tmp_path / "a.nt"
    file.write_text("<urn:a> <urn:b> <urn:c> .\n")
    dataset = store.dataset()
    with pytest.raises(QueryError, match="SERVICE"):
        dataset.query(f"SELECT * {{ SERVICE <{url}> {BLOCK} }}")
    with pytest.raises(StoreError, match="for reading"):
        dataset.update(f"LOAD <{url}>")
    assert list(dataset.query(f"SELECT * FROM <{file.as_uri()}> {BLOCK}")) == []
    assert asked == []


def nested(signs: str, depth: int, inside: str = "") -> str:
    return signs[0] * depth + inside + signs[1] * depth


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * " + nested("{}", 50_000),
        "SELECT * { FILTER(" + nested("()", 50_000, "1") + ") }",
        "SELECT * { ?s ?p " + nested("[]", 50_000) + " }",
        "SELECT * { FILTER(" + "!" * 50_000 + "1) }",
        "SELECT * { FILTER(" + "1+" * 50_000 + "1) }",
        "SELECT * { ?s <urn:a>" + "/<urn:a>" * 50_000 + " ?o }",
        "SELECT * { " + "{ ?s ?p ?o } UNION " * 50_000 + "{ ?s ?p ?o } }",
    ],
    ids=["groups", "brackets", "nodes", "nots", "sums", "paths", "unions"],
)
def test_deep_queries_are_refused(store: LocalStore, query: str) -> None:
    with pytest.raises(QueryError, match=r"brackets in more than|operators"):
        store.query(query)


def test_queries_within_the_bounds_are_answered(store: LocalStore) -> None:
    assert list(store.query("SELECT * " + nested("{}", DEEPEST)))
    values = " ".join(f'"{number}" {-number}' for number in range(1, 3 * OPERATORS))
    assert len(list(store.query(f"SELECT * {{ VALUES ?v {{ {values} }} }}"))) == 2 * (3 * OPERATORS - 1)


DEEP = [
    ("nquads", "<urn:a> <urn:b> " + "<<( <urn:a> <urn:b> " * 50_000 + "<urn:c>" + " )>>" * 50_000 + " ."),
    ("turtle", "<urn:a> <urn:b> " + "<<( <urn:a> <urn:b> " * 50_000 + "<urn:c>" + " )>>" * 50_000 + " ."),
    ("jsonld", '{"@id":"urn:a","urn:b":' * 5000 + "1" + "}" * 5000),
    ("jsonld", '{"@id":"urn:a","urn:b":' + "[" * 50_000),
    (
        "rdfxml",
        f'<r:RDF xmlns:r="{RDF}" xmlns:a="urn:a">'
        + "<a:b><a:c>" * 50_000
        + "</a:c></a:b>" * 50_000
        + "</r:RDF>",
    ),
]


@pytest.mark.parametrize(("fmt", "text"), DEEP, ids=["quads", "terms", "objects", "lists", "elements"])
def test_deep_rdf_is_refused(fmt: str, text: str) -> None:
    with pytest.raises(InputError, match=f"^here: nested more than {DEEPEST} levels deep"):
        parse_rdf(text.encode(), fmt, DEFAULT_BASE, "here")


@pytest.mark.parametrize("quote", ['"', "'"])
@pytest.mark.parametrize("value", ["&a;&a;&a;", "x" * 100_000])
def test_an_xml_bomb_is_refused(value: str, quote: str) -> None:
    text = (
        f'<!DOCTYPE r [<!ENTITY a "ha"><!ENTITY b {quote}{value}{quote}>]><r:RDF xmlns:r="{RDF}" '
        'xmlns:a="urn:a">'
        f"<r:Description><a:b>{'&b;' * 100_000}</a:b></r:Description></r:RDF>"
    )
    with pytest.raises(InputError, match="XML entity"):
        parse_rdf(text.encode(), "rdfxml", DEFAULT_BASE, "here")


def test_xml_reads_no_file(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("secret")
    for value in (f'SYSTEM "{(tmp_path / "secret").as_uri()}"', f"SYSTEM '{tmp_path / 'secret'}'"):
        start = f'<!DOCTYPE r [<!ENTITY a {value}>]><r:RDF xmlns:r="{RDF}" xmlns:a="urn:a">'
        text = f"{start}<r:Description><a:b>&a;</a:b></r:Description></r:RDF>"
        with pytest.raises(InputError):
            parse_rdf(text.encode(), "rdfxml", DEFAULT_BASE, "here")


def test_entities_that_shorten_names_are_read() -> None:
    text = (
        f'<!DOCTYPE r [<!ENTITY rdf "{RDF}">]><r:RDF xmlns:r="&rdf;" xmlns:a="urn:a">'
        "<r:Description r:about='&rdf;x'><a:b>&lt;</a:b></r:Description></r:RDF>"
    )
    assert [quad.object.value for quad in parse_rdf(text.encode(), "rdfxml", DEFAULT_BASE, "here")] == ["<"]


def test_json_ld_fetches_no_context(server: tuple[str, list[str]]) -> None:
    url, asked = server
    asked.clear()
    with pytest.raises(InputError):
        parse_rdf(f'{{"@context": "{url}", "@id": "urn:a", "b": 1}}'.encode(), "jsonld", DEFAULT_BASE, "here")
    assert asked == []


def linked(pairs: list[tuple[int, int]]) -> list[ox.Quad]:
    return [
        ox.Quad(ox.BlankNode(f"b{here}"), ox.NamedNode("urn:p"), ox.BlankNode(f"b{there}"))
        for here, there in pairs
    ]


@pytest.mark.parametrize(
    "pairs",
    [
        [(here, there) for here in range(12) for there in range(12) if here != there],
        [(here, here + 1) for here in range(2000)],
        [(here // 2, here) for here in range(2, 2000)],
    ],
    ids=["complete", "chain", "tree"],
)
def test_blank_nodes_that_nothing_tells_apart_are_refused(pairs: list[tuple[int, int]]) -> None:
    with pytest.raises(InputError, match="blank nodes linked to each other"):
        skolemize(linked(pairs), "urn:g", "urn:")


def test_blank_nodes_that_something_tells_apart_are_named() -> None:
    chain = linked([(here, here + 1) for here in range(2000)])
    told = [
        ox.Quad(ox.BlankNode(f"b{here}"), ox.NamedNode("urn:n"), ox.Literal(here)) for here in range(2001)
    ]
    pairs = linked([(here, here + 1) for here in range(0, 4000, 2)])
    assert len(skolemize([*chain, *told], "urn:g", "urn:")) == 4001
    assert len(skolemize(pairs, "urn:g", "urn:")) == 2000


@settings(max_examples=60, deadline=None)
@given(st.text(st.sampled_from("{}()[]<>\"'#\\u0053SERVICEservice ?:.;!&|/^1\n"), max_size=60))
def test_no_text_passes_that_calls(text: str) -> None:
    """What passes as a query has no call in it: with every endpoint refused there is nothing it could not
    compute.
    """
    query = f"SELECT * {{ {text} }}"
    try:
        check_query(query, "query", False)
        answer = ox.Store().query(query)
    except (QueryError, SyntaxError):
        return
    list(answer)


def test_what_is_opened_as_a_store_is_bounded_too(tmp_path: Path) -> None:
    (tmp_path / "a.jsonld").write_text(DEEP[2][1])
    with pytest.raises(StoreError, match="nested more than"):
        open_store(str(tmp_path / "a.jsonld"))
