"""Numbers of words, lemmas, endings and shapes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from kg.extraction.learned.features import Ids, Keys, Tree

__all__ = ["BUCKETS", "SHAPES", "SUFFIXES", "Lexicon", "Numbers"]

BUCKETS: Final = 1000
"""Numbers for words and for lemmas that are not known, by hash."""

SUFFIXES: Final = 2000
SHAPES: Final = 500


@dataclass(frozen=True, slots=True)
class Numbers:
    """Of each word of a text. ``still`` is 0 for a word without a fixed vector."""

    word: Ids
    lemma: Ids
    still: Ids
    suffix: Ids
    shape: Ids


@dataclass(frozen=True, slots=True)
class Lexicon:
    """spaCy's keys of the known lower-case words and lemmas, and of the words with a fixed vector, each
    sorted."""

    words: Keys
    lemmas: Keys
    still: Keys

    def numbers(self, tree: Tree) -> Numbers:
        """The numbers of the words of a text: known ones after the buckets."""
        at, known = _find(self.still, tree.lower)
        return Numbers(
            _number(self.words, tree.lower),
            _number(self.lemmas, tree.lemma),
            np.where(known, at + 1, 0),
            (tree.suffix % np.uint64(SUFFIXES)).astype(np.int64),
            (tree.shape % np.uint64(SHAPES)).astype(np.int64),
        )


def _number(keys: Keys, values: Keys) -> Ids:
    at, known = _find(keys, values)
    return np.where(known, at + BUCKETS, (values % np.uint64(BUCKETS)).astype(np.int64))


def _find(keys: Keys, values: Keys) -> tuple[Ids, np.ndarray]:
    at = np.minimum(np.searchsorted(keys, values), len(keys) - 1)
    return at, keys[at] == values
