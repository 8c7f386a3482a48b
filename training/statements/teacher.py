"""The teacher: MiniLM's encoder under the heads, with what the pipeline sees of each word beside."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import torch
from torch import Tensor, nn
from transformers import BertModel

from kg.extraction.learned.labels import DEPS, ENTS, TAGS
from kg.extraction.learned.pairs import WORD_FLAGS
from training.statements.batch import Flat
from training.statements.heads import Heads
from training.statements.prepare import Sentence
from training.statements.reading import Vectors
from training.statements.teacher_flags import flags_of
from training.teacher.network import collate
from training.teacher.pieces import SHAPES, Pieces
from training.teacher.splitter import Splitter, encoder_folder

_WIDTH = 256


class Teacher(nn.Module):
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

    def words(self, pieces: Sequence[Pieces], text: Flat, flags: Tensor) -> Tensor:
        """Vectors of all words, flat."""
        batch = collate(pieces)
        embedded = self.encoder.embeddings.word_embeddings(batch.ids) + self.shape(batch.shapes)
        states = self.encoder(
            inputs_embeds=embedded, attention_mask=batch.mask, output_hidden_states=True
        ).hidden_states
        shares = torch.softmax(self.layers, 0)
        mean = torch.stack([share * state for share, state in zip(shares, states, strict=True)]).sum(0)
        pooled = (batch.pool.to(mean.dtype) @ mean)[batch.words].float()
        tree = text.tree
        seen = [
            self.tag(torch.from_numpy(tree.tag)),
            self.dep(torch.from_numpy(tree.dep)),
            self.ent(torch.from_numpy(tree.ent)),
            flags,
        ]
        return self.dropout(nn.functional.gelu(self.mix(torch.cat([self.dropout(pooled), *seen], -1))))


def split(sentences: Sequence[Sentence]) -> list[Pieces | None]:
    """The word pieces of each sentence; None where there are too many."""
    splitter = Splitter(encoder_folder())
    return [splitter.split(sentence.words) for sentence in sentences]


def load(path: Path) -> Teacher:
    """The teacher as it was stored."""
    teacher = Teacher()
    teacher.load_state_dict(torch.load(path, weights_only=True))
    return teacher.eval()


def vectors_of(teacher: Teacher) -> Vectors:
    """What `reading` asks of a teacher."""
    splitter = Splitter(encoder_folder())

    def vectors(sentences: Sequence[Sentence], text: Flat) -> tuple[Tensor, Tensor]:
        flags = flags_of(text)
        pieces = [
            splitter.split(sentence.words) or splitter.split(sentence.words[:1]) for sentence in sentences
        ]
        with torch.autocast("cpu", torch.bfloat16):
            words = teacher.words(pieces, text, flags)
        return words.float(), flags

    return vectors
