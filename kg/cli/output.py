"""What is said on which stream, and how: results on standard output, everything else on standard error."""

from __future__ import annotations

import errno
import logging
import os
import re
import sys
import time
from collections.abc import Iterable, Iterator
from typing import TextIO, TypeVar

from kg.errors import KGError

__all__ = ["Progress", "colour", "log_warnings", "note", "out", "out_bytes", "report"]

_COULD_NOT = 3
_CREDENTIALS = re.compile(r"://[^/\s@]+@")
_T = TypeVar("_T")


def out(text: str) -> None:
    """Writes a result, ending it with a newline when it has none."""
    sys.stdout.write(text if text.endswith("\n") or not text else text + "\n")


def out_bytes(chunks: Iterable[bytes]) -> None:
    """Writes a result that is encoded already."""
    sys.stdout.flush()
    for chunk in chunks:
        sys.stdout.buffer.write(chunk)
    sys.stdout.buffer.flush()


def note(message: str) -> None:
    """Says something beside the result, on one harmless line."""
    sys.stderr.write(_harmless(message) + "\n")


def colour(stream: TextIO | None = None) -> bool:
    """Whether to colour: on a terminal, unless NO_COLOR is set or the terminal is dumb."""
    stream = sys.stdout if stream is None else stream
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def report(error: Exception) -> int:
    """Says what could not be done as ``error: place: fault; remedy`` and gives the exit code for it; raises what nobody foresaw."""
    if isinstance(error, KGError):
        message = str(error)
    elif isinstance(error, OSError) and error.errno is not None:
        remedy = "; free some space and run it again" if error.errno == errno.ENOSPC else ""
        message = f"{error.filename or 'standard output'}: {(error.strerror or str(error)).lower()}{remedy}"
    elif isinstance(error, MemoryError):
        message = "memory: not enough of it; give fewer or shorter articles at a time"
    else:
        raise error
    note(f"error: {message}")
    return _COULD_NOT


def log_warnings() -> None:
    """Sends what the library logs as warnings to standard error, each as one line."""
    logger = logging.getLogger("kg")
    if not any(isinstance(handler, _Lines) for handler in logger.handlers):
        logger.addHandler(_Lines(logging.WARNING))


class _Lines(logging.Handler):
    def emit(self, record: logging.LogRecord) -> None:
        note(f"{record.levelname.lower()}: {record.getMessage()}")


class Progress:
    """A line on the terminal that counts; nothing at all when standard error is not one."""

    def __init__(self, noun: str) -> None:
        self.noun = noun
        self.count = 0
        self._shown = 0.0
        self._live = sys.stderr.isatty()

    def of(self, items: Iterable[_T]) -> Iterator[_T]:
        """The items, counted as they pass."""
        try:
            for item in items:
                self.count += 1
                self._show()
                yield item
        finally:
            self.clear()

    def clear(self) -> None:
        """Takes the line off the terminal."""
        if self._live and self._shown:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
            self._shown = 0.0

    def _show(self) -> None:
        if self._live and (now := time.monotonic()) - self._shown > 0.2:
            sys.stderr.write(f"\r{self.count:,} {self.noun}\x1b[K")
            sys.stderr.flush()
            self._shown = now


def _harmless(message: str) -> str:
    """``message`` on one line, control characters written out and passwords in URLs left out."""
    message = _CREDENTIALS.sub("://", message)
    return "".join(character if character.isprintable() or character == " " else _written(character) for character in message)


def _written(character: str) -> str:
    return " " if character in "\n\t" else character.encode("unicode_escape", "backslashreplace").decode()
