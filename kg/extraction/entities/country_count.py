"""How often an article names each country: itself, by who stands for it, by who belongs to it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from kg.extraction.entities.name_clustering import EntityBuilder, ResolvedMention

__all__ = ["CountryCount"]


class CountryCount:
    """The countries of some names, counted once and again where an entity's country changes.

    ``country_of`` gives an entity's country; ``moved`` gets every entity whose country changes.
    """

    def __init__(
        self,
        mentions: Iterable[ResolvedMention],
        country_of: Callable[[EntityBuilder], EntityBuilder | None],
        moved: Sequence[EntityBuilder],
    ) -> None:
        self._country_of, self._moved, self._seen = country_of, moved, len(moved)
        self._times = Counter(builder for one in mentions for builder in one.builders)
        self._filed = {builder: country_of(builder) for builder in self._times}
        self._counts: Counter[EntityBuilder] = Counter()
        for builder, country in self._filed.items():
            if country is not None:
                self._counts[country] += self._times[builder]

    def counts(self) -> Counter[EntityBuilder]:
        """How often each country is named, as far as is known now; not to be changed."""
        for builder in self._moved[self._seen :]:
            if builder in self._filed:
                before, now = self._filed[builder], self._country_of(builder)
                if before is not None:
                    self._counts[before] -= self._times[builder]
                if now is not None:
                    self._counts[now] += self._times[builder]
                self._filed[builder] = now
        self._seen = len(self._moved)
        return +self._counts
