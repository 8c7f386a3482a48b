"""Triggers with the words that may fill their roles, and what evidence says of each, as numbers."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from kg.extraction.learned.features import Ids, Tree
from kg.extraction.learned.labels import RELATIONS, SLOTS

__all__ = ["PAIR_FLAGS", "WORD_FLAGS", "Floats", "pair_flags", "pairs", "word_flags"]

Floats = NDArray[np.float32]

WORD_FLAGS: Final = 3 * len(RELATIONS)
PAIR_FLAGS: Final = 6 + len(SLOTS)


def word_flags(tree: Tree, told: Ids) -> Floats:
    """Of each word and relation (words, 99): whether a pattern says the relation by this word; by its head or
    a word that hangs on it; by any word of the sentence. ``told`` has relation, modality, trigger, subject
    and object of what patterns say; a word below 0 is not among these."""
    here, near, around = found = np.zeros((3, len(tree), len(RELATIONS)), dtype=np.float32)
    for relation, _, trigger, _, _ in told[told[:, 2] >= 0].tolist():
        here[trigger, relation] = 1
        near[tree.head[trigger], relation] = 1
        near[tree.head == trigger, relation] = 1
        around[tree.sentence == tree.sentence[trigger], relation] = 1
    near[here > 0] = 0
    return np.ascontiguousarray(found.transpose(1, 0, 2).reshape(len(tree), -1))


def pairs(tree: Tree, allowed: NDArray[np.bool_], triggers: Ids) -> tuple[Ids, Ids]:
    """Each of the triggers (by its place in this list) with each allowed word of its sentence."""
    words = np.flatnonzero(allowed)
    numbers = tree.sentence[words]
    wanted = tree.sentence[triggers]
    first, last = np.searchsorted(numbers, wanted, "left"), np.searchsorted(numbers, wanted, "right")
    sizes = last - first
    item = np.repeat(np.arange(len(triggers)), sizes)
    start = np.repeat(first - np.cumsum(sizes) + sizes, sizes)
    return item, words[start + np.arange(len(item))]


def pair_flags(
    size: int, told: Ids, slots: Ids, speaker: Ids, relations: Ids, triggers: Ids, words: Ids
) -> Floats:
    """Of each pair (relation, trigger, word): whether a pattern has the word as subject or object of the
    relation in this sentence, and by this trigger; whether the grammar has it as the speaker, or in one of
    its slots; whether it is the trigger itself. ``slots`` has trigger, slot and word."""
    flags = np.zeros((len(words), PAIR_FLAGS), dtype=np.float32)
    relation, _, trigger, subject, other = told.T
    for place, filler in enumerate((subject, other)):
        here = filler >= 0
        flags[:, place] = np.isin(relations * size + words, (relation * size + filler)[here])
        full = (relations * size + triggers) * size + words
        here &= trigger >= 0
        flags[:, 2 + place] = np.isin(full, ((relation * size + trigger) * size + filler)[here])
    flags[:, 4] = speaker[triggers] == words
    flags[:, 5] = triggers == words
    pair = triggers * size + words
    for slot in range(len(SLOTS)):
        mine = slots[slots[:, 1] == slot]
        flags[:, 6 + slot] = np.isin(pair, mine[:, 0] * size + mine[:, 2])
    return flags
