"""Silver labels kept apart from their text: what the teachers read in each open sentence, by the name of the
record.

So the small network can be trained without a teacher, and what it learns from stays the same. The file is
one NumPy archive under xz: names and checks of the words (lines of text), and of all sentences one after the
other the triggers, items and roles (`Silver`), each with how many a sentence has.
"""

from __future__ import annotations

import io
import lzma
import zlib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np

from training.statements.sentences import Sentence
from training.statements.silver import Silver

_PARTS = {"triggers": 3, "items": 8, "roles": 4}
"""Columns of each."""


def write(readings: Iterable[tuple[Sentence, Silver]], path: Path) -> None:
    """Write the readings."""
    pairs = list(readings)
    names = "\n".join(f"{sentence.id}\t{check_of(sentence.words)}" for sentence, _ in pairs)
    found = {"names": np.frombuffer(names.encode(), dtype=np.uint8)}
    for part, width in _PARTS.items():
        rows = [getattr(silver, part) for _, silver in pairs]
        found[f"{part}.counts"] = np.array([len(one) for one in rows], dtype=np.uint16)
        found[part] = np.concatenate([np.zeros((0, width)), *rows]).astype(np.uint8).T
    archive = io.BytesIO()
    np.savez(archive, **found)
    path.write_bytes(lzma.compress(archive.getvalue()))


def read(path: Path) -> Iterator[tuple[str, str, Silver]]:
    """Name, check and reading of each sentence."""
    with np.load(io.BytesIO(lzma.decompress(path.read_bytes()))) as found:
        names = found["names"].tobytes().decode().splitlines()
        parts = [
            np.split(np.ascontiguousarray(found[part].T), np.cumsum(found[f"{part}.counts"].astype(int))[:-1])
            for part in _PARTS
        ]
    for line, *rows in zip(names, *parts, strict=True):
        name, check = line.split("\t")
        yield name, check, Silver(*rows)


def joined(sentences: Iterable[Sentence], path: Path) -> list[tuple[Sentence, Silver]]:
    """The sentences with what was read in them; those whose words have changed since, and those that were not
    read, are left out."""
    by_name = {sentence.id: sentence for sentence in sentences}
    return [
        (by_name[name], silver)
        for name, check, silver in read(path)
        if name in by_name and check_of(by_name[name].words) == check
    ]


def check_of(words: Sequence[str]) -> str:
    """What tells whether the words of a record have changed."""
    return f"{zlib.crc32(' '.join(words).encode()):x}"
