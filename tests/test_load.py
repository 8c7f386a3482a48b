"""What `kg load` reads: all that `kg extract` and `kg export` write, and the RDF of others."""

from __future__ import annotations

import bz2
import codecs
import gzip
import json
import lzma
import re
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.evaluation.article_edges import gold_edges
from kg.model import Document
from kg.rdf.jsonl import article_to_json, read_lines, to_json
from kg.rdf.serializers import FORMATS
from kg.rdf.writer import Run, graph_iri, nquads
from kg.resources.namespaces import DEFAULT_BASE, KG, RDF
from kg.resources.ontology import load_ontology
from kg.store.open import open_store
from tests.commands import Kg
from tests.readings import sample_readings

ONTOLOGY = load_ontology()
RUN = Run("en_test-1.0", "0.1.0", "abc")
COMMANDS = (
    ("stats", "news.ttl"),
    ("export", "news.ttl", "-f", "graphml", "-o", "out"),
    ("export", "news.ttl", "-f", "plover", "-o", "out"),
    ("export", "news.ttl", "-f", "jsonld", "-o", "out"),
    ("query", "news.ttl", "meetings"),
    ("diff", "news.ttl", "news.ttl"),
)


def sample_graph() -> bytes:
    """An article's graph, as N-Quads."""
    return nquads(sample_readings()[0], ONTOLOGY, RUN, DEFAULT_BASE)


def test_what_was_extracted_and_loaded_is_what_would_be_built(kg: Kg) -> None:
    Path("in").mkdir()
    long = " ".join(f"Ana Brnabic met with Edi Rama in Tirana on day {n} of the talks." for n in range(20))
    for name, text in (("a", long), ("b", f"{long} Reprinted."), ("c", "Nothing is said here.")):
        Path(f"in/{name}.md").write_text(f"---\ntitle: {name}\ndate: 2025-11-03\n---\n{text}")
    kg("build", "built.nq", "in", "--jobs", "1")
    Path("lines.jsonl").write_text(kg("extract", "in", "--jobs", "1")[1])
    assert kg("load", "loaded.nq", "lines.jsonl")[0] == 0
    assert Path("built.nq").read_bytes() == Path("loaded.nq").read_bytes()
    assert b"kg:reprint" in Path("built.nq").read_bytes().replace(KG.encode(), b"kg:")
    assert "(3 unchanged)" in kg("build", "loaded.nq", "in", "--jobs", "1")[2]
    lines = [json.loads(line) for line in kg("extract", "in", "--jobs", "1", "--no-texts")[1].splitlines()]
    assert {"relation" in line for line in lines} == {True}


def test_an_article_and_its_statements_come_in_any_order() -> None:
    reading = sample_readings()[0]
    said = [to_json(statement, reading.document) for statement in reading.statements]
    about = article_to_json(reading.document, RUN)
    for lines in ([about, *said], [*said, about], [said[0], about, *said[1:]]):
        (found,) = read_lines(lines, "lines")
        assert (found.document, found.run) == (reading.document, RUN)
        assert found.reading.statements == reading.statements
    errors: list[str] = []
    other = article_to_json(Document(reading.document.id, "x" * 9999), RUN)
    list(read_lines([other, said[0]], "lines", lambda error: errors.append(str(error))))
    list(read_lines([said[0], other], "lines", lambda error: errors.append(str(error))))
    assert [error.partition(": ")[0] for error in errors] == ["lines:2", "lines:2"]
    assert all("other words at" in error for error in errors)


