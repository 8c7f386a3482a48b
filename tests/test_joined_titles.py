"""Whose is each of two titles that "and" joins before a name."""

from __future__ import annotations

import pytest
from spacy.language import Language

from kg.model import Document
from kg.pipeline import Pipeline


@pytest.fixture(scope="module")
def pipeline(nlp: Language) -> Pipeline:
    return Pipeline(nlp=nlp)


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("The Vice President and King Harald discussed trade.", {"King"}),
        ("The Prime Minister and Queen Sonja met in Oslo.", {"Queen"}),
        ("Speaker and Deputy Leader Ana Lund met Olga Lis.", {"Speaker", "Deputy Leader"}),
    ],
)
def test_held(pipeline: Pipeline, text: str, held: set[str]) -> None:
    (reading,) = pipeline.read([Document("a", text)])
    roles = {s.object.entity.label for s in reading.statements if s.relation == "holdsRole" and s.object}
    assert roles == held
