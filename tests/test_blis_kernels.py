"""The kernels that multiply matrices while reading: right, and for each row alone."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import numpy as np
import pytest
from thinc.api import NumpyOps

from kg.nlp.speedups import blis_kernels as kernels
from kg.nlp.speedups.blis_kernels import use_vector_kernels

SHAPES = [(1, 96, 288), (7, 256, 128), (64, 300, 97), (193, 96, 3328)]  # rows, inner, columns


@pytest.fixture(autouse=True)
def in_use() -> None:
    use_vector_kernels()


@pytest.fixture
def asked_anew() -> Iterator[None]:
    """The processor is asked again, and once more when the test is over."""
    use_vector_kernels.cache_clear()
    yield
    use_vector_kernels.cache_clear()


def product(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    return NumpyOps().gemm(x, y, trans2=True)


def matrices(rows: int, inner: int, columns: int) -> tuple[np.ndarray, np.ndarray]:
    chance = np.random.default_rng(rows)
    return chance.standard_normal((rows, inner), dtype=np.float32), chance.standard_normal(
        (columns, inner), dtype=np.float32
    )


@pytest.mark.parametrize(("rows", "inner", "columns"), SHAPES)
def test_products_are_right(rows: int, inner: int, columns: int) -> None:
    x, y = matrices(rows, inner, columns)
    exact = x.astype(np.float64) @ y.T.astype(np.float64)
    assert np.abs(product(x, y) - exact).max() < 1e-4


@pytest.mark.parametrize(("rows", "inner", "columns"), SHAPES)
def test_rows_do_not_depend_on_their_company(rows: int, inner: int, columns: int) -> None:
    x, y = matrices(rows, inner, columns)
    together = product(x, y)
    for row in range(rows):
        assert np.array_equal(product(x[row : row + 1], y)[0], together[row])
    assert np.array_equal(product(np.ascontiguousarray(x[::-1]), y)[::-1], together)


@pytest.mark.usefixtures("asked_anew")
def test_nothing_is_touched_where_the_library_is_another(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kernels, "version", lambda _: "2.0.0")
    monkeypatch.setattr(kernels.ctypes, "CDLL", lambda _: pytest.fail("opened"))
    assert not use_vector_kernels()


@pytest.mark.usefixtures("asked_anew")
def test_nothing_is_touched_on_other_systems(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    monkeypatch.setattr(kernels.ctypes, "CDLL", lambda _: pytest.fail("opened"))
    assert not use_vector_kernels()


@pytest.mark.usefixtures("asked_anew")
def test_a_processor_without_the_instructions_keeps_its_kernels(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kernels, "_features", lambda: {"sse2"})
    assert not use_vector_kernels()
