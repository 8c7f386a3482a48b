"""What patterns say of each word, as the networks take it."""

from __future__ import annotations

import torch
from torch import Tensor

from kg.extraction.learned.pairs import word_flags
from training.statements.batch import Flat


def flags_of(text: Flat) -> Tensor:
    """What patterns say of each word."""
    return torch.from_numpy(word_flags(text.tree, text.told))
