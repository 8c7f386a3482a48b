"""Words that take part in something -> the entities that they mean."""

from __future__ import annotations

import pytest
from spacy.language import Language

from kg.extraction.relations.participant_entities import ParticipantEntities
from kg.model import Document
from kg.nlp.parser import parse
from kg.nlp.tokens import ParsedDoc
from kg.pipeline import Pipeline


@pytest.fixture(scope="module")
def pipeline(nlp: Language) -> Pipeline:
    return Pipeline(nlp=nlp)


def meant(pipeline: Pipeline, text: str, word: str, *classes: str) -> list[tuple[str, str]]:
    """Label and class of what a word of a text means, named or described."""
    ((document, doc),) = parse([Document("a", text)], pipeline.nlp)
    words = ParsedDoc(doc, pipeline.resources.syntax)
    linked = pipeline.linker.resolve(document, words)
    entities = ParticipantEntities(words, linked, pipeline.resources.lexicon, pipeline.resources.ontology)
    token = next(token for token in words if token.text == word)
    found = entities.named(token, classes) or entities.described(token, classes)
    return [(one.entity.label, one.entity.cls) for one in found]


@pytest.mark.parametrize(
    ("text", "word", "classes", "expected"),
    [
        ("Police in Lima detained Olga Lis.", "Lis", ("Actor",), [("Olga Lis", "Person")]),
        (
            "Police in Lima detained 240 passengers.",
            "passengers",
            ("Actor", "Topic"),
            [("passengers", "Group")],
        ),
        ("Chad bought grain from Norway.", "grain", ("Capability", "Product"), [("grain", "Product")]),
        ("Ghana passed a law on cotton.", "law", ("Topic",), [("law on cotton", "Topic")]),
        ("Gunmen killed 15 on Monday.", "15", ("Actor",), []),
        ("Gunmen killed 15 on Monday.", "Monday", ("Actor", "Topic"), []),
        ("Oslo accused Cairo of lying.", "Oslo", ("Actor",), [("Norway", "Country")]),
        ("A minister flew to Oslo.", "Oslo", ("Place",), [("Oslo", "City")]),
    ],
)
def test_meant(
    pipeline: Pipeline, text: str, word: str, classes: tuple[str, ...], expected: list[tuple[str, str]]
) -> None:
    assert meant(pipeline, text, word, *classes) == expected
