"""The small network: what is known of each word, windows of three words and neighbours in the tree, under the
same heads."""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor, nn

from kg.extraction.learned.features import Tree
from kg.extraction.learned.labels import DEPS, ENTS, TAGS
from kg.extraction.learned.lexicon import BUCKETS, SHAPES, SUFFIXES, Lexicon
from kg.extraction.learned.pairs import WORD_FLAGS, Floats
from training.statements.heads import Heads
from training.statements.words import WIDTH

PIECES = 3


class Maxout(nn.Module):
    """A layer whose units are the greatest of three, normalised."""

    def __init__(self, inputs: int, outputs: int) -> None:
        super().__init__()
        self.linear = nn.Linear(inputs, outputs * PIECES)
        self.norm = nn.LayerNorm(outputs)

    def forward(self, rows: Tensor) -> Tensor:
        """The units of each row."""
        return self.norm(self.linear(rows).unflatten(-1, (-1, PIECES)).amax(-1))


class Student(nn.Module):
    """The network for a lexicon. ``layers`` has w for a window of three words, t for the tree."""

    def __init__(
        self, lexicon: Lexicon, still: Floats, width: int = 128, layers: str = "wtwtw", dropout: float = 0.15
    ) -> None:
        super().__init__()
        self.lexicon, self.layers = lexicon, layers
        self.register_buffer("still", torch.cat([torch.zeros(1, WIDTH), torch.from_numpy(still)]))
        self.word = nn.Embedding(len(lexicon.words) + BUCKETS, 64)
        self.lemma = nn.Embedding(len(lexicon.lemmas) + BUCKETS, 48)
        self.suffix, self.shape = nn.Embedding(SUFFIXES, 32), nn.Embedding(SHAPES, 16)
        self.tag, self.dep, self.ent = (
            nn.Embedding(len(TAGS) + 1, 24),
            nn.Embedding(len(DEPS) + 1, 24),
            nn.Embedding(2 * len(ENTS) + 2, 16),
        )
        for table in (self.word, self.lemma, self.suffix, self.shape, self.tag, self.dep, self.ent):
            nn.init.normal_(table.weight, std=0.2)
        self.mix = Maxout(WIDTH + 64 + 48 + 32 + 16 + 64 + WORD_FLAGS, width)
        self.blocks = nn.ModuleList(Maxout(3 * width, width) for _ in layers)
        self.dropout = nn.Dropout(dropout)
        self.heads = Heads(width, hidden=128, pair=128, path=32, dropout=dropout)

    def words(self, tree: Tree, flags: Tensor) -> Tensor:
        """Vectors of all words, flat."""
        rows = self.dropout(self.mix(self.dropout(torch.cat([self.seen(tree), flags], -1))))
        before, after, head = places(tree)
        for kind, block in zip(self.layers, self.blocks, strict=True):
            if kind == "w":
                padded = torch.cat([rows, rows.new_zeros(1, rows.shape[1])])
                around = torch.cat([padded[before], rows, padded[after]], -1)
            else:
                below = rows.new_zeros(rows.shape).index_add(0, head, rows) - torch.where(
                    (head == torch.arange(len(head)))[:, None], rows, 0.0
                )
                around = torch.cat([rows[head], rows, below], -1)
            rows = rows + self.dropout(block(around))
        return rows

    def seen(self, tree: Tree) -> Tensor:
        """What is known of each word on its own."""
        numbers = self.lexicon.numbers(tree)
        at = torch.from_numpy
        return torch.cat(
            [
                self.still[at(numbers.still)],
                self.word(at(numbers.word)),
                self.lemma(at(numbers.lemma)),
                self.suffix(at(numbers.suffix)),
                self.shape(at(numbers.shape)),
                self.tag(at(tree.tag)),
                self.dep(at(tree.dep)),
                self.ent(at(2 * tree.ent + tree.inside)),
            ],
            -1,
        )


def places(tree: Tree) -> tuple[Tensor, Tensor, Tensor]:
    """Of each word the one before and the one after it in its sentence (the number of words where there is
    none), and its head."""
    size = len(tree)
    here = np.arange(size)
    edge = np.concatenate([[True], tree.sentence[1:] != tree.sentence[:-1], [True]])
    before, after = np.where(edge[:-1], size, here - 1), np.where(edge[1:], size, here + 1)
    return torch.from_numpy(before), torch.from_numpy(after), torch.from_numpy(tree.head)
