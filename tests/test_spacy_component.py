"""The extractor inside spaCy."""

from __future__ import annotations

from kg.model import Statement
from kg.nlp.parser import load_pipeline


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
