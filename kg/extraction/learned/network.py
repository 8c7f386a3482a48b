"""The network at work: from the numbers of a text to chances. NumPy and thinc's matrix products only.

A row's product does not depend on the rows beside it (thinc leaves products to BLIS), sums run within a row
or along a tree in the order of the text: so a sentence is read alike in any company.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from thinc.api import NumpyOps

from kg.extraction.learned.decode import TRIGGER_FLOOR, Scores, items_above
from kg.extraction.learned.features import (
    Ids,
    Paths,
    Tree,
    candidates,
    pair_places,
    path_ids,
    paths_of,
    trigger_places,
)
from kg.extraction.learned.labels import RELATIONS
from kg.extraction.learned.lexicon import Lexicon
from kg.extraction.learned.pairs import Floats, pair_flags, pairs, word_flags

__all__ = ["Network", "sigmoid"]

EvidenceOf = Callable[[Ids], tuple[Ids, Ids, Ids]]
"""Of triggers the grammar's modality (0 to 3) each; of all words the speaker (-1: none); and slots (trigger,
slot, word)."""

_PIECES: Final = 3
_PAIRS: Final = 16_384
"""How many pairs of a trigger and a word are read at a time."""
_SMALL: Final = np.float32(1e-5)
_OPS: Final = NumpyOps()


def sigmoid(scores: Floats) -> Floats:
    """Chances of scores."""
    return (1 / (1 + np.exp(-scores))).astype(np.float32)


@dataclass(frozen=True)
class Network:
    """Weights by name, as `training.statements.export` writes them, the words that it knows, and the kinds of
    its layers (w: window of three words, t: tree)."""

    weights: Mapping[str, Floats]
    lexicon: Lexicon
    layers: str

    # --- vectors of words

    def words(self, tree: Tree, flags: Floats) -> Floats:
        """Vectors (words, width)."""
        rows = self._maxout("mix", np.concatenate([self._seen(tree), flags], axis=1))
        here, size = np.arange(len(tree)), len(tree)
        edge = np.concatenate([[True], tree.sentence[1:] != tree.sentence[:-1], [True]])
        before, after = np.where(edge[:-1], size, here - 1), np.where(edge[1:], size, here + 1)
        under = np.flatnonzero(tree.head != here)
        under = under[np.argsort(tree.head[under], kind="stable")]
        heads, bounds = np.unique(tree.head[under], return_index=True)
        for place, kind in enumerate(self.layers):
            if kind == "w":
                padded = np.concatenate([rows, np.zeros((1, rows.shape[1]), dtype=np.float32)])
                around = np.concatenate([padded[before], rows, padded[after]], axis=1)
            else:
                below = np.zeros_like(rows)
                if len(under):
                    below[heads] = np.add.reduceat(rows[under], bounds, axis=0)
                around = np.concatenate([rows[tree.head], rows, below], axis=1)
            rows = rows + self._maxout(f"blocks.{place}", around)
        return rows

    def _seen(self, tree: Tree) -> Floats:
        numbers, weights = self.lexicon.numbers(tree), self.weights
        parts = (
            weights["still"][numbers.still],
            weights["word.weight"][numbers.word],
            weights["lemma.weight"][numbers.lemma],
            weights["suffix.weight"][numbers.suffix],
            weights["shape.weight"][numbers.shape],
            weights["tag.weight"][tree.tag],
            weights["dep.weight"][tree.dep],
            weights["ent.weight"][2 * tree.ent + tree.inside],
        )
        return np.concatenate(parts, axis=1)

    def linear(self, name: str, rows: Floats) -> Floats:
        """The rows through a layer of weights and, where it has them, constants."""
        if not len(rows):
            return np.zeros((0, len(self.weights[f"{name}.weight"])), dtype=np.float32)
        product: Floats = _OPS.gemm(np.ascontiguousarray(rows), self.weights[f"{name}.weight"], trans2=True)
        bias = self.weights.get(f"{name}.bias")
        if bias is not None:
            product += bias
        return product

    def _maxout(self, name: str, rows: Floats) -> Floats:
        first, *others = np.split(self.linear(f"{name}.linear", rows), _PIECES, axis=1)
        units = first
        for other in others:
            units = np.maximum(units, other)
        units -= units.mean(axis=1, keepdims=True)
        spread = np.sqrt(np.einsum("ij,ij->i", units, units) / np.float32(units.shape[1]) + _SMALL)
        units /= spread[:, None]
        units *= self.weights[f"{name}.norm.weight"]
        units += self.weights[f"{name}.norm.bias"]
        return units

    # --- what is read off them

    def read(self, tree: Tree, told: Ids, evidence: EvidenceOf) -> Scores:
        """The chances in a text; ``evidence`` is asked for the words that are likely triggers."""
        flags = word_flags(tree, told)
        words = self.words(tree, flags)
        chances = np.zeros((len(tree), len(RELATIONS)), dtype=np.float32)
        places = np.flatnonzero(trigger_places(tree))
        chances[places] = self._triggers(words[places], flags[places])
        triggers, relations = items_above(chances, TRIGGER_FLOOR)
        said, speaker, slots = evidence(triggers)
        grammar = said + 4 * _heard(tree, told, triggers, relations)
        item, word = pairs(tree, candidates(tree), triggers)
        paths = paths_of(tree)
        read = []
        for items, rows in _batches(item, len(triggers)):
            trigger, relation = triggers[item[rows]], relations[item[rows]]
            seen = self._route(paths, trigger, word[rows])
            flags = pair_flags(len(tree), told, slots, speaker, relation, trigger, word[rows])
            seen += self.linear("heads.flags", flags)
            local = item[rows] - items.start
            read.append(
                self._items(words, triggers[items], relations[items], local, word[rows], seen, grammar[items])
            )
        roles, absent, modality = (np.concatenate(parts) for parts in zip(*read, strict=True))
        return Scores(triggers, relations, chances[triggers, relations], item, word, roles, absent, modality)

    def _triggers(self, words: Floats, flags: Floats) -> Floats:
        hidden = np.maximum(self.linear("heads.trigger_hidden", words), 0)
        heard = (flags.reshape(len(flags), 3, len(RELATIONS)) * self.weights["heads.heard"]).sum(axis=1)
        return sigmoid(self.linear("heads.trigger", hidden) + heard)

    def _route(self, paths: Paths, trigger: Ids, word: Ids) -> Floats:
        plain, worded, form = path_ids(paths, trigger, word)
        ways = np.concatenate(
            [self.weights["heads.path.weight"][plain], self.weights["heads.worded.weight"][worded]], axis=1
        )
        near = (
            self.weights["heads.form.weight"][form]
            + self.weights["heads.place.weight"][pair_places(trigger, word)]
        )
        return self.linear("heads.route", ways) + near

    def _items(
        self, words: Floats, triggers: Ids, relations: Ids, item: Ids, word: Ids, seen: Floats, said: Ids
    ) -> tuple[Floats, Floats, Floats]:
        weights = self.weights
        mine = words[triggers]
        add, times = np.split(
            self.linear("heads.item", mine) + weights["heads.relation.weight"][relations], 2, axis=1
        )
        used, back = np.unique(word, return_inverse=True)
        other_add, other_times = np.split(self.linear("heads.word", words[used]), 2, axis=1)
        joint = add[item] + other_add[back] + times[item] * other_times[back] + seen
        hidden = np.maximum(self.linear("heads.pair_hidden", np.maximum(joint, 0)), 0)
        roles = self.linear("heads.roles", hidden) + weights["heads.role_of.weight"][relations][item]
        absent = (
            self.linear("heads.absent", np.maximum(add, 0)) + weights["heads.absent_of.weight"][relations]
        )
        known = (
            weights["heads.modality_said.weight"][said] + weights["heads.modality_relation.weight"][relations]
        )
        modality = self.linear(
            "heads.modality", np.maximum(self.linear("heads.modality_hidden", mine) + known, 0)
        )
        return sigmoid(roles), sigmoid(absent), _softmax(modality)


def _batches(item: Ids, items: int) -> Iterator[tuple[slice, slice]]:
    """Items, and the pairs of these, so many at a time that the pairs are some ten thousand; one batch at
    least. ``item`` has the item of each pair, in order.
    """
    first = 0
    while True:
        begin = int(np.searchsorted(item, first))
        last = int(item[begin + _PAIRS]) if begin + _PAIRS < len(item) else items
        last = max(last, first + 1) if first < items else items
        yield slice(first, last), slice(begin, int(np.searchsorted(item, last)))
        first = last
        if first >= items:
            return


def _softmax(scores: Floats) -> Floats:
    raised: Floats = np.exp(scores - scores.max(axis=1, keepdims=True, initial=-np.inf))
    raised /= raised.sum(axis=1, keepdims=True)
    return raised


def _heard(tree: Tree, told: Ids, triggers: Ids, relations: Ids) -> Ids:
    """The modality (1 to 4) that a pattern gives the relation in the sentence of each item; 0 where none
    does."""
    by = {
        (int(tree.sentence[trigger]), relation): modality
        for relation, modality, trigger, _, _ in reversed(told[told[:, 2] >= 0].tolist())
    }
    at = tree.sentence[triggers].tolist()
    return np.array([by.get(key, -1) + 1 for key in zip(at, relations.tolist(), strict=True)], dtype=np.int64)
