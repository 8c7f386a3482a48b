"""What is said on which stream, and how: results on standard output, everything else on standard error."""

from __future__ import annotations

import codecs
import contextlib
import errno
import logging
import os
import re
import shutil
import sys
import threading
import time
from collections.abc import Callable, Iterable
from typing import TextIO, TypeVar

from kg.errors import KGError, MalformedQuery, UnknownEntity, UnknownName

__all__ = [
    "Progress",
    "colour",
    "duration",
    "log_warnings",
    "note",
    "out",
    "out_bytes",
    "report",
    "shown",
    "width",
]

_T = TypeVar("_T")
_NO, _USAGE, _COULD_NOT = 1, 2, 3
# Line ends and colours, and what else a terminal obeys: controls, separators, marks that turn the direction
# of text.
_OBEYED = re.compile(
    "(\x1b\\[[0-9;]*m|\r(?=\n))|[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]"
)
_CREDENTIALS = re.compile(r"://[^/\s@]+@")
_CLEAR = "\r\x1b[K"


def out(text: str) -> None:
    """Write a result, ending it with a newline when it has none."""
    text = text if text.endswith("\n") or not text else text + "\n"
    sys.stdout.write(shown(text) if sys.stdout.isatty() else text)


def out_bytes(chunks: Iterable[bytes]) -> None:
    """Write a result that is encoded already."""
    sys.stdout.flush()
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    terminal = sys.stdout.isatty()
    for chunk in chunks:
        sys.stdout.buffer.write(shown(decoder.decode(chunk)).encode() if terminal else chunk)
    sys.stdout.buffer.flush()


def shown(text: str) -> str:
    """A result as a terminal shows it: what it would obey becomes U+FFFD, except line ends, tabs and our own
    colours.

    Files and pipes get the result as it is; formats for programs hold what articles say, character for
    character.
    """
    return _OBEYED.sub(lambda found: found.group(1) or "\ufffd", text)


def note(message: str) -> None:
    """Say something beside the result, on one harmless line."""
    with contextlib.suppress(OSError):  # nobody can be told that nobody can be told
        sys.stderr.write((_CLEAR if sys.stderr.isatty() else "") + _harmless(message) + "\n")


def colour(stream: TextIO | None = None) -> bool:
    """Whether to colour: on a terminal, unless NO_COLOR is set or the terminal is dumb."""
    stream = sys.stdout if stream is None else stream
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def width(otherwise: _T) -> int | _T:
    """How many columns a table may take: those of the terminal, or ``otherwise`` where there is none."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else otherwise


def report(error: Exception) -> int:
    """Says what could not be done as ``error: place: fault; remedy`` and gives the exit code for it: 1 where
    something of a name is not there, 2 for a query or value that cannot be, 3 for all else. Raises what
    nobody foresaw.
    """
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
    if isinstance(error, UnknownEntity | UnknownName):
        return _NO
    return _USAGE if isinstance(error, MalformedQuery) else _COULD_NOT


def log_warnings(level: str = "WARNING") -> None:
    """Send what the library logs, from this level on, to standard error, each as one line."""
    logger = logging.getLogger("kg")
    if not any(isinstance(handler, _Lines) for handler in logger.handlers):
        logger.addHandler(_Lines())
    for handler in logger.handlers:
        if isinstance(handler, _Lines):
            handler.setLevel(level)
    if level in ("DEBUG", "INFO"):
        logger.setLevel(level)


class _Lines(logging.Handler):
    def emit(self, record: logging.LogRecord) -> None:
        note(f"{record.levelname.lower()}: {record.getMessage()}")


class Progress:
    """A bar on the terminal, with rate and time left, in a ``with`` block; nothing when standard error is not
    a terminal.

    ``count`` gives the number of all, or None; it is asked only when the bar is shown. With ``results``,
    results are printed meanwhile, so there is no bar when standard output is a terminal too.
    """

    def __init__(self, noun: str, count: Callable[[], int | None], *, results: bool = False) -> None:
        self.noun = noun
        self.finished = 0
        self._begun = self._furthest = 0.0
        self._guard = threading.Lock()
        self._live = (
            sys.stderr.isatty() and os.environ.get("TERM") != "dumb" and not (results and sys.stdout.isatty())
        )
        self._total = count() if self._live else None
        self._first: tuple[float, float] | None = None
        self._shown = 0.0

    def __enter__(self) -> Progress:
        self._show()
        return self

    def __exit__(self, *_: object) -> None:
        if self._live:
            sys.stderr.write(_CLEAR)
            sys.stderr.flush()

    def done(self, more: int) -> None:
        """That many more are finished."""
        with self._guard:
            self.finished += more
            self._move()

    def under_way(self, more: float) -> None:
        """So much more of one that is not finished is done, or so much less; from any thread."""
        with self._guard:
            self._begun += more
            self._move()

    def _move(self) -> None:
        self._furthest = max(self._furthest, self.finished + self._begun)
        now = time.monotonic()
        if self._first is None:
            self._first = now, self._furthest
        if now - self._shown > 0.2:
            self._shown = now
            self._show()

    def fewer(self) -> None:
        """One that was counted will not come."""
        if self._total:
            self._total -= 1

    def line(self) -> str:
        """What the bar says now. Starting is not counted into the rate."""
        done = self._furthest
        began, before = self._first or (time.monotonic(), done)
        passed = time.monotonic() - began
        rate = (done - before) / passed if passed > 0 else 0.0
        said = f"{self.finished:,}" if done - self.finished < 0.05 else f"{done:,.1f}"
        parts = [f"{said} {self.noun}"]
        if self._total:
            share = min(done / self._total, 1.0)
            parts = [f"[{'#' * int(20 * share):20}] {said} of {self._total:,} {self.noun}"]
        if rate > 0:
            parts.append(f"{rate:,.1f}/s" if rate >= 0.05 else f"{60 * rate:,.1f}/min")
            if self._total and self._total > done:
                parts.append(f"{duration((self._total - done) / rate)} left")
        return ", ".join(parts)

    def _show(self) -> None:
        if self._live:
            columns = shutil.get_terminal_size().columns
            sys.stderr.write(f"\r{self.line()[: columns - 1]}\x1b[K")
            sys.stderr.flush()


def duration(seconds: float) -> str:
    """A time to wait for: ``45 s``, ``3 min``, ``2 h 05 min``."""
    minutes = round(seconds / 60)
    if seconds < 59.5:
        return f"{round(seconds)} s"
    return f"{minutes} min" if minutes < 60 else f"{minutes // 60} h {minutes % 60:02} min"


def _harmless(message: str) -> str:
    """``message`` on one line, control characters written out and passwords in URLs left out."""
    message = _CREDENTIALS.sub("://", message)
    return "".join(
        character if character.isprintable() or character == " " else _written(character)
        for character in message
    )


def _written(character: str) -> str:
    return " " if character in "\n\t" else character.encode("unicode_escape", "backslashreplace").decode()
