"""Files of pictures and pages: written whole or not at all."""

from __future__ import annotations

from pathlib import Path

from kg.store.atomic import write_atomically

__all__ = ["write"]


def write(path: Path, content: bytes) -> None:
    """Write a file, which keeps what it held before when OSError is raised; that names the file."""
    try:
        if path.exists() and not path.is_file():  # a pipe or a device
            path.write_bytes(content)
        else:
            write_atomically(path, content)
    except OSError as error:
        raise OSError(error.errno, error.strerror or str(error), str(path)) from error
