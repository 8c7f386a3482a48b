"""Files of exports: written whole or not at all, packed when their names say so, and several in a folder or a
``.zip``.
"""

from __future__ import annotations

import contextlib
import errno
import gzip
import lzma
import os
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import IO, TypeAlias, cast

from kg.errors import StoreError

__all__ = ["PACKED", "Fill", "make_folder", "unpacked_name", "write", "write_file", "write_files"]

Fill: TypeAlias = Callable[[IO[bytes]], object]
"""Writes an export to an open file."""

PACKED = (".gz", ".xz")
"""Endings of packed files."""


def unpacked_name(path: Path) -> tuple[str, str]:
    """The name of a file without the ending of what packs it, and that ending ("" without)."""
    packed = path.suffix.lower()
    return (path.name[: -len(packed)], packed) if packed in PACKED else (path.name, "")


def write(path: Path, chunks: Iterable[bytes]) -> None:
    """Write the pieces to a file, whole or not at all. Raises StoreError."""
    write_file(path, lambda out: out.writelines(chunks))


def write_file(path: Path, fill: Fill) -> None:
    """Write a file, whole or not at all, packed where its ending says so; the same bytes each time.

    Raises StoreError.
    """
    _, packed = unpacked_name(path)
    with _faults(path):
        _replace(path, (lambda out: _pack(packed, fill, out)) if packed else fill)


def make_folder(path: Path) -> None:
    """Make a folder where there is none. Raises StoreError."""
    with _faults(path):
        path.mkdir(parents=True, exist_ok=True)


def write_files(path: Path, fills: Mapping[str, Fill]) -> None:
    """Write several files into a folder, which is made when need be, or a ``.zip``. Raises StoreError."""
    with _faults(path):
        if path.suffix.lower() == ".zip" and not path.is_dir():
            _replace(path, lambda out: _zip(fills, out))
            return
        path.mkdir(parents=True, exist_ok=True)
        for name, fill in fills.items():
            _replace(path / name, fill)


def _pack(packed: str, fill: Fill, out: IO[bytes]) -> None:
    if packed == ".gz":
        with gzip.GzipFile("", "wb", fileobj=out, mtime=0) as inner:
            fill(cast("IO[bytes]", inner))
    else:
        with lzma.LZMAFile(out, "wb") as inner_xz:
            fill(inner_xz)


def _zip(fills: Mapping[str, Fill], out: IO[bytes]) -> None:
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, fill in fills.items():
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            with archive.open(info, "w", force_zip64=True) as inner:
                fill(inner)


def _replace(path: Path, fill: Fill) -> None:
    """Write beside the file and put the result in its place at the end."""
    if path.exists() and not path.is_file():  # a pipe or a device
        with path.open("wb") as out:
            fill(out)
        return
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as out:
            fill(out)
        umask = os.umask(0)
        os.umask(umask)
        os.chmod(name, 0o666 & ~umask)
        os.replace(name, path)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(name)
        raise


@contextlib.contextmanager
def _faults(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        remedy = "make room and run it again" if error.errno == errno.ENOSPC else "give another path"
        raise StoreError(path, f"cannot be written ({error.strerror or error})", remedy) from error
