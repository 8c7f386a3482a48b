"""Work that the tests of the engines give out: it stands in a module of its own so that other processes can
import it.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

from kg.execution.telling import tell


def nothing() -> None:
    """A state that holds nothing."""


def square(state: None, number: int) -> int:
    return number * number


def in_halves(state: None, number: int) -> int:
    """Tells twice how far it is."""
    for _ in range(2):
        tell(0.5)
    return number


def process(state: None, number: int) -> int:
    """Which process does it. It takes a moment, so that no process does it all."""
    time.sleep(0.02)
    return os.getpid()


def endless(state: None, number: int) -> int:
    """Says on standard error which process it is, and works on."""
    print(os.getpid(), file=sys.stderr, flush=True)
    while True:
        number += 1


def _loaded() -> None:
    print(os.getpid(), file=sys.stderr, flush=True)
    time.sleep(60)


class SlowToLoad:
    """A state that takes a minute to load in another process, which says first which one it is."""

    def __reduce__(self) -> tuple[Callable[[], None], tuple[()]]:
        return _loaded, ()

    def __call__(self) -> None:
        """A state that holds nothing."""


def fail(state: None, number: int) -> int:
    if number == 3:
        raise ValueError("three")
    return number


def fail_strangely(state: None, number: int) -> None:
    """Raises something that cannot be sent."""
    raise ValueError(lambda: number)


class Dying:
    """Squares; a process that comes to ``number`` has told of it and dies of it, as often as files can be
    made in the folder.
    """

    def __init__(self, folder: str, number: int, times: int) -> None:
        self.folder, self.number, self.times = folder, number, times

    def __call__(self, state: None, number: int) -> int:
        if number == self.number:
            tell(1.0)
            deaths = len(os.listdir(self.folder))
            if deaths < self.times:
                Path(self.folder, f"{deaths}-{os.getpid()}").touch()
                os.kill(os.getpid(), signal.SIGKILL)
        return number * number
