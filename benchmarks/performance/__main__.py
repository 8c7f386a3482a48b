"""`python -m benchmarks.performance`: measures, and writes docs/performance.md with its pictures."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.performance.adding import adding
from benchmarks.performance.figures import Section
from benchmarks.performance.growing import growing, jobs
from benchmarks.performance.network import network
from benchmarks.performance.page import write
from benchmarks.performance.reading import reading
from benchmarks.performance.serving import serving
from benchmarks.performance.starting import starting
from benchmarks.performance.stores import stores

_PAGE = Path(__file__).resolve().parents[2] / "docs" / "performance.md"


@dataclass(frozen=True, slots=True)
class Sizes:
    """How much is measured: articles that are read, statements in stores, networks and what is served,
    articles for the cores, articles of builds, articles in stores that are added to.
    """

    reading: int
    stores: int
    network: int
    serving: int
    jobs: tuple[int, int]
    growing: tuple[int, ...]
    adding: tuple[int, ...]
    rounds: int


_MODES = {
    "tiny": Sizes(10, 400, 400, 400, (10, 20), (10, 20), (10, 20), 1),
    "quick": Sizes(40, 20_000, 50_000, 50_000, (200, 1000), (100, 1000, 5000), (100, 1000, 5000), 3),
    "full": Sizes(400, 100_000, 1_000_000, 100_000, (1000, 4000), (1000, 10_000, 100_000), (1000, 10_000), 3),
}


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit code; each section is named as it begins."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.performance", description="Writes docs/performance.md."
    )
    size = parser.add_mutually_exclusive_group()
    size.add_argument(
        "--full",
        dest="mode",
        action="store_const",
        const="full",
        default="quick",
        help="large sizes: takes hours",
    )
    size.add_argument(
        "--tiny",
        dest="mode",
        action="store_const",
        const="tiny",
        help="sizes that say nothing, to try the command",
    )
    parser.add_argument(
        "--only",
        nargs="+",
        choices=list(_sections(_MODES["tiny"], None)),
        metavar="SECTION",
        help="only these; the page keeps what it has on the others",
    )
    parser.add_argument(
        "--world",
        type=Path,
        metavar="STORE",
        help="the store of `python -m benchmarks.world`: adding to it is measured too",
    )
    parser.add_argument("-o", "--output", type=Path, default=_PAGE, metavar="FILE")
    given = parser.parse_args(arguments)
    found = []
    for name, measure in _sections(_MODES[given.mode], given.world).items():
        if given.only is None or name in given.only:
            print(f"{name} ...", file=sys.stderr, flush=True)
            found.append(measure())
    write(given.output, found, given.mode, keep=given.only is not None)
    return 0


def _sections(sizes: Sizes, world: Path | None) -> dict[str, Callable[[], Section]]:
    return {
        "reading": lambda: reading(
            sizes.reading, 5 * sizes.rounds
        ),  # short and often: on a shared machine speed drifts
        "stores": lambda: stores(sizes.stores, sizes.rounds),
        "network": lambda: network(sizes.network, sizes.rounds),
        "serving": lambda: serving(sizes.serving, sizes.rounds),
        "jobs": lambda: jobs(*sizes.jobs),
        "growing": lambda: growing(sizes.growing, 2),
        "adding": lambda: adding(sizes.adding, sizes.rounds, world),
        "starting": lambda: starting(3 if sizes.rounds == 1 else 7),
    }


if __name__ == "__main__":
    sys.exit(main())
