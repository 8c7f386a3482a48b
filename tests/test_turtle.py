"""Turtle is the same whichever way its blocks are written, and holds what the store holds."""

from __future__ import annotations

import io
from itertools import permutations
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.rdf import turtle
from kg.rdf.layout import SENTENCE_OF, TYPE
from kg.rdf.serializers import serialize
from kg.rdf.subject_order import SubjectOrder
from kg.resources.namespaces import DEFAULT_BASE, KG, OWL, PROV, SCHEMA, WD, XSD
from kg.store import placement
from kg.store.open import open_store
from kg.store.oxigraph import LocalStore
from tests.test_store import GRAPHS, made_graphs

BASES = (DEFAULT_BASE, "http://example.org/kb/", PROV.removesuffix("prov#"), "urn:kb:", SCHEMA, WD + "x/")
LOCAL = (
    "article/a",
    "article/a#char=0,12",
    "article/a#char=0,9",
    "article/a#char=007,9",
    "article/b#char=1,",
    "article/b#part",
    "article/ü",
    "statement/1",
    "statement/2",
    "statement/x:y",
    "event/e",
    "person/ann-lee",
    "person/ann/lee",
    "run/r",
    "./odd",
    "a//b",
    "",
    "#f",
    "?q",
    "article",
)
ELSEWHERE = (
    SCHEMA + "a/b",
    SCHEMA + "a.b",
    SCHEMA + "-a",
    SCHEMA + "url",
    SCHEMA,
    "https://example.org/other",
    "https://example.com/",
    "http://example.com/x",
    "https://w3id.org/newskg/x",
    "urn:kb",
    WD + "Q42",
    KG + "Meeting",
    KG + "Meeting2",
    KG + "Meeting-2",
    KG + "iso2",
    KG + "iso22",
    OWL + "sameAs",
    SENTENCE_OF,
    TYPE,
)
WORDS = (
    'a "b" , "c"',
    "a\\",
    'x" , ',
    "a , b",
    "a true .",
    "<https://w3id.org/newskg/id/article/a>",
    "kg:Meeting 1e5 ;",
    "line\nend\ttab\rcr",
    "\x01\x02\x03\x04\x0e\x1f\x7f",
    "é\u2028\u0085",
    "",
    "ab",
    "ab!",
)
TYPED = (
    ("1", "integer"),
    ("-01", "integer"),
    ("1.50", "decimal"),
    (".5", "decimal"),
    ("5.", "decimal"),
    ("1e5", "double"),
    ("1.0E-7", "double"),
    ("NaN", "double"),
    ("true", "boolean"),
    ("false", "boolean"),
    ("2024-02-03", "date"),
)


def literals() -> st.SearchStrategy[ox.Literal]:
    return st.one_of(
        st.sampled_from(WORDS).map(ox.Literal),
        st.sampled_from(["en", "de"]).map(lambda tag: ox.Literal("ab", language=tag)),
        st.sampled_from(TYPED).map(lambda one: ox.Literal(one[0], datatype=ox.NamedNode(XSD + one[1]))),
    )


@st.composite
def graphs(draw: st.DrawFn) -> tuple[str, set[ox.Triple]]:
    """A base, and triples of which some predicates and subjects come often."""
    base = draw(st.sampled_from(BASES))
    whole = [iri for name in LOCAL if "://" in (iri := base + name) or name] + list(ELSEWHERE)
    nodes = st.sampled_from(whole).map(ox.NamedNode)
    subjects = draw(st.lists(st.one_of(nodes, st.just(ox.BlankNode("b"))), min_size=1, max_size=4))
    predicates = [*draw(st.lists(nodes, min_size=1, max_size=4)), ox.NamedNode(KG + "trigger")]
    values = st.one_of(
        nodes, literals(), st.just(ox.BlankNode("b")), st.builds(ox.Triple, nodes, nodes, nodes)
    )
    triples = st.builds(ox.Triple, st.sampled_from(subjects), st.sampled_from(predicates), values)
    return base, draw(st.sets(triples, max_size=25))


