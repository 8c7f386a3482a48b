"""Lines -> a sorted file, also when they are more than memory should hold."""

from __future__ import annotations

import heapq
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from itertools import islice
from typing import IO

__all__ = ["sorted_lines", "sorted_lists", "whole_subjects", "write_lines", "write_sorted"]

AT_ONCE = 32 << 20
"""Bytes that are sorted in memory; more of them are sorted in parts of this size, which wait in temporary
files.
"""

_LINES = 10_000


def write_sorted(texts: Iterable[bytes], out: IO[bytes]) -> None:
    """Write the lines of all texts in the order of their bytes, which for UTF-8 is that of code points.

    Each text ends in a line feed or is empty; a line that stands twice is written twice.
    """
    for lines in sorted_lines(texts):
        write_lines(lines, out)


def sorted_lines(texts: Iterable[bytes]) -> Iterator[list[bytes]]:
    """The lines of all texts in order, some thousands at a time, without their line feeds.

    Each text ends in a line feed or is empty; a line that stands twice comes twice.
    """
    return _merged(map(_lines, _parts(texts)))


def sorted_lists(lists: Iterable[list[bytes]]) -> Iterator[list[bytes]]:
    """The lines of all lists in order, as ``sorted_lines``; they have no line feeds."""
    return _merged(_gathered(lists))


def _merged(parts: Iterable[list[bytes]]) -> Iterator[list[bytes]]:
    """The lines of some parts, each of which is in memory at its time, in order."""
    with ExitStack() as files:
        runs: list[IO[bytes]] = []
        lines: list[bytes] = []
        for part in parts:
            if lines:
                runs.append(files.enter_context(tempfile.TemporaryFile()))
                write_lines(lines, runs[-1])
                runs[-1].seek(0)
            lines = part
            lines.sort()
        if not runs:
            for start in range(0, len(lines), _LINES):
                yield lines[start : start + _LINES]
            return
        merged = heapq.merge(lines, *((line[:-1] for line in run) for run in runs))
        while some := list(islice(merged, _LINES)):
            yield some


def whole_subjects(parts: Iterable[list[bytes]]) -> Iterator[list[bytes]]:
    """The sorted lines of some parts, each of which begins with a subject and a blank, in parts that end
    where a subject does.
    """
    left: list[bytes] = []
    for lines in parts:
        lines = left + lines
        at = len(lines)
        if lines:
            last = lines[-1][: lines[-1].index(b" ") + 1]
            while at and lines[at - 1].startswith(last):
                at -= 1
        left = lines[at:]
        if at:
            yield lines[:at]
    if left:
        yield left


def write_lines(lines: list[bytes], out: IO[bytes]) -> None:
    """Write lines with their line feeds."""
    for start in range(0, len(lines), _LINES):
        out.write(b"\n".join(lines[start : start + _LINES]) + b"\n")


def _parts(texts: Iterable[bytes]) -> Iterator[list[bytes]]:
    """The texts in parts that can be sorted at once."""
    part: list[bytes] = []
    size = 0
    for text in texts:
        part.append(text)
        size += len(text)
        if size >= AT_ONCE:
            yield part
            part, size = [], 0
    if size:
        yield part


def _gathered(lists: Iterable[list[bytes]]) -> Iterator[list[bytes]]:
    """The lines of all lists in parts that can be sorted at once."""
    part: list[bytes] = []
    size = 0
    for lines in lists:
        part += lines
        size += sum(map(len, lines))
        if size >= AT_ONCE:
            yield part
            part, size = [], 0
    if part:
        yield part


def _lines(texts: list[bytes]) -> list[bytes]:
    """The lines of some texts; these are gone afterwards, so that memory holds what they say once."""
    whole = b"".join(texts)
    texts.clear()
    lines = whole.split(b"\n")
    lines.pop()  # what follows the last line feed
    return lines
