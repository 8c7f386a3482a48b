"""A store in a directory: Oxigraph on disk, a file that says what it is, and a lock.

Oxigraph calls reading while another process writes undefined behaviour, so a writer keeps others out and readers keep a writer out.
"""

from __future__ import annotations

import contextlib
import json
import os
from pathlib import Path

import pyoxigraph as ox

from kg.errors import StoreError
from kg.graph.files import write_atomically
from kg.graph.local import LocalStore, faults
from kg.graph.vocabulary import DEFAULT_BASE

try:
    import fcntl
except ImportError:  # Windows, where Oxigraph's own lock is all there is
    fcntl = None  # type: ignore[assignment]

__all__ = ["FORMAT", "DirectoryStore"]

FORMAT = 1
"""Version of the layout of the directory and of the graphs in it."""

_CARD, _LOCK, _DATA = "newskg.json", "lock", "oxigraph"


class DirectoryStore(LocalStore):
    """An embedded Oxigraph store on disk. Raises StoreError when the directory is not ours, of another version, or in use."""

    def __init__(self, path: Path, base: str | None, *, create: bool, read_only: bool) -> None:
        with faults(str(path)):
            own_base = _card(path, base, create=create and not read_only)
        self._lock = _lock(path, shared=read_only)
        try:
            oxigraph = _opened(path, read_only=read_only)
        except BaseException:
            os.close(self._lock)
            raise
        super().__init__(oxigraph, str(path), own_base, read_only=read_only, on_disk=True)

    def close(self) -> None:
        """Write what is waiting, let the directory go."""
        if self._oxigraph is not None:
            if not self.read_only:
                with faults(self.where):
                    self._oxigraph.flush()
            super().close()
            if self._lock >= 0:
                os.close(self._lock)


def _card(path: Path, base: str | None, *, create: bool) -> str:
    """The base that the directory's names have; the directory is made when it may be."""
    card = path / _CARD
    if not card.is_file():
        if path.is_dir() and any(entry.name not in (_LOCK, f".{_CARD}.new") for entry in path.iterdir()):
            raise StoreError(path, "is a directory with other things in it, not a store", "name a new or an empty directory")
        if not create:
            raise StoreError(path, "does not exist" if not path.exists() else "is empty", "`kg build` makes a store")
        path.mkdir(parents=True, exist_ok=True)
        text = json.dumps({"newskg": FORMAT, "base": base or DEFAULT_BASE}, indent=2) + "\n"
        write_atomically(card, text.encode())
    try:
        said = json.loads(card.read_text("utf-8"))
        version, own = said["newskg"], str(said["base"])
    except (ValueError, KeyError, TypeError) as error:
        raise StoreError(card, "does not say what the store is", "restore it from a copy, or build the store anew") from error
    if version != FORMAT:
        raise StoreError(path, f"has the layout {version}, this version knows {FORMAT}", "use the version that made it, or build it anew")
    if base is not None and base != own:
        raise StoreError(path, f"its names begin with {own}, not with {base}", "leave --base out, or build another store")
    return own


def _lock(path: Path, *, shared: bool) -> int:
    """An open file that holds the directory's lock (-1 where there is none to be had)."""
    if fcntl is None:
        return -1
    file = path / _LOCK
    with faults(str(path)):
        try:
            handle = os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666)
        except OSError:
            if not shared:
                raise
            return -1  # a medium that nobody can write to needs no lock
    try:
        fcntl.flock(handle, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
    except BlockingIOError as error:
        written = _is_written(handle)
        os.close(handle)
        raise _in_use(path, "written" if written else "read") from error
    return handle


def _is_written(handle: int) -> bool:
    """True when the process that has the lock is a writer."""
    with contextlib.suppress(BlockingIOError):
        fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
        return False
    return True


def _in_use(path: Path, how: str) -> StoreError:
    return StoreError(path, f"is being {how} by another process", "wait until it is done, or stop it")


def _opened(path: Path, *, read_only: bool) -> ox.Store:
    data = path / _DATA
    with faults(str(path)):
        try:
            if read_only and (data / "CURRENT").exists():
                return ox.Store.read_only(str(data))
            return ox.Store() if read_only else ox.Store(str(data))
        except OSError as error:
            if "lock" in str(error).lower():
                raise _in_use(path, "written") from error
            raise