@pytest.mark.parametrize(
    ("suffix", "packed"),
    [
        (".ttl", ""),
        (".nt", ".gz"),
        (".nq", ".xz"),
        (".trig", ""),
        (".jsonld", ".bz2"),
        (".rdf", ".gz"),
        (".nquads", ""),
    ],
)
def test_what_was_exported_is_loaded(kg: Kg, suffix: str, packed: str) -> None:
    with open_store("one.kg") as store:
        for reading in sample_readings():
            graph = nquads(reading, ONTOLOGY, RUN, DEFAULT_BASE)
            store.add([(graph_iri(reading.document.id, DEFAULT_BASE), graph)])
    kg("export", "one.kg", "-f", format_of(suffix), "-o", f"out{suffix}")
    content = codecs.BOM_UTF8 + Path(f"out{suffix}").read_bytes()
    pack = {".gz": gzip.compress, ".xz": lzma.compress, ".bz2": bz2.compress}
    name = f"in{suffix}{packed}"
    Path(name).write_bytes(pack[packed](content) if packed else content)
    code, _, told = kg("load", "two.kg", name)
    statements = sum(len(reading.statements) for reading in sample_readings())
    assert (code, told.startswith(f"{statements} statements, ")) == (0, True)
    assert kg("diff", "one.kg", "two.kg")[:2] == (0, "no difference\n")


def format_of(suffix: str) -> str:
    names = {".ttl": "turtle", ".nt": "ntriples", ".nq": "nquads", ".rdf": "rdfxml", ".turtle": "turtle"}
    return names.get(suffix, suffix[1:])


@pytest.mark.parametrize("fmt", sorted(FORMATS))
def test_annotations_of_rdf_1_2_are_kept_or_refused(kg: Kg, fmt: str) -> None:
    Path("a.ttl").write_text(
        'PREFIX ex: <http://ex.org/>\nex:a ex:knows ex:b {| ex:since "2020" |} .\n'
        'ex:e ex:says <<( ex:f ex:g "x y"@en )>> .\n'
    )
    kg("load", "one.kg", "a.ttl")
    code, _, told = kg("export", "one.kg", "-f", fmt, "-o", "out")
    if fmt == "jsonld":
        assert (code, "triple term, which JSON-LD cannot hold" in told) == (3, True)
        return
    terms = [quad.object for quad in ox.parse(Path("out").read_bytes(), FORMATS[fmt])]
    reified = {(term.predicate.value, term.object) for term in terms if isinstance(term, ox.Triple)}
    assert reified == {
        ("http://ex.org/knows", ox.NamedNode("http://ex.org/b")),
        ("http://ex.org/g", ox.Literal("x y", language="en")),
    }


@pytest.mark.parametrize("predicate", ["predicate", "subject", "object", "type"])
def test_a_word_in_the_place_of_a_thing_is_refused(kg: Kg, predicate: str) -> None:
    graph = re.sub(rf"(<{RDF}{predicate}>) <[^>]*>", r'\1 "word"', sample_graph().decode())
    Path("in.nq").write_text(graph)
    code, _, told = kg("load", "news.ttl", "in.nq")
    assert (code, '"word" is a word, where' in told) == (3, True)
    assert told.endswith("0 statements, 2 changed graphs into news.ttl\n")


@pytest.mark.parametrize("predicate", ["anchorOf", "beginIndex", "confidence", "prefLabel"])
def test_a_thing_in_the_place_of_a_word_is_refused(kg: Kg, predicate: str) -> None:
    graph = re.sub(
        rf'([/#]{predicate}>) "[^"]*"(?:\^\^<[^>]*>)?', r"\1 <http://ex.org/x>", sample_graph().decode()
    )
    Path("in.nq").write_text(graph)
    code, _, told = kg("load", "news.ttl", "in.nq")
    assert (code, "<http://ex.org/x> is no value of" in told) == (3, True)


@pytest.mark.parametrize("predicate", ["modality", "trigger", "triggerLemma", "confidence"])
def test_a_statement_without_a_part_is_refused(kg: Kg, predicate: str) -> None:
    lines = sample_graph().decode().splitlines(keepends=True)
    Path("in.nq").write_text("".join(line for line in lines if f"> <{KG}{predicate}> " not in line))
    code, _, told = kg("load", "news.ttl", "in.nq")
    assert (code, f"has no <{KG}{predicate}>" in told) == (3, True)


@pytest.mark.parametrize(
    ("family", "predicate"),
    [("person", "2004/02/skos/core#prefLabel"), ("country", "1999/02/22-rdf-syntax-ns#type")],
)
def test_what_nothing_describes_is_served_by_every_command(kg: Kg, predicate: str, family: str) -> None:
    lines = sample_graph().decode().splitlines(keepends=True)
    start = f"<{DEFAULT_BASE}{family}/"
    Path("in.nq").write_text(
        "".join(line for line in lines if not (line.startswith(start) and predicate in line.split(" ")[1]))
    )
    assert kg("load", "news.ttl", "in.nq")[0] == 0
    for command in COMMANDS:
        assert kg(*command)[0] in (0, 1), command


