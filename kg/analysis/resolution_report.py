"""Store -> why names of several articles are one entity, where a namesake was kept apart, and which articles
are reprints.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.resources.namespaces import article_id, entity_id
from kg.store.select import prologue

if TYPE_CHECKING:
    from kg.store.base import Store

__all__ = ["Apart", "Merged", "apart", "independent", "merged", "originals"]

_PROLOGUE = prologue("kg")


@dataclass(frozen=True, slots=True)
class Merged:
    """That an article's ``local_id`` (the id that it alone would give) is this entity, and why."""

    article: str
    local_id: str
    because: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Apart:
    """Another bearer of a name, by id, and what is told of it."""

    name: str
    id: str
    told: str


def merged(store: Store, iri: str) -> tuple[Merged, ...]:
    """The articles that alone would call an entity something else, or that name one of several bearers of its
    name, by article.
    """
    query = f"""{_PROLOGUE}SELECT ?d ?article ?id ?why WHERE {{
        ?d kg:identifiedAs <{iri}> ; kg:inArticle ?article ; kg:readAs ?id
        OPTIONAL {{ ?d kg:because ?why }} }}"""
    reasons: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for row in store.query(query):
        article = article_id(store.base, row["article"].value) or row["article"].value
        reasons[article, row["id"].value].update([row["why"].value] if row["why"] else [])
    return tuple(Merged(article, id, tuple(sorted(why))) for (article, id), why in sorted(reasons.items()))


def apart(store: Store, iri: str) -> tuple[Apart, ...]:
    """The other bearers of an entity's name, by name and id."""
    query = f"""{_PROLOGUE}SELECT ?name ?kind ?other ?why WHERE {{
        ?d kg:distinguishes|kg:undecided <{iri}> ; kg:sharedName ?name ; ?kind ?other
        VALUES ?kind {{ kg:distinguishes kg:undecided }} FILTER(?other != <{iri}>)
        OPTIONAL {{ ?d kg:because ?why }} }}"""
    found: dict[tuple[str, str], str] = {}
    for row in store.query(query):
        id = entity_id(store.base, row["other"].value) or row["other"].value
        told = "of whom it is not told who they are" if row["kind"].value.endswith("undecided") else ""
        start = f"{id}: "
        if row["why"] and row["why"].value.startswith(start):
            told = row["why"].value.removeprefix(start)
        found[row["name"].value, id] = told or found.get((row["name"].value, id), "")
    return tuple(Apart(name, id, told) for (name, id), told in sorted(found.items()))


def originals(store: Store) -> dict[str, str]:
    """The IRI of the original, by the IRI of each article that is a reprint."""
    rows = store.query(
        f"{_PROLOGUE}SELECT ?reprint ?original WHERE {{ ?d kg:reprint ?reprint ; kg:original ?original }}"
    )
    return {row["reprint"].value: row["original"].value for row in rows}


def independent(articles: Iterable[str], original: Mapping[str, str]) -> tuple[list[str], list[str]]:
    """Some articles without those that are reprints of others among them, and these, both sorted.

    Ids or IRIs, as in ``original``.
    """
    articles, first = set(articles), dict[str, str]()
    for article in sorted(articles, key=lambda a: (a in original, a)):
        first.setdefault(original.get(article, article), article)
    kept = set(first.values())
    return sorted(kept), sorted(articles - kept)
