"""The loop over the actions of parser and recogniser: what it gives is what spaCy's gives."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc

from kg.nlp.speedups import batch_decoding as room
from kg.nlp.speedups.batch_decoding import pipe

CONSTRUCTIONS = tomllib.loads((Path(__file__).parent / "data/constructions.toml").read_text(encoding="utf-8"))
SENTENCES = [sentence["text"] for kind in CONSTRUCTIONS.values() for sentence in kind["sentences"]]
TEXTS = ["", " ", "Talks.", *SENTENCES, " ".join(SENTENCES)]
ATTRIBUTES = ["TAG", "POS", "MORPH", "LEMMA", "HEAD", "DEP", "SENT_START", "ENT_IOB", "ENT_TYPE"]


def read(docs: list[Doc]) -> list[tuple[str, list[list[int]]]]:
    return [(doc.text, doc.to_array(ATTRIBUTES).tolist()) for doc in docs]


@pytest.mark.parametrize("batch_size", [1, 5, 64])
def test_the_same_as_spacy_in_any_company(nlp: Language, batch_size: int) -> None:
    found = read(list(pipe(nlp, TEXTS, batch_size)))
    assert found == read(list(nlp.pipe(TEXTS)))
    assert len({row[-1] for _, rows in found for row in rows}) > 2  # names of several kinds


def test_no_texts(nlp: Language) -> None:
    assert list(pipe(nlp, [], 64)) == []


def test_parser_and_recogniser_take_their_actions_here(
    nlp: Language, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = set()
    own = room._states
    monkeypatch.setattr(
        room, "_states", lambda component, docs: seen.add(component.name) or own(component, docs)
    )
    list(pipe(nlp, TEXTS, 64))
    assert seen == {"parser", "ner"}


class Watched:
    """A component that counts how often its own loop runs."""

    def __init__(self, component: Any) -> None:
        self.component, self.own = component, 0

    def __getattr__(self, name: str) -> Any:
        return getattr(self.component, name)

    def predict(self, docs: list[Doc]) -> Any:
        self.own += 1
        return self.component.predict(docs)


@pytest.mark.parametrize(
    ("lengths", "own"),
    [([10], 1), ([10] * 6, 1), ([10] * 7, 0), ([10] * 20 + [100], 1), ([0, 0], 1), ([0] * 9 + [10] * 9, 0)],
)
def test_few_texts_abreast_are_left_to_spacy(nlp: Language, lengths: list[int], own: int) -> None:
    component = Watched(nlp.get_pipe("ner"))
    states = room._states(component, [Doc(nlp.vocab, words=["talks"] * length) for length in lengths])
    assert component.own == own
    assert len(states) == len(lengths)
    assert all(state.is_final() for state in states)


def test_a_beam_is_left_to_spacy(nlp: Language, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("parser", "ner"):
        monkeypatch.setitem(nlp.get_pipe(name).cfg, "beam_width", 2)
    monkeypatch.setattr(room, "_states", lambda *_: pytest.fail("searched greedily"))
    assert read(list(pipe(nlp, TEXTS, 64))) == read(list(nlp.pipe(TEXTS)))


def test_components_that_are_functions_or_switched_off() -> None:
    @Language.component("shouting_for_a_test")
    def shouting(doc: Doc) -> Doc:
        doc.user_data["shouted"] = doc.text.upper()
        return doc

    nlp = spacy.blank("en")
    nlp.add_pipe("shouting_for_a_test")
    nlp.add_pipe("sentencizer")
    nlp.disable_pipe("sentencizer")
    (doc,) = pipe(nlp, ["Talks began."], 8)
    assert doc.user_data["shouted"] == "TALKS BEGAN."
    assert not doc.has_annotation("SENT_START")
