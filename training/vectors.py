"""Vectors of common words, so that a word says something also where no training sentence has it: "Hezbollah"
is like "Hamas".

`training.teacher.distil` makes them from MiniLM; they are kept apart so that the small network can be trained
without it. The file is text under xz: a line for each word, the word, a tab, and its coordinates as whole
numbers of steps of 1/64.
"""

from __future__ import annotations

import lzma
from collections.abc import Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

PATH = Path(__file__).parent / "data" / "vectors.xz"
_STEPS = 64
_SPREAD = 0.3


def reduce(vectors: Floats, weights: Floats, size: int) -> Floats:
    """The vectors (words, any) in the `size` directions in which they differ most, words counted by their
    weights (words): principal components, scaled as one so that the mean deviation of a coordinate is .3.
    """
    centred = vectors - np.average(vectors, axis=0, weights=weights)
    _, directions = np.linalg.eigh((centred * weights[:, None]).T @ centred / weights.sum())
    largest = directions[:, ::-1][:, :size]
    largest = largest * np.where(largest.sum(axis=0) < 0, -1, 1)  # either sign would do
    reduced = centred @ largest
    return np.asarray(reduced / reduced.std(axis=0).mean() * _SPREAD, dtype=np.float32)


def write_vectors(vectors: Mapping[str, Floats], path: Path = PATH) -> None:
    """Write the vectors, rounded, coordinates cut off at 2."""
    with lzma.open(path, "wt", encoding="utf-8", preset=9 | lzma.PRESET_EXTREME) as file:
        for word, vector in vectors.items():
            steps = np.clip(np.rint(vector * _STEPS), -2 * _STEPS, 2 * _STEPS).astype(int)
            file.write(f"{word}\t{' '.join(map(str, steps))}\n")


def read_vectors(path: Path = PATH) -> dict[str, Floats]:
    """The vectors by word, all of one size."""
    with lzma.open(path, "rt", encoding="utf-8") as file:
        rows = (line.rstrip("\n").split("\t") for line in file)
        return {
            word: np.array(steps.split(" "), dtype=np.float32) / np.float32(_STEPS) for word, steps in rows
        }