def test_the_graph_of_another_world_is_served_by_every_command(kg: Kg) -> None:
    Path("in.ttl").write_text(
        f"PREFIX kg: <{KG}>\nPREFIX foaf: <http://xmlns.com/foaf/0.1/>\nPREFIX ex: <http://ex.org/>\n"
        'ex:a a foaf:Person ; foaf:name "A" ; foaf:knows ex:b ; kg:meets ex:b , [] .\n'
        f"ex:s a kg:Statement ; <{RDF}subject> ex:a ; <{RDF}predicate> kg:meets ; <{RDF}object> ex:b .\n"
    )
    assert kg("load", "news.ttl", "in.ttl")[0] == 0
    for command in COMMANDS:
        assert kg(*command)[0] in (0, 1), command


def test_a_question_that_is_answered_with_no(kg: Kg) -> None:
    Path("in.nq").write_bytes(sample_graph())
    kg("load", "news.ttl", "in.nq")
    assert kg("query", "news.ttl", "-e", "ASK { ?a kg:meets ?b }")[:2] == (0, "yes\n")
    assert kg("query", "news.ttl", "-e", "ASK { ?a kg:meets kg:Nobody }")[:2] == (1, "no\n")


def test_nothing_is_loaded_when_a_file_is_missing(kg: Kg) -> None:
    Path("in.nq").write_bytes(sample_graph())
    code, _, told = kg("load", "news.kg", "in.nq", "none.nq")
    assert (code, told) == (3, "error: none.nq: no such file; check the path; nothing was loaded\n")
    assert not Path("news.kg").exists()


@pytest.mark.parametrize("name", ["a.txt", "b.html", "c.csv.gz", "d.pdf"])
def test_articles_are_not_loaded(kg: Kg, name: str) -> None:
    Path("in.nq").write_bytes(sample_graph())
    Path(name).write_text("Peru met Chile.")
    code, _, told = kg("load", "news.kg", "in.nq", name)
    assert (code, told) == (
        3,
        f"error: {name}: articles, not statements or RDF; `kg build` reads them; nothing was loaded\n",
    )
    assert not Path("news.kg").exists()


def test_a_line_that_is_an_article_is_said_to_be_one(kg: Kg) -> None:
    Path("in.jsonl").write_text('{"id": "a", "text": "Peru met Chile."}\n')
    assert (
        "in.jsonl:1: an article, not a statement; `kg build` reads it" in kg("load", "n.ttl", "in.jsonl")[2]
    )


def test_a_broken_packing_is_named(kg: Kg) -> None:
    for name in ("in.nq.xz", "in.jsonl.xz", "in.ttl.gz"):
        Path(name).write_bytes(b"not packed at all")
        code, _, told = kg("load", "news.kg", name)
        assert (code, f"error: {name}: cannot be read" in told) == (3, True)


def test_a_fault_that_comes_back_is_told_a_few_times(kg: Kg) -> None:
    Path("in.jsonl").write_text("{}\n" * 50 + "[]\n")
    code, _, told = kg("load", "news.ttl", "in.jsonl")
    assert code == 3
    assert told.count('"article" is missing') == 21
    assert 'error: 30 more of this kind: "article" is missing\n' in told
    assert "in.jsonl:51: not a JSON object" in told


def test_gold_may_be_what_was_extracted(tmp_path: Path) -> None:
    reading = sample_readings()[0]
    lines = [to_json(one, reading.document) for one in reading.statements if one.relation]
    without, given = tmp_path / "without.jsonl", tmp_path / "given.jsonl"
    without.write_text("\n".join(lines))
    given.write_text("\n".join([article_to_json(reading.document, RUN), *lines]))
    assert gold_edges(given, ONTOLOGY) == gold_edges(without, ONTOLOGY) != []
