"""What teacher and student have in common: from words, and what each alone sees of them, to vectors of words,
and the heads over these."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from torch import Tensor, device, nn

from training.statements.batch import Flat, Words
from training.statements.heads import Heads
from training.statements.sentences import Sentence


class Network(nn.Module):
    """An encoder of words under `Heads`."""

    heads: Heads

    @property
    def place(self) -> device:
        """The device of its weights."""
        return next(self.parameters()).device

    def looked_at(self, sentences: Sequence[Sentence], text: Flat) -> Any:
        """What this network alone sees of the words, as arrays."""
        raise NotImplementedError

    def vectors(self, words: Words, seen: Any) -> Tensor:
        """Vectors of all words, flat."""
        raise NotImplementedError
