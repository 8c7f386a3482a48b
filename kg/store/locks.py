"""The lock of a store's directory: one writes at a time."""

from __future__ import annotations

import os
import time
from pathlib import Path

from kg.errors import StoreError

try:
    import fcntl
except ImportError:  # Windows, where Oxigraph's own lock is all there is
    fcntl = None  # type: ignore[assignment]

__all__ = ["LOCK", "PUBLISHING", "in_use", "lock", "unlock"]

LOCK = "lock"
PUBLISHING = b"publishing"
"""What a reader that publishes what a writer left writes into the lock: it is done soon."""

_PATIENCE, _PAUSE = 60.0, 0.02


def lock(path: Path, purpose: bytes = b"") -> int:
    """An open file that holds the directory's lock for writers (-1 where there is none to be had);
    ``purpose`` is written into it.

    A reader that publishes what was left is waited for. Raises StoreError while another writer has the lock.
    """
    if fcntl is None:
        return -1
    handle = os.open(path / LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666)
    try:
        deadline = time.monotonic() + _PATIENCE
        while not _taken(handle):
            if os.pread(handle, len(PUBLISHING), 0) != PUBLISHING or time.monotonic() > deadline:
                raise in_use(path)
            time.sleep(_PAUSE)
        os.ftruncate(handle, 0)
        os.pwrite(handle, purpose, 0)
    except BaseException:
        os.close(handle)
        raise
    return handle


def unlock(handle: int) -> None:
    """Give a lock back."""
    if handle >= 0:
        os.close(handle)


def _taken(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def in_use(path: Path) -> StoreError:
    """The error for a directory that another process writes."""
    return StoreError(path, "is being written by another process", "wait until it is done, or stop it")
