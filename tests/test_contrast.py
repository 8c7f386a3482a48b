"""Of whom a sentence denies what it says of another."""

from __future__ import annotations

import pytest
from spacy.language import Language

from kg.extraction.factuality.contrast import is_denied, of_participants
from kg.extraction.factuality.factuality import modality_of
from kg.model import Document, Modality
from kg.nlp.tokens import ParsedDoc
from kg.pipeline import Pipeline
from tests.parses import FACTUALITY, WORDS


@pytest.mark.parametrize(
    ("trigger", "one", "expected", "text"),
    [
        ("attacked", "Russia", "negated", "Not Russia but Ukraine attacked the dam."),
        ("attacked", "Ukraine", "actual", "Not Russia but Ukraine attacked the dam."),
        ("attacked", "Russia", "negated", "Ukraine, not Russia, attacked the dam."),
        ("attacked", "Ukraine", "actual", "Ukraine, not Russia, attacked the dam."),
        ("visited", "Berlin", "negated", "Macron visited not Berlin but Rome."),
        ("visited", "Rome", "actual", "Macron visited not Berlin but Rome."),
        ("met", "Milei", "negated", "Xi met Lula, not Milei, in Lima."),
        ("met", "Lula", "actual", "Xi met Lula, not Milei, in Lima."),
        ("visit", "China", "negated", "The pope did not visit China but India."),
        ("visit", "India", "actual", "The pope did not visit China but India."),
        ("attack", "China", "planned", "Japan will not attack Korea but China."),
        ("attacked", "Ukraine", "actual", "Russia attacked Ukraine but not Moldova."),
        ("attacked", "Kyiv", "negated", "Russia has not attacked Kyiv or Lviv."),
        ("attacked", "Kyiv", "actual", "Russia attacked not only Kyiv but Lviv."),
        ("attacked", "Lviv", "actual", "Russia attacked not only Kyiv but Lviv."),
        ("praised", "Iran", "actual", "The minister did not attack but praised Iran."),
    ],
)
def test_participants(nlp: Language, trigger: str, one: str, expected: str, text: str) -> None:
    doc = ParsedDoc(nlp(text), WORDS)
    verb = next(token for token in doc if token.text == trigger)
    who = next(token for token in doc if token.text == one)
    modality, denial = of_participants(modality_of(verb, FACTUALITY), [who], FACTUALITY)
    assert modality == expected
    assert (denial == "not") == is_denied(who, FACTUALITY)


@pytest.mark.parametrize("modality", ["actual", "planned", "possible", "negated"])
def test_participants_of_whom_nothing_else_is_said(nlp: Language, modality: Modality) -> None:
    doc = ParsedDoc(nlp("Russia attacked the port of Odesa."), WORDS)
    assert of_participants(modality, doc, FACTUALITY) == (modality, None)


def test_statements(nlp: Language) -> None:
    pipeline = Pipeline(nlp=nlp)
    text = "Macron visited not Berlin but Rome."
    (reading,) = pipeline.read([Document("a", text, published="2025-01-10")])
    found = {s.object.entity.label: (s.modality, s.cue) for s in reading.statements if s.object is not None}
    assert found == {"Berlin": ("negated", "not"), "Rome": ("actual", None)}
