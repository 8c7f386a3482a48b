"""Who speaks when "he" or "she" does: nobody who is only spoken of in the quotation."""

from __future__ import annotations

import pytest
from spacy.language import Language

from kg.model import Document
from kg.pipeline import Pipeline


@pytest.fixture(scope="module")
def pipeline(nlp: Language) -> Pipeline:
    return Pipeline(nlp=nlp)


def _pairs(pipeline: Pipeline, text: str, relation: str) -> set[tuple[str | None, str | None]]:
    (reading,) = pipeline.read([Document("a", text, published="2025-11-03")])
    return {
        (
            one.subject.entity.label if one.subject else None,
            one.object.entity.label if one.object else None,
        )
        for one in reading.statements
        if one.relation == relation
    }


QUOTED = '"I met President Hugo Salas in Quito," {who} said. "We signed a pact with Peru," {who} added.'


def test_the_speaker_of_two_quotations_is_one(pipeline: Pipeline) -> None:
    text = "Carl Berg spoke on Monday. " + QUOTED.format(who="he")
    assert _pairs(pipeline, text, "meets") == {("Carl Berg", "Hugo Salas")}
    assert _pairs(pipeline, text, "agreesWith") == {("Carl Berg", "Peru")}


def test_who_is_only_spoken_of_is_no_speaker(pipeline: Pipeline) -> None:
    assert _pairs(pipeline, QUOTED.format(who="he"), "agreesWith") == {(None, "Peru")}


def test_a_sentence_after_the_quotation_goes_on_with_the_speaker(pipeline: Pipeline) -> None:
    text = 'Carl Berg met reporters. "Hugo Salas lied to us," he said. He added that he had met Ana Lund.'
    assert ("Carl Berg", "Ana Lund") in _pairs(pipeline, text, "meets")


def test_who_acts_may_have_been_quoted_of(pipeline: Pipeline) -> None:
    text = '"I trust Hugo Salas," the king said. He attacked Peru on Monday.'
    assert _pairs(pipeline, text, "attacks") == {("Hugo Salas", "Peru")}
