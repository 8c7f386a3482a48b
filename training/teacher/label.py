"""The teacher reads open text: silver trees and names for the small network."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch

from training import corpus
from training.corpus import UNKNOWN, Both, Names, Parse
from training.teacher.choose import agreed, is_tree, to_parse
from training.teacher.examples import Example, Labels, batches
from training.teacher.fit import load
from training.teacher.network import Network, collate
from training.teacher.splitter import Splitter, encoder_folder

_PIECES = 8000
_LEAST_SURE = 0.5
"""A tree is kept if the teacher gives each of its words' heads at least this chance."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What the teacher sees in a sentence: the tree, how sure it is of the least sure head, and of each word
    its name label and how sure it is of that.
    """

    parse: Parse
    sure: float
    names: tuple[str, ...]
    chances: tuple[float, ...]


def label(teacher: Path, sources: Mapping[str, Path]) -> dict[str, list[tuple[Names, Both]]]:
    """Each source's sentences, and as the teacher reads them: names that it and the source agree on, and the
    trees that it is sure of.
    """
    network, labels = load(teacher)
    splitter = Splitter(encoder_folder())
    found: dict[str, list[tuple[Names, Both]]] = {}
    for name, path in sources.items():
        sentences = list(corpus.read_names(path))
        readings = read(network, labels, splitter, sentences)
        found[name] = [(own, _seen(own, readings.get(place))) for place, own in enumerate(sentences)]
        print(
            (
                f"{name}: {sum(both.parse is not None for _, both in found[name])} of "
                f"{len(sentences)} trees kept"
            ),
            flush=True,
        )
    return found


def _seen(own: Names, seen: Reading | None) -> Both:
    if seen is None:
        return Both(own, None)
    sure = seen.sure >= _LEAST_SURE and is_tree(seen.parse.heads)
    return Both(agreed(own, seen.names, seen.chances), seen.parse if sure else None)


@torch.no_grad()
def read_names(teacher: Path, sentences: Sequence[Names]) -> list[Names]:
    """The sentences with the labels that they and the teacher agree on (`choose.agreed`), in which it reads
    names alone; those that are too long have no label.
    """
    network, labels = load(teacher)
    found = [Names(own.words, own.spaces, (UNKNOWN,) * len(own.words)) for own in sentences]
    for batch, places in _batched(Splitter(encoder_folder()), sentences):
        with torch.autocast("cpu", torch.bfloat16):
            chances = network.name(network.words(collate([example.pieces for example in batch])))
        for place, row in zip(places, chances.float().softmax(-1), strict=True):
            own = sentences[place]
            likeliest = row[: len(own.words)].max(-1)
            seen = [labels.names[int(name)] for name in likeliest.indices]
            found[place] = agreed(own, seen, likeliest.values.tolist())
    return found


@torch.no_grad()
def read(
    network: Network, labels: Labels, splitter: Splitter, sentences: Sequence[Names]
) -> dict[int, Reading]:
    """The readings by the sentence's place; sentences that are too long have none."""
    readings: dict[int, Reading] = {}
    for batch, places in _batched(splitter, sentences):
        readings.update(
            zip(places, _read(network, labels, batch, [sentences[place] for place in places]), strict=True)
        )
    return readings


def _batched(splitter: Splitter, sentences: Sequence[Names]) -> Iterator[tuple[Sequence[Example], list[int]]]:
    """The sentences that are not too long in batches, each with their places among all."""
    pieces = {place: found for place, names in enumerate(sentences) if (found := splitter.split(names.words))}
    place_of = {id(found): place for place, found in pieces.items()}
    examples = [Example(found) for found in pieces.values()]
    for batch in batches(examples, _PIECES, lambda example: len(example.pieces.ids)):
        yield batch, [place_of[id(example.pieces)] for example in batch]


def _read(
    network: Network, labels: Labels, batch: Sequence[Example], sentences: Sequence[Names]
) -> Iterator[Reading]:
    inputs = collate([example.pieces for example in batch])
    with torch.autocast("cpu", torch.bfloat16):
        words = network.words(inputs)
        arcs = network.arcs(words, inputs).softmax(-1).max(-1)
        tags, marks = network.tag(words).argmax(-1), network.labels(words, arcs.indices).argmax(-1)
        names = network.name(words).float().softmax(-1).max(-1)
    for row, sentence in enumerate(sentences):
        size = len(sentence.words)
        heads = [int(head) for head in arcs.indices[row, :size]]
        parse = to_parse(
            sentence,
            [labels.tags[int(tag)] for tag in tags[row, :size]],
            heads,
            [labels.labels[int(mark)] for mark in marks[row, :size]],
        )
        found = tuple(labels.names[int(name)] for name in names.indices[row, :size])
        yield Reading(
            parse,
            float(arcs.values[row, :size].min()),
            found,
            tuple(float(chance) for chance in names.values[row, :size]),
        )
