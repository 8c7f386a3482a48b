"""A folder of finished work, on this machine or anywhere that fsspec reaches: each file complete or not
there.
"""

from __future__ import annotations

import os
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from gzip import BadGzipFile, GzipFile
from io import BytesIO
from typing import IO
from uuid import uuid4

from kg.errors import KGError
from kg.paths import file_system

__all__ = ["Folder"]

_ASIDE = ".part"


class Folder:
    """Gzipped files under a URL or a path.

    Raises KGError for a URL that nothing reads, and for faults of the disk or the far end.
    """

    def __init__(self, url: str) -> None:
        self._files, self._path = file_system(url)
        self.url = str(self._files.unstrip_protocol(self._path))  # whole, for workers that stand elsewhere

    def __reduce__(self) -> tuple[type[Folder], tuple[str]]:
        return Folder, (self.url,)

    def names(self) -> frozenset[str]:
        """The names of the files that are complete; empty for a folder that is not there."""
        with self._faults():
            self._files.invalidate_cache()
            try:
                found = self._files.ls(self._path, detail=False)
            except FileNotFoundError:
                return frozenset()
        return frozenset(
            name for path in found if not (name := path.rstrip("/").rpartition("/")[2]).endswith(_ASIDE)
        )

    def write(self, name: str, parts: Iterable[bytes]) -> None:
        """The file holds the parts, gzipped, the same bytes for the same parts.

        It is written aside and renamed.
        """
        content = BytesIO()
        with GzipFile("", "wb", 4, content, mtime=0) as packed:
            packed.writelines(parts)
        aside = f"{self._at(name)}.{uuid4().hex}{_ASIDE}"
        with self._faults():
            self._files.makedirs(self._path, exist_ok=True)
            try:
                self._files.pipe_file(aside, content.getvalue())
                self._files.mv(aside, self._at(name))
            except BaseException:
                with suppress(Exception):
                    self._files.rm_file(aside)
                raise

    def read(self, name: str) -> Iterator[bytes]:
        """The lines of a file."""
        with self._faults(name):
            file: IO[bytes] = self._files.open(self._at(name), "rb")
        with file, self._faults(name), GzipFile(fileobj=file) as unpacked:
            yield from unpacked

    def remove(self, names: Iterable[str]) -> None:
        """Takes files away, with what was left behind half written; and the folder when nothing else is in
        it.
        """
        with self._faults(), suppress(FileNotFoundError):
            self._files.invalidate_cache()
            gone = {self._at(name) for name in names}
            for path in self._files.ls(self._path, detail=False):
                if path in gone or path.endswith(_ASIDE):
                    self._files.rm_file(path)
            with suppress(OSError):
                self._files.rmdir(self._path)

    def _at(self, name: str) -> str:
        return f"{self._path}/{name}"

    @contextmanager
    def _faults(self, name: str = "") -> Iterator[None]:
        place = f"{self.url}/{name}" if name else self.url
        try:
            yield
        except FileNotFoundError:
            raise KGError(
                place, "is not there", "name a folder that the workers and this program share"
            ) from None
        except (BadGzipFile, EOFError, zlib.error):
            raise KGError(place, "is damaged", "delete it and run this again") from None
        except OSError as error:
            raise KGError(
                place,
                os.strerror(error.errno) if error.errno else str(error),
                "check the place and its permissions",
            ) from error
