"""Store -> why names of several articles are one entity, where a namesake was kept apart, and which articles
are reprints.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.rdf.layout import UNDECIDED, id_of
from kg.rdf.selections import REPRINTS, distinctions_of, identifications_of
from kg.resources.namespaces import article_id
from kg.store.select import solutions

if TYPE_CHECKING:
    from kg.store.base import Store

__all__ = ["Apart", "Merged", "apart", "independent", "merged", "originals"]


@dataclass(frozen=True, slots=True)
class Merged:
    """That an article's ``local_id`` (the id that it alone would give) is this entity, and why."""

    article: str
    local_id: str
    because: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Apart:
    """Another entity of a name, by id, and its traits in words."""

    name: str
    id: str
    traits: str


def merged(store: Store, iri: str) -> tuple[Merged, ...]:
    """The articles that alone would call an entity something else, or that name one of several of its name,
    by article.
    """
    reasons: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for row in solutions(store, identifications_of(f"<{iri}>")):
        article = article_id(store.base, row["article"].value) or row["article"].value
        reasons[article, row["id"].value].update([row["why"].value] if row["why"] else [])
    return tuple(Merged(article, id, tuple(sorted(why))) for (article, id), why in sorted(reasons.items()))


def apart(store: Store, iri: str) -> tuple[Apart, ...]:
    """The other entities of an entity's name, by name and id."""
    found: dict[tuple[str, str], str] = {}
    for row in solutions(store, distinctions_of(f"<{iri}>")):
        id = id_of(store.base, row["other"].value)
        traits = "of whom it is not told who they are" if row["kind"].value == UNDECIDED else ""
        start = f"{id}: "
        if row["why"] and row["why"].value.startswith(start):
            traits = row["why"].value.removeprefix(start)
        found[row["name"].value, id] = traits or found.get((row["name"].value, id), "")
    return tuple(Apart(name, id, traits) for (name, id), traits in sorted(found.items()))


def originals(store: Store) -> dict[str, str]:
    """The IRI of the original, by the IRI of each article that is a reprint."""
    return {row["reprint"].value: row["original"].value for row in solutions(store, REPRINTS)}


def independent(articles: Iterable[str], original: Mapping[str, str]) -> tuple[list[str], list[str]]:
    """Some articles without those that are reprints of others among them, and these, both sorted.

    Ids or IRIs, as in ``original``.
    """
    articles, first = set(articles), dict[str, str]()
    for article in sorted(articles, key=lambda a: (a in original, a)):
        first.setdefault(original.get(article, article), article)
    kept = set(first.values())
    return sorted(kept), sorted(articles - kept)
