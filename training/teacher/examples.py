"""What the teacher learns from: sentences with trees, sentences with names, and the batches of both."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from training.corpus import UNKNOWN, Names, Parse
from training.teacher.pieces import Pieces

IGNORED = -100
"""The number of a label that the source does not give."""
_CAPITALS, _CAPITALISED, _LOWER = 4, 2, 1
_LETTERS = frozenset((1, 2, 3, 4, 5))
_RECASED = ((0.03, _CAPITALS), (0.06, _CAPITALISED), (0.09, _LOWER))


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence in numbers; for a tree `tags`, `heads` (0 is the root, words count from 1) and `labels`, for
    names `names`.
    """

    pieces: Pieces
    tags: tuple[int, ...] = ()
    heads: tuple[int, ...] = ()
    labels: tuple[int, ...] = ()
    names: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Labels:
    """The label of each number; the same for the same corpora."""

    tags: tuple[str, ...]
    labels: tuple[str, ...]
    names: tuple[str, ...]


def collect_labels(parses: Sequence[Parse], names: Sequence[Names]) -> Labels:
    """All labels that occur, sorted; "O" is the first of the names."""
    kinds = {label[2:] for sentence in names for label in sentence.labels if label not in ("O", UNKNOWN)}
    return Labels(
        tuple(sorted({tag for parse in parses for tag in parse.tags})),
        tuple(sorted({label for parse in parses for label in parse.labels})),
        ("O", *(f"{mark}-{kind}" for kind in sorted(kinds) for mark in "BI")),
    )


def parse_example(parse: Parse, pieces: Pieces, labels: Labels) -> Example:
    """A tree in numbers."""
    heads = tuple(0 if head == place else head + 1 for place, head in enumerate(parse.heads))
    tags = tuple(labels.tags.index(tag) for tag in parse.tags)
    return Example(pieces, tags, heads, tuple(labels.labels.index(label) for label in parse.labels))


def names_example(names: Names, pieces: Pieces, labels: Labels) -> Example:
    """Names in numbers."""
    return Example(
        pieces,
        names=tuple(IGNORED if label == UNKNOWN else labels.names.index(label) for label in names.labels),
    )


def recased(example: Example, rng: random.Random) -> Example:
    """The example, or now and then in capitals, With Capitals, or in lower case: only the shapes of its words
    know.
    """
    draw = rng.random()
    for limit, shape in _RECASED:
        if draw < limit:
            shapes = tuple(shape if old in _LETTERS else old for old in example.pieces.shapes)
            return replace(example, pieces=replace(example.pieces, shapes=shapes))
    return example


def times(items: Sequence[Example], share: float, rng: random.Random) -> list[Example]:
    """The items so many times over, the fraction drawn at random."""
    whole = list(items) * int(share)
    return whole + rng.sample(list(items), int(len(items) * (share % 1)))


def batches(
    examples: Sequence[Example], most: int, length: Callable[[Example], int]
) -> Iterator[list[Example]]:
    """Examples of like length together, padded no more than `most` pieces."""
    batch: list[Example] = []
    for example in sorted(examples, key=length):
        if batch and (len(batch) + 1) * length(example) > most:
            yield batch
            batch = []
        batch.append(example)
    if batch:
        yield batch


def shuffled_batches(
    examples: Sequence[Example], most: int, rng: random.Random, chunk: int = 4000
) -> list[list[Example]]:
    """All examples once, in batches of one task each and like length, drawn from chunks at random and
    shuffled.
    """
    found: list[list[Example]] = []
    for task in (True, False):
        mine = [example for example in examples if bool(example.heads) == task]
        rng.shuffle(mine)
        for start in range(0, len(mine), chunk):
            found += batches(mine[start : start + chunk], most, lambda example: len(example.pieces.ids))
    rng.shuffle(found)
    return found
