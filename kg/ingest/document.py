"""The one way in which everything that is read becomes a ``Document``.

What is stored as an article's text, and what offsets therefore count in: the text without the empty lines
before the first words and the white space after the last; lines end in one newline; control characters are
spaces. Nothing else changes.
"""

from __future__ import annotations

import hashlib
import logging
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import BinaryIO, TypeAlias

from kg.errors import InputError
from kg.ingest.dateline import dateline, published_date
from kg.ingest.encoding import clean
from kg.ingest.options import ReadingOptions
from kg.model import Document

__all__ = ["BYTES", "LIMIT", "Context", "Found", "OpenFile", "Reader", "document", "one_line", "read_all",
           "said_date", "too_long"]  # fmt: skip

LIMIT = 500_000
"""Characters in an article beyond which it is refused: a book of 80,000 words, and some 2 GB of memory to
parse.
"""
BYTES = 4 * LIMIT + 65_536
"""How many bytes an article and its front matter take in the widest encoding."""

_log = logging.getLogger(__name__)
_ABSENT = ("", "~", "null")
_WEB = re.compile(r"https?://[^\s<>\"{}|\\^`]+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class OpenFile:
    """A file that is being read.

    ``place`` is what messages call it, ``name`` its name with its ending; ``id`` is what an article in it is
    called that says nothing about itself, None for a hash of its text. ``url`` is where it was fetched.
    """

    place: str
    name: str
    id: str | None
    content: BinaryIO
    url: str | None = None
    depth: int = 0
    """In how many archives it lies."""
    longer_id: str | None = None
    """Its id with the folder above, for when another file has the same."""

    @property
    def other_ids(self) -> tuple[str, ...]:
        """What its article may be called when its id is another's."""
        ids = [one for one in (self.id, self.longer_id) if one]
        return tuple(name for one in ids for name in (one, f"{one}{self.suffix}"))

    @property
    def suffix(self) -> str:
        """The ending of its name in lower case, with the point."""
        stem, point, ending = self.name.rpartition(".")
        return f".{ending.lower()}" if point and stem else ""


@dataclass(slots=True)
class Context:
    """What readers share during one run: the options, and what has been said already."""

    options: ReadingOptions
    default_date: str | None = None
    follow: Callable[[str, Mapping[str, str]], Iterator[Found]] | None = None
    """Reads the page of a feed's entry, of whom the feed says something already; None when that is not
    wanted.
    """
    told: set[str] = field(default_factory=set)
    unread: dict[str, list[str]] = field(default_factory=dict)
    """Files of kinds that are not read, by how their names end."""

    def tell_once(self, what: str, message: str, *values: object) -> None:
        """Warn, the first time only."""
        if what not in self.told:
            self.told.add(what)
            _log.warning(message, *values)


@dataclass(frozen=True, slots=True)
class Found:
    """An article, or why there is none, with its place.

    ``soft`` says that the article did not choose its id, so that another may serve. ``other_ids`` are what
    it is called, in this order, when another article has its id already.
    """

    place: str
    what: Document | InputError
    soft: bool = False
    other_ids: tuple[str, ...] = ()


Reader: TypeAlias = Callable[[OpenFile, Context], Iterator[Found]]


def document(
    fields: Mapping[str, str], text: str, place: str, default_id: str | None, context: Context
) -> Document:
    """The article; what it does not say about itself is filled in.

    Without id, url and ``default_id`` its id is a hash of its text. Raises InputError for an article without
    text, of too much text, or with a date or url that is none.
    """
    said = {key: value for key, given in fields.items() if (value := one_line(given)) not in _ABSENT}
    text = re.sub(r"\A(?:[^\S\n]*\n)+", "", clean(text).removeprefix("\ufeff")).rstrip()
    if not text.strip():
        raise InputError(
            place, "no text after the front matter" if fields else "empty file", "an article needs text"
        )
    if len(text) > LIMIT:
        raise too_long(place)
    url = said.get("url")
    if url is not None and not _WEB.fullmatch(url):
        raise InputError(
            place,
            f"`url` is not a web address: {url[:80]}",
            "it starts with http:// or https:// and holds no space",
        )
    own = said.get("id") or url or _named(default_id, place)
    own = own or "text-" + hashlib.sha256(text.encode()).hexdigest()[:16]
    if "published" in said:
        day: str | None = said_date(said["published"], place)
    else:
        day = context.default_date or _from_dateline(text, place)
    return Document(
        id=own, text=text, title=said.get("title"), published=day, source=said.get("source"), url=url
    )


def read_all(file: OpenFile, limit: int) -> bytes:
    """All bytes of a file. Raises InputError for more than ``limit``."""
    raw = file.content.read(limit + 1)
    if len(raw) > limit:
        raise InputError(
            file.place, f"larger than {limit >> 20} MB, the most that is read", "split it, or give its text"
        )
    return raw


def said_date(written: str, place: str) -> str:
    """The date that is written, as ISO 8601. Raises InputError when it is none."""
    found = published_date(written)
    if found is None:
        raise InputError(
            place,
            f"`{one_line(written)[:40]}` is not a date",
            "write 2025-11-03, with a time 2025-11-03T09:30:00Z",
        )
    return found


def one_line(value: str) -> str:
    """``value`` on one line, clean."""
    return " ".join(clean(value).split())


def too_long(place: str) -> InputError:
    """The fault of an article that nobody has written as one."""
    return InputError(
        place,
        f"longer than {LIMIT:,} characters, the most that one article may have",
        "split it into articles",
    )


def _named(default_id: str | None, place: str) -> str | None:
    """What a file's name calls its article. Raises InputError for bytes that are no UTF-8, which Python keeps
    as surrogates.
    """
    if default_id is not None and any("\ud800" <= character <= "\udfff" for character in default_id):
        raise InputError(place, "its name is not UTF-8, so nothing can be called by it", "rename it")
    return default_id


def _from_dateline(text: str, place: str) -> str | None:
    found = dateline(text)
    if found is not None and found.startswith("--"):
        _log.warning("%s: its dateline gives %s without a year; `--published` settles it", place, found[2:])
    elif found is None:
        _log.info("%s: not dated; `--published` settles it", place)
    return found
