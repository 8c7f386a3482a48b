"""The whole corpus: evidence first, then each sentence, without repetitions and without sentences of test
sets.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from training.annotated import Annotated
from training.gazetteer import Gazetteer
from training.readers.gmb.knowledge import gather, load_lists
from training.readers.gmb.repair import repair
from training.readers.gmb.table import read_table

_SEQUENCE = 8
"""Words in a row that two independent sentences do not share."""


def read_gmb(
    path: Path, gazetteer: Gazetteer, given: frozenset[str], withheld: Sequence[str] = ()
) -> Iterator[Annotated]:
    """The sentences of `ner_dataset.csv` with repaired labels.

    `withheld`: texts of test sets, whose sentences are left out.
    """
    sentences = list(read_table(path))
    evidence = gather(sentences, load_lists(gazetteer), given)
    yield from without_repetitions((repair(sentence, evidence) for sentence in sentences), withheld)


def without_repetitions(items: Iterable[Annotated], withheld: Sequence[str]) -> Iterator[Annotated]:
    """The sentences that differ from all before, and share no eight words in a row with a withheld text."""
    sequences: set[tuple[str, ...]] = set()
    seen: set[tuple[str, ...]] = set()
    for text in withheld:
        words = _words(text)
        sequences.update(_sequences(words))
        if 3 < len(words) < _SEQUENCE:
            seen.add(words)
    for item in items:
        words = _words(item.text)
        if words and words not in seen:
            seen.add(words)
            if sequences.isdisjoint(_sequences(words)):
                yield item


def _words(text: str) -> tuple[str, ...]:
    return tuple(re.findall(r"[a-z0-9]+", text.lower()))


def _sequences(words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    return (words[i : i + _SEQUENCE] for i in range(len(words) - _SEQUENCE + 1))
