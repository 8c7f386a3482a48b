"""Networks read open sentences: silver labels for a smaller one."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from kg.extraction.learned.features import Ids
from training.statements.network import Network
from training.statements.reading import scores_of
from training.statements.sentences import Sentence
from training.statements.silver import KEPT_ITEM, KEPT_ROLE, KEPT_TRIGGER, Silver

_WORDS = 1500


def label(networks: Sequence[Network], sentences: Sequence[Sentence]) -> list[Silver]:
    """What the networks read, their chances averaged, in each sentence."""
    order = sorted(range(len(sentences)), key=lambda place: len(sentences[place].words))
    found: dict[int, Silver] = {}
    batch: list[int] = []
    for place in order:
        if batch and (len(batch) + 1) * len(sentences[place].words) > _WORDS:
            found.update(_labelled(networks, sentences, batch))
            batch = []
        batch.append(place)
    found.update(_labelled(networks, sentences, batch))
    return [found[place] for place in range(len(sentences))]


def _labelled(
    networks: Sequence[Network], sentences: Sequence[Sentence], batch: Sequence[int]
) -> dict[int, Silver]:
    part = [sentences[place] for place in batch]
    text, scores, chances = scores_of(networks, part, KEPT_ITEM)
    ends = np.append(text.starts, text.size)
    words, relations = np.nonzero(chances >= KEPT_TRIGGER)
    triggers = np.stack([words, relations, _steps(chances[words, relations])], 1)
    items = np.concatenate(
        [np.stack([scores.trigger, scores.relation], 1), _steps(scores.absent), _steps(scores.modality)], 1
    )
    pair, role = np.nonzero(scores.roles >= KEPT_ROLE)
    roles = np.stack([scores.item[pair], scores.word[pair], role, _steps(scores.roles[pair, role])], 1)
    found = {}
    for k, place in enumerate(batch):
        begin, end = int(ends[k]), int(ends[k + 1])
        mine = triggers[_between(triggers[:, 0], begin, end)]
        first, last = np.searchsorted(items[:, 0], (begin, end))
        filled = roles[_between(roles[:, 0], int(first), int(last))]
        found[place] = Silver(
            _small(mine, (begin, 0, 0)),
            _small(items[first:last], (begin, *[0] * 7)),
            _small(filled, (first, begin, 0, 0)),
        )
    return found


def _between(column: Ids, begin: int, end: int) -> slice:
    first, last = np.searchsorted(column, (begin, end))
    return slice(int(first), int(last))


def _steps(chances: np.ndarray) -> Ids:
    return np.rint(chances * 255).astype(np.int64)


def _small(rows: Ids, shift: tuple[int, ...]) -> Ids:
    return (rows - np.array(shift)).astype(np.uint8)
