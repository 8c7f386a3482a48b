"""Parsed sentences with their evidence and their annotation, as flat arrays; kept in files."""

from __future__ import annotations

import pickle
import time
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.extraction.learned.features import Ids, Tree


@dataclass(slots=True)
class Sentence:
    """One record: its words, tree, evidence and gold.

    ``told``: relation, modality, trigger, subject, object. ``modality`` and ``speaker`` by word (-1: not
    asked, none). ``slots``: word, slot, filler. ``gold``: relation, certain, modality, trigger, and the seven
    roles (-1: not said).
    """

    id: str
    text: str
    words: list[str]
    begins: list[int]
    tree: Tree
    told: Ids
    modality: Ids
    speaker: Ids
    slots: Ids
    gold: Ids
    article: str = ""
    rows: tuple[dict[str, Any], ...] = ()


def is_held(sentence: Sentence, every: int) -> bool:
    """Whether the sentence is held back from training: those of one article in so many; none for 0."""
    return bool(every) and zlib.crc32(sentence.article.encode()) % every == 0


def save(sentences: Iterable[Sentence], path: Path, every: int = 5000) -> None:
    """Write the sentences."""
    began = time.perf_counter()
    with path.open("wb") as file:
        for count, sentence in enumerate(sentences, 1):
            pickle.dump(sentence, file, protocol=5)
            if count % every == 0:
                print(f"{count} sentences, {time.perf_counter() - began:.0f} s", flush=True)


def load(path: Path) -> list[Sentence]:
    """The sentences that `save` wrote."""
    found = []
    with path.open("rb") as file:
        while True:
            try:
                found.append(pickle.load(file))
            except EOFError:
                return found
