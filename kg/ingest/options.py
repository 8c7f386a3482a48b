"""How sources are read: what a user decides about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from kg.ingest.language import ENGLISH

__all__ = ["ReadingOptions"]


@dataclass(frozen=True, slots=True)
class ReadingOptions:
    """What a user decides about the reading of sources.

    ``published`` dates the articles that do not say when they are from. Articles in another language than
    ``language`` are left out, none when it is ``any``. ``columns`` says which column or key holds a field of
    an article (``{"text": "Story"}``). With ``follow`` an entry of a feed is read from its page. Only with
    ``local`` are addresses of this machine and its network asked.
    """

    published: str | None = None
    language: str = ENGLISH
    columns: Mapping[str, str] = field(default_factory=dict)
    follow: bool = False
    local: bool = False
