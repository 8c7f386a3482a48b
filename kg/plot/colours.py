"""ontology/colours.toml -> the colour of a relation, the same in every picture."""

from __future__ import annotations

import hashlib
import tomllib
from collections import Counter
from collections.abc import Iterable
from functools import cache

from kg import paths
from kg.analysis.edges import Edge

__all__ = ["relation_colour", "relation_colours"]


def relation_colour(relation: str) -> str:
    """The colour of a relation as ``#rrggbb``; it depends on nothing but its name."""
    listed, others = _colours()
    if relation in listed:
        return listed[relation]
    return others[int(hashlib.sha256(relation.encode()).hexdigest(), 16) % len(others)]


def relation_colours(found: Iterable[Edge]) -> dict[str, str]:
    """A colour for each relation of some edges, the most frequent first."""
    often = Counter(edge.relation for edge in found)
    order = sorted(often, key=lambda relation: (-often[relation], relation))
    return {relation: relation_colour(relation) for relation in order}


@cache
def _colours() -> tuple[dict[str, str], list[str]]:
    with (paths.ONTOLOGY / "colours.toml").open("rb") as file:
        given = tomllib.load(file)
    return given["relations"], given["others"]
