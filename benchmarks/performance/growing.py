"""Builds as users run them: one job beside two, and time and memory against the number of articles."""

from __future__ import annotations

from collections.abc import Sequence

from benchmarks.performance.figures import Figure, Section
from benchmarks.size.__main__ import Cost, measure

__all__ = ["growing", "jobs"]


_ENGINES = {"one": ["--jobs", "1"], "two": ["--jobs", "2"], "dask": ["--jobs", "2", "--engine", "dask"]}


def jobs(few: int, many: int) -> Section:
    """The wall time of builds with one process, with two, and with two of Dask's; what further articles take
    tells it without start-up.
    """
    small, large = (
        {name: measure(size, options).seconds for name, options in _ENGINES.items()} for size in (few, many)
    )
    each = {name: (large[name] - small[name]) / (many - few) for name in _ENGINES}
    rows = [
        ("build with", f"{few:,} articles, s", f"{many:,} articles, s", "a further article, ms"),
        *(
            (
                f"`{' '.join(_ENGINES[name])}`",
                f"{small[name]:.1f}",
                f"{large[name]:.1f}",
                f"{1000 * each[name]:.0f}",
            )
            for name in _ENGINES
        ),
    ]
    return Section(
        "Cores",
        "`kg build` of made articles into a directory, wall time. What a further article takes "
        "is the difference between the two sizes,"
        " shared out; it leaves out start-up.",
        (
            Figure(
                "a further article with `--jobs 1`",
                "with `--jobs 2`",
                each["one"] / each["two"],
                1.8,
                at_most=False,
            ),
            Figure(f"{many:,} articles with `--jobs 1`", "with `--jobs 2`", large["one"] / large["two"]),
            Figure(
                "a further article with `--engine dask`",
                "with two processes",
                each["dask"] / each["two"],
                1.15,
            ),
        ),
        (tuple(rows),),
    )


def growing(sizes: Sequence[int], workers: int) -> Section:
    """Time, peak memory and disk of builds of growing size."""
    found = [measure(size, ["--jobs", str(workers)]) for size in sizes]
    table = [("articles", "wall, s", "articles/s", "first process, peak MB", "workers, peak MB", "store, MB")]
    for cost in found:
        lead, others, disk = (f"{number / 1e6:,.0f}" for number in (cost.first, cost.workers, cost.store))
        pace = f"{cost.articles / cost.seconds:,.1f}"
        table.append((f"{cost.articles:,}", f"{cost.seconds:,.0f}", pace, lead, others, disk))
    first, last = found[0], found[-1]
    return Section(
        "Size",
        (
            f"`kg build --jobs {workers}` of articles made from the seed texts and the published "
            "development sets, two new names in each."
        ),
        (
            Figure(
                f"wall time an article at {last.articles:,}",
                f"at {first.articles:,}",
                _each(last) / _each(first),
            ),
            Figure(
                f"peak memory of all processes at {last.articles:,}",
                f"at {first.articles:,}",
                _memory(last) / _memory(first),
            ),
        ),
        (tuple(table),),
        {"size": tuple((cost.articles, cost.seconds, _memory(cost) / 1e6) for cost in found)},
    )


def _each(cost: Cost) -> float:
    return cost.seconds / cost.articles


def _memory(cost: Cost) -> int:
    return cost.first + cost.workers
