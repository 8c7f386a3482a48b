"""Adapting MiniLM's encoder to news before it learns relations: it goes on guessing words that are masked
(Devlin and others 2019; on the texts of a task: Gururangan and others 2020)."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from training.statements.teacher import Teacher

_PIECES = 16_000
_MASKED, _MASK, _FIRST_WORD = 0.2, 103, 999
"""The share of pieces to guess; [MASK]; the first piece that is no sign."""

_RATE, _WARM_UP = 5e-4, 0.05


class _Guess(nn.Module):
    """Scores of all pieces from the vectors of some, by the encoder's own table of pieces."""

    def __init__(self, table: nn.Embedding) -> None:
        super().__init__()
        width = table.weight.shape[1]
        self.table = [table]
        self.hidden, self.norm = nn.Linear(width, width), nn.LayerNorm(width)
        self.bias = nn.Parameter(torch.zeros(len(table.weight)))

    def forward(self, rows: Tensor) -> Tensor:
        """Scores (rows, pieces)."""
        rows = self.norm(nn.functional.gelu(self.hidden(rows)))
        return rows @ self.table[0].weight.T + self.bias


def adapt(sentences: Sequence[Sequence[str]], epochs: int, seed: int, device: str, out: Path) -> None:
    """Write the weights of encoder and shapes after so many rounds over the sentences."""
    torch.manual_seed(seed)
    teacher = Teacher().to(device)
    encoder = teacher.encoder
    encoder.embeddings.word_embeddings.weight.requires_grad_(True)
    guess = _Guess(encoder.embeddings.word_embeddings).to(device)
    weights = [*encoder.parameters(), *teacher.shape.parameters(), *guess.parameters()]
    optimizer = torch.optim.AdamW(weights, lr=_RATE, weight_decay=0.01, fused=True)
    pieces = [one for words in sentences if (one := teacher.splitter.split(words))]
    read = [(np.array(one.ids, dtype=np.int32), np.array(one.shapes, dtype=np.int8)) for one in pieces]
    plan = list(_batches(read, epochs, random.Random(seed)))
    warm = max(1, int(_WARM_UP * len(plan)))
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda s: min((s + 1) / warm, (len(plan) - s) / max(1, len(plan) - warm))
    )
    teacher.train()
    began, recent = time.perf_counter(), 0.0
    for step, part in enumerate(plan, 1):
        ids, shapes = (torch.from_numpy(rows).to(device).long() for rows in _padded([read[k] for k in part]))
        chosen = (torch.rand(ids.shape, device=device) < _MASKED) & (ids >= _FIRST_WORD)
        seen = torch.where(chosen & (torch.rand(ids.shape, device=device) < 0.9), _MASK, ids)
        with torch.autocast(torch.device(device).type, torch.bfloat16):
            embedded = encoder.embeddings.word_embeddings(seen) + teacher.shape(shapes)
            rows = encoder(inputs_embeds=embedded, attention_mask=ids != 0).last_hidden_state
            scores = guess(rows[chosen])
        loss = nn.functional.cross_entropy(scores.float(), ids[chosen])
        loss.backward()
        nn.utils.clip_grad_norm_(weights, 1.0)
        optimizer.step()
        optimizer.zero_grad()
        schedule.step()
        if step % 200 == 0:
            recent = float(loss.detach())
            print(
                f"{step} of {len(plan)} batches, loss {recent:.3f}, {time.perf_counter() - began:.0f} s",
                flush=True,
            )
    kept = ("encoder.", "shape.")
    torch.save({k: v.cpu() for k, v in teacher.state_dict().items() if k.startswith(kept)}, out)


def _batches(
    read: Sequence[tuple[np.ndarray, np.ndarray]], epochs: int, rng: random.Random
) -> Iterator[list[int]]:
    """The places of sentences of like length, in drawn order."""
    for _ in range(epochs):
        order = sorted(range(len(read)), key=lambda place: len(read[place][0]) + 4 * rng.random())
        found: list[list[int]] = [[]]
        for place in order:
            if found[-1] and (len(found[-1]) + 1) * len(read[place][0]) > _PIECES:
                found.append([])
            found[-1].append(place)
        rng.shuffle(found)
        yield from found


def _padded(sentences: Sequence[tuple[np.ndarray, np.ndarray]]) -> np.ndarray:
    found = np.zeros((2, len(sentences), max(len(ids) for ids, _ in sentences)), dtype=np.int32)
    for row, both in enumerate(sentences):
        found[:, row, : len(both[0])] = both
    return found
