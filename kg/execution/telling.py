"""How far the work on an item is, from where it is done to the one who gave it out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final, TypeAlias

__all__ = ["Hearer", "Told", "tell", "told_to"]

Hearer: TypeAlias = Callable[[float], None]
"""Gets how much more of an item is done; 1 is all of it."""

_HEARER: Final[ContextVar[Hearer | None]] = ContextVar("hearer", default=None)


def tell(share: float) -> None:
    """Say that so much more of the item at hand is done; nobody hears it where nobody asked."""
    hear = _HEARER.get()
    if hear is not None:
        hear(share)


@contextmanager
def told_to(hear: Hearer) -> Iterator[None]:
    """A context in which ``hear`` gets what the work tells."""
    token = _HEARER.set(hear)
    try:
        yield
    finally:
        _HEARER.reset(token)


class Told:
    """Passes on what is told of one item, and takes it back when the item is done or begun again."""

    def __init__(self, hear: Hearer | None) -> None:
        self._hear, self._sum = hear, 0.0

    def __call__(self, share: float) -> None:
        self._sum += share
        if self._hear is not None:
            self._hear(share)

    def take_back(self) -> None:
        """Say that what was told does not count any more."""
        if self._sum:
            self(-self._sum)
