"""Fine-tuning the teacher, and its scores on sentences it has not seen."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from training.teacher.examples import IGNORED, Example, Labels, batches, recased, shuffled_batches
from training.teacher.network import Batch, Network, collate
from training.teacher.splitter import encoder_folder

_PIECES = 2000
_ENCODER_RATE, _HEAD_RATE = 1.5e-4, 1e-3
_WARM_UP = 0.06
_SMOOTHING = 0.05
_LOG_EVERY = 100


def make_network(labels: Labels) -> Network:
    """A network with MiniLM's weights and fresh heads.

    Its word pieces stay as they are, and attention is not dropped out.
    """
    network = Network(encoder_folder(), len(labels.tags), len(labels.labels), len(labels.names))
    network.encoder.set_attn_implementation("eager")
    for name, part in network.encoder.named_modules():
        if name.endswith("attention.self.dropout") and isinstance(part, nn.Dropout):
            part.p = 0.0
    network.encoder.embeddings.word_embeddings.weight.requires_grad_(False)
    return network


def fit(network: Network, examples: Sequence[Example], seed: int) -> None:
    """Train on each example once, the rate falling to nothing."""
    rng = random.Random(seed)
    torch.manual_seed(seed)
    plan = shuffled_batches(examples, _PIECES, rng)
    encoder = [weight for weight in network.encoder.parameters() if weight.requires_grad]
    held = {id(weight) for weight in network.encoder.parameters()}
    heads = [weight for weight in network.parameters() if id(weight) not in held]
    groups = [{"params": encoder, "lr": _ENCODER_RATE}, {"params": heads, "lr": _HEAD_RATE}]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01, fused=True)
    warm = max(1, int(_WARM_UP * len(plan)))
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min((step + 1) / warm, (len(plan) - step) / (len(plan) - warm))
    )
    network.train()
    recent: list[float] = []
    for step, batch in enumerate(plan):
        loss = _loss(network, [recased(example, rng) for example in batch])
        loss.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimizer.step()
        optimizer.zero_grad()
        schedule.step()
        recent.append(float(loss))
        if (step + 1) % _LOG_EVERY == 0:
            print(f"{step + 1} of {len(plan)} batches, loss {sum(recent) / len(recent):.3f}", flush=True)
            recent = []


def _loss(network: Network, batch: Sequence[Example]) -> Tensor:
    inputs = collate([example.pieces for example in batch])
    with torch.autocast("cpu", torch.bfloat16):
        words = network.words(inputs)
        if not batch[0].heads:
            return _cross_entropy(network.name(words), _padded([example.names for example in batch], IGNORED))
        heads = _padded([example.heads for example in batch], IGNORED)
        losses = (
            _cross_entropy(network.tag(words), _padded([example.tags for example in batch], IGNORED)),
            nn.functional.cross_entropy(
                network.arcs(words, inputs).flatten(0, 1), heads.flatten(), ignore_index=IGNORED
            ),
            _cross_entropy(
                network.labels(words, heads.clamp(min=0)),
                _padded([example.labels for example in batch], IGNORED),
            ),
        )
    return sum(losses[1:], 0.5 * losses[0])


def _cross_entropy(scores: Tensor, gold: Tensor) -> Tensor:
    return nn.functional.cross_entropy(
        scores.float().flatten(0, 1), gold.flatten(), ignore_index=IGNORED, label_smoothing=_SMOOTHING
    )


def _padded(rows: Sequence[Sequence[int]], fill: int) -> Tensor:
    width = max(len(row) for row in rows)
    return torch.tensor([[*row, *[fill] * (width - len(row))] for row in rows])


def scores(network: Network, examples: Sequence[Example], punctuation: int) -> dict[str, float]:
    """Shares of right tags, heads and labelled heads (without this label), and F1 of the name labels other
    than O.
    """
    network.eval()
    counts = dict.fromkeys(("words", "tag", "arcs", "uas", "las", "gold", "found", "right"), 0)
    for batch in batches(examples, 4 * _PIECES, lambda example: len(example.pieces.ids)):
        _count(network, batch, counts, punctuation)
    named = 2 * counts["right"] / max(1, counts["gold"] + counts["found"])
    tag, arcs = counts["tag"] / max(1, counts["words"]), max(1, counts["arcs"])
    return {"tag": tag, "uas": counts["uas"] / arcs, "las": counts["las"] / arcs, "names": named}


@torch.no_grad()
def _count(network: Network, batch: Sequence[Example], counts: dict[str, int], punctuation: int) -> None:
    inputs: Batch = collate([example.pieces for example in batch])
    words = network.words(inputs)
    names = network.name(words).argmax(-1)
    if any(example.heads for example in batch):
        _count_trees(network, batch, words, inputs, counts, punctuation)
    for row, example in enumerate(batch):
        for place, name in enumerate(example.names):
            if name != IGNORED:
                guess = int(names[row, place])
                counts["gold"] += name != 0
                counts["found"] += guess != 0
                counts["right"] += guess == name != 0


def _count_trees(
    network: Network,
    batch: Sequence[Example],
    words: Tensor,
    inputs: Batch,
    counts: dict[str, int],
    punctuation: int,
) -> None:
    heads = network.arcs(words, inputs).argmax(-1)
    tags, labels = network.tag(words).argmax(-1), network.labels(words, heads).argmax(-1)
    for row, example in enumerate(batch):
        for place, head in enumerate(example.heads):
            counts["words"] += 1
            counts["tag"] += int(tags[row, place]) == example.tags[place]
            if example.labels[place] != punctuation:
                right = int(heads[row, place]) == head
                counts["arcs"] += 1
                counts["uas"] += right
                counts["las"] += right and int(labels[row, place]) == example.labels[place]


def save(network: Network, labels: Labels, path: Path) -> None:
    """Write weights and labels."""
    path.parent.mkdir(parents=True, exist_ok=True)
    torch.save({"labels": asdict(labels), "weights": network.state_dict()}, path)


def load(path: Path) -> tuple[Network, Labels]:
    """The network that `save` wrote, and its labels."""
    stored: dict[str, Any] = torch.load(path, weights_only=True)
    labels = Labels(**{name: tuple(values) for name, values in stored["labels"].items()})
    network = make_network(labels)
    network.load_state_dict(stored["weights"])
    network.eval()
    return network, labels
