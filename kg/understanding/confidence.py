"""How far a statement can be trusted: the share of right statements among those of the development sets that look like it.

The share comes from a logistic model (Cox 1958) over a few signs that anybody can see: the relation, how subject and object are named, the
modality, the distance of the subject from its verb, the length of the sentence. Its weights, log-odds, stand in ontology/confidence.toml;
`python -m benchmarks.quality --calibrate` fits them.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from kg.errors import DataError
from kg.model import Argument, Statement
from kg.paths import ONTOLOGY

__all__ = ["PATH", "Weights", "confidence", "load_weights", "signs"]

PATH = ONTOLOGY / "confidence.toml"

_PRONOUNS = frozenset("he she it they we i you who which that him her us them his its their our".split())
_GROUPS = frozenset({"Group", "ArmedGroup"})
_FAR = 60
_LONG, _SHORT = 30, 12


@dataclass(frozen=True, slots=True)
class Weights:
    """Log-odds: ``base``, and by kind of sign and sign what is added. A sign that is not there adds nothing."""

    base: float
    offsets: Mapping[str, Mapping[str, float]]


def load_weights(path: Path = PATH) -> Weights:
    """The weights in ``path``. Raises DataError where the file is absent or not well formed."""
    try:
        with path.open("rb") as file:
            table = tomllib.load(file)
        base = float(table.pop("base"))
        offsets = {kind: {sign: float(weight) for sign, weight in signs_.items()} for kind, signs_ in table.items()}
    except (OSError, tomllib.TOMLDecodeError, KeyError, TypeError, ValueError, AttributeError) as error:
        fault = f"does not hold the weights of confidence ({error})"
        raise DataError(path, fault, "write `base` and tables of numbers, as `python -m benchmarks.quality --calibrate` does") from error
    return Weights(base, offsets)


def confidence(statement: Statement, weights: Weights) -> float:
    """The expected share of right statements among those with the same signs: above 0, below 1, to three decimals."""
    odds = weights.base + sum(weights.offsets.get(kind, {}).get(sign, 0.0) for kind, sign in signs(statement).items())
    return round(1 / (1 + math.exp(-odds)), 3)


def signs(statement: Statement) -> dict[str, str]:
    """What tells how far a statement can be trusted, by kind."""
    words = len(statement.sentence.text.split())
    found = {
        "relation": statement.relation or "open",
        "subject": _way(statement, statement.subject),
        "object": _way(statement, statement.object),
        "modality": statement.modality,
        "sentence": "long" if words > _LONG else "short" if words < _SHORT else "middling",
    }
    if statement.subject is not None:
        found["distance"] = "far" if abs(statement.trigger.begin - statement.subject.begin) > _FAR else "near"
    return found


def _way(statement: Statement, argument: Argument | None) -> str:
    """How the sentence names an argument: by pronoun, name, or description; a group without a name is one of its own."""
    if argument is None:
        return "none"
    words = statement.sentence.text[argument.begin - statement.sentence.begin : argument.end - statement.sentence.begin]
    if words.lower() in _PRONOUNS:
        return "pronoun"
    if argument.entity.cls in _GROUPS:
        return "group"
    return "name" if words[:1].isupper() else "description"
