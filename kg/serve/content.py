"""What the API looks up of a store: entities, articles, and a column of numbers for each property of the
statements.

A filter is a comparison of a few arrays, whatever the size of the store.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from kg.analysis.filtered import names_of_source
from kg.analysis.nodes import Node
from kg.serve.names import NameIndex

__all__ = ["ROLES", "Article", "Content", "Numbers"]

Numbers: TypeAlias = npt.NDArray[np.int32]

ROLES = ("subject", "object", "place", "recipient", "topic", "attributed_to")
"""The columns of a statement that hold entities."""
_ACTORS = ("country/", "person/", "organization/", "group/")


@dataclass(frozen=True, slots=True)
class Article:
    """An article without its text. ``date`` is the day it was published, as ISO 8601."""

    id: str
    iri: str
    title: str
    date: str
    source: str
    url: str


@dataclass(frozen=True)
class Content:
    """The content of a store: arrays have one number for each statement, in the order of time.

    Entities, relations, articles and events are numbers into the lists of these names; -1 stands for none.
    ``day`` is 20240131, with 00 for an unknown day or month, 0 for no time: that of which a statement speaks
    or, where it tells no year, that of its article; ``first`` and ``last`` are the days that it takes.
    ``original`` is the article, or the one that it reprints. ``where`` is the country in which it happens, of
    ``countries`` (ISO 3166-1 alpha-3), of which ``maps`` gives the alpha-2 codes. ``country_of`` is the
    entity that is the country of each entity, if there is one.
    ``tones`` says of relations whether they are cooperation or conflict.
    """

    version: str
    statements: list[str]
    entities: list[Node]
    relations: list[str]
    articles: list[Article]
    events: list[str]
    labels: dict[str, str]
    names: dict[int, list[str]]
    roles: dict[str, Numbers]
    relation: Numbers
    modality: Numbers
    article: Numbers
    original: Numbers
    event: Numbers
    day: Numbers
    first: Numbers
    last: Numbers
    confidence: npt.NDArray[np.float64]
    sources: list[str]
    where: Numbers
    countries: list[str]
    country_of: Numbers
    country_labels: dict[str, str]
    maps: dict[str, str]
    symmetric: frozenset[str]
    tones: dict[str, str]
    search: NameIndex
    entity_number: dict[str, int] = field(default_factory=dict)
    relation_number: dict[str, int] = field(default_factory=dict)
    article_number: dict[str, int] = field(default_factory=dict)
    event_number: dict[str, int] = field(default_factory=dict)

    article_iris: dict[str, int] = field(default_factory=dict)

    @cached_property
    def said(self) -> Numbers:
        """How many statements speak of each entity, in any role."""
        found = np.zeros(len(self.entities), np.int32)
        for column in self.roles.values():
            found += np.bincount(column[column >= 0], minlength=len(found)).astype(np.int32)
        return found

    @cached_property
    def entity_rank(self) -> Numbers:
        """The place of each entity in the order of ids; that of the last one for none."""
        return _ranks([node.id for node in self.entities] + [""])

    @cached_property
    def relation_rank(self) -> Numbers:
        """The place of each relation in the order of names."""
        return _ranks(self.relations)

    @cached_property
    def article_rank(self) -> Numbers:
        """The place of each article in the order of time."""
        return _ranks([(one.date, one.id) for one in self.articles])

    @cached_property
    def is_symmetric(self) -> npt.NDArray[np.bool_]:
        """Which relations hold both ways; false in the end, for none."""
        return np.array([name in self.symmetric for name in self.relations] + [False], bool)

    @cached_property
    def actors(self) -> Numbers:
        """The number of each entity that is an actor, -1 of others, and in the end, for none."""
        acts = [node.id.startswith(_ACTORS) for node in self.entities]
        return np.array([i if one else -1 for i, one in enumerate(acts)] + [-1], np.int32)

    @cached_property
    def titles(self) -> list[str]:
        """The titles of the articles without capitals."""
        return [one.title.casefold() for one in self.articles]

    @cached_property
    def statement_number(self) -> dict[str, int]:
        """The number of each statement by its id."""
        return {id: i for i, id in enumerate(self.statements)}

    @cached_property
    def source_names(self) -> list[tuple[str, ...]]:
        """The names that the source of each article goes by."""
        return [names_of_source(one.source, one.url) for one in self.articles]

    def article_of(self, iri: str) -> Article | None:
        """The article of an IRI."""
        number = self.article_iris.get(iri)
        return None if number is None else self.articles[number]


def _ranks(keys: Sequence[str] | Sequence[tuple[str, str]]) -> Numbers:
    """The place of each key in the order of keys."""
    found = np.empty(len(keys), np.int32)
    found[sorted(range(len(keys)), key=keys.__getitem__)] = np.arange(len(keys), dtype=np.int32)
    return found
