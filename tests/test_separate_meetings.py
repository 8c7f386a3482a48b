"""Who meets whom where one meets several, each by himself or all together."""

from __future__ import annotations

import pytest
from spacy.language import Language

from kg.model import Document
from kg.pipeline import Pipeline


@pytest.fixture(scope="module")
def pipeline(nlp: Language) -> Pipeline:
    return Pipeline(nlp=nlp)


def pairs(pipeline: Pipeline, text: str, relation: str) -> set[frozenset[str]]:
    (reading,) = pipeline.read([Document("a", text)])
    return {
        frozenset({one.subject.entity.label, one.object.entity.label})
        for one in reading.statements
        if one.relation == relation and one.subject is not None and one.object is not None
    }


APART = [
    ("Norway's Prime Minister Ana Lund held separate talks with Kenya and Togo.", "meets"),
    ("Kenya and Togo held separate talks with Ana Lund.", "meets"),
    ("In separate meetings, Ana Lund met Kenya and Togo.", "meets"),
    ("Ana Lund signed separate accords with Kenya and Togo.", "agreesWith"),
]


@pytest.mark.parametrize(("text", "relation"), APART)
def test_each_by_himself(pipeline: Pipeline, text: str, relation: str) -> None:
    found = pairs(pipeline, text, relation)
    assert {frozenset({"Ana Lund", "Kenya"}), frozenset({"Ana Lund", "Togo"})} == found


def test_without_another_they_meet_each_other(pipeline: Pipeline) -> None:
    assert frozenset({"Kenya", "Togo"}) in pairs(
        pipeline, "Kenya and Togo held separate talks in Accra.", "meets"
    )


def test_three_together_all_meet(pipeline: Pipeline) -> None:
    found = pairs(pipeline, "Ghana held joint talks with Kenya and Togo in Accra.", "meets")
    assert frozenset({"Kenya", "Togo"}) in found
