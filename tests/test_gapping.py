"""Two objects of one verb have each their own place, time and amount."""

from __future__ import annotations

import pytest
from spacy.language import Language

from kg.extraction.relations.gapping import half_of
from kg.model import Document
from kg.pipeline import Pipeline
from tests.parses import TAGGER, parsed


@pytest.fixture(scope="module")
def pipeline(nlp: Language) -> Pipeline:
    return Pipeline(nlp=nlp)


CASES = [
    (
        "Ole Lund met Ana Ruiz in Oslo on Monday and Max Berg in Rome on Tuesday.",
        {("meets", "Ana Ruiz", "Oslo", "2025-11-03"), ("meets", "Max Berg", "Rome", "2025-10-28")},
    ),
    (
        "Ole Lund visited Togo in May and Benin in June.",
        {("visits", "Togo", None, "2025-05"), ("visits", "Benin", None, "2025-06")},
    ),
    (
        "Mali shelled Niger in 2019 and Chad in 2021.",
        {("attacks", "Niger", None, "2019"), ("attacks", "Chad", None, "2021")},
    ),
    (
        "Ole Lund met Ana Ruiz and Max Berg in Rome on Monday.",
        {
            ("meets", "Ana Ruiz", "Rome", "2025-11-03"),
            ("meets", "Max Berg", "Rome", "2025-11-03"),
        },
    ),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_each_object_has_its_own(
    pipeline: Pipeline, text: str, expected: set[tuple[str, str, str | None, str]]
) -> None:
    (reading,) = pipeline.read([Document("a", text, published="2025-11-03")])
    found = {
        (one.relation, one.object.entity.label, one.place.entity.label if one.place else None, one.begin)
        for one in reading.statements
        if one.subject and one.object and one.subject.entity.label in {"Ole Lund", "Mali"}
    }
    assert found == expected


def test_a_semicolon_parts_halves() -> None:
    doc = parsed(
        "Lund/NNP/nsubj/2 left/VBD/ROOT/2 Oslo|GPE/NNP/dobj/2 on/IN/prep/2 Sunday/NNP/pobj/4 ;/:/punct/2 "
        "Rome|GPE/NNP/dep/2 on/IN/prep/2 Friday/NNP/pobj/8 ./PUNCT/punct/2"
    )
    times = TAGGER.times(doc, "2025-11-03")
    assert half_of(doc[1], doc[2], times) == range(2, 5)
    assert half_of(doc[1], doc[6], times) == range(6, 9)


NO_HALVES = [
    # a clause of its own behind a semicolon
    "Lund/NNP/nsubj/2 left/VBD/ROOT/2 Oslo|GPE/NNP/dobj/2 on/IN/prep/2 Sunday/NNP/pobj/4 ;/:/punct/2 "
    "Berg/NNP/nsubj/8 came/VBD/conj/2 on/IN/prep/8 Friday/NNP/pobj/9",
    # the second noun is a time
    "Lund/NNP/nsubj/2 left/VBD/ROOT/2 Oslo|GPE/NNP/dobj/2 on/IN/prep/2 Monday/NNP/pobj/4 and/CC/cc/5 "
    "Tuesday/NNP/conj/5 in/IN/prep/2 May/NNP/pobj/8",
    # a verb of its own
    "Lund/NNP/nsubj/2 left/VBD/ROOT/2 Oslo|GPE/NNP/dobj/2 on/IN/prep/2 Monday/NNP/pobj/4 and/CC/cc/2 "
    "Berg/NNP/nsubj/8 came/VBD/conj/2 on/IN/prep/8 Tuesday/NNP/pobj/9",
    # only one place and one time
    "Lund/NNP/nsubj/2 left/VBD/ROOT/2 guns/NNS/dobj/2 in/IN/prep/2 Oslo|GPE/NNP/pobj/4 and/CC/cc/5 "
    "Rome|GPE/NNP/conj/5 on/IN/prep/2 Tuesday/NNP/pobj/8",
]


@pytest.mark.parametrize("tree", NO_HALVES)
def test_other_sentences_have_no_halves(tree: str) -> None:
    doc = parsed(tree)
    assert half_of(doc[1], doc[2], TAGGER.times(doc, "2025-11-03")) is None


def test_an_amount_counts_the_things_of_its_half(pipeline: Pipeline) -> None:
    text = "Police arrested two farmers in Leeds on Monday and a woman in York on Tuesday."
    (reading,) = pipeline.read([Document("a", text, published="2025-11-03")])
    found = {one.object.entity.label: one.quantity for one in reading.statements if one.object}
    assert found == {"farmers": "two", "woman": None}
