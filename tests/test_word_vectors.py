"""The vectors of words that are kept: the same as worked out anew, in any company."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
import spacy
from spacy.language import Language
from spacy.pipeline import Tok2Vec
from spacy.tokens import Doc
from thinc.api import Model

from kg.nlp.speedups import word_vectors
from kg.nlp.speedups.word_vectors import keep_word_vectors
from kg.paths import MODEL

TEXTS = [
    "Ministers can't meet.  They'll phone; the Ministers won't.",
    "",
    "the the The THE the",
    "“Talks” in Tbilisi-on-Sea\tfailed …",
    "Naïve ministers phone (again) ministers",
]


@pytest.fixture(scope="module")
def plain() -> Language:
    """The pipeline as spaCy loads it."""
    return spacy.load(MODEL)


@pytest.fixture
def keeping(plain: Language) -> Iterator[Language]:
    """The same with kept vectors, as long as the test takes."""
    replaced = {name: list(layer_of(plain, name)._layers) for name in ("tok2vec",)}
    assert keep_word_vectors(plain) == 2
    yield plain
    for _, component in plain.pipeline:
        model = getattr(component, "model", None)
        if isinstance(model, Model):
            for layer in [one for one in model.walk() if one.name == "kept_word_vectors"]:
                model.replace_node(layer, layer.layers[0])
    assert list(layer_of(plain, "tok2vec")._layers) == replaced["tok2vec"]


def layer_of(nlp: Language, name: str) -> Model:
    component = nlp.get_pipe(name)
    assert isinstance(component, Tok2Vec)
    return component.model


def vectors(nlp: Language, texts: list[str]) -> list[np.ndarray]:
    """What the first layers of the pipeline's network give."""
    return [np.array(found) for found in layer_of(nlp, "tok2vec").layers[0].predict(docs(nlp, texts))]


def docs(nlp: Language, texts: list[str]) -> list[Doc]:
    return [nlp.make_doc(text) for text in texts]


def same(one: list[np.ndarray], other: list[np.ndarray]) -> bool:
    return len(one) == len(other) and all(map(np.array_equal, one, other))


def expected(nlp: Language, texts: list[str]) -> list[np.ndarray]:
    kept = layer_of(nlp, "tok2vec").layers[0]
    assert kept.name == "kept_word_vectors"
    return [np.array(found) for found in kept.layers[0].predict(docs(nlp, texts))]


def test_kept_vectors_are_those_of_the_layer(keeping: Language) -> None:
    for texts in (TEXTS[:1], TEXTS, TEXTS[::-1], ["", "phone"], TEXTS):
        assert same(vectors(keeping, texts), expected(keeping, texts))


def test_a_word_is_worked_out_once(keeping: Language, monkeypatch: pytest.MonkeyPatch) -> None:
    vectors(keeping, TEXTS)
    read: list[str] = []
    known = word_vectors._Known._learn
    monkeypatch.setattr(
        word_vectors._Known,
        "_learn",
        lambda self, new: read.append(len(list(new))) or known(self, new),  # type: ignore[arg-type]
    )
    vectors(keeping, TEXTS)
    assert not read
    vectors(keeping, ["the Ministers fly", "fly"])  # "fly" with and without a blank after it
    assert read == [1]


def test_many_words_are_forgotten_in_time(keeping: Language, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(word_vectors, "_KEPT", 12)
    for text in TEXTS:
        assert same(vectors(keeping, [text, "phone"]), expected(keeping, [text, "phone"]))
    many = " ".join(f"word{number}" for number in range(40))
    assert same(vectors(keeping, [many]), expected(keeping, [many]))


def test_texts_of_another_vocabulary_are_worked_out_anew(keeping: Language) -> None:
    layer = layer_of(keeping, "tok2vec").layers[0].layers[0]
    known = word_vectors._Known(layer, spacy.blank("en").vocab)
    assert same([np.array(found) for found in known.vectors(docs(keeping, TEXTS))], expected(keeping, TEXTS))
    assert not known._places


def test_it_learns_as_before(keeping: Language) -> None:
    kept = layer_of(keeping, "tok2vec").layers[0]
    found, back = kept(docs(keeping, TEXTS), is_train=True)
    assert [one.shape for one in found] == [one.shape for one in expected(keeping, TEXTS)]
    back(found)
    assert kept.layers[0].get_gradients()


def test_it_can_be_switched_off(plain: Language, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEWSKG_SPEEDUPS", "batch_decoding")
    assert keep_word_vectors(plain) == 0


@pytest.mark.parametrize(("attributes", "kept"), [(["NORM", "SHAPE"], 1), (["NORM", "TAG"], 0)])
def test_only_words_by_themselves_are_kept(attributes: list[str], kept: int) -> None:
    embed = {
        "@architectures": "spacy.MultiHashEmbed.v2",
        "width": 8,
        "attrs": attributes,
        "rows": [50, 50],
        "include_static_vectors": False,
    }
    encode = {
        "@architectures": "spacy.MaxoutWindowEncoder.v2",
        "width": 8,
        "depth": 1,
        "window_size": 1,
        "maxout_pieces": 2,
    }
    nlp = spacy.blank("en")
    model = {"@architectures": "spacy.Tok2Vec.v2", "embed": embed, "encode": encode}
    nlp.add_pipe("tok2vec", config={"model": model})
    assert keep_word_vectors(nlp) == kept
