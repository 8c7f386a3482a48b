"""The teacher: MiniLM's encoder under the heads, with what the pipeline sees of each word beside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from transformers import BertModel

from kg.extraction.learned.labels import DEPS, ENTS, TAGS
from kg.extraction.learned.pairs import WORD_FLAGS
from training.statements.batch import Flat, Words
from training.statements.heads import Heads
from training.statements.network import Network
from training.statements.sentences import Sentence
from training.teacher.pieces import SHAPES
from training.teacher.splitter import Splitter, encoder_folder

_WIDTH = 256


@dataclass(slots=True)
class Pieced:
    """Word pieces of a batch, padded with 0: ``ids`` and ``shapes`` (sentences, pieces), and of each piece
    the word that it is of (the number of words for others). ``share`` is one over the pieces of each word."""

    ids: Any
    shapes: Any
    word: Any
    share: Any


class Teacher(Network):
    """Encoder and heads."""

    def __init__(self) -> None:
        super().__init__()
        self.encoder = BertModel.from_pretrained(str(encoder_folder()), add_pooling_layer=False)
        self.encoder.embeddings.word_embeddings.weight.requires_grad_(False)
        width = self.encoder.config.hidden_size
        self.shape = nn.Embedding(SHAPES, width)
        nn.init.zeros_(self.shape.weight)
        self.layers = nn.Parameter(torch.zeros(self.encoder.config.num_hidden_layers + 1))
        self.tag, self.dep, self.ent = (
            nn.Embedding(len(TAGS) + 1, 24),
            nn.Embedding(len(DEPS) + 1, 24),
            nn.Embedding(len(ENTS) + 1, 16),
        )
        self.mix = nn.Linear(width + 64 + WORD_FLAGS, _WIDTH)
        self.dropout = nn.Dropout(0.2)
        self.heads = Heads(_WIDTH)

    @cached_property
    def splitter(self) -> Splitter:
        """What splits words into pieces."""
        return Splitter(encoder_folder())

    def looked_at(self, sentences: Sequence[Sentence], text: Flat) -> Pieced:
        """The pieces of the sentences."""
        return pieced([sentence.words for sentence in sentences], self.splitter, text.starts, text.size)

    def vectors(self, words: Words, seen: Pieced) -> Tensor:
        """Vectors of all words, flat."""
        embedded = self.encoder.embeddings.word_embeddings(seen.ids) + self.shape(seen.shapes)
        states = self.encoder(
            inputs_embeds=embedded, attention_mask=seen.ids != 0, output_hidden_states=True
        ).hidden_states
        shares = torch.softmax(self.layers, 0)
        mean = (
            torch.stack([share * state for share, state in zip(shares, states, strict=True)]).sum(0).float()
        )
        summed = mean.new_zeros(len(seen.share) + 1, mean.shape[-1])
        pooled = summed.index_add(0, seen.word.flatten(), mean.flatten(0, 1))[:-1] * seen.share[:, None]
        parts = (
            self.dropout(pooled),
            self.tag(words.tag),
            self.dep(words.dep),
            self.ent(words.ent),
            words.flags,
        )
        return self.dropout(nn.functional.gelu(self.mix(torch.cat(parts, -1))))


def pieced(sentences: Sequence[Sequence[str]], splitter: Splitter, starts: Any, size: int) -> Pieced:
    """The pieces of these sentences, whose words begin at ``starts`` of ``size`` words; what is beyond the
    encoder's reach is left out."""
    split = [splitter.split(words) or splitter.split(words[:1]) for words in sentences]
    shape = len(split), max(len(one.ids) for one in split)
    ids, shapes = np.zeros((2, *shape), dtype=np.int64)
    word, share = np.full(shape, size, dtype=np.int64), np.zeros(size, dtype=np.float32)
    for row, (one, start) in enumerate(zip(split, starts, strict=True)):
        ids[row, : len(one.ids)], shapes[row, : len(one.ids)] = one.ids, one.shapes
        spans = np.array(one.spans)
        counts = spans[:, 1] - spans[:, 0]
        word[row, 1 : len(one.ids) - 1] = np.repeat(np.arange(len(spans)) + start, counts)
        share[start : start + len(spans)] = 1 / counts
    return Pieced(ids, shapes, word, share)


def load(path: Path) -> Teacher:
    """The teacher as it was stored."""
    teacher = Teacher()
    teacher.load_state_dict(torch.load(path, weights_only=True, map_location="cpu"))
    return teacher.eval()
