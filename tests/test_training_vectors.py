"""Vectors of common words."""

from pathlib import Path

import numpy as np
import pytest

from training.vectors import read_vectors, reduce, write_vectors


def test_the_directions_that_differ_most_are_kept() -> None:
    hidden = np.array([[5, 2], [5, -2], [-5, 2], [-5, -2]], dtype=np.float32)
    turn, _ = np.linalg.qr(np.random.default_rng(1).normal(size=(6, 6)))
    reduced = reduce((hidden @ turn[:2] + 7).astype(np.float32), np.ones(4, dtype=np.float32), 2)
    assert reduced.dtype == np.float32
    assert np.allclose(np.abs(reduced), np.abs(hidden) * 0.3 / 3.5, atol=1e-5)
    assert np.allclose(np.abs(reduced.T @ hidden / 4), np.diag([25, 4]) * 0.3 / 3.5, atol=1e-4)


def test_words_without_weight_do_not_choose_the_directions() -> None:
    vectors = np.array([[1, 0], [-1, 0], [0, 9], [0, -9]], dtype=np.float32)
    reduced = reduce(vectors, np.array([1, 1, 0, 0], dtype=np.float32), 1)
    assert np.allclose(reduced[2:], 0, atol=1e-6)
    assert reduced[0, 0] == pytest.approx(-reduced[1, 0])


def test_what_is_written_is_read_rounded_and_cut_off(tmp_path: Path) -> None:
    words = {"left": np.array([0.5, -0.51], dtype=np.float32), "état": np.array([9, -9], dtype=np.float32)}
    write_vectors(words, tmp_path / "vectors.xz")
    read = read_vectors(tmp_path / "vectors.xz")
    assert list(read) == ["left", "état"]
    assert [list(vector) for vector in read.values()] == [[0.5, -33 / 64], [2, -2]]


def test_words_alike_in_meaning_are_near() -> None:
    """The file in the repository."""
    vectors = read_vectors()

    def distance(one: str, other: str) -> float:
        return float(np.linalg.norm(vectors[one] - vectors[other]))

    assert distance("kidnapped", "abducted") < distance("kidnapped", "signed")
    assert distance("minister", "chancellor") < distance("minister", "missile")
    assert distance("tuesday", "friday") < distance("tuesday", "paris")
