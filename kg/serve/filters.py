"""Which statements are meant: the filters that the addresses of the API have in common."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from typing import Annotated, Literal

import numpy as np
import numpy.typing as npt
from pydantic import BaseModel, ConfigDict, Field

from kg.analysis.filtered import Filter, known_sources
from kg.analysis.lookup import check_relation_name
from kg.errors import UnknownEntity, UnknownName
from kg.rdf.layout import MODALITIES
from kg.serve.content import ROLES, Content, Numbers
from kg.terminal import clean

__all__ = ["Filters", "Mask", "entity_number", "selected"]

Mask = npt.NDArray[np.bool_]
_COMPARED = 20_000  # of more names than these the nearest are not sought, which would take too long
_Place = Literal["any", "ends", "subject", "object", "place", "recipient", "topic", "attributed_to"]


class Filters(BaseModel):
    """Filters that a statement passes when all of those that are given fit it."""

    model_config = ConfigDict(extra="forbid")

    entity: Annotated[str | None, Field(description="Id of an entity that takes part.")] = None
    other: Annotated[str | None, Field(description="Id of another entity that takes part.")] = None
    acting: Annotated[bool, Field(description="Whoever acts for a country counts as the country.")] = False
    role: Annotated[
        _Place, Field(description="As what the entity takes part; ends: as subject or object.")
    ] = "ends"
    relation: Annotated[list[str], Field(description="Relations, any of them.")] = []
    modality: Annotated[list[str], Field(description="Modalities, any of them.")] = []
    since: Annotated[str | None, Field(description="First day, month or year (ISO 8601).")] = None
    until: Annotated[str | None, Field(description="Last day, month or year (ISO 8601).")] = None
    source: Annotated[list[str], Field(description="Sources of articles, by name or host, any of them.")] = []
    min_confidence: Annotated[float | None, Field(ge=0, le=1, description="The least confidence.")] = None
    article: Annotated[str | None, Field(description="Id of the article that says it.")] = None
    event: Annotated[str | None, Field(description="Id of the event that it is part of.")] = None
    speaker: Annotated[
        str | None, Field(description="Id of the one on whose word it is said; * for anybody.")
    ] = None
    country: Annotated[str | None, Field(description="ISO 3166-1 alpha-3 code of where it happens.")] = None

    def wanted(self) -> Filter:
        """The part that all commands share. Raises QueryError for a value that cannot be."""
        return Filter(
            self.since,
            self.until,
            tuple(self.source),
            tuple(self.relation),
            tuple(self.modality),
            self.min_confidence,
        )


def entity_number(content: Content, id: str) -> int:
    """The number of an entity. Raises UnknownEntity with the nearest ones."""
    number = content.entity_number.get(id)
    if number is None:
        words = id.rpartition("/")[2].replace("-", " ")[:100]
        found = content.search.find(words, lambda i: float(content.said[i]), 3)
        near = [content.entities[i].id for i in found] or _nearest(id, content.entity_number)
        raise UnknownEntity(clean(id[:200]), near)
    return number


def selected(content: Content, filters: Filters) -> Numbers:
    """The numbers of the statements that pass, in the order of time.

    Raises UnknownEntity, and QueryError for a value that no statement can have, with the nearest that some
    have.
    """
    mask = np.ones(len(content.statements), bool)
    _by_entity(content, filters, mask)
    _by_filter(content, filters.wanted(), mask)
    if filters.article is not None:
        mask &= content.article == _known(content.article_number, filters.article, "article")
    if filters.event is not None:
        mask &= content.event == _known(content.event_number, filters.event, "event")
    if filters.country is not None:
        codes = {code: i for i, code in enumerate(content.countries)}
        mask &= content.where == _known(codes, filters.country.upper(), "country")
    return np.flatnonzero(mask).astype(np.int32)


def _known(known: Mapping[str, int], name: str, what: str) -> int:
    """The number of a name. Raises UnknownName with the nearest ones."""
    number = known.get(name)
    if number is None:
        near = _nearest(name, known)
        remedy = f"did you mean {', '.join(near)}?" if near else ""
        raise UnknownName(clean(name[:200]), f"no {what} of this id in the store", remedy)
    return number


def _nearest(name: str, known: Mapping[str, int]) -> list[str]:
    if len(known) > _COMPARED:
        return []
    return [clean(one) for one in get_close_matches(name[:200], known, n=3, cutoff=0.6)]


def _by_filter(content: Content, wanted: Filter, mask: Mask) -> None:
    """Leave the statements that the filter which all commands share wants. Raises QueryError."""
    first, last = wanted.days
    if first is not None:
        mask &= content.last >= _number(first)
    if last is not None:
        mask &= (content.first <= _number(last)) & (content.first > 0)
    if wanted.relations:
        for name in wanted.relations:
            check_relation_name(name, content.labels, "/api/meta")
        mask &= np.isin(
            content.relation, [n for name, n in content.relation_number.items() if name in wanted.relations]
        )
    if wanted.modalities:
        mask &= np.isin(content.modality, [MODALITIES.index(name) for name in wanted.modalities])
    if wanted.sources:
        sources = known_sources(wanted.sources, content.source_names, "/api/meta")
        fitting = [not sources.isdisjoint(map(str.casefold, names)) for names in content.source_names]
        mask &= np.array([*fitting, False])[content.article]
    if wanted.min_confidence is not None:
        mask &= content.confidence >= wanted.min_confidence


def _number(day: str) -> int:
    """A day of ISO 8601 as ``Content.first`` has it."""
    return int(day.replace("-", ""))


def _by_entity(content: Content, filters: Filters, mask: Mask) -> None:
    roles = {"any": ROLES, "ends": ("subject", "object")}.get(filters.role, (filters.role,))
    for id in (filters.entity, filters.other):
        if id is not None:
            meant = _meant(content, entity_number(content, id), acting=filters.acting)
            within = roles if id == filters.entity else ("subject", "object")
            mask &= np.logical_or.reduce([meant[content.roles[role]] for role in within])
    if filters.speaker == "*":
        mask &= content.roles["attributed_to"] >= 0
    elif filters.speaker is not None:
        mask &= content.roles["attributed_to"] == entity_number(content, filters.speaker)


def _meant(content: Content, number: int, *, acting: bool) -> Mask:
    """Which entities are an entity, or act for it; false in the end, for no entity."""
    found = content.country_of == number if acting else np.zeros(len(content.entities) + 1, bool)
    found[number] = True
    return found
