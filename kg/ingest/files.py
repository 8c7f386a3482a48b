"""Sources to the files that hold articles, one by one: files, folders and globs of this machine, and of
whatever fsspec reaches.
"""

from __future__ import annotations

import glob
import hashlib
import os
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePosixPath
from typing import BinaryIO, Protocol

from kg.errors import InputError, KGError
from kg.paths import file_system

__all__ = ["LINES", "MARKDOWN", "TEXT", "ArticleFile", "Seen", "files_of"]

MARKDOWN = (".md", ".markdown")
TEXT = (".txt", ".text", *MARKDOWN)
LINES = (".jsonl", ".ndjson")
"""How the names of article files end."""

_NOT_ARTICLES = re.compile(r"(readme|license|licence|notice|copying|changelog)\b", re.IGNORECASE)
_URL = re.compile(r"[a-z][a-z0-9+.:-]+://", re.IGNORECASE)
_MAGIC = re.compile(r"[*?\[]")


@dataclass(frozen=True, slots=True)
class ArticleFile:
    """A file with articles.

    ``place`` is what messages call it; ``identity`` is the same for the same file, however it was named.
    """

    place: str
    identity: str
    open: Callable[[], BinaryIO]

    @property
    def name(self) -> PurePosixPath:
        """The file's name, with its stem and suffix."""
        return PurePosixPath(self.place.replace(os.sep, "/"))


class Seen:
    """What was met before, in a hundred bytes each, however long it is."""

    def __init__(self) -> None:
        self._digests: set[bytes] = set()

    def add(self, text: str) -> bool:
        """False when it had been added before."""
        digest = hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()
        known = digest in self._digests
        self._digests.add(digest)
        return not known


def files_of(source: str) -> Iterator[ArticleFile]:
    """The files that a file, folder, glob or URL stands for, found as they are asked for, sorted by path.

    Below a folder those count whose names end as articles' do; hidden ones and READMEs do not. Raises
    InputError when there is none.
    """
    if re.match("https?:", source, re.IGNORECASE):
        raise InputError(
            source,
            "articles are read from files, not fetched",
            "download it first, or pipe its text into `-`",
        )
    if _URL.match(source):
        yield from _elsewhere(source)
    elif Path(source).is_dir():
        yield from _some(map(_here, _below(source)), source)
    elif Path(source).exists():
        yield _here(source)
    elif _MAGIC.search(source):
        found = [name for name in sorted(glob.glob(source, recursive=True)) if Path(name).is_file()]
        if not found:
            raise InputError(source, "no file matches", "check the pattern")
        yield from map(_here, found)
    else:
        raise InputError(source, "no such file or folder", "check the path")


def _here(path: str) -> ArticleFile:
    return ArticleFile(str(Path(path)), os.path.realpath(path), lambda: open(path, "rb"))


def _below(folder: str) -> Iterator[str]:
    """Article files under a folder, in the order of their paths; one folder's names at a time are kept."""
    for name in sorted(os.listdir(folder)):
        path = os.path.join(folder, name)
        if os.path.isdir(path):
            if not name.startswith(".") and not os.path.islink(path):
                yield from _below(path)
        elif _is_article(name) and os.path.isfile(path):
            yield path


def _is_article(name: str) -> bool:
    return not name.startswith(".") and name.lower().endswith(TEXT + LINES) and not _NOT_ARTICLES.match(name)


def _some(found: Iterator[ArticleFile], source: str) -> Iterator[ArticleFile]:
    """What was found, of which there must be something."""
    first = next(found, None)
    if first is None:
        raise InputError(source, "no article in this folder", "an article's name ends in .txt, .md or .jsonl")
    yield first
    yield from found


def _elsewhere(url: str) -> Iterator[ArticleFile]:
    try:
        files, path = file_system(url)
        if _MAGIC.search(path):
            found: Iterable[str] = sorted(
                name for name in files.glob(path) if files.isfile(name) and not _hidden(name, path)
            )
        elif files.isdir(path):
            found = (
                name
                for name in sorted(files.find(path))
                if _is_article(name.rpartition("/")[2]) and not _hidden(name, path)
            )
        else:
            found = [path] if files.isfile(path) else []
    except KGError as error:
        raise InputError(error.place, error.fault, error.remedy) from error
    except OSError as error:
        raise InputError(url, f"cannot be read ({error})", "check the URL and who may read it") from error
    yield from _some((_there(files, name) for name in found), url)


class _FileSystem(Protocol):
    """What is used of a file system of fsspec."""

    def unstrip_protocol(self, name: str) -> str: ...
    def open(self, path: str, mode: str) -> BinaryIO: ...


def _there(files: _FileSystem, path: str) -> ArticleFile:
    url = files.unstrip_protocol(path)
    return ArticleFile(url, url, partial(files.open, path, "rb"))


def _hidden(name: str, asked: str) -> bool:
    """Whether a file or a folder above it is hidden, unless it was asked for by name."""
    return any(part.startswith(".") and part not in asked.split("/") for part in name.split("/"))
