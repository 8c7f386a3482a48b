"""Statements against annotation: what the scoring of the annotated corpus counts, over all thresholds at
once.

A statement is right when its sentence has a row of the same relation whose participants are the statement's:
their words overlap by half of the shorter. Rows that can be argued about are neither required nor punished.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from kg.extraction.learned.labels import SYMMETRIC

_SMALL = frozenset({"the", "a", "an", "of", "s", "and", "in"})
Words = frozenset[str]


@dataclass(slots=True)
class Said:
    """One statement: words of its participants (empty: absent), modality, confidence."""

    relation: str
    subject: Words
    object: Words
    modality: str
    confidence: float
    verdict: str = ""


def words_of(text: str | None) -> Words:
    """The words of a phrase that count."""
    return frozenset(re.findall(r"\w+", (text or "").lower())) - _SMALL


def _touch(gold: Sequence[Words], said: Words) -> bool:
    return any(len(words & said) / min(len(words), len(said)) >= 0.5 for words in gold if words)


@dataclass(slots=True)
class _Row:
    relation: str
    certain: bool
    subject: list[Words]
    object: list[Words]
    modality: str
    two: bool
    best: float = -1.0
    best_with_modality: float = -1.0


def rows_of(rows: Iterable[dict[str, Any]]) -> list[_Row]:
    """The rows of an annotated record as they are compared."""
    found = []
    for row in rows:
        sides = [
            [w for w in (words_of((row[side] or {}).get("text")), words_of(row.get(side + "_is"))) if w]
            for side in ("subject", "object")
        ]
        found.append(
            _Row(
                row["relation"],
                row["certain"],
                *sides,
                row["modality"],
                bool(row["subject"] and row["object"]),
            )
        )
    return found


def _fits(row: _Row, said: Said) -> int:
    if row.relation != said.relation:
        return 0
    best = _way(row, said.subject, said.object)
    return max(best, _way(row, said.object, said.subject)) if row.relation in SYMMETRIC else best


def _way(row: _Row, subject: Words, other: Words) -> int:
    worth = 2
    for gold, mine in ((row.subject, subject), (row.object, other)):
        if gold and mine:
            if not _touch(gold, mine):
                return 0
        elif gold:
            worth = 1
        elif mine:
            return 0
    return worth


def judge(rows: Sequence[_Row], said: Iterable[Said]) -> None:
    """Give each statement its verdict, and each row the confidence of the surest statement that
    finds it."""
    for one in said:
        worth = [(_fits(row, one), row) for row in rows]
        right = [row for value, row in worth if value == 2]
        sure = any(row.certain for row in right)
        one.verdict = (
            "right"
            if sure
            else "optional"
            if right
            else "partial"
            if any(value == 1 for value, _ in worth)
            else "wrong"
        )
        for row in right:
            row.best = max(row.best, one.confidence)
            if row.modality == one.modality:
                row.best_with_modality = max(row.best_with_modality, one.confidence)


def _found(rows: Sequence[_Row], threshold: float) -> float:
    """The share of rows that a statement of such a confidence finds."""
    return sum(row.best >= threshold for row in rows) / max(1, len(rows))


def _verdicts(said: Iterable[Said]) -> list[tuple[float, bool]]:
    """The confidence of each statement that is right or wrong, and whether it is right."""
    return [(one.confidence, one.verdict == "right") for one in said if one.verdict in ("right", "wrong")]


@dataclass(slots=True)
class Tally:
    """All verdicts of a corpus."""

    rows: list[_Row] = field(default_factory=list)
    said: list[Said] = field(default_factory=list)

    def at(self, threshold: float) -> dict[str, float]:
        """Precision, recall of statements with two and with one participant, F1 over all, share of right
        modality, from a confidence on."""
        kept = [one for one in self.said if one.confidence >= threshold]
        right, wrong = (sum(one.verdict == name for one in kept) for name in ("right", "wrong"))
        certain = [row for row in self.rows if row.certain]
        found = [row for row in certain if row.best >= threshold]
        precision = right / max(1, right + wrong)
        recall = len(found) / max(1, len(certain))
        return {
            "threshold": threshold,
            "precision": precision,
            "two": _found([row for row in certain if row.two], threshold),
            "one": _found([row for row in certain if not row.two], threshold),
            "recall": recall,
            "f1": 2 * precision * recall / max(1e-9, precision + recall),
            "modality": sum(r.best_with_modality >= threshold for r in found) / max(1, len(found)),
            "separation": separation(_verdicts(kept)),
        }

    def best(self) -> dict[str, float]:
        """The figures at the threshold of the best F1."""
        return max((self.at(k / 100) for k in range(2, 90, 2)), key=lambda found: found["f1"])

    def precise(self, least: float = 0.8) -> dict[str, float]:
        """The figures at the lowest threshold of such a precision."""
        found = [self.at(k / 100) for k in range(2, 97, 1)]
        return next((one for one in found if one["precision"] >= least), found[-1])


def separation(pairs: Sequence[tuple[float, bool]]) -> float:
    """The chance that a right one has the higher confidence."""
    right = sorted(value for value, good in pairs if good)
    wrong = [value for value, good in pairs if not good]
    if not right or not wrong:
        return 0.5
    return sum(1 - (bisect_left(right, w) + bisect_right(right, w)) / 2 / len(right) for w in wrong) / len(
        wrong
    )


def shown(figures: dict[str, float]) -> str:
    """The figures in a line."""
    return " ".join(f"{name} {value:.3f}" for name, value in figures.items())
