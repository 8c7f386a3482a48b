"""Fine-tuning the teacher on the annotated sentences."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path

import torch

from training.statements.batch import Batch, annotated, flat, on, words_of
from training.statements.fit import built, learn
from training.statements.sentences import Sentence
from training.statements.teacher import Teacher

_PIECES = 1600
_ENCODER_RATE, _HEAD_RATE = 1.5e-4, 1e-3
_WARM_UP, _MOST = 0.06, 1.0
_DRAWS = 3
"""In so many ways are sentences put together to batches."""


def fit(
    sentences: Sequence[Sentence],
    epochs: int,
    seed: int,
    *,
    device: str = "cpu",
    workers: int = 0,
    encoder: Path | None = None,
) -> Teacher:
    """A teacher that has read the sentences so many times; ``encoder`` has the weights of an adapted one
    (`adapt`)."""
    torch.manual_seed(seed)
    teacher = Teacher()
    if encoder:
        teacher.load_state_dict(torch.load(encoder, weights_only=True, map_location="cpu"), strict=False)
    rng = random.Random(seed)
    whole = [(s, pieces) for s in sentences if (pieces := _length(teacher, s))]
    draws = [batches(whole, rng) for _ in range(min(epochs, _DRAWS))]

    def build(part: Sequence[Sentence]) -> Batch:
        text = flat(part)
        return Batch(len(part), words_of(text), teacher.looked_at(part, text), *annotated(part, text))

    made = [list(built(build, draw, workers)) for draw in draws]
    teacher.to(device)
    if device != "cpu":
        made = [[on(batch, device) for batch in draw] for draw in made]
    learn(
        teacher,
        [made[epoch % len(made)] for epoch in range(epochs)],
        _optimizer(teacher),
        seed=seed,
        warm_up=_WARM_UP,
        most=_MOST,
        log=100,
    )
    return teacher


def _length(teacher: Teacher, sentence: Sentence) -> int:
    """How many pieces a sentence has; 0 for too many."""
    pieces = teacher.splitter.split(sentence.words)
    return len(pieces.ids) if pieces else 0


def _optimizer(teacher: Teacher) -> torch.optim.Optimizer:
    """Moves the encoder's weights slowly, those of the heads faster."""
    encoder = {id(w): w for w in teacher.encoder.parameters()}
    rates = [
        {"params": [w for w in encoder.values() if w.requires_grad], "lr": _ENCODER_RATE},
        {"params": [w for w in teacher.parameters() if id(w) not in encoder], "lr": _HEAD_RATE},
    ]
    return torch.optim.AdamW(rates, weight_decay=0.01, fused=True)


def batches(sentences: Sequence[tuple[Sentence, int]], rng: random.Random) -> list[list[Sentence]]:
    """All sentences once, in batches of like length (pieces)."""
    order = sorted(sentences, key=lambda one: one[1] + rng.random() * 6)
    found: list[list[Sentence]] = [[]]
    for sentence, pieces in order:
        if found[-1] and (len(found[-1]) + 1) * pieces > _PIECES:
            found.append([])
        found[-1].append(sentence)
    return found
