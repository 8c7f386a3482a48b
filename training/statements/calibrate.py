"""Confidence: from the signs of a candidate to the chance that it is right, learned on sentences that the
network was not trained on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from kg.extraction.learned.labels import RELATIONS
from kg.extraction.learned.pairs import Floats

STEP = 0.5
"""How much of a unit a relation weighs: less than a sign."""


class Judge(nn.Module):
    """A logistic regression over signs and relation."""

    def __init__(self, signs: int) -> None:
        super().__init__()
        self.register_buffer("mean", torch.zeros(signs))
        self.register_buffer("spread", torch.ones(signs))
        self.line = nn.Linear(signs, 1)
        self.relation = nn.Embedding(len(RELATIONS), 1)
        for weight in self.parameters():
            nn.init.zeros_(weight)

    def forward(self, signs: Tensor, relations: Tensor) -> Tensor:
        """Scores; their sigmoid is the chance."""
        seen = (signs - self.mean) / self.spread
        return (self.line(seen) + STEP * self.relation(relations)).squeeze(-1)


@dataclass(frozen=True, slots=True)
class Cases:
    """Candidates with what is right of them (0 or 1), and the group (sentence) of each."""

    signs: Floats
    relations: np.ndarray
    right: Floats
    group: np.ndarray

    def only(self, mask: NDArray[np.bool_]) -> Cases:
        """Those of the mask."""
        return Cases(self.signs[mask], self.relations[mask], self.right[mask], self.group[mask])


def train(cases: Cases, tightness: float = 5.0) -> Judge:
    """The judge that fits the cases, its weights held small (ridge)."""
    judge = Judge(cases.signs.shape[1])
    judge.mean.copy_(torch.from_numpy(cases.signs.mean(0)))
    judge.spread.copy_(torch.from_numpy(cases.signs.std(0) + 1e-3))
    signs, relations, right = (
        torch.from_numpy(cases.signs),
        torch.from_numpy(cases.relations),
        torch.from_numpy(cases.right),
    )
    optimizer = torch.optim.LBFGS(judge.parameters(), max_iter=200, line_search_fn="strong_wolfe")

    def closure() -> Tensor:
        optimizer.zero_grad()
        loss = nn.functional.binary_cross_entropy_with_logits(judge(signs, relations), right, reduction="sum")
        loss = loss + tightness * (judge.line.weight.square().sum() + judge.relation.weight.square().sum())
        loss.backward()
        return loss

    optimizer.step(closure)
    return judge.eval()


@torch.no_grad()
def confidences(judge: Judge, signs: Floats, relations: np.ndarray) -> Floats:
    """The chances."""
    return torch.sigmoid(judge(torch.from_numpy(signs), torch.from_numpy(relations))).numpy()


def crossed(cases: Cases, certain: NDArray[np.bool_], folds: int = 5) -> Floats:
    """The chance of each case by a judge trained on the certain ones of the other folds."""
    found = np.zeros(len(cases.right), dtype=np.float32)
    for fold in range(folds):
        mine = cases.group % folds == fold
        judge = train(cases.only(~mine & certain))
        found[mine] = confidences(judge, cases.signs[mine], cases.relations[mine])
    return found


def arrays(candidates: Sequence[object]) -> tuple[Floats, np.ndarray]:
    """Signs and relations of candidates."""
    if not candidates:
        raise ValueError("sentences held back: nothing was read in them; train longer")
    signs = np.array([one.signs for one in candidates], dtype=np.float32)  # type: ignore[attr-defined]
    return signs, np.array([one.relation for one in candidates], dtype=np.int64)  # type: ignore[attr-defined]
