"""The vectors that a pipeline's networks begin with, kept by word: each depends on the word alone, and most
words of a text have been met before.

What is kept are the layers that spaCy calls ``MultiHashEmbed``. The layers after them see the words around.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, Any, Final, TypeAlias, cast

import numpy as np
from numpy.typing import NDArray
from spacy.language import Language
from spacy.tokens import Doc
from spacy.vocab import Vocab
from thinc.api import Model, NumpyOps

from kg.nlp.speedups.switch import is_on

if TYPE_CHECKING:
    from thinc.types import Floats2d, Ints2d

__all__ = ["keep_word_vectors"]

_KEPT: Final = 8192
"""How many words are kept at most; then all are forgotten."""

_TOLD_APART: Final[list[int | str]] = ["ORTH", "NORM", "SPACY"]
"""What a word's vector goes by: the word as it is written, its usual form, and whether a blank follows."""
_LEXICAL: Final = frozenset({"ORTH", "LOWER", "NORM", "PREFIX", "SUFFIX", "SHAPE", "SPACY"})
"""The attributes of which these three decide."""
_LAYERS: Final = frozenset(
    {"extract_features", "list2ragged", "ints-getitem", "hashembed", "static_vectors", "ragged2list"}
    | {"maxout", "layernorm", "dropout"}
)
"""The layers that look at one word at a time."""

_Embed: TypeAlias = "Model[Sequence[Doc], list[Floats2d]]"


def keep_word_vectors(nlp: Language) -> int:
    """Have the networks of a pipeline keep the vectors that they begin with; how many networks do.

    None does when this is switched off, and those do not whose first layers are others.
    """
    if not is_on("word_vectors"):
        return 0
    kept = 0
    for _, component in nlp.pipeline:
        model = getattr(component, "model", None)
        if isinstance(model, Model):
            for layer in filter(_sees_one_word, list(model.walk())):
                kept += model.replace_node(layer, _keeping(layer, nlp.vocab))
    return kept


def _sees_one_word(layer: Model[Any, Any]) -> bool:
    """Whether a layer goes from texts to vectors of their words, each by what its word is by itself."""
    if not layer.layers or layer.layers[-1].name != "ragged2list" or not isinstance(layer.ops, NumpyOps):
        return False
    parts = [part for part in layer.walk() if not part.layers]
    asked = [part.attrs["columns"] for part in parts if part.name == "extract_features"]
    lexical = all(_LEXICAL.issuperset(columns) for columns in asked)
    return bool(asked) and lexical and all(part.name in _LAYERS for part in parts)


def _keeping(layer: _Embed, vocab: Vocab) -> _Embed:
    """A layer that does what another does, and keeps what it has found."""
    known = _Known(layer, vocab)

    def forward(
        model: _Embed, docs: Sequence[Doc], is_train: bool
    ) -> tuple[list[Floats2d], Callable[[list[Floats2d]], Sequence[Doc]]]:
        if is_train:
            return layer(docs, is_train)
        return known.vectors(docs), lambda _: []

    return Model("kept_word_vectors", forward, layers=[layer])


class _Known:
    """The vectors of the words that were met, as a layer gives them."""

    def __init__(self, layer: _Embed, vocab: Vocab) -> None:
        self._layer, self._vocab = layer, vocab
        self._places: dict[bytes, int] = {}
        self._vectors: NDArray[np.float32] = np.zeros((0, 0), dtype=np.float32)

    def vectors(self, docs: Sequence[Doc]) -> list[Floats2d]:
        """The vectors of each text's words; those of new words are worked out first, all of them at once."""
        if not any(map(len, docs)) or any(doc.vocab is not self._vocab for doc in docs):
            return self._layer.predict(docs)
        words = np.concatenate([doc.to_array(_TOLD_APART) for doc in docs], dtype=np.uint64)
        keys: list[bytes] = words.view(f"V{words.dtype.itemsize * words.shape[1]}").ravel().tolist()
        new = dict.fromkeys(key for key in keys if key not in self._places)
        if len(self._places) + len(new) > _KEPT:
            self._places.clear()
            new = dict.fromkeys(keys)
        if len(new) > _KEPT:
            return self._layer.predict(docs)
        if new:
            self._learn(new)
        found = self._vectors[[self._places[key] for key in keys]]
        ends = accumulate(map(len, docs), initial=0)
        return [cast("Floats2d", found[begin:end]) for begin, end in pairwise(ends)]

    def _learn(self, new: Iterable[bytes]) -> None:
        """Have the layer read a text of these words alone."""
        words = np.frombuffer(b"".join(new), dtype=np.uint64).reshape(-1, len(_TOLD_APART))
        strings = self._vocab.strings
        written, spaces = [strings[word] for word in words[:, 0].tolist()], words[:, 2].astype(bool).tolist()
        text = Doc(self._vocab, words=written, spaces=spaces)
        text.from_array(["NORM"], cast("Ints2d", words[:, 1:2]))
        [vectors] = self._layer.predict([text])
        if not len(self._vectors):
            self._vectors = np.empty((_KEPT, vectors.shape[1]), dtype=np.float32)
        first = len(self._places)
        self._vectors[first : first + len(vectors)] = vectors
        self._places |= {key: first + place for place, key in enumerate(new)}
