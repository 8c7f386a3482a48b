"""The mean of two small taggers."""

from __future__ import annotations

import numpy
import spacy
from spacy.language import Language
from spacy.training import Example

from training.blend import blend


def tagger(seed: int) -> Language:
    from thinc.api import fix_random_seed

    fix_random_seed(seed)
    nlp = spacy.blank("en")
    nlp.add_pipe("tagger")
    doc = nlp.make_doc("rain falls")
    nlp.initialize(lambda: [Example.from_dict(doc, {"tags": ["NN", "VBZ"]})])
    for node in nlp.get_pipe("tagger").model.walk():
        for name in node.param_names:
            if node.has_param(name) and not node.get_param(name).any():
                node.set_param(name, node.get_param(name) + seed)
    return nlp


def weights(nlp: Language) -> list[numpy.ndarray]:
    return [
        node.get_param(name).copy() for node in nlp.get_pipe("tagger").model.walk() for name in node.param_names if node.has_param(name)
    ]


def test_each_weight_is_the_mean() -> None:
    tuned, base = tagger(1), tagger(2)
    own, other = weights(tuned), weights(base)
    blended = weights(blend(tuned, base, 0.75))
    assert any((a != b).any() for a, b in zip(own, other, strict=True))
    for mean, a, b in zip(blended, own, other, strict=True):
        numpy.testing.assert_allclose(mean, 0.75 * a + 0.25 * b, rtol=1e-5, atol=1e-6)
