"""How sources are read: what a user decides about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from kg.errors import InputError
from kg.ingest.field_names import FIELDS
from kg.ingest.language import ANY, ENGLISH

__all__ = ["ReadingOptions"]


@dataclass(frozen=True, slots=True)
class ReadingOptions:
    """What a user decides about the reading of sources.

    ``published`` dates the articles that do not say when they are from. Articles in another language than
    ``language`` are left out, none when it is ``any``. ``columns`` says which column or key holds a field of
    an article (``{"text": "Story"}``). With ``follow`` an entry of a feed is read from its page. Only with
    ``local`` are addresses of this machine and its network asked, but for the server of a source that is
    given by its local address. Raises InputError for a language or a field of columns that there is not.
    """

    published: str | None = None
    language: str = ENGLISH
    columns: Mapping[str, str] = field(default_factory=dict)
    follow: bool = False
    local: bool = False

    def __post_init__(self) -> None:
        if self.language not in (ENGLISH, ANY):
            raise InputError(
                "language", f"{self.language!r} is none of {ENGLISH}, {ANY}", f"use {ANY} to read all"
            )
        for name in self.columns:
            if name not in FIELDS:
                raise InputError("columns", f"{name!r} is no field of an article", f"use {', '.join(FIELDS)}")
