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
from itertools import takewhile
from pathlib import Path, PurePosixPath
from typing import BinaryIO, Protocol

from kg.errors import InputError, KGError
from kg.ingest.archives import PACKED
from kg.ingest.kinds import is_known
from kg.paths import file_system

__all__ = ["ArticleFile", "Seen", "files_of"]

_NOT_ARTICLES = re.compile(r"(readme|license|licence|notice|copying|changelog)\b", re.IGNORECASE)
_URL = re.compile(r"[a-z][a-z0-9+.:-]+://", re.IGNORECASE)
_MAGIC = re.compile(r"[*?\[]")


@dataclass(frozen=True, slots=True)
class ArticleFile:
    """A file with articles.

    ``place`` is what messages call it; ``identity`` is the same for the same file, however it was named.
    ``root`` is the folder that was asked for, below which its path is what its article is called.
    """

    place: str
    identity: str
    open: Callable[[], BinaryIO]
    root: str | None = None

    @property
    def name(self) -> PurePosixPath:
        """The file's name, with its stem and suffix."""
        return PurePosixPath(self.place.replace(os.sep, "/"))

    @property
    def id(self) -> str:
        """What its article is called: its path below the folder that was asked for, without the ending."""
        parts = _without_ending(self.name).parts
        above = len(PurePosixPath(self.root.replace(os.sep, "/")).parts) if self.root is not None else 0
        return "/".join(parts[above:] if self.root is not None else parts[-1:])

    @property
    def longer_id(self) -> str:
        """The same with the name of the folder above."""
        whole = PurePosixPath(self.identity.replace(os.sep, "/"))
        own = self.id.count("/") + 1
        return "/".join(_without_ending(whole).parts[-own - 1 :]).lstrip("/")


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


def files_of(source: str, on_unread: Callable[[str], None] | None = None) -> Iterator[ArticleFile]:
    """The files that a file, folder, glob or URL stands for, found as they are asked for, sorted by path.

    Below a folder those count whose names end as articles' do; hidden ones and READMEs do not. Files of
    other kinds are given to ``on_unread``. Raises InputError when there is none.
    """
    skip = on_unread or (lambda name: None)
    if _URL.match(source):
        yield from _elsewhere(source, skip)
    elif Path(source).is_dir():
        yield from _some((_here(path, source) for path in _below(source, skip)), source)
    elif Path(source).exists():
        yield _here(source)
    elif _MAGIC.search(source):
        found = [name for name in sorted(glob.glob(source, recursive=True)) if Path(name).is_file()]
        if not found:
            raise InputError(source, "no file matches", "check the pattern")
        root = _fixed(source)
        yield from (_here(name, root) for name in found)
    else:
        raise InputError(source, "no such file or folder", "check the path")


def _here(path: str, root: str | None = None) -> ArticleFile:
    whole = None if root is None else str(Path(root))
    return ArticleFile(
        str(Path(path)), os.path.realpath(path), lambda: open(path, "rb"), "" if whole == "." else whole
    )


def _fixed(pattern: str) -> str:
    """The folder in which a glob begins to vary."""
    parts = PurePosixPath(pattern.replace(os.sep, "/")).parts
    fixed = list(takewhile(lambda part: not _MAGIC.search(part), parts))
    return str(PurePosixPath(*fixed)) if fixed else "."


def _without_ending(path: PurePosixPath) -> PurePosixPath:
    """A path without the ending of its kind, and of its packing."""
    if path.suffix.lower() in PACKED:
        path = path.with_suffix("")
    return path.with_suffix("")


def _below(folder: str, on_unread: Callable[[str], None]) -> Iterator[str]:
    """Article files under a folder, in the order of their paths; one folder's names at a time are kept."""
    for name in sorted(os.listdir(folder)):
        path = os.path.join(folder, name)
        if os.path.isdir(path):
            if not name.startswith(".") and not os.path.islink(path) and not _is_beside(path):
                yield from _below(path, on_unread)
        elif _may_be_article(name) and os.path.isfile(path):
            if is_known(name):
                yield path
            else:
                on_unread(os.path.join(folder, name))


def _is_beside(folder: str) -> bool:
    """Whether a folder holds no articles of its own: a store of ours, or the parts of a page that a browser
    saved.
    """
    if os.path.isfile(os.path.join(folder, "newskg.json")):
        return True
    page, ending = folder[: -len("_files")], folder[-len("_files") :]
    return ending == "_files" and any(os.path.isfile(page + kind) for kind in (".html", ".htm"))


def _may_be_article(name: str) -> bool:
    return not name.startswith(".") and not _NOT_ARTICLES.match(name)


def _some(found: Iterator[ArticleFile], source: str) -> Iterator[ArticleFile]:
    """What was found, of which there must be something."""
    first = next(found, None)
    if first is None:
        raise InputError(
            source, "no article in this folder", "the names of articles end in .txt, .md, .html, .jsonl ..."
        )
    yield first
    yield from found


def _elsewhere(url: str, on_unread: Callable[[str], None]) -> Iterator[ArticleFile]:
    root: str | None = None
    try:
        files, path = file_system(url)
        if _MAGIC.search(path):
            found: Iterable[str] = sorted(
                name for name in files.glob(path) if files.isfile(name) and not _hidden(name, path)
            )
            root = _fixed(path)
        elif files.isdir(path):
            names = [
                name
                for name in sorted(files.find(path))
                if _may_be_article(name.rpartition("/")[2]) and not _hidden(name, path)
            ]
            for name in names:
                if not is_known(name):
                    on_unread(name)
            found = filter(is_known, names)
            root = path
        else:
            found = [path] if files.isfile(path) else []
    except KGError as error:
        raise InputError(error.place, error.fault, error.remedy) from error
    except OSError as error:
        raise InputError(url, f"cannot be read ({error})", "check the URL and who may read it") from error
    yield from _some((_there(files, name, root) for name in found), url)


class _FileSystem(Protocol):
    """What is used of a file system of fsspec."""

    def unstrip_protocol(self, name: str) -> str: ...
    def open(self, path: str, mode: str) -> BinaryIO: ...


def _there(files: _FileSystem, path: str, root: str | None) -> ArticleFile:
    url = files.unstrip_protocol(path)
    whole = None if root is None else files.unstrip_protocol(root)
    return ArticleFile(url, url, partial(files.open, path, "rb"), whole)


def _hidden(name: str, asked: str) -> bool:
    """Whether a file or a folder above it is hidden, unless it was asked for by name."""
    return any(part.startswith(".") and part not in asked.split("/") for part in name.split("/"))
