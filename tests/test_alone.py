"""Patterns that stand by themselves say something where the learned extractor reads nothing."""

from __future__ import annotations

import pytest
from spacy.language import Language

from kg.model import Document
from kg.pipeline import Pipeline
from kg.resources.resources import load_resources


@pytest.fixture(scope="module")
def pipeline(nlp: Language) -> Pipeline:
    return Pipeline(nlp=nlp, resources=load_resources())


HOSTS = [
    ("Ole Lund received Ana Ruiz in Oslo on Sunday.", ("meets", "Ole Lund", "Ana Ruiz")),
    ("Ana Ruiz was welcomed by Ole Lund in Oslo.", ("meets", "Ole Lund", "Ana Ruiz")),
    ("Ole Lund hosted the Kenyan envoy in Oslo.", ("meets", "Ole Lund", "Kenyan envoy")),
    ("Canada designated Max Berg pursuant to the act.", ("sanctions", "Canada", "Max Berg")),
]


@pytest.mark.parametrize(("text", "expected"), HOSTS)
def test_such_a_pattern_is_a_statement(pipeline: Pipeline, text: str, expected: tuple[str, str, str]) -> None:
    (reading,) = pipeline.read([Document("a", text, published="2025-11-03")])
    assert [
        (one.relation, one.subject.entity.label, one.object.entity.label)
        for one in reading.statements
        if one.subject and one.object
    ] == [expected]


@pytest.mark.parametrize("text", ["Ole Lund received the Kenyan medal.", "Norway welcomed the ceasefire."])
def test_what_is_no_guest_is_not_met(pipeline: Pipeline, text: str) -> None:
    (reading,) = pipeline.read([Document("a", text, published="2025-11-03")])
    assert not [one for one in reading.statements if one.relation == "meets"]


def test_they_are_named_by_their_patterns(pipeline: Pipeline) -> None:
    patterns = pipeline.resources.patterns
    assert patterns.alone == {one.name for one in patterns.all if one.alone}
    assert "meets#host" in patterns.alone
    assert "meets#meet" not in patterns.alone
