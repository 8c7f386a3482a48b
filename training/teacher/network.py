"""The network: MiniLM's encoder and, over the words, heads for tags, trees and names.

Trees are scored as in Dozat and Manning (2017), Deep Biaffine Attention for Neural Dependency Parsing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor, nn
from transformers import BertModel

from training.teacher.pieces import SHAPES, Pieces

_ARC, _LABEL = 320, 128
_DROPOUT = 0.2


@dataclass(frozen=True, slots=True)
class Batch:
    """Sentences side by side: `ids`, `shapes`, `mask` (sentences, pieces); `pool` (sentences, words, pieces)
    takes the mean of a word's pieces; `words` (sentences, words) is true where there is a word.
    """

    ids: Tensor
    shapes: Tensor
    mask: Tensor
    pool: Tensor
    words: Tensor


def collate(sentences: Sequence[Pieces]) -> Batch:
    """The batch of these sentences, padded."""
    pieces = max(len(sentence.ids) for sentence in sentences)
    words = max(len(sentence.spans) for sentence in sentences)
    ids = torch.zeros(len(sentences), pieces, dtype=torch.long)
    shapes = torch.zeros_like(ids)
    pool = torch.zeros(len(sentences), words, pieces)
    there = torch.zeros(len(sentences), words, dtype=torch.bool)
    for row, sentence in enumerate(sentences):
        ids[row, : len(sentence.ids)] = torch.tensor(sentence.ids)
        shapes[row, : len(sentence.ids)] = torch.tensor(sentence.shapes)
        there[row, : len(sentence.spans)] = True
        for word, (start, end) in enumerate(sentence.spans):
            pool[row, word, start:end] = 1 / (end - start)
    return Batch(ids, shapes, ids != 0, pool, there)


class _Biaffine(nn.Module):
    """Scores (sentences, words, heads, outputs) of each pair of words; column 0 of the heads is the root."""

    def __init__(self, width: int, size: int, outputs: int) -> None:
        super().__init__()
        self.child = nn.Sequential(nn.Linear(width, size), nn.GELU(), nn.Dropout(_DROPOUT))
        self.head = nn.Sequential(nn.Linear(width, size), nn.GELU(), nn.Dropout(_DROPOUT))
        self.weight = nn.Parameter(torch.zeros(outputs, size + 1, size + 1))

    def forward(self, children: Tensor, heads: Tensor) -> Tensor:
        return torch.einsum(
            "bci,oij,bhj->bcho", _with_one(self.child(children)), self.weight, _with_one(self.head(heads))
        )

    def pairs(self, children: Tensor, heads: Tensor) -> Tensor:
        """Scores (sentences, words, outputs) of each word with the head given for it."""
        left = torch.einsum("bci,oij->bcoj", _with_one(self.child(children)), self.weight)
        return torch.einsum("bcoj,bcj->bco", left, _with_one(self.head(heads)))


def _with_one(vectors: Tensor) -> Tensor:
    return torch.cat([vectors, torch.ones_like(vectors[..., :1])], -1)


class Network(nn.Module):
    """Encoder and heads for so many tags, dependency labels and name labels."""

    def __init__(self, folder: Path, tags: int, labels: int, names: int) -> None:
        super().__init__()
        self.encoder = BertModel.from_pretrained(str(folder), add_pooling_layer=False)
        width = self.encoder.config.hidden_size
        self.shape = nn.Embedding(SHAPES, width)
        nn.init.zeros_(self.shape.weight)
        self.layers = nn.Parameter(torch.zeros(self.encoder.config.num_hidden_layers + 1))
        self.dropout = nn.Dropout(_DROPOUT)
        self.root = nn.Parameter(torch.zeros(width))
        self.tag = nn.Linear(width, tags)
        self.arc = _Biaffine(width, _ARC, 1)
        self.label = _Biaffine(width, _LABEL, labels)
        self.name = nn.Linear(width, names)

    def words(self, batch: Batch) -> Tensor:
        """Vectors (sentences, words, width) of the words in context: a learned mean of the encoder's
        layers.
        """
        embedded: Tensor = self.encoder.embeddings.word_embeddings(batch.ids) + self.shape(batch.shapes)
        states = self.encoder(
            inputs_embeds=embedded, attention_mask=batch.mask, output_hidden_states=True
        ).hidden_states
        shares = torch.softmax(self.layers, 0)
        mean = torch.stack([share * state for share, state in zip(shares, states, strict=True)]).sum(0)
        return self.dropout(batch.pool.to(mean.dtype) @ mean)

    def arcs(self, words: Tensor, batch: Batch) -> Tensor:
        """Scores (sentences, words, 1 + words) of each word's head; place 0 is the root."""
        scores = self.arc(words, self.rooted(words)).squeeze(-1).float()
        return scores.masked_fill(~nn.functional.pad(batch.words, (1, 0), value=True)[:, None, :], -1e4)

    def rooted(self, words: Tensor) -> Tensor:
        """The words with the root before them."""
        return torch.cat([self.root.to(words.dtype).expand(len(words), 1, -1), words], 1)

    def labels(self, words: Tensor, heads: Tensor) -> Tensor:
        """Scores (sentences, words, labels) of each word's label, given its head's place (0 is the root)."""
        chosen = self.rooted(words).gather(1, heads[..., None].expand(-1, -1, words.shape[-1]))
        return self.label.pairs(words, chosen).float()
