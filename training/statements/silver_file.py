"""Silver labels kept apart from their text: what the teacher read in each open sentence, by the name of the
record.

So the small network can be trained without the teacher, and what it learns from stays the same. The file is
text under xz, a line for each sentence: its name; a check of its words; then triggers, items and roles, each
a list of numbers (`Silver`).
"""

from __future__ import annotations

import lzma
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np

from training.statements.prepare import Sentence
from training.statements.silver import Silver

_WIDTHS = (3, 8, 4)


def write(readings: Iterable[tuple[Sentence, Silver]], path: Path) -> None:
    """Write the readings."""
    with lzma.open(path, "wt", encoding="utf-8", preset=9 | lzma.PRESET_EXTREME) as file:
        for sentence, silver in readings:
            parts = (
                " ".join(map(str, rows.ravel().tolist()))
                for rows in (silver.triggers, silver.items, silver.roles)
            )
            file.write("\t".join((sentence.id, _check(sentence), *parts)) + "\n")


def read(path: Path) -> Iterator[tuple[str, str, Silver]]:
    """Name, check and reading of each sentence."""
    with lzma.open(path, "rt", encoding="utf-8") as file:
        for line in file:
            name, check, *parts = line.rstrip("\n").split("\t")
            yield (
                name,
                check,
                Silver(*(_rows(part, width) for part, width in zip(parts, _WIDTHS, strict=True))),
            )


def joined(sentences: Iterable[Sentence], path: Path) -> list[tuple[Sentence, Silver]]:
    """The sentences with what was read in them; those whose words have changed since, and those that were not
    read, are left out."""
    by_name = {sentence.id: sentence for sentence in sentences}
    return [
        (by_name[name], silver)
        for name, check, silver in read(path)
        if name in by_name and _check(by_name[name]) == check
    ]


def _check(sentence: Sentence) -> str:
    return f"{zlib.crc32(' '.join(sentence.words).encode()):x}"


def _rows(part: str, width: int) -> np.ndarray:
    return np.array(part.split(), dtype=np.uint8).reshape(-1, width)
