"""Lines -> a sorted file, also when they are more than memory should hold."""

from __future__ import annotations

import heapq
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from itertools import islice
from typing import IO

__all__ = ["write_sorted"]

AT_ONCE = 256 << 20
"""Bytes that are sorted in memory; more of them are sorted in parts of this size, which wait in temporary files."""

_LINES = 10_000


def write_sorted(texts: Iterable[bytes], out: IO[bytes]) -> None:
    """Nothing; the lines of all texts are written in the order of their bytes, which for UTF-8 is that of code points.

    Each text ends in a line feed or is empty; a line that stands twice is written twice.
    """
    parts = _parts(texts)
    first = next(parts, [])
    with ExitStack() as files:
        runs = []
        for part in parts:
            run = files.enter_context(tempfile.TemporaryFile())
            _write(part, run)
            run.seek(0)
            runs.append(run)
        if not runs:
            _write(first, out)
            return
        merged = heapq.merge(first, *((line[:-1] for line in run) for run in runs))
        while lines := list(islice(merged, _LINES)):
            _write(lines, out)


def _parts(texts: Iterable[bytes]) -> Iterator[list[bytes]]:
    """The lines, without line feeds, in sorted parts."""
    waiting: list[bytes] = []
    size = 0
    for text in texts:
        waiting.append(text)
        size += len(text)
        if size >= AT_ONCE:
            yield _sorted(waiting)
            waiting, size = [], 0
    if size:
        yield _sorted(waiting)


def _sorted(texts: list[bytes]) -> list[bytes]:
    lines = b"".join(texts).split(b"\n")
    lines.pop()  # what follows the last line feed
    lines.sort()
    return lines


def _write(lines: list[bytes], out: IO[bytes]) -> None:
    for start in range(0, len(lines), _LINES):
        out.write(b"\n".join(lines[start : start + _LINES]) + b"\n")
