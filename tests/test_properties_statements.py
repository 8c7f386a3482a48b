"""Whatever a line of statements says, it is refused with its place, or means the same in JSON, in RDF and on
the way back.
"""

from __future__ import annotations

import json
from typing import Any

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import InputError, QueryError
from kg.model import Reading
from kg.query.stored import Parameter, ParameterType, Query, fill
from kg.rdf.graphs import parse_rdf
from kg.rdf.jsonl import from_json, read_statements, to_json
from kg.rdf.reader import Quads, readings
from kg.rdf.serializers import FORMATS, serialize_lines
from kg.rdf.writer import Run, date_literal, literal, nquads, safe_iri
from kg.resources.namespaces import DEFAULT_BASE, article_iri, entity_iri
from kg.resources.ontology import load_ontology

ONTOLOGY = load_ontology()
RUN = Run("en_test-1.0", "0.1.0", "abc")
QUICK = settings(max_examples=60, deadline=None)

BREAKERS = (
    "<>\"'{}|^`\\ "
    "\t\r\n\0\x1b[31m\x7f\x85\x9b\u2028\u202e\u2066\ud800\ufffe#?/%&;,.()@_:-=+$*!~[]é漢😀\U000e0041"
)
TEXTS = st.text(st.one_of(st.sampled_from(BREAKERS), st.characters()), min_size=1, max_size=12)
IDS = st.one_of(
    TEXTS.map(lambda text: "person/x" + text.replace("\n", "")),
    st.sampled_from(["person/ahn", "country/kor", "a/b/../../c", "person/."]),
)
DATES = st.sampled_from(["2025-11-04", "2025-11", "2025", "--11-03", "2025-11-04T10:00:00Z", ""])
FAULTS = st.sampled_from(
    [0, True, [], {}, "", None, [[]], {"begin": 0}, -1, 1e300, "soon", "٢٠٢٥-١١-٠٤", "x y", "A>", "k>r"]
)


def span(text: str, begin: int = 0) -> dict[str, Any]:
    return {"begin": begin, "end": begin + len(text), "text": text}


@st.composite
def arguments(draw: Any) -> dict[str, Any]:
    words = draw(TEXTS)
    return {
        "id": draw(IDS),
        "label": draw(TEXTS),
        "class": draw(st.sampled_from(["Person", "Country", "Weapon", "Unheard"])),
        "aliases": draw(st.lists(TEXTS, max_size=2)),
        "begin": 0,
        "end": len(words),
        "country": draw(st.sampled_from([None, "KOR"])),
        "sameAs": draw(
            st.lists(
                st.one_of(TEXTS, st.just("http://www.wikidata.org/entity/Q884"), TEXTS.map("urn:".__add__)),
                max_size=2,
            )
        ),
    }


@st.composite
def lines(draw: Any) -> str:
    """Lines as ``kg extract`` prints them, with what breaks out of a place in every place, and here and there
    a value of another type.
    """
    sentence = draw(TEXTS)
    said = {
        "article": draw(TEXTS),
        "relation": draw(st.sampled_from(["meets", "attacks", None])),
        "modality": draw(st.sampled_from(["actual", "planned", "possible", "negated"])),
        "confidence": draw(st.sampled_from([0, 0.5, 0.3333333, 1, 1e-9])),
        "pattern": draw(st.one_of(st.just(""), TEXTS)),
        "sentence": span(sentence),
        "trigger": {**span(sentence[: draw(st.integers(1, len(sentence)))]), "lemma": draw(TEXTS)},
        "subject": draw(arguments()),
        "object": draw(arguments()),
        "begin": draw(DATES),
        "end": draw(DATES),
        "quantity": draw(st.one_of(st.none(), TEXTS)),
        "occasion": draw(st.one_of(st.none(), TEXTS)),
        "cue": draw(st.one_of(st.none(), TEXTS)),
        "occurrence": draw(st.sampled_from([None, 1, 2, 7])),
        "title": draw(st.one_of(st.none(), TEXTS)),
        "source": draw(st.one_of(st.none(), TEXTS)),
        "url": draw(
            st.one_of(
                st.none(), TEXTS, TEXTS.map("https://a.example/".__add__), TEXTS.map("javascript:".__add__)
            )
        ),
        "published": draw(DATES),
    }
    if draw(st.integers(0, 5)) == 5:
        place = draw(st.sampled_from([said, said["subject"], said["sentence"], said["trigger"]]))
        place[draw(st.sampled_from(sorted(place)))] = draw(FAULTS)
    return json.dumps(said, ensure_ascii=draw(st.booleans()))


def parsed(line: str) -> Reading | None:
    """What a line says, None when it is refused."""
    try:
        document, statement = from_json(line, "here:1")
    except InputError as error:
        if not str(error).startswith("here:1: "):
            raise
        return None
    return Reading(document, (statement,) if statement.relation in (None, *ONTOLOGY.relations) else ())


@QUICK
@given(line=lines())
def test_a_line_comes_back_from_json(line: str) -> None:
    reading = parsed(line)
    for statement in reading.statements if reading else ():
        again = to_json(statement, reading.document)  # type: ignore[union-attr]
        assert again.isascii() or not any(c in again for c in "\x7f\x85\x9b\u2028\u2029\ud800")
        document, back = from_json(again, "again")
        assert document == reading.document  # type: ignore[union-attr]
        assert back.id == statement.id
        assert to_json(back, document) == again


