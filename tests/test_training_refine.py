"""Training a pipeline on."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import spacy
from spacy.language import Language
from spacy.tokens import Doc, DocBin
from spacy.training import Example
from spacy.training.initialize import init_nlp
from thinc.api import Config

from training.__main__ import DATA
from training.refine import average, load_terms, refining

CONFIG = Path(__file__).parent.parent / "training" / "configs" / "ner.cfg"


def _weights(nlp: Language) -> list[np.ndarray]:
    return [
        node.get_param(name)
        for node in nlp.get_pipe("ner").model.walk()
        for name in node.param_names
        if node.has_param(name)
    ]  # type: ignore[attr-defined]


def _pipeline(tmp_path: Path) -> Language:
    """Recognises names after one look at a sentence, which is written beside it."""
    nlp = spacy.blank("en")
    nlp.add_pipe("ner")
    doc = Doc(nlp.vocab, words=["Kim", "left"], ents=["B-PERSON", "O"])
    nlp.initialize(lambda: [Example(nlp.make_doc(doc.text), doc)])
    nlp.to_disk(tmp_path / "pipeline")
    DocBin(docs=[doc]).to_disk(tmp_path / "set.spacy")
    return nlp


def test_it_starts_from_the_pipeline_and_keeps_the_other_settings(tmp_path: Path) -> None:
    nlp = _pipeline(tmp_path)
    config = Config().from_disk(CONFIG, interpolate=False)
    settings = refining(config, tmp_path / "pipeline", load_terms(DATA / "refine.toml"))
    settings["paths"] |= {"train": str(tmp_path / "set.spacy"), "dev": str(tmp_path / "set.spacy")}
    refined = init_nlp(settings.interpolate())

    assert all(np.array_equal(old, new) for old, new in zip(_weights(nlp), _weights(refined), strict=True))
    assert config["components"]["ner"]["factory"] == "ner"
    training = settings["training"]
    assert (
        training["max_steps"]
        == training["optimizer"]["learn_rate"]["total_steps"]
        == load_terms(DATA / "refine.toml")["steps"]
    )
    assert training["seed"] == config["training"]["seed"]
    assert training["dropout"] == config["training"]["dropout"]


def test_weights_are_averaged(tmp_path: Path) -> None:
    old, new = _pipeline(tmp_path), spacy.load(tmp_path / "pipeline")
    before = _weights(old)
    example = Example(
        new.make_doc("Kim left"), next(iter(DocBin().from_disk(tmp_path / "set.spacy").get_docs(new.vocab)))
    )
    new.update([example], sgd=new.create_optimizer())
    after = [weight.copy() for weight in _weights(new)]
    assert not all(map(np.array_equal, before, after))

    average(old, new, {"parser": 0.25})
    assert all(map(np.array_equal, _weights(new), after))

    average(old, new, {"parser": 0.5, "ner": 0.25})
    assert all(
        np.allclose(mixed, 0.75 * a + 0.25 * b)
        for mixed, a, b in zip(_weights(new), before, after, strict=True)
    )
    assert all(map(np.array_equal, before, _weights(old)))
