"""Fine-tuning the teacher on the annotated sentences."""

from __future__ import annotations

import random
import time
from collections.abc import Sequence
from pathlib import Path

import torch
from torch import nn

from training.statements.batch import annotated, flat
from training.statements.losses import item_loss, trigger_loss
from training.statements.prepare import Sentence
from training.statements.teacher import Teacher, split
from training.statements.teacher_flags import flags_of
from training.teacher.pieces import Pieces

_PIECES = 1600
_ENCODER_RATE, _HEAD_RATE = 1.5e-4, 1e-3
_WARM_UP = 0.06
_WITHOUT_PATTERNS = 0.1
_STILL = 3
"""Layers of the encoder that stay as they are when a teacher goes on learning."""

Example = tuple[Sentence, Pieces]


def fit(
    sentences: Sequence[Sentence], epochs: int, seed: int, out: Path, start: Path | None = None
) -> Teacher:
    """A teacher that has read the sentences so many times; written to ``out`` after each. ``start`` is one
    that goes on learning, at half the rate and in the upper layers only."""
    torch.manual_seed(seed)
    rng = random.Random(seed)
    teacher = _begun(start)
    examples = [(s, p) for s, p in zip(sentences, split(sentences), strict=True) if p is not None]
    plan = [batch for _ in range(epochs) for batch in batches(examples, rng)]
    optimizer = _optimizer(teacher, 0.5 if start else 1.0)
    warm = max(1, int(_WARM_UP * len(plan)))
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda s: min((s + 1) / warm, (len(plan) - s) / (len(plan) - warm))
    )
    teacher.train()
    began, recent = time.perf_counter(), []
    for step, batch in enumerate(plan, 1):
        loss = _step(teacher, batch, rng)
        loss.backward()
        nn.utils.clip_grad_norm_(teacher.parameters(), 1.0)
        optimizer.step()
        optimizer.zero_grad()
        schedule.step()
        recent.append(float(loss.detach()))
        if step % 25 == 0:
            print(
                f"{step} of {len(plan)} batches, loss {sum(recent) / len(recent):.3f}, "
                f"{time.perf_counter() - began:.0f} s",
                flush=True,
            )
            recent = []
            torch.save(teacher.state_dict(), out)
        if step % (len(plan) // epochs) == 0:
            torch.save(teacher.state_dict(), out)
    return teacher


def _begun(start: Path | None) -> Teacher:
    """A teacher at its beginning, or the one at ``start`` with its lower layers still."""
    teacher = Teacher()
    if start:
        teacher.load_state_dict(torch.load(start, weights_only=True))
        for layer in teacher.encoder.encoder.layer[:_STILL]:
            layer.requires_grad_(False)
        teacher.shape.requires_grad_(False)
    return teacher


def _optimizer(teacher: Teacher, share: float) -> torch.optim.Optimizer:
    """What moves the weights that are not still: the encoder's slowly, the heads' faster."""
    encoder = {id(w): w for w in teacher.encoder.parameters()}
    rates = [
        {"params": [w for w in encoder.values() if w.requires_grad], "lr": share * _ENCODER_RATE},
        {
            "params": [w for w in teacher.parameters() if id(w) not in encoder and w.requires_grad],
            "lr": share * _HEAD_RATE,
        },
    ]
    return torch.optim.AdamW(rates, weight_decay=0.01, fused=True)


def _step(teacher: Teacher, batch: Sequence[Example], rng: random.Random) -> torch.Tensor:
    sentences = [sentence for sentence, _ in batch]
    text = flat(sentences, [rng.random() < _WITHOUT_PATTERNS for _ in sentences])
    items, gold = annotated(sentences, text)
    flags = flags_of(text)
    with torch.autocast("cpu", torch.bfloat16):
        words = teacher.words([pieces for _, pieces in batch], text, flags)
    words = words.float()
    roles, absent, modality = teacher.heads.items(words, items)
    loss = trigger_loss(teacher.heads.triggers(words, flags), gold) + item_loss(
        roles, absent, modality, gold, items.item
    )
    return loss / len(sentences)


def batches(examples: Sequence[Example], rng: random.Random) -> list[list[Example]]:
    """All examples once, in shuffled batches of like length."""
    order = sorted(examples, key=lambda e: len(e[1].ids) + rng.random() * 6)
    found: list[list[Example]] = [[]]
    for example in order:
        if found[-1] and (len(found[-1]) + 1) * len(example[1].ids) > _PIECES:
            found.append([])
        found[-1].append(example)
    rng.shuffle(found)
    return found
