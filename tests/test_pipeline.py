"""The whole pipeline on the sample articles: right in its shape, the same every time, every offset true."""

from __future__ import annotations

from pathlib import Path

import pytest
from spacy.language import Language

from kg.ingest.articles import read_articles
from kg.model import Argument, Document, Reading, Statement
from kg.paths import SEEDS
from kg.pipeline import Pipeline, Settings
from kg.resources.data_files import DataFiles

ARTICLES = [str(SEEDS / "articles"), str(Path(__file__).parent / "data" / "articles")]


@pytest.fixture(scope="module")
def readings(nlp: Language) -> list[Reading]:
    return list(Pipeline(Settings(), nlp=nlp).read(read_articles(ARTICLES)))


@pytest.fixture(scope="module")
def seed(readings: list[Reading]) -> Reading:
    return next(reading for reading in readings if reading.document.id == "seed")


def said(reading: Reading) -> set[tuple[str, str, str, str]]:
    return {
        (s.subject.entity.label, s.relation or "", s.object.entity.label, s.modality)
        for s in reading.statements
        if s.subject and s.object
    }


@pytest.mark.parametrize(
    "edge",
    [
        ("Ahn Gyu-back", "meets", "Pete Hegseth", "planned"),
        ("Lee Jae-myung", "meets", "Donald Trump", "actual"),
        ("Pete Hegseth", "represents", "United States", "actual"),
        ("Pete Hegseth", "visits", "South Korea", "planned"),
        ("Donald Trump", "grants", "South Korea", "actual"),
        ("South Korea", "seeks", "wartime operational command", "actual"),
        ("North Korea", "cooperatesWith", "Russia", "actual"),
    ],
)
def test_the_seed_article_says(seed: Reading, edge: tuple[str, str, str, str]) -> None:
    assert edge in said(seed)


def test_articles_share_actors(readings: list[Reading]) -> None:
    actors = [{a.entity.id for s in r.statements for a in (s.subject, s.object) if a} for r in readings]
    assert all(any(one & other for other in actors if other is not one) for one in actors)


def arguments(statement: Statement) -> list[Argument]:
    named = (
        statement.subject,
        statement.object,
        statement.place,
        statement.recipient,
        statement.topic,
        statement.attributed_to,
    )
    return [argument for argument in named if argument]


def test_every_word_is_located(readings: list[Reading]) -> None:
    for reading in readings:
        text = reading.document.text
        for s in reading.statements:
            assert text[s.sentence.begin : s.sentence.end] == s.sentence.text
            assert text[s.trigger.begin : s.trigger.end] == s.trigger.text
            assert s.sentence.begin <= s.trigger.begin < s.trigger.end <= s.sentence.end
            for argument in arguments(s):
                assert 0 <= argument.begin < argument.end <= len(text)
            for argument in (s.subject, s.object):
                assert (
                    argument is None or s.sentence.begin <= argument.begin < argument.end <= s.sentence.end
                ), s


def test_statements_fit_the_ontology(readings: list[Reading], nlp: Language) -> None:
    ontology = Pipeline(Settings(), nlp=nlp).resources.ontology
    for reading in readings:
        for s in reading.statements:
            assert s.relation
            assert s.subject or s.object
            relation = ontology.relations[s.relation]
            for argument, classes in ((s.subject, relation.domain), (s.object, relation.range)):
                assert argument is None or any(ontology.is_a(argument.entity.cls, cls) for cls in classes)
            assert s.subject is None or s.object is None or s.subject.entity.id != s.object.entity.id
            assert 0 < s.confidence <= 1


def test_reading_twice_gives_the_same_bytes_and_order_makes_no_difference(nlp: Language) -> None:
    pipeline = Pipeline(Settings(), nlp=nlp)
    documents = list(read_articles(ARTICLES))
    once = dict(pipeline.graph(reading) for reading in pipeline.read(documents))
    again = dict(
        pipeline.graph(reading) for reading in Pipeline(Settings(), nlp=nlp).read(reversed(documents))
    )
    assert once == again


@pytest.mark.parametrize(
    ("text", "edges"),
    [
        ("India warned Nepal over Bhutan.", {("India", "threatens", "Nepal", "actual")}),
        ("Russia warned Ankara about Syria.", {("Russia", "threatens", "Turkey", "actual")}),
    ],
)
def test_what_a_deed_is_about_suffers_nothing(nlp: Language, text: str, edges: set[tuple[str, ...]]) -> None:
    reading = next(iter(Pipeline(Settings(), nlp=nlp).read([Document("one", text)])))
    assert said(reading) == edges


def test_events_gather_what_statements_describe(readings: list[Reading]) -> None:
    for reading in readings:
        assert {s.event for s in reading.statements if s.event} == {event.id for event in reading.events}


def test_open_statements_come_beside_typed_ones(nlp: Language) -> None:
    documents = list(read_articles([str(SEEDS / "articles" / "seed.md")]))
    (typed,) = Pipeline(Settings(), nlp=nlp).read(documents)
    (both,) = Pipeline(Settings(open=True), nlp=nlp).read(documents)
    extra = both.statements[len(typed.statements) :]
    assert both.statements[: len(typed.statements)] == typed.statements
    assert extra
    assert all(s.relation is None for s in extra)
    assert any(s.subject and s.object for s in extra)


def test_a_relation_is_added_by_data_alone(nlp: Language, tmp_path: Path) -> None:
    ontology, patterns = tmp_path / "own.ttl", tmp_path / "mediates.toml"
    ontology.write_text(
        """@prefix kg: <https://w3id.org/newskg/ontology#> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
        @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
        @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
        kg:mediates a owl:ObjectProperty ; rdfs:label "mediates" ;
        skos:definition "Brings the parties of a conflict together." ;
            rdfs:domain kg:Actor ; rdfs:range kg:Actor ; kg:statementClass kg:Mediation .
        kg:Mediation a owl:Class ; rdfs:label "mediation" ; rdfs:subClassOf kg:Happening ;
        skos:definition "That somebody mediates." .""",
        encoding="utf-8",
    )
    patterns.write_text(
        'relation = "mediates"\n[[pattern]]\nname = "between"\nverbs = ["mediate"]\nobject = ["between"]\n',
        encoding="utf-8",
    )
    article = tmp_path / "a.txt"
    article.write_text("Qatar has mediated between Sudan and Chad.", encoding="utf-8")
    pipeline = Pipeline(Settings(files=DataFiles(ontology=(ontology,), patterns=(patterns,))), nlp=nlp)
    (reading,) = pipeline.read(read_articles([str(article)]))
    assert {edge for edge in said(reading) if edge[1] == "mediates"} == {
        ("Qatar", "mediates", "Sudan", "actual"),
        ("Qatar", "mediates", "Chad", "actual"),
    }
