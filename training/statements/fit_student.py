"""Training the small network on annotated sentences and on what a teacher reads in open ones."""

from __future__ import annotations

import random
from collections.abc import Sequence

import torch

from training.statements.batch import Batch, annotated, flat, on, words_of
from training.statements.fit import built, learn
from training.statements.sentences import Sentence
from training.statements.silver import Silver, taught
from training.statements.student import Student

_WARM_UP, _MOST = 0.05, 2.0

Example = tuple[Sentence, Silver | None]


def fit(
    student: Student,
    gold: Sequence[Sentence],
    silver: Sequence[tuple[Sentence, Silver]],
    *,
    epochs: int,
    repeats: int,
    seed: int,
    rate: float,
    words: int,
    device: str = "cpu",
    workers: int = 0,
) -> Student:
    """The student after so many rounds; in each it reads all silver sentences once and the gold ones
    ``repeats`` times, in batches of so many words."""

    def build(part: Sequence[Example]) -> Batch:
        sentences = [sentence for sentence, _ in part]
        text = flat(sentences)
        read = [reading for _, reading in part if reading is not None]
        items, right = taught(read, text) if read else annotated(sentences, text)
        return Batch(len(part), words_of(text), student.looked_at(sentences, text), items, right)

    rng = random.Random(seed)
    parts = [batches([(one, None) for one in gold], words, rng) for _ in range(repeats)]
    parts.append(batches(silver, words, rng))
    made = list(built(build, [part for some in parts for part in some], workers))
    student.to(device)
    if device != "cpu":
        made = [on(batch, device) for batch in made]
    optimizer = torch.optim.AdamW(student.parameters(), lr=rate, weight_decay=0.01, fused=True)
    learn(student, [made] * epochs, optimizer, seed=seed, warm_up=_WARM_UP, most=_MOST)
    return student


def batches(examples: Sequence[Example], words: int, rng: random.Random) -> list[list[Example]]:
    """All examples once, in batches of no more than so many words, drawn at random."""
    found: list[list[Example]] = []
    size = words
    for one in rng.sample(examples, len(examples)):
        if size + len(one[0].words) > words:
            found.append([])
            size = 0
        found[-1].append(one)
        size += len(one[0].words)
    return found
