"""What a network reads in sentences: chances, candidates, and statements judged against the annotation."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from kg.extraction.learned.decode import TRIGGER_FLOOR, Candidate, Scores, decode, items_above, settle
from kg.extraction.learned.features import trigger_places
from kg.extraction.learned.labels import MODALITIES, RELATIONS
from kg.extraction.learned.pairs import Floats
from training.statements import evaluate
from training.statements.batch import Flat, flat, items_of, on, words_of
from training.statements.evaluate import Said, Tally, judge, rows_of
from training.statements.network import Network
from training.statements.phrases import offsets
from training.statements.sentences import Sentence


@torch.no_grad()
def scores_of(
    networks: Sequence[Network], sentences: Sequence[Sentence], floor: float = TRIGGER_FLOOR
) -> tuple[Flat, Scores, Floats]:
    """The sentences as one text, the chances in it, and the chance of every word and relation; of several
    networks the mean."""
    text = flat(sentences)
    return text, *scores_in(networks, text, [one.looked_at(sentences, text) for one in networks], floor)


@torch.no_grad()
def scores_in(
    networks: Sequence[Network], text: Flat, seen: Sequence[Any], floor: float
) -> tuple[Scores, Floats]:
    """The chances in a text of triggers from such a chance on, and that of every word and relation."""
    words = [on(words_of(text), one.place) for one in networks]
    vectors = [
        one.vectors(mine, on(what, one.place)) for one, mine, what in zip(networks, words, seen, strict=True)
    ]
    chances = _mean(
        torch.sigmoid(one.heads.triggers(rows, mine.flags).float())
        for one, rows, mine in zip(networks, vectors, words, strict=True)
    )
    chances[~trigger_places(text.tree)] = 0
    triggers, relations = items_above(chances, floor)
    items = items_of(text, triggers, relations)
    read = [one.heads.items(rows, on(items, one.place)) for one, rows in zip(networks, vectors, strict=True)]
    found = Scores(
        triggers,
        relations,
        chances[triggers, relations],
        items.item,
        items.word,
        _mean(torch.sigmoid(roles.float()) for roles, _, _ in read),
        _mean(torch.sigmoid(absent.float()) for _, absent, _ in read),
        _mean(torch.softmax(modality.float(), -1) for _, _, modality in read),
    )
    return found, chances


def _mean(values: Iterable[Tensor]) -> Floats:
    rows = list(values)
    return (sum(rows[1:], rows[0]) / len(rows)).cpu().numpy()


@dataclass(slots=True)
class Found:
    """A candidate of a sentence (its number), its words local to the sentence."""

    sentence: int
    candidate: Candidate


def read(networks: Sequence[Network], sentences: Sequence[Sentence], batch: int = 64) -> Iterator[Found]:
    """All candidates, sentence by sentence."""
    for first in range(0, len(sentences), batch):
        part = sentences[first : first + batch]
        text, scores, _ = scores_of(networks, part)
        for candidate in decode(text.tree, scores, text.told):
            place = int(np.searchsorted(text.starts, candidate.trigger, side="right")) - 1
            yield Found(first + place, _local(candidate, int(text.starts[place])))


def _local(candidate: Candidate, start: int) -> Candidate:
    def moved(word: int) -> int:
        return word if word < 0 else word - start

    details = tuple(map(moved, candidate.details))
    return Candidate(
        candidate.relation,
        candidate.trigger - start,
        moved(candidate.subject),
        moved(candidate.object),
        details,
        candidate.modality,
        candidate.signs,
    )


def said(sentence: Sentence, candidate: Candidate, confidence: float) -> Said:
    """The candidate as a statement to be judged."""
    sides = []
    for head in (candidate.subject, candidate.object):
        if head < 0:
            sides.append(frozenset())
            continue
        begin, end = offsets(sentence, head)
        sides.append(evaluate.words_of(sentence.text[begin:end]))
    return Said(
        RELATIONS[candidate.relation],
        sides[0],
        sides[1],
        MODALITIES[int(candidate.modality.argmax())],
        confidence,
    )


def judged(sentences: Sequence[Sentence], found: Sequence[Found]) -> tuple[Floats, NDArray[np.bool_]]:
    """Of each candidate whether it is right, and whether that can be told: not of what is optional, nor of
    what lacks a participant."""
    right, certain = np.zeros(len(found), dtype=np.float32), np.ones(len(found), dtype=bool)
    by: dict[int, list[int]] = {}
    for place, one in enumerate(found):
        by.setdefault(one.sentence, []).append(place)
    for number, places in by.items():
        mine = [said(sentences[number], found[place].candidate, 1.0) for place in places]
        judge(rows_of(sentences[number].rows), mine)
        for place, one in zip(places, mine, strict=True):
            right[place], certain[place] = one.verdict == "right", one.verdict in ("right", "wrong")
    return right, certain


def tally(sentences: Sequence[Sentence], found: Sequence[Found], confidences: Sequence[float]) -> Tally:
    """The candidates judged; of which only those that stand count."""
    by: dict[int, list[tuple[Candidate, float]]] = {}
    for one, sure in zip(found, confidences, strict=True):
        by.setdefault(one.sentence, []).append((one.candidate, float(sure)))
    total = Tally()
    for place, sentence in enumerate(sentences):
        rows = rows_of(sentence.rows)
        pairs = by.get(place, [])
        standing = settle([one for one, _ in pairs], [sure for _, sure in pairs])
        mine = [said(sentence, *pairs[k]) for k in standing]
        judge(rows, mine)
        total.rows += rows
        total.said += mine
    return total
