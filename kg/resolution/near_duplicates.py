"""Fingerprints of articles -> which articles are reprints of others: the same text, or nearly, under another
URL or agency.

A reprint is no second witness. Two articles belong together when they have most of their five-word phrases in
common; the first published of those that belong together is the original, the first by id among several or
without dates.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from kg.fingerprint import likeness
from kg.resolution.disjoint_sets import DisjointSets

__all__ = ["COMMON", "SAME", "Printed", "candidates", "find_reprints"]

SAME = 0.55
"""From which share of common phrases on a text is another's reprint: more than half, or a round-up would make
its two stories one.
"""
COMMON = 50
"""A phrase that so many articles have is boilerplate: it brings no two together."""


@dataclass(frozen=True, slots=True)
class Printed:
    """An article (its IRI) with its date and the fingerprint of its text, where known."""

    article: str
    published: str | None = None
    fingerprint: str | None = None


def find_reprints(articles: Iterable[Printed]) -> dict[str, str]:
    """The IRI of the original for each article that is a reprint, in order; the same for any order of
    articles.
    """
    found = sorted(
        (a for a in articles if a.fingerprint),
        key=lambda a: (a.published is None, a.published or "", a.article),
    )
    same = DisjointSets(len(found))
    for i, j in candidates(found):
        if same.smallest(i) != same.smallest(j) and _is_reprint(found[i], found[j]):
            same.merge(i, j)
    pairs = {article.article: found[same.smallest(i)].article for i, article in enumerate(found)}
    return {reprint: original for reprint, original in sorted(pairs.items()) if reprint != original}


def _is_reprint(one: Printed, other: Printed) -> bool:
    return likeness(one.fingerprint or "", other.fingerprint or "") >= SAME


def candidates(articles: list[Printed]) -> list[tuple[int, int]]:
    """Pairs of articles that have phrases in common, the same text first."""
    together = {pair for group in _sharing(articles) for pair in combinations(group, 2)}
    same: dict[str, int] = {}
    pairs = [(same.setdefault(a.fingerprint or "", i), i) for i, a in enumerate(articles)]
    return [*((i, j) for i, j in pairs if i != j), *sorted(together)]


def _sharing(articles: list[Printed]) -> Iterator[list[int]]:
    """The articles that have a phrase in common, in order, for each phrase that several but not too many
    have.

    There are millions of phrases, most of them of one article alone, so they are sorted as numbers: eight
    bytes each.
    """
    marks = [np.frombuffer(bytes.fromhex(article.fingerprint or ""), dtype=">u4") for article in articles]
    if not marks:
        return
    phrases, holders = (
        np.concatenate(marks),
        np.repeat(np.arange(len(marks), dtype=np.int32), [len(mark) for mark in marks]),
    )
    order = np.argsort(phrases, kind="stable")
    begins = np.flatnonzero(np.diff(phrases[order].astype(np.int64), prepend=-1))
    sizes = np.diff(begins, append=len(order))
    for place in np.flatnonzero((sizes > 1) & (sizes <= COMMON)):
        begin = begins[place]
        yield [int(holder) for holder in holders[order[begin : begin + sizes[place]]]]
