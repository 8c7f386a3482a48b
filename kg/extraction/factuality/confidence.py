"""How far a statement can be trusted: the share of right statements among those of the development sets that
look like it.

The share comes from a logistic model (Cox 1958) over a few signs that anybody can see: the relation, how
subject and object are named, the modality, the distance of the subject from its verb, the length of the
sentence. Its weights, log-odds, stand in ontology/confidence.toml; `python -m benchmarks.quality --calibrate`
fits them.
"""

from __future__ import annotations

import math

from kg.model import Argument, Statement
from kg.resources.confidence_weights import Weights

__all__ = ["confidence", "signs"]

_PRONOUNS = frozenset("he she it they we i you who which that him her us them his its their our".split())
_GROUPS = frozenset({"Group", "ArmedGroup"})
_FAR = 60
_LONG, _SHORT = 30, 12


def confidence(statement: Statement, weights: Weights) -> float:
    """The expected share of right statements among those with the same signs: above 0, below 1, to three
    decimals.
    """
    odds = weights.base + sum(
        weights.offsets.get(kind, {}).get(sign, 0.0) for kind, sign in signs(statement).items()
    )
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
    """How the sentence names an argument: by pronoun, name, or description; a group without a name is one of
    its own.
    """
    if argument is None:
        return "none"
    words = statement.sentence.text[
        argument.begin - statement.sentence.begin : argument.end - statement.sentence.begin
    ]
    if words.lower() in _PRONOUNS:
        return "pronoun"
    if argument.entity.cls in _GROUPS:
        return "group"
    return "name" if words[:1].isupper() else "description"
