"""Reading -> N-Quads and back."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from kg.errors import DataError, StoreError
from kg.model import Argument, Document, Entity, Reading, Span, Statement, Trigger
from kg.rdf.reader import Quads, readings, statements
from kg.rdf.writer import Run, date_literal, escape, graph_iri, literal, nquads, safe_iri
from kg.resources.namespaces import DEFAULT_BASE, KG, NIF, PROV, RDF, XSD
from kg.resources.ontology import load_ontology
from tests.readings import AHN, HEGSETH, sample_readings

ONTOLOGY = load_ontology()
RUN = Run("en_test-1.0", "0.1.0", "abc")


def text_of(reading: Reading, base: str = DEFAULT_BASE) -> str:
    return nquads(reading, ONTOLOGY, RUN, base).decode()


def one(
    relation: str | None,
    modality: str = "actual",
    subject: Entity = AHN,
    target: Entity = HEGSETH,
    text: str = "Ahn met Hegseth.",
) -> Reading:
    said = Statement(
        "a",
        Span(0, len(text), text),
        Trigger(4, 7, "met", "meet"),
        Argument(subject, 0, 3),
        relation,
        Argument(target, 8, 15),
        modality,
    )  # type: ignore[arg-type]
    return Reading(Document("a", text), (said,))


@pytest.mark.parametrize("reading", sample_readings(), ids=lambda r: r.document.title or r.document.id)
def test_text_is_what_oxigraph_would_write(reading: Reading) -> None:
    store = ox.Store()
    store.load(text_of(reading).encode(), format=ox.RdfFormat.N_QUADS)
    dumped = store.dump(format=ox.RdfFormat.N_QUADS) or b""
    lines = text_of(reading).split("\n")[:-1]
    assert lines == sorted(set(lines))
    assert sorted(dumped.decode().split("\n")[:-1]) == lines


def test_what_is_written_comes_back() -> None:
    quads = [
        quad
        for reading in sample_readings()
        for quad in ox.parse(text_of(reading).encode(), ox.RdfFormat.N_QUADS)
    ]
    back = list(readings(Quads(quads, DEFAULT_BASE)))
    assert back == sorted(sample_readings(), key=lambda r: r.document.id)
    assert len(list(statements(Quads(quads, DEFAULT_BASE)))) == 12


def test_another_base_names_everything_anew() -> None:
    text = text_of(sample_readings()[0], "http://example.org/kb/")
    assert DEFAULT_BASE not in text
    quads = list(ox.parse(text.encode(), ox.RdfFormat.N_QUADS))
    assert list(readings(Quads(quads, "http://example.org/kb/"))) == sample_readings()[:1]


@pytest.mark.parametrize(
    ("modality", "there"), [("actual", 2), ("planned", 2), ("possible", 0), ("negated", 0)]
)
def test_direct_edges_stand_for_what_is_or_will_be_both_ways_when_symmetric(
    modality: str, there: int
) -> None:
    edges = [
        line
        for line in text_of(one("meets", modality)).split("\n")
        if f" <{KG}meets> <{DEFAULT_BASE}person/" in line and "#" in line
    ]
    assert len(edges) == there


def test_an_edge_that_is_not_symmetric_has_one_direction() -> None:
    text = text_of(one("accuses"))
    assert f"<{DEFAULT_BASE}person/ahn-gyu-back> <{KG}accuses> <{DEFAULT_BASE}person/pete-hegseth>" in text
    assert f"<{DEFAULT_BASE}person/pete-hegseth> <{KG}accuses>" not in text


def test_an_open_statement_has_neither_predicate_nor_edge() -> None:
    text = text_of(one(None))
    assert f"<{RDF}type> <{KG}OpenStatement>" in text
    assert f"<{RDF}predicate>" not in text


def test_a_statement_is_derived_from_its_sentence() -> None:
    reading = one("meets")
    node = f"<{DEFAULT_BASE}{reading.statements[0].id}>"
    graph = graph_iri("a", DEFAULT_BASE)
    text = text_of(reading)
    assert f"{node} <{PROV}wasDerivedFrom> <{graph}#char=0,16> <{graph}> ." in text
    assert f'<{graph}#char=0,16> <{NIF}anchorOf> "Ahn met Hegseth." <{graph}> .' in text
    assert f'<{graph}#char=8,15> <{NIF}anchorOf> "Hegseth" <{graph}> .' in text


def test_words_outside_the_sentence_are_cut_from_the_text() -> None:
    text = "Ahn came. He met Hegseth."
    said = Statement(
        "a",
        Span(10, 25, text[10:]),
        Trigger(13, 16, "met", "meet"),
        Argument(AHN, 0, 3),
        "meets",
        Argument(HEGSETH, 17, 24),
    )
    assert 'anchorOf> "Ahn"' in text_of(Reading(Document("a", text), (said,)))


@pytest.mark.parametrize(
    "id",
    [
        "a> <x:b> <x:c> .\n<x:d",
        'q" .',
        "ü/../x",
        "..",
        "%zz",
        "a b\tc",
        "#f?x=1&y",
        "\u0000\u001b",
        "名前",
        "x" * 5000,
    ],
)
def test_no_article_id_breaks_out_of_its_iri(id: str) -> None:
    quads = list(ox.parse(text_of(Reading(Document(id, "x"), ())).encode(), ox.RdfFormat.N_QUADS))
    assert {quad.graph_name for quad in quads} == {ox.NamedNode(graph_iri(id, DEFAULT_BASE))}
    assert Quads(quads, DEFAULT_BASE).articles() == [id]


def test_no_text_breaks_out_of_its_literal() -> None:
    nasty = '"\\\n\r\t\x7f . <x:a> <x:b> <x:c> .\n\\u0022 \\" \\\\" }\u2028\U0001f600'
    document = Document("a", nasty, title=nasty, source=nasty, url='javascript:"><script>')
    quads = list(ox.parse(text_of(Reading(document, ())).encode(), ox.RdfFormat.N_QUADS))
    assert next(readings(Quads(quads, DEFAULT_BASE))).document.text == nasty
    assert len(quads) == 10


def test_what_xml_cannot_hold_is_replaced_one_for_one() -> None:
    assert escape("a\x00b\x1bc\ud800d\uffffe") == "a\ufffdb\ufffdc\ufffdd\ufffde"


@pytest.mark.parametrize(
    ("text", "iri"),
    [
        ("https://example.org/a?b=c&d#e", "https://example.org/a?b=c&d#e"),
        ("https://example.org/a b<c>", "https://example.org/a%20b%3Cc%3E"),
        ("https://example.org/100%", "https://example.org/100%25"),
        ("https://example.org/ü", "https://example.org/ü"),
        ("example.org/a", None),
        ("http://[", None),
        ("", None),
    ],
)
def test_an_address_becomes_an_iri_or_none(text: str, iri: str | None) -> None:
    assert safe_iri(text) == iri


@pytest.mark.parametrize(
    ("text", "value", "kind"),
    [
        ("2025-11-03", "2025-11-03", "date"),
        ("2025-11", "2025-11", "gYearMonth"),
        ("2025", "2025", "gYear"),
        ("--11-03", "--11-03", "gMonthDay"),
        ("--11", "--11", "gMonth"),
        ("2025-11-03T10:00", "2025-11-03T10:00:00", "dateTime"),
        ("2025-11-03 10:00:05.500+0900", "2025-11-03T10:00:05.5+09:00", "dateTime"),
        ("2025-11-03T10:00:00-00:00", "2025-11-03T10:00:00Z", "dateTime"),
    ],
)
def test_a_date_has_the_type_of_its_precision(text: str, value: str, kind: str) -> None:
    assert date_literal(text) == f'"{value}"^^<{XSD}{kind}>'


def test_text_that_is_no_date_stays_text() -> None:
    assert date_literal('yesterday"') == literal('yesterday"')


def test_a_run_is_named_by_its_parts() -> None:
    assert RUN.id == Run("en_test-1.0", "0.1.0", "abc").id
    assert (
        len(
            {
                RUN.id,
                Run("x", "0.1.0", "abc").id,
                Run("en_test-1.0", "2", "abc").id,
                Run("en_test-1.0", "0.1.0", "d").id,
            }
        )
        == 4
    )


def test_an_unknown_relation_is_named() -> None:
    with pytest.raises(DataError, match="likes: not a relation of the ontology"):
        text_of(one("likes"))


def test_a_graph_that_is_not_as_we_write_it_is_named() -> None:
    quads = [
        q
        for q in ox.parse(text_of(one("meets")).encode(), ox.RdfFormat.N_QUADS)
        if q.predicate.value != f"{KG}modality"
    ]
    with pytest.raises(StoreError, match="modality"):
        list(readings(Quads(quads, DEFAULT_BASE)))
