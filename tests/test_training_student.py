"""The small network says the same where it is trained and where it is used. Needs the extra `teacher`."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from spacy.language import Language

from kg.extraction.learned.decode import TRIGGER_FLOOR
from kg.extraction.learned.extractor import load as load_extractor
from kg.extraction.learned.features import tree_of, trigger_places
from kg.extraction.learned.lexicon import Lexicon

torch = pytest.importorskip("torch")

NONE = np.zeros((0, 5), dtype=np.int64)


def test_the_same_in_use_as_in_training(nlp: Language, tmp_path: Path) -> None:
    from training.statements.batch import Flat
    from training.statements.calibrate import Judge
    from training.statements.export import export
    from training.statements.reading import scores_in
    from training.statements.student import Student

    tree = tree_of(
        nlp("Police in Minsk detained dozens of protesters. Norway and Chad will meet in Oslo next week.")
    )
    keys = np.unique(tree.lower)
    torch.manual_seed(1)
    vectors = np.random.default_rng(1).standard_normal((len(keys), 64)).astype(np.float32) * np.float32(0.3)
    student = Student(Lexicon(keys, np.unique(tree.lemma), keys), vectors, width=32, layers="wt").eval()
    torch.nn.init.constant_(student.heads.trigger.bias, -2.0)
    size = len(tree)
    text = Flat(
        tree,
        NONE,
        np.zeros(size, np.int64),
        np.full(size, -1),
        np.zeros((0, 3), np.int64),
        np.zeros(1, np.int64),
        np.array([size]),
    )
    theirs, _ = scores_in([student], text, [student.looked_at([], text)], TRIGGER_FLOOR)
    export(student, Judge(17), {"threshold": 0.5}, tmp_path)
    mine = load_extractor(tmp_path).network.read(
        tree, NONE, lambda triggers: (0 * triggers, text.speaker, text.slots)
    )
    kept = trigger_places(tree)[theirs.trigger]
    assert np.array_equal(theirs.trigger[kept], mine.trigger)
    assert np.allclose(theirs.chance[kept], mine.chance, atol=0.02)
    assert np.allclose(theirs.absent[kept], mine.absent, atol=0.02)
    assert np.allclose(theirs.modality[kept], mine.modality, atol=0.02)
    assert np.allclose(theirs.roles[kept[theirs.item]], mine.roles, atol=0.02)
