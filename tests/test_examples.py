"""Every example and counter-example of the pattern files, each a test of its own."""

from __future__ import annotations

import pytest
from spacy.language import Language

from kg.model import Document
from kg.pipeline import Pipeline, Settings
from kg.resources.ontology import load_ontology
from kg.resources.patterns import Example, load_patterns

EXAMPLES = load_patterns(load_ontology()).examples


@pytest.fixture(scope="module")
def found(nlp: Language) -> dict[str, set[tuple[str, str, str]]]:
    pipeline = Pipeline(Settings(), nlp=nlp)
    texts = sorted({example.text for example in EXAMPLES})
    readings = pipeline.read(Document(str(i), text) for i, text in enumerate(texts))
    return {
        text: {
            (s.relation, s.subject.entity.label, s.object.entity.label)
            for s in reading.statements
            if s.relation and s.subject and s.object
        }
        for text, reading in zip(texts, readings, strict=True)
    }


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda e: f"{e.relation}: {e.text}")
def test_example(example: Example, found: dict[str, set[tuple[str, str, str]]]) -> None:
    pairs = {(s, o) for relation, s, o in found[example.text] if relation == example.relation}
    expected = set(example.expect)
    if load_ontology().relations[example.relation].symmetric:
        pairs, expected = ({tuple(sorted(pair)) for pair in some} for some in (pairs, expected))  # type: ignore[misc]
    assert pairs == expected
