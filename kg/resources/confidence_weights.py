"""The weights of confidence, from ``ontology/confidence.toml``."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from kg.errors import DataError
from kg.paths import ONTOLOGY

__all__ = ["PATH", "Weights", "load_weights"]

PATH = ONTOLOGY / "confidence.toml"


@dataclass(frozen=True, slots=True)
class Weights:
    """Log-odds: ``base``, and by kind of sign and sign what is added.

    A sign that is not there adds nothing.
    """

    base: float
    offsets: Mapping[str, Mapping[str, float]]


def load_weights(path: Path = PATH) -> Weights:
    """The weights in ``path``. Raises DataError where the file is absent or not well formed."""
    try:
        with path.open("rb") as file:
            table = tomllib.load(file)
        base = float(table.pop("base"))
        offsets = {
            kind: {sign: float(weight) for sign, weight in signs_.items()} for kind, signs_ in table.items()
        }
    except (OSError, tomllib.TOMLDecodeError, KeyError, TypeError, ValueError, AttributeError) as error:
        fault = f"does not hold the weights of confidence ({error})"
        raise DataError(
            path,
            fault,
            "write `base` and tables of numbers, as `python -m benchmarks.quality --calibrate` does",
        ) from error
    return Weights(base, offsets)
