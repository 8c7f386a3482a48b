"""Sentences side by side, flat: one row a word, no padding. What a network takes of them, as arrays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any

import numpy as np

from kg.extraction.learned import features
from kg.extraction.learned.features import Ids, Tree
from kg.extraction.learned.labels import RELATIONS, ROLES, SYMMETRIC
from kg.extraction.learned.pairs import pair_flags, pairs, word_flags
from training.statements.sentences import Sentence

_SAME = frozenset(RELATIONS.index(name) for name in SYMMETRIC)


@dataclass(slots=True)
class Flat:
    """The words of several sentences as one text, their evidence, and of each sentence where it begins and
    how many words it has."""

    tree: Tree
    told: Ids
    modality: Ids
    speaker: Ids
    slots: Ids
    starts: Ids
    sizes: Ids

    @property
    def size(self) -> int:
        """How many words."""
        return len(self.tree)


def flat(sentences: Sequence[Sentence], without: Sequence[bool] = ()) -> Flat:
    """The sentences as one text; ``without`` marks those whose patterns are kept back."""
    tree, starts = features.side_by_side([s.tree for s in sentences])
    sizes = np.array([len(s.words) for s in sentences])
    shift = np.repeat(starts, sizes)
    told = [
        s.told + np.array([0, 0, at, at, at])
        for place, (s, at) in enumerate(zip(sentences, starts.tolist(), strict=True))
        if not (len(without) and without[place])
    ]
    slots = [s.slots + np.array([at, 0, at]) for s, at in zip(sentences, starts.tolist(), strict=True)]
    speaker = np.concatenate([s.speaker for s in sentences])
    return Flat(
        tree,
        np.concatenate([*told, np.zeros((0, 5), dtype=np.int64)]),
        np.concatenate([s.modality for s in sentences]),
        np.where(speaker < 0, -1, speaker + shift),
        np.concatenate(slots),
        starts,
        sizes,
    )


@dataclass(slots=True)
class Words:
    """The words of a batch: numbers of tag, label and name (`Tree`); the word before and the one after (the
    number of words where there is none); the head; the sentence; what patterns say (words, WORD_FLAGS)."""

    tag: Any
    dep: Any
    ent: Any
    inside: Any
    before: Any
    after: Any
    head: Any
    record: Any
    flags: Any


def words_of(text: Flat) -> Words:
    """The words of a text."""
    tree, size = text.tree, text.size
    here = np.arange(size)
    edge = np.concatenate([[True], tree.sentence[1:] != tree.sentence[:-1], [True]])
    return Words(
        tree.tag,
        tree.dep,
        tree.ent,
        tree.inside,
        np.where(edge[:-1], size, here - 1),
        np.where(edge[1:], size, here + 1),
        tree.head,
        np.repeat(np.arange(len(text.starts)), text.sizes),
        word_flags(tree, text.told).astype(np.uint8),
    )


@dataclass(slots=True)
class Items:
    """Triggers with a relation, and their pairs with words: ``item`` and ``word`` by pair, and what is seen
    of it."""

    trigger: Any
    relation: Any
    said: Any
    item: Any
    word: Any
    path: Any
    worded: Any
    form: Any
    place: Any
    flags: Any


def items_of(text: Flat, triggers: Ids, relations: Ids) -> Items:
    """The items with their pairs; ``said`` is the grammar's modality, and that of a pattern, as one
    number."""
    item, word = pairs(text.tree, features.candidates(text.tree), triggers)
    trigger, relation = triggers[item], relations[item]
    paths = features.paths_of(text.tree)
    plain, worded, form = features.path_ids(paths, trigger, word)
    flags = pair_flags(text.size, text.told, text.slots, text.speaker, relation, trigger, word)
    said = said_modality(text, triggers, relations)
    place = features.pair_places(trigger, word)
    return Items(triggers, relations, said, item, word, plain, worded, form, place, flags.astype(np.uint8))


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

    trigger: Any
    known: Any
    roles: Any
    absent: Any
    modality: Any
    weight: Any


@dataclass(slots=True)
class Batch:
    """What a network learns from at a time: so many sentences, their words, what it alone sees of them
    (``seen``), the items and what is right. Arrays, or tensors of a device (`on`)."""

    size: int
    words: Words
    seen: Any
    items: Items
    gold: Gold


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
    weight = np.ones(len(keys), dtype=np.float32)
    return items, Gold(right, known.astype(np.uint8), roles, absent, modality, weight)


def filled(items: Items, size: int, item: Ids, word: Ids, role: Ids, value: Any) -> np.ndarray:
    """Roles (pairs, 7) with these values; pairs that are not among the items' are left out. ``size`` is the
    number of words of the text."""
    roles = np.zeros((len(items.item), len(ROLES)), dtype=np.float32)
    keys, wanted = items.item * size + items.word, item * size + word
    if len(keys):
        at = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
        there = keys[at] == wanted
        roles[at[there], role[there]] = np.broadcast_to(value, len(wanted))[there]
    return roles


def _filled(
    rows: dict[tuple[int, int], list[list[int]]], keys: list[tuple[int, int]], items: Items, size: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    fill: list[tuple[int, int, int]] = []
    absent, modality = np.zeros((len(keys), 2), dtype=np.float32), np.zeros((len(keys), 4), dtype=np.float32)
    for place, key in enumerate(keys):
        for row in rows[key]:
            subject, other = row[4:6]
            if key[1] in _SAME:
                fill += [(place, subject, 0), (place, other, 0)]
                if subject == other:
                    fill.append((place, subject, 1))
                absent[place, 1] = max(absent[place, 1], float(min(subject, other) < 0))
            else:
                fill += [(place, subject, 0), (place, other, 1)]
                absent[place] = np.maximum(absent[place], (subject < 0, other < 0))
            fill += [(place, row[4 + role], role) for role in range(2, len(ROLES))]
            modality[place, row[2]] += 1 / len(rows[key])
    said = np.array([one for one in fill if one[1] >= 0], dtype=np.int64).reshape(-1, 3)
    return filled(items, size, *said.T, 1.0), absent, modality


# --- on a device


def on(value: Any, device: Any) -> Any:
    """The arrays of a dataclass, and of those in it, as tensors of a device: whole numbers as 64-bit, flags
    and chances as 32-bit floats."""
    import torch

    if isinstance(value, np.ndarray):
        kind = torch.float32 if value.dtype in (np.uint8, np.float16, np.float32) else torch.int64
        return torch.from_numpy(value).to(device, non_blocking=True).to(kind)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{f.name: on(getattr(value, f.name), device) for f in fields(value)})
    return value


def silenced(batch: Batch, kept: Any) -> Batch:
    """The batch (on a device) without what patterns say of sentences that are not ``kept`` (1, else 0)."""
    words, items = batch.words, batch.items
    by_item = kept[words.record[items.trigger]]
    flags = items.flags.clone()
    flags[:, :4] *= by_item[items.item][:, None]
    said = items.said % 4 + (items.said - items.said % 4) * by_item.long()
    return replace(
        batch,
        words=replace(words, flags=words.flags * kept[words.record][:, None]),
        items=replace(items, said=said, flags=flags),
    )
