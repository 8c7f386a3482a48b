"""The relations that can be extracted, as a user sees them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from kg.resources.ontology import load_ontology
from kg.resources.patterns import load_patterns

__all__ = ["DescribedRelation", "described_relations"]


@dataclass(frozen=True, slots=True)
class DescribedRelation:
    """A relation as a user sees it; ``patterns`` is how many patterns say it."""

    name: str
    label: str
    definition: str
    domain: tuple[str, ...]
    range: tuple[str, ...]
    plover: str | None
    symmetric: bool
    patterns: int


def described_relations(
    ontology: Iterable[Path] = (), patterns: Iterable[Path] = ()
) -> list[DescribedRelation]:
    """Every relation that can be extracted, by name. Raises DataError for files that are not well formed."""
    known = load_ontology(ontology)
    counts = Counter(pattern.relation for pattern in load_patterns(known, patterns).all)
    return [
        DescribedRelation(
            one.name,
            one.label,
            one.definition,
            one.domain,
            one.range,
            one.plover,
            one.symmetric,
            counts[one.name],
        )
        for one in sorted(known.relations.values(), key=lambda relation: relation.name)
    ]
