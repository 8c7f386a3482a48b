"""Builds as users run them: one job beside two, and time and memory against the number of articles."""

from __future__ import annotations

from collections.abc import Sequence

from benchmarks.performance.figures import Figure, Section
from benchmarks.size.__main__ import Cost, measure

__all__ = ["growing", "jobs"]


def jobs(articles: int) -> Section:
    """The wall time of a build with one process, and with two."""
    one, two = (measure(articles, ["--jobs", str(number)]) for number in (1, 2))
    return Section(
        "Cores",
        f"`kg build` of {articles:,} made articles into a directory, wall time with start-up: {one.seconds:.1f} s with one job,"
        f" {two.seconds:.1f} s with two.",
        (Figure("`--jobs 1`", "`--jobs 2`", one.seconds / two.seconds, 1.8, at_most=False),),
    )


def growing(sizes: Sequence[int], workers: int) -> Section:
    """Time, peak memory and disk of builds of growing size."""
    found = [measure(size, ["--jobs", str(workers)]) for size in sizes]
    table = [("articles", "wall, s", "articles/s", "first process, peak MB", "workers, peak MB", "store, MB")]
    for cost in found:
        megabytes = (f"{number / 1e6:,.0f}" for number in (cost.first, cost.workers, cost.store))
        table.append((f"{cost.articles:,}", f"{cost.seconds:,.0f}", f"{cost.articles / cost.seconds:,.1f}", *megabytes))  # type: ignore[arg-type]
    first, last = found[0], found[-1]
    return Section(
        "Size",
        f"`kg build --jobs {workers}` of articles made from the seed texts and the published development sets, two new names in each.",
        (
            Figure(f"wall time an article at {last.articles:,}", f"at {first.articles:,}", _each(last) / _each(first)),
            Figure(f"peak memory of all processes at {last.articles:,}", f"at {first.articles:,}", _memory(last) / _memory(first)),
        ),
        (tuple(table),),
        {"size": tuple((cost.articles, cost.seconds, _memory(cost) / 1e6) for cost in found)},
    )


def _each(cost: Cost) -> float:
    return cost.seconds / cost.articles


def _memory(cost: Cost) -> int:
    return cost.first + cost.workers
