"""Which words the small network knows, and what MiniLM makes of them on their own."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np

from kg.extraction.learned.lexicon import Lexicon
from kg.extraction.learned.pairs import Floats
from training.statements.sentences import Sentence

WIDTH = 64
"""Of the fixed vectors."""


def lexicon_of(sentences: Iterable[Sentence], words: int, lemmas: int, still: int) -> tuple[Lexicon, Floats]:
    """The most frequent words and lemmas, and the fixed vectors (words of ``lexicon.still``, WIDTH)."""
    counts: Counter[str] = Counter()
    keys: dict[str, int] = {}
    bases: Counter[int] = Counter()
    for sentence in sentences:
        lower = [word.lower() for word in sentence.words]
        counts.update(lower)
        keys.update(zip(lower, sentence.tree.lower.tolist(), strict=True))
        bases.update(sentence.tree.lemma.tolist())
    common = [word for word in sorted(counts, key=lambda word: (-counts[word], word)) if counts[word] > 1]
    fixed = sorted(common[:still], key=keys.__getitem__)
    known = np.array(sorted(keys[word] for word in common[:words]), dtype=np.uint64)
    frequent = sorted((key for key in bases if bases[key] > 1), key=lambda key: (-bases[key], key))[:lemmas]
    lexicon = Lexicon(
        known,
        np.array(sorted(frequent), dtype=np.uint64),
        np.array([keys[word] for word in fixed], dtype=np.uint64),
    )
    return lexicon, _vectors(fixed, counts)


def _vectors(words: Sequence[str], counts: Counter[str]) -> Floats:
    from training.teacher.distil import encode
    from training.teacher.splitter import Splitter, encoder_folder
    from training.vectors import reduce

    weights = np.array([math.log1p(counts[word]) for word in words], dtype=np.float32)
    return reduce(encode(words, Splitter(encoder_folder())), weights, WIDTH)
