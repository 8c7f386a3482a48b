"""What resolution knows of one article, and its form in a table."""

from __future__ import annotations

import json
from dataclasses import dataclass

from kg.resolution.features import Profile, packed_traits, unpacked_traits
from kg.resolution.short_names import day_of

__all__ = ["Article"]


@dataclass(frozen=True, slots=True)
class Article:
    """An article (its IRI), its date and fingerprint where known, and the profiles that it alone gives."""

    iri: str
    published: str | None = None
    fingerprint: str | None = None
    profiles: tuple[Profile, ...] = ()

    @property
    def day(self) -> int | None:
        """The day of its date as a number; None where it has no day."""
        day = day_of(self.published)
        return None if day is None else day.toordinal()

    def packed(self) -> str:
        """The profiles as JSON."""
        rows = [
            [p.id, p.cls, p.label, sorted(p.names), packed_traits(p.traits)]
            for p in sorted(self.profiles, key=lambda p: p.id)
        ]
        return json.dumps(rows, ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def unpacked(cls, iri: str, published: str | None, fingerprint: str | None, profiles: str) -> Article:
        """The article whose profiles were packed."""
        made = (
            Profile(iri, id, kind, label, frozenset(names), unpacked_traits(traits), published)
            for id, kind, label, names, traits in json.loads(profiles)
        )
        return cls(iri, published, fingerprint, tuple(made))
