"""Files and standard input to ``Document``: plain text, Markdown and JSON lines.

What is stored as an article's text, and what offsets therefore count in: the file's text after its front
matter, without the empty lines before the first words and the white space after the last; lines end in one
newline; control characters are spaces. Nothing else changes.
"""

from __future__ import annotations

import hashlib
import io
import json
import logging
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from typing import BinaryIO

from kg.errors import InputError
from kg.ingest.dateline import dateline, published_date
from kg.ingest.encoding import clean, decode, packed
from kg.ingest.files import LINES, MARKDOWN, ArticleFile, Seen, files_of
from kg.ingest.frontmatter import front_matter
from kg.model import Document

__all__ = ["LIMIT", "count_articles", "read_articles"]

LIMIT = 500_000
"""Characters in an article beyond which it is refused: a book of 80,000 words, and some 2 GB of memory to
parse.
"""

_log = logging.getLogger(__name__)
_FRONT = re.compile(r"---[ \t]*\n(?P<yaml>.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_HEADING = re.compile(r"# +(?P<title>[^\n]+)")
_MARKUP = re.compile(r"\s*<(?:!doctype|html|\?xml|rss|feed)\b", re.IGNORECASE)
_BYTES = 4 * LIMIT + 65_536  # an article and its front matter in the widest encoding
_LINE_BYTES = 6 * LIMIT + 65_536  # the same with every character written \uXXXX
_ABSENT = ("", "~", "null")
_Found = Document | InputError


def read_articles(
    sources: Iterable[str],
    *,
    published: str | None = None,
    on_error: Callable[[InputError], None] | None = None,
) -> Iterator[Document]:
    """The articles of ``sources`` in order, read as they are asked for.

    A source is a file, a folder (all text, Markdown and JSON lines files below it, sorted by path; READMEs
    and licences are not articles), a glob, one of these as an fsspec URL, or ``-``. ``published`` dates those
    articles that do not say it. A bad article is given to ``on_error`` and skipped, or raised as InputError
    without it. Two articles of the same id are an error; a file named twice is read once.
    """
    default = None if published is None else _date(published, "--published")
    taken, opened = Seen(), Seen()
    for source in sources:
        for place, found in _from_source(source, default, opened):
            if isinstance(found, Document):
                if taken.add(found.id):
                    yield found
                    continue
                found = InputError(
                    place,
                    f"same id ({found.id}) as an article before it",
                    "give each article an `id` of its own",
                )
            if on_error is None:
                raise found
            on_error(found)


def count_articles(sources: Iterable[str]) -> int | None:
    """How many articles there are in the files of the sources, good and bad; None when only reading can tell
    (standard input, URLs).
    """
    count = 0
    seen = Seen()
    for source in sources:
        if source == "-" or "://" in source:
            return None
        with suppress(InputError, OSError):
            for file in files_of(source):
                if seen.add(file.identity):
                    count += _count_lines(file) if file.name.suffix.lower() in LINES else 1
    return count


def _count_lines(file: ArticleFile) -> int:
    """How many lines with something in them a file has."""
    with file.open() as opened:
        return sum(1 for line in opened if not line.isspace())


def _from_source(source: str, published: str | None, seen: Seen) -> Iterator[tuple[str, _Found]]:
    if source == "-":
        yield from _from_stdin(published)
        return
    try:
        for found in files_of(source):
            if seen.add(found.identity):
                try:
                    with found.open() as file:
                        yield from _from_file(found, file, published)
                except OSError as error:
                    yield found.place, InputError(found.place, error.strerror or str(error))
    except InputError as error:
        yield source, error


def _from_file(found: ArticleFile, file: BinaryIO, published: str | None) -> Iterator[tuple[str, _Found]]:
    suffix = found.name.suffix.lower()
    if suffix in LINES:
        yield from _from_lines(file, found.place, published)
        return
    try:
        raw = file.read(_BYTES + 1)
        if len(raw) > _BYTES:
            raise _too_long(found.place)
        yield (
            found.place,
            _from_text(raw, found.place, found.name.stem, published, markdown=suffix in MARKDOWN),
        )
    except InputError as error:
        yield found.place, error


def _from_stdin(published: str | None) -> Iterator[tuple[str, _Found]]:
    """JSON lines when the first line is a JSON object, else one article of plain text."""
    place = "standard input"
    file = sys.stdin.buffer
    first = file.readline(_LINE_BYTES + 1)
    while first and not first.strip() and len(first) <= _LINE_BYTES:
        first = file.readline(_LINE_BYTES + 1)
    if first.lstrip(b"\xef\xbb\xbf \t").startswith(b'{"'):
        yield from _from_lines(file, place, published, first=first)
        return
    try:
        raw = first + file.read(max(_BYTES + 1 - len(first), 0))
        if len(raw) > _BYTES:
            raise _too_long(place)
        yield place, _from_text(raw, place, None, published)
    except InputError as error:
        yield place, error


def _from_text(
    raw: bytes, place: str, stem: str | None, published: str | None, markdown: bool = False
) -> Document:
    if not raw.strip():
        raise InputError(place, "empty file", "an article needs text")
    if kind := packed(raw):
        raise InputError(place, f"packed ({kind})", "unpack it first")
    text = clean(decode(raw, place))
    if _MARKUP.match(text):
        raise InputError(place, "HTML or XML, which is not read yet", "give the article's text alone")
    fields: Mapping[str, str] = {}
    if re.match(r"---[ \t]*\n", text):
        match = _FRONT.match(text)
        if match is None:
            raise InputError(
                f"{place}:1", "front matter without its closing line", "end it with a line of three hyphens"
            )
        fields, text = front_matter(match["yaml"], place), text[match.end() :]
    if markdown and "title" not in fields and (heading := _HEADING.match(text.lstrip())):
        fields = {**fields, "title": heading["title"].rstrip(" #")}
    return _document(fields, text, place, stem, published)


def _from_lines(
    file: BinaryIO | io.BufferedIOBase, place: str, published: str | None, first: bytes = b""
) -> Iterator[tuple[str, _Found]]:
    empty = True
    for number, line in _lines(file, first):
        here = f"{place}:{number}"
        if number == 1 and (kind := packed(line or b"")):
            yield place, InputError(place, f"packed ({kind})", "unpack it first")
            return
        if line is not None and not line.strip():
            continue
        empty = False
        try:
            if line is None:
                raise _too_long(here)
            yield here, _from_record(line, here, published)
        except InputError as error:
            yield here, error
    if empty:
        yield (
            place,
            InputError(
                place, "empty file", "one JSON object a line: id, title, published, source, url, text"
            ),
        )


def _lines(file: BinaryIO | io.BufferedIOBase, first: bytes) -> Iterator[tuple[int, bytes | None]]:
    """Numbered lines; None for one too long to hold an article, which is passed over without keeping it."""
    number, line = 1, first or file.readline(_LINE_BYTES + 1)
    while line:
        whole = len(line) <= _LINE_BYTES
        yield number, line if whole else None
        while not whole and line and not line.endswith(b"\n"):
            line = file.readline(_LINE_BYTES + 1)
        number, line = number + 1, file.readline(_LINE_BYTES + 1)


def _from_record(line: bytes, place: str, published: str | None) -> Document:
    try:
        record: object = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise InputError(place, "not UTF-8, which JSON is written in", "save the file as UTF-8") from None
    except (ValueError, RecursionError) as error:
        fault = getattr(
            error,
            "msg",
            "nested too deeply" if isinstance(error, RecursionError) else "a number of too many digits",
        )
        raise InputError(
            place,
            f"broken JSON ({fault}, column {getattr(error, 'colno', 1)})",
            "one whole JSON object a line",
        ) from None
    if not isinstance(record, dict) or not isinstance(record.get("text"), str):
        raise InputError(
            place, "no `text` in this record", 'an article is {"id": ..., "published": ..., "text": ...}'
        )
    fields: dict[str, str] = {}
    for key in ("id", "title", "published", "source", "url"):
        value = record.get(key)
        if isinstance(value, str) or (isinstance(value, int) and not isinstance(value, bool)):
            fields[key] = str(value)
        elif value is not None:
            raise InputError(place, f"`{key}` is not text", "write it in quotes")
    return _document(fields, clean(record["text"]), place, None, published)


def _document(
    fields: Mapping[str, str], text: str, place: str, stem: str | None, published: str | None
) -> Document:
    """The article; what it does not say about itself is filled in.

    Without id, url and file name its id is a hash of its text.
    """
    said = {
        key: value
        for key in ("id", "title", "published", "source", "url")
        if (value := _line(fields.get(key, ""))) not in _ABSENT
    }
    text = re.sub(r"\A(?:[^\S\n]*\n)+", "", text.removeprefix("\ufeff")).rstrip()
    if not text.strip():
        raise InputError(
            place, "no text after the front matter" if fields else "empty file", "an article needs text"
        )
    if len(text) > LIMIT:
        raise _too_long(place)
    url = said.get("url")
    if url is not None and not re.fullmatch(r"https?://[^\s<>\"{}|\\^`]+", url, re.IGNORECASE):
        raise InputError(
            place,
            f"`url` is not a web address: {url[:80]}",
            "it starts with http:// or https:// and holds no space",
        )
    own = said.get("id") or url or _named(stem, place)
    own = own or "text-" + hashlib.sha256(text.encode()).hexdigest()[:16]
    day = _date(said["published"], place) if "published" in said else published or _from_dateline(text, place)
    return Document(
        id=own, text=text, title=said.get("title"), published=day, source=said.get("source"), url=url
    )


def _named(stem: str | None, place: str) -> str | None:
    """The name of a file, by which its article is called. Raises InputError for bytes that are no UTF-8,
    which Python keeps as surrogates.
    """
    if stem is not None and any("\ud800" <= character <= "\udfff" for character in stem):
        raise InputError(place, "its name is not UTF-8, so nothing can be called by it", "rename it")
    return stem


def _line(value: str) -> str:
    """``value`` on one line, clean."""
    return " ".join(clean(value).split())


def _date(written: str, place: str) -> str:
    found = published_date(written)
    if found is None:
        raise InputError(
            place,
            f"`{_line(written)[:40]}` is not a date",
            "write 2025-11-03, with a time 2025-11-03T09:30:00Z",
        )
    return found


def _from_dateline(text: str, place: str) -> str | None:
    found = dateline(text)
    if found is not None and found.startswith("--"):
        _log.warning("%s: its dateline gives %s without a year; `--published` settles it", place, found[2:])
    elif found is None:
        _log.info("%s: not dated; `--published` settles it", place)
    return found


def _too_long(place: str) -> InputError:
    return InputError(
        place,
        f"longer than {LIMIT:,} characters, the most that one article may have",
        "split it into articles",
    )
