"""Feeds (RSS, Atom) to articles by feedparser: each entry is one."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from kg.errors import InputError
from kg.ingest.document import Context, Found, OpenFile, document, one_line, read_all
from kg.ingest.web_pages import fragment_text

__all__ = ["FEED_BYTES", "read_feed"]

FEED_BYTES = 64 << 20
"""The most bytes of a feed."""


def read_feed(file: OpenFile, context: Context) -> Iterator[Found]:
    """The articles of a feed, in its order.

    The text of an entry is the fullest that it has: its content, else its summary. When links are
    followed, it is that of the entry's page; where the page cannot be read, the fault is given.
    """
    import feedparser

    raw = read_all(file, FEED_BYTES)
    if not raw.strip():
        raise InputError(file.place, "empty file", "a feed is RSS or Atom")
    feed = feedparser.parse(io.BytesIO(raw), sanitize_html=True, resolve_relative_uris=True)
    if not feed.get("version"):
        raise InputError(file.place, "neither RSS nor Atom", "give a feed, or a page as .html")
    if not feed.entries and feed.bozo:
        raise InputError(file.place, f"broken feed ({one_line(str(feed.bozo_exception))[:100]})")
    source = _text_of(feed.feed, "title")
    for number, entry in enumerate(feed.entries, 1):
        place = f"{file.place}#{number}"
        fields = _fields(entry, source)
        try:
            if context.follow and "url" in fields:
                yield from context.follow(fields["url"], fields)
            else:
                yield Found(place, document(fields, _body(entry, place), place, None, context))
        except InputError as error:
            yield Found(place, error)


def _fields(entry: Any, source: str) -> dict[str, str]:
    """What an entry says about itself. Its id is its own only where its link is none."""
    link = str(entry.get("link") or "")
    named = _text_of(entry.get("source") or {}, "title")
    said = {
        "title": one_line(fragment_text(_text_of(entry, "title"))) or _text_of(entry, "title"),
        "published": _moment(entry.get("published_parsed") or entry.get("updated_parsed")),
        "source": named or source,
        "url": link if link.startswith(("http://", "https://")) else "",
        "id": "" if link.startswith(("http://", "https://")) else str(entry.get("id") or ""),
    }
    return {key: value for key, value in said.items() if value}


def _body(entry: Any, place: str) -> str:
    """The fullest text of an entry. Raises InputError when it has none."""
    values = [str(part.get("value") or "") for part in entry.get("content") or ()]
    values.append(_text_of(entry, "summary"))
    text = max((fragment_text(value) for value in values), key=len, default="")
    if not text:
        raise InputError(place, "an entry without text", "`--follow` reads the page that it links to")
    return text


def _text_of(holder: Any, key: str) -> str:
    value = holder.get(key)
    return value if isinstance(value, str) else ""


def _moment(parsed: Any) -> str:
    """A time in UTC as feedparser gives it (a ``struct_time``), in ISO 8601; empty for none."""
    if not parsed:
        return ""
    year, month, day, hour, minute, second = parsed[:6]
    return f"{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{min(second, 59):02}Z"
