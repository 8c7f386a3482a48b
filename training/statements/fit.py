"""How a network learns: batches built once, by several processes where there are, kept on the device."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator, Sequence
from multiprocessing import get_context
from typing import Any

import torch
from torch import Tensor, nn

from training.statements.batch import Batch, on, silenced
from training.statements.losses import item_loss, trigger_loss
from training.statements.network import Network

_WITHOUT_PATTERNS = 0.1
"""So many sentences are read as if patterns said nothing of them."""

_work: Callable[[Any], Any]


def built(build: Callable[[Any], Any], parts: Sequence[Any], workers: int) -> Iterator[Any]:
    """What ``build`` makes of each part, in order, by so many processes (0: this one)."""
    global _work
    if not workers:
        yield from map(build, parts)
        return
    _work = build
    with get_context("fork").Pool(workers, _alone) as pool:
        yield from pool.imap(_call, parts, chunksize=4)


def _alone() -> None:
    torch.set_num_threads(1)


def _call(part: Any) -> Any:
    return _work(part)


def learn(
    network: Network,
    rounds: Sequence[Sequence[Batch]],
    optimizer: torch.optim.Optimizer,
    *,
    seed: int,
    warm_up: float,
    most: float,
    log: int = 200,
) -> None:
    """Have the network read these rounds of batches, each in a drawn order; the rate rises over the share
    ``warm_up`` of the steps and then falls to nothing, gradients are cut to ``most``."""
    torch.manual_seed(seed)
    rng = random.Random(seed)
    plan = [batch for batches in rounds for batch in rng.sample(batches, len(batches))]
    warm = max(1, int(warm_up * len(plan)))
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda s: min((s + 1) / warm, (len(plan) - s) / max(1, len(plan) - warm))
    )
    network.train()
    began, recent = time.perf_counter(), torch.zeros((), device=network.place)
    for step, batch in enumerate(plan, 1):
        loss = _loss(network, on(batch, network.place)) / batch.size
        loss.backward()
        nn.utils.clip_grad_norm_(network.parameters(), most)
        optimizer.step()
        optimizer.zero_grad()
        schedule.step()
        recent += loss.detach()
        if step % log == 0:
            seconds = time.perf_counter() - began
            print(
                f"{step} of {len(plan)} batches, loss {float(recent) / log:.3f}, {seconds:.0f} s", flush=True
            )
            recent.zero_()
    network.eval()


def _loss(network: Network, batch: Batch) -> Tensor:
    """Summed over the batch."""
    batch = silenced(batch, (torch.rand(batch.size, device=network.place) >= _WITHOUT_PATTERNS).float())
    with torch.autocast(network.place.type, torch.bfloat16):
        words = network.vectors(batch.words, batch.seen)
        triggers = network.heads.triggers(words, batch.words.flags)
        roles, absent, modality = network.heads.items(words, batch.items)
    of_items = item_loss(roles.float(), absent.float(), modality.float(), batch.gold, batch.items.item)
    return trigger_loss(triggers.float(), batch.gold) + of_items
