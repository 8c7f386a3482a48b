"""The words that stand for a participant, from its head."""

from __future__ import annotations

from typing import Final

import numpy as np

from kg.extraction.learned.features import Tree
from kg.extraction.learned.labels import DEPS

__all__ = ["phrase"]

_BEFORE: Final = frozenset(
    DEPS.index(name) + 1 for name in ("compound", "amod", "nmod", "nummod", "poss", "quantmod")
)


def phrase(tree: Tree, head: int) -> tuple[int, int]:
    """First and last word (inclusive): from the first of the words before the head that describe it, or
    describe those, to the head."""
    first, fresh = head, [head]
    while fresh:
        near = [word for above in fresh for word in np.flatnonzero(tree.head == above).tolist()]
        fresh = [word for word in near if word < head and int(tree.dep[word]) in _BEFORE]
        first = min([first, *fresh])
    return first, head
