"""The trained network as `kg.extraction.learned` loads it: one file of weights, one that describes them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from kg.extraction.learned.pairs import Floats
from training.statements import calibrate
from training.statements.calibrate import Judge
from training.statements.student import PIECES, Student

_TABLE = 450
"""Tables of so many rows or more are stored as whole numbers of -127 to 127, with a step for each row."""


def export(student: Student, judge: Judge, meta: Mapping[str, Any], folder: Path) -> int:
    """The size of the files in bytes; writes them."""
    found: dict[str, Any] = {
        f"lexicon.{name}": getattr(student.lexicon, name) for name in ("words", "lemmas", "still")
    }
    weights = {name: value.detach().numpy() for name, value in student.state_dict().items()}
    for name, value in sorted(weights.items()):
        found |= _stored(name, _by_piece(name, value.astype(np.float32)))
    found |= {
        f"judge.{name}": value.detach().numpy().astype(np.float32)
        for name, value in judge.state_dict().items()
    }
    found["judge.relation.weight"] *= calibrate.STEP
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "weights.npz").open("wb") as file:
        np.savez(file, **found)
    described = {**meta, "layers": student.layers}
    (folder / "meta.json").write_text(
        json.dumps(described, indent=2, ensure_ascii=False) + "\n", encoding="utf-8"
    )
    return sum(path.stat().st_size for path in folder.iterdir())


def _by_piece(name: str, value: Floats) -> Floats:
    """Weights of a maxout layer with the units of its first piece first, then those of the second: quicker to
    compare."""
    if ".linear." not in name:
        return value
    return np.ascontiguousarray(
        np.swapaxes(value.reshape(-1, PIECES, *value.shape[1:]), 0, 1).reshape(value.shape)
    )


def _stored(name: str, value: Floats) -> dict[str, Any]:
    if value.ndim == 2 and len(value) >= _TABLE:
        step = (np.abs(value).max(axis=1) / 127).astype(np.float16)
        safe = np.where(step > 0, step.astype(np.float32), 1)
        return {
            name: np.clip(np.rint(value / safe[:, None]), -127, 127).astype(np.int8),
            f"{name}.step": step,
        }
    return {name: value.astype(np.float16)}
