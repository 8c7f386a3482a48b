"""Fingerprints of articles -> which articles are reprints of others: the same text, or nearly, under another URL or agency.

A reprint is no second witness. Two articles belong together when they have most of their five-word phrases in common; the first
published of those that belong together is the original, the first by id among several or without dates.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from kg.graph.fingerprint import likeness

__all__ = ["Printed", "originals"]

_SAME = 0.55
"""From which share of common phrases on a text is another's reprint: more than half, or a round-up would make its two stories one."""
_COMMON = 50
"""A phrase that so many articles have is boilerplate: it brings no two together."""


@dataclass(frozen=True, slots=True)
class Printed:
    """An article (its IRI) with its date and the fingerprint of its text, where known."""

    article: str
    published: str | None = None
    fingerprint: str | None = None


def originals(articles: Iterable[Printed]) -> dict[str, str]:
    """The IRI of the original for each article that is a reprint, in order; the same for any order of articles."""
    found = sorted((a for a in articles if a.fingerprint), key=lambda a: (a.published is None, a.published or "", a.article))
    root = list(range(len(found)))

    def first(i: int) -> int:
        while root[i] != i:
            root[i] = root[root[i]]
            i = root[i]
        return i

    for i, j in _candidates(found):
        one, other = first(i), first(j)
        if one != other and likeness(found[i].fingerprint or "", found[j].fingerprint or "") >= _SAME:
            root[max(one, other)] = min(one, other)
    pairs = {found[i].article: found[first(i)].article for i in range(len(found)) if first(i) != i}
    return dict(sorted(pairs.items()))


def _candidates(articles: list[Printed]) -> list[tuple[int, int]]:
    """Pairs of articles that have phrases in common, the same text first."""
    holders: defaultdict[str, list[int]] = defaultdict(list)
    for i, article in enumerate(articles):
        for phrase in (article.fingerprint or "").split():
            holders[phrase].append(i)
    together: Counter[tuple[int, int]] = Counter()
    for having in holders.values():
        kept = having if len(having) <= _COMMON else having[:1]
        together.update((i, j) for n, i in enumerate(kept) for j in kept[n + 1 :])
    same: dict[str, int] = {}
    pairs = [(same.setdefault(a.fingerprint or "", i), i) for i, a in enumerate(articles)]
    return [*((i, j) for i, j in pairs if i != j), *sorted(together)]
