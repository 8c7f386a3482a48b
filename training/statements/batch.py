"""Sentences side by side, flat: one row a word, no padding."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np
import torch
from torch import Tensor

from kg.extraction.learned import features
from kg.extraction.learned.features import Ids, Tree
from kg.extraction.learned.labels import RELATIONS, ROLES, SYMMETRIC
from kg.extraction.learned.pairs import pair_flags, pairs
from training.statements.prepare import Sentence

_SAME = frozenset(RELATIONS.index(name) for name in SYMMETRIC)


@dataclass(slots=True)
class Flat:
    """The words of several sentences as one text, their evidence, and where each sentence begins."""

    tree: Tree
    told: Ids
    modality: Ids
    speaker: Ids
    slots: Ids
    starts: Ids

    @property
    def size(self) -> int:
        """How many words."""
        return len(self.tree)


def flat(sentences: Sequence[Sentence], without: Sequence[bool] = ()) -> Flat:
    """The sentences as one text; ``without`` marks those whose patterns are kept back."""
    sizes = np.array([len(s.words) for s in sentences])
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    columns = {f.name: np.concatenate([getattr(s.tree, f.name) for s in sentences]) for f in fields(Tree)}
    shift = np.repeat(starts, sizes)
    columns["head"] = columns["head"] + shift
    first = np.concatenate([s.tree.sentence[:1] * 0 for s in sentences])
    counts = np.array([s.tree.sentence[-1] + 1 for s in sentences])
    columns["sentence"] = columns["sentence"] + np.repeat(
        np.concatenate([first[:1], np.cumsum(counts)[:-1]]), sizes
    )
    told = [
        s.told + np.array([0, 0, at, at, at])
        for place, (s, at) in enumerate(zip(sentences, starts.tolist(), strict=True))
        if not (len(without) and without[place])
    ]
    slots = [s.slots + np.array([at, 0, at]) for s, at in zip(sentences, starts.tolist(), strict=True)]
    speaker = np.concatenate([s.speaker for s in sentences])
    return Flat(
        Tree(**columns),
        np.concatenate([*told, np.zeros((0, 5), dtype=np.int64)]),
        np.concatenate([s.modality for s in sentences]),
        np.where(speaker < 0, -1, speaker + shift),
        np.concatenate(slots),
        starts,
    )


@dataclass(slots=True)
class Items:
    """Triggers with a relation, their pairs with words, and what is right: ``roles`` (pairs, 7), ``absent``
    (items, 2), ``modality`` (items, 4); ``weight`` by item."""

    trigger: Tensor
    relation: Tensor
    said: Tensor
    item: Tensor
    word: Tensor
    path: Tensor
    worded: Tensor
    form: Tensor
    place: Tensor
    flags: Tensor


def items_of(text: Flat, triggers: Ids, relations: Ids) -> Items:
    """The items with their pairs; ``said`` is the grammar's modality, and that of a pattern, as one
    number."""
    item, word = pairs(text.tree, features.candidates(text.tree), triggers)
    trigger, relation = triggers[item], relations[item]
    paths = features.paths_of(text.tree)
    plain, worded, form = features.path_ids(paths, trigger, word)
    flags = pair_flags(text.size, text.told, text.slots, text.speaker, relation, trigger, word)
    numbers = (triggers, relations, said_modality(text, triggers, relations), item, word, plain, worded, form)
    return Items(
        *map(torch.from_numpy, numbers),
        torch.from_numpy(features.pair_places(trigger, word)),
        torch.from_numpy(flags),
    )


def said_modality(text: Flat, triggers: Ids, relations: Ids) -> Ids:
    """Of each item the grammar's modality (0 to 3), and a pattern's (1 to 4; 0 where none says the relation
    in the sentence) times 4."""
    by = {(int(text.tree.sentence[t]), r): m for r, m, t, _, _ in reversed(text.told.tolist())}
    at = text.tree.sentence[triggers].tolist()
    heard = np.array(
        [by.get((s, r), -1) + 1 for s, r in zip(at, relations.tolist(), strict=True)], dtype=np.int64
    )
    return np.maximum(text.modality[triggers], 0) + 4 * heard


@dataclass(slots=True)
class Gold:
    """What is right of a batch: ``trigger`` (words, relations), ``known`` likewise (0: not to be judged), and
    of the items ``roles`` (pairs, 7), ``absent`` (items, 2), ``modality`` (items, 4), ``weight`` (items)."""

    trigger: Tensor
    known: Tensor
    roles: Tensor
    absent: Tensor
    modality: Tensor
    weight: Tensor


def annotated(sentences: Sequence[Sentence], text: Flat) -> tuple[Items, Gold]:
    """The annotated triggers of the sentences as items, and what is right of them."""
    right, known = np.zeros((2, text.size, len(RELATIONS)), dtype=np.float32)
    known += 1
    rows: dict[tuple[int, int], list[list[int]]] = {}
    for sentence, start in zip(sentences, text.starts.tolist(), strict=True):
        for row in sentence.gold.tolist():
            relation, certain, _, trigger = row[:4]
            shifted = [*row[:4], *(-1 if word < 0 else word + start for word in row[4:])]
            rows.setdefault((trigger + start, relation), []).append(shifted)
            right[trigger + start, relation] = 1
            known[trigger + start, relation] = max(
                certain,
                float(known[trigger + start, relation]) if len(rows[trigger + start, relation]) > 1 else 0,
            )
    keys = sorted(rows)
    triggers, relations = np.array(keys, dtype=np.int64).reshape(-1, 2).T
    items = items_of(text, np.ascontiguousarray(triggers), np.ascontiguousarray(relations))
    roles, absent, modality = _filled(rows, keys, items, text.size)
    return items, Gold(
        torch.from_numpy(right), torch.from_numpy(known), roles, absent, modality, torch.ones(len(keys))
    )


def _filled(
    rows: dict[tuple[int, int], list[list[int]]], keys: list[tuple[int, int]], items: Items, size: int
) -> tuple[Tensor, Tensor, Tensor]:
    fill = (
        np.zeros((len(keys), size + 1, len(ROLES)), dtype=np.float32)
        if len(keys) * size < 2_000_000
        else None
    )
    if fill is None:
        raise ValueError("batch too large")
    absent, modality = np.zeros((len(keys), 2), dtype=np.float32), np.zeros((len(keys), 4), dtype=np.float32)
    for place, key in enumerate(keys):
        for row in rows[key]:
            subject, other = row[4:6]
            same = key[1] in _SAME
            if same:
                fill[place, [subject, other], 0] = 1
                fill[place, subject, 1] = float(subject == other)
                absent[place, 1] = max(absent[place, 1], float(min(subject, other) < 0))
            else:
                fill[place, subject, 0] = fill[place, other, 1] = 1
                absent[place] = np.maximum(absent[place], (subject < 0, other < 0))
            for role in range(2, len(ROLES)):
                fill[place, row[4 + role], role] = 1
            modality[place, row[2]] += 1 / len(rows[key])
    return (
        torch.from_numpy(fill[items.item.numpy(), items.word.numpy()]),
        torch.from_numpy(absent),
        torch.from_numpy(modality),
    )
