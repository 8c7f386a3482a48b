"""Ministries that an article names without their country ("the Department of Justice"): they are those of
the country of which it speaks.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from kg.extraction.entities.discourse import DiscourseState
from kg.extraction.entities.name_clustering import EntityBuilder, ResolvedMention, each_mention

__all__ = ["country_of_ministries"]

_OF = ("department of ", "department for ", "ministry of ", "ministry for ")


def country_of_ministries(state: DiscourseState) -> list[ResolvedMention]:
    """Make unknown ministries without a country those of the country of two thirds of the article's names
    that have one, if it has such bodies; gives the mentions that stand for another body then.
    """
    found = []
    for builder, mentions in _bodies(state):
        if builder.country is None and builder.cls == "Ministry" and _is_of_field(state, builder):
            country = _prevailing(Counter(state.countries_of(each_mention(state.names))))
            if country is not None and state.registry.bodies.calls_so(country.country, builder.label):
                _put(state, builder, mentions, country)
                found += mentions
    return found


def _bodies(state: DiscourseState) -> Iterator[tuple[EntityBuilder, list[ResolvedMention]]]:
    """The bodies that names of the article mean, each with these names, in order."""
    found: dict[EntityBuilder, list[ResolvedMention]] = {}
    for mention in each_mention(state.names):
        if len(mention.builders) == 1 and mention.builders[0].id.startswith("organization/"):
            found.setdefault(mention.builders[0], []).append(mention)
    yield from found.items()


def _is_of_field(state: DiscourseState, builder: EntityBuilder) -> bool:
    """Whether a body's name says but what it is a ministry of ("Department of Justice")."""
    return state.lexicon.spelled_phrase(builder.label).startswith(_OF)


def _prevailing(count: Counter[EntityBuilder]) -> EntityBuilder | None:
    """The country that is named in two of three cases; None without one."""
    best = max(count, key=lambda country: count[country], default=None)
    return best if best is not None and 3 * count[best] >= 2 * count.total() else None


def _put(
    state: DiscourseState, builder: EntityBuilder, mentions: list[ResolvedMention], country: EntityBuilder
) -> None:
    """Let names of a body mean the one of a country."""
    body = state.registry.state_body(builder.cls, country, builder.label, builder.sector)
    body.names |= builder.names
    del state.registry.builders[builder.id]
    for mention in mentions:
        mention.builders = (body,)
