"""How far confidence can be trusted: the model behind it fitted to judged statements, and tried on statements
it was not fitted to.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kg.extraction.factuality.confidence import signs
from kg.model import Statement
from kg.resources.confidence_weights import Weights

__all__ = ["Bucket", "Judged", "buckets", "fit", "held_out", "plot", "to_toml"]

Judged = tuple[Statement, bool]
"""A statement, and whether it is right."""

_FOLDS = 10
_PENALTY = 10.0
_STEPS = 30
_SMALLEST = 0.005
_Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Bucket:
    """Statements of about the same confidence: the mean of it, how many there are and how many of them are
    right.
    """

    confidence: float
    statements: int
    right: int

    def interval(self) -> tuple[float, float]:
        """The share right, from and to, with 95 % coverage (Wilson 1927)."""
        n, share, z = self.statements, self.right / self.statements, 1.96
        middle, half = share + z * z / (2 * n), z * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
        return (middle - half) / (1 + z * z / n), (middle + half) / (1 + z * z / n)


def fit(judged: Sequence[Judged]) -> Weights:
    """The weights of a logistic model with a ridge penalty, so that a rare sign says little (Newton's
    method).
    """
    names, table, right = _table(judged)
    weights = _solve(table, right)
    offsets: dict[str, dict[str, float]] = {}
    for (kind, sign), weight in zip(names, weights, strict=False):
        if abs(weight) >= _SMALLEST:
            offsets.setdefault(kind, {})[sign] = round(float(weight), 2)
    return Weights(round(float(weights[-1]), 2), offsets)


def held_out(judged: Sequence[Judged]) -> list[tuple[float, bool]]:
    """Each statement's confidence by weights fitted to other articles, and whether it is right: ten folds of
    articles.
    """
    _, table, right = _table(judged)
    fold = np.array(
        [int(hashlib.sha256(statement.article.encode()).hexdigest(), 16) % _FOLDS for statement, _ in judged]
    )
    found = np.zeros(len(judged))
    for number in range(_FOLDS):
        mine = fold == number
        if mine.any():
            found[mine] = _chance(table[mine] @ _solve(table[~mine], right[~mine]))
    return [(float(chance), bool(one)) for chance, one in zip(found, right, strict=True)]


def buckets(rated: Iterable[tuple[float, bool]], count: int) -> tuple[Bucket, ...]:
    """So many buckets of equal size, the least sure first."""
    ordered = sorted(rated)
    parts = [ordered[len(ordered) * i // count : len(ordered) * (i + 1) // count] for i in range(count)]
    return tuple(
        Bucket(sum(chance for chance, _ in part) / len(part), len(part), sum(right for _, right in part))
        for part in parts
        if part
    )


def plot(found: Sequence[Bucket], path: Path) -> None:
    """Write the share right against the confidence as SVG."""
    import matplotlib

    matplotlib.use("svg")
    from matplotlib import pyplot

    with pyplot.rc_context({"svg.hashsalt": "newskg", "font.size": 10, "svg.fonttype": "none"}):
        figure, axes = pyplot.subplots(figsize=(4.4, 4.0), layout="constrained")
        low = math.floor(10 * min([0.6, *(one.interval()[0] for one in found)])) / 10
        axes.plot([0, 1], [0, 1], color="0.7", linewidth=1, linestyle="--")
        shares = [one.right / one.statements for one in found]
        below, above = zip(
            *(
                (share - low, high - share)
                for share, (low, high) in zip(shares, map(Bucket.interval, found), strict=True)
            ),
            strict=True,
        )
        axes.errorbar(
            [one.confidence for one in found],
            shares,
            yerr=(below, above),
            fmt="o-",
            color="#1f5f8b",
            capsize=3,
        )
        axes.set(
            xlabel="confidence, from other articles",
            ylabel="share of statements that are right",
            xlim=(low, 1),
            ylim=(low, 1),
        )
        figure.savefig(path, format="svg", metadata={"Date": None})
        pyplot.close(figure)


def to_toml(weights: Weights, statements: int) -> str:
    """The file that kg reads."""
    lines = [
        (
            f"# Log-odds that a statement is right, fitted to {statements:,} statements of the "
            "development sets by"
        ),
        (
            "# `python -m benchmarks.quality --calibrate`: the base, and what each sign adds. A "
            "relation that is not here has the base."
        ),
        f"base = {weights.base}",
    ]
    for kind, signs_ in sorted(weights.offsets.items()):
        lines += ["", f"[{kind}]", *(f"{sign} = {weight}" for sign, weight in sorted(signs_.items()))]
    return "\n".join(lines) + "\n"


def _table(judged: Sequence[Judged]) -> tuple[list[tuple[str, str]], _Floats, _Floats]:
    """The signs that occur, which statement has which (the last column is 1), and which are right."""
    rows: list[Mapping[str, str]] = [signs(statement) for statement, _ in judged]
    names = sorted({pair for row in rows for pair in row.items()})
    place = {name: i for i, name in enumerate(names)}
    table = np.zeros((len(rows), len(names) + 1))
    table[:, -1] = 1
    for i, row in enumerate(rows):
        for pair in row.items():
            table[i, place[pair]] = 1
    return names, table, np.array([float(right) for _, right in judged])


def _solve(table: _Floats, right: _Floats) -> _Floats:
    weights = np.zeros(table.shape[1])
    penalty = np.full(table.shape[1], _PENALTY)
    penalty[-1] = 1e-6
    for _ in range(_STEPS):
        chance = _chance(table @ weights)
        slope = table.T @ (chance - right) + penalty * weights
        curve = (table.T * (chance * (1 - chance))) @ table + np.diag(penalty)
        weights = weights - np.linalg.solve(curve, slope)
    return weights


def _chance(odds: _Floats) -> _Floats:
    chance: _Floats = 1 / (1 + np.exp(-odds))
    return chance
