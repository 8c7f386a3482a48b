"""Sources to articles: files of any kind that is read, folders, globs, URLs and standard input."""

from __future__ import annotations

import hashlib
import io
import logging
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from typing import cast

from kg.errors import InputError
from kg.ingest.archives import PACKED, unpacked, web_pages_of, within
from kg.ingest.document import Context, Found, OpenFile, said_date
from kg.ingest.fetching import Fetcher, is_web
from kg.ingest.files import ArticleFile, Seen, files_of
from kg.ingest.kinds import ARCHIVES, ENDINGS, LINES, is_known, kind_of, reader_of, sniffed
from kg.ingest.language import check_language
from kg.ingest.options import ReadingOptions
from kg.model import Document

__all__ = ["count_articles", "read_articles"]

_log = logging.getLogger(__name__)
_HEAD = 4096
_TELLING = 64  # bytes from which on what is piped in can be told
_SHOWN = 3
_ONE = (
    ".txt",
    ".text",
    ".md",
    ".markdown",
    ".html",
    ".htm",
    ".xhtml",
    ".mhtml",
    ".mht",
    ".eml",
    ".pdf",
    ".docx",
)
"""The endings of files that hold one article."""


def read_articles(
    sources: Iterable[str],
    *,
    options: ReadingOptions | None = None,
    published: str | None = None,
    on_error: Callable[[InputError], None] | None = None,
) -> Iterator[Document]:
    """The articles of ``sources`` in order, read as they are asked for.

    A source is a file, a folder (all files of known kinds below it, sorted by path; READMEs and licences are
    not articles), a glob, one of these as an fsspec URL, the http(s) URL of a page, feed or file, or ``-``.
    ``options`` say how they are read; ``published``, for short, is the one of that name. A bad article is
    given to ``on_error`` and skipped, or raised as InputError without it; so is one in another language than
    English. Of two files with one name the second is called by a longer one; two articles that give
    themselves one id are an error, unless they are the same. A file named twice is read once.
    """
    options = options or ReadingOptions()
    if published is not None:
        options = replace(options, published=published)
    context = Context(
        options, None if options.published is None else said_date(options.published, "--published")
    )
    names = _Names()
    for found in _found(sources, context):
        try:
            document = names.named(found)
            if document is not None:
                check_language(document.text, found.place, options.language)
                yield document
        except InputError as error:
            if on_error is None:
                raise
            on_error(error)


def count_articles(sources: Iterable[str]) -> int | None:
    """How many articles there are in the files of the sources, good and bad; None when only reading can tell
    (standard input, URLs, feeds, archives).
    """
    count = 0
    seen = Seen()
    for source in sources:
        if source == "-" or "://" in source:
            return None
        with suppress(InputError, OSError):
            for file in files_of(source):
                if not seen.add(file.identity):
                    continue
                kind = kind_of(file.name.name)
                if kind in LINES:
                    count += _count_lines(file)
                elif kind in _ONE:
                    count += 1
                else:
                    return None
    return count


def _count_lines(file: ArticleFile) -> int:
    """How many lines with something in them a file has."""
    with file.open() as opened:
        return sum(1 for line in opened if not line.isspace())


class _Names:
    """What the articles of a run are called: each by an id that no other has."""

    def __init__(self) -> None:
        self._taken, self._said, self._folders = Seen(), Seen(), Seen()

    def named(self, found: Found) -> Document | None:
        """The article under an id of its own; None when it was met before, word for word.

        Raises the InputError that was found, and one for an id that another article has.
        """
        document = found.what
        if isinstance(document, InputError):
            raise document
        digest = hashlib.sha256(f"{document.title}\0{document.text}".encode("utf-8", "replace")).hexdigest()
        own = f"{document.id}\0{digest}"
        beside = not self._folders.add(f"{found.place.rpartition('/')[0]}\0{document.id}")
        if self._taken.add(document.id):
            self._said.add(own)
            return document
        if document.id not in found.other_ids[:1] and not self._said.add(own):
            return None
        for other in found.other_ids if beside else sorted(found.other_ids, key=is_known):
            if self._taken.add(other):
                _log.warning(
                    "%s: another article is called %s; this one is called %s", found.place, document.id, other
                )
                return replace(document, id=other)
        raise InputError(
            found.place,
            f"same id ({document.id}) as an article before it",
            "give each article an `id` of its own",
        )


def _found(sources: Iterable[str], context: Context) -> Iterator[Found]:
    """All that is found in the sources, one after the other."""
    opened = Seen()
    with Fetcher(context.options.local) as fetcher:
        if context.options.follow:
            context.follow = lambda url, known: _page(url, known, fetcher, context)
        for source in sources:
            try:
                if source == "-":
                    yield from _from_stdin(context)
                elif is_web(source):
                    yield from _fetched(source, fetcher, context)
                else:
                    yield from _from_files(source, context, opened)
            except InputError as error:
                yield Found(source, error)
            _tell_unread(source, context)


