"""The small network: what is known of each word, windows of three words and neighbours in the tree, under the
same heads."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor, nn

from kg.extraction.learned.labels import DEPS, ENTS, TAGS
from kg.extraction.learned.lexicon import BUCKETS, SHAPES, SUFFIXES, Lexicon, Numbers
from kg.extraction.learned.pairs import WORD_FLAGS, Floats
from training.statements.batch import Flat, Words
from training.statements.heads import Heads
from training.statements.network import Network
from training.statements.sentences import Sentence
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


class Student(Network):
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

    def looked_at(self, sentences: Sequence[Sentence], text: Flat) -> Numbers:
        """The numbers of the words in the lexicon."""
        return self.lexicon.numbers(text.tree)

    def vectors(self, words: Words, seen: Numbers) -> Tensor:
        """Vectors of all words, flat."""
        rows = self.dropout(self.mix(self.dropout(self._inputs(words, seen))))
        under = (words.head != torch.arange(len(words.head), device=rows.device))[:, None]
        for kind, block in zip(self.layers, self.blocks, strict=True):
            if kind == "w":
                padded = torch.cat([rows, rows.new_zeros(1, rows.shape[1])])
                around = torch.cat([padded[words.before], rows, padded[words.after]], -1)
            else:
                below = torch.zeros_like(rows).index_add(0, words.head, torch.where(under, rows, 0.0))
                around = torch.cat([rows[words.head], rows, below], -1)
            rows = rows + self.dropout(block(around))
        return rows

    def _inputs(self, words: Words, seen: Numbers) -> Tensor:
        """What is known of each word on its own."""
        parts = (
            self.still[seen.still],
            self.word(seen.word),
            self.lemma(seen.lemma),
            self.suffix(seen.suffix),
            self.shape(seen.shape),
            self.tag(words.tag),
            self.dep(words.dep),
            self.ent(2 * words.ent + words.inside),
            words.flags,
        )
        return torch.cat(parts, -1)
