"""Cold start: wall time of commands that do little, each in a new process."""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pyoxigraph as ox

from benchmarks.performance.figures import Figure, Section
from kg.paths import SEEDS

__all__ = ["starting"]

_ASK = "SELECT * WHERE { ?s <https://w3id.org/newskg/ontology#meets> ?o } LIMIT 5"
_BARE = "import sys, pyoxigraph; print(len(list(pyoxigraph.Store.read_only(sys.argv[1]).query(sys.argv[2]))))"


def starting(rounds: int) -> Section:
    """Seconds of `kg --help`, of `kg query` on a store that was built, and of what they cannot do without."""
    with tempfile.TemporaryDirectory(prefix="kg-start-") as folder:
        store, native = str(Path(folder, "news.kg")), str(Path(folder, "native"))
        subprocess.run(
            [sys.executable, "-m", "kg", "build", store, str(SEEDS / "articles")],
            check=True,
            capture_output=True,
        )
        dump = subprocess.run(
            [sys.executable, "-m", "kg", "export", store, "--format", "nquads"],
            check=True,
            capture_output=True,
        ).stdout
        ox.Store(native).bulk_load(dump, format=ox.RdfFormat.N_QUADS)
        commands = {
            "python -c pass": ["-c", "pass"],
            "import pyoxigraph, open and ask": ["-c", _BARE, native, _ASK],
            "kg --help": ["-m", "kg", "--help"],
            "kg query STORE -e ...": ["-m", "kg", "query", store, "-e", _ASK],
            "kg query STORE meetings": ["-m", "kg", "query", store, "meetings"],
            "kg stats STORE": ["-m", "kg", "stats", store],
        }
        taken = {
            name: statistics.median(_wall(command) for _ in range(rounds))
            for name, command in commands.items()
        }
    bare = taken["import pyoxigraph, open and ask"]
    return Section(
        "Cold start",
        f"Wall time of a new process, median of {rounds}, on the store of the seed articles.",
        (
            Figure("`kg --help`", "`python -c pass`", taken["kg --help"] / taken["python -c pass"]),
            Figure(
                "`kg query` with a small query",
                "a Python script with bare Oxigraph",
                taken["kg query STORE -e ..."] / bare,
            ),
        ),
        ((("command", "seconds"), *((f"`{name}`", f"{seconds:.2f}") for name, seconds in taken.items())),),
        {"start": tuple(taken.items())},
    )


def _wall(command: list[str]) -> float:
    began = time.monotonic()
    subprocess.run([sys.executable, *command], check=True, capture_output=True)
    return time.monotonic() - began
