"""What a teacher reads in open sentences, small enough to keep: chances of triggers, and of the roles of the
likely ones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from kg.extraction.learned.features import Ids
from kg.extraction.learned.labels import RELATIONS
from training.statements.batch import Flat, Gold, Items, filled, items_of

KEPT_TRIGGER, KEPT_ITEM, KEPT_ROLE = 0.02, 0.1, 0.03


@dataclass(slots=True)
class Silver:
    """Of one sentence. ``triggers``: word, relation, chance (0 to 255). ``items``: word, relation, chances of
    what is absent (2) and of modality (4). ``roles``: item, word, role, chance."""

    triggers: Ids
    items: Ids
    roles: Ids


def taught(silver: Sequence[Silver], text: Flat) -> tuple[Items, Gold]:
    """Items of a batch and what the teacher says of them."""
    right = np.zeros((text.size, len(RELATIONS)), dtype=np.float32)
    rows, fills, count = [], [], 0
    for one, start in zip(silver, text.starts.tolist(), strict=True):
        words, relations, chances = one.triggers.astype(np.int64).T
        right[words + start, relations] = chances / 255
        items = one.items.astype(np.int64)
        rows.append(items + np.array([start, 0, 0, 0, 0, 0, 0, 0]))
        fills.append(one.roles.astype(np.int64) + np.array([count, start, 0, 0]))
        count += len(items)
    table, fill = np.concatenate(rows), np.concatenate(fills)
    triggers, relations = np.ascontiguousarray(table[:, 0]), np.ascontiguousarray(table[:, 1])
    items = items_of(text, triggers, relations)
    modality = table[:, 4:8].astype(np.float32)
    modality /= np.maximum(modality.sum(1, keepdims=True), 1)
    gold = Gold(
        right,
        np.ones(right.shape, dtype=np.uint8),
        filled(items, text.size, *fill[:, :3].T, fill[:, 3] / 255),
        (table[:, 2:4] / 255).astype(np.float32),
        modality,
        right[triggers, relations],
    )
    return items, gold