@QUICK
@given(line=lines())
def test_a_line_keeps_its_place_in_rdf_and_comes_back(line: str) -> None:
    reading = parsed(line)
    if reading is None:
        return
    text = nquads(reading, ONTOLOGY, RUN, DEFAULT_BASE)
    iri = article_iri(DEFAULT_BASE, reading.document.id)
    assert all(one.endswith(f" <{iri}> .") for one in text.decode().split("\n")[:-1])
    quads = list(ox.parse(text, ox.RdfFormat.N_QUADS))
    assert len(quads) == text.count(b"\n")
    assert {quad.graph_name.value for quad in quads} == {iri}
    (back,) = readings(Quads(quads, DEFAULT_BASE))
    assert back.document.id == reading.document.id
    assert [said.id for said in back.statements] == [said.id for said in reading.statements]
    assert [said.sentence for said in back.statements] == [said.sentence for said in reading.statements]
    assert nquads(back, ONTOLOGY, RUN, DEFAULT_BASE).count(b"\n") >= len(back.statements)


@QUICK
@given(line=lines())
def test_every_syntax_holds_what_a_line_says(line: str) -> None:
    reading = parsed(line)
    if reading is None:
        return
    text = nquads(reading, ONTOLOGY, RUN, DEFAULT_BASE).decode()
    wanted = {quad.triple for quad in ox.parse(text, ox.RdfFormat.N_QUADS)}
    for fmt in FORMATS:
        import io

        out = io.BytesIO()
        serialize_lines(text.split("\n"), fmt, out, DEFAULT_BASE)
        assert {quad.triple for quad in parse_rdf(out.getvalue(), fmt, DEFAULT_BASE, fmt)} == wanted, fmt


def test_lines_that_contradict_each_other_are_refused() -> None:
    words = {"begin": 0, "end": 3, "text": "met"}
    fields = {"article": "a", "relation": None, "modality": "actual", "confidence": 1}
    line = json.dumps({**fields, "sentence": words, "trigger": {**words, "lemma": "meet"}})
    errors: list[InputError] = []
    (reading,) = read_statements([line, line.replace('"met"', '"hit"')], "here", errors.append)
    assert [said.sentence.text for said in reading.statements] == ["met"]
    assert [str(error) for error in errors] == [
        (
            "here:2: other words at 0 to 3 of its article than a line before; give what one reading "
            "of the article found"
        )
    ]
    with pytest.raises(InputError, match='"trigger\\.text" is not what the sentence has'):
        from_json(line.replace('"met"', '"hit"', 1), "here:1")


@QUICK
@given(
    texts=st.lists(
        st.one_of(lines(), TEXTS, st.just("[" * 100_000), st.just('{"article": 1' + "0" * 5000 + "}")),
        max_size=4,
    )
)
def test_faulty_lines_are_left_out(texts: list[str]) -> None:
    errors: list[InputError] = []
    good = {one.statements[0] for text in texts if (one := parsed(text)) and one.statements}
    found = {said for reading in read_statements(texts, "here", errors.append) for said in reading.statements}
    assert found <= good
    assert len(found) >= len(good) - sum("other words" in error.fault for error in errors)
    assert all(error.place.startswith("here:") for error in errors)


@QUICK
@given(text=TEXTS)
def test_a_literal_ends_where_it_should(text: str) -> None:
    for written in (literal(text), date_literal(text)):
        (quad,) = ox.parse(f"<urn:a> <urn:b> {written} .", ox.RdfFormat.N_TRIPLES)
        assert isinstance(quad.object, ox.Literal)
        assert len(quad.object.value) == len(text)


@QUICK
@given(text=TEXTS, scheme=st.sampled_from(["", "http://a.example/", "urn:", "javascript:", "file:///"]))
def test_an_iri_ends_where_it_should(text: str, scheme: str) -> None:
    for iri in (safe_iri(scheme + text), entity_iri(DEFAULT_BASE, text), article_iri(DEFAULT_BASE, text)):
        if iri is not None:
            (quad,) = ox.parse(f"<urn:a> <urn:b> <{iri}> .", ox.RdfFormat.N_TRIPLES)
            assert quad.object == ox.NamedNode(iri)


TYPES: tuple[ParameterType, ...] = ("name", "iri", "date", "integer", "string")
ATTACKS = st.sampled_from(
    [
        '" } } #',
        "> } #",
        "<urn:a> } SERVICE <http://127.0.0.1:1/> {",
        "kg:meets } #",
        "\\",
        '\\"',
        "\\u0022",
        "1 } #",
        "country/kor> #",
        "٣",
    ]
)


@settings(max_examples=300, deadline=None)
@given(
    value=st.one_of(TEXTS, ATTACKS, st.tuples(ATTACKS, TEXTS).map("".join), IDS), kind=st.sampled_from(TYPES)
)
def test_a_parameter_is_one_term_and_nothing_else(value: str, kind: ParameterType) -> None:
    text = "SELECT ?x ?y { VALUES ?x { UNDEF } VALUES ?y { 1 } }"
    query = Query("q", "q", "", (Parameter("x", kind, "", None),), text)
    try:
        filled = fill(query, {"x": value})
    except QueryError:
        return
    answer = ox.Store().query(filled)
    assert [variable.value for variable in answer.variables] == ["x", "y"]
    ((found, one),) = ((row["x"], row["y"]) for row in answer)
    assert one == ox.Literal(1)
    if kind == "string":
        assert found == ox.Literal(value)
    elif kind == "integer":
        assert found == ox.Literal(int(value))
    elif kind == "iri":
        assert isinstance(found, ox.NamedNode)
    elif kind == "date":
        assert found.value == value
        assert value.isascii()
    else:
        assert isinstance(found, ox.NamedNode) or found == ox.Literal(value)
