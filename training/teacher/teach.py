"""From the corpora to a trained teacher."""

from __future__ import annotations

import random
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from training.corpus import Names, Parse, read_names, read_parses
from training.mix import find
from training.teacher.examples import Example, Labels, collect_labels, names_example, parse_example, times
from training.teacher.fit import fit, make_network, save, scores
from training.teacher.splitter import Splitter, encoder_folder


def teach(corpora: Path, made: Sequence[Path], plan: Path, target: Path) -> None:
    """Train on the corpora and on what was made in these folders, as often as the plan says, print the scores
    on the dev sets and write the network. A plan without `parse` makes one that reads names alone.
    """
    with plan.open("rb") as file:
        wanted: dict[str, Any] = {"parse": {}, **tomllib.load(file)}
    folders = [*made, corpora / "parse", corpora / "ner"]
    parses = {name: [parse for _, parse in read_parses(find(name, folders))] for name in wanted["parse"]}
    named = {name: list(read_names(find(name, folders))) for name in wanted["names"]}
    labels = collect_labels(
        [parse for group in parses.values() for parse in group],
        [names for group in named.values() for names in group],
    )
    splitter, rng = Splitter(encoder_folder()), random.Random(wanted["seed"])
    examples: list[Example] = []
    for name, share in {**wanted["parse"], **wanted["names"]}.items():
        sentences = parses.get(name) or named[name]
        examples += times(_examples(sentences, splitter, labels), share, rng)
    network = make_network(labels)
    fit(network, examples, wanted["seed"])
    save(network, labels, target)
    held = _examples(list(read_names(corpora / "eval/ner_dev.tsv")), splitter, labels)
    if parses:
        dev = [parse for _, parse in read_parses(corpora / "eval/parse_dev.tsv")]
        held += _examples(dev, splitter, labels)
    punctuation = labels.labels.index("punct") if parses else -1
    print({name: round(score, 4) for name, score in scores(network, held, punctuation).items()})


def _examples(sentences: list[Parse] | list[Names], splitter: Splitter, labels: Labels) -> list[Example]:
    """The sentences that are short enough and have no label that is never learnt."""
    found: list[Example] = []
    for sentence in sentences:
        pieces = splitter.split(sentence.words)
        if pieces is None:
            continue
        if isinstance(sentence, Names):
            found.append(names_example(sentence, pieces, labels))
        elif set(sentence.tags) <= set(labels.tags) and set(sentence.labels) <= set(labels.labels):
            found.append(parse_example(sentence, pieces, labels))
    return found
