"""Vectors of single words from MiniLM as it comes, for the small network to know words by."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np
import torch
from torch.nn.functional import normalize
from transformers import BertModel

from training.teacher.splitter import Splitter, encoder_folder
from training.vectors import Floats, reduce

SIZE = 40
_FEWEST = 3
_BATCH = 256


def distil(counts: Mapping[str, int]) -> dict[str, Floats]:
    """The vectors (SIZE) of the words with three or more in `counts`, and of the whole words among MiniLM's
    pieces, sorted by word.

    A word's vector is the mean of what the encoder makes of its pieces when it stands alone, reduced; words
    weigh as the logarithm of their count when the directions are chosen.
    """
    splitter = Splitter(encoder_folder())
    words = sorted({*(word for word, count in counts.items() if count >= _FEWEST), *splitter.whole_words()})
    weights = np.array([math.log1p(counts.get(word, 0)) for word in words], dtype=np.float32)
    return dict(zip(words, reduce(encode(words, splitter), weights, SIZE), strict=True))


@torch.inference_mode()
def encode(words: Sequence[str], splitter: Splitter) -> Floats:
    """What the encoder makes of each word on its own (words, 384), of length 1."""
    encoder = BertModel.from_pretrained(str(encoder_folder()), add_pooling_layer=False).eval()
    ids = [splitter.split([word]).ids for word in words]
    found = np.zeros((len(words), encoder.config.hidden_size), dtype=np.float32)
    order = sorted(range(len(words)), key=lambda place: len(ids[place]))  # words of one length side by side
    for start in range(0, len(order), _BATCH):
        places = order[start : start + _BATCH]
        batch = torch.nn.utils.rnn.pad_sequence(
            [torch.tensor(ids[place]) for place in places], batch_first=True
        )
        mask = batch != 0
        layer = encoder(input_ids=batch, attention_mask=mask.long()).last_hidden_state
        found[places] = normalize((layer * mask.unsqueeze(-1)).sum(1), dim=-1).numpy()
    return found
