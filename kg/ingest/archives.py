"""Archives to what lies in them: zip, tar, single packed files, and web archives (WARC)."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import IO, Any, BinaryIO, cast

from kg.errors import InputError
from kg.ingest.document import Context, Found, OpenFile, Reader

__all__ = ["PACKED", "opener_of", "unpacked", "unpacked_name", "web_pages_of", "within"]

PACKED = (".gz", ".xz", ".bz2", ".lzma")
"""How the names of single packed files end."""

MEMBER = 512 << 20
"""The most bytes of one file in an archive, unpacked."""
TOTAL = 64 << 30
"""The most bytes of all files in an archive, unpacked: a few kilobytes can claim to hold more."""
DEEPEST = 3
"""How deep archives may lie in archives."""

_BROKEN = (zipfile.BadZipFile, tarfile.TarError, zlib.error, lzma.LZMAError, EOFError, OSError, RuntimeError,
           NotImplementedError)  # fmt: skip


def opener_of(ending: str) -> Any:
    """What opens files, or binary streams, that are packed as an ending of PACKED says."""
    return {".gz": gzip.open, ".bz2": bz2.open}.get(ending, lzma.open)


def unpacked(file: OpenFile, read: Reader, context: Context) -> Iterator[Found]:
    """What ``read`` finds in a packed file."""
    _check_depth(file)
    name = unpacked_name(file.name)
    with opener_of(file.suffix)(file.content) as content:
        inner = OpenFile(
            file.place,
            name,
            file.id,
            cast(BinaryIO, _Limited(content, file.place, TOTAL)),
            file.url,
            file.depth + 1,
        )
        with _faults(file):
            yield from read(inner, context)


def unpacked_name(name: str) -> str:
    """The name without the ending of its packing; ``.tgz`` is ``.tar``."""
    stem, _, ending = name.rpartition(".")
    return f"{stem}.tar" if ending.lower() in ("tgz", "txz", "tbz2") else stem


def within(file: OpenFile, read: Reader, context: Context) -> Iterator[Found]:
    """What ``read`` finds in each file of a zip or tar archive, in the order of the archive."""
    _check_depth(file)
    left = TOTAL
    for name, size, content in _members(file):
        place = f"{file.place}/{name}"
        left -= size
        if left < 0:
            raise InputError(file.place, f"holds more than {TOTAL >> 30} GB", "unpack it first")
        stem = PurePosixPath(name).with_suffix("").as_posix().lstrip("/")
        inner = OpenFile(
            place,
            PurePosixPath(name).name,
            f"{file.id}/{stem}" if file.id else stem,
            cast(BinaryIO, _Limited(content, place, MEMBER)),
            None,
            file.depth + 1,
        )
        try:
            yield from read(inner, context)
        except InputError as error:
            yield Found(place, error)
        except _BROKEN as error:
            yield Found(place, _broken(place, error))


def web_pages_of(file: OpenFile, read: Reader, context: Context) -> Iterator[Found]:
    """What ``read`` finds in the HTML, plain text and feeds that a web archive (WARC, ARC) keeps, page by
    page.
    """
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed

    number = 0
    try:
        for record in ArchiveIterator(file.content, arc2warc=True):
            if record.rec_type not in ("response", "resource"):
                continue
            number += 1
            headers = record.http_headers or record.rec_headers
            kind = str(headers.get_header("Content-Type") or "").partition(";")[0].strip().lower()
            status = record.http_headers.get_statuscode() if record.http_headers else "200"
            if kind not in _PAGES or status[:1] != "2":
                continue
            url = str(record.rec_headers.get_header("WARC-Target-URI") or "").strip("<>")
            yield from _of_record(record, url, f"page{_PAGES[kind]}", number, file, read, context)
    except (ArchiveLoadFailed, *_BROKEN, ValueError) as error:
        raise _broken(file.place, error) from None
    if not number:
        raise InputError(file.place, "no page in this web archive", "give a WARC with responses")


def _of_record(
    record: Any, url: str, name: str, number: int, file: OpenFile, read: Reader, context: Context
) -> Iterator[Found]:
    place = f"{file.place}#{url or number}"
    body = io.BytesIO(record.content_stream().read(MEMBER))
    inner = OpenFile(place, name, None, body, url or None, file.depth + 1)
    try:
        yield from read(inner, context)
    except InputError as error:
        yield Found(place, error)


_PAGES = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "text/plain": ".txt",
    "application/rss+xml": ".rss",
    "application/atom+xml": ".atom",
}


def _members(file: OpenFile) -> Iterator[tuple[str, int, BinaryIO]]:
    """Name, size and content of each file in a zip or tar archive that is no directory and not hidden."""
    with _faults(file):
        if file.suffix == ".tar":
            with tarfile.open(fileobj=cast(IO[bytes], file.content), mode="r|") as tar:
                for entry in tar:
                    if entry.isfile() and not _hidden(entry.name) and (opened := tar.extractfile(entry)):
                        yield entry.name, entry.size, cast(BinaryIO, opened)
            return
        content = file.content if file.content.seekable() else io.BytesIO(file.content.read(MEMBER))
        with zipfile.ZipFile(content) as archive:
            for info in archive.infolist():
                if info.is_dir() or _hidden(info.filename):
                    continue
                if info.flag_bits & 1:
                    raise InputError(file.place, "locked with a password", "unpack it first")
                with archive.open(info) as member:
                    yield info.filename, info.file_size, cast(BinaryIO, member)


def _hidden(name: str) -> bool:
    return any(
        part.startswith(".") and part not in (".", "..") for part in name.split("/")
    ) or name.startswith("__MACOSX/")


def _check_depth(file: OpenFile) -> None:
    if file.depth >= DEEPEST:
        raise InputError(file.place, f"archives in archives, more than {DEEPEST} deep", "unpack them first")


def _broken(place: str, error: BaseException) -> InputError:
    said = " ".join(str(error).split())[:100] or type(error).__name__
    return InputError(place, f"a broken archive ({said})", "fetch or pack it again")


class _faults:
    """A context in which what a broken archive raises becomes an InputError."""

    def __init__(self, file: OpenFile) -> None:
        self.place = file.place

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: object) -> None:
        if isinstance(error, _BROKEN):
            raise _broken(self.place, error) from None


class _Limited(io.RawIOBase):
    """A file that raises InputError after so many bytes."""

    def __init__(self, file: Any, place: str, limit: int) -> None:
        self._file, self._place, self._left = file, place, limit

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        return self._counted(self._file.read(self._left + 1 if size < 0 else size))

    def readline(self, size: int | None = -1) -> bytes:
        most = self._left + 1 if size is None or size < 0 else size
        return self._counted(self._file.readline(most))

    def seekable(self) -> bool:
        return False

    def _counted(self, data: bytes) -> bytes:
        self._left -= len(data)
        if self._left < 0:
            raise InputError(self._place, "larger, unpacked, than what is read", "unpack it first")
        return data
