"""The words of a text as a person reads them, each character with its place in the text as it is stored."""

from __future__ import annotations

import re
from array import array
from collections.abc import Callable, Iterable

__all__ = ["Edit", "ReadingText"]

Edit = tuple[int, int, str]
"""Begin and end of some characters, and what is read in their place."""


class ReadingText:
    """What is read (``text``), made from the stored text by edits; offsets lead back to the stored text."""

    __slots__ = ("_begins", "_ends", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self._begins: array[int] | None = None
        self._ends: array[int] | None = None

    @property
    def is_as_stored(self) -> bool:
        """Whether nothing is read otherwise than it is stored."""
        return self._begins is None

    def stored_span(self, begin: int, end: int) -> tuple[int, int]:
        """The place in the stored text of what is read between two offsets, which is never nothing."""
        if self._begins is None or self._ends is None:
            return begin, end
        return self._begins[begin], self._ends[end - 1]

    def edit(self, edits: Iterable[Edit]) -> ReadingText:
        """The text with edits made, which are in order and do not overlap.

        What is as long as what it stands for replaces it character by character; else each new character
        stands for all that was replaced. What is put between characters stands for the one before it.
        """
        rows = [row for row in edits if self.text[row[0] : row[1]] != row[2]]
        if not rows:
            return self
        begins, ends = self._places()
        parts: list[str] = []
        new_begins, new_ends = array("l"), array("l")
        position = 0
        for begin, end, new in rows:
            parts += [self.text[position:begin], new]
            new_begins += begins[position:begin]
            new_ends += ends[position:begin]
            position = end
            if len(new) == end - begin:
                new_begins += begins[begin:end]
                new_ends += ends[begin:end]
            elif new:
                first, last = (begin, end - 1) if end > begin else (max(begin - 1, 0),) * 2
                new_begins += array("l", [begins[first]]) * len(new)
                new_ends += array("l", [ends[last]]) * len(new)
        parts.append(self.text[position:])
        made = ReadingText("".join(parts))
        made._begins, made._ends = new_begins + begins[position:], new_ends + ends[position:]
        return made

    def sub(self, pattern: re.Pattern[str], new: str | Callable[[re.Match[str]], str]) -> ReadingText:
        """The text with every match of a pattern read as something else."""
        return self.edit(
            (found.start(), found.end(), new if isinstance(new, str) else new(found))
            for found in pattern.finditer(self.text)
        )

    def _places(self) -> tuple[array[int], array[int]]:
        if self._begins is None or self._ends is None:
            return array("l", range(len(self.text))), array("l", range(1, len(self.text) + 1))
        return self._begins, self._ends
