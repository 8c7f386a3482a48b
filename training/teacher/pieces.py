"""Words as the encoder takes them: word pieces, and the shape of each word, which the uncased pieces do not
keep.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

SHAPES = 9
MOST_PIECES = 250
"""Of a sentence; the encoder was trained on no more than 256."""


@dataclass(frozen=True, slots=True)
class Pieces:
    """A sentence: ids and shapes of its pieces, [CLS] and [SEP] included, and of each word the first piece
    and the piece after its last.
    """

    ids: tuple[int, ...]
    shapes: tuple[int, ...]
    spans: tuple[tuple[int, int], ...]


def shape(word: str) -> int:
    """1 to 8: lower case, capitalised, one capital, capitals, mixed, with digits, digits alone, neither
    letter nor digit.
    """
    if word.isdigit():
        return 7
    if re.search(r"\d", word):
        return 6
    if not re.search(r"[^\W_]", word):
        return 8
    if word == word.lower():
        return 1
    if word == word.upper():
        return 3 if len(word) == 1 else 4
    return 2 if word[1:] == word[1:].lower() else 5
