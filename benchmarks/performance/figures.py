"""What a section of the page holds: figures beside their goals, tables, and how they were taken."""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

__all__ = ["Figure", "Section", "costs", "once"]


@dataclass(frozen=True, slots=True)
class Figure:
    """A ratio taken in one run: what of newskg's beside what.

    ``goal`` is "" where none was set; ``met`` None then.
    """

    what: str
    beside: str
    ratio: float
    goal: float | None = None
    at_most: bool = True

    @property
    def met(self) -> bool | None:
        """Whether the goal is reached, by the ratio as it is printed."""
        if self.goal is None:
            return None
        printed = round(self.ratio, 2)
        return printed <= self.goal if self.at_most else printed >= self.goal


@dataclass(frozen=True, slots=True)
class Section:
    """A heading, a paragraph on what was done at which size, ratios, other tables (rows of cells, the first
    its head) and pictures.
    """

    title: str
    text: str
    figures: tuple[Figure, ...] = ()
    tables: tuple[tuple[tuple[str, ...], ...], ...] = ()
    pictures: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)


def costs(tasks: Mapping[str, Callable[[], object]], rounds: int) -> dict[str, float]:
    """CPU seconds (all threads) of each task: the median of some rounds, in each of which every task runs
    once.
    """
    taken: dict[str, list[float]] = {name: [] for name in tasks}
    for _ in range(rounds):
        for name, task in tasks.items():
            taken[name].append(once(task))
    return {name: statistics.median(times) for name, times in taken.items()}


def once(task: Callable[[], object]) -> float:
    """CPU seconds of one run. Garbage of earlier work is not charged to it."""
    gc.collect()
    began = time.process_time()
    task()
    return max(time.process_time() - began, 1e-6)
