"""What ten more articles cost, and one that is forgotten, against the size of the store."""

from __future__ import annotations

import json
import lzma
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from benchmarks.performance.figures import Figure, Section
from benchmarks.world import ITEMS
from kg.store.open import open_store

__all__ = ["adding"]

_NEW = 10


@dataclass(frozen=True, slots=True)
class _Cost:
    """CPU seconds, start included: of adding articles to a store of ``articles``, and of forgetting one."""

    articles: int
    adding: float
    forgetting: float


def adding(sizes: Sequence[int], rounds: int, world: Path | None = None) -> Section:
    """Ten of the world's events added to stores of growing size, and one of them forgotten; last to a copy of
    the store of all events, where there is one.
    """
    with tempfile.TemporaryDirectory(prefix="kg-adding-") as name:
        found = _costs(Path(name), sizes, rounds, world)
    empty, last = found[0], found[-1]
    return Section(
        "Adding",
        f"{_NEW} of the world's events (one item, one article) added by `kg build` to stores of other such"
        " items, and one of them forgotten by `kg forget`: CPU seconds of a new process, median of"
        f" {rounds}. Start-up, most of it that of the language pipeline, is in each.",
        (
            Figure(f"adding {_NEW} to {last.articles:,}", "to none", last.adding / empty.adding, 1.3),
            Figure(
                f"forgetting one of {last.articles + _NEW:,}",
                f"of {_NEW}",
                last.forgetting / empty.forgetting,
                1.3,
            ),
        ),
        (
            (
                ("articles in the store", f"{_NEW} added, CPU s", "one forgotten, CPU s"),
                *((f"{one.articles:,}", f"{one.adding:.2f}", f"{one.forgetting:.2f}") for one in found),
            ),
        ),
        {"adding": tuple((one.articles, one.adding, one.forgetting) for one in found)},
    )


def _costs(folder: Path, sizes: Sequence[int], rounds: int, world: Path | None) -> list[_Cost]:
    """Of an empty store first, then of each size, one store growing from one to the next; what is added are
    the last items, which name much that is known.
    """
    with lzma.open(ITEMS, "rt", encoding="utf-8") as items:
        lines = list(items)
    new, others = lines[-_NEW:], lines[:-_NEW]
    more, store = folder / "more.jsonl", folder / "world.kg"
    found = [_cost(folder / "empty.kg", new, 0, rounds)]
    for before, size in pairwise([0, *sizes]):
        more.write_text("".join(others[before:size]), encoding="utf-8")
        _cpu(["build", str(store), str(more)])
        found.append(_cost(store, new, size, rounds))
    if world is not None:
        whole = Path(shutil.copytree(world, folder / "whole.kg"))
        with open_store(str(whole), create=False, read_only=True) as opened:
            told = opened.articles()
        again = [id for id in _ids(new) if id in told]
        if again:
            _cpu(["forget", str(whole), *again])
        found.append(_cost(whole, new, len(told) - len(again), rounds))
    return found


def _cost(store: Path, new: Sequence[str], size: int, rounds: int) -> _Cost:
    """Leaves the store without the new ones; the first round, which may still make tables, does not count."""
    batch = store.with_suffix(".jsonl")
    batch.write_text("".join(new), encoding="utf-8")
    one, *others = _ids(new)
    added, forgotten = [], []
    for _ in range(rounds + 1):
        added.append(_cpu(["build", str(store), str(batch), "--jobs", "1"]))
        forgotten.append(_cpu(["forget", str(store), one]))
        _cpu(["forget", str(store), *others])
    return _Cost(size, statistics.median(added[1:]), statistics.median(forgotten[1:]))


def _ids(items: Sequence[str]) -> list[str]:
    return [json.loads(item)["id"] for item in items]


def _cpu(command: list[str]) -> float:
    """CPU seconds of a command of `kg` and of the processes that it waited for."""
    before = os.times()
    subprocess.run([sys.executable, "-m", "kg", *command], check=True, capture_output=True)
    after = os.times()
    return after.children_user + after.children_system - before.children_user - before.children_system