def written(triples: set[ox.Triple], base: str) -> bytes:
    out = io.BytesIO()
    serialize(triples, "turtle", out, base)
    return out.getvalue()


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(graph=graphs())
def test_blocks_are_those_that_are_written_triple_by_triple(
    graph: tuple[str, set[ox.Triple]], monkeypatch: pytest.MonkeyPatch
) -> None:
    base, triples = graph
    text = written(triples, base)
    with monkeypatch.context() as patched:
        patched.setattr(turtle._Blocks, "_line", lambda *_: b"")
        assert text == written(triples, base)
    assert {quad.triple for quad in ox.parse(text, ox.RdfFormat.TURTLE, base_iri=base)} == triples


@settings(max_examples=100, deadline=None)
@given(graph=graphs())
def test_a_store_writes_what_its_triples_are_written_as(graph: tuple[str, set[ox.Triple]]) -> None:
    base, triples = graph
    store = ox.Store()
    store.extend(ox.Quad(triple.subject, triple.predicate, triple.object) for triple in triples)
    held = {quad.triple for quad in store}  # numbers as the store writes them
    assert LocalStore(store, "memory", base).dump("turtle") == written(held, base)


@pytest.mark.parametrize("order", list(permutations(range(4))))
def test_the_order_in_which_triples_came_to_memory_makes_no_difference(order: tuple[int, ...]) -> None:
    node, other = ox.NamedNode("urn:kb:event/a"), ox.NamedNode("urn:kb:article/a")
    said = [(OWL + "sameAs", other), (KG + "trigger", other), (KG + "trigger", node), (KG + "cue", node)]
    store = ox.Store()
    for at in order:
        store.add(ox.Quad(node, ox.NamedNode(said[at][0]), said[at][1]))
    text = LocalStore(store, "memory", "urn:kb:").dump("turtle").decode()
    assert text.count("kg:trigger") == 1
    assert {quad.triple for quad in ox.parse(text, ox.RdfFormat.TURTLE)} == {quad.triple for quad in store}


def test_most_blocks_are_not_written_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    from benchmarks.performance.made import graphs as made

    def anew(_: object, subject: bytes, __: bytes) -> bytes:
        raise AssertionError(subject)

    monkeypatch.setattr(turtle._Blocks, "_line_anew", anew)
    store = LocalStore(ox.Store(), "memory", DEFAULT_BASE)
    store.add(made(200))
    assert store.dump("turtle").count(b"\n\n") > 400


@pytest.mark.parametrize("fmt", ["turtle", "nquads", "ntriples", "rdfxml"])
def test_a_directory_writes_what_memory_writes(
    tmp_path: Path, fmt: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(placement, "_AT_ONCE", 300)  # bytes that are read of a dump at a time
    graphs = [*GRAPHS, *made_graphs(50)]
    memory = LocalStore(ox.Store(), "memory", DEFAULT_BASE)
    memory.add(graphs)
    with open_store(str(tmp_path / "news.kg")) as store:
        store.add(graphs)
        assert store.dump(fmt) == memory.dump(fmt)


def test_subjects_come_in_the_order_of_the_text() -> None:
    order = SubjectOrder(DEFAULT_BASE)
    wanted = [
        "article/a",
        "article/a#char=0,12",
        "article/a#char=0,9",
        "article/a#char=3,4",
        "article/a#char=20,21",
        "statement/late",
        "statement/early",
        "event/e",
        "person/p",
        "run/r",
    ]
    source = {"statement/late": "article/a#char=9,12", "statement/early": "article/a#char=10,12"}
    names = [f"<{DEFAULT_BASE}{name}>".encode() for name in wanted]
    sources = [f"<{DEFAULT_BASE}{source[name]}>".encode() if name in source else b"" for name in wanted]
    keys = list(map(order.key, names, sources))
    assert keys == sorted(keys)
    assert keys < [order.key(b"<http://a/>")] < [order.key(b"_:b")]


def test_what_xml_cannot_hold_does_not_break_it() -> None:
    store = ox.Store()
    node, label = ox.NamedNode(DEFAULT_BASE + "person/a"), ox.NamedNode(KG + "trigger")
    store.add(ox.Quad(node, label, ox.Literal("a\x07b\ufffec\uffffd\\uFFFE")))
    text = LocalStore(store, "memory", DEFAULT_BASE).dump("rdfxml")
    (triple,) = ox.parse(text, ox.RdfFormat.RDF_XML)
    assert triple.object.value == "a\ufffdb\ufffdc\ufffdd\\uFFFE"
    assert rdflib.Graph().parse(data=text, format="xml")
