"""The weights of confidence, from ``ontology/confidence.toml``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from kg.errors import DataError
from kg.resources.data_files import DataReader

__all__ = ["Weights", "load_weights"]


@dataclass(frozen=True, slots=True)
class Weights:
    """Log-odds: ``base``, and by kind of sign and sign what is added.

    A sign that is not there adds nothing.
    """

    base: float
    offsets: Mapping[str, Mapping[str, float]]


def load_weights(path: Path | None = None, *, data: DataReader | None = None) -> Weights:
    """The weights in ``path`` (ontology/confidence.toml).

    Raises DataError where the file is absent or not well formed.
    """
    data = data or DataReader()
    path = path or data.ontology / "confidence.toml"
    table = data.toml(path)
    base = _number(path, "base", table.pop("base", None))
    return Weights(base, {kind: _offsets(path, kind, signs) for kind, signs in table.items()})


def _offsets(path: Path, kind: str, signs: object) -> dict[str, float]:
    if not isinstance(signs, dict):
        raise _fault(path, f"[{kind}] is no table")
    return {sign: _number(path, f"{kind}.{sign}", weight) for sign, weight in signs.items()}


def _number(path: Path, name: str, value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise _fault(path, f"{name} is no number")
    return float(value)


def _fault(path: Path, fault: str) -> DataError:
    return DataError(
        path, fault, "write `base` and tables of numbers, as `python -m benchmarks.quality --calibrate` does"
    )
