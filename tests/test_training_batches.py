"""What networks learn from: sentences put side by side, what is annotated, what a teacher read."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from spacy.language import Language

from kg.extraction.learned.features import tree_of
from kg.extraction.learned.labels import RELATIONS
from training.statements import silver_file
from training.statements.batch import Flat, annotated, filled, flat, words_of
from training.statements.sentences import Sentence, load, save
from training.statements.silver import Silver, taught

COERCES, MEETS = RELATIONS.index("coerces"), RELATIONS.index("meets")
TEXTS = ("Police detained dozens of protesters.", "Norway and Chad met in Oslo.")
GOLD = ([[COERCES, 1, 0, 1, 0, 2, -1, -1, -1, -1, -1]], [[MEETS, 1, 0, 3, 0, 2, 5, -1, -1, -1, -1]])


@pytest.fixture(scope="module")
def sentences(nlp: Language) -> list[Sentence]:
    found = []
    for number, (text, gold) in enumerate(zip(TEXTS, GOLD, strict=True)):
        doc = nlp(text)
        size = len(doc)
        found.append(
            Sentence(
                f"s{number}",
                text,
                [word.text for word in doc],
                [word.idx for word in doc],
                tree_of(doc),
                np.zeros((0, 5), np.int64),
                np.zeros(size, np.int64),
                np.full(size, -1),
                np.zeros((0, 3), np.int64),
                np.array(gold),
            )
        )
    return found


def places(text: Flat, roles: np.ndarray, items: object) -> list[tuple[int, int, int]]:
    """Item, word and role of what is right."""
    pair, role = np.nonzero(roles)
    return [(int(items.item[p]), int(items.word[p]), int(r)) for p, r in zip(pair, role, strict=True)]


def test_annotated_roles_stand_at_their_words(sentences: list[Sentence]) -> None:
    text = flat(sentences)
    items, gold = annotated(sentences, text)
    first = len(sentences[0].words)
    assert items.trigger.tolist() == [1, first + 3]
    assert set(places(text, gold.roles, items)) == {
        (0, 0, 0),
        (0, 2, 1),
        (1, first, 0),
        (1, first + 2, 0),
        (1, first + 5, 2),
    }
    assert gold.trigger[1, COERCES] == 1
    assert gold.trigger.sum() == 2


def test_words_end_with_their_sentence(sentences: list[Sentence]) -> None:
    words = words_of(flat(sentences))
    first, size = len(sentences[0].words), len(words.head)
    assert words.after[first - 1] == size
    assert words.before[first] == size
    assert words.record.tolist() == [0] * first + [1] * (size - first)


def test_what_is_no_pair_is_left_out(sentences: list[Sentence]) -> None:
    text = flat(sentences)
    items, _ = annotated(sentences, text)
    point = len(sentences[0].words) - 1
    roles = filled(items, text.size, np.array([0, 0]), np.array([0, point]), np.array([0, 1]), 0.5)
    assert roles.sum() == 0.5


def test_what_a_teacher_read_is_kept(sentences: list[Sentence], tmp_path: Path) -> None:
    read = [
        Silver(
            np.array([[1, COERCES, 200], [1, MEETS, 20]], np.uint8),
            np.array([[1, COERCES, 0, 10, 255, 0, 0, 0]], np.uint8),
            np.array([[0, 0, 0, 240], [0, 2, 1, 51]], np.uint8),
        ),
        Silver(np.zeros((0, 3), np.uint8), np.zeros((0, 8), np.uint8), np.zeros((0, 4), np.uint8)),
    ]
    silver_file.write(zip(sentences, read, strict=True), tmp_path / "silver.xz")
    changed = Sentence(**{k: getattr(sentences[1], k) for k in Sentence.__slots__} | {"words": ["Other"]})
    joined = silver_file.joined([sentences[0], changed], tmp_path / "silver.xz")
    assert [one.id for one, _ in joined] == ["s0"]
    silver, text = joined[0][1], flat([sentences[0]])
    items, gold = taught([silver], text)
    assert gold.trigger[1, COERCES] == pytest.approx(200 / 255)
    assert set(places(text, gold.roles, items)) == {(0, 0, 0), (0, 2, 1)}
    assert gold.roles.max() == pytest.approx(240 / 255)
    assert gold.modality.tolist() == [[1, 0, 0, 0]]


def test_sentences_are_stored(sentences: list[Sentence], tmp_path: Path) -> None:
    save(sentences, tmp_path / "some.pkl")
    again = load(tmp_path / "some.pkl")
    assert [one.words for one in again] == [one.words for one in sentences]
    assert np.array_equal(again[1].gold, sentences[1].gold)
