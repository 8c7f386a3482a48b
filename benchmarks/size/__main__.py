"""`python -m benchmarks.size 1000 10000 100000`: builds of growing size, with time and peak memory of each,
as a table.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.size.articles import write

_PAGE = os.sysconf("SC_PAGE_SIZE")


@dataclass(frozen=True)
class Cost:
    """What a build took: seconds, and the most memory (bytes) that the first process and all of its workers
    together held.
    """

    articles: int
    seconds: float
    first: int
    workers: int
    store: int


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit code; prints a row as each build ends."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.size", description="Time and memory of builds of growing size."
    )
    parser.add_argument("sizes", type=int, nargs="*", default=[1000, 10_000, 100_000], metavar="ARTICLES")
    parser.add_argument("--jobs", default=str(len(os.sched_getaffinity(0))), metavar="N")
    parser.add_argument("--engine", default="processes", metavar="ENGINE")
    given = parser.parse_args(arguments)
    print(
        "| articles | wall s | articles/s | first process, peak MB | workers, peak MB | store MB "
        "|\n|--:|--:|--:|--:|--:|--:|"
    )
    for size in given.sizes:
        cost = measure(size, ["--jobs", given.jobs, "--engine", given.engine])
        rate = cost.articles / cost.seconds
        sizes = " | ".join(f"{number / 1e6:,.0f}" for number in (cost.first, cost.workers, cost.store))
        print(f"| {size:,} | {cost.seconds:,.0f} | {rate:,.1f} | {sizes} |", flush=True)
    return 0


def measure(articles: int, options: list[str]) -> Cost:
    """The cost of a build into a new directory."""
    with tempfile.TemporaryDirectory(prefix="kg-size-") as folder:
        source, store = Path(folder, "articles.jsonl"), Path(folder, "news.kg")
        write(articles, source)
        began = time.monotonic()
        with subprocess.Popen(
            [sys.executable, "-m", "kg", "build", str(store), str(source), *options]
        ) as running:
            watch = _Watch(running.pid)
            code = running.wait()
            watch.stop()
        if code:
            raise SystemExit(code)
        files = {
            (status.st_dev, status.st_ino): status.st_size
            for status in (file.stat() for file in store.rglob("*") if file.is_file())
        }
        return Cost(
            articles, time.monotonic() - began, watch.first, watch.workers, sum(files.values())
        )  # a snapshot's links count once


class _Watch:
    """Looks at the memory of a process and of its descendants ten times a second (Linux)."""

    def __init__(self, pid: int) -> None:
        self.first = self.workers = 0
        self._pid = pid
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look)
        self._thread.start()

    def stop(self) -> None:
        self._over.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._over.wait(0.1):
            self.first = max(self.first, _resident(self._pid))
            self.workers = max(self.workers, sum(map(_resident, _descendants(self._pid))))


def _resident(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * _PAGE
    except (OSError, IndexError):
        return 0


def _descendants(pid: int) -> list[int]:
    found: list[int] = []
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            children = [int(child) for child in task.read_text().split()]
        except OSError:
            continue
        for child in children:
            found += [child, *_descendants(child)]
    return found


if __name__ == "__main__":
    sys.exit(main())
