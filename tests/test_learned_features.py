"""A parsed text in numbers: trees, paths, pairs, what patterns say."""

from __future__ import annotations

import numpy as np
import pytest
from spacy.language import Language
from spacy.tokens import Doc

from kg.extraction.learned.features import (
    FORMS,
    candidates,
    pair_places,
    path_ids,
    paths_of,
    tree_of,
    trigger_places,
)
from kg.extraction.learned.labels import DEPS, ENTS, RELATIONS, TAGS
from kg.extraction.learned.pairs import pair_flags, pairs, word_flags
from kg.extraction.learned.phrases import phrase


@pytest.fixture
def doc(nlp: Language) -> Doc:
    """ "Police in Minsk detained protesters. They left." with a tree made by hand."""
    return Doc(
        nlp.vocab,
        words=["Police", "in", "Minsk", "detained", "protesters", ".", "They", "left", "."],
        tags=["NNS", "IN", "NNP", "VBD", "NNS", ".", "PRP", "VBD", "."],
        deps=["nsubj", "prep", "pobj", "ROOT", "dobj", "punct", "nsubj", "ROOT", "punct"],
        heads=[3, 0, 1, 3, 3, 3, 7, 7, 7],
        ents=["O", "O", "B-GPE", "O", "O", "O", "O", "O", "O"],
        sent_starts=[True, False, False, False, False, False, True, False, False],
    )


def test_tree(doc: Doc) -> None:
    tree = tree_of(doc)
    assert tree.head.tolist() == [3, 0, 1, 3, 3, 3, 7, 7, 7]
    assert tree.sentence.tolist() == [0] * 6 + [1] * 3
    assert [TAGS[k - 1] for k in tree.tag] == [token.tag_ for token in doc]
    assert [DEPS[k - 1] for k in tree.dep] == [token.dep_ for token in doc]
    assert [k for k in tree.ent if k] == [ENTS.index("GPE") + 1]


def test_labels_that_are_not_known_have_the_number_0(nlp: Language) -> None:
    tree = tree_of(Doc(nlp.vocab, words=["x"], tags=["NOTAG"], deps=["nolabel"], heads=[0]))
    assert (tree.tag[0], tree.dep[0]) == (0, 0)


def test_triggers_and_participants(doc: Doc) -> None:
    tree = tree_of(doc)
    assert [doc[i].text for i in np.flatnonzero(candidates(tree))] == [
        "Police",
        "Minsk",
        "detained",
        "protesters",
        "They",
        "left",
    ]
    assert trigger_places(tree)[3]
    assert not trigger_places(tree)[6]


def test_a_path_is_known_by_its_labels_and_prepositions(doc: Doc, nlp: Language) -> None:
    one = Doc(
        nlp.vocab,
        words=["Troops", "near", "Kyiv", "fled"],
        tags=["NNS", "IN", "NNP", "VBD"],
        deps=["nsubj", "prep", "pobj", "ROOT"],
        heads=[3, 0, 1, 3],
    )
    here, there = paths_of(tree_of(doc)), paths_of(tree_of(one))
    plain, worded, form = path_ids(here, np.array([3]), np.array([2]))
    plain2, worded2, form2 = path_ids(there, np.array([3]), np.array([2]))
    assert plain == plain2
    assert form == form2
    assert worded != worded2


def test_no_path_from_one_sentence_to_another(doc: Doc) -> None:
    plain, worded, form = path_ids(paths_of(tree_of(doc)), np.array([3]), np.array([6]))
    assert (plain[0], worded[0], form[0]) == (0, 0, 0)


def test_forms_are_few(doc: Doc) -> None:
    words = np.arange(6)
    _, _, form = path_ids(paths_of(tree_of(doc)), np.full(6, 3), words)
    assert form.max() < FORMS
    assert form[3] == 1


def test_places_tell_the_side() -> None:
    found = pair_places(np.array([5, 5, 5]), np.array([4, 5, 6]))
    assert found[1] == 0
    assert found[0] != found[2]


def test_pairs_stay_within_a_sentence(doc: Doc) -> None:
    tree = tree_of(doc)
    item, word = pairs(tree, candidates(tree), np.array([3, 7]))
    assert word[item == 0].tolist() == [0, 2, 3, 4]
    assert word[item == 1].tolist() == [6, 7]


def test_what_patterns_say(doc: Doc) -> None:
    tree = tree_of(doc)
    coerces, attacks = RELATIONS.index("coerces"), RELATIONS.index("attacks")
    told = np.array([[coerces, 0, 3, 0, 4]])
    flags = word_flags(tree, told).reshape(len(tree), 3, -1)
    assert flags[3, 0, coerces] == 1
    assert flags[4, 1, coerces] == 1
    assert flags[2, 2, coerces] == 1
    assert not flags[6:].any()
    assert not flags[:, :, attacks].any()
    slots, speaker = np.array([[3, 0, 0]]), np.full(len(tree), -1)
    trigger, word, relation = np.array([3, 3]), np.array([0, 4]), np.array([coerces, coerces])
    found = pair_flags(len(tree), told, slots, speaker, relation, trigger, word)
    assert found[0, [0, 2, 6]].tolist() == [1, 1, 1]
    assert found[1, [1, 3]].tolist() == [1, 1]
    assert found[1, 6] == 0


def test_a_phrase_ends_with_its_head(nlp: Language) -> None:
    words = ["the", "new", "Turkish", "prime", "minister", "of", "Chad"]
    deps = ["det", "amod", "amod", "amod", "ROOT", "prep", "pobj"]
    tree = tree_of(
        Doc(
            nlp.vocab,
            words=words,
            tags=["DT", "JJ", "JJ", "JJ", "NN", "IN", "NNP"],
            deps=deps,
            heads=[4, 4, 4, 4, 4, 4, 5],
        )
    )
    assert phrase(tree, 4) == (1, 4)
    assert phrase(tree, 6) == (6, 6)
