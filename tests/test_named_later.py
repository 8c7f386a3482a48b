"""A title is nobody who is only named later."""

from __future__ import annotations

import pytest
from spacy.language import Language

from kg.model import Document
from kg.pipeline import Pipeline


@pytest.fixture(scope="module")
def pipeline(nlp: Language) -> Pipeline:
    return Pipeline(nlp=nlp)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("The governor was arrested for fraud. Later Kano Governor Musa Bello met Emir Sanusi.", False),
        ("The senator was shot dead. Senator Ruth Alvarez praised Chad.", False),
        ("Kano Governor Musa Bello met Emir Sanusi. The governor was arrested for fraud on Friday.", True),
        ("Senator Ruth Alvarez praised Chad. Police arrested the senator on Friday.", True),
    ],
)
def test_who_is_named_later_may_be_another(pipeline: Pipeline, text: str, named: bool) -> None:
    (reading,) = pipeline.read([Document("a", text)])
    hit = {
        said.object.entity.label
        for said in reading.statements
        if said.relation in ("coerces", "attacks", "accuses") and said.object is not None
    }
    assert bool(hit & {"Musa Bello", "Ruth Alvarez"}) == named
