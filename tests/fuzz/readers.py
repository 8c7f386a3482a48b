"""Feeds mutated bytes to what reads files, guided by the code they reach (atheris, extra ``fuzz``): ``python
-m tests.fuzz.readers``.

The first byte says which reader gets the rest. Anything but an InputError ends the run with the input that
did it. Further arguments are libFuzzer's: ``-max_total_time=600`` searches for ten minutes, a folder keeps
what it finds, a file is tried again.
"""

from __future__ import annotations

import logging
import sys
import tempfile
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["kg.ingest", "kg.rdf.jsonl", "kg.errors"]):
    from tests.fuzz.targets import one

SEEDS = Path(__file__).resolve().parent / "seeds"


def main() -> None:
    logging.disable()
    with tempfile.TemporaryDirectory() as found:
        given = sys.argv[1:] or ["-max_total_time=60"]
        folders = [] if any(not argument.startswith("-") for argument in given) else [found, str(SEEDS)]
        atheris.Setup(
            [
                sys.argv[0],
                "-max_len=2000",
                "-timeout=10",
                f"-artifact_prefix={tempfile.gettempdir()}/kg-fuzz-",
                *given,
                *folders,
            ],
            one,
        )
        atheris.Fuzz()


if __name__ == "__main__":
    main()
