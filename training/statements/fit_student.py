"""Training the small network on annotated sentences and on what a teacher reads in open ones."""

from __future__ import annotations

import random
import time
from collections.abc import Sequence

import torch
from torch import Tensor, nn

from training.statements.batch import Flat, Gold, Items, annotated, flat
from training.statements.losses import item_loss, trigger_loss
from training.statements.prepare import Sentence
from training.statements.silver import Silver, taught
from training.statements.student import Student
from training.statements.teacher_flags import flags_of

_WORDS = 1800
_WARM_UP = 0.05
_WITHOUT_PATTERNS = 0.1

Example = tuple[Sentence, Silver | None]


def fit(
    student: Student, examples: Sequence[Sequence[Example]], seed: int, rate: float = 2e-3, log: int = 200
) -> Student:
    """The student after one pass over each list of examples (an epoch)."""
    torch.manual_seed(seed)
    rng = random.Random(seed)
    plan = [batch for epoch in examples for batch in batches(epoch, rng)]
    optimizer = torch.optim.AdamW(student.parameters(), lr=rate, weight_decay=0.01, fused=True)
    warm = max(1, int(_WARM_UP * len(plan)))
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda s: min((s + 1) / warm, (len(plan) - s) / (len(plan) - warm))
    )
    student.train()
    began, recent = time.perf_counter(), []
    for step, batch in enumerate(plan, 1):
        loss = _step(student, batch, rng)
        loss.backward()
        nn.utils.clip_grad_norm_(student.parameters(), 2.0)
        optimizer.step()
        optimizer.zero_grad()
        schedule.step()
        recent.append(float(loss.detach()))
        if step % log == 0:
            mean, seconds = sum(recent) / len(recent), time.perf_counter() - began
            print(f"{step} of {len(plan)} batches, loss {mean:.3f}, {seconds:.0f} s", flush=True)
            recent = []
    return student.eval()


def _step(student: Student, batch: Sequence[Example], rng: random.Random) -> Tensor:
    sentences = [sentence for sentence, _ in batch]
    text = flat(sentences, [rng.random() < _WITHOUT_PATTERNS for _ in sentences])
    silver = [silver for _, silver in batch if silver is not None]
    items, gold = taught(silver, text) if silver else annotated(sentences, text)
    return loss_of(student, text, items, gold) / len(sentences)


def loss_of(student: Student, text: Flat, items: Items, gold: Gold) -> Tensor:
    """Summed over the batch."""
    flags = flags_of(text)
    with torch.autocast("cpu", torch.bfloat16):
        words = student.words(text.tree, flags)
        triggers, scores = student.heads.triggers(words, flags), student.heads.items(words, items)
    roles, absent, modality = (score.float() for score in scores)
    return trigger_loss(triggers.float(), gold) + item_loss(roles, absent, modality, gold, items.item)


def batches(examples: Sequence[Example], rng: random.Random) -> list[list[Example]]:
    """All examples once, in shuffled batches of one kind."""
    found: list[list[Example]] = []
    for kind in (True, False):
        mine = [one for one in examples if (one[1] is None) == kind]
        rng.shuffle(mine)
        size = 0
        current: list[Example] = []
        for one in mine:
            if current and size + len(one[0].words) > _WORDS:
                found.append(current)
                current, size = [], 0
            current.append(one)
            size += len(one[0].words)
        if current:
            found.append(current)
    rng.shuffle(found)
    return found
