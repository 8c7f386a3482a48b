"""Where quotations begin and end in a text, by their marks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

__all__ = ["CLOSING", "OPENING", "STRAIGHT", "Quotation", "quotations"]

OPENING: Final = frozenset("“«„")
CLOSING: Final = frozenset("”»")
STRAIGHT: Final = frozenset({'"', "``", "''"})
"""Marks that open and close."""


class Quotation(NamedTuple):
    """The words between two marks, by the places of the marks; ``last`` of one that is not ``closed`` is the
    end of its paragraph.
    """

    first: int
    last: int
    closed: bool


def quotations(words: Iterable[str]) -> Iterator[Quotation]:
    """The quotations of a text in order; none goes over the end of a paragraph, which a word with a line end
    is.
    """
    opened: int | None = None
    place = -1
    for place, word in enumerate(words):
        if "\n" in word:
            if opened is not None:
                yield Quotation(opened, place, closed=False)
            opened = None
        elif opened is None:
            opened = place if word in OPENING or word in STRAIGHT else None
        elif word in CLOSING or word in STRAIGHT:
            yield Quotation(opened, place, closed=True)
            opened = None
    if opened is not None:
        yield Quotation(opened, place + 1, closed=False)
