"""The extractor inside spaCy."""

from __future__ import annotations

from kg.model import Document, Statement
from kg.nlp.parser import load_pipeline
from kg.pipeline import Pipeline


def test_the_component_sets_statements() -> None:
    nlp = load_pipeline()
    nlp.add_pipe("kg_statements")
    doc = nlp("Japan and India will hold talks in Delhi on Friday.")
    (statement,) = [s for s in doc._.statements if s.relation == "meets"]
    assert isinstance(statement, Statement)
    assert (statement.subject.entity.label, statement.object.entity.label, statement.modality) == (
        "Japan",
        "India",
        "planned",
    )  # type: ignore[union-attr]
    assert doc.text[statement.trigger.begin : statement.trigger.end] == "hold"


def test_an_article_is_dated_and_named_by_its_user_data() -> None:
    nlp = load_pipeline()
    nlp.add_pipe("kg_statements")
    doc = nlp.make_doc("Angela Merkel visited Ankara on Monday.")
    doc.user_data.update(id="visit", published="2025-11-20")
    doc = nlp(doc)
    statement = next(s for s in doc._.statements if s.relation == "visits")
    assert (statement.article, statement.begin) == ("visit", "2025-11-17")


def test_run_on_clauses_are_read_as_by_the_pipeline_and_the_parse_stays() -> None:
    text = "Ghana ordered rifles from Togo and Benin condemned Mali."
    nlp = load_pipeline()
    parsed = nlp(text)
    heads = [token.head.i for token in parsed]
    nlp.add_pipe("kg_statements")
    doc = nlp(text)
    (reading,) = Pipeline().read([Document(doc._.statements[0].article, text)])
    assert doc._.statements == reading.statements
    assert [s.subject.entity.label for s in reading.statements] == ["Ghana", "Benin"]
    assert [token.head.i for token in doc] == heads
