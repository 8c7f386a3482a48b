"""The readers that are fuzzed read what the search begins with; a minute of coverage-guided fuzzing."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from kg.errors import InputError
from tests.fuzz.targets import READERS

ROOT = Path(__file__).resolve().parent.parent

SEEDS = sorted((ROOT / "tests" / "fuzz" / "seeds").iterdir())


@pytest.mark.parametrize("seed", SEEDS, ids=lambda path: path.name)
def test_every_reader_reads_what_the_search_begins_with(seed: Path) -> None:
    first, *rest = seed.read_bytes()
    with suppress(InputError):
        READERS[first](bytes(rest))


def test_the_search_begins_with_something_for_every_reader() -> None:
    assert {seed.read_bytes()[0] for seed in SEEDS} == set(range(len(READERS)))


@pytest.mark.slow
@pytest.mark.skipif(
    importlib.util.find_spec("atheris") is None,
    reason="atheris is not installed: pip install 'newskg[fuzz]' (Linux)",
)
def test_no_bytes_break_the_readers() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.fuzz.readers"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-4000:]
    assert "DONE" in done.stderr or "Done" in done.stderr
