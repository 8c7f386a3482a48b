"""What the commands that read articles share: faults that are reported, and what Ctrl-C says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import typer

from kg.cli.output import Progress, note, report

if TYPE_CHECKING:
    from kg.errors import InputError

__all__ = ["Faults", "counted", "interruptible"]


_SHOWN = 20
_COULD_NOT = 3


class Faults:
    """Articles and lines that could not be read: each is reported, the first twenty with the same fault, and
    remembered for the exit code.

    ``unread`` counts them without those that were left out for their language.
    """

    def __init__(self, strict: bool = False, progress: Progress | None = None) -> None:
        self.code = self.unread = 0
        self._counts: Counter[str] = Counter()
        self.on_error = None if strict else self._report
        self._progress = progress

    def _report(self, error: InputError) -> None:
        from kg.ingest.language import ForeignLanguage

        self._counts[error.fault] += 1
        self.code = report(error) if self._counts[error.fault] <= _SHOWN else _COULD_NOT
        self.unread += not isinstance(error, ForeignLanguage)
        if self._progress:
            self._progress.fewer()

    def leave(self) -> None:
        """Say how many faults were not shown, and exit with the code of what went wrong, if anything did."""
        for fault, number in self._counts.items():
            if number > _SHOWN:
                note(f"error: {number - _SHOWN:,} more of this kind: {fault}")
        if self.code:
            raise typer.Exit(self.code)


@contextmanager
def interruptible(progress: Progress, store: str) -> Iterator[None]:
    """A context that says, when Ctrl-C ends it, how much of the work is kept."""
    try:
        yield
    except KeyboardInterrupt:
        done = counted(progress.finished, "article")
        note(f"interrupted: {done} in {store}; the same command goes on from there")
        raise


def counted(number: int, noun: str) -> str:
    """A number with its noun: "1 article", "2,000 articles"."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
