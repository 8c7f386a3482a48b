"""A minute of coverage-guided fuzzing of the readers."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


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