def _from_files(source: str, context: Context, opened: Seen) -> Iterator[Found]:
    def unread(name: str) -> None:
        below = name.removeprefix(source).lstrip("/\\") if name.startswith(source) else name
        context.unread.setdefault(kind_of(name) or "without ending", []).append(below.removeprefix("./"))

    for file in files_of(source, unread):
        if not opened.add(file.identity):
            continue
        try:
            with file.open() as content:
                one = OpenFile(file.place, file.name.name, file.id, content, longer_id=file.longer_id)
                yield from _read(one, context)
        except OSError as error:
            yield Found(file.place, InputError(file.place, error.strerror or str(error)))


def _read(file: OpenFile, context: Context) -> Iterator[Found]:
    """What a file holds, by its kind; what goes wrong is found, too."""
    try:
        for found in _by_kind(file, context):
            document = found.what
            if (
                isinstance(document, Document)
                and (found.soft or document.id == file.id)
                and not found.other_ids
            ):
                found = replace(found, other_ids=file.other_ids)
            yield found
    except InputError as error:
        yield Found(file.place, error)


def _by_kind(file: OpenFile, context: Context) -> Iterator[Found]:
    ending = file.suffix
    if ending in PACKED:
        return unpacked(file, _read_named, context)
    if ending in (".tgz", ".txz", ".tbz2"):
        kind = {"tgz": ".tar.gz", "txz": ".tar.xz", "tbz2": ".tar.bz2"}[ending[1:]]
        return _by_kind(replace(file, name=file.name[: -len(ending)] + kind), context)
    if ending in (".warc", ".arc"):
        return web_pages_of(file, _read, context)
    if ending in ARCHIVES:
        return within(file, _read_named, context)
    if ending in ENDINGS:
        return reader_of(ending)(file, context)
    return _by_content(file, context)


def _read_named(file: OpenFile, context: Context) -> Iterator[Found]:
    """What a file in an archive holds; one of a kind that is not read is noted."""
    if is_known(file.name) or not file.suffix:
        return _read(file, context)
    context.unread.setdefault(file.suffix, []).append(file.name)
    return iter(())


def _by_content(file: OpenFile, context: Context, media_type: str = "") -> Iterator[Found]:
    """What a file holds whose name does not say what it is."""
    head = file.content.read(_HEAD)
    if not head.strip():
        raise InputError(file.place, "empty file", "an article needs text")
    ending = sniffed(head, file.place, media_type)
    if file.content.seekable():
        file.content.seek(0)
        content = file.content
    else:
        content = io.BufferedReader(_Again(head, file))
    return _by_kind(replace(file, name=f"{file.name}{ending}", content=cast(io.BytesIO, content)), context)


class _Again(io.RawIOBase):
    """A file of which the beginning was read already, from its beginning."""

    def __init__(self, head: bytes, file: OpenFile) -> None:
        self._head, self._file = head, file.content

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(buffer)  # type: ignore[arg-type]
        data = self._head[: len(view)] or self._file.read(len(view))
        self._head = self._head[len(view) :]
        view[: len(data)] = data
        return len(data)


def _from_stdin(context: Context) -> Iterator[Found]:
    """What is piped in, by how it begins."""
    file = OpenFile("standard input", "-", None, cast(io.BytesIO, sys.stdin.buffer))
    first = b""
    while len(first.strip()) < _TELLING and (line := file.content.readline(_HEAD)):
        first += line
    content = io.BufferedReader(_Again(first, file))
    return _read(replace(file, content=cast(io.BytesIO, content)), context)


def _fetched(url: str, fetcher: Fetcher, context: Context) -> Iterator[Found]:
    """What is found at a URL."""
    answer = fetcher.fetch_source(url)
    name = answer.url.partition("?")[0].rpartition("/")[2]
    file = OpenFile(url, name, None, io.BytesIO(answer.body), answer.url)
    if file.suffix in (*ARCHIVES, *PACKED, ".parquet", ".csv", ".tsv", ".jsonl", ".ndjson", ".mbox", ".eml"):
        return _read(file, context)
    return _by_content(replace(file, name="page"), context, answer.media_type)


def _page(url: str, known: Mapping[str, str], fetcher: Fetcher, context: Context) -> Iterator[Found]:
    """The article of the page that a feed's entry links to."""
    from kg.ingest.web_pages import page_article

    answer = fetcher.fetch(url)
    file = OpenFile(url, "page.html", None, io.BytesIO(answer.body), url)
    said = {key: known.get(key) for key in ("title", "published", "source")}
    yield page_article(answer.body, file, context, url=url, **said)


def _tell_unread(source: str, context: Context) -> None:
    """Name and count the files of a source whose kinds are not read."""
    if not context.unread:
        return
    kinds = []
    for ending, names in sorted(context.unread.items(), key=lambda item: (-len(item[1]), item[0])):
        more = f" and {len(names) - _SHOWN:,} more" if len(names) > _SHOWN else ""
        kinds.append(f"{len(names):,} {ending} ({', '.join(names[:_SHOWN])}{more})")
    count = sum(map(len, context.unread.values()))
    _log.warning(
        "%s: %s of kinds that are not read: %s",
        source, f"{count:,} {'file' if count == 1 else 'files'}", "; ".join(kinds),
    )  # fmt: skip
    context.unread.clear()
