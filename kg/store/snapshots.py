"""What readers of a directory store see: complete copies of the writer's files, of which the newest counts.

A copy is made of hard links, so it costs next to nothing, and appears by renaming. A reader holds a lock on
the copy it reads; a copy that is not the newest and that nobody holds is taken away.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

try:
    import fcntl
except ImportError:  # Windows, where files that are open cannot be removed
    fcntl = None  # type: ignore[assignment]

__all__ = ["Snapshot", "copied", "latest", "newest", "publish", "sweep", "sweep_copies"]

_UNFINISHED, _DISCARDED, _ABOUT, _COPY = ".new", ".old-", ".copying-", ".copy-"
_ATTEMPTS, _PAUSE = 500, 0.01


@dataclass(slots=True)
class Snapshot:
    """A copy that stays until it is released."""

    path: Path
    handle: int

    def release(self) -> None:
        """Let it go; a second time makes no difference."""
        if self.handle >= 0:
            os.close(self.handle)
            self.handle = -1


def publish(store: ox.Store, folder: Path) -> None:
    """Let readers that come from now on see what the store holds now.

    Raises OSError, and what they saw before stays.
    """
    folder.mkdir(exist_ok=True)
    new = folder / _UNFINISHED
    shutil.rmtree(new, ignore_errors=True)
    store.backup(str(new))
    os.rename(new, folder / str(max(_numbers(folder), default=0) + 1))
    sweep(folder)


def latest(folder: Path) -> Path | None:
    """Where the newest copy lies, not held; None when nothing was published yet."""
    numbers = _numbers(folder)
    return folder / str(max(numbers)) if numbers else None


def newest(folder: Path) -> Snapshot | None:
    """The newest copy, held; None when nothing was published yet."""
    for attempt in range(_ATTEMPTS):
        if attempt:
            time.sleep(_PAUSE)
        numbers = _numbers(folder)
        if not numbers:
            return None
        path = folder / str(max(numbers))
        with contextlib.suppress(FileNotFoundError, BlockingIOError):  # a newer one has just taken its place
            return Snapshot(path, _held(path, exclusive=False))
    raise TimeoutError(f"the snapshots of {folder.parent} change too fast to be opened")


def sweep(folder: Path) -> None:
    """Take away copies that are out of date and that nobody reads."""
    with contextlib.suppress(OSError):
        for number in sorted(_numbers(folder))[:-1]:
            _discard(folder / str(number))
        for left in folder.glob(f"{_DISCARDED}*"):
            shutil.rmtree(left, ignore_errors=True)


@contextlib.contextmanager
def copied(store: ox.Store, folder: Path) -> Iterator[Path]:
    """A copy of a store in a new folder in this one, for one who may change it; gone afterwards.

    Where nothing can be written in the folder, it lies where temporary files do. Raises OSError.
    """
    sweep_copies(folder)
    try:
        made = Path(tempfile.mkdtemp(prefix=_ABOUT, dir=folder))
    except PermissionError:
        made = Path(tempfile.mkdtemp(prefix=_ABOUT))
    handle = _held(made, exclusive=False)
    own = made.with_name(made.name.replace(_ABOUT, _COPY, 1))
    try:
        os.rename(made, own)  # whoever sees it by this name sees it held
        store.backup(str(own / "store"))
        yield own / "store"
    finally:
        _removed(own)
        if handle >= 0:
            os.close(handle)


def _removed(folder: Path) -> None:
    """Remove a folder in which a store that was just let go may still be writing."""
    for _ in range(_ATTEMPTS):
        shutil.rmtree(folder, ignore_errors=True)
        if not folder.exists():
            return
        time.sleep(_PAUSE)


def sweep_copies(folder: Path) -> None:
    """Take away copies of those who were ended before they could do so."""
    for left in folder.glob(f"{_COPY}*") if fcntl is not None else ():
        with contextlib.suppress(OSError):
            handle = _held(left, exclusive=True)
            shutil.rmtree(left, ignore_errors=True)
            os.close(handle)


def _discard(path: Path) -> None:
    try:
        handle = _held(path, exclusive=True)
    except OSError:  # somebody reads it, or takes it away
        return
    try:
        with contextlib.suppress(OSError):
            os.rename(path, path.with_name(f"{_DISCARDED}{path.name}"))
    finally:
        if handle >= 0:
            os.close(handle)


def _held(path: Path, *, exclusive: bool) -> int:
    """An open handle that holds the directory's lock (-1 where there is none to be had).

    Raises OSError when it is held or gone.
    """
    if fcntl is None:
        return -1
    handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        fcntl.flock(handle, (fcntl.LOCK_EX if exclusive else fcntl.LOCK_SH) | fcntl.LOCK_NB)
        if not os.path.samestat(os.fstat(handle), os.stat(path)):
            raise FileNotFoundError(path)
    except BaseException:
        os.close(handle)
        raise
    return handle


def _numbers(folder: Path) -> list[int]:
    try:
        return [int(name) for name in os.listdir(folder) if name.isdigit()]
    except FileNotFoundError:
        return []
