"""Which statements are meant: the filters that the addresses of the API have in common."""

from __future__ import annotations

import re
from typing import Annotated, Literal

import numpy as np
import numpy.typing as npt
from pydantic import BaseModel, ConfigDict, Field

from kg.errors import QueryError, UnknownEntity
from kg.rdf.layout import MODALITIES
from kg.serve.collected import ROLES, Content, Numbers

__all__ = ["Filters", "Mask", "day_of", "entity_number", "selected"]

Mask = npt.NDArray[np.bool_]
_DATE = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?", re.ASCII)
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
    source: Annotated[list[str], Field(description="Sources of articles, any of them.")] = []
    min_confidence: Annotated[float, Field(ge=0, le=1, description="The least confidence.")] = 0.0
    article: Annotated[str | None, Field(description="Id of the article that says it.")] = None
    event: Annotated[str | None, Field(description="Id of the event that it is part of.")] = None
    speaker: Annotated[
        str | None, Field(description="Id of the one on whose word it is said; * for anybody.")
    ] = None
    country: Annotated[str | None, Field(description="ISO 3166-1 alpha-3 code of where it happens.")] = None


def entity_number(content: Content, id: str) -> int:
    """The number of an entity. Raises UnknownEntity."""
    number = content.entity_number.get(id)
    if number is None:
        raise UnknownEntity(id[:200])
    return number


def day_of(text: str, *, last: bool = False) -> int:
    """A date, month or year as ``Content.day`` counts; ``last`` for the end of the month or year.

    Raises QueryError.
    """
    found = _DATE.fullmatch(text)
    if found is None:
        raise QueryError(text[:50], "is no date", "write 2024-01-31, 2024-01 or 2024")
    year, month, day = found.groups()
    return int(year) * 10_000 + int(month or (99 if last else 0)) * 100 + int(day or (99 if last else 0))


def selected(content: Content, filters: Filters) -> Numbers:
    """The numbers of the statements that pass, in the order of time.

    Raises UnknownEntity, and QueryError for a filter that cannot be.
    """
    mask = np.ones(len(content.statements), bool)
    _by_entity(content, filters, mask)
    _by_time(content, filters, mask)
    if filters.relation:
        mask &= np.isin(content.relation, _numbers(content.relation_number, filters.relation))
    if filters.modality:
        modalities = {str(name): i for i, name in enumerate(MODALITIES)}
        mask &= np.isin(content.modality, _numbers(modalities, filters.modality))
    if filters.source:
        known = {name: i for i, name in enumerate(content.sources)}
        mask &= np.isin(content.source, _numbers(known, filters.source))
    if filters.min_confidence:
        mask &= content.confidence >= filters.min_confidence - 1e-6
    if filters.article is not None:
        mask &= content.article == content.article_number.get(filters.article, -2)
    if filters.event is not None:
        mask &= content.event == content.event_number.get(filters.event, -2)
    if filters.country is not None:
        mask &= np.isin(
            content.where, [i for i, code in enumerate(content.countries) if code == filters.country]
        )
    return np.flatnonzero(mask).astype(np.int32)


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


def _by_time(content: Content, filters: Filters, mask: Mask) -> None:
    if filters.since is not None:
        mask &= content.day >= day_of(filters.since)
    if filters.until is not None:
        mask &= (content.day <= day_of(filters.until, last=True)) & (content.day > 0)


def _numbers(known: dict[str, int], names: list[str]) -> list[int]:
    return [known[name] for name in names if name in known]
