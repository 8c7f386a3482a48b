"""The table of an attribute ruler's rules: what it gives words is what the ruler gives them."""

from __future__ import annotations

from typing import Any

import pytest
import spacy
from spacy.language import Language
from spacy.pipeline import AttributeRuler
from spacy.tokens import Doc

from kg.nlp.speedups.rule_table import rule_table

ATTRIBUTES = ["POS", "MORPH", "LEMMA"]
PLAIN: list[Any] = [
    ([[{"TAG": "NN"}], [{"TAG": "NNS"}]], {"POS": "NOUN"}, 0),
    ([[{"TAG": "NNS"}]], {"MORPH": "Number=Plur"}, 0),
    ([[{"lower": {"IN": ["ships", "boats"]}, "TAG": "NNS"}]], {"LEMMA": "vessel"}, 0),
    ([[{"LOWER": "boats"}]], {"LEMMA": "boat", "POS": "PROPN"}, -1),
]
TWO: Any = ([[{"LOWER": "'s", "TAG": "VBZ"}, {"TAG": "VBN"}]], {"LEMMA": "have"}, 0)


def ruler(rules: list[Any]) -> AttributeRuler:
    made = AttributeRuler(spacy.blank("en").vocab)
    for patterns, attrs, index in rules:
        made.add(patterns, attrs, index=index)
    return made


def text(made: AttributeRuler, *words: str) -> Doc:
    """Words with their tags: "ships/NNS"."""
    parts = [word.rsplit("/", 1) for word in words]
    return Doc(made.vocab, words=[one for one, _ in parts], tags=[tag for _, tag in parts])


TEXTS = [
    ["Ships/NNS", "sank/VBD"],
    ["boats/NNS", "boats/VBZ", "a/DT", "boat/NN"],
    ["boats/", "ships/NNS", "Boats/NNS"],
    ["He/PRP", "'s/VBZ", "gone/VBN", "ships/NNS"],
    ["He/PRP", "'s/VBZ", "here/RB", "boats/NNS"],
    ["house/NN", "'s/POS", "roof/NN"],
    [],
]


@pytest.mark.parametrize("words", TEXTS)
def test_words_get_what_the_ruler_gives_them(words: list[str]) -> None:
    made = ruler([*PLAIN, TWO])
    table = rule_table(made)
    assert table is not None
    one, two = made(text(made, *words)), table(text(made, *words))
    assert one.to_array(ATTRIBUTES).tolist() == two.to_array(ATTRIBUTES).tolist()


def test_only_rules_about_several_words_need_the_ruler(monkeypatch: pytest.MonkeyPatch) -> None:
    made = ruler([*PLAIN, TWO])
    table = rule_table(made)
    asked: list[str] = []
    match = made.match
    monkeypatch.setattr(made, "match", lambda doc: asked.append(doc.text) or match(doc))
    assert table is not None
    for words in TEXTS:
        table(text(made, *words))
    assert asked == ["He 's gone ships ", "He 's here boats ", ""]


@pytest.mark.parametrize(
    "rule",
    [
        ([[{"TAG": {"NOT_IN": ["NN"]}}]], {"POS": "X"}, 0),
        ([[{"TEXT": {"REGEX": "^a"}}]], {"POS": "X"}, 0),
        ([[{"TAG": "NN", "OP": "+"}]], {"POS": "X"}, 0),
        ([[{"IS_DIGIT": True}]], {"POS": "NUM"}, 0),
        ([[{"TAG": ""}]], {"POS": "X"}, 0),
        ([[{"TAG": "NN"}]], {"NORM": "x"}, 0),
        ([[{"TAG": "NN"}]], {"POS": "X"}, 1),
    ],
)
def test_other_rules_are_left_to_the_ruler(rule: Any) -> None:
    assert rule_table(ruler([*PLAIN, rule])) is None


def test_a_rule_that_is_added_counts() -> None:
    made = ruler(PLAIN)
    first = rule_table(made)
    assert rule_table(made) is first
    made.add([[{"LOWER": "ships"}]], {"LEMMA": "ship"})
    again = rule_table(made)
    assert again is not None
    assert [word.lemma_ for word in again(text(made, "ships/NNS", "boats/NNS"))] == ["ship", "boat"]


def test_the_pipeline_that_ships_has_a_table(nlp: Language) -> None:
    component = nlp.get_pipe("attribute_ruler")
    assert isinstance(component, AttributeRuler)
    assert rule_table(component) is not None
