"""From chances to statements."""

from __future__ import annotations

import numpy as np
import pytest
from spacy.language import Language
from spacy.tokens import Doc

from kg.extraction.learned.decode import Candidate, Scores, decode, items_above, settle
from kg.extraction.learned.features import Tree, tree_of
from kg.extraction.learned.labels import RELATIONS, ROLES

NONE = np.zeros((0, 5), dtype=np.int64)


@pytest.fixture
def tree(nlp: Language) -> Tree:
    """ "Oslo met Cairo Monday"."""
    return tree_of(
        Doc(
            nlp.vocab,
            words=["Oslo", "met", "Cairo", "Monday"],
            tags=["NNP", "VBD", "NNP", "NNP"],
            deps=["nsubj", "ROOT", "dobj", "npadvmod"],
            heads=[1, 1, 1, 1],
        )
    )


def scores(
    relation: str, roles: dict[tuple[int, str], float], absent: tuple[float, float] = (0.0, 0.0)
) -> Scores:
    table = np.zeros((4, len(ROLES)), dtype=np.float32)
    for (word, role), chance in roles.items():
        table[word, ROLES.index(role)] = chance
    one = np.array([[0.9, 0.1, 0, 0]], dtype=np.float32)
    return Scores(
        np.array([1]),
        np.array([RELATIONS.index(relation)]),
        np.array([0.8], dtype=np.float32),
        np.zeros(4, dtype=np.int64),
        np.arange(4),
        table,
        np.array([absent], dtype=np.float32),
        one,
    )


def said(found: list[Candidate]) -> set[tuple[int, int]]:
    return {(one.subject, one.object) for one in found}


def test_subject_and_object(tree: Tree) -> None:
    found = list(
        decode(tree, scores("attacks", {(0, "subject"): 0.9, (2, "object"): 0.8, (3, "time"): 0.7}), NONE)
    )
    assert said(found) == {(0, 2)}
    assert found[0].details == (-1, 3, -1, -1, -1)


def test_one_participant(tree: Tree) -> None:
    found = list(decode(tree, scores("attacks", {(2, "object"): 0.8}, absent=(0.9, 0.0)), NONE))
    assert (-1, 2) in said(found)


def test_participants_side_by_side_stand_in_the_order_of_the_text(tree: Tree) -> None:
    found = list(decode(tree, scores("meets", {(2, "subject"): 0.9, (0, "subject"): 0.8}), NONE))
    assert said(found) == {(0, 2)}


def test_one_for_both_sides(tree: Tree) -> None:
    found = list(decode(tree, scores("meets", {(0, "subject"): 0.9, (0, "object"): 0.8}), NONE))
    assert (0, 0) in said(found)


def test_every_candidate_has_as_many_signs(tree: Tree) -> None:
    two = list(
        decode(tree, scores("attacks", {(0, "subject"): 0.9, (2, "object"): 0.8}, absent=(0.5, 0.5)), NONE)
    )
    assert len({len(one.signs) for one in two}) == 1


def test_a_pattern_that_agrees_is_a_sign(tree: Tree) -> None:
    given = scores("attacks", {(0, "subject"): 0.9, (2, "object"): 0.8})
    told = np.array([[RELATIONS.index("attacks"), 0, 1, 0, 2]])
    assert next(decode(tree, given, told)).signs != next(decode(tree, given, NONE)).signs


def test_items_above() -> None:
    words, relations = items_above(np.array([[0.1, 0.9], [0.7, 0.2]]), 0.5)
    assert (words.tolist(), relations.tolist()) == ([0, 1], [1, 0])


def candidate(subject: int, other: int, relation: str = "attacks", trigger: int = 1) -> Candidate:
    return Candidate(
        RELATIONS.index(relation), trigger, subject, other, (-1,) * 5, np.zeros(4, dtype=np.float32), []
    )


def test_of_two_that_say_the_same_the_surer_stands() -> None:
    assert settle([candidate(0, 2), candidate(0, 2, trigger=3)], [0.5, 0.6]) == [1]


def test_no_lone_participant_beside_a_surer_pair() -> None:
    assert settle([candidate(0, 2), candidate(0, -1), candidate(-1, 2)], [0.7, 0.5, 0.8]) == [0, 2]
